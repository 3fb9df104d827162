"""Reviews: what annotators confirmed, corrected, rejected or added, as YAML files beside the cases.

A review decides on links (relation, object) of one case, by quote and never by offset, so that it
outlives every change of rules and layout. `docs/annotation-guide.md` describes the file.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from kg import referents
from kg.model import (
    BROADER,
    QUOTE_BREAKS,
    QUOTE_LIMIT,
    RELATIONS,
    AnnotatedCase,
    Assertion,
    Basis,
    Case,
    DataError,
    Referent,
    Reviewer,
    Span,
    relation_of,
)
from kg.namespaces import normalise_name
from kg.vocabulary import Vocabulary

DECISIONS: Final = ("accept", "change", "reject", "add", "proposed")
"""``proposed`` is what a draft writes: not decided, and without effect."""

_FILE_KEYS: Final = {
    "case", "text_sha256", "reviewer", "date", "title_en", "coverage", "complete", "entries", "comment",
}  # fmt: skip
_ENTRY_KEYS: Final = {
    "decision", "relation", "role", "object", "was", "type", "region", "kind", "realizes", "value", "unit",
    "basis", "quotes", "comment",
}  # fmt: skip
_QUOTE_KEYS: Final = {"field", "quote", "nth"}
_KINDS: Final = (None, "collective", "alliance", "service-node", "party")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that a review points to: the ``nth`` occurrence in the field (text, then title, where none is named)."""

    quote: str
    field: str | None = None
    nth: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision of a review."""

    decision: str
    relation: str
    object: str
    role: str | None = None
    was: str | None = None
    type: str | None = None
    region: str | None = None
    kind: str | None = None
    realizes: tuple[str, ...] = ()
    value: str | None = None
    unit: str | None = None
    basis: Basis = "explicit"
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseReview:
    """One review file. ``complete`` lists the relations on which nothing else is true."""

    where: str
    case: str
    text_sha256: str | None
    reviewer: Reviewer
    entries: tuple[Entry, ...]
    title_en: str | None = None
    coverage: str | None = None
    complete: frozenset[str] = frozenset()


def text_sha256(case: Case) -> str:
    """Return the checksum that ties a review to the words it was made on."""
    return hashlib.sha256(f"{case.title}\n{case.text}".encode()).hexdigest()


def load(path: Path) -> CaseReview:
    """Return the review in a file.

    Raises `DataError` for YAML that does not parse, a missing or unknown key, an unknown decision,
    relation, role, kind or basis, and for a link that is decided twice.
    """
    import yaml

    where = str(path)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        record = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise DataError(where, f"not valid YAML: {' '.join(str(error).split())}", "mend the file") from error
    except UnicodeDecodeError as error:
        raise DataError(where, f"not UTF-8 at byte {error.start}", "save it as UTF-8") from error
    if not isinstance(record, dict):
        raise DataError(where, "not a review: a mapping with case, reviewer, date and entries is wanted", "see the guide")
    _known(record, _FILE_KEYS, where)
    for key in ("case", "reviewer", "date", "entries"):
        if key not in record:
            raise DataError(where, f"the key {key} is missing", "add it")
    complete = frozenset(record.get("complete") or ())
    for relation in complete:
        _choice(relation, RELATIONS, f"{where}, complete", "relation")
    entries = tuple(_entry(item, f"{where}, entry {number}") for number, item in enumerate(record["entries"] or [], 1))
    _no_repeats(entries, where)
    return CaseReview(
        where=where,
        case=str(record["case"]),
        text_sha256=record.get("text_sha256"),
        reviewer=_reviewer(record["reviewer"], record["date"], where),
        entries=entries,
        title_en=record.get("title_en"),
        coverage=record.get("coverage"),
        complete=complete,
    )


def load_all(folders: Iterable[Path]) -> dict[str, tuple[CaseReview, ...]]:
    """Return the reviews in folders (``*.yaml``, sub-folders included), keyed by case, in the order of their paths."""
    found: dict[str, list[CaseReview]] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            review = load(path)
            found.setdefault(review.case, []).append(review)
    return {case: tuple(reviews) for case, reviews in found.items()}


def _known(record: Mapping[str, Any], keys: set[str], where: str) -> None:
    for key in record:
        if key not in keys:
            raise DataError(where, f"unknown key {key!r}", f"known are {', '.join(sorted(keys))}")


def _choice(value: Any, choices: Sequence[Any], where: str, name: str) -> None:
    if value not in choices:
        known = ", ".join(str(choice) for choice in choices if choice is not None)
        raise DataError(where, f"unknown {name} {value!r}", f"known are {known}")


def _reviewer(record: Any, date: Any, where: str) -> Reviewer:
    if not isinstance(record, dict) or record.get("kind") not in ("person", "software") or not record.get("role"):
        raise DataError(where, "reviewer needs a role and a kind: person or software", "name who reviewed")
    try:
        day = datetime.date.fromisoformat(str(date))
    except ValueError as error:
        raise DataError(where, f"date {date!r} is no ISO date", "write it as 2026-01-31") from error
    return Reviewer(str(record["role"]), record["kind"], day.isoformat())


def _entry(record: Any, where: str) -> Entry:
    if not isinstance(record, dict):
        raise DataError(where, "not a mapping", "give decision, relation, object and quotes")
    _known(record, _ENTRY_KEYS, where)
    for key in ("decision", "relation", "object"):
        if record.get(key) in (None, ""):
            raise DataError(where, f"the key {key} is missing", "add it")
    relation, role = str(record["relation"]), record.get("role")
    _choice(record["decision"], DECISIONS, where, "decision")
    _choice(relation, RELATIONS, where, "relation")
    if role is not None and (role not in BROADER or relation_of(role) != relation):
        raise DataError(where, f"{role!r} is no role of {relation}", "leave role out or use a narrower relation")
    _choice(record.get("kind"), _KINDS, where, "kind")
    basis = record.get("basis", "explicit")
    _choice(basis, get_args(Basis), where, "basis")
    if (record["decision"] == "change") != ("was" in record):
        raise DataError(where, "was belongs to the decision change, and to it alone", "name there what it was before")
    text = {key: None if record.get(key) is None else str(record[key]) for key in ("was", "type", "region", "value", "unit")}
    return Entry(
        decision=record["decision"],
        relation=relation,
        object=str(record["object"]),
        role=role,
        kind=record.get("kind"),
        realizes=tuple(str(slug) for slug in record.get("realizes") or ()),
        basis=basis,
        quotes=tuple(_quote(item, where) for item in record.get("quotes") or ()),
        **text,
    )


def _quote(record: Any, where: str) -> Quote:
    if isinstance(record, str):
        record = {"quote": record}
    if not isinstance(record, dict) or not record.get("quote"):
        raise DataError(where, f"not a quote: {record!r}", "write the words, or field, quote and nth")
    _known(record, _QUOTE_KEYS, where)
    quote, nth = str(record["quote"]), record.get("nth", 1)
    _choice(record.get("field"), (None, "title", "text"), where, "field")
    if not isinstance(nth, int) or nth < 1:
        raise DataError(where, f"nth {nth!r} is no number from 1", "count the occurrences from 1")
    if len(quote) > QUOTE_LIMIT or any(character in quote for character in QUOTE_BREAKS):
        raise DataError(where, f"the quote “{quote}” is too long or crosses a sentence", "quote the shortest wording")
    return Quote(quote, record.get("field"), nth)


def _no_repeats(entries: Sequence[Entry], where: str) -> None:
    seen: set[tuple[str, ...]] = set()
    for entry in entries:
        # facts of one label may differ in value; a body's name may stand for two kinds of thing
        key = (entry.relation, entry.object, entry.type or "", entry.value or "", entry.unit or "")
        if key in seen:
            raise DataError(where, f"{entry.relation} {entry.object} is decided twice", "keep one entry, with all quotes")
        seen.add(key)


def find(case: Case, wanted: Quote, where: str) -> Span:
    """Return the span of a quote in a case. Raises `DataError` with file, case and quote where it is not there."""
    for field in ("text", "title") if wanted.field is None else (wanted.field,):
        words = case.title if field == "title" else case.text
        start = -1
        for _ in range(wanted.nth):
            start = words.find(wanted.quote, start + 1)
            if start < 0:
                break
        if start >= 0:
            return Span("title" if field == "title" else "text", start, start + len(wanted.quote), wanted.quote)
    place = f"the {wanted.field}" if wanted.field else "the title or text"
    times = f" (occurrence {wanted.nth})" if wanted.nth > 1 else ""
    raise DataError(
        f"{where}, {case.path}", f"the quote “{wanted.quote}”{times} is not in {place}", "quote the words as they stand"
    )


def referent_of(entry: Entry, name: str, case: Case, vocabulary: Vocabulary, where: str) -> Referent:
    """Return what an entry's object ``name`` refers to. Raises `DataError` for an unknown concept or region."""
    region = None
    if entry.region is not None:
        region = entry.region if entry.region.startswith("region/") else f"region/{entry.region}"
    try:
        if entry.relation == "region":
            return referents.region(name if name.startswith("region/") else f"region/{name}", vocabulary)
        if region is not None and region not in vocabulary.regions:
            raise KeyError(region)
        if entry.relation == "actorType":
            return referents.actor_type(name.rpartition("/")[2], vocabulary)
        if entry.relation in referents.SCHEME_OF:
            scheme = referents.SCHEME_OF[entry.relation]
            return referents.concept(name if "/" in name else f"{scheme}/{name}", vocabulary)
        if entry.relation == "institution":
            return referents.institution(name, entry.type or "other", vocabulary, region, entry.kind, case.path)
        if entry.relation == "measure":
            return referents.measure(name, case.path, entry.realizes, vocabulary)
        if entry.relation == "platform":
            return referents.platform(name, region, vocabulary)
        if entry.relation == "instrument":
            return referents.instrument(name, entry.type or "other", region, vocabulary)
        return referents.fact(name, entry.type or "figure", case.path, vocabulary, entry.value, entry.unit)
    except KeyError as error:
        raise DataError(
            f"{where}, {case.path}", f"{entry.relation} {name}: unknown {error.args[0]}", "use a slug of ontology/schemes"
        ) from error


