// What stands above and below the columns: tabs, headings, legend, and how far the colour reaches.

{
  const { el, t } = page;

  /** The rows that are open, by path. */
  const opened = () => new Set(page.state.open ? page.state.open.split(",") : []);

  page.openAll = function openAll(yes) {
    page.go({ open: yes ? page.rows.mechanism.map((row) => row.node.path).join(",") : "" }, true);
  };

  const KINDS = ["region", "institution", "ip-type", "case", "mechanism"];
  const MORE = ["measure", "platform", "instrument", "fact"];

  function legend(whole) {
    return el(
      "ul",
      { class: "legend", "aria-label": t("legend") },
      (whole ? [...KINDS, ...MORE] : KINDS).map((kind) =>
        el("li", null, page.sign(kind), page.term("kinds", kind)),
      ),
    );
  }

  /** How far from what is chosen the lines are coloured. */
  function reach() {
    return el(
      "div",
      { class: "reach", role: "group", "aria-label": t("reach") },
      el("span", { "aria-hidden": "true" }, t("reach")),
      ["1", "2", "3"].map((step) =>
        el(
          "button",
          {
            type: "button",
            "data-reach": step,
            "aria-label": t("steps", { n: step }),
            title: t("steps", { n: step }),
            "aria-pressed": page.state.hops === step ? "true" : "false",
            onclick: () => page.go({ hops: step }, true),
          },
          step,
        ),
      ),
    );
  }

  /** The two ways of drawing a large dataset: what is counted together, and everything. */
  function modes() {
    if (page.small) return null;
    const mode = (name, key) =>
      el(
        "button",
        {
          type: "button",
          "data-draw": name,
          "aria-pressed": page.state.draw === name ? "true" : "false",
          onclick: () => page.go({ draw: name }),
        },
        t(key),
      );
    return el(
      "div",
      { class: "modes", role: "group", "aria-label": t("drawWhat") },
      mode("overview", "drawOverview"),
      mode("all", "drawAll"),
    );
  }

  /** What the drawing of a large dataset leaves out. */
  function note() {
    if (page.small) return null;
    const all = page.state.draw === "all";
    const counts = { nodes: page.nodes.length, cases: page.cases.length, links: page.graph.to.length };
    return el("p", { class: "note", id: "left-out" }, t(all ? "leftOutAll" : "leftOutOverview", counts));
  }

  function heads() {
    const tab = (name, key) =>
      el(
        "button",
        {
          type: "button",
          "aria-pressed": page.state.tab === name ? "true" : "false",
          "data-tab": name,
          onclick: () => page.go({ tab: name }, true),
        },
        t(key),
        " ",
        el("span", { class: "count" }, page.rows[name].length),
      );
    const concepts = page.rows.mechanism.reduce((sum, row) => sum + row.below.length, 0);
    const anyOpen = page.rows.mechanism.some((row) => opened().has(row.node.path));
    return [
      el(
        "div",
        { class: "tabs", role: "group" },
        modes(),
        tab("region", "tabRegion"),
        tab("institution", "tabInstitution"),
        tab("ip-type", "tabIpType"),
      ),
      el(
        "div",
        { class: "headline" },
        el("div", { id: "head-left", class: "head" }),
        el(
          "h2",
          { id: "head-case", class: "head" },
          page.listed().length
            ? [t("columnCases", { n: page.listed().length }), el("small", null, t("columnOrder"))]
            : null,
        ),
        el(
          "h2",
          { id: "head-right", class: "head" },
          t("columnMechanisms", { n: page.rows.mechanism.length }),
          concepts > 0 &&
            el(
              "button",
              {
                type: "button",
                class: "link",
                title: t("columnMechanismsHint", { n: concepts }),
                onclick: () => page.openAll(!anyOpen),
              },
              t(anyOpen ? "closeAll" : "openAll"),
            ),
        ),
      ),
    ];
  }

  page.headings = { opened, legend, reach, heads, modes, note };
}
