// The drawing of a small dataset: marks and lines as pyvis prepared them, drawn by vis-network on the canvas behind
// the lists. That of a large one, with the same functions, is in overview.js.
//
// One unit of the drawing is one pixel of the window. Marks are called n<node> and, at the right-hand
// end of a case, p<node>; lines are numbered in the order of the block.

page.colour = (() => {
  let palette = new Map();
  const colour = (name) => {
    if (!palette.has(name))
      palette.set(name, getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim());
    return palette.get(name);
  };
  /** The colour of a kind of node. */
  page.inkOf = (kind) => colour(page.kindOf({ kind })) || colour("other");
  colour.forget = () => {
    palette = new Map();
  };
  return colour;
})();

if (page.small) {
  const { colour } = page;
  const marks = JSON.parse(page.byId("marks").textContent);
  const nodeLook = new Map();
  const lineLook = new Map();
  const lines = new Map();
  let network = null;
  let nodeSet = null;
  let lineSet = null;
  let drawn = [];
  let size = "";

  const { inkOf } = page;
  const nodeOf = (id) => page.nodes[Number(id.slice(1))];

  for (const edge of marks.edges) {
    // The row's end and the case's end of each line.
    edge.id = `e${lines.size}`;
    const [left, right] = [nodeOf(edge.from), nodeOf(edge.to)];
    const item = left.kind === "case" ? left : right;
    lines.set(edge.id, { edge, item, row: item === left ? right : left, other: null });
  }

  function start(canvas) {
    nodeLook.clear();
    lineLook.clear();
    size = "";
    nodeSet = new vis.DataSet(marks.nodes);
    lineSet = new vis.DataSet(marks.edges);
    network = new vis.Network(canvas, { nodes: nodeSet, edges: lineSet }, JSON.parse(marks.options));
    // The drawing says nothing that the lists do not say, and takes no key; so it is no stop for the Tab key.
    for (const part of canvas.querySelectorAll("[tabindex]")) part.tabIndex = -1;
  }

  function stop() {
    if (network) network.destroy();
    network = null;
  }

  function resize(width, height) {
    if (size === `${width}×${height}`) return;
    size = `${width}×${height}`;
    network.setSize(`${width}px`, `${height}px`);
    network.moveTo({ position: { x: width / 2, y: height / 2 }, scale: 1, animation: false });
  }

  function put(id, x, y) {
    const mark = network.body.nodes[id];
    if (mark) [mark.x, mark.y] = [x, y];
  }

  /** Draw what is in sight; lines to rows that are scrolled out of sight are left out. */
  function redraw(height) {
    const seen = (id) => network.body.nodes[id].y >= -4 && network.body.nodes[id].y <= height + 4;
    network.body.edgeIndices = drawn.filter((line) => line.ends.every(seen)).map((line) => line.id);
    network.redraw();
  }

  /** Give marks and lines their colours; only what changes is handed to vis-network. */
  function paint(lit) {
    const quiet = colour(lit.any ? "line-quiet" : "line");
    const lineChanges = [];
    drawn = [];
    for (const [id, line] of lines) {
      const { edge } = line;
      const hidden = lit.hides(line);
      const bright = !hidden && lit.lines.has(id);
      const width = bright ? 2 : 1;
      const ink = bright ? inkOf(line.row.kind) : quiet;
      if (!hidden) drawn.push({ id, bright, ends: [edge.from, edge.to] });
      const key = `${hidden} ${width} ${ink}`;
      if (lineLook.get(id) === key) continue;
      lineLook.set(id, key);
      lineChanges.push({ id, hidden, width, color: { color: ink, inherit: false } });
    }
    // Lit lines are drawn last, above the others.
    drawn.sort((a, b) => Number(a.bright) - Number(b.bright));
    const markChanges = [];
    for (const { id } of marks.nodes) {
      const node = nodeOf(id);
      const hidden = !lit.shown.has(node);
      const faint = lit.dim.has(node) && !lit.rows.has(node);
      const edge = faint ? colour("line") : inkOf(node.kind);
      const fill = faint || lit.rows.has(node) || !lit.any ? edge : colour("ground");
      const key = `${hidden} ${fill} ${edge}`;
      if (nodeLook.get(id) === key) continue;
      nodeLook.set(id, key);
      markChanges.push({ id, hidden, color: { background: fill, border: edge } });
    }
    if (markChanges.length) nodeSet.update(markChanges);
    if (lineChanges.length) lineSet.update(lineChanges);
  }

  /** The line under the pointer. */
  function lineAt(x, y) {
    const id = network.getEdgeAt({ x, y });
    return id === undefined ? null : lines.get(id) || null;
  }

  /** Lines and marks that are in sight, as plain figures. */
  function parts(height) {
    const place = (id) => network.body.nodes[id];
    return {
      lines: network.body.edgeIndices.map((id) => {
        const { edge } = lines.get(id);
        const { width, color } = lineSet.get(id);
        const [from, to] = [place(edge.from), place(edge.to)];
        return { x1: from.x, y1: from.y, x2: to.x, y2: to.y, width, colour: color.color };
      }),
      marks: marks.nodes
        .filter(({ id }) => !nodeSet.get(id).hidden && place(id).y >= 0 && place(id).y <= height)
        .map(({ id, size: radius, shape }) => {
          const { background, border } = nodeSet.get(id).color;
          return { x: place(id).x, y: place(id).y, size: radius, shape, fill: background, stroke: border };
        }),
    };
  }

  function forget() {
    colour.forget();
    nodeLook.clear();
    lineLook.clear();
  }

  page.lines = lines;
  page.drawing = { start, stop, resize, put, redraw, paint, lineAt, parts, forget, running: () => network !== null };
}
