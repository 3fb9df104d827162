// The drawing of a large dataset: provinces, institutions or IP types on one side, groups of practice on the other,
// and ribbons as wide as the number of cases that they share. Drawn by ourselves on a canvas.

if (!page.small) {
  const { colour, graph } = page;
  const places = new Map();
  const lines = new Map();
  let canvas = null;
  let pen = null;
  let width = 0;
  let lit = null;
  let totals = [0, 0];
  let known = "";
  let high = 0;
  let frame = 0;

  // ---- which lines there are

  /** The cases of a row: of an open one only those that are linked to the row itself. */
  function casesOf(row, open) {
    if (!row.below.length || !open.has(row.node.path)) return page.casesOf(row.node);
    const found = new Set();
    for (let at = graph.into[row.node.id]; at < graph.into[row.node.id + 1]; at += 1)
      found.add(page.cases[graph.from[graph.incoming[at]]]);
    return [...found];
  }

  /** Join the rows that are shown: ribbons between both sides, and the lines of the cases in question. */
  function join(shown, open, pointed) {
    const cases = [pointed, page.state.chosen ? page.chosen() : null].filter((node) => node && node.kind === "case");
    const listed = new Set(shown.case.map((row) => row.node));
    const key = [page.state.tab, page.state.open, ...cases.map((item) => `${item.id}${listed.has(item)}`)].join("\n");
    if (key === known) return;
    known = key;
    lines.clear();
    joinSides(shown, open);
    const rows = new Set([...shown.left, ...shown.right].map((row) => row.node));
    for (const item of new Set(cases)) {
      if (!listed.has(item)) continue;
      const ends = new Set(item.links.flatMap((link) => [...page.rowsFor(link.object, rows)]));
      for (const row of ends) {
        const right = row.kind === "mechanism";
        const [from, to] = right ? [`p${item.id}`, `n${row.id}`] : [`n${row.id}`, `n${item.id}`];
        lines.set(`${from}-${to}`, { edge: { from, to }, item, row, other: null });
      }
    }
  }

  function joinSides(shown, open) {
    const marked = shown.right.map((row) => page.markedCases(casesOf(row, open)));
    const right = shown.right.map(() => []);
    totals = [0, 0];
    for (const row of shown.left) {
      const counts = new Uint32Array(marked.length);
      for (const { position } of casesOf(row, open))
        for (let at = 0; at < marked.length; at += 1) counts[at] += marked[at][position];
      const own = [];
      counts.forEach((shared, at) => {
        if (!shared) return;
        const edge = { from: `n${row.node.id}`, to: `n${shown.right[at].node.id}`, shared, starts: 0, ends: 0 };
        own.push(edge);
        right[at].push(edge);
        lines.set(`${edge.from}-${edge.to}`, { edge, item: null, row: row.node, other: shown.right[at].node });
      });
      totals[0] = Math.max(totals[0], stack(own, "starts"));
    }
    for (const found of right) totals[1] = Math.max(totals[1], stack(found, "ends"));
  }

  /** Stack the ribbons of a row over each other around its middle; return how high they are together. */
  function stack(edges, end) {
    const total = edges.reduce((sum, edge) => sum + edge.shared, 0);
    let height = -total / 2;
    for (const edge of edges) {
      edge[end] = height + edge.shared / 2;
      height += edge.shared;
    }
    return total;
  }

  // ---- drawing

  function start(holder) {
    known = "";
    places.clear();
    canvas = document.createElement("canvas");
    holder.append(canvas);
    pen = canvas.getContext("2d");
  }

  function stop() {
    cancelAnimationFrame(frame);
    frame = 0;
    canvas = null;
    lit = null;
  }

  function resize(wide, high) {
    width = wide;
    const ratio = window.devicePixelRatio || 1;
    [canvas.width, canvas.height] = [Math.round(wide * ratio), Math.round(high * ratio)];
    canvas.style.width = `${wide}px`;
    canvas.style.height = `${high}px`;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  const put = (id, x, y) => places.set(id, { x, y });

  /** Pixels for one case: no row's ribbons are together higher than its row. */
  function unit() {
    const pitch = (column) => Number(page.columns.lists[column].dataset.pitch);
    return Math.min((pitch("left") * 0.92) / Math.max(totals[0], 1), (pitch("right") * 0.92) / Math.max(totals[1], 1));
  }

  /** Everything that is drawn, as plain figures, what is lit last. */
  function lineParts(height) {
    const each = unit();
    const quiet = colour(lit.any ? "line-quiet" : "line");
    const found = [];
    const inSight = (place) => place && place.y >= -4 && place.y <= height + 4;
    for (const [id, line] of lines) {
      const [from, to] = [places.get(line.edge.from), places.get(line.edge.to)];
      if (!inSight(from) || !inSight(to)) continue;
      const bright = lit.lines.has(id);
      if (line.item && !bright) continue;
      const { shared, starts, ends } = line.edge;
      const ink = bright ? page.inkOf(line.row.kind) : quiet;
      found.push({
        line,
        bright,
        x1: from.x,
        y1: from.y + (shared ? starts * each : 0),
        x2: to.x,
        y2: to.y + (shared ? ends * each : 0),
        width: shared ? Math.max(shared * each, 0.35) : 2,
        colour: ink,
      });
    }
    return found.sort((a, b) => a.bright - b.bright || Boolean(a.line.item) - Boolean(b.line.item));
  }

  function markParts(height) {
    const found = [];
    for (const node of lit.shown) {
      for (const prefix of node.kind === "case" ? ["n", "p"] : ["n"]) {
        const place = places.get(`${prefix}${node.id}`);
        if (!place || place.y < 0 || place.y > height) continue;
        const ink = page.inkOf(node.kind);
        const bright = lit.rows.has(node) && !lit.crowd.has(node);
        const fill = bright || !lit.any ? ink : colour("ground");
        const size = prefix === "p" ? 2 : node.kind === "case" ? 3.5 : 4.5;
        found.push({ x: place.x, y: place.y, size, shape: page.shapeOf(node.kind), fill, stroke: ink });
      }
    }
    return found;
  }

  function trace({ x1, y1, x2, y2 }) {
    const middle = (x1 + x2) / 2;
    pen.beginPath();
    pen.moveTo(x1, y1);
    pen.bezierCurveTo(middle, y1, middle, y2, x2, y2);
  }

  /** Draw with the next frame, once, however often it is asked for. */
  function redraw(height) {
    high = height;
    if (!frame) frame = requestAnimationFrame(draw);
  }

  function draw() {
    frame = 0;
    const height = high;
    if (!canvas || !lit) return;
    pen.clearRect(0, 0, width, height);
    for (const part of lineParts(height)) {
      trace(part);
      pen.lineWidth = part.width;
      pen.strokeStyle = part.colour;
      pen.globalAlpha = part.line.item ? 1 : part.bright ? 0.72 : 0.8;
      pen.stroke();
    }
    pen.globalAlpha = 1;
    pen.lineWidth = 1;
    for (const mark of markParts(height)) {
      page.outline(pen, mark);
      pen.fillStyle = mark.fill;
      pen.strokeStyle = mark.stroke;
      pen.fill();
      pen.stroke();
    }
  }

  function paint(next) {
    lit = next;
  }

  /** The line under the pointer: the nearest of those that pass there, a lit one before others. */
  function lineAt(x, y) {
    if (!canvas || !lit) return null;
    let best = null;
    let least = Infinity;
    for (const part of lineParts(canvas.clientHeight)) {
      if (x < part.x1 || x > part.x2) continue;
      const away = Math.abs(heightAt(part, x) - y) - part.width / 2;
      const score = Math.max(away, 0) - (part.bright ? 1.5 : 0);
      if (away <= 2.5 && score <= least) [best, least] = [part.line, score];
    }
    return best;
  }

  /** The height of a line's curve at a place between its ends. */
  function heightAt({ x1, y1, x2, y2 }, x) {
    let low = 0;
    let high = 1;
    const wanted = (x - x1) / Math.max(x2 - x1, 1);
    for (let step = 0; step < 16; step += 1) {
      const at = (low + high) / 2;
      // both handles stand half way: x = 1.5·t·(1 − t) + t³ in units of the whole way
      if (1.5 * at * (1 - at) + at ** 3 < wanted) low = at;
      else high = at;
    }
    return y1 + (y2 - y1) * (3 * low ** 2 - 2 * low ** 3);
  }

  const parts = (height) => ({
    lines: lineParts(height).map(({ x1, y1, x2, y2, width: wide, colour: ink }) => ({
      x1,
      y1,
      x2,
      y2,
      width: wide,
      colour: ink,
    })),
    marks: markParts(height),
  });

  page.lines = lines;
  page.overview = { join };
  page.drawing = {
    start,
    stop,
    resize,
    put,
    redraw,
    paint,
    lineAt,
    parts,
    forget: () => {
      known = "";
      colour.forget();
    },
    running: () => canvas !== null,
  };
}
