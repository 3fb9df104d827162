"""What docs/teach.md teaches is learned: its blocks go into a copy of the schemes, its sentences are read."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from kg.cli import main
from kg.mentions import Finder
from kg.model import Case, SourceMap
from kg.vocabulary import load

BLOCK = re.compile(r"```turtle (\S+)\n(.*?)```", re.S)
ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \|$", re.M)


@pytest.fixture(scope="module")
def taught(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("taught") / "ontology"
    shutil.copytree(root / "ontology", folder)
    for name, block in BLOCK.findall((root / "docs" / "teach.md").read_text(encoding="utf-8")):
        with (folder / "schemes" / name).open("a", encoding="utf-8") as scheme:
            scheme.write(f"\n{block}")
    return folder


def _found(finder: Finder, sentence: str) -> list[str]:
    case = Case("case/t/1", "t", "1", "某市开展工作", sentence, text_map=SourceMap(((0, 0, len(sentence)),)))
    case = Case(case.path, "t", "1", case.title, sentence, (), SourceMap(((0, 0, 6),)), case.text_map)
    found = []
    for assertion in finder.find(case).assertions:
        if assertion.relation == "mechanism":
            found.append(assertion.referent.path)
        elif assertion.relation == "institution":
            found.append(f"{assertion.referent.label}（{assertion.referent.subtype}）")
    return found


def test_every_sentence_of_the_page_is_read_as_it_says(root: Path, taught: Path) -> None:
    before, after = Finder(load(root / "ontology")), Finder(load(taught))
    rows = [row for row in ROW.findall((root / "docs" / "teach.md").read_text(encoding="utf-8")) if row[0] != "句子"]
    rows = [row for row in rows if not set(row[0]) <= {"-"}]
    assert len(rows) >= 5
    for sentence, expected in rows:
        found = _found(after, sentence)
        if expected == "无":
            assert "mechanism/service-voucher" not in found, sentence
        else:
            assert expected in found, sentence
            assert expected not in _found(before, sentence), f"{sentence}: known already, teach something new"


def test_the_reviewed_cases_that_an_edit_touches_are_listed(
    root: Path, taught: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (taught / "schemes" / "mechanisms.ttl").open("a", encoding="utf-8") as scheme:
        scheme.write('\nmech:training def:cue "口岸漂移"@zh-hans .\n')
    since = str(root / "exports" / "vocabularies.ttl")
    assert main(["touched", "--since", since, "--ontology", str(taught), "--json"]) == 0
    changes = json.loads(capsys.readouterr().out)
    assert [(c["number"], c["change"], c["object"], c["quote"]) for c in changes] == [
        ("19", "新找到", "mechanism/training", "口岸漂移")
    ]


def test_without_an_edit_nothing_is_touched(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["touched", "--since", str(root / "exports" / "vocabularies.ttl"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
