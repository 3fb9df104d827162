"""IRIs that a release no longer has, each with its successor where one is known."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.namespaces import EXTERNAL, Namespaces
from kg.terms import RDF_TYPE, Quad, external, iri, literal

_LINE: Final = re.compile(r"(\S+) (\S+) (.*) <[^>]*> \.\n?\Z", re.DOTALL)
_ESCAPED: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_PLAIN: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_NAMED: Final = ("institution", "platform", "instrument", "region")
_REASONS: Final = {
    "replaced": ("分类表注明已由它取代", "the scheme says so (dcterms:isReplacedBy)"),
    "alias": ("名称并入它", "its name is another name of the successor"),
    "label": ("同名，代码重铸", "the same name under a new IRI"),
    "object": ("对象改铸，关系随之", "the same link to the object's successor"),
    "": ("已撤销，没有继承者", "withdrawn, no successor"),
}


@dataclass(frozen=True, slots=True, order=True)
class Retired:
    """One IRI that is gone: since which version, its successor (empty where none is known), and why."""

    iri: str
    successor: str
    reason: str
    label: str
    since: str


@dataclass
class _Things:
    """The subjects of a dataset under its base: labels, classes, replacements, and links by assertion."""

    labels: dict[str, str]
    others: dict[str, set[str]]
    classes: dict[str, set[str]]
    replaced: dict[str, str]
    links: dict[str, tuple[str, str, str]]


def retired(
    old: Iterable[str], new: Iterable[str], earlier: Iterable[Retired], version: str, spaces: Namespaces
) -> tuple[Retired, ...]:
    """Return the IRIs that were in ``old``, or retired before, and are not in ``new``, with their successors.

    A successor is one that the new data name (``dcterms:isReplacedBy``), a body that has the old name as another of
    its names, a thing of the same name and kind under a new IRI, or the same link to the object's successor.
    Evidence nodes go with their assertions. Successors that are retired in their turn are followed to the end.
    """
    before, after = _things(old, spaces), _things(new, spaces)
    gone = sorted(before.classes.keys() - after.classes.keys())
    found: dict[str, Retired] = {item.iri: item for item in earlier if f"<{item.iri}>" not in after.classes}
    successors: dict[str, tuple[str, str]] = {}
    by_name = _by_name(after, spaces)
    for subject in gone:
        if "/id/assertion/" not in subject:
            successors[subject] = _successor(subject, before, after, by_name, spaces)
    links = {link: node for node, link in after.links.items()}
    for subject in gone:
        if subject in before.links:
            case, relation, target = before.links[subject]
            moved = successors.get(target, ("", ""))[0]
            node = links.get((case, relation, moved)) if moved else None
            successors[subject] = (node, "object") if node else ("", "")
    for subject, (successor, reason) in successors.items():
        if "/title-" in subject or "/text-" in subject:
            continue
        found[subject[1:-1]] = Retired(
            subject[1:-1], successor[1:-1] if successor else "", reason, before.labels.get(subject, ""), version
        )
    return tuple(sorted(_followed(item, found) for item in found.values()))


def _followed(item: Retired, found: Mapping[str, Retired]) -> Retired:
    """Return the item with the successor that stands today, through those that are retired themselves."""
    from dataclasses import replace

    seen = {item.iri}
    successor = item.successor
    while successor in found and successor not in seen:
        seen.add(successor)
        successor = found[successor].successor
    return item if successor == item.successor else replace(item, successor="" if successor in seen else successor)


def _things(lines: Iterable[str], spaces: Namespaces) -> _Things:
    things = _Things({}, defaultdict(set), defaultdict(set), {}, {})
    own = (f"<{spaces.base}/id/", f"<{spaces.base}/scheme/")
    skip = ("/id/dataset/", "/id/activity/", "/id/software/", "/id/input/", "/scheme/cue/")
    parts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    rdf, skos = EXTERNAL["rdf"], EXTERNAL["skos"]
    for line in lines:
        match = _LINE.match(line)
        if match is None or not match[1].startswith(own) or any(part in match[1] for part in skip):
            continue
        subject, predicate, value = match.groups()
        if predicate == RDF_TYPE:
            things.classes[subject].add(value)
        elif predicate == f"<{skos}prefLabel>" and value.endswith("@zh-hans"):
            things.labels[subject] = _text_of(value)
        elif predicate in (f"<{skos}altLabel>", f"<{skos}hiddenLabel>"):
            things.others[subject].add(_text_of(value))
        elif predicate == external("dcterms", "isReplacedBy"):
            things.replaced[subject] = value
        elif predicate in (f"<{rdf}subject>", f"<{rdf}predicate>", f"<{rdf}object>"):
            parts[subject][predicate].append(value)
    for subject, held in parts.items():
        predicates = "|".join(sorted(held[f"<{rdf}predicate>"]))
        if held[f"<{rdf}subject>"] and held[f"<{rdf}object>"]:
            things.links[subject] = (held[f"<{rdf}subject>"][0], predicates, held[f"<{rdf}object>"][0])
    return things


def _by_name(things: _Things, spaces: Namespaces) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Return the things that a name may stand for: kind and name → subjects, with why."""
    names: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for subject, label in things.labels.items():
        names[_kind(subject, spaces), label].append((subject, "label"))
    for subject, labels in things.others.items():
        for label in labels:
            names[_kind(subject, spaces), label].append((subject, "alias"))
    return names


