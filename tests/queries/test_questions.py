"""Every question is answered alike by pyoxigraph and rdflib, and as the file of expected rows has it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from pyoxigraph import Store
from rdflib import Graph

from kg import questions, store
from kg.namespaces import DEFAULT_BASE

QUERIES = Path(__file__).resolve().parents[2] / "ontology" / "queries"
NAMES = sorted(path.stem for path in QUERIES.glob("*.rq") if not path.stem.endswith("-violation"))
REFRESH = "after reading the cases, write it anew with: python -m pytest tests/queries --refresh"


def shown(columns: Sequence[str], rows: Sequence[Sequence[str | None]]) -> str:
    """Return an answer as CSV, its IRIs shortened as `kg query` prints them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_short(value or "") for value in row] for row in rows)
    return text.getvalue()


def _short(value: str) -> str:
    value = re.sub(rf"^{re.escape(DEFAULT_BASE)}/def#", "def:", value)
    return re.sub(rf"^{re.escape(DEFAULT_BASE)}/(?:id|scheme)/", "", value)


def by_rdflib(graph: Graph, sparql: str) -> str:
    result = graph.query(sparql)
    rows = [[None if term is None else str(term) for term in row] for row in result]  # type: ignore[union-attr]
    return shown([str(variable) for variable in result.vars or ()], rows)


def by_pyoxigraph(dataset: Store, sparql: str) -> str:
    solutions = store.select(dataset, sparql)
    return shown(solutions.columns, solutions.rows)


def numbers(dataset: Store, sparql: str) -> list[int]:
    solutions = store.select(dataset, sparql)
    column = solutions.columns.index("number")
    return [int(row[column] or 0) for row in solutions.rows]


def test_there_are_enough_questions() -> None:
    assert len(NAMES) >= 44


@pytest.mark.parametrize("name", NAMES)
def test_pyoxigraph_answers_as_expected(
    name: str, folder: Path, known: dict[str, questions.Question], dataset: Store, refresh: bool
) -> None:
    answer = by_pyoxigraph(dataset, known[name].sparql)
    expected = folder / "expected" / f"{name}.csv"
    if refresh:
        expected.write_text(answer, encoding="utf-8")
    assert expected.is_file(), f"{name} has no expected rows; {REFRESH}"
    assert answer == expected.read_text(encoding="utf-8"), f"{name} is answered otherwise; {REFRESH}"


@pytest.mark.parametrize("name", NAMES)
def test_rdflib_answers_alike(name: str, known: dict[str, questions.Question], dataset: Store, merged: Graph) -> None:
    assert by_rdflib(merged, known[name].sparql) == by_pyoxigraph(dataset, known[name].sparql), name


@pytest.mark.parametrize("name", NAMES)
def test_every_question_has_rows_with_its_defaults(name: str, folder: Path) -> None:
    rows = (folder / "expected" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) > 1, f"{name} finds nothing: choose defaults that do"


