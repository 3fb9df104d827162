"""A desk that is killed at any moment has lost at most the action that was under way."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import review

from .conftest import Served

CASES = [f"case/first-batch/{number}" for number in (1, 2, 3, 6)]


def _decided(folder: Path) -> set[tuple[str, str]]:
    found = review.load_all([folder]) if folder.is_dir() else {}  # raises for a file that is half written
    return {
        (path, f"{e.relation} {e.object}") for path, reviews in found.items() for one in reviews for e in one.entries
    }


def _entries(served: Served) -> list[tuple[str, str]]:
    return [
        (path, row["id"])
        for path in CASES
        for row in served.ask("GET", f"/api/case?case={path}&reviewer=x")["rows"]
        if row["relation"] in ("region", "mechanism")
    ]


@pytest.mark.parametrize(("answered", "pause"), [(0, 0.0), (1, 0.0), (4, 0.001), (9, 0.004), (14, 0.008), (20, 0.02)])
def test_kill_at_any_moment_loses_at_most_one_action(serve: Callable[..., Served], answered: int, pause: float) -> None:
    served = serve()
    token, rows = served.token(), _entries(served)
    assert len(rows) > answered + 1
    stored: list[tuple[str, str]] = []
    sent: list[tuple[str, str]] = []
    started = threading.Event()

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", served.port)
        with contextlib.suppress(OSError, http.client.HTTPException):
            for path, name in rows:
                action = {"do": "decide", "id": name, "decision": "reject"}
                body = json.dumps({"case": path, "reviewer": "王小明", "action": action})
                if len(stored) == answered:
                    started.set()
                sent.append((path, name))
                connection.request("POST", "/api/act", body, {"X-Desk-Token": token})
                answer = connection.getresponse()
                answer.read()
                assert answer.status == 200
                stored.append((path, name))

    worker = threading.Thread(target=work)
    worker.start()
    assert started.wait(30)
    time.sleep(pause)  # before, within or after the writing of the next action
    served.process.kill()
    worker.join(30)
    found = _decided(served.folder)
    assert set(stored) <= found, "an answered action was lost"
    assert found <= set(sent)
    assert len(found) - len(stored) <= 1


def test_after_a_kill_the_next_desk_goes_on_where_the_first_stopped(serve: Callable[..., Served]) -> None:
    first = serve()
    path, name = _entries(first)[0]
    action = {"do": "decide", "id": name, "decision": "accept"}
    first.ask("POST", "/api/act", {"case": path, "reviewer": "王小明", "action": action})
    first.process.kill()
    first.process.wait()
    (first.folder / "first-batch" / ".1.yaml.abc.part").write_text("case: half", encoding="utf-8")
    second = serve()
    row = next(
        r
        for r in second.ask(
            "GET", f"/api/case?case={path}&reviewer=王小明".replace("王小明", "%E7%8E%8B%E5%B0%8F%E6%98%8E")
        )["rows"]
        if r["id"] == name
    )
    assert row["decision"] == "accept"
