"""Fetch npm's oxigraph and put its browser build where the page finds it (a maintainer's step; needs the network).

    pip install zopfli
    python maintenance/vendor_oxigraph.py 0.5.11

The WebAssembly file is compressed once here, as small as gzip can be, and the script is taken as it is. What was
fetched is written down in ``kg/explorer/vendor/oxigraph.json`` with checksums, which a test compares.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import sys
import tarfile
import urllib.request
from pathlib import Path

import zopfli.gzip

REGISTRY = "https://registry.npmjs.org/oxigraph"
FOLDER = Path(__file__).resolve().parents[1] / "kg" / "explorer" / "vendor"


def main(version: str) -> None:
    """Write the two files and the record."""
    with urllib.request.urlopen(f"{REGISTRY}/{version}") as answer:  # noqa: S310 - https, said above
        record = json.load(answer)
    with urllib.request.urlopen(record["dist"]["tarball"]) as answer:  # noqa: S310
        archive = answer.read()
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if integrity != record["dist"]["integrity"]:
        sys.exit(f"the archive's checksum is {integrity}, the registry says {record['dist']['integrity']}")
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:

        def content(name: str) -> bytes:
            file = tar.extractfile(f"package/{name}")
            assert file is not None
            return file.read()

        script, module = content("web.js"), content("web_bg.wasm")
    compressed = zopfli.gzip.compress(module, numiterations=15)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "oxigraph.js").write_bytes(script)
    (FOLDER / "oxigraph.wasm.gz").write_bytes(compressed)
    described = {
        "name": record["name"],
        "version": record["version"],
        "license": record["license"],
        "home": record["homepage"],
        "tarball": record["dist"]["tarball"],
        "integrity": integrity,
        "sha256": {
            "web.js": hashlib.sha256(script).hexdigest(),
            "web_bg.wasm": hashlib.sha256(module).hexdigest(),
        },
    }
    (FOLDER / "oxigraph.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
