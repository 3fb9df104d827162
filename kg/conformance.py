"""Checks of a dataset as linked data: characters, IRIs, labels, SKOS, declared terms, domains and ranges.

Each check takes canonical N-Quads lines (or the bytes of a file), and returns violations that name
the record and the mend; no violation is the only good answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kg.namespaces import EXTERNAL, Namespaces
from kg.validate import Violation

_INVISIBLE: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_STRING: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_SKOS: Final = EXTERNAL["skos"]
_RDF_TYPE: Final = f"<{EXTERNAL['rdf']}type>"
_PATHS: Final = re.compile(
    r"id/(?:document/[a-z0-9][a-z0-9-]*"
    r"|case/[a-z0-9][a-z0-9-]*/[A-Za-z0-9-]+(?:/title|/text|/section-\d+|/(?:measure|party|fact)/[0-9a-f]{8})?"
    r"|region/(?:\d{6}|[a-z][a-z0-9-]*)|region-compound/[a-z0-9-]+"
    r"|(?:institution|platform|instrument)/[a-z0-9-]+-[a-z-]+-[0-9a-f]{8}"
    r"|(?:assertion|coding)/[0-9a-f]{16}(?:/(?:title|text)-\d+-\d+)?"
    r"|reviewer/(?:person|software)-[a-z0-9-]+|dataset/kg(?:/[0-9.a-z]+)?|activity/build|software/ipcase-kg"
    r"|input/[a-z-]+|distribution/[A-Za-z0-9.-]+(?:/checksum)?)"
    r"|scheme/(?:[a-z-]+|frame-[a-z0-9-]+)(?:/[a-z0-9-]+)?|def#?[A-Za-z0-9]*(?:/[0-9.]+)?|shapes#[A-Za-z0-9]*"
    r"|graph/(?:vocabulary|metadata|[a-z0-9][a-z0-9-]*/(?:source|reviewed|rule|model|coded))?|"
)


def characters(name: str, content: bytes) -> Iterator[Violation]:
    """Yield what is wrong with the characters of a text file: BOM, CR, not NFC, invisible characters, not UTF-8."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        yield Violation("characters", name, f"not UTF-8 at byte {error.start}; save it as UTF-8")
        return
    if text.startswith("\ufeff"):
        yield Violation("characters", name, "begins with a BOM; save it without")
        text = text[1:]
    if "\r" in text:
        yield Violation("characters", name, "has CR line ends; save it with LF")
    for number, line in enumerate(text.split("\n"), 1):
        if not unicodedata.is_normalized("NFC", line):
            yield Violation("characters", f"{name}, line {number}", "is not NFC; normalise it")
        if _INVISIBLE.search(line):
            yield Violation("characters", f"{name}, line {number}", "holds an invisible character; remove it")


def escaped_names(name: str, content: bytes) -> Iterator[Violation]:
    """Yield lines of a Turtle file with a backslash outside a string: prefixed names that stores read wrong."""
    for number, line in enumerate(content.decode("utf-8").split("\n"), 1):
        if "\\" in _STRING.sub('""', line):
            yield Violation(
                "escaped-name", f"{name}, line {number}", "holds a backslash in a name; bind no such prefix"
            )


