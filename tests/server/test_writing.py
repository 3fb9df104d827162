"""Updates and the graph store: who may write, what it does, and that nothing acknowledged is lost."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

Served = Starting = Any  # the fixtures of conftest.py
TOKEN = "a-token-for-tests"

AUTHORISED = {"Authorization": f"Bearer {TOKEN}"}
TURTLE = {"Content-Type": "text/turtle", **AUTHORISED}
PERSON = '@prefix f: <http://f.example/> . <http://p.example/1> a f:Person ; f:card [ f:name "张三"@zh-hans ] .'


def _count(served: Served) -> int:
    return int(served.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").text.split()[1])


def test_an_update_is_seen_by_the_next_query(writable: Served) -> None:
    for number in range(5):
        assert (
            writable.update(
                f"INSERT DATA {{ GRAPH <http://a.example/n> {{ <http://a.example/{number}> a 1 }} }}"
            ).status_code
            == 204
        )
        assert _count(writable) == number + 2


def test_an_update_may_come_as_a_form(writable: Served) -> None:
    answer = writable.client.post("/update", data={"update": "CLEAR ALL"}, headers=AUTHORISED)
    assert answer.status_code == 204 and _count(writable) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": "Bearer"},
        {"Authorization": TOKEN},
    ],
)
def test_nothing_is_written_without_the_token(writable: Served, headers: dict[str, str]) -> None:
    client = writable.client
    answers = [
        client.post("/update", data={"update": "CLEAR ALL"}, headers=headers),
        client.put(
            "/store",
            params={"graph": "http://a.example/g"},
            content="",
            headers={**headers, "Content-Type": "text/turtle"},
        ),
        client.post(
            "/store", params={"default": ""}, content=PERSON, headers={**headers, "Content-Type": "text/turtle"}
        ),
        client.delete("/store", params={"graph": "http://a.example/g"}, headers=headers),
    ]
    assert [answer.status_code for answer in answers] == [401] * 4
    assert all("bearer" in answer.headers["www-authenticate"].lower() for answer in answers)
    assert _count(writable) == 1


def test_a_server_for_reading_takes_no_update_whatever_the_token(server: Served) -> None:
    assert server.update("CLEAR ALL").status_code == 403
    assert server.client.delete("/store?default", headers=AUTHORISED).status_code == 403


def test_graphs_of_the_request_are_what_an_update_matches(writable: Served) -> None:
    data = "INSERT DATA { GRAPH <http://a.example/1> { <http://a.example/x> a 1 } GRAPH <http://a.example/2> { <http://a.example/y> a 1 } }"
    assert writable.update(data).status_code == 204
    copy = "INSERT { GRAPH <http://a.example/to> { ?s a 2 } } WHERE { ?s a 1 }"
    kind = {"Content-Type": "application/sparql-update", **AUTHORISED}
    answer = writable.client.post(
        "/update", params={"using-graph-uri": "http://a.example/1"}, content=copy, headers=kind
    )
    assert answer.status_code == 204
    assert writable.query("SELECT ?s { GRAPH <http://a.example/to> { ?s a 2 } }").text.split() == [
        "s",
        "http://a.example/x",
    ]
    conflict = copy.replace("WHERE", "USING <http://a.example/2> WHERE")
    refused = writable.client.post(
        "/update", params={"using-graph-uri": "http://a.example/1"}, content=conflict, headers=kind
    )
    assert refused.status_code == 400


@pytest.mark.parametrize(
    "bad",
    ["CLEAR XYZ", "INSERT DATA { <a", "INSERT DATA { <http://a.example/s> a 1 } ; DROP GRAPH <http://a.example/none>"],
)
def test_an_update_that_fails_changes_nothing(writable: Served, bad: str) -> None:
    assert writable.update(bad).status_code == 400
    assert _count(writable) == 1
    assert writable.query("ASK { <http://a.example/s> a 1 }", "application/json").json()["boolean"] is False


def test_a_graph_is_put_read_joined_and_dropped(writable: Served) -> None:
    for address in ("/store/person/1.ttl", f"/store?graph={writable.place}/store/person/2.ttl"):
        client = writable.client
        assert client.get(address).status_code == 404
        assert client.put(address, content=PERSON, headers=TURTLE).status_code == 201
        got = client.get(address, headers={"Accept": "text/turtle"})
        assert isomorphic(Graph().parse(data=got.text, format="turtle"), Graph().parse(data=PERSON, format="turtle"))
        assert client.put(address, content=PERSON, headers=TURTLE).status_code == 204
        more = "<http://p.example/1> <http://f.example/age> 30 ."
        assert client.post(address, content=more, headers=TURTLE).status_code == 200
        assert len(Graph().parse(data=client.get(address).text, format="turtle")) == 4
        assert client.head(address).status_code == 200
        assert client.delete(address, headers=AUTHORISED).status_code == 200
        assert client.head(address).status_code == 404
        assert client.delete(address, headers=AUTHORISED).status_code == 404


def test_a_new_graph_gets_an_address(writable: Served) -> None:
    made = writable.client.post("/store", content=PERSON, headers=TURTLE)
    assert made.status_code == 201
    place = made.headers["location"]
    assert place.startswith(f"{writable.place}/store/")
    assert writable.client.get(place).text == writable.client.get("/store", params={"graph": place}).text


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/n-triples", '<http://a.example/s> <http://a.example/p> "乙" .'),
        ("application/ld+json", '{"@id": "http://a.example/s", "http://a.example/p": "乙"}'),
        ("application/rdf+xml", '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="http://a.example/">'
         '<r:Description r:about="http://a.example/s"><a:p>乙</a:p></r:Description></r:RDF>'),
        ("application/trig", '<http://a.example/s> <http://a.example/p> "乙" .'),
    ],
)  # fmt: skip
def test_triples_are_taken_in_every_form(writable: Served, kind: str, body: str) -> None:
    headers = {"Content-Type": kind, **AUTHORISED}
    assert (
        writable.client.put("/store?graph=http://a.example/new", content=body.encode(), headers=headers).status_code
        == 201
    )
    got = writable.client.get("/store?graph=http://a.example/new", headers={"Accept": "application/n-triples"}).text
    assert got == '<http://a.example/s> <http://a.example/p> "乙" .\n'


def test_several_files_in_a_form_keep_their_blank_nodes_apart(writable: Served) -> None:
    files = [
        ("a", ("a.ttl", b"_:x <http://a.example/n> 1 .", "text/turtle")),
        ("b", ("b.ttl", b"_:x <http://a.example/n> 2 .", "text/turtle")),
    ]
    answer = writable.client.post("/store?graph=http://a.example/new", files=files, headers=AUTHORISED)
    assert answer.status_code == 201
    rows = writable.query("SELECT ?x { GRAPH <http://a.example/new> { ?x <http://a.example/n> ?n } }").text.split()[1:]
    assert len(set(rows)) == 2


@pytest.mark.parametrize(
    ("path", "kind", "body", "status"),
    [
        ("/store?graph=http://a.example/g", "text/turtle", "<a> <b>", 400),
        ("/store?graph=http://a.example/g", "image/png", "x", 415),
        ("/store?graph=http://a.example/g", "application/trig", "<http://x.example/g> { <a:a> <a:b> <a:c> }", 400),
        ("/store?graph=no-iri", "text/turtle", "", 400),
        ("/store?graph=http://a.example/g&default", "text/turtle", "", 400),
        ("/store", "text/turtle", "", 400),
    ],
)
def test_a_bad_graph_is_refused_and_the_old_one_kept(
    writable: Served, path: str, kind: str, body: str, status: int
) -> None:
    answer = writable.client.put(path, content=body, headers={"Content-Type": kind, **AUTHORISED})
    assert answer.status_code == status and _count(writable) == 1


def test_the_whole_dataset_can_be_taken_away(writable: Served) -> None:
    got = writable.client.get("/store", headers={"Accept": "application/n-quads"})
    assert got.text == '<http://a.example/s> <http://a.example/p> "甲"@zh-hans <http://a.example/g> .\n'


def test_the_tag_of_an_answer_changes_with_the_data(writable: Served) -> None:
    before = writable.client.get("/sparql?query=ASK%20%7B%7D").headers["etag"]
    assert writable.client.get("/sparql?query=ASK%20%7B%7D").headers["etag"] == before
    writable.update("INSERT DATA { <http://a.example/new> a 1 }")
    assert writable.client.get("/sparql?query=ASK%20%7B%7D").headers["etag"] != before


def test_what_was_acknowledged_survives_a_kill_under_load(starting: Starting, tmp_path: Path) -> None:
    """Four writers write, the server is killed in the middle, and every number that was acknowledged is there."""
    data = tmp_path / "small.nq"
    data.touch()
    acknowledged: list[int] = []
    with starting("--data", str(data), "--writable") as served:
        enough = threading.Event()

        def write(start: int) -> None:
            with httpx.Client(base_url=served.place, timeout=30) as client:
                for number in range(start, start + 1000):
                    update = f"INSERT DATA {{ GRAPH <http://a.example/g> {{ <http://a.example/s> <http://a.example/n> {number} }} }}"
                    try:
                        if client.post("/update", data={"update": update}, headers=AUTHORISED).status_code == 204:
                            acknowledged.append(number)
                    except httpx.HTTPError:
                        return
                    if len(acknowledged) > 40:
                        enough.set()

        writers = [threading.Thread(target=write, args=(start,)) for start in (0, 10_000, 20_000, 30_000)]
        for writer in writers:
            writer.start()
        assert enough.wait(60)
        served.kill()
        for writer in writers:
            writer.join()
    with starting("--data", str(data), "--writable") as served:
        rows = served.query("SELECT ?n { GRAPH <http://a.example/g> { ?s <http://a.example/n> ?n } }").text.split()[1:]
    assert set(acknowledged) <= {int(row) for row in rows} and len(acknowledged) > 40


def test_a_clean_stop_keeps_everything_and_the_store_can_be_served_alone(starting: Starting, tmp_path: Path) -> None:
    data = tmp_path / "small.nq"
    data.touch()
    with starting("--data", str(data), "--writable") as served:
        assert (
            served.update("INSERT DATA { GRAPH <http://a.example/g> { <http://a.example/s> a 1 } }").status_code == 204
        )
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(20) in (0, 130, -2)
    with starting("--data", str(tmp_path / "small.store")) as served:
        assert _count(served) == 1
        assert served.update("CLEAR ALL").status_code == 403


def test_a_store_in_use_is_refused_by_name(starting: Starting, tmp_path: Path) -> None:
    data = tmp_path / "small.nq"
    data.touch()
    with (
        starting("--data", str(data), "--writable"),
        pytest.raises(AssertionError, match="in use by another"),
        starting("--data", str(data), "--writable"),
    ):
        pass


def test_readers_and_writers_together_never_fail_and_never_see_less(writable: Served) -> None:
    """While numbers are added one by one, every query is answered, and none sees fewer than one before it."""
    stop = threading.Event()
    seen: list[list[int]] = [[] for _ in range(6)]
    faults: list[str] = []

    def read(place: int) -> None:
        with httpx.Client(base_url=writable.place, timeout=60) as client:
            while not stop.is_set():
                query = "SELECT (COUNT(*) AS ?n) { GRAPH <http://a.example/n> { ?s ?p ?o } }"
                answer = client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
                if answer.status_code == 200:
                    seen[place].append(int(answer.text.split()[1]))
                else:
                    faults.append(f"{answer.status_code} {answer.text}")

    readers = [threading.Thread(target=read, args=(place,)) for place in range(6)]
    for reader in readers:
        reader.start()
    for number in range(30):
        update = (
            f"INSERT DATA {{ GRAPH <http://a.example/n> {{ <http://a.example/s> <http://a.example/n> {number} }} }}"
        )
        assert writable.update(update).status_code == 204
    stop.set()
    for reader in readers:
        reader.join()
    assert faults == [] and all(numbers == sorted(numbers) for numbers in seen) and any(map(len, seen))
