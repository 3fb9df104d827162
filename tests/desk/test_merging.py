"""Two reviewers of one batch: what they agree on, what a third settles, and how far they agree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import review
from kg.desk import Desk
from kg.model import RELATIONS, Splitting
from kg.review.agreement import krippendorff_alpha

from .conftest import ROOT, Reviewer, Served

DeskOf = Callable[..., Desk]
CASE, OTHER = "case/first-batch/16", "case/first-batch/17"


def units(*judges: str) -> list[list[str]]:
    return [
        [value for value in unit if value not in "*."]
        for unit in zip(*(judge.split() for judge in judges), strict=True)
    ]


def test_alpha_is_that_of_krippendorffs_own_example() -> None:
    # "Computing Krippendorff's Alpha-Reliability" (2011), section C: nominal data, four observers, missing values
    found = units(
        "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."
    )
    assert krippendorff_alpha(found) == pytest.approx(0.743, abs=0.0005)


def test_alpha_is_that_of_the_binary_example() -> None:
    # the same paper, section A: two observers, ten units, alpha = 0.095
    found = units("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
    assert krippendorff_alpha(found) == pytest.approx(0.095, abs=0.0005)


def test_alpha_of_no_variation_or_no_pairs_is_not_defined() -> None:
    assert krippendorff_alpha([["yes", "yes"], ["yes", "yes"]]) is None
    assert krippendorff_alpha([["yes"], []]) is None


@pytest.fixture
def two(desk_of: DeskOf) -> tuple[Path, Path]:
    """Two reviewers who finished a case each alike but for three links, and one more case that only one did."""
    folders = []
    for folder, name in (("a", "张三"), ("b", "李四")):
        desk = desk_of(folder)
        if name == "张三":
            desk.act(CASE, name, {"do": "decide", "id": "mechanism mechanism/risk-targeting", "decision": "reject"})
            desk.act(CASE, name, {"do": "change", "id": "institution 青岛海关", "role": "participant"})
        else:
            at = desk.case(CASE, name)["text"].index("企业信用状况")
            quotes = [{"field": "text", "start": at, "end": at + 6}]
            desk.act(
                CASE,
                name,
                {"do": "add", "relation": "mechanism", "object": "mechanism/early-warning", "quotes": quotes},
            )
            desk.act(OTHER, name, {"do": "decide", "id": desk.case(OTHER, name)["rows"][0]["id"], "decision": "accept"})
        shown = [one["id"] for one in desk.case(CASE, name)["rows"]]
        desk.act(CASE, name, {"do": "complete", "on": True, "confirm": shown})
        folders.append(desk.folder.path)
    return folders[0], folders[1]


def merge(first: Path, second: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg.cli", "review", "--merge", str(first), str(second), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=first.parent, env=environment, capture_output=True, text=True)


def test_conflicts_and_agreement_are_told_and_nothing_is_written_for_json(two: tuple[Path, Path]) -> None:
    done = merge(*two, "--json")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["reviewers"] == ["张三", "李四"]
    assert {(one["relation"], one["label"]) for one in record["conflicts"]} == {
        ("mechanism", "风险布控与查验"), ("institution", "青岛海关"), ("mechanism", "风险预警与防侵权检索"),
    }  # fmt: skip
    layers = {one["layer"]: one for one in record["agreement"]}
    assert layers["institution"]["N"] == 1
    assert layers["institution"]["same"] == 0
    assert (layers["mechanism"]["N"], layers["mechanism"]["same"]) == (5, 3), "links of the case that both reviewed"
    assert layers["all links"]["N"] == sum(layers[relation]["N"] for relation in RELATIONS)
    assert -1 <= layers["all links"]["alpha"] < 1
    assert sorted(path.name for path in two[0].parent.iterdir()) == ["a", "b"]


def test_what_both_say_is_merged_and_conflicts_wait(two: tuple[Path, Path], serve: Callable[..., Served]) -> None:
    serve("--merge", "a", "b", "--out", "both", folder="both", cwd=two[0].parent)
    found = review.load_all([two[0].parent / "both"])
    (merged,) = found[CASE]
    assert merged.reviewer.role == "张三、李四"
    named = {entry.object for entry in merged.entries}
    assert "region/370200" in named
    assert not named & {"青岛海关", "mechanism/risk-targeting", "mechanism/early-warning"}
    assert merged.complete == set(RELATIONS) - {"institution", "mechanism"}
    assert [entry.decision for entry in found[OTHER][0].entries] == ["accept"], (
        "what one left open is taken from the other"
    )


def test_a_third_person_settles_side_by_side_and_the_merger_builds(
    two: tuple[Path, Path], serve: Callable[..., Served], sit: Callable[..., Reviewer], first_batch: Splitting
) -> None:
    served = serve("--merge", "a", "b", "--out", "both", folder="both", cwd=two[0].parent)
    told = "".join(served.output)
    assert "α" in told and "主体类型 actorType" in told and "合计 all links" in told
    person = sit(served, name="王五")
    assert person.page.locator(".item.open").count() == 3
    card = person.page.locator(".card")
    card.wait_for()
    assert "张三" in card.inner_text() and "李四" in card.inner_text()
    assert "参与" in card.inner_text() and "主导" in card.inner_text()
    person.press("d")  # the institution: as 李四 says
    person.press("a")
    person.page.locator(".item.open").click()
    person.settle()
    person.press("x")  # the last one anew, on the row itself
    assert person.page.locator(".item.open").count() == 0
    assert "已" in person.page.locator(".item .mark").last.inner_text()
    (settled,) = [one for one in review.load_all([served.folder])[CASE] if one.reviewer.role == "王五"]
    assert len(settled.entries) == 3
    assert "institution" in settled.complete
    command = [sys.executable, "-m", "kg.cli", "build", "--review", "both", "--out", "graph", "--formats", "nq"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    built = subprocess.run(command, cwd=two[0].parent, env=environment, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    person.page.reload()
    person.page.wait_for_selector("#reading .sheet")
    person.settle()
    assert person.page.locator(".item.open").count() == 0, "what was settled stands in the files"


def test_calls_that_cannot_be_are_told(two: tuple[Path, Path]) -> None:
    assert merge(*two).returncode == 2
    assert "--out" in merge(*two).stderr
    missing = merge(two[0], two[0].parent / "none", "--out", "both")
    assert missing.returncode == 1
    assert "no such folder" in missing.stderr
