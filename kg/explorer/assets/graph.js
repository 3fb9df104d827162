// The graph view: the columns with their drawing, what is above and below them, and what changes when the state does.

{
  const { el, t, drawing, columns } = page;
  const { NAMES } = columns;
  const { opened, legend, reach, heads, modes, note } = page.headings;

  const wantsField = () => !page.small && page.state.draw === "all";

  page.showGraph = function showGraph(view) {
    page.leaveGraph();
    const surface = wantsField() ? page.field.make() : makeColumns();
    const zoom = (key, sign, factor) =>
      el(
        "button",
        {
          type: "button",
          "aria-label": t(key),
          title: t(key),
          onclick: () => (wantsField() ? page.field.scale(factor) : columns.scale(factor)),
        },
        sign,
      );
    page.fill(
      view,
      el(
        "div",
        { class: wantsField() ? "graph whole" : "graph" },
        wantsField() ? modes() : heads(),
        surface,
        el(
          "div",
          { class: "below" },
          legend(wantsField()),
          reach(),
          note(),
          el(
            "div",
            { class: "zoom" },
            zoom("zoomOut", "−", 1 / 1.25),
            zoom("zoomFit", "◻", 0),
            zoom("zoomIn", "+", 1.25),
          ),
        ),
      ),
    );
    if (wantsField()) {
      page.field.start();
      return;
    }
    columns.surface = surface;
    columns.remeasure();
    columns.shape = { height: columns.box.height, narrow: columns.box.width < 560 };
    columns.scrolled = { left: 0, case: 0, right: 0 };
    for (const column of NAMES) columns.buildList(column);
    drawing.start(columns.canvas);
    columns.listen();
    page.watch(surface, () => {
      if (!drawing.running()) return;
      columns.remeasure();
      columns.place();
    });
    columns.place();
    columns.light();
    columns.firstStops();
    reveal();
  };

  function makeColumns() {
    const list = (column, name) => {
      columns.lists[column] = el("ul", {
        class: `column ${column}`,
        "aria-label": name,
        onkeydown: columns.keys,
        onscroll: () => {
          const list = columns.lists[column];
          columns.scrolled[column] = list.scrollTop;
          list.dataset.scrolled = list.scrollTop;
          if (!drawing.running()) return;
          columns.fillWindow(column);
          columns.move();
        },
      });
      return columns.lists[column];
    };
    // For the mouse only: with the keyboard, the arrow keys go to what is linked.
    const sign = (end) =>
      el("button", { type: "button", class: `sign-post ${end}`, tabindex: "-1", "aria-hidden": "true", hidden: true });
    columns.signs = Object.fromEntries(NAMES.map((column) => [column, [sign("top"), sign("end")]]));
    columns.canvas = el("div", { class: "canvas", "aria-hidden": "true" });
    const tab = { region: "tabRegion", institution: "tabInstitution", "ip-type": "tabIpType" }[page.state.tab];
    return el(
      "div",
      { class: page.small ? "surface" : "surface overview", id: "surface" },
      columns.canvas,
      list("left", t(tab)),
      list("case", t("tableCases")),
      list("right", t("facetMechanism")),
      Object.values(columns.signs),
      el("div", { id: "tip", class: "tip", hidden: true, "aria-hidden": "true" }),
    );
  }

  page.updateGraph = function updateGraph() {
    const view = page.byId("view");
    if (wantsField() !== page.field.running()) {
      page.showGraph(view);
      return;
    }
    view.querySelector(".reach").replaceWith(reach());
    if (wantsField()) {
      page.field.update();
      return;
    }
    if (!drawing.running()) return;
    const { scrolled, surface } = columns;
    const focused =
      document.activeElement && document.activeElement.closest(".column") ? document.activeElement.dataset.id : null;
    const graph = view.querySelector(".graph");
    const [tabs, headline] = heads();
    graph.replaceChild(tabs, graph.children[0]);
    graph.replaceChild(headline, graph.children[1]);
    for (const column of NAMES) {
      columns.buildList(column);
      const most = columns.shown[column].length * columns.pitchNow(column) - columns.shape.height;
      scrolled[column] = Math.min(scrolled[column], Math.max(most, 0));
      columns.putScroll(column);
    }
    columns.place();
    columns.light();
    columns.firstStops();
    if (focused !== null && focused !== undefined) {
      const again = surface.querySelector(`.row[data-id="${focused}"]`);
      if (again) again.focus({ preventScroll: true });
    }
    reveal();
  };

  page.leaveGraph = function leaveGraph() {
    drawing.stop();
    page.field.stop();
    columns.lit = null;
  };

  /** Bring what is chosen, and the first row it is linked to, into sight. */
  function reveal() {
    const chosen = page.chosen();
    for (const column of NAMES) {
      const pitch = columns.pitchNow(column);
      const scrolled = columns.scrolled[column];
      const rows = columns.shown[column];
      let at = rows.findIndex((row) => row.node === chosen);
      if (at < 0 && columns.lit) at = rows.findIndex((row) => columns.lit.rows.has(row.node));
      if (at < 0) continue;
      const top = at * pitch;
      if (top < scrolled || top + pitch > scrolled + columns.shape.height) {
        columns.scrollTo(column, top - columns.shape.height / 3);
        columns.fillWindow(column);
      }
    }
    columns.move();
  }

  /** Choose a node: show it in the reading panel, and its tab and row in the columns. */
  page.choose = function choose(node) {
    const changes = { panel: node.path };
    const facet = page.FACET[node.kind];
    if (facet && facet !== "mechanism") changes.tab = facet;
    if (facet) {
      const holder = page.rows[facet].find((row) => row.below.some((child) => child.node === node));
      if (holder && page.small) changes.open = [...opened().add(holder.node.path)].join(",");
    }
    // the cases of a large dataset are listed for what was chosen last; one that is not among them stands alone
    if (!page.small && node.kind !== "case") changes.of = node.path;
    page.go(changes);
    page.say(t("selected", { label: page.clip(page.label(node), 60), n: page.count(node) }));
    // on a narrow screen the reading panel stands below the columns: bring it to the reader
    if (matchMedia("(max-width: 960px)").matches) document.getElementById("reading").scrollIntoView({ block: "start" });
  };

  page.recolour = function recolour() {
    drawing.forget();
    page.field.forget();
    columns.light();
  };

  /** What is in sight, as plain figures: lines, marks, labels. The pictures are made of it. */
  page.scene = function scene() {
    const inks = { ground: page.colour("ground"), ink: page.colour("ink"), faint: page.colour("faint") };
    if (page.field.running()) return { ...page.field.scene(), ...inks };
    const labels = NAMES.flatMap((column) => {
      const list = columns.lists[column];
      const box = list.getBoundingClientRect();
      return columns.items(column).flatMap((item) => {
        const row = item.getBoundingClientRect();
        const y = row.top - box.top + row.height / 2;
        if (item.classList.contains("silent") || y < 0 || y > box.height) return [];
        const lit = item.classList.contains("lit");
        const part = (name) => (item.querySelector(name) ? item.querySelector(name).textContent : "");
        return [
          {
            text: [part(".number"), part(".label"), part(".count")].filter(Boolean).join(" "),
            bold: lit,
            y: y + Number(list.dataset.top),
            colour: page.colour(lit ? page.kindOf(columns.shown[column][Number(item.dataset.at)].node) : "ink"),
            x:
              column === "left"
                ? list.offsetLeft + list.offsetWidth
                : list.offsetLeft + (item.classList.contains("child") ? 14 : 4),
            room: list.offsetWidth - 8,
            end: column === "left",
          },
        ];
      });
    });
    const { width, height } = columns.shape;
    return { width, height, ...drawing.parts(height), labels, ...inks };
  };

  page.hasGraph = () => drawing.running() || page.field.running();
}
