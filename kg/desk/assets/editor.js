// The editor below the links: a new link, or a change of one. It always opens in the same place.

import { byId, clip, el, fill } from "./dom.js";
import { KIND, NAMED, ROLES, current, draw, drawing, rows, state } from "./state.js";
import { get, post } from "./server.js";
import { lang, t, term } from "./words.js";
import { act, refused, tell } from "./actions.js";
import { focusRow } from "./rows.js";
import { unpick } from "./text.js";

/** Add a link of a relation, supported by the selected words. */
export async function addFrom(relation) {
  const { picked } = state;
  if (picked && picked.fault) {
    tell(t(picked.fault), true);
    return;
  }
  const words = picked ? picked.quote : "";
  const filled = words ? await get("guess", { relation, words }) : {};
  const editor = {
    mode: "add",
    relation,
    quotes: picked ? [picked] : [],
    typed: "",
    object: null,
    name: NAMED.has(relation) ? filled.object || "" : "",
    type: filled.type || null,
    region: filled.region || null,
    kind: "",
    role: firstRole(relation),
    basis: filled.basis || "explicit",
    realizes: [],
    value: "",
    unit: "",
    query: filled.query || words,
  };
  if (relation === "fact") Object.assign(editor, figure(words));
  if (relation === "measure") {
    const practices = rows().filter((row) => row.relation === "mechanism" && row.decision !== "reject");
    const headline = practices.find((row) => row.role === "headlineMechanism") || practices[0];
    if (headline) editor.realizes = [{ path: headline.object, label: headline.label }];
  }
  state.editor = editor;
  draw("editor", "text");
}

/** Change the focused link. */
export function changeRow() {
  const row = current();
  if (!row) {
    tell(t("needRow"), true);
    return;
  }
  state.menu = null;
  state.editor = {
    mode: "change",
    relation: row.relation,
    row: row.id,
    label: row.label,
    quotes: row.quotes,
    typed: "",
    object: null,
    name: NAMED.has(row.relation) ? row.label : "",
    type: row.type || null,
    region: row.region || null,
    kind: row.kind || "",
    role: row.role || "",
    basis: row.basis || "explicit",
    realizes: row.realizes || [],
    value: row.value || "",
    unit: row.unit || "",
    query: "",
  };
  draw("editor");
}

function firstRole(relation) {
  if (relation === "region") return "mentionsRegion";
  if (relation === "actorType") return "participantType";
  if (relation === "ipType") return rows().some((row) => row.role === "primaryIpType" && row.decision !== "reject") ? "" : "primaryIpType";
  return "";
}

/** A number with its unit, as the guide writes them. */
function figure(words) {
  const found = /([0-9０-９][0-9０-９,，.．]*)\s*([^0-9\s，、。（）()]{0,4})/.exec(words);
  if (!found) return { type: null, value: words };
  const value = found[1].replace(/[０-９．]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/[,，]/g, "").replace(/\.$/, "");
  const unit = found[2];
  return { value, unit, name: "", slug: /元$/.test(unit) ? "amount" : "figure" };
}

export function closeEditor() {
  state.editor = null;
  draw("editor", "text");
  focusRow();
}

/** What is sent for the fields as they stand. */
function fields(editor) {
  const said = { role: editor.role || null };
  if (editor.relation === "region") said.basis = editor.basis;
  if (NAMED.has(editor.relation)) said.object = editor.name.trim();
  else if (editor.object) said.object = editor.object.path;
  if (editor.relation === "institution" || editor.relation === "instrument") said.type = editor.type ? editor.type.path : null;
  if (["institution", "platform", "instrument"].includes(editor.relation)) said.region = editor.region ? editor.region.path : null;
  if (editor.relation === "institution") said.kind = editor.kind || null;
  if (editor.relation === "measure") said.realizes = editor.realizes.map((one) => one.path);
  if (editor.relation === "fact") Object.assign(said, { type: editor.slug || (editor.type && editor.type.path.split("/")[1]), value: editor.value || null, unit: editor.unit || null });
  if (!ROLES[editor.relation]) delete said.role;
  return said;
}

