"""Radicals that stand for characters: what browsers and some printers write into a PDF's text.

A PDF may hold ⼈⺠ (radicals) where the page shows 人民; no name would ever be found in it. Each is one
character for one, so offsets stay. The pairs of the CJK Radicals Supplement are Unicode's property
Equivalent_Unified_Ideograph (14.0); Kangxi radicals and compatibility ideographs are their NFKC forms.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_SUPPLEMENT: Final = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳"
    "⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥"
    "⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
_UNIFIED: Final = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁"
    "冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼"
    "鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_TABLE: Final[dict[int, str]] = {
    **{
        code: form
        for first, last in ((0x2F00, 0x2FD5), (0xF900, 0xFAD9))
        for code in range(first, last + 1)
        if len(form := unicodedata.normalize("NFKC", chr(code))) == 1 and form != chr(code)
    },
    **dict(zip(map(ord, _SUPPLEMENT), _UNIFIED, strict=True)),
}


def unify(text: str) -> str:
    """Return a text with its radicals and compatibility ideographs written as ordinary characters.

    >>> unify("⾼级⼈⺠法院"), len(unify("⻝品")) == 2
    ('高级人民法院', True)
    """
    return text.translate(_TABLE)
