"""The gazetteer: administrative divisions of China, areas, zones, and compounds such as 粤港澳."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from kg.model import DataError
from kg.namespaces import EXTERNAL, Namespaces
from kg.vocabulary.concepts import Cue, contextual_cue
from kg.vocabulary.turtle import Description, skos

Level = Literal["province", "prefecture", "county", "area", "zone"]

AREA_CLASSES: Final[dict[str, Level]] = {
    "PolicyRegion": "area",
    "FunctionalZone": "zone",
    "OverseasZone": "zone",
    "JurisdictionArea": "area",
}


@dataclass(frozen=True, slots=True)
class Region:
    """A region, area or zone. ``code`` is the GB/T 2260 code of a division, else the slug.

    ``parent`` is the path of the division above it (for a zone: the region that it lies in);
    ``members`` are the paths of an area's full members, ``within`` those of the divisions that a zone
    lies in. ``is_word`` says that the short name is also an ordinary word, ``name_is_word``
    the same of the full one; ``short_not_after`` and ``short_not_before`` are neighbours that show
    the short name to be a piece of something else.
    """

    path: str
    code: str
    label: str
    label_en: str
    level: Level
    parent: str | None = None
    short: str = ""
    abbreviations: tuple[str, ...] = ()
    is_word: bool = False
    name_is_word: bool = False
    short_not_after: tuple[str, ...] = ()
    short_not_before: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()
    alt_labels: tuple[str, ...] = ()
    not_matched: frozenset[str] = frozenset()
    members: tuple[str, ...] = ()
    partial_members: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    class_name: str = "AdministrativeRegion"
    iso: str = ""
    wikidata: str = ""
    wikidata_basis: str = ""


@dataclass(frozen=True, slots=True)
class Compound:
    """Words that name several regions at once: 粤港澳. ``requires`` must stand in the same case."""

    text: str
    members: tuple[str, ...]
    requires: tuple[str, ...] = ()


def divisions(path: Path) -> dict[str, Region]:
    """Return the administrative divisions of ``regions.csv``, keyed by path.

    Raises `DataError` where a column or a parent is missing.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    found: dict[str, Region] = {}
    try:
        for row in rows:
            found[f"region/{row['code']}"] = Region(
                path=f"region/{row['code']}",
                code=row["code"],
                label=row["zh"],
                label_en=row["en"],
                level=row["level"],  # type: ignore[arg-type]
                parent=f"region/{row['parent']}" if row["parent"] else None,
                short=row["short_zh"],
                abbreviations=tuple(filter(None, row["jian_zh"].split("|"))),
                is_word=row["short_is_word"] == "1",
                name_is_word=row["name_is_word"] == "1",
                short_not_after=tuple(filter(None, row["short_not_after"].split("|"))),
                short_not_before=tuple(filter(None, row["short_not_before"].split("|"))),
                iso=row["iso3166_2"],
                wikidata=row["wikidata"],
                wikidata_basis=row["wikidata_basis"],
            )
    except KeyError as error:
        raise DataError(str(path), f"column {error} is missing", "rebuild it with its maintenance script") from error
    for region in found.values():
        if region.parent is not None and region.parent not in found:
            raise DataError(str(path), f"{region.code} has the unknown parent {region.parent}", "rebuild the table")
    return found


def areas(
    subjects: Mapping[str, Description], known: Mapping[str, Region], spaces: Namespaces
) -> tuple[dict[str, Region], tuple[Compound, ...]]:
    """Return areas and zones keyed by path, and the compounds, from the descriptions of ``areas.ttl``.

    Raises `DataError` where a member is no known region.
    """
    found: dict[str, Region] = {}
    compounds: list[Compound] = []
    for subject, node in subjects.items():
        classes = {value.text.rpartition("#")[2] for value in node.get(EXTERNAL["rdf"] + "type", [])}

        def texts(name: str, node: Description = node) -> tuple[str, ...]:
            return tuple(sorted(v.text for v in node.get(spaces.definition(name), [])))

        def paths(name: str, subject: str = subject, node: Description = node) -> tuple[str, ...]:
            members = tuple(sorted(spaces.path(v.text) for v in node.get(spaces.definition(name), []) if v.is_node))
            for member in members:
                if member not in known and f"{spaces.base}/id/{member}" not in subjects:
                    raise DataError(f"areas.ttl, {subject}", f"unknown region {member}", f"mend def:{name}")
            return members

        if "RegionCompound" in classes:
            for text in texts("compound"):
                compounds.append(Compound(text, paths("compoundMember"), texts("requires")))
            continue
        for name, level in AREA_CLASSES.items():
            if name not in classes:
                continue
            labels = {v.language: v.text for v in node.get(skos("prefLabel"), [])}
            path = spaces.path(subject)
            within = paths("coextensiveWith") or paths("inRegion")
            found[path] = Region(
                path=path,
                code=path.partition("/")[2],
                label=labels["zh-hans"],
                label_en=labels.get("en", ""),
                level=level,
                parent=within[0] if len(within) == 1 else None,
                alt_labels=tuple(
                    sorted(
                        v.text
                        for kind in ("altLabel", "hiddenLabel")
                        for v in node.get(skos(kind), [])
                        if v.language == "zh-hans"
                    )
                ),
                not_matched=frozenset(texts("notMatched")),
                cues=tuple(
                    sorted(
                        contextual_cue(
                            subjects[f"_:{v.text}" if v.is_blank else v.text], f"areas.ttl, {subject}", spaces
                        )
                        for v in node.get(spaces.definition("contextCue"), [])
                    )
                ),
                members=paths("fullMember"),
                partial_members=paths("partialMember"),
                within=within,
                class_name=name,
            )
    return found, tuple(sorted(compounds, key=lambda compound: compound.text))
