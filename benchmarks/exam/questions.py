"""One question of the exam, with its answer, its evidence, and the SPARQL query that gives the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from benchmarks.exam.facts import Facts, Link
from kg.namespaces import Namespaces

PREFIXES = {
    "def": "https://w3id.org/ipcase/def#",
    "scheme": "https://w3id.org/ipcase/scheme/",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}

UP_REGION = "(def:partOf|def:inRegion|def:coextensiveWith)*"
CASE = "?case a def:Case ; def:number ?number ."
NAMED = '?thing skos:prefLabel ?answer . FILTER(LANG(?answer) = "zh-hans")'

CLASSIFIED = {
    "stage", "mechanism", "actorType", "ledByType", "participantType", "headlineMechanism", "cases-in-group",
    "shared-mechanisms", "no-actor", "cases-without", "cases-without-group",
}  # fmt: skip
"""Templates that ask by the project's own classification: a reader of the plain text has to be given it."""

SHOWN = 12
"""A question shows no more than this many pieces of evidence."""


@dataclass(frozen=True)
class Question:
    """A question. ``form`` says how an answer is compared, and does not tell whether there is one:

    ``list``: exactly these names or numbers of cases, one or more, in any order; ``any``: one of these is enough;
    ``number``; ``yes-no``: 是 or 否. Nothing answers where ``answer`` is ``None``: only abstaining is right.
    ``absent`` are words that the texts (of the case ``about``, or of all) do not have, where nothing answers.
    """

    kind: str
    template: str
    question: str
    form: str
    answer: list[str] | None
    evidence: list[dict[str, str]]
    sparql: str
    about: str = ""
    absent: list[str] = field(default_factory=list)

    def record(self, number: int, also: Mapping[str, list[str]], base: Namespaces) -> dict[str, object]:
        """Return the question as one line of the file, numbered; ``also`` are other names of what is asked for."""
        found = {name: value for name, value in asdict(self).items() if name not in ("about", "absent") or value}
        found["by"] = "classification" if self.template in CLASSIFIED else "text"
        names = {name: also[name] for name in self.answer or () if name in also}
        if names:
            found["also"] = names
        return {"id": f"q{number:03d}", **found, "sparql": base.rebased(self.sparql)}


def select(body: str, answer: str = "?answer") -> str:
    """Return a SELECT query with the prefixes that its body needs."""
    return _declared(f"SELECT DISTINCT {answer} WHERE {{ {body} }}")


def ask(body: str) -> str:
    """Return an ASK query with the prefixes that its body needs."""
    return _declared(f"ASK {{ {body} }}")


def count(body: str, what: str = "?case") -> str:
    """Return a query that counts the distinct values of a variable."""
    return select(body, f"(COUNT(DISTINCT {what}) AS ?answer)").replace("SELECT DISTINCT", "SELECT")


def _declared(query: str) -> str:
    used = [name for name in PREFIXES if re.search(rf"\b{name}:", query)]
    return "\n".join([*(f"PREFIX {name}: <{PREFIXES[name]}>" for name in used), query])


def node(facts: Facts, path: str) -> str:
    """Return a node as SPARQL writes it: a concept by its scheme, anything else under ``id/``."""
    kind = facts.graph.nodes[path]["kind"]
    room = "scheme" if kind in ("mechanism", "ip-type", "institution-type", "stage") else "id"
    return f"<{facts.base}/{room}/{path}>"


def case_is(facts: Facts, case: str, variable: str = "?case") -> str:
    """Return the pattern of a case by its printed number."""
    return f'{variable} a def:Case ; def:number "{facts.number(case)}" .'


def evidence(facts: Facts, links: Iterable[Link]) -> list[dict[str, str]]:
    """Return the first quote of each link with the number of its case, the first ones only."""
    shown: list[dict[str, str]] = []
    for link in links:
        one = {"case": facts.number(link.case), "quote": link.quotes[0]}
        if one not in shown:
            shown.append(one)
    return shown[:SHOWN]


def numbers(facts: Facts, links: Sequence[Link]) -> list[str]:
    """Return the numbers of the cases of links, in the order of the cases."""
    return [facts.number(case) for case in sorted({link.case for link in links}, key=facts.position)]


def labels(facts: Facts, paths: Iterable[str]) -> list[str]:
    """Return the labels of nodes, by path."""
    return [facts.label(path) for path in sorted(set(paths))]
