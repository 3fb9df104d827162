// The reading panel: a case with its evidence, a node with its cases, or the answer to a question.

{
  const { el, t, bdi } = page;
  const RELATIONS = ["mechanism", "measure", "region", "institution", "actorType", "ipType", "platform", "instrument", "fact", "stage"];
  const STEP = 40; // so many cases are listed at a time
  let focused = null;

  // ---- marking the words

  /** Cut a field at the ends of all its quotes, so that quotes may overlap. */
  function marked(item, field) {
    const signs = Array.from(field === "title" ? item.title : item.text);
    const spans = item.links.flatMap((link) => link.spans.filter((span) => span.field === field).map((span) => ({ link, start: span.start, end: span.end })));
    const cuts = [...new Set([0, signs.length, ...spans.flatMap((span) => [span.start, span.end])])]
      .filter((cut) => cut >= 0 && cut <= signs.length).sort((a, b) => a - b);
    const parts = [];
    for (let place = 0; place + 1 < cuts.length; place += 1) {
      const [from, to] = [cuts[place], cuts[place + 1]];
      const over = spans.filter((span) => span.start <= from && span.end >= to).sort((a, b) => (a.end - a.start) - (b.end - b.start));
      const words = signs.slice(from, to).join("");
      if (!over.length) {
        parts.push(words);
        continue;
      }
      const relations = [...new Set(over.map((span) => span.link.relation))];
      parts.push(el("mark", {
        class: `depth${Math.min(new Set(over.map((span) => `${span.start}-${span.end}`)).size, 3)} ${kindOfRelation(relations[0])}`,
        "data-links": ` ${over.map((span) => span.link.id).join(" ")} `,
        title: page.clip(over.map((span) => page.label(span.link.object)).filter((name, at, all) => all.indexOf(name) === at).join(t("listSeparator")), 200),
        onclick: () => nextOf(over.map((span) => span.link)),
      }, words));
    }
    return parts;
  }

  const kindOfRelation = (relation) => ({ region: "region", institution: "institution", actorType: "institution", ipType: "ip-type", mechanism: "mechanism", measure: "mechanism" })[relation] || "other";

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

  // ---- a case

  function state(link) {
    const name = page.stateOf(link);
    const key = { person: "statePerson", software: "stateSoftware", machine: "stateMachine" }[name];
    return el("span", { class: `state ${name}`, title: t(`${key}Hint`) }, name === "person" ? "✓ " : "", t(key));
  }

  function nodeLink(node, text) {
    return el("button", { type: "button", class: `link to ${page.kindOf(node)}`, onclick: () => page.choose(node) }, bdi(page.clip(text || page.label(node), 80)));
  }

  function technical(link) {
    const rows = [
      [t("colRelation"), [link.relation, link.role].filter(Boolean).join(" / ")],
      [t("method"), link.method], [t("rule"), link.rule], [t("confidence"), link.confidence],
      [t("offsets"), link.spans.map((span) => `${span.field} ${span.start}–${span.end}${span.source ? ` (${t("source", { a: span.source[0], b: span.source[1] })})` : ""}`).join("; ")],
      [t("iri"), page.iri(link.object.path)], ["", page.iri(link.key)],
    ];
    return el("dl", { class: "technical" }, rows.filter(([, value]) => value !== null && value !== undefined && value !== "").map(([name, value]) => [el("dt", null, name), el("dd", null, bdi(String(value)))]));
  }

  function evidenceRow(link) {
    const quotes = [...new Set(link.spans.map((span) => span.quote))];
    const details = el("details", null, el("summary", { title: t("technical"), "aria-label": t("technical") }, "ⓘ"));
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) details.append(technical(link));
    });
    const notes = [link.role && link.role !== "mentionsRegion" ? page.term("roles", link.role) : link.role ? page.term("roles", link.role) : "", link.basis && link.basis !== "explicit" ? page.term("basis", link.basis) : ""].filter(Boolean);
    return el("li", { "data-link": link.id, class: link.id === focused ? "on" : null },
      el("button", { type: "button", class: `words ${kindOfRelation(link.relation)}`, title: t("quote"), onclick: () => page.focusLink(link) },
        quotes.slice(0, 3).map((quote, at) => [at ? " " : "", el("q", null, bdi(page.clip(quote, 60)))]), quotes.length > 3 ? ` +${quotes.length - 3}` : ""),
      el("span", { class: "target" }, el("span", { class: "arrow", "aria-hidden": "true" }, "→"), nodeLink(link.object, link.relation === "region" ? page.longLabel(link.object) : undefined),
        notes.length ? el("small", null, notes.join(" · ")) : null),
      state(link), details);
  }

  /** A heading that is too long to be shown whole scrolls, and can then be reached with the keyboard. */
  const long = (text) => (text.length > 160 ? { class: "long", tabindex: "0" } : {});

  function caseView(item) {
    const at = item.position;
    const step = (by, key, sign) => {
      const other = page.cases[at + by];
      return el("button", { type: "button", class: "step", disabled: !other, "aria-label": t(key), title: t(key), onclick: () => other && page.choose(other) }, sign);
    };
    const groups = new Map(RELATIONS.map((name) => [name, []]));
    for (const link of item.links) {
      if (!groups.has(link.relation)) groups.set(link.relation, []);
      groups.get(link.relation).push(link);
    }
    const order = (link) => (link.spans.length ? (link.spans[0].field === "title" ? 0 : 1e6) + link.spans[0].start : 2e6);
    const english = page.state.lang === "en" && item.label_en && item.label_en !== item.title;
    return [
      el("header", { class: "reading-head" },
        el("p", { class: "kicker" }, page.sign("case"), bdi(t("caseOf", { document: page.clip(page.documentTitle(item.document), 60), number: page.clip(item.number, 20) })),
          el("span", { class: "steps" }, step(-1, "previous", "‹"), step(1, "next", "›"))),
        el("h2", { lang: "zh-Hans", ...long(item.title) }, marked(item, "title")),
        english ? el("p", { class: "translated" }, item.label_en) : null,
        item.coverage ? el("p", { class: "coverage" }, page.term("coverage", item.coverage)) : null),
      el("div", { class: "text", lang: "zh-Hans" }, paragraphs(marked(item, "text"))),
      el("div", { class: "actions" },
        action("copyCitation", () => page.copy(citation(item))),
        action("copyQuote", () => page.copy(quotation(item))),
        action("copyLink", () => page.copy(page.link())),
        action("correct", () => page.correct(item, item.links.find((link) => link.id === focused)))),
      el("h3", null, t("rows"), el("span", { class: "count" }, item.links.length)),
      [...groups].filter(([, links]) => links.length).map(([relation, links]) => el("section", { class: `evidence ${kindOfRelation(relation)}` },
        el("h4", null, page.term("relations", relation)),
        el("ul", null, links.sort((a, b) => order(a) - order(b)).map(evidenceRow)))),
      el("h3", null, t("similar")), similarList(item),
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

  const action = (key, run) => el("button", { type: "button", class: "link", "data-action": key, onclick: run }, t(key));

  const documentName = (item) => `${page.documentTitle(item.document)}${page.state.lang === "en" ? "" : " "}`;
  const citation = (item) => t("citation", { title: item.title, document: documentName(item), number: item.number, dataset: page.title(), version: page.release.version });

  function quotation(item) {
    const link = item.links.find((other) => other.id === focused);
    const quote = link && link.spans.length ? link.spans[0].quote : item.text;
    return t("citationQuote", { quote, title: item.title, document: documentName(item), number: item.number });
  }

  /** Cases that share concepts, the rarer the concept the nearer; and which ones. */
  function similar(item) {
    const scores = new Map();
    for (const node of new Set(item.links.map((link) => link.object))) {
      const weight = { mechanism: 3, measure: 3, "ip-type": 1, "institution-type": 1, institution: 2, platform: 2, instrument: 2 }[node.kind];
      const sharing = page.casesOf(node);
      if (!weight || sharing.length < 2 || (node.kind === "ip-type" && !node.up.length)) continue;
      for (const other of new Set(node.links.map((link) => link.case))) {
        if (other === item) continue;
        const found = scores.get(other) || { other, score: 0, nodes: [] };
        found.score += weight * Math.log(1 + page.cases.length / sharing.length);
        found.nodes.push([weight, node]);
        scores.set(other, found);
      }
    }
    return [...scores.values()].filter((found) => found.nodes.some(([weight]) => weight > 1))
      .sort((a, b) => b.score - a.score || a.other.position - b.other.position).slice(0, 4);
  }

  function similarList(item) {
    const found = similar(item);
    if (!found.length) return el("p", { class: "quiet" }, t("similarNone"));
    return el("ul", { class: "cases similar" }, found.map(({ other, nodes }) => el("li", null,
      caseLink(other),
      el("p", { class: "why" }, t("similarWhy", { labels: nodes.sort((a, b) => b[0] - a[0]).slice(0, 4).map(([, node]) => page.clip(page.label(node), 30)).join(t("listSeparator")) })))));
  }

  function caseLink(item) {
    return el("button", { type: "button", class: "link caselink", onclick: () => page.choose(item) },
      el("span", { class: "number" }, page.clip(page.numberOf(item), 14)), bdi(page.clip(page.caseTitle(item), 120)));
  }

  // ---- a node

  /** Cases, each with the words that link it to the nodes in question. */
  function casesWithWords(items, nodes, withMembers) {
    const list = el("ul", { class: "cases" });
    const more = el("button", { type: "button", class: "link more-cases", onclick: () => show() });
    const show = () => {
      const from = list.children.length;
      page.append(list, items.slice(from, from + STEP).map(line));
      const rest = items.length - list.children.length;
      more.hidden = rest === 0;
      more.textContent = t("moreRows", { n: Math.min(rest, STEP) });
    };
    const line = (item) => {
      const links = nodes.flatMap((node) => page.linksBetween(item, node, withMembers));
      return el("li", null, caseLink(item),
        el("ul", { class: "quotes" }, links.slice(0, 6).map((link) => el("li", null,
          el("button", { type: "button", class: `words ${kindOfRelation(link.relation)}`, onclick: () => { page.choose(item); page.focusLink(link); } },
            [...new Set(link.spans.map((span) => span.quote))].slice(0, 3).map((quote, at) => [at ? " " : "", el("q", null, bdi(page.clip(quote, 60)))])),
          nodes.includes(link.object) ? null : el("small", null, "→ ", bdi(page.clip(page.label(link.object), 40))),
          state(link)))));
    };
    show();
    return [list, more];
  }

  /** The practices that at least two of the cases share, most shared first. */
  page.sharedPractices = function sharedPractices(items) {
    const holders = new Map();
    for (const item of items) {
      for (const node of new Set(item.links.filter((link) => link.relation === "mechanism").map((link) => link.object))) {
        if (!holders.has(node)) holders.set(node, []);
        holders.get(node).push(item);
      }
    }
    return [...holders].filter(([, found]) => found.length > 1).sort((a, b) => b[1].length - a[1].length || a[0].id - b[0].id);
  };

  function sharedView(items) {
    const shared = page.sharedPractices(items);
    if (items.length < 2) return null;
    const head = el("h3", null, t("shared"), el("span", { class: "count" }, shared.length));
    if (!shared.length) return [head, el("p", { class: "quiet" }, t("sharedNone"))];
    return [head, el("ul", { class: "shared" }, shared.slice(0, 12).map(([node, holders]) => el("li", null,
      page.sign("mechanism"), nodeLink(node), el("span", { class: "count" }, t("ofCases", { n: holders.length, all: items.length })),
      el("ul", { class: "quotes" }, holders.slice(0, 4).map((item) => {
        const [link] = page.linksBetween(item, node);
        return el("li", null, el("button", { type: "button", class: "words mechanism", onclick: () => { page.choose(item); page.focusLink(link); } },
          el("span", { class: "number" }, page.clip(page.numberOf(item), 10)), " ", [...new Set(link.spans.map((span) => span.quote))].slice(0, 2).map((quote) => el("q", null, bdi(page.clip(quote, 40))))));
      })))))];
  }

  /** How many of the cases take each group of practices. */
  function spreadView(items) {
    const among = new Set(items);
    const groups = page.rows.mechanism.map((row) => [row.node, page.casesOf(row.node).filter((item) => among.has(item)).length]).filter(([, n]) => n);
    if (items.length < 2 || !groups.length) return null;
    return [el("h3", null, t("spread"), el("span", { class: "count" }, groups.length)),
      el("ul", { class: "spread" }, groups.sort((a, b) => b[1] - a[1] || a[0].id - b[0].id).map(([node, n]) => {
        const line = el("li", null, nodeLink(node), el("span", { class: "count" }, n));
        line.style.setProperty("--share", String(n / items.length));
        return line;
      }))];
  }

  function nodeView(node) {
    const facet = page.FACET[node.kind];
    const area = node.members.length > 0;
    const name = page.isUnspecified(node) ? `${page.label(node)} · ${t("unspecified")}` : page.longLabel(node);
    const direct = page.casesOf(node);
    const named = new Set(direct);
    const wider = area ? page.casesOf(node, true).filter((item) => !named.has(item)) : [];
    const lower = node.down.filter((child) => page.count(child)).sort((a, b) => page.count(b) - page.count(a) || a.id - b.id);
    return [
      el("header", { class: "reading-head" },
        el("p", { class: "kicker" }, page.sign(page.kindOf(node)), page.term("kinds", node.kind)),
        el("h2", long(name), bdi(page.clip(name, 400))),
        el("p", { class: "coverage" }, t("nodeCases", { n: direct.length }), node.value ? [" · ", bdi(`${node.value} ${node.unit || ""}`)] : null)),
      el("div", { class: "actions" },
        facet && page.casesOf(node, true).length > 0 && action("filterBy", () => page.go({ [facet]: node.path, panel: "answer" })),
        action("copyLink", () => page.copy(page.link()))),
      node.up.length || node.memberOf.length ? el("p", { class: "above" }, t("above"), t("colon"), [...node.up, ...node.memberOf].map((up, at) => [at ? t("listSeparator") : "", nodeLink(up)])) : null,
      lower.length ? [el("h3", null, t("below")), el("ul", { class: "lower" }, lower.map((child) => el("li", null, nodeLink(child), el("span", { class: "count" }, page.count(child)))))] : null,
      node.kind === "mechanism" ? null : sharedView(direct), node.kind === "mechanism" ? null : spreadView(direct),
      el("h3", null, area ? t("explicitly") : t("tableCases"), el("span", { class: "count" }, direct.length)),
      direct.length ? casesWithWords(direct, [node]) : el("p", { class: "quiet" }, t("noCases")),
      area ? [
        el("h3", null, t("membership"), el("span", { class: "count" }, wider.length)),
        el("p", { class: "quiet" }, t("membersNote", { label: page.label(node), members: node.members.map(page.label).join(t("listSeparator")) })),
        casesWithWords(wider, [node], true),
      ] : null,
      page.wayFrom(node),
      el("details", { class: "more" }, el("summary", null, t("technical")), el("dl", { class: "technical" },
        el("dt", null, t("iri")), el("dd", null, bdi(page.iri(node.path))), node.code ? [el("dt", null, "GB/T 2260"), el("dd", null, bdi(node.code))] : null)),
    ];
  }

  // ---- answers

  function sentenceNow() {
    const facets = page.facets();
    return facets.map((node) => page.clip(page.rowLabel(node), 40)).join(" × ");
  }

  function answerView() {
    const facets = page.facets();
    const items = page.matching();
    const [only] = facets;
    const single = facets.length === 1;
    const area = single && only.members.length > 0;
    let text = items.length ? t("answerCounts", page.answerCounts(items)) : t("answerNone");
    if (single && only.kind === "mechanism") text = t("answerWho", { n: items.length, label: page.label(only), labels: who(items) });
    else if (area) text = t("answerArea", { label: page.label(only), n: page.casesOf(only).length, m: items.length - page.casesOf(only).length });
    else if (single && page.FACET[only.kind] === "region") text = t("answerAreaPlain", { label: page.longLabel(only), n: items.length });
    else if (single && items.length > 1) {
      const common = page.sharedPractices(items).filter(([, holders]) => holders.length === items.length);
      const some = common.length ? common : page.sharedPractices(items);
      text = some.length
        ? t(common.length ? "answerShared" : "answerSharedSome", { label: page.rowLabel(only), all: items.length, n: some.length, labels: some.slice(0, 5).map(([node]) => page.label(node)).join(t("listSeparator")) })
        : t("answerSharedNone", { label: page.rowLabel(only), all: items.length });
    }
    return [
      el("header", { class: "reading-head" },
        el("p", { class: "kicker" }, t("answer").replace(/[：: ]+$/, "")),
        el("h2", null, facets.length ? bdi(sentenceNow()) : t("all")),
        el("p", { class: "verdict" }, text)),
      el("div", { class: "actions" }, action("copyLink", () => page.copy(page.link()))),
      page.facet("mechanism") || !facets.length ? null : sharedView(items), page.facet("mechanism") ? null : spreadView(items),
      area ? [
        el("h3", null, t("explicitly"), el("span", { class: "count" }, page.casesOf(only).length)), casesWithWords(page.casesOf(only), [only]),
        el("h3", null, t("membership"), el("span", { class: "count" }, items.length - page.casesOf(only).length)),
        el("p", { class: "quiet" }, t("membersNote", { label: page.label(only), members: only.members.map(page.label).join(t("listSeparator")) })),
        casesWithWords(items.filter((item) => !page.casesOf(only).includes(item)), [only], true),
      ] : [
        el("h3", null, t("tableCases"), el("span", { class: "count" }, items.length)),
        items.length ? casesWithWords(items, facets, true) : el("p", { class: "quiet" }, t("noCases")),
      ],
      el("details", { class: "more" }, el("summary", null, t("sparql")), el("pre", { id: "sparql", tabindex: "0" }, page.sparql()), action("copySparql", () => page.copy(page.sparql()))),
    ];
  }

  /** Who practises something: the places and bodies of the cases. */
  function who(items) {
    const found = [];
    for (const item of items) {
      const lead = item.links.filter((link) => link.relation === "institution" || link.relation === "region").sort((a, b) => Number(b.relation === "institution") - Number(a.relation === "institution"));
      found.push(lead.length ? page.clip(page.shortLabel(lead[0].object), 30) : t("case", { number: item.number }));
    }
    return [...new Set(found)].slice(0, 8).join(t("listSeparator"));
  }

  page.provinces = () => page.nodes.filter((node) => node.kind === "region" && node.level === "province").sort((a, b) => (a.code < b.code ? -1 : 1));

  function gapsView() {
    const without = page.provinces().filter((node) => !page.count(node));
    return [
      el("header", { class: "reading-head" },
        el("p", { class: "kicker" }, t("answer").replace(/[：: ]+$/, "")),
        el("h2", null, t("sampleGaps")),
        el("p", { class: "verdict" }, without.length ? t("answerGaps", { n: without.length, labels: without.map(page.shortLabel).join(t("listSeparator")) }) : t("answerGapsNone"))),
      el("div", { class: "actions" }, page.state.view !== "map" && action("viewMap", () => page.go({ view: "map" })), action("copyLink", () => page.copy(page.link()))),
      el("p", { class: "quiet" }, t("gapsNote")),
    ];
  }

  page.showReading = function showReading() {
    const panel = page.byId("reading");
    const { panel: path } = page.state;
    const node = page.byPath.get(path);
    panel.setAttribute("aria-label", path === "answer" || path === "gaps" ? t("answer") : node ? page.clip(page.label(node), 80) : "");
    focused = null;
    const body = path === "gaps" ? gapsView() : path === "answer" || !node ? answerView() : node.kind === "case" ? caseView(node) : nodeView(node);
    if (panel.scrollTop) panel.scrollTop = 0;
    page.fill(panel, el("article", null, body));
  };
}
