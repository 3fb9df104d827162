"""A text with its quotes marked: cut where a quote begins or ends, with how many quotes cover each piece."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[str, int]]:
    """Return a text in pieces with the number of spans over each.

    >>> pieces("青岛海关开展", [(0, 4), (2, 4)])
    [('青岛', 1), ('海关', 2), ('开展', 0)]
    """
    inside = [(begin, end) for begin, end in spans if 0 <= begin < end <= len(text)]
    cuts = sorted({0, len(text), *(place for span in inside for place in span)})
    return [
        (text[left:right], sum(begin <= left and right <= end for begin, end in inside))
        for left, right in pairwise(cuts)
    ]


def paragraphs(text: str, spans: Iterable[tuple[int, int]]) -> list[list[tuple[str, int]]]:
    """Return `pieces` by paragraph."""
    lines: list[list[tuple[str, int]]] = [[]]
    for piece, depth in pieces(text, spans):
        for number, part in enumerate(piece.split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append((part, depth))
    return [line for line in lines if line]