def test_no_expected_rows_are_left_over(folder: Path) -> None:
    assert sorted(path.stem for path in (folder / "expected").glob("*.csv")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_rows_is_fixed_and_languages_are_matched_by_range(
    name: str, known: dict[str, questions.Question]
) -> None:
    sparql = known[name].sparql
    assert re.search(r"^ORDER BY ", sparql, re.MULTILINE)
    assert not re.search(r"SAMPLE|GROUP_CONCAT|RAND\(|NOW\(|UUID\(|bif:|GRAPH", sparql)
    assert not re.search(r"(?<!LANGMATCHES\()LANG\(|@zh|@en\b", sparql.split("PREFIX", 1)[1])


def test_an_answer_does_not_change_where_graphs_repeat_a_description(
    known: dict[str, questions.Question], lines: Sequence[str], dataset: Store
) -> None:
    """Two documents, or the rules and a review, may describe the same body; stores then hold the triple twice."""
    repeated = re.compile(rf"<{DEFAULT_BASE}/id/(?:institution|platform|instrument|region|reviewer)/")
    again = [
        f"{line.rstrip(' .').rpartition(' <')[0]} <{DEFAULT_BASE}/graph/other/rule> .\n"
        for line in lines
        if repeated.match(line)
    ]
    twice = store.of_bytes("".join([*lines, *again]).encode())
    changed = [
        name for name, question in known.items()
        if store.select(twice, question.sparql) != store.select(dataset, question.sparql)
    ]  # fmt: skip
    assert again
    assert changed == []


TWELVE = (
    ("cases-in-region", {"region": "江苏省"}, [5, 8, 9, 10]),
    ("cases-in-area", {"area": "长三角"}, [5, 6, 7, 8, 9, 10, 11, 12, 13]),
    ("cases-naming-area", {"area": "长三角"}, [5, 13]),
    ("cases-strictly-in-area", {"area": "粤港澳大湾区"}, [19, 20]),
    ("cases-overlapping-area", {"area": "粤港澳大湾区"}, [18, 21]),
    ("cases-below-province", {}, [4, 8, 9, 10, 13, 16, 19, 25]),
    ("named-institutions", {}, [1, 6, 9, 13, 16, 17, 19]),
    ("cases-with-ip-type", {"ip-type": "地理标志"}, [4, 13, 14]),
    ("cases-without-specific-ip-type", {}, [2, 3, 5, 6, 7, 11, 16, 18, 23, 25]),
    ("cases-with-several-ip-types", {}, [4, 14, 17]),
    ("cases-in-mechanism-group", {"group": "行政与司法衔接"}, [5, 7, 11, 19, 22, 23, 25]),
    ("cases-with-mechanism", {"mechanism": "行刑衔接"}, [5, 22]),
    ("cases-setting-up-nodes", {"word": "工作站"}, [14, 17, 19, 22]),
    ("platforms", {}, [11, 12, 14, 24]),
)
"""Answers that were read in the text beforehand, by case number."""


@pytest.mark.parametrize(("name", "values", "cases"), TWELVE, ids=[name for name, _, _ in TWELVE])
def test_answers_read_in_the_text_beforehand(
    name: str, values: dict[str, str], cases: list[int], known: dict[str, questions.Question], dataset: Store
) -> None:
    assert list(dict.fromkeys(numbers(dataset, known[name].bound(values)))) == cases


VARIATIONS = (
    ("cases-in-region", {"region": "jiangsu"}, [5, 8, 9, 10]),
    ("cases-in-region", {"region": "苏州"}, [8]),
    ("cases-in-region", {"region": "210000"}, [4]),
    ("cases-in-region", {"region": "海南省"}, [23]),
    ("cases-in-region", {"region": "天津市"}, []),
    ("cases-in-area", {"area": "京津冀"}, [2, 3]),
    ("cases-with-actor-type", {"actor-type": "法院"}, [9, 18]),
    ("cases-with-actor-type", {"actor-type": "bank"}, [2]),
    ("cases-with-mechanism", {"mechanism": "E1"}, [12]),
    ("cases-with-ip-type", {"ip-type": "证明商标"}, [4]),
    ("cases-with-coverage", {"coverage": "illustrative"}, [14]),
    ("cases-at-stage", {"stage": "创造"}, [20]),
    ("facts-of-type", {"type": "日期"}, []),
    ("cases-containing", {"text": "“双报制”"}, [25]),
    ("institutions-of-type", {"type": "court"}, [9, 18]),
    ("links-by-basis", {"basis": "合称成员"}, [20, 20, 20]),
)


@pytest.mark.parametrize(("name", "values", "cases"), VARIATIONS)
def test_a_question_can_be_asked_of_another_value(
    name: str, values: dict[str, str], cases: list[int], known: dict[str, questions.Question], dataset: Store
) -> None:
    assert numbers(dataset, known[name].bound(values)) == cases


def test_quotes_and_escapes_in_a_value_stay_words(
    known: dict[str, questions.Question], dataset: Store, merged: Graph
) -> None:
    for words in ('" ) } #', "\\", "\\u0022", "\\\\U00000022 .", "a\nb\r\t"):
        sparql = known["cases-not-containing"].bound({"text": words})
        assert len(numbers(dataset, sparql)) == 25
        assert by_rdflib(merged, sparql) == by_pyoxigraph(dataset, sparql)
