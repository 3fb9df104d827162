// The page as a whole: head, foot, views, keys; what is drawn anew when the state changes.

{
  const { el, t, byId } = page;
  const VIEWS = {
    graph: "viewGraph",
    table: "viewTable",
    matrix: "viewMatrix",
    map: "viewMap",
    ...(page.hasEngine && { sparql: "viewSparql" }),
  };
  let seen = {};
  let watcher = null;

  page.title = () => (page.state.lang === "en" ? page.release.titleEn || page.release.title : page.release.title);

  /** Call back when an element changes its size; one element is watched at a time. */
  page.watch = function watch(element, run) {
    if (watcher) watcher.disconnect();
    let last = "";
    watcher = new ResizeObserver(() => {
      const now = `${element.clientWidth}×${element.clientHeight}`;
      if (last && now !== last) requestAnimationFrame(run);
      last = now;
    });
    watcher.observe(element);
  };

  function head() {
    const { lang } = page.state;
    document.documentElement.lang = lang === "en" ? "en" : "zh-Hans";
    document.title = page.title();
    page.fill(byId("title"), page.bdi(page.title()));
    const documents =
      page.documents.size === 1
        ? page.clip([...page.documents.values()][0], 40)
        : page.documents.size
          ? t("documentsMany", { n: page.documents.size })
          : "";
    page.fill(
      byId("subtitle"),
      documents ? [el("span", { class: "wide" }, page.bdi(documents), " · ")] : null,
      t("subtitle", { cases: page.cases.length }),
    );
    byId("skip").textContent = t("skip");
    const choice = (name, key) =>
      el(
        "button",
        {
          type: "button",
          "data-view": name,
          "aria-pressed": page.state.view === name ? "true" : "false",
          onclick: () => page.go({ view: name }),
        },
        t(key),
      );
    const language = (code) =>
      el(
        "button",
        {
          type: "button",
          lang: code === "zh" ? "zh-Hans" : "en",
          "data-lang": code,
          "aria-pressed": lang === code ? "true" : "false",
          onclick: () => page.go({ lang: code }),
        },
        page.words[code].langName,
      );
    const theme = page.theme();
    const dark = theme === "dark" || (theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
    page.fill(
      byId("tools"),
      el(
        "div",
        { class: "views", role: "group", "aria-label": t("views") },
        Object.entries(VIEWS).map(([name, key]) => choice(name, key)),
      ),
      page.exportMenu(),
      el("div", { class: "languages", role: "group", "aria-label": t("language") }, language("zh"), language("en")),
      el(
        "button",
        {
          type: "button",
          id: "theme",
          "aria-label": `${t("theme")}${t("colon")}${t(dark ? "themeLight" : "themeDark")}`,
          title: t(dark ? "themeLight" : "themeDark"),
          onclick: () => {
            page.theme(dark ? "light" : "dark");
            head();
          },
        },
        dark ? "☀" : "☾",
      ),
      el("button", { type: "button", id: "help", onclick: help }, t("help")),
    );
  }

  function foot() {
    const { release } = page;
    const note = page.state.lang === "en" ? release.noteEn : release.note;
    page.fill(
      byId("foot"),
      el("p", null, el("strong", null, t("foot")), note ? [" ", page.bdi(note)] : null),
      el(
        "p",
        null,
        [
          release.version ? t("version", { version: release.version }) : t("versionNone"),
          release.date ? t("date", { date: release.date }) : t("dateNone"),
          t("licence", { licence: release.licence }),
        ].map((text, at) => [at ? " · " : "", page.bdi(text)]),
        page.thirdParty.length
          ? [
              " · ",
              t("thirdParty"),
              t("colon"),
              page.thirdParty
                .map(([name, version, licence]) => `${name} ${version} (${licence})`)
                .join(t("listSeparator")),
            ]
          : null,
      ),
    );
  }

  function help() {
    const dialog = byId("dialog");
    page.fill(
      dialog,
      el(
        "div",
        { class: "help" },
        el("h2", null, t("helpTitle")),
        el(
          "ul",
          null,
          t("helpLines").map((line) => el("li", null, line)),
        ),
        el(
          "div",
          { class: "buttons" },
          el("button", { type: "button", class: "primary", onclick: () => dialog.close() }, t("close")),
        ),
      ),
    );
    dialog.showModal();
  }

  function view(whole, changed) {
    const place = byId("view");
    const { view: name } = page.state;
    if (name === "graph") {
      if (whole) page.showGraph(place);
      else page.updateGraph();
      return;
    }
    if (whole) page.leaveGraph();
    if (name === "sparql" && !whole && !changed("q")) return;
    ({ table: page.showTable, matrix: page.showMatrix, map: page.showTiles, sparql: page.showSparql })[name](place);
  }

  /** Draw anew what the state's change touches. */
  page.show = function show() {
    const now = page.state;
    const changed = (...names) => names.some((name) => now[name] !== seen[name]);
    const language = changed("lang");
    const facets = changed(...page.FACETS);
    const focus = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset : {};
    const held = ["facet", "view", "lang", "tab", "reach", "sample"].find((name) => focus[name]);
    const back = held ? `[data-${held}="${focus[held]}"]` : null;
    if (language || changed("view") || facets) head();
    if (language) {
      foot();
      page.showSearch();
    }
    if (language || facets || changed("panel", "with")) {
      page.showQuestion();
      page.showReading();
    }
    view(language || changed("view"), changed);
    seen = { ...now };
    if (back && !document.activeElement.matches(back)) {
      const again = document.querySelector(back);
      if (again) again.focus({ preventScroll: true });
    }
  };

  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, dialog");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      byId("search").focus();
      byId("search").select();
    } else if (event.key === "?" && !typing) {
      event.preventDefault();
      help();
    } else if (event.key === "Escape" && !typing) {
      const menu = byId("export");
      if (menu && menu.open) menu.open = false;
      else if (page.facets().length) {
        page.clearQuestion();
        page.say(t("cleared"));
      }
    }
  });
  addEventListener("click", (event) => {
    const menu = byId("export");
    if (menu && menu.open && !menu.contains(event.target)) menu.open = false;
  });
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("reading").focus();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    head();
    if (page.hasGraph()) page.recolour();
  });

  page.startSearch();
  page.show();
}
