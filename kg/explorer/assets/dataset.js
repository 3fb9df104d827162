// The dataset: nodes, cases, links, and what can be asked of them.

{
  const { block, nodes, cases } = page;
  const ROLLED_UP = new Set(["broader", "partOf", "classification"]);
  const AREA_LEVELS = new Set(["area", "zone"]);

  /** Coding frames, as pairs of the key that a case has for it and of its title. */
  page.frames = block.frames ?? [];

  const byPath = new Map(nodes.map((node) => [node.path, node]));

  {
    const { flat, relations } = block.hierarchy;
    for (let at = 0; at < flat.length; at += 3) {
      const [child, parent, relation] = [nodes[flat[at]], nodes[flat[at + 1]], relations[flat[at + 2]]];
      const area = AREA_LEVELS.has(parent.level);
      if (relation === "memberOf" || (relation === "partOf" && area)) {
        page.addTo(child, "memberOf", parent);
        page.addTo(parent, "members", child);
      } else if (ROLLED_UP.has(relation)) {
        page.addTo(child, "up", parent);
        page.addTo(parent, "down", child);
      }
    }
  }
  for (const node of nodes) {
    const type = node.kind === "institution" && !node.up.length && byPath.get(`institution-type/${node.type}`);
    if (type) {
      page.addTo(node, "up", type);
      page.addTo(type, "down", node);
    }
  }

  /** The IP type above all others stands for the cases that name no kind. */
  const isUnspecified = (node) => node.kind === "ip-type" && !node.up.length && node.down.length > 0;

  const kept = (node) => {
    if (!node.kept) node.kept = {};
    return node.kept;
  };

  /** A node and all below it; a cycle in the data does no harm. */
  function downwards(node) {
    const known = kept(node);
    if (!known.downwards) {
      const found = new Set([node]);
      if (!isUnspecified(node)) for (const current of found) for (const child of current.down) found.add(child);
      known.downwards = found;
    }
    return known.downwards;
  }

  /** What counts as a link to a node: itself and what lies below it; for an area, its members too where asked. */
  function reachOf(node, withMembers) {
    if (!withMembers || !node.members.length) return downwards(node);
    const known = kept(node);
    if (!known.reach) {
      known.reach = new Set(downwards(node));
      for (const member of node.members) for (const lower of downwards(member)) known.reach.add(lower);
    }
    return known.reach;
  }

  /** Links of a case to a node or to anything below it; for an area, to its members too where asked. */
  function linksBetween(item, node, withMembers) {
    if (node === item) return item.links;
    const wanted = reachOf(node, withMembers);
    return item.links.filter((link) => wanted.has(link.object));
  }

  /** The cases linked to a node or to anything below it, in source order. */
  function casesOf(node, withMembers) {
    if (node.kind === "case") return [node];
    const known = kept(node);
    const wide = withMembers && node.members.length > 0;
    const name = wide ? "casesWithMembers" : "cases";
    if (!known[name]) {
      const { from, into, incoming } = page.graph;
      const marked = new Uint8Array(cases.length);
      for (const lower of reachOf(node, wide))
        for (let at = into[lower.id]; at < into[lower.id + 1]; at += 1) marked[from[incoming[at]]] = 1;
      known[name] = cases.filter((_, position) => marked[position]);
    }
    return known[name];
  }

  /** A yes or no for every case: whether it is among these. */
  function markedCases(items) {
    const marked = new Uint8Array(cases.length);
    for (const item of items) marked[item.position] = 1;
    return marked;
  }

  /** Which of the four facets a kind belongs to. */
  const FACET = {
    region: "region",
    institution: "institution",
    "institution-type": "institution",
    "ip-type": "ip-type",
    mechanism: "mechanism",
  };

  const rows = {};
  for (const [column, list] of Object.entries(block.columns)) {
    rows[column] = list.map(([id, below]) => ({
      node: nodes[id],
      below: below.map((child) => ({ node: nodes[child], below: [] })),
    }));
    for (const row of rows[column]) for (const child of row.below) child.parent = row;
  }

  /** The row of the right-hand column under which a mechanism counts: its group. */
  const groupOf = new Map();
  for (const row of rows.mechanism) {
    groupOf.set(row.node, row.node);
    for (const lower of downwards(row.node)) if (!groupOf.has(lower)) groupOf.set(lower, row.node);
  }

  function label(node) {
    const own = page.state.lang === "en" && node.label_en ? node.label_en : node.label;
    return own;
  }

  /** Province and city before a county, so that a reader knows which one is meant. */
  function longLabel(node) {
    if (node.kind !== "region") return label(node);
    const parts = [];
    for (let current = node; current; current = current.up[0]) {
      if (parts.includes(current)) break;
      parts.push(current);
    }
    return page.state.lang === "en" ? parts.map(label).join(", ") : parts.reverse().map(label).join("");
  }

  /** A region's short name in a narrow column: 广东, 内蒙古. */
  function shortLabel(node) {
    const text = label(node);
    if (node.kind !== "region" || page.state.lang === "en" || node.level !== "province") return text;
    return text.replace(/(特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|市)$/, "") || text;
  }

  /** The name by which a node is asked about and listed. */
  const rowLabel = (node) => (isUnspecified(node) ? page.t("unspecified") : shortLabel(node));

  /** A case's title: as printed, or in English where the dataset has it. */
  const caseTitle = (item) => (page.state.lang === "en" && item.label_en ? item.label_en : item.title);

  /** A case's number; where there are several documents, behind that of the document in their order. */
  const places = new Map(block.documents.map(([slug], at) => [slug, at + 1]));
  const numberOf = (item) =>
    places.size > 1 && places.has(item.document) ? `${places.get(item.document)}·${item.number}` : item.number;

  const kindOf = (node) => (node.kind === "institution-type" ? "institution" : node.kind);

  /** The state of a link in words a reader can trust: only a person's confirmation counts as verified. */
  function stateOf(link) {
    if (link.method !== "reviewed") return "machine";
    return link.reviewer === "person" ? "person" : "software";
  }

  const documents = new Map(block.documents);
  const SCHEMES = new Set([
    "mechanism",
    "ip-type",
    "institution-type",
    "stage",
    "coverage",
    "method",
    "basis",
    "fact-type",
    "instrument-type",
    "area-type",
    "cue",
  ]);

  /** The properties that a link states, the broadest first. */
  function chain(link) {
    const found = [link.role || link.relation];
    while (Object.prototype.hasOwnProperty.call(block.broader, found[0])) found.unshift(block.broader[found[0]]);
    return found.filter((property) => /^\w+$/.test(property));
  }

  const iri = (path) => `${block.release.base}/${SCHEMES.has(path.split("/")[0]) ? "scheme" : "id"}/${path}`;

  Object.assign(page, {
    markedCases,
    release: block.release,
    samples: block.samples,
    small: block.small,
    thirdParty: block.thirdParty,
    broader: block.broader,
    byPath,
    rows,
    documents,
    chain,
    hasQuestions: page.byId("asked").textContent.includes('"sparql"'),
    iri,
    FACET,
    downwards,
    linksBetween,
    casesOf,
    groupOf,
    label,
    longLabel,
    shortLabel,
    kindOf,
    stateOf,
    isUnspecified,
    rowLabel,
    caseTitle,
    numberOf,
    documentTitle: (slug) => documents.get(slug) || slug,
    count: (node) => casesOf(node).length,
  });

  /** What lies below what, as [child, parent, relation]. */
  page.hierarchy = function hierarchy() {
    const { flat, relations } = block.hierarchy;
    return Array.from({ length: flat.length / 3 }, (_, at) => [
      nodes[flat[at * 3]],
      nodes[flat[at * 3 + 1]],
      relations[flat[at * 3 + 2]],
    ]);
  };

  // What is only needed when a question is asked, or a source opened, is read then.
  let asked = null;
  Object.defineProperty(page, "asked", {
    get: () => (asked ||= JSON.parse(page.byId("asked").textContent)),
  });
  page.isQuestion = (panel) =>
    panel === "questions" ||
    (panel.startsWith("question/") && page.asked.questions.some(({ name }) => name === panel.slice(9)));
  let sources = null;
  Object.defineProperty(page, "sources", {
    get() {
      if (sources) return sources;
      const { keys, rows } = page.asked.sources;
      sources = new Map(rows.map((row) => [row[0], Object.fromEntries(row.map((value, at) => [keys[at], value]))]));
      return sources;
    },
  });
}
