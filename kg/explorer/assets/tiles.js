// The tile grid of the 34 provincial divisions. A diagram, not a map: no boundary is drawn.

{
  const { el, t } = page;

  // GB/T 2260 code → column and row; tiles stand in rough directions only.
  const PLACES = {
    230000: [8, 0],
    150000: [4, 1],
    110000: [5, 1],
    220000: [8, 1],
    650000: [0, 2],
    620000: [2, 2],
    640000: [3, 2],
    140000: [4, 2],
    130000: [5, 2],
    120000: [6, 2],
    210000: [7, 2],
    630000: [1, 3],
    610000: [3, 3],
    410000: [4, 3],
    370000: [5, 3],
    540000: [0, 4],
    510000: [2, 4],
    500000: [3, 4],
    420000: [4, 4],
    340000: [5, 4],
    320000: [6, 4],
    310000: [7, 4],
    530000: [2, 5],
    520000: [3, 5],
    430000: [4, 5],
    360000: [5, 5],
    330000: [6, 5],
    450000: [3, 6],
    440000: [4, 6],
    350000: [5, 6],
    710000: [7, 6],
    460000: [3, 7],
    820000: [4, 7],
    810000: [5, 7],
  };

  /** An English name with soft hyphens between its syllables: Hei-long-jiang, where a tile is narrow. */
  const hyphenated = (name) =>
    page.state.lang === "en"
      ? name.replace(/([aeiou](?:ng|n)?)(?=(?:[zcs]h|[bcdfghjklmnpqrstwxyz])[aeiou])/g, "$1\u00ad")
      : name;

  page.showTiles = function showTiles(view) {
    const matching = new Set(page.matching());
    const count = (node, withMembers) => page.casesOf(node, withMembers).filter((item) => matching.has(item)).length;
    const provinces = page.provinces();
    const most = Math.max(1, ...provinces.map((node) => count(node)));
    const chosen = page.chosen();
    const tile = (node) => {
      const n = count(node);
      const button = el(
        "button",
        {
          type: "button",
          class: `tile${n ? "" : " none"}${node === chosen ? " chosen" : ""}`,
          title: t("mapCell", { label: page.label(node), n }),
          "aria-label": t("mapCell", { label: page.label(node), n }),
          onclick: () => page.choose(node),
        },
        hyphenated(page.clip(page.shortLabel(node), 14)),
        el("span", { class: "count" }, n || "–"),
      );
      const [column, row] = PLACES[node.code];
      button.style.gridColumn = String(column + 1);
      button.style.gridRow = String(row + 1);
      button.style.setProperty("--share", String(n / most));
      return button;
    };
    const areas = page.rows.region
      .map((row) => row.node)
      .filter((node) => node.level === "area" || node.level === "zone");
    page.fill(
      view,
      el(
        "div",
        { class: "sheet" },
        el(
          "div",
          { class: "bar" },
          el("h2", null, t("mapTitle"), el("small", null, t("mapNote"))),
          el("p", { class: "quiet" }, t("mapHint")),
        ),
        el(
          "div",
          { class: "tiles-and-areas" },
          el(
            "div",
            { class: "tiles", role: "group", "aria-label": `${t("mapTitle")} ${t("mapNote")}` },
            provinces.filter((node) => Object.prototype.hasOwnProperty.call(PLACES, node.code)).map(tile),
          ),
          areas.length
            ? el(
                "div",
                { class: "areas" },
                el("h3", null, t("mapAreas")),
                el(
                  "ul",
                  null,
                  areas.map((node) =>
                    el(
                      "li",
                      null,
                      el(
                        "button",
                        { type: "button", class: "link to region", onclick: () => page.choose(node) },
                        page.cut(page.label(node), 60),
                      ),
                      el("span", { class: "count" }, count(node)),
                    ),
                  ),
                ),
              )
            : null,
        ),
      ),
    );
  };
}
