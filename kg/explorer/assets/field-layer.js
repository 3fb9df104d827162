// The full drawing as an image: marks, lines and names for one scale, somewhat larger than the window, so that
// dragging only moves it.

{
  const { colour, graph } = page;
  const LEAST_UNIT = 12; // from so many pixels a mark names appear of themselves
  const SIZE = 12; // of the names
  const FEW = 60; // so many lines are few: they are drawn strong, and their ends are named

  /** Marks of one shape in one path; so thousands are drawn with a few calls. */
  function trace(pen, shape, list, place, size) {
    const corners = page.CORNERS[shape];
    pen.beginPath();
    for (const id of list) {
      const [x, y] = place(id);
      if (size < 1.6) pen.rect(x - size, y - size, 2 * size, 2 * size);
      else if (corners) {
        pen.moveTo(x + corners[0][0] * size, y + corners[0][1] * size);
        for (let at = 1; at < corners.length; at += 1)
          pen.lineTo(x + corners[at][0] * size, y + corners[at][1] * size);
        pen.closePath();
      } else {
        pen.moveTo(x + size, y);
        pen.arc(x, y, size, 0, 2 * Math.PI);
      }
    }
  }

  const BATCH = 400; // paths of more pieces than this are slow to fill

  function fillMarks(pen, kind, list, view, size, ink) {
    pen.fillStyle = ink;
    const shape = page.shapeOf(kind);
    for (let at = 0; at < list.length; at += BATCH) {
      trace(pen, shape, list.slice(at, at + BATCH), view.place, size);
      pen.fill();
    }
  }

  /** How a name is written beside its mark, where nothing else is written. */
  class Names {
    constructor(pen, view) {
      this.pen = pen;
      this.view = view;
      this.taken = new Map();
      this.written = [];
      pen.font = `${SIZE}px ${page.family()}`;
      pen.textBaseline = "middle";
    }

    /** Whether a box is free; if it is, it is taken. */
    take(x1, y1, x2, y2) {
      const cell = 24;
      const cells = [];
      for (let column = Math.floor(x1 / cell); column <= Math.floor(x2 / cell); column += 1)
        for (let row = Math.floor(y1 / cell); row <= Math.floor(y2 / cell); row += 1) cells.push(column * 65536 + row);
      for (const at of cells)
        for (const [a, b, c, d] of this.taken.get(at) || []) if (x1 < c && x2 > a && y1 < d && y2 > b) return false;
      for (const at of cells) {
        if (!this.taken.has(at)) this.taken.set(at, []);
        this.taken.get(at).push([x1, y1, x2, y2]);
      }
      return true;
    }

    write(id, size, bold) {
      const node = page.nodes[id];
      const [x, y] = this.view.place(id);
      const text = page.clip(node.kind === "case" ? `${page.numberOf(node)} ${page.caseTitle(node)}` : page.label(node), 18);
      const { pen } = this;
      pen.font = `${bold ? "600 " : ""}${SIZE}px ${page.family()}`;
      const width = pen.measureText(text).width;
      const left = x + size + 3;
      if (!this.take(left - 1, y - SIZE * 0.7, left + width + 3, y + SIZE * 0.7)) return;
      const ink = bold ? page.inkOf(node.kind) : colour("soft");
      pen.lineWidth = 3;
      pen.lineJoin = "round";
      pen.strokeStyle = colour("ground");
      pen.strokeText(text, left, y);
      pen.fillStyle = ink;
      pen.fillText(text, left, y);
      this.written.push({ text, x: left, y, width, bold, colour: ink, height: SIZE * 1.4 });
    }
  }

  /** Rules between the rows and columns, so that the eye keeps them. */
  function rules(pen, view, { rows, columns }) {
    pen.strokeStyle = colour("line-quiet");
    pen.lineWidth = 1;
    pen.beginPath();
    for (const [, start] of rows) {
      const y = Math.round(view.y(start - 0.5)) + 0.5;
      pen.moveTo(0, y);
      pen.lineTo(view.width, y);
    }
    for (const [, start] of columns) {
      const x = Math.round(view.x(start - 0.5)) + 0.5;
      pen.moveTo(x, 0);
      pen.lineTo(x, view.height);
    }
    pen.stroke();
  }

  function lines(pen, view, lit) {
    if (!lit.lines.length) return;
    const few = lit.lines.length;
    pen.globalAlpha = Math.min(Math.max(40 / few, 0.07), 0.9);
    pen.lineWidth = few < FEW ? 1.5 : 1;
    const byKind = new Map();
    for (const link of lit.lines) {
      const kind = page.kindOf(page.nodes[graph.to[link]]);
      if (!byKind.has(kind)) byKind.set(kind, []);
      byKind.get(kind).push(link);
    }
    for (const [kind, list] of byKind) {
      pen.strokeStyle = page.inkOf(kind);
      for (let at = 0; at < list.length; at += BATCH) {
        pen.beginPath();
        for (const link of list.slice(at, at + BATCH)) {
          const [x1, y1] = view.place(graph.from[link]);
          const [x2, y2] = view.place(graph.to[link]);
          pen.moveTo(x1, y1);
          if (few > 1500) pen.lineTo(x2, y2);
          else {
            const bend = Math.min(Math.abs(x2 - x1) + Math.abs(y2 - y1), 240) * 0.18;
            pen.quadraticCurveTo((x1 + x2) / 2 + (y2 > y1 ? bend : -bend), (y1 + y2) / 2, x2, y2);
          }
        }
        pen.stroke();
      }
    }
    pen.globalAlpha = 1;
  }

  /** The nodes that may be named, the most telling first. */
  function* named(view, lit, subject) {
    if (subject) yield subject.id;
    const near = (id) => view.holds(id);
    if (lit.any) {
      for (const wanted of [1, 2, 3, 4]) {
        // far out only what is chosen and a few neighbours can be named without a crowd
        if (wanted > 1 && view.unit < LEAST_UNIT && lit.all > FEW) break;
        for (let id = 0; id < page.nodes.length; id += 1) if (lit.level[id] === wanted && near(id)) yield id;
      }
    }
    if (view.unit < LEAST_UNIT) return;
    const ids = [];
    for (let id = 0; id < page.nodes.length; id += 1) if (near(id)) ids.push(id);
    const weight = (id) => (page.nodes[id].position >= 0 ? 3 : graph.into[id + 1] - graph.into[id]);
    yield* ids.sort((a, b) => weight(b) - weight(a) || a - b);
  }

  const MOST_NAMES = 400;

  /**
   * Draw everything for a view: place(id) gives pixels, unit is the distance of two marks, holds(id) tells whether a
   * node is inside. Returns the names that were written.
   */
  page.drawField = function drawField(pen, view, field, lit, subject) {
    pen.clearRect(0, 0, view.width, view.height);
    rules(pen, view, field);
    const size = Math.min(Math.max(view.unit * 0.36, 0.7), 7);
    const bright = new Map();
    const quiet = new Map();
    for (const [kind, ids] of field.byKind) {
      const seen = ids.filter(view.holds);
      bright.set(kind, lit.any ? seen.filter((id) => lit.level[id]) : seen);
      quiet.set(kind, lit.any ? seen.filter((id) => !lit.level[id]) : []);
    }
    for (const [kind, ids] of quiet) fillMarks(pen, kind, ids, view, size, colour("line"));
    lines(pen, view, lit);
    for (const [kind, ids] of bright)
      fillMarks(pen, kind, ids, view, lit.any ? Math.max(size, 1.8) : size, page.inkOf(kind));
    const names = new Names(pen, view);
    if (subject && view.holds(subject.id)) {
      const [x, y] = view.place(subject.id);
      pen.strokeStyle = colour("ink");
      pen.lineWidth = 2;
      pen.beginPath();
      pen.arc(x, y, Math.max(size, 2) + 4, 0, 2 * Math.PI);
      pen.stroke();
    }
    for (const id of named(view, lit, subject)) {
      if (names.written.length >= MOST_NAMES) break;
      names.write(id, size, Boolean(lit.any && lit.level[id] && (lit.level[id] === 1 || lit.all < FEW)));
    }
    return names.written;
  };

  page.family = () => getComputedStyle(document.body).fontFamily;
}
