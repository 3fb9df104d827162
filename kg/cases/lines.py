"""A document as lines: visible characters with their places in the untouched text.

Marks of the layout (Markdown, escapes, zero-width and control characters, white space at the ends)
are not visible. Offsets are code points of ``Document.text``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from kg.documents.radicals import unify

_TERMINATOR: Final = re.compile("\r\n|[\n\r\v\f\x1e\x1f\x85\u2028\u2029]")
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff0-\ufffb\ud800-\udfff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SUSPECT: Final = re.compile(r"[\\*_#>!\[\]<&+|`-]")
_URL: Final = r"(?:[^()\s]|\([^()\s]{0,200}\)){0,2000}"
_IMAGE: Final = re.compile(r"!\[[^\]\n]{0,300}\]\(" + _URL + r"(?:\s+\"[^\"\n]{0,300}\")?\s?\)")
_LINK: Final = re.compile(r"(\[)[^\[\]\n]{1,500}(\]\((?:https?:|/|#|\.|mailto:|javascript:)" + _URL + r"\))")
_MARKDOWN: Final = re.compile(
    r"^\s{0,3}(?:#{1,6}[ \t]+\S|\*\*\S[^\n]*\*\*\s*$|\*\*[^*\s][^*\n]{1,80}\n[^*\n]{1,80}[^*\s]\*\*\s*$)|!\[[^\]\n]*\]\(",
    re.M,
)
_RULE: Final = re.compile(r"\s*([-*_])(?:\s*\1){2,}\s*\Z")
_OPENING: Final = re.compile(r"\s*(?:>\s?){0,5}\s*((?:#{1,6}(?:[ \t\u3000\xa0]+|(?=[^#\s]))|[-*+][ \t]+)(?=\S))?")
_STRONG: Final = re.compile(r"(?<![\\*])(\*{2,3})(?!\*)([^*\n]{1,500}?(?:\*[^*\n]{0,500}?)?)(?<![\\*])(\1)(?!\*)")
_BOLD_UNDERSCORE: Final = re.compile(r"(?<![\\\w])(__)(?=[^\s_])[^_\n]{1,500}?(?<=[^\s_\\])(__)(?!\w)")
_ESCAPE: Final = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!~|<>\"'$&^:-])")
_TAG: Final = re.compile(
    r"</?(?:br|b|i|u|p|em|strong|span|font|center|sup|sub|div)(?:\s[^<>\n]{0,300})?/?>|&nbsp;", re.I
)
_EDGE_STAR: Final = re.compile(r"\A\s*\*\*(?=[^*\s])|(?<=[^*\s\\])\*\*\s*\Z")
_SPACE: Final = " \t\u3000\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``text`` has the visible characters, ``offsets[i]`` is the place of ``text[i]``.

    ``start`` and ``end`` span the whole line in the source, ``gap`` counts the blank lines before
    it, ``page`` tells that a page break stands before it, ``indent`` is the white space before the
    first visible character, ``depth`` the number of Markdown ``#``, ``strong`` that all of it is
    bold, ``last`` the character that ends it in the source.
    """

    text: str
    offsets: Sequence[int]
    start: int
    end: int
    gap: int = 0
    page: bool = False
    indent: int = 0
    depth: int = 0
    strong: bool = False
    last: str = "\n"

    def cut(self, start: int, end: int | None = None) -> Line:
        """Return a part of the line, without white space at its ends.

        >>> cut_out = Line("1. 青岛海关", range(10, 17), 10, 17).cut(2)
        >>> cut_out.text, list(cut_out.offsets)
        ('青岛海关', [13, 14, 15, 16])
        """
        end = len(self.text) if end is None else end
        while start < end and self.text[start] in _SPACE:
            start += 1
        while end > start and self.text[end - 1] in _SPACE:
            end -= 1
        offsets = self.offsets[start:end]
        return replace(
            self,
            text=self.text[start:end],
            offsets=offsets,
            start=offsets[0] if offsets else self.start,
            end=offsets[-1] + 1 if offsets else self.start,
        )


@lru_cache(maxsize=4096)
def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WFA"


def width(text: str) -> float:
    """Return the width in full-width characters: a Latin letter or digit counts one half.

    >>> width("超过1000亿元")
    6.0
    """
    return sum(1.0 if _wide(character) else 0.5 for character in text)


def is_markdown(text: str) -> bool:
    """Tell whether a text is written in Markdown, so that pairs of ``**`` inside a line are marks.

    >>> is_markdown("## 标题"), is_markdown("王**与李**"), is_markdown("**甲公司\\n诉乙公司案**")
    (True, False, True)
    """
    return bool(_MARKDOWN.search(text[:200_000]))


