"""The page of the first batch, used as a person uses it who has never seen it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import networkx as nx
import pytest

from kg import questions, serialize, store
from kg.explorer import Release, Source, render
from kg.model import Case
from kg.namespaces import Namespaces

Open = Callable[..., Any]


def test_a_reader_finds_case_16_reads_its_quote_shares_it_and_comes_back(
    first_batch_page: SimpleNamespace, open_page: Open
) -> None:
    opened = open_page(first_batch_page.html)
    page = opened.page
    for typed in ("预确认", "yqr", "customs"):
        page.fill("input[type=search]", "")
        page.type("input[type=search]", typed)
        assert page.locator(".hit").count() > 0, typed
    page.fill("input[type=search]", "yqr")
    page.locator(".hit", has_text="16").first.click()
    assert "青岛海关开展知识产权状况预确认" in opened.panel()
    page.locator("#reading .evidence button.words").first.click()
    marked = page.locator("#reading mark.on").first.inner_text()
    assert marked in page.locator("#reading .evidence li.on").inner_text()
    page.click("[data-lang=en]")
    assert "Qingdao Customs carries out pre-confirmation" in opened.panel()
    assert page.get_attribute("html", "lang") == "en"
    shared = page.evaluate("location.hash")
    other = open_page(first_batch_page.html, shared)
    assert "Qingdao Customs carries out pre-confirmation" in other.panel()
    page.go_back()
    assert page.get_attribute("html", "lang") == "zh-Hans"
    assert "青岛海关" in opened.panel()


def test_what_the_two_customs_cases_share_is_one_click_away_with_the_words_that_say_so(
    first_batch_page: SimpleNamespace, open_page: Open
) -> None:
    opened = open_page(first_batch_page.html)
    opened.page.get_by_role("button", name="海关的案例有哪些共同做法？").click()
    panel = opened.panel()
    assert "海关的 2 个案例，共同做法有 1 种：风险布控与查验。" in panel
    for words in ("风险防控", "抽查布控", "布控拦截"):
        assert words in panel
    opened.page.locator("#reading .shared button.words").first.click()
    assert opened.page.locator("#reading mark.on").first.inner_text() == "风险防控"


def test_which_provinces_have_no_case_is_one_click_away(first_batch_page: SimpleNamespace, open_page: Open) -> None:
    opened = open_page(first_batch_page.html)
    opened.page.get_by_role("button", name="哪些省级地区没有案例？").click()
    assert "16 个省级地区没有案例：天津、山西、" in opened.panel()
    opened.page.click("[data-lang=en]")
    assert "16 provincial divisions have no case: Tianjin, Shanxi, " in opened.panel()


def test_on_a_phone_the_answer_comes_into_view(first_batch_page: SimpleNamespace, open_page: Open) -> None:
    page = open_page(first_batch_page.html, "", "light", (390, 844)).page
    page.locator(".sample").first.click()
    page.wait_for_timeout(100)
    assert 0 <= page.locator("#reading h2").bounding_box()["y"] < 300


def test_sentences_are_english_where_the_page_is(first_batch_page: SimpleNamespace, open_page: Open) -> None:
    opened = open_page(first_batch_page.html, "#?lang=en")
    page = opened.page
    samples = page.locator(".sample").all_inner_texts()
    assert samples[0] == "What do the cases with customs have in common?"
    assert samples[1] == "Which cases concern the Yangtze River Delta?"
    assert samples[3] == "Who practises open licensing?"
    page.select_option("select[data-facet=region]", "region/yangtze-river-delta")
    assert page.locator(".sentence > span").first.inner_text() == "In the"
    assert "2 cases name the Yangtze River Delta; 7 more belong to it by membership." in opened.panel()
    page.select_option("select[data-facet=region]", "region/110000")
    assert page.locator(".sentence > span").first.inner_text() == "In"
    assert "1 case concerns Beijing." in opened.panel()
    listed = page.locator("select[data-facet=institution] option").all_inner_texts()
    assert any(option.startswith("universities (") for option in listed)
    page.evaluate("location.hash = '#?view=table&lang=en'")
    titles = page.locator("table.list tbody tr td:nth-child(2)").all_inner_texts()
    assert len(titles) == 25
    assert not any("\u4e00" <= sign <= "\u9fff" for title in titles for sign in title)


def test_what_is_cut_can_be_read_in_full(first_batch_page: SimpleNamespace, open_page: Open) -> None:
    page = open_page(first_batch_page.html, "#case/first-batch/1?lang=en&view=table").page
    cut = page.evaluate(
        """() => [...document.querySelectorAll("bdi, button, td, th, p, span")]
          .filter((one) => !one.children.length && one.textContent.trim().endsWith("…") && one.offsetParent)
          .filter((one) => !one.closest("[title]") && !/^(Report an error…|Filter…|How is it connected with…)$/.test(one.textContent))
          .map((one) => one.textContent)"""
    )
    assert cut == []


# ---- the place in the source


def test_the_place_of_a_quote_is_shown_with_the_text_around_it(
    first_batch_page: SimpleNamespace, open_page: Open
) -> None:
    page = open_page(first_batch_page.html, "#case/first-batch/16").page
    row = page.locator(".evidence li", has_text="风险防控").first
    row.locator("button.words").click()
    page.click("[data-action=openPlace]")
    place = page.locator("dialog")
    assert "构建立体式风险防控保障" in place.inner_text()
    assert place.locator("mark").first.inner_text() == "风险防控"
    item = next(item for item in first_batch_page.built.annotated if item.case.path.endswith("/16"))
    span = next(span for a in item.assertions for span in a.evidence if span.quote == "风险防控")
    begin, end = item.case.source_range(span)
    assert f"源文件第 {begin + 1}–{end} 字" in place.inner_text()
    assert f"第 {span.start + 1}–{span.end} 字" in place.inner_text()
    assert "知识产权强国建设第一批典型案例" in place.inner_text()
    assert first_batch_page.built.documents[0].sha256 in place.inner_text()


def test_without_a_chosen_quote_all_places_of_the_case_are_shown(
    first_batch_page: SimpleNamespace, open_page: Open
) -> None:
    page = open_page(first_batch_page.html, "#case/first-batch/16").page
    page.click("[data-action=openPlace]")
    assert page.locator("dialog .places li").count() > 10
    page.keyboard.press("Escape")
    page.locator(".evidence details summary").first.click()
    page.locator(".evidence details [data-action=openPlace]").click()
    assert page.locator("dialog .places li").count() < 5


def with_source(trial: SimpleNamespace, url: str) -> bytes:
    """The invented cases, their document registered with an address."""
    release = replace(trial.release, sources=(Source("trial", issuer="某局", url=url),))
    cases = trial.cases()
    return render(trial.network(cases), cases, release)


def test_a_registered_address_is_a_link(trial: SimpleNamespace, open_page: Open) -> None:
    page = open_page(with_source(trial, "https://example.org/a?b=c")).page
    page.click("[data-action=openPlace]")
    link = page.locator("dialog a")
    assert link.get_attribute("href") == "https://example.org/a?b=c"
    assert "noreferrer" in link.get_attribute("rel")
    assert "某局" in page.locator("dialog").inner_text()


@pytest.mark.parametrize("url", ["javascript:document.title='run'", "data:text/html,x", "", "file:///etc/passwd"])
def test_an_address_that_is_none_of_the_web_is_no_link(trial: SimpleNamespace, open_page: Open, url: str) -> None:
    page = open_page(with_source(trial, url)).page
    page.click("[data-action=openPlace]")
    assert page.locator("dialog a").count() == 0
    assert "未登记" in page.locator("dialog").inner_text()


# ---- hostile words where questions and places show them

HOSTILE = (
    "<img src=x onerror=document.title='run'>",
    "\"></script><script>document.title='run'</script>",
    "javascript:document.title='run'",
    "\u202eesrever\u2066\u2067",
    "__proto__",
    "${document.title='run'}",
    "长" * 10_000,
)


def test_hostile_words_do_nothing_in_questions_answers_places_and_the_engine(
    trial: SimpleNamespace, open_page: Open, root: Any
) -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    cases = []
    for position, words in enumerate(HOSTILE, 1):
        case = Case(f"case/trial/{position}", "trial", words[:50], words, f"{words}\n{words}尾")
        cases.append(case)
        network.add_node(case.path, kind="case", label=words, number=words[:50], position=position, document="trial")
        network.add_node(f"mechanism/m{position}", kind="mechanism", label=words, label_en=words)
        trial.add_link(network, case, "mechanism", f"mechanism/m{position}", (words[:60],), reviewer_role=words[:40],
                       reviewer_kind="person", review_date=words[:20], method="reviewed")  # fmt: skip
    told = {"properties": ["http://www.w3.org/2004/02/skos/core#altLabel"],
            "statements": [[f"scheme/mechanism/m{n}", 0, f'"zh-hans"{words}'] for n, words in enumerate(HOSTILE, 1)]}  # fmt: skip
    sources = (Source("trial", *(words[:200] for words in HOSTILE[:6])),)
    literal = questions.string_literal(HOSTILE[1])
    quads = store.of_bytes(f"<https://e.org/{1}> <https://e.org/p> {literal} .\n".encode())
    known = tuple(questions.load(root / "ontology" / "queries").values())
    page = open_page(
        render(network, cases, replace(trial.release, sources=sources), told, known,
               serialize.trig(quads, Namespaces().prefixes()))
    ).page  # fmt: skip
    for name in ("words-of-case", "headline-mechanisms", "words-in-context", "reviewers", "cases-containing"):
        page.evaluate(f"location.hash = '#question/{name}?with=case-number%3Dtrial%2F2%26text%3Drun'")
        page.wait_for_selector("#sparql", state="attached")
    page.evaluate("location.hash = '#case/trial/2?view=sparql&q=SELECT+*+WHERE+%7B%3Fs+%3Fp+%3Fo%7D'")
    page.wait_for_selector("#sparql-answer table")
    for number in range(1, len(HOSTILE) + 1):
        page.evaluate(f"location.hash = '#case/trial/{number}'")
        page.wait_for_function(f"() => document.querySelector('#reading mark') && location.hash.endsWith('/{number}')")
        page.click("[data-action=openPlace]")
        assert page.locator("dialog a, dialog img").count() == 0
        assert page.evaluate("document.querySelector('dialog').scrollWidth <= innerWidth")
        page.keyboard.press("Escape")
    assert page.title() == "典型案例图谱（试）"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_release_without_its_version_says_so(trial: SimpleNamespace, open_page: Open) -> None:
    cases = trial.cases()
    unknown = render(trial.network(cases), cases, replace(trial.release, version=""))
    assert "版本未注明" in open_page(unknown).page.locator("#foot").inner_text()


def test_the_date_of_a_release_is_that_of_its_latest_review() -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_edge("case/x/1", "region/110000", review_date="2026-01-02")
    network.add_edge("case/x/1", "region/120000", review_date="2026-03-01")
    assert Release.of(network, (), "https://example.org", "1").date == "2026-03-01"
