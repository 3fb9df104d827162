"""Pinyin of labels, computed at build time, so that the page finds 预确认 by ``yuqueren`` and ``yqr``."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

_HAN: Final = re.compile(r"([\u3400-\u9fff\U00020000-\U0003ffff]+)")
_LIMIT: Final = 200
"""Only so many characters of a label are transcribed: nobody types more, and the page stays small."""


@cache
def pinyin(text: str) -> tuple[str, str]:
    """Return the syllables without tones, joined, and their initials; both empty without a Chinese character.

    Other letters and digits stay, in lower case; everything else goes.

    >>> pinyin("预确认")
    ('yuqueren', 'yqr')
    >>> pinyin("重庆 PCT")
    ('chongqingpct', 'cqpct')
    >>> pinyin("customs")
    ('', '')
    """
    if not _HAN.search(text):
        return "", ""
    from pypinyin import Style, lazy_pinyin

    kept = "".join(c for c in unicodedata.normalize("NFKC", text.lower())[:_LIMIT] if c.isalnum())
    full: list[str] = []
    initials: list[str] = []
    for run in _HAN.split(kept):
        if _HAN.match(run):
            syllables = lazy_pinyin(run, style=Style.NORMAL, errors="ignore")
            full += syllables
            initials += [syllable[0] for syllable in syllables if syllable]
        else:
            full.append(run)
            initials.append(run)
    return "".join(full), "".join(initials)
