"""Signals: the words of the scheme ``signal`` by which rules read what stands around a name."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from kg.vocabulary import Vocabulary

_NEVER: Final = re.compile(r"(?!)")


class Signals:
    """The words of each signal, ready to be looked for at a place in a text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = {
            concept.slug: tuple(sorted((cue.text for cue in concept.cues), key=lambda word: (-len(word), word)))
            for concept in vocabulary.scheme("signal")
        }
        cuts: dict[str, set[tuple[str, str]]] = {"cut-name": set(), "cut-ending": set()}
        for concept in vocabulary.scheme("signal"):
            for cue in concept.cues if concept.slug in cuts else ():
                cuts[concept.slug].update((cue.text, neighbour) for neighbour in cue.not_before)
        self._cuts, self._cut_endings = cuts["cut-name"], cuts["cut-ending"]
        self._searches = {slug: _alternation(words) for slug, words in self._words.items()}

    def words(self, slug: str) -> tuple[str, ...]:
        """Return the words of a signal, the longest first."""
        return self._words.get(slug, ())

    def starts(self, text: str, at: int, slug: str) -> bool:
        """Tell whether one of the signal's words starts at an offset."""
        return bool(words := self.words(slug)) and text.startswith(words, at)

    def ends(self, text: str, at: int, slug: str) -> bool:
        """Tell whether one of the signal's words ends at an offset."""
        return bool(words := self.words(slug)) and text.endswith(words, 0, at)

    def within(self, text: str, start: int, end: int, slug: str) -> bool:
        """Tell whether one of the signal's words stands between two offsets."""
        return self._searches.get(slug, _NEVER).search(text, start, end) is not None

    def first(self, text: str, slug: str) -> tuple[int, int] | None:
        """Return where the first of the signal's words stands in a text, or ``None``."""
        match = self._searches.get(slug, _NEVER).search(text)
        return (match.start(), match.end()) if match else None

    def last_end(self, text: str, start: int, end: int, slug: str, spared: str | None = None) -> int:
        """Return where the last of the signal's words between two offsets ends, or ``start``.

        Words of the signal ``spared`` do not count within four characters of the end.
        """
        last = start
        for match in self._searches.get(slug, _NEVER).finditer(text, start, end):
            near = spared is not None and end - match.end() <= 4 and match.group() in self.words(spared)
            if not near:
                last = match.end()
        return last

    def cut_name(self, text: str, start: int, end: int) -> bool:
        """Tell whether a place name is only a part of longer words here: 长春市 in 长春市场, 某区 in 某区块链."""
        return any(text.endswith(last, start, end) and text.startswith(after, end) for last, after in self._cuts)

    def cut_ending(self, text: str, start: int, end: int) -> bool:
        """Tell whether the ending of a body's name is a part of longer words here: 店 in 店铺, 商行 in 工商行政."""
        return any(text.endswith(last, start, end) and text.startswith(after, end) for last, after in self._cut_endings)


@cache
def _alternation(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words))) if words else _NEVER
