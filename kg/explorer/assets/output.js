/* eslint no-control-regex: off -- control characters are what Turtle and YAML do not take */
// What leaves the page: CSV, Turtle, a picture, a correction. Everything is made here and saved as a file.

{
  const { el, t } = page;

  // ---- CSV

  /** A cell that no spreadsheet takes for a formula. */
  function cell(text) {
    const safe = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  }

  /** A head and rows of texts as CSV that spreadsheets read as UTF-8. */
  page.csvOf = (head, rows) => `\ufeff${[head, ...rows].map((cells) => cells.map(cell).join(",")).join("\r\n")}\r\n`;

  page.csv = function csv(kind, filtered) {
    const { head, rows } = page.tableRows(kind, filtered);
    return page.csvOf(
      head,
      rows.map((row) => row.cells),
    );
  };

  page.saveTable = (kind, filtered) =>
    page.save(`ipcase-${kind}.csv`, page.csv(kind, filtered), "text/csv;charset=utf-8");

  // ---- Turtle

  const SIGNS = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const literal = (text) =>
    `"${text.replace(/[\\"\n\r\t]/g, (sign) => SIGNS[sign]).replace(/[\u0000-\u001f\u007f]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()}`)}"`;
  // An IRI that holds what none may hold is written with those signs escaped, so that the file stays well formed.
  const iri = (path) =>
    `<${page.iri(path).replace(/[\u0000-\u0020<>"{}|^`\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`)}>`;

  /** The cases of the present question with their links and evidence, in the dataset's own terms. */
  page.turtle = function turtle(items) {
    const base = page.release.base;
    const lines = [
      `@prefix def: <${base}/def#> .`,
      "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .",
      "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
      "@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .",
      "",
    ];
    const named = new Set();
    const name = (node) => {
      if (named.has(node)) return;
      named.add(node);
      lines.push(
        `${iri(node.path)} skos:prefLabel ${literal(node.label)}@zh-hans${node.label_en ? `, ${literal(node.label_en)}@en` : ""} .`,
      );
    };
    for (const item of items) {
      lines.push(
        "",
        `${iri(item.path)} a def:Case ;`,
        `  def:number ${literal(item.number)} ; def:title ${iri(`${item.path}/title`)} ; def:text ${iri(`${item.path}/text`)} .`,
      );
      name(item);
      lines.push(
        `${iri(`${item.path}/title`)} a def:CaseTitle, nif:Context ; nif:isString ${literal(item.title)} .`,
        `${iri(`${item.path}/text`)} a def:CaseText, nif:Context ; nif:isString ${literal(item.text)} .`,
      );
      for (const link of item.links) {
        const properties = page.chain(link).map((property) => `def:${property}`);
        lines.push(
          `${iri(item.path)} ${properties.map((property) => `${property} ${iri(link.object.path)}`).join(" ; ")} .`,
        );
        const spans = link.spans.map((span) => `${link.key}/${span.field}-${span.start}-${span.end}`);
        lines.push(
          `${iri(link.key)} a def:Assertion ; rdf:subject ${iri(item.path)} ; rdf:predicate ${properties.join(", ")} ; rdf:object ${iri(link.object.path)} ; def:method ${iri(`method/${link.method}`)} ; def:basis ${iri(`basis/${link.basis || "explicit"}`)}${spans.length ? ` ; def:evidence ${spans.map(iri).join(", ")}` : ""} .`,
        );
        link.spans.forEach((span, at) =>
          lines.push(
            `${iri(spans[at])} a def:Evidence ; nif:beginIndex ${span.start} ; nif:endIndex ${span.end} ; nif:anchorOf ${literal(span.quote)} ; nif:referenceContext ${iri(`${item.path}/${span.field}`)} .`,
          ),
        );
        name(link.object);
      }
    }
    return `${lines.join("\n")}\n`;
  };

  // ---- the menu

  page.exportMenu = function exportMenu() {
    const choice = (key, run) =>
      el(
        "button",
        {
          type: "button",
          "data-export": key,
          onclick: () => {
            menu.open = false;
            run();
          },
        },
        t(key),
      );
    const drawn = (run) => () => {
      if (!page.hasGraph()) page.go({ view: "graph" });
      run(page.scene());
    };
    const png = drawn((scene) => page.picture(scene).toBlob((blob) => page.save("ipcase.png", blob, "image/png")));
    const svg = drawn((scene) => page.save("ipcase.svg", page.vector(scene), "image/svg+xml;charset=utf-8"));
    const menu = el(
      "details",
      { class: "menu", id: "export" },
      el("summary", null, t("export"), el("span", { "aria-hidden": "true" }, " ▾")),
      el(
        "div",
        { class: "menu-body" },
        el("p", { class: "quiet" }, t("exportScope", { n: page.matching().length })),
        choice("exportPng", png),
        choice("exportSvg", svg),
        choice("exportCsvCases", () => page.saveTable("cases", false)),
        choice("exportCsvLinks", () => page.saveTable("links", false)),
        choice("exportTtl", () => page.save("ipcase.ttl", page.turtle(page.matching()), "text/turtle;charset=utf-8")),
        choice("exportPrint", () => print()),
      ),
    );
    return menu;
  };

  // ---- a correction

  const quoted = (text) =>
    JSON.stringify(text).replace(
      /[\u007f-\u009f\u2028\u2029\ufeff]/g,
      (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  const CONCEPTS = {
    actorType: "institution-type",
    ipType: "ip-type",
    mechanism: "mechanism",
    stage: "stage",
    region: "region",
  };

  /** What a review calls an object: the path of a region or concept, the name of anything else. */
  function objectName(relation, text) {
    if (!CONCEPTS[relation]) return text;
    const kind = CONCEPTS[relation];
    const known =
      page.byPath.get(text) ||
      page.byPath.get(`${kind}/${text}`) ||
      page.nodes.find(
        (node) =>
          node.kind === kind && (node.label === text || node.label_en === text || page.shortLabel(node) === text),
      );
    return known ? known.path : text;
  }

  const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
      .map((part) => String(part).padStart(2, "0"))
      .join("-");
  };

  /** A correction as a review file of one entry; the quote, not an offset, says where. */
  page.correction = function correction(item, { decision, link, relation, target, quote, comment }) {
    const old = link ? (CONCEPTS[link.relation] ? link.object.path : link.object.label) : "";
    const name =
      decision === "accept" || decision === "reject"
        ? old || objectName(relation, target)
        : objectName(relation, target);
    const lines = [
      `case: ${quoted(item.path)}`,
      `text_sha256: ${quoted(item.sha256)}`,
      `reviewer: {role: ${quoted(t("correctRole"))}, kind: person}`,
      `date: ${today()}`,
      "entries:",
      `  - decision: ${decision}`,
      `    relation: ${relation}`,
      link && link.role && decision !== "add" ? `    role: ${link.role}` : null,
      `    object: ${quoted(name)}`,
      decision === "change" ? `    was: ${quoted(old)}` : null,
      link && link.relation === "institution" && link.object.type
        ? `    type: ${quoted(link.object.subtype || link.object.type)}`
        : null,
      `    quotes: [{field: ${item.text.includes(quote) ? "text" : "title"}, quote: ${quoted(quote)}}]`,
      comment ? `    comment: ${quoted(comment)}` : null,
    ];
    return `${lines.filter((line) => line !== null).join("\n")}\n`;
  };

  const QUOTE_LIMIT = 60;

  /** Why a correction cannot be saved yet, or nothing. */
  function faultOf(item, { decision, link, target, quote }) {
    if (!quote) return "correctNeedQuote";
    if (!item.title.includes(quote) && !item.text.includes(quote)) return "correctNotInText";
    if (Array.from(quote).length > QUOTE_LIMIT || /[。；\n]/.test(quote)) return "correctTooLong";
    if (decision !== "add" && !link) return "correctNeedObject";
    if ((decision === "add" || decision === "change") && !target) return "correctNeedTarget";
    return null;
  }

  page.correct = function correct(item, focused) {
    const dialog = page.byId("dialog");
    const field = (key, control) => el("label", null, el("span", null, t(key)), control);
    const chosen = el(
      "select",
      { id: "correct-object" },
      el("option", { value: "" }, "—"),
      item.links.map((link) =>
        el(
          "option",
          { value: link.id },
          `${page.term("relations", link.relation)}${t("colon")}${page.clip(page.label(link.object), 30)}`,
        ),
      ),
    );
    const relation = el(
      "select",
      { id: "correct-relation" },
      Object.keys(t("relations")).map((name) => el("option", { value: name }, page.term("relations", name))),
    );
    const decision = el(
      "select",
      { id: "correct-decision" },
      [
        ["reject", "correctReject"],
        ["change", "correctChange"],
        ["add", "correctAdd"],
        ["accept", "correctAccept"],
      ].map(([name, key]) => el("option", { value: name }, t(key))),
    );
    const quote = el("textarea", { id: "correct-quote", rows: "2", maxlength: "200" });
    const target = el("input", {
      id: "correct-target",
      type: "text",
      maxlength: "200",
      list: "correct-names",
      autocomplete: "off",
    });
    const names = el("datalist", { id: "correct-names" });
    const comment = el("textarea", { id: "correct-comment", rows: "2", maxlength: "2000" });
    const fault = el("p", { class: "fault", role: "alert" });
    const targetField = field("correctTarget", target);
    const link = () => item.links.find((other) => String(other.id) === chosen.value) || null;
    const adapt = () => {
      targetField.hidden = decision.value === "reject" || decision.value === "accept";
      relation.disabled = Boolean(link());
      const kind = CONCEPTS[relation.value];
      page.fill(
        names,
        kind
          ? page.nodes
              .filter((node) => node.kind === kind)
              .slice(0, 600)
              .map((node) => el("option", { value: page.label(node) }))
          : [],
      );
    };
    const take = () => {
      const picked = link();
      if (picked) [relation.value, quote.value] = [picked.relation, picked.spans.length ? picked.spans[0].quote : ""];
      decision.value = picked ? "reject" : "add";
      adapt();
    };
    chosen.addEventListener("change", take);
    for (const control of [decision, relation]) control.addEventListener("change", adapt);
    if (focused) chosen.value = String(focused.id);
    take();
    const save = (event) => {
      event.preventDefault();
      const entry = {
        decision: decision.value,
        link: link(),
        relation: relation.value,
        target: target.value.trim(),
        quote: quote.value.trim(),
        comment: comment.value.trim(),
      };
      const wrong = faultOf(item, entry);
      fault.textContent = wrong ? t(wrong) : "";
      if (wrong) return;
      page.save(
        `correction-${item.path
          .replace(/^case\//, "")
          .replace(/[^a-z0-9]+/gi, "-")
          .slice(0, 60)}.yaml`,
        page.correction(item, entry),
        "application/yaml;charset=utf-8",
      );
      dialog.close();
    };
    page.fill(
      dialog,
      el(
        "form",
        { class: "correct", method: "dialog", novalidate: true, onsubmit: save },
        el("h2", null, t("correctTitle")),
        el("p", { class: "quiet" }, t("correctIntro")),
        el(
          "p",
          null,
          t("correctCase"),
          t("colon"),
          page.bdi(`${page.clip(item.number, 12)} ${page.clip(item.title, 60)}`),
        ),
        field("correctObject", chosen),
        field("correctRelation", relation),
        field("correctWhat", decision),
        targetField,
        names,
        field("correctQuote", quote),
        field("correctComment", comment),
        fault,
        el(
          "div",
          { class: "buttons" },
          el("button", { type: "button", onclick: () => dialog.close() }, t("close")),
          el("button", { type: "submit", class: "primary", id: "correct-save" }, t("correctSave")),
        ),
      ),
    );
    dialog.showModal();
  };

  // ---- the present question as a query

  const STEPS = { region: "partOf", institution: "broader", "ip-type": "broader", mechanism: "broader" };
  const PROPERTIES = { region: "region", institution: "actorType", "ip-type": "ipType", mechanism: "mechanism" };

  /** SPARQL for the cases that meet the question, in source order. */
  page.sparql = function sparql() {
    const base = page.release.base;
    const lines = [
      `PREFIX def: <${base}/def#>`,
      "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>",
      "SELECT DISTINCT ?case ?title WHERE {",
      "  ?case a def:Case ; def:position ?position ; skos:prefLabel ?title .",
      '  FILTER (lang(?title) = "zh-hans")',
    ];
    page.FACETS.forEach((facet, at) => {
      const node = page.facet(facet);
      if (!node) return;
      const step = STEPS[facet] === "partOf" ? "def:partOf" : "skos:broader";
      const variable = `?x${at}`;
      if (node.kind === "institution") lines.push(`  ?case def:institution ${iri(node.path)} .`);
      else if (node.members.length) {
        lines.push(
          `  { ?case def:region ${iri(node.path)} }`,
          "  UNION",
          `  { VALUES ?member${at} { ${node.members.map((member) => iri(member.path)).join(" ")} }`,
          `    ?case def:region ${variable} . ${variable} def:partOf* ?member${at} . }`,
        );
      } else if (page.isUnspecified(node)) lines.push(`  ?case def:ipType ${iri(node.path)} .`);
      else lines.push(`  ?case def:${PROPERTIES[facet]} ${variable} . ${variable} ${step}* ${iri(node.path)} .`);
    });
    return `${[...lines, "} ORDER BY ?position ?case"].join("\n")}\n`;
  };
}
