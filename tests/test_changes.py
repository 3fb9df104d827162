"""`kg diff`: the change between two datasets, told case by case, and as patches that a store can apply."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse, serialize

from kg import changes, review
from kg.cli import main
from kg.model import Splitting
from kg.namespaces import Namespaces
from kg.pipeline import build
from kg.vocabulary import Vocabulary

REVIEW = """case: case/first-batch/16
reviewer: {role: curator, kind: person}
date: 2026-11-25
entries:
- {decision: change, relation: mechanism, object: risk-targeting, quotes: [随机抽查布控]}
- {decision: reject, relation: mechanism, object: clearance-facilitation}
- {decision: add, relation: mechanism, object: open-licence, quotes: [预确认]}
"""


def quads(text: str) -> tuple[Quad, ...]:
    return tuple(parse(text.encode(), format=RdfFormat.N_QUADS))


def built(root: Path, splitting: Splitting, vocabulary: Vocabulary, *more: Path) -> str:
    reviews = review.load_all([root / "data" / "cases", *more])
    return "".join(build([splitting], vocabulary, reviews, Namespaces()).lines())


@pytest.fixture(scope="module")
def old(root: Path, first_batch: Splitting, vocabulary: Vocabulary) -> str:
    """The first batch."""
    return built(root, first_batch, vocabulary)


@pytest.fixture(scope="module")
def new(root: Path, first_batch: Splitting, vocabulary: Vocabulary, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The first batch after a curator has changed three links of case 16."""
    folder = tmp_path_factory.mktemp("reviews")
    (folder / "16.yaml").write_text(REVIEW, encoding="utf-8")
    return built(root, first_batch, vocabulary, folder)


def stored(text: str) -> Store:
    store = Store()
    store.bulk_load(text.encode(), format=RdfFormat.N_QUADS)
    return store


def test_a_corrected_case_is_told_link_by_link_in_both_languages(old: str, new: str) -> None:
    report = changes.tell(quads(old), quads(new))
    (case,) = report.cases
    assert (case.number, case.status) == ("16", "changed")
    assert [(change.status, change.object.rpartition("/")[2]) for change in case.changes if change.object] == [
        ("removed", "clearance-facilitation"),
        ("added", "open-licence"),
        ("changed", "risk-targeting"),
    ]
    removed, added, changed = case.changes
    assert added.zh == "新增 机制 “专利开放许可”，依据“预确认”"
    assert added.en == "added mechanism “Open licensing”, by “预确认”"
    assert removed.zh.startswith("删去 机制 “通关便利”，依据“")
    assert (
        "改为“随机抽查布控”；得出方式由已审核（editor（软件），2026-11-25）改为已审核（curator（人），2026-11-25）"
        in changed.zh
    )
    assert changed.quotes == ("随机抽查布控",)


def test_the_reverse_tells_the_reverse(old: str, new: str) -> None:
    (case,) = changes.tell(quads(new), quads(old)).cases
    assert [change.status for change in case.changes] == ["added", "removed", "changed"]


def test_equal_datasets_have_nothing_to_tell(old: str) -> None:
    report = changes.tell(quads(old), quads(old))
    assert (report.cases, report.others, report.metadata, report.moved) == ((), (), 0, 0)
    assert not changes.difference(quads(old), quads(old))


def test_the_update_turns_the_old_store_into_the_new(old: str, new: str) -> None:
    store = stored(old)
    store.update(changes.sparql_update(changes.difference(quads(old), quads(new))))
    assert sorted(map(str, store)) == sorted(map(str, stored(new)))


def test_the_rdf_patch_has_every_removed_and_added_quad(old: str, new: str) -> None:
    rows = changes.rdf_patch(changes.difference(quads(old), quads(new))).splitlines(keepends=True)
    held = set(old.splitlines(keepends=True))
    assert (rows[0], rows[-1]) == ("TX .\n", "TC .\n")
    for row in rows[1:-1]:
        (held.remove if row.startswith("D ") else held.add)(row[2:])
    assert "".join(sorted(held)) == new


def test_a_difference_keeps_every_form_of_term_and_the_default_graph() -> None:
    text = (
        '<a:s> <a:p> "他说 \\"好\\" <x> .\\n" .\n<a:s> <a:p> "q"@zh-hans <a:g> .\n_:b <a:p> "1"^^<a:t> <a:g> .\n'
        '<a:s> <a:p> "a b" <a:g> .\n'
    )
    store = Store()
    store.update(changes.sparql_update(changes.difference((), quads(text.replace("_:b", "<a:b>")))))
    assert sorted(map(str, store)) == sorted(map(str, quads(text.replace("_:b", "<a:b>"))))


