// The links of a case: proposals and decisions, grouped by relation, each with the words that support it.

import { byId, clip, el, fill, say } from "./dom.js";
import { KIND, RELATIONS, ROLES, current, draw, drawing, isClosed, isDone, openRows, rowOf, rows, state } from "./state.js";
import { t, term } from "./words.js";
import { act, closeRelation, decide, finish } from "./actions.js";
import { changeRow } from "./editor.js";
import { revealWords } from "./text.js";

const SIGNS = { accept: "✓", reject: "✕", change: "✎", add: "＋" };

const stateOf = (row) => (row.fault ? "fault" : row.decision || "open");

/** The words of a row; the same words at several places are shown once, with their number. */
function quotes(row) {
  const byWords = new Map();
  for (const quote of row.quotes) byWords.set(quote.quote, [...(byWords.get(quote.quote) || []), quote]);
  const mayDrop = byWords.size > 1 && row.decision !== "reject";
  return el(
    "span",
    { class: "quotes", lang: "zh-Hans" },
    [...byWords].map(([words, places]) =>
      el(
        "span",
        { class: "quote" },
        el("q", null, clip(words, 40)),
        places.length > 1 ? el("small", null, `×${places.length}`) : null,
        mayDrop
          ? el(
              "button",
              {
                type: "button",
                class: "drop",
                tabindex: "-1",
                title: t("removeQuote"),
                "aria-label": `${t("removeQuote")} ${words}`,
                onclick: (event) => {
                  event.stopPropagation();
                  state.row = row.id;
                  setQuotes(row, row.quotes.filter((quote) => quote.quote !== words));
                },
              },
              "×",
            )
          : null,
      ),
    ),
  );
}

/** Give a row other words. */
export function setQuotes(row, kept) {
  return act(row, { do: "change", quotes: kept.map(({ field, start, end }) => ({ field, start, end })) }, "change");
}

export function roleName(row) {
  if (row.role) return term("roles", row.role);
  return row.relation === "institution" || row.relation === "region" || row.relation === "actorType" ? t("roleNone") : t("roleNoneOther");
}

function role(row) {
  if (!ROLES[row.relation]) return null;
  const isOpen = state.menu === row.id;
  const quiet = !row.role;
  return el(
    "span",
    { class: "role" },
    el(
      "button",
      {
        type: "button",
        class: quiet ? "chip quiet" : "chip",
        "aria-haspopup": "menu",
        "aria-expanded": String(isOpen),
        title: `${t("roleLabel")} (R)`,
        onclick: (event) => {
          event.stopPropagation();
          openRoles(row);
        },
      },
      roleName(row),
      el("span", { "aria-hidden": "true" }, " ▾"),
    ),
    isOpen ? roleMenu(row) : null,
  );
}

function roleMenu(row) {
  const options = [...ROLES[row.relation], null];
  return el(
    "span",
    { class: "menu", role: "menu" },
    options.map((name, at) =>
      el(
        "button",
        {
          type: "button",
          role: "menuitemradio",
          "aria-checked": String(row.role === name),
          "data-role": name || "",
          onclick: (event) => {
            event.stopPropagation();
            takeRole(row, at);
          },
        },
        el("kbd", null, at + 1),
        name ? term("roles", name) : roleName({ ...row, role: null }),
      ),
    ),
  );
}

export function openRoles(row) {
  if (!ROLES[row.relation]) {
    say(t("noRoles"));
    return;
  }
  state.row = row.id;
  state.menu = state.menu === row.id ? null : row.id;
  draw("links", "text");
  focusRow();
}

/** Give a row the role that stands at a place of its menu; the last place is none. */
export function takeRole(row, at) {
  const options = [...ROLES[row.relation], null];
  if (at >= options.length) return;
  state.menu = null;
  act(row, { do: "change", role: options[at] }, "change");
}

