"""Everyone can use the page: axe finds nothing serious, and a keyboard is enough."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from types import SimpleNamespace
from typing import Any

import pytest

from kg import serialize
from kg.namespaces import Namespaces

AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
"""axe-core, as the package for Playwright carries it; evaluated by the browser's driver, so the page's policy stays."""

STATES = (
    "#case/first-batch/16",
    "#case/first-batch/25?view=table",
    "#institution-type/customs?view=table&rows=links",
    "#mechanism/open-licence?view=matrix",
    "#region/yangtze-river-delta?view=matrix&matrix=case",
    "#gaps?view=map",
    "#answer?institution=institution-type/customs&tab=institution",
    "#answer?region=region/yangtze-river-delta",
    "#questions",
    "#question/words-of-case",
    "#question/cases-without-region?view=sparql&q=SELECT+*+WHERE+%7B+%3Fa+%3Fb+%3Fc+%7D+LIMIT+5",
)
"""Every view and every kind of panel."""

DIALOGS = ("#help", "[data-action=openPlace]", "[data-action=correct]")


@pytest.fixture(scope="module")
def with_engine(first_batch_page: SimpleNamespace) -> bytes:
    """The page with everything in it."""
    page: bytes = first_batch_page.render(trig=serialize.trig(first_batch_page.store, Namespaces().prefixes()))
    return page


def faults(page: Any, within: str = "document") -> list[str]:
    """What axe calls serious or critical, with the element and the reason."""
    result = page.evaluate(f"() => axe.run({within}, {{ resultTypes: ['violations'] }})")
    return [
        f"{page.evaluate('location.hash')} {item['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for item in result["violations"]
        if item["impact"] in ("serious", "critical")
        for node in item["nodes"][:3]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing_serious_in_any_view(
    with_engine: bytes, open_page: Callable[..., Any], language: str, scheme: str
) -> None:
    page = open_page(with_engine, f"#?lang={language}", scheme).page
    page.evaluate(AXE)
    found = []
    for state in STATES:
        page.evaluate(f"location.hash = '{state}{'&' if '?' in state else '?'}lang={language}'")
        if "sparql" in state:
            page.wait_for_selector("#sparql-answer table")
        page.wait_for_timeout(250)  # colours fade in
        found += faults(page)
    page.evaluate(f"location.hash = '#case/first-batch/16?lang={language}'")
    page.wait_for_selector("[data-action=correct]")
    for opener in DIALOGS:
        page.click(opener)
        found += faults(page, "document.querySelector('dialog')")
        page.keyboard.press("Escape")
    page.locator(".evidence details summary").first.click()
    page.locator("#reading details.way summary").click()
    found += faults(page, "document.querySelector('#reading')")
    assert found == []


def focused(page: Any) -> str:
    """The words of what has the focus."""
    return str(page.evaluate("document.activeElement.innerText || document.activeElement.value || ''"))


def test_with_the_keyboard_alone_a_case_its_words_and_a_neighbour_are_found(
    first_batch_page: SimpleNamespace, open_page: Callable[..., Any]
) -> None:
    opened = open_page(first_batch_page.html)
    page, keys = opened.page, opened.page.keyboard
    keys.press("/")
    keys.type("yqr")
    keys.press("ArrowDown")
    assert page.get_attribute("input[type=search]", "aria-activedescendant") == "found-0"
    keys.press("Enter")
    assert page.evaluate("document.activeElement.id") == "reading"
    # To the first row of evidence, which marks its words.
    for _ in range(60):
        keys.press("Tab")
        if page.evaluate("document.activeElement.matches('.evidence button.words, .quotes button.words')"):
            break
    quote = focused(page)
    keys.press("Enter")
    assert page.locator("#reading mark.on").count() > 0
    assert quote.split()[0] in opened.panel()
    # To what it is linked to, and open it.
    for _ in range(10):
        keys.press("Tab")
        if page.evaluate("document.activeElement.matches('.evidence .to')"):
            break
    neighbour = focused(page)
    keys.press("Enter")
    assert page.locator("#reading h2").inner_text().startswith(neighbour)
    page.go_back()
    assert "青岛海关" in page.locator("#reading h2").inner_text()


def test_a_question_is_asked_with_the_keyboard_alone(
    first_batch_page: SimpleNamespace, open_page: Callable[..., Any]
) -> None:
    opened = open_page(first_batch_page.html)
    opened.page.focus("#more-questions")
    opened.page.keyboard.press("Enter")
    opened.page.focus("#ask-filter")
    opened.page.keyboard.type("关区")
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press("Enter")
    opened.page.focus(".ask-form input")
    opened.page.keyboard.press("Enter")
    assert "青岛海关" in opened.panel()
    assert opened.page.get_attribute("#live", "aria-live") == "polite"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_stand_out_from_the_ground(
    first_batch_page: SimpleNamespace, open_page: Callable[..., Any], scheme: str
) -> None:
    page = open_page(first_batch_page.html, "", scheme).page
    ratios = page.evaluate(
        """() => {
          const luminance = (colour) => {
            const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
            pen.fillStyle = colour;
            pen.fillRect(0, 0, 1, 1);
            const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((part) => {
              const share = part / 255;
              return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const ground = luminance(getComputedStyle(document.body).backgroundColor);
          return Object.fromEntries([...document.querySelectorAll(".legend .sign, .column .sign, #reading .sign")].map((sign) => {
            const mark = luminance(getComputedStyle(sign).fill === "none" ? getComputedStyle(sign).stroke : getComputedStyle(sign).fill);
            const [light, dark] = [Math.max(ground, mark), Math.min(ground, mark)];
            return [sign.getAttribute("class"), (light + 0.05) / (dark + 0.05)];
          }));
        }"""
    )
    assert len(ratios) >= 5
    assert {name: ratio for name, ratio in ratios.items() if ratio < 3} == {}


def test_the_focus_goes_to_an_answer_and_stays_on_a_sample(
    first_batch_page: SimpleNamespace, open_page: Callable[..., Any]
) -> None:
    page = open_page(first_batch_page.html).page
    page.locator(".sample").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.sample") == "0"
    page.focus("#more-questions")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "reading"
    page.focus("[data-question=cases-in-region]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "reading"
    assert page.locator("#live").inner_text() == "答：4 行"


def test_chinese_says_that_it_is_chinese_where_the_page_is_english(
    first_batch_page: SimpleNamespace, open_page: Callable[..., Any]
) -> None:
    page = open_page(first_batch_page.html, "#case/first-batch/16?lang=en").page
    untold = page.evaluate(
        """() => [...document.querySelectorAll("#reading bdi, #reading q, #reading h2, #view bdi")]
          .filter((one) => /[\\u4e00-\\u9fff]/.test(one.textContent))
          .filter((one) => !one.closest("[lang=zh-Hans]") && !one.querySelector("[lang=zh-Hans]"))
          .map((one) => one.textContent)"""
    )
    assert untold == []
