"""Pinyin of labels, computed at build time, so that the page finds 预确认 by ``yuqueren`` and ``yqr``.

The page gets the usual reading of every character once, and whole readings only of what is read in
another way (重庆): most labels then need nothing of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

_HAN: Final = re.compile(r"([\u3400-\u9fff\U00020000-\U0003ffff]+)")
_LIMIT: Final = 200
"""Only so many characters of a label are transcribed: nobody types more, and the page stays small."""


def _kept(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text.lower())[:_LIMIT] if c.isalnum())


_READ: Final = {
    "长三角": "cháng sān jiǎo",
    "长株潭": "cháng zhū tán",
    "长效": "cháng xiào",
    "诉调": "sù tiáo",
    "裁调": "cái tiáo",
    "境外行政": "jìng wài xíng zhèng",
}
"""Words of this field that the dictionary of pypinyin lacks and would read amiss."""


@cache
def _reader() -> Callable[..., list[str]]:
    """Return what reads Chinese characters, with the words of this field added."""
    from pypinyin import lazy_pinyin, load_phrases_dict

    load_phrases_dict({word: [[syllable] for syllable in read.split()] for word, read in _READ.items()})
    return lazy_pinyin


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
    from pypinyin import Style

    full: list[str] = []
    initials: list[str] = []
    for run in _HAN.split(_kept(text)):
        if _HAN.match(run):
            syllables = _reader()(run, style=Style.NORMAL, errors="ignore")
            full += syllables
            initials += [syllable[0] for syllable in syllables if syllable]
        else:
            full.append(run)
            initials.append(run)
    return "".join(full), "".join(initials)


@cache
def usual(character: str) -> str:
    """Return the usual reading of one Chinese character, empty where there is none.

    >>> usual("重")
    'zhong'
    """
    return pinyin(character)[0]


def readings(texts: Iterable[str]) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """Return the usual reading of every Chinese character, and the pinyin of the texts that are read differently.

    >>> readings(["重庆", "重点"])
    ({'庆': 'qing', '点': 'dian', '重': 'zhong'}, {'重庆': ('chongqing', 'cq')})
    """
    table: dict[str, str] = {}
    others: dict[str, tuple[str, str]] = {}
    for text in sorted(set(texts)):
        if not _HAN.search(text):
            continue
        kept = _kept(text)
        for character in _HAN.findall(kept):
            table.update((one, usual(one)) for one in character)
        plain = [(table[c], table[c][:1]) if c in table else (c, c) for c in kept]
        read = pinyin(text)
        if read != ("".join(full for full, _ in plain), "".join(first for _, first in plain)):
            others[text] = read
    return dict(sorted(table.items())), others
