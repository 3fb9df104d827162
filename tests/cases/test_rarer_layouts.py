"""Ways of printing cases that are rarer than the layouts with a fixture; each text is of our own writing."""

from __future__ import annotations

import pytest

from kg.cases import split
from kg.model import DataError, Document, Splitting

TEXT = "2022年9月，权利人投诉当事人销售侵权商品。经查，涉案商品货值一万三千元，市市场监管局依法没收并罚款二万元。"
WORK = "该局聚焦企业需求，组建专家服务团，开展上门问诊一百二十次，帮助企业挖掘专利三百件，化解侵权纠纷四十余起。"
ROW = "推出服务清单三十六项，企业线上点单，专家上门接单，全年服务企业四百家。"

LAYOUTS: dict[str, tuple[str, list[str]]] = {
    "a bar behind the label": (
        f"案例一丨甲集团诉乙超市侵害商标权案\n{TEXT}\n案例二｜丙某职务发明报酬案\n{TEXT}\n",
        ["甲集团诉乙超市侵害商标权案", "丙某职务发明报酬案"],
    ),
    "labels in quotes": (
        f"“典型案例一” 甲店售假案\n{TEXT}\n“典型案例二” 乙店售假案\n{TEXT}\n",
        ["甲店售假案", "乙店售假案"],
    ),
    "ornaments around the label": (
        f"◇◇案例四◇◇\n某区法院：“版权e调解”\n{WORK}\n◇◇案例五◇◇\n某县检察院：守护地理标志\n{WORK}\n",
        ["某区法院：“版权e调解”", "某县检察院：守护地理标志"],
    ),
    "numbers in brackets, behind a sign, out of a total": (
        f"案例（一）：甲店售假案\n{TEXT}\n案例#2 乙店售假案\n{TEXT}\n案例3/3 丙店售假案\n{TEXT}\n",
        ["甲店售假案", "乙店售假案", "丙店售假案"],
    ),
    "labelled titles that ask": (
        f"案例1 如何认定“类似商品”？\n{TEXT}\n案例2 平台何时承担责任？\n{TEXT}\n",
        ["如何认定“类似商品”？", "平台何时承担责任？"],
    ),
    "labelled titles that end in 案例": (
        f"案例一：某公司商标维权援助案例\n{WORK}\n案例二：某合作社维权援助案例\n{WORK}\n",
        ["某公司商标维权援助案例", "某合作社维权援助案例"],
    ),
    "the name of the field before a labelled title": (
        f"【案例一】\n案例名称：甲中心建立“三端”体系\n{WORK}\n【案例二】\n案例名称：乙中心推行标准化\n{WORK}\n",
        ["甲中心建立“三端”体系", "乙中心推行标准化"],
    ),
    "a series": (
        f"某省典型案例展播\n【第一期】\n一枚小商标 撬动大产业\n{WORK}\n【第二期】\n一张许可证 盘活老专利\n{WORK}\n",
        ["一枚小商标 撬动大产业", "一张许可证 盘活老专利"],
    ),
    "group and number": (
        f"某省实践案例集\n第一篇 运用\n1-1 甲市：专利导航锚定产业方向\n{WORK}\n第二篇 保护\n2-1 乙市：“信用+”监管\n{WORK}\n",
        ["甲市：专利导航锚定产业方向", "乙市：“信用+”监管"],
    ),
    "a number missing": (
        f"（一）甲局处理乙专利侵权案\n{TEXT}\n（二）丙局查处丁假冒专利案\n{TEXT}\n（四）戊局查处己盗版案\n{TEXT}\n",
        ["甲局处理乙专利侵权案", "丙局查处丁假冒专利案", "戊局查处己盗版案"],
    ),
    "headings of groups in brackets": (
        f"【民事类】\n1.甲公司诉乙公司侵害商标权案\n{TEXT}\n2.丙公司诉丁公司侵害专利权案\n{TEXT}\n"
        f"【刑事类】\n1.戊某假冒注册商标案\n{TEXT}\n",
        ["甲公司诉乙公司侵害商标权案", "丙公司诉丁公司侵害专利权案", "戊某假冒注册商标案"],
    ),
    "the kind in brackets before the title": (
        f"一、【商标侵权】甲市查处某五金厂侵权案\n{TEXT}\n二、【假冒专利】乙市查处某厨具公司假冒专利案\n{TEXT}\n",
        ["【商标侵权】甲市查处某五金厂侵权案", "【假冒专利】乙市查处某厨具公司假冒专利案"],
    ),
    "a colon between title and text": (
        f"1.甲区法院调解某奶茶店加盟纠纷案：{TEXT}\n2.乙区法院审结某直播间售假案：{TEXT}\n",
        ["甲区法院调解某奶茶店加盟纠纷案", "乙区法院审结某直播间售假案"],
    ),
    "a colon at the end of the title": (
        f"案例一：甲市某加油站侵犯商标权案：\n{TEXT}\n案例二：乙市某文具店盗版案：\n{TEXT}\n",
        ["甲市某加油站侵犯商标权案", "乙市某文具店盗版案"],
    ),
    "bold titles that no 案 ends": (
        f"# 某省典型案例\n\n**甲市：“知产课堂”走进校园**\n\n{WORK}\n\n**乙市：“专利超市”开门迎客**\n\n{WORK}\n",
        ["甲市：“知产课堂”走进校园", "乙市：“专利超市”开门迎客"],
    ),
    "who sent it in between title and sections": (
        f"甲市知识产权“云法庭”审理模式\n甲市中级人民法院\n改革背景\n纠纷增长较快。\n主要做法\n{WORK}\n"
        f"乙市“专利银行”收储模式\n乙市知识产权局\n改革背景\n存量专利较多。\n主要做法\n{WORK}\n",
        ["甲市知识产权“云法庭”审理模式", "乙市“专利银行”收储模式"],
    ),
    "arrows and pictures before the label": (
        f">>案例一：甲店售假案\n{TEXT}\n📌案例二：乙店售假案\n{TEXT}\n",
        ["甲店售假案", "乙店售假案"],
    ),
    "whole titles in brackets": (
        f"【某微商销售假冒减肥药案】\n{TEXT}\n【某印刷厂非法印制标识案】\n{TEXT}\n",
        ["某微商销售假冒减肥药案", "某印刷厂非法印制标识案"],
    ),
    "bare titles that end in 纠纷": (
        f"甲公司与乙公司侵害外观设计专利权纠纷\n{TEXT}\n丙公司诉丁公司侵害商标权纠纷\n{TEXT}\n",
        ["甲公司与乙公司侵害外观设计专利权纠纷", "丙公司诉丁公司侵害商标权纠纷"],
    ),
    "案 and 案件 in one count": (
        f"1. 甲某假冒注册商标案\n{TEXT}\n2. 乙某侵犯商业秘密案\n{TEXT}\n3. 丙某虚假诉讼监督案件\n{TEXT}\n",
        ["甲某假冒注册商标案", "乙某侵犯商业秘密案", "丙某虚假诉讼监督案件"],
    ),
    "a title that opens with a figure": (
        f"1.甲公司外观设计专利权案\n{TEXT}\n2.3D打印模型著作权案\n{TEXT}\n3.5G专利许可费率案\n{TEXT}\n",
        ["甲公司外观设计专利权案", "3D打印模型著作权案", "5G专利许可费率案"],
    ),
    "a first column merged over rows": (
        f"类别\t序号\t案例名称\t主要做法\n服务\t1\t甲市一窗通办\t{ROW}\n2\t乙市快速预审\t{ROW}\n保护\t3\t丙市联调\t{ROW}\n",
        ["甲市一窗通办", "乙市快速预审", "丙市联调"],
    ),
    "a table that calls its titles 事项": (
        f"服务创新案例\n编号\t事项\t责任单位\t主要内容\n1\t企业点单\t甲局\t{ROW}\n2\t专利诊所\t乙局\t{ROW}\n",
        ["企业点单", "专利诊所"],
    ),
    "a table that numbers its rows 案例一": (
        f"序号\t案例名称\t主要事项\n案例一\t企业点单\t{ROW}\n案例二\t专利诊所\t{ROW}\n",
        ["企业点单", "专利诊所"],
    ),
    "the head of a web page that is the title": (
        f"甲公司诉乙设计院侵害软件著作权纠纷案\n入库编号：2024-13-2-158-002\n甲公司诉乙设计院侵害软件著作权纠纷案\n"
        f"关键词\n民事 侵害软件著作权 举证责任\n基本案情\n{TEXT}\n裁判结果\n判决停止使用。\n",
        ["甲公司诉乙设计院侵害软件著作权纠纷案"],
    ),
    "the name of the library above an entry": (
        f"人民法院案例库\n入库编号\n：\n2023-09-2-159-031\n甲公司诉乙店侵害商标权纠纷案\n——描述性使用的认定\n关键词\n：\n民事/商标\n"
        f"基本案情\n：\n{TEXT}\n裁判结果\n：\n驳回诉讼请求。\n",
        ["甲公司诉乙店侵害商标权纠纷案——描述性使用的认定"],
    ),
}


