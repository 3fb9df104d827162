"""What can be the title of a case, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kg.cases.joining import Wrapping
from kg.cases.lines import Line, width
from kg.cases.markers import marker_of
from kg.cases.sections import section_name

_LONGEST: Final = 110
_CLOSING: Final = "”」』》】]*＊ \t\u3000"
_COURT_NOTE: Final = re.compile(r"[【\[][^【】\[\]]{0,200}(?:法院|判[决決]|裁定|[号號])[^【】\[\]]{0,60}[】\]]\s*\Z")
_COLLECTION: Final = re.compile(
    r"典型案\Z|[十\d百]大(?:典型)?案\Z|修正案\Z|(?<![违非])法案\Z|[类個个断翻]案\Z|(?:本|该|此|涉案|办|立|结|破|报|备|方|提|预|(?<!建)议|草|图|档|答|教|作|投|归|另|同|涉)案\Z"
)
_SENTENCE: Final = re.compile(r"[。！？!?；;，,：:、]\Z")
_INLINE_END: Final = re.compile(
    r"案(?:件)?(?:[（(](?![0-9０-９一二三四五六七八九十]{1,2}[）)])[^（）()]{1,40}[）)])?(?=。|[（(][1一１][）)])"
)
_COLON_END: Final = re.compile(r"[^。；：:，]{8,80}案(?=[：:].{15,}。)")
_GROUP: Final = re.compile(r"(?:案件|案例|类|類|篇|部分|概况|概述|前言|结语|附录|附件\d?)\Z")
_SOMEONE: Final = re.compile("某[^些种类]|[甲乙丙丁]|公司")
_BULLET: Final = re.compile(r"[▌▐█▎▏❚┃▍■●◆◇▲★☆〓◎○▶►※•·▪◾❖✦➤]+\s*")
_DATE: Final = re.compile(r"[（(]?\d{4}\s*年\s*\d{1,2}\s*月")


def ends_like_case(text: str) -> bool:
    """Tell whether a title ends as those of proceedings do.

    >>> ends_like_case("甲公司诉乙公司侵害商标权纠纷案"), ends_like_case("推动专利转化")
    (True, False)
    >>> ends_like_case("甲公司诉乙公司案（某院（2022）民终1号）"), ends_like_case("一、民事案件（7件）")
    (True, False)
    """
    text = without_note(text)
    if text.endswith(("系列案件", "纠纷案件")):
        return True
    # A subtitle may follow: …案——横向垄断协议的认定.
    return any(part.endswith("案") and not _COLLECTION.search(part) for part in re.split("[—–―]{1,2}", text))


def without_note(text: str) -> str:
    """Return a title without the notes in brackets at its end.

    >>> without_note("甲诉乙案（某院（2022）民终1号）")
    '甲诉乙案'
    >>> without_note("丙诉丁案【某院（2022）民终1号民事判决书】")
    '丙诉丁案'
    """
    text = _COURT_NOTE.sub("", text).rstrip(_CLOSING)
    for _ in range(3):
        if not text.endswith(("）", ")", "〕")):
            break
        depth = 0
        for index in range(len(text) - 1, -1, -1):
            depth += (text[index] in "）)〕") - (text[index] in "（(〔")
            if depth == 0:
                break
        if depth:
            break
        text = text[:index].rstrip(_CLOSING)
    return text


def can_be_title(text: str, *, labelled: bool = False) -> bool:
    """Tell whether a line can be a title: neither a sentence nor a section name, neither too short nor too long.

    Where a label (案例一) stands before it, it may ask a question or be called a case itself (某公司维权案例).

    >>> can_be_title("杭州市以数字赋能打造保护高地"), can_be_title("法院经审理认为，该行为构成侵权。")
    (True, False)
    >>> can_be_title("一、主要做法")
    False
    """
    core = without_note(text)
    if labelled:
        core, text = core.rstrip("？！?!"), text.rstrip("？！?!")
    elif len(core) <= 16 and _GROUP.search(core) and not _SOMEONE.search(core):
        return False
    if not 4 <= len(core) <= _LONGEST or len(text) > 3 * _LONGEST or _SENTENCE.search(text) or "。" in text[:-1]:
        return False
    if section_name(text) or re.match(r"(?:来源|供稿|责任编辑|编辑|发布时间|发布日期|时间|日期|作者)\s*[：:]", text):
        return False
    return not _DATE.match(text) and not re.fullmatch(r"[\W\d_a-zA-Z]+", text)


def title_length(lines: Sequence[Line], style: Wrapping, first_width: float | None = None) -> int:
    """Return how many of the lines, from the first, are the title (at most 5; 0 where the first cannot be).

    A title runs over several lines where only then it ends like a case, where all of them are bold, where
    a subtitle (``——…``) follows, or where a full line of a broken column leaves it open. ``first_width`` is
    the width of the whole first line where a mark was cut off it.
    """
    if (
        not lines
        or section_name(lines[0].text)
        or len(without_note(lines[0].text)) > _LONGEST
        or re.search("[。；]", without_note(lines[0].text))
    ):
        return 0
    count = 1
    while count < min(len(lines), 5):
        line, following = lines[count - 1], lines[count]
        if section_name(following.text) or marker_of(following.text) or "。" in following.text:
            break
        if re.match(r"[—–―\-]{1,3}", following.text) and len(following.text) <= _LONGEST:
            count += 1
            continue
        joined = "".join(part.text for part in lines[: count + 1])
        printed = first_width if first_width is not None and count == 1 else width(line.text)
        if style.measure is not None and printed > style.measure - 1.5 and not line.text.endswith("案"):
            # A full line goes on below, unless what is below is as full: then it is the text.
            if width(following.text) > style.measure - 3 or not following.text or len(joined) > _LONGEST:
                break
            if not _SENTENCE.search(following.text):
                count += 1
                continue
        if ends_like_case("".join(part.text for part in lines[:count])) or len(joined) > _LONGEST:
            break
        bold = line.strong and following.strong
        fits = style.measure is not None and width(line.text) > 0.6 * style.measure
        if _SENTENCE.search(following.text) or (following.gap and not bold and not fits and following.gap > line.gap):
            break
        if (
            (ends_like_case(joined) and len(following.text) <= 60 and not _DATE.search(following.text))
            or bold
            or (fits and style.measure is not None and width(line.text) > style.measure - 3)
            or (
                any(
                    ends_like_case(lines[ahead].text) and not re.search("[。；]", lines[ahead].text)
                    for ahead in range(count + 1, min(count + 3, len(lines)))
                )
                and all(len(part.text) <= 45 and can_be_title(part.text) for part in lines[: count + 1])
                and (style.measure is not None)
            )
        ):
            count += 1
        else:
            break
    return count


def inline_title(text: str) -> int | None:
    """Return where a title ends that shares its line with the text after it, or None.

    >>> inline_title("甲诉乙侵害商标权纠纷案。2020年，甲发现……")
    11
    >>> inline_title("甲诉乙案（1）商标信息。涉案商标……")
    4
    >>> inline_title("甲诉乙侵害商标权纠纷案：2020年，甲发现乙在网店销售侵权商品，遂诉至法院。")
    11
    >>> inline_title("法院经审理认为，被告的行为构成侵权。")
    """
    match = _INLINE_END.search(text)
    if match and match.end() <= _LONGEST and "。" not in text[: match.end()]:
        return match.end()
    colon = _COLON_END.match(text)
    return colon.end() if colon and ends_like_case(colon.group()) else None


def without_bullet(line: Line) -> Line:
    """Return a line without the bullet before its first word.

    >>> without_bullet(Line("◎甲市查处乙案", range(7), 0, 7)).text
    '甲市查处乙案'
    """
    match = _BULLET.match(line.text)
    return line.cut(match.end()) if match else line


def first_sentence(text: str) -> int | None:
    """Return where the first sentence ends if it is short enough for a title and more text follows, or None."""
    end = text.find("。")
    if 5 <= end <= 45 and len(text) - end > 30:
        return end
    return None
