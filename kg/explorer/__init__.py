"""The explorer: one HTML page for a network of cases, which opens from disk without a network.

```
                            ┌─► payload (columns of numbers) ─┐
network, cases, release ────┼─► evidence (parts, read lazily) ┼─► page.html ──► bytes
                            └─► layout ─┬─► pyvis drawing ────┤   small datasets
                                        └─► places ───────────┘   large ones, drawn on our own canvas
```
"""

from __future__ import annotations

from kg.explorer.page import render
from kg.explorer.release import Release

__all__ = ["Release", "render"]