def apply(
    case: Case,
    proposals: Sequence[Assertion],
    reviews: Sequence[CaseReview],
    vocabulary: Vocabulary,
    coverage: str | None = None,
) -> AnnotatedCase:
    """Return the case with what the reviews decided and what they left to the rules.

    ``proposals`` and ``coverage`` come from the rules. Applying is idempotent and does not depend
    on the order of reviews. Raises `DataError` where a quote is not in the case, a concept is
    unknown, or two reviews contradict each other (both are shown).
    """
    by_key = {proposal.key: proposal for proposal in proposals}
    decided: dict[tuple[str, str, str], tuple[CaseReview, Entry, Assertion | None]] = {}
    for review in sorted(reviews, key=lambda review: review.where):
        for entry in review.entries:
            for key, assertion in _outcome(entry, case, review, by_key, vocabulary):
                _decide(decided, key, (review, entry, assertion), case)
    complete = frozenset().union(*(review.complete for review in reviews))
    named = {(entry.relation, normalise_name(name).strip("《》“”")) for _, entry, _ in decided.values() for name in _names(entry)}
    kept = [
        proposal
        for proposal in proposals
        if proposal.key not in decided
        and proposal.relation not in complete
        and (proposal.relation, proposal.referent.label) not in named
    ]
    made = [assertion for _, _, assertion in decided.values() if assertion is not None]
    covered = _single([(r.where, r.coverage) for r in reviews if r.coverage], case, "coverage")
    if covered is not None and f"coverage/{covered}" not in vocabulary.concepts:
        raise DataError(f"{reviews[0].where}, {case.path}", f"unknown coverage {covered!r}", "use a slug of the scheme")
    return AnnotatedCase(
        case=case,
        assertions=tuple(sorted(made + kept, key=_order)),
        coverage=covered or coverage,
        coverage_method="reviewed" if covered else "rule",
        title_en=_single([(r.where, r.title_en) for r in reviews if r.title_en], case, "title_en"),
        reviewer=reviews[0].reviewer if reviews else None,
    )


