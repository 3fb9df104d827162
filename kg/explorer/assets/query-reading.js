// Reads the SPARQL that the questions of this project are written in: SELECT with paths, filters, optional parts,
// unions, subqueries, counts and an order. It is no SPARQL engine for everyone: what it does not know, it says.

{
  const TOKEN =
    /\s+|#[^\n]*|(<[^<>"{}|^`\\\s]*>)|([?$]\w+)|("(?:[^"\\\n]|\\.)*")|(@[a-zA-Z-]+)|(\d+(?:\.\d+)?)|([A-Za-z][\w-]*)?:([\w-]*)|([A-Za-z]\w*)|(!=|<=|>=|&&|\|\||[{}()[\].;,|/*+?^!<>=-])/y;
  const FUNCTIONS = new Set([
    "STR",
    "LANG",
    "LANGMATCHES",
    "LCASE",
    "UCASE",
    "STRENDS",
    "STRSTARTS",
    "CONTAINS",
    "CONCAT",
    "STRLEN",
    "SUBSTR",
    "STRBEFORE",
    "STRAFTER",
    "IF",
    "COALESCE",
    "BOUND",
  ]);
  const SIGNS = { n: "\n", r: "\r", t: "\t", '"': '"', "'": "'", "\\": "\\" };

  function unescaped(quoted) {
    return quoted
      .slice(1, -1)
      .replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four, eight, sign) =>
        sign ? SIGNS[sign] || sign : String.fromCodePoint(parseInt(four || eight, 16)),
      );
  }

  function tokens(query) {
    const found = [];
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < query.length) {
      const start = TOKEN.lastIndex;
      const match = TOKEN.exec(query);
      if (!match) throw new Error(`SPARQL, ${JSON.stringify(query.slice(start, start + 20))}`);
      const [, iri, variable, quoted, language, number, prefix, local, word, sign] = match;
      if (iri) found.push({ kind: "term", term: `<${iri.slice(1, -1)}` });
      else if (variable) found.push({ kind: "variable", name: variable.slice(1) });
      else if (quoted !== undefined) found.push({ kind: "term", term: `""${unescaped(quoted)}` });
      else if (language) {
        const last = found[found.length - 1];
        last.term = `"${language.slice(1).toLowerCase()}"${last.term.slice(2)}`;
      } else if (number) found.push({ kind: "term", term: Number(number) });
      else if (local !== undefined) found.push({ kind: "prefixed", prefix: prefix || "", local });
      else if (word) found.push({ kind: "word", word, upper: word.toUpperCase() });
      else if (sign) found.push({ kind: "sign", sign });
    }
    return found;
  }

  /** A query as a tree: {distinct, columns, group, by, order, limit}. */
  page.readQuery = function readQuery(query) {
    const list = tokens(query);
    const prefixes = {};
    let at = 0;
    const peek = () => list[at] || { kind: "end" };
    const isSign = (sign) => peek().kind === "sign" && peek().sign === sign;
    const isWord = (...words) => peek().kind === "word" && words.includes(peek().upper);
    const fault = () => {
      const { kind, sign, word, name, local, term } = peek();
      throw new Error(`SPARQL, ${JSON.stringify(String(sign || word || name || local || term || kind))}`);
    };
    const take = (sign) => (isSign(sign) ? (at += 1) : false);
    const need = (sign) => take(sign) || fault();
    const takeWord = (...words) => isWord(...words) && list[at++].upper;

    function iri() {
      const token = peek();
      if (token.kind === "term" && String(token.term).startsWith("<")) {
        at += 1;
        return token.term;
      }
      if (token.kind === "prefixed" && token.prefix in prefixes) {
        at += 1;
        return `<${prefixes[token.prefix]}${token.local}`;
      }
      return fault();
    }

    function term() {
      const token = peek();
      if (token.kind === "variable") {
        at += 1;
        return { variable: token.name };
      }
      if (token.kind === "term") {
        at += 1;
        return { term: token.term };
      }
      return { term: iri() };
    }

    function variable() {
      return peek().kind === "variable" ? list[at++].name : fault();
    }

    // ---- paths

    function path() {
      const choices = [sequence()];
      while (take("|")) choices.push(sequence());
      return choices.length === 1 ? choices[0] : { choices };
    }

    function sequence() {
      const steps = [step()];
      while (take("/")) steps.push(step());
      return steps.length === 1 ? steps[0] : { steps };
    }

    function step() {
      if (take("^")) return { inverse: step() };
      let found;
      if (take("(")) {
        found = path();
        need(")");
      } else if (isWord("A")) {
        at += 1;
        found = { property: "http://www.w3.org/1999/02/22-rdf-syntax-ns#type" };
      } else found = { property: iri().slice(1) };
      for (const sign of ["*", "+", "?"]) if (take(sign)) return { repeat: sign, path: found };
      return found;
    }

    // ---- expressions

    function expression() {
      return either("||", () => either("&&", comparison));
    }

    function either(sign, inner) {
      const parts = [inner()];
      while (take(sign)) parts.push(inner());
      return parts.length === 1 ? parts[0] : { call: sign, of: parts };
    }

    function comparison() {
      const left = sum();
      for (const sign of ["!=", "<=", ">=", "=", "<", ">"]) if (take(sign)) return { call: sign, of: [left, sum()] };
      return left;
    }

    function sum() {
      let left = unary();
      while (isSign("+") || isSign("-")) left = { call: list[at++].sign, of: [left, unary()] };
      return left;
    }

    function unary() {
      if (take("!")) return { call: "!", of: [unary()] };
      if (take("(")) {
        const found = expression();
        need(")");
        return found;
      }
      if (takeWord("NOT")) {
        if (!takeWord("EXISTS")) fault();
        return { call: "!", of: [{ exists: group() }] };
      }
      if (takeWord("EXISTS")) return { exists: group() };
      if (isWord("COUNT")) return count();
      if (peek().kind === "word") {
        const { upper } = list[at];
        if (!FUNCTIONS.has(upper)) fault();
        at += 1;
        return { call: upper, of: inBrackets() };
      }
      return term();
    }

    function inBrackets() {
      const parts = [];
      need("(");
      while (!take(")")) {
        parts.push(expression());
        take(",");
      }
      return parts;
    }

    function count() {
      at += 1;
      need("(");
      const distinct = Boolean(takeWord("DISTINCT"));
      const counted = take("*") ? null : expression();
      need(")");
      return { count: counted, distinct };
    }

    // ---- patterns

    function group() {
      need("{");
      if (isWord("SELECT")) {
        const found = select();
        need("}");
        return { parts: [{ select: found }] };
      }
      const parts = [];
      while (!take("}")) {
        if (takeWord("FILTER")) parts.push({ filter: unary() });
        else if (takeWord("OPTIONAL")) parts.push({ optional: group() });
        else if (takeWord("MINUS")) parts.push({ minus: group() });
        else if (takeWord("BIND")) {
          need("(");
          const bound = expression();
          if (!takeWord("AS")) fault();
          parts.push({ bind: bound, to: variable() });
          need(")");
        } else if (takeWord("VALUES")) parts.push(values());
        else if (isSign("{")) {
          const choices = [group()];
          while (takeWord("UNION")) choices.push(group());
          parts.push({ choices });
        } else triples(parts);
        take(".");
      }
      return { parts };
    }

    function values() {
      const many = take("(");
      const names = [variable()];
      if (many) while (!take(")")) names.push(variable());
      const rows = [];
      need("{");
      while (!take("}")) {
        if (many) need("(");
        const row = names.map(() => term().term);
        if (many) need(")");
        rows.push(row);
      }
      return { values: rows, names };
    }

    function triples(parts) {
      const subject = term();
      do {
        if (isSign(".") || isSign("}")) return;
        const verb = peek().kind === "variable" ? { variable: variable() } : path();
        do parts.push({ subject, verb, object: term() });
        while (take(","));
      } while (take(";"));
    }

    function select() {
      if (!takeWord("SELECT")) fault();
      const found = { distinct: Boolean(takeWord("DISTINCT")), columns: [], by: null, order: [], limit: Infinity };
      while (!isSign("{") && !isWord("WHERE")) {
        if (take("(")) {
          const counted = expression();
          if (!takeWord("AS")) fault();
          found.columns.push({ name: variable(), value: counted });
          need(")");
        } else found.columns.push({ name: variable() });
      }
      takeWord("WHERE");
      found.group = group();
      if (takeWord("GROUP")) {
        if (!takeWord("BY")) fault();
        found.by = [];
        while (peek().kind === "variable") found.by.push(variable());
      }
      if (takeWord("ORDER")) {
        if (!takeWord("BY")) fault();
        while (peek().kind === "variable" || isWord("DESC", "ASC")) {
          const down = takeWord("DESC", "ASC") === "DESC";
          const bracket = take("(");
          found.order.push({ name: variable(), down });
          if (bracket) need(")");
        }
      }
      if (takeWord("LIMIT")) found.limit = term().term;
      return found;
    }

    while (takeWord("PREFIX")) {
      const { prefix } = list[at++];
      prefixes[prefix] = iri().slice(1);
    }
    const found = select();
    if (peek().kind !== "end") fault();
    return found;
  };
}
