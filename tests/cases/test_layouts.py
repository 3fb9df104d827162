"""Each layout has a fixture of our own writing; its cases are found and nothing else is taken for one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.cases import split
from kg.documents import read
from kg.model import Splitting

FIXTURES = Path(__file__).parents[1] / "fixtures" / "documents"

EXPECTED: dict[str, tuple[str, dict[str, str]]] = {
    "01-table-by-rows.txt": (
        "numbered-table",
        {"1": "甲市打造区域品牌服务站 助力3家企业出海", "2": "乙县以“一标一品”带动产业", "3": "丙市推行商标纠纷联调"},
    ),
    "01-table-by-columns.txt": (
        "numbered-table",
        {"1": "甲大学建立专利分级管理制度", "2": "乙市推动专利质押贷款", "3": "丙区建设专利导航服务基地"},
    ),
    "02-contents-and-bodies.txt": (
        "case-labels",
        {
            "1": "甲食品公司诉乙商贸公司侵害商标权纠纷案",
            "2": "丙软件公司诉丁科技公司侵害计算机软件著作权纠纷案",
            "3": "戊某假冒注册商标罪刑事案",
        },
    ),
    "03-section-names-vary.md": (
        "numbered-titles",
        {"1": "甲某销售假冒注册商标的商品案", "2": "乙公司、丙某侵犯商业秘密案", "3": "丁某著作权纠纷民事监督案"},
    ),
    "04-commentary.md": (
        "commentary",
        {"1": "甲酒业公司诉乙酒行侵害商标权纠纷案", "2": "丙公司诉某行政机关商标撤销复审行政纠纷案"},
    ),
    "05-titles-on-one-line.txt": (
        "numbered-titles",
        {
            "1": "甲市市场监管局查处乙酒行侵犯注册商标专用权案",
            "2": "丙县市场监管局查处丁店假冒专利案",
            "3": "原戊区工商局移送、己区市场监管局查处庚厂侵犯“某某”地理标志案",
        },
    ),
    "06-one-paragraph-each.txt": (
        "numbered-paragraphs",
        {
            "1": "甲公司与乙公司“一种阀门”发明专利侵权纠纷案",
            "2": "丙公司与丁厂“水杯”外观设计专利侵权纠纷案",
            "3": "戊店假冒专利案",
        },
    ),
    "07-guiding-cases.txt": (
        "guiding",
        {"301": "甲公司侵犯著作权罪案", "302": "乙某、丙某著作权纠纷虚假诉讼监督案"},
    ),
    "08-library-entry.txt": (
        "library-entry",
        {"p1": "某种业公司诉某农资公司侵害植物新品种权纠纷案——组织交易行为的认定"},
    ),
    "09-appendix.txt": (
        "case-labels",
        {
            "1": "甲茶业公司诉乙茶庄侵害商标权纠纷案",
            "2": "丙公司诉丁公司不正当竞争纠纷案",
            "3": "戊公司申请诉前行为保全案",
        },
    ),
    "10-number-place-slogan.txt": (
        "number-lines",
        {"5": "甲市以数字化改革构建保护新格局", "6": "乙市全链条服务激发创新活力", "7": "丙市打造地理标志富民样板"},
    ),
    "12-practices-labelled.txt": (
        "case-labels",
        {
            "1": "甲市知识产权保护中心推行“三段式”调解法",
            "2": "乙县知识产权纠纷人民调解委员会把调解室搬进市场",
        },
    ),
    "13-titles-with-full-stops.txt": (
        "numbered-titles",
        {
            "1": "甲市市场监管局查处乙食品有限公司商业混淆案",
            "2": "丙市市场监管局查处丁教育咨询有限公司虚假宣传案",
            "3": "戊县市场监管局查处己电子商务有限公司组织虚假交易案",
            "4": "庚区市场监管局查处辛科技有限公司侵犯商业秘密案",
        },
    ),
    "14-one-numbered-title.txt": (
        "sectioned",
        {
            "1": "“云灯”灯具外观设计专利案 甲照明公司诉乙电器厂侵害外观设计专利权纠纷上诉案"
            "【某省高级人民法院（2019）某知民终26号民事判决书】"
        },
    ),
    "15-labels-in-one-paragraph.txt": (
        "case-labels",
        {
            "1": "甲区市场监管局查处乙超市销售侵犯注册商标专用权的白酒案",
            "2": "丙区市场监管局查处丁五金店假冒专利案",
            "3": "戊区市场监管局查处己服装店侵犯地理标志案",
        },
    ),
    "16-numbers-in-one-paragraph.txt": (
        "numbered-titles",
        {
            "1": "甲市知识产权局处理乙公司“一种滤芯”发明专利侵权纠纷案",
            "2": "丁市知识产权局处理戊公司“折叠椅”外观设计专利侵权纠纷案",
        },
    ),
    "17-one-title-without-label.txt": (
        "lone-title",
        {"p1": "甲省知识产权纠纷人民调解委员会调解某外观设计专利侵权纠纷案"},
    ),
    "18-titles-on-two-lines.txt": (
        "case-labels",
        {
            "1": "甲市实施“四张清单”集成改革提升企业专利管理规范化水平",
            "2": "乙市建设专利数据公共服务平台降低中小企业信息检索成本",
        },
    ),
    "19-number-behind-a-date.txt": (
        "case-labels",
        {"1": "甲制药公司与被申请人乙某行为保全申请案", "2": "丙某假冒注册商标案"},
    ),
    "20-dashes-in-one-paragraph.txt": (
        "case-labels",
        {
            "1": "甲网络科技有限公司流量劫持案",
            "2": "乙信息咨询有限公司非法抓取数据案",
            "3": "丙文化传播有限公司商业诋毁案",
        },
    ),
    "21-bracketed-numbers.md": (
        "numbered-titles",
        {
            "1": "甲海关查获出口侵权滚珠轴承案",
            "2": "乙海关查获邮递渠道侵权手表系列案",
            "3": "丙海关与丁海关联合查获侵权足球案",
        },
    ),
    "22-events-by-agency.txt": (
        "case-labels",
        {
            "1": "甲市文化市场综合执法支队查处某书店销售盗版教辅事例",
            "2": "乙市版权局联合公安机关查处某影吧传播盗版影视作品事例",
            "3": "丙县版权局调处某摄影师与某酒店图片使用纠纷事例",
        },
    ),
    "23-nth-case.txt": (
        "case-labels",
        {"1": "甲某等人销售假冒注册商标的商品案", "2": "乙公司商标权纠纷民事监督案"},
    ),
    "24-numbered-practices.txt": (
        "numbered-titles",
        {
            "1": "甲县打造“茶标”一件事平台",
            "2": "乙县推行专利“先用后付”",
            "3": "丙区设立商业秘密保护站",
        },
    ),
    "25-labelled-titles.txt": (
        "named-titles",
        {
            "1": "甲市版权局查处乙公司侵犯软件著作权案",
            "2": "丙县文旅局查处丁网吧侵犯信息网络传播权案",
        },
    ),
    "26-one-practice.txt": ("lone-title", {"p1": "甲县推行地理标志“五统一”管理模式"}),
    "27-one-sentence-each.txt": (
        "case-labels",
        {"1": "甲区开办专利导航课堂", "2": "乙县设立商标受理窗口", "3": "丙镇建成版权服务站"},
    ),
    "28-headlines.txt": (
        "headlines",
        {"p1": "销售侵犯注册商标专用权食用油 某粮油店被查", "p2": "冒用他人专利号宣传净水器 某电器行被罚"},
    ),
    "29-untitled-paragraphs.txt": (
        "headlines",
        {
            "p1": "今年2月，甲市乙区市场监管局接到举报，对某酒行经营场所进行检查，发现一批涉嫌侵犯注册商标专用权的白酒",
            "p2": "今年3月，丙县市场监管局在日常巡查中发现，某服装店销售的运动鞋涉嫌侵犯他人注册商标专用权",
        },
    ),
    "11-groups-restart.txt": (
        "numbered-titles",
        {
            "1-1": "甲公司訴乙公司侵害發明專利權糾紛案（某省高級人民法院（2022）某民終1號民事判決書）",
            "1-2": "丙公司诉丁公司侵害商标权纠纷案",
            "2-1": "戊公司诉某局商标无效宣告行政纠纷案",
            "3-1": "己某侵犯著作权罪案",
            "3-2": "庚某等假冒注册商标罪案",
        },
    ),
}


def cases_of(name: str) -> Splitting:
    return split(read(FIXTURES / name, slug="d"))


@pytest.mark.parametrize("name", EXPECTED)
def test_every_case_is_found_and_none_is_invented(name: str) -> None:
    layout, expected = EXPECTED[name]
    splitting = cases_of(name)
    assert {case.path.removeprefix("case/d/"): case.title for case in splitting.cases} == expected
    assert splitting.layout.startswith(layout + ":")


@pytest.mark.parametrize("name", EXPECTED)
def test_no_character_is_lost_or_doubled(name: str) -> None:
    splitting = cases_of(name)
    text = splitting.document.text
    owners = [0] * len(text)
    for case in splitting.cases:
        for field, chart in ((case.title, case.title_map), (case.text, case.text_map)):
            for start, place, length in chart.segments:
                assert re.sub(r"\s", " ", text[place : place + length]) == field[start : start + length]
                for index in range(place, place + length):
                    owners[index] += 1
    for part in splitting.outside:
        assert text[part.start : part.end] == part.text
        for index in range(part.start, part.end):
            owners[index] += 1
    assert max(owners) == 1
    assert all(owner or text[index].isspace() for index, owner in enumerate(owners))


def test_every_fixture_has_an_expectation() -> None:
    assert {path.name for path in FIXTURES.iterdir()} == set(EXPECTED)


def test_a_table_of_contents_is_outside() -> None:
    outside = [part.text for part in cases_of("02-contents-and-bodies.txt").outside if part.reason == "contents"]
    assert any("案例三：戊某假冒注册商标罪刑事案……5" in text for text in outside)


def test_a_signature_is_outside() -> None:
    last = cases_of("02-contents-and-bodies.txt").outside[-1]
    assert (last.reason, last.text) == ("footer", "某市中级人民法院\n2024年4月22日")


def test_section_names_are_known_in_brackets_behind_bars_and_bare() -> None:
    names = [[section.name for section in case.sections] for case in cases_of("03-section-names-vary.md").cases]
    assert names == [
        ["案情摘要", "检察机关履职情况", "指导意义"],
        ["要旨", "案情简介", "履职过程", "典型意义"],
        ["基本案情", "办理情况", "评析"],
    ]


def test_sections_span_their_bodies() -> None:
    case = cases_of("02-contents-and-bodies.txt").cases[2]
    bodies = {section.name: case.text[section.start : section.end] for section in case.sections}
    assert bodies["裁判结果"] == "法院以假冒注册商标罪判处刑罚。"
    assert bodies["典型意义"] == "本案体现对制假源头的严厉打击。"


def test_markdown_marks_are_not_in_the_text() -> None:
    texts = "".join(case.text for case in cases_of("03-section-names-vary.md").cases)
    assert "*" not in texts
    assert "#" not in texts


def test_commentary_ends_a_case_at_the_next_article() -> None:
    splitting = cases_of("04-commentary.md")
    assert splitting.cases[0].text.endswith("店招使用也可构成商标性使用。")
    assert "第二条" in "".join(part.text for part in splitting.outside)


def test_an_amount_at_the_start_of_a_line_is_no_case() -> None:
    assert "赔偿1.65万元，并撤回展品。" in cases_of("06-one-paragraph-each.txt").cases[1].text


def test_label_colon_and_value_on_three_lines_become_one_paragraph() -> None:
    paragraphs = cases_of("08-library-entry.txt").cases[0].text.split("\n")
    assert paragraphs[0] == "入库编号：2024-13-2-161-001"
    assert not any("版权所有" in paragraph for paragraph in paragraphs)


def test_a_mark_glued_to_the_sentence_before_it_opens_a_case() -> None:
    cases = cases_of("09-appendix.txt").cases
    assert cases[0].text.endswith("规范地理标志的正当使用。")
    assert cases[0].text.startswith("（1）商标信息。")


def test_page_numbers_are_outside() -> None:
    splitting = cases_of("01-table-by-rows.txt")
    assert [part.text for part in splitting.outside if part.reason == "page-number"] == ["— 1 —", "— 2 —"]


def test_a_short_line_that_ends_a_sentence_ends_a_paragraph_of_a_table_cell() -> None:
    case = cases_of("01-table-by-rows.txt").cases[2]
    assert case.text.split("\n")[1] == "相关经验已在全省推广，并写入地方性法规。"


def test_a_heading_of_a_practice_inside_a_case_opens_none() -> None:
    text = cases_of("12-practices-labelled.txt").cases[0].text
    assert [line[:4] for line in text.split("\n")[1:]] == ["做法一：", "做法二："]


def test_the_words_of_the_agency_after_the_last_case_are_outside() -> None:
    splitting = cases_of("13-titles-with-full-stops.txt")
    assert splitting.cases[-1].text.endswith("罚款30万元。")
    assert splitting.outside[-1].text.startswith("某省市场监管局表示")
    assert splitting.outside[-1].reason == "footer"


def test_sections_are_known_inside_a_paragraph_that_lost_its_breaks() -> None:
    names = [[section.name for section in case.sections] for case in cases_of("16-numbers-in-one-paragraph.txt").cases]
    assert names == [["案情介绍", "处理结果", "典型意义"]] * 2


def test_the_date_before_a_number_is_outside_and_the_number_is_read() -> None:
    splitting = cases_of("19-number-behind-a-date.txt")
    assert splitting.cases[0].number == "1"
    assert any(part.text.endswith("（2016年4月20日）") for part in splitting.outside)


def test_keywords_stay_apart_whatever_space_parts_them() -> None:
    paragraphs = cases_of("19-number-behind-a-date.txt").cases[1].text.split("\n")
    assert paragraphs[1] == "假冒注册商标罪 追诉漏犯 电子数据审查 认罪认罚"


def test_source_and_date_below_a_lone_title_are_outside() -> None:
    case = cases_of("17-one-title-without-label.txt").cases[0]
    assert case.text.startswith("请求人某家具公司")
