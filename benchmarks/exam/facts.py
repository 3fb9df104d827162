"""What the exam asks about: the links of a built dataset, looked at through the network, without SPARQL.

The answers come from here, and each question also carries a SPARQL query; the two ways are compared by the tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import networkx

from kg import network, store
from kg.model import Case, DataError

ABOVE = {"partOf", "broader"}
"""Relations from a region or a concept to what it lies in."""

LOCATED = {"locatedIn", "ledByRegion"}


@dataclass(frozen=True)
class Link:
    """A link of a case: the object's path, and the words that support it."""

    case: str
    relation: str
    role: str
    target: str
    quotes: tuple[str, ...]


def short(name: str) -> str:
    """Return a province's name as people shorten it.

    >>> short("宁夏回族自治区"), short("湖北省")
    ('宁夏', '湖北')
    """
    return re.sub("(省|市|(壮族|回族|维吾尔)?自治区|特别行政区)$", "", name)


class Facts:
    """The cases and links of a dataset, for questions."""

    def __init__(self, path: Path) -> None:
        dataset = network.read(store.load(path))
        self.spaces = dataset.spaces
        self.base = dataset.spaces.base
        self.graph = dataset.network
        self.cases: dict[str, Case] = {case.path: case for case in dataset.cases}
        numbers = [case.number for case in dataset.cases]
        if len(set(numbers)) < len(numbers) or not all(number.isdigit() for number in numbers):
            raise DataError(str(path), "cases are not told apart by their numbers", "make the exam of one document")
        self.links = [
            Link(case, edge["relation"], edge["role"], target, tuple(r["quote"] for r in json.loads(edge["evidence"])))
            for case, target, edge in self.graph.edges(data=True)
            if edge["kind"] == "link"
        ]
        self.links.sort(key=lambda link: (self.position(link.case), link.relation, link.target))
        hierarchy = [(s, t) for s, t, edge in self.graph.edges(data=True) if edge["relation"] in ABOVE]
        self._upward: networkx.DiGraph[str] = networkx.DiGraph(hierarchy)
        self._upward.add_nodes_from(self.graph)

    def label(self, path: str) -> str:
        """Return the Chinese label of a node."""
        return str(self.graph.nodes[path]["label"])

    def number(self, case: str) -> str:
        """Return the printed number of a case, by which the exam names it."""
        return self.cases[case].number

    def position(self, case: str) -> int:
        """Return the place of a case in the dataset."""
        return int(self.graph.nodes[case]["position"])

    def text(self, case: str | None = None) -> str:
        """Return title and text of a case, or of all cases."""
        chosen = self.cases.values() if case is None else [self.cases[case]]
        return "\n".join(f"{one.title}\n{one.text}" for one in chosen)

    def within(self, path: str) -> set[str]:
        """Return a region or concept with all that lies below it."""
        return {path} | networkx.ancestors(self._upward, path)

    def above(self, path: str) -> set[str]:
        """Return a region or concept with all that lies above it."""
        return {path} | networkx.descendants(self._upward, path)

    def of(self, case: str, relation: str) -> list[Link]:
        """Return the links of a case by a relation."""
        return [link for link in self.links if link.case == case and link.relation == relation]

    def to(self, relation: str, targets: Iterable[str]) -> list[Link]:
        """Return the links by a relation to one of several objects."""
        wanted = set(targets)
        return [link for link in self.links if link.relation == relation and link.target in wanted]

    def targets(self, relation: str) -> list[str]:
        """Return the objects of a relation, sorted."""
        return sorted({link.target for link in self.links if link.relation == relation})

    def located(self, province: str) -> list[Link]:
        """Return the links that place a case in a region or in what lies below it."""
        return [link for link in self.to("region", self.within(province)) if link.role in LOCATED]

    def provinces(self) -> list[str]:
        """Return the provincial divisions, with a case or without, sorted."""
        return sorted(path for path, found in self.graph.nodes(data=True) if found.get("level") == "province")

    def also(self) -> dict[str, list[str]]:
        """Return other names by label: a province's short one, the further names of a body."""
        found = {self.label(path): [short(self.label(path))] for path in self.provinces()}
        for _, node in sorted(self.graph.nodes(data=True), key=lambda node: node[0]):
            if "alt_labels" in node:
                found[node["label"]] = node["alt_labels"].split("\n")
        return found

    def groups(self) -> Iterator[str]:
        """Yield the groups of mechanisms, sorted."""
        for path, found in sorted(self.graph.nodes(data=True), key=lambda node: node[0]):
            if found["kind"] == "mechanism" and found["is_group"] == "true":
                yield path
