"""The file of a coding frame, read strictly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kg.model import DataError
from kg.namespaces import is_slug
from kg.vocabulary import Cue, Vocabulary

_FRAME_KEYS: Final = {"frame", "title", "title_en", "source", "note", "categories"}
_CATEGORY_KEYS: Final = {"category", "label", "label_en", "definition", "concepts", "cues"}
_CUE_KEYS: Final = {"literal", "pattern", "notAfter", "notBefore", "notInSentence"}


@dataclass(frozen=True, slots=True)
class Category:
    """One category of a frame: paths of concepts, each with all below it, and cues in the texts."""

    path: str
    label: str
    label_en: str = ""
    definition: str = ""
    concepts: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """A coding frame. Its categories are concepts of a scheme of its own, ``scheme/frame-<slug>``."""

    slug: str
    title: str
    categories: tuple[Category, ...]
    title_en: str = ""
    source: str = ""
    note: str = ""

    @property
    def scheme(self) -> str:
        """The name of the frame's scheme, and the first part of its categories' paths: ``frame-policy-tools``."""
        return f"frame-{self.slug}"


def load(path: Path, vocabulary: Vocabulary) -> Frame:
    """Return the coding frame in a file.

    Raises `DataError` with file and entry for YAML that does not parse, an unknown or missing key, an unknown
    concept, a concept in two categories, or a category that nothing leads to.
    """
    import yaml

    try:
        record = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DataError(str(path), f"读不到 / cannot be read: {error.strerror}", "看看路径 / check the path") from error
    except UnicodeDecodeError as error:
        raise DataError(
            str(path), f"不是 UTF-8 / not UTF-8 at byte {error.start}", "另存为 UTF-8 / save it so"
        ) from error
    except yaml.YAMLError as error:
        what = f"不合 YAML 的写法 / not valid YAML: {' '.join(str(error).split())}"
        raise DataError(
            str(path), what, "照 docs/coding-frame.md 的例子改 / mend it as in the example there"
        ) from error
    where = str(path)
    _keys(record, _FRAME_KEYS, {"frame", "title", "categories"}, where)
    slug = str(record["frame"])
    if not is_slug(slug):
        raise DataError(
            where,
            f"代号不合写法 / frame {slug!r} is no slug",
            "用小写字母、数字、连字符 / lower-case letters, digits, hyphens",
        )
    entries = record["categories"]
    if not isinstance(entries, list) or not entries:
        what = "categories 至少要有一类 / categories must be a list with at least one entry"
        raise DataError(where, what, "例子见 docs/coding-frame.md / see there")
    categories = tuple(
        _category(entry, slug, vocabulary, f"{where}, 第 {number} 类 category {number}")
        for number, entry in enumerate(entries, 1)
    )
    _once(categories, where)
    return Frame(
        slug,
        str(record["title"]),
        categories,
        str(record.get("title_en") or ""),
        str(record.get("source") or ""),
        str(record.get("note") or ""),
    )


def _keys(record: Any, known: set[str], needed: set[str], where: str) -> None:
    if not isinstance(record, dict):
        raise DataError(where, "不是“键: 值” / not a mapping of keys", f"要写 / write {', '.join(sorted(needed))}")
    for key in record:
        if key not in known:
            raise DataError(where, f"不认得的键 / unknown key {key!r}", f"可写 / known are {', '.join(sorted(known))}")
    for key in sorted(needed):
        if record.get(key) in (None, ""):
            raise DataError(where, f"缺少 {key} / the key {key} is missing", "补上 / add it")


def _category(entry: Any, frame: str, vocabulary: Vocabulary, where: str) -> Category:
    _keys(entry, _CATEGORY_KEYS, {"category", "label"}, where)
    slug = str(entry["category"])
    if not is_slug(slug):
        raise DataError(
            where,
            f"代号不合写法 / category {slug!r} is no slug",
            "用小写字母、数字、连字符 / lower-case, digits, hyphens",
        )
    concepts = tuple(_concept(str(name), vocabulary, where) for name in entry.get("concepts") or ())
    cues = tuple(_cue(cue, where) for cue in entry.get("cues") or ())
    if not concepts and not cues:
        raise DataError(
            where, f"没有概念也没有线索词 / {slug} has neither concepts nor cues", "写明对应什么 / say what leads to it"
        )
    return Category(
        f"frame-{frame}/{slug}",
        str(entry["label"]),
        str(entry.get("label_en") or ""),
        str(entry.get("definition") or ""),
        concepts,
        cues,
    )


def _concept(name: str, vocabulary: Vocabulary, where: str) -> str:
    """Return the path of a concept: written as scheme/slug, as the slug of a mechanism, or as a mechanism's label."""
    path = name if "/" in name else f"mechanism/{name}"
    if path in vocabulary.concepts:
        return path
    found = [concept.path for concept in vocabulary.scheme("mechanism") if name == concept.label]
    if len(found) == 1:
        return found[0]
    what = f"没有概念“{name}” / unknown concept {name!r}"
    raise DataError(where, what, "照工作簿的“代码表”写代码或做法的名称 / write scheme/slug as in ontology/schemes")


def _cue(record: Any, where: str) -> Cue:
    if isinstance(record, str):
        return Cue(record)
    if not isinstance(record, dict) or not record.keys() <= _CUE_KEYS or ("literal" in record) == ("pattern" in record):
        raise DataError(
            where, f"不是线索词 / not a cue: {record!r}", "写文字，或 literal、pattern 之一加 notAfter、notBefore"
        )

    def texts(key: str) -> tuple[str, ...]:
        value = record.get(key) or ()
        return (value,) if isinstance(value, str) else tuple(str(text) for text in value)

    text = str(record.get("pattern") or record["literal"])
    return Cue(text, "pattern" in record, texts("notAfter"), texts("notBefore"), texts("notInSentence"))


def _once(categories: tuple[Category, ...], where: str) -> None:
    paths: set[str] = set()
    held: dict[str, str] = {}
    labels: Mapping[str, str] = {}
    for category in categories:
        if category.path in paths or category.label in labels:
            raise DataError(
                where, f"“{category.label}”出现两次 / the category {category.label} stands twice", "只留一个 / keep one"
            )
        paths.add(category.path)
        labels = {**labels, category.label: category.path}
        for concept in category.concepts:
            other = held.setdefault(concept, category.label)
            if other != category.label:
                what = f"{concept} 归了两类 / {concept} is in {other} and in {category.label}"
                raise DataError(where, what, "只归一类 / choose one")
