"""The change between two datasets, told case by case in Chinese and English.

What is told: cases that came or went; for each other case its title, text, coverage and links;
then documents, concepts, regions and bodies; then how many quads are counts and the like.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from kg.changes.quads import comparable
from kg.changes.words import Speaker, several, shift
from kg.links import CaseRecord, Link, Triples, cases
from kg.namespaces import EXTERNAL

if TYPE_CHECKING:
    import pyoxigraph

Status = Literal["added", "removed", "changed"]

VERBS: Final[dict[str, tuple[str, str]]] = {
    "added": ("新增", "added"),
    "removed": ("删去", "removed"),
    "changed": ("修改", "changed"),
}

_DESCRIPTION: Final = ("id/dataset/", "id/activity/", "id/input/", "id/software/", "graph/")
"""Where the nodes are that describe the dataset: counted, not told."""

_LABELS: Final = (EXTERNAL["skos"] + "prefLabel", EXTERNAL["rdfs"] + "label")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed, as a sentence in both languages, with what a program needs.

    ``what`` is ``link``, ``title``, ``text``, ``english-title``, ``coverage`` or ``resource``.
    ``relation``, ``role``, ``object`` (an IRI) and ``quotes`` (after the change; before it where
    the link is gone) are set for links, ``object`` for resources too.
    """

    status: Status
    what: str
    zh: str
    en: str
    relation: str | None = None
    role: str | None = None
    object: str | None = None
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A case with its changes; one that came or went as a whole has none listed, only the number of its links."""

    case: str
    document: str
    number: str
    title: str
    status: Status
    links: int
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What changed: cases in their order, then all else. ``metadata`` counts quads of the dataset's own description.

    ``moved`` counts triples that only stand in another graph now.
    """

    cases: tuple[CaseChange, ...]
    others: tuple[Change, ...]
    metadata: int
    moved: int
    bases: tuple[str, str]


def tell(old: Iterable[pyoxigraph.Quad], new: Iterable[pyoxigraph.Quad]) -> Report:
    """Return what changed from the old dataset to the new one, in words.

    The datasets may be in any graphs; a change of base IRI makes every case a new one, which
    ``bases`` shows.
    """
    was, now, _ = comparable(old, new)
    before, after = Triples(was), Triples(now)
    speaker = Speaker(after, before)
    old_cases, new_cases = cases(before), cases(after)
    told: list[CaseChange] = []
    said: set[str] = set()
    for iri, record in {**old_cases, **new_cases}.items():
        past, present = old_cases.get(iri), new_cases.get(iri)
        said |= {iri, f"{iri}/title", f"{iri}/text"}
        if past is None or present is None:
            status: Status = "added" if past is None else "removed"
            told.append(_case(record, status))
        else:
            changes = tuple(_changes(past, present, speaker))
            if changes:
                told.append(_case(present, "changed", changes))
    whole = {f"{change.case}/" for change in told if change.status != "changed"}
    said |= _spoken_nodes(old_cases.values(), new_cases.values(), before, after, speaker.base)
    others, owned = _resources(before, after, speaker, said, {*old_cases, *new_cases}, whole)
    told = _with_owned(told, owned, {**old_cases, **new_cases})
    description = _description(speaker.base)
    described = [quad for quad in was ^ now if getattr(quad.subject, "value", "").startswith(description)]
    moved = {quad.triple for quad in now - was} & {quad.triple for quad in was - now}
    return Report(
        cases=tuple(sorted(told, key=lambda change: {**old_cases, **new_cases}[change.case].order)),
        others=tuple(others),
        metadata=len(described),
        moved=len(moved),
        bases=(before.base, after.base),
    )


def _description(base: str) -> tuple[str, ...]:
    return tuple(f"{base}/{room}" for room in _DESCRIPTION)


def _case(record: CaseRecord, status: Status, changes: tuple[Change, ...] = ()) -> CaseChange:
    return CaseChange(record.iri, record.document, record.number, record.title, status, len(record.links), changes)


def _changes(past: CaseRecord, present: CaseRecord, speaker: Speaker) -> Iterator[Change]:
    for what, zh, en, one, other in (
        ("title", "标题", "title", past.title, present.title),
        ("text", "正文", "text", past.text, present.text),
        ("english-title", "英文标题", "English title", past.title_en or "", present.title_en or ""),
        ("number", "编号", "number", past.number, present.number),
    ):
        if one != other:
            yield Change("changed", what, f"修改 {zh}：{shift(one, other, 'zh')}", f"changed {en}: {shift(one, other)}")
    if past.coverage != present.coverage:
        zh, en = (speaker.turn(past.coverage, present.coverage, language) for language in ("zh", "en"))
        yield Change("changed", "coverage", f"修改 覆盖方式：{zh}", f"changed coverage: {en}")
    old, new = ({(link.relation, link.object): link for link in record.links} for record in (past, present))
    for key in sorted({*old, *new}):
        change = _link_change(old.get(key), new.get(key), speaker, past.text == present.text)
        if change is not None:
            yield change


