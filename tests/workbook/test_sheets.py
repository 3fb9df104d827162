"""The workbook itself: its bytes, its sheets, its drop-downs, and that nothing in it runs."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from kg import workbook
from kg.model import AnnotatedCase, Case, DataError, Splitting
from kg.vocabulary import Vocabulary
from kg.workbook import sheets, words


@pytest.fixture(scope="module")
def opened(made: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(made))


def test_the_same_cases_give_the_same_bytes(
    made: bytes, annotated: list[AnnotatedCase], first_batch: Splitting, vocabulary: Vocabulary
) -> None:
    assert workbook.write(annotated, [first_batch.document], vocabulary, "0.1.0", "2026-11-25") == made
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}, "no zlib in the bytes"


def test_every_link_quote_and_case_has_its_row(opened: openpyxl.Workbook, annotated: list[AnnotatedCase]) -> None:
    assert tuple(opened.sheetnames) == words.SHEETS
    links = [assertion for item in annotated for assertion in item.assertions]
    assert opened["案例"].max_row == len(annotated) + 1
    assert opened["关系"].max_row == len(links) + 1
    assert opened["原文依据"].max_row == sum(len(assertion.evidence) for assertion in links) + 1


def test_a_quote_in_the_workbook_stands_where_it_says(
    opened: openpyxl.Workbook, annotated: list[AnnotatedCase], root: Path
) -> None:
    source = (root / "data" / "source" / "first-batch.txt").read_text(encoding="utf-8")
    texts = {item.case.number: item.case for item in annotated}
    head, *rows = opened["原文依据"].iter_rows(values_only=True)
    for row in rows:
        line = dict(zip(head, row, strict=True))
        field = texts[line["编号"]].title if line["出处"] == "标题" else texts[line["编号"]].text
        assert field[line["起"] : line["止"]] == line["引文"]
        assert f"【{line['引文']}】" in line["上下文"]
        assert source[line["原文件起"] : line["原文件止"]].startswith(line["引文"][0])


def test_identifiers_are_texts(opened: openpyxl.Workbook) -> None:
    sheet = opened["关系"]
    column = {cell.value: cell.column for cell in sheet[1]}
    for name in ("编号", "关系代码", "对象代码"):
        cell = sheet.cell(2, column[name])
        assert cell.data_type in ("s", "inlineStr"), name
        assert cell.number_format == "@", name


def test_headers_stay_filters_are_there_and_states_have_colours(opened: openpyxl.Workbook) -> None:
    for name in ("案例", "关系", "原文依据", "代码表"):
        assert opened[name].freeze_panes == "D2"
        assert opened[name].auto_filter.ref
    sheet = opened["关系"]
    column = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.cell(2, column["状态"]).fill.fgColor.rgb != sheet.cell(2, column["对象"]).fill.fgColor.rgb
    assert sheet.cell(2, column["改为"]).fill.fgColor.rgb == "FFFFF8E1"


def test_every_drop_down_leads_to_its_part_of_the_codes(opened: openpyxl.Workbook, vocabulary: Vocabulary) -> None:
    codes = [[cell.value for cell in row] for row in opened["代码表"].iter_rows()]
    for word, scheme in (("做法", "mechanism"), ("政策环节", "stage"), ("主体类型", "institution-type")):
        reference = opened.defined_names[f"选项_{word}"].attr_text
        first, last = (int(number) for number in re.findall(r"\$(\d+)", reference))
        assert {row[0] for row in codes[first - 1 : last]} == {word}
        assert {row[2] for row in codes[first - 1 : last]} == {concept.slug for concept in vocabulary.scheme(scheme)}
    rules = opened["关系"].data_validations.dataValidation
    assert {rule.formula1 for rule in rules if rule.type == "list"} >= {
        '"认可,改正,否定,增补"',
        'INDIRECT("选项_"&$D2)',
        'INDIRECT("角色_"&$D2)',
    }


def test_a_drop_down_offers_each_name_once(annotated: list[AnnotatedCase], vocabulary: Vocabulary) -> None:
    seen: dict[str, list[object]] = {}
    for block, row in sheets.code_rows(annotated, vocabulary):
        seen.setdefault(block, []).append(row["名称"])
    assert {block: names for block, names in seen.items() if len(set(names)) != len(names)} == {}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", '=HYPERLINK("http://x","y")'])
def test_nothing_in_a_cell_runs(text: str, vocabulary: Vocabulary, first_batch: Splitting) -> None:
    case = replace(first_batch.cases[0], title=text, text=text)
    made = workbook.write([AnnotatedCase(case, ())], [replace(first_batch.document, title=text)], vocabulary, "0")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        xml = "".join(
            archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")
        )
    assert "<f>" not in xml and "<f " not in xml and "<hyperlink" not in xml
    head, row = (list(row) for row in openpyxl.load_workbook(io.BytesIO(made))["案例"].iter_rows(max_row=2))
    place = [cell.value for cell in head].index("标题")
    assert row[place].data_type != "f"
    assert row[place].quotePrefix, "stays a text when its cell is edited"


def test_a_text_that_no_cell_can_hold_is_cut_and_says_so(vocabulary: Vocabulary, first_batch: Splitting) -> None:
    case = Case("case/first-batch/1", "first-batch", "1", "长", "𠀀" * 20_000)
    made = workbook.write([AnnotatedCase(case, ())], [first_batch.document], vocabulary, "0")
    head, row = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_name("案例").to_python()[:2]
    text = str(row[head.index("正文")])
    assert len(text.encode("utf-16-le")) // 2 <= 32_767
    assert text.endswith("kg.html）")


def test_more_rows_than_excel_can_open_are_refused_before_anything_is_written(
    annotated: list[AnnotatedCase],
) -> None:
    with pytest.raises(DataError, match=r"工作表“关系”.*超过 Excel 的上限.*--formats"):
        workbook.check_size(annotated, limit=600)
    workbook.check_size(annotated, limit=2_000)
