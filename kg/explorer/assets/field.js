// The full drawing of a large dataset: every node in a fixed place, in the row of its province and the column of its
// practice. The places were computed when the page was built. Drag and zoom move an image that is drawn beforehand.

{
  const { el, t } = page;
  const BESIDE = 0.3; // the image is larger than the window by so much at each side
  const MOST_UNIT = 64;
  const HEAD = { top: 92, left: 74 }; // room for the names of columns and rows

  let field = null; // places, rows and columns
  let parts = null; // elements of the view
  let image = null; // the image, and for which view it was drawn
  let view = { unit: 1, x: 0, y: 0 }; // pixels between two marks; where the first one stands
  let size = { width: 0, height: 0 };
  let lit = { level: null, lines: [], all: 0, any: false };
  let pointed = null;
  let cursor = null; // where the keyboard is
  let names = [];
  let frame = 0;
  let later = 0;

  /** The places, read when they are first needed. */
  function load() {
    if (field) return field;
    const block = JSON.parse(page.byId("places").textContent);
    const byKind = new Map();
    for (const node of page.nodes) {
      if (!byKind.has(node.kind)) byKind.set(node.kind, []);
      byKind.get(node.kind).push(node.id);
    }
    const at = new Map();
    block.x.forEach((x, id) => at.set(x * 65536 + block.y[id], id));
    field = { ...block, byKind, at };
    return field;
  }

  // ---- from places to pixels

  const fitting = () =>
    Math.min((size.width - HEAD.left - 12) / field.size[0], (size.height - HEAD.top - 14) / field.size[1]);
  const toX = (x) => view.x + x * view.unit;
  const toY = (y) => view.y + y * view.unit;

  function fit() {
    const unit = Math.max(fitting(), 0.2);
    const free = size.width - HEAD.left - 12 - field.size[0] * unit;
    view = { unit, x: HEAD.left + unit / 2 + Math.max(free / 2, 0), y: HEAD.top + unit / 2 + 6 };
  }

  /** Keep the drawing in the window: it cannot be lost by dragging. */
  function hold() {
    const [wide, high] = [field.size[0] * view.unit, field.size[1] * view.unit];
    view.x = Math.min(Math.max(view.x, size.width - 80 - wide), Math.max(HEAD.left + 80, HEAD.left));
    view.y = Math.min(Math.max(view.y, size.height - 60 - high), HEAD.top + 60);
  }

  // ---- drawing

  /** Draw the image for the present view. */
  function render() {
    const ratio = window.devicePixelRatio || 1;
    const beside = { x: Math.round(size.width * BESIDE), y: Math.round(size.height * BESIDE) };
    const width = size.width + 2 * beside.x;
    const height = size.height + 2 * beside.y;
    if (!image) image = { canvas: document.createElement("canvas") };
    const { canvas } = image;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio))
      [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { x, y, unit } = view;
    const drawn = {
      unit,
      width,
      height,
      x: (at) => x + beside.x + at * unit,
      y: (at) => y + beside.y + at * unit,
    };
    drawn.place = (id) => [drawn.x(field.x[id]), drawn.y(field.y[id])];
    drawn.holds = (id) => {
      const [left, top] = drawn.place(id);
      return left > -unit && left < width + unit && top > -unit && top < height + unit;
    };
    names = page
      .drawField(pen, drawn, field, lit, subject())
      .map((name) => ({ ...name, x: name.x - beside.x, y: name.y - beside.y }));
    Object.assign(image, { x, y, unit, beside });
  }

  /** Move the image to where the view is now; it is drawn anew where it no longer covers the window. */
  function show() {
    frame = 0;
    if (!parts) return;
    const far = image && (Math.abs(view.x - image.x) > image.beside.x || Math.abs(view.y - image.y) > image.beside.y);
    if (!image || (far && view.unit === image.unit)) render();
    const { pen, canvas } = parts;
    const ratio = window.devicePixelRatio || 1;
    const factor = view.unit / image.unit;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    const x = view.x - image.x * factor - image.beside.x * factor;
    const y = view.y - image.y * factor - image.beside.y * factor;
    pen.drawImage(
      image.canvas,
      Math.round(x * ratio),
      Math.round(y * ratio),
      image.canvas.width * factor,
      image.canvas.height * factor,
    );
    if (factor !== 1) {
      clearTimeout(later);
      later = setTimeout(fresh, 90);
    }
    page.putHeads(parts, view, size, HEAD);
    if (cursor) mark();
  }

  const soon = () => {
    if (!frame) frame = requestAnimationFrame(show);
  };

  /** Draw the image anew, then show it. */
  function fresh() {
    if (!parts) return;
    image = image ? { canvas: image.canvas } : null;
    render();
    soon();
  }

  const subject = () => pointed || (page.state.chosen ? page.chosen() : null);

  function light() {
    lit = page.fieldLit(pointed);
    const note = page.byId("left-out");
    if (note && lit.all > lit.lines.length)
      note.textContent = t("linesLeftOut", { n: lit.all, shown: lit.lines.length });
    else if (note) note.replaceWith(page.headings.note());
    fresh();
  }

  // ---- what the hand does

  /** The node under a place of the window. */
  function nodeAt(x, y) {
    const [column, row] = [Math.round((x - view.x) / view.unit), Math.round((y - view.y) / view.unit)];
    if (x < HEAD.left || y < HEAD.top) return null;
    // far out a mark is smaller than a finger: the nearest of its neighbours will do
    const reach = view.unit < 8 ? Math.ceil(5 / view.unit) : 0;
    let best = null;
    let least = Infinity;
    for (let left = column - reach; left <= column + reach; left += 1) {
      for (let top = row - reach; top <= row + reach; top += 1) {
        const id = field.at.get(left * 65536 + top);
        if (id === undefined) continue;
        const away = Math.hypot(toX(left) - x, toY(top) - y);
        if (away < least) [best, least] = [page.nodes[id], away];
      }
    }
    return least <= Math.max(view.unit * 0.7, 6) ? best : null;
  }

  function zoomAt(factor, x, y) {
    const unit = Math.min(Math.max(view.unit * factor, fitting() * 0.8), MOST_UNIT);
    const by = unit / view.unit;
    view = { unit, x: x - (x - view.x) * by, y: y - (y - view.y) * by };
    hold();
    soon();
  }

  function scale(factor) {
    if (!factor) fit();
    else zoomAt(factor, (size.width + HEAD.left) / 2, (size.height + HEAD.top) / 2);
    fresh();
  }

  function tip(event) {
    if (!parts) return;
    if (!event) {
      page.byId("tip").hidden = true;
      return;
    }
    const box = parts.canvas.getBoundingClientRect();
    const node = nodeAt(event.clientX - box.left, event.clientY - box.top);
    parts.canvas.classList.toggle("over", Boolean(node));
    const note = page.byId("tip");
    if (!node) {
      note.hidden = true;
      return;
    }
    page.fill(
      note,
      el("strong", null, page.sign(page.kindOf(node)), " ", page.bdi(nameOf(node))),
      el(
        "span",
        null,
        page.term("kinds", node.kind),
        node.kind === "case" ? "" : ` · ${t("nodeCases", { n: page.count(node) })}`,
      ),
    );
    page.showTip(note, parts.surface, event);
  }

  const nameOf = (node) =>
    node.kind === "case"
      ? `${page.numberOf(node)} ${page.clip(page.caseTitle(node), 60)}`
      : page.clip(page.longLabel(node), 60);

  /** Mark the node at which the keyboard is, and say what it is. */
  function mark() {
    const { ring } = parts;
    ring.hidden = !cursor || document.activeElement !== parts.canvas;
    if (cursor) ring.style.transform = `translate(${toX(field.x[cursor.id]) - 10}px, ${toY(field.y[cursor.id]) - 10}px)`;
  }

  /** Bring a node into sight, near enough to be read. */
  function reveal(node, least) {
    if (least && view.unit < least) {
      const [x, y] = [toX(field.x[node.id]), toY(field.y[node.id])];
      zoomAt(least / view.unit, x, y);
    }
    const [x, y] = [toX(field.x[node.id]), toY(field.y[node.id])];
    const shift = (at, from, to) => (at < from ? from - at : at > to ? to - at : 0);
    // a node at the edge of the table needs no more room than it has there
    view.x += shift(x, HEAD.left + view.unit / 2, size.width - 90);
    view.y += shift(y, HEAD.top + view.unit / 2, size.height - 14);
  }

  /** What the hand can do. */
  const act = {
    field: () => field,
    cursor: () => cursor,
    point: tip,
    nodeAt,
    zoomAt,
    scale,
    mark,
    pan(right, down) {
      view.x += right;
      view.y += down;
      hold();
      soon();
    },
    /** Take the keyboard to a node, at first to what is chosen, and say what it is. */
    walk(node) {
      cursor = node || subject() || page.cases[0] || page.nodes[0];
      reveal(cursor, 0);
      page.say(t("fieldNode", { kind: page.term("kinds", cursor.kind), label: nameOf(cursor) }));
      soon();
    },
  };

  // ---- the view

  function make() {
    load();
    const canvas = el("canvas", {
      class: "field",
      tabindex: "0",
      role: "application",
      "aria-label": t("fieldLabel"),
    });
    const rows = field.rows.map((band) => page.makeHead(band, false));
    const columns = field.columns.map((band) => page.makeHead(band, true));
    const ring = el("div", { class: "ring", hidden: true, "aria-hidden": "true" });
    const surface = el(
      "div",
      { class: "surface whole", id: "surface" },
      canvas,
      ring,
      el(
        "div",
        { class: "bands of-rows" },
        rows.map((head) => head.button),
      ),
      el(
        "div",
        { class: "bands of-columns" },
        columns.map((head) => head.button),
      ),
      el("div", { id: "tip", class: "tip", hidden: true, "aria-hidden": "true" }),
    );
    parts = { surface, canvas, pen: canvas.getContext("2d"), rows, columns, ring };
    return surface;
  }

  function resize() {
    if (!parts) return;
    const ratio = window.devicePixelRatio || 1;
    const { surface, canvas } = parts;
    const first = !size.width;
    HEAD.top = page.state.lang === "en" ? 136 : 108;
    HEAD.left = surface.clientWidth < 560 ? 52 : 74;
    surface.style.setProperty("--head-top", `${HEAD.top}px`);
    surface.style.setProperty("--head-left", `${HEAD.left}px`);
    size = { width: surface.clientWidth, height: surface.clientHeight };
    canvas.width = Math.round(size.width * ratio);
    canvas.height = Math.round(size.height * ratio);
    canvas.style.width = `${size.width}px`;
    canvas.style.height = `${size.height}px`;
    if (first || view.unit < fitting()) fit();
    image = null;
  }

  function start() {
    size = { width: 0, height: 0 };
    resize();
    page.listenToField(parts.canvas, act);
    page.watch(parts.surface, () => {
      if (!parts) return;
      resize();
      fresh();
    });
    const chosen = subject();
    if (chosen) reveal(chosen, 0);
    light();
  }

  function update() {
    const chosen = subject();
    if (chosen) reveal(chosen, 0);
    light();
  }

  function stop() {
    cancelAnimationFrame(frame);
    clearTimeout(later);
    frame = 0;
    [parts, image, pointed, cursor] = [null, null, null, null];
  }

  function scene() {
    const marks = [];
    const inside = (x, y) => x >= HEAD.left && x <= size.width && y >= HEAD.top && y <= size.height;
    const radius = Math.min(Math.max(view.unit * 0.36, 0.7), 7);
    for (const node of page.nodes) {
      const [x, y] = [toX(field.x[node.id]), toY(field.y[node.id])];
      if (!inside(x, y)) continue;
      const ink = lit.any && !lit.level[node.id] ? page.colour("line") : page.inkOf(node.kind);
      const bright = Boolean(lit.any && lit.level[node.id]);
      marks.push({ x, y, size: radius, shape: page.shapeOf(node.kind), fill: ink, stroke: ink, bright });
    }
    // what is lit lies above the rest
    marks.sort((a, b) => Number(a.bright) - Number(b.bright));
    const { graph } = page;
    const lines = lit.lines.map((link) => {
      const [from, to] = [graph.from[link], graph.to[link]];
      const ink = page.inkOf(page.nodes[to].kind);
      const ends = { x1: toX(field.x[from]), y1: toY(field.y[from]), x2: toX(field.x[to]), y2: toY(field.y[to]) };
      return { ...ends, width: 1, colour: ink };
    });
    const box = parts.surface.getBoundingClientRect();
    const bands = [...parts.rows, ...parts.columns]
      .filter((head) => !head.button.hidden)
      .map((head) => {
        const place = head.button.getBoundingClientRect();
        const flat = head.button.classList.contains("flat");
        const upright = head.button.classList.contains("of-column") && !flat;
        const middle = { x: (place.left + place.right) / 2 - box.left, y: (place.top + place.bottom) / 2 - box.top };
        return {
          text: head.button.textContent,
          bold: false,
          size: 12,
          colour: page.colour("ink"),
          room: upright ? HEAD.top : place.width + 4,
          ...(upright ? { x: middle.x, y: HEAD.top - 6, upright } : { x: flat ? place.left - box.left : HEAD.left - 5, y: middle.y, end: !flat }),
        };
      });
    const labels = names
      .filter((name) => inside(name.x, name.y))
      .map((name) => ({ ...name, size: 12, room: name.width + 8 }));
    return { ...size, lines, marks, labels: [...bands, ...labels] };
  }

  page.field = {
    make,
    start,
    update,
    stop,
    scale,
    scene,
    running: () => parts !== null,
    forget: () => {
      page.colour.forget();
      if (parts) fresh();
    },
    /** For measuring and testing: what stands where, in pixels of the drawing. */
    names: () => names,
    placeOf: (node) => [toX(field.x[node.id]), toY(field.y[node.id])],
    view: () => ({ ...view, ...size }),
  };
}
