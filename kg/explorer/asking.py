"""What the page needs to answer the named questions itself, beside its nodes and links.

The page holds no answers: it reads each question's own query and answers it from what it shows. This block
carries the queries, and the few statements that links and nodes do not: see `kg.explorer.background`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, fields
from typing import TYPE_CHECKING, Any, Final

from kg.explorer.release import Release, Source
from kg.model import Case
from kg.namespaces import Namespaces
from kg.questions import Question

if TYPE_CHECKING:
    import networkx

    Network = networkx.MultiDiGraph[str]

NOTHING: Final[Mapping[str, Any]] = {"properties": [], "statements": []}
"""The background of a network that comes without its vocabulary."""

_PREFIX: Final = re.compile(r"(?m)^PREFIX (\w+): <(.+)>\n")
_HEAD: Final = re.compile(r"(?m)\A(?:#.*\n)+\n*")


def asking(
    network: Network,
    cases: Sequence[Case],
    release: Release,
    background: Mapping[str, Any],
    questions: Sequence[Question],
) -> dict[str, Any]:
    """Return the block: questions, prefixes, background, and what is known of reviewers, sections and sources.

    ``reviewers`` are ``[role, kind, date]``; a reviewed link is by the first of them unless ``reviewedBy`` gives
    its assertion's path another.
    """
    spaces = Namespaces(release.base)
    asked = sorted(questions, key=lambda question: question.name)
    prefixes = {
        prefix: spaces.rebased(space) for question in asked for prefix, space in _PREFIX.findall(question.sparql)
    }
    edges = sorted(
        ((str(key), edge) for _, _, key, edge in network.edges(keys=True, data=True) if edge.get("kind") == "link"),
        key=lambda edge: edge[0],
    )
    reviewed = [(key, _reviewer(edge)) for key, edge in edges if "reviewer_role" in edge]
    known = [reviewer for _, reviewer in reviewed]
    reviewers = sorted(set(known), key=lambda reviewer: (-known.count(reviewer), reviewer))
    return {
        "questions": [_question(question, spaces) for question in asked],
        "prefixes": dict(sorted(prefixes.items())),
        "background": background,
        "finer": [[key, edge["finer"]] for key, edge in edges if "finer" in edge],
        "reviewers": [list(reviewer) for reviewer in reviewers],
        "reviewedBy": [[key, reviewers.index(who)] for key, who in reviewed if who != reviewers[0]],
        "sections": [
            [case.path, section.name, section.start, section.end] for case in cases for section in case.sections
        ],
        "sources": {
            "keys": [field.name for field in fields(Source)],
            "rows": [list(astuple(source)) for source in release.sources],
        },
    }


def _reviewer(edge: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(edge["reviewer_role"]), str(edge["reviewer_kind"]), str(edge["review_date"])


def _question(question: Question, spaces: Namespaces) -> dict[str, Any]:
    """Return a question with its query, without what the page puts before it: comments and prefixes.

    >>> text = "# zh: 问？\\n# en: Asked?\\n\\nPREFIX def: <https://w3id.org/ipcase/def#>\\n\\nSELECT ?x WHERE {}\\n"
    >>> _question(Question("q", "问？", "Asked?", text), Namespaces())["sparql"]
    'SELECT ?x WHERE {}\\n'
    """
    query = spaces.rebased(_PREFIX.sub("", _HEAD.sub("", question.sparql)).lstrip("\n"))
    return {
        "name": question.name,
        "zh": question.zh,
        "en": question.en,
        "parameters": [
            [parameter.name, parameter.default, parameter.meaning, int(parameter.is_number)]
            for parameter in question.parameters
        ],
        "sparql": query,
    }
