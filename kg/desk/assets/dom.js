// Making elements. Text only ever becomes text nodes; no markup is parsed anywhere on this page.

/** Make an element: el("button", {class: "x", onclick: f}, "text", child, [children]). */
export function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

export function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Put new children in place of the old ones. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

export const byId = (id) => document.getElementById(id);

/** Text as far as it can be shown in one line. */
export function clip(text, length) {
  const signs = Array.from(text || "");
  return signs.length > length ? `${signs.slice(0, length - 1).join("")}…` : text || "";
}

/** Tell a reader with a screen reader what has changed. */
export function say(text) {
  byId("live").textContent = text;
}
