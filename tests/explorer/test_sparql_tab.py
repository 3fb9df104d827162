"""A page with an engine answers SPARQL of any kind, from one file and without a network."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kg import questions, serialize
from kg.namespaces import Namespaces

QUERIES = Path(__file__).resolve().parents[2] / "ontology" / "queries"
KNOWN = questions.load(QUERIES)


@pytest.fixture(scope="module")
def with_engine(first_batch_page: SimpleNamespace) -> bytes:
    """The first batch's page with the engine and the dataset in it."""
    page: bytes = first_batch_page.render(trig=serialize.trig(first_batch_page.store, Namespaces().prefixes()))
    return page


def run(page: Any, query: str) -> str:
    """Run a query in the tab and return what stands below it."""
    page.fill("#sparql-query", query)
    page.click("#sparql-run")
    page.wait_for_function("() => { const box = document.querySelector('#sparql-answer');"
                           "return box.children.length && !box.hasAttribute('aria-busy'); }")  # fmt: skip
    return str(page.locator("#sparql-answer").inner_text())


def test_every_question_is_an_example_and_gives_the_expected_rows(
    with_engine: bytes, open_page: Callable[..., Any]
) -> None:
    opened = open_page(with_engine, "#?view=sparql")
    wrong = []
    for name in sorted(KNOWN):
        opened.page.select_option("#sparql-examples", name)
        run(opened.page, opened.page.input_value("#sparql-query"))
        answer = opened.saved("#sparql-answer [data-action=csv]").removeprefix("\ufeff").replace("\r\n", "\n")
        if answer != (QUERIES / "expected" / f"{name}.csv").read_text(encoding="utf-8"):
            wrong.append(name)
    assert wrong == []


def test_an_example_takes_other_values_in_its_fields(with_engine: bytes, open_page: Callable[..., Any]) -> None:
    page = open_page(with_engine, "#?view=sparql&lang=en").page
    page.select_option("#sparql-examples", label=KNOWN["cases-in-region"].en)
    page.fill(".sparql .ask-form input", "Guangdong")
    assert 'BIND("Guangdong" AS ?region)' in page.input_value("#sparql-query")
    assert "4 rows" in run(page, page.input_value("#sparql-query"))
    page.locator("#sparql-answer tbody button").first.click()
    assert "Guangdong" in page.locator("#reading").inner_text()


def test_a_faulty_query_is_answered_with_the_place_of_the_fault(
    with_engine: bytes, open_page: Callable[..., Any]
) -> None:
    page = open_page(with_engine, "#?view=sparql").page
    assert "查询第 2 行第 8 个字符处有误" in run(page, "SELECT ?x WHERE {\n ?x a }")
    page.click("[data-lang=en]")
    assert "fault in line 2, at character 8" in run(page, "SELECT ?y WHERE {\n ?y a }")


def test_a_fault_is_told_in_few_words_and_an_update_is_refused(
    with_engine: bytes, open_page: Callable[..., Any]
) -> None:
    page = open_page(with_engine, "#?view=sparql").page
    assert len(run(page, "SELECT * WHERE { ?s ?p ")) < 200
    assert "只供查询" in run(page, "INSERT DATA { <a:a> <a:b> 1 }")


def test_other_kinds_of_query_work_too(with_engine: bytes, open_page: Callable[..., Any]) -> None:
    page = open_page(with_engine, "#?view=sparql").page
    assert "是" in run(page, "ASK { ?x a <https://w3id.org/ipcase/def#Case> }")
    assert "skos" in run(page, "CONSTRUCT WHERE { ?x <http://www.w3.org/2004/02/skos/core#notation> ?y } LIMIT 3")
    graphs = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?x a <https://w3id.org/ipcase/def#Case> } }"
    assert "first-batch/source" in run(page, graphs)
    assert "没有结果" in run(page, "SELECT ?x WHERE { ?x a <https://example.org/nothing> }")


def test_a_query_of_the_page_opens_in_the_tab_and_can_be_shared(
    with_engine: bytes, open_page: Callable[..., Any]
) -> None:
    page = open_page(with_engine, "#question/platforms").page
    page.click("#reading details summary")
    page.click("[data-action=runSparql]")
    page.wait_for_selector("#sparql-answer table")
    again = open_page(with_engine, page.evaluate("location.hash")).page
    again.wait_for_selector("#sparql-answer table")
    assert "专利鹊桥" in again.locator("#sparql-answer").inner_text()


def test_words_of_an_answer_are_never_markup(with_engine: bytes, open_page: Callable[..., Any]) -> None:
    page = open_page(with_engine, "#?view=sparql").page
    words = run(page, 'SELECT ("<img src=x onerror=alert(1)></script>" AS ?x) ("javascript:alert(1)" AS ?y) WHERE {}')
    assert "<img src=x onerror=alert(1)></script>" in words
    assert page.locator("#sparql-answer img, #sparql-answer a").count() == 0


def test_an_old_browser_is_told_what_it_lacks(with_engine: bytes, browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "kg.html"
    file.write_bytes(with_engine)
    context = browser.new_context(offline=True)
    context.add_init_script("delete window.DecompressionStream")
    page = context.new_page()
    page.goto(f"{file.as_uri()}#?view=sparql")
    page.wait_for_selector("#sparql-answer .fault")
    assert "浏览器太旧" in page.locator("#sparql-answer").inner_text()
    context.close()


def test_only_a_page_with_an_engine_has_the_tab_and_none_is_too_large(
    with_engine: bytes, first_batch_page: SimpleNamespace, open_page: Callable[..., Any]
) -> None:
    page = open_page(first_batch_page.html, "#?view=sparql").page
    assert page.locator("[data-view=sparql]").count() == 0
    assert page.locator("[data-view=graph][aria-pressed=true]").count() == 1
    assert len(first_batch_page.html) <= 1_200_000
    assert len(with_engine) <= 3_200_000


def test_the_engine_is_listed_with_its_version_and_licence(with_engine: bytes, open_page: Callable[..., Any]) -> None:
    assert "oxigraph 0.5.11 (MIT OR Apache-2.0)" in open_page(with_engine).page.locator("#foot").inner_text()
    notice = (Path(__file__).resolve().parents[2] / "NOTICE").read_text(encoding="utf-8")
    assert "npm package oxigraph 0.5.11" in notice


def test_the_vendored_files_are_those_that_were_fetched() -> None:
    folder = resources.files("kg.explorer").joinpath("vendor")
    record = json.loads(folder.joinpath("oxigraph.json").read_bytes())
    kept = {
        "web.js": folder.joinpath("oxigraph.js").read_bytes(),
        "web_bg.wasm": gzip.decompress(folder.joinpath("oxigraph.wasm.gz").read_bytes()),
    }
    assert {name: hashlib.sha256(content).hexdigest() for name, content in kept.items()} == record["sha256"]
