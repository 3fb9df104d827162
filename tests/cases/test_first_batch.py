"""The first batch, whole: 25 cases, and not one character lost, added or moved."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.cases import split
from kg.documents import read
from kg.documents.register import load
from kg.model import Splitting

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def splitting() -> Splitting:
    return split(read(DATA / "source" / "first-batch.txt", register=load(DATA / "sources.yaml")))


def test_it_has_exactly_25_cases_in_order(splitting: Splitting) -> None:
    assert [case.path for case in splitting.cases] == [f"case/first-batch/{n}" for n in range(1, 26)]
    assert [case.number for case in splitting.cases] == [str(n) for n in range(1, 26)]
    assert splitting.warnings == ()


def test_titles_and_texts_are_the_source_character_by_character(splitting: Splitting) -> None:
    """The expectation is made from the source by other means than the splitter's."""
    rest: list[str] = []
    expected = 1
    for line in splitting.document.text.splitlines()[3:]:
        line = re.sub(r"\s", "", line)
        if line == "序号案例名称案例摘要":
            continue
        if line == str(expected):
            expected += 1
            continue
        rest.append(line)
    assert expected == 26
    joined = "".join(re.sub(r"\s", "", case.title + case.text) for case in splitting.cases)
    assert joined == "".join(rest)


def test_every_character_points_at_its_place_in_the_source(splitting: Splitting) -> None:
    source = splitting.document.text
    last = -1
    for case in splitting.cases:
        for field, chart in ((case.title, case.title_map), (case.text, case.text_map)):
            covered = 0
            for start, place, length in chart.segments:
                assert field[start : start + length] == source[place : place + length]
                assert place > last
                last, covered = place + length - 1, covered + length
            assert covered == len(field)


def test_a_span_across_a_line_break_gives_the_range_in_the_source(splitting: Splitting) -> None:
    case = splitting.cases[0]
    span = case.span("title", 0, 11)
    start, end = case.source_range(span)
    assert span.quote == "中国科学院理化技术研究"
    assert re.sub(r"\s", "", splitting.document.text[start:end]) == span.quote


def test_the_space_between_two_clauses_stays_and_none_is_invented(splitting: Splitting) -> None:
    spaced = {case.number for case in splitting.cases if " " in case.title}
    assert spaced == {"2", "4", "5", "10", "12", "16", "17", "18", "19", "23", "24"}
    assert all(case.title.count(" ") <= 1 for case in splitting.cases)
    assert splitting.cases[1].title == "北京市建立企业“白名单”双向推送机制 力促知识产权质押融资"


def test_the_spaces_before_digits_go_and_no_text_holds_white_space(splitting: Splitting) -> None:
    texts = {case.number: case.text for case in splitting.cases}
    assert "年产值超过1000亿元" in texts["8"]
    assert "16个相关部门" in texts["11"]
    assert "聚集安徽省16个市" in texts["13"]
    assert not any(re.search(r"\s", text) for text in texts.values())


def test_what_lies_outside_is_the_heading_the_header_rows_and_the_numbers(splitting: Splitting) -> None:
    outside = [(part.reason, re.sub(r"\s+", " ", part.text)) for part in splitting.outside]
    assert outside[0] == ("preamble", "附件 知识产权强国建设第一批典型案例")
    assert [text for reason, text in outside if reason == "header-row"] == ["序号 案例名称 案例摘要"] * 2
    assert [text for reason, text in outside if reason == "number"] == [str(n) for n in range(1, 26)]
    assert len(outside) == 28
    assert all(splitting.document.text[part.start : part.end] == part.text for part in splitting.outside)


def test_windows_line_ends_give_the_same_cases(splitting: Splitting) -> None:
    import dataclasses

    document = splitting.document
    twin = split(dataclasses.replace(document, text=document.text.replace("\n", "\r\n")))
    assert [(case.title, case.text) for case in twin.cases] == [(case.title, case.text) for case in splitting.cases]
