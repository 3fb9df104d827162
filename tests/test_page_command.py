"""``kg page`` reads a built dataset back and makes of it the page that the build made."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest

from kg import network, pipeline, review, store
from kg.cli import main
from kg.model import Splitting
from kg.namespaces import Namespaces
from kg.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first batch as `kg build` writes it."""
    folder = tmp_path_factory.mktemp("built")
    assert main(["build", "--out", str(folder)]) == 0
    return folder


def plain(graph: nx.MultiDiGraph[str]) -> tuple[object, object]:
    """Nodes and edges with all their attributes."""
    return dict(graph.nodes(data=True)), {(a, b, k): e for a, b, k, e in graph.edges(keys=True, data=True)}


def test_a_network_read_back_is_the_network_that_was_built(
    root: Path, first_batch: Splitting, vocabulary: Vocabulary
) -> None:
    made = pipeline.build([first_batch], vocabulary, review.load_all([root / "data" / "cases"]), Namespaces())
    read = network.read(store.of_bytes("".join(made.lines()).encode()))
    assert plain(read.network) == plain(network.build(made.annotated, vocabulary))
    cases = [item.case for item in made.annotated]
    assert [(c.path, c.number, c.title, c.text, c.sections) for c in read.cases] == [
        (c.path, c.number, c.title, c.text, c.sections) for c in cases
    ]
    assert [(d.slug, d.sha256, d.title, d.url) for d in read.documents] == [
        (d.slug, d.sha256, d.title, d.url) for d in made.documents
    ]


@pytest.mark.parametrize("name", [".", "kg.nq", "kg.ttl", "kg.jsonld"])
def test_the_page_of_a_dataset_is_the_page_that_the_build_wrote(built: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "page.html"
    assert main(["page", "--data", str(built / name), "--out", str(out)]) == 0
    assert out.read_bytes() == (built / "kg.html").read_bytes()


def test_so_it_is_for_several_documents_whatever_their_order_and_base(root: Path, tmp_path: Path) -> None:
    documents = [str(root / "tests" / "fixtures" / "documents" / name) for name in (
        "10-number-place-slogan.txt", "04-commentary.md", "11-groups-restart.txt")]  # fmt: skip
    pages = []
    for number, order in enumerate((documents, documents[::-1])):
        folder = tmp_path / str(number)
        assert main(["build", *order, "--out", str(folder), "--base", "https://example.org/kg"]) == 0
        assert main(["page", "--data", str(folder), "--out", str(folder / "again.html")]) == 0
        pages += [(folder / "kg.html").read_bytes(), (folder / "again.html").read_bytes()]
    assert len(set(pages)) == 1


def test_the_layer_of_reviews_alone_has_a_page_too(built: Path, tmp_path: Path) -> None:
    out = tmp_path / "reviewed.html"
    assert main(["page", "--data", str(built / "kg-reviewed.ttl"), "--out", str(out)]) == 0
    assert "青岛海关" in out.read_text(encoding="utf-8")


def test_the_same_dataset_gives_the_same_bytes_with_an_engine(built: Path, tmp_path: Path) -> None:
    pages = []
    for name in ("one.html", "two.html"):
        assert main(["page", "--data", str(built), "--sparql", "--out", str(tmp_path / name)]) == 0
        pages.append((tmp_path / name).read_bytes())
    assert pages[0] == pages[1]
    assert len(pages[0]) <= 3_200_000


def test_the_figures_can_be_had_as_json(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["page", "--data", str(built), "--out", str(tmp_path), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["page"] == str(tmp_path / "kg.html")
    assert figures["cases"] == 25
    assert figures["bytes"] == (tmp_path / "kg.html").stat().st_size


def test_what_is_no_dataset_is_named_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    (tmp_path / "words.csv").write_text("a,b\n", encoding="utf-8")
    (tmp_path / "broken.nq").write_text("<a> <b>\n", encoding="utf-8")
    (tmp_path / "other.ttl").write_text("<https://example.org/a> a <https://example.org/B> .\n", encoding="utf-8")
    (tmp_path / "half.ttl").write_text(
        "<https://example.org/id/case/x/1> a <https://example.org/def#Case> .\n", encoding="utf-8"
    )
    for data, told in (
        (tmp_path / "missing", "no such file or folder; run `kg build` first"),
        (empty, "no kg.nq, kg.ttl or kg.jsonld in it"),
        (tmp_path / "words.csv", "not a dataset that can be queried"),
        (tmp_path / "broken.nq", "line 1: does not parse"),
        (tmp_path / "other.ttl", "there is no case in it"),
        (tmp_path / "half.ttl", "case/x/1 has no document"),
    ):
        out = tmp_path / "never.html"
        assert main(["page", "--data", str(data), "--out", str(out)]) == 1
        error = capsys.readouterr().err
        assert str(data) in error
        assert told in error
        assert not out.exists()


def test_a_place_that_cannot_be_written_is_told_and_nothing_left(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["page", "--data", str(built), "--out", str(tmp_path / "file" / "kg.html")]) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_help_shows_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["page", "--help"])
    assert "kg page --data" in capsys.readouterr().out
