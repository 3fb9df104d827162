"""Frame and annotated case → codings: the links that lead to each category, and the words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.frames.files import Frame
from kg.mentions.matcher import Matcher
from kg.model import AnnotatedCase, Assertion, Coding, Field, Span
from kg.namespaces import assertion_path
from kg.vocabulary import Vocabulary

EVIDENCE_LIMIT = 5
"""A coding shows at most this many quotes; the links that it follows from have theirs."""


def code(
    item: AnnotatedCase, frame: Frame, vocabulary: Vocabulary, matcher: Matcher[str] | None = None
) -> tuple[Coding, ...]:
    """Return what a frame says of a case, in the order of the frame's categories.

    A link counts for the category that lists its concept or, failing that, the nearest concept above it: a frame
    may give a whole group to one category and a single mechanism of the group to another.
    """
    matcher = matcher or cues(frame)
    listed = {concept: category.path for category in frame.categories for concept in category.concepts}
    spans: dict[str, list[Span]] = {category.path: [] for category in frame.categories}
    sources: dict[str, list[str]] = {category.path: [] for category in frame.categories}
    for assertion in item.assertions:
        category = _category(assertion, listed, vocabulary)
        if category is not None:
            spans[category] += assertion.evidence
            sources[category].append(assertion_path(*assertion.key))
    fields: tuple[Field, ...] = ("title", "text")
    for field in fields:
        for match in matcher.standing(item.case.field(field)):
            spans[match.payload].append(item.case.span(field, match.start, match.end))
    return tuple(
        Coding(item.case.path, c.path, c.label, _first(spans[c.path]), tuple(sorted(sources[c.path])))
        for c in frame.categories
        if spans[c.path]
    )


def cues(frame: Frame) -> Matcher[str]:
    """Return the finder of a frame's cues. Raises `DataError` for a pattern that RE2 does not know."""
    return Matcher((cue, category.path) for category in frame.categories for cue in category.cues)


def uncovered(annotated: Iterable[AnnotatedCase], frame: Frame, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the labels of linked concepts that no category covers, of the schemes that the frame speaks of."""
    listed = {concept: category.path for category in frame.categories for concept in category.concepts}
    schemes = {concept.partition("/")[0] for concept in listed}
    missing = {
        assertion.referent.label
        for item in annotated
        for assertion in item.assertions
        if assertion.referent.path.partition("/")[0] in schemes and _category(assertion, listed, vocabulary) is None
    }
    return tuple(sorted(missing))


def _category(assertion: Assertion, listed: dict[str, str], vocabulary: Vocabulary) -> str | None:
    path = assertion.referent.path
    scheme = path.partition("/")[0]
    finer = f"{scheme}/{assertion.referent.subtype}"
    chain = [finer] if finer in vocabulary.concepts else []
    level = [*chain, path]
    while level:
        for concept in level:
            if concept in listed:
                return listed[concept]
        level = [above for concept in level for above in vocabulary.broader(concept)]
    return None


def _first(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the first quotes: the title's before the text's, in the order of the words, each once."""
    ordered = sorted(set(spans), key=lambda span: (span.field != "title", span.start, span.end))
    return tuple(ordered[:EVIDENCE_LIMIT])
