"""``kg touched``: which reviewed cases an edit of the schemes touches, and what changes there.

Reviews are never overwritten by rules: a new proposal in a closed relation has no effect until a
reviewer accepts it. This command says where to look.
"""

from __future__ import annotations

import argparse
import json
import sys

from kg import review
from kg.cli import places, reading
from kg.mentions import Finder
from kg.review.touched import Touch, touches
from kg.vocabulary import load_published


def run(options: argparse.Namespace) -> int:
    """Print a line for every link that the rules now find, or find no longer, in a reviewed case."""
    before = Finder(load_published(options.since, places.ontology(options)), places.ledger())
    after = Finder(places.vocabulary(options), places.ledger())
    options.sources, options.slug = [], None
    splittings, _ = reading.read_all(options)
    reviews = review.load_all([places.bundled("data") / "cases"])
    changes = [
        _row(touch)
        for splitting in splittings
        for case in splitting.cases
        if case.path in reviews
        for touch in touches(case, before, after)
    ]
    if options.json:
        print(json.dumps(changes, ensure_ascii=False, indent=1))
    else:
        for change in changes:
            print(
                f"案例{change['number']}\t{change['change']}\t{change['relation']}\t{change['label']}\t“{change['quote']}”"
            )
    cases = len({change["number"] for change in changes})
    print(f"{len(changes)} changes in {cases} reviewed cases", file=sys.stderr)
    return 0


def _row(touch: Touch) -> dict[str, str]:
    assertion = touch.assertion
    return {
        "case": touch.case,
        "number": touch.number,
        "change": {"found": "新找到", "lost": "不再找到"}[touch.change],
        "relation": assertion.relation,
        "object": assertion.referent.path,
        "label": assertion.referent.label,
        "quote": assertion.evidence[0].quote,
    }
