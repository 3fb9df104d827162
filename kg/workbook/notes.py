"""The sheet 说明: how the workbook is read, corrected and given back, with the cells that say who corrected it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.model import AnnotatedCase, Document
from kg.workbook import words
from kg.workbook.sheets import fingerprint, state


def note_rows(
    annotated: Sequence[AnnotatedCase],
    documents: Sequence[Document],
    version: str,
    date: str | None,
    frames: Sequence[str] = (),
) -> list[tuple[str, str, str]]:
    """Return the rows of 说明: a name, a text, and how the row looks."""
    counts = Counter(state(assertion) for item in annotated for assertion in item.assertions)
    links = sum(counts.values())
    told = "、".join(f"{name} {counts[name]} 条" for name in (words.CHECKED, words.EDITED, words.MACHINE))
    titles = "；".join(dict.fromkeys(document.title or document.name for document in documents))
    return [
        ("", "知识产权典型案例图谱", "title"),
        ("", "Chinese IP typical cases as a workbook that can be corrected and given back", "text"),
        ("", "", "text"),
        (words.REVIEWER, "", "answer"),
        ("", "改过之后填上，最好用代号，如 curator-1；它随数据公开。 Your role as a reviewer, or your name; it is published.", "text"),
        (words.DATE, "", "answer"),
        ("", "核对那天的日期，如 2026-11-25；不填，就用导入那天的。 The day of your review.", "text"),
        ("", "", "text"),
        ("有什么", f"{len(annotated)} 个案例，{links} 条关系：{told}。文件：{titles}。", "text"),
        (
            "状态",
            f"{words.CHECKED}：有人对照原文确认过。{words.EDITED}：由软件对照原文整理，尚无人核对。{words.MACHINE}：由规则或模型识别，尚未核对。",
            "text",
        ),
        ("分类", "分类由本项目拟定，非官方分类。 The classification is this project's own, not an official one.", "text"),
        *((("编码框架", f"“{title}”一列出自您给的编码框架，随关系自动得出。", "text")) for title in frames),
        ("", "", "text"),
        ("怎么改", "只填黄色的列，别处不要动；可以筛选、排序、隐藏列、调换列的次序。工作表和列的名称不要改。", "text"),
        (words.ACCEPT, "“关系”表的一行都对：处理选“认可”。", "text"),
        (words.CHANGE, "对象、角色、引文、类型、地区有错：处理选“改正”，只填要改的那几格，其余照旧。", "text"),
        (words.REJECT, "这条关系不成立：处理选“否定”，在“理由”里写一句。否定会被记住，以后再识别出来也不收。", "text"),
        (
            words.ADD,
            "漏了一条：在“关系”表最后一行之下另起一行，填文件、编号、关系，处理选“增补”，在“改为”写对象，在“引文改为”照抄原文；"
            "机构、法律文件、事实还要填“类型改为”，自有做法在“类型改为”填它所体现的做法。",
            "text",
        ),
        ("引文", f"与原文逐字相同，越短越好，不跨句。几处之间用“{words.JOIN}”隔开；标题里的写“标题：青岛海关”，第二处写“企业（第2处）”。", "text"),
        ("事实", "写成“名目=数值 单位”，如“丝绸年产值（超过）=1000 亿元”。", "text"),
        ("主体类型", "有名称的机构，类型自动得出；要改，改机构那一行的“类型改为”。", "text"),
        (
            "整个案例",
            f"通读过全案：在“案例”表的“整案处理”选“{words.ALL_FINE}”，没有单独处理的关系就都算认可；"
            f"确信没有遗漏，选“{words.ALL_THERE}”。",
            "text",
        ),
        (
            "交回",
            "保存为 .xlsx（WPS、Excel、LibreOffice 都可以），交给维护数据的人，或自己运行："
            "kg review --import 文件.xlsx --review 更正/ 。它先逐案列出改了什么，您同意了才写。",
            "text",
        ),
        (
            "In English",
            "Fill in the yellow columns only. 处理 is accept (认可), change (改正), reject (否定) or add (增补, in a new row at the end). "
            "Quotes are copied verbatim. Save as .xlsx and run: kg review --import FILE.xlsx --review DIR.",
            "text",
        ),
        ("", "", "text"),
        ("版本", f"ipcase-kg {version}" + (f"，数据截至 {date}" if date else ""), "text"),
        ("许可", "关系、审核与分类表：CC BY 4.0。案例原文是官方发布的文件，照录，不在许可之内。", "text"),
        (words.FINGERPRINT, fingerprint(annotated), "code"),
    ]  # fmt: skip
