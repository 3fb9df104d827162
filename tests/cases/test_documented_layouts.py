"""The examples of docs/documents.md are split as that page says, and the page names every layout and reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.cases import LAST, REASONS, RECOGNISERS, split
from kg.model import Document

PAGE = (Path(__file__).parents[2] / "docs" / "documents.md").read_text("utf-8")
EXAMPLES = re.findall(r"```text (\S+)\n(.*?)```", PAGE, re.S)
ONE_CASE = {"guiding", "sectioned", "named-titles", "lone-title"}


@pytest.mark.parametrize(("layout", "text"), EXAMPLES, ids=[f"{i}-{name}" for i, (name, _) in enumerate(EXAMPLES)])
def test_an_example_is_split_by_the_layout_above_it(layout: str, text: str) -> None:
    splitting = split(Document("d", "d.txt", "0" * 64, "text/plain", text))
    assert splitting.layout.split(":")[0] == layout
    assert len(splitting.cases) == (1 if layout in ONE_CASE else 2)


def test_every_layout_is_described() -> None:
    names = {recognise.__module__.rsplit(".", 1)[1].replace("_", "-") for recognise in (*RECOGNISERS, LAST)}
    assert {name for name in names if f"**{name}**" not in PAGE} == set()


def test_every_reason_is_described_with_its_chinese_name() -> None:
    assert [slug for slug in REASONS if f"`{slug}`" not in PAGE] == []
    assert [zh for zh, _ in REASONS.values() if zh not in PAGE] == []
