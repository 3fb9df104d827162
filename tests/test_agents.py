"""`kg mcp`, asked with the SDK's own client over standard input and output, and over HTTP."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from kg import agents
from kg.links import Triples
from tests.conftest import to_its_end


@pytest.fixture(scope="module", params=["stdio", "http"])
def place(request: pytest.FixtureRequest, root: Path) -> Iterator[Any]:
    """What the client connects to."""
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8", "NO_PROXY": "127.0.0.1"}
    command = ["-m", "kg.cli", "mcp", "--data", str(root / "exports" / "kg.nq"), "--seconds", "20"]
    if request.param == "stdio":
        yield StdioServerParameters(command=sys.executable, args=command, env=environment, cwd=str(root))
        return
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, *command, "--http", str(port)], env=environment, cwd=root,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(600):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, "the server stopped"
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_an_agent_looks_up_asks_and_checks(place: Any) -> None:
    async def conversation() -> dict[str, Any]:
        async with Client(place) as client:
            said: dict[str, Any] = {"tools": sorted(tool.name for tool in (await client.list_tools()).tools)}

            async def call(tool: str, /, **arguments: Any) -> Any:
                result = await client.call_tool(tool, arguments)
                return result, json.dumps(result.structured_content, ensure_ascii=False)

            said["search"] = (await call("search", label="开放许可"))[1]
            said["claim"] = (
                await call("check_claim", case="16", relation="region", target="青岛市", quote="青岛海关")
            )[1]
            said["altered"] = (
                await call("check_claim", case="16", relation="region", target="青岛市", quote="青岛港")
            )[1]
            said["rows"] = (await call("select", sparql="SELECT (COUNT(*) AS ?n) { ?c a def:Case }"))[1]
            said["refused"] = (await call("select", sparql="INSERT DATA { <a:a> <a:b> <a:c> }"))[0].is_error
            said["evidence"] = (await call("evidence", case="first-batch/16", target="region/370200"))[1]
            said["schema"] = (await call("schema"))[1]
            said["describe"] = (await call("describe", name="region/370200"))[1]
            said["case"] = (await client.read_resource("kg://case/first-batch/16")).contents[0].text  # type: ignore[union-attr]
            said["unknown"] = (
                (await call("check_claim", case="99", relation="region", target="青岛市"))[0].content[0].text
            )
            return said

    said = to_its_end(conversation())
    assert said["tools"] == ["check_claim", "describe", "evidence", "schema", "search", "select"]
    assert "mechanism/open-licence" in said["search"]
    assert '"status": "supported"' in said["claim"]
    assert '"status": "not found in a reviewed case"' in said["altered"]
    assert '"n": "25"' in said["rows"]
    assert said["refused"]
    assert "no case has the name '99'; name one as" in said["unknown"]
    assert "青岛海关" in said["evidence"]
    assert "def:mechanism" in said["schema"]
    assert "青岛市" in said["describe"]
    assert said["case"].startswith("青岛海关开展知识产权状况预确认")


def test_a_query_that_runs_away_is_stopped(root: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    command = ["-m", "kg.cli", "mcp", "--data", str(root / "exports" / "kg.nq"), "--seconds", "2"]
    place = StdioServerParameters(command=sys.executable, args=command, env={**os.environ, "PYTHONPATH": str(root)})

    async def conversation() -> tuple[Any, Any]:
        async with Client(place) as client:
            stopped = await client.call_tool("select", {"sparql": endless})
            return stopped, await client.call_tool("search", {"label": "青岛海关"})

    stopped, after = to_its_end(conversation())
    assert stopped.is_error
    assert "longer than 2.0 seconds" in stopped.content[0].text
    assert not after.is_error


@pytest.mark.parametrize(
    ("query", "passes"),
    [
        ("SELECT * { ?c def:actorType <https://w3id.org/ipcase/scheme/institution-type/service-node> }", True),
        ("SELECT * { ?c def:stage stage:service ; ?service ?x . FILTER(?x != 'SERVICE <http://a.example/>') }", True),
        ("SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }", False),
        ("SELECT * { SERV\\u0049CE <http://a.example/> { ?s ?p ?o } }", False),
        ("SELECT * { BIND(2 AS ?a) FILTER(?a<1)SERVICE<http://a.example/>{ ?s ?p ?o } }", False),
    ],
)
def test_a_query_may_say_service_but_not_call_one(query: str, passes: bool) -> None:
    asked: list[str] = []

    def ask(sparql: str) -> list[dict[str, str | None]]:
        asked.append(sparql)
        return []

    async def conversation() -> Any:
        async with Client(agents.server(Triples(()), (), ask, "0")) as client:
            return await client.call_tool("select", {"sparql": query})

    assert to_its_end(conversation()).is_error is not passes
    assert asked == ([query] if passes else [])
