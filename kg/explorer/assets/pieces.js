// Pieces of the reading panel that its several views share.

{
  const { el, t } = page;
  const STEP = 40; // so many cases are listed at a time

  const kindOfRelation = (relation) =>
    ({
      region: "region",
      institution: "institution",
      actorType: "institution",
      ipType: "ip-type",
      mechanism: "mechanism",
      measure: "mechanism",
    })[relation] || "other";

  function state(link) {
    const name = page.stateOf(link);
    const key = { person: "statePerson", software: "stateSoftware", machine: "stateMachine" }[name];
    return el("span", { class: `state ${name}`, title: t(`${key}Hint`) }, name === "person" ? "✓ " : "", t(key));
  }

  function nodeLink(node, text) {
    return el(
      "button",
      { type: "button", class: `link to ${page.kindOf(node)}`, onclick: () => page.choose(node) },
      page.cut(text || page.label(node), 80),
    );
  }

  const action = (key, run) =>
    el("button", { type: "button", class: "link", "data-action": key, onclick: run }, t(key));

  /** A heading that is too long to be shown whole scrolls, and can then be reached with the keyboard. */
  const long = (text) => (text.length > 160 ? { class: "long", tabindex: "0" } : {});

  function caseLink(item) {
    return el(
      "button",
      { type: "button", class: "link caselink", onclick: () => page.choose(item) },
      el("span", { class: "number" }, page.clip(page.numberOf(item), 14)),
      page.cut(page.caseTitle(item), 120),
    );
  }

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
      // what a link leads to goes without saying, unless another one of the same case leads elsewhere
      const plain = links.every((link) => nodes.includes(link.object));
      return el(
        "li",
        null,
        caseLink(item),
        el(
          "ul",
          { class: "quotes" },
          links.slice(0, 6).map((link) =>
            el(
              "li",
              null,
              el(
                "button",
                {
                  type: "button",
                  class: `words ${kindOfRelation(link.relation)}`,
                  onclick: () => {
                    page.choose(item);
                    page.focusLink(link);
                  },
                },
                [...new Set(link.spans.map((span) => span.quote))]
                  .slice(0, 3)
                  .map((quote, at) => [at ? " " : "", el("q", null, page.cut(quote, 60))]),
              ),
              plain ? null : el("small", null, "→ ", page.cut(page.label(link.object), 40)),
              state(link),
            ),
          ),
        ),
      );
    };
    show();
    return [list, more];
  }

  page.pieces = { kindOfRelation, state, nodeLink, action, long, caseLink, casesWithWords };
}
