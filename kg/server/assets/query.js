// The query page: sends the query, shows the answer as a table. All text goes in as text.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const form = byId("ask"), box = byId("query"), result = byId("result"), words = result.dataset;
  const SHOWN = 1000;
  let running = null;

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  const say = (text, kind = "quiet") => result.replaceChildren(element("p", text, { class: kind }));

  // ours is shown by its path and opened on this server; others by their address, if it is one of the web
  const anchor = (iri) => {
    if (iri.startsWith(words.base)) {
      const path = iri.slice(words.base.length);
      return element("a", path, { href: `/${path}`, title: iri });
    }
    return /^https?:\/\//.test(iri) ? element("a", iri, { href: iri, rel: "noreferrer" }) : element("span", iri);
  };

  const cell = (term) => {
    const made = element("td");
    if (!term) return made;
    if (term.type === "uri") made.append(anchor(term.value));
    else if (term.type === "literal") {
      made.append(element("bdi", term.value));
      if (term["xml:lang"]) made.append(" ", element("small", term["xml:lang"]));
      if (/#(integer|decimal|double|float|nonNegativeInteger)$/.test(term.datatype || "")) made.className = "number";
    } else made.append(element("span", term.type === "bnode" ? `_:${term.value}` : JSON.stringify(term.value)));
    return made;
  };

  const table = (answer, seconds) => {
    const columns = answer.head.vars, rows = answer.results.bindings;
    const count = element("p", `${rows.length.toLocaleString()} ${words.rows} · ${seconds} s`, { class: "quiet" });
    if (rows.length === 0) { result.replaceChildren(count, element("p", words.none)); return; }
    const made = element("table"), head = made.createTHead().insertRow(), body = made.createTBody();
    for (const column of columns) head.append(element("th", column, { scope: "col" }));
    for (const row of rows.slice(0, SHOWN)) body.insertRow().append(...columns.map((column) => cell(row[column])));
    const scroll = element("div", undefined, { class: "scroll", tabindex: "0" });
    scroll.append(made);
    result.replaceChildren(count, scroll);
    if (rows.length > SHOWN) result.append(element("p", words.first, { class: "quiet" }));
  };

  const offer = (id, query) => {
    for (const other of ["downloads", "graph-downloads"]) byId(other).hidden = other !== id;
    if (!id) return;
    for (const link of byId(id).querySelectorAll("[data-format]")) {
      link.href = `/sparql?${new URLSearchParams({ query, format: link.dataset.format })}`;
      link.download = `result.${{ turtle: "ttl", ntriples: "nt", rdfxml: "rdf" }[link.dataset.format] || link.dataset.format}`;
    }
    byId("permalink").href = `/sparql?${new URLSearchParams({ query })}`;
  };

  const run = async () => {
    running?.abort();
    const mine = running = new AbortController();
    const query = box.value, began = performance.now();
    byId("stop").hidden = false;
    offer(null, query);
    say(words.running);
    try {
      const response = await fetch("/sparql", {
        method: "POST", body: query, signal: mine.signal,
        headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, text/turtle;q=0.9" },
      });
      const seconds = () => ((performance.now() - began) / 1000).toFixed(2);
      const kind = response.headers.get("content-type") || "";
      if (!response.ok) say((await response.text()).trim(), "fault");
      else if (kind.includes("json")) {
        const answer = await response.json();
        if ("boolean" in answer) say(answer.boolean ? words.yes : words.no, "verdict");
        else { table(answer, seconds()); offer("downloads", query); }
      } else {
        const text = await response.text();
        result.replaceChildren(element("p", `${seconds()} s`, { class: "quiet" }), element("pre", text));
        offer("graph-downloads", query);
      }
    } catch (error) {
      if (error.name === "AbortError") { if (running === mine) result.replaceChildren(); } else say(words.failed, "fault");
    } finally {
      if (running === mine) byId("stop").hidden = true;
    }
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); run(); });
  byId("stop").addEventListener("click", () => running?.abort());
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); }
  });
  byId("example").addEventListener("change", (event) => {
    if (event.target.value) { box.value = event.target.value; run(); }
  });
  if (words.run) run();
})();
