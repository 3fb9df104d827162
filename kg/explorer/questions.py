"""Sample questions, chosen from what the dataset holds: each has an answer of some interest.

Where the dataset has them, well-known subjects of the field are preferred, so that the questions
of successive releases stay the same; otherwise the counts decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from kg.explorer.layout import Columns, Row

if TYPE_CHECKING:
    import networkx

    Network = networkx.MultiDiGraph[str]

PREFERRED: Final = {
    "shared": ("institution-type/customs", "institution-type/court", "institution-type/procuratorate"),
    "area": ("region/yangtze-river-delta", "region/greater-bay-area"),
    "who": ("mechanism/open-licence", "mechanism/pledge-financing", "mechanism/punitive-damages"),
}
"""Subjects asked about first, where at least one case (two for ``shared``) is linked to them."""


def sample_questions(network: Network, columns: Columns, index: Mapping[str, int]) -> list[list[Any]]:
    """Return up to four questions as ``[kind, node]``; the page words them in its language."""
    questions: list[list[Any]] = []
    few = [row for row in columns.institution if len(row.cases) >= 2]
    questions += _ask("shared", sorted(few, key=lambda row: (len(row.cases), row.path)), index)
    areas = [row for row in columns.region if network.nodes[row.path].get("level") == "area"]
    questions += _ask("area", areas or list(columns.region), index)
    if any(node.get("level") == "province" for _, node in network.nodes(data=True)):
        questions.append(["gaps", None])
    concepts = [child for row in columns.mechanism for child in row.below] or list(columns.mechanism)
    questions += _ask("who", sorted(concepts, key=lambda row: (abs(len(row.cases) - 2), row.path)), index)
    return questions


def _ask(kind: str, rows: Sequence[Row], index: Mapping[str, int]) -> list[list[Any]]:
    by_path = {row.path: row for row in rows}
    for path in PREFERRED[kind]:
        if path in by_path:
            return [[kind, index[path]]]
    return [[kind, index[rows[0].path]]] if rows else []
