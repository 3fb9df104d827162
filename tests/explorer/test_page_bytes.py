"""The page as bytes: complete, quiet, stable, and safe against whatever the data holds."""

from __future__ import annotations

import base64
import hashlib
import html.parser
import json
import re
from importlib import resources
from types import SimpleNamespace
from typing import Any

import networkx as nx
import pytest

from kg.explorer import render
from kg.explorer.page import vis_network
from kg.model import Case

HOSTILE = [
    "<script>document.title='run'</script>",
    '"></script><img src=x onerror="document.title=1">',
    "javascript:alert(1)",
    "<!--<script>",
    "\u202egnirts esrever\u202c",
    "{{ 7*7 }}{% raw %}",
    "长" * 10_000,
    "a\u2028b\u2029c\x00d",
]


def block(page: bytes, name: str = "block") -> Any:
    """A data block of the page."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>'.encode(), page, re.S)
    assert found
    return json.loads(found[1])


def texts(page: bytes) -> list[Any]:
    """The records of all cases, from all parts: text, checksum, keys of the links, spans."""
    parts = len(re.findall(rb'<script type="application/json" id="cases-', page))
    return [record for part in range(parts) for record in block(page, f"cases-{part}")]


class Elements(html.parser.HTMLParser):
    """All start tags with their attributes, and the text of scripts and styles."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in ("script", "style"):
            self.raw.append((*self.tags[-1], data))


def test_the_page_has_what_a_page_needs(small_page: bytes) -> None:
    assert small_page.startswith(b"<!doctype html>\n<html lang=")
    elements = Elements(small_page)
    assert ("html", {"lang": "zh-Hans"}) in elements.tags
    names = {attributes.get("name") for tag, attributes in elements.tags if tag == "meta"}
    assert {"viewport", "description", "color-scheme"} <= names
    assert "<title>典型案例图谱（试）</title>" in small_page.decode()
    assert len([1 for tag, attributes in elements.tags if attributes.get("type") == "search"]) == 1


def test_the_policy_admits_the_inlined_script_and_nothing_else(small_page: bytes) -> None:
    elements = Elements(small_page)
    [policy] = [a["content"] for tag, a in elements.tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    for tag, attributes, text in elements.raw:
        if attributes.get("type") in ("application/json", "application/ld+json") or not text.strip():
            continue
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy, tag


def test_no_element_names_anything_outside_the_page(small_page: bytes) -> None:
    for tag, attributes in Elements(small_page).tags:
        assert not {"src", "srcset", "action", "style", "onclick", "onload"} & set(attributes), tag
        href = attributes.get("href")
        assert href is None or href.startswith(("#", "data:")), href


def test_the_page_is_the_same_on_every_build(trial: SimpleNamespace, small_page: bytes) -> None:
    cases = trial.cases()
    assert render(trial.network(cases), cases, trial.release) == small_page


def test_the_order_of_the_network_does_not_matter(trial: SimpleNamespace, small_page: bytes) -> None:
    cases = trial.cases()
    assert render(trial.network(cases, backwards=True), cases, trial.release) == small_page


def test_the_drawing_is_pyvis_with_places_and_without_physics(small_page: bytes) -> None:
    marks = block(small_page, "marks")
    assert json.loads(marks["options"])["physics"] == {"enabled": False}
    assert all(isinstance(mark["x"], int) and isinstance(mark["y"], int) for mark in marks["nodes"])
    assert {mark["shape"] for mark in marks["nodes"]} == {"dot", "square", "triangle", "diamond", "hexagon"}
    by_id = {mark["id"]: mark for mark in marks["nodes"]}
    cases = [mark for mark in marks["nodes"] if mark["group"] == "case" and mark["id"].startswith("n")]
    assert len({(mark["x"], mark["y"]) for mark in cases}) == 4
    assert all(edge["from"] in by_id and edge["to"] in by_id for edge in marks["edges"])


def test_every_link_carries_its_evidence(trial: SimpleNamespace, small_page: bytes) -> None:
    data = block(small_page)
    assert len(data["links"]["to"]) == 16
    assert sum(data["links"]["counts"]) == 16
    network = trial.network(trial.cases())
    wanted = {
        (case, span["field"], span["start"], span["quote"])
        for case, _, edge in network.edges(data=True)
        if edge["kind"] == "link"
        for span in json.loads(edge["evidence"])
    }
    found = set()
    for position, (text, _, keys, spans) in enumerate(texts(small_page)):
        assert len(keys) == data["links"]["counts"][position]
        title = data["nodes"]["label"][position]
        for at in range(0, len(spans), 5):
            field, start, length = spans[at : at + 3]
            quote = (text if field else title)[start : start + length]
            found.add((data["nodes"]["path"][position], ("title", "text")[field], start, quote))
    assert found == wanted


def test_rows_are_ordered_by_cases_and_a_province_counts_its_cities(small_page: bytes) -> None:
    data = block(small_page)
    path = data["nodes"]["path"]
    regions = {path[row]: [path[child] for child in below] for row, below in data["columns"]["region"]}
    assert regions["region/370000"] == ["region/370200"]
    assert "region/310000" not in regions
    assert [path[row] for row, _ in data["columns"]["institution"]] == [
        "institution-type/customs", "institution-type/enterprise",
    ]  # fmt: skip


def test_a_case_that_shows_much_at_a_glance_is_open_at_first(small_page: bytes) -> None:
    assert block(small_page)["opening"] == 0


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:14]))
def test_nothing_in_the_data_becomes_markup(trial: SimpleNamespace, small_page: bytes, text: str) -> None:
    case = Case("case/trial/1", "trial", text[:100], text, f"前{text}后")
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_node(case.path, kind="case", label=text, number=text[:100], position=1, document="trial")
    network.add_node(f"mechanism/{text}", kind="mechanism", label=text, label_en=text, is_group="true")
    trial.add_link(network, case, "mechanism", f"mechanism/{text}", (text,))
    page = render(network, [case], trial.release)
    shape = [tag for tag, _ in Elements(small_page).tags]
    assert [tag for tag, _ in Elements(page).tags] == shape
    assert block(page)["nodes"]["label"][0] == text
    assert texts(page)[0][0] == f"前{text}后"


