// The case's text: words that support links are marked, and words can be selected to add some.

import { byId, clip, el, fill } from "./dom.js";
import { KIND, RELATIONS, current, draw, drawing, rows, state } from "./state.js";
import { t, term } from "./words.js";
import { chooseRow } from "./rows.js";
import { addFrom } from "./editor.js";

const QUOTE_LIMIT = 60;
const DIGITS = "1234567890";

/** Cut a field at the ends of all its quotes, so that quotes may overlap; every piece knows where it begins. */
function pieces(field) {
  const signs = Array.from(state.shown[field]);
  const focused = current();
  const spans = [];
  for (const row of rows()) {
    if (row.decision === "reject") continue;
    for (const quote of row.quotes) if (quote.field === field) spans.push({ row, start: quote.start, end: quote.end });
  }
  const chosen = focused ? focused.quotes.filter((quote) => quote.field === field) : [];
  const picked = state.picked && state.picked.field === field ? [state.picked] : [];
  const told = cardSpans(field);
  const every = [...spans, ...chosen, ...picked, ...told];
  const cuts = [...new Set([0, signs.length, ...every.flatMap((span) => [span.start, span.end])])].sort((a, b) => a - b);
  const made = [];
  for (let at = 0; at + 1 < cuts.length; at += 1) {
    const [from, to] = [cuts[at], cuts[at + 1]];
    const over = (list) => list.filter((span) => span.start <= from && span.end >= to);
    const under = over(spans).sort((a, b) => a.end - a.start - (b.end - b.start));
    made.push({
      at: from,
      words: signs.slice(from, to).join(""),
      rows: under.map((span) => span.row),
      depth: Math.min(new Set(under.map((span) => `${span.start}-${span.end}`)).size, 3),
      on: over(chosen).length > 0,
      picked: over(picked).length > 0,
      told: over(told).length > 0,
    });
  }
  return made;
}

/** The words that a correction or a conflict points to, wherever they stand first. */
function cardSpans(field) {
  if (!state.card || state.card.case !== state.shown.path) return [];
  const found = [];
  for (const quote of state.card.quotes || []) {
    if (quote.field && quote.field !== field) continue;
    const words = state.shown[field];
    const at = quote.start >= 0 && quote.field ? quote.start : Array.from(words.slice(0, Math.max(words.indexOf(quote.quote), 0))).length;
    if (!quote.field && !words.includes(quote.quote)) continue;
    found.push({ start: at, end: at + Array.from(quote.quote).length });
  }
  return found;
}

function element(piece) {
  if (!piece.rows.length && !piece.on && !piece.picked && !piece.told) return el("span", { "data-at": piece.at }, piece.words);
  const kind = piece.rows.length ? KIND[piece.rows[0].relation] || "other" : "other";
  const names = piece.rows.map((row) => `${term("relations", row.relation)}${t("colon")}${row.label}`);
  return el(
    "mark",
    {
      "data-at": piece.at,
      class: [`depth${piece.depth}`, kind, piece.on && "on", piece.picked && "picked", piece.told && "told"].filter(Boolean).join(" "),
      title: clip([...new Set(names)].join("\n"), 300) || null,
      onclick: () => {
        if (!window.getSelection().isCollapsed || !piece.rows.length) return;
        const at = piece.rows.findIndex((row) => row.id === state.row);
        chooseRow(piece.rows[(at + 1) % piece.rows.length].id);
      },
    },
    piece.words,
  );
}

/** Paragraphs of the text: split at line feeds, which no quote crosses. */
function paragraphs() {
  const found = [[]];
  for (const piece of pieces("text")) {
    let at = piece.at;
    piece.words.split("\n").forEach((words, number) => {
      if (number) {
        found.push([]);
        at += 1;
      }
      if (words) found[found.length - 1].push(element({ ...piece, at, words }));
      at += Array.from(words).length;
    });
  }
  return found.map((paragraph) => el("p", null, paragraph));
}

// ---- selecting

/** Where a point of a selection stands in a field: {field, at}. */
function place(node, offset) {
  const holder = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const part = holder.closest("[data-field]");
  if (!part) return null;
  const piece = holder.closest("[data-at]");
  if (node.nodeType === Node.TEXT_NODE && piece) {
    return { field: part.dataset.field, at: Number(piece.dataset.at) + Array.from(node.data.slice(0, offset)).length };
  }
  const after = [...part.querySelectorAll("[data-at]")].find((one) => {
    const range = document.createRange();
    range.setStart(node, offset);
    return range.comparePoint(one, 0) >= 0;
  });
  const whole = Array.from(state.shown[part.dataset.field]).length;
  return { field: part.dataset.field, at: after ? Number(after.dataset.at) : whole };
}

