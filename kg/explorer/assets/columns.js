// The three columns: lists of labels that scroll on their own, before the drawing of marks and lines.

{
  const { el, t, drawing } = page;
  const { opened, legend, reach, heads } = page.headings;
  const LEAST = 18; // least distance of two rows at which each has its label
  const MOST = 54;
  const NAMES = ["left", "case", "right"];

  const lists = {};
  const shownRows = { left: [], case: [], right: [] };
  let signs = {};
  let surface = null;
  let canvas = null;
  let zoom = 1;
  let pointed = null;
  let frame = 0;
  let shape = null;

  // ---- which rows are shown, and where

  function rowsOf(column) {
    if (column === "case") return page.small ? page.cases.map((node) => ({ node, below: [] })) : [];
    const open = opened();
    const found = [];
    for (const row of page.rows[column === "left" ? page.state.tab : "mechanism"]) {
      found.push(row);
      if (page.small && open.has(row.node.path)) found.push(...row.below);
    }
    return found;
  }

  /** The columns' edges for a width of the window. */
  function measure() {
    const width = surface.clientWidth;
    const height = surface.clientHeight;
    const narrow = width < 560;
    const left = narrow
      ? 84
      : Math.round(Math.min(Math.max(width * (page.state.lang === "en" ? 0.165 : 0.14), 104), 200));
    const gap = narrow ? 26 : Math.round(Math.min(Math.max(width * 0.1, 60), 170));
    const right = narrow ? 104 : Math.round(Math.min(Math.max(width * 0.26, 190), 330));
    const x = { left, case: left + gap, port: width - right - gap, right: width - right };
    if (!page.small) Object.assign(x, { left: Math.round(width * 0.24), right: Math.round(width * 0.7) });
    return { width, height, narrow, x };
  }

  function pitchOf(count) {
    const even = shape.height / Math.max(count, 1);
    return zoom === 1 ? Math.min(Math.max(even, shape.narrow ? 20 : LEAST), MOST) : Math.max(even * zoom, 2);
  }

  /** Put lists, heads and drawing in their places. */
  function place() {
    shape = measure();
    const { x, width } = shape;
    const sides = { left: [0, x.left - 9], case: [x.case + 7, x.port - 8], right: [x.right + 9, width] };
    const tabs = page.byId("view").querySelector(".tabs");
    for (const [column, [from, to]] of Object.entries(sides)) {
      lists[column].style.left = `${from}px`;
      lists[column].style.width = `${Math.max(to - from, 0)}px`;
      const head = page.byId(`head-${column}`);
      head.style.left = `${column === "case" ? Math.max(from + 26, shape.narrow ? 0 : tabs.offsetWidth + 16) : from}px`;
      head.style.width = `${Math.max(to - from, 0)}px`;
      const pitch = pitchOf(shownRows[column].length);
      lists[column].style.setProperty("--pitch", `${pitch}px`);
      lists[column].dataset.pitch = pitch;
      lists[column].classList.toggle("tight", pitch < LEAST - 1);
      lists[column].classList.toggle(
        "roomy",
        column === "right" && (shape.narrow || page.state.lang === "en") && pitch >= 28,
      );
    }
    canvas.style.width = `${width}px`;
    canvas.style.height = `${shape.height}px`;
    drawing.resize(width, shape.height);
    thin();
    move();
  }

  /** Put the marks beside their labels. */
  function move() {
    const { x } = shape;
    for (const column of NAMES) {
      const list = lists[column];
      const pitch = Number(list.dataset.pitch);
      shownRows[column].forEach((row, position) => {
        const y = position * pitch + pitch / 2 - list.scrollTop;
        const indent = row.parent && column === "right" ? 10 : 0;
        drawing.put(`n${row.node.id}`, x[column] + indent, y);
        if (column === "case") drawing.put(`p${row.node.id}`, x.port, y);
      });
    }
    drawing.redraw(shape.height);
    for (const column of NAMES) signpost(column);
  }

  /** Signs at a column's ends: how many lit rows lie above and below what is in sight. */
  function signpost(column) {
    const list = lists[column];
    const pitch = Number(list.dataset.pitch);
    const first = Math.ceil(list.scrollTop / pitch - 0.5);
    const last = Math.floor((list.scrollTop + shape.height) / pitch - 0.5);
    const lit = [...list.querySelectorAll("li.lit")].map((item) => Number(item.dataset.at));
    const above = lit.filter((at) => at < first);
    const under = lit.filter((at) => at > last);
    const [up, down] = signs[column];
    for (const [sign, rows, arrow] of [
      [up, above, "↑"],
      [down, under, "↓"],
    ]) {
      sign.hidden = !rows.length;
      sign.textContent = `${arrow} ${rows.length}`;
      sign.style.left = `${list.offsetLeft + list.offsetWidth / 2 - 22}px`;
    }
    up.onclick = () => {
      list.scrollTop = (above[above.length - 1] + 0.5) * pitch - shape.height / 2;
    };
    down.onclick = () => {
      list.scrollTop = (under[0] + 0.5) * pitch - shape.height / 2;
    };
  }

  /** Where rows stand closer than a line of text, show only the labels that have room: the lit ones first. */
  function thin() {
    for (const column of NAMES) {
      const pitch = Number(lists[column].dataset.pitch);
      const items = [...lists[column].children];
      for (const item of items) item.classList.remove("silent");
      if (pitch >= LEAST - 1) continue;
      const room = Math.ceil((LEAST - 1) / pitch);
      const taken = new Set();
      const order = items
        .map((item, position) => ({
          item,
          position,
          weight: (item.classList.contains("lit") ? 1e6 : 0) + page.count(shownRows[column][position].node),
        }))
        .sort((a, b) => b.weight - a.weight || a.position - b.position);
      for (const { item, position } of order) {
        let free = true;
        for (let near = position - room + 1; near < position + room; near += 1) if (taken.has(near)) free = false;
        if (free) taken.add(position);
        else item.classList.add("silent");
      }
    }
  }

  // ---- the lists

  function buildList(column) {
    const list = lists[column];
    const before = list.scrollTop;
    shownRows[column] = rowsOf(column);
    const open = opened();
    page.fill(
      list,
      shownRows[column].map((row, position) => {
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
            onfocus: () => point(null),
            onmouseenter: () => point(node),
            onmouseleave: () => point(null),
          },
          node.kind === "case" && el("span", { class: "number" }, page.clip(page.numberOf(node), 8)),
          page.bdi(page.clip(name, 60), { class: "label" }),
          node.kind !== "case" && el("span", { class: "count" }, count),
        );
        const twist =
          page.small && row.below.length
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
          { class: row.parent ? "child" : null, "data-at": position },
          column === "left" ? [twist, button] : [button, twist],
        );
      }),
    );
    if (before) list.scrollTop = before;
  }

  function toggle(row, want) {
    const open = opened();
    const path = row.node.path;
    if (want === undefined ? open.has(path) : !want) open.delete(path);
    else open.add(path);
    page.go({ open: [...open].join(",") }, true);
  }

  // ---- what is lit

  function point(node) {
    pointed = node;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(light);
  }

  function light() {
    if (!drawing.running()) return;
    const shown = new Set(NAMES.flatMap((column) => shownRows[column].map((row) => row.node)));
    const lit = page.litFor(pointed, shown, opened());
    const chosen = page.chosen();
    for (const column of NAMES) {
      [...lists[column].children].forEach((item, position) => {
        const { node } = shownRows[column][position];
        item.classList.toggle("lit", lit.rows.has(node));
        item.classList.toggle("dim", lit.dim.has(node) && !lit.rows.has(node));
        item.classList.toggle("chosen", node === chosen);
        item.querySelector(".row").setAttribute("aria-pressed", node === chosen ? "true" : "false");
      });
    }
    drawing.paint(lit);
    thin();
    move();
  }

  // ---- hand and keyboard

  function lineAt(event) {
    const box = canvas.getBoundingClientRect();
    return drawing.lineAt(event.clientX - box.left, event.clientY - box.top);
  }

  function tip(event) {
    const note = page.byId("tip");
    const line = lineAt(event);
    canvas.classList.toggle("over", Boolean(line));
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
    note.hidden = false;
    const box = surface.getBoundingClientRect();
    note.style.left = `${Math.min(event.clientX - box.left + 12, box.width - note.offsetWidth - 4)}px`;
    note.style.top = `${Math.max(event.clientY - box.top - note.offsetHeight - 8, 0)}px`;
  }

  function pick(event) {
    const line = lineAt(event);
    if (!line) return;
    if (!line.item) return page.choose(line.row);
    page.choose(line.item);
    const [link] = page.linksBetween(line.item, line.row);
    if (link) page.focusLink(link);
  }

  function keys(event) {
    const button = event.target.closest(".row");
    if (!button || event.altKey || event.ctrlKey || event.metaKey) return;
    const node = page.nodes[Number(button.dataset.id)];
    const column = Object.keys(lists).find((name) => lists[name].contains(button));
    const all = [...lists[column].querySelectorAll(".row")];
    const position = all.indexOf(button);
    const order = NAMES.filter((name) => shownRows[name].length);
    let next = null;
    if (event.key === "ArrowDown") next = all[position + 1];
    else if (event.key === "ArrowUp") next = all[position - 1];
    else if (event.key === "Home") [next] = all;
    else if (event.key === "End") next = all[all.length - 1];
    else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      const target = order[order.indexOf(column) + (event.key === "ArrowRight" ? 1 : -1)];
      if (target)
        next =
          [...lists[target].querySelectorAll(".row")].find((other) =>
            joined(node, page.nodes[Number(other.dataset.id)]),
          ) || null;
    } else if (event.key === "+" || event.key === "-") {
      const row = shownRows[column][position];
      const holder = row.below.length ? row : row.parent;
      if (holder) toggle(holder, event.key === "+");
      event.preventDefault();
      const again = lists[column].querySelector(`[data-id="${(holder || row).node.id}"]`);
      if (again) again.focus();
      return;
    } else return;
    event.preventDefault();
    if (next) {
      rove(next);
      next.focus();
      point(page.nodes[Number(next.dataset.id)]);
    }
  }

  function joined(a, b) {
    if (a.kind === "case" && b.kind === "case") return false;
    if (a.kind !== "case" && b.kind !== "case") return page.casesOf(a).some((item) => page.casesOf(b).includes(item));
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
    for (const list of Object.values(lists)) {
      const stop = (chosen && list.querySelector(`[data-id="${chosen.id}"]`)) || list.querySelector(".row");
      if (stop) stop.tabIndex = 0;
    }
  }

  // ---- the view

  page.showGraph = function showGraph(view) {
    const list = (column, name) => {
      lists[column] = el("ul", {
        class: `column ${column}`,
        "aria-label": name,
        onkeydown: keys,
        onscroll: () => drawing.running() && move(),
      });
      return lists[column];
    };
    // For the mouse only: with the keyboard, the arrow keys go to what is linked.
    const sign = (end) =>
      el("button", { type: "button", class: `sign-post ${end}`, tabindex: "-1", "aria-hidden": "true", hidden: true });
    signs = { left: [sign("top"), sign("end")], case: [sign("top"), sign("end")], right: [sign("top"), sign("end")] };
    canvas = el("div", { class: "canvas", "aria-hidden": "true" });
    surface = el(
      "div",
      { class: "surface", id: "surface" },
      canvas,
      list(
        "left",
        t(
          page.state.tab === "region" ? "tabRegion" : page.state.tab === "institution" ? "tabInstitution" : "tabIpType",
        ),
      ),
      list("case", t("tableCases")),
      list("right", t("facetMechanism")),
      Object.values(signs),
      el("div", { id: "tip", class: "tip", hidden: true, "aria-hidden": "true" }),
    );
    const scale = (factor) => () => {
      zoom = factor ? Math.min(Math.max(zoom * factor, 0.25), 4) : 1;
      if (zoom > 0.95 && zoom < 1.05) zoom = 1;
      place();
    };
    page.fill(
      view,
      el(
        "div",
        { class: "graph" },
        heads(),
        surface,
        el(
          "div",
          { class: "below" },
          legend(),
          reach(),
          !page.small &&
            el("p", { class: "note" }, t("overviewNote", { nodes: page.nodes.length, cases: page.cases.length })),
          el(
            "div",
            { class: "zoom" },
            el(
              "button",
              { type: "button", "aria-label": t("zoomOut"), title: t("zoomOut"), onclick: scale(1 / 1.25) },
              "−",
            ),
            el("button", { type: "button", "aria-label": t("zoomFit"), title: t("zoomFit"), onclick: scale(0) }, "◻"),
            el("button", { type: "button", "aria-label": t("zoomIn"), title: t("zoomIn"), onclick: scale(1.25) }, "+"),
          ),
        ),
      ),
    );

    shape = { height: surface.clientHeight, narrow: surface.clientWidth < 560 };
    for (const column of NAMES) buildList(column);
    drawing.start(canvas);
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
        scale(event.deltaY < 0 ? 1.1 : 1 / 1.1)();
      },
      { passive: false },
    );
    page.watch(surface, () => drawing.running() && place());
    place();
    light();
    firstStops();
    reveal();
  };

  page.updateGraph = function updateGraph() {
    if (!drawing.running()) return;
    const focused =
      document.activeElement && document.activeElement.closest(".column") ? document.activeElement.dataset.id : null;
    const view = page.byId("view").querySelector(".graph");
    const scroll = Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.scrollTop]));
    const [tabs, headline] = heads();
    view.replaceChild(tabs, view.children[0]);
    view.replaceChild(headline, view.children[1]);
    view.querySelector(".reach").replaceWith(reach());
    for (const column of NAMES) {
      buildList(column);
      if (scroll[column]) lists[column].scrollTop = scroll[column];
    }
    place();
    light();
    firstStops();
    if (focused !== null && focused !== undefined) {
      const again = surface.querySelector(`.row[data-id="${focused}"]`);
      if (again) again.focus({ preventScroll: true });
    }
    reveal();
  };

  page.leaveGraph = () => drawing.stop();

  /** Bring what is chosen, and the first row it is linked to, into sight. */
  function reveal() {
    for (const list of Object.values(lists)) {
      const item = list.querySelector(".chosen") || list.querySelector(".lit");
      if (!item) continue;
      const top = item.offsetTop;
      if (top < list.scrollTop || top + item.offsetHeight > list.scrollTop + list.clientHeight)
        list.scrollTop = Math.max(top - list.clientHeight / 3, 0);
    }
    move();
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
    page.go(changes);
    page.say(t("selected", { label: page.clip(page.label(node), 60), n: page.count(node) }));
    // on a narrow screen the reading panel stands below the columns: bring it to the reader
    if (matchMedia("(max-width: 960px)").matches) document.getElementById("reading").scrollIntoView({ block: "start" });
  };

  page.recolour = function recolour() {
    drawing.forget();
    light();
  };

  /** What is in sight, as plain figures: lines, marks, labels. The pictures are made of it. */
  page.scene = function scene() {
    const labels = NAMES.flatMap((column) => {
      const list = lists[column];
      const box = list.getBoundingClientRect();
      return [...list.children].flatMap((item, position) => {
        const row = item.getBoundingClientRect();
        const y = row.top - box.top + row.height / 2;
        if (item.classList.contains("silent") || y < 0 || y > box.height) return [];
        const lit = item.classList.contains("lit");
        const part = (name) => (item.querySelector(name) ? item.querySelector(name).textContent : "");
        return [
          {
            text: [part(".number"), part(".label"), part(".count")].filter(Boolean).join(" "),
            bold: lit,
            y,
            colour: page.colour(lit ? page.kindOf(shownRows[column][position].node) : "ink"),
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
    return {
      width: shape.width,
      height: shape.height,
      ...drawing.parts(shape.height),
      labels,
      ground: page.colour("ground"),
      ink: page.colour("ink"),
      faint: page.colour("faint"),
    };
  };

  page.hasGraph = () => drawing.running();
}
