"""Every named question is answered by the page itself, with the rows that its query gives on a real store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyoxigraph
import pytest

from kg import questions, store

QUERIES = Path(__file__).resolve().parents[2] / "ontology" / "queries"
KNOWN = questions.load(QUERIES)


def downloaded(opened: Any) -> str:
    """The answer that is shown, as the page saves it; line ends and mark as in the files of expected rows."""
    return str(opened.saved("[data-action=csv]")).removeprefix("\ufeff").replace("\r\n", "\n")


def by_the_store(rdf: pyoxigraph.Store, sparql: str) -> list[tuple[str, ...]]:
    """The rows of a query on a real store."""
    return [tuple(value or "" for value in row) for row in store.select(rdf, sparql).rows]


def test_every_question_is_reached_in_four_clicks_with_the_expected_rows(
    first_batch_page: SimpleNamespace, open_page: Callable[..., Any]
) -> None:
    opened = open_page(first_batch_page.html)
    page = opened.page
    page.click("#more-questions")
    listed = page.locator("[data-question]").evaluate_all("all => all.map((one) => one.dataset.question)")
    assert sorted(listed) == sorted(KNOWN)
    wrong = []
    for name in listed:
        page.click(f"[data-question={name}]")
        if downloaded(opened) != (QUERIES / "expected" / f"{name}.csv").read_text(encoding="utf-8"):
            wrong.append(name)
        page.click("#reading .kicker button")
    assert wrong == []


def test_the_query_that_is_shown_runs_on_a_real_store(
    first_batch_page: SimpleNamespace, open_page: Callable[..., Any]
) -> None:
    page = open_page(first_batch_page.html).page
    wrong = []
    for name, question in sorted(KNOWN.items()):
        page.evaluate(f"location.hash = '#question/{name}'")
        page.wait_for_function(
            "(wanted) => document.querySelector('#reading h2').textContent === wanted", arg=question.zh
        )
        shown = page.locator("#sparql").text_content()
        if by_the_store(first_batch_page.store, shown) != by_the_store(first_batch_page.store, question.sparql):
            wrong.append(name)
    assert wrong == []


OTHERS = (
    ("cases-in-region", {"region": "苏州"}),
    ("cases-in-region", {"region": "Guangdong"}),
    ("cases-in-area", {"area": "京津冀"}),
    ("cases-with-actor-type", {"actor-type": "bank"}),
    ("cases-with-mechanism", {"mechanism": "E1"}),
    ("cases-with-two-actor-types", {"first": "海关", "second": "企业"}),
    ("links-by-basis", {"basis": "合称成员"}),
    ("mechanism-pairs", {"minimum": "3"}),
    ("cases-containing", {"text": "“双报制”"}),
    ("words-of-case", {"case-number": "first-batch/9"}),
)
"""Questions asked of something else than their defaults."""


def test_a_question_is_asked_of_something_else_in_its_fields(
    first_batch_page: SimpleNamespace, open_page: Callable[..., Any]
) -> None:
    opened = open_page(first_batch_page.html)
    for name, values in OTHERS:
        opened.page.evaluate(f"location.hash = '#question/{name}'")
        opened.page.wait_for_function(
            "(zh) => document.querySelector('#reading h2').textContent === zh", arg=KNOWN[name].zh
        )
        for parameter, value in values.items():
            opened.page.fill(f".ask-form input[name={parameter}]", value)
        opened.page.click(".ask-form button")
        expected = by_the_store(first_batch_page.store, KNOWN[name].bound(values))
        assert expected, name
        assert f"答：{len(expected)} 行" in opened.panel(), name
        first = opened.page.locator("#asked-rows tbody tr").first.inner_text()
        assert expected[0][0] in first, name


def test_hostile_words_in_a_field_stay_words(first_batch_page: SimpleNamespace, open_page: Callable[..., Any]) -> None:
    opened = open_page(first_batch_page.html, "#question/cases-not-containing")
    for words in ('" ) } #', "\\", "\\u0022", "</script><script>alert(1)</script>"):
        opened.page.fill(".ask-form input", words)
        opened.page.click(".ask-form button")
        assert "答：25 行" in opened.panel()
        shown = opened.page.locator("#sparql").text_content()
        assert len(by_the_store(first_batch_page.store, shown)) == 25


def test_an_unknown_name_is_met_with_advice_not_with_silence(
    first_batch_page: SimpleNamespace, open_page: Callable[..., Any]
) -> None:
    opened = open_page(first_batch_page.html, "#question/cases-in-region")
    opened.page.fill(".ask-form input", "不存在的省")
    opened.page.click(".ask-form button")
    assert "没有结果" in opened.panel()


def test_a_question_and_what_it_is_asked_of_can_be_shared(
    first_batch_page: SimpleNamespace, open_page: Callable[..., Any]
) -> None:
    page = open_page(first_batch_page.html, "#question/cases-in-region").page
    page.fill(".ask-form input", "广东省")
    page.click(".ask-form button")
    fragment = page.evaluate("location.hash")
    again = open_page(first_batch_page.html, fragment)
    assert again.page.input_value(".ask-form input") == "广东省"
    assert "答：4 行" in again.panel()
    page.go_back()
    assert page.input_value(".ask-form input") == "江苏省"


def test_an_answer_leads_into_the_page(first_batch_page: SimpleNamespace, open_page: Callable[..., Any]) -> None:
    opened = open_page(first_batch_page.html, "#question/institutions-of-type?lang=en")
    opened.page.click("#asked-rows tbody tr:first-child button >> nth=-1")
    assert "Qingdao Customs" in opened.panel()


def test_answers_in_english_are_english(first_batch_page: SimpleNamespace, open_page: Callable[..., Any]) -> None:
    page = open_page(first_batch_page.html, "#question/actor-types-in-role?lang=en").page
    words = page.locator("#asked-rows").inner_text()
    assert "customs" in words
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in words)


def test_a_question_that_is_new_to_the_project_is_answered_without_any_code(
    first_batch_page: SimpleNamespace, open_page: Callable[..., Any]
) -> None:
    text = (QUERIES / "cases-in-region.rq").read_text(encoding="utf-8")
    new = questions.parse("cases-in-the-north", text.replace("江苏省", "北京市").replace("某地", "某处"))
    opened = open_page(first_batch_page.render((new,)), "#question/cases-in-the-north")
    assert "答：1 行" in opened.panel()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x WHERE { SERVICE <http://x> { ?x ?y ?z } }",
        "SELECT ?x WHERE { ?x a def:Case ; FILTER(REGEX(?x, 'a')) }",
    ],
)
def test_what_the_page_cannot_answer_it_says(
    first_batch_page: SimpleNamespace, open_page: Callable[..., Any], query: str
) -> None:
    odd = questions.Question("odd", "怪问题？", "Odd?", query)
    opened = open_page(first_batch_page.render((odd,)), "#question/odd")
    assert "本页答不了" in opened.panel()
    assert opened.page.locator("#sparql").text_content().endswith(query)


def test_numbers_of_a_new_dataset_are_its_own(first_batch_page: SimpleNamespace, open_page: Callable[..., Any]) -> None:
    """The page of half the cases answers of these alone: nothing in it was worked out beforehand."""
    opened = open_page(first_batch_page.render(None, slice(0, 12)), "#question/cases-per-province")
    rows: Sequence[str] = opened.page.locator("#asked-rows tbody tr").all_inner_texts()
    assert not any("广东" in row for row in rows)
    assert any("江苏" in row for row in rows)
