"""The SPARQL engine that a page can carry: npm's oxigraph for browsers, and the dataset, both compressed.

The files in ``vendor/`` are fetched by ``maintenance/vendor_oxigraph.py``; nothing is fetched here.
"""

from __future__ import annotations

import base64
import gzip
import json
from functools import cache
from importlib import resources
from typing import Any


def packed(content: bytes) -> str:
    r"""Return bytes as text that can stand in a ``script`` element: base 85, with a comma for ``<``.

    It takes a quarter more room than the bytes, where base 64 takes a third.

    >>> packed(b"\x00\x00\x00\x00<kg>")
    '00000JZon@'
    """
    return base64.b85encode(content).decode().replace("<", ",")


def compressed(content: bytes) -> bytes:
    """Return bytes as gzip, without the time."""
    return gzip.compress(content, compresslevel=9, mtime=0)


@cache
def record() -> dict[str, Any]:
    """Return what is known of the engine: name, version, licence, home, checksums."""
    found: dict[str, Any] = json.loads(_file("oxigraph.json"))
    return found


@cache
def script() -> str:
    """Return the engine's own script, a module, which then hands itself to the page's.

    It runs at once and does nothing more than define; its WebAssembly starts when the tab is first opened.
    """
    return _file("oxigraph.js").decode() + "\nglobalThis.oxigraph = { start: __wbg_init, Store };\n"


@cache
def module() -> str:
    """Return the engine's WebAssembly, packed."""
    return packed(_file("oxigraph.wasm.gz"))


def third_party() -> tuple[str, str, str, str]:
    """Return the engine's line in the page's list of software."""
    known = record()
    return str(known["name"]), str(known["version"]), str(known["license"]), str(known["home"])


def _file(name: str) -> bytes:
    return resources.files("kg.explorer").joinpath("vendor", name).read_bytes()