def quote_lengths(lines: Sequence[str], median: int = 20) -> Iterator[Violation]:
    """Yield a violation where the quotes of a dataset are long: their median is at most ``median`` code points."""
    found = sorted(len(value) - 2 for _, predicate, value in _terms(lines) if predicate.endswith("#anchorOf>"))
    if found and found[len(found) // 2] > median:
        what = f"the median quote has {found[len(found) // 2]} characters; quote the shortest wording"
        yield Violation("quote-length", "the dataset", what)


def _terms(lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    for line in lines:
        head, _, _ = line.rstrip(" .\n").rpartition(" ")
        subject, predicate, value = head.split(" ", 2)
        yield subject, predicate, value


def iris(lines: Sequence[str], spaces: Namespaces) -> Iterator[Violation]:
    """Yield blank nodes, IRIs that are not ASCII, and IRIs under the base that no rule of minting gives."""
    seen: set[str] = set()
    for line in lines:
        graph = line.rstrip(" .\n").rpartition(" ")[2]
        subject, predicate, value = next(iter(_terms([line])))
        seen.update(term for term in (subject, predicate, value, graph) if term.startswith(("<", "_:")))
    for term in sorted(seen):
        if term.startswith("_:"):
            yield Violation("iri", term, "is a blank node; give it an IRI")
        elif not term.isascii() or "%" in term:
            yield Violation("iri", term, "is not plain ASCII; mint it from a slug or a hash")
        elif term.startswith(f"<{spaces.base}/") and not _PATHS.fullmatch(term[len(spaces.base) + 2 : -1]):
            yield Violation("iri", term, "follows no rule of minting; see docs/graph-profile.md")


def labels(lines: Sequence[str], spaces: Namespaces) -> Iterator[Violation]:
    """Yield IRIs under the base without a type, without exactly one ``prefLabel@zh-hans``, or with clashing labels."""
    types: set[str] = set()
    named: dict[str, Counter[str]] = defaultdict(Counter)
    kinds: dict[tuple[str, str], set[str]] = defaultdict(set)
    mentioned: set[str] = set()
    subjects: set[str] = set()
    prefix = f"<{spaces.base}/"
    for subject, predicate, value in dict.fromkeys(_terms(lines)):
        subjects.add(subject)
        mentioned.update(term for term in (subject, value) if term.startswith(prefix))
        if predicate == _RDF_TYPE:
            types.add(subject)
        for kind in ("prefLabel", "altLabel", "hiddenLabel"):
            if predicate == f"<{_SKOS}{kind}>":
                kinds[subject, kind].add(value)
                if kind == "prefLabel":
                    named[subject][value.rpartition("@")[2]] += 1
    for term in sorted(mentioned):
        path = term[len(prefix) : -1]
        exempt = ("id/assertion/", "id/coding/", "id/dataset/kg/", "def#", "def/", "graph/")
        if path.startswith(exempt) or path in ("", "def"):
            continue
        if term not in types:
            yield Violation("label", term, "has no rdf:type; describe it in its graph")
        if named[term]["zh-hans"] != 1:
            yield Violation("label", term, f"has {named[term]['zh-hans']} skos:prefLabel@zh-hans; give it exactly one")
    for subject in sorted(subjects):
        for one, other in (("prefLabel", "altLabel"), ("prefLabel", "hiddenLabel"), ("altLabel", "hiddenLabel")):
            for shared in sorted(kinds[subject, one] & kinds[subject, other]):
                yield Violation("label", subject, f"{shared} is both {one} and {other}; keep one")


def skos(lines: Sequence[str]) -> Iterator[Violation]:
    """Yield cycles of ``skos:broader``, concepts outside every hierarchy, and concepts both broader and related."""
    broader: dict[str, set[str]] = defaultdict(set)
    related: dict[str, set[str]] = defaultdict(set)
    tops: set[str] = set()
    concepts: set[str] = set()
    for subject, predicate, value in _terms(lines):
        if predicate == f"<{_SKOS}broader>":
            broader[subject].add(value)
        elif predicate == f"<{_SKOS}related>":
            related[subject].add(value)
        elif predicate == f"<{_SKOS}topConceptOf>":
            tops.add(subject)
        elif predicate == _RDF_TYPE and value == f"<{_SKOS}Concept>":
            concepts.add(subject)
    for concept in sorted(concepts):
        above: set[str] = set()
        pending = sorted(broader[concept])
        while pending:
            current = pending.pop()
            if current not in above:
                above.add(current)
                pending.extend(broader[current])
        if concept in above:
            yield Violation("skos", concept, "is broader than itself; break the circle")
        if not broader[concept] and concept not in tops and not _is_area(concept):
            yield Violation("skos", concept, "has neither a broader concept nor a scheme whose top it is; place it")
        for clash in sorted(above & related[concept]):
            yield Violation("skos", concept, f"is related to {clash}, which is above it; drop one")
        for missing in sorted(above - concepts):
            yield Violation("skos", concept, f"lies below {missing}, which is no concept; mend skos:broader")


def _is_area(concept: str) -> bool:
    """Areas and zones stand beside the divisions, outside their hierarchy."""
    return "/id/region/" in concept and not concept[:-1].rpartition("/")[2].isdigit()


def declared(lines: Sequence[str], spaces: Namespaces) -> Iterator[Violation]:
    """Yield project terms that are used but not declared as a class or property of the ontology."""
    prefix = f"<{spaces.base}/def#"
    known: set[str] = set()
    used: set[str] = set()
    for subject, predicate, value in _terms(lines):
        if predicate == _RDF_TYPE and subject.startswith(prefix):
            known.add(subject)
        used.update(term for term in (predicate, value) if term.startswith(prefix) and term != f"{prefix}>")
    for term in sorted(used - known):
        yield Violation("declared", term, "is used but not declared; add it to ontology/core.ttl")


def domains_and_ranges(lines: Sequence[str], spaces: Namespaces) -> Iterator[Violation]:
    """Yield uses of project properties outside the domain or range that the ontology declares."""
    declared_for: dict[str, dict[str, set[str]]] = {"domain": defaultdict(set), "range": defaultdict(set)}
    above: dict[str, set[str]] = defaultdict(set)
    types: dict[str, set[str]] = defaultdict(set)
    triples = set(_terms(lines))
    for subject, predicate, value in triples:
        if predicate == f"<{EXTERNAL['rdfs']}domain>":
            declared_for["domain"][subject].add(value)
        elif predicate == f"<{EXTERNAL['rdfs']}range>":
            declared_for["range"][subject].add(value)
        elif predicate == f"<{EXTERNAL['rdfs']}subClassOf>":
            above[subject].add(value)
        elif predicate == _RDF_TYPE:
            types[subject].add(value)

    def classes(node: str) -> set[str]:
        found, pending = set(), list(types[node])
        while pending:
            current = pending.pop()
            if current not in found:
                found.add(current)
                pending.extend(above[current])
        return found

    known = {node: classes(node) for node in types}
    for subject, predicate, value in sorted(triples):
        if not predicate.startswith(f"<{spaces.base}/def#"):
            continue
        for wanted in sorted(declared_for["domain"][predicate]):
            if wanted.startswith(f"<{spaces.base}/") and wanted not in known.get(subject, set()):
                yield Violation("domain", subject, f"has {predicate} but is no {wanted}")
        for wanted in sorted(declared_for["range"][predicate]):
            ours = wanted.startswith(f"<{spaces.base}/") and value.startswith("<")
            if ours and wanted not in known.get(value, set()):
                yield Violation("range", subject, f"{predicate} {value} is no {wanted}")


def check(lines: Sequence[str], spaces: Namespaces) -> list[Violation]:
    """Return the violations of all checks of a whole dataset with its vocabulary graph."""
    return [
        *iris(lines, spaces),
        *labels(lines, spaces),
        *skos(lines),
        *declared(lines, spaces),
        *domains_and_ranges(lines, spaces),
    ]
