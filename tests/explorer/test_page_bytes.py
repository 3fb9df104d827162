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


def block(page: bytes, name: str = "block") -> dict[str, Any]:
    """A data block of the page."""
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>'.encode(), page, re.S)
    assert found
    return dict(json.loads(found[1]))


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


def test_every_link_carries_its_evidence(small_page: bytes) -> None:
    data = block(small_page)
    assert len(data["links"]) == 16
    for case, *_, spans in data["links"]:
        record = data["cases"][case]
        for field, start, end, quote, *_ in spans:
            assert (record["text"] if field else record["title"])[start:end] == quote


def test_rows_are_ordered_by_cases_and_a_province_counts_its_cities(small_page: bytes) -> None:
    data = block(small_page)
    path = [node["path"] for node in data["nodes"]]
    regions = {path[row]: [path[child] for child in below] for row, below in data["columns"]["region"]}
    assert regions["region/370000"] == ["region/370200"]
    assert "region/310000" not in regions
    assert [path[row] for row, _ in data["columns"]["institution"]] == [
        "institution-type/customs", "institution-type/enterprise",
    ]  # fmt: skip


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
    assert block(page)["cases"][0]["title"] == text


def test_hostile_words_of_a_release_are_escaped(trial: SimpleNamespace, small_page: bytes) -> None:
    import dataclasses

    release = dataclasses.replace(trial.release, title="</title><script>1</script>", note="<b>", version='"><i>')
    cases = trial.cases()
    page = render(trial.network(cases), cases, release)
    assert [tag for tag, _ in Elements(page).tags] == [tag for tag, _ in Elements(small_page).tags]


def test_an_empty_dataset_still_makes_a_page(trial: SimpleNamespace) -> None:
    page = render(nx.MultiDiGraph(), [], trial.release)
    assert block(page)["cases"] == []


def test_a_large_network_opens_on_an_overview(trial: SimpleNamespace) -> None:
    network, cases = trial.many(600)
    page = render(network, cases, trial.release)
    assert block(page)["small"] is False
    marks = block(page, "marks")
    assert len(marks["nodes"]) < 20
    assert [edge["shared"] for edge in marks["edges"]] == [600]
    assert len(block(page)["cases"]) == 600


def test_both_languages_have_the_same_words() -> None:
    text = resources.files("kg.explorer").joinpath("assets/words.js").read_text(encoding="utf-8")
    chinese, english = text.split("\n  en: {")
    keys = [re.findall(r"^    (\w+):", half, re.M) for half in (chinese, english.split("\n  },")[0])]
    assert keys[0] == keys[1]
    assert len(keys[0]) > 100
