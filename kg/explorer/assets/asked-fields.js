// What a question is asked about: its query with values in place of its defaults, and the fields to give them in.

{
  const { el } = page;
  const SKOS = "http://www.w3.org/2004/02/skos/core#";
  const RDFS = "http://www.w3.org/2000/01/rdf-schema#";

  /** A parameter's meaning is written “中文 · English”, each with examples behind a colon. */
  const meaning = ([, , both]) => both.split(" · ")[page.state.lang === "en" ? 1 : 0] || both;

  const escaped = (text) =>
    `"${text.replace(/[\\"\n\r\t]/g, (sign) => ({ "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" })[sign]).replace(/\\\\([uU])/g, (_, sign) => `\\\\\\U${sign.charCodeAt(0).toString(16).toUpperCase().padStart(8, "0")}`)}"`;

  /** The query with some values in place of its defaults, and the prefixes that it uses. */
  page.boundQuery = function boundQuery(question, values) {
    let query = question.sparql;
    for (const [name, , , isNumber] of question.parameters) {
      if (!values.has(name)) continue;
      const variable = name.replace(/-/g, "_");
      const term = isNumber ? String(Math.max(0, parseInt(values.get(name), 10) || 0)) : escaped(values.get(name));
      const line = new RegExp(`^(\\s*BIND\\()(?:"(?:[^"\\\\]|\\\\.)*"|[0-9]+)( AS \\?${variable}\\))$`, "m");
      query = query.replace(line, (_, before, after) => before + term + after);
    }
    const used = Object.entries(page.asked.prefixes).filter(([prefix]) => query.includes(`${prefix}:`));
    return `${used.map(([prefix, space]) => `PREFIX ${prefix}: <${space}>`).join("\n")}\n\n${query}`;
  };

  // ---- parameters

  function nameOf(iri, told) {
    const names = [...told.from(iri, `${SKOS}prefLabel`), ...told.from(iri, `${RDFS}label`)];
    const wanted = page.state.lang === "en" ? '"en"' : '"zh-hans"';
    const found = names.find((name) => name.startsWith(wanted)) || names[0];
    return found ? page.termWords(found) : "";
  }

  /** What a parameter can be: the IRIs of a scheme, the cases, or nothing where any words will do. */
  function choices(question, name, told) {
    const variable = name.replace(/-/g, "_");
    const before = question.sparql.slice(0, question.sparql.indexOf(` AS ?${variable})`));
    const schemes = [...before.matchAll(/skos:inScheme scheme:([a-z-]+)/g)];
    if (/case_number|^other$/.test(variable)) return page.cases.map((item) => `<${page.iri(item.path)}`);
    if (before.lastIndexOf("rdfs:subPropertyOf def:institution") > before.lastIndexOf("{"))
      return told.to(`<${page.release.base}/def#institution`, `${RDFS}subPropertyOf`);
    if (before.includes("a skos:ConceptScheme"))
      return told.to(`<${SKOS}ConceptScheme`, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type");
    if (!schemes.length) return [];
    return told.to(`<${page.release.base}/scheme/${schemes[schemes.length - 1][1]}`, `${SKOS}inScheme`);
  }

  /** The default as the reader's language calls it. */
  function defaultOf([name, value], question, told) {
    if (page.state.lang !== "en") return value;
    for (const iri of choices(question, name, told))
      if (
        [
          ...told.from(iri, `${SKOS}prefLabel`),
          ...told.from(iri, `${SKOS}altLabel`),
          ...told.from(iri, `${RDFS}label`),
        ].some((term) => page.termWords(term) === value)
      )
        return nameOf(iri, told);
    return value;
  }

  function field(question, parameter, values, told) {
    const [name, , , isNumber] = parameter;
    const [short] = meaning(parameter).split(/[：:]/);
    const list = choices(question, name, told);
    const options = el("datalist", { id: `ask-${name}-list` });
    const isCase = list.length && list[0].includes("/id/case/");
    for (const iri of list.slice(0, 2000)) {
      const node = isCase ? page.byPath.get(iri.slice(page.release.base.length + 5)) : null;
      options.append(
        node
          ? el("option", { value: node.path.split("/").slice(1).join("/") }, page.clip(page.caseTitle(node), 40))
          : el("option", { value: nameOf(iri, told) }),
      );
    }
    return el(
      "label",
      { class: "ask-field", title: meaning(parameter) },
      el("span", null, short),
      el("input", {
        type: isNumber ? "number" : "text",
        min: isNumber ? "1" : null,
        name,
        maxlength: "200",
        autocomplete: "off",
        list: list.length ? options.id : null,
        value: values.get(name) ?? defaultOf(parameter, question, told),
      }),
      options,
    );
  }

  /** The fields of a question's parameters, for another place that asks it; each change is handed over. */
  page.questionFields = function questionFields(question, values, changed) {
    const told = page.statements("");
    return question.parameters.map((parameter) => {
      const one = field(question, parameter, values, told);
      const input = one.querySelector("input");
      input.addEventListener("input", () => {
        const next = new Map(values);
        if (input.value.trim()) next.set(parameter[0], input.value.trim());
        else next.delete(parameter[0]);
        values = next;
        changed(next);
      });
      return one;
    });
  };

  page.asking = { nameOf, defaultOf, field };
}
