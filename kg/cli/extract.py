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
from kg.cli import places, reading
from kg.mentions import Finder, Findings
from kg.model import AnnotatedCase, Assertion, Case, Reviewer, Splitting
from kg.network import evidence_records


def run(options: argparse.Namespace) -> int:
    """Print or write the rule-made assertions of every case."""
    vocabulary = places.vocabulary(options)
    splittings, problems = reading.read_all(options)
    reading.tell(splittings, problems)
    finder = Finder(vocabulary, places.ledger())
    for splitting in splittings:
        for case in splitting.cases:
            findings = finder.find(case)
            assertions = tuple(with_actor_types(findings.assertions, vocabulary))
            if options.review is not None:
                _write_draft(AnnotatedCase(case, assertions, findings.coverage), options.review)
            else:
                print(json.dumps(record(case, assertions, findings.coverage), ensure_ascii=False))
            if options.report:
                _report(case, findings)
        if options.report:
            _report_outside(splitting)
    return 1 if problems else 0


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


def _report(case: Case, findings: Findings) -> None:
    for name in findings.unresolved:
        print(f"{case.path}: the place name {name} resolved to nothing", file=sys.stderr)
    for place in silence.silent(AnnotatedCase(case, findings.assertions)):
        print(f"{case.path}: no assertion from ({place.kind}): {place.text}", file=sys.stderr)


def _report_outside(splitting: Splitting) -> None:
    for piece in splitting.outside:
        shown = " ".join(piece.text.split())
        if shown:
            reason = REASONS.get(piece.reason, (piece.reason, piece.reason))[0]
            print(f"{splitting.document.name} 案例之外（{reason}）：{shown[:80]}", file=sys.stderr)
