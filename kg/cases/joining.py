"""From lines to a field of a case: layout breaks and stray spaces go, paragraphs stay.

The result is a text and the :class:`~kg.model.SourceMap` of its characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kg.cases.lines import Line, width
from kg.cases.markers import marker_of
from kg.cases.sections import section_name
from kg.model import SourceMap

_SPACES: Final = re.compile(r"\s+")
_PUNCTUATION: Final = re.compile("[，。；：、]")
_PUNCTUATED: Final = "，。；：、,;:？?】］]"
_LEAST_SPREAD: Final = 5
_SENTENCE_END: Final = re.compile(r"[。！？!?；;：:…”’」』）)》】]\Z")


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a document breaks its lines.

    ``measure`` is the width of a full line where lines are broken inside paragraphs (text out of a
    PDF), ``None`` where every line is a paragraph; ``gaps`` tells that a blank line ends a paragraph.
    """

    measure: float | None = None
    gaps: bool = True

    def ends(self, line: Line, following: Line) -> bool:
        """Tell whether a paragraph ends between two lines that follow each other."""
        if self.measure is None:
            # Only a long line that stops inside a sentence goes on below.
            return bool(
                len(line.text) < 30
                or following.gap
                or following.depth
                or line.depth
                or _SENTENCE_END.search(line.text)
                or (marker_of(line.text) and "。" not in line.text)
                or marker_of(following.text)
                or section_name(following.text)
            )
        named = section_name(line.text)
        if following.depth or line.depth or section_name(following.text) or (named and named[1] >= len(line.text)):
            return True
        length = width(line.text)
        full = length > self.measure - 3
        if self.gaps and following.gap and not (full and not _SENTENCE_END.search(line.text)):
            return True
        if following.indent >= 2 and following.indent > line.indent and _SENTENCE_END.search(line.text):
            return True
        if length < self.measure * 0.75:
            return True
        return bool(re.search(r"[。！？!?…]”?\Z", line.text)) and not full


def wrapping(lines: Sequence[Line]) -> Wrapping:
    """Infer how lines are broken: most long lines that end inside a sentence tell a PDF's column.

    >>> wrapping([Line("中" * 30, range(30), 0, 30)] * 9).measure
    30.0
    >>> wrapping([Line("中" * 30 + "。", range(31), 0, 31)] * 9).measure is None
    True
    """
    sizes = [width(line.text) for line in lines]
    long = [index for index, size in enumerate(sizes) if size >= 12]
    if len(long) < 3:
        return Wrapping()
    pairs = len(lines) - 1
    gaps = sum(1 for line in lines[1:] if line.gap) < 0.6 * pairs

    def broken(crowd: Sequence[int]) -> bool:
        return 2 * sum(1 for index in crowd if not _SENTENCE_END.search(lines[index].text)) >= len(crowd)

    # Many lines as wide as the widest: only a column does that.
    top = max(sizes)
    widest = [index for index in long if sizes[index] > top - 1.5]
    if len(widest) >= max(3, 0.2 * len(long)) and broken(widest):
        return Wrapping(top, gaps)
    # Else the measure is where the long lines crowd, within two characters; few lines stand out beyond it.
    counts = Counter(int(sizes[index]) for index in long)
    peak = max(counts, key=lambda size: (sum(counts[size + step] for step in (-2, -1, 0, 1)), size))
    crowd = [index for index in long if peak - 2 <= int(sizes[index]) <= peak + 2]
    over = sum(1 for index in long if sizes[index] > peak + 4)
    if len(crowd) < max(3, 0.35 * len(long)) or not broken(crowd) or over > 0.1 * len(long):
        return Wrapping()
    return Wrapping(max(sizes[index] for index in crowd), gaps)


def join_title(lines: Iterable[Line]) -> tuple[str, SourceMap]:
    """Return a title: hard breaks joined, the space between two clauses kept as it is printed.

    >>> first, second = Line("机制 力促知识产", range(9), 0, 9), Line("权质押", range(10, 13), 10, 13)
    >>> join_title([first, second])[0]
    '机制 力促知识产权质押'
    """
    builder = _Builder(keep_clause_space=True)
    for line in lines:
        builder.add(line, "")
    return builder.finish()


