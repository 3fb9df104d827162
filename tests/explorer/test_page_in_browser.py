"""The page as a reader uses it, in Chromium, opened from disk without a network."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import networkx as nx
import pytest

from kg.explorer import render
from kg.model import Case

Open = Callable[..., Any]

QINGDAO, SHENZHEN = "青岛海关推行货物状况预确认", "深圳海关精准布控护企"
QINGDAO_TEXT = "青岛海关推行预确认，对进口货物随机布控。结果由企业查询。"


def lit_lines(page: Any) -> int:
    """How many pixels of the drawing have the colour of practices; lines are drawn on a canvas."""
    return int(
        page.evaluate(
            """() => {
              const hex = getComputedStyle(document.documentElement).getPropertyValue("--mechanism").trim();
              const want = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
              const canvas = document.querySelector(".canvas canvas");
              const copy = document.createElement("canvas");
              [copy.width, copy.height] = [canvas.width, canvas.height];
              const pen = copy.getContext("2d", { willReadFrequently: true });
              pen.drawImage(canvas, 0, 0);
              const { data } = pen.getImageData(0, 0, copy.width, copy.height);
              let found = 0;
              for (let at = 0; at < data.length; at += 4) {
                if (data[at + 3] > 200 && want.every((value, by) => Math.abs(data[at + by] - value) < 12)) found += 1;
              }
              return found;
            }"""
        )
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("view", ["graph", "table", "matrix", "map"])
def test_every_view_opens_in_silence(small_page: bytes, open_page: Open, view: str, language: str, scheme: str) -> None:
    opened = open_page(small_page, f"#case/trial/1?view={view}&lang={language}", scheme)
    assert opened.page.evaluate("document.documentElement.lang") == {"zh": "zh-Hans", "en": "en"}[language]
    assert QINGDAO in opened.panel()


def test_a_case_is_open_from_the_start(small_page: bytes, open_page: Open) -> None:
    opened = open_page(small_page)
    assert QINGDAO in opened.panel()
    assert QINGDAO_TEXT in opened.panel().replace("\n", "")
    assert opened.page.locator("#reading mark", has_text="随机布控").count() == 1


def test_the_columns_hold_regions_cases_and_practices(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page).page
    assert page.locator(".column.case .label").all_inner_texts()[:2] == [QINGDAO, SHENZHEN]
    assert set(page.locator(".column.left .label").all_inner_texts()) == {"北京", "山东", "广东", "长三角"}
    assert page.locator(".column.right .label").all_inner_texts() == ["海关保护", "许可与转化"]


def test_the_left_column_turns_to_institutions_and_ip_types(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page).page
    page.locator(".tabs button", has_text="机构").click()
    assert page.locator(".column.left .label").all_inner_texts() == ["海关", "企业"]
    page.locator(".tabs button", has_text="知识产权类型").click()
    assert "商标" in page.locator(".column.left .label").all_inner_texts()


def test_a_group_opens_to_its_concepts(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page).page
    page.locator(".column.right .twist").first.click()
    labels = page.locator(".column.right .label").all_inner_texts()
    assert labels == ["海关保护", "风险布控", "状况预确认", "许可与转化"]


def test_choosing_something_colours_only_its_own_lines(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page).page
    page.locator(".column.case .row", has_text=SHENZHEN).click()
    page.mouse.move(5, 5)
    lit = page.locator(".column li.lit .label").all_inner_texts()
    assert lit == ["广东", SHENZHEN, "海关保护"]
    page.wait_for_timeout(100)
    with_lines = lit_lines(page)
    page.locator(".column.case .row", has_text="长三角").click()
    page.mouse.move(5, 5)
    page.wait_for_timeout(100)
    assert page.locator(".column.right li.lit").count() == 0
    assert lit_lines(page) < with_lines / 2


def test_only_a_persons_confirmation_counts_as_verified(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page, "#case/trial/1").page
    states = {
        row.locator(".target .link").inner_text(): row.locator(".state").inner_text()
        for row in page.locator(".evidence li").all()
    }
    assert states["状况预确认"] == "✓ 已核对"
    assert states["青岛海关"] == "已整理"
    assert states["风险布控"] == "机器识别，未核对"


def test_a_row_finds_its_words_and_the_words_find_their_row(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page, "#case/trial/1").page
    page.locator(".evidence .words", has_text="随机布控").click()
    assert page.locator("mark.on").all_inner_texts() == ["随机布控"]
    page.locator("#reading .text mark", has_text="预确认").click()
    assert "状况预确认" in page.locator(".evidence li.on").inner_text()


def test_overlapping_quotes_are_all_marked(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page, "#case/trial/1").page
    marks = page.locator("#reading .text mark").all_inner_texts()
    assert "".join(marks[:2]) == "青岛海关"
    assert page.locator("#reading .text mark.depth2").first.inner_text() == "海关"
    chosen = page.locator(".evidence .words", has_text="青岛海关").first
    chosen.click()
    assert "".join(page.locator("mark.on").all_inner_texts()) == "青岛海关"


@pytest.mark.parametrize("text", ["预确认", "yqr", "yuqueren", "confirmation"])
def test_search_finds_by_characters_pinyin_initials_and_english(small_page: bytes, open_page: Open, text: str) -> None:
    page = open_page(small_page).page
    page.fill("input[type=search]", text)
    assert "状况预确认" in page.locator("#found").inner_text()


def test_search_finds_words_of_the_text_and_opens_them(small_page: bytes, open_page: Open) -> None:
    opened = open_page(small_page)
    opened.page.fill("input[type=search]", "共享线索")
    opened.page.locator(".hit").first.click()
    assert SHENZHEN in opened.panel()


def test_search_finds_several_words_in_any_order(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page).page
    page.fill("input[type=search]", "布控 海关 深圳")
    assert page.locator(".hit").all_inner_texts() and SHENZHEN in page.locator(".hit").first.inner_text()
    page.fill("input[type=search]", "线索 精准")
    assert "精准布控" in page.locator(".hit").first.inner_text()


@pytest.mark.parametrize("text", ["案例2", "案例 2", "case 2", "2"])
def test_search_finds_a_case_by_its_number(small_page: bytes, open_page: Open, text: str) -> None:
    page = open_page(small_page).page
    page.fill("input[type=search]", text)
    assert SHENZHEN in page.locator(".hit").first.inner_text()


def test_search_says_when_there_is_nothing(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page).page
    page.fill("input[type=search]", "不存在的词")
    assert "没有找到" in page.locator("#found").inner_text()


def test_search_waits_for_an_input_method(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page).page
    page.focus("#search")
    page.evaluate(
        """() => {
          const field = document.getElementById("search");
          field.dispatchEvent(new CompositionEvent("compositionstart"));
          field.value = "yu'que";
          field.dispatchEvent(new InputEvent("input"));
        }"""
    )
    assert not page.locator("#found").is_visible()
    page.evaluate(
        """() => {
          const field = document.getElementById("search");
          field.value = "预确认";
          field.dispatchEvent(new CompositionEvent("compositionend"));
        }"""
    )
    assert "状况预确认" in page.locator("#found").inner_text()


def test_the_question_is_answered_beside_it(small_page: bytes, open_page: Open) -> None:
    opened = open_page(small_page)
    assert "4 个案例、2 类做法、17 处原文依据" in opened.page.locator("#answer").inner_text()
    opened.page.select_option("select[data-facet=institution]", "institution-type/customs")
    assert "2 个案例、1 类做法" in opened.page.locator("#answer").inner_text()
    opened.page.select_option("select[data-facet=region]", "region/440000")
    assert "1 个案例" in opened.page.locator("#answer").inner_text()
    assert SHENZHEN in opened.panel()
    opened.page.click("#clear")
    assert "4 个案例" in opened.page.locator("#answer").inner_text()


def test_a_sample_question_says_what_the_customs_cases_share_and_in_which_words(
    small_page: bytes, open_page: Open
) -> None:
    opened = open_page(small_page)
    opened.page.get_by_role("button", name="海关的案例有哪些共同做法？").click()
    text = opened.panel()
    assert "共同做法有 1 种：风险布控" in text
    assert "随机布控" in text
    assert "精准布控" in text


def test_a_sample_question_says_which_provinces_have_no_case(small_page: bytes, open_page: Open) -> None:
    opened = open_page(small_page)
    opened.page.get_by_role("button", name="哪些省级地区没有案例？").click()
    assert "1 个省级地区没有案例：上海" in opened.panel()


def test_a_question_about_places_shows_the_places(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page, "#?tab=institution").page
    page.get_by_role("button", name="哪些省级地区没有案例？").click()
    assert page.locator("[data-tab=region]").get_attribute("aria-pressed") == "true"


def test_words_that_lead_to_two_things_say_to_which(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page, "#answer?institution=institution-type/customs").page
    first = page.locator("#reading .cases > li").first.inner_text()
    assert "→ 青岛海关" in first
    assert "→ 海关" in first


def test_an_area_counts_its_members_apart(small_page: bytes, open_page: Open) -> None:
    opened = open_page(small_page)
    opened.page.get_by_role("button", name="长三角有哪些案例？").click()
    assert "原文写明长三角的有 1 个案例；按成员推得的还有 0 个" in opened.panel()


def test_cases_of_a_member_are_listed_as_such_and_not_as_named(trial: SimpleNamespace, open_page: Open) -> None:
    cases = [*trial.cases(), Case("case/trial/5", "trial", "5", "上海市推广专利导航", "上海市推广专利导航。")]
    network = trial.network(cases)
    trial.add_link(network, cases[4], "region", "region/310000", ("上海市",))
    opened = open_page(render(network, cases, trial.release), "#answer?region=region/yangtze-river-delta")
    assert "原文写明长三角的有 1 个案例；按成员推得的还有 1 个" in opened.panel()
    named, inferred = opened.page.locator("#reading .cases").all_inner_texts()
    assert "长三角共建商标信息库" in named
    assert "上海市推广专利导航" in inferred
    query = opened.page.locator("#sparql").text_content()
    assert "VALUES ?member0 { <https://w3id.org/ipcase/id/region/310000> }" in query


def test_numbers_say_which_of_several_documents_is_meant(trial: SimpleNamespace, open_page: Open) -> None:
    cases = [*trial.cases(), Case("case/second/1", "second", "1", "海南省推广专利导航", "海南省推广专利导航。")]
    release = dataclasses.replace(trial.release, documents=(("trial", "试拟案例"), ("second", "第二批")))
    page = open_page(render(trial.network(cases), cases, release)).page
    assert page.locator(".column.case .number").all_inner_texts() == ["1·1", "1·2", "1·3", "1·4", "2·1"]
    page.locator(".column.case .row").last.click()
    assert "第二批 · 案例 1" in page.locator("#reading .kicker").inner_text()


def test_an_offset_counts_characters_even_beyond_the_basic_plane(trial: SimpleNamespace, open_page: Open) -> None:
    cases = [Case("case/trial/1", "trial", "1", "𠮷林推广专利开放许可", "😀𠮷林推广专利开放许可。")]
    network = trial.network(trial.cases())
    network.remove_nodes_from([path for path in network if path.startswith("case/")])
    network.add_node("case/trial/1", kind="case", label=cases[0].title, number="1", position=1)
    trial.add_link(network, cases[0], "mechanism", "mechanism/open-licence", ("专利开放许可",))
    page = open_page(render(network, cases, trial.release)).page
    assert page.locator("#reading .text mark").all_inner_texts() == ["专利开放许可"]


def test_the_whole_page_turns_to_english_and_back(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page).page
    page.get_by_role("button", name="English").click()
    assert page.title() == "Typical cases (trial)"
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator(".column.right .label").first.inner_text() == "Customs protection"
    assert "not an official one" in page.locator("#foot").inner_text()
    page.get_by_role("button", name="中文").click()
    assert page.title() == "典型案例图谱（试）"
    assert "分类由本项目拟定，非官方分类" in page.locator("#foot").inner_text()


def test_a_shared_link_shows_the_same_and_back_goes_back(small_page: bytes, open_page: Open) -> None:
    opened = open_page(small_page)
    page = opened.page
    page.locator(".column.case .row", has_text=SHENZHEN).click()
    page.get_by_role("button", name="English").click()
    page.locator("[data-view=table]").click()
    fragment = unquote(page.url.split("#", 1)[1])
    again = open_page(small_page, f"#{fragment}")
    assert SHENZHEN in again.panel()
    assert again.page.evaluate("document.documentElement.lang") == "en"
    assert again.page.locator("table.list").is_visible()
    page.go_back()
    page.go_back()
    page.go_back()
    page.wait_for_function(f"document.querySelector('#reading').innerText.includes('{QINGDAO}')")
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"


def test_a_broken_link_opens_the_page_all_the_same(small_page: bytes, open_page: Open) -> None:
    opened = open_page(small_page, "#%E0%A4%A?view=nonsense&region=region/0&lang=xx&__proto__=1")
    assert QINGDAO in opened.panel()


def test_a_keyboard_alone_finds_a_case_reads_its_evidence_and_follows_a_neighbour(
    small_page: bytes, open_page: Open
) -> None:
    opened = open_page(small_page)
    keys = opened.page.keyboard
    keys.press("/")
    keys.type("深圳海关精准")
    keys.press("ArrowDown")
    keys.press("Enter")
    assert SHENZHEN in opened.panel()

    def tab_to(selector: str) -> None:
        for _ in range(40):
            keys.press("Tab")
            if opened.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(selector)

    tab_to(".evidence .words")
    keys.press("Enter")
    assert opened.page.locator("mark.on").count() > 0
    assert "精准布控" in opened.page.locator("#live").inner_text()
    tab_to(".evidence .target .link")
    keys.press("Enter")
    assert "风险布控" in opened.panel()
    assert QINGDAO in opened.panel()


def test_arrow_keys_walk_the_columns(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page).page
    page.locator(".column.case .row").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.innerText").endswith(SHENZHEN)
    page.keyboard.press("ArrowRight")
    assert "海关保护" in page.evaluate("document.activeElement.innerText")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert "山东" in page.evaluate("document.activeElement.innerText")


def test_the_table_filters_sorts_opens_and_saves(small_page: bytes, open_page: Open) -> None:
    opened = open_page(small_page, "#?view=table&rows=links")
    page = opened.page
    assert page.locator("table.list tbody tr").count() == 16
    page.fill(".filter", "风险布控")
    assert page.locator("table.list tbody tr").count() == 2
    with page.expect_download() as download:
        page.click("#csv")
    text = Path(download.value.path()).read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert len(text.decode("utf-8-sig").strip().split("\r\n")) == 3
    page.locator("table.list tbody tr").nth(1).click()
    assert SHENZHEN in opened.panel()
    assert page.locator("mark.on").all_inner_texts() == ["精准布控"]


def test_the_matrix_counts_shared_cases_and_shows_them(small_page: bytes, open_page: Open) -> None:
    opened = open_page(small_page, "#?view=matrix&matrix=institution")
    opened.page.get_by_role("button", name="海关 × 海关保护：2 个案例").click()
    assert QINGDAO in opened.panel()
    assert SHENZHEN in opened.panel()


def test_the_tile_grid_says_that_it_is_no_map(small_page: bytes, open_page: Open) -> None:
    opened = open_page(small_page, "#?view=map")
    assert "方格示意图，非地图" in opened.page.locator("#view").inner_text()
    assert opened.page.locator(".tile.none").all_inner_texts() == ["上海\n–"]
    opened.page.locator(".tile", has_text="广东").click()
    assert SHENZHEN in opened.panel()


def test_names_on_narrow_tiles_break_between_syllables(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page, "#?view=map&lang=en", size=(390, 844)).page
    tile = page.locator(".tile", has_text="dong").first
    assert tile.text_content().startswith(("Guang\u00addong", "Shan\u00addong"))
    for name in page.locator(".tile").all():
        assert name.evaluate("(tile) => tile.scrollHeight <= tile.clientHeight + 1"), name.text_content()


def test_similar_cases_say_why(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page, "#case/trial/2").page
    reason = page.locator(".similar li").first.inner_text()
    assert QINGDAO in reason
    assert "风险布控" in reason


def test_the_selection_as_turtle_parses_and_holds_the_links(small_page: bytes, open_page: Open) -> None:
    import pyoxigraph

    page = open_page(small_page, "#answer?institution=institution-type/customs").page
    page.locator("#export summary").click()
    with page.expect_download() as download:
        page.locator("[data-export=exportTtl]").click()
    triples = list(pyoxigraph.parse(path=download.value.path(), format=pyoxigraph.RdfFormat.TURTLE))
    base = "https://w3id.org/ipcase"
    found = {(t.subject.value, t.predicate.value, t.object.value) for t in triples}
    case = f"{base}/id/case/trial/1"
    target = f"{base}/scheme/mechanism/pre-confirmation"
    assert (case, f"{base}/def#mechanism", target) in found
    assert (case, f"{base}/def#headlineMechanism", target) in found
    assert not [row for row in found if "case/trial/3" in row[0]]


def test_the_picture_is_a_png(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page).page
    page.locator("#export summary").click()
    with page.expect_download() as download:
        page.locator("[data-export=exportPng]").click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) > 10_000


def test_the_drawing_is_well_formed_svg_with_the_labels(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page).page
    page.locator("#export summary").click()
    with page.expect_download() as download:
        page.locator("[data-export=exportSvg]").click()
    root = ElementTree.fromstring(Path(download.value.path()).read_bytes())
    words = [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert any(QINGDAO in text for text in words)
    assert len(list(root.iter("{http://www.w3.org/2000/svg}path"))) == 7


def test_the_reach_of_the_colour_grows_by_steps(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page, "#region/440000").page
    lit = page.locator(".column li.lit .label")
    assert lit.all_inner_texts() == ["广东", SHENZHEN]
    page.locator("[data-reach='2']").click()
    assert lit.all_inner_texts() == ["广东", SHENZHEN, "海关保护"]
    page.locator("[data-reach='3']").click()
    assert QINGDAO in lit.all_inner_texts()


def test_the_way_from_one_thing_to_another_names_the_relations_and_the_words(
    small_page: bytes, open_page: Open
) -> None:
    page = open_page(small_page, "#case/trial/1").page
    page.locator("details.way summary").click()
    page.fill("#way-to", "广东省")
    page.keyboard.press("Enter")
    steps = page.locator("#way-found li").all_inner_texts()
    assert len(steps) == 4
    assert "随机布控" in steps[0] or "海关" in steps[0]
    assert "深圳市" in steps[2]
    assert "广东省" in steps[3]
    assert page.locator("#way-found li").last.evaluate(
        "(li) => li.getBoundingClientRect().bottom <= document.getElementById('reading').getBoundingClientRect().bottom"
    )
    page.fill("#way-to", "没有的东西")
    page.keyboard.press("Enter")
    assert "没有找到" in page.locator("#way-found").inner_text()


def test_a_correction_is_a_review_that_can_be_read(small_page: bytes, open_page: Open, tmp_path: Path) -> None:
    from kg import review

    page = open_page(small_page, "#case/trial/1").page
    page.locator(".evidence .words", has_text="随机布控").click()
    page.locator("[data-action=correct]").click()
    page.select_option("#correct-decision", "change")
    page.fill("#correct-quote", "没有的话")
    page.fill("#correct-target", "专利开放许可")
    page.click("#correct-save")
    assert "不在案例原文里" in page.locator(".fault").inner_text()
    page.fill("#correct-quote", "随机布控")
    page.fill("#correct-comment", "理由：“a”: - #\n第二行")
    with page.expect_download() as download:
        page.click("#correct-save")
    file = tmp_path / "correction.yaml"
    file.write_bytes(Path(download.value.path()).read_bytes())
    made = review.load(file)
    assert made.case == "case/trial/1"
    assert made.reviewer.kind == "person"
    [entry] = made.entries
    assert (entry.decision, entry.relation) == ("change", "mechanism")
    assert (entry.was, entry.object) == ("mechanism/risk-targeting", "mechanism/open-licence")
    assert entry.quotes[0].quote == "随机布控"
    assert made.text_sha256 == review.text_sha256(Case("", "", "1", QINGDAO, QINGDAO_TEXT))


@pytest.mark.parametrize("size", [(390, 844), (768, 1024), (1366, 650), (1920, 1000)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_sticks_out_and_no_label_lies_over_another(
    small_page: bytes, open_page: Open, size: tuple[int, int], language: str
) -> None:
    page = open_page(small_page, f"#?lang={language}", "light", size).page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert overlaps(page) == 0


def overlaps(page: Any) -> int:
    """How many pairs of visible labels of the columns lie over each other."""
    return int(
        page.evaluate(
            """() => {
              const rows = document.querySelectorAll(".column li:not(.silent) .row");
              const boxes = [...rows].map((row) => row.getBoundingClientRect());
              const crossed = (from, to, other, end) => from < end - 1 && other < to - 1;
              let found = 0;
              boxes.forEach((a, at) => boxes.slice(at + 1).forEach((b) => {
                if (crossed(a.left, a.right, b.left, b.right) && crossed(a.top, a.bottom, b.top, b.bottom)) found += 1;
              }));
              return found;
            }"""
        )
    )


def test_labels_without_room_are_hidden(trial: SimpleNamespace, open_page: Open) -> None:
    network, cases = trial.many(200)
    page = open_page(render(network, cases, trial.release)).page
    for _ in range(6):
        page.locator(".zoom button").first.click()
    assert page.locator(".column.case li.silent").count() > 50
    assert overlaps(page) == 0


HOSTILE = [
    "<img src=x onerror=document.title='run'>",
    "\"></script><script>document.title='run'</script>",
    "javascript:document.title='run'",
    "\u202eesrever\u2066\u2067",
    "__proto__",
    "constructor",
    "a" * 10_000,
    "长" * 10_000,
    "</style><style>*{display:none}",
]


def test_hostile_strings_run_nothing_and_break_nothing(trial: SimpleNamespace, open_page: Open) -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    cases = []
    for position, text in enumerate(HOSTILE, 1):
        case = Case(f"case/{text}", text[:200], text[:200], text, f"{text}\n{text}尾")
        cases.append(case)
        network.add_node(case.path, kind="case", label=text, number=text[:200], position=position, document=text[:200])
        for kind, relation in (("mechanism", "mechanism"), ("region", "region"), ("institution-type", "actorType"),
                               ("ip-type", "ipType"), ("platform", "platform")):  # fmt: skip
            target = f"{kind}/{text}"
            network.add_node(target, kind=kind, label=text, label_en=text, level="province", code=text[:6])
            trial.add_link(
                network, case, relation, target, (text,), role=text[:50], basis=text[:50], method=text[:50], rule=text
            )
    content = render(network, cases, trial.release)
    for fragment in ("", "#?view=table", "#?view=table&rows=links", "#?view=matrix", "#?view=map&lang=en", "#gaps"):
        opened = open_page(content, fragment)
        page = opened.page
        assert page.title() == ("Typical cases (trial)" if "en" in fragment else "典型案例图谱（试）")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator("main").bounding_box()["y"] < 260
    page = open_page(content).page
    for row in page.locator(".column.case .row").all():
        row.click()
        assert page.locator("#reading mark").count() > 0
    for text in HOSTILE:
        page.fill("input[type=search]", text[:200])
        page.locator(".hit").first.click()
    assert page.evaluate("window.scrollX === 0 && document.documentElement.scrollWidth <= innerWidth")
    assert page.title() == "典型案例图谱（试）"


def test_the_phone_sees_all_in_one_column(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page, "", "light", (390, 844)).page
    graph, reading = page.locator(".graph").bounding_box(), page.locator("#reading").bounding_box()
    assert reading["y"] >= graph["y"] + graph["height"] - 1


@pytest.mark.parametrize("width", [320, 390, 768])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_export_menu_lies_within_the_window(small_page: bytes, open_page: Open, width: int, language: str) -> None:
    page = open_page(small_page, f"#?lang={language}", size=(width, 800)).page
    page.click("#export summary")
    box = page.locator(".menu-body").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width


@pytest.mark.parametrize("view", ["graph", "table", "matrix"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_tab_of_a_view_is_within_a_phone(small_page: bytes, open_page: Open, view: str, language: str) -> None:
    page = open_page(small_page, f"#?view={view}&lang={language}", size=(390, 844)).page
    for tab in page.locator("#view .tabs button").all():
        box = tab.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390, tab.inner_text()


@pytest.mark.parametrize("by", ["system", "reader"])
def test_what_is_printed_is_dark_on_white(small_page: bytes, open_page: Open, by: str) -> None:
    page = open_page(small_page, scheme="dark" if by == "system" else "light").page
    if by == "reader":
        page.click("#theme")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(media="print")
    look = "(name) => getComputedStyle(document.documentElement).getPropertyValue(name)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)" != dark
    assert page.evaluate(look, "--mechanism") == "#a8430f"


def test_light_and_dark_can_be_turned(small_page: bytes, open_page: Open) -> None:
    page = open_page(small_page, "", "dark").page
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.click("#theme")
    assert page.evaluate(ground) != dark
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