export async function save() {
  const { editor } = state;
  if (editor.saving) return;
  editor.saving = true;
  try {
    for (const settle of settlers) if (!(await settle())) return;
    if (state.editor === editor) await send(editor);
  } finally {
    editor.saving = false;
  }
}

async function send(editor) {
  const label = editor.object ? editor.object.label : editor.name || editor.label || "";
  if (editor.mode === "change") {
    const row = current();
    if (row && (await act(row, { do: "change", ...fields(editor) }, "change", label))) closeEditor();
    return;
  }
  const quotes = editor.quotes.length
    ? editor.quotes.map(({ field, start, end }) => ({ field, start, end }))
    : editor.typed.trim()
      ? [{ quote: editor.typed.trim() }]
      : [];
  try {
    const known = new Set(rows().map((row) => row.id));
    const before = new Map(rows().map((row) => [row.id, row.stamp]));
    const record = await post("act", {
      case: state.shown.path,
      reviewer: state.reviewer,
      action: { do: "add", relation: editor.relation, ...fields(editor), quotes },
    });
    state.shown = record;
    const made = record.rows.find((row) => !known.has(row.id)) || record.rows.find((row) => before.get(row.id) !== row.stamp);
    if (made) state.row = made.id;
    unpick();
    state.editor = null;
    const item = state.batch.cases.find((one) => one.path === record.path);
    if (item && item.state === "open") item.state = "begun";
    if (item) item.decided += 1;
    draw();
    focusRow();
    if (made && known.has(made.id)) tell(term("done", "joined").replace("{label}", made.label));
    else tell(term("done", "add").replace("{label}", label));
  } catch (error) {
    await refused(error);
  }
}

// ---- a field that searches a scheme

let settlers = [];

