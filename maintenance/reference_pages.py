"""Write the reference pages of the ontology and its schemes: docs/reference/, in Chinese and English.

    python maintenance/reference_pages.py            # writes them anew
    python maintenance/reference_pages.py --check    # says whether they are up to date, exit code 1 where not

Every class, property and concept has an anchor of its own, to which the redirect rules in ``w3id/`` lead.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pyoxigraph import RdfFormat, parse

from kg.links import Triples
from kg.namespaces import EXTERNAL, Namespaces
from kg.serialize import canonical, nquads
from kg.vocabulary import load
from kg.vocabulary.triples import vocabulary_quads

ROOT: Final = Path(__file__).resolve().parents[1]
TARGET: Final = ROOT / "docs" / "reference"
SPACES: Final = Namespaces()
SKOS: Final = EXTERNAL["skos"]
RDFS: Final = EXTERNAL["rdfs"]
OWL: Final = EXTERNAL["owl"]
DEF: Final = SPACES.definition("")

REGIONS_NOTE: Final = (
    "本页列省级行政区划和各区域；省级以下的全部区划见 [`vocabularies.ttl`](../../exports/vocabularies.ttl)。"
    "This page lists the provincial divisions and the areas; all divisions below are in that file."
)
CONCEPT_FACTS: Final = (
    ("又称 also", SKOS + "altLabel"),
    ("环节 stage", DEF + "stage"),
    ("说明 note", SKOS + "scopeNote"),
    ("相近 close", SKOS + "closeMatch"),
    ("相同 exact", SKOS + "exactMatch"),
)
TERM_FACTS: Final = (
    ("上位类 subclass of", RDFS + "subClassOf"),
    ("上位属性 subproperty of", RDFS + "subPropertyOf"),
    ("定义域 domain", RDFS + "domain"),
    ("值域 range", RDFS + "range"),
)


def main(arguments: list[str]) -> None:
    """Write the pages, or compare them."""
    made = pages(_triples())
    there = {path.name: path.read_text(encoding="utf-8") for path in TARGET.glob("*.md")}
    if arguments == ["--check"]:
        stale = sorted(name for name in {*made, *there} if made.get(name) != there.get(name))
        if stale:
            sys.exit(f"docs/reference/ is stale ({', '.join(stale)}): run python maintenance/reference_pages.py")
    elif arguments:
        sys.exit(__doc__)
    else:
        TARGET.mkdir(exist_ok=True)
        for name in there.keys() - made.keys():
            (TARGET / name).unlink()
        for name, text in made.items():
            (TARGET / name).write_text(text, encoding="utf-8")


def _triples() -> Triples:
    quads = vocabulary_quads(load(ROOT / "ontology"), SPACES)
    return Triples(parse(nquads(canonical(quads)), format=RdfFormat.N_QUADS))


def pages(triples: Triples) -> dict[str, str]:
    """Return the pages by file name."""
    environment = Environment(  # noqa: S701 - Markdown; what could be read as such is escaped by `_plain`
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined, keep_trailing_newline=True,
    )  # fmt: skip
    ontology = f"{SPACES.base}/def"
    common = {
        "base": SPACES.base,
        "version": triples.text(ontology, OWL + "versionInfo"),
        "modified": triples.text(ontology, EXTERNAL["dcterms"] + "modified"),
    }
    kinds = {subject: set(triples.texts(subject, EXTERNAL["rdf"] + "type")) for subject in triples.subjects()}
    schemes = [_scheme(triples, iri) for iri in sorted(kinds) if SKOS + "ConceptScheme" in kinds[iri]]
    named = {kind: sorted(s for s in kinds if s.startswith(DEF) and OWL + kind in kinds[s]) for kind in _KINDS}
    parts = [(heading, [_term(triples, iri) for iri in named[kind]]) for kind, heading in _KINDS.items()]
    numbers = {"classes": len(named["Class"]), "properties": sum(map(len, named.values())) - len(named["Class"])}
    told = {
        "title": {"zh": triples.label(ontology), "en": triples.label(ontology, "en")},
        "descriptions": _texts(triples, ontology, EXTERNAL["dcterms"] + "description"),
        "version_iri": triples.text(ontology, OWL + "versionIRI"),
        "parts": parts,
    }
    made = {
        "README.md": environment.get_template("index.md.j2").render(**common, **numbers, schemes=schemes),
        "ontology.md": environment.get_template("ontology.md.j2").render(**common, **told),
    }
    template = environment.get_template("scheme.md.j2")
    made |= {f"{scheme['slug']}.md": template.render(**common, scheme=scheme) for scheme in schemes}
    return {name: re.sub(r"\n{3,}", "\n\n", text).rstrip() + "\n" for name, text in made.items()}


_KINDS: Final = {
    "Class": "类 Classes",
    "ObjectProperty": "对象属性 Object properties",
    "DatatypeProperty": "数据属性 Datatype properties",
}


def _scheme(triples: Triples, iri: str) -> dict[str, Any]:
    slug = iri.rpartition("/")[2]
    tops = triples.texts(iri, SKOS + "hasTopConcept")
    members = [s for s in triples.subjects() if iri in triples.texts(s, SKOS + "inScheme")]
    below: dict[str, list[str]] = {}
    for member in members:
        for above in triples.texts(member, SKOS + "broader"):
            below.setdefault(above, []).append(member)
    note = ""
    if slug == "region":
        note = REGIONS_NOTE
        below = {}
        areas = [s for s in members if triples.text(s, DEF + "level") in ("area", "zone")]
        tops = [*tops, *sorted(set(areas) - set(tops))]
    return {
        "iri": iri, "slug": slug, "zh": triples.label(iri), "en": triples.label(iri, "en"), "note": note,
        "descriptions": _texts(triples, iri, EXTERNAL["dcterms"] + "description"), "total": len(members),
        "concepts": list(_walk(triples, tops, below, 0, set())),
    }  # fmt: skip


def _walk(
    triples: Triples, level: list[str], below: dict[str, list[str]], depth: int, told: set[str]
) -> Iterator[dict[str, Any]]:
    """Yield concepts with those below them, each once, by notation and then by name."""
    for iri in sorted(level, key=lambda one: (_natural(triples.text(one, SKOS + "notation") or "~"), one)):
        if iri not in told:
            told.add(iri)
            yield _concept(triples, iri, depth)
            yield from _walk(triples, below.get(iri, []), below, depth + 1, told)


def _natural(notation: str) -> list[tuple[str, int]]:
    return [(word, int(number or 0)) for word, number in re.findall(r"(\D+|^)(\d*)", notation)]


def _concept(triples: Triples, iri: str, depth: int) -> dict[str, Any]:
    facts = [(name, _values(triples, iri, predicate)) for name, predicate in CONCEPT_FACTS]
    return {
        "slug": iri.rpartition("/")[2], "depth": depth, "notation": triples.text(iri, SKOS + "notation"),
        "zh": _plain(triples.label(iri) or ""), "en": _plain(triples.label(iri, "en") or ""), "short": _short(iri),
        "definitions": _texts(triples, iri, SKOS + "definition"), "facts": [fact for fact in facts if fact[1]],
    }  # fmt: skip


def _term(triples: Triples, iri: str) -> dict[str, Any]:
    facts = [(name, _values(triples, iri, predicate)) for name, predicate in TERM_FACTS]
    return {
        "name": iri.removeprefix(DEF), "zh": triples.label(iri), "en": triples.label(iri, "en"),
        "comments": _texts(triples, iri, RDFS + "comment"), "facts": [fact for fact in facts if fact[1]],
    }  # fmt: skip


def _texts(triples: Triples, iri: str, predicate: str) -> list[str]:
    """Return texts in Chinese, then in English."""
    terms = sorted(triples.terms(iri, predicate), key=lambda term: (not term.language.startswith("zh"), term.text))
    return [_plain(term.text) for term in terms]


def _values(triples: Triples, iri: str, predicate: str) -> str:
    return "；".join(
        _plain(term.text) if term.language else _link(triples, term.text)
        for term in sorted(triples.terms(iri, predicate), key=lambda term: (term.language == "en", term))
    )


def _link(triples: Triples, iri: str) -> str:
    """Return a node as a link to where these pages describe it, or as its address."""
    label = triples.label(iri) or _short(iri)
    if iri.startswith(DEF):
        return f"[{label} `{_short(iri)}`](ontology.md#{iri.removeprefix(DEF)})"
    if iri.startswith(f"{SPACES.base}/scheme/"):
        scheme, _, slug = iri.removeprefix(f"{SPACES.base}/scheme/").partition("/")
        return f"[{label}]({scheme}.md#{slug})"
    short = _short(iri)
    return f"<{iri}>" if short == iri else f"`{short}`"


def _short(iri: str) -> str:
    """Return an IRI with the longest prefix that fits, or whole."""
    fitting = [(name, space) for name, space in SPACES.prefixes().items() if iri.startswith(space)]
    name, space = max(fitting, key=lambda pair: len(pair[1]), default=("", ""))
    return f"{name}:{iri.removeprefix(space)}" if name else iri


def _plain(text: str) -> str:
    """Return a text in which Markdown finds no mark-up of its own.

    >>> _plain("a*b <c>")
    'a\\\\*b \\\\<c\\\\>'
    """
    return re.sub(r"([\\`*_<>|\[\]#])", r"\\\1", text)


if __name__ == "__main__":
    main(sys.argv[1:])
