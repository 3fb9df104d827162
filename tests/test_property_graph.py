"""The CSV for Neo4j and the GraphML, read back into NetworkX by the rules of their readers: they are the network."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import networkx
import pytest

from kg import archive, integrity, network, property_graph, store
from kg.cli import main
from kg.model import AnnotatedCase, Assertion, Case, Referent, SourceMap
from kg.vocabulary import Vocabulary

DELIMITER = "\x1f"
TYPES = {"int": int, "double": float, "string": str, "boolean": str, "string[]": lambda text: text.split(DELIMITER)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the first batch, asked for both files, with a coding frame."""
    out = tmp_path_factory.mktemp("built")
    assert main(["build", "--formats", "nq,graphml,neo4j", "--frame", "policy-tools", "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="module")
def files(folder: Path) -> dict[str, bytes]:
    return archive.unpack((folder / "kg-neo4j.zip").read_bytes())


@pytest.fixture(scope="module")
def wanted(folder: Path) -> networkx.MultiDiGraph:
    """The network, read from the triples of the same build."""
    return network.read(store.load(folder / "kg.nq")).network


def rows(content: bytes) -> list[dict[str, Any]]:
    """Return rows as neo4j-admin reads them: the header types the columns, an empty field is no property."""
    header, *lines = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    assert all(len(line) == len(header) for line in lines)
    made = []
    for line in lines:
        row = {}
        for column, text in zip(header, line, strict=True):
            name, _, kind = column.rpartition(":")
            if text:
                row[name or column] = TYPES[kind](text) if kind in TYPES else text
        made.append(row)
    return made


def graph_of(files: dict[str, bytes]) -> networkx.MultiDiGraph:
    graph = networkx.MultiDiGraph()
    for row in rows(files["nodes.csv"]):
        assert row["path"] not in graph, "neo4j-admin refuses an id that comes twice"
        graph.add_node(row.pop("path"), **row)
    for row in rows(files["relationships.csv"]):
        start, end = row.pop(":START_ID"), row.pop(":END_ID")
        assert start in graph and end in graph, "neo4j-admin refuses an end that is no node"
        graph.add_edge(start, end, **row)
    return graph


def as_properties(attributes: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the attributes of the network as properties: what is empty is absent."""
    left = {name: value for name, value in attributes.items() if name not in ("kind", "relation") and value != ""}
    if "alt_labels" in left:
        left["alt_labels"] = left["alt_labels"].split("\n")
    if "evidence" in left:
        left["quotes"] = [record["quote"] for record in json.loads(left["evidence"])]
    return {name: value for name, value in {**left, **more}.items() if not name.startswith("frame_")}


def camel(kind: str) -> str:
    return "".join(part[0].upper() + part[1:] for part in kind.split("-"))


def snake(relation: str) -> str:
    return re.sub("([A-Z])", r"_\1", relation).upper()


def without_frames(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if not name.startswith("frame_") and name != "text"}


def test_the_csv_read_back_is_the_network(files: dict[str, bytes], wanted: networkx.MultiDiGraph) -> None:
    graph = graph_of(files)
    ours = {path: without_frames(found) for path, found in graph.nodes(data=True)}
    theirs = {path: as_properties(found, **{":LABEL": camel(found["kind"])}) for path, found in wanted.nodes(data=True)}
    assert ours == theirs
    assert len(ours) > 250
    edges = {(start, end, key): found for start, end, key, found in graph.edges(keys=True, data=True)}
    assert edges == {
        (start, end, key): as_properties(found, **{":TYPE": snake(found["relation"])})
        for start, end, key, found in wanted.edges(keys=True, data=True)
    }


def test_the_graphml_read_back_is_the_network(folder: Path, wanted: networkx.MultiDiGraph) -> None:
    graph = networkx.read_graphml(folder / "kg.graphml", force_multigraph=True)
    assert {path: without_frames(found) for path, found in graph.nodes(data=True)} == dict(wanted.nodes(data=True))
    ours = {(start, end, key): found for start, end, key, found in graph.edges(keys=True, data=True)}
    assert ours == {(start, end, key): found for start, end, key, found in wanted.edges(keys=True, data=True)}


def test_every_quote_stands_in_the_text_that_comes_along(files: dict[str, bytes]) -> None:
    graph = graph_of(files)
    seen = 0
    for case, _, edge in graph.edges(data=True):
        for record in json.loads(edge.get("evidence", "[]")):
            text = graph.nodes[case]["label" if record["field"] == "title" else "text"]
            assert text[record["start"] : record["end"]] == record["quote"]
            seen += 1
    assert seen > 400


def test_a_coding_frame_is_a_property_of_the_cases(files: dict[str, bytes]) -> None:
    found = [row["frame_policy_tools"] for row in rows(files["nodes.csv"]) if "frame_policy_tools" in row]
    assert len(found) > 10


def test_hard_characters_come_back_as_they_were(vocabulary: Vocabulary) -> None:
    text = '引号"与,逗号;分号\\反斜杠\n第二段 𠮷'
    source = SourceMap(((0, 0, len(text)),))
    case = Case("case/d/1", "d", "1", '标题"甲"', text, title_map=source, text_map=source)
    body = Referent(
        "institution/000000-court-12345678", '法院"甲,乙;', type="court", alt_labels=("别名;一", '别"名,二')
    )
    link = Assertion(case.path, "institution", "ledBy", body, (case.span("text", 2, 12),), method="reviewed")
    graph = network.build([AnnotatedCase(case, (link,))], vocabulary)
    read = graph_of(archive.unpack(property_graph.archive(graph, [case])))
    assert read.nodes[case.path]["text"] == text
    assert read.nodes[body.path]["label"] == body.label
    assert set(read.nodes[body.path]["alt_labels"]) == set(body.alt_labels)
    (edge,) = read[case.path][body.path].values()
    assert edge["quotes"] == [text[2:12]]


def test_it_is_written_on_request_only_and_described(folder: Path, tmp_path: Path) -> None:
    assert list(integrity.files(folder)) == []
    assert main(["build", "--out", str(tmp_path)]) == 0
    assert not (tmp_path / "kg-neo4j.zip").exists()


def test_the_page_and_the_archive_show_the_same_command(root: Path, files: dict[str, bytes]) -> None:
    page = (root / "docs" / "property-graphs.md").read_text(encoding="utf-8")
    assert property_graph.COMMAND in page
    assert property_graph.COMMAND in files["README.md"].decode()


def test_the_page_names_every_label_and_type(root: Path, files: dict[str, bytes]) -> None:
    page = (root / "docs" / "property-graphs.md").read_text(encoding="utf-8")
    labels = {row[":LABEL"] for row in rows(files["nodes.csv"])} | {
        row[":TYPE"] for row in rows(files["relationships.csv"])
    }
    assert [name for name in sorted(labels) if f"`{name}`" not in page] == []
