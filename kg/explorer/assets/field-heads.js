// The names of the rows and columns of the full drawing: they stay in sight, and those without room are hidden.

{
  const { el, t } = page;

  function bandName(name) {
    if (typeof name === "number") return page.rowLabel(page.nodes[name]);
    const own = { "~areas": "rowAreas", "~nowhere": "rowNowhere", "~concepts": "rowConcepts", "~other": "columnOther" };
    return own[name] ? t(own[name]) : page.term("kinds", name);
  }

  page.makeHead = function makeHead([name, start, extent], column) {
    const node = typeof name === "number" ? page.nodes[name] : null;
    const text = bandName(name);
    const button = el(
      node ? "button" : "span",
      {
        ...(node ? { type: "button", tabindex: "-1", onclick: () => page.choose(node) } : {}),
        class: `band ${column ? "of-column" : "of-row"} ${node ? page.kindOf(node) : ""}`,
        title: page.clip(text, 200),
      },
      page.bdi(page.clip(text, 24)),
    );
    return { button, start, extent };
  };

  /** Put the heads where their rows and columns are; those without room are hidden. */
  page.putHeads = function putHeads({ rows, columns }, view, size, HEAD) {
    const set = (list, from, least, limit, along) => {
      const taken = [];
      for (const head of list.slice().sort((a, b) => b.extent - a.extent || a.start - b.start)) {
        const first = from + (head.start - 0.5) * view.unit;
        const last = first + head.extent * view.unit;
        const inside = [Math.max(first, limit[0]), Math.min(last, limit[1])];
        const middle = (inside[0] + inside[1]) / 2;
        const fits = inside[1] > inside[0] && taken.every(([a, b]) => middle + least / 2 <= a || middle - least / 2 >= b);
        if (fits) taken.push([middle - least / 2, middle + least / 2]);
        head.button.hidden = !fits;
        if (fits) along(head, middle, last - first);
      }
    };
    set(rows, view.y, 15, [HEAD.top, size.height], (head, middle) => {
      head.button.style.transform = `translateY(${Math.round(middle - 8)}px)`;
    });
    set(columns, view.x, 15, [HEAD.left, size.width], (head, middle, extent) => {
      const flat = extent > 130;
      head.button.classList.toggle("flat", flat);
      head.button.style.transform = `translateX(${Math.round(middle - (flat ? 60 : 8))}px)`;
    });
  };
}
