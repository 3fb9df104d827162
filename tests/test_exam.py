"""The exam of the first batch: its answers are those of the graph, what has none has none, and the scorer tells."""

from __future__ import annotations

import doctest
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from mcp import Client, StdioServerParameters

from benchmarks.exam import facts as exam_facts
from benchmarks.exam import generate, scorer
from benchmarks.exam.facts import Facts
from kg import store
from tests.conftest import to_its_end

Exam = list[dict[str, Any]]


@pytest.fixture(scope="module")
def data(root: Path) -> Path:
    return root / "exports" / "kg.nq"


@pytest.fixture(scope="module")
def exam(root: Path) -> Exam:
    return [
        json.loads(line) for line in (root / "benchmarks" / "exam" / "questions.jsonl").read_text("utf-8").splitlines()
    ]


@pytest.fixture(scope="module")
def facts(data: Path) -> Facts:
    return Facts(data)


def answered(asked: pyoxigraph.Store, query: str) -> set[str]:
    """Return what a query of the graph answers, as the exam writes answers."""
    found = asked.query(query, use_default_graph_as_union=True)
    if isinstance(found, pyoxigraph.QueryBoolean):
        return {"是" if found else "否"}
    return {row[0].value for row in found}


def differing(asked: pyoxigraph.Store, exam: Exam) -> list[str]:
    return [one["question"] for one in exam if answered(asked, one["sparql"]) != set(one["answer"] or ())]


def test_the_committed_exam_is_what_the_generator_makes(root: Path, data: Path) -> None:
    committed = (root / "benchmarks" / "exam" / "questions.jsonl").read_bytes()
    assert generate.lines(data) == committed, "run: python benchmarks/exam/generate.py"


def test_it_has_120_questions_of_eight_kinds_and_30_without_an_answer(exam: Exam) -> None:
    kinds = Counter(one["kind"] for one in exam if one["answer"] is not None)
    assert sum(kinds.values()) == 90 and len(kinds) == 8 and min(kinds.values()) >= 10
    assert sum(one["answer"] is None for one in exam) == 30
    assert len({one["question"] for one in exam}) == len({one["id"] for one in exam}) == 120
    assert len({one["template"] for one in exam if one["answer"] is None}) >= 6


def test_every_answer_is_that_of_a_query_and_no_query_answers_the_unanswerable(exam: Exam, data: Path) -> None:
    assert differing(store.load(data), exam) == []


def test_an_exam_with_another_seed_holds_as_well(data: Path, exam: Exam) -> None:
    other = [json.loads(line) for line in generate.lines(data, "another").splitlines()]
    assert differing(store.load(data), other) == []
    assert len({one["question"] for one in other} - {one["question"] for one in exam}) > 40


def test_the_evidence_stands_in_the_cases(exam: Exam, facts: Facts) -> None:
    paths = {facts.number(case): case for case in facts.cases}
    quotes = [(one["case"], one["quote"]) for question in exam for one in question["evidence"]]
    assert [(case, quote) for case, quote in quotes if quote not in facts.text(paths[case])] == []
    without = {one["template"] for one in exam if one["answer"] and not one["evidence"]}
    assert without <= {"province-without", "no-actor", "cases-without", "cases-without-group"}, (
        "what is absent has no words"
    )


def test_the_plain_text_does_not_answer_the_unanswerable_either(exam: Exam, facts: Facts) -> None:
    paths = {facts.number(case): case for case in facts.cases}
    for one in exam:
        if one["answer"] is None:
            text = facts.text(paths[one["about"]] if "about" in one else None)
            assert one["absent"] and [word for word in one["absent"] if word in text] == [], one["question"]


def score_of(exam: Exam, answers: dict[str, Any]) -> dict[str, float]:
    scores = scorer.score(exam, answers)
    return {row: found["right"] / sum(found.values()) for row, found in scores.items()}


def test_the_right_answers_score_one_however_they_are_written(exam: Exam) -> None:
    as_lists = {one["id"]: one["answer"] for one in exam}
    assert set(score_of(exam, as_lists).values()) == {1.0}
    as_words = {
        one["id"]: None
        if one["answer"] is None
        else one["answer"][0]
        if one["form"] == "any"
        else "、".join(one["answer"])
        for one in exam
    }
    assert set(score_of(exam, as_words).values()) == {1.0}
    short = {
        one["id"]: "无法回答"
        if one["answer"] is None
        else [one.get("also", {}).get(name, [name])[0] for name in one["answer"]]
        for one in exam
    }
    assert set(score_of(exam, short).values()) == {1.0}


def wrong_answer(one: dict[str, Any], exam: Exam) -> object:
    """Return an answer that could be given and is wrong: of the same form, of another question."""
    if one["answer"] is None:
        return next(other["answer"] for other in exam if other["form"] == one["form"] and other["answer"])
    if one["form"] == "number":
        return str(int(one["answer"][0]) + 1)
    if one["form"] == "yes-no":
        return "否" if one["answer"] == ["是"] else "是"
    return next(
        other["answer"]
        for other in exam
        if other["form"] == one["form"]
        and other["answer"]
        and not any(ours in theirs for ours in one["answer"] for theirs in other["answer"])
    )


def test_wrong_answers_score_nothing(exam: Exam) -> None:
    wrong = {one["id"]: wrong_answer(one, exam) for one in exam}
    scores = scorer.score(exam, wrong)
    assert scores["all"] == {"right": 0, "abstained": 0, "wrong": 120}


