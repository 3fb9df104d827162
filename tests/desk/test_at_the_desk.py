"""What a reviewer does at the desk, in a real browser: no terminal, no YAML."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg import review
from kg.model import RELATIONS

from .conftest import ROOT, Reviewer, Served

FRESH = ROOT / "tests" / "desk" / "fresh.txt"
BASE = "https://w3id.org/ipcase"

Sit = Callable[..., Reviewer]
Serve = Callable[..., Served]


def build(folder: Path, *arguments: str) -> str:
    """Run ``kg build`` with the reviews in a folder, and return the lines of the graph."""
    command = [sys.executable, "-m", "kg.cli", "build", *arguments, "--review", str(folder), "--formats", "nq"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*command, "--out", "graph"], cwd=folder.parent, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return (folder.parent / "graph" / "kg.nq").read_text(encoding="utf-8")


def reviewed(folder: Path) -> dict[str, review.CaseReview]:
    return {path: found[0] for path, found in review.load_all([folder]).items()}


def corrections(person: Reviewer) -> list[Callable[[], None]]:
    """What is wrong in ten fresh cases, and how a person mends it."""

    def first() -> None:  # an actor, not a body that is only mentioned
        person.click("兰州银行")
        person.press("r")
        person.press("2")

    def second() -> None:  # farmers only benefit
        person.click("农户")
        person.press("n")

    def third() -> None:  # the pool is shared, not set up
        person.click("专家库与智库", ".do.change")
        person.type("fwzyjj")
        person.press("Enter")

    def fourth() -> None:  # a place in a product's name
        person.select("五常大米")
        person.press("1")
        person.press("Enter")

    def fifth() -> None:  # it takes part, it is not only mentioned
        person.click("武汉知识产权保护中心")
        person.press("r")
        person.press("2")

    def sixth() -> None:  # better words for it
        person.click("存证与公证")
        person.select("提供存证服务")
        person.press("e")

    def seventh() -> None:  # a market is a place here
        person.click("产业园区", ".do.reject")

    def eighth() -> None:  # a second IP type
        person.select("商业秘密")
        person.press("4")
        person.press("Enter")

    def ninth() -> None:  # a practice that the rules overlooked
        person.select("开放专利许可")
        person.press("5")
        person.press("Enter")

    def tenth() -> None:  # a body with a name of its own
        person.select("昆明国际花卉拍卖中心")
        person.press("2")
        person.press("Enter")

    return [first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, tenth]


def test_ten_fresh_cases_are_corrected_in_at_most_three_actions_each_and_build(serve: Serve, sit: Sit) -> None:
    served = serve(str(FRESH), "--slug", "fresh")
    person = sit(served)
    for number, correct in enumerate(corrections(person), 1):
        assert person.case() == f"case/fresh/{number}", "the desk goes on to the next case by itself"
        person.actions = 0
        correct()
        assert person.actions <= 3
        person.press("Shift+Enter")
        assert person.actions <= 4, "and one key confirms the rest and turns to the next case"
    assert "都已核对" in person.told()
    found = reviewed(served.folder)
    assert len(found) == 10
    assert all(one.complete == set(RELATIONS) for one in found.values())
    assert {(one.reviewer.role, one.reviewer.kind) for one in found.values()} == {("王小明", "person")}
    lines = build(served.folder, str(FRESH), "--slug", "fresh")

    def link(case: int, relation: str, target: str) -> bool:
        return (
            f"<{BASE}/id/case/fresh/{case}> <{BASE}/def#{relation}> <{BASE}/{target}> <{BASE}/graph/fresh/reviewed>"
            in lines
        )

    assert "/graph/fresh/rule> ." not in lines, "every link was confirmed, changed, added or rejected by the person"
    assert re.search(f"case/fresh/1> <{BASE}/def#participant> <{BASE}/id/institution/620100-", lines)
    assert not link(2, "actorType", "scheme/institution-type/other")
    assert link(3, "mechanism", "scheme/mechanism/resource-pooling")
    assert not link(3, "mechanism", "scheme/mechanism/expert-pools")
    assert link(4, "mentionsRegion", "id/region/230184")
    assert re.search(f"case/fresh/5> <{BASE}/def#participant> <{BASE}/id/institution/420100-", lines)
    assert re.search(rf'anchorOf> "提供存证服务" <{BASE}/graph/fresh/reviewed>', lines)
    assert link(9, "mechanism", "scheme/mechanism/open-licence")
    assert link(8, "ipType", "scheme/ip-type/trade-secret")
    assert re.search(f"case/fresh/10> <{BASE}/def#institution> <{BASE}/id/institution/530100-", lines)


def test_the_name_is_asked_once_and_kept(serve: Serve, sit: Sit) -> None:
    served = serve()
    person = sit(served, name="李 四")
    assert "李 四" in person.page.locator("#reviewer").inner_text()
    person.page.reload()
    person.page.wait_for_selector("#links .row")
    assert not person.page.locator("#dialog").is_visible()
    person.press("y")
    assert [one.reviewer.role for one in reviewed(served.folder).values()] == ["李 四"]


def test_every_decision_is_one_key_and_nothing_moves(serve: Serve, sit: Sit) -> None:
    served = serve()
    person = sit(served)

    def places() -> list[tuple[str, int, int]]:
        script = "() => [...document.querySelectorAll('#links .row, #links h3, #reading p, #top button')].map(e => [e.dataset.id || e.textContent, Math.round(e.getBoundingClientRect().top), Math.round(e.getBoundingClientRect().height)])"
        return [tuple(one) for one in person.page.evaluate(script)]

    before = places()
    for key, decision in (("y", "accept"), ("n", "reject"), ("x", "reject"), ("Enter", "accept")):
        row = person.page.locator("#links .row.focused")
        name = row.get_attribute("data-id")
        person.press(key)
        assert person.page.locator(f'#links .row[data-id="{name}"]').get_attribute("data-decision") == decision
        assert person.page.locator("#links .row.focused").get_attribute("data-id") != name, (
            "the next open row is at hand"
        )
        assert places() == before
    entries = reviewed(served.folder)["case/first-batch/1"].entries
    assert [entry.decision for entry in entries] == ["accept", "reject", "reject", "accept"]


def test_a_case_that_a_build_would_stop_at_is_not_done_and_says_what_to_mend(serve: Serve, sit: Sit) -> None:
    served = serve()
    person = sit(served)
    first = person.case()
    before = person.page.locator("#links .row").first.bounding_box()
    person.click("科研项目全过程知识产权管理")  # the main practice
    person.press("n")
    assert "没有“主要做法”" in person.page.locator("#notices").inner_text()
    assert person.page.locator("#links .row").first.bounding_box() == before, "the notice moves no row"
    person.press("Shift+Enter")
    assert person.case() == first
    assert "还不能完成" in person.told()
    person.click("高价值专利培育与布局")
    person.press("r")
    person.press("1")
    assert person.page.locator("#notices").inner_text() == ""
    person.press("Shift+Enter")
    assert person.case() != first
    build(served.folder)


def test_undo_goes_back_step_by_step_and_across_cases(serve: Serve, sit: Sit) -> None:
    served = serve()
    person = sit(served)
    first = person.case()
    person.press("n")
    person.press("Shift+Enter")
    assert person.case() != first
    person.press("z")
    assert person.case() == first, "undo returns to the case where the step was taken"
    assert "未定" in person.page.locator("#counts").inner_text()
    assert len(reviewed(served.folder)[first].entries) == 1
    person.press("Control+z")
    assert reviewed(served.folder) == {}, "with the last decision undone its file is gone"
    person.press("z")
    assert "没有可撤销" in person.told()


def test_the_search_knows_pinyin_initials_and_english(serve: Serve, sit: Sit) -> None:
    person = sit(serve())
    person.click("高价值专利培育与布局", ".do.change")
    for words in ("zhuanlikaifangxuke", "kfxk", "open licensing", "开放许可"):
        person.page.locator("#editor-object").fill("")
        person.type(words)
        assert person.page.locator("#editor-object-list li strong").first.inner_text() == "专利开放许可"
    person.press("Escape")
    assert not person.page.locator("#editor form").count()


def test_a_selection_across_sentences_is_told_at_once(serve: Serve, sit: Sit) -> None:
    person = sit(serve())
    person.open("case/first-batch/6")
    found = person.page.evaluate(
        "() => { const p = document.querySelector('#reading .text p'); const r = document.createRange(); r.selectNodeContents(p);"
        " const s = getSelection(); s.removeAllRanges(); s.addRange(r); document.dispatchEvent(new MouseEvent('mouseup')); return s.toString().length }"
    )
    assert found > 60
    person.page.wait_for_selector(".hint.fault")
    person.press("5")
    assert person.page.locator("#editor form").count() == 0
    assert "引文" in person.told()


def test_words_that_are_selected_name_the_link_that_they_would_go_to(serve: Serve, sit: Sit) -> None:
    person = sit(serve(str(FRESH), "--slug", "fresh"))
    person.click("专利")
    person.select("质押融资")
    assert "按 E 添作“专利”的引文" in person.page.locator("#strip").inner_text()
    person.press("j")
    label = person.page.locator("#links .row.focused .object strong").inner_text()
    assert f"按 E 添作“{label}”的引文" in person.page.locator("#strip").inner_text()


def test_an_addition_that_is_here_already_says_where_its_words_went(serve: Serve, sit: Sit) -> None:
    person = sit(serve(str(FRESH), "--slug", "fresh"))
    person.select("专利侵权风险")
    person.press("4")
    person.type("专利")
    person.press("Enter")
    assert "这里已有“专利”，引文添到了这一条" in person.told()


def test_marking_and_closing_a_relation(serve: Serve, sit: Sit) -> None:
    served = serve()
    person = sit(served)
    group = person.page.locator('[data-relation="mechanism"]')
    group.locator(".close").click()
    person.settle()
    assert group.locator(".close").inner_text() == "✓ 已标全"
    found = reviewed(served.folder)["case/first-batch/1"]
    assert found.complete == {"mechanism"}
    assert {entry.relation for entry in found.entries} == {"mechanism"}
    group.locator(".close").click()
    person.settle()
    assert reviewed(served.folder)["case/first-batch/1"].complete == frozenset()


def test_a_change_at_another_desk_is_shown_and_no_decision_is_lost(serve: Serve, sit: Sit) -> None:
    one = serve()
    other = serve(folder=str(one.folder))
    mine, theirs = sit(one), sit(other)  # one person at two desks
    name = mine.page.locator("#links .row.focused").get_attribute("data-id")
    theirs.press("n")
    mine.press("y")  # the row is no longer what this page shows
    assert "别处改过" in mine.told()
    assert mine.page.locator(f'#links .row[data-id="{name}"]').get_attribute("data-decision") == "reject"
    theirs.press("y")
    mine.press("j")
    mine.press("j")
    mine.press("n")
    decided = reviewed(one.folder)["case/first-batch/1"].entries
    assert len(decided) == 3, "both desks write into one file without losing what the other wrote"


def test_two_persons_in_one_folder_have_files_of_their_own_and_see_each_other(serve: Serve, sit: Sit) -> None:
    served = serve()
    sit(served, name="张三").press("n")
    second = sit(served, name="李四")
    row = second.page.locator("#links .row.focused")
    assert "张三 已否定" in row.inner_text()
    second.press("y")
    assert "分歧" in second.page.locator("#links").inner_text()
    assert "生成会停下" in second.page.locator("#notices").inner_text()
    files = {path.name for path in served.folder.rglob("*.yaml")}
    assert files == {"1.yaml", "1.lisi.yaml"}


def test_when_the_desk_is_gone_the_page_says_so(serve: Serve, sit: Sit) -> None:
    served = serve()
    person = sit(served)
    served.process.kill()
    served.process.wait()
    person.page.keyboard.press("y")
    person.page.wait_for_selector("#told.fault")
    assert "重新运行 kg review" in person.told()
    person.faults.clear()  # Chromium logs the refused connection


@pytest.mark.parametrize(("size", "scheme"), [((1366, 650), "dark"), ((1920, 1000), "light"), ((768, 1000), "light")])
def test_the_desk_fits_the_screen_in_both_languages(serve: Serve, sit: Sit, size: tuple[int, int], scheme: str) -> None:
    person = sit(serve(), size=size, scheme=scheme)
    for language in ("en", "zh"):
        person.page.locator(f'[data-language="{language}"]').click()
        overflow = person.page.evaluate(
            "() => [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
        )
        assert overflow == [0, 0]
        assert person.page.locator("h1").inner_text() == {"en": "Review desk", "zh": "核对台"}[language]
        undefined = person.page.evaluate("() => document.body.innerText.includes('undefined')")
        assert not undefined


def test_everything_has_a_name_for_a_screen_reader(serve: Serve, sit: Sit) -> None:
    person = sit(serve())
    person.press("r")
    nameless = person.page.evaluate(
        "() => [...document.querySelectorAll('button, select, input, [role=group], nav, section')]"
        ".filter(e => e.offsetParent && !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length)).map(e => e.outerHTML.slice(0, 80))"
    )
    assert nameless == []
    assert person.page.locator("#links .row.focused").get_attribute("aria-label").count("未定") == 1
    person.press("Escape")
    person.press("y")
    assert "已确认" in person.page.locator("#live").inner_text()


def test_typing_into_a_field_takes_no_action(serve: Serve, sit: Sit) -> None:
    served = serve()
    person = sit(served)
    person.click("高价值专利培育与布局", ".do.change")
    person.page.keyboard.type("ynxz123")
    person.settle()
    assert not served.folder.exists()


def test_whoever_types_faster_than_the_desk_answers_gets_what_was_typed(serve: Serve, sit: Sit) -> None:
    served = serve()
    person = sit(served)
    person.click("高价值专利培育与布局", ".do.change")
    held: list[Any] = []
    person.page.route("**/api/search*", lambda route: held.append(route))
    person.page.keyboard.type("kfxk")
    person.page.keyboard.press("Enter")  # before anything was found
    assert person.page.locator("#editor form").count() == 1
    assert len(held) == 4
    for route in held:
        route.continue_()
    person.page.wait_for_selector("#editor form", state="detached")
    assert person.decision("专利开放许可") == "change"


def test_an_empty_change_changes_nothing(serve: Serve, sit: Sit) -> None:
    served = serve()
    person = sit(served)
    person.click("高价值专利培育与布局", ".do.change")
    person.press("Enter")
    assert person.decision("高价值专利培育与布局") in ("accept", "open")
    person.click("高价值专利培育与布局", ".do.change")
    person.page.keyboard.type("没有这种做法吧")
    person.press("Enter")
    assert "没有找到" in person.told()
    assert person.page.locator("#editor form").count() == 1


def test_a_key_that_was_meant_for_the_next_case_does_not_reach_this_one(serve: Serve, sit: Sit) -> None:
    served = serve()
    person = sit(served)
    held: list[Any] = []
    person.page.route("**/api/case*", lambda route: held.append(route))
    person.page.keyboard.press("Shift+Enter")
    person.page.wait_for_function("() => document.querySelector('.case.done')")
    person.page.keyboard.press("n")  # the next case is still on its way
    assert len(held) == 1
    held[0].continue_()
    person.page.unroute_all(behavior="wait")
    person.page.wait_for_function("() => document.querySelector('#reading .sheet').dataset.case.endsWith('/2')")
    person.settle()
    found = reviewed(served.folder)
    assert {entry.decision for entry in found["case/first-batch/1"].entries} == {"accept"}
    person.press("n")
    assert [entry.decision for entry in reviewed(served.folder)["case/first-batch/2"].entries] == ["reject"]
