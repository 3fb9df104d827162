// What leaves the page: CSV, Turtle, a picture, a correction. Everything is made here and saved as a file.

{
  const { el, t } = page;

  // ---- CSV

  /** A cell that no spreadsheet takes for a formula. */
  function cell(text) {
    const safe = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  }

  page.csv = function csv(kind, filtered) {
    const { head, rows } = page.tableRows(kind, filtered);
    return `\ufeff${[head, ...rows.map((row) => row.cells)].map((cells) => cells.map(cell).join(",")).join("\r\n")}\r\n`;
  };

  page.saveTable = (kind, filtered) => page.save(`ipcase-${kind}.csv`, page.csv(kind, filtered), "text/csv;charset=utf-8");

  // ---- Turtle

  const SIGNS = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const literal = (text) => `"${text.replace(/[\\"\n\r\t]/g, (sign) => SIGNS[sign]).replace(/[\u0000-\u001f\u007f]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()}`)}"`;
  // An IRI that holds what none may hold is written with those signs escaped, so that the file stays well formed.
  const iri = (path) => `<${page.iri(path).replace(/[\u0000-\u0020<>"{}|^`\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, "0").toUpperCase()}`)}>`;

  /** The cases of the present question with their links and evidence, in the dataset's own terms. */
  page.turtle = function turtle(items) {
    const base = page.release.base;
    const lines = [
      `@prefix def: <${base}/def#> .`, "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .", "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
      "@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .", "",
    ];
    const named = new Set();
    const name = (node) => {
      if (named.has(node)) return;
      named.add(node);
      lines.push(`${iri(node.path)} skos:prefLabel ${literal(node.label)}@zh-hans${node.label_en ? `, ${literal(node.label_en)}@en` : ""} .`);
    };
    const chain = (link) => {
      const found = [link.role || link.relation];
      while (Object.prototype.hasOwnProperty.call(page.broader, found[0])) found.unshift(page.broader[found[0]]);
      return found.filter((property) => /^\w+$/.test(property));
    };
    for (const item of items) {
      lines.push("", `${iri(item.path)} a def:Case ;`, `  def:number ${literal(item.number)} ; def:title ${iri(`${item.path}/title`)} ; def:text ${iri(`${item.path}/text`)} .`);
      name(item);
      lines.push(`${iri(`${item.path}/title`)} a def:CaseTitle, nif:Context ; nif:isString ${literal(item.title)} .`, `${iri(`${item.path}/text`)} a def:CaseText, nif:Context ; nif:isString ${literal(item.text)} .`);
      for (const link of item.links) {
        const properties = chain(link).map((property) => `def:${property}`);
        lines.push(`${iri(item.path)} ${properties.map((property) => `${property} ${iri(link.object.path)}`).join(" ; ")} .`);
        const spans = link.spans.map((span) => `${link.key}/${span.field}-${span.start}-${span.end}`);
        lines.push(`${iri(link.key)} a def:Assertion ; rdf:subject ${iri(item.path)} ; rdf:predicate ${properties.join(", ")} ; rdf:object ${iri(link.object.path)} ; def:method ${iri(`method/${link.method}`)} ; def:basis ${iri(`basis/${link.basis || "explicit"}`)}${spans.length ? ` ; def:evidence ${spans.map(iri).join(", ")}` : ""} .`);
        link.spans.forEach((span, at) => lines.push(`${iri(spans[at])} a def:Evidence ; nif:beginIndex ${span.start} ; nif:endIndex ${span.end} ; nif:anchorOf ${literal(span.quote)} ; nif:referenceContext ${iri(`${item.path}/${span.field}`)} .`));
        name(link.object);
      }
    }
    return `${lines.join("\n")}\n`;
  };

  // ---- the menu

  page.exportMenu = function exportMenu() {
    const choice = (key, run) => el("button", { type: "button", "data-export": key, onclick: () => { menu.open = false; run(); } }, t(key));
    const png = async () => {
      if (!page.hasGraph()) page.go({ view: "graph" });
      page.picture().toBlob((blob) => page.save("ipcase.png", blob, "image/png"));
    };
    const menu = el("details", { class: "menu", id: "export" }, el("summary", null, t("export"), el("span", { "aria-hidden": "true" }, " ▾")),
      el("div", { class: "menu-body" }, el("p", { class: "quiet" }, t("exportScope", { n: page.matching().length })),
        choice("exportPng", png), choice("exportCsvCases", () => page.saveTable("cases", false)), choice("exportCsvLinks", () => page.saveTable("links", false)),
        choice("exportTtl", () => page.save("ipcase.ttl", page.turtle(page.matching()), "text/turtle;charset=utf-8")), choice("exportPrint", () => print())));
    return menu;
  };

  // ---- a correction

  const quoted = (text) => JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

  /** A correction in the format of a review: one case, one entry, found again by its quote. */
  page.correction = function correction(item, { action, relation, object, target, quote, comment }) {
    const lines = [
      `case: ${quoted(item.path)}`, `sha256: ${quoted(item.sha256)}`, `title: ${quoted(item.title)}`, "entries:",
      `  - action: ${action}`, `    relation: ${quoted(relation)}`, object ? `    object: ${quoted(object)}` : null,
      target ? `    target: ${quoted(target)}` : null, `    quote: ${quoted(quote)}`, `    comment: ${quoted(comment)}`,
    ];
    return `${lines.filter((line) => line !== null).join("\n")}\n`;
  };

  page.correct = function correct(item, link) {
    const dialog = page.byId("dialog");
    const field = (key, control) => el("label", null, el("span", null, t(key)), control);
    const relation = el("select", null, Object.keys(t("relations")).map((name) => el("option", { value: name }, page.term("relations", name))));
    const actions = el("select", null, [["reject", "correctReject"], ["change", "correctChange"], ["add", "correctAdd"], ["accept", "correctAccept"]].map(([name, key]) => el("option", { value: name }, t(key))));
    const quote = el("textarea", { rows: "2", required: true, maxlength: "200" });
    const target = el("input", { type: "text", maxlength: "200" });
    const comment = el("textarea", { rows: "3", maxlength: "2000" });
    const fault = el("p", { class: "fault", role: "alert" });
    const chosen = el("select", null, el("option", { value: "" }, "—"), item.links.map((other) => el("option", { value: other.id }, `${page.term("relations", other.relation)}${t("colon")}${page.clip(page.label(other.object), 30)}`)));
    const take = () => {
      const picked = item.links.find((other) => String(other.id) === chosen.value);
      if (picked) [relation.value, quote.value] = [picked.relation, picked.spans.length ? picked.spans[0].quote : ""];
      actions.value = picked ? "reject" : "add";
    };
    chosen.addEventListener("change", take);
    if (link) chosen.value = String(link.id);
    take();
    const save = (event) => {
      event.preventDefault();
      const picked = item.links.find((other) => String(other.id) === chosen.value);
      const words = quote.value.trim();
      if (!words) fault.textContent = t("correctNeedQuote");
      else if (!item.title.includes(words) && !item.text.includes(words)) fault.textContent = t("correctNotInText");
      else {
        const text = page.correction(item, { action: actions.value, relation: relation.value, object: picked ? picked.object.path : "", target: target.value.trim(), quote: words, comment: comment.value.trim() });
        page.save(`correction-${item.path.replace(/^case\//, "").replace(/[^a-z0-9]+/gi, "-").slice(0, 60)}.yaml`, text, "application/yaml;charset=utf-8");
        dialog.close();
      }
    };
    page.fill(dialog, el("form", { class: "correct", method: "dialog", onsubmit: save },
      el("h2", null, t("correctTitle")), el("p", { class: "quiet" }, t("correctIntro")),
      el("p", null, t("correctCase"), t("colon"), page.bdi(`${page.clip(item.number, 12)} ${page.clip(item.title, 60)}`)),
      field("correctObject", chosen), field("correctRelation", relation), field("correctWhat", actions), field("correctQuote", quote), field("correctTarget", target), field("correctComment", comment), fault,
      el("div", { class: "buttons" }, el("button", { type: "button", onclick: () => dialog.close() }, t("close")), el("button", { type: "submit", class: "primary", id: "correct-save" }, t("correctSave")))));
    dialog.showModal();
  };
}
