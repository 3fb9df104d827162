// Around the case: the head, the lists on the left, the card of a correction or conflict, the foot, the dialogs.

import { byId, clip, el, fill } from "./dom.js";
import { draw, drawing, state } from "./state.js";
import { get, post } from "./server.js";
import { LANGUAGES, lang, speak, t, term } from "./words.js";
import { open, refused, tell, turn, undo } from "./actions.js";
import { chooseRow, focusRow } from "./rows.js";

// ---- the head

function meter() {
  const { batch } = state;
  const all = batch.cases.length;
  const share = all ? Math.round((batch.done / all) * 100) : 0;
  return el(
    "div",
    { class: "progress" },
    el(
      "div",
      { class: "bar", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": String(all), "aria-valuenow": String(batch.done), "aria-label": t("progress", { done: batch.done, all }) },
      el("i", { class: `w${Math.round(share / 5) * 5}` }),
    ),
    el("span", { id: "progress" }, t("progress", { done: batch.done, all })),
    el("span", { class: "quiet" }, t("decisions", { n: batch.decisions })),
  );
}

export function theme(next) {
  if (next) localStorage.setItem("desk-theme", next);
  const chosen = next || localStorage.getItem("desk-theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
}

function turnTheme() {
  const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
  theme(dark ? "light" : "dark");
}

drawing("top", () => {
  if (!state.batch) return;
  fill(
    byId("top"),
    el("button", { type: "button", id: "drawer", class: "tool", "aria-label": t("cases"), title: t("cases"), onclick: () => document.body.classList.toggle("drawn") }, "☰"),
    el("h1", null, t("title")),
    meter(),
    el(
      "div",
      { class: "tools" },
      el("button", { type: "button", class: "tool", id: "reviewer", title: t("reviewer"), onclick: () => askName() }, `${t("reviewer")}${t("colon")}${clip(state.reviewer, 12) || "—"}`),
      el(
        "span",
        { class: "languages" },
        LANGUAGES.map((name) =>
          el("button", { type: "button", class: "tool", lang: name === "zh" ? "zh-Hans" : "en", "aria-pressed": String(lang() === name), "data-language": name, onclick: () => changeLanguage(name) }, name === "zh" ? "中文" : "English"),
        ),
      ),
      el("button", { type: "button", class: "tool", id: "theme", onclick: turnTheme }, t("theme")),
      el("button", { type: "button", class: "tool", id: "help", "aria-keyshortcuts": "?", onclick: help }, t("help")),
    ),
  );
});

function changeLanguage(name) {
  speak(name);
  draw();
  focusRow();
}

// ---- the lists on the left

const TABS = ["cases", "corrections", "conflicts", "touched"];

function tabs() {
  const { batch } = state;
  const left = state.corrections ? state.corrections.corrections.filter((one) => one.state === "open").length : batch.corrections;
  const counts = { cases: "", corrections: left || "", conflicts: state.conflicts ? state.conflicts.open : "", touched: batch.touched || "" };
  const shown = TABS.filter((name) => name !== "conflicts" || batch.settling);
  return el(
    "div",
    { class: "tabs", role: "tablist", "aria-label": t("tabsLabel") },
    shown.map((name) =>
      el(
        "button",
        { type: "button", role: "tab", "aria-selected": String(state.tab === name), "data-tab": name, onclick: () => openTab(name) },
        t(name === "cases" ? "batch" : name),
        counts[name] === "" ? null : el("b", null, counts[name]),
      ),
    ),
  );
}

export async function openTab(name) {
  state.tab = name;
  try {
    if (name === "corrections") state.corrections = await get("corrections", { reviewer: state.reviewer });
    if (name === "conflicts") state.conflicts = await get("conflicts", { reviewer: state.reviewer });
    if (name === "touched") state.touched = await get("touched", { reviewer: state.reviewer });
  } catch (error) {
    await refused(error);
  }
  draw("batch");
}

const CASE_STATES = { open: "stateOpen", begun: "stateBegun", done: "stateDone" };

function caseItem(item) {
  const told = [t(CASE_STATES[item.state])];
  if (item.by.length) told.push(t("stateBy", { names: item.by.join(t("separator")) }));
  if (item.stale) told.push(t("stateStale"));
  if (item.touched) told.push(t("stateTouched"));
  const isCurrent = state.shown && state.shown.path === item.path;
  return el(
    "li",
    null,
    el(
      "button",
      {
        type: "button",
        class: `case ${item.state} ${item.by.length ? "by" : ""} ${item.stale ? "stale" : ""} ${isCurrent ? "current" : ""}`,
        "aria-current": isCurrent ? "true" : null,
        "data-case": item.path,
        title: `${item.title}\n${told.join(t("separator"))}`,
        onclick: () => {
          document.body.classList.remove("drawn");
          open(item.path);
        },
      },
      el("span", { class: "dot", "aria-hidden": "true" }, item.state === "done" ? "✓" : item.state === "begun" ? "◐" : item.by.length ? "✓" : "○"),
      el("span", { class: "number" }, clip(item.number, 8)),
      el("span", { class: "name", lang: "zh-Hans" }, item.title),
      item.stale || item.touched ? el("span", { class: "flag", "aria-hidden": "true" }, "!") : null,
      el("span", { class: "unseen" }, told.join(t("separator"))),
    ),
  );
}

function caseList() {
  const { batch } = state;
  const groups = batch.documents
    .map((document) => ({ document, cases: batch.cases.filter((item) => item.document === document.slug) }))
    .filter((group) => group.cases.length);
  return groups.map(({ document, cases }) => [
    groups.length > 1 ? el("h3", { lang: "zh-Hans" }, clip(document.title, 30)) : null,
    el("ul", null, cases.map(caseItem)),
  ]);
}

function fileButton() {
  const input = el("input", { type: "file", id: "files", accept: ".yaml,.yml", multiple: true, class: "unseen", tabindex: "-1" });
  input.addEventListener("change", async () => {
    const files = await Promise.all([...input.files].map(async (file) => ({ name: file.name, text: await file.text() })));
    await importFiles(files);
  });
  return [input, el("button", { type: "button", class: "choose", onclick: () => input.click() }, t("chooseFiles"))];
}

export async function importFiles(files) {
  try {
    state.corrections = await post("import", { files, reviewer: state.reviewer });
    state.batch.corrections = state.corrections.corrections.length;
    state.tab = "corrections";
    draw("batch");
    const first = state.corrections.corrections.find((one) => one.state === "open" && one.known);
    if (first) showCorrection(first);
  } catch (error) {
    await refused(error);
  }
}

function correctionItem(item) {
  return el(
    "li",
    null,
    el(
      "button",
      { type: "button", class: `item ${item.state} ${state.card && state.card.id === item.id ? "current" : ""}`, "data-correction": item.id, disabled: !item.known, onclick: () => showCorrection(item) },
      el("span", { class: "mark" }, term("answeredAs", item.state)),
      el("span", { class: "what" }, item.known ? `${item.number} · ${term("relations", item.relation)}${t("colon")}${item.was ? `${item.was} → ` : ""}${item.label}` : t("correctionStranger")),
      el("small", null, term("readerSays", item.decision)),
    ),
  );
}

function correctionList() {
  const found = state.corrections || { corrections: [], faults: {} };
  return [
    el("p", { class: "quiet" }, t("correctionsIntro")),
    fileButton(),
    Object.entries(found.faults).map(([name, what]) => el("p", { class: "fault" }, name, t("colon"), t("correctionFault", { what }))),
    found.corrections.length ? el("ul", null, found.corrections.map(correctionItem)) : el("p", { class: "quiet" }, t("correctionsNone")),
  ];
}

export async function showCorrection(item) {
  state.card = { kind: "correction", id: item.id, case: item.case, quotes: item.quotes.map((quote) => ({ field: null, start: -1, quote })) };
  await open(item.case, { row: item.row });
}

function conflictItem(item) {
  const label = item.relation === "coverage" ? "" : item.label;
  return el(
    "li",
    null,
    el(
      "button",
      { type: "button", class: `item ${item.settled ? "accepted" : "open"} ${state.card && state.card.id === item.id ? "current" : ""}`, "data-conflict": item.id, onclick: () => showConflict(item) },
      el("span", { class: "mark" }, item.settled ? settledAs(item) : "?"),
      el("span", { class: "what" }, `${item.number} · ${item.relation === "coverage" ? t("coverage") : term("relations", item.relation)}${label ? t("colon") : ""}${label}`),
    ),
  );
}

const settledAs = (item) => term("settledAs", item.settled).replace("{name}", state.conflicts.names[item.settled === "second" ? 1 : 0]);

function conflictList() {
  const found = state.conflicts;
  if (!found) return null;
  return [
    el("p", { class: "quiet" }, found.conflicts.length ? t("conflictsLeft", { n: found.open }) : t("conflictsNone")),
    el("ul", null, found.conflicts.map(conflictItem)),
    el("h3", null, t("agreementTitle")),
    el(
      "table",
      { class: "agreement" },
      el("thead", null, el("tr", null, ["", "N", "%", "α"].map((head) => el("th", { scope: "col" }, head)))),
      el(
        "tbody",
        null,
        found.agreements
          .filter((one) => one.units)
          .map((one) =>
            el(
              "tr",
              null,
              el("th", { scope: "row" }, one.layer === "all links" ? t("layerAll") : one.layer === "coverage" ? t("coverage") : term("relations", one.layer)),
              el("td", null, one.units),
              el("td", null, Math.round((one.same / one.units) * 100)),
              el("td", null, one.alpha === null ? "–" : one.alpha.toFixed(2)),
            ),
          ),
      ),
    ),
  ];
}

export async function showConflict(item) {
  const quotes = [...item.first.quotes, ...item.second.quotes];
  state.card = { kind: "conflict", id: item.id, case: item.case, quotes };
  await open(item.case, { row: item.row });
}

function touchedList() {
  const found = state.touched || [];
  if (!found.length) return el("p", { class: "quiet" }, t("touchedNone"));
  return [
    el("p", { class: "quiet" }, t("touchedIntro")),
    found.map((item) => [
      el("ul", null, caseItem(item)),
      el(
        "ul",
        { class: "touches" },
        item.changes.map((change) =>
          el("li", null, el("b", { class: change.change }, term("touch", change.change)), " ", `${term("relations", change.relation)}${t("colon")}${change.label} `, el("q", { lang: "zh-Hans" }, clip(change.quote, 20))),
        ),
      ),
    ]),
  ];
}

drawing("batch", () => {
  if (!state.batch) return;
  const panel = byId("batch");
  const old = panel.querySelector(".roll");
  const kept = old && old.dataset.tab === state.tab ? old.scrollTop : 0;
  panel.setAttribute("aria-label", t("batchLabel"));
  const lists = { cases: caseList, corrections: correctionList, conflicts: conflictList, touched: touchedList };
  const zh = lang() === "zh";
  const roll = el(
    "div",
    { class: `roll ${state.tab}`, "data-tab": state.tab },
    state.batch.notices.map((one) => el("p", { class: `notice ${one.code}`, role: "note" }, zh ? one.zh : one.en)),
    lists[state.tab](),
  );
  fill(panel, tabs(), roll);
  roll.scrollTop = kept;
});

// ---- the card above the links

function side(name, said, relation) {
  if (relation === "coverage") return el("div", { class: "side" }, el("h4", null, name), el("p", null, term("coverages", said.label)));
  return el(
    "div",
    { class: "side" },
    el("h4", null, name, said.date ? el("small", null, ` ${said.date}`) : null),
    said.holds
      ? el("p", null, el("strong", null, said.label), said.role ? ` · ${term("roles", said.role)}` : "", said.type ? ` · ${said.type.label}` : "")
      : el("p", { class: "rejected" }, said.listed ? t("notHeld") : t("notListed")),
    el(
      "p",
      { class: "quotes" },
      [...new Set(said.quotes.map((quote) => quote.quote))].map((words) => el("q", { lang: "zh-Hans" }, clip(words, 30))),
    ),
  );
}

async function settle(item, choice) {
  try {
    state.conflicts = await post("settle", { case: item.case, id: item.id, choice, reviewer: state.reviewer });
    await open(item.case, { quietly: true, row: item.row });
    tell(settledAs(state.conflicts.conflicts.find((one) => one.id === item.id)));
    const at = state.conflicts.conflicts.findIndex((one) => one.id === item.id);
    const order = [...state.conflicts.conflicts.slice(at + 1), ...state.conflicts.conflicts.slice(0, at)];
    const next = order.find((one) => !one.settled);
    if (next) await showConflict(next);
    else draw();
  } catch (error) {
    await refused(error);
  }
}

function conflictCard(item) {
  const [first, second] = state.conflicts.names;
  return el(
    "section",
    { class: "card", "aria-label": t("conflictOf") },
    el("h3", null, t("conflictOf"), item.settled ? el("small", null, ` · ${settledAs(item)}`) : null),
    el("div", { class: "sides" }, side(first, item.first, item.relation), side(second, item.second, item.relation)),
    el(
      "div",
      { class: "ends" },
      el("button", { type: "button", "data-take": "first", "aria-keyshortcuts": "A", onclick: () => settle(item, "first") }, t("takeFirst", { name: first }), el("kbd", null, "A")),
      el("button", { type: "button", "data-take": "second", "aria-keyshortcuts": "D", onclick: () => settle(item, "second") }, t("takeSecond", { name: second }), el("kbd", null, "D")),
      el("span", { class: "quiet" }, t("takeThird")),
    ),
  );
}

async function answer(item, verdict) {
  try {
    state.corrections = await post("answer", { id: item.id, verdict, reviewer: state.reviewer });
    state.batch.corrections = state.corrections.corrections.length;
    await open(item.case, { quietly: true, row: item.row });
    const next = state.corrections.corrections.find((one) => one.state === "open" && one.known && one.id !== item.id);
    if (verdict !== "drop") tell(`${term("answeredAs", verdict === "accept" ? "accepted" : "refused")}${t("colon")}${item.label}`);
    if (next) await showCorrection(next);
    else {
      if (verdict === "drop") state.card = null;
      draw();
    }
  } catch (error) {
    await refused(error);
  }
}

function correctionCard(item) {
  return el(
    "section",
    { class: "card", "aria-label": t("correctionOf") },
    el("h3", null, t("correctionOf"), el("small", null, ` · ${item.file}`)),
    el(
      "p",
      null,
      `${term("readerSays", item.decision)}${t("colon")}`,
      el("strong", null, `${term("relations", item.relation)} `, item.was ? el("s", null, item.was) : null, item.was ? " → " : "", item.label),
      item.role ? ` · ${term("roles", item.role)}` : "",
      " ",
      item.quotes.map((quote) => el("q", { lang: "zh-Hans" }, clip(quote, 40))),
    ),
    item.comment ? el("p", { class: "quiet" }, item.comment) : null,
    item.sameText ? null : el("p", { class: "fault" }, t("correctionOtherText")),
    item.fault ? el("p", { class: "fault" }, item.fault.startsWith("missing:") ? t("lostQuote") : item.fault) : null,
    el(
      "div",
      { class: "ends" },
      el("button", { type: "button", "data-verdict": "accept", "aria-keyshortcuts": "A", onclick: () => answer(item, "accept") }, t("accept"), el("kbd", null, "A")),
      el("button", { type: "button", "data-verdict": "refuse", "aria-keyshortcuts": "D", onclick: () => answer(item, "refuse") }, t("refuse"), el("kbd", null, "D")),
      el("button", { type: "button", class: "quiet", "data-verdict": "drop", onclick: () => answer(item, "drop") }, t("drop")),
      el("span", { class: "quiet" }, term("answeredAs", item.state)),
    ),
  );
}

/** The card's first or second answer: A or D. */
export function pressCard(at) {
  const button = byId("card") && byId("card").querySelectorAll("[aria-keyshortcuts]")[at];
  if (button) button.click();
}

drawing("card", () => {
  const panel = byId("card");
  if (!panel) return;
  const { card } = state;
  let made = null;
  if (card && card.kind === "correction" && state.corrections) {
    const item = state.corrections.corrections.find((one) => one.id === card.id);
    if (item) made = correctionCard(item);
  } else if (card && card.kind === "conflict" && state.conflicts) {
    const item = state.conflicts.conflicts.find((one) => one.id === card.id);
    if (item) made = conflictCard(item);
  }
  fill(panel, made);
});

// ---- the foot

drawing("foot", () => {
  const file = state.shown && state.shown.file;
  fill(
    byId("foot"),
    el("p", { class: state.fault ? "told fault" : "told", id: "told" }, state.told || (file ? t("file", { file }) : "")),
    el("p", { class: "hints" }, t("keyHints").map(([key, what]) => el("span", null, el("kbd", null, key), what))),
  );
});

// ---- dialogs

export function help() {
  const dialog = byId("dialog");
  fill(
    dialog,
    el("h2", null, t("helpTitle")),
    el("p", null, t("helpIntro")),
    el("dl", { class: "keys" }, t("helpKeys").map(([key, what]) => [el("dt", null, key), el("dd", null, what)])),
    el("p", null, t("helpFoot")),
    el("div", { class: "ends" }, el("button", { type: "button", class: "primary", onclick: () => dialog.close() }, t("closeDialog"))),
  );
  dialog.showModal();
}

/** Ask for the reviewer's name; once, unless asked again. */
export function askName() {
  return new Promise((resolve) => {
    const dialog = byId("dialog");
    const input = el("input", { id: "name", type: "text", maxlength: "40", autocomplete: "off", required: true, value: state.reviewer });
    const begin = (event) => {
      event.preventDefault();
      const name = input.value.trim().replace(/\s+/g, " ");
      if (!name) return;
      state.reviewer = name;
      localStorage.setItem("desk-reviewer", name);
      dialog.close();
      resolve(name);
      document.dispatchEvent(new CustomEvent("reviewer"));
    };
    fill(
      dialog,
      el(
        "form",
        { class: "who", onsubmit: begin },
        el("h2", null, t("nameTitle")),
        el("p", null, t("nameIntro")),
        el("label", { for: "name" }, el("span", null, t("nameField")), input),
        el("div", { class: "ends" }, el("button", { type: "submit", class: "primary", id: "start" }, t("nameStart"))),
      ),
    );
    if (!dialog.open) dialog.showModal();
    input.focus();
  });
}

export { turn, undo, chooseRow };
