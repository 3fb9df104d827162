"""The files of a build: the committed ones are those of a fresh build; a set is whole or seen to be mixed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import networkx
import pyoxigraph
import pytest
import rdflib
from rdflib.compare import isomorphic

from kg import exports, integrity, network
from kg.cli import main
from kg.model import DataError

FILES = {
    "README.md", "cases.csv", "dataset.ttl", "kg-reviewed.ttl", "kg.graphml", "kg.html", "kg.jsonld", "kg.nq", "kg.ttl", "kg.xlsx",
    "queries.ttl", "vocabularies.ttl",
}  # fmt: skip


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh build of the first batch, made with another hash seed than the committed one."""
    folder = tmp_path_factory.mktemp("fresh")
    environment = {**os.environ, "PYTHONHASHSEED": "4711"}
    command = [sys.executable, "-m", "kg.cli", "build", "--out", str(folder)]
    subprocess.run(command, check=True, env=environment, capture_output=True)
    return folder


def test_a_fresh_build_gives_the_committed_bytes(fresh: Path, root: Path) -> None:
    def sums(folder: Path) -> dict[str, str]:
        return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir() if p.name != ".gitkeep"}

    assert sums(fresh) == sums(root / "exports"), "run `make build` and commit exports/"


def test_another_hash_seed_gives_the_same_bytes(fresh: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Asia/Shanghai"}
    command = [sys.executable, "-m", "kg.cli", "build", "--out", str(tmp_path)]
    subprocess.run(command, check=True, env=environment, capture_output=True)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {p.name: p.read_bytes() for p in fresh.iterdir()}


def test_every_file_is_there(fresh: Path) -> None:
    assert {path.name for path in fresh.iterdir()} == FILES


def test_turtle_is_the_same_graph_for_a_strict_parser_and_for_rdflib(fresh: Path) -> None:
    strict = pyoxigraph.parse((fresh / "kg.ttl").read_bytes(), format=pyoxigraph.RdfFormat.TURTLE)
    text = "".join(f"{quad.triple} .\n" for quad in strict)
    ours = rdflib.Graph().parse(data=text, format="nt11")
    theirs = rdflib.Graph().parse(fresh / "kg.ttl", format="turtle")
    assert len(ours) == len(theirs) > 1000
    assert isomorphic(ours, theirs)


def test_turtle_is_the_union_of_the_named_graphs(fresh: Path) -> None:
    quads = pyoxigraph.parse((fresh / "kg.nq").read_bytes(), format=pyoxigraph.RdfFormat.N_QUADS)
    triples = pyoxigraph.parse((fresh / "kg.ttl").read_bytes(), format=pyoxigraph.RdfFormat.TURTLE)
    assert {str(quad.triple) for quad in quads} == {str(quad.triple) for quad in triples}


def test_json_ld_keeps_every_quad(fresh: Path) -> None:
    quads = pyoxigraph.parse((fresh / "kg.nq").read_bytes(), format=pyoxigraph.RdfFormat.N_QUADS)
    others = pyoxigraph.parse((fresh / "kg.jsonld").read_bytes(), format=pyoxigraph.RdfFormat.JSON_LD)
    assert set(map(str, quads)) == set(map(str, others))


def test_the_reviewed_file_has_no_rule_made_link(fresh: Path) -> None:
    text = (fresh / "kg-reviewed.ttl").read_text(encoding="utf-8")
    assert "method:reviewed" in text
    assert "def:method method:rule" not in text


def test_the_network_has_exactly_the_links_of_the_dataset(fresh: Path) -> None:
    graph = networkx.read_graphml(fresh / "kg.graphml", force_multigraph=True)
    ours = {
        (case, edge["role"] or edge["relation"], target)
        for case, target, edge in graph.edges(data=True)
        if edge["kind"] == "link"
    }
    store = pyoxigraph.Store()
    store.bulk_load(path=str(fresh / "kg.nq"), format=pyoxigraph.RdfFormat.N_QUADS)
    rows = store.query(
        """PREFIX def: <https://w3id.org/ipcase/def#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?c ?p ?o WHERE { ?a a def:Assertion ; rdf:subject ?c ; rdf:predicate ?p ; rdf:object ?o }""",
        use_default_graph_as_union=True,
    )
    from kg.model import BROADER
    from kg.namespaces import Namespaces

    spaces = Namespaces()
    stated: dict[tuple[str, str], set[str]] = {}
    for case, predicate, target in rows:
        stated.setdefault((spaces.path(case.value), spaces.path(target.value)), set()).add(
            predicate.value.partition("#")[2]
        )
    narrowest = {
        (case, relation, target)
        for (case, target), relations in stated.items()
        for relation in relations
        if not any(BROADER.get(other) == relation for other in relations)
    }
    assert ours == narrowest
    assert network.links(graph) == ours


def test_the_table_opens_in_a_spreadsheet_and_runs_nothing(fresh: Path) -> None:
    raw = (fresh / "cases.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert len(rows) == 26
    assert not [value for row in rows for value in row if value.startswith(("=", "+", "-", "@"))]


def test_the_description_fits_every_file(fresh: Path) -> None:
    assert list(integrity.files(fresh)) == []


def test_a_mixed_set_is_detected_and_the_file_named(fresh: Path, tmp_path: Path) -> None:
    for path in fresh.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "kg.ttl").write_bytes(b"# of another build\n")
    (tmp_path / "kg.jsonld").unlink()
    assert [Path(violation.where).name for violation in integrity.files(tmp_path)] == ["kg.jsonld", "kg.ttl"]


def test_a_count_that_was_changed_in_the_description_is_seen(fresh: Path, tmp_path: Path) -> None:
    import re

    for path in fresh.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    description = (tmp_path / "dataset.ttl").read_text(encoding="utf-8")
    (tmp_path / "dataset.ttl").write_text(
        re.sub(r"void:triples \d+", "void:triples 1", description, count=1), encoding="utf-8"
    )
    assert [violation.check for violation in integrity.files(tmp_path)] == ["counts"]


def test_counts_in_the_description_are_those_of_the_data(fresh: Path) -> None:
    store = pyoxigraph.Store()
    store.bulk_load(path=str(fresh / "kg.nq"), format=pyoxigraph.RdfFormat.N_QUADS)
    void = "http://rdfs.org/ns/void#triples"
    meta = pyoxigraph.NamedNode("https://w3id.org/ipcase/graph/metadata")
    for graph in store.named_graphs():
        if graph == meta:
            continue
        stated = next(store.quads_for_pattern(graph, pyoxigraph.NamedNode(void), None)).object.value
        assert int(stated) == len(list(store.quads_for_pattern(None, None, None, graph))), graph
    whole = pyoxigraph.NamedNode("https://w3id.org/ipcase/id/dataset/kg")
    stated = next(store.quads_for_pattern(whole, pyoxigraph.NamedNode(void), None)).object.value
    assert int(stated) == len({str(q.triple) for q in store if q.graph_name != meta})


def test_a_build_that_fails_half_way_leaves_the_earlier_files(tmp_path: Path) -> None:
    exports.write({"a.txt": b"old"}, tmp_path)
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(DataError, match="cannot be written"):
        exports.write({"a.txt": b"new", "b.txt": b"new", "c.txt": b"new"}, tmp_path)
    assert (tmp_path / "a.txt").read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    assert main(["build", "--out", str(blocked / "sub"), "--formats", "nq"]) == 1
    assert f"{blocked / 'sub'}: cannot be written" in capsys.readouterr().err


def test_the_closing_figures_count_every_link_with_evidence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--out", str(tmp_path), "--formats", "nq", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["cases"] == "25"
    assert figures["links with evidence"].endswith("(all)")
    assert {path.name for path in tmp_path.iterdir()} == {
        "kg.nq",
        "vocabularies.ttl",
        "queries.ttl",
        "README.md",
        "dataset.ttl",
    }
