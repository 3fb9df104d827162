// Mouse and keyboard over the columns: what a line says when it is pointed at, and how arrow keys walk.

{
  const { el, t, drawing, columns } = page;
  const { NAMES } = columns;

  function lineAt(event) {
    const box = columns.canvas.getBoundingClientRect();
    return drawing.lineAt(event.clientX - box.left, event.clientY - box.top);
  }

  function tip(event) {
    const note = page.byId("tip");
    const line = lineAt(event);
    columns.canvas.classList.toggle("over", Boolean(line));
    if (!line) {
      note.hidden = true;
      return;
    }
    const words = line.item
      ? page
          .linksBetween(line.item, line.row)
          .flatMap((link) => link.spans.map((span) => `“${page.clip(span.quote, 40)}”`))
      : [t("nodeCases", { n: line.edge.shared })];
    page.fill(
      note,
      el(
        "strong",
        null,
        line.item ? `${t("case", { number: page.clip(page.numberOf(line.item), 10) })} — ` : "",
        page.bdi(page.clip(page.label(line.row), 40)),
        line.other ? " — " : "",
        line.other && page.bdi(page.clip(page.label(line.other), 40)),
      ),
      el("span", null, page.bdi([...new Set(words)].slice(0, 4).join(" "))),
    );
    page.showTip(note, columns.surface, event);
  }

  /** Show a note beside the pointer, inside what it belongs to. */
  page.showTip = function showTip(note, surface, event) {
    note.hidden = false;
    const box = surface.getBoundingClientRect();
    note.style.left = `${Math.min(event.clientX - box.left + 12, box.width - note.offsetWidth - 4)}px`;
    note.style.top = `${Math.max(event.clientY - box.top - note.offsetHeight - 8, 0)}px`;
  };

  function pick(event) {
    const line = lineAt(event);
    if (!line) return;
    if (!line.item) {
      // a ribbon of the overview stands for the cases that its two ends share
      page.go({
        [page.FACET[line.row.kind]]: line.row.path,
        mechanism: line.other.path,
        panel: "answer",
      });
      return;
    }
    page.choose(line.item);
    const [link] = page.linksBetween(line.item, line.row);
    if (link) page.focusLink(link);
  }

  /** The row at a position, scrolled into the page where a long list has it not. */
  function rowAt(column, position) {
    const list = columns.lists[column];
    if (position < 0 || position >= columns.shown[column].length) return null;
    const find = () => list.querySelector(`li[data-at="${position}"] .row`);
    if (!find()) {
      columns.scrollTo(column, position * columns.pitchNow(column) - columns.shape.height / 2);
      columns.fillWindow(column);
    }
    return find();
  }

  function keys(event) {
    const button = event.target.closest(".row");
    if (!button || event.altKey || event.ctrlKey || event.metaKey) return;
    const node = page.nodes[Number(button.dataset.id)];
    const column = NAMES.find((name) => columns.lists[name].contains(button));
    const rows = columns.shown[column];
    const position = Number(button.closest("li").dataset.at);
    const order = NAMES.filter((name) => columns.shown[name].length);
    let next = null;
    if (event.key === "ArrowDown") next = rowAt(column, position + 1);
    else if (event.key === "ArrowUp") next = rowAt(column, position - 1);
    else if (event.key === "Home") next = rowAt(column, 0);
    else if (event.key === "End") next = rowAt(column, rows.length - 1);
    else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      const target = order[order.indexOf(column) + (event.key === "ArrowRight" ? 1 : -1)];
      if (target) {
        const at = columns.shown[target].findIndex((row) => joined(node, row.node));
        next = at < 0 ? null : rowAt(target, at);
      }
    } else if (event.key === "+" || event.key === "-") {
      const row = rows[position];
      const holder = row.below.length ? row : row.parent;
      if (holder) columns.toggle(holder, event.key === "+");
      event.preventDefault();
      const again = columns.lists[column].querySelector(`[data-id="${(holder || row).node.id}"]`);
      if (again) again.focus();
      return;
    } else return;
    event.preventDefault();
    if (next) {
      rove(next);
      next.focus();
      columns.point(page.nodes[Number(next.dataset.id)]);
    }
  }

  function joined(a, b) {
    if (a.kind === "case" && b.kind === "case") return false;
    if (a.kind !== "case" && b.kind !== "case") {
      const among = page.markedCases(page.casesOf(b));
      return page.casesOf(a).some((item) => among[item.position]);
    }
    const [item, node] = a.kind === "case" ? [a, b] : [b, a];
    return page.linksBetween(item, node).length > 0;
  }

  /** One stop for the Tab key in each column: the row last visited. */
  function rove(button) {
    for (const other of button.closest("ul").querySelectorAll(".row[tabindex='0']")) other.tabIndex = -1;
    button.tabIndex = 0;
  }

  function firstStops() {
    const chosen = page.chosen();
    for (const list of Object.values(columns.lists)) {
      const stop = (chosen && list.querySelector(`[data-id="${chosen.id}"]`)) || list.querySelector(".row");
      if (stop) stop.tabIndex = 0;
    }
  }

  /** Listen to the mouse over the drawing of the columns. */
  function listen() {
    const { canvas, surface } = columns;
    let waiting = 0;
    canvas.addEventListener("mousemove", (event) => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => drawing.running() && tip(event));
    });
    canvas.addEventListener("mouseleave", () => {
      cancelAnimationFrame(waiting);
      page.byId("tip").hidden = true;
    });
    canvas.addEventListener("click", pick);
    surface.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey) return;
        event.preventDefault();
        columns.scale(event.deltaY < 0 ? 1.1 : 1 / 1.1);
      },
      { passive: false },
    );
  }

  Object.assign(columns, { keys, firstStops, listen });
}
