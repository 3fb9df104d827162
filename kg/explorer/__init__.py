"""The explorer: one HTML page for a network of cases, which opens from disk without a network.

```
network, cases, release ──► payload (compact JSON)  ──┐
                        └─► columns ──► pyvis drawing ─┴─► page.html ──► bytes
```
"""

from __future__ import annotations

from kg.explorer.page import render
from kg.explorer.release import Release

__all__ = ["Release", "render"]
