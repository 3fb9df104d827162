// A node in the reading panel with its cases, and the answers to questions.

{
  const { el, t, bdi } = page;
  const { nodeLink, action, long, casesWithWords } = page.pieces;

  /** The practices that at least two of the cases share, most shared first. */
  page.sharedPractices = function sharedPractices(items) {
    const { first, to, relation } = page.graph;
    const holders = new Map();
    for (const item of items) {
      for (let link = first[item.position]; link < first[item.position + 1]; link += 1) {
        if (relation(link) !== "mechanism") continue;
        const node = page.nodes[to[link]];
        if (!holders.has(node)) holders.set(node, []);
        const found = holders.get(node);
        if (found[found.length - 1] !== item) found.push(item);
      }
    }
    return [...holders]
      .filter(([, found]) => found.length > 1)
      .sort((a, b) => b[1].length - a[1].length || a[0].id - b[0].id);
  };

  function sharedView(items) {
    const shared = page.sharedPractices(items);
    if (items.length < 2) return null;
    const head = el("h3", null, t("shared"), el("span", { class: "count" }, shared.length));
    if (!shared.length) return [head, el("p", { class: "quiet" }, t("sharedNone"))];
    return [
      head,
      el(
        "ul",
        { class: "shared" },
        shared.slice(0, 12).map(([node, holders]) =>
          el(
            "li",
            null,
            page.sign("mechanism"),
            nodeLink(node),
            el("span", { class: "count" }, t("ofCases", { n: holders.length, all: items.length })),
            el(
              "ul",
              { class: "quotes" },
              holders.slice(0, 4).map((item) => {
                const [link] = page.linksBetween(item, node);
                return el(
                  "li",
                  null,
                  el(
                    "button",
                    {
                      type: "button",
                      class: "words mechanism",
                      onclick: () => {
                        page.choose(item);
                        page.focusLink(link);
                      },
                    },
                    el("span", { class: "number" }, page.clip(page.numberOf(item), 10)),
                    " ",
                    [...new Set(link.spans.map((span) => span.quote))]
                      .slice(0, 2)
                      .map((quote) => el("q", null, page.cut(quote, 40))),
                  ),
                );
              }),
            ),
          ),
        ),
      ),
    ];
  }

  /** How many of the cases take each group of practices. */
  function spreadView(items) {
    const among = page.markedCases(items);
    const groups = page.rows.mechanism
      .map((row) => [row.node, page.casesOf(row.node).filter((item) => among[item.position]).length])
      .filter(([, n]) => n);
    if (items.length < 2 || !groups.length) return null;
    return [
      el("h3", null, t("spread"), el("span", { class: "count" }, groups.length)),
      el(
        "ul",
        { class: "spread" },
        groups
          .sort((a, b) => b[1] - a[1] || a[0].id - b[0].id)
          .map(([node, n]) => {
            const line = el("li", null, nodeLink(node), el("span", { class: "count" }, n));
            line.style.setProperty("--share", String(n / items.length));
            return line;
          }),
      ),
    ];
  }

  function nodeView(node) {
    const facet = page.FACET[node.kind];
    const area = node.members.length > 0;
    const name = page.isUnspecified(node) ? `${page.label(node)} · ${t("unspecified")}` : page.longLabel(node);
    const direct = page.casesOf(node);
    const named = new Set(direct);
    const wider = area ? page.casesOf(node, true).filter((item) => !named.has(item)) : [];
    const lower = node.down
      .filter((child) => page.count(child))
      .sort((a, b) => page.count(b) - page.count(a) || a.id - b.id);
    return [
      el(
        "header",
        { class: "reading-head" },
        el("p", { class: "kicker" }, page.sign(page.kindOf(node)), page.term("kinds", node.kind)),
        el("h2", long(name), page.cut(name, 400)),
        el(
          "p",
          { class: "coverage" },
          t("nodeCases", { n: direct.length }),
          node.value ? [" · ", bdi(`${node.value} ${node.unit || ""}`)] : null,
        ),
      ),
      el(
        "div",
        { class: "actions" },
        facet &&
          page.casesOf(node, true).length > 0 &&
          action("filterBy", () => page.go({ [facet]: node.path, panel: "answer" })),
        action("copyLink", () => page.copy(page.link())),
      ),
      node.up.length || node.memberOf.length
        ? el(
            "p",
            { class: "above" },
            t("above"),
            t("colon"),
            [...node.up, ...node.memberOf].map((up, at) => [at ? t("listSeparator") : "", nodeLink(up)]),
          )
        : null,
      lower.length
        ? [
            el("h3", null, t("below")),
            el(
              "ul",
              { class: "lower" },
              lower.map((child) => el("li", null, nodeLink(child), el("span", { class: "count" }, page.count(child)))),
            ),
          ]
        : null,
      node.kind === "mechanism" ? null : sharedView(direct),
      node.kind === "mechanism" ? null : spreadView(direct),
      el("h3", null, area ? t("explicitly") : t("tableCases"), el("span", { class: "count" }, direct.length)),
      direct.length ? casesWithWords(direct, [node]) : el("p", { class: "quiet" }, t("noCases")),
      area
        ? [
            el("h3", null, t("membership"), el("span", { class: "count" }, wider.length)),
            el(
              "p",
              { class: "quiet" },
              t("membersNote", {
                label: page.label(node),
                members: node.members.map(page.shortLabel).join(t("listSeparator")),
              }),
            ),
            casesWithWords(wider, [node], true),
          ]
        : null,
      page.wayFrom(node),
      el(
        "details",
        { class: "more" },
        el("summary", null, t("technical")),
        el(
          "dl",
          { class: "technical" },
          el("dt", null, t("iri")),
          el("dd", null, bdi(page.iri(node.path))),
          node.code ? [el("dt", null, "GB/T 2260"), el("dd", null, bdi(node.code))] : null,
        ),
      ),
    ];
  }

  function sentenceNow() {
    const facets = page.facets();
    return facets.map((node) => page.clip(page.rowLabel(node), 40)).join(" × ");
  }

  /** The question as one would say it, where it is about one thing. */
  function asked(facets) {
    const [only] = facets;
    if (facets.length > 1) return sentenceNow();
    const kind = only.kind === "mechanism" ? "who" : page.FACET[only.kind] === "region" ? "area" : "shared";
    return page.sampleText([kind, only.id]);
  }

  function answerView() {
    const facets = page.facets();
    const items = page.matching();
    const [only] = facets;
    const single = facets.length === 1;
    const area = single && only.members.length > 0;
    const named = page.markedCases(area ? page.casesOf(only) : []);
    let text = items.length ? t("answerCounts", page.answerCounts(items)) : t("answerNone");
    if (single && only.kind === "mechanism")
      text = t("answerWho", { n: items.length, label: page.spoken(only), labels: who(items) });
    else if (area)
      text = t("answerArea", {
        label: page.spoken(only),
        n: page.casesOf(only).length,
        m: items.length - page.casesOf(only).length,
      });
    else if (single && page.FACET[only.kind] === "region")
      text = t("answerAreaPlain", {
        label: page.state.lang === "en" ? page.spoken(only) : page.longLabel(only),
        n: items.length,
      });
    else if (single && items.length > 1) {
      const common = page.sharedPractices(items).filter(([, holders]) => holders.length === items.length);
      const some = common.length ? common : page.sharedPractices(items);
      text = some.length
        ? t(common.length ? "answerShared" : "answerSharedSome", {
            label: page.spoken(only),
            all: items.length,
            n: some.length,
            labels: some
              .slice(0, 5)
              .map(([node]) => page.label(node))
              .join(t("listSeparator")),
          })
        : t("answerSharedNone", { label: page.spoken(only), all: items.length });
    }
    return [
      el(
        "header",
        { class: "reading-head" },
        el("p", { class: "kicker" }, t("answer").replace(/[：: ]+$/, "")),
        el("h2", null, facets.length ? bdi(asked(facets)) : t("all")),
        el("p", { class: "verdict" }, text),
      ),
      el(
        "div",
        { class: "actions" },
        action("copyLink", () => page.copy(page.link())),
      ),
      page.facet("mechanism") || !facets.length ? null : sharedView(items),
      page.facet("mechanism") ? null : spreadView(items),
      area
        ? [
            el("h3", null, t("explicitly"), el("span", { class: "count" }, page.casesOf(only).length)),
            casesWithWords(page.casesOf(only), [only]),
            el("h3", null, t("membership"), el("span", { class: "count" }, items.length - page.casesOf(only).length)),
            el(
              "p",
              { class: "quiet" },
              t("membersNote", {
                label: page.label(only),
                members: only.members.map(page.shortLabel).join(t("listSeparator")),
              }),
            ),
            casesWithWords(
              items.filter((item) => !named[item.position]),
              [only],
              true,
            ),
          ]
        : [
            el("h3", null, t("tableCases"), el("span", { class: "count" }, items.length)),
            items.length ? casesWithWords(items, facets, true) : el("p", { class: "quiet" }, t("noCases")),
          ],
      page.queryShown(page.sparql()),
    ];
  }

  /** Who practises something: the places and bodies of the cases. */
  function who(items) {
    const found = new Set();
    for (const item of items) {
      if (found.size >= 8) break;
      const lead = item.links
        .filter((link) => link.relation === "institution" || link.relation === "region")
        .sort((a, b) => Number(b.relation === "institution") - Number(a.relation === "institution"));
      found.add(lead.length ? page.clip(page.shortLabel(lead[0].object), 30) : t("case", { number: item.number }));
    }
    return [...found].join(t("listSeparator"));
  }

  page.provinces = () =>
    page.nodes
      .filter((node) => node.kind === "region" && node.level === "province")
      .sort((a, b) => (a.code < b.code ? -1 : 1));

  function gapsView() {
    const without = page.provinces().filter((node) => !page.count(node));
    return [
      el(
        "header",
        { class: "reading-head" },
        el("p", { class: "kicker" }, t("answer").replace(/[：: ]+$/, "")),
        el("h2", null, t("sampleGaps")),
        el(
          "p",
          { class: "verdict" },
          without.length
            ? t("answerGaps", { n: without.length, labels: without.map(page.shortLabel).join(t("listSeparator")) })
            : t("answerGapsNone"),
        ),
      ),
      el(
        "div",
        { class: "actions" },
        page.state.view !== "map" && action("viewMap", () => page.go({ view: "map" })),
        action("copyLink", () => page.copy(page.link())),
      ),
      el("p", { class: "quiet" }, t("gapsNote")),
      el("h3", null, t("provincesWith"), el("span", { class: "count" }, page.provinces().length - without.length)),
      el(
        "ul",
        { class: "lower" },
        page
          .provinces()
          .filter((node) => page.count(node))
          .map((node) =>
            el("li", null, nodeLink(node, page.shortLabel(node)), el("span", { class: "count" }, page.count(node))),
          ),
      ),
    ];
  }

  Object.assign(page, { nodeView, answerView, gapsView });
}
