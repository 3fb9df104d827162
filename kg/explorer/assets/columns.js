// The three columns: where their rows stand, and what is drawn behind them. The lists themselves are in lists.js,
// mouse and keyboard in hand.js.

{
  const { drawing } = page;
  const LEAST = 18; // least distance of two rows at which each has its label
  const MOST = 54;
  const NAMES = ["left", "case", "right"];

  /** What the parts of the columns share: the lists, the rows that they show, and the state of the hand. */
  const columns = {
    NAMES,
    lists: {},
    shown: { left: [], case: [], right: [] },
    signs: {},
    surface: null,
    canvas: null,
    shape: null,
    box: { width: 0, height: 0 },
    scrolled: { left: 0, case: 0, right: 0 },
    zoom: 1,
    pointed: null,
  };
  let frame = 0;

  // ---- where things stand

  /** The columns' edges for a width of the window. */
  function measure() {
    const { width, height } = columns.box;
    const narrow = width < 560;
    const left = narrow
      ? 84
      : Math.round(Math.min(Math.max(width * (page.state.lang === "en" ? 0.165 : 0.14), 104), 200));
    const gap = narrow ? 26 : Math.round(Math.min(Math.max(width * 0.1, 60), 170));
    const right = narrow ? 104 : Math.round(Math.min(Math.max(width * 0.26, 190), 330));
    return { width, height, narrow, x: { left, case: left + gap, port: width - right - gap, right: width - right } };
  }

  function pitchOf(count) {
    const { shape, zoom } = columns;
    const even = shape.height / Math.max(count, 1);
    return zoom === 1 ? Math.min(Math.max(even, shape.narrow ? 20 : LEAST), MOST) : Math.max(even * zoom, 2);
  }

  /** The distance of the rows of a column, and where its first row begins: a short list of cases stands in the middle. */
  function spacing(column) {
    const count = columns.shown[column].length;
    if (page.small || column !== "case") return [pitchOf(count), 0];
    const pitch = 24;
    return [pitch, Math.max((columns.shape.height - count * pitch) / 2, 0)];
  }

  // Widths and heights are asked for once and remembered, since each question costs a layout of the whole page.
  let tabsKnown = ["", 0];
  function tabsWidth(width) {
    const key = `${page.state.lang} ${width}`;
    if (tabsKnown[0] !== key) tabsKnown = [key, page.byId("view").querySelector(".tabs").offsetWidth];
    return tabsKnown[1];
  }

  function remeasure() {
    columns.box = { width: columns.surface.clientWidth, height: columns.surface.clientHeight };
  }

  /** Scroll a list, and remember where it is. */
  function scrollTo(column, top) {
    const most = Math.max(columns.shown[column].length * pitchNow(column) - columns.shape.height, 0);
    columns.scrolled[column] = Math.min(Math.max(top, 0), most);
    putScroll(column);
  }

  /** Scroll the list itself, where it is not there already: to set this costs a layout as well. */
  function putScroll(column) {
    const list = columns.lists[column];
    const top = columns.scrolled[column];
    if (Number(list.dataset.scrolled || 0) !== top) list.scrollTop = top;
    list.dataset.scrolled = top;
  }
  const pitchNow = (column) => Number(columns.lists[column].dataset.pitch);

  /** Put lists, heads and drawing in their places. */
  function place() {
    columns.shape = measure();
    const { lists, shown, canvas, shape } = columns;
    const { x, width } = shape;
    const sides = { left: [0, x.left - 9], case: [x.case + 7, x.port - 8], right: [x.right + 9, width] };
    const tabs = tabsWidth(width);
    for (const [column, [from, to]] of Object.entries(sides)) {
      lists[column].style.left = `${from}px`;
      lists[column].style.width = `${Math.max(to - from, 0)}px`;
      const head = page.byId(`head-${column}`);
      head.style.left = `${column === "case" ? Math.max(from + 26, shape.narrow ? 0 : tabs + 16) : from}px`;
      head.style.width = `${Math.max(to - from, 0)}px`;
      const [pitch, top] = spacing(column);
      lists[column].style.setProperty("--pitch", `${pitch}px`);
      lists[column].style.top = `${top}px`;
      // a list of cases lies over the ribbons of the overview, and covers no more of them than it must
      if (!page.small && column === "case")
        lists[column].style.height = `${Math.min(pitch * shown[column].length, shape.height)}px`;
      lists[column].dataset.pitch = pitch;
      lists[column].dataset.top = top;
      lists[column].classList.toggle("tight", pitch < LEAST - 1);
      lists[column].classList.toggle(
        "roomy",
        column === "right" && (shape.narrow || page.state.lang === "en") && pitch >= 28,
      );
      columns.fillWindow(column);
    }
    canvas.style.width = `${width}px`;
    canvas.style.height = `${shape.height}px`;
    drawing.resize(width, shape.height);
    thin();
    move();
  }

  /** Put the marks beside their labels. */
  function move() {
    const { lists, shown, shape } = columns;
    for (const column of NAMES) {
      const list = lists[column];
      const pitch = pitchNow(column);
      const top = Number(list.dataset.top) - columns.scrolled[column];
      const [from, to] = columns.windowOf(column);
      for (let position = from; position < to; position += 1) {
        const row = shown[column][position];
        const y = position * pitch + pitch / 2 + top;
        const indent = row.parent && column === "right" ? 10 : 0;
        drawing.put(`n${row.node.id}`, shape.x[column] + indent, y);
        if (column === "case") drawing.put(`p${row.node.id}`, shape.x.port, y);
      }
    }
    drawing.redraw(shape.height);
    for (const column of NAMES) signpost(column);
  }

  /** Signs at a column's ends: how many lit rows lie above and below what is in sight. */
  function signpost(column) {
    const { lists, shown, signs, shape } = columns;
    const list = lists[column];
    const pitch = pitchNow(column);
    const scrolled = columns.scrolled[column];
    const first = Math.ceil(scrolled / pitch - 0.5);
    const last = Math.floor((scrolled + shape.height) / pitch - 0.5);
    const lit = [];
    // a list that holds nothing but what is lit needs no signs
    if (columns.lit && (page.small || column !== "case"))
      shown[column].forEach((row, at) => columns.lit.rows.has(row.node) && lit.push(at));
    const above = lit.filter((at) => at < first);
    const under = lit.filter((at) => at > last);
    const [up, down] = signs[column];
    for (const [sign, rows, arrow] of [
      [up, above, "↑"],
      [down, under, "↓"],
    ]) {
      sign.hidden = !rows.length;
      sign.textContent = `${arrow} ${rows.length}`;
      sign.style.left = `${parseFloat(list.style.left) + parseFloat(list.style.width) / 2 - 22}px`;
    }
    up.onclick = () => {
      scrollTo(column, (above[above.length - 1] + 0.5) * pitch - shape.height / 2);
    };
    down.onclick = () => {
      scrollTo(column, (under[0] + 0.5) * pitch - shape.height / 2);
    };
  }

  /** Where rows stand closer than a line of text, show only the labels that have room: the lit ones first. */
  function thin() {
    const { lists, shown } = columns;
    for (const column of NAMES) {
      const pitch = Number(lists[column].dataset.pitch);
      const items = columns.items(column);
      for (const item of items) item.classList.remove("silent");
      if (pitch >= LEAST - 1) continue;
      const room = Math.ceil((LEAST - 1) / pitch);
      const taken = new Set();
      const order = items
        .map((item) => ({
          item,
          position: Number(item.dataset.at),
          weight:
            (item.classList.contains("lit") ? 1e6 : 0) + page.count(shown[column][Number(item.dataset.at)].node),
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

  // ---- what is lit

  function point(node) {
    columns.pointed = node;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(light);
  }

  function light() {
    if (!drawing.running() || !columns.surface) return;
    const rows = new Set(NAMES.flatMap((column) => columns.shown[column].map((row) => row.node)));
    if (!page.small) page.overview.join(columns.shown, page.headings.opened(), columns.pointed);
    columns.lit = page.litFor(columns.pointed, rows, page.headings.opened());
    for (const column of NAMES) columns.dress(column);
    drawing.paint(columns.lit);
    thin();
    move();
  }

  function scale(factor) {
    columns.zoom = factor ? Math.min(Math.max(columns.zoom * factor, 0.25), 4) : 1;
    if (columns.zoom > 0.95 && columns.zoom < 1.05) columns.zoom = 1;
    place();
  }

  Object.assign(columns, { place, move, point, light, scale, remeasure, scrollTo, putScroll, pitchNow });
  page.columns = columns;
}
