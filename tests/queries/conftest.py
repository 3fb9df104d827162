"""The built first batch, in memory: once for pyoxigraph, once for rdflib."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from pyoxigraph import Store
from rdflib import Graph

from kg import questions, review, store
from kg.model import Splitting
from kg.namespaces import Namespaces
from kg.pipeline import build
from kg.vocabulary import Vocabulary


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh", action="store_true", help="write the expected answers and docs/questions.md anew")


@pytest.fixture(scope="session")
def refresh(request: pytest.FixtureRequest) -> bool:
    """Whether answers are to be written, not compared."""
    return bool(request.config.getoption("--refresh", default=False))


@pytest.fixture(scope="session")
def folder(root: Path) -> Path:
    """The folder of the questions."""
    return root / "ontology" / "queries"


@pytest.fixture(scope="session")
def known(folder: Path) -> dict[str, questions.Question]:
    """The questions by name."""
    return questions.load(folder)


@pytest.fixture(scope="session")
def lines(root: Path, first_batch: Splitting, vocabulary: Vocabulary) -> Sequence[str]:
    """The N-Quads lines of the first batch, as `kg build` makes them."""
    reviews = review.load_all([root / "data" / "cases"])
    return build([first_batch], vocabulary, reviews, Namespaces()).lines()


@pytest.fixture(scope="session")
def dataset(lines: Sequence[str]) -> Store:
    """The first batch in pyoxigraph, in named graphs."""
    return store.of_bytes("".join(lines).encode())


@pytest.fixture(scope="session")
def merged(lines: Sequence[str]) -> Graph:
    """The first batch in rdflib, as one graph."""
    graph = Graph()
    graph.parse(data="".join(sorted({f"{triple(line)} .\n" for line in lines})), format="nt")
    return graph


def triple(line: str) -> str:
    """Return a line of N-Quads without its graph and full stop."""
    return line.rstrip(" .\n").rpartition(" ")[0]
