// The desk begins: who reviews, what is in the batch, and the next case that nobody has reviewed.

import { draw, state } from "./state.js";
import { get } from "./server.js";
import { nextCase, open, refused, tell } from "./actions.js";
import { askName, openTab, showConflict, showCorrection, theme } from "./panels.js";
import { t } from "./words.js";
import "./rows.js";
import "./text.js";
import "./editor.js";
import "./keys.js";

async function load() {
  state.batch = await get("batch", { reviewer: state.reviewer });
  draw("top", "batch", "foot");
}

async function begin() {
  theme();
  try {
    const given = document.querySelector('meta[name="desk-reviewer"]').content;
    state.reviewer = given || localStorage.getItem("desk-reviewer") || "";
    await load();
    if (!state.reviewer) {
      await askName();
      await load();
    }
    if (state.batch.settling) {
      await openTab("conflicts");
      const first = state.conflicts.conflicts.find((one) => !one.settled);
      if (first) {
        await showConflict(first);
        return;
      }
    }
    if (state.batch.corrections) {
      await openTab("corrections");
      const first = state.corrections.corrections.find((one) => one.state === "open" && one.known);
      if (first) {
        await showCorrection(first);
        return;
      }
    }
    const next = nextCase() || state.batch.cases[0];
    await open(next.path);
    if (state.batch.done === state.batch.cases.length) tell(t("allDone", { folder: state.batch.folder }));
  } catch (error) {
    await refused(error);
  }
}

document.addEventListener("reviewer", () => {
  if (state.shown) load().then(() => open(state.shown.path)).catch(refused);
});

// What another desk or an edit of a scheme did meanwhile shows when the page is looked at again.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible" || !state.shown || state.editor) return;
  load().then(() => open(state.shown.path, { quietly: true })).catch(refused);
});

begin();