def splitting_of(text: str) -> Splitting:
    return split(Document("d", "d.txt", "0" * 64, "text/plain", text))


@pytest.mark.parametrize("kind", LAYOUTS)
def test_the_cases_are_found_where_there_is(kind: str) -> None:
    text, titles = LAYOUTS[kind]
    assert [case.title for case in splitting_of(text).cases] == titles


def test_labels_that_count_again_without_a_heading_are_groups_and_a_warning_says_so() -> None:
    text = f"案例一：甲店售假案\n{TEXT}\n案例二：乙店售假案\n{TEXT}\n事例一：丙局推行联调\n{WORK}\n"
    splitting = splitting_of(text)
    assert [case.path for case in splitting.cases] == ["case/d/1-1", "case/d/1-2", "case/d/2-1"]
    assert "start again" in splitting.warnings[0]


def test_the_row_above_the_title_of_a_form_belongs_to_that_form() -> None:
    forms = [f"案例编号\tB-{n}\n案例名称\t某局查处{n}店售假案\n案情\t{TEXT}\n评析\t处罚适当。\n" for n in ("甲", "乙")]
    cases = splitting_of("\n".join(forms)).cases
    assert ["B-甲" in case.text and "B-乙" not in case.text for case in cases] == [True, False]
    assert "B-乙" in cases[1].text


