"""The files of a dataset: rendered in memory, then put in place one by one, ``dataset.ttl`` last."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from kg import (
    dataset,
    explorer,
    network,
    property_graph,
    qda,
    questions,
    serialize,
    store,
    tables,
    triple_terms,
    web_annotation,
    workbook,
)
from kg.model import AnnotatedCase, DataError, Document
from kg.namespaces import Namespaces
from kg.pipeline import Built
from kg.vocabulary import Vocabulary
from kg.vocabulary.triples import vocabulary_quads

FORMATS: Final = ("nq", "ttl", "jsonld", "graphml", "csv", "xlsx", "html")
"""What is written unless ``--formats`` chooses; the vocabularies, ``dataset.ttl`` and the readme are always written."""

ON_REQUEST: Final = ("qdpx", "neo4j", "webannotation", "rdf12")
"""What is written only where ``--formats`` names it."""


def render(
    built: Built,
    vocabulary: Vocabulary,
    spaces: Namespaces,
    formats: Sequence[str],
    named: Mapping[str, questions.Question],
    readme: bytes,
) -> dict[str, bytes]:
    """Return the files of a dataset by name, ``dataset.ttl`` the last."""
    if "xlsx" in formats:
        workbook.check_size(built.annotated)
    prefixes = spaces.prefixes()
    lines = built.lines()
    documents, annotated = _in_order(built)
    graph = network.build(annotated, vocabulary)
    frames = [(frame.slug, frame.title) for frame in built.frames]
    release = explorer.Release.of(graph, documents, spaces.base, built.version, frames)
    makers: dict[str, tuple[str, Callable[[], bytes]]] = {
        "kg.nq": ("nq", lambda: serialize.nquads(lines)),
        "kg.ttl": ("ttl", lambda: serialize.turtle(lines, prefixes)),
        "kg-reviewed.ttl": ("ttl", lambda: serialize.turtle(built.layer("source", "reviewed"), prefixes)),
        "kg.jsonld": ("jsonld", lambda: serialize.jsonld(lines, prefixes)),
        "kg.graphml": ("graphml", lambda: network.graphml(graph)),
        "cases.csv": ("csv", lambda: tables.cases_csv(built.annotated, built.documents, built.frames)),
        "kg.xlsx": (
            "xlsx",
            lambda: workbook.write(
                built.annotated, built.documents, vocabulary, release.version, release.date, built.frames
            ),
        ),
        "kg.qdpx": (
            "qdpx",
            lambda: qda.project(built.annotated, built.documents, vocabulary, built.frames, spaces, release.version),
        ),
        "kg-neo4j.zip": ("neo4j", lambda: property_graph.archive(graph, [item.case for item in annotated])),
        "kg.webannotation.jsonld": (
            "webannotation",
            lambda: web_annotation.collection(built.annotated, spaces, f"知识产权典型案例图谱 {release.version}"),
        ),
        "kg.rdf12.trig": (
            "rdf12",
            lambda: serialize.trig(serialize.parsed(triple_terms.with_triple_terms(lines)), prefixes),
        ),
        "kg.html": (
            "html",
            lambda: explorer.render(
                graph,
                [item.case for item in annotated],
                release,
                explorer.background(store.of_bytes("".join(built.vocabulary_lines).encode()), spaces),
                tuple(named.values()),
            ),
        ),
    }
    files = {name: make() for name, (choice, make) in makers.items() if choice in formats}
    whole = serialize.canonical(vocabulary_quads(vocabulary, spaces))
    files["vocabularies.ttl"] = serialize.turtle(whole, prefixes)
    files["queries.ttl"] = questions.turtle(named.values(), spaces)
    files["README.md"] = readme
    described = serialize.canonical(dataset.description(built.metadata, files, spaces))
    files["dataset.ttl"] = serialize.turtle(described, prefixes)
    return files


def _in_order(built: Built) -> tuple[list[Document], list[AnnotatedCase]]:
    """Return the documents in the network's order, and the cases in that of their documents.

    A dataset does not tell in which order its documents were named, and a page made of it must be the same.
    """
    documents = network.in_order(built.documents)
    rank = {document.slug: number for number, document in enumerate(documents)}
    return documents, sorted(built.annotated, key=lambda item: rank[item.case.document])


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Put files in a folder, each replaced atomically, in the mapping's order.

    A failure half way leaves every earlier file whole; ``dataset.ttl``, written last, then does not
    fit the others, which `kg validate` reports. Raises `DataError` where the folder cannot be written.
    """
    _refuse_a_strangers_readme(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            target = folder / name
            if target.is_file() and target.read_bytes() == content:
                continue
            replace(target, content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(str(folder), f"cannot be written: {reason}", "choose another folder with --out") from error


def _refuse_a_strangers_readme(folder: Path) -> None:
    """Raise where the folder holds a README.md that no build has written: it is somebody's own folder."""
    readme = folder / "README.md"
    if readme.is_file() and b"Generated by `kg build`" not in readme.read_bytes()[:400]:
        raise DataError(str(readme), "is not a readme of ours and would be lost", "choose another folder with --out")


def put(target: Path, content: bytes) -> None:
    """Write one file atomically, its folder made where it is missing. Raises `DataError` where it cannot be written."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        replace(target, content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(str(target), f"cannot be written: {reason}", "choose another folder") from error


def replace(target: Path, content: bytes) -> None:
    """Put a file in place at once: nobody ever sees half of it."""
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
