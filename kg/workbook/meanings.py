"""What a curator's words mean: labels, codes and names in a cell → slugs of the schemes and paths of regions."""

from __future__ import annotations

import re
from typing import Any, Final

from kg.model import relation_of
from kg.vocabulary import Concept, Vocabulary
from kg.workbook import words

_SCHEMES: Final = {"actorType": "institution-type", "ipType": "ip-type", "mechanism": "mechanism", "stage": "stage"}
_CODED: Final = re.compile(r"(.*)（([a-z0-9-]+|\d{6})）\Z")
_FACT: Final = re.compile(r"(.+?)\s*[=＝]\s*(.+?)(?:\s+(\S+))?\Z")


class UnclearError(Exception):
    """Words in a cell that mean nothing here, or too much; names the column."""

    def __init__(self, column: str, what: str, mend: str) -> None:
        super().__init__(what)
        self.column, self.what, self.mend = column, what, mend


def concept_of(scheme: str, text: str, vocabulary: Vocabulary, column: str) -> Concept:
    """Return the concept that a label, an alternative label, a slug or ``名称（代码）`` names. Raises `UnclearError`."""
    coded = _CODED.match(text)
    slug = (coded[2] if coded else text).rpartition("/")[2]
    direct = vocabulary.concepts.get(f"{scheme}/{slug}")
    if direct is not None:
        return direct
    concepts = vocabulary.scheme(scheme)
    by_label = [concept for concept in concepts if concept.label == text]
    by_other = [c for c in concepts if text in (*c.alt_labels, *c.hidden_labels, c.label_en)]
    for found in (by_label, by_other):
        if len(found) == 1:
            return found[0]
        if found:
            shown = "、".join(f"{concept.label}（{concept.slug}）" for concept in found)
            raise UnclearError(column, f"“{text}”可以指几个：{shown} / ambiguous", "连代码一起写")
    name = words.SCHEME_WORDS.get(scheme, scheme)
    near = [concept.label for concept in concepts if text and (text in concept.label or concept.label in text)]
    hint = f"，是不是{'、'.join(near[:3])}？" if near else ""
    raise UnclearError(column, f"{name}里没有“{text}”{hint} / unknown concept", "照“代码表”写名称或代码")


def region_of(text: str, vocabulary: Vocabulary, column: str) -> str:
    """Return the path of the region that a name, a code or ``名称（代码）`` names. Raises `UnclearError`.

    A name that several regions share needs its code: 鼓楼区 is in Nanjing, Xuzhou, Fuzhou and Kaifeng.
    """
    coded = _CODED.match(text)
    direct = f"region/{(coded[2] if coded else text).rpartition('/')[2]}"
    if direct in vocabulary.regions:
        return direct
    found = vocabulary.regions_by_name.get(text, ())
    exact = [region for region in found if region.label == text] or list(found)
    if len(exact) == 1:
        return exact[0].path
    if exact:
        shown = "、".join(f"{region.label}（{region.code}）" for region in exact[:6])
        raise UnclearError(column, f"“{text}”不止一处：{shown} / ambiguous", "连代码一起写")
    raise UnclearError(column, f"地区表里没有“{text}” / unknown region", "写全称（青岛市）或六位代码（370200）")


def role_of(relation: str, text: str) -> str | None:
    """Return the role that a word names, ``None`` for 无. Raises `UnclearError`."""
    if text in (words.NO_ROLE, words.ABSENT):
        return None
    roles = [role for role in words.ROLE_WORDS if relation_of(role) == relation]
    for role in roles:
        if text in (role, words.ROLE_WORDS[role]):
            return role
    known = "、".join([*(words.ROLE_WORDS[role] for role in roles), words.NO_ROLE])
    raise UnclearError(
        "角色改为", f"{words.RELATION_WORDS[relation]}没有“{text}”这一角色 / unknown role", f"写{known}之一"
    )


def coverage_of(text: str, vocabulary: Vocabulary) -> str:
    """Return the slug of a way of covering IP types. Raises `UnclearError`."""
    return concept_of("coverage", text, vocabulary, "覆盖方式改为").slug


def object_of(relation: str, text: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return what an entry says of an object: ``object``, and a fact's value and unit. Raises `UnclearError`."""
    if relation == "region":
        return {"object": region_of(text, vocabulary, "改为")}
    if relation in _SCHEMES:
        found = concept_of(_SCHEMES[relation], text, vocabulary, "改为")
        return {"object": found.slug if relation == "actorType" else found.path}
    if relation != "fact":
        return {"object": text.strip("《》") if relation == "instrument" else text}
    parts = _FACT.match(text)
    if parts is None:
        return {"object": text}
    name, value, unit = parts.groups()
    record = {"object": name, "value": value.replace(",", "")}
    return {**record, "unit": unit} if unit else record


def type_of(relation: str, text: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return what an entry says of its object's type: ``type``, or what a measure realizes. Raises `UnclearError`."""
    if relation == "measure":
        parts = [part.strip() for part in re.split(r"[｜|、；;\n]", text) if part.strip()]
        return {"realizes": [concept_of("mechanism", part, vocabulary, "类型改为").slug for part in parts]}
    schemes = {"institution": "institution-type", "instrument": "instrument-type", "fact": "fact-type"}
    if relation not in schemes:
        raise UnclearError("类型改为", f"{words.RELATION_WORDS[relation]}没有类型 / no type here", "清空这一格")
    return {"type": concept_of(schemes[relation], text, vocabulary, "类型改为").slug}
