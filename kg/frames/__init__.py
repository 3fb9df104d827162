"""Coding frames: a researcher's own categories, mapped onto concepts of the schemes or onto words of the texts.

A frame is one small YAML file. It adds a column to what a dataset says of its cases and changes nothing else: its
codings are a projection of the links, with the same words as evidence.
"""

from __future__ import annotations

from kg.frames.coding import code, uncovered
from kg.frames.files import Category, Frame, load
from kg.frames.scheme import scheme_quads

__all__ = ["Category", "Frame", "code", "load", "scheme_quads", "uncovered"]
