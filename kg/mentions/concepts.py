"""IP types, mechanisms and generic actors: cues of the schemes, most specific first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kg.mentions.links import EVIDENCE_LIMIT
from kg.mentions.matcher import Match, Matcher
from kg.model import Case, Field, Span
from kg.vocabulary import Vocabulary

_OWN_SHARE: Final = 3
"""A wider type in the title stands for itself where it is said so many times as often as the narrower ones."""


@dataclass(frozen=True, slots=True)
class Found:
    """A concept that a case names, with its places: the title's first, each wording once."""

    path: str
    spans: tuple[Span, ...]
    in_title: bool
    count: int
    finer: str | None = None


class ConceptFinder:
    """Finds the concepts of one scheme by their labels and cues."""

    def __init__(self, vocabulary: Vocabulary, scheme: str) -> None:
        self._vocabulary = vocabulary
        self._scheme = scheme
        self._matcher: Matcher[str] = Matcher(
            (cue, concept.slug) for concept in vocabulary.scheme(scheme) for cue in concept.words()
        )

        self._link_level = {concept.slug: vocabulary.link_path(concept.path) for concept in vocabulary.scheme(scheme)}

    def matches(self, text: str, *, shortest: bool = True) -> list[Match[str]]:
        """Return the cues in a text that stand for themselves; payloads are slugs."""
        return self._matcher.standing(text, shortest=shortest)

    def gather(self, case: Case, matches: Iterable[tuple[Field, Match[str]]]) -> dict[str, Found]:
        """Return the concepts of a case, keyed by path, from their matches in title and text.

        A concept below the second level counts as the one above it at that level, so that one question
        needs one concept; ``finer`` names what it was.
        """
        spans: dict[str, list[Span]] = {}
        counts: dict[str, int] = {}
        finer: dict[str, str] = {}
        for field, match in matches:
            path = self._link_level[match.payload]
            if path != f"{self._scheme}/{match.payload}":
                finer.setdefault(path, match.payload)
            counts[path] = counts.get(path, 0) + 1
            span = case.span(field, match.start, match.end)
            known = spans.setdefault(path, [])
            if len(known) < EVIDENCE_LIMIT and span.quote not in {
                other.quote for other in known if other.field == field
            }:
                known.append(span)
        return {
            path: Found(path, tuple(found), found[0].field == "title", counts[path], finer.get(path))
            for path, found in spans.items()
        }

    def without_ancestors(self, found: dict[str, Found]) -> dict[str, Found]:
        """Return the concepts that have no narrower one among them."""
        above = {ancestor for path in found for ancestor in self._vocabulary.ancestors(path)}
        return {path: concept for path, concept in found.items() if path not in above}

    def without_parents(self, found: dict[str, Found], proceeding: bool) -> dict[str, Found]:
        """Return the concepts without the one right above another, and without tops that others make needless.

        商业秘密 beside 技术秘密 is the same object; 商标 beside 地理标志证明商标 (two steps up) is not. A title
        that has the wider word alone (侵害商标权) speaks of more than a narrower one that the text has in passing;
        but the one patent of a proceeding is the 实用新型 that the text names, since patents are of three kinds.
        """
        above: dict[str, list[Found]] = {}
        for path, concept in found.items():
            for parent in self._vocabulary.broader(path):
                above.setdefault(parent, []).append(concept)
        tops = {path for path in found if not self._vocabulary.broader(path)} if len(found) > 1 else set()
        titled = {
            path
            for path, narrower in above.items()
            if path in found
            and found[path].in_title
            and not any(concept.in_title for concept in narrower)
            and not (proceeding and self._vocabulary.concept(path).covered_by_kinds)
            and _OWN_SHARE * sum(concept.count for concept in narrower) <= found[path].count
        }
        return {path: concept for path, concept in found.items() if path not in (above.keys() - titled) | tops}


def outside(matches: Sequence[Match[str]], taken: Sequence[tuple[int, int]]) -> list[Match[str]]:
    """Return the matches that do not overlap a stretch that is taken (by a named body, say)."""
    return [match for match in matches if all(match.end <= start or match.start >= end for start, end in taken)]
