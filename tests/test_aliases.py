"""Aliases: merged into the full name with a reason, and apart again without the entry."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg import aliases
from kg.mentions import Finder
from kg.model import Case, DataError
from kg.vocabulary import Vocabulary


def test_every_entry_of_the_ledger_has_a_reason_and_a_known_type(root: Path, vocabulary: Vocabulary) -> None:
    ledger = aliases.load(root / "data" / "aliases.yaml")
    assert ledger
    for entry in ledger.values():
        assert entry.reason
        assert f"institution-type/{entry.type}" in vocabulary.concepts, entry


def test_an_alias_is_put_down_to_the_full_name_and_apart_without_the_entry(
    root: Path, vocabulary: Vocabulary, make_case: Callable[..., Case]
) -> None:
    case = make_case("侵害专利权纠纷案", "最高人民法院提审。最高法院判决驳回。")
    ledger = aliases.load(root / "data" / "aliases.yaml")

    def names(finder: Finder) -> list[str]:
        return [a.referent.label for a in finder.find(case).assertions if a.relation == "institution"]

    assert names(Finder(vocabulary, ledger)) == ["最高人民法院"]
    assert names(Finder(vocabulary)) == ["最高人民法院", "最高法院"]
    (court,) = [a for a in Finder(vocabulary, ledger).find(case).assertions if a.relation == "institution"]
    assert [span.quote for span in court.evidence] == ["最高人民法院", "最高法院"]
    assert court.referent.alt_labels == ("最高法院",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("aliases: [{alias: 甲, name: 乙}]", "needs alias, name, type and reason"),
        ("aliases: [{alias: 甲, name: 甲, type: court, reason: x}]", "into itself"),
        (
            "aliases: [{alias: 甲, name: 乙, type: court, reason: x}, {alias: 甲, name: 丙, type: court, reason: x}]",
            "twice",
        ),
        (
            "aliases: [{alias: 甲, name: 乙, type: court, reason: x}, {alias: 乙, name: 丙, type: court, reason: x}]",
            "itself an alias",
        ),
        ("aliases: [", "cannot be read"),
    ],
)
def test_a_wrong_ledger_is_named_with_its_mend(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "aliases.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        aliases.load(path)
