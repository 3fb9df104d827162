"""What the tests of the workbook share: one built from the first batch, and hands that fill cells in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kg import aliases, pipeline, review, workbook
from kg.model import AnnotatedCase, Splitting
from kg.vocabulary import Vocabulary
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def annotated(first_batch: Splitting, vocabulary: Vocabulary) -> list[AnnotatedCase]:
    """The first batch as the build annotates it."""
    make = pipeline.annotator(
        vocabulary, aliases.load(ROOT / "data" / "aliases.yaml"), review.load_all([ROOT / "data" / "cases"])
    )
    return [make(case) for case in first_batch.cases]


@pytest.fixture(scope="session")
def made(annotated: list[AnnotatedCase], first_batch: Splitting, vocabulary: Vocabulary) -> bytes:
    """The workbook of the first batch."""
    return workbook.write(annotated, [first_batch.document], vocabulary, "0.1.0", "2026-11-25")


Fill = Callable[..., Path]


@pytest.fixture
def fill(made: bytes, tmp_path: Path) -> Fill:
    """Hands that open the workbook, fill cells in by sheet and column, and save it."""

    def work(
        links: Mapping[tuple[str, str, str], Mapping[str, Any]] | None = None,
        cases: Mapping[str, Mapping[str, Any]] | None = None,
        added: list[Mapping[str, Any]] | None = None,
        reviewer: str = "curator-1",
        edit: Callable[[openpyxl.Workbook], None] | None = None,
    ) -> Path:
        source, target = tmp_path / "kg.xlsx", tmp_path / "filled.xlsx"
        source.write_bytes(made)
        book = openpyxl.load_workbook(source)
        sheet = book["关系"]
        column = {cell.value: cell.column for cell in sheet[1]}
        by_key = {
            tuple(str(sheet.cell(row, column[name]).value) for name in ("编号", "关系", "对象")): row
            for row in range(2, sheet.max_row + 1)
        }
        for key, texts in (links or {}).items():
            for name, text in texts.items():
                sheet.cell(by_key[key], column[name]).value = text
        row = max(by_key.values()) + 3  # two empty rows between, as people leave them
        for texts in added or []:
            for name, text in texts.items():
                sheet.cell(row, column[name]).value = text
            row += 1
        whole = book["案例"]
        place = {cell.value: cell.column for cell in whole[1]}
        for row in range(2, whole.max_row + 1):
            for name, text in (cases or {}).get(str(whole.cell(row, place["编号"]).value), {}).items():
                whole.cell(row, place[name]).value = text
        for row in book["说明"].iter_rows():
            if row[0].value == "核对人代号":
                row[1].value = reviewer
        if edit is not None:
            edit(book)
        book.save(target)
        return target

    return work
