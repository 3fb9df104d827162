// What is seen, kept in the address after #, so that it can be shared and gone back to.
//
//   #case/first-batch/16?view=table&lang=en&region=region/370000
//
// The path is what the reading panel shows: a node's path, "answer", "gaps", "questions" or "question/<name>";
// "with" then holds what the question is asked about.

{
  const DEFAULTS = {
    view: "graph",
    lang: "zh",
    tab: "region",
    region: "",
    institution: "",
    "ip-type": "",
    mechanism: "",
    rows: "cases",
    matrix: "region",
    open: "",
    hops: "1",
    with: "",
    q: "",
    draw: "overview",
    of: "",
  };
  const FACETS = ["region", "institution", "ip-type", "mechanism"];
  const VALUES = {
    view: ["graph", "table", "matrix", "map", ...(page.byId("engine-module") ? ["sparql"] : [])],
    lang: ["zh", "en"],
    tab: ["region", "institution", "ip-type"],
    rows: ["cases", "links"],
    hops: ["1", "2", "3"],
    draw: ["overview", "all"],
    matrix: ["region", "ip-type", "institution", "case"],
  };

  /** The address as a state; anything unknown is left out. */
  function parse(hash) {
    const [path, query] = hash.replace(/^#\/?/, "").split("?");
    const state = { ...DEFAULTS, panel: decode(path) };
    for (const [name, value] of new URLSearchParams(query || "")) {
      if (!Object.prototype.hasOwnProperty.call(DEFAULTS, name)) continue;
      if (VALUES[name] && !VALUES[name].includes(value)) continue;
      if (FACETS.includes(name) && !page.byPath.has(value)) continue;
      state[name] = value;
    }
    const isAnswer = ["answer", "gaps"].includes(state.panel) || page.isQuestion(state.panel);
    if (!isAnswer && !page.byPath.has(state.panel)) {
      state.panel = page.cases.length ? page.cases[page.block.opening].path : "";
      state.chosen = false;
    } else state.chosen = true;
    return state;
  }

  function decode(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  function format(state) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(DEFAULTS)) if (state[name] !== value) query.set(name, state[name]);
    const rest = query.toString().replace(/%2F/g, "/");
    const path = state.chosen ? encodeURIComponent(state.panel).replace(/%2F/g, "/") : "";
    return `#${path}${rest ? `?${rest}` : ""}`;
  }

  /** Change the state and with it the page; a change can be gone back from unless it replaces. */
  page.go = function go(changes, replace) {
    const next = { ...page.state, ...changes };
    if (!next.panel.startsWith("question/")) next.with = "";
    if (next.view !== "sparql") next.q = "";
    if ("panel" in changes) next.chosen = true;
    const hash = format(next);
    if (hash === format(page.state) && next.panel === page.state.panel) return;
    page.state = next;
    try {
      if (replace) history.replaceState(null, "", hash);
      else history.pushState(null, "", hash);
    } catch {
      // A page shown inside another one may have no address of its own; it works without.
    }
    page.show(changes);
  };

  page.link = (state) => location.href.split("#")[0] + format(state || page.state);

  const reread = () => {
    const next = parse(location.hash);
    if (format(next) === format(page.state) && next.panel === page.state.panel) return;
    page.state = next;
    page.show(null);
  };
  addEventListener("popstate", reread);
  addEventListener("hashchange", reread);

  page.FACETS = FACETS;
  page.state = parse(location.hash);

  /** The node that the reading panel shows, if it shows one. */
  page.chosen = () => page.byPath.get(page.state.panel) || null;
  page.facet = (name) => page.byPath.get(page.state[name]) || null;
  page.facets = () => FACETS.map(page.facet).filter(Boolean);

  /** The cases that meet every part of the question, or every part but one; kept until the question changes. */
  page.matching = function matching(but) {
    const key = FACETS.map((name) => (name === but ? "" : page.state[name])).join("\n");
    if (!kept.has(key)) {
      if (kept.size > 8) kept.clear();
      const parts = FACETS.filter((name) => name !== but)
        .map(page.facet)
        .filter(Boolean)
        .map((node) => page.markedCases(page.casesOf(node, node.kind === "region")));
      kept.set(
        key,
        page.cases.filter((_, position) => parts.every((marked) => marked[position])),
      );
    }
    return kept.get(key);
  };
  const kept = new Map();

  // Light or dark: the system's choice until the reader makes one. Kept for the visit only.
  page.theme = function theme(choice) {
    if (choice === undefined) return document.documentElement.dataset.theme || "auto";
    if (choice === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
    page.recolour();
    return choice;
  };
}
