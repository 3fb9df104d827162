"""What changed between two datasets: in quads, as a patch for a store, and in words, case by case.

>>> from pyoxigraph import parse, RdfFormat
>>> def quads(text): return parse(text, format=RdfFormat.N_QUADS)
>>> found = difference(quads(b"<a:s> <a:p> <a:o> <a:g> ."), quads(b"<a:s> <a:p> <a:new> <a:g> ."))
>>> found.removed, found.added
(('<a:s> <a:p> <a:o> <a:g> .\\n',), ('<a:s> <a:p> <a:new> <a:g> .\\n',))
"""

from __future__ import annotations

from kg.changes.quads import Difference, difference, rdf_patch, read, sparql_update
from kg.changes.told import CaseChange, Change, Report, tell

__all__ = [
    "CaseChange",
    "Change",
    "Difference",
    "Report",
    "difference",
    "rdf_patch",
    "read",
    "sparql_update",
    "tell",
]