def test_hostile_words_of_a_release_are_escaped(trial: SimpleNamespace, small_page: bytes) -> None:
    import dataclasses

    release = dataclasses.replace(trial.release, title="</title><script>1</script>", note="<b>", version='"><i>')
    cases = trial.cases()
    page = render(trial.network(cases), cases, release)
    assert [tag for tag, _ in Elements(page).tags] == [tag for tag, _ in Elements(small_page).tags]


def test_an_empty_dataset_still_makes_a_page(trial: SimpleNamespace) -> None:
    page = render(nx.MultiDiGraph(), [], trial.release)
    assert block(page)["cases"]["number"] == []


def test_a_large_network_has_a_place_for_every_node_and_no_drawing_library(trial: SimpleNamespace) -> None:
    network, cases = trial.many(600)
    page = render(network, cases, trial.release)
    data, places = block(page), block(page, "places")
    assert data["small"] is False
    assert len(set(zip(places["x"], places["y"], strict=True))) == len(data["nodes"]["path"]) == len(network)
    assert len(texts(page)) == 600
    assert vis_network().encode() not in page
    assert data["thirdParty"] == []


def test_what_a_large_page_needs_for_its_first_view_is_a_small_part_of_it(trial: SimpleNamespace) -> None:
    network, cases = trial.many(600)
    page = render(network, cases, trial.release)
    assert b'"text"' not in json.dumps(block(page)).encode()
    assert cases[0].text not in json.dumps(block(page), ensure_ascii=False)


def test_both_languages_have_the_same_words_about_the_drawing() -> None:
    text = resources.files("kg.explorer").joinpath("assets/words-drawing.js").read_text(encoding="utf-8")
    chinese, english = text.split("Object.assign(page.words.en")
    keys = [re.findall(r"^  (\w+):", half, re.M) for half in (chinese, english)]
    assert keys[0] == keys[1]
    assert len(keys[0]) > 10


def test_both_languages_have_the_same_words() -> None:
    assets = resources.files("kg.explorer").joinpath("assets")
    found = []
    for language in ("zh", "en"):
        text = assets.joinpath(f"words-{language}.js").read_text(encoding="utf-8")
        # Words of answers are Chinese in the dataset, and need English only.
        text = re.sub(r"askWordsInAnswers: \{.*?\}", "", text, flags=re.DOTALL)
        found.append(sorted(re.findall(r"(?:^ +|\{ |, )(\w+):(?: |$)", text, re.M)))
    assert found[0] == found[1]
    assert len(found[0]) > 300
