"""How long the workbook of many cases takes, and how much memory its writing adds.

    python benchmarks/workbook.py [TIMES]

The first batch is repeated TIMES over (200 by default: 5,000 cases) under other numbers.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

from kg import aliases, cases, documents, pipeline, review, workbook
from kg.documents import register
from kg.model import AnnotatedCase
from kg.vocabulary import load

ROOT = Path(__file__).resolve().parent.parent


def many(times: int) -> tuple[list[AnnotatedCase], documents.Document]:
    """Return the annotated first batch, repeated under other case numbers."""
    vocabulary = load(ROOT / "ontology")
    known = register.load(ROOT / "data" / "sources.yaml")
    batch = cases.split(documents.read(ROOT / "data" / "source" / "first-batch.txt", register=known))
    ledger = aliases.load(ROOT / "data" / "aliases.yaml")
    make = pipeline.annotator(vocabulary, ledger, review.load_all([ROOT / "data" / "cases"]))
    items = [make(case) for case in batch.cases]
    found = []
    for turn in range(times):
        for item in items:
            path = f"{item.case.path}-{turn}"
            links = tuple(replace(assertion, case=path) for assertion in item.assertions)
            found.append(replace(item, case=replace(item.case, path=path), assertions=links))
    return found, batch.document


def main(times: int) -> None:
    """Write, read back and tell."""
    vocabulary = load(ROOT / "ontology")
    items, document = many(times)
    started = time.perf_counter()
    content = workbook.write(items, [document], vocabulary, "0")
    written = time.perf_counter() - started
    tracemalloc.start()
    workbook.write(items, [document], vocabulary, "0")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    started = time.perf_counter()
    filled = workbook.read(content, "kg.xlsx")
    print(f"{len(items)} cases, {len(filled.links)} links, {len(content) / 2**20:.1f} MiB")
    print(f"written in {written:.1f} s, peak of Python's memory {peak / 2**20:.0f} MiB")
    print(f"read back in {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
