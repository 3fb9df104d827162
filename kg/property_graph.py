"""The network as CSV for ``neo4j-admin database import``: nodes, relationships, and how to load them, in one zip.

The columns are the attributes of the network (`kg.network`), typed in the header; a case also has its text, a link
its quotes as a list. What is empty in a file is a property that the node or relationship does not have.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from kg.archive import pack
from kg.model import Case

if TYPE_CHECKING:
    import networkx

    Network = networkx.MultiDiGraph[str]

LIST_DELIMITER: Final = "\x1f"
"""Stands between the values of a list: U+001F, which no text of a case has. The import must be told."""

COMMAND: Final = (
    'neo4j-admin database import full neo4j --nodes=nodes.csv --relationships=relationships.csv \\\n'
    '  --array-delimiter=U+001F --multiline-fields=true --overwrite-destination'
)  # fmt: skip
"""How to load the files with Neo4j 5, in their folder; docs/property-graphs.md has the same."""

_TYPES: Final = {
    "position": "int",
    "is_group": "boolean",
    "confidence": "double",
    "alt_labels": "string[]",
    "quotes": "string[]",
}
_FIRST: Final = ("label", "label_en", "number", "position", "document", "coverage", "role", "method", "basis", "quotes")
_LAST: Final = ("evidence", "text")

_README: Final = f"""# Property graph of Chinese IP typical cases

知识产权典型案例图谱（属性图）。装入 Neo4j 5（先停库；--overwrite-destination 会覆盖名为 neo4j 的库，新库可去掉）：
To load into Neo4j 5 (stop the database first; --overwrite-destination replaces the database neo4j):

```sh
{COMMAND}
```

节点的标签见 :LABEL 列，关系的类型见 :TYPE 列；quotes 是支持该关系的原文。分类由本项目拟定，非官方分类。
Labels stand in the column :LABEL, types in :TYPE; quotes are the words that support a link. The classification is
the project's own.
"""


def node_label(kind: str) -> str:
    """Return the label of nodes of a kind, as property graphs write labels.

    >>> node_label("institution-type"), node_label("case")
    ('InstitutionType', 'Case')
    """
    return "".join(part.capitalize() for part in kind.split("-"))


def relationship_type(relation: str) -> str:
    """Return the type of relationships of a relation, as property graphs write types.

    >>> relationship_type("actorType"), relationship_type("region")
    ('ACTOR_TYPE', 'REGION')
    """
    return "".join(f"_{letter}" if letter.isupper() else letter.upper() for letter in relation)


def archive(network: Network, cases: Sequence[Case]) -> bytes:
    """Return the zip archive of a network and its cases; the same values always give the same bytes."""
    texts = {case.path: case.text for case in cases}
    nodes = [
        {
            "path:ID": path,
            ":LABEL": node_label(attributes["kind"]),
            **_properties(attributes, leave=("kind",)),
            **({"text": texts[path]} if path in texts else {}),
        }
        for path in sorted(network.nodes)
        for attributes in (network.nodes[path],)
    ]
    edges = [
        {
            ":START_ID": start,
            ":END_ID": end,
            ":TYPE": relationship_type(attributes["relation"]),
            "key": key,
            **_properties(attributes, leave=("kind", "relation")),
        }
        for start, end, key, attributes in sorted(network.edges(keys=True, data=True), key=lambda edge: edge[:3])
    ]
    return pack(
        {
            "nodes.csv": _table(nodes, ("path:ID", ":LABEL")),
            "relationships.csv": _table(edges, (":START_ID", ":END_ID", ":TYPE", "key")),
            "README.md": _README.encode(),
        }
    )


def _properties(attributes: Mapping[str, Any], leave: Sequence[str]) -> dict[str, str]:
    """Return the attributes as the importer reads them; those of ``leave`` are said by the label or type."""
    found = {name: str(value) for name, value in attributes.items() if name not in leave}
    if "alt_labels" in found:
        found["alt_labels"] = found["alt_labels"].replace("\n", LIST_DELIMITER)
    if "evidence" in found:
        found["quotes"] = LIST_DELIMITER.join(record["quote"] for record in json.loads(found["evidence"]))
    return found


def _table(rows: Sequence[Mapping[str, str]], keys: Sequence[str]) -> bytes:
    """Return rows as CSV whose header types every column; a column that no row has is not written."""
    columns = [*keys, *sorted({name for row in rows for name in row} - set(keys), key=_order)]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_header(columns, keys))
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return text.getvalue().encode()


def _header(columns: Iterable[str], keys: Sequence[str]) -> list[str]:
    return [name if name in keys and name != "key" else f"{name}:{_TYPES.get(name, 'string')}" for name in columns]


def _order(name: str) -> tuple[int, int, str]:
    if name in _FIRST:
        return 0, _FIRST.index(name), name
    return (2, _LAST.index(name), name) if name in _LAST else (1, 0, name)
