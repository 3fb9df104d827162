"""``kg extract``: what the rules find, as JSON lines or as drafts for review."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from pathlib import Path
from typing import Any

from kg import review, silence
from kg.actor_types import with_actor_types
from kg.cases import REASONS
from kg.cli import places, proposing, reading
from kg.mentions import Finder, Findings
from kg.model import AnnotatedCase, Assertion, Case, Reviewer, Splitting
from kg.network import evidence_records
from kg.vocabulary import Vocabulary


def run(options: argparse.Namespace) -> int:
    """Print or write the rule-made assertions of every case."""
    vocabulary = places.vocabulary(options)
    splittings, problems = reading.read_all(options)
    reading.tell(splittings, problems)
    ledger = places.ledger()
    finder = Finder(vocabulary, ledger)
    asking = proposing.Asking(vocabulary, {}, ledger) if options.model else None
    extended = _extended(splittings, finder, vocabulary, asking) if asking is not None else {}
    for splitting in splittings:
        for case in splitting.cases:
            findings = finder.find(case)
            annotated = extended.get(case.path) or _annotated(case, findings, vocabulary)
            if options.review is not None:
                _write_draft(annotated, options.review)
            else:
                print(json.dumps(record(case, annotated.assertions, annotated.coverage), ensure_ascii=False))
            if options.report:
                _report(annotated, findings)
        if options.report:
            _report_outside(splitting)
    if asking is not None:
        print("\n".join(f"{name}: {value}" for name, value in asking.figures().items()), file=sys.stderr)
    return 1 if problems else 0


def _annotated(case: Case, findings: Findings, vocabulary: Vocabulary) -> AnnotatedCase:
    return AnnotatedCase(case, tuple(with_actor_types(findings.assertions, vocabulary)), findings.coverage)


def _extended(
    splittings: list[Splitting], finder: Finder, vocabulary: Vocabulary, asking: proposing.Asking
) -> dict[str, AnnotatedCase]:
    """Return every case with what the model adds, keyed by case."""
    cases = [case for splitting in splittings for case in splitting.cases]
    found = asking([_annotated(case, finder.find(case), vocabulary) for case in cases])
    return {annotated.case.path: annotated for annotated in found}


def record(case: Case, assertions: tuple[Assertion, ...], coverage: str | None) -> dict[str, Any]:
    """Return a case with its assertions as the JSON line that other programs rely on."""
    return {
        "document": case.document,
        "case": case.path,
        "number": case.number,
        "title": case.title,
        "text": case.text,
        "coverage": coverage,
        "sections": [{"name": s.name, "start": s.start, "end": s.end} for s in case.sections],
        "assertions": [_assertion(assertion, case) for assertion in assertions],
    }


def _assertion(assertion: Assertion, case: Case) -> dict[str, Any]:
    referent = assertion.referent
    typed = assertion.relation in ("institution", "mechanism", "actorType", "instrument", "fact")
    return {
        "relation": assertion.relation,
        "role": assertion.role,
        "object": referent.path,
        "label": referent.label,
        "type": referent.type if typed else None,
        "subtype": referent.subtype if assertion.relation in ("institution", "actorType") else None,
        "kind": referent.kind,
        "basis": assertion.basis,
        "method": assertion.method,
        "rule": assertion.rule,
        "confidence": assertion.confidence,
        "evidence": evidence_records(assertion, case),
    }


def _write_draft(annotated: AnnotatedCase, folder: Path) -> None:
    target = folder / annotated.case.document / f"{annotated.case.path.rpartition('/')[2]}.yaml"
    if target.exists():
        raise ValueError(f"{target} exists already; drafts never overwrite a review")
    target.parent.mkdir(parents=True, exist_ok=True)
    reviewer = Reviewer("reviewer", "person", datetime.date.today().isoformat())
    target.write_text(review.draft(annotated, reviewer), encoding="utf-8", newline="\n")


def _report(annotated: AnnotatedCase, findings: Findings) -> None:
    for name in findings.unresolved:
        print(f"{annotated.case.path}: the place name {name} resolved to nothing", file=sys.stderr)
    for place in silence.silent(annotated):
        print(f"{annotated.case.path}: no assertion from ({place.kind}): {place.text}", file=sys.stderr)


def _report_outside(splitting: Splitting) -> None:
    for piece in splitting.outside:
        shown = " ".join(piece.text.split())
        if shown:
            reason = REASONS.get(piece.reason, (piece.reason, piece.reason))[0]
            print(f"{splitting.document.name} 案例之外（{reason}）：{shown[:80]}", file=sys.stderr)
