"""The explorer: one HTML page for a network of cases, which opens from disk without a network.

```
                            ┌─► payload (columns of numbers) ─┐
network, cases, release ────┼─► evidence (parts, read lazily) ┤
                            └─► layout ─┬─► pyvis drawing ────┼─► page.html ──► bytes
                                        └─► places ───────────┤   small datasets; large ones on our own canvas
questions, background ──────► what can be asked ──────────────┘
```
"""

from __future__ import annotations

from kg.explorer.background import background
from kg.explorer.page import render
from kg.explorer.release import Release, Source

__all__ = ["Release", "Source", "background", "render"]
