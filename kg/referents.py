"""What cases are linked to, made from names and slugs in one place, for rules and reviews alike."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from kg.model import Referent
from kg.namespaces import body_path, local_path, normalise_name
from kg.vocabulary import Vocabulary

SCHEME_OF: Final = {"mechanism": "mechanism", "ipType": "ip-type", "actorType": "institution-type", "stage": "stage"}
"""The scheme that the object of a relation comes from."""


def concept(path: str, vocabulary: Vocabulary, leaf: str | None = None) -> Referent:
    """Return the referent of a concept. ``leaf`` is the finer type of a generic actor.

    Raises `KeyError` for an unknown concept.
    """
    found = vocabulary.concept(path)
    return Referent(path, found.label, type=found.top, subtype=leaf or found.slug)


def actor_type(slug: str, vocabulary: Vocabulary) -> Referent:
    """Return the referent of an actor's type: the top concept, with the leaf beside it.

    One question (which cases involve a bank?) then needs one property. Raises `KeyError`.
    """
    found = vocabulary.concept(f"institution-type/{slug}")
    return concept(f"institution-type/{found.top}", vocabulary, leaf=slug)


def region(path: str, vocabulary: Vocabulary) -> Referent:
    """Return the referent of a region, area or zone. Raises `KeyError` for an unknown one."""
    found = vocabulary.regions[path]
    return Referent(path, found.label, type=found.level)


def drop_province(name: str, vocabulary: Vocabulary) -> str:
    """Return a body's name without the province before its city: the normalised name.

    江苏省南京市中级人民法院 becomes 南京市中级人民法院; 江苏省高级人民法院 stays, and so does
    上海市浦东新区人民法院, since a municipality is the city itself.
    """
    name = normalise_name(name)
    for province in vocabulary.provinces():
        if province.label.endswith("市"):
            continue
        for prefix in (province.label, province.short):
            rest = name.removeprefix(prefix)
            if rest != name and _starts_with_part_of(rest, province.path, vocabulary):
                return rest
    return name


def _starts_with_part_of(rest: str, province: str, vocabulary: Vocabulary) -> bool:
    """Tell whether a name begins with a division that lies in the province."""
    for length in range(2, min(len(rest), 16)):
        for found in vocabulary.regions_by_name.get(rest[:length], ()):
            if found.level in ("prefecture", "county") and province in vocabulary.ancestors(found.path):
                return True
    return False


def institution(
    name: str, leaf: str, vocabulary: Vocabulary, region: str | None = None, kind: str | None = None, case: str = ""
) -> Referent:
    """Return the referent of a named body, by its normalised name.

    ``leaf`` is its type's slug, ``region`` the path of the region in its name. An anonymised
    party (``kind="party"``) belongs to its ``case`` and is never merged across cases.
    Raises `KeyError` for an unknown type.
    """
    found = vocabulary.concept(f"institution-type/{leaf}")
    printed, normal = normalise_name(name), drop_province(name, vocabulary)
    code = vocabulary.regions[region].code if region else None
    path = local_path(case, "party", normal) if kind == "party" else body_path("institution", code, found.top, normal)
    return Referent(
        path,
        normal,
        type=found.top,
        subtype=leaf,
        kind=kind,
        region=region,
        alt_labels=(printed,) if printed != normal else (),
    )


def platform(name: str, region: str | None, vocabulary: Vocabulary) -> Referent:
    """Return the referent of a named platform or tool."""
    code = vocabulary.regions[region].code if region else None
    return Referent(body_path("platform", code, "platform", name), normalise_name(name), type="platform", region=region)


def instrument(name: str, kind: str, region: str | None, vocabulary: Vocabulary) -> Referent:
    """Return the referent of a law, rule or standard; ``kind`` is a slug of the instrument types.

    Raises `KeyError` for an unknown type.
    """
    found = vocabulary.concept(f"instrument-type/{kind}")
    code = vocabulary.regions[region].code if region else None
    bare = normalise_name(name).strip("《》")
    return Referent(body_path("instrument", code, found.slug, bare), bare, type=found.slug, region=region)


def measure(name: str, case: str, realizes: Iterable[str], vocabulary: Vocabulary) -> Referent:
    """Return the referent of a case's own named device. Raises `KeyError` for an unknown concept."""
    concepts = tuple(vocabulary.concept(slug if "/" in slug else f"mechanism/{slug}").path for slug in realizes)
    bare = normalise_name(name)
    return Referent(local_path(case, "measure", bare), bare, realizes=concepts)


def fact(
    label: str,
    kind: str,
    case: str,
    vocabulary: Vocabulary,
    value: str | None = None,
    unit: str | None = None,
    datatype: str | None = None,
) -> Referent:
    """Return the referent of a fact: ``kind`` is a slug of the fact types, ``value`` its lexical form.

    A number printed with 万 or 亿 in its unit (1000, 亿元) becomes a plain one (100000000000, 元).
    """
    found = vocabulary.concept(f"fact-type/{kind}")
    value, unit = plain_number(value, unit)
    bare = normalise_name(label)
    return Referent(
        local_path(case, "fact", "\n".join((kind, bare, value or "", unit or ""))),
        bare,
        type=found.slug,
        value=value,
        datatype=datatype or datatype_of(kind, value),
        unit=unit,
    )


_SCALES: Final = {"万亿": 10**12, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4}


def plain_number(value: str | None, unit: str | None) -> tuple[str | None, str | None]:
    """Return a number and its unit without 万 or 亿; anything else as it is.

    >>> plain_number("1000", "亿元"), plain_number("1.2", "万件"), plain_number("3", "名")
    (('100000000000', '元'), ('12000', '件'), ('3', '名'))
    """
    if value is None or unit is None or not re.fullmatch(r"[0-9]+(\.[0-9]+)?", value):
        return value, unit
    for prefix, scale in _SCALES.items():
        if unit.startswith(prefix) and unit != prefix:
            return format((Decimal(value) * scale).normalize(), "f"), unit.removeprefix(prefix)
    return value, unit


def datatype_of(kind: str, value: str | None) -> str:
    """Return the XML Schema datatype of a fact's value: dates and plain numbers are typed.

    >>> datatype_of("amount", "1000"), datatype_of("amount", "51.5"), datatype_of("date", "2021-01-22")
    ('integer', 'decimal', 'date')
    >>> datatype_of("date", "2021-03"), datatype_of("brand", "豫来遇潮")
    ('gYearMonth', 'string')
    """
    if value is None:
        return "string"
    if kind == "date":
        return {4: "gYear", 7: "gYearMonth", 10: "date"}.get(len(value), "string")
    if kind in ("amount", "figure"):
        whole, _, fraction = value.partition(".")
        if whole.isascii() and whole.isdigit() and len(whole) <= 18:
            if not fraction and "." not in value:
                return "integer"
            if fraction.isascii() and fraction.isdigit():
                return "decimal"
    return "string"
