"""Numbers, noise and errors, on texts small enough to read."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.cases import REASONS, split
from kg.model import DataError, Document, Splitting

BODY = "当事人未经商标注册人许可，在同一种商品上使用与其注册商标相同的商标，货值金额一万余元。"


def splitting_of(text: str, media_type: str = "text/plain") -> Splitting:
    return split(Document("d", "d.txt", "0" * 64, media_type, text))


def paths(text: str) -> list[str]:
    return [case.path.removeprefix("case/d/") for case in splitting_of(text).cases]


def test_no_case_is_an_error() -> None:
    with pytest.raises(DataError, match=r"d\.txt: no case found"):
        splitting_of("关于召开会议的通知\n\n请各单位按时参加。\n")


def test_a_number_that_repeats_without_a_group_heading_is_an_error() -> None:
    text = f"案例一\n甲诉乙侵害商标权纠纷案\n{BODY}\n案例二\n丙诉丁侵害专利权纠纷案\n{BODY}\n案例二\n戊假冒商标案\n{BODY}\n"
    with pytest.raises(DataError, match="the number 2 stands before 2 cases"):
        splitting_of(text)


def test_a_case_without_text_is_an_error_that_names_its_line() -> None:
    text = f"案例一\n甲诉乙侵害商标权纠纷案\n{BODY}\n案例二\n丙诉丁侵害专利权纠纷案\n案例三\n戊假冒商标案\n{BODY}\n"
    with pytest.raises(DataError, match="line 5: case 2 has no text"):
        splitting_of(text)


def test_a_gap_in_the_numbers_is_a_warning() -> None:
    text = f"案例一\n甲诉乙侵害商标权纠纷案\n{BODY}\n案例三\n戊假冒商标案\n{BODY}\n"
    splitting = splitting_of(text)
    assert splitting.warnings == ("numbers missing: 2",)
    assert [case.number for case in splitting.cases] == ["1", "3"]


def test_cases_without_numbers_are_named_by_position() -> None:
    text = f"甲诉乙侵害商标权纠纷案\n【基本案情】\n{BODY}\n【典型意义】\n{BODY}\n戊假冒商标案\n【基本案情】\n{BODY}\n【典型意义】\n{BODY}\n"
    assert paths(text) == ["p1", "p2"]


def test_a_label_a_title_and_one_sentence_are_a_case_however_short() -> None:
    (case,) = splitting_of("案例1：甲区开办专利导航课堂\n每月开课。\n").cases
    assert (case.number, case.title, case.text) == ("1", "甲区开办专利导航课堂", "每月开课。")


def test_a_footer_below_one_short_case_is_outside_it() -> None:
    splitting = splitting_of(
        "案例1：甲区开办专利导航课堂\n每月开课。\n来源：某区市场监督管理局\n2024年3月1日\n打印 关闭\n"
    )
    assert [case.text for case in splitting.cases] == ["每月开课。"]
    assert [part.reason for part in splitting.outside] == ["number", "footer"]


def test_a_short_text_may_repeat_the_words_of_its_title() -> None:
    text = "案例1：甲区开办专利导航课堂\n甲区开办专利导航课堂。\n案例2：乙县设立商标窗口\n乙县设立商标窗口。\n"
    assert paths(text) == ["1", "2"]


@pytest.mark.parametrize("between", ["", "现予介绍。\n"], ids=["bodies at once", "a sentence between"])
def test_a_table_of_contents_above_short_texts_doubles_no_case(between: str) -> None:
    titles = ["案例1：甲区开办专利导航课堂\n", "案例2：乙县设立商标窗口\n"]
    text = f"{titles[0]}{titles[1]}{between}{titles[0]}每月开课。\n{titles[1]}办件三百余件。\n"
    assert [case.text for case in splitting_of(text).cases] == ["每月开课。", "办件三百余件。"]


def test_full_width_digits_are_numbers() -> None:
    assert paths(f"案例１：甲诉乙侵害商标权纠纷案\n{BODY}\n案例２：戊假冒商标案\n{BODY}\n") == ["1", "2"]


def test_groups_whose_numbers_run_on_keep_the_printed_number() -> None:
    text = f"一、民事案件（1件）\n1.甲诉乙侵害商标权纠纷案\n{BODY}\n二、刑事案件（1件）\n2.戊假冒商标案\n{BODY}\n"
    splitting = splitting_of(text)
    assert [case.path for case in splitting.cases] == ["case/d/1", "case/d/2"]
    assert [part.text for part in splitting.outside if part.reason == "group-heading"] == [
        "一、民事案件（1件）",
        "二、刑事案件（1件）",
    ]


def test_an_introduction_may_stand_between_a_group_and_its_first_case() -> None:
    text = (
        f"一、民事案件\n1.甲诉乙侵害商标权纠纷案\n{BODY}\n2.丙诉丁侵害专利权纠纷案\n{BODY}\n"
        f"二、刑事案件\n本类案件涉及多个罪名。\n1.戊假冒商标案\n{BODY}\n"
    )
    assert paths(text) == ["1-1", "1-2", "2-1"]


def test_numbered_paragraphs_inside_a_case_are_no_cases() -> None:
    text = (
        f"一、甲诉乙侵害商标权纠纷案\n{BODY}\n1.被告立即停止侵害；\n2.被告赔偿损失。\n"
        f"二、丙诉丁侵害专利权纠纷案\n{BODY}\n1.驳回上诉；\n2.维持原判。\n"
    )
    assert paths(text) == ["1", "2"]


def test_the_next_part_of_a_report_ends_the_last_case() -> None:
    text = f"一、总体情况\n全年办案八百件。\n二、典型案例\n1.甲诉乙侵害商标权纠纷案\n{BODY}\n2.戊假冒商标案\n{BODY}\n三、下一步工作\n继续努力。\n"
    splitting = splitting_of(text)
    assert [case.title for case in splitting.cases] == ["甲诉乙侵害商标权纠纷案", "戊假冒商标案"]
    assert splitting.cases[-1].text == BODY


def test_invisible_characters_are_removed_and_the_rest_still_points_home() -> None:
    text = f"案例一\n甲诉\u200b乙侵\u00ad害商标权纠纷案\n{BODY[:5]}\x00\u202e{BODY[5:]}\n案例二\n戊假冒商标案\n{BODY}\n"
    case = splitting_of(text).cases[0]
    assert case.title == "甲诉乙侵害商标权纠纷案"
    assert case.text == BODY
    for start, place, length in (*case.title_map.segments,):
        assert text[place : place + length] == case.title[start : start + length]


def test_pictures_and_links_leave_only_their_words() -> None:
    text = f"案例一\n甲诉乙侵害商标权纠纷案\n“![](https://a.example/b(1).jpg)”[某公司](https://a.example)的商标。{BODY}\n案例二\n戊假冒商标案\n{BODY}\n"
    assert splitting_of(text).cases[0].text == f"“”某公司的商标。{BODY}"


def test_masked_names_keep_their_asterisks() -> None:
    text = f"案例一\n王**诉李**侵害商标权纠纷案\n王**起诉。{BODY}\n案例二\n戊假冒商标案\n品种权号为CNA20\\*\\*\\*。{BODY}\n"
    first, second = splitting_of(text).cases
    assert first.title == "王**诉李**侵害商标权纠纷案"
    assert second.text.startswith("品种权号为CNA20***。")


def test_english_words_keep_their_spaces_and_digits_lose_theirs() -> None:
    text = f"案例一\n甲诉乙侵害商标权纠纷案\n使用“HARRY POTTER”商标 1000 余件，共 16 个。{BODY}\n案例二\n戊假冒商标案\n{BODY}\n"
    assert splitting_of(text).cases[0].text.startswith("使用“HARRY POTTER”商标1000余件，共16个。")


def test_radicals_out_of_a_pdf_become_characters_in_their_places() -> None:
    text = f"案例⼀\n⻝品公司侵害商标权纠纷案\n甲省⾼级⼈⺠法院审理。{BODY}\n案例⼆\n戊假冒商标案\n{BODY}\n"
    first, _ = splitting_of(text).cases
    assert (first.number, first.title, first.text[:8]) == ("1", "食品公司侵害商标权纠纷案", "甲省高级人民法院")
    start, end = first.source_range(first.span("text", 2, 8))
    assert text[start:end] == "⾼级⼈⺠法院"


def test_full_width_spaces_between_keywords_stay_apart() -> None:
    text = f"案例一\n甲诉乙侵害商标权纠纷案\n【关键词】\n假冒注册商标　自行补充侦查\n【基本案情】\n{BODY}\n案例二\n戊假冒商标案\n{BODY}\n"
    assert splitting_of(text).cases[0].text.split("\n")[1] == "假冒注册商标 自行补充侦查"


def test_running_heads_and_page_numbers_are_taken_out_of_the_text() -> None:
    pages = [
        f"典型案例汇编\n案例一\n甲诉乙侵害商标权纠纷案\n{BODY[:30]}\n1",
        f"典型案例汇编\n{BODY[30:]}\n2",
        f"典型案例汇编\n案例二\n戊假冒商标案\n{BODY}\n3",
    ]
    splitting = splitting_of("\f".join(page + "\n" for page in pages))
    assert [case.text.replace("\n", "") for case in splitting.cases] == [BODY, BODY]
    assert sum(1 for part in splitting.outside if part.reason == "running-head") >= 3


def test_every_reason_is_known() -> None:
    text = f"前言\n案例一\n甲诉乙侵害商标权纠纷案\n**{BODY}**\n案例二\n戊假冒商标案\n{BODY}\n责任编辑：某\n"
    splitting = splitting_of(text)
    assert {part.reason for part in splitting.outside} <= set(REASONS)
    assert all(zh and en for zh, en in REASONS.values())


def test_a_number_of_the_procuratorate_may_stand_above_its_title() -> None:
    text = (
        f"某院第九批指导性案例\n（检例第210号）\n甲侵犯商业秘密案\n【基本案情】\n{BODY}\n【指导意义】\n{BODY}\n"
        f"（检例第211号）\n乙商标权纠纷抗诉案\n【基本案情】\n{BODY}\n【指导意义】\n{BODY}\n"
    )
    assert [(case.number, case.title) for case in splitting_of(text).cases] == [
        ("210", "甲侵犯商业秘密案"),
        ("211", "乙商标权纠纷抗诉案"),
    ]


def test_a_title_set_wide_loses_its_spaces() -> None:
    text = f"案 例 一\n甲 公 司 诉 乙 公 司 商 标 案\n{BODY}\n案 例 二\n戊 假 冒 注 册 商 标 案\n{BODY}\n"
    assert [case.title for case in splitting_of(text).cases] == ["甲公司诉乙公司商标案", "戊假冒注册商标案"]


def test_an_annex_and_a_heading_of_the_outer_rank_end_the_last_case() -> None:
    cases = f"# 典型案例\n## 案例一\n甲诉乙侵害商标权纠纷案\n{BODY}\n## 案例二\n戊假冒商标案\n{BODY}\n"
    for rest in ("附：近年目录\n1.查获手表案（2020年）\n", f"# 评选说明\n{BODY}\n"):
        splitting = splitting_of(cases + rest)
        assert [case.text for case in splitting.cases] == [BODY, BODY]
        assert splitting.outside[-1].reason == "footer"


def test_words_of_the_agency_inside_every_case_stay_in_every_case() -> None:
    advice = "某市市场监管局提醒，经营者应当尊重他人商标。"
    text = f"案例一\n甲诉乙侵害商标权纠纷案\n{BODY}\n{advice}\n案例二\n戊假冒商标案\n{BODY}\n{advice}\n"
    assert [case.text for case in splitting_of(text).cases] == [f"{BODY}\n{advice}"] * 2


def test_practices_may_name_who_did_it_behind_the_title() -> None:
    text = (
        "第二批典型经验做法清单\n一、深化专利转化运用改革（甲市）\n推行专利开放许可，累计达成许可420项，许可费两千余万元。\n"
        "二、健全海外纠纷应对机制（乙市）\n设立海外维权专家库，为出口企业提供预警报告36份。\n"
    )
    assert paths(text) == ["1", "2"]


PIECES = st.sampled_from(
    [
        "案例一", "案例二", "案例三：甲诉乙案", "【案例1】", "【基本案情】", "【典型意义】", "一、", "二、", "1.", "2.", "（一）", "06", "1", "2",
        "甲公司诉乙公司侵害商标权纠纷案", "乙市建立专利机制", BODY, "短文。", "：", "序号 案例名称 案例摘要", "序号\t案例名称\t案例摘要",
        "1\t甲\t乙丙丁", "| 1 | 甲 | 乙 |", "**", "#", "# 标题", "\u200b", "\x00", "\u3000", "![](x)", "[甲](http://a)", "\\*", "目录",
        "……1", "第一条 【目的】", "指导性案例1号", "（检例第2号）", "名称", "\x1e", "\x1f", "\u2028", "\x0c", "-3-", "责任编辑：甲",
        "2024年1月1日", "——副题案", "“", "<br>", "&nbsp;", "案例一中，", "2.65万", "\r\n", "\t", "|", "𠀀", "\ud800",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(PIECES, st.sampled_from(["\n", "\n\n", "", " "])), max_size=40))
def test_whatever_the_text_nothing_is_lost(pieces: list[tuple[str, str]]) -> None:
    text = "".join(piece + end for piece, end in pieces)
    try:
        splitting = splitting_of(text)
    except DataError:
        return
    owned = bytearray(len(text))
    for case in splitting.cases:
        assert case.title.strip()
        assert case.text.strip() or splitting.layout.startswith("title-list")
        for field, chart in ((case.title, case.title_map), (case.text, case.text_map)):
            for start, place, length in chart.segments:
                assert re.sub(r"\s", " ", field[start : start + length]) == re.sub(
                    r"\s", " ", text[place : place + length]
                )
                for index in range(place, place + length):
                    assert not owned[index]
                    owned[index] = 1
        for section in case.sections:
            assert 0 <= section.start < section.end <= len(case.text)
    for part in splitting.outside:
        assert text[part.start : part.end] == part.text
        assert part.reason in REASONS
        for index in range(part.start, part.end):
            assert not owned[index]
            owned[index] = 1
    assert all(owned[index] or text[index].isspace() for index in range(len(text)))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_split_or_refused(text: str) -> None:
    with contextlib.suppress(DataError):
        splitting_of(text)


def titles(text: str) -> list[tuple[str, str]]:
    return [(case.number, case.title) for case in splitting_of(text).cases]


def test_a_centred_title_broken_before_the_column_is_full_is_one_title() -> None:
    text = (
        f"       甲医疗公司侵犯客户名单商业秘密案\n\n一、案情\n{BODY}\n二、意义\n{BODY}\n\n"
        f"       乙膜材料公司诉丙环保公司侵害\n          技术秘密纠纷案\n\n一、案情\n{BODY}\n二、意义\n{BODY}\n"
    )
    assert titles(text)[1] == ("", "乙膜材料公司诉丙环保公司侵害技术秘密纠纷案")


def test_an_ordinal_of_a_list_is_a_number() -> None:
    text = f"## 之一　甲市：窗口“一站办”\n### 主要做法\n{BODY}\n### 工作成效\n{BODY}\n## 之二　乙市：打造“护航港”\n### 主要做法\n{BODY}\n### 工作成效\n{BODY}\n"
    assert titles(text) == [("1", "甲市：窗口“一站办”"), ("2", "乙市：打造“护航港”")]


def test_a_number_in_brackets_before_a_title_is_no_section() -> None:
    text = f"## 甲销售假冒注册商标的商品案——认定标准\n一、基本案情\n{BODY}\n二、主要问题\n{BODY}\n**【第859号】乙假冒注册商标案——如何认定数额**\n一、基本案情\n{BODY}\n二、主要问题\n{BODY}\n"
    assert [title for _, title in titles(text)] == [
        "甲销售假冒注册商标的商品案——认定标准",
        "乙假冒注册商标案——如何认定数额",
    ]


def test_a_title_that_is_cut_off_is_read_where_it_is_printed_whole() -> None:
    whole = "甲家居用品（上海）有限公司诉乙木业有限公司、丙家具销售中心侵害著作权纠纷案"
    text = f"### 指导案例157号：{whole[:34]}...\n原文网址：https://example.org/1.html\n\n{whole[:20]}\n\n{whole[20:]}\n\n裁判要点\n{BODY}\n基本案情\n{BODY}\n"
    assert titles(text) == [("157", whole)]


def test_a_practice_between_proceedings_of_one_numbering_is_a_case_as_they_are() -> None:
    text = f"1.甲海关查获侵犯商标权玩具案。{BODY}\n2.乙海关查获侵犯专利权渔具案。{BODY}\n3.丙市海关“一企一档”护航品牌出海。{BODY}\n"
    assert [number for number, _ in titles(text)] == ["1", "2", "3"]
    text = f"一、甲市市场监管局查处乙公司侵犯商业秘密案\n{BODY}\n二、丙区市场监管局查处丁店混淆案\n{BODY}\n三、戊市己区建立“三站联动”机制\n{BODY}\n"
    assert [number for number, _ in titles(text)] == ["1", "2", "3"]


def test_a_table_that_lists_the_cases_below_it_is_a_table_of_contents() -> None:
    text = f"序号\t案例名称\t报送单位\n1\t“诉前调解”化解专利纠纷\t甲市保护中心\n2\t“先公证后快审”破解举证难\t甲市公证处\n案例一 “诉前调解”化解专利纠纷\n主要做法\n{BODY}\n案例二 “先公证后快审”破解举证难\n主要做法\n{BODY}\n"
    assert titles(text) == [("1", "“诉前调解”化解专利纠纷"), ("2", "“先公证后快审”破解举证难")]


def test_a_party_that_is_named_again_is_no_table_of_contents() -> None:
    text = f"某知识产权局\n典型案例\n案例1  第123号“甲”商标异议案\n异议人：甲县茶业协会\n一、基本案情\n异议人甲县茶业协会称，{BODY}\n二、审理结果\n某知识产权局认为，{BODY}\n案例2  乙公司商标无效宣告案\n一、基本案情\n{BODY}\n二、审理结果\n{BODY}\n"
    assert [number for number, _ in titles(text)] == ["1", "2"]
