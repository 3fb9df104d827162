// The table view: cases, or links, of the present question; what is shown can be saved as CSV.

{
  const { el, t } = page;
  const LIMIT = 400;
  let filter = "";
  let sort = { column: 0, down: false };

  const names = (item, relations) =>
    [
      ...new Set(item.links.filter((link) => relations.includes(link.relation)).map((link) => page.label(link.object))),
    ].join(t("listSeparator"));

  const COLUMNS = {
    cases: [
      ["colNumber", (item) => page.numberOf(item), "number"],
      ["colTitle", (item) => page.caseTitle(item), "wide"],
      ["colRegions", (item) => names(item, ["region"])],
      ["colInstitutions", (item) => names(item, ["institution", "actorType"])],
      ["colIpTypes", (item) => names(item, ["ipType"])],
      ["colMechanisms", (item) => names(item, ["mechanism"]), "wide"],
      ["colEvidence", (item) => item.links.reduce((sum, link) => sum + link.spanCount, 0), "number"],
    ],
    links: [
      ["colNumber", (link) => page.numberOf(link.case), "number"],
      ["colCase", (link) => page.caseTitle(link.case), "wide"],
      ["colRelation", (link) => page.term("relations", link.relation)],
      ["colRole", (link) => (link.role ? page.term("roles", link.role) : "")],
      ["colObject", (link) => (link.relation === "region" ? page.longLabel(link.object) : page.label(link.object))],
      ["colQuote", (link) => [...new Set(link.spans.map((span) => span.quote))].join(" … "), "wide"],
      [
        "colState",
        (link) => t({ person: "statePerson", software: "stateSoftware", machine: "stateMachine" }[page.stateOf(link)]),
        "state",
      ],
    ],
  };

  // a researcher's coding frames, between the practices and the count of evidence
  COLUMNS.cases.splice(-1, 0, ...page.frames.map(([key, title]) => [{ title }, (item) => item[key] ?? ""]));
  const heading = (key) => (typeof key === "string" ? t(key) : key.title);

  const order = new Intl.Collator("zh-Hans-u-co-pinyin", { numeric: true });

  /** A row whose texts are made when they are first asked for: most rows of a large table are never seen. */
  class Row {
    constructor(columns, thing, position) {
      Object.assign(this, { columns, thing, position, made: null });
    }

    get cells() {
      if (!this.made) this.made = this.columns.map(([, value]) => String(value(this.thing)));
      return this.made;
    }
  }

  /** The rows of a table as texts: head, and body in the order of the screen. */
  page.tableRows = function tableRows(kind, filtered) {
    const columns = COLUMNS[kind];
    const things = kind === "cases" ? page.matching() : page.matching().flatMap((item) => item.links);
    let rows = things.map((thing, position) => new Row(columns, thing, position));
    if (filtered) {
      const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
      if (words.length)
        rows = rows.filter((row) => words.every((word) => row.cells.some((cell) => cell.toLowerCase().includes(word))));
      const { column, down } = sort;
      if (column > 0 || down) {
        rows.sort(
          (a, b) =>
            (column === 0 ? a.position - b.position : order.compare(a.cells[column], b.cells[column])) *
              (down ? -1 : 1) || a.position - b.position,
        );
      }
    }
    return { head: columns.map(([key]) => heading(key)), rows, all: things.length };
  };

  function body(kind) {
    const { head, rows, all } = page.tableRows(kind, true);
    const chosen = page.chosen();
    const table = el(
      "table",
      { class: `list ${kind}` },
      el(
        "thead",
        null,
        el(
          "tr",
          null,
          head.map((name, column) =>
            el(
              "th",
              { scope: "col", "aria-sort": sort.column === column ? (sort.down ? "descending" : "ascending") : "none" },
              el(
                "button",
                {
                  type: "button",
                  title: t("sortBy", { label: name }),
                  onclick: () => {
                    sort = { column, down: sort.column === column && !sort.down };
                    refresh();
                  },
                },
                name,
                el("span", { "aria-hidden": "true" }, sort.column === column ? (sort.down ? " ↓" : " ↑") : ""),
              ),
            ),
          ),
        ),
      ),
      el(
        "tbody",
        null,
        rows.slice(0, LIMIT).map(({ thing, cells }) => {
          const item = kind === "cases" ? thing : thing.case;
          const open = () => {
            page.choose(item);
            if (kind === "links") page.focusLink(thing);
          };
          return el(
            "tr",
            { class: item === chosen ? "chosen" : null, onclick: open },
            cells.map((cell, column) => {
              const text = page.cut(cell, kind === "links" && column === 1 ? 24 : 220);
              const main = column === 1;
              return el(
                "td",
                { class: COLUMNS[kind][column][2] || null },
                main
                  ? el(
                      "button",
                      {
                        type: "button",
                        class: "link",
                        onclick: (event) => {
                          event.stopPropagation();
                          open();
                        },
                      },
                      text,
                    )
                  : text,
              );
            }),
          );
        }),
      ),
    );
    return [
      el(
        "p",
        { class: "tally", role: "status" },
        t("rowsShown", { n: rows.length, all }),
        rows.length > LIMIT ? ` ${t("tableMore", { n: LIMIT })}` : "",
      ),
      el(
        "div",
        {
          class: "scroll",
          tabindex: "0",
          role: "region",
          "aria-label": t(kind === "cases" ? "tableCases" : "tableLinks"),
        },
        table,
      ),
    ];
  }

  function refresh() {
    page.fill(page.byId("table-body"), body(page.state.rows));
  }

  page.showTable = function showTable(view) {
    const { rows: kind } = page.state;
    const tab = (name, key) =>
      el(
        "button",
        {
          type: "button",
          "aria-pressed": kind === name ? "true" : "false",
          onclick: () => {
            sort = { column: 0, down: false };
            page.go({ rows: name });
          },
        },
        t(key),
      );
    const field = el("input", {
      type: "text",
      class: "filter",
      "aria-label": t("filter"),
      placeholder: t("filter"),
      oninput: () => {
        filter = field.value;
        refresh();
      },
    });
    field.value = filter;
    const scroll = page.byId("table-body") ? page.byId("table-body").querySelector(".scroll").scrollTop : 0;
    page.fill(
      view,
      el(
        "div",
        { class: "sheet" },
        el(
          "div",
          { class: "bar" },
          el("div", { class: "tabs" }, tab("cases", "tableCases"), tab("links", "tableLinks")),
          field,
          el(
            "button",
            { type: "button", class: "link", id: "csv", onclick: () => page.saveTable(kind, true) },
            t("csv"),
          ),
        ),
        el("div", { id: "table-body" }, body(kind)),
      ),
    );
    view.querySelector(".scroll").scrollTop = scroll;
  };
}
