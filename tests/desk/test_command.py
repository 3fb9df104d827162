"""``kg review`` from the outside: what it says, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import ROOT, Reviewer, Served


def run(cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg.cli", "review", "--no-browser", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nothing.txt",), 1, "no such file"),
        (("--port", "70000"), 2, "no port"),
        (("--out", "x"), 2, "--merge"),
        (("--import", "nothing.yaml"), 1, "no such file"),
        (("--review", "a-file"), 1, "is no folder"),
        (("--since", "nothing.ttl"), 1, "no such file"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    (tmp_path / "a-file").write_text("", encoding="utf-8")
    done = run(tmp_path, *arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a-file"]


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(tmp_path, "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "--port" in done.stderr


def test_it_says_where_it_is_and_where_decisions_go_and_ends_quietly(serve: Callable[..., Served]) -> None:
    served = serve()
    assert served.process.stdout is not None
    second = served.process.stdout.readline()
    assert "25" in second and "mine" in second
    served.ask("GET", "/api/batch?reviewer=x")
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(20) == 0
    assert "Traceback" not in served.process.stdout.read()


def test_a_name_in_the_call_is_not_asked_for(serve: Callable[..., Served], sit: Callable[..., Reviewer]) -> None:
    person = sit(serve("--reviewer", "<王&小明>"), name=None)
    person.page.wait_for_selector("#links .row")
    assert "<王&小明>" in person.page.locator("#reviewer").inner_text()


def test_corrections_and_documents_may_stand_in_any_order(serve: Callable[..., Served], tmp_path: Path) -> None:
    text = (
        "case: case/fresh/1\nreviewer: {role: 读者, kind: person}\ndate: 2026-11-25\n"
        "entries: [{decision: reject, relation: stage, object: utilisation}]\n"
    )
    (tmp_path / "correction.yaml").write_text(text, encoding="utf-8")
    fresh = str(ROOT / "tests" / "desk" / "fresh.txt")
    served = serve("--slug", "fresh", "--import", "correction.yaml", fresh)
    record = served.ask("GET", "/api/corrections?reviewer=x")
    assert [one["known"] for one in record["corrections"]] == [True]
