"""``kg page``: the page of any built dataset."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from kg import explorer, exports, network, questions, serialize, store
from kg.cli import places
from kg.model import DataError


def run(options: argparse.Namespace) -> int:
    """Read the dataset back, write the page, and say where it is. Nothing is half written."""
    source = _dataset(options.data)
    out: Path = options.out / "kg.html" if options.out.is_dir() else options.out
    named = questions.load(places.ontology(options) / "queries")
    loaded = store.load(source)
    read = network.read(loaded, str(source))
    page = explorer.render(
        read.network,
        read.cases,
        explorer.Release.of(read.network, read.documents, read.spaces.base, read.version),
        explorer.background(loaded, read.spaces),
        tuple(named.values()),
        serialize.trig(loaded, read.spaces.prefixes()) if options.sparql else None,
    )
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        exports.replace(out, page)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(str(out), f"cannot be written: {reason}", "choose another place with --out") from error
    links = sum(1 for *_, edge in read.network.edges(data=True) if edge["kind"] == "link")
    if options.json:
        figures = {"page": str(out), "bytes": len(page), "cases": len(read.cases), "links": links}
        print(json.dumps(figures | {"sparql": options.sparql}, ensure_ascii=False))
    else:
        engine = ", with a SPARQL engine" if options.sparql else ""
        print(f"written to {out}: {len(read.cases)} cases, {links} links, {len(page) / 1e6:.2f} MB{engine}")
    return 0


def _dataset(path: Path) -> Path:
    """Return the file of a dataset; in a folder that ``kg build`` wrote, the one with all graphs comes first."""
    if not path.exists():
        raise DataError(str(path), "no such file or folder", "run `kg build` first, or name another with --data")
    if not path.is_dir():
        return path
    for name in ("kg.nq", "kg.ttl", "kg.jsonld"):
        if (path / name).is_file():
            return path / name
    raise DataError(str(path), "no kg.nq, kg.ttl or kg.jsonld in it", "build one with kg build --formats nq")
