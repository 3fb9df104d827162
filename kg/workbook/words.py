"""The words of the workbook: sheets, columns, states and choices, as curators read them."""

from __future__ import annotations

from typing import Final

CASES, LINKS, EVIDENCE, CODES, NOTES = "案例", "关系", "原文依据", "代码表", "说明"
SHEETS: Final = (CASES, LINKS, EVIDENCE, CODES, NOTES)
"""The sheets, in their order."""

RELATION_WORDS: Final[dict[str, str]] = {
    "region": "地区",
    "institution": "机构",
    "actorType": "主体类型",
    "ipType": "知识产权类型",
    "mechanism": "做法",
    "measure": "自有做法",
    "stage": "政策环节",
    "platform": "平台与工具",
    "instrument": "法律文件与标准",
    "fact": "事实",
}
"""The relations of a case, as the workbook calls them."""

ROLE_WORDS: Final[dict[str, str]] = {
    "locatedIn": "所在地",
    "ledByRegion": "由该地推行",
    "mentionsRegion": "提及",
    "ledBy": "主导",
    "participant": "参与",
    "decidedBy": "裁决",
    "prosecutedBy": "起诉",
    "investigatedBy": "查办",
    "party": "当事方",
    "ledByType": "主导",
    "participantType": "参与",
    "decidedByType": "裁决",
    "prosecutedByType": "起诉",
    "investigatedByType": "查办",
    "partyType": "当事方",
    "primaryIpType": "主要类型",
    "headlineMechanism": "主要做法",
    "headlineMeasure": "主要自有做法",
}
"""The roles within a relation; no role is an empty cell, 无 in a correction."""

NO_ROLE: Final = "无"

FIELD_WORDS: Final = {"title": "标题", "text": "正文"}

METHOD_WORDS: Final = {"rule": "规则", "model": "模型", "reviewed": "审核"}

BASIS_WORDS: Final = {"explicit": "原文写明", "name": "由机构名称得出", "member": "由合称得出"}

CHECKED, EDITED, MACHINE = "已核对", "已整理", "机器识别"
"""States of a link: confirmed by a person, arranged by software, found by a rule or model."""

ACCEPT, CHANGE, REJECT, ADD = "认可", "改正", "否定", "增补"
DECISIONS: Final = {ACCEPT: "accept", CHANGE: "change", REJECT: "reject", ADD: "add"}
"""What the column 处理 may say, and the decision of a review that it becomes."""

ALL_FINE, ALL_THERE = "全部认可", "全部认可并已标全"
"""What may be said of a whole case; the second declares as well that nothing is missing."""

JOIN: Final = "｜"
"""Between several quotes, or several objects, in one cell."""

ABSENT: Final = "—"

CASE_COLUMNS: Final = (
    ("文件", 13, "clip"),
    ("编号", 6, "text"),
    ("标题", 34, "bold"),
    ("状态", 12, "state"),
    ("地区", 16, "text"),
    ("机构", 24, "text"),
    ("知识产权类型", 14, "text"),
    ("做法", 34, "text"),
    ("自有做法", 16, "text"),
    ("整案处理", 16, "correction"),
    ("覆盖方式改为", 13, "correction"),
    ("英文标题改为", 24, "correction"),
    ("主体类型", 18, "text"),
    ("平台与工具", 16, "text"),
    ("法律文件与标准", 18, "text"),
    ("政策环节", 10, "text"),
    ("覆盖方式", 13, "text"),
    ("英文标题", 30, "text"),
    ("关系数", 7, "number"),
    ("正文", 70, "long"),
    ("案例代码", 24, "code"),
    ("原文校验", 16, "code"),
)
"""Columns of 案例: name, width in characters, look. Columns of coding frames come before 关系数."""

LINK_COLUMNS: Final = (
    ("文件", 13, "clip"),
    ("编号", 6, "text"),
    ("案例", 26, "text"),
    ("关系", 13, "text"),
    ("对象", 24, "bold"),
    ("角色", 11, "text"),
    ("原文依据", 34, "text"),
    ("状态", 9, "state"),
    ("处理", 8, "correction"),
    ("改为", 22, "correction"),
    ("角色改为", 12, "correction"),
    ("引文改为", 26, "correction"),
    ("类型改为", 16, "correction"),
    ("地区改为", 12, "correction"),
    ("理由", 22, "correction"),
    ("类型", 16, "text"),
    ("依据方式", 14, "text"),
    ("得出方式", 20, "text"),
    ("置信度", 7, "number"),
    ("对象代码", 34, "code"),
    ("关系代码", 19, "code"),
)
"""Columns of 关系: one row a link."""

EVIDENCE_COLUMNS: Final = (
    ("文件", 13, "clip"),
    ("编号", 6, "text"),
    ("关系", 13, "text"),
    ("对象", 24, "bold"),
    ("出处", 6, "text"),
    ("引文", 30, "bold"),
    ("上下文", 60, "text"),
    ("起", 7, "number"),
    ("止", 7, "number"),
    ("原文件起", 9, "number"),
    ("原文件止", 9, "number"),
    ("关系代码", 19, "code"),
)
"""Columns of 原文依据: one row a quote; places count characters from 0, the end exclusive."""

CODE_COLUMNS: Final = (
    ("分类表", 16, "text"),
    ("名称", 26, "bold"),
    ("代码", 26, "code"),
    ("英文名称", 30, "text"),
    ("上位", 20, "text"),
    ("定义", 60, "text"),
)
"""Columns of 代码表: one row a concept or region; the drop-downs take their choices from here."""

PROTECTED: Final = ("文件", "编号", "关系", "对象", "角色", "对象代码")
"""Columns of 关系 in which a change means a correction in the wrong place."""

CORRECTIONS: Final = tuple(name for name, _, look in LINK_COLUMNS if look == "correction")
CASE_CORRECTIONS: Final = tuple(name for name, _, look in CASE_COLUMNS if look == "correction")

REVIEWER, DATE, FINGERPRINT = "核对人代号", "核对日期", "数据指纹"
"""Names of the cells of 说明 that are read back."""

SCHEME_WORDS: Final[dict[str, str]] = {
    "region": "地区",
    "institution-type": "主体类型",
    "ip-type": "知识产权类型",
    "mechanism": "做法",
    "stage": "政策环节",
    "coverage": "覆盖方式",
    "instrument-type": "法律文件与标准的类型",
    "fact-type": "事实的类型",
}
"""The parts of 代码表; the first words of a relation's name make the drop-down of its objects."""
