// The matrix: how many cases a row and a group of practices share.

{
  const { el, t } = page;

  page.showMatrix = function showMatrix(view) {
    const kind = page.state.matrix;
    const columns = page.rows.mechanism.map((row) => row.node);
    const matching = new Set(page.matching());
    const rows = kind === "case" ? [...matching] : page.rows[kind].map((row) => row.node);
    const tab = (name, key) =>
      el(
        "button",
        { type: "button", "aria-pressed": kind === name ? "true" : "false", onclick: () => page.go({ matrix: name }) },
        t(key),
      );
    const reached = new Map(columns.map((column) => [column, new Set(page.casesOf(column))]));
    const most = Math.max(
      1,
      ...rows.slice(0, 300).flatMap((row) => columns.map((column) => shared(row, column).length)),
    );

    function shared(row, column) {
      return page.casesOf(row).filter((item) => matching.has(item) && reached.get(column).has(item));
    }

    function cell(row, column) {
      const items = shared(row, column);
      if (!items.length) return el("td", { class: "none" });
      const links = kind === "case" ? page.linksBetween(row, column) : null;
      const name = t("matrixCell", {
        row: page.clip(page.label(row), 40),
        column: page.clip(page.label(column), 40),
        n: items.length,
      });
      const button = el(
        "button",
        {
          type: "button",
          title: name,
          "aria-label": name,
          onclick: () => {
            if (kind === "case") {
              page.choose(row);
              page.focusLink(links[0]);
            } else page.go({ [kind]: row.path, mechanism: column.path, panel: "answer" });
          },
        },
        kind === "case" ? links.length : items.length,
      );
      button.style.setProperty(
        "--share",
        String(Math.min(kind === "case" ? links.length / 4 : items.length / most, 1)),
      );
      return el("td", null, button);
    }

    page.fill(
      view,
      el(
        "div",
        { class: "sheet" },
        el(
          "div",
          { class: "bar" },
          el(
            "div",
            { class: "tabs" },
            tab("region", "matrixRegion"),
            tab("institution", "matrixInstitution"),
            tab("ip-type", "matrixIpType"),
            tab("case", "matrixCase"),
          ),
          el("p", { class: "quiet" }, t("matrixHint")),
        ),
        el(
          "div",
          { class: "scroll", tabindex: "0", role: "region", "aria-label": t("viewMatrix") },
          el(
            "table",
            { class: "matrix" },
            el(
              "thead",
              null,
              el(
                "tr",
                null,
                el("td"),
                columns.map((column) =>
                  el(
                    "th",
                    { scope: "col" },
                    el(
                      "button",
                      { type: "button", class: "link", onclick: () => page.choose(column) },
                      page.cut(page.label(column), 40),
                    ),
                  ),
                ),
              ),
            ),
            el(
              "tbody",
              null,
              rows.slice(0, 300).map((row) =>
                el(
                  "tr",
                  null,
                  el(
                    "th",
                    { scope: "row" },
                    el(
                      "button",
                      { type: "button", class: "link", onclick: () => page.choose(row) },
                      kind === "case" ? `${page.clip(page.numberOf(row), 10)} ` : "",
                      page.cut(kind === "case" ? page.caseTitle(row) : page.rowLabel(row), 24),
                    ),
                  ),
                  columns.map((column) => cell(row, column)),
                ),
              ),
            ),
          ),
        ),
      ),
    );
  };
}
