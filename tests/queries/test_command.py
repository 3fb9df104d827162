"""`kg query NAME --parameter value`, through the whole command."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.cli import main


@pytest.fixture
def data(tmp_path: Path, lines: Sequence[str]) -> str:
    """The first batch as a file."""
    path = tmp_path / "kg.nq"
    path.write_text("".join(lines), encoding="utf-8")
    return str(path)


def test_a_question_is_asked_of_a_value(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "cases-in-region", "--region", "辽宁省", "--data", data, "--json"]) == 0
    assert [row["number"] for row in json.loads(capsys.readouterr().out)] == ["4"]


def test_a_mistyped_parameter_is_answered_with_the_nearest(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "cases-in-region", "--regoin", "辽宁省", "--data", data]) == 2
    assert "did you mean --region?" in capsys.readouterr().err


def test_a_parameter_of_another_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["stats", "--region", "辽宁省"])
    assert stop.value.code == 2
    assert "unrecognized arguments: --region" in capsys.readouterr().err


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["query", *arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.mark.parametrize("question", ["cases-in-region", "leaders", "words-of-case", "cases-per-mechanism"])
def test_both_engines_print_the_same(data: str, capsys: pytest.CaptureFixture[str], question: str) -> None:
    first = answer(capsys, question, "--data", data, "--format", "tsv")
    assert first == answer(capsys, question, "--data", data, "--format", "tsv", "--engine", "rdflib")
    assert first[1].count("\n") > 2


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["cases-in-regio"], "did you mean cases-in-region"),
        (["leaders", "--frmat", "csv"], "did you mean --format"),
        (["--frmat", "csv"], "did you mean --format"),
        (["-x"], "no option -x"),
        (["-e", "SELECT * { ?s dfe:region ?o }"], "no prefix dfe:; did you mean def:"),
        (["-e", "SELECT *\n{ ?s def:region }"], "does not parse at line 2, column"),
        (["leaders", "--layer", "rule", "--no-union"], "leave out --no-union"),
        (["-e", "SELECT * FROM <a:g> { ?s ?p ?o }", "--layer", "rule"], "leave out --layer"),
    ],
)
@pytest.mark.parametrize("engine", ["pyoxigraph", "rdflib"])
def test_a_wrong_call_is_answered_with_what_was_meant(
    data: str, capsys: pytest.CaptureFixture[str], arguments: list[str], wanted: str, engine: str
) -> None:
    code, out, error = answer(capsys, *arguments, "--data", data, "--engine", engine)
    assert (code, out) == (2, "")
    assert wanted in error
    assert "usage:" not in error


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["cases-in-region", "--region", "江苏盛"], "没有“江苏盛”这一名称 no such name；相近的有 江苏"),
        (["cases-in-region", "--region", "昆山市"], "数据集中没有涉及“昆山市”的案例"),
        (["cases-with-mechanism", "--mechanism", "惩罚赔偿"], "相近的有 惩罚性赔偿"),
        (["words-of-case", "--case-number", "99"], "没有“99”这一名称"),
        (["cases-containing", "--text", "火星"], "没有结果 no rows"),
        (["leaders", "--layer", "model"], "没有 model 层的关系"),
        (["leaders", "--no-union"], "nothing in the default graph"),
        (["-e", "SELECT * { ?s def:regoin ?o }"], "def:regoin stands nowhere in"),
        (["-e", "SELECT * { ?s def:regoin ?o }"], "did you mean def:region"),
        (["-e", "SELECT * { ?s skos:preflabel ?o }"], "did you mean skos:prefLabel"),
        (["-e", "SELECT * { ?s def:mechanism mech:open-license }"], "did you mean mech:open-licence"),
    ],
)
def test_an_answer_without_rows_says_why(
    data: str, capsys: pytest.CaptureFixture[str], arguments: list[str], wanted: str
) -> None:
    code, _, error = answer(capsys, *arguments, "--data", data, "--format", "csv")
    assert code == 0
    assert wanted in error


def test_a_region_without_cases_is_no_mistyped_one(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, error = answer(capsys, "cases-in-region", "--region", "青海省", "--data", data, "--format", "csv")
    assert (code, out.count("\n")) == (0, 1)
    assert "名称" not in error


def test_layers_are_told_apart(
    data: str, lines: Sequence[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ruled = tmp_path / "ruled.nq"
    text = Path(data).read_text(encoding="utf-8")
    moved = [
        line.replace("/first-batch/reviewed> .", "/first-batch/rule> .")
        for line in lines
        if "/case/first-batch/16> " in line
    ]
    ruled.write_text("".join({line for line in text.splitlines(keepends=True) if "/case/first-batch/16> " not in line} | set(moved)), encoding="utf-8")  # fmt: skip
    count = "SELECT (COUNT(DISTINCT ?o) AS ?n) { <https://w3id.org/ipcase/id/case/first-batch/16> def:mechanism ?o }"
    counts = {}
    for name, layers in {"rule": ["--layer", "rule"], "reviewed": ["--layer", "reviewed"], "all": []}.items():
        for engine in ("pyoxigraph", "rdflib"):
            _, out, _ = answer(capsys, "-e", count, "--data", str(ruled), "--engine", engine, "--json", *layers)
            counts[name, engine] = int(json.loads(out)[0]["n"])
    assert counts["reviewed", "pyoxigraph"] == counts["reviewed", "rdflib"] == 0
    assert counts["rule", "pyoxigraph"] == counts["rule", "rdflib"] == counts["all", "rdflib"] > 0


def test_a_dataset_without_graphs_has_no_layers(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "leaders", "--data", str(root / "exports" / "kg.ttl"), "--layer", "rule"]) == 1
    assert "has no layers" in capsys.readouterr().err


def test_wide_characters_are_aligned(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    from wcwidth import wcswidth

    _, out, _ = answer(capsys, "cases-in-region", "--data", data)
    rows = out.splitlines()
    assert len({wcswidth(row[: row.index("case/first-batch")]) for row in rows[2:]}) == 1
    assert wcswidth(rows[1].rpartition("  ")[0]) + 2 == wcswidth(rows[2][: rows[2].index("case/first-batch")])


def test_the_list_says_every_question_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = answer(capsys, "--list")
    assert "cases-in-region\n    某地" in out
    assert "    Which cases concern a region" in out
    _, out, _ = answer(capsys, "--list", "--json")
    assert {"name", "zh", "en", "parameters"} == set(json.loads(out)[0])


def test_a_dataset_of_another_base_answers_the_same_questions(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.nq"
    other.write_text(
        Path(data).read_text(encoding="utf-8").replace("https://w3id.org/ipcase/", "https://example.org/kg/"),
        encoding="utf-8",
    )
    assert (
        answer(capsys, "cases-in-region", "--data", data)[1]
        == answer(capsys, "cases-in-region", "--data", str(other))[1]
    )
