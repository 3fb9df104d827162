"""The golds of the project with their documents, and tables between the markers of a Markdown file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg import cases, documents, evaluate, review
from kg.actor_types import with_actor_types
from kg.documents import register
from kg.model import Assertion, Case
from kg.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Gold:
    """Review files and the document that they were made on."""

    slug: str
    folder: Path
    source: Path


def golds(folder: Path | None) -> Iterator[Gold]:
    """Yield the first batch and each gold whose document is in ``folder``, recognised by its SHA-256."""
    yield Gold("first-batch", ROOT / "data" / "cases", ROOT / "data" / "source" / "first-batch.txt")
    files = sorted(path for path in folder.iterdir() if path.is_file()) if folder else []
    by_checksum = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in files}
    for record in sorted((ROOT / "data" / "gold").glob("*/document.json")):
        document = evaluate.gold_document(record.parent)
        if document is not None and document.slug != "first-batch" and document.sha256 in by_checksum:
            yield Gold(document.slug, record.parent, by_checksum[document.sha256])


def annotated(gold: Gold, vocabulary: Vocabulary) -> tuple[dict[str, Case], list[Assertion]]:
    """Return the annotated cases of a gold by path, and what was annotated."""
    known = register.load(ROOT / "data" / "sources.yaml")
    found = {case.path: case for case in cases.split(documents.read(gold.source, slug=gold.slug, register=known)).cases}
    reviews = {path: files for path, files in review.load_all([gold.folder]).items() if path in found}
    wanted = [
        assertion
        for path, files in reviews.items()
        for assertion in with_actor_types(review.apply(found[path], (), files, vocabulary).assertions, vocabulary)
    ]
    return {path: found[path] for path in sorted(reviews)}, wanted


def between_markers(text: str, name: str, block: str) -> str:
    """Return a Markdown text with the part between ``<!-- name:start -->`` and ``<!-- name:end -->`` replaced.

    Raises `ValueError` where the markers are not there.
    """
    start, end = f"<!-- {name}:start -->", f"<!-- {name}:end -->"
    before, opened, rest = text.partition(start)
    _, closed, after = rest.partition(end)
    if not opened or not closed:
        raise ValueError(f"the markers {start} and {end} are missing")
    return f"{before}{start}\n{block.strip()}\n{end}{after}"
