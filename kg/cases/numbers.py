"""Numbers as documents print them: 3, ３, 03, 三, 十二, 二十."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

CHINESE_DIGITS: Final = "〇零一二三四五六七八九十百"
NUMBER: Final = r"(?:[0-9０-９]{1,4}|[〇零一二三四五六七八九十百两]{1,7})"
"""Pattern of a printed number."""

_VALUES: Final = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def value_of(text: str) -> int | None:
    """Return the value of a printed number, or None.

    >>> [value_of(text) for text in ("12", "０６", "三", "十二", "二十", "二十五", "一百零三", "二五", "十百", "某")]
    [12, 6, 3, 12, 20, 25, 103, 25, None, None]
    """
    text = unicodedata.normalize("NFKC", text.strip())
    if re.fullmatch(r"[0-9]{1,9}", text):
        return int(text)
    if not text or any(character not in CHINESE_DIGITS + "两" for character in text):
        return None
    if not re.search("[十百]", text):
        return int("".join(str(_VALUES[character]) for character in text))
    match = re.fullmatch(
        r"(?:([一二两三四五六七八九])百零?)?(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?", text
    )
    if not match:
        return None
    hundreds, tens, ten, ones = match.groups()
    value = _VALUES[hundreds] * 100 if hundreds else 0
    if ten:
        value += (_VALUES[tens] if tens else 1) * 10
    return value + (_VALUES[ones] if ones else 0)