def _link_change(past: Link | None, present: Link | None, speaker: Speaker, same_text: bool) -> Change | None:
    link = present or past
    assert link is not None
    status: Status = "added" if past is None else "removed" if present is None else "changed"
    words = []
    for language, verb in zip(("zh", "en"), VERBS[status], strict=True):
        if past is not None and present is not None:
            details = speaker.details(past, present, language, same_text)
            if not details:
                return None
            separator, colon = ("；", "：") if language == "zh" else ("; ", ": ")
            words.append(f"{verb} {speaker.link(link, language)}{colon}{separator.join(details)}")
        else:
            words.append(f"{verb} {speaker.link(link, language)}{speaker.support(link, language)}")
    quotes = tuple(dict.fromkeys(quote.words for quote in link.quotes))
    return Change(status, "link", words[0], words[1], link.relation, link.role, link.object, quotes)


def _spoken_nodes(
    old: Iterable[CaseRecord], new: Iterable[CaseRecord], before: Triples, after: Triples, base: str
) -> set[str]:
    """Return the nodes that the changes of links speak for: assertions and their evidence."""
    spoken: set[str] = set()
    for records, triples in ((old, before), (new, after)):
        for record in records:
            for link in record.links:
                spoken.add(link.node)
                spoken |= set(triples.texts(link.node, f"{base}/def#evidence"))
    return spoken


def _resources(
    before: Triples, after: Triples, speaker: Speaker, said: set[str], owners: set[str], whole: set[str]
) -> tuple[list[Change], dict[str, list[Change]]]:
    """Return the changes of all other nodes: by themselves, and those of nodes below a case, by case."""
    others: list[Change] = []
    owned: dict[str, list[Change]] = {}
    prefixes = tuple(whole)
    skipped = (*_description(speaker.base), f"{speaker.base}/scheme/cue/")  # cues are told with their concepts
    for node in sorted({*before.subjects(), *after.subjects()} - said):
        if node.startswith(skipped) or (prefixes and node.startswith(prefixes)):
            continue
        one, other = before.properties(node), after.properties(node)
        if one == other:
            continue
        owner = _owner(node, owners)
        if owner is not None and (not one or not other):
            continue  # the link to it was told
        change = _resource(node, before, after, speaker)
        if owner is None:
            others.append(change)
        else:
            owned.setdefault(owner, []).append(change)
    order = {"added": 0, "removed": 1, "changed": 2}
    return sorted(others, key=lambda change: (order[change.status], change.object or "")), owned


def _owner(node: str, owners: set[str]) -> str | None:
    above = node
    while "/case/" in above:
        above = above.rpartition("/")[0]
        if above in owners:
            return above
    return None


def _resource(node: str, before: Triples, after: Triples, speaker: Speaker) -> Change:
    one, other = before.properties(node), after.properties(node)
    status: Status = "added" if not one else "removed" if not other else "changed"
    words = []
    for language, verb in zip(("zh", "en"), VERBS[status], strict=True):
        sentence = f"{verb} {speaker.resource(node, language)}"
        if status == "changed":
            mirrored = one.get(_LABELS[0]) != other.get(_LABELS[0])
            parts = [
                f"{speaker.word(predicate, language)} "
                + several(one.get(predicate, set()), other.get(predicate, set()), speaker, language)
                for predicate in sorted({*one, *other})
                if one.get(predicate) != other.get(predicate) and not (mirrored and predicate == _LABELS[1])
            ]
            sentence += ("：" if language == "zh" else ": ") + ("；" if language == "zh" else "; ").join(parts)
        words.append(sentence)
    return Change(status, "resource", words[0], words[1], object=node)


def _with_owned(
    told: list[CaseChange], owned: dict[str, list[Change]], records: dict[str, CaseRecord]
) -> list[CaseChange]:
    by_case = {change.case: change for change in told}
    for iri, changes in owned.items():
        known = by_case.get(iri)
        earlier = known.changes if known is not None else ()
        by_case[iri] = _case(records[iri], "changed", (*earlier, *changes))
    return list(by_case.values())
