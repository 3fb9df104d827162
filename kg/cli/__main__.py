"""``python -m kg.cli``: the command without its console script."""

from __future__ import annotations

import sys

from kg.cli import main

sys.exit(main())
