"""The files of a dataset: rendered in memory, then put in place one by one, ``dataset.ttl`` last."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from kg import dataset, explorer, network, questions, serialize, tables
from kg.model import DataError
from kg.namespaces import Namespaces
from kg.pipeline import Built
from kg.vocabulary import Vocabulary
from kg.vocabulary.triples import vocabulary_quads

FORMATS: Final = ("nq", "ttl", "jsonld", "graphml", "csv", "html")
"""What ``--formats`` chooses from; the vocabularies, ``dataset.ttl`` and the readme are always written."""


def render(
    built: Built,
    vocabulary: Vocabulary,
    spaces: Namespaces,
    formats: Sequence[str],
    named: Mapping[str, questions.Question],
    readme: bytes,
) -> dict[str, bytes]:
    """Return the files of a dataset by name, ``dataset.ttl`` the last."""
    prefixes = spaces.prefixes()
    lines = built.lines()
    graph = network.build(built.annotated, vocabulary)
    makers: dict[str, tuple[str, Callable[[], bytes]]] = {
        "kg.nq": ("nq", lambda: serialize.nquads(lines)),
        "kg.ttl": ("ttl", lambda: serialize.turtle(lines, prefixes)),
        "kg-reviewed.ttl": ("ttl", lambda: serialize.turtle(built.layer("source", "reviewed"), prefixes)),
        "kg.jsonld": ("jsonld", lambda: serialize.jsonld(lines, prefixes)),
        "kg.graphml": ("graphml", lambda: network.graphml(graph)),
        "cases.csv": ("csv", lambda: tables.cases_csv(built.annotated, built.documents)),
        "kg.html": ("html", lambda: explorer.render(graph, [a.case for a in built.annotated], _release(built, spaces))),
    }
    files = {name: make() for name, (choice, make) in makers.items() if choice in formats}
    whole = serialize.canonical(vocabulary_quads(vocabulary, spaces))
    files["vocabularies.ttl"] = serialize.turtle(whole, prefixes)
    files["queries.ttl"] = questions.turtle(named.values(), spaces)
    files["README.md"] = readme
    described = serialize.canonical(dataset.description(built.metadata, files, spaces))
    files["dataset.ttl"] = serialize.turtle(described, prefixes)
    return files


def _release(built: Built, spaces: Namespaces) -> explorer.Release:
    from kg import __version__

    reviewed = [item.reviewer.date for item in built.annotated if item.reviewer is not None]
    return explorer.Release(
        title="知识产权典型案例图谱",
        title_en="Chinese IP typical cases",
        version=__version__,
        licence="CC BY 4.0",
        licence_url=dataset.LICENCE,
        date=max(reviewed, default=None),
        documents=tuple((document.slug, document.title or document.name) for document in built.documents),
        base=spaces.base,
    )


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Put files in a folder, each replaced atomically, in the mapping's order.

    A failure half way leaves every earlier file whole; ``dataset.ttl``, written last, then does not
    fit the others, which `kg validate` reports. Raises `DataError` where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            target = folder / name
            if target.is_file() and target.read_bytes() == content:
                continue
            _replace(target, content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(str(folder), f"cannot be written: {reason}", "choose another folder with --out") from error


def _replace(target: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
