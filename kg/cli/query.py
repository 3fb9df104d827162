"""``kg query``: a named question, a file or an expression, answered from a dataset."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from kg import questions, store
from kg.cli import places
from kg.namespaces import DEFAULT_BASE, Namespaces


def run(options: argparse.Namespace) -> int:
    """Answer on standard output."""
    folder = places.ontology(options) / "queries"
    if options.list:
        _list(folder)
        return 0
    sparql = _text(options, folder)
    try:
        solutions = store.select(store.load(options.data), sparql)
    except store.QueryError as error:
        print(f"kg query: {error}", file=sys.stderr)
        return 2
    _print(solutions, options.format)
    return 0


def _text(options: argparse.Namespace, folder: Path) -> str:
    """Return the query of a call, with the values that it gives for parameters."""
    return _question(options, folder).bound(values(getattr(options, "rest", ())))


def _question(options: argparse.Namespace, folder: Path) -> questions.Question:
    if options.expression:
        if options.query:
            raise ValueError("give either -e SPARQL or a name, not both")
        return questions.Question("-e", "", "", str(options.expression))
    if not options.query:
        raise ValueError("name a question or a .rq file, or give -e SPARQL; --list shows the questions")
    path = Path(options.query)
    if path.suffix == ".rq" or path.is_file():
        if not path.is_file():
            raise ValueError(f"{path}: no such file")
        text = path.read_text(encoding="utf-8")
        return (
            questions.parse(path.stem, text)
            if text.startswith("# zh: ")
            else questions.Question(path.stem, "", "", text)
        )
    known = questions.load(folder)
    if options.query not in known:
        raise ValueError(f"no question is named {options.query!r}{_nearest(options.query, list(known))}")
    return known[options.query]


def values(rest: Sequence[str]) -> dict[str, str]:
    """Return the values of parameters from what is left of the command line.

    Raises `ValueError` for a word that belongs to no ``--name``, and for a name without a value.

    >>> values(["--region", "江苏省", "--minimum=3"])
    {'region': '江苏省', 'minimum': '3'}
    """
    found: dict[str, str] = {}
    words = iter(rest)
    for word in words:
        name, given, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not name:
            raise ValueError(f"{word!r} belongs to no parameter; write --name value")
        if not given:
            following = next(words, None)
            if following is None or following.startswith("--"):
                raise ValueError(f"--{name} needs a value; write --{name} value")
            value = following
        found[name] = value
    return found


def _nearest(name: str, known: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(near)}?" if near else "; --list shows them"


def _list(folder: Path) -> None:
    for name, question in sorted(questions.load(folder).items()):
        print(f"{name}\n    {question.zh}\n    {question.en}")
        for parameter in question.parameters:
            print(f"    --{parameter.name} {parameter.default}  {parameter.meaning}")


def _print(solutions: store.Solutions, form: str) -> None:
    rows = [[value or "" for value in row] for row in solutions.rows]
    if form == "json":
        records = [dict(zip(solutions.columns, row, strict=True)) for row in solutions.rows]
        print(json.dumps(records, ensure_ascii=False, indent=1))
    elif form in ("csv", "tsv"):
        writer = csv.writer(sys.stdout, delimiter="," if form == "csv" else "\t", lineterminator="\n")
        writer.writerow(solutions.columns)
        writer.writerows(rows)
    else:
        from tabulate import tabulate

        shown = [[_short(value) for value in row] for row in rows]
        print(tabulate(shown, headers=solutions.columns, disable_numparse=True))


def _short(value: str) -> str:
    """Return an IRI under the default base as its path, for reading."""
    if value.startswith(f"{DEFAULT_BASE}/def#"):
        return f"def:{value.rpartition('#')[2]}"
    try:
        return Namespaces().path(value)
    except ValueError:
        return value
