"""``kg query``: a named question, a file or an expression, answered from a dataset."""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg import questions, store, suggestions
from kg.cli import places
from kg.namespaces import DEFAULT_BASE, Namespaces

if TYPE_CHECKING:
    import pyoxigraph

_OPTIONS = ("--expression", "--list", "--data", "--format", "--json", "--engine", "--no-union", "--layer", "--ontology")


def run(options: argparse.Namespace) -> int:
    """Answer on standard output; what was probably meant goes to standard error."""
    folder = places.ontology(options) / "queries"
    if options.list:
        _list(folder, as_json=options.format == "json")
        return 0
    question = _question(options, folder)
    given = values(options.rest)
    _known_parameters(question, given)
    sparql = question.bound(given)
    data = store.load(options.data)
    spaces = Namespaces(store.base(data))
    sparql = spaces.rebased(sparql)
    prefixes = spaces.prefixes()
    if not options.union and options.layer:
        raise ValueError("--layer chooses what the union holds; leave out --no-union")
    for name, near in suggestions.unknown_prefixes(sparql, prefixes):
        meant = _or([f"{one}:" for one in near]) or f"; declare it with PREFIX {name}: <…>"
        raise ValueError(f"no prefix {name}:{meant}")
    try:
        solutions = _answer(options, data, sparql, prefixes)
    except store.QueryError as error:
        print(f"kg query: {_explained(str(error), sparql)}", file=sys.stderr)
        return 2
    _print(solutions, options.format, spaces)
    if not solutions.rows or options.query not in questions.load(folder):
        _remark(options, data, spaces, question, given, sparql, empty=not solutions.rows)
    return 0


def _answer(
    options: argparse.Namespace, data: pyoxigraph.Store, sparql: str, prefixes: dict[str, str]
) -> store.Solutions:
    if options.engine == "rdflib":
        from kg import rdflib_store

        if options.layer and store.names_a_dataset(sparql):
            raise store.QueryError("the query says itself which graphs it sees (FROM): leave out --layer")
        return rdflib_store.select(
            rdflib_store.load(data, options.layer, union=options.union), sparql, prefixes=prefixes
        )
    return store.select(data, sparql, union=options.union, layers=options.layer, prefixes=prefixes)


def _question(options: argparse.Namespace, folder: Path) -> questions.Question:
    if options.expression:
        if options.query:
            raise ValueError("give either -e SPARQL or a name, not both")
        return questions.Question("-e", "", "", str(options.expression))
    if not options.query:
        for word in options.rest[:1]:
            raise ValueError(f"no option {word}{_meant(word, _OPTIONS) or '; --help shows them'}")
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
        wrong = [word for word in options.rest if word.startswith("-")]
        if wrong and not options.rest[0].startswith("--"):
            raise ValueError(f"{options.rest[0]!r} belongs to no parameter; write --name value")
        if wrong:
            raise ValueError(f"no option {wrong[0].partition('=')[0]}{_meant(wrong[0].partition('=')[0], _OPTIONS)}")
        raise ValueError(
            f"no question is named {options.query!r}{_meant(options.query, known) or '; --list shows them'}"
        )
    return known[options.query]


def _known_parameters(question: questions.Question, given: dict[str, str]) -> None:
    """Raise where a name is neither a parameter of the question nor an option of the command."""
    parameters = [f"--{parameter.name}" for parameter in question.parameters]
    for name in given:
        if f"--{name}" not in parameters:
            takes = f"it takes {', '.join(parameters)}" if parameters else "it takes none"
            near = _meant(f"--{name}", parameters) or _meant(f"--{name}", _OPTIONS)
            raise ValueError(f"{question.name} has no parameter --{name}{near or f'; {takes}'}")


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
                raise ValueError(f"--{name} needs a value; write --{name} value{_meant_option(name)}")
            value = following
        found[name] = value
    return found


