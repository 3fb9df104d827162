"""The graph for agents: a read-only Model Context Protocol server with the official SDK.

Its tools look names up, describe, ask, and check claims; none writes. The answers are plain values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import asdict
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from kg import claims, suggestions
from kg.links import Triples, cases
from kg.namespaces import EXTERNAL, Namespaces
from kg.server.wording import ForbiddenCallError, refuse_calls
from kg.store import bare

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

ROWS = 200
"""A SELECT answers with no more rows than this; the answer says when there are more."""

INSTRUCTIONS = """Links of Chinese IP typical cases (知识产权典型案例), each with the words of the case that support it.
Look names up with search, then describe, evidence or select. Before you state that a case has something,
check_claim it: only 'supported' may be stated as what a review found."""


def server(
    triples: Triples,
    rejections: Collection[claims.Rejection],
    ask: Callable[[str], list[dict[str, str | None]]],
    version: str,
) -> MCPServer[Any]:
    """Return the server. ``ask`` answers a SPARQL query within its own limit of time, or raises `ValueError`."""
    from mcp.server.mcpserver import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError

    def told(tool: Callable[Given, Answer]) -> Callable[Given, Answer]:
        """Pass the words of an error on: the SDK hides those of any other exception from the agent."""

        @wraps(tool)
        def run(*given: Given.args, **named: Given.kwargs) -> Answer:
            try:
                return tool(*given, **named)
            except ValueError as error:
                raise ToolError(str(error)) from error

        return run

    made: MCPServer[Any] = MCPServer("ipcase-kg", instructions=INSTRUCTIONS, version=version)
    records = cases(triples)
    spaces = Namespaces(triples.base)

    def path(iri: str) -> str:
        return re.sub(rf"^{re.escape(triples.base)}/(id|scheme)/", "", iri)

    def node(name: str) -> str:
        for iri in (name, f"{triples.base}/id/{name}", f"{triples.base}/scheme/{name}", f"{triples.base}/def#{name}"):
            if iri in triples:
                return iri
        raise ValueError(f"nothing is named {name}; look it up with search")

    @made.tool()
    @told
    def schema() -> dict[str, Any]:
        """Classes, properties and prefixes of the graph, with their meaning."""
        kinds = {EXTERNAL["owl"] + name: name for name in ("Class", "ObjectProperty", "DatatypeProperty")}
        terms = []
        for subject in sorted(triples.subjects()):
            found = [kinds[kind] for kind in triples.texts(subject, EXTERNAL["rdf"] + "type") if kind in kinds]
            if found and subject.startswith(f"{triples.base}/def#"):
                meaning = [term.text for term in triples.terms(subject, EXTERNAL["rdfs"] + "comment")]
                name = f"def:{subject.rpartition('#')[2]}"
                terms.append({"name": name, "kind": found[0], "zh": triples.label(subject), "meaning": meaning})
        return {"terms": terms, "prefixes": spaces.prefixes()}

    @made.tool()
    @told
    def search(label: str, limit: int = 20) -> list[dict[str, str]]:
        """Nodes whose label in Chinese or English contains the words; where none does, the nearest labels."""
        named = {
            (subject, found)
            for subject in triples.subjects()
            for found in (triples.label(subject), triples.label(subject, "en"))
            if found and not subject.startswith(f"{triples.base}/def#")
        }
        hits = [pair for pair in named if label.lower() in pair[1].lower()]
        if not hits:
            near = suggestions.nearest(label, sorted({found for _, found in named}), 5)
            hits = [pair for pair in named if pair[1] in near]
        hits.sort(key=lambda pair: (len(pair[1]), pair))
        return [{"path": path(subject), "label": found} for subject, found in hits[: max(1, min(limit, ROWS))]]

    @made.tool()
    @told
    def describe(name: str) -> dict[str, list[str]]:
        """All that the graph says of a node, by its path or IRI."""
        return {
            predicate: [term.text for term in sorted(terms)][:ROWS]
            for predicate, terms in sorted(triples.properties(node(name)).items())
        }

    @made.tool()
    @told
    def select(sparql: str) -> dict[str, Any]:
        """Rows of a SPARQL SELECT or ASK over the union of all graphs; the project's prefixes need no PREFIX."""
        try:
            refuse_calls(sparql, frozenset())
        except ForbiddenCallError as error:
            raise ValueError(f"only SELECT and ASK, without SERVICE: {error}") from error
        if not re.search(r"(?i)\b(SELECT|ASK)\b", bare(sparql)):
            raise ValueError("only SELECT and ASK, without SERVICE")
        rows = ask(sparql)
        return {"rows": rows[:ROWS], "more": max(0, len(rows) - ROWS)}

    @made.tool()
    @told
    def evidence(case: str, target: str) -> list[dict[str, Any]]:
        """The links of a case to an object (path or IRI), each with its quotes, offsets and who made it."""
        iri, goal = node(case if case.startswith(("case/", "http")) else f"case/{case}"), node(target)
        if iri not in records:
            raise ValueError(f"{case} is no case")
        return [asdict(link) for link in records[iri].links if link.object == goal]

    @made.tool()
    @told
    def check_claim(case: str, relation: str, target: str, quote: str | None = None) -> dict[str, Any]:
        """Whether reviews support that a case has a relation to an object (by these words of the case)."""
        return asdict(claims.check(triples, records, rejections, case, relation, target, quote))

    @made.resource("kg://cases", mime_type="application/json")
    def listed() -> list[dict[str, str]]:
        """All cases: path, number, title."""
        return [{"path": path(one.iri), "number": one.number, "title": one.title} for one in records.values()]

    @made.resource("kg://case/{document}/{number}", mime_type="text/plain")
    def case_text(document: str, number: str) -> str:
        """Title and text of a case."""
        record = records.get(f"{triples.base}/id/case/{document}/{number}")
        if record is None:
            raise ValueError(f"there is no case {document}/{number}; kg://cases lists them")
        return f"{record.title}\n{record.text}"

    return made
