"""``kg mcp``: the graph for agents, over standard input and output or over HTTP on this machine."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

from kg import __version__, agents, changes, links, review
from kg.cli import places


def run(options: argparse.Namespace) -> int:
    """Serve until the client goes away."""
    try:
        import mcp.server.mcpserver  # noqa: F401 an optional extra
    except ImportError as error:
        raise ValueError("the Model Context Protocol SDK is missing: pip install 'ipcase-kg[mcp]'") from error
    triples = links.Triples(changes.read(options.data))
    reviews = review.load_all([places.bundled("data") / "cases", *options.review])
    rejected = {
        (path, entry.relation, name)
        for path, found in reviews.items()
        for one in found
        for entry in one.entries
        for name in ([entry.object] if entry.decision == "reject" else [entry.was] if entry.was else [])
    }

    def ask(sparql: str) -> list[dict[str, str | None]]:
        # in a process of its own: a query that runs away is really stopped
        command = [
            sys.executable,
            "-m",
            "kg.cli",
            "query",
            f"--expression={sparql}",
            "--data",
            str(options.data),
            "--json",
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=options.seconds, check=False, encoding="utf-8")  # noqa: S603
        except subprocess.TimeoutExpired as error:
            raise ValueError(f"the query took longer than {options.seconds} seconds and was stopped") from error
        if done.returncode:
            raise ValueError(done.stderr.strip())
        rows: list[dict[str, str | None]] = json.loads(done.stdout)
        return rows

    served = agents.server(triples, rejected, ask, __version__)
    if options.http is None:
        served.run("stdio")
    else:
        served.run("streamable-http", host="127.0.0.1", port=options.http)
    return 0
