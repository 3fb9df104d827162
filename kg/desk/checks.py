"""What a build would stop at in one case, told while its reviewer is still there.

The same rules as the violation queries of ``ontology/queries``, over the rows of one case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kg.desk.rows import Row
from kg.model import Assertion
from kg.vocabulary import Vocabulary

Fault = tuple[str, str]
"""What is at fault and how to mend it, in Chinese and English."""

_LAYERED: Final = ("region", "ipType", "mechanism", "actorType")


def standing(rows: Sequence[Row]) -> list[Assertion]:
    """Return the links that stand: as decided, else as proposed; what is rejected does not."""
    links = (row.shown for row in rows if row.own is None or row.own.link is not None)
    return [link for link in links if link is not None]


def faults(rows: Sequence[Row], vocabulary: Vocabulary) -> list[Fault]:
    """Return what would stop a build, if the case were left as it is."""
    links = standing(rows)
    found = [*_headlines(links), *_kinds(links), *_realized(links), *_layers(links, vocabulary)]
    return list(dict.fromkeys(found))


def _headlines(links: Sequence[Assertion]) -> Iterator[Fault]:
    practices = [link for link in links if link.relation == "mechanism"]
    headlines = [link for link in practices if link.role == "headlineMechanism"]
    if not headlines and any(link.method == "reviewed" for link in practices):
        yield (
            "本案没有“主要做法”：选中标题所说的那一条，按 R 再按 1。",
            "No main practice: choose the one that the title is about and press R, then 1.",
        )
    if len(headlines) > 2:
        yield (
            f"“主要做法”有 {len(headlines)} 条，至多两条：多的按 R 再按 2。",
            f"There are {len(headlines)} main practices, and at most two may be: press R, then 2, on the others.",
        )


def _kinds(links: Sequence[Assertion]) -> Iterator[Fault]:
    kinds = {link.referent.path for link in links if link.relation == "ipType"}
    if not kinds:
        yield (
            "本案没有知识产权类型：至少留一个；没写明的标“知识产权”。",
            "No IP type: keep one at least; where none is named, it is “intellectual property”.",
        )
    elif "ip-type/ip" in kinds and len(kinds) > 1:
        yield (
            "写明了具体类型，“知识产权”就不再标：请否定“知识产权”那一条。",
            "A specific IP type is named, so that “intellectual property” must go: reject that row.",
        )


def _realized(links: Sequence[Assertion]) -> Iterator[Fault]:
    practices = {link.referent.path for link in links if link.relation == "mechanism"}
    practices |= {f"mechanism/{link.referent.subtype}" for link in links if link.relation == "mechanism"}
    for link in links:
        for path in link.referent.realizes if link.relation == "measure" else ():
            if path not in practices:
                yield (
                    f"自有做法“{link.referent.label}”体现的做法没有标：补上这条做法，或按 C 改这条自有做法。",
                    f"The measure “{link.referent.label}” realizes a practice that is not linked: add it, or press C.",
                )


def _layers(links: Sequence[Assertion], vocabulary: Vocabulary) -> Iterator[Fault]:
    for lower in links:
        above = vocabulary.ancestors(lower.referent.path) if lower.relation in _LAYERED else ()
        for upper in links:
            same = lower.relation == upper.relation and upper.referent.path in above
            if same and set(lower.evidence) & set(upper.evidence):
                yield (
                    f"同一处引文既标“{lower.referent.label}”又标它的上位“{upper.referent.label}”：只留最具体的。",
                    f"The same words support “{lower.referent.label}” and “{upper.referent.label}” above it: "
                    "keep the most specific.",
                )
