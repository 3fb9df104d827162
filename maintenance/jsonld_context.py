"""Write the JSON-LD context of the ontology: every class and property of ``core.ttl`` under its own name.

    python maintenance/jsonld_context.py            # writes ontology/context.jsonld
    python maintenance/jsonld_context.py --check    # says whether it is up to date, exit code 1 where not

A property is coerced to what the ontology says its values are, so that a program reads plain strings and numbers.
Terms that the project takes from other vocabularies are named below.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

from rdflib import OWL, RDF, RDFS, XSD, Graph, URIRef

from kg.namespaces import EXTERNAL, Namespaces

FOLDER: Final = Path(__file__).resolve().parents[1] / "ontology"
TARGET: Final = FOLDER / "context.jsonld"

CONCEPTS: Final = ("mech", "ip", "inst", "cov", "factt", "instrt", "areat")
"""Prefixes of schemes that are the name of no property; the other schemes are shortened by ``ipcase:scheme/``."""

BY_LANGUAGE: Final = ("skos:prefLabel", "rdfs:label")
"""Properties with one value for each language: an object with a key for each."""

TEXTS: Final = (
    "skos:altLabel", "skos:definition", "skos:editorialNote", "skos:hiddenLabel", "skos:notation", "skos:scopeNote",
    "rdfs:comment", "nif:anchorOf", "nif:isString", "rdf:value",
)  # fmt: skip
"""Properties of other vocabularies whose values are texts, or of several kinds."""

LINKS: Final = (
    "skos:broadMatch", "skos:broader", "skos:closeMatch", "skos:exactMatch", "skos:hasTopConcept", "skos:inScheme",
    "skos:member", "skos:narrowMatch", "skos:relatedMatch", "skos:topConceptOf", "rdf:object", "rdf:predicate",
    "rdf:subject", "nif:referenceContext", "org:classification", "prov:wasDerivedFrom",
)  # fmt: skip
"""Properties of other vocabularies whose values are nodes."""

INTEGERS: Final = ("nif:beginIndex", "nif:endIndex")

CLASSES: Final = (
    "nif:Context", "prov:Person", "prov:SoftwareAgent", "skos:Collection", "skos:Concept", "skos:ConceptScheme",
)  # fmt: skip

REVERSE: Final = {"assertions": "rdf:subject", "supports": "def:evidence", "casesOf": "def:document"}
"""Properties read the other way: what a case is stated by, what a quote supports, which cases a document has."""

_TYPED: Final = (XSD.integer, XSD.decimal, XSD.date, XSD.boolean)


def context() -> dict[str, object]:
    """Return the context, as a JSON object."""
    prefixes = Namespaces().prefixes()
    terms: dict[str, object] = {"id": "@id", "type": "@type", "graph": "@graph"}
    for prefix in (*sorted(EXTERNAL), "def", *CONCEPTS):
        terms[prefix] = prefixes[prefix]
    terms["ipcase"] = f"{Namespaces().base}/"
    for term in CLASSES:
        terms[term.partition(":")[2]] = term
    for term in BY_LANGUAGE:
        terms[term.partition(":")[2]] = {"@id": term, "@container": "@language"}
    for term in TEXTS:
        terms[term.partition(":")[2]] = {"@id": term}
    for term in LINKS:
        terms[term.partition(":")[2]] = {"@id": term, "@type": "@id"}
    for term in INTEGERS:
        terms[term.partition(":")[2]] = {"@id": term, "@type": "xsd:integer"}
    own = _own()
    clashes = sorted({*own} & {*terms, *REVERSE})
    if clashes:
        sys.exit(f"these names stand for something else in the context: {', '.join(clashes)}")
    terms |= own
    for name, term in REVERSE.items():
        terms[name] = {"@reverse": term, "@type": "@id", "@container": "@set"}
    return {"@context": {"@version": 1.1, **terms}}


def _own() -> dict[str, object]:
    """Return the terms of the ontology by local name."""
    graph = Graph().parse(FOLDER / "core.ttl")
    namespace = Namespaces().definition("")
    found: dict[str, object] = {}
    for subject in sorted({node for node in graph.subjects(RDF.type, None) if str(node).startswith(namespace)}):
        name = str(subject).removeprefix(namespace)
        kinds = set(graph.objects(subject, RDF.type))
        if OWL.Class in kinds:
            found[name] = f"def:{name}"
            continue
        term: dict[str, object] = {"@id": f"def:{name}"}
        reach = graph.value(subject, RDFS.range)
        if OWL.ObjectProperty in kinds:
            term["@type"] = "@id"
        elif isinstance(reach, URIRef) and reach in _TYPED:
            term["@type"] = f"xsd:{str(reach).removeprefix(str(XSD))}"
        found[name] = term
    return found


def main(arguments: list[str]) -> None:
    """Write the context, or compare it."""
    text = json.dumps(context(), ensure_ascii=False, indent=2) + "\n"
    if arguments == ["--check"]:
        if not TARGET.is_file() or TARGET.read_text(encoding="utf-8") != text:
            sys.exit("ontology/context.jsonld is not that of core.ttl: run python maintenance/jsonld_context.py")
    elif arguments:
        sys.exit(__doc__)
    else:
        TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
