// What the reviewer does, sent to the desk one after another, each shown as soon as it is stored.

import { byId, say } from "./dom.js";
import { RELATIONS, current, draw, isClosed, isDone, openRows, rowOf, rows, state } from "./state.js";
import { get, idle, post } from "./server.js";
import { lang, t, term } from "./words.js";
import { focusRow, nextOpen, setQuotes } from "./rows.js";
import { revealWords, unpick } from "./text.js";

/** Run something that may put another case on the desk; no key is taken until it has. */
function turning(run) {
  return async (...given) => {
    state.turning += 1;
    try {
      return await run(...given);
    } finally {
      state.turning -= 1;
    }
  };
}

/** Say in the foot what was done; a fault stays until the next action. */
export function tell(text, isFault) {
  state.fault = isFault ? text : "";
  state.told = text;
  draw("foot");
  say(text);
}

/** Tell why something was refused; what the page shows is brought up to date. */
export async function refused(error) {
  if (!error.code) throw error;
  tell(lang() === "zh" ? error.zh : error.en, true);
  if (error.code !== "stopped" && error.code !== "forbidden" && state.shown) await open(state.shown.path, { quietly: true });
}

function show(record) {
  if (!state.shown || record.path === state.shown.path) {
    for (const row of record.rows) if (state.pending.has(row.id)) row.decision = state.pending.get(row.id);
    state.shown = record;
  }
  if (state.row && !rowOf(state.row)) state.row = (rows()[0] || { id: null }).id;
  const item = state.batch.cases.find((one) => one.path === record.path);
  if (item) {
    item.decided = record.rows.filter((row) => row.decision).length;
    item.state = record.complete.length === RELATIONS.length ? "done" : item.decided || record.complete.length ? "begun" : "open";
    state.batch.done = state.batch.cases.filter((one) => one.state === "done").length;
    state.batch.decisions = state.batch.cases.reduce((sum, one) => sum + one.decided, 0);
  }
}

/** Take an action on a row (or on the case, without one), and show what came of it. */
export async function act(row, action, what, label, answered) {
  const { path } = state.shown;
  const body = row ? { id: row.id, seen: row.stamp, ...action } : action;
  const name = label || (row ? row.label : "");
  if (row) row.stamp = undefined; // one answer at a time tells it anew
  if (row && body.seen === undefined) delete body.seen;
  try {
    const record = await post("act", { case: path, reviewer: state.reviewer, action: body });
    if (answered) answered();
    show(record);
    const done = what === "coverage" ? t("doneCoverage", { label: name }) : term("done", what).replace("{label}", name);
    tell(done);
    draw("links", "text", "batch", "top");
    await follow();
    return true;
  } catch (error) {
    if (answered) answered();
    await refused(error);
    return false;
  }
}

/** Confirm or reject the focused row (or withdraw the decision on it), and go on to the next open one. */
export function decide(decision) {
  const row = current();
  if (!row) {
    tell(t("needRow"), true);
    return;
  }
  if (decision === "accept" && (row.decision === "accept" || row.decision === "add")) {
    nextOpen();
    draw("links", "text");
    focusRow();
    revealWords();
    return;
  }
  const before = row.decision;
  row.decision = decision === "clear" ? null : decision; // shown at once; the answer brings what was stored
  if (decision !== "clear" && !before) nextOpen();
  state.pending.set(row.id, row.decision);
  draw("links", "text");
  focusRow();
  revealWords();
  act(row, { do: "decide", decision }, decision, row.label, () => state.pending.delete(row.id));
}

/** Make the selected words a quote of the focused row; lost quotes are replaced. */
export function quoteFrom() {
  const row = current();
  const { picked } = state;
  if (!row) tell(t("needRow"), true);
  else if (!picked || picked.fault) tell(t(picked ? picked.fault : "needSelection"), true);
  else {
    const known = row.quotes.filter((quote) => quote.field && quote.start >= 0);
    const lost = Boolean(row.fault);
    setQuotes(row, lost ? [picked] : [...known, picked]).then(() => {
      unpick();
      draw("text");
    });
  }
}

