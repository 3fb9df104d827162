// What is lit: the lines and rows that belong to what is chosen, and nothing else.

{
  /** The rows that stand for a node now: its own, or that of what lies above it; for an area, its members' too. */
  function rowsFor(node, shown) {
    const found = new Set();
    const look = (start) => {
      const queue = [start];
      for (const current of queue) {
        if (!shown.has(current)) {
          queue.push(...current.up);
          continue;
        }
        found.add(current);
        if (current === start) for (const lower of page.downwards(current)) if (shown.has(lower)) found.add(lower);
        return;
      }
    };
    look(node);
    for (const member of node.members) look(member);
    return found;
  }

  /** A case's own lines: those to rows that stand for what it is linked to. */
  function lightCase(item, lit) {
    if (!page.small) {
      // in the overview a case has lines only while it is listed, and all of them are its own
      for (const link of item.links) for (const row of rowsFor(link.object, lit.shown)) lit.rows.add(row);
      for (const [id, line] of page.lines) if (line.item === item) lit.lines.add(id);
      return;
    }
    const objects = new Set(item.links.map((link) => link.object));
    for (const [id, line] of page.lines) {
      if (line.item !== item || ![...page.downwards(line.row)].some((lower) => objects.has(lower))) continue;
      lit.lines.add(id);
      lit.rows.add(line.row);
    }
  }

  /** The lines of anything else: those between its rows and its cases, or among them those that answer a question. */
  function lightNode(node, lit, among) {
    const cases = new Set(page.casesOf(node, node.kind === "region").filter((item) => !among || among.has(item)));
    const rows = rowsFor(node, lit.shown);
    for (const lower of [...cases, ...rows]) lit.rows.add(lower);
    for (const [id, line] of page.lines) {
      if (line.item ? cases.has(line.item) && rows.has(line.row) : rows.has(line.row) || rows.has(line.other))
        lit.lines.add(id);
    }
  }

  /** What a question asks for: the practices of the cases that meet it. */
  function lightAnswer(among, lit) {
    const wanted = page.facet("mechanism");
    const rows = wanted ? rowsFor(wanted, lit.shown) : null;
    for (const [id, line] of page.lines) {
      if (line.row.kind !== "mechanism" || !among.has(line.item) || (rows && !rows.has(line.row))) continue;
      lit.lines.add(id);
      lit.rows.add(line.row);
    }
  }

  /** One step further: the lines of everything that is lit. */
  function lightFurther(lit) {
    const before = new Set(lit.rows);
    for (const [id, line] of page.lines) {
      const ends = [line.row, line.item || line.other];
      if (!ends.some((node) => before.has(node)) || lit.hides(line)) continue;
      lit.lines.add(id);
      for (const node of ends) lit.rows.add(node);
    }
  }

  page.rowsFor = rowsFor;

  /**
   * What is lit for what is chosen or pointed at, given the nodes that have a row, and the rows that are open:
   * lines (ids), rows (nodes), dim (cases that do not meet the question), any (whether anything is chosen),
   * hides(line) (an end has no row now, or the row leaves its lines to the open rows below it).
   */
  page.litFor = function litFor(pointed, shown, open) {
    const passing = new Set(
      [...page.rows[page.state.tab], ...page.rows.mechanism]
        .filter((row) => row.below.length && open.has(row.node.path))
        .map((row) => row.node),
    );
    const hides = (line) => {
      if (!shown.has(line.row) || !shown.has(line.item || line.other)) return true;
      return Boolean(line.item) && passing.has(line.row) && !line.item.links.some((link) => link.object === line.row);
    };
    const lit = { lines: new Set(), rows: new Set(), dim: new Set(), crowd: new Set(), any: false, shown, hides };
    const matching = page.facets().length ? new Set(page.matching()) : null;
    if (matching && page.small) for (const item of page.cases) if (!matching.has(item)) lit.dim.add(item);

    // the overview of a large dataset rests until a reader chooses something
    const subject = pointed || (page.small || page.state.chosen ? page.chosen() : null);
    const asked = !subject && page.state.panel === "answer" ? page.facets() : [];
    if (subject) {
      lit.rows.add(subject);
      if (subject.kind === "case") lightCase(subject, lit);
      else lightNode(subject, lit, null);
      for (let step = 1; step < Number(page.state.hops); step += 1) lightFurther(lit);
    }
    for (const node of asked) {
      lit.rows.add(node);
      lightNode(node, lit, matching);
    }
    if (asked.length) lightAnswer(matching, lit);
    if (!page.small && asked.length > 1) {
      // of a question's ribbons only those that join its two ends
      const ends = asked.map((node) => rowsFor(node, shown));
      for (const [id, line] of page.lines)
        if (!line.item && ends.filter((rows) => rows.has(line.row) || rows.has(line.other)).length < 2)
          lit.lines.delete(id);
    }
    // what is listed for its own sake is not all written bold
    if (!page.small && !(subject && subject.kind === "case")) lit.crowd = new Set(page.listed());
    lit.any = Boolean(subject) || asked.length > 0;
    return lit;
  };
}
