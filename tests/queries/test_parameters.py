"""Parameters: declared once, bound safely; what is wrong is named; questions as SHACL for programs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store
from rdflib import RDF, SH, Graph, Literal, URIRef

from kg.cli.query import values
from kg.model import DataError
from kg.namespaces import Namespaces
from kg.questions import Question, parse, string_literal, turtle

TEXT = """# zh: 问什么？
# en: What is asked?
# param: actor-type = 海关  (类型 · a type)
# param: minimum = 2  (至少 · at least)
SELECT ?actor_type ?minimum
WHERE {
  BIND("海关" AS ?actor_type)
  BIND(2 AS ?minimum)
}
"""


def test_parameters_are_read_with_their_defaults() -> None:
    question = parse("q", TEXT)
    assert [(p.name, p.default, p.variable, p.is_number) for p in question.parameters] == [
        ("actor-type", "海关", "actor_type", False),
        ("minimum", "2", "minimum", True),
    ]


def test_only_the_named_parameter_changes() -> None:
    bound = parse("q", TEXT).bound({"actor-type": "法院"})
    assert bound == TEXT.replace('BIND("海关"', 'BIND("法院"')


def test_an_unknown_parameter_is_answered_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="did you mean actor-type"):
        parse("q", TEXT).bound({"actor-typ": "法院"})


def test_an_unlike_parameter_is_answered_with_all_of_them() -> None:
    with pytest.raises(ValueError, match="it takes actor-type, minimum"):
        parse("q", TEXT).bound({"x": "法院"})


def test_a_question_without_parameters_says_so() -> None:
    with pytest.raises(ValueError, match="it takes none"):
        Question("q", "", "", "SELECT * WHERE {}").bound({"region": "江苏省"})


@pytest.mark.parametrize("value", ["two", "-1", "2 } #", ""])
def test_a_number_must_be_a_number(value: str) -> None:
    with pytest.raises(ValueError, match="whole number"):
        parse("q", TEXT).bound({"minimum": value})


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("# zh: 问什么？\n", ""),
        TEXT.replace('BIND("海关"', 'BIND("法院"'),
        TEXT.replace("  BIND(2 AS ?minimum)\n", ""),
        TEXT.replace("minimum = 2  (", "minimum 2 ("),
    ],
    ids=["no Chinese", "another default", "not bound", "not declared as one"],
)
def test_a_file_that_contradicts_itself_is_named(text: str) -> None:
    with pytest.raises(DataError, match=r"q\.rq"):
        parse("q", text)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_comes_back_as_it_went_in(text: str) -> None:
    (solution,) = Store().query(f"SELECT ?x WHERE {{ BIND({string_literal(text)} AS ?x) }}")  # type: ignore[misc,union-attr]
    assert solution["x"].value == text


@pytest.mark.parametrize(
    ("rest", "found"),
    [
        ([], {}),
        (["--region", "江苏省"], {"region": "江苏省"}),
        (["--region=江苏省", "--minimum", "3"], {"region": "江苏省", "minimum": "3"}),
        (["--text=a=b"], {"text": "a=b"}),
    ],
)
def test_values_are_read_off_the_command_line(rest: list[str], found: dict[str, str]) -> None:
    assert values(rest) == found


@pytest.mark.parametrize("rest", [["江苏省"], ["--region"], ["--region", "--minimum", "3"], ["--"]])
def test_a_word_without_a_name_or_a_name_without_a_value_is_refused(rest: list[str]) -> None:
    with pytest.raises(ValueError, match="--"):
        values(rest)


def test_no_parameter_is_named_like_an_option_of_the_command(known: dict[str, Question]) -> None:
    """Else argparse would take it, whole or as an abbreviation, for its own."""
    options = ("expression", "list", "data", "format", "json", "ontology", "help")
    taken = {p.name for question in known.values() for p in question.parameters}
    assert not [name for name in taken if any(option.startswith(name) for option in options)]


def test_the_questions_are_shacl_executables_that_run(known: dict[str, Question], merged: Graph) -> None:
    graph = Graph().parse(data=turtle(known.values(), Namespaces()), format="turtle")
    asked = set(graph.subjects(RDF.type, SH.SPARQLSelectExecutable))
    assert len(asked) == len(known)
    subject = URIRef("https://w3id.org/ipcase/id/question/cases-in-region")
    assert (subject, RDF.type, SH.SPARQLExecutable) in graph
    assert str(graph.value(subject, SH.select)) == known["cases-in-region"].sparql
    target = URIRef("https://schema.org/target")
    assert not set(graph.objects(None, target)), "no endpoint is named that is not known to run"
    served = Graph().parse(data=turtle(known.values(), Namespaces(), "https://example.org/sparql"), format="turtle")
    assert {str(served.value(node, target)) for node in asked} == {"https://example.org/sparql"}
    declared = {str(graph.value(node, SH.prefix)) for node in graph.objects(None, SH.declare)}
    assert {"def", "skos"} <= declared
    assert not [term for triple in graph for term in triple if not isinstance(term, URIRef | Literal)]


def test_the_questions_follow_another_base_and_endpoint(known: dict[str, Question]) -> None:
    text = turtle(known.values(), Namespaces("https://example.org/kg"), "http://127.0.0.1:8080/sparql").decode()
    assert "w3id.org/ipcase" not in text
    assert "schema:target <http://127.0.0.1:8080/sparql>" in text


def test_the_questions_are_written_the_same_every_time(known: dict[str, Question]) -> None:
    backwards = list(known.values())[::-1]
    assert turtle(backwards, Namespaces()) == turtle(known.values(), Namespaces())


def test_the_list_shows_parameters_with_their_defaults(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from kg.cli import main

    assert main(["query", "--list", "--ontology", str(root / "ontology")]) == 0
    assert "    --region 江苏省  地区" in capsys.readouterr().out
