// A case in the reading panel: its text with the words marked, its evidence, cases like it.

{
  const { el, t, bdi } = page;
  const { kindOfRelation, state, nodeLink, action, long, caseLink } = page.pieces;
  const RELATIONS = [
    "mechanism",
    "measure",
    "region",
    "institution",
    "actorType",
    "ipType",
    "platform",
    "instrument",
    "fact",
    "stage",
  ];
  let focused = null;

  /** Cut a field at the ends of all its quotes, so that quotes may overlap. */
  function marked(item, field) {
    const signs = Array.from(field === "title" ? item.title : item.text);
    const spans = item.links.flatMap((link) =>
      link.spans.filter((span) => span.field === field).map((span) => ({ link, start: span.start, end: span.end })),
    );
    const cuts = [...new Set([0, signs.length, ...spans.flatMap((span) => [span.start, span.end])])]
      .filter((cut) => cut >= 0 && cut <= signs.length)
      .sort((a, b) => a - b);
    const parts = [];
    for (let place = 0; place + 1 < cuts.length; place += 1) {
      const [from, to] = [cuts[place], cuts[place + 1]];
      const over = spans
        .filter((span) => span.start <= from && span.end >= to)
        .sort((a, b) => a.end - a.start - (b.end - b.start));
      const words = signs.slice(from, to).join("");
      if (!over.length) {
        parts.push(words);
        continue;
      }
      const relations = [...new Set(over.map((span) => span.link.relation))];
      parts.push(
        el(
          "mark",
          {
            class: `depth${Math.min(new Set(over.map((span) => `${span.start}-${span.end}`)).size, 3)} ${kindOfRelation(relations[0])}`,
            "data-links": ` ${over.map((span) => span.link.id).join(" ")} `,
            title: page.clip(
              over
                .map((span) => page.label(span.link.object))
                .filter((name, at, all) => all.indexOf(name) === at)
                .join(t("listSeparator")),
              200,
            ),
            onclick: () => nextOf(over.map((span) => span.link)),
          },
          words,
        ),
      );
    }
    return parts;
  }

  /** The next of several links under the same words, at each click. */
  function nextOf(links) {
    const at = links.findIndex((link) => focused === link.id);
    page.focusLink(links[(at + 1) % links.length], true);
  }

  /** Show which words support a link, and the other way round. */
  page.focusLink = function focusLink(link, fromText) {
    const panel = page.byId("reading");
    focused = link.id;
    for (const mark of panel.querySelectorAll("mark.on")) mark.classList.remove("on");
    for (const row of panel.querySelectorAll(".evidence li.on")) row.classList.remove("on");
    const marks = [...panel.querySelectorAll(`mark[data-links*=" ${link.id} "]`)];
    for (const mark of marks) mark.classList.add("on");
    const row = panel.querySelector(`.evidence li[data-link="${link.id}"]`);
    if (row) row.classList.add("on");
    const target = fromText ? row : marks[0];
    if (target) target.scrollIntoView({ block: "nearest" });
    page.say(`${t("quote")}${t("colon")}${link.spans.map((span) => span.quote).join(" ")}`);
  };

  function technical(link) {
    const rows = [
      [t("colRelation"), [link.relation, link.role].filter(Boolean).join(" / ")],
      [t("method"), link.method],
      [t("rule"), link.rule],
      [t("confidence"), link.confidence],
      [
        t("offsets"),
        link.spans
          .map(
            (span) =>
              `${page.term("fields", span.field)} ${span.start}–${span.end}${span.source ? ` (${t("offsetsInSource", { a: span.source[0], b: span.source[1] })})` : ""}`,
          )
          .join("; "),
      ],
      [t("iri"), page.iri(link.object.path)],
      [t("assertion"), page.iri(link.key)],
    ];
    return [
      el(
        "dl",
        { class: "technical" },
        rows
          .filter(([, value]) => value !== null && value !== undefined && value !== "")
          .map(([name, value]) => [el("dt", null, name), el("dd", null, bdi(String(value)))]),
      ),
      action("openPlace", () => page.openPlace(link.case, link)),
    ];
  }

  function evidenceRow(link) {
    const quotes = [...new Set(link.spans.map((span) => span.quote))];
    const details = el("details", null, el("summary", { title: t("technical"), "aria-label": t("technical") }, "ⓘ"));
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) page.append(details, technical(link));
    });
    const notes = [
      link.role && link.role !== "mentionsRegion"
        ? page.term("roles", link.role)
        : link.role
          ? page.term("roles", link.role)
          : "",
      link.basis && link.basis !== "explicit" ? page.term("basis", link.basis) : "",
    ].filter(Boolean);
    return el(
      "li",
      { "data-link": link.id, class: link.id === focused ? "on" : null },
      el(
        "button",
        {
          type: "button",
          class: `words ${kindOfRelation(link.relation)}`,
          title: t("quote"),
          onclick: () => page.focusLink(link),
        },
        quotes.slice(0, 3).map((quote, at) => [at ? " " : "", el("q", null, page.cut(quote, 60))]),
        quotes.length > 3 ? ` +${quotes.length - 3}` : "",
      ),
      el(
        "span",
        { class: "target" },
        el("span", { class: "arrow", "aria-hidden": "true" }, "→"),
        nodeLink(link.object, link.relation === "region" ? page.longLabel(link.object) : undefined),
        notes.length ? el("small", null, notes.join(" · ")) : null,
      ),
      state(link),
      details,
    );
  }

  function caseView(item) {
    const at = item.position;
    const step = (by, key, sign) => {
      const other = page.cases[at + by];
      return el(
        "button",
        {
          type: "button",
          class: "step",
          disabled: !other,
          "aria-label": t(key),
          title: t(key),
          onclick: () => other && page.choose(other),
        },
        sign,
      );
    };
    const groups = new Map(RELATIONS.map((name) => [name, []]));
    for (const link of item.links) {
      if (!groups.has(link.relation)) groups.set(link.relation, []);
      groups.get(link.relation).push(link);
    }
    const order = (link) =>
      link.spans.length ? (link.spans[0].field === "title" ? 0 : 1e6) + link.spans[0].start : 2e6;
    const english = page.state.lang === "en" && item.label_en && item.label_en !== item.title;
    return [
      el(
        "header",
        { class: "reading-head" },
        el(
          "p",
          { class: "kicker" },
          page.sign("case"),
          bdi(
            t("caseOf", {
              document: page.clip(page.documentTitle(item.document), 60),
              number: page.clip(item.number, 20),
            }),
          ),
          el("span", { class: "steps" }, step(-1, "previous", "‹"), step(1, "next", "›")),
        ),
        el("h2", { lang: "zh-Hans", ...long(item.title) }, marked(item, "title")),
        english ? el("p", { class: "translated" }, item.label_en) : null,
        item.coverage ? el("p", { class: "coverage" }, page.term("coverage", item.coverage)) : null,
      ),
      el("div", { class: "text", lang: "zh-Hans" }, paragraphs(marked(item, "text"))),
      el(
        "div",
        { class: "actions" },
        action("copyCitation", () => page.copy(citation(item))),
        action("copyQuote", () => page.copy(quotation(item))),
        action("copyLink", () => page.copy(page.link())),
        action("openPlace", () =>
          page.openPlace(
            item,
            item.links.find((link) => link.id === focused),
          ),
        ),
        action("correct", () =>
          page.correct(
            item,
            item.links.find((link) => link.id === focused),
          ),
        ),
      ),
      el("h3", null, t("rows"), el("span", { class: "count" }, item.links.length)),
      [...groups]
        .filter(([, links]) => links.length)
        .map(([relation, links]) =>
          el(
            "section",
            { class: `evidence ${kindOfRelation(relation)}` },
            el("h4", null, page.term("relations", relation)),
            el("ul", null, links.sort((a, b) => order(a) - order(b)).map(evidenceRow)),
          ),
        ),
      el("h3", null, t("similar")),
      similarList(item),
      page.wayFrom(item),
    ];
  }

  /** Paragraphs of the text, split at line feeds, which no quote crosses. */
  function paragraphs(parts) {
    const found = [[]];
    for (const part of parts) {
      if (typeof part !== "string") found[found.length - 1].push(part);
      else {
        part.split("\n").forEach((piece, at) => {
          if (at) found.push([]);
          found[found.length - 1].push(piece);
        });
      }
    }
    return found.map((paragraph) => el("p", null, paragraph));
  }

  const documentName = (item) => `${page.documentTitle(item.document)}${page.state.lang === "en" ? "" : " "}`;

  const citation = (item) =>
    t("citation", {
      title: item.title,
      document: documentName(item),
      number: item.number,
      dataset: page.title(),
      version: page.release.version ? t("citationVersion", { version: page.release.version }) : "",
    });

  function quotation(item) {
    const link = item.links.find((other) => other.id === focused);
    const quote = link && link.spans.length ? link.spans[0].quote : item.text;
    return t("citationQuote", { quote, title: item.title, document: documentName(item), number: item.number });
  }

  /** Cases that share concepts, the rarer the concept the nearer; and which ones. */
  function similar(item) {
    const scores = new Float64Array(page.cases.length);
    const telling = new Uint8Array(page.cases.length);
    const shared = [];
    for (const node of new Set(item.links.map((link) => link.object))) {
      const weight = {
        mechanism: 3,
        measure: 3,
        "ip-type": 1,
        "institution-type": 1,
        institution: 2,
        platform: 2,
        instrument: 2,
      }[node.kind];
      const sharing = page.casesOf(node);
      if (!weight || sharing.length < 2 || (node.kind === "ip-type" && !node.up.length)) continue;
      const { from, into, incoming } = page.graph;
      const seen = new Set();
      for (let at = into[node.id]; at < into[node.id + 1]; at += 1) {
        const other = from[incoming[at]];
        if (other === item.position || seen.has(other)) continue;
        seen.add(other);
        scores[other] += weight * Math.log(1 + page.cases.length / sharing.length);
        if (weight > 1) telling[other] = 1;
      }
      shared.push([weight, node]);
    }
    const best = page.cases
      .filter((other) => telling[other.position])
      .sort((a, b) => scores[b.position] - scores[a.position] || a.position - b.position)
      .slice(0, 4);
    return best.map((other) => ({
      other,
      nodes: shared.filter(([, node]) => other.links.some((link) => link.object === node)),
    }));
  }

  function similarList(item) {
    const found = similar(item);
    if (!found.length) return el("p", { class: "quiet" }, t("similarNone"));
    return el(
      "ul",
      { class: "cases similar" },
      found.map(({ other, nodes }) =>
        el(
          "li",
          null,
          caseLink(other),
          el(
            "p",
            { class: "why" },
            t("similarWhy", {
              labels: nodes
                .sort((a, b) => b[0] - a[0])
                .slice(0, 4)
                .map(([, node]) => page.clip(page.label(node), 30))
                .join(t("listSeparator")),
            }),
          ),
        ),
      ),
    );
  }

  page.caseView = function fresh(item) {
    focused = null;
    return caseView(item);
  };
}
