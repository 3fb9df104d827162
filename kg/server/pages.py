"""Pages for people: a thing with the words that its links rest on, a graph, the ontology, the query page, the start."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from kg.model import BROADER, RELATIONS, relation_of
from kg.namespaces import EXTERNAL
from kg.server import description, marking
from kg.server.closure import walks
from kg.server.phrases import EXTERNAL_NAMES, PHRASES

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.server.app import Server

Row = dict[str, Any]
SHOWN: Final = 200
"""How many links from cases a page shows."""
_HIDDEN: Final = frozenset({EXTERNAL["rdfs"] + "label", EXTERNAL["skos"] + "prefLabel"})
_STRUCTURE: Final = frozenset({"title", "text", *RELATIONS, *BROADER})


class Pages:
    """Makes the pages of one server."""

    def __init__(self, server: Server) -> None:
        self.server = server

    @cached_property
    def _environment(self) -> Any:
        from jinja2 import Environment, PackageLoader, StrictUndefined

        environment = Environment(
            loader=PackageLoader("kg.server", "assets"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        environment.filters["local"] = self.local
        environment.filters["curie"] = self.curie
        return environment

    def local(self, iri: str) -> str:
        """Return where an IRI leads from a page: to this server for ours, elsewhere only for http(s)."""
        base = f"{self.server.settings.base}/"
        if iri.startswith(base):
            return "/" + quote(iri[len(base) :], safe="/#._~-")
        return iri if iri.startswith(("https://", "http://")) else ""

    def curie(self, iri: str) -> str:
        """Return the short form of an IRI."""
        for prefix, space in self.server.prefixes.items():
            if iri.startswith(space) and "/" not in iri[len(space) :]:
                return f"{prefix}:{iri[len(space) :]}"
        return iri.removeprefix(f"{self.server.settings.base}/")

    def _render(self, request: Request, template: str, **values: Any) -> Response:
        from starlette.responses import HTMLResponse

        language = self._language(request)
        phrases = {key: pair[0 if language == "zh" else 1] for key, pair in PHRASES.items()}
        text = self._environment.get_template(template).render(
            language=language, t=phrases, here=request.url.path, base=self.server.settings.base,
            writable=self.server.settings.writable, **values,
        )  # fmt: skip
        headers = {"Vary": "Accept, Accept-Language, Accept-Encoding", "Cache-Control": "no-cache"}
        return HTMLResponse(text, headers=headers)

    @staticmethod
    def _language(request: Request) -> str:
        chosen = request.query_params.get("lang")
        if chosen in ("zh", "en"):
            return str(chosen)
        first = request.headers.get("accept-language", "zh").split(",")[0].strip().lower()
        return "en" if first.startswith("en") else "zh"

    async def labels(self, iris: Iterable[str]) -> dict[str, dict[str, str]]:
        """Return the labels of things by language (``zh``, ``en``)."""
        known = sorted({iri for iri in iris if not any(c in iri for c in '<>"{}|^`\\ ')})
        found: dict[str, dict[str, str]] = {}
        for start in range(0, len(known), 400):
            values = " ".join(f"<{iri}>" for iri in known[start : start + 400])
            query = f"SELECT ?x ?l {{ VALUES ?x {{ {values} }} ?x <{EXTERNAL['rdfs']}label> ?l }}"
            for row in await description.rows_of(self.server, query):
                language = row["l"].get("xml:lang", "").lower()
                found.setdefault(row["x"]["value"], {}).setdefault(
                    language.partition("-")[0] or "zh", row["l"]["value"]
                )
        return found

    def _namer(self, labels: dict[str, dict[str, str]], language: str) -> Any:
        def name(iri: str) -> str:
            own = labels.get(iri, {})
            other = EXTERNAL_NAMES.get(self.curie(iri))
            if own:
                return own.get(language) or own.get("zh") or own.get("en") or self.curie(iri)
            return other[0 if language == "zh" else 1] if other else self.curie(iri)

        return name

    async def resource_page(self, request: Request, iri: str) -> Response:
        """Return the page of a thing."""
        language = self._language(request)
        out = await description.rows_of(self.server, f"SELECT DISTINCT ?p ?o {{ <{iri}> ?p ?o }} LIMIT 3000")
        assertions = await self._assertions(f"?a <{EXTERNAL['rdf']}subject> <{iri}>", 2000)
        own = [] if assertions else await self._assertions(f"VALUES ?a {{ <{iri}> }}", 1)
        inbound = await self._assertions(f"?a <{EXTERNAL['rdf']}object> <{iri}>", SHOWN * 6)
        mentioned = {iri}
        for row in out:
            mentioned |= {row["p"]["value"]} | ({row["o"]["value"]} if row["o"]["type"] == "uri" else set())
        for found in (*assertions, *own, *inbound):
            mentioned |= {found["object"], found["case"], found["predicate"], *found["reviewers"]}
        below = await self._below(iri)
        labels = await self.labels({*mentioned, *below})
        name = self._namer(labels, language)
        labelled = labels.get(iri, {})
        heading = labelled.get(language) or labelled.get("zh") or labelled.get("en") or self.curie(iri)
        if own:  # an assertion has no label: what it says
            heading = f"{name(own[0]['predicate'])} → {name(own[0]['object'])}"
        definition = self.server.spaces.definition
        is_case = any(
            row["o"]["value"] == definition("Case") for row in out if row["p"]["value"] == EXTERNAL["rdf"] + "type"
        )
        strings = await self._strings(iri) if is_case else {}
        return self._render(
            request, "resource.html", iri=iri, path=iri.removeprefix(f"{self.server.settings.base}/"), name=name,
            heading=heading, other=labelled.get("en" if language == "zh" else "zh", ""),
            kind=self._kind(out, name, definition),
            facts=self._facts(out, skip=_STRUCTURE if is_case else frozenset()),
            title=self._marked(strings, assertions, "title"), text=self._marked(strings, assertions, "text"),
            groups=self._grouped(assertions or own),
            inbound=inbound[:SHOWN], more=max(0, len(inbound) - SHOWN),
            is_case=is_case, below=sorted(below, key=_natural),
        )  # fmt: skip

    @staticmethod
    def _kind(out: list[Row], name: Any, definition: Any) -> str:
        types = [row["o"]["value"] for row in out if row["p"]["value"] == EXTERNAL["rdf"] + "type"]
        ours = [kind for kind in types if kind.startswith(definition(""))]
        return " · ".join(name(kind) for kind in sorted(ours or types))

    def _facts(self, out: list[Row], skip: frozenset[str]) -> list[tuple[str, list[Row]]]:
        """Return the properties of a thing that are shown as a list, with their values."""
        hidden = _HIDDEN | {walk.closure for walk in walks(self.server.spaces)}
        facts: dict[str, list[Row]] = {}
        for row in out:
            predicate = row["p"]["value"]
            ours = predicate.startswith(self.server.spaces.definition(""))
            if predicate in hidden or (ours and predicate.rpartition("#")[2] in skip):
                continue
            facts.setdefault(predicate, []).append(row["o"])
        return [
            (predicate, sorted(values, key=lambda v: str(v["value"]))) for predicate, values in sorted(facts.items())
        ]

    async def _below(self, iri: str) -> list[str]:
        """Return what lies just below a concept or region, and the top concepts of a scheme."""
        skos = EXTERNAL["skos"]
        query = (
            f"SELECT DISTINCT ?x {{ {{ ?x <{skos}broader> <{iri}> }} UNION {{ ?x <{skos}topConceptOf> <{iri}> }} "
            f"UNION {{ ?x <{self.server.spaces.definition('document')}> <{iri}> }} }} LIMIT 1000"
        )
        return [row["x"]["value"] for row in await description.rows_of(self.server, query)]

    async def _strings(self, iri: str) -> dict[str, str]:
        definition = self.server.spaces.definition
        parts = f"<{definition('title')}>|<{definition('text')}>"
        query = f"SELECT ?part ?s {{ <{iri}> {parts} ?part . ?part <{EXTERNAL['nif']}isString> ?s }}"
        return {row["part"]["value"]: row["s"]["value"] for row in await description.rows_of(self.server, query)}

    async def _assertions(self, pattern: str, limit: int) -> list[Row]:
        """Return assertions with their quotes, each once, the most specific property first."""
        definition, rdf, nif = self.server.spaces.definition, EXTERNAL["rdf"], EXTERNAL["nif"]
        query = f"""SELECT ?a ?case ?p ?o ?method ?reviewer ?rule ?quote ?begin ?end ?part {{
  {{ SELECT ?a {{ {pattern} . ?a <{definition("method")}> ?m }} LIMIT {limit} }}
  ?a <{rdf}subject> ?case ; <{rdf}predicate> ?p ; <{rdf}object> ?o ; <{definition("method")}> ?method .
  OPTIONAL {{ ?a <{definition("reviewer")}> ?reviewer }} OPTIONAL {{ ?a <{definition("rule")}> ?rule }}
  OPTIONAL {{ ?a <{definition("evidence")}> ?e .
             ?e <{nif}anchorOf> ?quote ; <{nif}referenceContext> ?part .
             ?e <{nif}beginIndex> ?begin ; <{nif}endIndex> ?end }}
}}"""
        found: dict[str, Row] = {}
        for row in await description.rows_of(self.server, query):
            new: Row = {"quotes": {}, "reviewers": set(), "predicate": "", "iri": row["a"]["value"]}
            item = found.setdefault(row["a"]["value"], new)
            local = row["p"]["value"].rpartition("#")[2]
            if not item["predicate"] or _depth(local) > _depth(item["predicate"].rpartition("#")[2]):
                item["predicate"] = row["p"]["value"]
            item["case"], item["object"] = row["case"]["value"], row["o"]["value"]
            item["method"] = row["method"]["value"].rpartition("/")[2]
            item["rule"] = row.get("rule", {}).get("value", "")
            if "reviewer" in row:
                item["reviewers"].add(row["reviewer"]["value"])
            if "quote" in row:
                place = (row["part"]["value"], int(row["begin"]["value"]), int(row["end"]["value"]))
                item["quotes"][place] = row["quote"]["value"]
        for item in found.values():
            # the title's words first, then in the order of the text
            item["quotes"] = dict(
                sorted(item["quotes"].items(), key=lambda p: (not p[0][0].endswith("/title"), p[0][1]))
            )
            item["words"] = list(dict.fromkeys(item["quotes"].values()))
            item["standing"] = self._standing(item)
        return sorted(found.values(), key=lambda item: (_order(item["predicate"]), item["case"], item["object"]))

    def _standing(self, item: Row) -> str:
        """Return how far a link can be trusted, as the explorer says it: a key of the phrases."""
        if item["method"] != "reviewed":
            return str(item["method"])
        return "checked" if any("/person-" in reviewer for reviewer in item["reviewers"]) else "sorted"

    @staticmethod
    def _grouped(assertions: list[Row]) -> list[tuple[str, list[Row]]]:
        groups: dict[str, list[Row]] = {}
        for item in assertions:
            groups.setdefault(relation_of(item["predicate"].rpartition("#")[2]), []).append(item)
        return list(groups.items())

    @staticmethod
    def _marked(strings: dict[str, str], assertions: list[Row], field: str) -> list[list[tuple[str, int]]]:
        for part, string in strings.items():
            if part.endswith(f"/{field}"):
                places = (place for item in assertions for place in item["quotes"] if place[0] == part)
                return marking.paragraphs(string, {(begin, end) for _, begin, end in places})
        return []

    async def graph_page(self, request: Request, iri: str) -> Response:
        """Return the page of a named graph."""
        sizes = dict(await description.graph_sizes(self.server))
        classes = await description.rows_of(
            self.server,
            f"SELECT ?c (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH <{iri}> {{ ?s a ?c }} }} GROUP BY ?c ORDER BY DESC(?n)",
        )
        rows = [(row["c"]["value"], int(row["n"]["value"])) for row in classes if "c" in row]
        name = self._namer(await self.labels(c for c, _ in rows), self._language(request))
        path = iri.removeprefix(f"{self.server.settings.base}/")
        return self._render(
            request, "graph.html", iri=iri, path=path, size=sizes.get(iri, 0), rows=rows, name=name, heading=path
        )

    async def ontology_page(self, request: Request) -> Response:
        """Return the page of the classes and properties."""
        base = f"{self.server.settings.base}/def#"
        rows = await description.rows_of(
            self.server,
            f"SELECT DISTINCT ?s ?p ?o {{ ?s <{EXTERNAL['rdfs']}isDefinedBy> <{base[:-1]}> ; ?p ?o }} LIMIT 20000",
        )
        terms: dict[str, dict[str, list[Row]]] = {}
        for row in rows:
            terms.setdefault(row["s"]["value"], {}).setdefault(row["p"]["value"], []).append(row["o"])
        rdf, rdfs = EXTERNAL["rdf"], EXTERNAL["rdfs"]
        mentioned = {
            o["value"] for term in terms.values() for values in term.values() for o in values if o["type"] == "uri"
        }
        language = self._language(request)
        name = self._namer(await self.labels({*terms, *mentioned}), language)
        entries = []
        for iri, term in sorted(terms.items()):
            comments = {o.get("xml:lang", "")[:2]: o["value"] for o in term.get(rdfs + "comment", ())}
            entries.append(
                {
                    "iri": iri,
                    "slug": iri.removeprefix(base),
                    "comment": comments.get(language) or comments.get("zh", ""),
                    "is_class": any(o["value"].endswith("#Class") for o in term.get(rdf + "type", ())),
                    "above": _iris(term, rdfs + "subClassOf") + _iris(term, rdfs + "subPropertyOf"),
                    "domain": _iris(term, rdfs + "domain"),
                    "range": _iris(term, rdfs + "range"),
                }
            )
        classes = [entry for entry in entries if entry["is_class"]]
        properties = [entry for entry in entries if not entry["is_class"]]
        return self._render(
            request,
            "ontology.html",
            heading=PHRASES["ontology"][0 if language == "zh" else 1],
            name=name,
            classes=classes,
            properties=properties,
        )

    async def query_page(self, request: Request) -> Response:
        """Return the page to write queries on."""
        language = self._language(request)
        return self._render(
            request,
            "query.html",
            heading=PHRASES["query"][0 if language == "zh" else 1],
            questions=self._questions(language),
            query=request.query_params.get("query", ""),
        )

    def _questions(self, language: str) -> list[tuple[str, str, str]]:
        from kg import questions

        folder = self.server.settings.questions
        if folder is None:
            return []
        known = questions.load(folder)
        spaces = self.server.spaces
        return [
            (name, q.zh if language == "zh" else q.en, spaces.rebased(q.sparql)) for name, q in sorted(known.items())
        ]

    async def home(self, request: Request) -> Response:
        """Return the explorer where it was built, else the page that leads on."""
        from starlette.responses import FileResponse

        page = self.server.settings.page
        if page is not None and page.is_file() and "start" not in request.query_params:
            # the explorer brings a stricter policy of its own
            return FileResponse(
                page, media_type="text/html", headers={"Content-Security-Policy": "frame-ancestors 'none'"}
            )
        sizes = await description.graph_sizes(self.server)
        cases = await description.rows_of(
            self.server,
            f"SELECT DISTINCT ?c {{ ?c a <{self.server.spaces.definition('Case')}> }} ORDER BY ?c LIMIT {SHOWN}",
        )
        iris = [row["c"]["value"] for row in cases]
        name = self._namer(await self.labels(iris), self._language(request))
        heading = PHRASES["name"][0 if self._language(request) == "zh" else 1]
        return self._render(
            request, "home.html", heading=heading, sizes=sizes, cases=sorted(iris, key=_natural), name=name
        )


def _iris(term: dict[str, list[Row]], predicate: str) -> list[str]:
    return [value["value"] for value in term.get(predicate, ()) if value["type"] == "uri"]


def _natural(iri: str) -> tuple[str, int, str]:
    head, _, last = iri.rpartition("/")
    return (head, int(last) if last.isdigit() else 0, last)


def _depth(name: str) -> int:
    depth = 0
    while name in BROADER:
        name, depth = BROADER[name], depth + 1
    return depth


def _order(predicate: str) -> int:
    relation = relation_of(predicate.rpartition("#")[2])
    return RELATIONS.index(relation) if relation in RELATIONS else len(RELATIONS)
