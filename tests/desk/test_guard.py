"""The desk answers its own page, on this machine, and nobody else."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable

import pytest

from .conftest import Served

CASE = "case/first-batch/16"
ACTION = {"case": CASE, "reviewer": "王小明", "action": {"do": "cover", "coverage": "generic"}}


@pytest.fixture
def served(serve: Callable[..., Served]) -> Served:
    return serve()


def test_the_page_needs_no_token_and_may_load_from_the_desk_only(served: Served) -> None:
    status, headers, text = served.request("GET", "/")
    assert status == 200
    assert "核对台" in text
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http:" not in policy and "https:" not in policy


def test_a_write_without_the_pages_token_is_refused_and_nothing_is_stored(served: Served) -> None:
    for headers in ({}, {"X_Desk_Token": "guessed"}):
        status, _, _ = served.request("POST", "/api/act", ACTION, **headers)
        assert status == 403
    assert not served.folder.exists()


def test_a_read_without_the_token_is_refused_too(served: Served) -> None:
    assert served.request("GET", "/api/batch?reviewer=x")[0] == 403


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1"])
def test_another_host_name_is_not_answered_so_that_rebinding_a_name_gains_nothing(served: Served, host: str) -> None:
    assert served.request("GET", "/", host=host)[0] == 403
    assert served.request("POST", "/api/act", ACTION, host=host, X_Desk_Token=served.token())[0] == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_another_page_cannot_write_even_with_the_token(served: Served, headers: dict[str, str]) -> None:
    status, _, _ = served.request("POST", "/api/act", ACTION, X_Desk_Token=served.token(), **headers)
    assert status == 403
    assert not served.folder.exists()


def test_the_page_itself_can_write(served: Served) -> None:
    origin = {"Origin": served.address.rstrip("/"), "Sec_Fetch_Site": "same-origin"}
    status, _, text = served.request("POST", "/api/act", ACTION, X_Desk_Token=served.token(), **origin)
    assert status == 200, text
    assert [path.name for path in served.folder.rglob("*.*")] == ["16.yaml"]


def test_the_desk_listens_on_the_loopback_address_alone(served: Served) -> None:
    with socket.socket() as probe, pytest.raises(ConnectionRefusedError):
        probe.connect(("127.0.0.2", served.port))  # answered, if the desk listened on every address


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        "{",
        '{"case": 1}',
        '{"case": "case/first-batch/16", "action": {"do": "drop"}}',
        '{"case": "case/first-batch/16", "reviewer": "wang", "action": "drop"}',
    ],
)
def test_a_request_that_makes_no_sense_is_told_so_in_both_languages(served: Served, body: str) -> None:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", served.port)
    connection.request("POST", "/api/act", body, {"X-Desk-Token": served.token()})
    answer = connection.getresponse()
    record = json.loads(answer.read())
    assert answer.status in (400, 409)
    assert record["zh"] and record["en"]
    assert not served.folder.exists() or not list(served.folder.rglob("*.yaml"))


def test_assets_are_those_of_the_page_and_no_other_file(served: Served) -> None:
    assert served.request("GET", "/assets/desk.js")[1]["content-type"].startswith("text/javascript")
    for name in ("desk.html", "..%2Fdesk.py", "nothing.js"):
        assert served.request("GET", f"/assets/{name}")[0] == 404