function notes(row, english) {
  const found = english && english !== row.label ? [el("span", { lang: "zh-Hans" }, row.label)] : [];
  if (row.was) found.push(el("span", { class: "was" }, t("wasLabel", { label: row.was })));
  if (row.type) found.push(row.type.label);
  if (row.region) found.push(row.region.label);
  if (row.kind) found.push(term("kinds", row.kind));
  if (row.value && row.value !== row.label) found.push(`${row.value}${row.unit || ""}`);
  if (row.realizes && row.realizes.length) found.push(`→ ${row.realizes.map((one) => one.label).join(t("separator"))}`);
  if (!row.type && row.above) found.push(row.above);
  if (row.basis && row.basis !== "explicit") found.push(term("bases", row.basis));
  return found.flatMap((one, at) => (at ? [" · ", one] : [one]));
}

function others(row) {
  return row.others.map((other) => {
    const what = term("states", other.decision) + (other.role && other.role !== row.role && other.decision !== "reject" ? ` ${t("saidAs", { role: term("roles", other.role) })}` : "");
    return el(
      "span",
      { class: row.contested ? "other contested" : "other" },
      t(row.contested ? "contested" : "saidAlso", { by: other.by, what }),
    );
  });
}

function fault(row) {
  if (!row.fault) return null;
  return el(
    "span",
    { class: "lost" },
    row.fault.startsWith("missing:") ? t("lostQuote") : t("unknownObject", { what: row.fault }),
  );
}

function button(row, sign, key, shortcut, run, pressed) {
  return el(
    "button",
    {
      type: "button",
      class: `do ${key}`,
      title: `${t(key)} (${shortcut})`,
      "aria-label": `${t(key)} ${row.label}`,
      "aria-keyshortcuts": shortcut,
      "aria-pressed": pressed === undefined ? null : String(pressed),
      tabindex: "-1",
      onclick: (event) => {
        event.stopPropagation();
        state.row = row.id;
        run();
      },
    },
    sign,
  );
}

function line(row) {
  const source = row.source === "rule" && row.rule ? t("sourceHint", { rule: row.rule, confidence: row.confidence ?? "–" }) : "";
  const english = document.documentElement.lang === "en" && row.labelEn ? row.labelEn : "";
  const told = [
    term("relations", row.relation), row.label, ROLES[row.relation] ? roleName(row) : "",
    row.quotes.map((quote) => `“${quote.quote}”`).join(" "), term("sources", row.source), row.fault ? t("lostQuote") : term("states", row.decision || "open"),
  ];
  return el(
    "li",
    {
      class: `row ${stateOf(row)} ${state.row === row.id ? "focused" : ""}`,
      "data-id": row.id,
      "data-decision": row.decision || "open",
      tabindex: state.row === row.id ? "0" : "-1",
      role: "group",
      "aria-label": told.filter(Boolean).join(t("separator")),
      onclick: () => chooseRow(row.id),
    },
    el("span", { class: "sign", "aria-hidden": "true" }, row.fault ? "!" : SIGNS[row.decision] || ""),
    el(
      "span",
      { class: "object" },
      el("strong", { lang: english ? "en" : "zh-Hans" }, english || row.label),
      el("small", null, notes(row, english), " ", fault(row), others(row)),
    ),
    role(row) || el("span", { class: "role" }),
    quotes(row),
    el("span", { class: "source", title: source || row.comment || null }, term("sources", row.source)),
    el(
      "span",
      { class: "buttons" },
      button(row, "✓", "confirm", "Y", () => decide("accept"), row.decision === "accept"),
      button(row, "✕", "reject", "N", () => decide("reject"), row.decision === "reject"),
      button(row, "✎", "change", "C", () => changeRow()),
    ),
  );
}

function group(relation) {
  const found = rows().filter((row) => row.relation === relation);
  const open = openRows(relation).length;
  const closed = isClosed(relation);
  return el(
    "section",
    { class: `group ${KIND[relation] || "other"} ${found.length ? "" : "bare"}`, "data-relation": relation, "aria-label": term("relations", relation) },
    el(
      "header",
      null,
      el("h3", null, term("relations", relation)),
      el("span", { class: "count" }, found.length ? found.length : t("none")),
      relation === "ipType" ? coverage() : null,
      el(
        "button",
        {
          type: "button",
          class: closed ? "close closed" : "close",
          "aria-pressed": String(closed),
          title: closed ? t("closedHint") : t("closeHint"),
          onclick: () => closeRelation(relation),
        },
        closed ? t("closed") : open ? t("close") : t("closePlain"),
      ),
    ),
    found.length ? el("ul", null, found.map(line)) : null,
  );
}

