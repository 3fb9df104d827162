// The shortest way from one thing to another, each step with its relation and its words.

{
  const { el, t, bdi } = page;

  /** What a node is joined to: by links, and to what lies above and below it. */
  function joined(node) {
    const found = node.links.map((link) => [link.case === node ? link.object : link.case, link]);
    for (const up of [...node.up, ...node.memberOf]) found.push([up, null]);
    for (const down of [...node.down, ...node.members]) found.push([down, null]);
    // What few things are joined to says more, so it is tried first. "IP in general" joins everything and says nothing.
    return found
      .filter(([other]) => !page.isUnspecified(other))
      .sort((a, b) => a[0].links.length - b[0].links.length || a[0].id - b[0].id);
  }

  /** The steps from one node to another as [node before, node after, link or null]; null where there is no way. */
  page.way = function way(from, to) {
    const came = new Map([[from, null]]);
    for (const [node] of came) {
      if (node === to) break;
      for (const [other, link] of joined(node)) if (!came.has(other)) came.set(other, [node, other, link]);
    }
    if (!came.has(to)) return null;
    const steps = [];
    for (let last = came.get(to); last; last = came.get(last[0])) steps.unshift(last);
    return steps;
  };

  const name = (node) =>
    node.kind === "case"
      ? `${t("case", { number: page.clip(page.numberOf(node), 12) })} ${page.clip(page.caseTitle(node), 40)}`
      : page.clip(page.longLabel(node), 60);
  const link = (node) =>
    el(
      "button",
      { type: "button", class: `link to ${page.kindOf(node)}`, onclick: () => page.choose(node) },
      bdi(name(node)),
    );

  function step([before, after, by]) {
    if (!by)
      return el(
        "li",
        null,
        link(before),
        el(
          "span",
          { class: "relation" },
          t(before.up.includes(after) || before.memberOf.includes(after) ? "wayUp" : "wayDown"),
        ),
        link(after),
      );
    const relation = page.term("relations", by.relation);
    return el(
      "li",
      null,
      link(before),
      el("span", { class: "relation" }, by.case === before ? `— ${relation} →` : `← ${relation} —`),
      link(after),
      by.spans.length ? el("q", { class: "words-said" }, page.cut(by.spans[0].quote, 60)) : null,
    );
  }

  function named(text) {
    const wanted = text.trim().toLowerCase();
    return (
      page.nodes.find((node) =>
        [node.label, node.label_en, page.longLabel(node), name(node), node.path].some(
          (other) => other && other.toLowerCase() === wanted,
        ),
      ) || page.find(text).map((entry) => entry.node || (entry.links ? entry.links[0].object : entry.item))[0]
    );
  }

  /** A folded part of the reading panel that asks where to and shows the way. */
  page.wayFrom = function wayFrom(from) {
    const list = el("ol", { id: "way-found", class: "way-steps" });
    const field = el("input", {
      type: "text",
      id: "way-to",
      maxlength: "200",
      "aria-label": t("wayTo"),
      placeholder: t("wayTo"),
      autocomplete: "off",
    });
    const ask = (event) => {
      event.preventDefault();
      const to = field.value.trim() ? named(field.value) : null;
      const steps = to && to !== from ? page.way(from, to) : null;
      page.fill(list, steps ? steps.map(step) : el("li", { class: "quiet" }, t("wayNone")));
      list.scrollIntoView({ block: "nearest" });
      page.say(list.textContent);
    };
    return el(
      "details",
      { class: "more way" },
      el("summary", null, t("way")),
      el("form", { onsubmit: ask }, field, el("button", { type: "submit" }, t("wayFind"))),
      list,
    );
  };
}