/** Take up what is selected in the text. */
function pick() {
  const chosen = window.getSelection();
  if (!state.shown || chosen.isCollapsed || !chosen.rangeCount) return;
  const range = chosen.getRangeAt(0);
  if (!byId("reading").contains(range.commonAncestorContainer)) return;
  const [from, to] = [place(range.startContainer, range.startOffset), place(range.endContainer, range.endOffset)];
  if (!from || !to || from.field !== to.field) return;
  const signs = Array.from(state.shown[from.field]);
  let [start, end] = [from.at, to.at];
  while (start < end && /\s/.test(signs[start])) start += 1;
  while (end > start && /\s/.test(signs[end - 1])) end -= 1;
  if (start === end) return;
  const quote = signs.slice(start, end).join("");
  const fault = /[。；\n]/.test(quote) ? "pickedBreak" : end - start > QUOTE_LIMIT ? "pickedLong" : "";
  state.picked = { field: from.field, start, end, quote, fault };
  drawStrip();
  if (state.editor && !fault) {
    state.editor.quotes = [state.picked];
    draw("editor");
  }
}

export function unpick() {
  state.picked = null;
  window.getSelection().removeAllRanges();
}

/** What may be done with the selected words, naming the row that `E` gives them to. */
function said(quote) {
  const row = current();
  return row ? t("pickedFor", { quote, label: clip(row.label, 14) }) : t("picked", { quote });
}

function strip() {
  const { picked } = state;
  const usable = picked && !picked.fault;
  return [
    el(
      "p",
      { class: picked && picked.fault ? "hint fault" : "hint" },
      !picked ? t("pickHint") : picked.fault ? t(picked.fault) : said(clip(picked.quote, 24)),
    ),
    el(
      "div",
      { class: "adders", role: "group", "aria-label": t("addAs") },
      RELATIONS.map((relation, at) =>
        el(
          "button",
          {
            type: "button",
            class: `adder ${KIND[relation] || "other"}`,
            "data-add": relation,
            "aria-disabled": usable ? null : "true",
            "aria-keyshortcuts": DIGITS[at],
            onmousedown: (event) => event.preventDefault(),
            onclick: () => addFrom(relation),
          },
          el("kbd", null, DIGITS[at]),
          term("relations", relation),
        ),
      ),
    ),
  ];
}

function drawStrip() {
  const bar = byId("strip");
  if (bar) fill(bar, strip());
}

drawing("text", () => {
  const panel = byId("reading");
  const { shown } = state;
  panel.setAttribute("aria-label", t("textLabel"));
  if (!shown) {
    fill(panel);
    return;
  }
  const old = panel.querySelector(".sheet");
  const kept = old && old.dataset.case === shown.path ? old.scrollTop : 0;
  const sheet = el(
    "div",
    { class: "sheet", "data-case": shown.path, tabindex: "0", lang: "zh-Hans", "aria-label": t("textLabel") },
    el("p", { class: "kicker" }, documentTitle(shown.document), " · ", t("caseOf", { number: shown.number })),
    el("h2", { "data-field": "title" }, pieces("title").map(element)),
    el("div", { class: "text", "data-field": "text" }, paragraphs()),
  );
  fill(panel, sheet, el("div", { class: "strip", id: "strip" }, strip()));
  sheet.scrollTop = kept;
});

function documentTitle(slug) {
  const found = state.batch && state.batch.documents.find((one) => one.slug === slug);
  return clip(found ? found.title : slug, 40);
}

/** Bring the words of the row that has the focus into view, without moving anything else. */
export function revealWords() {
  const sheet = document.querySelector("#reading .sheet");
  const mark = sheet && sheet.querySelector("mark.on");
  if (!mark) return;
  const [box, one] = [sheet.getBoundingClientRect(), mark.getBoundingClientRect()];
  if (one.top < box.top) sheet.scrollTop -= box.top - one.top + 40;
  else if (one.bottom > box.bottom) sheet.scrollTop += one.bottom - box.bottom + 40;
}

document.addEventListener("mouseup", () => setTimeout(pick, 0));
document.addEventListener("keyup", (event) => {
  if (event.shiftKey || event.key === "Shift") pick();
});
