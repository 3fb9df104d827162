"""Write the tables of docs/evaluation.md anew from `kg evaluate`, so that nobody types them.

    python benchmarks/evaluation_tables.py [--documents DIR]

The first batch is in the project; the other annotated documents are not, and are looked for in DIR by their
SHA-256. The table of a document that is not there stays as it is.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.golds import ROOT, Gold, between_markers, golds
from kg import cli, evaluate

PAGE = ROOT / "docs" / "evaluation.md"


def record(gold: Gold) -> dict[str, Any]:
    """Return what ``kg evaluate --json`` says of a gold. Raises `RuntimeError` where it fails."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = cli.main(["evaluate", str(gold.folder), "--source", str(gold.source), "--slug", gold.slug, "--json"])
    if code:
        raise RuntimeError(f"kg evaluate failed on {gold.slug}")
    found: dict[str, Any] = json.loads(printed.getvalue())
    return found


def table(found: dict[str, Any]) -> str:
    """Return a record as a Markdown table with the lines below it."""
    lines = ["| " + " | ".join(evaluate.HEADERS) + " |", "|" + "---|" * len(evaluate.HEADERS)]
    for score in found["scores"]:
        counts = (score[name] for name in ("right", "found", "wanted", "overlapping", "exact"))
        cells = evaluate.row(evaluate.Score(score["relation"], *counts))
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    cases, (hit, total) = found["cases"], found["mechanism quotes overlapped"]
    bands = "; ".join(f"{band['band']}: {band['right']} of {band['assertions']} right" for band in found["confidence"])
    lines += [
        "",
        f"Cases: {cases['found']} of {cases['annotated']} annotated found, {cases['besides']} besides.",
        f"Annotated mechanism quotes overlapped by one of ours: {hit} of {total}.",
        f"Confidence: {bands}.",
    ]
    return "\n".join(lines)


def main() -> int:
    """Rewrite the tables and say which."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=Path, metavar="DIR", help="where the other annotated documents are")
    text = PAGE.read_text(encoding="utf-8")
    for gold in golds(parser.parse_args().documents):
        text = between_markers(text, gold.slug, table(record(gold)))
        print(f"{PAGE.relative_to(ROOT)}: {gold.slug}")
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
