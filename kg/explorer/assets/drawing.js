// The three columns: lists of labels, and between them the marks and lines that pyvis prepared.
//
// Labels are ordinary text in three lists that scroll on their own. vis-network draws the marks and
// the lines on the canvas behind them, one unit of the drawing being one pixel of the window.

{
  const { el, t } = page;
  const marks = JSON.parse(page.byId("marks").textContent);
  const LEAST = 18; // least distance of two rows at which each has its label
  const MOST = 54;

  let network = null;
  let nodeSet = null;
  let edgeSet = null;
  let surface = null;
  let canvas = null;
  let lists = {};
  let signs = {};
  let zoom = 1;
  let hovered = null;
  let shape = null;
  const nodeLook = new Map();
  const edgeLook = new Map();
  let drawn = [];
  let shown = new Set();
  let passing = new Set();
  let drawnSize = "";
  const shownRows = { left: [], case: [], right: [] };
  const edgesOf = new Map();

  let palette = new Map();
  function colour(name) {
    if (!palette.has(name)) palette.set(name, getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim());
    return palette.get(name);
  }
  const inkOf = (kind) => colour(page.kindOf({ kind }));

  for (const edge of marks.edges) {
    // The row end and the case end of each line; in the overview both ends are rows.
    const ends = [edge.from, edge.to].map((id) => page.nodes[Number(id.slice(1))]);
    edge.id = `e${edgesOf.size}`;
    const [left, right] = ends;
    const item = ends.find((node) => node.kind === "case") || null;
    edgesOf.set(edge.id, { edge, item, row: item === left ? right : left, other: item ? null : right });
  }

  const mostShared = marks.edges.reduce((most, edge) => Math.max(most, edge.shared || 0), 1);

  // ---- which rows are shown, and where

  const opened = () => new Set(page.state.open ? page.state.open.split(",") : []);

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
    const left = narrow ? 84 : Math.round(Math.min(Math.max(width * (page.state.lang === "en" ? 0.165 : 0.14), 104), 200));
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
      lists[column].classList.toggle("roomy", column === "right" && (shape.narrow || page.state.lang === "en") && pitch >= 28);
    }
    canvas.style.width = `${width}px`;
    canvas.style.height = `${shape.height}px`;
    const size = `${width}×${shape.height}`;
    if (size !== drawnSize) {
      drawnSize = size;
      network.setSize(`${width}px`, `${shape.height}px`);
      network.moveTo({ position: { x: width / 2, y: shape.height / 2 }, scale: 1, animation: false });
    }
    thin();
    move();
  }

  /** Put the marks beside their labels. */
  function move() {
    const { x } = shape;
    for (const column of ["left", "case", "right"]) {
      const list = lists[column];
      const pitch = Number(list.dataset.pitch);
      shownRows[column].forEach((row, position) => {
        const y = position * pitch + pitch / 2 - list.scrollTop;
        const indent = row.parent && column === "right" ? 10 : 0;
        settle(`n${row.node.id}`, x[column] + indent, y);
        if (column === "case") settle(`p${row.node.id}`, x.port, y);
      });
    }
    // Lines to rows that are scrolled out of sight are left out; signs say where lit rows are.
    const seen = (id) => network.body.nodes[id].y >= -4 && network.body.nodes[id].y <= shape.height + 4;
    network.body.edgeIndices = drawn.filter((line) => line.ends.every(seen)).map((line) => line.id);
    network.redraw();
    for (const column of ["left", "case", "right"]) point(column);
  }

  /** Signs at a column's ends: how many lit rows lie above and below what is in sight. */
  function point(column) {
    const list = lists[column];
    const pitch = Number(list.dataset.pitch);
    const first = Math.ceil(list.scrollTop / pitch - 0.5);
    const last = Math.floor((list.scrollTop + shape.height) / pitch - 0.5);
    const lit = [...list.querySelectorAll("li.lit")].map((item) => Number(item.dataset.at));
    const above = lit.filter((at) => at < first);
    const under = lit.filter((at) => at > last);
    const [up, down] = signs[column];
    for (const [sign, rows, arrow] of [[up, above, "↑"], [down, under, "↓"]]) {
      sign.hidden = !rows.length;
      sign.textContent = `${arrow} ${rows.length}`;
      sign.style.left = `${list.offsetLeft + list.offsetWidth / 2 - 22}px`;
    }
    up.onclick = () => { list.scrollTop = (above[above.length - 1] + 0.5) * pitch - shape.height / 2; };
    down.onclick = () => { list.scrollTop = (under[0] + 0.5) * pitch - shape.height / 2; };
  }

  function settle(id, x, y) {
    const mark = network.body.nodes[id];
    if (mark) [mark.x, mark.y] = [x, y];
  }

  /** Where rows stand closer than a line of text, show only the labels that have room: the lit ones first. */
  function thin() {
    for (const column of ["left", "case", "right"]) {
      const pitch = Number(lists[column].dataset.pitch);
      const items = [...lists[column].children];
      for (const item of items) item.classList.remove("silent");
      if (pitch >= LEAST - 1) continue;
      const room = Math.ceil((LEAST - 1) / pitch);
      const taken = new Set();
      const order = items
        .map((item, position) => ({ item, position, weight: (item.classList.contains("lit") ? 1e6 : 0) + page.count(shownRows[column][position].node) }))
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
    page.fill(list, shownRows[column].map((row, position) => {
      const { node } = row;
      const name = node.kind === "case" ? page.caseTitle(node) : row.parent ? page.label(node) : page.rowLabel(node);
      const count = page.count(node);
      const button = el("button", {
        type: "button", class: `row ${page.kindOf(node)}`, "data-id": node.id, tabindex: "-1", title: node.kind === "case" && page.documents.size > 1 ? page.clip(`${page.documentTitle(node.document)} · ${name}`, 300) : Array.from(name).length > 12 ? page.clip(name, 300) : null,
        "aria-label": node.kind === "case" ? `${page.numberOf(node)} ${page.clip(name, 200)}` : `${page.clip(name, 200)}, ${t("nodeCases", { n: count })}`,
        onclick: () => page.choose(node), onfocus: () => hover(null),
        onmouseenter: () => hover(node), onmouseleave: () => hover(null),
      },
      node.kind === "case" && el("span", { class: "number" }, page.clip(page.numberOf(node), 8)),
      page.bdi(page.clip(name, 60), { class: "label" }),
      node.kind !== "case" && el("span", { class: "count" }, count));
      const twist = page.small && row.below.length
        ? el("button", {
          type: "button", class: "twist", tabindex: "-1", "aria-expanded": open.has(node.path) ? "true" : "false",
          "aria-label": t(open.has(node.path) ? "collapse" : "expand", { label: page.clip(name, 60) }), onclick: () => toggle(row),
        }, open.has(node.path) ? "▾" : "▸")
        : null;
      return el("li", { class: row.parent ? "child" : null, "data-at": position }, column === "left" ? [twist, button] : [button, twist]);
    }));
    if (before) list.scrollTop = before;
  }

  function toggle(row, want) {
    const open = opened();
    const path = row.node.path;
    if (want === undefined ? open.has(path) : !want) open.delete(path);
    else open.add(path);
    page.go({ open: [...open].join(",") }, true);
  }

  page.openAll = function openAll(yes) {
    page.go({ open: yes ? page.rows.mechanism.map((row) => row.node.path).join(",") : "" }, true);
  };

  // ---- what is lit

  function hover(node) {
    hovered = node;
    cancelAnimationFrame(hover.frame);
    hover.frame = requestAnimationFrame(light);
  }

  /** The lines and rows that belong to what is chosen: its own lines, and nothing else. */
  function own() {
    const lines = new Set();
    const lit = new Set();
    const dim = new Set();
    const subject = hovered || page.chosen();
    const subjects = subject ? [subject] : page.state.panel === "answer" ? page.facets() : [];
    const among = subject || page.state.panel !== "answer" ? null : new Set(page.matching());
    if (page.facets().length) {
      const kept = among || new Set(page.matching());
      for (const item of page.cases) if (!kept.has(item)) dim.add(item);
    }
    for (const node of subjects) {
      lit.add(node);
      if (node.kind === "case") {
        const objects = new Set(node.links.map((link) => link.object));
        for (const [id, line] of edgesOf) {
          if (line.item !== node) continue;
          if ([...page.downwards(line.row)].some((lower) => objects.has(lower))) {
            lines.add(id);
            lit.add(line.row);
          }
        }
        continue;
      }
      const cases = new Set(page.casesOf(node, node.kind === "region").filter((item) => !among || among.has(item)));
      for (const item of cases) lit.add(item);
      const rows = shownFor(node);
      for (const row of rows) lit.add(row);
      for (const [id, line] of edgesOf) {
        if (line.item ? cases.has(line.item) && rows.has(line.row) : rows.has(line.row) || rows.has(line.other)) lines.add(id);
      }
    }
    if (among && subjects.length) answerLines(among, lines, lit);
    if (!among && subjects.length) for (let step = 1; step < Number(page.state.hops); step += 1) further(lines, lit);
    return { lines, lit, dim, any: subjects.length > 0 };
  }

  /** One step further: the lines of everything that is lit. */
  function further(lines, lit) {
    const before = new Set(lit);
    for (const [id, line] of edgesOf) {
      const ends = [line.row, line.item || line.other];
      if (!ends.some((node) => before.has(node)) || edgeHidden(line)) continue;
      lines.add(id);
      for (const node of ends) lit.add(node);
    }
  }

  /** What a question asks for: the practices of the cases that meet it. */
  function answerLines(among, lines, lit) {
    const wanted = page.facet("mechanism");
    const rows = wanted ? shownFor(wanted) : null;
    for (const [id, line] of edgesOf) {
      if (line.row.kind !== "mechanism" || !among.has(line.item) || (rows && !rows.has(line.row))) continue;
      lines.add(id);
      lit.add(line.row);
    }
  }

  /** The rows that stand for a node now: its own, or that of what lies above it; for an area, its members' too. */
  function shownFor(node) {
    const shown = new Set([...shownRows.left, ...shownRows.right].map((row) => row.node));
    const found = new Set();
    const look = (start) => {
      const queue = [start];
      for (const current of queue) {
        if (shown.has(current)) {
          found.add(current);
          if (current === start) for (const lower of page.downwards(current)) if (shown.has(lower)) found.add(lower);
          return;
        }
        queue.push(...current.up);
      }
    };
    look(node);
    for (const member of node.members) look(member);
    return found;
  }

  /** Whether a line is left out: an end has no row now, or the row leaves its lines to the open rows below it. */
  function edgeHidden(line) {
    if (![line.row, line.item || line.other].every((node) => shown.has(node))) return true;
    return Boolean(line.item) && passing.has(line.row) && !line.item.links.some((link) => link.object === line.row);
  }

  function light() {
    if (!network) return;
    shown = new Set();
    for (const column of ["left", "case", "right"]) for (const row of shownRows[column]) shown.add(row.node);
    const open = opened();
    passing = new Set([...page.rows[page.state.tab], ...page.rows.mechanism].filter((row) => row.below.length && open.has(row.node.path)).map((row) => row.node));
    const { lines, lit, dim, any } = own();
    const chosen = page.chosen();

    for (const column of ["left", "case", "right"]) {
      [...lists[column].children].forEach((item, position) => {
        const { node } = shownRows[column][position];
        const button = item.querySelector(".row");
        item.classList.toggle("lit", lit.has(node));
        item.classList.toggle("dim", dim.has(node) && !lit.has(node));
        item.classList.toggle("chosen", node === chosen);
        button.setAttribute("aria-pressed", node === chosen ? "true" : "false");
      });
    }

    const quiet = colour(any ? "line-quiet" : "line");
    const changed = [];
    for (const [id, line] of edgesOf) {
      const hidden = edgeHidden(line);
      const bright = !hidden && lines.has(id);
      const width = line.edge.shared ? 0.5 + 7 * (line.edge.shared / mostShared) : 1;
      const look = { id, hidden, width: bright && !line.edge.shared ? 2 : width, color: { color: bright ? inkOf(line.row.kind) : quiet, inherit: false } };
      const key = `${hidden}${look.width}${look.color.color}`;
      if (edgeLook.get(id) !== key) {
        edgeLook.set(id, key);
        changed.push(look);
      }
    }
    const marksChanged = [];
    for (const mark of marks.nodes) {
      const node = page.nodes[Number(mark.id.slice(1))];
      const hidden = !shown.has(node);
      const bright = lit.has(node) || !any;
      const ink = inkOf(node.kind);
      const faint = dim.has(node) && !lit.has(node);
      const fill = faint ? colour("line") : bright ? ink : colour("ground");
      const key = `${hidden}${fill}${faint}`;
      if (nodeLook.get(mark.id) !== key) {
        nodeLook.set(mark.id, key);
        marksChanged.push({ id: mark.id, hidden, color: { background: fill, border: faint ? colour("line") : ink } });
      }
    }
    if (marksChanged.length) nodeSet.update(marksChanged);
    if (changed.length) edgeSet.update(changed);
    // Lit lines are drawn last, above the others.
    drawn = [];
    for (const [id, { edge }] of edgesOf) if (!edgeLook.get(id).startsWith("true")) drawn.push({ id, lit: lines.has(id), ends: [edge.from, edge.to] });
    drawn.sort((a, b) => Number(a.lit) - Number(b.lit));
    thin();
    move();
  }

  // ---- hand and keyboard

  function lineAt(event) {
    const box = canvas.getBoundingClientRect();
    const id = network.getEdgeAt({ x: event.clientX - box.left, y: event.clientY - box.top });
    return id === undefined ? null : edgesOf.get(id) || null;
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
      ? page.linksBetween(line.item, line.row).flatMap((link) => link.spans.map((span) => `“${page.clip(span.quote, 40)}”`))
      : [t("nodeCases", { n: line.edge.shared })];
    page.fill(note,
      el("strong", null, line.item ? `${t("case", { number: page.clip(page.numberOf(line.item), 10) })} — ` : "", page.bdi(page.clip(page.label(line.row), 40)), line.other ? " — " : "", line.other && page.bdi(page.clip(page.label(line.other), 40))),
      el("span", null, page.bdi([...new Set(words)].slice(0, 4).join(" "))));
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
    const order = ["left", "case", "right"].filter((name) => shownRows[name].length);
    let next = null;
    if (event.key === "ArrowDown") next = all[position + 1];
    else if (event.key === "ArrowUp") next = all[position - 1];
    else if (event.key === "Home") [next] = all;
    else if (event.key === "End") next = all[all.length - 1];
    else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      const target = order[order.indexOf(column) + (event.key === "ArrowRight" ? 1 : -1)];
      if (target) next = [...lists[target].querySelectorAll(".row")].find((other) => joined(node, page.nodes[Number(other.dataset.id)])) || null;
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
      hover(page.nodes[Number(next.dataset.id)]);
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

  function legend() {
    return el("ul", { class: "legend", "aria-label": t("legend") },
      ["region", "institution", "ip-type", "case", "mechanism"].map((kind) => el("li", null, page.sign(kind), page.term("kinds", kind))));
  }

  /** How far from what is chosen the lines are coloured. */
  function reach() {
    return el("div", { class: "reach", role: "group", "aria-label": t("reach") }, el("span", { "aria-hidden": "true" }, t("reach")),
      ["1", "2", "3"].map((step) => el("button", {
        type: "button", "data-reach": step, "aria-label": t("steps", { n: step }), title: t("steps", { n: step }), "aria-pressed": page.state.hops === step ? "true" : "false",
        onclick: () => page.go({ hops: step }, true),
      }, step)));
  }

  function heads() {
    const tab = (name, key) => el("button", {
      type: "button", "aria-pressed": page.state.tab === name ? "true" : "false", "data-tab": name,
      onclick: () => page.go({ tab: name }, true),
    }, t(key), " ", el("span", { class: "count" }, page.rows[name].length));
    const concepts = page.rows.mechanism.reduce((sum, row) => sum + row.below.length, 0);
    const anyOpen = page.rows.mechanism.some((row) => opened().has(row.node.path));
    return [
      el("div", { class: "tabs", role: "group" }, tab("region", "tabRegion"), tab("institution", "tabInstitution"), tab("ip-type", "tabIpType")),
      el("div", { class: "headline" },
        el("div", { id: "head-left", class: "head" }),
        el("h2", { id: "head-case", class: "head" }, page.small ? [t("columnCases", { n: page.cases.length }), el("small", null, t("columnOrder"))] : null),
        el("h2", { id: "head-right", class: "head" }, t("columnMechanisms", { n: page.rows.mechanism.length }),
          page.small && concepts > 0 && el("button", { type: "button", class: "link", title: t("columnMechanismsHint", { n: concepts }), onclick: () => page.openAll(!anyOpen) }, t(anyOpen ? "closeAll" : "openAll")))),
    ];
  }

  page.showGraph = function showGraph(view) {
    const list = (column, name) => {
      lists[column] = el("ul", { class: `column ${column}`, "aria-label": name, onkeydown: keys, onscroll: () => network && move() });
      return lists[column];
    };
    // For the mouse only: with the keyboard, the arrow keys go to what is linked.
    const sign = (end) => el("button", { type: "button", class: `sign-post ${end}`, tabindex: "-1", "aria-hidden": "true", hidden: true });
    signs = { left: [sign("top"), sign("end")], case: [sign("top"), sign("end")], right: [sign("top"), sign("end")] };
    canvas = el("div", { class: "canvas", "aria-hidden": "true" });
    surface = el("div", { class: "surface", id: "surface" },
      canvas,
      list("left", t(page.state.tab === "region" ? "tabRegion" : page.state.tab === "institution" ? "tabInstitution" : "tabIpType")),
      list("case", t("tableCases")), list("right", t("facetMechanism")), Object.values(signs),
      el("div", { id: "tip", class: "tip", hidden: true, "aria-hidden": "true" }));
    const scale = (factor) => () => {
      zoom = factor ? Math.min(Math.max(zoom * factor, 0.25), 4) : 1;
      if (zoom > 0.95 && zoom < 1.05) zoom = 1;
      place();
    };
    page.fill(view,
      el("div", { class: "graph" }, heads(), surface,
        el("div", { class: "below" }, legend(), reach(),
          !page.small && el("p", { class: "note" }, t("overviewNote", { nodes: page.nodes.length, cases: page.cases.length })),
          el("div", { class: "zoom" },
            el("button", { type: "button", "aria-label": t("zoomOut"), title: t("zoomOut"), onclick: scale(1 / 1.25) }, "−"),
            el("button", { type: "button", "aria-label": t("zoomFit"), title: t("zoomFit"), onclick: scale(0) }, "◻"),
            el("button", { type: "button", "aria-label": t("zoomIn"), title: t("zoomIn"), onclick: scale(1.25) }, "+")))));

    nodeLook.clear();
    edgeLook.clear();
    drawnSize = "";
    nodeSet = new vis.DataSet(marks.nodes);
    edgeSet = new vis.DataSet(marks.edges);
    shape = { height: surface.clientHeight, narrow: surface.clientWidth < 560 };
    for (const column of Object.keys(lists)) buildList(column);
    network = new vis.Network(canvas, { nodes: nodeSet, edges: edgeSet }, JSON.parse(marks.options));
    // The drawing says nothing that the lists do not say, and takes no key; so it is no stop for the Tab key.
    for (const part of canvas.querySelectorAll("[tabindex]")) part.tabIndex = -1;
    let waiting = 0;
    canvas.addEventListener("mousemove", (event) => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => network && tip(event));
    });
    canvas.addEventListener("mouseleave", () => {
      cancelAnimationFrame(waiting);
      page.byId("tip").hidden = true;
    });
    canvas.addEventListener("click", pick);
    surface.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      scale(event.deltaY < 0 ? 1.1 : 1 / 1.1)();
    }, { passive: false });
    page.watch(surface, () => network && place());
    place();
    light();
    firstStops();
    reveal();
  };

  page.updateGraph = function updateGraph() {
    if (!network) return;
    const focused = document.activeElement && document.activeElement.closest(".column") ? document.activeElement.dataset.id : null;
    const view = page.byId("view").querySelector(".graph");
    const scroll = Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.scrollTop]));
    const [tabs, headline] = heads();
    view.replaceChild(tabs, view.children[0]);
    view.replaceChild(headline, view.children[1]);
    view.querySelector(".reach").replaceWith(reach());
    for (const column of Object.keys(lists)) {
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

  page.leaveGraph = function leaveGraph() {
    if (network) network.destroy();
    network = null;
  };

  /** Bring what is chosen, and the first row it is linked to, into sight. */
  function reveal() {
    for (const list of Object.values(lists)) {
      const item = list.querySelector(".chosen") || list.querySelector(".lit");
      if (!item) continue;
      const top = item.offsetTop;
      if (top < list.scrollTop || top + item.offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = Math.max(top - list.clientHeight / 3, 0);
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
  };

  page.recolour = function recolour() {
    palette = new Map();
    edgeLook.clear();
    nodeLook.clear();
    light();
  };

  /** What is in sight, as plain figures: lines, marks, labels. The pictures are made of it. */
  page.scene = function scene() {
    const lines = network.body.edgeIndices.map((id) => {
      const { edge } = edgesOf.get(id);
      const [from, to] = [network.body.nodes[edge.from], network.body.nodes[edge.to]];
      const { width, color } = edgeSet.get(id);
      return { x1: from.x, y1: from.y, x2: to.x, y2: to.y, width, colour: color.color };
    });
    const placed = [];
    for (const { id, size } of marks.nodes) {
      const mark = network.body.nodes[id];
      const { hidden, color } = nodeSet.get(id);
      if (hidden || mark.y < 0 || mark.y > shape.height) continue;
      placed.push({ x: mark.x, y: mark.y, size, kind: id.startsWith("p") ? "region" : page.kindOf(page.nodes[Number(id.slice(1))]), fill: color.background, stroke: color.border });
    }
    const labels = [];
    for (const [column, list] of Object.entries(lists)) {
      const box = list.getBoundingClientRect();
      [...list.children].forEach((item, position) => {
        const row = item.getBoundingClientRect();
        if (item.classList.contains("silent") || row.top + row.height / 2 < box.top || row.top + row.height / 2 > box.bottom) return;
        const lit = item.classList.contains("lit");
        const part = (name) => (item.querySelector(name) ? item.querySelector(name).textContent : "");
        labels.push({
          text: [part(".number"), part(".label"), part(".count")].filter(Boolean).join(" "), bold: lit,
          colour: lit ? colour(page.kindOf(shownRows[column][position].node)) : colour("ink"),
          x: column === "left" ? list.offsetLeft + list.offsetWidth : list.offsetLeft + (item.classList.contains("child") ? 14 : 4),
          y: row.top - box.top + row.height / 2, room: list.offsetWidth - 8, end: column === "left",
        });
      });
    }
    return { width: shape.width, height: shape.height, lines, marks: placed, labels, ground: colour("ground"), ink: colour("ink"), faint: colour("faint") };
  };

  page.hasGraph = () => network !== null;
}
