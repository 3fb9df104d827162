"""The links of a dataset as a `networkx.MultiDiGraph`: made from assertions, or read back from a built dataset.

Nodes are keyed by path. Links run from a case to an object and are keyed by the assertion's path;
hierarchy edges run from a child to its parent and carry ``kind="hierarchy"``, so that analytics
can drop them. Attributes are strings and numbers, never ``None``. Both ways give the same network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.network.building import build, evidence_records, frame_attribute, graphml, in_order, links
from kg.network.reading import Dataset, read

if TYPE_CHECKING:
    import networkx

    Network = networkx.MultiDiGraph[str]

__all__ = ["Dataset", "build", "evidence_records", "frame_attribute", "graphml", "in_order", "links", "read"]
