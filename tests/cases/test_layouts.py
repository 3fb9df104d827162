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
