// What search looks through: labels, English, pinyin, quotes and texts, each kind joined to one long string.
//
// A search is then a few passes over long strings, however many things there are. The index is made
// while the page is idle, a piece at a time, and at once where somebody searches before it is ready.

{
  const { block, nodes, cases, graph } = page;
  const HAN = /[\u3400-\u9fff]|[\ud840-\ud8bf][\udc00-\udfff]/;
  const LIMIT = 200; // so many characters of a label are transcribed
  const MAXIMUM = 4; // so many links are kept for one quote: one to name, and cases to list

  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const dense = (text) => fold(text).replace(/[\s'’·\-—,，。、]+/g, "");

  // ---- pinyin

  let syllables = null;
  let others = null;
  function reading(text) {
    if (!syllables) {
      const { characters, syllables: listed, others: read } = block.pinyin;
      const words = listed.split(" ");
      syllables = new Map(Array.from(characters, (sign, at) => [sign, words[at]]));
      others = new Map(read.map(([label, full, initials]) => [label, [full, initials]]));
    }
    if (others.has(text)) return others.get(text);
    if (!HAN.test(text)) return ["", ""];
    let full = "";
    let initials = "";
    for (const sign of Array.from(text.toLowerCase().normalize("NFKC")).slice(0, LIMIT)) {
      if (syllables.has(sign)) {
        const syllable = syllables.get(sign);
        full += syllable;
        initials += syllable.slice(0, 1);
      } else if (/[\p{L}\p{N}]/u.test(sign)) {
        full += sign;
        initials += sign;
      }
    }
    return [full, initials];
  }

  // ---- one long string of many texts

  class Hay {
    constructor() {
      this.pieces = [];
      this.owners = [];
      this.text = null;
      this.starts = null;
    }

    add(owner, text) {
      if (!text) return;
      this.owners.push(owner);
      this.pieces.push(text.replace(/\n/g, " "));
    }

    seal() {
      this.text = `\n${this.pieces.join("\n")}\n`;
      this.starts = new Uint32Array(this.pieces.length + 1);
      this.pieces.forEach((piece, at) => {
        this.starts[at + 1] = this.starts[at] + piece.length + 1;
      });
      this.pieces = null;
    }

    /** Call back for every text that holds the words, with its owner, and whether they begin or fill it. */
    each(words, found) {
      const { text, starts, owners } = this;
      let low = 0;
      for (let at = text.indexOf(words); at >= 0; ) {
        let high = owners.length;
        while (high - low > 1) {
          const middle = (low + high) >> 1;
          if (starts[middle] + 1 <= at) low = middle;
          else high = middle;
        }
        const start = starts[low] + 1;
        const end = starts[low + 1];
        found(owners[low], at === start, at === start && at + words.length === end, start, end);
        at = text.indexOf(words, end);
      }
    }
  }

  const hays = { label: new Hay(), english: new Hay(), pinyin: new Hay(), initials: new Hay(), quote: new Hay() };
  Object.assign(hays, { quoteInitials: new Hay(), text: new Hay() });
  const quotes = new Map(); // words → their number among the quotes
  const quoteWords = [];
  const quoteLinks = [];
  const bonus = new Float32Array(nodes.length);
  const PIECE = 500;

  function addNodes(some) {
    for (const node of some) {
      hays.label.add(node.id, dense(node.label));
      hays.english.add(node.id, node.label_en ? fold(node.label_en) : "");
      const [full, initials] = reading(node.label);
      hays.pinyin.add(node.id, full);
      hays.initials.add(node.id, initials);
      const count = node.down.length ? page.count(node) : graph.into[node.id + 1] - graph.into[node.id];
      bonus[node.id] = node.kind === "case" ? 0.5 : Math.min(count, 50) / -100;
    }
  }

  function addCase(position) {
    const item = cases[position];
    const [text, , , spans, own] = page.recordOf(position);
    hays.text.add(position, dense(text));
    let at = 0;
    for (let link = graph.first[position]; link < graph.first[position + 1]; link += 1) {
      for (let span = 0; span < graph.spanCount[link]; span += 1, at += 1) {
        const [field, start, length] = [spans[at * 5], spans[at * 5 + 1], spans[at * 5 + 2]];
        const given = own && Object.prototype.hasOwnProperty.call(own, at);
        const words = given ? own[at] : page.slice(field ? text : item.title, start, start + length);
        if (!quotes.has(words)) {
          quotes.set(words, quoteWords.length);
          quoteWords.push(words);
          quoteLinks.push([]);
        }
        const kept = quoteLinks[quotes.get(words)];
        if (kept.length < MAXIMUM) kept.push(link);
      }
    }
  }

  function addQuotes() {
    quoteWords.forEach((words, at) => {
      hays.quote.add(at, dense(words));
      hays.quoteInitials.add(at, reading(words)[1]);
    });
  }

  // ---- made a piece at a time

  function* pieces() {
    for (let at = 0; at < nodes.length; at += PIECE) {
      addNodes(nodes.slice(at, at + PIECE));
      yield;
    }
    for (let position = 0; position < cases.length; position += 1) {
      addCase(position);
      if (position % block.part === block.part - 1) yield;
    }
    addQuotes();
    yield;
    for (const hay of Object.values(hays)) hay.seal();
  }
  const making = pieces();
  let ready = false;

  /** Make some of the index, as long as there is time; the whole where no limit is given. */
  function make(deadline) {
    while (!ready && (!deadline || deadline.timeRemaining() > 4)) ready = Boolean(making.next().done);
    return ready;
  }

  page.startIndex = function startIndex() {
    const idle = window.requestIdleCallback
      ? (run) => window.requestIdleCallback(run, { timeout: 2000 })
      : (run) => setTimeout(() => run({ timeRemaining: () => 5 }), 50);
    const step = (deadline) => {
      if (!make(deadline)) idle(step);
    };
    idle(step);
  };

  // ---- a search

  /** Call back for every text that holds all of several words, in whatever order: 海关 深圳 finds 深圳海关. */
  function together(hay, words, found) {
    const [first, ...others] = words.map(dense).filter(Boolean);
    if (!others.length) return;
    hay.each(first, (owner, begins, fills, start, end) => {
      const held = hay.text.slice(start, end);
      if (others.every((word) => held.includes(word))) found(owner);
    });
  }

  function nodeScores(query, words) {
    const scores = new Float32Array(nodes.length).fill(Infinity);
    const better = (id, score) => {
      if (score < scores[id]) scores[id] = score;
    };
    hays.label.each(query, (id, begins, fills) => better(id, fills ? 0 : begins ? 1 : 2));
    const numbered = query.replace(/^(?:案例|case)(?=\d)/, "");
    for (const item of cases) if (item.number === query || item.number === numbered) scores[item.id] = 0;
    together(hays.label, words, (id) => better(id, 2.8));
    if (!HAN.test(query)) {
      hays.english.each(words[0], (id, begins, fills, start, end) => {
        const rest = words.length > 1 ? hays.english.text.slice(start, end) : "";
        if (words.slice(1).every((word) => rest.includes(word))) better(id, begins ? 1.5 : 2.5);
      });
    }
    if (/^[a-z0-9]+$/.test(query)) {
      hays.initials.each(query, (id, begins) => (begins || query.length > 1) && better(id, begins ? 2 : 3.2));
      hays.pinyin.each(query, (id, begins) => (begins || query.length > 2) && better(id, begins ? 2.2 : 3.5));
    }
    return scores;
  }

  function quoteScores(query) {
    const scores = new Map();
    hays.quote.each(query, (at, begins, fills) => scores.set(at, fills ? 0 : begins ? 1 : 2));
    if (/^[a-z0-9]+$/.test(query))
      hays.quoteInitials.each(query, (at, begins) => {
        if (!scores.has(at) && (begins || query.length > 1)) scores.set(at, begins ? 2 : 3.2);
      });
    return scores;
  }

  /**
   * What fits, the best first: how many there are, and the first of them. An entry is a node, a quote with links
   * that it supports, or a case in whose text the words stand.
   */
  page.search = function search(text, limit) {
    const query = dense(text);
    if (!query) return { total: 0, entries: [] };
    make(null);
    const found = []; // score and number: nodes, then quotes, then texts
    const words = fold(text).split(/\s+/).filter(Boolean);
    nodeScores(query, words).forEach((score, id) => score < Infinity && found.push([score + bonus[id], id]));
    for (const [at, score] of quoteScores(query)) found.push([score + 1.3, nodes.length + at]);
    const texts = nodes.length + quoteWords.length;
    const holding = new Map();
    together(hays.text, words, (position) => holding.set(position, 7));
    hays.text.each(query, (position, begins, fills) => holding.set(position, (fills ? 0 : begins ? 1 : 2) + 4));
    for (const [position, score] of holding) found.push([score, texts + position]);
    const entries = best(found, limit).map(([score, number]) => {
      if (number < nodes.length) return { score, node: nodes[number], english: fold(nodes[number].label_en || "") };
      const at = number - nodes.length;
      if (number >= texts) return { score, item: cases[number - texts] };
      return { score, quote: quoteWords[at], links: quoteLinks[at].map(page.linkOf) };
    });
    return { total: found.length, entries };
  };

  /** The first of a list in the order of score and number, without sorting the rest. */
  function best(found, limit) {
    const order = (a, b) => a[0] - b[0] || a[1] - b[1];
    if (found.length <= limit * 4) return found.sort(order).slice(0, limit);
    const kept = found.slice(0, limit).sort(order);
    for (let at = limit; at < found.length; at += 1) {
      if (order(found[at], kept[limit - 1]) >= 0) continue;
      kept[limit - 1] = found[at];
      kept.sort(order);
    }
    return kept;
  }

  page.find = (text) => page.search(text, 12).entries;
  page.initials = (node) => reading(node.label)[1];
  page.fold = fold;
}
