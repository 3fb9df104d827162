// What is lit in the full drawing: the nodes and links within one to three steps of what is chosen.

{
  const { graph } = page;
  const MOST = 6000; // so many lines are drawn; more would be a grey cloud

  /** Walk from nodes along links, a step at a time; hubs that everything is joined to are not passed through. */
  function walk(starts, steps, among) {
    const level = new Uint8Array(page.nodes.length);
    const lines = [];
    const taken = new Uint8Array(graph.to.length);
    let edge = [...new Set(starts)];
    for (const node of edge) level[node.id] = 1;
    for (let step = 1; step <= steps; step += 1) {
      const next = [];
      const follow = (link, node) => {
        const item = graph.from[link];
        const other = node.position >= 0 ? page.nodes[graph.to[link]] : page.nodes[item];
        if (among && !among[item]) return;
        if (!taken[link]) {
          taken[link] = 1;
          lines.push(link);
        }
        if (level[other.id]) return;
        level[other.id] = step + 1;
        next.push(other);
      };
      for (const node of edge) {
        if (step > 1 && page.isUnspecified(node)) continue;
        if (node.position >= 0) {
          for (let link = graph.first[node.position]; link < graph.first[node.position + 1]; link += 1)
            follow(link, node);
        } else
          for (let at = graph.into[node.id]; at < graph.into[node.id + 1]; at += 1) follow(graph.incoming[at], node);
      }
      edge = next;
    }
    return { level, lines };
  }

  /**
   * What is lit: level (for every node 0, or 1 and the steps to it), lines (links that are drawn), all (how many
   * there are), any (whether anything is lit).
   */
  page.fieldLit = function fieldLit(pointed) {
    const subject = pointed || (page.state.chosen ? page.chosen() : null);
    const asked = page.facets();
    let found = null;
    if (subject) found = walk(page.downwards(subject), Number(page.state.hops), null);
    else if (asked.length) {
      const among = page.markedCases(page.matching());
      const starts = asked.flatMap((node) => [...page.downwards(node)]);
      found = walk([...starts, ...page.matching()], 1, among);
      // of a question's links those to what it names, not everything its cases hold
      const named = new Set(starts.map((node) => node.id));
      found.lines = found.lines.filter((link) => named.has(graph.to[link]));
      for (const node of page.nodes)
        if (found.level[node.id] > 1 && !named.has(node.id) && node.position < 0) found.level[node.id] = 0;
    }
    if (!found) return { level: null, lines: [], all: 0, any: false };
    return { level: found.level, lines: found.lines.slice(0, MOST), all: found.lines.length, any: true };
  };
}