def read_lines(text: str) -> list[Line]:
    """Return the lines that have visible characters.

    >>> [(line.text, line.gap) for line in read_lines("# 案例一\\n\\n**某公司**案\\u200b\\n")]
    [('案例一', 0), ('某公司案', 1)]
    """
    markdown = is_markdown(text)
    found: list[Line] = []
    position, gap, page = 0, 0, False
    while position <= len(text):
        match = _TERMINATOR.search(text, position)
        end = match.start() if match else len(text)
        last = match.group() if match else ""
        line = _line(text, position, end, markdown)
        if line is None:
            gap += 1
        else:
            found.append(replace(line, gap=gap, page=page, last=last[-1:]))
            gap, page = 0, False
        if last == "\f":
            page = True
        if not match:
            break
        position = match.end()
    return found


def _line(text: str, start: int, end: int, markdown: bool) -> Line | None:
    """Return one line without its marks, or None where nothing is visible."""
    raw = unify(text[start:end])
    if not raw or raw.isspace():
        return None
    removed: list[tuple[int, int]] = [match.span() for match in _INVISIBLE.finditer(raw)]
    depth, strong = 0, False
    if _SUSPECT.search(raw):
        if _RULE.match(raw):
            return None
        marks, depth = _marks(raw, markdown)
        removed += marks
    if not removed:
        inner = raw.strip(_SPACE)
        if not inner:
            return None
        first = start + len(raw) - len(raw.lstrip(_SPACE))
        return Line(inner, range(first, first + len(inner)), start, end, indent=first - start)
    dropped = bytearray(len(raw))
    for left, right in removed:
        dropped[left:right] = b"\x01" * (right - left)
    kept = [index for index in range(len(raw)) if not dropped[index]]
    strong = _all_strong(raw)
    while kept and raw[kept[0]] in _SPACE:
        kept.pop(0)
    while kept and raw[kept[-1]] in _SPACE:
        kept.pop()
    if not kept:
        return None
    indent = len(raw) - len(raw.lstrip(_SPACE))
    visible = "".join(raw[index] for index in kept)
    return Line(visible, tuple(start + index for index in kept), start, end, indent=indent, depth=depth, strong=strong)


def _all_strong(raw: str) -> bool:
    return bool(re.fullmatch(r"(?:#{1,6}\s+)?\*\*[^*]+\*\*", raw.strip(_SPACE)))


def _marks(raw: str, markdown: bool) -> tuple[list[tuple[int, int]], int]:
    """Return the ranges of Markdown marks in a line, and the depth of the heading that it is."""
    marks: list[tuple[int, int]] = []
    depth = 0
    opening = _OPENING.match(raw)
    if opening and not re.match(r"\s*[-—–]\s*\d+\s*[-—–]\s*\Z", raw):
        mark = opening.group(1) or ""
        if mark.startswith("#"):
            depth = len(mark.rstrip(_SPACE))
            closing = re.search(r"\s+#+\s*\Z", raw)
            if closing:
                marks.append(closing.span())
        if depth or markdown or mark.startswith(("- ", "+ ", "* ")):
            marks.append(opening.span(1) if opening.group(1) else (0, 0))
        if ">" in opening.group() and markdown:
            marks.append((0, opening.start(1) if opening.group(1) else opening.end()))
    if "](" in raw:
        marks += [match.span() for match in _IMAGE.finditer(raw)]
        covered = [span for span in marks if span[1] - span[0] > 6]
        for match in _LINK.finditer(raw):
            if not any(left <= match.start() < right for left, right in covered):
                marks += [match.span(1), match.span(2)]
    if "**" in raw:
        paired = False
        for match in _STRONG.finditer(raw):
            before = raw[: match.start()].rstrip("#> \t")
            if markdown or not before or not unicodedata.category(before[-1]).startswith(("L", "N")):
                marks += [match.span(1), match.span(3)]
                paired = True
        if markdown and not paired:
            marks += [match.span() for match in _EDGE_STAR.finditer(raw)]
    if "__" in raw and markdown:
        for match in _BOLD_UNDERSCORE.finditer(raw):
            marks += [match.span(1), match.span(2)]
    if "\\" in raw:
        marks += [match.span() for match in _ESCAPE.finditer(raw)]
    if "<" in raw or "&" in raw:
        marks += [match.span() for match in _TAG.finditer(raw)]
    return [mark for mark in marks if mark[0] < mark[1]], depth
