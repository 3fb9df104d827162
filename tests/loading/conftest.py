"""Real triple stores, started for the tests and stopped after them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import review
from kg.model import Splitting
from kg.namespaces import Namespaces
from kg.pipeline import build
from kg.vocabulary import Vocabulary

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))

REVIEW = """case: case/first-batch/16
reviewer: {role: curator, kind: person}
date: 2026-11-25
entries:
- {decision: reject, relation: mechanism, object: clearance-facilitation}
- {decision: add, relation: mechanism, object: open-licence, quotes: [预确认]}
"""

INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
DirsAllowed = load
NumberOfBuffers = 10000
[HTTPServer]
ServerPort = 127.0.0.1:{web}
ServerRoot = .
[SPARQL]
ResultSetMaxRows = 1000000
"""


def missing(what: str, mend: str) -> None:
    """Skip, or fail in CI, where nothing may be skipped."""
    message = f"{what} is missing: {mend}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            OPENER.open(url, timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            assert process.poll() is None, f"the store behind {url} stopped"
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{url} does not answer")


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an Oxigraph server."""
    program = shutil.which("oxigraph") or shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if program is None:
        missing("the Oxigraph server", "pip install oxigraph")
    port = free_port()
    process = subprocess.Popen(
        [str(program), "serve", "--location", str(tmp_path_factory.mktemp("oxigraph")), "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(process)


class Virtuoso:
    """A Virtuoso server in a folder of its own, which can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("virtuoso-t")
        if program is None or shutil.which("isql-vt") is None:
            missing("Virtuoso", "apt-get install virtuoso-opensource-7-bin")
        self.folder, self.web = folder, free_port()
        self._program = str(program)
        (folder / "load").mkdir()
        (folder / "virtuoso.ini").write_text(INI.format(port=free_port(), web=self.web), encoding="utf-8")
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.web}"

    def start(self) -> None:
        self._process = subprocess.Popen(
            [self._program, "+configfile", "virtuoso.ini", "+foreground"],
            cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_for(f"{self.url}/sparql", self._process)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        (self.folder / "virtuoso.lck").unlink(missing_ok=True)

    def stop(self) -> None:
        """End the server; its folder is thrown away, so it need not write its last checkpoint."""
        self._process.kill()
        self._process.wait()


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """A Virtuoso server."""
    server = Virtuoso(tmp_path_factory.mktemp("virtuoso"))
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def datasets(
    root: Path, first_batch: Splitting, vocabulary: Vocabulary, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """The first batch, and the first batch after a curator's correction, as N-Quads files."""
    folder = tmp_path_factory.mktemp("datasets")
    (folder / "reviews").mkdir()
    (folder / "reviews" / "16.yaml").write_text(REVIEW, encoding="utf-8")
    paths = []
    for name, more in (("old", []), ("new", [folder / "reviews"])):
        reviews = review.load_all([root / "data" / "cases", *more])
        paths.append(folder / f"{name}.nq")
        lines = build([first_batch], vocabulary, reviews, Namespaces()).lines()
        paths[-1].write_text("".join(lines), encoding="utf-8")
    return paths[0], paths[1]
