"""The client against a real server that answers well, badly, slowly, and not at all."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest

from kg.model import Case
from kg.proposals import Endpoint, EndpointProposer, NoAnswerError, from_environment
from kg.proposals.messages import proposals_of
from kg.vocabulary import Vocabulary

KEY = "sk-very-secret-0123456789"
GOOD = {"relation": "ipType", "role": None, "object": "patent", "field": "text", "quote": "专利"}
Said = Callable[[Any], bytes]


@pytest.fixture
def case(make_case: Callable[..., Case]) -> Case:
    return make_case("某市海关保护专利", "海关保护专利。")


def proposer(url: str, **changes: Any) -> EndpointProposer:
    settings: dict[str, Any] = {"name": "m", "key": KEY, "timeout": 5.0, "attempts": 2, "pause": 0.0, **changes}
    return EndpointProposer(Endpoint(url, **settings))


def failure(asked: EndpointProposer, case: Case, vocabulary: Vocabulary) -> str:
    with pytest.raises(NoAnswerError) as caught:
        asked.propose(case, vocabulary)
    assert KEY not in str(caught.value)
    assert KEY not in repr(caught.getrepr(showlocals=False))
    return str(caught.value)


@pytest.mark.parametrize(
    "wrapped",
    ["{}", "```json\n{}\n```", "```\n{}\n```", "Here you are:\n{}\nThat is all.", "<think>{{ not yet }}</think>\n{}"],
)
def test_a_good_answer_is_read_in_whatever_wrapping(
    server: Any, said: Said, case: Case, vocabulary: Vocabulary, wrapped: str
) -> None:
    content = wrapped.format(json.dumps({"proposals": [GOOD]}, ensure_ascii=False))
    server.reply = lambda _: (200, said(content))
    (proposal,) = proposer(server.url).propose(case, vocabulary)
    assert (proposal.relation, proposal.object, proposal.quote, proposal.field) == ("ipType", "patent", "专利", "text")


def test_only_title_text_and_slugs_are_sent(server: Any, said: Said, case: Case, vocabulary: Vocabulary) -> None:
    proposer(server.url).propose(case, vocabulary)
    (request,) = server.requests
    assert set(request) == {"model", "messages", "temperature", "stream"}
    assert (request["model"], request["temperature"], request["stream"]) == ("m", 0, False)
    system, user = request["messages"]
    assert user["content"] == f"title:\n{case.title}\n\ntext:\n{case.text}"
    assert "pledge-financing" in system["content"]
    assert server.paths == ["/v1/chat/completions"]
    assert server.sent[0]["Authorization"] == f"Bearer {KEY}"
    body = json.dumps(request, ensure_ascii=False)
    assert case.path not in body
    assert KEY not in body
    assert set(server.sent[0]) <= {
        "Accept-Encoding", "Authorization", "Connection", "Content-Length", "Content-Type", "Host", "User-Agent",
    }  # fmt: skip


def test_without_a_key_none_is_sent(server: Any, case: Case, vocabulary: Vocabulary) -> None:
    proposer(server.url, key=None).propose(case, vocabulary)
    assert "Authorization" not in server.sent[0]


def test_records_that_are_no_proposals_are_kept_for_counting() -> None:
    read = proposals_of(json.dumps([GOOD, 5, {"relation": ["x"], "object": None}, {**GOOD, "confidence": "high"}]))
    assert [bool(proposal.relation) for proposal in read] == [True, False, False, True]


@pytest.mark.parametrize(
    ("given", "taken"),
    [(0.3, 0.3), (1, 1.0), (1.5, None), (-1, None), (True, None), (None, None), (float("nan"), None)],
)
def test_only_a_confidence_from_0_to_1_is_one(given: object, taken: float | None) -> None:
    (proposal,) = proposals_of(json.dumps([{**GOOD, "confidence": given}]))
    assert proposal.confidence == taken


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>Bad gateway</html>", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"{}", "no chat completion"),
        (b"[]", "no chat completion"),
        (b'{"choices": []}', "no chat completion"),
        (b'{"choices": [{"message": {"content": null}}]}', "no chat completion"),
        (b'{"choices": [{"message": {"content": "I cannot do that."}}]}', "not JSON"),
        (b'{"choices": [{"message": {"content": "{\\"links\\": 3}"}}]}', "no list of proposals"),
        (b'{"choices": [{"message": {"content": "{\\"proposals\\": [{\\"relation\\": \\"reg"}}]}', "not JSON"),
        (b"[" * 200_000, "nested too deeply"),
    ],
)
def test_a_bad_answer_is_named_and_not_asked_for_again(
    server: Any, case: Case, vocabulary: Vocabulary, body: bytes, reason: str
) -> None:
    server.reply = lambda _: (200, body)
    assert reason in failure(proposer(server.url), case, vocabulary)
    assert len(server.requests) == 1


def test_a_huge_answer_is_not_read_to_its_end(server: Any, case: Case, vocabulary: Vocabulary) -> None:
    server.reply = lambda _: (200, b"x" * 3_000_000)
    assert "larger than 10000 bytes" in failure(proposer(server.url, size_limit=10_000), case, vocabulary)
    assert len(server.requests) == 1


def test_a_passing_fault_is_overcome(server: Any, said: Said, case: Case, vocabulary: Vocabulary) -> None:
    server.reply = lambda number: (503, b"") if number == 1 else (200, said([GOOD]))
    assert len(proposer(server.url).propose(case, vocabulary)) == 1
    assert len(server.requests) == 2


@pytest.mark.parametrize("status", [429, 500, 502])
def test_a_lasting_fault_ends_after_the_attempts(server: Any, case: Case, vocabulary: Vocabulary, status: int) -> None:
    server.reply = lambda _: (status, f"no, {KEY} is over its quota".encode())
    assert f"answers {status}, 3 times" in failure(proposer(server.url, attempts=3), case, vocabulary)
    assert len(server.requests) == 3


@pytest.mark.parametrize(("status", "mend"), [(400, "KG_MODEL_URL"), (401, "KG_MODEL_KEY"), (404, "KG_MODEL_NAME")])
def test_a_refusal_is_not_asked_again(server: Any, case: Case, vocabulary: Vocabulary, status: int, mend: str) -> None:
    server.reply = lambda _: (status, f"wrong key {KEY}".encode())
    assert mend in failure(proposer(server.url), case, vocabulary)
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(server: Any, case: Case, vocabulary: Vocabulary, status: int) -> None:
    server.headers = {"Location": f"{server.url}/elsewhere"}
    server.reply = lambda _: (status, b"")
    assert "not followed" in failure(proposer(server.url), case, vocabulary)
    assert len(server.requests) == 1


def test_a_slow_answer_is_given_up(server: Any, said: Said, case: Case, vocabulary: Vocabulary) -> None:
    def slow(_: int) -> tuple[int, bytes]:
        server.stop.wait(20)
        return 200, said([])

    server.reply = slow
    started = time.monotonic()
    assert "no answer within 0.2 s, 2 times" in failure(proposer(server.url, timeout=0.2), case, vocabulary)
    assert time.monotonic() - started < 10


def test_a_trickle_is_given_up(case: Case, vocabulary: Vocabulary) -> None:
    """An answer of which a byte comes now and then never lets a single read time out."""
    import threading

    listener = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def trickle() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
            while not done.wait(0.05):
                try:
                    connection.sendall(b"x")
                except OSError:
                    return

    thread = threading.Thread(target=trickle, daemon=True)
    thread.start()
    asked = proposer(f"http://127.0.0.1:{listener.getsockname()[1]}/v1", timeout=0.3, attempts=1)
    assert "no answer within 0.3 s" in failure(asked, case, vocabulary)
    done.set()
    thread.join(5)
    listener.close()


def test_a_closed_port_is_named(case: Case, vocabulary: Vocabulary) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    message = failure(proposer(f"http://127.0.0.1:{port}/v1"), case, vocabulary)
    assert "no connection, 2 times" in message
    assert f"127.0.0.1:{port}" in message


@pytest.mark.parametrize(
    "changes",
    [
        {"KG_MODEL_URL": ""},
        {"KG_MODEL_NAME": " "},
        {"KG_MODEL_URL": "file:///etc/passwd"},
        {"KG_MODEL_URL": "ftp://example.org/v1"},
        {"KG_MODEL_URL": "http://example.org:port/v1"},
        {"KG_MODEL_URL": f"https://user:{KEY}@example.org/v1"},
        {"KG_MODEL_URL": "http://example.org/v1"},
        {"KG_MODEL_KEY": f"{KEY}\nX-Other: 1"},
        {"KG_MODEL_KEY": f"{KEY}钥"},
        {"KG_MODEL_NAME": "m\nn"},
        {"KG_MODEL_TIMEOUT": "soon"},
        {"KG_MODEL_TIMEOUT": "0"},
        {"KG_MODEL_TIMEOUT": "nan"},
    ],
)
def test_settings_that_cannot_be_used_are_named_without_the_key(changes: dict[str, str]) -> None:
    good = {"KG_MODEL_URL": "https://example.org/v1", "KG_MODEL_NAME": "m", "KG_MODEL_KEY": KEY}
    from_environment(good)
    with pytest.raises(ValueError, match=r"KG_MODEL_") as caught:
        from_environment({**good, **changes})
    assert KEY not in str(caught.value)


def test_the_key_is_in_no_representation() -> None:
    endpoint = Endpoint(f"https://example.org/v1?code={KEY}", "m", key=KEY)
    assert KEY not in repr(endpoint)
    assert KEY not in endpoint.shown