def join_text(paragraphs: Iterable[Sequence[Line]]) -> tuple[str, SourceMap]:
    """Return a text: paragraphs, each given as its lines, joined by a line feed.

    >>> heading, words = Line("【关键词】", range(5), 0, 5), Line("商标权  引导侦查", range(6, 15), 6, 15)
    >>> join_text([[heading], [words]])[0]
    '【关键词】\\n商标权 引导侦查'
    """
    builder = _Builder(keep_clause_space=False)
    section = ""
    for paragraph in paragraphs:
        glue = "\n"
        named = section_name(paragraph[0].text)
        section = named[0] if named else section
        # Only spaces part the entries of 关键词; a sentence there is none of them.
        listed = section == "关键词" and not any(re.search("[。；]", line.text) for line in paragraph)
        for line in paragraph:
            builder.add(line, glue, listed=listed)
            glue = ""
    return builder.finish()


def paragraphs_of(lines: Sequence[Line], style: Wrapping) -> list[list[Line]]:
    """Group lines to paragraphs."""
    groups: list[list[Line]] = []
    for index, line in enumerate(lines):
        if index and not style.ends(lines[index - 1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _spread(text: str) -> bool:
    """Tell whether a line is set wide: a space behind nearly every character.

    >>> _spread("甲 公 司 诉 乙 公 司 案"), _spread("机制 力促融资")
    (True, False)
    """
    words = text.split()
    return len(words) >= _LEAST_SPREAD and sum(1 for word in words if len(word) == 1) > 0.8 * len(words)


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


class _Builder:
    """Collects characters with their places; −1 is the place of a character that is put in."""

    def __init__(self, keep_clause_space: bool) -> None:
        self._characters: list[str] = []
        self._places: list[int] = []
        self._keep_clause_space = keep_clause_space

    def add(self, line: Line, glue: str, *, listed: bool = False) -> None:
        """Append a line; ``glue`` is what stands between it and what is there.

        Where words are ``listed``, the spaces between them stay, as does a full-width space in any
        line without punctuation.
        """
        if not line.text:
            return
        if self._characters:
            # A line break between two Latin words stands for a space; inside Chinese it stands for nothing.
            if not glue and _latin(self._characters[-1]) and line.text[0].isascii() and line.text[0].isalpha():
                glue = " " if self._characters[-1].isalpha() else ""
            for character in glue:
                self._characters.append(character)
                self._places.append(-1)
        position = 0
        spread = _spread(line.text)
        for match in _SPACES.finditer(line.text):
            self._take(line, position, match.start())
            before, after = line.text[match.start() - 1], line.text[match.end() : match.end() + 1]
            wide = "\u3000" in match.group() and not _PUNCTUATION.search(line.text)
            parted = listed and before not in _PUNCTUATED and after not in _PUNCTUATED
            if match.start() and after and not spread and (wide or parted or self._kept(before, after)):
                self._characters.append(" ")
                self._places.append(line.offsets[match.start()])
            position = match.end()
        self._take(line, position, len(line.text))

    def _take(self, line: Line, start: int, end: int) -> None:
        self._characters.extend(line.text[start:end])
        self._places.extend(line.offsets[start:end])

    def _kept(self, before: str, after: str) -> bool:
        """Tell whether a space inside a line stays: between Latin words, and between a title's clauses."""
        if before.isascii() and after.isascii():
            return True
        if not self._keep_clause_space:
            return False
        return not before.isdigit() and not after.isdigit()

    def finish(self) -> tuple[str, SourceMap]:
        """Return the text and the map."""
        segments: list[tuple[int, int, int]] = []
        for index, place in enumerate(self._places):
            if place < 0:
                continue
            if segments:
                start, source, length = segments[-1]
                if index == start + length and place == source + length:
                    segments[-1] = (start, source, length + 1)
                    continue
            segments.append((index, place, 1))
        return "".join(self._characters), SourceMap(tuple(segments))
