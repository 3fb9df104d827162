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
from kg.namespaces import is_slug


def read_all(options: argparse.Namespace) -> tuple[list[Splitting], list[DataError]]:
    """Return the documents that a call names, split, and what was wrong with the others."""
    known = register.load(bundled("data") / "sources.yaml")
    if options.slug and not options.sources and options.command in ("build", "stats", "review", "release"):
        raise ValueError("--slug names a document of yours; give its path as well")
    if options.slug and not is_slug(options.slug):
        raise ValueError(f"--slug {options.slug!r} is not usable: lower-case ASCII letters, digits and hyphens")
    splittings: list[Splitting] = []
    problems: list[DataError] = []
    paths: dict[Path, None] = {}
    for source in options.sources or [bundled("data") / "source" / "first-batch.txt"]:
        try:
            paths.update(dict.fromkeys(documents.expand([source])))
        except DataError as error:
            problems.append(error)
    if options.slug and len(paths) > 1:
        raise ValueError("--slug names one document; leave it out for several")
    fields = record_fields(getattr(options, "fields", None))
    for path in _with_progress(list(paths)):
        try:
            document = documents.read(path, slug=options.slug, register=known, fields=fields)
            splittings.append(cases.split(document))
        except DataError as error:
            problems.append(error)
    return splittings, problems


def record_fields(chosen: str | None) -> dict[str, str] | None:
    """Return the names of a JSON record's fields from ``title=NAME,text=NAME``.

    >>> record_fields("title=案名,text=正文")
    {'title': '案名', 'text': '正文'}
    """
    if chosen is None:
        return None
    pairs = [part.partition("=") for part in chosen.split(",")]
    if any(not name or not value for name, _, value in pairs):
        raise ValueError(f"--fields {chosen!r} is not of the form title=NAME,text=NAME")
    return {name.strip(): value.strip() for name, _, value in pairs}


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
