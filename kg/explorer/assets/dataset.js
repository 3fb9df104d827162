// The dataset: nodes, cases, links, and what can be asked of them.

{
  const block = JSON.parse(page.byId("block").textContent);
  const ROLLED_UP = new Set(["broader", "partOf", "classification"]);
  const AREA_LEVELS = new Set(["area", "zone"]);

  /** Coding frames, as pairs of the key that a case has for it and of its title. */
  page.frames = block.frames ?? [];

  const nodes = block.nodes.map((node, id) => ({
    ...node,
    id,
    up: [],
    down: [],
    memberOf: [],
    members: [],
    links: [],
  }));
  const byPath = new Map(nodes.map((node) => [node.path, node]));

  for (const [child, parent, relation] of block.hierarchy) {
    const area = AREA_LEVELS.has(nodes[parent].level);
    if (relation === "memberOf" || (relation === "partOf" && area)) {
      nodes[child].memberOf.push(nodes[parent]);
      nodes[parent].members.push(nodes[child]);
    } else if (ROLLED_UP.has(relation)) {
      nodes[child].up.push(nodes[parent]);
      nodes[parent].down.push(nodes[child]);
    }
  }
  for (const node of nodes) {
    const type = node.kind === "institution" && !node.up.length && byPath.get(`institution-type/${node.type}`);
    if (type) {
      node.up.push(type);
      type.down.push(node);
    }
  }

  const links = block.links.map((row, id) => {
    const [from, to, relation, role, basis, method, reviewer, confidence, rule, key, spans] = row;
    return {
      id,
      case: nodes[from],
      object: nodes[to],
      relation,
      role,
      basis,
      method,
      reviewer,
      confidence,
      rule,
      key,
      spans: spans.map(([field, start, end, quote, initials, source]) => ({
        field: field ? "text" : "title",
        start,
        end,
        quote,
        initials,
        source,
      })),
    };
  });
  for (const link of links) {
    link.case.links.push(link);
    link.object.links.push(link);
  }

  const cases = block.cases.map((record, position) => Object.assign(nodes[record.node], record, { position }));

  /** The IP type above all others stands for the cases that name no kind. */
  const isUnspecified = (node) => node.kind === "ip-type" && !node.up.length && node.down.length > 0;

  /** A node and all below it; a cycle in the data does no harm. */
  function downwards(node) {
    if (!node.downwards) {
      const found = new Set([node]);
      if (!isUnspecified(node)) for (const current of found) for (const child of current.down) found.add(child);
      node.downwards = found;
    }
    return node.downwards;
  }

  /** Links of a case to a node or to anything below it; for an area, to its members too where asked. */
  function linksBetween(item, node, withMembers) {
    if (node === item) return item.links;
    const wanted = new Set(downwards(node));
    if (withMembers) for (const member of node.members) for (const lower of downwards(member)) wanted.add(lower);
    return item.links.filter((link) => wanted.has(link.object));
  }

  /** The cases linked to a node or to anything below it, in source order. */
  function casesOf(node, withMembers) {
    if (node.kind === "case") return [node];
    const name = withMembers ? "casesWithMembers" : "casesAlone";
    if (!node[name]) {
      const found = new Set();
      const tops = withMembers ? [node, ...node.members] : [node];
      for (const top of tops) for (const lower of downwards(top)) for (const link of lower.links) found.add(link.case);
      node[name] = [...found].sort((a, b) => a.position - b.position);
    }
    return node[name];
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
  const iri = (path) => `${block.release.base}/${SCHEMES.has(path.split("/")[0]) ? "scheme" : "id"}/${path}`;

  Object.assign(page, {
    release: block.release,
    samples: block.samples,
    small: block.small,
    thirdParty: block.thirdParty,
    broader: block.broader,
    nodes,
    byPath,
    links,
    cases,
    rows,
    documents,
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
}
