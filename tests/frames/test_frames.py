"""Coding frames: what their file may say, what they say of cases, and that they are a column everywhere."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import networkx
import openpyxl
import pytest

from kg import frames
from kg.cli import main
from kg.model import AnnotatedCase, Assertion, Case, DataError, Referent
from kg.store import load, select
from kg.vocabulary import Vocabulary

EXAMPLE = """frame: mine
title: 我的框架
title_en: Mine
categories:
- {category: people, label: 人, concepts: [training, mechanism/expert-pools]}
- {category: rules, label: 规, label_en: Rules, concepts: [制度、标准与能力建设], cues: [白皮书, {literal: 办法, notAfter: [想]}]}
"""


@pytest.fixture
def write(tmp_path: Path):  # type: ignore[no-untyped-def]
    def make(text: str) -> Path:
        path = tmp_path / "mine.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return make


def linked(case: Case, slug: str, words: str, vocabulary: Vocabulary) -> Assertion:
    concept = vocabulary.concept(f"mechanism/{slug}")
    start = case.text.index(words)
    referent = Referent(concept.path, concept.label, type=concept.top, subtype=slug)
    return Assertion(case.path, "mechanism", None, referent, (case.span("text", start, start + len(words)),))


def test_a_link_counts_for_the_nearest_concept_that_is_listed(write, make_case, vocabulary: Vocabulary) -> None:  # type: ignore[no-untyped-def]
    frame = frames.load(write(EXAMPLE), vocabulary)
    case = make_case("题", "开展培训，出台文件。")
    links = (linked(case, "training", "培训", vocabulary), linked(case, "policy-documents", "文件", vocabulary))
    codings = frames.code(AnnotatedCase(case, links), frame, vocabulary)
    assert [(c.label, [span.quote for span in c.evidence]) for c in codings] == [("人", ["培训"]), ("规", ["文件"])]
    assert all(len(coding.sources) == 1 for coding in codings)


def test_cues_lead_to_a_category_with_the_words_as_evidence(write, make_case, vocabulary: Vocabulary) -> None:  # type: ignore[no-untyped-def]
    frame = frames.load(write(EXAMPLE), vocabulary)
    case = make_case("发布白皮书", "想办法。有办法。")
    (coding,) = frames.code(AnnotatedCase(case, ()), frame, vocabulary)
    assert [(span.field, span.start, span.quote) for span in coding.evidence] == [
        ("title", 2, "白皮书"),
        ("text", 5, "办法"),
    ]
    assert coding.sources == ()


def test_what_no_category_covers_is_said(write, make_case, vocabulary: Vocabulary) -> None:  # type: ignore[no-untyped-def]
    frame = frames.load(write(EXAMPLE), vocabulary)
    case = make_case("题", "质押融资。")
    item = AnnotatedCase(case, (linked(case, "pledge-financing", "质押融资", vocabulary),))
    assert frames.uncovered([item], frame, vocabulary) == ("知识产权质押融资",)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("frame: mine", "frame: 我的", "is no slug"),
        ("title: 我的框架\n", "", "the key title is missing"),
        ("title_en", "titel", "unknown key 'titel'"),
        ("[training,", "[trainings,", "第 1 类 category 1: 没有概念“trainings” / unknown concept"),
        ("category: rules", "category: people", "stands twice"),
        ("[制度、标准与能力建设]", "[training]", "mechanism/training is in 人 and in 规"),
        ("{literal: 办法, ", "{literal: 办法, pattern: 办.法, ", "not a cue"),
        (", concepts: [training, mechanism/expert-pools]", "", "has neither concepts nor cues"),
        ("categories:", "categories: [", "not valid YAML"),
    ],
)
def test_a_frame_that_cannot_be_used_is_refused_with_its_place(  # type: ignore[no-untyped-def]
    write, vocabulary: Vocabulary, old: str, new: str, message: str
) -> None:
    assert old in EXAMPLE
    with pytest.raises(DataError, match=message) as caught:
        frames.load(write(EXAMPLE.replace(old, new)), vocabulary)
    assert "mine.yaml" in str(caught.value)


def test_a_pattern_that_is_none_is_refused(write, make_case, vocabulary: Vocabulary) -> None:  # type: ignore[no-untyped-def]
    frame = frames.load(write(EXAMPLE.replace("{literal: 办法, notAfter: [想]}", "{pattern: '办('}")), vocabulary)
    with pytest.raises(DataError, match="no RE2 pattern"):
        frames.code(AnnotatedCase(make_case("题"), ()), frame, vocabulary)


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first batch built with the frame that comes along."""
    folder = tmp_path_factory.mktemp("coded")
    formats = "nq,csv,xlsx,graphml,html,qdpx"
    assert main(["build", "--frame", "policy-tools", "--formats", formats, "--out", str(folder)]) == 0
    return folder


