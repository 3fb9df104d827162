"""The command: help, exit codes, answers, and clear words for bad input."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import main

COUNT = "SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?c a <https://w3id.org/ipcase/def#Case> }"
GOOD = (
    "案例一：甲市海关查获侵权货物案\n\n【基本案情】\n\n甲市海关查获侵犯商标权货物一批。\n\n【典型意义】\n\n加强保护。\n"
)


def run(*arguments: str) -> int:
    try:
        return main(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)


@pytest.mark.parametrize("command", ["build", "extract", "validate", "query", "evaluate", "stats"])
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command, "--help") == 0
    assert f"  kg {command}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("fly",),
        ("build", "--formats", "doc"),
        ("build", "--slug", "x"),
        ("build", "a.txt", "--slug", "Bad Slug"),
        ("query",),
        ("build", "--base", "no iri"),
    ],
)
def test_a_wrong_call_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments) == 2


def test_a_count_is_answered_over_the_union_of_the_graphs(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("query", "-e", COUNT, "--data", str(root / "exports" / "kg.nq"), "--json") == 0
    assert json.loads(capsys.readouterr().out) == [{"n": "25"}]


def test_a_query_that_does_not_parse_ends_with_2(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("query", "-e", "SELEKT", "--data", str(root / "exports" / "kg.nq")) == 2
    assert "kg query:" in capsys.readouterr().err


def test_a_missing_dataset_is_named_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("query", "-e", COUNT, "--data", str(tmp_path / "kg.nq")) == 1
    assert "run `kg build` first" in capsys.readouterr().err


def test_a_mistyped_question_is_answered_with_the_nearest(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("query", "case-in-region", "--data", str(root / "exports" / "kg.nq")) == 2
    assert "did you mean cases-in-region" in capsys.readouterr().err


def test_a_line_of_jsonl_is_what_others_rely_on(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("extract", str(root / "data" / "source" / "first-batch.txt"), "--jsonl") == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(records) == 25
    source = (root / "data" / "source" / "first-batch.txt").read_text(encoding="utf-8")
    (case,) = [record for record in records if record["number"] == "16"]
    assert list(case) == ["document", "case", "number", "title", "text", "coverage", "sections", "assertions"]
    (region,) = [a for a in case["assertions"] if a["relation"] == "region"]
    expected = {
        "role": "locatedIn",
        "object": "region/370200",
        "label": "青岛市",
        "type": None,
        "basis": "name",
        "method": "rule",
    }
    assert expected.items() <= region.items()
    assert {"field": "title", "start": 0, "end": 4, "quote": "青岛海关"}.items() <= region["evidence"][0].items()
    for record in records:
        for assertion in record["assertions"]:
            assert assertion["evidence"]
            for span in assertion["evidence"]:
                assert record[span["field"]][span["start"] : span["end"]] == span["quote"]
                begin, end = span["source"]
                assert "".join(source[begin:end].split()) == "".join(span["quote"].split())


def test_drafts_are_written_and_never_overwritten(tmp_path: Path, root: Path) -> None:
    source = str(root / "data" / "source" / "first-batch.txt")
    assert run("extract", source, "--review", str(tmp_path)) == 0
    assert len(list(tmp_path.rglob("*.yaml"))) == 25
    assert run("extract", source, "--review", str(tmp_path)) == 2


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.txt", b"", "empty"),
        ("broken.txt", "案例".encode("utf-16-be") + b"\xff\xfe\x81", "byte"),
        ("prose.txt", "本报告没有案例。\n".encode(), "no case found"),
        ("double.txt", (GOOD + GOOD.replace("甲市", "乙市")).encode(), "the number 1 stands before 2 cases"),
        ("missing.txt", None, "no such file or folder"),
    ],
)
def test_a_bad_document_is_left_out_and_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, message: str
) -> None:
    import re

    bad, good, out = tmp_path / name, tmp_path / "good.txt", tmp_path / "out"
    if content is not None:
        bad.write_bytes(content)
    good.write_text(GOOD, encoding="utf-8")
    assert run("build", str(bad), str(good), "--out", str(out), "--formats", "nq") == 1
    error = capsys.readouterr().err
    assert name in error
    assert re.search(message, error)
    assert (out / "kg.nq").is_file()


def test_with_strict_a_bad_document_stops_everything(tmp_path: Path) -> None:
    bad, good = tmp_path / "bad.txt", tmp_path / "good.txt"
    bad.write_bytes(b"")
    good.write_text(GOOD, encoding="utf-8")
    assert run("build", str(bad), str(good), "--out", str(tmp_path / "out"), "--strict") == 1
    assert not (tmp_path / "out").exists()


def test_a_review_with_words_that_are_not_there_stops_the_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reviews = tmp_path / "reviews"
    reviews.mkdir()
    (reviews / "16.yaml").write_text(
        "case: case/first-batch/16\nreviewer: {role: r, kind: person}\ndate: 2026-01-31\nentries:\n"
        "- {decision: add, relation: mechanism, object: open-licence, quotes: [并不存在的话]}\n",
        encoding="utf-8",
    )
    assert run("build", "--review", str(reviews), "--out", str(tmp_path / "out")) == 1
    error = capsys.readouterr().err
    assert "16.yaml" in error
    assert "case/first-batch/16" in error
    assert "并不存在的话" in error
    assert not (tmp_path / "out").exists()


def test_a_correction_survives_every_rebuild(tmp_path: Path) -> None:
    reviews = tmp_path / "reviews"
    reviews.mkdir()
    (reviews / "x.yaml").write_text(
        "case: case/d1/1\nreviewer: {role: r, kind: person}\ndate: 2026-01-31\nentries:\n"
        "- {decision: reject, relation: ipType, object: trademark}\n"
        "- {decision: add, relation: ipType, object: ip, quotes: [商标权]}\n",
        encoding="utf-8",
    )
    good = tmp_path / "good.txt"
    good.write_text(GOOD, encoding="utf-8")
    for number in range(2):
        out = tmp_path / f"out{number}"
        assert (
            run("build", str(good), "--slug", "d1", "--review", str(reviews), "--out", str(out), "--formats", "nq") == 0
        )
        text = (out / "kg.nq").read_text(encoding="utf-8")
        case = "<https://w3id.org/ipcase/id/case/d1/1> <https://w3id.org/ipcase/def#ipType>"
        assert f"{case} <https://w3id.org/ipcase/scheme/ip-type/ip>" in text
        assert f"{case} <https://w3id.org/ipcase/scheme/ip-type/trademark>" not in text


def test_validate_finds_a_quote_that_was_moved(tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (root / "exports" / "kg.nq").read_text(encoding="utf-8")
    broken = tmp_path / "kg.nq"
    broken.write_text(text.replace('#anchorOf> "青岛海关"', '#anchorOf> "黄岛海关"'), encoding="utf-8")
    assert run("validate", str(broken)) == 1
    assert "黄岛海关" in capsys.readouterr().out


def test_the_committed_exports_are_valid(root: Path) -> None:
    assert run("validate", str(root / "exports")) == 0


def test_help_answers_without_loading_the_graph_libraries() -> None:
    code = "import sys; from kg.cli import _parser; _parser(); print(len([m for m in sys.modules if '.' not in m]), 'rdflib' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert out[1] == "False"
    assert int(out[0]) < 120


def test_agency_and_date_of_a_record_are_kept(tmp_path: Path) -> None:
    records = tmp_path / "cases.jsonl"
    records.write_text(
        json.dumps(
            {
                "案名": "某海关查获侵权货物案",
                "正文": "海关查获侵犯商标权货物。",
                "agency": "青岛海关",
                "date": "2024-04-26",
            }
        ),
        encoding="utf-8",
    )
    out = tmp_path / "out"
    assert run("build", str(records), "--fields", "title=案名,text=正文", "--out", str(out), "--formats", "nq") == 0
    text = (out / "kg.nq").read_text(encoding="utf-8")
    assert '/def#agency> "青岛海关"@zh-hans' in text
    assert '<http://purl.org/dc/terms/date> "2024-04-26"' in text
    assert "案例1 标题" in text


def test_a_folder_stands_for_the_documents_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "批次"
    folder.mkdir()
    (folder / "a.txt").write_text(GOOD, encoding="utf-8")
    (folder / "b.md").write_text(GOOD.replace("甲市", "乙市"), encoding="utf-8")
    assert run("build", str(folder), "--out", str(tmp_path / "out"), "--formats", "nq", "--json") == 0
    assert json.loads(capsys.readouterr().out)["cases"] == "2"


@pytest.mark.parametrize("title", ["某企业获评先进", "。", "a。b", "甲" * 200])
def test_a_case_without_any_word_of_the_field_is_built_all_the_same(tmp_path: Path, title: str) -> None:
    records = tmp_path / "cases.jsonl"
    records.write_text(json.dumps({"title": title, "text": "今年天气很好。"}), encoding="utf-8")
    assert run("build", str(records), "--out", str(tmp_path / "out"), "--formats", "nq") == 0


def test_two_workers_give_the_bytes_of_one(tmp_path: Path, root: Path) -> None:
    for number in (1, 2):
        assert run("build", "--out", str(tmp_path / str(number)), "--formats", "nq", "--workers", str(number)) == 0
    assert (tmp_path / "1" / "kg.nq").read_bytes() == (tmp_path / "2" / "kg.nq").read_bytes()
    assert run("build", "--workers", "0", "--out", str(tmp_path / "0")) == 2


def test_every_fixture_document_can_be_built_together(tmp_path: Path, root: Path) -> None:
    fixtures = root / "tests" / "fixtures" / "documents"
    assert run("build", str(fixtures), "--out", str(tmp_path / "out"), "--formats", "nq") == 0


def test_a_readme_of_somebody_else_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    assert run("build", "--out", str(tmp_path), "--formats", "nq") == 1
    assert "not a readme of ours" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]


def test_files_left_from_another_build_are_named(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = tmp_path / "good.txt"
    good.write_text(GOOD, encoding="utf-8")
    out = tmp_path / "out"
    assert run("build", "--out", str(out), "--formats", "nq,csv") == 0
    assert run("build", str(good), "--out", str(out), "--formats", "nq") == 0
    assert run("validate", str(out)) == 1
    assert "cases.csv: is left from another build" in capsys.readouterr().out


def test_a_review_of_no_document_in_the_build_is_a_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.yaml").write_text(
        "case: case/frist-batch/16\nreviewer: {role: r, kind: person}\ndate: 2026-01-31\nentries: []\n",
        encoding="utf-8",
    )
    assert run("build", "--review", str(tmp_path), "--out", str(tmp_path / "out"), "--formats", "nq") == 0
    assert "case/frist-batch/16 is of no document in this build" in capsys.readouterr().err


def test_a_document_that_violates_the_checks_is_left_out_of_its_batch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import hashlib

    bad, good, reviews = tmp_path / "bad.txt", tmp_path / "good.txt", tmp_path / "reviews"
    bad.write_text(GOOD.replace("甲市", "乙市"), encoding="utf-8")
    good.write_text(GOOD, encoding="utf-8")
    reviews.mkdir()
    slug = f"d{hashlib.sha256(bad.read_bytes()).hexdigest()[:12]}"
    (reviews / "x.yaml").write_text(
        f"case: case/{slug}/1\nreviewer: {{role: r, kind: person}}\ndate: 2026-01-31\ncoverage: generic\nentries: []\n",
        encoding="utf-8",
    )
    arguments = ("build", str(bad), str(good), "--review", str(reviews), "--formats", "nq", "--out")
    assert run(*arguments, str(tmp_path / "out"), "--json") == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["cases"] == "1"
    assert "left out: bad.txt: violates the checks above" in told.err
    assert run(*arguments, str(tmp_path / "strict"), "--strict") == 1
    assert not (tmp_path / "strict").exists()
