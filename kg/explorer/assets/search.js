// Search: Chinese, pinyin and its initials, English; results are text of the page.

{
  const { el, t, bdi } = page;
  const LIMIT = 12;
  let index = null;
  let results = [];
  let at = -1;
  let composing = false;

  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const dense = (text) => fold(text).replace(/[\s'’·\-—,，。、]+/g, "");

  /** Everything that can be found, made when it is first needed. */
  function entries() {
    if (index) return index;
    index = page.nodes.map((node) => ({
      node,
      text: dense(node.label),
      english: node.label_en ? fold(node.label_en) : "",
      pinyin: node.pinyin || "",
      initials: node.initials || "",
      bonus: node.kind === "case" ? 0.5 : Math.min(page.count(node), 50) / -100,
    }));
    const quotes = new Map();
    for (const item of page.cases) {
      for (const link of item.links) {
        for (const span of link.spans) {
          if (!quotes.has(span.quote))
            quotes.set(span.quote, {
              quote: span.quote,
              links: [],
              text: dense(span.quote),
              english: "",
              pinyin: "",
              initials: span.initials,
              bonus: 1.3,
            });
          quotes.get(span.quote).links.push(link);
        }
      }
    }
    index.push(...quotes.values());
    for (const item of page.cases)
      index.push({ item, text: dense(item.text), english: "", pinyin: "", initials: "", bonus: 4 });
    return index;
  }

  /** How well an entry fits, the smaller the better; Infinity where it does not. */
  function rank(entry, query, words) {
    const found = entry.text.indexOf(query);
    if (found === 0) return entry.text.length === query.length ? 0 : 1;
    if (found > 0) return 2;
    if (entry.node && entry.node.kind === "case" && entry.node.number === query) return 0;
    if (entry.english && words.every((word) => entry.english.includes(word)))
      return entry.english.startsWith(words[0]) ? 1.5 : 2.5;
    if (/^[a-z0-9]+$/.test(query)) {
      if (entry.initials.startsWith(query)) return 2;
      if (entry.pinyin.startsWith(query)) return 2.2;
      if (query.length > 1 && entry.initials.includes(query)) return 3.2;
      if (query.length > 2 && entry.pinyin.includes(query)) return 3.5;
    }
    return Infinity;
  }

  page.find = function find(text) {
    const query = dense(text);
    if (!query) return [];
    const words = fold(text).split(/\s+/).filter(Boolean);
    const found = [];
    for (const entry of entries()) {
      const score = rank(entry, query, words) + entry.bonus;
      if (score < Infinity) found.push({ ...entry, score });
    }
    found.sort((a, b) => a.score - b.score);
    // Words that are already a label or a quote need no second line of the same case's text.
    return found;
  };

  function snippet(item, text) {
    const plain = fold(item.text);
    const place = Math.max(plain.indexOf(fold(text.trim())), 0);
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
        bdi(page.clip(long, 60), { class: "name" }),
        second ? el("small", null, bdi(page.clip(second, 60))) : null,
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
        el("q", { class: "name" }, bdi(page.clip(entry.quote, 60))),
        el("small", null, "→ ", bdi(page.clip(page.label(entry.links[0].object), 30))),
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
    const all = page.find(text);
    results = all.slice(0, LIMIT);
    at = -1;
    page.fill(
      box,
      el(
        "p",
        { class: "tally", role: "status" },
        all.length ? t("found", { n: all.length }) : t("foundNone", { text: page.clip(text, 30) }),
      ),
      el(
        "ul",
        { role: "listbox", id: "found-list", "aria-label": t("searchLabel") },
        results.map((entry, position) => line(entry, position, text)),
      ),
      all.length > LIMIT ? el("p", { class: "tally" }, t("foundMore", { n: all.length - LIMIT })) : null,
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
    (window.requestIdleCallback || setTimeout)(() => entries());
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
    const short = (node) => node.initials && Array.from(page.label(node)).length < (page.state.lang === "en" ? 16 : 6);
    const [concept] = page.rows.mechanism
      .flatMap((row) => row.below)
      .map((row) => row.node)
      .filter(short);
    const [type] = page.rows.institution.map((row) => row.node).filter(short);
    const examples = [concept && page.label(concept), type && page.label(type), concept && concept.initials].filter(
      Boolean,
    );
    field.setAttribute("placeholder", t("searchHint", { examples: examples.join(t("listSeparator")) }));
    field.setAttribute("aria-label", t("searchLabel"));
    if (!page.byId("found").hidden) show();
  };
}
