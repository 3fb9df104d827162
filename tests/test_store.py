"""The embedded store: which graphs a query sees."""

from __future__ import annotations

import pytest

from kg.store import QueryError, of_bytes, run, select

DATA = b'<a:s> <a:p> "from <x> here" <a:g> .\n<a:s> <a:p> "2" <a:h> .\n'
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def count(sparql: str) -> str | None:
    return select(of_bytes(DATA), sparql).rows[0][0]


def test_a_query_that_names_no_dataset_sees_the_union_of_all_graphs() -> None:
    assert count(COUNT) == "2"


def test_a_query_that_names_a_graph_sees_that_graph() -> None:
    assert count("SELECT (COUNT(*) AS ?n) FROM <a:g> WHERE { ?s ?p ?o }") == "1"
    assert count("SELECT (COUNT(*) AS ?n) FROM NAMED <a:g> WHERE { GRAPH ?g { ?s ?p ?o } }") == "1"


@pytest.mark.parametrize(
    "sparql",
    [
        f"# answers from <all> graphs\n{COUNT}",
        'SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o FILTER(?o != "not from <x>") }',
        "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o FILTER(?o != 'from x:y') }",
        "PREFIX d: <http://e.org/def#> SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o } # from d:x",
    ],
)
def test_the_word_from_in_a_comment_or_a_string_is_no_dataset(sparql: str) -> None:
    assert count(sparql) == "2"


def test_a_query_that_does_not_parse_is_a_query_error() -> None:
    with pytest.raises(QueryError):
        run(of_bytes(DATA), "SELEKT *")
