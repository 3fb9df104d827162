// The question in a sentence, its answer beside it, and the samples below.

{
  const { el } = page;
  const BELOW = 60; // so many of the nodes below one row can be chosen in the sentence; search has them all
  const PARTS = [
    ["region", "allRegions", "facetRegion"],
    ["institution", "allInstitutions", "facetInstitution"],
    ["ip-type", "allIpTypes", "facetIpType"],
    ["mechanism", "allMechanisms", "facetMechanism"],
  ];

  /** An option with the number of cases that would be left; what would leave none cannot be chosen. */
  function option(node, depth, among) {
    const name = page.inList(node);
    const left = page.casesOf(node, node.kind === "region").reduce((sum, item) => sum + among[item.position], 0);
    return el(
      "option",
      { value: node.path, disabled: !left && page.state[page.FACET[node.kind]] !== node.path },
      `${"\u3000".repeat(depth)}${page.clip(name, 28)} (${left})`,
    );
  }

  const MANY = 120; // a list of more choices than this is made when it is first opened

  function select(facet, all, name) {
    const list = el("select", {
      "aria-label": page.t(name),
      "data-facet": facet,
      class: `slot ${facet}`,
      onchange: () => choose(facet, list.value),
    });
    list.append(el("option", { value: "" }, page.t(all)));
    const rows = page.rows[facet];
    const among = page.markedCases(page.matching(facet));
    const chosen = page.facet(facet);
    const many = rows.reduce((sum, row) => sum + 1 + row.below.length, 0) > MANY;
    const fill = () => {
      for (const row of rows) {
        list.append(option(row.node, 0, among));
        for (const child of row.below.slice(0, BELOW)) list.append(option(child.node, 1, among));
      }
      if (chosen && ![...list.options].some((item) => item.value === chosen.path)) list.append(option(chosen, 0, among));
      list.value = page.state[facet];
    };
    if (many) {
      // until then it holds what is chosen; its width is that of the choice anyway
      if (chosen) list.append(option(chosen, 0, among));
      const open = () => {
        if (list.dataset.full) return;
        list.dataset.full = "yes";
        while (list.options.length > 1) list.remove(1);
        fill();
      };
      for (const event of ["pointerenter", "pointerdown", "focus"]) list.addEventListener(event, open);
    } else fill();
    list.value = page.state[facet];
    list.title = chosen ? page.longLabel(chosen) : page.t(name);
    list.classList.toggle("set", Boolean(page.state[facet]));
    return list;
  }

  function choose(facet, path) {
    const others = page.FACETS.some((name) => name !== facet && page.state[name]);
    if (!path && !others) return page.clearQuestion();
    return page.go({ [facet]: path, panel: "answer", ...(path && facet !== "mechanism" ? { tab: facet } : {}) });
  }

  page.clearQuestion = () => page.go({ region: "", institution: "", "ip-type": "", mechanism: "", panel: opened() });
  const opened = () => (page.cases.length ? page.cases[0].path : "answer");

  /** Counts of the answer: cases, groups of mechanisms, pieces of evidence. */
  page.answerCounts = function answerCounts(items) {
    const { first, to, spanCount, relation } = page.graph;
    const groups = new Set();
    let evidence = 0;
    for (const { position } of items) {
      for (let link = first[position]; link < first[position + 1]; link += 1) {
        evidence += spanCount[link];
        if (relation(link) !== "mechanism") continue;
        const node = page.nodes[to[link]];
        groups.add(page.groupOf.get(node) || node);
      }
    }
    return { cases: items.length, mechanisms: groups.size, evidence };
  };

  const SAMPLES = { shared: "sampleShared", area: "sampleArea", gaps: "sampleGaps", who: "sampleWho" };

  function ask([kind, id]) {
    const empty = { region: "", institution: "", "ip-type": "", mechanism: "" };
    if (kind === "gaps") {
      page.go({ ...empty, tab: "region", panel: "gaps" });
      return page.reveal();
    }
    const node = page.nodes[id];
    const facet = page.FACET[node.kind];
    const tab = facet === "mechanism" ? page.state.tab : facet;
    page.go({ ...empty, [facet]: node.path, tab, panel: "answer" });
    return page.reveal();
  }

  page.sampleText = ([kind, id]) =>
    page.t(SAMPLES[kind], { label: id === null ? "" : page.clip(page.spoken(page.nodes[id]), 60) });

  page.showQuestion = function showQuestion() {
    const words = [...page.t("sentence")];
    const region = page.facet("region");
    if (region && page.needsArticle(region)) words[0] += " the";
    const sentence = el("div", { class: "sentence" });
    PARTS.forEach(([facet, all, name], place) =>
      page.append(sentence, [el("span", null, words[place]), select(facet, all, name)]),
    );
    sentence.append(el("span", null, words[4]));
    const items = page.matching();
    const answer = el(
      "p",
      { class: "answer", id: "answer" },
      el("span", null, page.t("answer")),
      el("strong", null, items.length ? page.t("answerCounts", page.answerCounts(items)) : page.t("answerNone")),
    );
    const extra = page.facets().length
      ? [
          page.state.panel !== "answer" &&
            el(
              "button",
              {
                type: "button",
                class: "link",
                onclick: () => {
                  page.go({ panel: "answer" });
                  page.reveal();
                },
              },
              page.t("showAnswer"),
            ),
          el("button", { type: "button", class: "link", id: "clear", onclick: page.clearQuestion }, page.t("clear")),
        ]
      : [];
    sentence.append(answer);
    const samples = el(
      "p",
      { class: "samples" },
      el("span", null, page.t("tryThese")),
      page.samples.map((sample, at) =>
        el(
          "button",
          { type: "button", class: "link sample", "data-sample": at, onclick: () => ask(sample) },
          page.sampleText(sample),
        ),
      ),
      page.hasQuestions &&
        el(
          "button",
          {
            type: "button",
            class: "link",
            id: "more-questions",
            onclick: () => {
              page.go({ panel: "questions" });
              page.attend(page.t("moreQuestions"));
            },
          },
          page.t("moreQuestions"),
        ),
      extra.some(Boolean) ? el("span", { class: "extra" }, extra) : null,
    );
    page.byId("question").setAttribute("aria-label", page.t("questionLabel"));
    page.fill(page.byId("question"), sentence, samples);
  };
}
