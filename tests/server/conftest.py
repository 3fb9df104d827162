"""Real servers, started as a user starts them, on the real dataset."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

TOKEN = "a-token-for-tests"


@dataclass
class Served:
    """A running server: where it is, its process, and a client."""

    place: str
    process: subprocess.Popen[str]
    client: httpx.Client

    def query(self, sparql: str, accept: str = "text/csv", **parameters: str) -> httpx.Response:
        """Ask by a form."""
        return self.client.post("/sparql", data={"query": sparql, **parameters}, headers={"Accept": accept})

    def update(self, sparql: str) -> httpx.Response:
        """Write with the token."""
        kind = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
        return self.client.post("/update", content=sparql, headers=kind)

    def kill(self) -> None:
        """End the server as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@contextmanager
def serve(root: Path, *options: str) -> Iterator[Served]:
    """Start ``kg serve`` on a free port and stop it at the end."""
    command = [sys.executable, "-m", "kg.cli", "serve", "--port", "0", *options]
    environment = {**os.environ, "KG_TOKEN": TOKEN, "PYTHONPATH": str(root)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stderr is not None
        told = []
        try:
            for line in process.stderr:
                told.append(line)
                if found := re.match(r"serving (http://\S+?)/ ", line):
                    break
            else:
                raise AssertionError(f"the server did not start: {told}")
            with httpx.Client(base_url=found[1], timeout=60) as client:
                yield Served(found[1], process, client)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


@pytest.fixture(scope="session")
def server(root: Path) -> Iterator[Served]:
    """The committed dataset, for reading, with tight bounds."""
    with serve(root, "--data", "exports/kg.nq", "--timeout", "25", "--max-rows", "100000", "--workers", "2") as served:
        yield served


@pytest.fixture(scope="module")
def tight(root: Path) -> Iterator[Served]:
    """The committed dataset with bounds that are soon reached, and one place."""
    with serve(root, "--timeout", "5", "--max-rows", "50000", "--memory", "200", "--workers", "1") as served:
        yield served


Starting = Callable[..., "contextmanager[Served]"]


@pytest.fixture
def starting(root: Path) -> Starting:
    """A starter of further servers."""
    return lambda *options: serve(root, *options)


@pytest.fixture(scope="module")
def _writing(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = tmp_path_factory.mktemp("writable") / "small.nq"
    data.touch()
    with serve(root, "--data", str(data), "--writable") as served:
        yield served


@pytest.fixture
def writable(_writing: Served) -> Served:
    """A dataset of one quad that can be written; the same server for a module, its data made anew for every test."""
    quad = 'GRAPH <http://a.example/g> { <http://a.example/s> <http://a.example/p> "甲"@zh-hans }'
    assert _writing.update(f"DROP ALL ; INSERT DATA {{ {quad} }}").status_code == 204
    return _writing
