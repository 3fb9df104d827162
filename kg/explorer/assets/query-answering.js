// Answers a query that was read, from the page's own statements. A solution is a map from variable to term.

{
  const words = (term) =>
    typeof term === "string" ? (term[0] === "<" ? term.slice(1) : term.slice(term.indexOf('"', 1) + 1)) : String(term);
  const languageOf = (term) => (typeof term === "string" && term[0] === '"' ? term.slice(1, term.indexOf('"', 1)) : "");
  const text = (found) => `""${found}`;
  const isTrue = (value) => (typeof value === "number" ? value !== 0 : value === true);

  /** Unbound first, then IRIs, then texts and numbers, as SPARQL orders them. */
  function order(a, b) {
    const rank = (term) => (term === undefined ? 0 : typeof term === "string" && term[0] === "<" ? 1 : 2);
    if (rank(a) !== rank(b)) return rank(a) - rank(b);
    if (a === b) return 0;
    if (typeof a === "number" && typeof b === "number") return a - b;
    const [one, other] = [words(a), words(b)];
    return one < other ? -1 : one > other ? 1 : 0;
  }

  const COMPARED = {
    "=": (sign) => sign === 0,
    "!=": (sign) => sign !== 0,
    "<": (sign) => sign < 0,
    ">": (sign) => sign > 0,
    "<=": (sign) => sign <= 0,
    ">=": (sign) => sign >= 0,
  };

  // What each function gives for the terms in its brackets; an unbound one gives nothing.
  const CALLED = {
    STR: (a) => text(words(a)),
    LANG: (a) => text(languageOf(a)),
    LANGMATCHES: (a, b) => words(a) === words(b) || words(a).startsWith(`${words(b)}-`),
    LCASE: (a) => text(words(a).toLowerCase()),
    UCASE: (a) => text(words(a).toUpperCase()),
    STRENDS: (a, b) => words(a).endsWith(words(b)),
    STRSTARTS: (a, b) => words(a).startsWith(words(b)),
    CONTAINS: (a, b) => words(a).includes(words(b)),
    CONCAT: (...all) => text(all.map(words).join("")),
    STRLEN: (a) => Array.from(words(a)).length,
    SUBSTR: (a, from, length) =>
      text(
        Array.from(words(a))
          .slice(from - 1, length === undefined ? undefined : from - 1 + length)
          .join(""),
      ),
    STRBEFORE: (a, b) => text(words(a).includes(words(b)) ? words(a).slice(0, words(a).indexOf(words(b))) : ""),
    STRAFTER: (a, b) =>
      text(words(a).includes(words(b)) ? words(a).slice(words(a).indexOf(words(b)) + words(b).length) : ""),
    "+": (a, b) => a + b,
    "-": (a, b) => a - b,
    "!": (a) => !isTrue(a),
  };

  /** The variables that an expression reads. */
  function variablesOf(found, into = new Set()) {
    if (found.variable) into.add(found.variable);
    for (const part of found.of || []) variablesOf(part, into);
    if (found.exists) into.add("\u0000"); // asks a pattern: only once everything else is known
    return into;
  }

  /** Conditions that all must hold can be tried one by one, each as soon as it can be. */
  const apart = (condition) => (condition.call === "&&" ? condition.of.flatMap(apart) : [condition]);

  class Answering {
    constructor(told) {
      this.told = told;
    }

    // ---- paths: the terms reached from a term, forwards or backwards

    *reach(path, term, back) {
      const { told } = this;
      if (path.property) yield* back ? told.to(term, path.property) : told.from(term, path.property);
      else if (path.inverse) yield* this.reach(path.inverse, term, !back);
      else if (path.choices) for (const choice of path.choices) yield* this.reach(choice, term, back);
      else if (path.steps) yield* this.along(back ? [...path.steps].reverse() : path.steps, term, back);
      else {
        const seen = new Set(path.repeat === "+" ? [] : [term]);
        if (path.repeat === "?") for (const next of this.reach(path.path, term, back)) seen.add(next);
        else {
          for (const next of this.reach(path.path, term, back)) seen.add(next);
          for (const current of seen) for (const next of this.reach(path.path, current, back)) seen.add(next);
        }
        yield* seen;
      }
    }

    *along([first, ...rest], term, back) {
      if (!rest.length) yield* this.reach(first, term, back);
      else for (const next of this.reach(first, term, back)) yield* this.along(rest, next, back);
    }

    /** Where a path can begin, when neither end is known. */
    starts(path) {
      if (path.property) return this.told.subjects(path.property);
      if (path.steps) return this.starts(path.steps[0]);
      if (path.choices) return new Set(path.choices.flatMap((choice) => [...this.starts(choice)]));
      return this.told.terms();
    }

    // ---- patterns

    *triple({ subject, verb, object }, solution) {
      const value = (end) => (end.variable ? solution.get(end.variable) : end.term);
      if (verb.variable) {
        const known = solution.get(verb.variable);
        const names = known === undefined ? this.told.properties.keys() : [words(known)];
        for (const property of names) {
          const more = known === undefined ? new Map(solution).set(verb.variable, `<${property}`) : solution;
          yield* this.triple({ subject, verb: { property }, object }, more);
        }
        return;
      }
      const [from, to] = [value(subject), value(object)];
      if (from !== undefined) {
        for (const found of this.reach(verb, from, false)) {
          if (to === undefined) yield new Map(solution).set(object.variable, found);
          else if (found === to) yield solution;
        }
      } else if (to !== undefined) {
        for (const found of this.reach(verb, to, true)) yield new Map(solution).set(subject.variable, found);
      } else {
        for (const start of this.starts(verb)) {
          const more = new Map(solution).set(subject.variable, start);
          for (const found of this.reach(verb, start, false)) {
            if (object.variable !== subject.variable) yield new Map(more).set(object.variable, found);
            else if (found === start) yield more;
          }
        }
      }
    }

    /** The solutions of a group that fit some solutions found before it. */
    group({ parts }, before) {
      let solutions = before;
      const known = new Set(before.length ? before[0].keys() : []);
      const waiting = parts.filter((part) => part.filter).flatMap((part) => apart(part.filter));
      const tried = new Set();
      const tryConditions = (last) => {
        for (const condition of waiting) {
          if (tried.has(condition) || !(last || [...variablesOf(condition)].every((name) => known.has(name)))) continue;
          tried.add(condition);
          solutions = solutions.filter((solution) => isTrue(this.value(condition, solution)));
        }
      };
      // What is bound to a word of the query is known from the start, so that conditions on it come early.
      const isGiven = (part) => part.bind && "term" in part.bind;
      const rest = [...parts.filter(isGiven), ...parts.filter((part) => !part.filter && !isGiven(part))];
      while (rest.length && solutions.length) {
        const part = rest.splice(this.next(rest, known), 1)[0];
        solutions = this.part(part, solutions);
        if (part.subject) {
          for (const end of [part.subject, part.verb, part.object]) if (end.variable) known.add(end.variable);
        } else if (part.to) known.add(part.to);
        else if (part.names) for (const name of part.names) known.add(name);
        else if (part.select || (part.choices && part.choices.length === 1)) {
          if (solutions.length) for (const name of solutions[0].keys()) known.add(name);
        }
        tryConditions(false);
      }
      tryConditions(true);
      return solutions;
    }

    /** Which part to take next: of the triples before anything else, the one with most ends known. */
    next(rest, known) {
      const isKnown = (end) => !end.variable || known.has(end.variable);
      let [best, most] = [0, -1];
      for (let at = 0; at < rest.length && rest[at].subject; at += 1) {
        const { subject, verb, object } = rest[at];
        const score = 2 * isKnown(subject) + 2 * isKnown(object) + isKnown(verb);
        if (score > most) [best, most] = [at, score];
      }
      return best;
    }

    part(part, solutions) {
      if (part.subject) return solutions.flatMap((solution) => [...this.triple(part, solution)]);
      if (part.choices) return part.choices.flatMap((choice) => this.group(choice, solutions));
      if (part.optional)
        return solutions.flatMap((solution) => {
          const found = this.group(part.optional, [solution]);
          return found.length ? found : [solution];
        });
      if (part.minus) return solutions.filter((solution) => !this.group(part.minus, [solution]).length);
      if (part.bind)
        return solutions.map((solution) => {
          const found = this.value(part.bind, solution);
          return found === undefined ? solution : new Map(solution).set(part.to, found);
        });
      const rows = part.select
        ? this.select(part.select).map((row) => [...row])
        : part.values.map((row) => row.map((term, at) => [part.names[at], term]));
      return solutions.flatMap((solution) =>
        rows
          .filter((row) => row.every(([name, term]) => !solution.has(name) || solution.get(name) === term))
          .map((row) => new Map([...solution, ...row])),
      );
    }

    // ---- expressions: a term, true or false, or nothing where they have no value

    value(found, solution) {
      if ("term" in found) return found.term;
      if (found.variable) return solution.get(found.variable);
      if (found.exists) return this.group(found.exists, [solution]).length > 0;
      const { call } = found;
      const parts = () => found.of.map((part) => this.value(part, solution));
      if (call === "&&") return parts().every(isTrue);
      if (call === "||") return parts().some(isTrue);
      if (call === "COALESCE") return parts().find((part) => part !== undefined);
      if (call === "BOUND") return parts()[0] !== undefined;
      if (call === "IF") {
        const [condition, yes, no] = found.of;
        return this.value(isTrue(this.value(condition, solution)) ? yes : no, solution);
      }
      const terms = parts();
      if (terms.includes(undefined)) return undefined;
      return COMPARED[call] ? COMPARED[call](order(...terms)) : CALLED[call](...terms);
    }

    // ---- a whole query

    select({ distinct, columns, group, by, order: wanted, limit }) {
      let solutions = this.group(group, [new Map()]);
      if (columns.some((column) => column.value && "count" in column.value))
        solutions = grouped(solutions, columns, by);
      solutions.sort((a, b) => {
        for (const { name, down } of wanted) {
          const sign = order(a.get(name), b.get(name));
          if (sign) return down ? -sign : sign;
        }
        return 0;
      });
      const rows = [];
      const seen = new Set();
      for (const solution of solutions) {
        const row = new Map();
        for (const { name } of columns) if (solution.has(name)) row.set(name, solution.get(name));
        const key = JSON.stringify(columns.map(({ name }) => row.get(name) ?? null));
        if (distinct && seen.has(key)) continue;
        seen.add(key);
        rows.push(row);
        if (rows.length === limit) break;
      }
      return rows;
    }
  }

  function grouped(solutions, columns, by) {
    const groups = new Map();
    for (const solution of solutions) {
      const key = JSON.stringify((by || []).map((name) => solution.get(name) ?? null));
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(solution);
    }
    if (!by && !groups.size) groups.set("", []);
    return [...groups.values()].map((members) => {
      const row = new Map();
      for (const name of by || []) if (members[0].has(name)) row.set(name, members[0].get(name));
      for (const { name, value } of columns) {
        if (!value) continue;
        const found = value.count
          ? members.map((member) => member.get(value.count.variable)).filter((term) => term !== undefined)
          : members;
        row.set(name, value.distinct ? new Set(found).size : found.length);
      }
      return row;
    });
  }

  /** The columns and rows of a query, each row a list of terms (undefined: nothing there). */
  page.answerQuery = function answerQuery(query) {
    const read = page.readQuery(query);
    const columns = read.columns.map(({ name }) => name);
    const rows = new Answering(page.statements(query)).select(read);
    return { columns, rows: rows.map((row) => columns.map((name) => row.get(name))) };
  };

  page.termWords = words;
}
