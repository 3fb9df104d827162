"""The bytes of a workbook → the rows that curators filled in, whatever program saved it.

Excel, WPS and LibreOffice may turn a text into a number or a date, add empty rows, or move columns: columns are found
by their names, numbers and dates are read back as the texts that they were, empty rows are skipped.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.model import DataError
from kg.workbook import words


@dataclass(frozen=True)
class Line:
    """One row of a sheet: its number as the program shows it, its texts by column, and where the columns stand."""

    sheet: str
    number: int
    texts: Mapping[str, str]
    places: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, column: str) -> str:
        return self.texts.get(column, "")

    def at(self, column: str) -> str:
        """Return where a cell of the row is, as a curator finds it: 工作表“关系”J12."""
        return f"工作表“{self.sheet}”{cell_name(self.places.get(column, 0), self.number)}"


@dataclass(frozen=True)
class Filled:
    """What a workbook says: the rows of 案例 and 关系, the reviewer's role, the day, the state of the data."""

    cases: tuple[Line, ...]
    links: tuple[Line, ...]
    reviewer: str = ""
    date: str = ""
    fingerprint: str = ""


def cell_name(column: int, row: int) -> str:
    """Return the name of a cell; columns count from 0, rows from 1.

    >>> cell_name(0, 1), cell_name(27, 12)
    ('A1', 'AB12')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


_MIDNIGHT: Final = datetime.time()


def text_of(value: object) -> str:
    """Return a cell's value as the text that stood there before a program made a number or a date of it.

    >>> text_of(16.0), text_of(" 青岛海关\\r\\n"), text_of(0.5), text_of(datetime.date(2026, 11, 25))
    ('16', '青岛海关', '0.5', '2026-11-25')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == _MIDNIGHT else value.isoformat(sep=" ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").strip()


def read(content: bytes, name: str) -> Filled:
    """Return what a workbook says. ``name`` is the file's, for messages.

    Raises `DataError` where it is no workbook of ours: the sheet or column that is missing is named.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = list(book.sheet_names)
        cases = _lines(book, names, words.CASES, _needed(words.CASE_COLUMNS, words.CASE_CORRECTIONS), name)
        links = _lines(book, names, words.LINKS, _needed(words.LINK_COLUMNS, words.CORRECTIONS), name)
        notes = _rows(book, words.NOTES) if words.NOTES in names else []
    except (CalamineError, OSError, ValueError) as error:
        raise DataError(
            name,
            f"不是能读的工作簿（{error}） / not a workbook that can be read",
            "另存为 .xlsx 再导入 / save it as .xlsx",
        ) from error
    said = {row[0]: row[1] if len(row) > 1 else "" for row in notes if row and row[0]}
    return Filled(cases, links, said.get(words.REVIEWER, ""), said.get(words.DATE, ""), said.get(words.FINGERPRINT, ""))


def _needed(columns: Sequence[tuple[str, int, str]], corrections: Sequence[str]) -> tuple[str, ...]:
    """Return the columns without which nothing can be read back."""
    wanted = {"案例代码", "关系代码", "编号", "文件", *corrections, *words.PROTECTED}
    return tuple(name for name, _, _ in columns if name in wanted)


def _rows(book: object, sheet: str) -> list[list[str]]:
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)  # type: ignore[attr-defined]
    return [[text_of(value) for value in row] for row in rows]


def _lines(book: object, names: Sequence[str], sheet: str, needed: Sequence[str], file: str) -> tuple[Line, ...]:
    if sheet not in names:
        raise DataError(
            file,
            f"没有工作表“{sheet}”（现有：{'、'.join(names)}） / the sheet is missing",
            f"把它的名称改回“{sheet}” / give it back its name",
        )
    rows = _rows(book, sheet)
    head = rows[0] if rows else []
    for at, title in enumerate(head):
        if title and title in head[:at]:
            raise DataError(
                f"{file}, 工作表“{sheet}”{cell_name(at, 1)}",
                f"列名“{title}”出现两次 / the column stands twice",
                "删去一列 / drop one",
            )
    missing = [title for title in needed if title not in head]
    if missing:
        raise DataError(
            f"{file}, 工作表“{sheet}”第 1 行",
            f"缺少列：{'、'.join(missing)} / columns are missing",
            "列名放在第 1 行，不要改名、不要删 / keep the names in the first row",
        )
    places = {title: at for at, title in enumerate(head) if title}
    found = []
    for number, row in enumerate(rows[1:], 2):
        if any(row):
            texts = {title: row[at] for title, at in places.items() if at < len(row)}
            found.append(Line(sheet, number, texts, places))
    return tuple(found)


def day(text: str, where: str) -> str | None:
    """Return a day as an ISO date, ``None`` for an empty text. Raises `DataError`.

    >>> day("2026/1/5", ""), day("2026年11月25日", ""), day("", "")
    ('2026-01-05', '2026-11-25', None)
    """
    if not text:
        return None
    parts = re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?: .*)?", text)
    try:
        if parts is not None:
            return datetime.date(*(int(part) for part in parts.groups())).isoformat()
        if re.fullmatch(r"\d{5}", text):  # the number by which Excel counts days
            return (datetime.date(1899, 12, 30) + datetime.timedelta(int(text))).isoformat()
    except ValueError:
        pass
    raise DataError(where, f"“{text}”不是日期 / not a date", "写成 2026-11-25 / write it as 2026-11-25")
