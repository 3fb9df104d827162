"""``kg evaluate``: rules against annotated cases, or two annotators against each other."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from kg import evaluate, review
from kg.actor_types import with_actor_types
from kg.cli import places, reading
from kg.mentions import Finder
from kg.model import Assertion, Case, DataError
from kg.vocabulary import Vocabulary


def run(options: argparse.Namespace) -> int:
    """Print a table of scores, the confidence bands, and with ``--errors`` each error with its words.

    Raises `DataError` where the document is not the one that the gold was made on.
    """
    vocabulary = places.vocabulary(options)
    options.sources = [str(options.source)] if options.source else []
    gold = evaluate.gold_document(options.gold)
    if gold is not None and options.slug is None:
        options.slug = gold.slug
    splittings, problems = reading.read_all(options)
    reading.tell(splittings, problems)
    if gold is not None:
        for splitting in splittings:
            gold.check(str(options.source or splitting.document.name), splitting.document.sha256)
    cases = {case.path: case for splitting in splittings for case in splitting.cases}
    reviews = _reviews(options.gold)
    wanted, reviewed = _annotated(reviews, cases, vocabulary)
    if not reviewed:
        raise DataError(str(options.gold), "has no review of a case of this document", "name the folder, or --source")
    if options.agreement is not None:
        other, _ = _annotated(_reviews(options.agreement), cases, vocabulary)
        _print_agreement(evaluate.agreement(wanted, other), options.json)
        return 0
    slugs = {splitting.document.slug for splitting in splittings}
    annotated = {path for path in reviews if path.split("/")[1] in slugs}
    _tell_differences(annotated, reviews, cases)
    finder = Finder(vocabulary, places.ledger())
    found = [
        assertion
        for path in sorted(reviewed)
        for assertion in with_actor_types(finder.find(cases[path]).assertions, vocabulary)
    ]
    counts = {"annotated": len(annotated), "found": len(reviewed), "besides": len(cases.keys() - annotated)}
    _print_scores(found, wanted, counts, options)
    return 0


def _reviews(folder: Path) -> dict[str, tuple[review.CaseReview, ...]]:
    if not folder.is_dir():
        raise DataError(str(folder), "no such folder", "name a folder of review files")
    return review.load_all([folder])


def _annotated(
    reviews: dict[str, tuple[review.CaseReview, ...]], cases: dict[str, Case], vocabulary: Vocabulary
) -> tuple[list[Assertion], set[str]]:
    found: list[Assertion] = []
    for path, files in reviews.items():
        if path in cases:
            found += with_actor_types(review.apply(cases[path], (), files, vocabulary).assertions, vocabulary)
    return found, reviews.keys() & cases.keys()


def _tell_differences(
    annotated: set[str], reviews: dict[str, tuple[review.CaseReview, ...]], cases: dict[str, Case]
) -> None:
    """Say on standard error which annotated cases were not found, and which have other words than when annotated."""
    for path in sorted(annotated):
        if path not in cases:
            print(f"warning: {path} is annotated but was not found; the scores leave it out", file=sys.stderr)
        elif any(one.text_sha256 not in (None, review.text_sha256(cases[path])) for one in reviews[path]):
            print(f"warning: {path} has other words than when it was annotated", file=sys.stderr)


def _print_scores(
    found: list[Assertion], wanted: list[Assertion], cases: dict[str, int], options: argparse.Namespace
) -> None:
    from tabulate import tabulate

    scores = evaluate.scores(found, wanted)
    hit, total = evaluate.quote_recall(found, wanted)
    bands = evaluate.bands(found, wanted)
    if options.json:
        record = {
            "cases": cases,
            "scores": [
                {"relation": s.relation, "precision": round(s.precision, 4), "recall": round(s.recall, 4),
                 "f1": round(s.f1, 4), "right": s.right, "found": s.found, "wanted": s.wanted,
                 "overlapping": s.overlapping, "exact": s.exact, "missed": s.missed, "invented": s.invented}
                for s in scores
            ],
            "mechanism quotes overlapped": [hit, total],
            "confidence": [{"band": band, "assertions": n, "right": right} for band, n, right in bands],
        }  # fmt: skip
        print(json.dumps(record, ensure_ascii=False, indent=1))
        return
    rows = [evaluate.row(score) for score in scores]
    print(tabulate(rows, headers=evaluate.HEADERS, disable_numparse=True))
    print(f"\ncases: {cases['found']} of {cases['annotated']} annotated found, {cases['besides']} besides")
    print(f"annotated mechanism quotes overlapped by one of ours: {hit} of {total}")
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
