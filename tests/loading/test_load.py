"""`kg load` into real stores: what comes back is what went in, however often, and a loss is loud."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg import changes, loading, questions, store
from kg.cli import main
from kg.loading.stores import Remote, VirtuosoRemote

Datasets = tuple[Path, Path]


def lines(place: loading.Store, data: Path) -> list[str]:
    """Return what a store holds in the graphs of a dataset, as sorted N-Quads."""
    graphs = loading.by_graph(changes.read(data), str(data))
    return sorted(f"{triple} <{graph}> .\n" for graph in graphs for triple in place.read(graph))


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["load", *arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_oxigraph_gives_back_the_very_lines(
    oxigraph: str, datasets: Datasets, capsys: pytest.CaptureFixture[str]
) -> None:
    for data in (*datasets, datasets[0], datasets[0]):  # again, and back: a load leaves nothing of an earlier one
        assert run(capsys, "--to", "oxigraph", oxigraph, "--data", str(data))[0] == 0
        assert "".join(lines(loading.opened("oxigraph", oxigraph), data)) == data.read_text(encoding="utf-8")


@pytest.mark.parametrize("way", ["folder", "url"])
def test_virtuoso_gives_back_every_line_but_large_integers(
    virtuoso: Any, datasets: Datasets, capsys: pytest.CaptureFixture[str], way: str
) -> None:
    place = str(virtuoso.folder) if way == "folder" else virtuoso.url
    for data in (*datasets, datasets[0]):
        code, _, error = run(capsys, "--to", "virtuoso", place, "--data", str(data), "--whole")
        assert code == 0, error
        assert "kept otherwise" in error
        wanted = data.read_text(encoding="utf-8").replace(
            '"100000000000"^^<http://www.w3.org/2001/XMLSchema#integer>',
            '"100000000000"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        )
        assert "".join(lines(loading.opened("virtuoso", virtuoso.url), data)) == wanted


def test_a_sample_of_virtuoso_compares_every_kind_of_term(
    virtuoso: Any, datasets: Datasets, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, error = run(capsys, "--to", "virtuoso", virtuoso.url, "--data", str(datasets[0]), "--json")
    assert code == 0, error
    assert 150 < json.loads(out)["compared"] < 1000


def test_what_virtuoso_loaded_is_there_after_a_crash(
    virtuoso: Any, datasets: Datasets, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "--to", "virtuoso", str(virtuoso.folder), "--data", str(datasets[1]))[0] == 0
    virtuoso.kill()
    virtuoso.start()
    place = loading.opened("virtuoso", virtuoso.url)
    wanted = loading.by_graph(changes.read(datasets[1]), "new")
    assert {graph: place.count(graph) for graph in wanted} == {graph: len(held) for graph, held in wanted.items()}


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso", "embedded", "gsp"])
def test_a_delta_sends_the_change_only_and_arrives_at_the_new_dataset(
    kind: str, oxigraph: str, virtuoso: Any, datasets: Datasets, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = datasets
    to, place = {
        "oxigraph": ("oxigraph", oxigraph),
        "virtuoso": ("virtuoso", virtuoso.url),
        "embedded": ("oxigraph", str(tmp_path / "store")),
        "gsp": ("gsp", f"{oxigraph}/store"),
    }[kind]
    assert run(capsys, "--to", to, place, "--data", str(old))[0] == 0
    code, out, error = run(capsys, "--to", to, place, "--data", str(new), "--since", str(old), "--whole", "--json")
    assert code == 0, error
    found = changes.difference(changes.read(old), changes.read(new))
    assert json.loads(out)["sent"] == len(found.added) + len(found.removed) < 200
    assert json.loads(out)["compared"] == sum(1 for _ in new.open(encoding="utf-8"))


def test_a_delta_is_refused_where_the_store_holds_something_else(
    oxigraph: str, datasets: Datasets, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = datasets
    assert run(capsys, "--to", "oxigraph", oxigraph, "--data", str(new))[0] == 0
    code, _, error = run(capsys, "--to", "oxigraph", oxigraph, "--data", str(new), "--since", str(old))
    assert code == 1
    assert "load whole, without --since" in error


class Lossy(Remote):
    """A store that says yes and keeps something else."""

    def replace(self, graphs: Any, progress: Any) -> None:
        def spoilt(triples: Any) -> Any:
            text = "".join(f"{triple} .\n" for triple in triples)
            text = text.replace("@zh-hans", "@zh-Hant") if self.spoil == "language" else text
            rows = text.splitlines(keepends=True)
            rows = rows[:-1] if self.spoil == "dropped" else rows
            text = "".join(rows).replace("海", "?") if self.spoil == "characters" else "".join(rows)
            return {quad.triple for quad in parse(text.encode(), format=RdfFormat.N_TRIPLES)}

        super().replace({graph: spoilt(triples) for graph, triples in graphs.items()}, progress)


@pytest.mark.parametrize("spoil", ["language", "dropped", "characters"])
@pytest.mark.parametrize("whole", [False, True])
def test_a_store_that_loses_something_silently_is_found_out(
    oxigraph: str, datasets: Datasets, spoil: str, whole: bool
) -> None:
    place = Lossy(f"{oxigraph}/store", f"{oxigraph}/query", None)
    place.spoil = spoil
    assert loading.load(place, changes.read(datasets[0]), "old", whole=whole).losses


@pytest.mark.parametrize(
    ("arguments", "code", "wanted"),
    [
        (["--to", "oxigraph", "http://127.0.0.1:9"], 1, "is the store running?"),
        (["--to", "virtuoso", "."], 1, "has no virtuoso.ini"),
        (["--to", "gsp", "somewhere"], 2, "give the URL"),
    ],
)
def test_a_store_that_is_not_there_is_said(
    datasets: Datasets, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, wanted: str
) -> None:
    found, _, error = run(capsys, *arguments, "--data", str(datasets[0]))
    assert (found, wanted in error) == (code, True), error


def test_triples_without_graphs_are_refused(root: Path, oxigraph: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, error = run(capsys, "--to", "oxigraph", oxigraph, "--data", str(root / "exports" / "kg.ttl"))
    assert code == 1
    assert "load kg.nq" in error


def asked(url: str, sparql: str) -> list[tuple[str | None, ...]]:
    body = urllib.parse.urlencode({"query": sparql}).encode()
    request = urllib.request.Request(
        url, data=body, headers={"Accept": "application/sparql-results+json", "Content-Type": "application/x-www-form-urlencoded"}
    )  # fmt: skip
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    answer = json.loads(opener.open(request, timeout=120).read())
    names = answer["head"]["vars"]
    return [tuple(row.get(name, {}).get("value") for name in names) for row in answer["results"]["bindings"]]


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"])
def test_the_questions_are_answered_as_by_the_embedded_store(
    kind: str, oxigraph: str, virtuoso: Any, datasets: Datasets, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = datasets[0]
    place = oxigraph if kind == "oxigraph" else virtuoso.url
    assert run(capsys, "--to", kind, place, "--data", str(data))[0] == 0
    url = f"{oxigraph}/query?union-default-graph" if kind == "oxigraph" else f"{virtuoso.url}/sparql"
    embedded = store.load(data)
    wrong = {}
    for name, question in questions.load(root / "ontology" / "queries").items():
        wanted = [tuple(row) for row in store.select(embedded, question.sparql).rows]
        try:
            came = asked(url, question.sparql)
        except OSError as error:
            wrong[name] = f"refused: {getattr(error, 'read', lambda: b'')()[:160]!r}"
            continue
        if sorted(map(str, came)) != sorted(map(str, wanted)):
            wrong[name] = f"{len(came)} rows for {len(wanted)}: {came[:1]} {wanted[:1]}"
    assert wrong == {}


def test_the_known_form_of_a_large_integer_is_no_excuse_for_others() -> None:
    place = VirtuosoRemote("http://127.0.0.1:9", "dba", "dba")
    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    assert place.holds_as(f'"100000000000"{integer}') == '"100000000000"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    assert place.holds_as(f'"16"{integer}') is None
    assert place.holds_as('"16"') is None


def test_a_graph_that_left_the_dataset_leaves_the_store_with_a_delta(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = tmp_path / "old.nq", tmp_path / "new.nq"
    quads = [Quad(NamedNode("a:s"), NamedNode("a:p"), NamedNode("a:o"), NamedNode(graph)) for graph in ("a:g", "a:h")]
    old.write_text("".join(f"{quad} .\n" for quad in quads), encoding="utf-8")
    new.write_text(f"{quads[0]} .\n", encoding="utf-8")
    place = str(tmp_path / "store")
    assert run(capsys, "--to", "oxigraph", place, "--data", str(old))[0] == 0
    assert run(capsys, "--to", "oxigraph", place, "--data", str(new), "--since", str(old))[0] == 0
    assert loading.opened("oxigraph", place).count("a:h") == 0
