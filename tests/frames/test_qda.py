"""REFI-QDA projects, read back by an independent reader: pyrefiqda, whose models come from the standard's schema."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyrefiqda import RefiProject

from kg import frames, pipeline, qda, review
from kg.model import AnnotatedCase, Assertion, Case, Referent, Splitting
from kg.namespaces import Namespaces
from kg.vocabulary import Vocabulary
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def annotated(first_batch: Splitting, vocabulary: Vocabulary) -> list[AnnotatedCase]:
    make = pipeline.annotator(vocabulary, {}, review.load_all([ROOT / "data" / "cases"]))
    frame = frames.load(ROOT / "data" / "frames" / "policy-tools.yaml", vocabulary)
    items = [make(case) for case in first_batch.cases]
    return [replace(item, codings=frames.code(item, frame, vocabulary)) for item in items]


def write(items: list[AnnotatedCase], batch: Splitting, vocabulary: Vocabulary) -> bytes:
    frame = frames.load(ROOT / "data" / "frames" / "policy-tools.yaml", vocabulary)
    return qda.project(items, [batch.document], vocabulary, [frame], Namespaces(), "0.1.0")


def read(content: bytes, folder: Path) -> tuple[Any, dict[str, str]]:
    """Return the project as pyrefiqda reads it, and the text of each source by its name."""
    path = folder / "kg.qdpx"
    path.write_bytes(content)
    project = RefiProject.load(path, extract_dir=str(folder / "open"))
    texts = {
        source.name: RefiProject.resolve_source_path(source.plain_text_path, folder / "open").read_bytes().decode()
        for source in project.sources.text_source
    }
    return project, texts


def codes(level: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    for code in level:
        yield code.guid, (*above, code.name), code.is_codable
        yield from codes(code.code, (*above, code.name))


def test_every_coded_span_is_its_quote_and_every_quote_is_coded(
    annotated: list[AnnotatedCase], first_batch: Splitting, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    project, texts = read(write(annotated, first_batch, vocabulary), tmp_path)
    names = {guid: path for guid, path, _ in codes(project.code_book.codes.code)}
    found = []
    for source, item in zip(project.sources.text_source, annotated, strict=True):
        for selection in source.plain_text_selection:
            words = texts[source.name][selection.start_position : selection.end_position]
            assert words == selection.name
            found += [(item.case.path, words, names[coding.code_ref.target_guid][0]) for coding in selection.coding]
    wanted = [
        (item.case.path, span.quote, qda.RELATION_WORDS[assertion.relation])
        for item in annotated
        for assertion in item.assertions
        for span in assertion.evidence
    ]
    wanted += [(i.case.path, span.quote, "政策工具") for i in annotated for c in i.codings for span in c.evidence]
    assert sorted(found) == sorted(wanted)


def test_the_codebook_has_the_hierarchy_and_folders_are_never_applied(
    annotated: list[AnnotatedCase], first_batch: Splitting, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    project, _ = read(write(annotated, first_batch, vocabulary), tmp_path)
    known = list(codes(project.code_book.codes.code))
    paths = {path for _, path, _ in known}
    assert ("做法", "许可、交易与成果转化", "专利开放许可") in paths
    assert ("政策工具", "供给型") in paths
    assert {path for _, path, codable in known if not codable} == {(path[0],) for path in paths}
    assert len({path[-1] for path in paths}) == len(paths), "programs want each name once"
    used = {
        coding.code_ref.target_guid
        for source in project.sources.text_source
        for selection in source.plain_text_selection
        for coding in selection.coding
    }
    assert used <= {guid for guid, _, codable in known if codable}
    users = {user.guid for user in project.users.user}
    assert {source.creating_user for source in project.sources.text_source} <= users


def test_cases_carry_their_document_number_and_category(
    annotated: list[AnnotatedCase], first_batch: Splitting, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    project, _ = read(write(annotated, first_batch, vocabulary), tmp_path)
    names = {variable.guid: variable.name for variable in project.variables.variable}
    values = [{names[v.variable_ref.target_guid]: v.text_value for v in c.variable_value} for c in project.cases.case]
    assert values[0]["编号"] == "1"
    assert values[0]["政策工具"] == "；".join(annotated[0].coded("policy-tools"))
    sources = {source.guid for source in project.sources.text_source}
    assert {case.source_ref[0].target_guid for case in project.cases.case} == sources


@pytest.mark.parametrize("title", ["𠮷田商标案", "题\r目", "a\r\nb", "😀e\u0301题", "坏\x01字"])
def test_positions_hold_beyond_the_basic_plane_and_over_carriage_returns(
    title: str, first_batch: Splitting, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    case = Case("case/first-batch/1", "first-batch", "1", title, "𠀀前\n青岛海关后")
    start = case.text.index("青岛")
    concept = Referent("mechanism/training", "人才培养与培训", type="rules-standards-capacity", subtype="training")
    spans = (case.span("text", start, start + 4), case.span("title", 0, 1))
    item = AnnotatedCase(case, (Assertion(case.path, "mechanism", None, concept, spans),))
    project, texts = read(write([item], first_batch, vocabulary), tmp_path)
    (source,) = project.sources.text_source
    (text,) = texts.values()
    assert [text[s.start_position : s.end_position] for s in source.plain_text_selection] == [title[0], "青岛海关"]
    (file,) = (tmp_path / "open" / "sources").iterdir()
    with file.open(encoding="utf-8", newline=None) as reader:
        assert reader.read() == text, "no reader's line ends move a position"


def test_the_same_cases_give_the_same_project(
    annotated: list[AnnotatedCase], first_batch: Splitting, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    content = write(annotated, first_batch, vocabulary)
    assert content == write(annotated, first_batch, vocabulary)
    (tmp_path / "a.qdpx").write_bytes(content)
    with zipfile.ZipFile(tmp_path / "a.qdpx") as archive:
        assert archive.namelist()[0] == "project.qde"
        assert len([name for name in archive.namelist() if name.startswith("sources/")]) == len(annotated)
