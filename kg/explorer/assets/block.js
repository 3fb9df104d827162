// The data as the builder wrote it, decoded: nodes and links at once, texts and evidence when they are read.
//
// A large dataset has tens of thousands of links, and a reader opens a handful of cases; so a link is two
// numbers until somebody asks for its words.

{
  const block = JSON.parse(page.byId("block").textContent);
  const EMPTY = Object.freeze([]);
  const PART = block.part; // so many cases stand in one part
  const parts = new Map();
  const titles = new Map(block.cases.titles);

  /** The record of a case: text, checksum, keys of its links, spans, and where needed quotes. */
  function recordOf(position) {
    const at = Math.floor(position / PART);
    if (!parts.has(at)) {
      const element = page.byId(`cases-${at}`);
      parts.set(at, JSON.parse(element.textContent));
      element.remove();
    }
    return parts.get(at)[position % PART];
  }

  class GraphNode {
    constructor(id) {
      this.id = id;
      this.path = block.nodes.path[id];
      this.kind = block.nodes.kinds[block.nodes.kind[id]];
      this.label = block.nodes.label[id];
      for (const key of KEYS) this[key] = undefined;
      this.up = EMPTY;
      this.down = EMPTY;
      this.memberOf = EMPTY;
      this.members = EMPTY;
      this.position = -1;
      this.number = "";
      this.document = "";
      this.kept = null; // what was worked out about this node once
    }

    /** The links of a case, or those to anything else, in the order of the cases. */
    get links() {
      if (!this.listed) this.listed = (this.position >= 0 ? linksFrom(this.id) : linksTo(this.id)).map(linkOf);
      return this.listed;
    }

    get title() {
      return this.position < 0 ? "" : titles.get(this.position) || this.label;
    }

    get text() {
      return this.position < 0 ? "" : recordOf(this.position)[0];
    }

    get sha256() {
      return this.position < 0 ? "" : recordOf(this.position)[1];
    }
  }

  const KEYS = Object.keys(block.nodes.more);
  const nodes = block.nodes.path.map((_, id) => new GraphNode(id));
  for (const key of KEYS) {
    const [ids, values] = block.nodes.more[key];
    ids.forEach((id, at) => {
      nodes[id][key] = values[at];
    });
  }
  const cases = block.cases.number.map((number, position) => {
    const node = nodes[position];
    node.position = position;
    node.number = number;
    node.document = block.cases.documents[block.cases.document[position]];
    return node;
  });
  for (const [key, found] of Object.entries(block.cases.coded ?? {})) {
    for (const [position, value] of found) cases[position][key] = value;
  }

  // ---- links: those of a case lie side by side; those to a node are found through an index

  const to = Uint32Array.from(block.links.to);
  const manner = Uint32Array.from(block.links.manner);
  const spanCount = Uint16Array.from(block.links.spans);
  const from = new Uint32Array(to.length);
  const first = new Uint32Array(cases.length + 1);
  block.links.counts.forEach((count, at) => {
    first[at + 1] = first[at] + count;
    from.fill(at, first[at], first[at + 1]);
  });
  const into = new Uint32Array(nodes.length + 1);
  for (const id of to) into[id + 1] += 1;
  for (let id = 0; id < nodes.length; id += 1) into[id + 1] += into[id];
  const incoming = new Uint32Array(to.length);
  {
    const next = into.slice();
    to.forEach((id, link) => {
      incoming[next[id]] = link;
      next[id] += 1;
    });
  }
  const all = Array.from({ length: to.length });

  const linksFrom = (id) => Array.from({ length: first[id + 1] - first[id] }, (_, at) => first[id] + at);
  const linksTo = (id) => Array.from(incoming.subarray(into[id], into[id + 1]));

  /** The words of a field from one code point to another. */
  const slice = (text, start, end) =>
    /[\ud800-\udbff]/.test(text) ? Array.from(text).slice(start, end).join("") : text.slice(start, end);

  class Link {
    constructor(id) {
      this.id = id;
      this.case = nodes[from[id]];
      this.object = nodes[to[id]];
    }

    get manner() {
      return block.links.manners[manner[this.id]];
    }

    get relation() {
      return this.manner[0];
    }

    get role() {
      return this.manner[1];
    }

    get basis() {
      return this.manner[2];
    }

    get method() {
      return this.manner[3];
    }

    get reviewer() {
      return this.manner[4];
    }

    get confidence() {
      return this.manner[5];
    }

    get rule() {
      return this.manner[6];
    }

    get spanCount() {
      return spanCount[this.id];
    }

    get key() {
      const short = recordOf(from[this.id])[2][this.id - first[from[this.id]]];
      return short.includes("/") ? short : `assertion/${short}`;
    }

    /** The words that support the link, with their places. */
    get spans() {
      if (!this.read) this.read = spansOf(this.id);
      return this.read;
    }
  }

  function spansOf(id) {
    const item = nodes[from[id]];
    const [text, , , flat, quotes] = recordOf(item.position);
    let at = 0;
    for (let before = first[item.position]; before < id; before += 1) at += spanCount[before];
    return Array.from({ length: spanCount[id] }, (_, by) => {
      const place = at + by;
      const [field, start, length, source, reach] = flat.slice(place * 5, place * 5 + 5);
      const own = quotes && Object.prototype.hasOwnProperty.call(quotes, place) ? quotes[place] : null;
      return {
        field: field ? "text" : "title",
        start,
        end: start + length,
        quote: own === null ? slice(field ? text : item.title, start, start + length) : own,
        source: source < 0 ? null : [source, source + reach],
      };
    });
  }

  function linkOf(id) {
    if (!all[id]) all[id] = new Link(id);
    return all[id];
  }

  /** Add to a list that is shared while it is empty. */
  function add(node, name, other) {
    if (node[name] === EMPTY) node[name] = [];
    node[name].push(other);
  }

  Object.assign(page, {
    block,
    nodes,
    cases,
    recordOf,
    linkOf,
    slice,
    /** All links as numbers: from which case, to which node, and how many quotes. */
    graph: { from, to, first, into, incoming, spanCount, relation: (id) => block.links.manners[manner[id]][0] },
    addTo: add,
  });
  Object.defineProperty(page, "links", { get: () => Array.from(to, (_, id) => linkOf(id)) });
}