def test_the_frame_is_the_same_column_everywhere(coded: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((coded / "cases.csv").read_text(encoding="utf-8-sig"), newline="")))
    in_csv = {row["编号"]: row["政策工具"] for row in rows}
    assert set("；".join(in_csv.values()).split("；")) >= {"供给型", "环境型", "需求型"}
    assert len(in_csv) == 25

    sheet = openpyxl.load_workbook(coded / "kg.xlsx")["案例"]
    head = [cell.value for cell in sheet[1]]
    number, column = head.index("编号"), head.index("政策工具")
    in_sheet = {row[number]: (row[column] or "").replace("｜", "；") for row in sheet.iter_rows(2, values_only=True)}
    assert in_sheet == in_csv

    graph = networkx.read_graphml(coded / "kg.graphml", force_multigraph=True)
    in_graph = {
        node["number"]: node.get("frame_policy_tools", "")
        for _, node in graph.nodes(data=True)
        if node["kind"] == "case"
    }
    assert in_graph == in_csv

    question = """PREFIX def: <https://w3id.org/ipcase/def#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT ?number ?label WHERE { ?case def:number ?number ; def:codedAs ?category .
      ?category skos:inScheme <https://w3id.org/ipcase/scheme/frame-policy-tools> ; skos:prefLabel ?label .
      FILTER LANGMATCHES(LANG(?label), "zh") }"""
    in_rdf = {(row[0], row[1]) for row in select(load(coded / "kg.nq"), question).rows}
    assert in_rdf == {(number, label) for number, labels in in_csv.items() for label in labels.split("；") if label}


def test_every_coding_in_rdf_has_its_words_and_keeps_to_its_own_graph(coded: Path) -> None:
    store = load(coded / "kg.nq")
    question = """PREFIX def: <https://w3id.org/ipcase/def#>
    PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
    SELECT ?coding ?quote ?text ?begin ?end WHERE { GRAPH <https://w3id.org/ipcase/graph/first-batch/coded> {
      ?coding a def:Coding ; def:evidence ?e . ?e nif:anchorOf ?quote ; nif:beginIndex ?begin ; nif:endIndex ?end ;
        nif:referenceContext ?c } ?c nif:isString ?text }"""
    rows = select(store, question.replace("?c nif:isString ?text", "GRAPH ?g { ?c nif:isString ?text }")).rows
    assert len(rows) > 50
    assert [row for row in rows if str(row[2])[int(str(row[3])) : int(str(row[4]))] != row[1]] == []
    lines = (coded / "kg.nq").read_text(encoding="utf-8").splitlines()
    assert {line.split(" ")[-2] for line in lines if "codedAs" in line and "/def#codedAs> a" not in line} >= {
        "<https://w3id.org/ipcase/graph/first-batch/coded>"
    }


def test_a_build_with_a_frame_passes_every_check(coded: Path) -> None:
    assert main(["validate", str(coded)]) == 0


def test_the_page_shows_the_frame_as_a_column_of_its_table(coded: Path, browser: Any) -> None:
    page = browser.new_page()
    page.goto((coded / "kg.html").as_uri())
    page.get_by_text("表", exact=True).first.click()
    heads = page.locator("table.cases th").all_inner_texts()
    column = [head.split()[0] for head in heads].index("政策工具")
    shown = page.locator(f"table.cases tbody tr td:nth-child({column + 1})").all_inner_texts()
    page.close()
    assert len(shown) == 25
    assert "供给型" in shown[0]


def test_without_a_frame_nothing_of_it_is_there(root: Path) -> None:
    assert b"codedAs> <https://w3id.org/ipcase/scheme/frame" not in (root / "exports" / "kg.nq").read_bytes()


def test_the_frame_in_the_documentation_can_be_used(root: Path, tmp_path: Path, vocabulary: Vocabulary) -> None:
    import re

    text = (root / "docs" / "coding-frame.md").read_text(encoding="utf-8")
    block = re.search(r"<!-- frame:start -->\n```yaml\n(.*?)```\n<!-- frame:end -->", text, re.DOTALL)
    assert block is not None
    path = tmp_path / "my-frame.yaml"
    path.write_text(block[1], encoding="utf-8")
    assert [category.label for category in frames.load(path, vocabulary).categories] == ["人才类", "规则类"]
