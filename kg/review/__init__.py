"""Reviews: what annotators confirmed, corrected, rejected or added, as YAML files beside the cases.

A review decides on links (relation, object) of one case, by quote and never by offset, so that it
outlives every change of rules and layout. `docs/annotation-guide.md` describes the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

from kg import referents
from kg.model import RELATIONS, AnnotatedCase, Assertion, Case, DataError, Referent, Span
from kg.namespaces import normalise_name
from kg.review.files import CaseReview, Entry, Quote, load, load_all, loads, text_sha256
from kg.review.writing import draft, entry_for, store, written
from kg.vocabulary import Vocabulary

_NAMED: Final = ("institution", "platform", "instrument", "measure")
"""Relations whose objects are met by their names."""

__all__ = [
    "CaseReview", "Entry", "Quote", "apply", "draft", "entry_for", "find", "fitting_coverage", "load", "load_all",
    "loads", "referent_of", "store", "text_sha256", "written",
]  # fmt: skip


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
            path = vocabulary.concept(name if "/" in name else f"{scheme}/{name}").path
            linked = vocabulary.link_path(path)
            return referents.concept(linked, vocabulary, None if linked == path else path.partition("/")[2])
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
            f"{where}, {case.path}",
            f"{entry.relation} {name}: unknown {error.args[0]}",
            "use a slug of ontology/schemes",
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
    by_name: dict[tuple[str, str], tuple[str, str, str]] = {}
    for review in sorted(reviews, key=lambda review: review.where):
        for entry in review.entries:
            for key, name, assertion in _outcome(entry, case, review, by_key, vocabulary):
                if entry.relation in _NAMED:  # met by name: a review need not know the region that another gave
                    key = by_name.setdefault((entry.relation, name), key)
                _decide(decided, key, (review, entry, assertion), case)
    complete = frozenset().union(*(review.complete for review in reviews))
    named = {
        (entry.relation, normalise_name(name).strip("《》“”"))
        for _, entry, _ in decided.values()
        for name in _names(entry)
    }
    kept = [
        proposal
        for proposal in proposals
        if proposal.key not in decided
        and proposal.relation not in complete
        and (proposal.relation, proposal.referent.label) not in named
    ]
    made = [assertion for _, _, assertion in decided.values() if assertion is not None]
    covered = _single(reviews, case, "coverage")
    if covered is not None and f"coverage/{covered}" not in vocabulary.concepts:
        raise DataError(f"{reviews[0].where}, {case.path}", f"unknown coverage {covered!r}", "use a slug of the scheme")
    return AnnotatedCase(
        case=case,
        assertions=tuple(sorted(made + kept, key=_order)),
        coverage=covered or fitting_coverage(coverage, made + kept),
        coverage_method="reviewed" if covered else "rule",
        title_en=_single(reviews, case, "title_en"),
        reviewer=reviews[0].reviewer if reviews else None,
    )


def fitting_coverage(coverage: str | None, assertions: Sequence[Assertion]) -> str | None:
    """Return the rules' coverage, or the one that the IP types ask for after the reviews have changed them."""
    kinds = {assertion.referent.path for assertion in assertions if assertion.relation == "ipType"}
    if coverage is None or not kinds:
        return coverage
    is_general = kinds == {"ip-type/ip"}
    if is_general == (coverage in ("generic", "all", "unstated")):
        return coverage
    return "generic" if is_general else "specific"


def _names(entry: Entry) -> tuple[str, ...]:
    """Return the names by which an entry meets a proposal: reviewers need not know the region that rules gave."""
    if entry.relation not in _NAMED:
        return ()
    return (entry.object,) if entry.was is None else (entry.object, entry.was)


def _order(assertion: Assertion) -> tuple[int, str, int, str]:
    span = assertion.evidence[0]
    return (
        RELATIONS.index(assertion.relation),
        "0" if span.field == "title" else "1",
        span.start,
        assertion.referent.path,
    )


def _outcome(
    entry: Entry,
    case: Case,
    review: CaseReview,
    by_key: Mapping[tuple[str, str, str], Assertion],
    vocabulary: Vocabulary,
) -> Iterable[tuple[tuple[str, str, str], str, Assertion | None]]:
    """Yield the links that an entry decides, with the object's name: an assertion where they hold, else ``None``."""
    if entry.decision == "proposed":
        return
    referent = referent_of(entry, entry.object, case, vocabulary, review.where)
    key = (case.path, entry.relation, referent.path)
    if entry.decision == "reject":
        yield key, referent.label, None
        return
    if entry.was is not None:
        old = referent_of(entry, entry.was, case, vocabulary, review.where)
        if old.path != referent.path:
            yield (case.path, entry.relation, old.path), old.label, None
    evidence = tuple(dict.fromkeys(find(case, quote, review.where) for quote in entry.quotes))
    if not evidence and key in by_key:
        evidence = by_key[key].evidence
    if not evidence:
        raise DataError(
            f"{review.where}, {case.path}", f"{entry.relation} {entry.object} has no quote", "quote the words"
        )
    reviewer = replace(review.reviewer, date=entry.date or review.reviewer.date)
    made = Assertion(
        case.path, entry.relation, entry.role, referent, evidence, entry.basis, "reviewed", reviewer=reviewer
    )
    yield key, referent.label, made


def _decide(
    decided: dict[tuple[str, str, str], tuple[CaseReview, Entry, Assertion | None]],
    key: tuple[str, str, str],
    new: tuple[CaseReview, Entry, Assertion | None],
    case: Case,
) -> None:
    old = decided.setdefault(key, new)
    if old is new:
        return
    if old[0].where == new[0].where and old[2] is not None and new[2] is not None:
        decided[key] = (old[0], old[1], _joined(old[2], new[2]))  # a narrower concept beside the one that links
        return
    if old[0].reviewer.kind != new[0].reviewer.kind:
        decided[key] = old if old[0].reviewer.kind == "person" else new  # a person's word stands over software's
        return
    (first, before, held), (second, after, holds) = old, new
    if (held is None) != (holds is None) or before.role != after.role:
        raise DataError(
            case.path,
            f"two reviews contradict each other on {after.relation} {after.object}: {_said(first, before)}, "
            f"{_said(second, after)}",
            "settle it in one of them",
        )


def _joined(first: Assertion, second: Assertion) -> Assertion:
    """Return two entries of one review for one link as one: the first role, all the evidence."""
    evidence = tuple(dict.fromkeys((*first.evidence, *second.evidence)))
    finer = first.referent if first.referent.subtype != first.referent.path.rpartition("/")[2] else second.referent
    return replace(first, role=first.role or second.role, evidence=evidence, referent=finer)


def _said(review: CaseReview, entry: Entry) -> str:
    return f"{review.where} says {entry.decision} {entry.role or ''}".rstrip()


def _single(reviews: Sequence[CaseReview], case: Case, name: Literal["coverage", "title_en"]) -> str | None:
    """Return what the reviews say of a case as a whole; persons are heard before software."""
    said = [review for review in reviews if getattr(review, name)]
    persons = [review for review in said if review.reviewer.kind == "person"]
    values: list[tuple[str, str | None]] = [(review.where, getattr(review, name)) for review in persons or said]
    if len({value for _, value in values}) > 1:
        shown = "; ".join(f"{where}: {value}" for where, value in values)
        raise DataError(case.path, f"two reviews contradict each other on {name}: {shown}", "settle it in one of them")
    return values[0][1] if values else None
