"""``kg evaluate``: rules against annotated cases, or two annotators against each other."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from kg import evaluate, review
from kg.actor_types import with_actor_types
from kg.cli import places, reading
from kg.mentions import Finder
from kg.model import Assertion, Case, DataError
from kg.vocabulary import Vocabulary


def run(options: argparse.Namespace) -> int:
    """Print a table of scores, the confidence bands, and with ``--errors`` each error with its words."""
    vocabulary = places.vocabulary(options)
    options.sources = [str(options.source)] if options.source else []
    splittings, problems = reading.read_all(options)
    reading.tell(splittings, problems)
    cases = {case.path: case for splitting in splittings for case in splitting.cases}
    wanted, reviewed = _annotated(options.gold, cases, vocabulary)
    if not reviewed:
        raise DataError(str(options.gold), "has no review of a case of this document", "name the folder, or --source")
    if options.agreement is not None:
        other, _ = _annotated(options.agreement, cases, vocabulary)
        _print_agreement(evaluate.agreement(wanted, other), options.json)
        return 0
    finder = Finder(vocabulary, places.ledger())
    found = [
        assertion
        for path in sorted(reviewed)
        for assertion in with_actor_types(finder.find(cases[path]).assertions, vocabulary)
    ]
    _print_scores(found, wanted, options)
    return 0


def _annotated(folder: Path, cases: dict[str, Case], vocabulary: Vocabulary) -> tuple[list[Assertion], set[str]]:
    if not folder.is_dir():
        raise DataError(str(folder), "no such folder", "name a folder of review files")
    reviews = review.load_all([folder])
    found: list[Assertion] = []
    for path, files in reviews.items():
        if path in cases:
            found += with_actor_types(review.apply(cases[path], (), files, vocabulary).assertions, vocabulary)
    return found, reviews.keys() & cases.keys()


def _print_scores(found: list[Assertion], wanted: list[Assertion], options: argparse.Namespace) -> None:
    from tabulate import tabulate

    scores = evaluate.scores(found, wanted)
    hit, total = evaluate.quote_recall(found, wanted)
    bands = evaluate.bands(found, wanted)
    if options.json:
        record = {
            "scores": [
                {"relation": s.relation, "precision": round(s.precision, 4), "recall": round(s.recall, 4),
                 "f1": round(s.f1, 4), "right": s.right, "found": s.found, "wanted": s.wanted,
                 "overlapping": s.overlapping, "missed": s.missed, "invented": s.invented}
                for s in scores
            ],
            "mechanism quotes overlapped": [hit, total],
            "confidence": [{"band": band, "assertions": n, "right": right} for band, n, right in bands],
        }  # fmt: skip
        print(json.dumps(record, ensure_ascii=False, indent=1))
        return
    rows = [
        (s.relation, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}", s.right, s.found, s.wanted, s.overlapping)
        for s in scores
    ]
    headers = ("layer", "P", "R", "F1", "right", "found", "wanted", "quotes overlap")
    print(tabulate(rows, headers=headers, disable_numparse=True))
    print(f"\nannotated mechanism quotes overlapped by one of ours: {hit} of {total}")
    print("confidence: " + "; ".join(f"{band}: {right} of {n} right" for band, n, right in bands))
    if options.errors:
        for score in scores:
            _print_errors(score.relation, "missed", score.missed)
            _print_errors(score.relation, "not in the gold", score.invented)


def _print_errors(layer: str, kind: str, errors: Iterable[str]) -> None:
    for error in errors:
        print(f"{layer}, {kind}: {error}")


def _print_agreement(agreements: list[evaluate.Agreement], as_json: bool) -> None:
    from tabulate import tabulate

    rows = [(a.layer, f"{a.f1:.3f}", a.both, a.only_first, a.only_second) for a in agreements]
    headers = ("layer", "F1", "both", "first only", "second only")
    if as_json:
        print(json.dumps([dict(zip(headers, row, strict=True)) for row in rows], ensure_ascii=False, indent=1))
    else:
        print(tabulate(rows, headers=headers, disable_numparse=True))