/** A field with a list of what fits: arrows move, Enter takes. `take` is called with what was taken. */
function combo(id, kind, { label, shown, query, take, hint, isMain }) {
  const list = el("ul", { class: "options", id: `${id}-list`, role: "listbox", "aria-label": label });
  const input = el("input", {
    id,
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: hint || t("searchHint"),
    value: shown || "",
    "aria-expanded": "false",
    "aria-controls": `${id}-list`,
    "aria-autocomplete": "list",
  });
  let found = [];
  let at = -1;
  let taken = Boolean(shown);
  let looking = Promise.resolve();
  let turn = 0;
  const paint = () => {
    list.replaceChildren();
    found.forEach((one, number) =>
      list.append(
        el(
          "li",
          {
            id: `${id}-${number}`,
            role: "option",
            "aria-selected": String(number === at),
            onmousedown: (event) => {
              event.preventDefault();
              choose(number);
              if (isMain) save();
            },
          },
          el("strong", { lang: "zh-Hans" }, one.label),
          one.above ? el("small", { lang: "zh-Hans" }, one.above) : null,
          one.labelEn ? el("small", { lang: "en", class: "english" }, clip(one.labelEn, 36)) : null,
          one.code ? el("small", { class: "code" }, one.code) : null,
        ),
      ),
    );
    if (!found.length && !taken && input.value.trim()) list.append(el("li", { class: "none" }, t("nothingFound")));
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    if (at >= 0) input.setAttribute("aria-activedescendant", `${id}-${at}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const look = (text) => {
    turn += 1;
    const mine = turn;
    looking = get("search", { kind, q: text }).then((answer) => {
      if (mine !== turn) return;
      found = answer;
      at = text && found.length ? 0 : -1; // without words nothing is meant yet
      paint();
    }, refused);
  };
  const choose = (number) => {
    const one = found[number];
    if (!one) return;
    input.value = one.label;
    taken = true;
    found = [];
    at = -1;
    turn += 1;
    paint();
    take(one);
  };
  /** Take what is marked, when its answer has come; tell whether the field says something that is known, or nothing. */
  const settle = async () => {
    await looking;
    if (taken) return true;
    if (at >= 0) choose(at);
    else if (input.value.trim()) tell(t("nothingFound"), true);
    return taken || !input.value.trim();
  };
  settlers.push(settle);
  input.addEventListener("input", () => {
    taken = false;
    take(null);
    look(input.value.trim());
  });
  input.addEventListener("keydown", async (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!found.length) return;
      event.preventDefault();
      at = event.key === "ArrowDown" ? (at + 1) % found.length : (Math.max(at, 0) + found.length - 1) % found.length;
      paint();
    } else if (event.key === "Enter" && !isMain && !taken && input.value.trim()) {
      event.preventDefault(); // takes what is marked; the next Enter saves
      await settle();
    } else if (event.key === "Tab" && !taken && input.value.trim()) await settle();
  });
  if (!isMain) {
    input.addEventListener("blur", () => {
      found = [];
      paint();
    });
  }
  if (query !== undefined) look(query);
  list.hidden = true;
  return el("label", { class: isMain ? "wide main" : "", for: id }, el("span", null, label), input, list);
}

const choice = (id, label, options, value, take) =>
  el(
    "label",
    { for: id },
    el("span", null, label),
    el(
      "select",
      { id, onchange: (event) => take(event.target.value) },
      options.map(([name, text]) => el("option", { value: name, selected: name === value }, text)),
    ),
  );

const field = (id, label, value, take, extra) =>
  el("label", { for: id, class: (extra || {}).class || "" }, el("span", null, label), el("input", { id, type: "text", autocomplete: "off", value, oninput: (event) => take(event.target.value), ...extra }));

const FACTS = ["figure", "amount", "date", "case-number", "brand", "gi-product", "industry", "cause-of-action", "outcome", "penalty"];
let factNames = null;

async function factTypes() {
  if (!factNames) {
    const found = await get("search", { kind: "fact-type", q: "", limit: 40 });
    factNames = new Map(found.map((one) => [one.path.split("/")[1], lang() === "en" ? one.labelEn : one.label]));
  }
  return factNames;
}

function body(editor) {
  const { relation } = editor;
  settlers = [];
  const parts = [];
  if (!NAMED.has(relation)) {
    parts.push(
      combo("editor-object", relation, {
        label: t("objectLabel"),
        query: editor.query,
        hint: editor.mode === "change" ? `${editor.label} → ${t("searchHint")}` : null,
        isMain: true,
        take: (one) => {
          editor.object = one;
        },
      }),
    );
  } else {
    parts.push(field("editor-name", relation === "fact" ? t("factLabel") : t("nameLabel"), editor.name, (text) => (editor.name = text), { class: "wide", lang: "zh-Hans" }));
  }
  if (relation === "institution" || relation === "instrument") {
    parts.push(
      combo("editor-type", relation === "institution" ? "institution-type" : "instrument-type", {
        label: t("typeLabel"),
        shown: editor.type ? editor.type.label : "",
        take: (one) => (editor.type = one),
      }),
    );
  }
  if (["institution", "platform", "instrument"].includes(relation)) {
    parts.push(
      combo("editor-region", "region", {
        label: t("regionLabel"),
        shown: editor.region ? editor.region.label : "",
        hint: t("optional"),
        take: (one) => (editor.region = one),
      }),
    );
  }
  if (relation === "institution") {
    parts.push(choice("editor-kind", t("kindLabel"), Object.entries(t("kinds")), editor.kind, (name) => (editor.kind = name)));
  }
  if (relation === "measure") {
    parts.push(
      combo("editor-realizes", "mechanism", {
        label: t("realizesLabel"),
        shown: "",
        hint: editor.realizes.map((one) => one.label).join(t("separator")) || t("searchHint"),
        take: (one) => {
          if (!one) return;
          editor.realizes = [...editor.realizes.filter((known) => known.path !== one.path), one];
          draw("editor");
          byId("editor-realizes").focus();
        },
      }),
    );
    if (editor.realizes.length) parts.push(
      el(
        "p",
        { class: "chips" },
        editor.realizes.map((one) =>
          el(
            "button",
            {
              type: "button",
              class: "chip",
              title: t("remove"),
              "aria-label": `${t("remove")} ${one.label}`,
              onclick: () => {
                editor.realizes = editor.realizes.filter((known) => known.path !== one.path);
                draw("editor");
              },
            },
            one.label,
            " ×",
          ),
        ),
      ),
    );
  }
  if (relation === "fact") {
    const names = factNames || new Map(FACTS.map((name) => [name, name]));
    const slug = editor.slug || (editor.type ? editor.type.path.split("/")[1] : "figure");
    editor.slug = slug;
    parts.push(choice("editor-fact", t("typeLabel"), FACTS.map((name) => [name, names.get(name) || name]), slug, (name) => (editor.slug = name)));
    parts.push(field("editor-value", t("valueLabel"), editor.value, (text) => (editor.value = text)));
    parts.push(field("editor-unit", t("unitLabel"), editor.unit, (text) => (editor.unit = text)));
  }
  if (ROLES[relation]) {
    const none = ["institution", "region", "actorType"].includes(relation) ? t("roleNone") : t("roleNoneOther");
    const options = [["", none], ...ROLES[relation].map((name) => [name, term("roles", name)])];
    parts.push(choice("editor-role", t("roleLabel"), options, editor.role, (name) => (editor.role = name)));
  }
  if (relation === "region") {
    parts.push(choice("editor-basis", t("basisLabel"), Object.entries(t("bases")), editor.basis, (name) => (editor.basis = name)));
  }
  return parts;
}

function words(editor) {
  if (editor.quotes.length || editor.mode === "change") {
    return el(
      "p",
      { class: "evidence" },
      `${t("quoteLabel")}${t("colon")}`,
      editor.quotes.map((quote) => el("q", { lang: "zh-Hans" }, clip(quote.quote, 30))),
    );
  }
  return field("editor-quote", t("typeQuote"), editor.typed, (text) => (editor.typed = text), { class: "wide", lang: "zh-Hans" });
}

let drawn = null;

drawing("editor", () => {
  const panel = byId("editor");
  if (!panel) return;
  const { editor } = state;
  panel.className = editor ? `open ${KIND[editor.relation] || "other"}` : "";
  if (!editor) {
    drawn = null;
    fill(panel);
    return;
  }
  if (editor.relation === "fact" && !factNames) factTypes().then(() => draw("editor"));
  const held = drawn === editor && panel.contains(document.activeElement) ? document.activeElement.id : null;
  fill(
    panel,
    el(
      "form",
      {
        "aria-label": t("newLink", { relation: term("relations", editor.relation) }),
        onsubmit: (event) => {
          event.preventDefault();
          save();
        },
        onkeydown: (event) => {
          if (event.key === "Escape") {
            event.preventDefault();
            closeEditor();
          }
        },
      },
      el(
        "header",
        null,
        el(
          "h3",
          null,
          editor.mode === "add"
            ? t("newLink", { relation: term("relations", editor.relation) })
            : t("changeLink", { relation: term("relations", editor.relation), label: clip(editor.label, 20) }),
        ),
        words(editor),
      ),
      el("div", { class: NAMED.has(editor.relation) ? "fields" : "fields found" }, body(editor)),
      el(
        "div",
        { class: "ends" },
        el("button", { type: "button", onclick: closeEditor }, t("cancel"), el("kbd", null, "Esc")),
        el("button", { type: "submit", class: "primary", id: "editor-save" }, t("save"), el("kbd", null, "↵")),
      ),
    ),
  );
  const target = (held && byId(held)) || (editor.relation === "measure" ? byId("editor-realizes") : null) || byId("editor-object") || byId("editor-name");
  if (target) {
    target.focus();
    if (!held && target.select) target.select();
  }
  drawn = editor;
});