def _meant_option(name: str) -> str:
    near = suggestions.nearest(f"--{name}", _OPTIONS, 1)
    return f" (an option of the command is {near[0]})" if near else ""


def _meant(name: str, known: Sequence[str] | dict[str, questions.Question]) -> str:
    return _or(suggestions.nearest(name, known))


def _or(near: Sequence[str]) -> str:
    return f"; did you mean {' or '.join(near)}?" if near else ""


def _explained(message: str, sparql: str) -> str:
    """Return the line that a parser's message points to, without its long list of all that it expected."""
    place = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if place is None:
        return message
    line, column = int(place[1]), int(place[2])
    lines = sparql.splitlines() or [""]
    shown = lines[line - 1] if line <= len(lines) else ""
    return f"the query does not parse at line {line}, column {column}\n  {shown}\n  {' ' * (column - 1)}^"


def _remark(
    options: argparse.Namespace,
    data: pyoxigraph.Store,
    spaces: Namespaces,
    question: questions.Question,
    given: dict[str, str],
    sparql: str,
    *,
    empty: bool,
) -> None:
    """Say on standard error what a query names that the dataset does not have, and what is nearest to it."""
    said = False
    if empty:
        defaults = {p.name: p.default for p in question.parameters if not p.meaning.startswith("原文中")}
        for unknown in suggestions.unknown_values(data, spaces.base, given, defaults):
            print(f"kg query: {_no_such(options, unknown)}", file=sys.stderr)
            said = True
    if question.parameters:
        sparql = ""
    for written, near in suggestions.unknown_iris(data, sparql, spaces.prefixes()):
        print(f"kg query: {written} stands nowhere in {options.data}{_or(near)}", file=sys.stderr)
        said = True
    layers = {graph.value.rpartition("/")[2] for graph in data.named_graphs()}
    for layer in set(options.layer) - layers:
        print(f"kg query: 数据集中没有 {layer} 层的关系 the dataset has no links of the layer {layer}", file=sys.stderr)
        said = True
    if empty and not options.union:
        print("kg query: 默认图中没有 nothing in the default graph; name graphs with GRAPH", file=sys.stderr)
        said = True
    if empty and not said:
        print("kg query: 没有结果 no rows", file=sys.stderr)


def _no_such(options: argparse.Namespace, unknown: suggestions.UnknownValue) -> str:
    near = "、".join(unknown.near)
    if unknown.parameter in ("region", "area", "object"):
        regions = places.vocabulary(options).regions.values()
        if any(unknown.value in (region.label, region.code) for region in regions):
            return f"数据集中没有涉及“{unknown.value}”的案例 no case of this dataset concerns it"
    end = f"；相近的有 {near} nearest: {', '.join(unknown.near)}" if near else ""
    return f"--{unknown.parameter}：数据集中没有“{unknown.value}”这一名称 no such name{end}"


def _list(folder: Path, *, as_json: bool) -> None:
    known = sorted(questions.load(folder).items())
    if as_json:
        rows = [
            {
                "name": name,
                "zh": question.zh,
                "en": question.en,
                "parameters": [
                    {"name": p.name, "default": p.default, "meaning": p.meaning} for p in question.parameters
                ],
            }
            for name, question in known
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for name, question in known:
        print(f"{name}\n    {question.zh}\n    {question.en}")
        for parameter in question.parameters:
            print(f"    --{parameter.name} {parameter.default}  {parameter.meaning}")


def _print(solutions: store.Solutions, form: str, spaces: Namespaces) -> None:
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

        shown = [[_short(value, spaces) for value in row] for row in rows]
        print(tabulate(shown, headers=solutions.columns, disable_numparse=True))


def _short(value: str, spaces: Namespaces) -> str:
    """Return an IRI under the base as its path, for reading."""
    if value.startswith((f"{spaces.base}/def#", f"{DEFAULT_BASE}/def#")):
        return f"def:{value.rpartition('#')[2]}"
    try:
        return spaces.path(value)
    except ValueError:
        return value
