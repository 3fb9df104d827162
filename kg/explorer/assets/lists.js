// The lists of the columns. A long one, of thousands of cases, has only those rows in the page that are in sight.

{
  const { el, t } = page;
  const { columns } = page;
  const { opened } = page.headings;
  const WHOLE = 200; // a list of so many rows is built whole
  const BESIDE = 12; // so many rows are built beyond what is in sight

  function rowsOf(column) {
    if (column === "case") return page.listed().map((node) => ({ node, below: [] }));
    const open = opened();
    const found = [];
    for (const row of page.rows[column === "left" ? page.state.tab : "mechanism"]) {
      found.push(row);
      if (open.has(row.node.path)) found.push(...row.below);
    }
    return found;
  }

  /** The cases of the middle column: all of a small dataset; of a large one those of what was chosen last. */
  page.listed = function listed() {
    if (page.small) return page.cases;
    const chosen = page.chosen();
    const holder = page.byPath.get(page.state.of);
    const cases = page.facets().length
      ? page.matching()
      : holder && holder.kind !== "case"
        ? page.casesOf(holder, holder.kind === "region")
        : [];
    if (!page.state.chosen || !chosen || chosen.kind !== "case") return page.state.chosen ? cases : [];
    return page.markedCases(cases)[chosen.position] ? cases : [chosen];
  };

  /** The items of a list that are in the page; each knows its position. */
  const items = (column) => [...columns.lists[column].children].filter((item) => item.dataset.at);

  /** The positions whose rows are in the page: all, or in a long list those in sight. */
  function windowOf(column) {
    const count = columns.shown[column].length;
    if (count <= WHOLE) return [0, count];
    const pitch = columns.pitchNow(column);
    const top = columns.scrolled[column];
    const first = Math.max(Math.floor(top / pitch) - BESIDE, 0);
    return [Math.min(first, count), Math.min(Math.ceil((top + columns.shape.height) / pitch) + BESIDE, count)];
  }

  function buildList(column) {
    const list = columns.lists[column];
    columns.shown[column] = rowsOf(column);
    delete list.dataset.window;
    if (columns.shown[column].length <= WHOLE) page.fill(list, columns.shown[column].map(rowItem(column)));
  }

  /** Put those rows of a long list into the page that are in sight, between two that hold the room of the others. */
  function fillWindow(column) {
    const list = columns.lists[column];
    const rows = columns.shown[column];
    if (rows.length <= WHOLE) return;
    const [from, to] = windowOf(column);
    const key = `${from}-${to}-${list.dataset.pitch}`;
    if (list.dataset.window === key) return;
    list.dataset.window = key;
    const focused = document.activeElement && list.contains(document.activeElement);
    const id = focused ? document.activeElement.dataset.id : null;
    const room = (count) => {
      const filler = el("li", { class: "filler", "aria-hidden": "true" });
      filler.style.height = `${count * Number(list.dataset.pitch)}px`;
      return filler;
    };
    const make = rowItem(column);
    page.fill(
      list,
      room(from),
      rows.slice(from, to).map((row, at) => make(row, from + at)),
      room(rows.length - to),
    );
    columns.putScroll(column);
    if (columns.lit) dress(column);
    const again = id && list.querySelector(`.row[data-id="${id}"]`);
    if (again) again.focus({ preventScroll: true });
    const stop = list.querySelector(".row[tabindex='0']") || list.querySelector(".row");
    if (stop) stop.tabIndex = 0;
  }

  const rowItem = (column) => (row, position) => {
    const open = opened();
    const { node } = row;
    const name = node.kind === "case" ? page.caseTitle(node) : row.parent ? page.label(node) : page.rowLabel(node);
    const count = page.count(node);
    const button = el(
      "button",
      {
        type: "button",
        class: `row ${page.kindOf(node)}`,
        "data-id": node.id,
        tabindex: "-1",
        title:
          node.kind === "case" && page.documents.size > 1
            ? page.clip(`${page.documentTitle(node.document)} · ${name}`, 300)
            : Array.from(name).length > 12
              ? page.clip(name, 300)
              : null,
        "aria-label":
          node.kind === "case"
            ? `${page.numberOf(node)} ${page.clip(name, 200)}`
            : `${page.clip(name, 200)}, ${t("nodeCases", { n: count })}`,
        onclick: () => page.choose(node),
        onfocus: () => columns.point(null),
        onmouseenter: () => columns.point(node),
        onmouseleave: () => columns.point(null),
      },
      node.kind === "case" && el("span", { class: "number" }, page.clip(page.numberOf(node), 8)),
      page.bdi(page.clip(name, 60), { class: "label" }),
      node.kind !== "case" && el("span", { class: "count" }, count),
    );
    const twist = row.below.length
      ? el(
          "button",
          {
            type: "button",
            class: "twist",
            tabindex: "-1",
            "aria-expanded": open.has(node.path) ? "true" : "false",
            "aria-label": t(open.has(node.path) ? "collapse" : "expand", { label: page.clip(name, 60) }),
            onclick: () => toggle(row),
          },
          open.has(node.path) ? "▾" : "▸",
        )
      : null;
    return el(
      "li",
      {
        class: row.parent ? "child" : null,
        "data-at": position,
        // in a long list a screen reader learns from these where a row stands
        "aria-setsize": columns.shown[column].length > WHOLE ? columns.shown[column].length : null,
        "aria-posinset": columns.shown[column].length > WHOLE ? position + 1 : null,
      },
      column === "left" ? [twist, button] : [button, twist],
    );
  };

  function toggle(row, want) {
    const open = opened();
    const path = row.node.path;
    if (want === undefined ? open.has(path) : !want) open.delete(path);
    else open.add(path);
    page.go({ open: [...open].join(",") }, true);
  }

  /** Give the rows the look of what is lit, dimmed and chosen. */
  function dress(column) {
    const { lit } = columns;
    const chosen = page.chosen();
    for (const item of items(column)) {
      const { node } = columns.shown[column][Number(item.dataset.at)];
      const bright = lit.rows.has(node) && (page.small || node.kind !== "case" || !lit.crowd.has(node));
      item.classList.toggle("lit", bright);
      item.classList.toggle("dim", lit.dim.has(node) && !lit.rows.has(node));
      item.classList.toggle("chosen", node === chosen);
      item.querySelector(".row").setAttribute("aria-pressed", node === chosen ? "true" : "false");
    }
  }

  Object.assign(columns, { items, windowOf, buildList, fillWindow, toggle, dress });
}
