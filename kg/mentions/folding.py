"""Folding a text for matching: traditional characters, full-width digits and half-width marks, one for one.

The folded text has the length of the original, so that offsets stay valid; quotes are always taken
from the original.
"""

from __future__ import annotations

from typing import Final

MARKS: Final = {",": "，", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）", ":": "：", "\u3000": " "}
DIGITS: Final = {chr(0xFF10 + number): str(number) for number in range(10)}


class Folding:
    """A one-to-one table of characters.

    >>> Folding({"專": "专"}).fold("專利,第２條")
    '专利，第2條'
    >>> Folding({}).fold("1,000元")
    '1,000元'
    """

    def __init__(self, traditional: dict[str, str]) -> None:
        self._table = str.maketrans({**traditional, **MARKS, **DIGITS})

    def fold(self, text: str) -> str:
        """Return the text folded; a mark between two digits (1,000; 10:30) stays."""
        folded = text.translate(self._table)
        if folded == text:
            return text
        kept = list(folded)
        for at, character in enumerate(text):
            if character in ",:" and 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit():
                kept[at] = character
        return "".join(kept)
