// The interface's words, in both languages. page.t("key", {name: value}) fills {name};
// {n|case|cases} gives the first word for one, the second for any other number.

page.words = {};

page.t = function t(key, values) {
  const text = page.words[page.state ? page.state.lang : "zh"][key];
  if (typeof text !== "string" || !values) return text;
  return text
    .replace(/\{(\w+)\|([^|}]*)\|([^}]*)\}/g, (whole, name, one, many) => (Number(values[name]) === 1 ? one : many))
    .replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
};

/** A word from one of the inner tables, or the key itself where there is none. */
page.term = function term(table, key) {
  const words = page.t(table);
  return Object.prototype.hasOwnProperty.call(words, key) ? words[key] : key;
};