function coverage() {
  const choice = el(
    "select",
    {
      class: state.shown.coverageDecided ? "coverage decided" : "coverage",
      "aria-label": t("coverage"),
      title: t("coverage"),
      onchange: (event) => act(null, { do: "cover", coverage: event.target.value }, "coverage", term("coverages", event.target.value)),
    },
    Object.keys(t("coverages")).map((name) => el("option", { value: name, selected: name === state.shown.coverage }, term("coverages", name))),
  );
  return choice;
}

drawing("links", () => {
  const panel = byId("links");
  panel.setAttribute("aria-label", t("linksLabel"));
  if (!state.shown) {
    fill(panel);
    return;
  }
  const list = panel.querySelector(".list");
  const kept = list && list.dataset.case === state.shown.path ? list.scrollTop : 0;
  const hasFocus = list && list.contains(document.activeElement);
  const open = openRows().length;
  const made = el("div", { class: "list", "data-case": state.shown.path }, RELATIONS.map(group));
  fill(
    panel,
    el(
      "header",
      { class: "links-head" },
      el("h2", null, t("linksLabel")),
      el("span", { class: "count", id: "counts" }, t(open ? "counts" : "allDecided", { n: rows().length, open })),
      el(
        "button",
        {
          type: "button",
          id: "finish",
          class: isDone() ? "finish done" : "finish",
          "aria-keyshortcuts": "Shift+Enter",
          title: isDone() ? t("finishAgain") : null,
          onclick: () => finish(),
        },
        isDone() ? t("finishDone") : t("finish"),
        isDone() ? null : el("kbd", null, "⇧↵"),
      ),
    ),
    el("div", { id: "card" }),
    made,
    el("div", { id: "notices", role: "status" }),
    el("div", { id: "editor" }),
  );
  made.scrollTop = kept;
  draw("notices", "card", "editor");
  if (hasFocus) focusRow();
});

drawing("notices", () => {
  const panel = byId("notices");
  if (!panel) return;
  const zh = document.documentElement.lang !== "en";
  fill(panel, (state.shown.notices || []).map((one) => el("p", { class: `notice ${one.code}`, role: "note" }, zh ? one.zh : one.en)));
});

/** Give a row the focus: its words are outlined in the text. */
export function chooseRow(id) {
  if (state.row !== id) state.menu = null;
  state.row = id;
  draw("links", "text");
  focusRow();
  revealWords();
}

/** Put the keyboard's focus on the row, and scroll no further than it takes to see it. */
export function focusRow() {
  const element = document.querySelector("#links .row.focused");
  if (!element || (state.editor && byId("editor").contains(document.activeElement))) return;
  element.focus({ preventScroll: true });
  const list = element.closest(".list");
  const [box, one] = [list.getBoundingClientRect(), element.getBoundingClientRect()];
  if (one.top < box.top + 26) list.scrollTop -= box.top + 26 - one.top;
  else if (one.bottom > box.bottom - 6) list.scrollTop += one.bottom - box.bottom + 6;
}

/** The row before or after the focused one. */
export function step(by) {
  const found = rows();
  if (!found.length) return;
  const at = found.findIndex((row) => row.id === state.row);
  const next = at < 0 ? (by > 0 ? 0 : found.length - 1) : Math.min(Math.max(at + by, 0), found.length - 1);
  chooseRow(found[next].id);
}

/** The next open row after the focused one, from the beginning again at the end. */
export function nextOpen() {
  const found = rows();
  const at = found.findIndex((row) => row.id === state.row);
  const order = [...found.slice(at + 1), ...found.slice(0, Math.max(at, 0))];
  const next = order.find((row) => !row.decision);
  if (next) state.row = next.id;
}

export const focused = () => current() || rowOf((rows()[0] || {}).id);
