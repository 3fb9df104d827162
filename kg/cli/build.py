"""``kg build``: documents → checked dataset → files."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg import conformance, exports, questions, review, validate
from kg.cli import places, proposing, reading
from kg.frames import Frame, uncovered
from kg.model import DataError, Splitting
from kg.pipeline import Built, build
from kg.validate import Violation


def run(options: argparse.Namespace) -> int:
    """Build, check, and write; print a short table. Nothing is written where a check fails."""
    started = time.perf_counter()
    formats = _formats(options.formats)
    spaces = places.namespaces(options)
    ontology = places.ontology(options)
    vocabulary = places.vocabulary(options)
    splittings, problems = reading.read_all(options)
    reading.tell(splittings, problems)
    if not splittings or (problems and options.strict):
        print("nothing was written", file=sys.stderr)
        return 1
    folders = [places.bundled("data") / "cases", *options.review]
    for folder in options.review:
        if not folder.is_dir():
            raise DataError(str(folder), "no such folder", "point --review to a folder of review files")
    reviews = review.load_all(folders)
    _warn_of_strangers(reviews, splittings, options.review)
    ledger, inputs = places.ledger(), places.inputs(ontology, folders)
    asking = proposing.Asking(vocabulary, reviews, ledger) if options.model else None
    chosen_frames = places.frames(options, vocabulary)
    shapes, queries = places.checks(ontology, spaces)

    def made(chosen: Sequence[Splitting]) -> tuple[Built, list[Violation]]:
        built = build(chosen, vocabulary, reviews, spaces, inputs, ledger, asking, options.workers, chosen_frames)
        found = validate.check(built.annotated, built.lines(), shapes, queries)
        return built, found + conformance.check(built.lines(), spaces)

    built, violations = made(splittings)
    if asking is not None and asking.failed and options.strict:
        print("nothing was written", file=sys.stderr)
        return 1
    guilty = _guilty(violations, splittings)
    if violations and not options.strict and 0 < len(guilty) < len(splittings):
        _print_violations(violations)
        problems += [DataError(s.document.name, "violates the checks above", "mend it") for s in guilty]
        reading.tell((), problems[-len(guilty) :])
        built, violations = made([splitting for splitting in splittings if splitting not in guilty])
    if violations:
        _print_violations(violations)
        raise DataError("the dataset", f"{len(violations)} violations, nothing was written", "mend what is named above")
    readme = (places.bundled("data") / "exports-readme.md").read_bytes()
    named = questions.load(ontology / "queries")
    exports.write(exports.render(built, vocabulary, spaces, formats, named, readme), options.out)
    figures = _figures(built)
    if asking is not None:
        figures |= asking.figures()
    for frame in built.frames:
        figures[f"coded: {frame.title}"] = _coded(built, frame)
        if left := uncovered(built.annotated, frame, vocabulary):
            print(f"编码框架“{frame.title}”没有归类 / not covered by the frame：{'、'.join(left)}", file=sys.stderr)
    figures["seconds"] = f"{time.perf_counter() - started:.1f}"
    if options.json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        width = max(len(name) for name in figures)
        print("\n".join(f"{name:<{width}}  {value}" for name, value in figures.items()))
        print(f"written to {options.out}/")
    return 1 if problems else 0


def _guilty(violations: Sequence[Violation], splittings: Sequence[Splitting]) -> list[Splitting]:
    """Return the documents whose cases the violations name; the others of a batch can be built without them."""
    told = "\n".join(f"{violation.where} {violation.what}" for violation in violations)
    return [splitting for splitting in splittings if f"/case/{splitting.document.slug}/" in told]


def _print_violations(violations: Sequence[Violation]) -> None:
    for violation in violations:
        print(f"{violation.check}: {violation.where}: {violation.what}", file=sys.stderr)


def _warn_of_strangers(
    reviews: dict[str, tuple[review.CaseReview, ...]], splittings: Sequence[Splitting], folders: Sequence[Path]
) -> None:
    """Say which reviews that were asked for are of no document in this build, so that a slip in ``case`` shows."""
    slugs = {splitting.document.slug for splitting in splittings}
    for case, found in reviews.items():
        for item in found:
            named = any(Path(item.where).is_relative_to(folder) for folder in folders)
            if named and case.split("/")[1:2] != [] and case.split("/")[1] not in slugs:
                print(f"warning: {item.where}: {case} is of no document in this build", file=sys.stderr)


def _formats(chosen: str | None) -> tuple[str, ...]:
    if chosen is None:
        return exports.FORMATS
    names = tuple(name.strip() for name in chosen.split(",") if name.strip())
    for name in names:
        known = (*exports.FORMATS, *exports.ON_REQUEST)
        if name not in known:
            raise ValueError(f"unknown format {name!r}; known are {', '.join(known)}")
    return names


def _coded(built: Built, frame: Frame) -> str:
    counts = {c.label: sum(c.label in item.coded(frame.slug) for item in built.annotated) for c in frame.categories}
    return ", ".join(f"{label} {count}" for label, count in counts.items())


def _figures(built: Built) -> dict[str, str]:
    assertions = [assertion for item in built.annotated for assertion in item.assertions]

    def distinct(relation: str) -> str:
        return str(len({a.referent.path for a in assertions if a.relation == relation}))

    with_evidence = sum(1 for a in assertions if a.evidence)
    layers: Iterable[str] = sorted({a.method for a in assertions})
    counts = ", ".join(f"{sum(1 for a in assertions if a.method == layer)} {layer}" for layer in layers)
    return {
        "cases": str(len(built.annotated)),
        "regions": distinct("region"),
        "institutions": distinct("institution"),
        "IP types": distinct("ipType"),
        "mechanisms": distinct("mechanism"),
        "links": f"{len(assertions)} ({counts})",
        "links with evidence": f"{with_evidence} ({'all' if with_evidence == len(assertions) else 'NOT all'})",
    }
