"""The query that the page shows for a question gives the cases that the page itself lists."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pyoxigraph
import pytest

from kg import explorer, network, pipeline
from kg.model import Splitting
from kg.namespaces import Namespaces
from kg.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def real(vocabulary: Vocabulary, first_batch: Splitting) -> SimpleNamespace:
    """The first batch as rules find it: its page, and its quads in a store."""
    built = pipeline.build([first_batch], vocabulary, {}, Namespaces())
    store = pyoxigraph.Store()
    store.bulk_load("".join(built.lines()).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    cases = [item.case for item in built.annotated]
    release = explorer.Release("第一批", "First batch", "1", "CC BY 4.0")
    return SimpleNamespace(
        page=explorer.render(network.build(built.annotated, vocabulary), cases, release), store=store
    )


def numbers(store: pyoxigraph.Store, query: str) -> list[str]:
    """The numbers of the cases that a query finds."""
    solutions = store.query(query, use_default_graph_as_union=True)
    return [str(row["case"].value).rpartition("/")[2] for row in solutions]  # type: ignore[union-attr, index]


@pytest.mark.parametrize("facet", ["region", "institution", "ip-type", "mechanism"])
def test_the_query_of_a_question_finds_what_the_page_lists(
    real: SimpleNamespace, open_page: Callable[..., Any], facet: str
) -> None:
    page = open_page(real.page).page
    chosen = page.locator(f"select[data-facet={facet}] option").evaluate_all("all => all.map((one) => one.value)")
    assert len(chosen) > 8
    for path in chosen[1:]:
        page.select_option(f"select[data-facet={facet}]", path)
        query = page.locator("#sparql").text_content()
        listed = page.locator("#reading .cases > li > .caselink .number").all_inner_texts()
        assert sorted(numbers(real.store, query)) == sorted(listed), path


def test_every_link_of_the_dataset_is_on_the_page(real: SimpleNamespace, open_page: Callable[..., Any]) -> None:
    rows = open_page(real.page, "#?view=table&rows=links").page.locator("table.list tbody tr").count()
    [answer] = real.store.query(
        "PREFIX def: <https://w3id.org/ipcase/def#> SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a a def:Assertion }",
        use_default_graph_as_union=True,
    )  # type: ignore[misc]
    assert rows == int(answer["n"].value)  # type: ignore[index]


def test_the_real_page_is_small_enough(real: SimpleNamespace) -> None:
    assert len(real.page) < 1_200_000


def test_typing_a_practice_its_initials_or_english_finds_the_customs_case(
    real: SimpleNamespace, open_page: Callable[..., Any]
) -> None:
    opened = open_page(real.page)
    for text in ("预确认", "yqr", "customs"):
        opened.page.fill("input[type=search]", text)
        assert opened.page.locator(".hit").count() > 0
    opened.page.fill("input[type=search]", "16")
    opened.page.locator(".hit").first.click()
    assert "青岛海关开展知识产权状况预确认" in opened.panel()
    assert "预确认" in "".join(opened.page.locator("#reading mark").all_inner_texts())
