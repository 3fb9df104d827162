// Every action is one key. Letters are told by their place on the keyboard where an input method is on.

import { byId } from "./dom.js";
import { RELATIONS, current, draw, state } from "./state.js";
import { closeRelation, decide, finish, nextCase, open, quoteFrom, tell, turn, undo } from "./actions.js";
import { addFrom, changeRow, closeEditor } from "./editor.js";
import { focusRow, openRoles, step, takeRole } from "./rows.js";
import { help, pressCard } from "./panels.js";
import { t } from "./words.js";
import { unpick } from "./text.js";

const DIGITS = "1234567890";

const withRow = (run) => () => {
  const row = current();
  if (row) run(row);
  else tell(t("needRow"), true);
};

const RUN = {
  j: () => step(1),
  arrowdown: () => step(1),
  k: () => step(-1),
  arrowup: () => step(-1),
  y: () => decide("accept"),
  enter: () => decide("accept"),
  n: () => decide("reject"),
  x: () => decide("reject"),
  delete: () => decide("reject"),
  backspace: () => decide("clear"),
  c: changeRow,
  r: withRow(openRoles),
  e: quoteFrom,
  f: withRow((row) => closeRelation(row.relation)),
  z: undo,
  a: () => pressCard(0),
  d: () => pressCard(1),
  "]": () => turn(1),
  "[": () => turn(-1),
  g: () => {
    const next = nextCase();
    if (next) open(next.path);
  },
  "?": help,
  escape: () => {
    state.menu = null;
    unpick();
    draw("links", "text");
    focusRow();
  },
};

const CODES = { BracketRight: "]", BracketLeft: "[" };

/** The key's name, by its place where an input method keeps its name to itself. */
function nameOf(event) {
  if (event.key !== "Process" && event.key !== "Unidentified" && !/[^\u0000-\u007f]/.test(event.key)) return event.key.toLowerCase();
  if (event.code === "Slash" && event.shiftKey) return "?";
  return CODES[event.code] || event.code.replace(/^(Key|Digit|Numpad)/, "").toLowerCase();
}

document.addEventListener("keydown", (event) => {
  if (!state.shown || byId("dialog").open || event.isComposing) return;
  const { target } = event;
  const isField = target.closest("input, select, textarea, #editor");
  if (state.turning && !isField) {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.preventDefault();
    return;
  }
  const key = nameOf(event);
  if (isField) return;
  if ((event.ctrlKey || event.metaKey) && key === "z" && !event.shiftKey) {
    event.preventDefault();
    undo();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (key === "enter" && event.shiftKey) {
    event.preventDefault();
    finish();
    return;
  }
  // a button that has the focus keeps its own keys; the rows do not
  if (target.closest("button") && (key === "enter" || key === " ")) return;
  if (target.closest("summary, [role=tab]") && (key === "enter" || key === " ")) return;
  if (target.closest(".sheet, .roll") && (key === "arrowdown" || key === "arrowup") && !event.shiftKey && !target.closest("#links")) return;
  if (event.shiftKey && key.startsWith("arrow")) return; // extends a selection
  const digit = DIGITS.indexOf(key);
  if (digit >= 0 && key.length === 1) {
    event.preventDefault();
    if (state.menu) takeRole(current(), digit);
    else addFrom(RELATIONS[digit]);
    return;
  }
  const run = RUN[key];
  if (!run) return;
  event.preventDefault();
  if (key === "escape" && state.editor) closeEditor();
  else run();
});

// files of corrections may be dropped anywhere
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", async (event) => {
  event.preventDefault();
  const files = await Promise.all([...event.dataTransfer.files].map(async (file) => ({ name: file.name, text: await file.text() })));
  if (!files.length) return;
  const { importFiles } = await import("./panels.js");
  importFiles(files);
});
