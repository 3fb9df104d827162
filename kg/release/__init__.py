"""Releases: one zip for people without Python, with what changed since the last one, for readers and for stores."""

from __future__ import annotations

from kg.release.bundle import Earlier, bundle, earlier_of
from kg.release.citation import citation
from kg.release.difference import Changes, changes, told
from kg.release.retired import Retired, retired
from kg.release.update import update
from kg.release.versions import latest, version_key

__all__ = [
    "Changes", "Earlier", "Retired", "bundle", "changes", "citation", "earlier_of", "latest", "retired", "told",
    "update", "version_key",
]  # fmt: skip