def _names(entry: Entry) -> tuple[str, ...]:
    """Return the names by which an entry meets a proposal: a reviewer need not know the region or type that rules gave."""
    if entry.relation not in ("institution", "platform", "instrument", "measure"):
        return ()
    return (entry.object,) if entry.was is None else (entry.object, entry.was)


def _order(assertion: Assertion) -> tuple[int, str, int, str]:
    span = assertion.evidence[0]
    return (RELATIONS.index(assertion.relation), "0" if span.field == "title" else "1", span.start, assertion.referent.path)


def _outcome(
    entry: Entry,
    case: Case,
    review: CaseReview,
    by_key: Mapping[tuple[str, str, str], Assertion],
    vocabulary: Vocabulary,
) -> Iterable[tuple[tuple[str, str, str], Assertion | None]]:
    """Yield the links that an entry decides: with an assertion where they hold, ``None`` where not."""
    if entry.decision == "proposed":
        return
    referent = referent_of(entry, entry.object, case, vocabulary, review.where)
    key = (case.path, entry.relation, referent.path)
    if entry.decision == "reject":
        yield key, None
        return
    if entry.was is not None:
        old = referent_of(entry, entry.was, case, vocabulary, review.where)
        if old.path != referent.path:
            yield (case.path, entry.relation, old.path), None
    evidence = tuple(dict.fromkeys(find(case, quote, review.where) for quote in entry.quotes))
    if not evidence and key in by_key:
        evidence = by_key[key].evidence
    if not evidence:
        raise DataError(f"{review.where}, {case.path}", f"{entry.relation} {entry.object} has no quote", "quote the words")
    yield key, Assertion(
        case.path, entry.relation, entry.role, referent, evidence, entry.basis, "reviewed", reviewer=review.reviewer
    )


