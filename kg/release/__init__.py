"""Releases: one zip for people without Python, with what changed since the last one, for readers and for stores."""

from __future__ import annotations

from kg.release.bundle import Earlier, bundle, earlier_of
from kg.release.citation import citation
from kg.release.retired import Retired, retired
from kg.release.versions import latest, version_key

__all__ = ["Earlier", "Retired", "bundle", "citation", "earlier_of", "latest", "retired", "version_key"]
