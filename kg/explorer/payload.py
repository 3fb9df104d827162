"""The data block of the page: nodes, cases, links with their evidence, and the columns, as plain values.

Nodes are named by their position in the list ``nodes``, which keeps the block compact and makes
no path of the dataset a key of a JavaScript object.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from kg.explorer.layout.columns import Columns, Row
from kg.explorer.phonetic import pinyin
from kg.explorer.release import Release
from kg.model import BROADER, Case
from kg.network import frame_attribute
from kg.review import text_sha256

if TYPE_CHECKING:
    import networkx

    Network = networkx.MultiDiGraph[str]

_NODE_KEYS: Final = (
    "label_en",
    "group",
    "is_group",
    "notation",
    "code",
    "level",
    "type",
    "subtype",
    "body_kind",
    "coverage",
    "fact_type",
    "value",
    "unit",
)
"""Attributes of a node that the page uses beside kind and label."""


def payload(network: Network, cases: Sequence[Case], columns: Columns, release: Release) -> dict[str, Any]:
    """Return everything the page's script reads."""
    by_path = {case.path: case for case in cases}
    paths = (*columns.cases, *sorted(path for path in network.nodes if path not in set(columns.cases)))
    index = {path: number for number, path in enumerate(paths)}
    return {
        "release": {
            "title": release.title,
            "titleEn": release.title_en,
            "version": release.version,
            "date": release.date,
            "licence": release.licence,
            "base": release.base,
            "note": release.note,
            "noteEn": release.note_en,
        },
        **({"frames": [[frame_attribute(slug), title] for slug, title in release.frames]} if release.frames else {}),
        "documents": [list(document) for document in release.documents],
        "broader": BROADER,
        "nodes": [_node(path, network.nodes[path]) for path in paths],
        "cases": [_case(by_path.get(path), network.nodes[path], index[path]) for path in columns.cases],
        "links": [
            _link(index, case, target, key, edge)
            for case, target, key, edge in sorted(
                network.edges(keys=True, data=True), key=lambda edge: (index[edge[0]], str(edge[2]), index[edge[1]])
            )
            if edge.get("kind") == "link"
        ],
        "hierarchy": sorted(
            [index[child], index[parent], edge.get("relation", "")]
            for child, parent, edge in network.edges(data=True)
            if edge.get("kind") == "hierarchy"
        ),
        "columns": {
            "region": _rows(columns.region, index),
            "institution": _rows(columns.institution, index),
            "ip-type": _rows(columns.ip_type, index),
            "mechanism": _rows(columns.mechanism, index),
        },
    }


def _node(path: str, node: Mapping[str, Any]) -> dict[str, Any]:
    label = str(node.get("label", path))
    full, initials = pinyin(label)
    record: dict[str, Any] = {"path": path, "kind": node.get("kind", ""), "label": label}
    record |= {key: node[key] for key in _NODE_KEYS if node.get(key) not in (None, "")}
    if full:
        record |= {"pinyin": full, "initials": initials}
    return record


def _case(case: Case | None, node: Mapping[str, Any], position: int) -> dict[str, Any]:
    title = case.title if case else str(node.get("label", ""))
    text = case.text if case else ""
    return {
        "node": position,
        "number": case.number if case else str(node.get("number", "")),
        "document": case.document if case else str(node.get("document", "")),
        "title": title,
        "text": text,
        # A correction names the words it was made on, as every review does.
        "sha256": text_sha256(case) if case else "",
        **{key: value for key, value in node.items() if key.startswith("frame_")},
    }


def _link(index: Mapping[str, int], case: str, target: str, key: Any, edge: Mapping[str, Any]) -> list[Any]:
    spans = [
        [
            0 if span["field"] == "title" else 1,
            span["start"],
            span["end"],
            span["quote"],
            *([pinyin(span["quote"])[1]] if span["quote"] else [""]),
            span.get("source"),
        ]
        for span in json.loads(edge.get("evidence", "[]"))
    ]
    return [
        index[case],
        index[target],
        edge.get("relation", ""),
        edge.get("role", ""),
        edge.get("basis", ""),
        edge.get("method", ""),
        edge.get("reviewer_kind", ""),
        edge.get("confidence"),
        edge.get("rule", ""),
        str(key),
        spans,
    ]


def _rows(rows: Sequence[Row], index: Mapping[str, int]) -> list[list[Any]]:
    """Return rows as ``[node, [nodes below]]``; the page counts the cases itself."""
    return [[index[row.path], [index[child.path] for child in row.below]] for row in rows]
