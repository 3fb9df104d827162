"""Finding words in text: literals by Aho-Corasick, patterns by RE2, both in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import ahocorasick_rs
import re2

from kg.model import DataError
from kg.vocabulary import Cue

Payload = TypeVar("Payload")

_ENDS: Final = "。；！？\n"
_SENTENCE: Final = re.compile(r"(?:[^。；！？\n ]|(?<![一-鿿”）]) | (?![一-鿿“（]))+[。；！？]?")

_SET_SIZE: Final = 50
_SET_BYTES: Final = 8 << 20


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of text between sentence ends; ``start`` and ``end`` are offsets in the field."""

    start: int
    end: int


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of a text, ended by 。；！？, a line feed, or the space between two clauses of a title.

    >>> [text[s.start:s.end] for text in ["一是甲；二是乙。\\n丙"] for s in sentences(text)]
    ['一是甲；', '二是乙。', '丙']
    """
    return [Sentence(match.start(), match.end()) for match in _SENTENCE.finditer(text)]


@dataclass(frozen=True, slots=True)
class Match(Generic[Payload]):
    """Where a cue stands in a text, and what it speaks for."""

    start: int
    end: int
    payload: Payload
    cue: str


class Matcher(Generic[Payload]):
    """Finds the cues of a layer. Every cue may stand for several payloads.

    >>> found = Matcher([(Cue("进企业", not_after=("促",)), "outreach")])
    >>> [match.start for match in found.all("促进企业发展，服务进企业")]
    [9]
    """

    def __init__(self, cues: Iterable[tuple[Cue, Payload]]) -> None:
        literals: dict[str, list[tuple[Cue, Payload]]] = {}
        self._patterns: list[tuple[Cue, Payload, re2._Regexp]] = []
        for cue, payload in cues:
            if not cue.is_pattern:
                literals.setdefault(cue.text, []).append((cue, payload))
                continue
            try:
                self._patterns.append((cue, payload, re2.compile(cue.text)))
            except re2.error as error:
                raise DataError(f"the cue {cue.text}", f"no RE2 pattern: {error}", "mend it in its scheme") from error
        self._sets = _sets([pattern for _, _, pattern in self._patterns])
        self._literals: Mapping[str, list[tuple[Cue, Payload]]] = literals
        self._words = list(literals)
        self._literal_words = frozenset(literals)
        self._automaton = ahocorasick_rs.AhoCorasick(self._words) if self._words else None

    def all(self, text: str) -> Iterator[Match[Payload]]:
        """Yield every match whose neighbours allow it, overlapping ones too, in no promised order."""
        if self._automaton is not None:
            for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
                for cue, payload in self._literals[self._words[index]]:
                    if _allowed(cue, text, start, end):
                        yield Match(start, end, payload, cue.text)
        if self._patterns:
            for sentence in sentences(text):
                yield from self._patterned(text, sentence)

    def standing(self, text: str, *, shortest: bool = True) -> list[Match[Payload]]:
        """Return the matches in order that stand for themselves, each in its shortest (or longest) wording.

        A match inside a longer word for something else does not count (发明专利 is no bare 专利);
        inside a longer match for the same thing it is the better quote. A pattern, which may span
        a whole clause, hides nothing.
        """
        found = sorted(set(self.all(text)), key=lambda match: (match.start, -match.end, match.cue))
        open_matches: list[Match[Payload]] = []
        kept: list[Match[Payload]] = []
        for match in found:
            open_matches = [other for other in open_matches if other.end >= match.end]
            hidden = any(
                other.payload != match.payload
                and (other.start, other.end) != (match.start, match.end)
                and other.cue in self._literal_words
                for other in open_matches
            )
            if not hidden:
                kept.append(match)
            open_matches.append(match)
        if shortest:
            return [match for match in kept if not any(_inside(other, match) for other in kept)]
        return [match for match in kept if not any(_inside(match, other) for other in kept)]

    def _patterned(self, text: str, sentence: Sentence) -> Iterator[Match[Payload]]:
        words = text[sentence.start : sentence.end]
        for index in _met(self._sets, words):
            cue, payload, pattern = self._patterns[index]
            for match in pattern.finditer(words):
                start, end = sentence.start + match.start(), sentence.start + match.end()
                if start < end and _allowed(cue, text, start, end):
                    yield Match(start, end, payload, cue.text)


def _sets(patterns: Sequence[re2._Regexp]) -> list[tuple[int, re2.Set]]:
    """Return the patterns as sets that are searched at once, each with the index of its first pattern.

    Sets of this size need little memory for their states and are faster than one of all patterns; a set that
    outgrows its memory would miss matches without a word.
    """
    options = re2.Options()
    options.max_mem = _SET_BYTES
    found = []
    for first in range(0, len(patterns), _SET_SIZE):
        together = re2.Set.SearchSet(options)
        for pattern in patterns[first : first + _SET_SIZE]:
            together.Add(pattern.pattern)
        together.Compile()
        found.append((first, together))
    return found


def _met(sets: Sequence[tuple[int, re2.Set]], words: str) -> list[int]:
    """Return the indices of the patterns that stand in a sentence, in order."""
    return [first + index for first, together in sets for index in sorted(together.Match(words) or ())]


def _inside(inner: Match[Payload], outer: Match[Payload]) -> bool:
    """Tell whether a match stands inside another of the same payload and is shorter."""
    return (
        inner.payload == outer.payload
        and outer.start <= inner.start
        and inner.end <= outer.end
        and inner.end - inner.start < outer.end - outer.start
    )


def _allowed(cue: Cue, text: str, start: int, end: int) -> bool:
    if cue.not_in_sentence:
        first = max(text.rfind(mark, 0, start) for mark in _ENDS) + 1
        last = min((at for mark in _ENDS if (at := text.find(mark, end)) >= 0), default=len(text))
        if any(word in text[first:last] for word in cue.not_in_sentence):
            return False
    if cue.not_before and text.startswith(cue.not_before, end):
        return False
    return not (cue.not_after and text.endswith(cue.not_after, 0, start))
