"""Reading the documents of a call: the good ones split into cases, the bad ones listed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from kg import cases, documents
from kg.cli.places import bundled
from kg.documents import register
from kg.model import DataError, Splitting


def read_all(options: argparse.Namespace) -> tuple[list[Splitting], list[DataError]]:
    """Return the documents that a call names, split, and what was wrong with the others."""
    known = register.load(bundled("data") / "sources.yaml")
    paths = list(_expanded(options.sources)) or [bundled("data") / "source" / "first-batch.txt"]
    if options.slug and len(paths) > 1:
        raise ValueError("--slug names one document; leave it out for several")
    splittings: list[Splitting] = []
    problems: list[DataError] = []
    for path in _with_progress(paths):
        try:
            splittings.append(cases.split(documents.read(path, slug=options.slug, register=known)))
        except DataError as error:
            problems.append(error)
    return splittings, problems


def _expanded(sources: Iterable[str]) -> Iterable[Path]:
    for source in sources:
        path = Path(source)
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
        else:
            yield path


def _with_progress(paths: list[Path]) -> Iterable[Path]:
    """Show a progress bar for many documents, on standard error and only on a terminal."""
    if len(paths) < 20 or not sys.stderr.isatty():
        return paths
    from tqdm import tqdm

    return tqdm(paths, unit="doc", file=sys.stderr)


def tell(splittings: Iterable[Splitting], problems: Iterable[DataError]) -> None:
    """Print warnings and left-out documents on standard error."""
    for splitting in splittings:
        for warning in splitting.warnings:
            print(f"warning: {splitting.document.name}: {warning}", file=sys.stderr)
    for problem in problems:
        print(f"left out: {problem}", file=sys.stderr)
