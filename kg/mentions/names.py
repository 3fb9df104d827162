"""Names of one case set against each other: short forms defined in place, and anonymised companies.

Both need the whole case: 以下简称 is said once, and how much of “贴附荣某公司” is the name shows only
where it is written again in other company.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from kg.mentions.institutions import Body
from kg.model import Field

_DEFINED: Final = re.compile(
    r"[（(](?:以下(?:统一)?简称|以下称|下称|下简称|简称)(?:为)?[：:“\"]?([^（）()“”\"，。；]{2,20})[”\"]?[）)]"
)
_PREFIX_LIMIT: Final = 2
"""An anonymised name has at most this many characters before 某: 荣某公司, 江苏亲某公司 has a place besides."""

_OFFICIAL: Final = frozenset(
    {
        "court",
        "procuratorate",
        "customs",
        "police",
        "ip-administration",
        "market-regulator",
        "copyright-administration",
        "justice",
        "agriculture",
        "culture",
        "government",
    }
)
"""Tops of which a place has one body of a kind, however its name is cut: 检察院, 人民检察院."""


def settle(bodies: Mapping[Field, Sequence[Body]], texts: Mapping[Field, str]) -> dict[Field, list[Body]]:
    """Return the bodies with anonymised names cut to what is theirs, and short forms put down to the full names."""
    settled = _anonymous(bodies)
    full = _short_forms(settled, texts)
    resolved = {field: _resolved(found, texts[field], full) for field, found in settled.items()}
    longer = _longer_names([body for found in resolved.values() for body in found])
    return {field: [_renamed(body, longer) for body in found] for field, found in resolved.items()}


def _longer_names(bodies: Sequence[Body]) -> dict[tuple[str, str], Body]:
    """Return, by name and top, the body with the longer name that a case also gives: 乙区检察院 is 甲市乙区人民检察院.

    Two names are one body's where both are the same place and a word for the same kind, and where the
    longer only has a place more in front. A name that could be two bodies' stays as it is.
    """
    named = {(body.name, body.top): body for body in sorted(bodies, key=lambda body: body.start, reverse=True)}
    found: dict[tuple[str, str], Body] = {}
    for key, body in named.items():
        same = {other.name: other for other in named.values() if other is not body and _is_same(body, other)}
        longest = max(same.values(), key=lambda other: (len(other.name), other.name), default=None)
        if longest is not None and all(
            name in (longest.name,) or longest.name.endswith(name) or _is_same(same[name], longest) for name in same
        ):
            found[key] = longest
    return found


def _is_same(body: Body, other: Body) -> bool:
    """Tell whether another name of a case is a longer one of the same body."""
    if body.top != other.top or len(other.name) <= len(body.name) or "collective" in (body.kind, other.kind):
        return False
    here = body.place.path if body.place is not None else None
    there = other.place.path if other.place is not None else None
    if body.is_plain and other.is_plain and body.top in _OFFICIAL:
        return here == there and (body.leaf == other.leaf or body.top in (body.leaf, other.leaf))
    if not other.name.endswith(body.name):
        return False
    before = len(other.name) - len(body.name)
    if here is None and other.place is not None and other.place.start == other.start:
        return before == other.place.end - other.place.start
    return (
        here is not None and here == there and other.place is not None and before < other.place.end - other.place.start
    )


def _renamed(body: Body, longer: Mapping[tuple[str, str], Body]) -> Body:
    other = longer.get((body.name, body.top))
    if other is None:
        return body
    # The place of the longer name lies elsewhere in the text; what counts is that it is the same region.
    return replace(body, name=other.name, leaf=other.leaf)


def _short_forms(bodies: Mapping[Field, Sequence[Body]], texts: Mapping[Field, str]) -> dict[str, Body]:
    """Return the body that each short form stands for, as defined right behind its full name."""
    found: dict[str, Body] = {}
    for field, here in bodies.items():
        for body in here:
            defined = _DEFINED.match(texts[field], body.end)
            if defined and defined[1] != body.name:
                found.setdefault(defined[1], body)
    return found


def _resolved(bodies: Sequence[Body], text: str, full: Mapping[str, Body]) -> list[Body]:
    """Return the bodies of a text with every short form replaced by a mention of the full name."""
    if not full:
        return list(bodies)
    kept = [body for body in bodies if not any(body.name.endswith(short) for short in full)]
    kept += [body for body in bodies if body not in kept and body.name in {whole.name for whole in full.values()}]
    for short, whole in full.items():
        for match in re.finditer(re.escape(short), text):
            free = all(match.end() <= body.start or match.start() >= body.end for body in kept)
            defining = _DEFINED.search(text, max(0, match.start() - 8), match.end() + 2)
            if free and not (defining and defining[1] == short and defining.start() < match.start()):
                kept.append(replace(whole, start=match.start(), end=match.end(), rule="short-form"))
    return sorted(kept, key=lambda body: body.start)


def _anonymous(bodies: Mapping[Field, Sequence[Body]]) -> dict[Field, list[Body]]:
    """Return the bodies with every anonymised name started where it starts in all its places."""
    prefixes: dict[str, list[str]] = {}
    for found in bodies.values():
        for body in found:
            if _is_open(body):
                before, core = _split(body.name)
                prefixes.setdefault(core, []).append(before)
    own = {core: _own_prefix(found) for core, found in prefixes.items()}
    return {field: [_cut(body, own) for body in found] for field, found in bodies.items()}


def _is_open(body: Body) -> bool:
    """Tell whether it is open where an anonymised name starts: no place stands at its head."""
    return "某" in body.name and (body.place is None or body.place.start != body.start)


def _split(name: str) -> tuple[str, str]:
    at = name.rindex("某")
    return name[:at], name[at:]


def _own_prefix(prefixes: Sequence[str]) -> str:
    """Return the characters before 某 that belong to the name.

    >>> _own_prefix(["荣", "贴附荣"]), _own_prefix(["有偿提供", "从"]), _own_prefix(["张某燕经营"]), _own_prefix(["金"])
    ('荣', '', '', '金')
    """
    if len(set(prefixes)) > 1:
        common = _common_ending(prefixes)
        return common if len(common) <= _PREFIX_LIMIT else ""
    return prefixes[0] if len(prefixes[0]) <= _PREFIX_LIMIT else ""


def _common_ending(texts: Sequence[str]) -> str:
    first, *others = texts
    start = len(first)
    while start > 0 and all(text.endswith(first[start - 1 :]) for text in others):
        start -= 1
    return first[start:]


def _cut(body: Body, own: Mapping[str, str]) -> Body:
    if not _is_open(body):
        return body
    _, core = _split(body.name)
    name = own[core] + core
    return replace(body, start=body.end - len(name), name=name)
