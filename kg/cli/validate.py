"""``kg validate``: the checks of a built dataset, as a reader of its files would make them."""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import asdict
from pathlib import Path

from kg import conformance, integrity, store, validate
from kg.cli import places
from kg.model import DataError
from kg.namespaces import Namespaces
from kg.validate import Violation


def run(options: argparse.Namespace) -> int:
    """Print every violation; exit 1 where there is one."""
    if options.silence:
        return _silence(options)
    path: Path = options.path
    if not path.exists():
        raise DataError(str(path), "no such file or folder", "run `kg build` first, or name another")
    found: list[Violation] = []
    if path.is_dir():
        found += integrity.files(path)
        for turtle in sorted(path.glob("*.ttl")):
            found += conformance.escaped_names(str(turtle), turtle.read_bytes())
        path = path / "kg.nq"
    if not path.is_file():
        raise DataError(str(path), "no such file", "build with --formats nq, or name another dataset")
    lines = integrity.lines_of(path)
    spaces = Namespaces(_base(lines))
    shapes, queries = places.checks(places.ontology(options), spaces)
    found += integrity.quotes(lines, spaces)
    found += integrity.counts(lines, spaces)
    found += conformance.check(lines, spaces)
    found += validate.shapes(lines, shapes)
    found += validate.queries(store.of_bytes("".join(lines).encode()), queries)
    if options.json:
        print(json.dumps([asdict(violation) for violation in found], ensure_ascii=False, indent=1))
    else:
        for violation in found:
            print(f"{violation.check}: {violation.where}: {violation.what}")
        print(f"{options.path}: {len(lines)} quads, {len(found)} violations", file=sys.stderr)
    return 1 if found else 0


def _base(lines: list[str]) -> str:
    """Return the base IRI that a dataset was built with, from its first case."""
    for line in lines:
        match = re.match(r"<([^>]+)/id/[^>]+> <[^>]+> <\1/def#", line)
        if match:
            return match[1]
    return Namespaces().base


def _silence(options: argparse.Namespace) -> int:
    """Print the clauses of the reviewed cases that support no link, and title clauses under no headline."""
    from kg import review, silence
    from kg.cli import reading
    from kg.mentions import Finder
    from kg.pipeline import annotate

    options.sources, options.slug = [], None
    splittings, _ = reading.read_all(options)
    vocabulary = places.vocabulary(options)
    finder, reviews = Finder(vocabulary, places.ledger()), review.load_all([places.bundled("data") / "cases"])
    silent = [
        (splitting_case.number, place)
        for splitting in splittings
        for splitting_case in splitting.cases
        for place in silence.silent(annotate(splitting_case, finder, vocabulary, reviews))
    ]
    for number, place in silent:
        print(f"案例{number}\t{place.kind}\t{place.text}")
    print(f"{len(silent)} silent places; data/cases/README.md says why they are", file=sys.stderr)
    return 0