def test_a_question_to_the_speaker_ends_the_last_case() -> None:
    text = (
        f"案例一，甲店售假案。\n{TEXT}\n案例二，乙店售假案。\n{TEXT}\n问：下一步有何打算？\n答：我们将加大执法力度。\n"
    )
    splitting = splitting_of(text)
    assert [case.text for case in splitting.cases] == [TEXT, TEXT]
    assert splitting.outside[-1].reason == "footer"


def test_bold_names_of_bodies_in_a_report_are_no_cases() -> None:
    parts = "".join(
        f"**{name}**\n\n会议总结了工作，部署了下一阶段的重点任务，要求抓好落实。\n\n"
        for name in ("省公安厅", "省高级人民法院")
    )
    with pytest.raises(DataError, match="no case found"):
        splitting_of(f"# 某省召开知识产权工作会议\n\n{parts}")


def test_a_table_of_tasks_is_no_table_of_cases() -> None:
    text = f"重点任务分工\n编号\t事项\t责任单位\t主要内容\n1\t服务企业\t甲局\t{ROW}\n2\t强化监管\t乙局\t{ROW}\n"
    with pytest.raises(DataError, match="no case found"):
        splitting_of(text)


def test_a_paragraph_that_a_section_name_opens_goes_on_in_the_next_line_of_a_column() -> None:
    wide = "甲公司系一种可折叠支架的发明专利的权利人该专利至今合法有效乙公司销售"
    column = f"【基本案情】{wide[:18]}\n{wide[:24]}\n{wide[:24]}\n{wide[:8]}。"
    text = "".join(f"案例{n}\n{who}公司诉己公司侵害专利权纠纷案\n{column}\n" for n, who in enumerate("甲乙丙", 1))
    for case in splitting_of(text).cases:
        assert "\n" not in case.text


def test_a_number_below_the_running_head_that_counts_no_pages_is_that_of_a_case() -> None:
    pages = []
    for number, who in ((1, "甲"), (2, "乙"), (3, "丙")):
        pages += [f"优秀案例集\n0{number}\n{who}市打造服务体系\n{who}市{WORK}\n", f"优秀案例集\n在{who}市，{WORK}\n"]
    splitting = splitting_of("\f".join(pages))
    assert [case.path for case in splitting.cases] == ["case/d/1", "case/d/2", "case/d/3"]