def _decide(
    decided: dict[tuple[str, str, str], tuple[CaseReview, Entry, Assertion | None]],
    key: tuple[str, str, str],
    new: tuple[CaseReview, Entry, Assertion | None],
    case: Case,
) -> None:
    old = decided.setdefault(key, new)
    if old is new:
        return
    (first, before, held), (second, after, holds) = old, new
    if (held is None) != (holds is None) or before.role != after.role:
        raise DataError(
            case.path,
            f"two reviews contradict each other on {after.relation} {after.object}: "
            f"{first.where} says {before.decision} {before.role or ''}, {second.where} says {after.decision} {after.role or ''}",
            "settle it in one of them",
        )


def _single(values: Sequence[tuple[str, str | None]], case: Case, name: str) -> str | None:
    if len({value for _, value in values}) > 1:
        shown = "; ".join(f"{where}: {value}" for where, value in values)
        raise DataError(case.path, f"two reviews contradict each other on {name}: {shown}", "settle it in one of them")
    return values[0][1] if values else None


def draft(annotated: AnnotatedCase, reviewer: Reviewer) -> str:
    """Return a review file in which every rule-made assertion stands as a proposal."""
    import yaml

    def quotes(assertion: Assertion) -> list[Any]:
        case = annotated.case
        found: list[Any] = []
        for span in assertion.evidence:
            nth = case.field(span.field)[: span.start + len(span.quote)].count(span.quote)
            quote: dict[str, Any] = {"field": span.field, "quote": span.quote}
            found.append({**quote, "nth": nth} if nth > 1 else quote)
        return found

    entries = [
        {
            "decision": "proposed" if assertion.method != "reviewed" else "accept",
            **{name: value for name, value in _fields(assertion).items() if value},
            "quotes": quotes(assertion),
        }
        for assertion in annotated.assertions
    ]
    record = {
        "case": annotated.case.path,
        "text_sha256": text_sha256(annotated.case),
        "reviewer": {"role": reviewer.role, "kind": reviewer.kind},
        "date": reviewer.date,
        "coverage": annotated.coverage,
        "complete": [],
        "entries": entries,
    }
    return yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=1000)


def _fields(assertion: Assertion) -> dict[str, Any]:
    referent, relation = assertion.referent, assertion.relation
    named = relation in ("institution", "measure", "platform", "instrument", "fact")
    leaf = {"institution": referent.subtype, "instrument": referent.type, "fact": referent.type}.get(relation)
    return {
        "relation": relation,
        "role": assertion.role,
        "object": referent.label if named else referent.subtype if relation == "actorType" else referent.path,
        "type": leaf,
        "region": referent.region,
        "kind": referent.kind,
        "realizes": [path.rpartition("/")[2] for path in referent.realizes],
        "value": referent.value,
        "unit": referent.unit,
        "basis": assertion.basis if assertion.basis != "explicit" else None,
    }
