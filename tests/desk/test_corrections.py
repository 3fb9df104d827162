"""Corrections that readers saved from the page: shown against the text, accepted or refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg import review
from kg.desk import Desk, RefusedError

from .conftest import ROOT, Reviewer, Served

NAME = "王小明"
CASE = "case/first-batch/16"
HEAD = f"case: {CASE}\ntext_sha256: null\nreviewer: {{role: 读者, kind: person}}\ndate: 2026-11-25\nentries:\n"

ADD = (
    HEAD
    + "- {decision: add, relation: mechanism, object: mechanism/early-warning, quotes: [风险防控], comment: 文中写了风险防控}\n"
)
REJECT = HEAD + "- {decision: reject, relation: mechanism, object: mechanism/risk-targeting, quotes: [抽查布控]}\n"
CHANGE = (
    HEAD + "- {decision: change, relation: region, was: region/370200, object: region/370000, quotes: [青岛海关]}\n"
)
ACCEPT = (
    HEAD + "- {decision: accept, relation: stage, object: stage/protection, quotes: [{field: title, quote: 预确认}]}\n"
)
BODY = HEAD + "- {decision: add, relation: institution, object: 青岛海关缉私局, quotes: [青岛海关]}\n"

DeskOf = Callable[..., Desk]


def take(desk: Desk, *texts: str) -> list[dict[str, Any]]:
    desk.import_corrections({f"correction-{number}.yaml": text for number, text in enumerate(texts)})
    return list(desk.corrections(NAME)["corrections"])


def decisions(desk: Desk) -> dict[str, str]:
    found = review.load_all([desk.folder.path]) if desk.folder.path.is_dir() else {}
    return {f"{e.relation} {e.object}": e.decision for one in found.get(CASE, ()) for e in one.entries}


def test_files_are_listed_each_with_its_case_and_nothing_is_written(desk_of: DeskOf) -> None:
    desk = desk_of()
    listed = take(desk, ADD, REJECT, CHANGE, ADD)
    assert [one["decision"] for one in listed] == ["add", "reject", "change"], "the same correction counts once"
    assert {one["number"] for one in listed} == {"16"}
    assert {one["state"] for one in listed} == {"open"}
    assert (listed[2]["was"], listed[2]["label"]) == ("青岛市", "山东省")
    assert not desk.folder.path.exists()


@pytest.mark.parametrize(
    ("text", "accepted", "refused"),
    [
        (ADD, {"mechanism mechanism/early-warning": "add"}, {"mechanism mechanism/early-warning": "reject"}),
        (REJECT, {"mechanism mechanism/risk-targeting": "reject"}, {"mechanism mechanism/risk-targeting": "accept"}),
        (CHANGE, {"region region/370000": "change"}, {"region region/370200": "accept"}),
        (ACCEPT, {"stage stage/protection": "accept"}, {"stage stage/protection": "reject"}),
    ],
)  # fmt: skip
def test_either_answer_is_a_decision_of_the_person_at_the_desk(
    desk_of: DeskOf, text: str, accepted: dict[str, str], refused: dict[str, str]
) -> None:
    for folder, verdict, wanted in (("a", True, accepted), ("b", False, refused)):
        desk = desk_of(folder)
        (correction,) = take(desk, text)
        desk.answer(correction["id"], NAME, verdict)
        assert decisions(desk) == wanted
        (after,) = desk.corrections(NAME)["corrections"]
        assert after["state"] == ("accepted" if verdict else "refused")
        (one,) = review.load_all([desk.folder.path])[CASE]
        assert one.reviewer.role == NAME
        assert "读者" in str(one.entries[0].comment)
        desk.undo(NAME)
        assert decisions(desk) == {}


def test_an_added_body_gets_the_type_and_region_that_its_name_tells(desk_of: DeskOf) -> None:
    desk = desk_of()
    (correction,) = take(desk, BODY)
    desk.answer(correction["id"], NAME, True)
    (one,) = review.load_all([desk.folder.path])[CASE]
    assert one.entries[0].region == "370200"
    assert one.entries[0].type not in (None, "other")


def test_what_was_answered_is_known_when_the_files_are_chosen_again(desk_of: DeskOf) -> None:
    first = desk_of()
    (correction,) = take(first, REJECT)
    first.answer(correction["id"], NAME, True)
    (again,) = take(desk_of(), REJECT)
    assert again["state"] == "accepted"


def test_bad_files_are_told_by_name_and_the_others_are_taken(desk_of: DeskOf) -> None:
    desk = desk_of()
    strange = ADD.replace("first-batch/16", "elsewhere/1")
    desk.import_corrections(
        {
            "a.yaml": ADD,
            "b.yaml": "case: [",
            "c.txt": "hello",
            "d.yaml": strange,
            "e.yaml": ADD.replace("风险防控", "没有的话"),
        }
    )
    record = desk.corrections(NAME)
    assert set(record["faults"]) == {"b.yaml", "c.txt"}
    known = {one["file"]: one for one in record["corrections"]}
    assert not known["d.yaml"]["known"]
    assert "没有的话" in known["e.yaml"]["fault"]
    with pytest.raises(RefusedError):
        desk.answer(known["e.yaml"]["id"], NAME, True)
    with pytest.raises(RefusedError):
        desk.answer(known["d.yaml"]["id"], NAME, True)
    assert not list(desk.folder.path.rglob("*.yaml"))


def test_from_the_page_to_the_desk_in_the_browser(
    browser: Any, serve: Callable[..., Served], sit: Callable[..., Reviewer], tmp_path: Path
) -> None:
    """A reader saves two corrections on the published page; a person takes one and refuses the other."""
    context = browser.new_context(viewport={"width": 1366, "height": 650}, accept_downloads=True)
    page = context.new_page()
    page.goto((ROOT / "exports" / "kg.html").as_uri())
    files = []
    for number in ("16", "2"):
        page.locator(".column.case .row", has=page.locator(".number", has_text=number)).first.click()
        page.locator('[data-action="correct"]').click()
        page.locator("#correct-object").select_option(index=2)
        with page.expect_download() as saved:
            page.locator("#correct-save").click()
        files.append(tmp_path / f"{number}-{saved.value.suggested_filename}")
        saved.value.save_as(files[-1])
    context.close()
    served = serve()
    person = sit(served)
    person.page.locator('[data-tab="corrections"]').click()
    person.page.locator("#files").set_input_files(files)
    person.page.wait_for_selector(".card")
    person.settle()
    assert person.page.locator("mark.told").count() >= 1, "the reader's words are shown in the text"
    person.press("a")
    person.press("d")
    found = [e for reviews in review.load_all([served.folder]).values() for one in reviews for e in one.entries]
    assert sorted(entry.decision for entry in found) == ["accept", "reject"]
    assert person.page.locator(".item.accepted").count() == 1
    assert person.page.locator(".item.refused").count() == 1
