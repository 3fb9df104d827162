"""Bounds: a query that runs away is stopped and holds nobody up; memory, rows and places are limited."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import to_its_end

Served = Starting = Any  # the fixtures of conftest.py

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
GREEDY = (
    "SELECT DISTINCT ?a ?c ?d ?f (CONCAT(STR(?a), STR(?c), STR(?d), STR(?f)) AS ?x) { ?a ?b ?c . ?d ?e ?f } ORDER BY ?x"
)
EVERYTHING = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


def _children(pid: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            child = int(status.parent.name)
            found += [child, *_children(child)]
    return found


def _running(served: Any) -> int:
    """Return how many processes of a server are at work."""
    states = []
    for pid in _children(served.process.pid):
        try:
            states.append(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0])
        except OSError:
            continue
    return states.count("R")


def test_a_query_that_runs_away_is_stopped(tight: Served) -> None:
    answer = tight.query(RUNAWAY)
    assert answer.status_code == 504 and "5 seconds" in answer.text
    time.sleep(1)
    assert _running(tight) == 0


def test_runaway_queries_hold_nobody_up(tight: Served) -> None:
    """With one place and three queries that run away, small ones are still answered while those run."""

    def run_away() -> None:
        httpx.post(f"{tight.place}/sparql", data={"query": RUNAWAY}, timeout=60)

    threads = [threading.Thread(target=run_away) for _ in range(3)]
    for thread in threads:
        thread.start()
    answered, meanwhile = [], 0
    for _ in range(20):
        answered.append(tight.query("ASK {}", "application/json").status_code)
        meanwhile += all(thread.is_alive() for thread in threads)
    for thread in threads:
        thread.join()
    assert answered == [200] * 20 and meanwhile > 0


def test_a_client_may_ask_for_a_shorter_limit(tight: Served) -> None:
    answer = tight.query(RUNAWAY, timeout="0.5")
    assert answer.status_code == 504 and "0.5 seconds" in answer.text


def test_a_query_that_takes_too_much_memory_is_stopped_alone(tight: Served) -> None:
    assert tight.query(GREEDY).status_code in (507, 504)
    assert tight.query("ASK {}", "application/json").json()["boolean"] is True


def test_an_answer_with_too_many_rows_is_never_cut_silently(tight: Served) -> None:
    with (
        pytest.raises(httpx.RemoteProtocolError),
        tight.client.stream("POST", "/sparql", data={"query": EVERYTHING}) as answer,
    ):
        for _ in answer.iter_bytes():
            pass


def test_a_client_that_goes_away_takes_its_query_with_it(tight: Served) -> None:
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{tight.place}/sparql", data={"query": RUNAWAY}, timeout=0.5)
    deadline = time.monotonic() + 20
    while _running(tight) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert _running(tight) == 0


def test_a_full_queue_is_told_with_the_time_to_wait() -> None:
    """More requests than places and queue: the rest are told to come again, at once."""
    import asyncio

    from kg.server.faults import RefusedError
    from kg.server.pool import Pool
    from kg.server.settings import Limits, Settings

    async def crowded() -> RefusedError:
        pool = Pool(Settings(limits=Limits(workers=0, queue=1, wait=0.05)))
        waiting = asyncio.ensure_future(pool._place())
        await asyncio.sleep(0)
        with pytest.raises(RefusedError) as caught:
            await pool._place()
        with pytest.raises(RefusedError):
            await waiting
        assert not pool.waiting
        return caught.value

    refusal = to_its_end(crowded())
    assert refusal.status == 503 and refusal.headers["Retry-After"].isdigit()


def test_the_workers_end_with_a_killed_server(starting: Starting) -> None:
    with starting("--timeout", "30") as served:
        threading.Thread(target=lambda: _ignored(served), daemon=True).start()
        time.sleep(1)
        children = _children(served.process.pid)
        assert len(children) >= 2
        served.kill()
        deadline = time.monotonic() + 15
        while any(_is_alive(child) for child in children) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert not any(_is_alive(child) for child in children)


def _ignored(served: Any) -> None:
    with contextlib.suppress(httpx.HTTPError):
        httpx.post(f"{served.place}/sparql", data={"query": RUNAWAY}, timeout=60)


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False


def test_a_worker_that_is_killed_is_replaced(tight: Served) -> None:
    for _ in range(3):
        assert tight.query("ASK {}", "application/json").status_code == 200
        keeper = _children(tight.process.pid)[0]
        for worker in _children(keeper):
            os.kill(worker, 9)
        time.sleep(0.1)
    codes = {tight.query("ASK {}", "application/json").status_code for _ in range(5)}
    assert 200 in codes and codes <= {200, 503, 507}
    assert tight.query("ASK {}", "application/json").status_code == 200


def test_a_keeper_that_is_killed_is_started_again(starting: Starting) -> None:
    with starting() as served:
        assert served.query("ASK {}", "application/json").status_code == 200
        os.kill(_children(served.process.pid)[0], 9)
        time.sleep(0.5)
        codes = [served.query("ASK {}", "application/json").status_code for _ in range(6)]
        assert codes[-3:] == [200] * 3
