// The rows of an answer as a table and as CSV: what a row names leads to its place in the page.

{
  const { el, t } = page;
  const SHOWN = 300; // so many rows are shown; the CSV has all
  const SKOS = "http://www.w3.org/2004/02/skos/core#";
  const RDFS = "http://www.w3.org/2000/01/rdf-schema#";
  const { nodeLink } = page.pieces;
  const { nameOf } = page.asking;

  const path = (iri) => {
    const { base } = page.release;
    for (const room of ["id", "scheme"])
      if (iri.startsWith(`<${base}/${room}/`)) return iri.slice(base.length + room.length + 3);
    return iri.startsWith(`<${base}/def#`) ? `def:${iri.slice(base.length + 6)}` : iri.slice(1);
  };
  const isIri = (term) => typeof term === "string" && term[0] === "<";
  const plain = (term) => (term === undefined ? "" : isIri(term) ? path(term) : page.termWords(term));

  /** The column that holds the IRIs of what another column names. */
  function behind(name, columns) {
    const candidates = {
      title: ["case"],
      title_en: ["case"],
      zh: ["concept"],
      en: ["concept"],
      industry: ["fact"],
      region_en: ["region"],
      mechanism_en: ["mechanism"],
    }[name] || [name.replace(/_label$/, ""), ...(name === "object_label" ? ["target"] : [])];
    return candidates.find((other) => other !== name && columns.includes(other));
  }

  /** The English of a Chinese label whose bearer the query does not name. */
  function inEnglish(words, told) {
    const label = `"zh-hans"${words}`;
    const [bearer] = [...told.to(label, `${RDFS}label`), ...told.to(label, `${SKOS}prefLabel`)];
    return (bearer && nameOf(bearer, told)) || page.term("askWordsInAnswers", words);
  }

  function cell(name, term, row, { columns, told }) {
    const other = behind(name, columns);
    const iri = other ? row[columns.indexOf(other)] : isIri(term) ? term : undefined;
    const node = iri ? page.byPath.get(path(iri)) : null;
    let words = plain(term);
    if (node && (name === "title" || name.endsWith("_label") || isIri(term)))
      words = node.kind === "case" ? page.caseTitle(node) : page.longLabel(node);
    else if (iri && isIri(iri) && (name.endsWith("_label") || isIri(term))) words = nameOf(iri, told) || words;
    else if (page.state.lang === "en" && name.endsWith("_label") && term) words = inEnglish(words, told);
    else if (
      name === "field" ||
      name === "link" ||
      name === "primary" ||
      name === "headline" ||
      name === "kind" ||
      name === "level"
    )
      words = page.term("askWordsInAnswers", words);
    if (name === "quote" && words) return el("q", null, page.cut(words, 80));
    return node ? nodeLink(node, words) : page.cut(words, 300);
  }

  function csv({ columns, rows }) {
    return page.csvOf(
      columns,
      rows.map((row) => row.map(plain)),
    );
  }

  /** Rows about the same case say its name once. */
  function isSameCase(row, before, columns) {
    const at = columns.indexOf("case");
    return at >= 0 && row[at] === before[at];
  }

  function table(answer, whole) {
    const { columns, rows } = answer;
    // What another column names is shown by that name, and leads there.
    const named = new Set(whole ? [] : columns.map((name) => behind(name, columns)).filter(Boolean));
    const shown = columns.filter((name) => !named.has(name));
    const body = rows.slice(0, SHOWN).map((row, at) =>
      el(
        "tr",
        null,
        shown.map((name) => {
          const term = row[columns.indexOf(name)];
          const again =
            !whole && at > 0 && (name === "number" || name === "title") && isSameCase(row, rows[at - 1], columns);
          const shownCell = cell(name, term, row, answer);
          return el(
            "td",
            { class: typeof term === "number" ? "count" : null },
            again ? el("span", { class: "unseen" }, plain(term)) : shownCell,
          );
        }),
      ),
    );
    return el(
      "div",
      { class: "scroll asked", tabindex: "0", role: "region", "aria-label": t("answerTable") },
      el(
        "table",
        { class: "answers", id: "asked-rows" },
        el(
          "thead",
          null,
          el(
            "tr",
            null,
            shown.map((name) => el("th", { scope: "col" }, whole ? `?${name}` : page.term("askColumns", name))),
          ),
        ),
        el("tbody", null, body),
      ),
    );
  }

  /** An answer as a table; with every column where the query is the reader's own. */
  page.answerTable = (answer, whole) => table({ told: page.statements(""), ...answer }, whole);
  page.answerCsv = csv;

  page.rowsShown = SHOWN;
}
