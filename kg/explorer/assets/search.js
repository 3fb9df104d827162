// Search: Chinese, pinyin and its initials, English; results are text of the page.

{
  const { el, t, bdi } = page;
  const LIMIT = 12;
  let results = [];
  let at = -1;
  let composing = false;

  const { fold } = page;

  function snippet(item, text) {
    const plain = fold(item.text);
    const whole = plain.indexOf(fold(text.trim()));
    const place = Math.max(whole >= 0 ? whole : plain.indexOf(fold(text).trim().split(/\s+/)[0]), 0);
    return `…${item.text.slice(Math.max(place - 12, 0), place + 28).replace(/\n/g, " ")}…`;
  }

  function line(entry, position, text) {
    const attributes = {
      role: "option",
      id: `found-${position}`,
      class: "hit",
      "aria-selected": "false",
      onmousedown: (event) => event.preventDefault(),
      onclick: () => open(entry),
    };
    if (entry.node) {
      const { node } = entry;
      const long = node.kind === "case" ? `${page.numberOf(node)} ${page.caseTitle(node)}` : page.longLabel(node);
      const second =
        page.state.lang === "zh" && node.label_en && entry.english.includes(fold(text.trim())) ? node.label_en : "";
      return el(
        "li",
        attributes,
        page.sign(page.kindOf(node)),
        page.cut(long, 60, { class: "name" }),
        second ? el("small", null, page.cut(second, 60)) : null,
        el(
          "small",
          { class: "kind" },
          page.term("kinds", node.kind),
          node.kind === "case" ? "" : ` · ${t("nodeCases", { n: page.count(node) })}`,
        ),
      );
    }
    if (entry.quote !== undefined) {
      const cases = [...new Set(entry.links.map((link) => link.case))];
      return el(
        "li",
        attributes,
        page.sign("quote"),
        el("q", { class: "name" }, page.cut(entry.quote, 60)),
        el("small", null, "→ ", page.cut(page.label(entry.links[0].object), 30)),
        el(
          "small",
          { class: "kind" },
          cases
            .slice(0, 3)
            .map((item) => t("case", { number: page.clip(page.numberOf(item), 10) }))
            .join(t("listSeparator")),
          cases.length > 3 ? "…" : "",
        ),
      );
    }
    return el(
      "li",
      attributes,
      page.sign("quote"),
      bdi(snippet(entry.item, text), { class: "name" }),
      el(
        "small",
        { class: "kind" },
        `${t("foundText")} · ${t("case", { number: page.clip(page.numberOf(entry.item), 10) })}`,
      ),
    );
  }

  function open(entry, byKey) {
    close();
    setTimeout(page.reveal);
    if (byKey) page.byId("reading").focus({ preventScroll: true });
    if (entry.node) page.choose(entry.node);
    else if (entry.quote !== undefined) {
      page.choose(entry.links[0].case);
      page.focusLink(entry.links[0]);
    } else page.choose(entry.item);
  }

  function show() {
    const field = page.byId("search");
    const box = page.byId("found");
    const text = field.value;
    if (!text.trim()) return close();
    const { total, entries } = page.search(text, LIMIT);
    results = entries;
    at = -1;
    page.fill(
      box,
      el(
        "p",
        { class: "tally", role: "status" },
        total ? t("found", { n: total }) : t("foundNone", { text: page.clip(text, 30) }),
      ),
      el(
        "ul",
        { role: "listbox", id: "found-list", "aria-label": t("searchLabel") },
        results.map((entry, position) => line(entry, position, text)),
      ),
      total > LIMIT ? el("p", { class: "tally" }, t("foundMore", { n: total - LIMIT })) : null,
    );
    box.hidden = false;
    field.setAttribute("aria-expanded", "true");
    field.removeAttribute("aria-activedescendant");
    return undefined;
  }

  function close() {
    page.byId("found").hidden = true;
    page.byId("search").setAttribute("aria-expanded", "false");
    page.byId("search").removeAttribute("aria-activedescendant");
  }

  function move(by) {
    if (!results.length) return;
    at = (at + by + results.length) % results.length;
    results.forEach((_, position) =>
      page.byId(`found-${position}`).setAttribute("aria-selected", position === at ? "true" : "false"),
    );
    page.byId("search").setAttribute("aria-activedescendant", `found-${at}`);
    page.byId(`found-${at}`).scrollIntoView({ block: "nearest" });
  }

  page.startSearch = function startSearch() {
    page.startIndex();
    const field = page.byId("search");
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("compositionstart", () => {
      composing = true;
    });
    field.addEventListener("compositionend", () => {
      composing = false;
      show();
    });
    field.addEventListener("input", () => {
      if (!composing) show();
    });
    field.addEventListener("focus", () => {
      if (field.value.trim()) show();
    });
    field.addEventListener("blur", () =>
      setTimeout(() => {
        if (document.activeElement !== field) close();
      }, 150),
    );
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown") move(1);
      else if (event.key === "ArrowUp") move(-1);
      else if (event.key === "Enter" && results.length && !page.byId("found").hidden)
        open(results[Math.max(at, 0)], true);
      else if (event.key === "Escape") {
        if (page.byId("found").hidden) field.blur();
        close();
        event.stopPropagation();
      } else return;
      event.preventDefault();
    });
  };

  page.showSearch = function showSearch() {
    const field = page.byId("search");
    const short = (node) => page.initials(node) && Array.from(page.label(node)).length < (page.state.lang === "en" ? 16 : 6);
    const [concept] = page.rows.mechanism
      .flatMap((row) => row.below)
      .map((row) => row.node)
      .filter(short);
    const [type] = page.rows.institution.map((row) => row.node).filter(short);
    const examples = [concept && page.label(concept), type && page.label(type), concept && page.initials(concept)].filter(
      Boolean,
    );
    field.setAttribute("placeholder", t("searchHint", { examples: examples.join(t("listSeparator")) }));
    field.setAttribute("aria-label", t("searchLabel"));
    if (!page.byId("found").hidden) show();
  };
}
