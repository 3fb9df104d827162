// The SPARQL tab, in pages that carry an engine: npm's oxigraph, started when the tab is first opened.

{
  const { el, t } = page;
  const EXAMPLE =
    'SELECT ?case ?title WHERE {\n  ?case a def:Case ; def:number ?number ; skos:prefLabel ?title .\n  FILTER(LANGMATCHES(LANG(?title), "zh"))\n}\nORDER BY ?case\nLIMIT 10\n';
  page.hasEngine = Boolean(page.byId("engine-module"));

  // ---- the engine

  const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;,=>?@^_`{|}~";

  /** Base 85 as bytes, four for every five signs. */
  function unpacked(text) {
    const values = new Uint8Array(128);
    for (let at = 0; at < ALPHABET.length; at += 1) values[ALPHABET.charCodeAt(at)] = at;
    const missing = (5 - (text.length % 5)) % 5;
    const whole = text + "~".repeat(missing);
    const bytes = new DataView(new ArrayBuffer((whole.length / 5) * 4));
    for (let at = 0, place = 0; at < whole.length; at += 5, place += 4) {
      let number = 0;
      for (let sign = 0; sign < 5; sign += 1) number = number * 85 + values[whole.charCodeAt(at + sign)];
      bytes.setUint32(place, number);
    }
    return new Uint8Array(bytes.buffer, 0, bytes.byteLength - missing);
  }

  async function inflated(id) {
    const packed = new Blob([unpacked(page.byId(id).textContent.trim())]);
    return new Uint8Array(
      await new Response(packed.stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer(),
    );
  }

  let starting = null;
  /** The store with the dataset; the same one every time. */
  function started() {
    starting ||= (async () => {
      // The engine's script is a module, which runs only once the whole page is read.
      if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done));
      if (typeof DecompressionStream === "undefined" || typeof WebAssembly === "undefined" || !globalThis.oxigraph)
        throw new Error(t("sparqlOldBrowser"));
      await globalThis.oxigraph.start({ module_or_path: await inflated("engine-module") });
      const store = new globalThis.oxigraph.Store();
      store.load(await inflated("engine-dataset"), { format: "application/trig", no_transaction: true });
      return store;
    })();
    return starting;
  }

  // ---- a query and its answer

  const asTerm = ({ type, value, datatype, "xml:lang": language }) => {
    if (type === "uri") return `<${value}`;
    if (type === "bnode") return `""_:${value}`;
    const isNumber = datatype && /#(integer|nonNegativeInteger)$/.test(datatype) && Number.isSafeInteger(Number(value));
    return isNumber ? Number(value) : `"${language || ""}"${value}`;
  };

  /** The first word that says what kind of query it is, prefixes, comments and strings left out. */
  function kindOfQuery(query) {
    const bare = query.replace(/<[^<>"{}|^`\\\s]*>|"(?:[^"\\\n]|\\.)*"|#[^\n]*/g, " ");
    const found = /\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b/i.exec(bare);
    const isUpdate = !found && /\b(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY)\b/i.test(bare);
    if (isUpdate) throw new Error(t("sparqlReadOnly"));
    return { kind: found ? found[1].toUpperCase() : "SELECT", isNamed: /\bFROM\b/i.test(bare) };
  }

  function answered(store, query) {
    const { kind, isNamed } = kindOfQuery(query);
    const isTable = kind === "SELECT" || kind === "ASK";
    const result = store.query(query, {
      results_format: isTable ? "application/sparql-results+json" : "text/turtle",
      use_default_graph_as_union: !isNamed,
    });
    if (!isTable) return { turtle: result };
    const found = JSON.parse(result);
    if (kind === "ASK") return { columns: ["answer"], rows: [[`""${t(found.boolean ? "yes" : "no")}`]] };
    const columns = found.head.vars;
    return {
      columns,
      rows: found.results.bindings.map((row) => columns.map((name) => (row[name] ? asTerm(row[name]) : undefined))),
    };
  }

  /** A fault of a query in the reader's language, with the engine's own words behind it. */
  function readable(error) {
    const words = String((error && error.message) || error);
    const place = /(?:at|line) (\d+)(?::| column )(\d+)/.exec(words);
    // of the many signs that might stand there, the first ones are telling
    return place
      ? t("sparqlFaultAt", {
          line: place[1],
          column: place[2],
          fault: page.clip(words.replace(/^error at [\d:]+: /, ""), 100),
        })
      : t("sparqlFault", { fault: words });
  }

  // ---- the tab

  const prefixed = (query) => {
    const { base } = page.release;
    const known = {
      ...page.asked.prefixes,
      def: `${base}/def#`,
      skos: "http://www.w3.org/2004/02/skos/core#",
    };
    const used = Object.keys(known).filter((prefix) => new RegExp(`\\b${prefix}:`).test(query));
    return `${used.map((prefix) => `PREFIX ${prefix}: <${known[prefix]}>`).join("\n")}\n\n${query}`;
  };

  page.openInSparql = page.hasEngine ? (query) => page.go({ view: "sparql", q: query }) : null;

  let example = "";
  let values = new Map();

  function run(place, query) {
    place.setAttribute("aria-busy", "true");
    page.fill(place, el("p", { class: "quiet", role: "status" }, t("sparqlWorking")));
    const show = (...parts) => {
      place.removeAttribute("aria-busy");
      page.fill(place, ...parts);
    };
    // The browser first shows that something is being done: the engine answers in one go.
    return started()
      .then((store) => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(store)))))
      .then((store) => {
        const begun = performance.now();
        const answer = answered(store, query);
        const seconds = ((performance.now() - begun) / 1000).toFixed(2);
        if (answer.turtle !== undefined) {
          show(
            el("p", { class: "tally", role: "status" }, t("sparqlTurtle", { seconds })),
            el(
              "div",
              { class: "actions" },
              page.pieces.action("saveTurtle", () =>
                page.save("answer.ttl", answer.turtle, "text/turtle;charset=utf-8"),
              ),
            ),
            el("pre", { id: "sparql-turtle", tabindex: "0" }, page.clip(answer.turtle, 20000)),
          );
          return;
        }
        show(
          el(
            "p",
            { class: "tally", role: "status" },
            t("sparqlRows", { n: answer.rows.length, seconds }),
            " ",
            answer.rows.length
              ? page.pieces.action("csv", () =>
                  page.save("answer.csv", page.answerCsv(answer), "text/csv;charset=utf-8"),
                )
              : null,
          ),
          answer.rows.length ? page.answerTable(answer, true) : el("p", { class: "quiet" }, t("askNothingYet")),
        );
      })
      .catch((error) => show(el("p", { class: "fault", role: "alert" }, readable(error))));
  }

  page.showSparql = function showSparql(view) {
    const result = el("div", { id: "sparql-answer" });
    const editor = el("textarea", {
      id: "sparql-query",
      spellcheck: "false",
      autocapitalize: "off",
      "aria-label": t("sparqlQuery"),
      rows: "14",
      value: page.state.q || prefixed(EXAMPLE),
    });
    const go = () => {
      const query = editor.value;
      if (query !== page.state.q) page.go({ q: query });
      else run(result, query);
    };
    editor.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        go();
      }
    });
    const fields = el("div", { class: "ask-form" });
    const chosen = () => page.asked.questions.find((question) => question.name === example);
    const fill = () => {
      const question = chosen();
      page.fill(
        fields,
        question
          ? page.questionFields(question, values, (changed) => {
              values = changed;
              editor.value = page.boundQuery(question, values);
            })
          : [],
      );
    };
    const list = el(
      "select",
      {
        id: "sparql-examples",
        "aria-label": t("sparqlExamples"),
        onchange: () => {
          example = list.value;
          values = new Map();
          const question = chosen();
          if (question) editor.value = page.boundQuery(question, values);
          fill();
        },
      },
      el("option", { value: "" }, t("sparqlExamples")),
      page.asked.questions.map((question) => el("option", { value: question.name }, question[page.state.lang])),
    );
    list.value = example;
    fill();
    page.fill(
      view,
      el(
        "div",
        { class: "sheet sparql" },
        el("div", { class: "bar" }, list, fields, el("p", { class: "quiet" }, t("sparqlHint"))),
        el(
          "div",
          { class: "sparql-room" },
          editor,
          el(
            "div",
            { class: "buttons" },
            el("button", { type: "button", class: "primary", id: "sparql-run", onclick: go }, t("sparqlRun")),
          ),
          result,
        ),
      ),
    );
    if (page.state.q) run(result, page.state.q);
    else started().catch((error) => page.fill(result, el("p", { class: "fault", role: "alert" }, readable(error))));
  };
}