def test_a_case_that_came_or_went_is_told_as_a_whole(old: str) -> None:
    less = "".join(line for line in old.splitlines(keepends=True) if "case/first-batch/16>" not in line)
    (case,) = changes.tell(quads(less), quads(old)).cases
    assert (case.number, case.status, case.changes) == ("16", "added", ())
    assert case.links > 5
    assert changes.tell(quads(old), quads(less)).cases[0].status == "removed"


def test_a_link_that_a_reviewer_accepts_is_told_with_who_made_it(old: str) -> None:
    ruled = old.replace("/scheme/method/reviewed>", "/scheme/method/rule>", 1)
    told = changes.tell(quads(ruled), quads(old)).cases[0].changes[0].zh
    assert "得出方式由规则抽取" in told
    assert "改为已审核" in told


@pytest.mark.parametrize(
    ("what", "was", "now", "zh"),
    [
        ("title", "青岛海关开展知识产权状况预确认 便利合法货物通关", "青岛海关办理知识产权状况预确认 便利合法货物通关", "修改 标题：“开展”改为“办理”"),
        ("text", "以信用管理为基础，对", "以企业信用管理为基础，对", "修改 正文：“确认，以信用管理”改为“确认，以企业信用管理”"),
        ("coverage", "def#coverage> <https://w3id.org/ipcase/scheme/coverage/generic>", "def#coverage> <https://w3id.org/ipcase/scheme/coverage/all>", "修改 覆盖方式：由只称知识产权改为全门类"),
    ],
)  # fmt: skip
def test_a_change_of_the_case_itself_is_told(old: str, what: str, was: str, now: str, zh: str) -> None:
    assert was in old
    cases = changes.tell(quads(old), quads(old.replace(was, now))).cases
    assert zh in [change.zh for case in cases for change in case.changes if change.what == what]


def test_a_change_of_a_concept_is_told_beside_the_cases(old: str) -> None:
    new = old.replace('"专利开放许可"@zh-hans', '"专利的开放许可"@zh-hans')
    report = changes.tell(quads(old), quads(new))
    assert report.cases == ()
    told = [change.zh for change in report.others]
    assert any("专利的开放许可" in words and "由“专利开放许可”改为“专利的开放许可”" in words for words in told)


def test_turtle_is_compared_by_triples(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exports = root / "exports"
    assert main(["diff", str(exports / "kg.ttl"), str(exports)]) == 0
    printed = capsys.readouterr()
    assert printed.out == "没有变化。\n", "kg.ttl and kg.nq hold the same triples"
    assert "compared as triples" in printed.err


def test_the_command_answers_in_json(old: str, new: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in (("old.nq", old), ("new.nq", new)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert main(["diff", str(tmp_path / "old.nq"), str(tmp_path / "new.nq"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["added"] == len(set(new.splitlines()) - set(old.splitlines()))
    assert told["cases"][0]["changes"][1]["quotes"] == ["预确认"]


def test_the_words_say_the_numbers(old: str, new: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in (("old.nq", old), ("new.nq", new)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert main(["diff", str(tmp_path / "old.nq"), str(tmp_path / "new.nq"), "--language", "en"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Case 16 青岛海关")
    gone, come = set(old.splitlines()) - set(new.splitlines()), set(new.splitlines()) - set(old.splitlines())
    assert printed.endswith(f"quads +{len(come)} −{len(gone)}\n")


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("none.nq", None, "no such file"),
        ("bad.nq", "<a> <b>\n", "line 1"),
        ("list.csv", "a,b\n", "not a dataset"),
    ],
)
def test_what_cannot_be_compared_is_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str | None, wanted: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert main(["diff", str(tmp_path / name), str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert name in error
    assert wanted in error


def test_a_change_of_base_is_said(old: str) -> None:
    new = old.replace("https://w3id.org/ipcase/", "https://example.org/kg/")
    report = changes.tell(quads(old), quads(new))
    assert report.bases == ("https://w3id.org/ipcase", "https://example.org/kg")


def test_n_quads_of_a_build_are_those_that_the_parser_writes(old: str) -> None:
    written = serialize(parse(old.encode(), format=RdfFormat.N_QUADS), format=RdfFormat.N_QUADS)
    assert written is not None
    assert "".join(sorted(written.decode().splitlines(keepends=True))) == old
