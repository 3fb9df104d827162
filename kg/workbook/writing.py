"""Rows → the bytes of an ``.xlsx`` file that a curator likes to work in.

Rows are written as they come, so that the writer holds one row at a time. Every text is written as a text: nothing
becomes a formula, and what looks like one is marked so that it stays a text even when its cell is edited.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from kg.archive import settled
from kg.frames import Frame
from kg.model import AnnotatedCase, DataError, Document
from kg.vocabulary import Vocabulary
from kg.workbook import sheets, words
from kg.workbook.notes import note_rows

if TYPE_CHECKING:
    from xlsxwriter.workbook import Format, Workbook, Worksheet

ROW_LIMIT: Final = 1_048_576
"""Rows of a sheet, its header included, that Excel can open."""

CELL_LIMIT: Final = 32_767
"""UTF-16 units that a cell of Excel can hold."""

ROOM_TO_ADD: Final = 500
"""Empty rows below the links that have the drop-downs as well, for links that are added."""

_WRAPPED: Final = ("text", "bold", "correction")
_TALLEST: Final = 180

_CUT: Final = "……（余下从略，全文见 kg.html）"
_RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NAVY, _AMBER, _CREAM, _LINE = "#1F3A5F", "#B7791F", "#FFF8E1", "#D9DEE5"
_STATE_COLOURS: Final = {words.CHECKED: "#D7EFDC", words.EDITED: "#FFF0CC", words.MACHINE: "#ECEFF3"}
# a fixed day: the day of a build never enters its bytes
_CREATED: Final = datetime.datetime(2000, 1, 1)


def check_size(annotated: Sequence[AnnotatedCase], limit: int = ROW_LIMIT) -> None:
    """Raise `DataError` where a sheet would have more rows than Excel can open (``limit``, the header included)."""
    counts = {
        words.CASES: len(annotated),
        words.LINKS: sum(len(item.assertions) for item in annotated) + ROOM_TO_ADD,
        words.EVIDENCE: sum(len(assertion.evidence) for item in annotated for assertion in item.assertions),
    }
    for sheet, count in counts.items():
        if count + 1 > limit:
            raise DataError(
                f"kg.xlsx, 工作表“{sheet}”",
                f"要写 {count:,} 行，超过 Excel 的上限 {limit - 1:,} 行 / more rows than Excel can open",
                "分几次生成，或用 --formats 去掉 xlsx / build fewer documents, or leave xlsx out with --formats",
            )


def write(
    annotated: Sequence[AnnotatedCase],
    documents: Sequence[Document],
    vocabulary: Vocabulary,
    version: str,
    date: str | None = None,
    frames: Sequence[Frame] = (),
) -> bytes:
    """Return the workbook of a dataset; the same values always give the same bytes.

    Each of ``frames`` is a column of 案例.
    Raises `DataError` where it would not fit into Excel.
    """
    import xlsxwriter

    check_size(annotated)
    held = io.BytesIO()
    book = xlsxwriter.Workbook(
        held,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"title": "知识产权典型案例图谱", "comments": f"ipcase-kg {version}", "created": _CREATED})
    looks = _Looks(book)
    made = {name: book.add_worksheet(name) for name in words.SHEETS}
    at = [name for name, _, _ in words.CASE_COLUMNS].index("关系数")
    case_columns = (
        *words.CASE_COLUMNS[:at],
        *((frame.title, 18, "text") for frame in frames),
        *words.CASE_COLUMNS[at:],
    )
    _fill(made[words.CASES], looks, case_columns, sheets.case_rows(annotated, documents, vocabulary, frames))
    last = _fill(made[words.LINKS], looks, words.LINK_COLUMNS, sheets.link_rows(annotated, documents, vocabulary))
    _fill(made[words.EVIDENCE], looks, words.EVIDENCE_COLUMNS, sheets.evidence_rows(annotated, documents))
    blocks = _codes(made[words.CODES], looks, annotated, vocabulary)
    _name_ranges(book, blocks)
    _choices_of_cases(made[words.CASES], case_columns, len(annotated), blocks)
    _choices_of_links(made[words.LINKS], last + ROOM_TO_ADD)
    _notes(made[words.NOTES], looks, note_rows(annotated, documents, version, date, [frame.title for frame in frames]))
    book.close()
    return settled(held.getvalue())


class _Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}
        self._plain = {"font_name": "微软雅黑", "font_size": 10, "valign": "top", "bottom": 1, "bottom_color": _LINE}

    def __call__(self, name: str) -> Format:
        if name not in self._made:
            self._made[name] = self._book.add_format(self._properties(name))
        return self._made[name]

    def _properties(self, name: str) -> dict[str, Any]:
        text = {**self._plain, "num_format": "@", "text_wrap": True}
        kind, _, more = name.partition(":")
        if kind == "head":
            fill = _AMBER if more == "correction" else _NAVY
            return {
                **text,
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": fill,
                "valign": "vcenter",
                "align": "right" if more == "number" else "left",
            }
        if kind == "state":
            return {**text, "bg_color": _STATE_COLOURS[more], "align": "center"}
        if more == "literal":  # edited in its cell, it still is a text
            return {**self._properties(kind), "quote_prefix": True}
        return {
            "bold": {**text, "bold": True},
            "correction": {**text, "bg_color": _CREAM},
            "clip": {**text, "text_wrap": False},
            "number": {**self._plain, "align": "right"},
            "code": {**text, "font_color": "#6B7480", "font_size": 9, "text_wrap": False},
            "title": {**text, "bold": True, "font_size": 14, "bottom": 0, "font_color": _NAVY},
            "answer": {**text, "bg_color": _CREAM, "border": 1, "border_color": _AMBER},
        }.get(kind, text)


def _fill(
    sheet: Worksheet,
    looks: _Looks,
    columns: Sequence[tuple[str, int, str]],
    rows: Iterable[Mapping[str, sheets.Cell]],
) -> int:
    """Write a header and rows by column name; return the number of the last row, the header being 0."""
    for at, (_, width, look) in enumerate(columns):
        sheet.set_column(at, at, width, looks(look if look != "state" else "text"))
    sheet.freeze_panes(1, 3)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 26)
    for at, (name, _, look) in enumerate(columns):
        sheet.write_string(0, at, name, looks(f"head:{look}"))
    number = 0
    for number, row in enumerate(rows, 1):
        sheet.set_row(number, height([(row.get(name), width) for name, width, look in columns if look in _WRAPPED]))
        for at, (name, _, look) in enumerate(columns):
            _cell(sheet, looks, number, at, row.get(name), look)
    sheet.autofilter(0, 0, max(number, 1), len(columns) - 1)
    sheet.print_area(0, 0, max(number, 1), max(at for at, (_, _, look) in enumerate(columns) if look != "code"))
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{ROW_LIMIT}"})
    return number


def _cell(sheet: Worksheet, looks: _Looks, row: int, column: int, value: sheets.Cell, look: str) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, looks(look if look != "state" else "text"))
    elif isinstance(value, str):
        name = f"state:{value}" if look == "state" else f"{look}:literal" if value.startswith(_RUNS) else look
        sheet.write_string(row, column, fitting(value), looks(name))
    else:
        sheet.write_number(row, column, value, looks(look))


def height(cells: Iterable[tuple[sheets.Cell, int]]) -> int:
    """Return the height in points of a row whose texts wrap in columns of the given widths.

    >>> height([("青岛海关", 24), (None, 8)]), height([("知识产权典型案例" * 3, 16)])
    (18, 50)
    """
    lines = 1
    for value, width in cells:
        if isinstance(value, str):
            lines = max(lines, sum(-(-_width(line) // (width + 1)) or 1 for line in value.split("\n")))
    return min(5 + 15 * lines, _TALLEST) if lines > 1 else 18


def _width(text: str) -> int:
    """Return the width of a text in the unit of Excel's columns; Chinese characters and marks take two."""
    return sum(2 if ord(character) >= 0x2010 else 1 for character in text)


