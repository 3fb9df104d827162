"""``kg load``: a dataset into a triple store, and the proof that the store holds it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict

from kg import changes, loading

_SHOWN = 20


def run(options: argparse.Namespace) -> int:
    """Load, read back, and say what is there; exit 1 where anything is lost."""
    password = os.environ.get("KG_STORE_PASSWORD")
    new = changes.read(options.data)
    try:
        store = loading.opened(options.to, options.place, options.user, password, options.query_url)
        if options.since is not None:
            old = changes.read(options.since)
            outcome = loading.load_delta(store, old, new, str(options.data), whole=options.whole)
        else:
            outcome = loading.load(store, new, str(options.data), whole=options.whole, progress=_progress)
    except loading.StoreError as error:
        print(f"kg load: {error}", file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps(asdict(outcome), ensure_ascii=False, indent=1))
    else:
        width = max(map(len, outcome.counts), default=0)
        for graph, count in outcome.counts.items():
            print(f"{graph:{width}}  {count:>9}")
        print(f"{outcome.sent} quads sent; {outcome.compared} read back and compared")
    for loss in outcome.known[:_SHOWN]:
        print(f"kept otherwise, as this store does: {loss.wanted} → {loss.came}", file=sys.stderr)
    for loss in outcome.losses[:_SHOWN]:
        print(f"LOST in {loss.graph}: {loss.wanted}; the store gives {loss.came}", file=sys.stderr)
    if outcome.losses:
        print(f"kg load: {len(outcome.losses)} differences: the store does not hold what was loaded", file=sys.stderr)
        return 1
    return 0


def _progress(graph: str) -> None:
    if sys.stderr.isatty():
        print(f"loading {graph}", file=sys.stderr)
