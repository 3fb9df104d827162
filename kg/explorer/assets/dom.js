// Making elements. Text only ever becomes text nodes; no markup is parsed anywhere on this page.

/** Make an element: el("a", {href: "#", class: "x", onclick: f}, "text", child, [children]). */
page.el = function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  page.append(element, children);
  return element;
};

page.append = function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
};

/** Put new children in place of the old ones. */
page.fill = function fill(element, ...children) {
  element.replaceChildren();
  page.append(element, children);
};

/**
 * Text of the dataset, isolated, so that its writing direction cannot disturb what stands around it. In an English
 * page Chinese says that it is Chinese, so that it is read aloud and set as such.
 */
page.bdi = function bdi(text, attributes) {
  const isForeign = page.state && page.state.lang === "en" && typeof text === "string" && /[\u4e00-\u9fff]/.test(text);
  return page.el("bdi", { ...(isForeign ? { lang: "zh-Hans" } : {}), ...attributes }, text);
};

page.byId = (id) => document.getElementById(id);

/** A label as far as it can be shown in one line. */
page.clip = function clip(text, length) {
  const signs = Array.from(text);
  return signs.length > length ? signs.slice(0, length - 1).join("") + "…" : text;
};

/** A label as far as it fits, and the whole of it where the pointer rests on it. */
page.cut = function cut(text, length, attributes) {
  const shown = page.clip(text, length);
  return page.bdi(shown, { ...(shown === text ? {} : { title: page.clip(text, 1000) }), ...attributes });
};

/** What was asked for is in the reading panel: a keyboard goes on from there, and a screen reader is told. */
page.attend = function attend(message) {
  page.byId("reading").focus({ preventScroll: true });
  if (message) page.say(message);
  page.reveal();
};

/** On a narrow screen the reading panel is below everything else: go there, once it has been asked for. */
page.reveal = function reveal() {
  if (matchMedia("(max-width: 960px)").matches) page.byId("reading").scrollIntoView({ block: "start" });
};

/** Tell a reader with a screen reader what has changed. */
page.say = function say(text) {
  page.byId("live").textContent = text;
};

/** Copy text; where the clipboard is closed to files on disk, through a selected field. */
page.copy = async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = page.el("textarea", { class: "unseen", "aria-hidden": "true" });
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  page.say(page.t("copied"));
  page.toast(page.t("copied"));
};

page.toast = function toast(text) {
  const note = page.el("div", { class: "toast", "aria-hidden": "true" }, text);
  document.body.append(note);
  setTimeout(() => note.remove(), 1600);
};

/** Save bytes or text as a file. */
page.save = function save(name, content, type) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const link = page.el("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};

const SHAPES = {
  region: "M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10z",
  institution: "M3.5 3.5h9v9h-9z",
  "ip-type": "M8 2.5l6 10.5H2z",
  case: "M8 1.5l6 6.5-6 6.5L2 8z",
  quote: "M2 4h12v1.6H2zM2 7.2h12v1.6H2zM2 10.4h8V12H2z",
  mechanism: "M8 2l5.2 3v6L8 14l-5.2-3V5z",
  measure: "M2 3h12L8 14z",
  platform: "M2 5.5h12v5H2z",
  stage: "M2 5.5h12v5H2z",
  instrument: "M4.5 2h7v12h-7z",
  fact: "M6.2 2h3.6v4.2H14v3.6H9.8V14H6.2V9.8H2V6.2h4.2z",
};

/** The mark of a kind, as it is drawn in the columns. */
page.sign = function sign(kind) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `sign ${kind}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[kind] || "M8 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7z");
  svg.append(path);
  return svg;
};