def fitting(text: str) -> str:
    """Return a text that a cell can hold: cut, and marked as cut, where it is too long for Excel.

    >>> fitting("青岛海关"), len(fitting("长" * 40_000))
    ('青岛海关', 32767)
    """
    if len(text.encode("utf-16-le")) // 2 <= CELL_LIMIT:
        return text
    kept = text.encode("utf-16-le")[: 2 * (CELL_LIMIT - len(_CUT))].decode("utf-16-le", "ignore")
    return kept + _CUT


def _codes(
    sheet: Worksheet, looks: _Looks, annotated: Sequence[AnnotatedCase], vocabulary: Vocabulary
) -> dict[str, tuple[int, int]]:
    """Write 代码表 and return where each block of it stands: its first and last row."""
    rows = list(sheets.code_rows(annotated, vocabulary))
    _fill(sheet, looks, words.CODE_COLUMNS, (row for _, row in rows))
    blocks: dict[str, tuple[int, int]] = {}
    for number, (block, _) in enumerate(rows, 1):
        blocks[block] = (blocks.get(block, (number, number))[0], number)
    return blocks


def _name_ranges(book: Workbook, blocks: Mapping[str, tuple[int, int]]) -> None:
    """Name the blocks of 代码表, so that a drop-down can be found by the name of a relation."""
    same = {
        "类型_机构": "选项_主体类型",
        "类型_自有做法": "选项_做法",
        "类型_法律文件与标准": "选项_法律文件与标准的类型",
        "类型_事实": "选项_事实的类型",
    }
    for name, block in {**{block: block for block in blocks}, **same}.items():
        first, last = blocks[block]
        book.define_name(name, f"={words.CODES}!$B${first + 1}:$B${last + 1}")


