"""Vocabularies: the SKOS schemes and the gazetteer, which are also the finder's lexicon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.model import DataError
from kg.namespaces import Namespaces
from kg.vocabulary.concepts import Concept, Cue, concepts
from kg.vocabulary.regions import Compound, Region, areas, divisions
from kg.vocabulary.turtle import Description, read

__all__ = ["Compound", "Concept", "Cue", "Region", "Vocabulary", "load", "load_published"]


@dataclass(frozen=True)
class Vocabulary:
    """Everything that the builder knows before it reads a document.

    ``subjects`` are the descriptions in the Turtle files as written, for the vocabulary graph;
    ``traditional`` gives the simplified form of traditional characters, for matching.
    """

    concepts: Mapping[str, Concept]
    regions: Mapping[str, Region]
    compounds: tuple[Compound, ...]
    subjects: Mapping[str, Description]
    traditional: Mapping[str, str]

    def scheme(self, name: str) -> tuple[Concept, ...]:
        """Return the concepts of one scheme, by path."""
        return tuple(self.concepts[path] for path in sorted(self.concepts) if path.startswith(f"{name}/"))

    def concept(self, path: str) -> Concept:
        """Return a concept by its path. Raises `KeyError` for an unknown one."""
        return self.concepts[path]

    def broader(self, path: str) -> tuple[str, ...]:
        """Return the paths just above a concept or region."""
        if path in self.concepts:
            return self.concepts[path].broader
        region = self.regions.get(path)
        return (region.parent,) if region is not None and region.parent is not None else ()

    def link_path(self, path: str) -> str:
        """Return the concept that a case is linked to for a concept: a mechanism below the second level counts as
        the one above it there, so that one question needs one concept; everything else is itself."""
        above = self.ancestors(path)
        return above[-2] if path.startswith("mechanism/") and len(above) >= 2 else path

    def ancestors(self, path: str) -> tuple[str, ...]:
        """Return all paths above a concept or region, nearest first, each once."""
        found: list[str] = []
        pending = list(self.broader(path))
        while pending:
            above = pending.pop(0)
            if above not in found:
                found.append(above)
                pending.extend(self.broader(above))
        return tuple(found)

    @cached_property
    def regions_by_name(self) -> Mapping[str, tuple[Region, ...]]:
        """Regions by official name, short name and alternative label; several may share one."""
        names: dict[str, list[Region]] = {}
        for region in self.regions.values():
            for name in dict.fromkeys((region.label, region.short, *region.alt_labels)):
                if name:
                    names.setdefault(name, []).append(region)
        return {name: tuple(found) for name, found in names.items()}

    def provinces(self) -> Iterator[Region]:
        """Iterate over the provincial divisions, by code."""
        return (region for region in self.regions.values() if region.level == "province")

    def province_of(self, path: str) -> str | None:
        """Return the path of the provincial division that a region lies in, itself included."""
        for above in (path, *self.ancestors(path)):
            region = self.regions.get(above)
            if region is not None and region.level == "province":
                return above
        return None


def load(folder: Path) -> Vocabulary:
    """Return the vocabulary of an ``ontology/`` folder: ``core.ttl``, ``schemes/*.ttl``, ``schemes/regions.csv``.

    Raises `DataError` that names the file and what to mend.
    """
    schemes = folder / "schemes"
    table = schemes / "regions.csv"
    if not table.is_file():
        raise DataError(str(table), "the gazetteer is missing", "point to an ontology/ folder that has it")
    spaces = Namespaces()
    subjects = read([folder / "core.ttl", *sorted(schemes.glob("*.ttl"))])
    known = divisions(table)
    more, compounds = areas(subjects, known, spaces)
    return Vocabulary(
        concepts(subjects, spaces), {**known, **more}, compounds, subjects, _traditional(schemes / "traditional.tsv")
    )


def load_published(path: Path, folder: Path) -> Vocabulary:
    """Return the vocabulary as an earlier build published it in ``vocabularies.ttl``.

    Divisions and characters are taken from the ``ontology/`` folder at hand: they are no matter of teaching.
    Raises `DataError` where the file is missing or does not parse.
    """
    if not path.is_file():
        raise DataError(str(path), "no such file", "name the vocabularies.ttl of an earlier build")
    spaces = Namespaces()
    subjects = read([path])
    known = divisions(folder / "schemes" / "regions.csv")
    more, compounds = areas(subjects, known, spaces)
    table = _traditional(folder / "schemes" / "traditional.tsv")
    return Vocabulary(concepts(subjects, spaces), {**known, **more}, compounds, subjects, table)


def _traditional(table: Path) -> dict[str, str]:
    """Return the simplified form of each traditional character; none where there is no table."""
    if not table.is_file():
        return {}
    lines = table.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))