/** Close a relation, confirming its open rows; or open it again. */
export async function closeRelation(relation) {
  const on = !isClosed(relation);
  const confirm = openRows(relation).map((row) => row.id);
  await idle();
  try {
    show(await post("act", { case: state.shown.path, reviewer: state.reviewer, action: { do: "complete", relation, on, confirm } }));
    tell(t(on ? "doneClose" : "doneOpen", { relation: term("relations", relation) }));
    draw("links", "text", "batch", "top");
    focusRow();
  } catch (error) {
    await refused(error);
  }
}

/** Confirm the rest, close every relation, and go on to the next case that is not reviewed. */
export const finish = turning(async () => {
  const { path, number } = state.shown;
  const again = isDone();
  await idle();
  try {
    const confirm = openRows().map((row) => row.id);
    show(await post("act", { case: path, reviewer: state.reviewer, action: { do: "complete", on: !again, confirm } }));
    draw("batch", "top");
    if (again) {
      draw("links", "text");
      tell(t("doneOpen", { relation: t("caseOf", { number }) }));
      return;
    }
    const next = nextCase();
    if (next) {
      await open(next.path);
      tell(`${t("doneCase", { number })} · ${t("undoHint")}`);
    } else {
      draw("links", "text");
      tell(t("allDone", { folder: state.batch.folder }));
    }
  } catch (error) {
    await refused(error);
  }
});

export const undo = turning(async () => {
  await idle();
  try {
    const record = await post("undo", { reviewer: state.reviewer });
    const elsewhere = !state.shown || record.path !== state.shown.path;
    if (elsewhere) state.shown = null;
    show(record);
    if (elsewhere) state.row = (rows().find((row) => !row.decision) || rows()[0] || { id: null }).id;
    state.menu = null;
    draw();
    focusRow();
    tell(t("doneUndo", { number: record.number }));
    await follow();
  } catch (error) {
    await refused(error);
  }
});

/** The next case that nobody has reviewed, from here on and then from the beginning. */
export function nextCase() {
  const { cases } = state.batch;
  const at = cases.findIndex((one) => state.shown && one.path === state.shown.path);
  const order = [...cases.slice(at + 1), ...cases.slice(0, Math.max(at, 0))];
  return order.find((one) => one.state !== "done" && !one.by.length) || order.find((one) => one.state !== "done") || null;
}

export function turn(by) {
  const { cases } = state.batch;
  const at = cases.findIndex((one) => one.path === state.shown.path);
  const next = cases[Math.min(Math.max(at + by, 0), cases.length - 1)];
  if (next && next.path !== state.shown.path) open(next.path);
}

/** Put a case on the desk; its first open row has the focus. */
export const open = turning(async (path, { quietly, row } = {}) => {
  try {
    const record = await get("case", { case: path, reviewer: state.reviewer });
    const same = state.shown && state.shown.path === path;
    state.shown = record;
    state.menu = null;
    if (!quietly) {
      state.editor = null;
      state.picked = null;
    }
    if (row && rowOf(row)) state.row = row;
    else if (!same || !rowOf(state.row)) state.row = (rows().find((one) => !one.decision) || rows()[0] || { id: null }).id;
    if (state.card && state.card.case !== path) state.card = null;
    show(record);
    draw();
    if (!quietly) {
      focusRow();
      revealWords();
      const item = byId("batch").querySelector(".current");
      if (item) item.scrollIntoView({ block: "nearest" });
    }
  } catch (error) {
    if (error.code === "no-case" && state.batch) tell(lang() === "zh" ? error.zh : error.en, true);
    else if (error.code) tell(lang() === "zh" ? error.zh : error.en, true);
    else throw error;
  }
});

/** After an action: the lists that depend on it. */
async function follow() {
  if (state.conflicts) state.conflicts = await get("conflicts", { reviewer: state.reviewer });
  if (state.corrections && state.corrections.corrections.length) state.corrections = await get("corrections", { reviewer: state.reviewer });
  draw("batch", "card");
}