def _choices_of_cases(
    sheet: Worksheet, columns: Sequence[tuple[str, int, str]], count: int, blocks: Mapping[str, tuple[int, int]]
) -> None:
    names = [name for name, _, _ in columns]
    if not count:
        return
    at = names.index("整案处理")
    sheet.data_validation(
        1, at, count, at,
        {
            "validate": "list", "source": [words.ALL_FINE, words.ALL_THERE],
            "input_title": "整案处理", "input_message": "通读全案、逐条对过原文再选。没有单独处理的关系一律认可；“已标全”还表示没有遗漏。",
            "error_title": "请从列表中选", "error_message": f"只能是“{words.ALL_FINE}”或“{words.ALL_THERE}”。",
        },
    )  # fmt: skip
    at = names.index("覆盖方式改为")
    first, last = blocks["选项_覆盖方式"]
    sheet.data_validation(
        1, at, count, at, {"validate": "list", "source": f"={words.CODES}!$B${first + 1}:$B${last + 1}"}
    )


def _choices_of_links(sheet: Worksheet, last: int) -> None:
    """Put the drop-downs on the correction columns; those that depend on the relation look its name up."""
    names = [name for name, _, _ in words.LINK_COLUMNS]
    relation = f"${chr(ord('A') + names.index('关系'))}2"

    def drop_down(column: str, source: str | list[str], strict: bool, title: str, message: str) -> None:
        at = names.index(column)
        sheet.data_validation(
            1, at, last, at,
            {
                "validate": "list", "source": source, "ignore_blank": True, "show_error": strict,
                "input_title": title, "input_message": message,
                "error_title": "请从列表中选", "error_message": "只能填列表里有的。",
            },
        )  # fmt: skip

    drop_down(
        "处理",
        list(words.DECISIONS),
        True,
        "处理",
        "认可：这一条都对。改正：写明改成什么。否定：不成立。增补：在表末另起一行，写漏掉的关系。",
    )
    drop_down(
        "改为",
        f'=INDIRECT("选项_"&{relation})',
        False,
        "改为",
        "新的对象。地区、做法等从列表选，也可写代码；机构、平台、文件写名称。",
    )
    drop_down("角色改为", f'=INDIRECT("角色_"&{relation})', False, "角色改为", "只在角色要改时填；去掉角色填“无”。")
    drop_down(
        "类型改为",
        f'=INDIRECT("类型_"&{relation})',
        False,
        "类型改为",
        "机构、法律文件、事实的类型；自有做法填它所体现的做法。",
    )
    drop_down("地区改为", "=选项_地区", False, "地区改为", "机构、平台、文件名称所属的地区。")
    at = names.index("引文改为")
    sheet.data_validation(
        1, at, last, at,
        {
            "validate": "any", "input_title": "引文改为",
            "input_message": "照抄原文，越短越好；几处之间用｜隔开。标题里的写“标题：…”，第二处写“…（第2处）”。",
        },
    )  # fmt: skip
    at = names.index("关系")
    sheet.data_validation(
        last - ROOM_TO_ADD + 1, at, last, at,
        {"validate": "list", "source": list(words.RELATION_WORDS.values()), "error_message": "只能填列表里有的。"},
    )  # fmt: skip


def _notes(sheet: Worksheet, looks: _Looks, rows: Sequence[tuple[str, str, str]]) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 110)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for number, (name, text, look) in enumerate(rows):
        sheet.set_row(number, 30 if look == "title" else height([(text, 110)]))
        sheet.write_string(number, 0, name, looks("title" if look == "title" else "bold"))
        sheet.write_string(number, 1, text, looks(look))
