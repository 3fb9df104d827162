// More questions: the named ones of this project, found in a list, answered from the page's own statements.

{
  const { el, t } = page;
  const { action } = page.pieces;
  const { defaultOf, field } = page.asking;

  // What a question is about, told by its name, so that a new file needs no line here.
  const SUBJECTS = [
    ["askCases", /^cases-(?!per-)/],
    ["askCounts", /-per-(?!case|method)|pairs|-by-ip-type|^actor-types-in-role/],
    ["askBodies", /institution|actor|alliance|leaders|nodes/],
    ["askWords", /^words-|quotes|links-|review|^documents|-in-english/],
    ["askRest", /./],
  ];

  const questions = () => page.asked.questions;
  const named = (name) => questions().find((question) => question.name === name);

  const wording = (question) => question[page.state.lang];

  /** The values that the address gives; those that only a person chose are in it. */
  const given = () => new Map(new URLSearchParams(page.state.with));

  // ---- the answer

  function answerTo(question, query) {
    const told = page.statements(query);
    try {
      return { ...page.answerQuery(query), told };
    } catch (error) {
      return { fault: String(error.message || error), told };
    }
  }

  page.questionView = function questionView() {
    const question = named(page.state.panel.slice(9));
    const values = given();
    const query = page.boundQuery(question, values);
    const answer = answerTo(question, query);
    const form = question.parameters.length
      ? el(
          "form",
          {
            class: "ask-form",
            onsubmit: (event) => {
              event.preventDefault();
              const chosen = new URLSearchParams();
              for (const parameter of question.parameters) {
                const value = event.target.elements[parameter[0]].value.trim();
                if (value && value !== defaultOf(parameter, question, answer.told)) chosen.set(parameter[0], value);
              }
              page.go({ with: chosen.toString() });
              page.attend(page.byId("asked-count").textContent);
            },
          },
          question.parameters.map((parameter) => field(question, parameter, values, answer.told)),
          el("button", { type: "submit", class: "primary" }, t("ask")),
        )
      : null;
    const rows = answer.rows || [];
    return [
      el(
        "header",
        { class: "reading-head" },
        el(
          "p",
          { class: "kicker" },
          el(
            "button",
            { type: "button", class: "link", onclick: () => page.go({ panel: "questions", with: "" }) },
            `‹ ${t("moreQuestions")}`,
          ),
        ),
        el("h2", null, wording(question)),
        form,
        el("p", { class: "verdict", id: "asked-count" }, rows.length ? t("askRows", { n: rows.length }) : ""),
      ),
      answer.fault ? el("p", { class: "fault", role: "alert" }, t("askFault", { fault: answer.fault })) : null,
      rows.length
        ? page.answerTable(answer)
        : answer.fault
          ? null
          : el("p", { class: "quiet" }, t(values.size ? "askNothing" : "askNothingYet")),
      rows.length > page.rowsShown ? el("p", { class: "quiet" }, t("tableMore", { n: page.rowsShown })) : null,
      el(
        "div",
        { class: "actions" },
        rows.length > 0 &&
          action("csv", () => page.save(`${question.name}.csv`, page.answerCsv(answer), "text/csv;charset=utf-8")),
        action("copyLink", () => page.copy(page.link())),
      ),
      el("p", { class: "quiet" }, t("askFrom")),
      page.queryShown(query),
    ];
  };

  /** A query, folded, to be read, copied, and run where the page has an engine for it. */
  page.queryShown = (query) =>
    el(
      "details",
      { class: "more" },
      el("summary", null, t("sparql")),
      el("pre", { id: "sparql", tabindex: "0" }, query),
      el(
        "div",
        { class: "actions" },
        action("copySparql", () => page.copy(query)),
        page.openInSparql ? action("runSparql", () => page.openInSparql(query)) : null,
      ),
    );

  // ---- the list

  page.questionsView = function questionsView() {
    const place = el("div");
    const fits = (question, wanted) => {
      const all =
        `${question.zh} ${question.en} ${question.name} ${question.parameters.map((one) => one[1]).join(" ")}`.toLowerCase();
      return wanted.every((word) => all.includes(word));
    };
    const line = (question) =>
      el(
        "li",
        null,
        el(
          "button",
          {
            type: "button",
            class: "link",
            "data-question": question.name,
            onclick: () => {
              page.go({ panel: `question/${question.name}`, with: "" });
              page.attend(page.byId("asked-count").textContent);
            },
          },
          wording(question),
        ),
      );
    const show = () => {
      const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const left = new Set(questions().filter((question) => fits(question, wanted)));
      const sections = SUBJECTS.map(([key, sign]) => {
        const found = [...left].filter((question) => sign.test(question.name));
        for (const question of found) left.delete(question);
        return found.length
          ? [
              el("h3", null, t(key), el("span", { class: "count" }, found.length)),
              el("ul", { class: "questions" }, found.map(line)),
            ]
          : null;
      });
      page.fill(
        place,
        sections.some(Boolean) ? sections : el("p", { class: "quiet", role: "status" }, t("askNoQuestion")),
      );
    };
    const search = el("input", {
      type: "text",
      class: "filter wide",
      id: "ask-filter",
      maxlength: "100",
      "aria-label": t("askFilter"),
      placeholder: t("askFilter"),
      oninput: show,
    });
    show();
    return [
      el(
        "header",
        { class: "reading-head" },
        el("p", { class: "kicker" }, t("questionLabel")),
        el("h2", null, t("moreQuestions")),
        el("p", { class: "coverage" }, t("askIntro", { n: questions().length })),
        search,
      ),
      place,
    ];
  };
}
