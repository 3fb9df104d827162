// The page's own statements as triples, so that a question written in SPARQL can be asked of them.
//
// A term is a number, an IRI as "<…", or a text as "\"language\"text". Nothing is kept here that the page does not
// show elsewhere: nodes, links with their evidence, texts, and what the vocabulary says of concepts and regions.

{
  const NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#";
  const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
  const SKOS = "http://www.w3.org/2004/02/skos/core#";
  const TYPE = `${RDF}type`;
  const BODIES = {
    collective: "CollectiveActor",
    alliance: "Alliance",
    "service-node": "ServiceNode",
    party: "Party",
  };
  const CLASSES = { platform: "Platform", instrument: "Instrument", measure: "Measure", fact: "Fact" };

  const text = (words, language) => `"${language || ""}"${words}`;
  const thing = (path) => `<${page.iri(path)}`;
  const own = (name) => `${page.release.base}/def#${name}`;

  /** Statements by property, from either end. */
  class Statements {
    constructor() {
      this.properties = new Map();
    }

    add(subject, property, value) {
      let found = this.properties.get(property);
      if (!found) this.properties.set(property, (found = { forward: new Map(), backward: new Map() }));
      const values = found.forward.get(subject);
      if (!values) found.forward.set(subject, [value]);
      else if (values.includes(value)) return;
      else values.push(value);
      const subjects = found.backward.get(value);
      if (subjects) subjects.push(subject);
      else found.backward.set(value, [subject]);
    }

    /** The values of a property of a subject, or the subjects that have a value. */
    from(subject, property) {
      const found = this.properties.get(property);
      return (found && found.forward.get(subject)) || [];
    }

    to(value, property) {
      const found = this.properties.get(property);
      return (found && found.backward.get(value)) || [];
    }

    subjects(property) {
      const found = this.properties.get(property);
      return found ? found.forward.keys() : [];
    }

    /** Everything that is said or said of. */
    terms() {
      const found = new Set();
      for (const { forward, backward } of this.properties.values())
        for (const ends of [forward, backward]) for (const term of ends.keys()) found.add(term);
      return found;
    }
  }

  function vocabulary(told) {
    const { base } = page.release;
    const full = (short) => (/^[a-z]+:/.test(short) ? short : `${base}/${short}`);
    const { properties, statements } = page.asked.background;
    const inScheme = `${SKOS}inScheme`;
    for (const [short, ...pairs] of statements) {
      const subject = `<${full(short)}`;
      for (let at = 0; at < pairs.length; at += 2) {
        const value = pairs[at + 1];
        told.add(subject, properties[pairs[at]], value.startsWith("<") ? `<${full(value.slice(1))}` : value);
      }
      const [room, scheme, slug] = short.split("/");
      if (slug && (room === "scheme" || scheme === "region")) told.add(subject, inScheme, `<${base}/scheme/${scheme}`);
    }
  }

  function things(told) {
    for (const node of page.nodes) {
      const subject = thing(node.path);
      told.add(subject, `${SKOS}prefLabel`, text(node.label, "zh-hans"));
      if (node.label_en) told.add(subject, `${SKOS}prefLabel`, text(node.label_en, "en"));
      const name = node.kind === "institution" ? BODIES[node.body_kind] || "Institution" : CLASSES[node.kind];
      if (name) told.add(subject, TYPE, `<${own(name)}`);
      if (node.kind === "fact") {
        told.add(subject, own("factType"), thing(`fact-type/${node.fact_type}`));
        told.add(subject, `${RDF}value`, text(node.value));
        if (node.unit) told.add(subject, own("unit"), text(node.unit));
      }
      if (node.kind === "instrument") told.add(subject, own("instrumentType"), thing(`instrument-type/${node.type}`));
    }
    const properties = {
      classification: "http://www.w3.org/ns/org#classification",
      inRegion: own("inRegion"),
      realizes: own("realizes"),
    };
    for (const [child, parent, relation] of page.hierarchy())
      if (properties[relation]) told.add(thing(child.path), properties[relation], thing(parent.path));
  }

  function cases(told) {
    const places = new Map();
    for (const item of page.cases) {
      const subject = thing(item.path);
      const place = (places.get(item.document) || 0) + 1;
      places.set(item.document, place);
      told.add(subject, TYPE, `<${own("Case")}`);
      told.add(subject, own("document"), thing(`document/${item.document}`));
      told.add(subject, own("position"), place);
      if (item.number) told.add(subject, own("number"), text(item.number));
      if (item.label_en) told.add(subject, own("translatedTitle"), text(item.label_en, "en"));
      if (item.coverage) told.add(subject, own("coverage"), thing(`coverage/${item.coverage}`));
      for (const link of item.links)
        for (const property of page.chain(link)) told.add(subject, own(property), thing(link.object.path));
    }
    for (const source of page.sources.values()) {
      const subject = thing(`document/${source.slug}`);
      told.add(subject, TYPE, `<${own("Document")}`);
      told.add(subject, `${SKOS}prefLabel`, text(page.documentTitle(source.slug), "zh-hans"));
      if (source.sha256) told.add(subject, own("sha256"), text(source.sha256));
    }
  }

  function texts(told) {
    for (const item of page.cases) {
      for (const [field, name] of [
        ["title", "CaseTitle"],
        ["text", "CaseText"],
      ]) {
        const part = thing(`${item.path}/${field}`);
        told.add(part, TYPE, `<${own(name)}`);
        told.add(part, own("case"), thing(item.path));
        told.add(part, `${NIF}isString`, text(item[field]));
      }
    }
  }

  function assertions(told) {
    const { finer, reviewers, reviewedBy } = page.asked;
    const finerOf = new Map(finer);
    const reviewerOf = new Map(reviewedBy);
    for (const link of page.links) {
      const node = thing(link.key);
      told.add(node, TYPE, `<${own("Assertion")}`);
      told.add(node, `${RDF}subject`, thing(link.case.path));
      told.add(node, `${RDF}object`, thing(link.object.path));
      for (const property of page.chain(link)) told.add(node, `${RDF}predicate`, `<${own(property)}`);
      told.add(node, own("method"), thing(`method/${link.method}`));
      told.add(node, own("basis"), thing(`basis/${link.basis || "explicit"}`));
      told.add(node, "http://www.w3.org/ns/prov#wasDerivedFrom", thing(`document/${link.case.document}`));
      if (finerOf.has(link.key)) told.add(node, own("finerConcept"), thing(finerOf.get(link.key)));
      if (link.method !== "reviewed" || !reviewers.length) continue;
      const [role, kind, date] = reviewers[reviewerOf.get(link.key) || 0];
      const reviewer = thing(`reviewer/${kind}-${role}`);
      told.add(node, own("reviewer"), reviewer);
      told.add(node, own("reviewDate"), text(date));
      told.add(reviewer, TYPE, `<http://www.w3.org/ns/prov#${kind === "person" ? "Person" : "SoftwareAgent"}`);
      told.add(reviewer, `${SKOS}prefLabel`, text(`${role}（${kind === "person" ? "人" : "软件"}）`, "zh-hans"));
    }
  }

  function evidence(told) {
    for (const link of page.links) {
      for (const span of link.spans) {
        const node = thing(`${link.key}/${span.field}-${span.start}-${span.end}`);
        told.add(thing(link.key), own("evidence"), node);
        told.add(node, `${NIF}anchorOf`, text(span.quote));
        told.add(node, `${NIF}beginIndex`, span.start);
        told.add(node, `${NIF}endIndex`, span.end);
        told.add(node, `${NIF}referenceContext`, thing(`${link.case.path}/${span.field}`));
        if (span.source) {
          told.add(node, own("sourceBegin"), span.source[0]);
          told.add(node, own("sourceEnd"), span.source[1]);
        }
      }
    }
  }

  // The larger parts are made only when a question asks for them.
  const LATER = [
    [/rdf:(subject|object|predicate)|def:(Assertion|reviewer|finerConcept)/, assertions],
    [/def:evidence|nif:anchorOf/, evidence],
    [/nif:(isString|referenceContext)|def:Case(Title|Text)/, texts],
  ];
  const made = new Set();
  let told = null;

  /** The statements that a query may need. */
  page.statements = function statements(query) {
    if (!told) {
      told = new Statements();
      for (const make of [vocabulary, things, cases]) make(told);
    }
    for (const [sign, make] of LATER) {
      if (made.has(make) || !sign.test(query)) continue;
      made.add(make);
      make(told);
    }
    return told;
  };
}
