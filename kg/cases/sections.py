"""Named sections inside a case's text: 【基本案情】, ▍典型意义, 一、主要做法."""

from __future__ import annotations

import re
from typing import Final

from kg.cases.numbers import NUMBER
from kg.model import Section

NAMES: Final = (
    "基本案情|基本情况|案情摘要|案情简介|案件简介|案情介绍|案情概要|案情回顾|简要案情|案情|案例简介|案例概述|案例摘要|案件概述|案件事实|"
    "案件情况|案件基本情况|案件背景|案例背景|背景|背景情况|工作背景|实施背景|裁判结果|裁判情况|裁判理由|裁判要旨|裁判要点|裁判内容|"
    "裁判思路|法院裁判|法院审理|判决结果|审理结果|审理情况|审判结果|诉讼过程|诉讼经过|处理结果|处罚结果|处罚决定|处理情况|处理意见|"
    "裁决结果|裁决要旨|仲裁结果|调解过程|调解结果|调解情况|争议焦点|焦点问题|案件焦点|查处情况|查办情况|查办经过|查处过程|办理情况|"
    "办理过程|办理结果|办案过程|办案经过|办案情况|案件办理|案件办理情况|案件查办|案件查办情况|执法情况|执法过程|检察机关履职情况|"
    "检察机关履职过程|检察履职情况|检察履职过程|检察履职|履职过程|履职情况|检察机关办理情况|要旨|案例要旨|案件要旨|关键词|相关法条|"
    "相关规定|相关法律规定|法律依据|关联索引|基本要素|典型意义|指导意义|案例意义|案件意义|示范意义|社会意义|意义|案例评析|案件评析|"
    "评析|评析意见|法官评析|专家评析|专家点评|案例点评|点评|专家评述|法官说法|检察官说法|法官提示|检察官提醒|以案释法|案件启示|"
    "经验启示|启示|案件警示|警示意义|提示|主要做法|具体做法|做法|做法成效|主要做法及成效|主要做法和成效|创新做法|创新举措|主要举措|"
    "具体举措|特色做法|工作举措|工作做法|工作成效|主要成效|取得成效|取得的成效|实施成效|成效|成果成效|应用成效|经验做法|推广价值|"
    "经验价值|复制推广|推广情况|下一步工作|下一步计划|下一步打算|案例亮点|亮点|亮点特色|工作亮点|案件亮点|创新点|主要内容|案例内容|"
    "商标信息|商标注册情况|专利信息|权利信息|涉案专利|涉案商标|当事人|当事人信息|事实和理由|维权过程|维权经过|维权情况|案号|"
    "案件概况|案例概况|案情概述|案件介绍|案例介绍|案例要点|案件要点|裁判观点|裁判规则|裁判主旨|推荐理由|入选理由|案例启示|办案启示|法理分析|法律分析|案例分析|"
    "专家解读|案件解读|案例解读|律师点评|律师提示|普法提示|参考意义|借鉴意义|实践价值|社会效果|实施效果|实践效果|应用效果|取得效果|改革背景|改革举措|改革成效|"
    "处罚情况|处理经过|处理过程|援助过程|援助情况|援助结果|化解过程|化解结果|调解经过|维权结果|法条链接|法律链接|法条指引|相关法条链接|以案说法|"
    "案由|入库编号|基本信息|执行情况|相关链接|附件"
)
"""Names that sections have across issuers; a name in brackets counts whatever it is."""

_SIMPLIFIED: Final = str.maketrans(
    "結義評點處簡關檢職過導審訴訟產權標專專據獎證釋緊聯執過決議題焦經驗徵價值專實施創舉舊單號監當記錄內況辦詞規條從來斷級",
    "结义评点处简关检职过导审诉讼产权标专专据奖证释紧联执过决议题焦经验征价值专实施创举旧单号监当记录内况办词规条从来断级",
)
_NAME: Final = re.compile(rf"(?:{NAMES})\Z")
_FURNITURE: Final = re.compile(
    rf"\A(?:[▌▐█▎▏❚▍■●◆◇▲★☆〓◎○▶►※|│┃#*·•]\s*|[（(]{NUMBER}[）)]\s*|{NUMBER}[、.．]\s*|第{NUMBER}[，、]?\s*)*"
)
_BRACKETED: Final = re.compile(r"\A[【\[〔［〖]\s*([^【】\[\]〔〕［］〖〗\n]{1,20}?)\s*[】\]〕］〗]\s*[：:]?")
_TITLE: Final = re.compile(r"[^。；\n]{6,80}(?<![本该此])案[”）)]?\Z")
_COLON: Final = re.compile(rf"\A({NAMES})\s*[：:]")


def section_name(paragraph: str) -> tuple[str, int] | None:
    """Return the section name that a paragraph opens with and where the rest starts, or None.

    Names in traditional characters are returned in simplified ones.

    >>> section_name("【基本案情】"), section_name("一、主要做法"), section_name("▍典型意义 ")
    (('基本案情', 6), ('主要做法', 6), ('典型意义', 6))
    >>> section_name("基本案情：2020年，某公司")
    ('基本案情', 5)
    >>> section_name("【裁判結果】")
    ('裁判结果', 6)
    >>> section_name("典型意义在于") is None
    True
    """
    furniture = _FURNITURE.match(paragraph)
    start = furniture.end() if furniture else 0
    rest = paragraph[start:].translate(_SIMPLIFIED)
    bracketed = _BRACKETED.match(rest)
    if bracketed and not re.search(rf"案例|例{NUMBER}|第{NUMBER}[号號期案例]|[〔\[［]\d{{4}}", bracketed.group()):
        name = re.sub(r"\s+", "", bracketed.group(1))
        # 【商标侵权】甲市查处乙店…案 is a title with its kind before it.
        # So is 【甲市查处乙店…案】.
        titled = not _NAME.match(name) and (_TITLE.match(rest, bracketed.end()) or _TITLE.match(name))
        if not titled and not re.fullmatch(r"[\d\W]+", name):
            return name, start + bracketed.end()
    plain = re.sub(r"\s+", "", rest).rstrip("：:】▍■ ")
    if _NAME.match(plain):
        return plain, len(paragraph)
    colon = _COLON.match(rest)
    if colon:
        return colon.group(1), start + colon.end()
    return None


def sections_of(text: str) -> tuple[Section, ...]:
    """Return the sections of a text; each spans its body, without its name.

    >>> sections_of("【基本案情】\\n甲公司…\\n【典型意义】\\n有利于…")
    (Section(name='基本案情', start=7, end=11), Section(name='典型意义', start=19, end=23))
    """
    openings: list[tuple[int, str, int]] = []
    position = 0
    for paragraph in text.split("\n"):
        named = section_name(paragraph)
        if named:
            openings.append((position, named[0], position + named[1]))
        position += len(paragraph) + 1
    found: list[Section] = []
    for index, (_, name, body) in enumerate(openings):
        end = openings[index + 1][0] if index + 1 < len(openings) else len(text)
        while body < end and text[body].isspace():
            body += 1
        while end > body and text[end - 1].isspace():
            end -= 1
        if body < end:
            found.append(Section(name, body, end))
    return tuple(found)