def _kind(subject: str, spaces: Namespaces) -> str:
    """Return the family of an IRI: institution, region, mechanism; for what belongs to a case, the case and family."""
    path = spaces.path(subject[1:-1])
    parts = path.split("/")
    return "/".join(parts[:4]) if parts[0] == "case" and len(parts) > 4 else parts[0]


def _successor(
    subject: str,
    before: _Things,
    after: _Things,
    by_name: Mapping[tuple[str, str], list[tuple[str, str]]],
    spaces: Namespaces,
) -> tuple[str, str]:
    for known in (after.replaced, before.replaced):
        if subject in known:
            return known[subject], "replaced"
    label = before.labels.get(subject)
    if label is None or (subject.count("/case/") and len(spaces.path(subject[1:-1]).split("/")) <= 4):
        return "", ""  # cases, their titles and texts have no successor: another case is another case
    found = [pair for pair in by_name.get((_kind(subject, spaces), label), []) if pair[0] != subject]
    found.sort(key=lambda pair: (pair[1] != "alias", pair[0]))
    same = {target for target, _ in found}
    return found[0] if len(same) == 1 else ("", "")


def table(items: Iterable[Retired]) -> bytes:
    """Return the map as CSV for people: UTF-8 with a BOM, CRLF line ends."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("停用的 IRI", "继承者", "理由", "reason", "名称", "停用于版本"))
    for item in items:
        zh, en = _REASONS[item.reason]
        writer.writerow((item.iri, item.successor, zh, en, item.label, item.since))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def parse(content: bytes) -> tuple[Retired, ...]:
    """Return the map that an earlier release carries; the inverse of `table`."""
    reasons = {zh: reason for reason, (zh, _) in _REASONS.items()}
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]
    return tuple(Retired(row[0], row[1], reasons.get(row[2], ""), row[4], row[5]) for row in rows)


def quads(items: Iterable[Retired], spaces: Namespaces) -> Iterable[Quad]:
    """Yield the map as RDF: ``owl:deprecated`` and ``dcterms:isReplacedBy``, for stores that redirect."""
    graph = iri(spaces.graph("metadata"))
    true = f'"true"^^<{EXTERNAL["xsd"]}boolean>'
    for item in items:
        yield Quad(iri(item.iri), external("owl", "deprecated"), true, graph)
        yield Quad(iri(item.iri), external("owl", "versionInfo"), literal(item.since), graph)
        if item.successor:
            yield Quad(iri(item.iri), external("dcterms", "isReplacedBy"), iri(item.successor), graph)


def _text_of(literal: str) -> str:
    """Return the text of a literal of canonical N-Quads.

    >>> _text_of('"青岛\\\\n海关"@zh-hans') == "青岛" + chr(10) + "海关"
    True
    """
    body = literal[1 : literal.rindex('"')]

    def plain(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _PLAIN.get(match[3], match[3])

    return _ESCAPED.sub(plain, body)
