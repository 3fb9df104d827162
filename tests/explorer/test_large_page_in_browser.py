"""The page of a large dataset as a reader uses it: generated cases of the real shape, in Chromium, opened from disk."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks.synthetic import DOCUMENTS, Generator
from kg import network, vocabulary
from kg.explorer import Release, render

Open = Callable[..., Any]

ROOT = Path(__file__).resolve().parents[2]
NODES = 10_000
RELEASE = Release("生成的案例", "Generated cases", "0", "CC0", documents=DOCUMENTS)


@pytest.fixture(scope="module")
def large() -> SimpleNamespace:
    """A dataset of ten thousand nodes, its page, and the case that the page is asked for."""
    known = vocabulary.load(ROOT / "ontology")
    made = Generator(known).cases(NODES)
    graph = network.build(made, known)
    cases = [item.case for item in made]
    return SimpleNamespace(graph=graph, cases=cases, page=render(graph, cases, RELEASE), some=cases[1234])


def count(graph: Any, name: str) -> int:
    """The number of cases linked to a region or concept or to anything below it, counted on the network itself."""
    below = {name}
    while True:
        found = {
            child for child, parent, edge in graph.edges(data=True)
            if edge["kind"] == "hierarchy" and parent in below and edge["relation"] in ("partOf", "broader")
        }  # fmt: skip
        if found <= below:
            break
        below |= found
    return len({case for case, target, edge in graph.edges(data=True) if edge["kind"] == "link" and target in below})


def test_it_opens_on_an_overview_that_counts_and_says_what_it_leaves_out(
    large: SimpleNamespace, open_page: Open
) -> None:
    page = open_page(large.page).page
    note = page.locator("#left-out").inner_text()
    assert f"未逐个画出 {len(large.cases)} 个案例" in note
    assert f"{large.graph.number_of_nodes()} 个节点" in note
    guangdong = page.locator(".column.left .row", has_text="广东")
    assert guangdong.locator(".count").inner_text() == str(count(large.graph, "region/440000"))
    customs = page.locator(".column.right .row", has_text="海关保护")
    assert customs.locator(".count").inner_text() == str(count(large.graph, "mechanism/customs"))
    assert page.locator(".column.case .row").count() == 0


def test_from_a_province_one_goes_down_to_its_cases_and_on_to_one_of_them(
    large: SimpleNamespace, open_page: Open
) -> None:
    opened = open_page(large.page)
    page = opened.page
    page.locator(".column.left .row", has_text="广东").click()
    page.mouse.move(5, 5)
    expected = count(large.graph, "region/440000")
    assert f"{expected} 个案例" in opened.panel()
    rows = page.locator(".column.case .row")
    assert 10 < rows.count() < 100 < expected  # only those in sight are in the page
    assert page.locator(".column.case li[aria-setsize]").first.get_attribute("aria-setsize") == str(expected)
    page.locator(".column.case").evaluate("(list) => { list.scrollTop = list.scrollHeight; }")
    page.wait_for_selector(f".column.case li[data-at='{expected - 1}']")
    last = page.locator(f".column.case li[data-at='{expected - 1}'] .row")
    label = last.locator(".label").inner_text()
    last.click()
    assert label.rstrip("…") in page.locator("#reading h2").inner_text()
    page.mouse.move(5, 5)
    assert "广东" in page.locator(".column.left li.lit").inner_text()
    assert page.locator(".column.right li.lit").count() > 0
    assert page.locator(f".column.case li[data-at='{expected - 1}'].chosen").count() == 1


def test_a_province_opens_to_its_cities(large: SimpleNamespace, open_page: Open) -> None:
    page = open_page(large.page).page
    before = page.locator(".column.left .row").count()
    page.locator(".column.left li", has_text="广东").locator(".twist").click()
    assert page.locator(".column.left .row").count() > before
    assert page.locator(".column.left li.child").count() > 10


@pytest.mark.parametrize("draw", ["overview", "all"])
def test_search_finds_a_case_by_words_of_its_title_and_text(large: SimpleNamespace, open_page: Open, draw: str) -> None:
    opened = open_page(large.page, f"#?draw={draw}")
    opened.page.fill("input[type=search]", large.some.title)
    opened.page.locator(".hit").first.click()
    assert large.some.title in opened.panel()
    measure = next(re.finditer(r"\w{4}机制", large.some.text + "".join(case.text for case in large.cases[1235:1260])))[
        0
    ]
    opened.page.fill("input[type=search]", measure)
    assert measure in opened.page.locator("#found").inner_text()
    opened.page.fill("input[type=search]", "gdxczkcxbzjd")
    assert "没有找到" in opened.page.locator("#found").inner_text()


@pytest.mark.parametrize("text", ["chongqing", "cq", "重庆", "Chongqing"])
def test_a_name_that_is_read_in_an_unusual_way_is_found_by_its_pinyin(
    large: SimpleNamespace, open_page: Open, text: str
) -> None:
    page = open_page(large.page).page
    page.fill("input[type=search]", text)
    assert "重庆" in page.locator("#found").inner_text()


def test_a_question_is_answered_and_its_places_hold_all_choices(large: SimpleNamespace, open_page: Open) -> None:
    opened = open_page(large.page)
    region = opened.page.locator("[data-facet=region]")
    region.focus()
    assert region.locator("option").count() > 800
    region.select_option("region/440000")
    opened.page.locator("[data-facet=mechanism]").focus()
    opened.page.locator("[data-facet=mechanism]").select_option("mechanism/customs")
    both = {case for case, target, edge in large.graph.edges(data=True) if edge["kind"] == "link"}
    below = {child for child, parent, edge in large.graph.edges(data=True)
             if edge["kind"] == "hierarchy" and parent == "mechanism/customs"} | {"mechanism/customs"}  # fmt: skip
    cities = {child for child, parent, edge in large.graph.edges(data=True) if parent == "region/440000"}
    places = {"region/440000"} | cities | {
        child for child, parent, edge in large.graph.edges(data=True) if edge["kind"] == "hierarchy" and parent in cities
    }  # fmt: skip
    for wanted in (below, places):
        both &= {
            case for case, target, edge in large.graph.edges(data=True) if edge["kind"] == "link" and target in wanted
        }
    assert opened.page.locator("#answer strong").inner_text().startswith(f"{len(both)} 个案例")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_node_is_drawn_and_nothing_sticks_out(
    large: SimpleNamespace, open_page: Open, language: str, scheme: str
) -> None:
    page = open_page(large.page, f"#?draw=all&lang={language}", scheme).page
    assert f"{large.graph.number_of_nodes()}" in page.locator("#left-out").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    colours = page.evaluate(
        """() => {
          const canvas = document.querySelector("canvas.field");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          const found = new Set();
          for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 250) found.add(`${data[at]},${data[at + 1]},${data[at + 2]}`);
          const hex = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
          const wanted = ["region", "institution", "case", "mechanism"].map(hex);
          return wanted.map((colour) => found.has([1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)).join(",")));
        }"""
    )
    assert colours == [True] * 4
    assert overlapping_heads(page) == 0


def overlapping_heads(page: Any) -> int:
    """How many pairs of names of rows or columns lie over each other."""
    return int(
        page.evaluate(
            """() => [".of-row", ".of-column"].reduce((sum, kind) => {
              const boxes = [...document.querySelectorAll(`.band${kind}:not([hidden])`)].map((b) => b.getBoundingClientRect());
              let found = 0;
              boxes.forEach((a, at) => boxes.slice(at + 1).forEach((b) => {
                const across = a.left < b.right - 1 && b.left < a.right - 1;
                if (across && a.top < b.bottom - 1 && b.top < a.bottom - 1) found += 1;
              }));
              return sum + found;
            }, 0)"""
        )
    )


def picture(page: Any) -> ElementTree.Element:
    """The drawing, exported as SVG and parsed."""
    page.locator("#export summary").click()
    with page.expect_download() as download:
        page.locator("[data-export=exportSvg]").click()
    return ElementTree.fromstring(Path(download.value.path()).read_bytes())


SVG = "{http://www.w3.org/2000/svg}"


def test_names_that_appear_when_one_looks_nearer_do_not_overlap(large: SimpleNamespace, open_page: Open) -> None:
    page = open_page(large.page, "#?draw=all").page
    for _ in range(9):
        page.locator(".zoom button").last.click()
    page.wait_for_timeout(200)
    # what is written on the canvas is written in the picture at the same places
    names = [
        (float(text.get("x", 0)), float(text.get("y", 0)), len(text.text or ""))
        for text in picture(page).iter(f"{SVG}text")
        if "·" in (text.text or "")[:3]
    ]
    assert len(names) > 10
    # rows of names lie a line apart, or side by side with room for the shorter of both
    for at, (x, y, length) in enumerate(names):
        for other_x, other_y, other_length in names[at + 1 :]:
            apart = abs(y - other_y) >= 16
            beside = other_x >= x + 6 * length or x >= other_x + 6 * other_length
            assert apart or beside


def test_choosing_draws_its_links_and_one_step_more_draws_more(large: SimpleNamespace, open_page: Open) -> None:
    degree = large.graph.out_degree(large.some.path)
    page = open_page(large.page, f"#{large.some.path}?draw=all").page
    assert len(list(picture(page).iter(f"{SVG}path"))) == degree
    page.locator("[data-reach='2']").click()
    assert len(list(picture(page).iter(f"{SVG}path"))) > 3 * degree
    page.locator("[data-reach='3']").click()
    assert "条连线，只画了 6000 条" in page.locator("#left-out").inner_text()
    assert len(list(picture(page).iter(f"{SVG}path"))) == 6000


def test_the_full_drawing_is_dragged_zoomed_pointed_at_and_chosen_from(large: SimpleNamespace, open_page: Open) -> None:
    opened = open_page(large.page, "#?draw=all")
    page = opened.page
    box = page.locator("canvas.field").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def look() -> bytes:
        page.wait_for_timeout(250)
        return bytes(page.locator("canvas.field").screenshot())

    first = look()
    page.mouse.move(x, y)
    page.mouse.wheel(0, -1200)
    near = look()
    assert near != first
    page.mouse.down()
    page.mouse.move(x + 90, y + 40, steps=6)
    page.mouse.up()
    page.mouse.move(5, 5)
    assert look() != near
    found = None
    for step in range(400):  # go over the drawing until something is under the pointer
        page.mouse.move(box["x"] + 120 + step * 7 % 600, box["y"] + 140 + step * 3 % 250)
        page.wait_for_timeout(20)
        if page.locator("#tip").is_visible():
            found = page.locator("#tip strong").inner_text().strip()
            page.mouse.down()
            page.mouse.up()
            break
    assert found
    assert found.split("…")[0].split(" ")[-1][:8] in opened.panel()


def test_a_keyboard_alone_walks_the_full_drawing_and_the_overview(large: SimpleNamespace, open_page: Open) -> None:
    opened = open_page(large.page, "#?draw=all")
    keys = opened.page.keyboard
    opened.page.locator("canvas.field").focus()
    keys.press("ArrowDown")
    first = opened.page.locator("#live").inner_text()
    keys.press("ArrowDown")
    keys.press("ArrowRight")
    said = opened.page.locator("#live").inner_text()
    assert said != first
    keys.press("Enter")
    assert said.split("：", 1)[1].split(" ")[-1][:10] in opened.panel()

    opened = open_page(large.page)
    keys = opened.page.keyboard
    opened.page.locator(".column.left .row", has_text="广东").focus()
    keys.press("Enter")
    keys.press("ArrowRight")
    assert opened.page.evaluate("document.activeElement.closest('ul').classList.contains('case')")
    keys.press("End")
    at = opened.page.evaluate("Number(document.activeElement.closest('li').dataset.at)")
    assert at == count(large.graph, "region/440000") - 1
    keys.press("Enter")
    assert opened.page.locator("#reading mark").count() > 0


def test_a_ribbon_asks_for_the_cases_that_its_ends_share(large: SimpleNamespace, open_page: Open) -> None:
    opened = open_page(large.page)
    page = opened.page
    box = page.locator(".canvas").bounding_box()
    for step in range(200):
        page.mouse.move(box["x"] + 330, box["y"] + 4 + step * 2)
        page.wait_for_timeout(20)
        if page.locator("#tip").is_visible():
            break
    said = re.search(r"\d+", page.locator("#tip span").inner_text())
    assert said
    page.mouse.down()
    page.mouse.up()
    assert page.locator("#answer strong").inner_text().startswith(f"{said[0]} 个案例")
    assert page.locator("[data-facet=region]").input_value() != ""
    assert page.locator("[data-facet=mechanism]").input_value() != ""


def test_a_shared_link_shows_the_full_drawing_again_and_back_goes_back(large: SimpleNamespace, open_page: Open) -> None:
    page = open_page(large.page).page
    page.locator("[data-draw=all]").click()
    assert page.locator("canvas.field").is_visible()
    assert "draw=all" in page.url
    page.go_back()
    page.wait_for_selector(".column.left")
    assert page.locator("canvas.field").count() == 0


@pytest.mark.parametrize("view", ["table", "table&rows=links", "matrix", "matrix&matrix=case", "map"])
def test_the_other_views_open_in_silence(large: SimpleNamespace, open_page: Open, view: str) -> None:
    assert open_page(large.page, f"#?view={view}").page.locator("#view .sheet").is_visible()


@pytest.mark.parametrize("size", [(390, 844), (768, 1024), (1366, 650), (1920, 1000)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_label_of_the_overview_lies_over_another(
    large: SimpleNamespace, open_page: Open, size: tuple[int, int], language: str
) -> None:
    page = open_page(large.page, f"#region/440000?of=region/440000&lang={language}", "light", size).page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = page.evaluate(
        """() => {
          const boxes = [...document.querySelectorAll(".column li:not(.silent):not(.filler) .row")]
            .map((row) => row.getBoundingClientRect());
          let found = 0;
          boxes.forEach((a, at) => boxes.slice(at + 1).forEach((b) => {
            const across = a.left < b.right - 1 && b.left < a.right - 1;
            if (across && a.top < b.bottom - 1 && b.top < a.bottom - 1) found += 1;
          }));
          return found;
        }"""
    )
    assert found == 0


def test_the_same_dataset_gives_the_same_bytes(large: SimpleNamespace) -> None:
    known = vocabulary.load(ROOT / "ontology")
    made = Generator(known).cases(NODES)
    again = render(network.build(made, known), [item.case for item in made], RELEASE)
    assert again == large.page


HOSTILE = [
    "<img src=x onerror=document.title='run'>",
    "\"></script><script>document.title='run'</script>",
    "\u202eesrever\u2066\u2067",
    "__proto__",
    "constructor",
    "长" * 10_000,
    "</style><style>*{display:none}",
]


def test_hostile_labels_stay_inert_in_both_drawings(trial: SimpleNamespace, open_page: Open) -> None:
    graph, cases = trial.many(600)
    for number, text in enumerate(HOSTILE):
        graph.nodes[cases[number].path]["label"] = text
        for kind, relation in (("mechanism", "mechanism"), ("region", "region"), ("platform", "platform")):
            target = f"{kind}/{text}"
            graph.add_node(target, kind=kind, label=text, label_en=text, level="province", code=text[:6])
            trial.add_link(graph, cases[number], relation, target, ("开放许可",), role=text[:50], rule=text)
    content = render(graph, cases, trial.release)
    for fragment in ("", "#?draw=all", f"#{cases[0].path}?draw=all&hops=3", "#?draw=all&lang=en"):
        page = open_page(content, fragment).page
        for _ in range(3):
            page.locator(".zoom button").last.click()
        assert page.title() == ("Typical cases (trial)" if "en" in fragment else "典型案例图谱（试）")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator("main").bounding_box()["y"] < 260
        for text in HOSTILE:
            page.fill("input[type=search]", text[:200])
            page.locator(".hit").first.click()
    root = picture(page)
    assert not list(root.iter("script"))


NEWER = {
    # what browsers of 2023 do not have: Chromium 120, Firefox 120, Safari 17
    r"\.(union|intersection|difference|isSubsetOf|isSupersetOf|isDisjointFrom)\(new Set": "methods of sets (2024)",
    r"Promise\.(try|withResolvers)": "Promise.withResolvers (2024)",
    r"\b(Object|Map)\.groupBy": "groupBy (late 2023)",
    r"Iterator\.|\.(values|keys|entries)\(\)\.(map|filter|take|drop|toArray)\(": "iterator helpers (2024)",
    r"Array\.fromAsync": "Array.fromAsync (late 2023)",
    r"RegExp\.escape|Math\.sumPrecise|Uint8Array\.fromBase64|\.toBase64\(": "of 2025",
    r"\busing\s+\w+\s*=": "explicit resource management (2025)",
    r"startViewTransition|showPopover|popover=|scheduler\.yield|moveBefore|checkVisibility": "of 2023 and later",
    r"/v[;,.)]|/[a-z]*v[a-z]*\.test": "the flag v of patterns (2023)",
}


def test_no_script_uses_what_a_browser_of_2023_does_not_have() -> None:
    scripts = [
        file for file in resources.files("kg.explorer").joinpath("assets").iterdir() if file.name.endswith(".js")
    ]
    assert len(scripts) > 20
    for file in scripts:
        text = re.sub(r"//.*|/\*.*?\*/", "", file.read_text(encoding="utf-8"))
        for pattern, why in NEWER.items():
            assert not re.search(pattern, text), f"{file.name}: {why}"