def test_half_an_answer_or_more_than_the_answer_is_wrong(exam: Exam) -> None:
    for one in exam:
        if one["answer"] and one["form"] == "list":
            assert scorer.judge(one, [*one["answer"], "99"]) == "wrong"
            assert scorer.judge(one, "、".join([*one["answer"], "99"])) == "wrong"
            if len(one["answer"]) > 1:
                assert scorer.judge(one, one["answer"][1:]) == "wrong"


def test_the_whole_text_is_no_quote(exam: Exam, facts: Facts) -> None:
    text = facts.text()
    assert {scorer.judge(one, text) for one in exam if one["form"] == "any"} == {"wrong"}


def test_who_always_abstains_scores_on_the_unanswerable_alone(exam: Exam) -> None:
    scores = score_of(exam, {})
    assert scores["unanswerable"] == 1.0
    assert scores["all with an answer"] == 0.0
    assert scores["all"] == 30 / 120


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the scorer as a file, with a Python that has nothing installed."""
    command = [sys.executable, "-I", "-S", str(root / "benchmarks" / "exam" / "scorer.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env={"PYTHONUTF8": "1"})


def test_two_files_are_compared_in_one_table(root: Path, exam: Exam, tmp_path: Path) -> None:
    one, other = tmp_path / "graph.jsonl", tmp_path / "text.jsonl"
    one.write_text("".join(json.dumps({"id": q["id"], "answer": q["answer"]}) + "\n" for q in exam), "utf-8")
    other.write_text(json.dumps({"id": exam[0]["id"], "answer": "无法回答"}), "utf-8")
    done = run(root, str(one), str(other))
    assert done.returncode == 0, done.stderr
    (last,) = [line.split() for line in done.stdout.splitlines() if line.startswith("all ") and "answer" not in line]
    assert last[:6] == ["all", "120", "1.000", "120", "0", "0"]
    assert last[6] == "0.250"
    as_json = json.loads(run(root, str(one), "--json").stdout)
    assert as_json[str(one)]["all"] == {"right": 120, "abstained": 0, "wrong": 0}


def test_the_sheet_gives_nothing_away(root: Path, exam: Exam) -> None:
    sheet = [json.loads(line) for line in run(root, "--sheet").stdout.splitlines()]
    assert sheet == [{name: one[name] for name in ("id", "question", "form")} for one in exam]
    forms = {one["form"] for one in exam if one["answer"] is None}
    assert forms <= {one["form"] for one in exam if one["answer"]}, "the form would tell that there is no answer"


def test_the_examples_in_the_code_run() -> None:
    modules = (scorer, generate, exam_facts)
    results = [doctest.testmod(module) for module in modules]
    assert sum(found.failed for found in results) == 0
    assert sum(found.attempted for found in results) == 6


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "line 1: not JSON"),
        ('{"answer": 1}', "has no id"),
        ('{"id": "q999", "answer": 1}', "there is no question q999"),
        ('{"id": "q001", "answer": 1}\n{"id": "q001", "answer": 2}', "line 2: q001 is answered twice"),
        ('{"id": "q001"}', "write null to abstain"),
        ('{"id": "q001", "answer": {}}', "a string, a number, a list or null"),
    ],
)
def test_a_faulty_file_is_told_with_its_line(root: Path, tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(content, "utf-8")
    done = run(root, str(path))
    assert (done.returncode, done.stdout) == (1, "")
    assert str(path) in done.stderr and told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_call_without_files_or_with_a_missing_one_is_told(root: Path, tmp_path: Path) -> None:
    assert run(root).returncode == 2
    missing = run(root, str(tmp_path / "none.jsonl"))
    assert missing.returncode == 1 and "cannot be read" in missing.stderr


def test_a_dataset_whose_cases_share_numbers_is_refused(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mixed = tmp_path / "kg.nq"
    text = (root / "exports" / "kg.nq").read_text("utf-8")
    mixed.write_text(text.replace('/def#number> "2"', '/def#number> "1"'), "utf-8")
    assert generate.main(["--data", str(mixed), "--out", str(tmp_path / "out.jsonl")]) == 1
    assert "told apart" in capsys.readouterr().err
    assert not (tmp_path / "out.jsonl").exists()


def test_an_agent_with_the_graph_can_answer_by_its_tools(root: Path, exam: Exam, tmp_path: Path) -> None:
    """One that knows the right query gets an answer of every kind through `kg mcp`, and the scorer says so."""
    chosen = list({one["kind"]: one for one in exam}.values())
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"}
    command = ["-m", "kg.cli", "mcp", "--data", str(root / "exports" / "kg.nq")]
    place = StdioServerParameters(command=sys.executable, args=command, env=environment, cwd=str(root))

    async def sat() -> dict[str, Any]:
        async with Client(place) as client:
            answers: dict[str, Any] = {}
            for one in chosen:
                result = await client.call_tool("select", {"sparql": one["sparql"]})
                assert result.structured_content is not None and not result.is_error, one["question"]
                answers[one["id"]] = [value for row in result.structured_content["rows"] for value in row.values()]
            return answers

    answers = to_its_end(sat())
    scores = scorer.score(chosen, answers)
    assert scores["all"] == {"right": len(chosen), "abstained": 0, "wrong": 0}
    assert len(chosen) == 9
