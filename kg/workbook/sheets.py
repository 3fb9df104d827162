"""Annotated cases → the rows of the sheets, as texts and numbers; no file format here."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from kg.frames import Frame
from kg.model import RELATIONS, AnnotatedCase, Assertion, Case, Document, Span, relation_of
from kg.namespaces import assertion_path
from kg.review import text_sha256
from kg.vocabulary import Vocabulary
from kg.vocabulary.triples import used_regions
from kg.workbook import words
from kg.workbook.entries import quote_of

Cell = str | int | float | None
Row = list[Cell]

_NEIGHBOURS = 22
"""Characters of the text that 上下文 shows on each side of a quote."""


def state(assertion: Assertion) -> str:
    """Return the state of a link in words: 已核对, 已整理 or 机器识别."""
    if assertion.reviewer is None:
        return words.MACHINE
    return words.CHECKED if assertion.reviewer.kind == "person" else words.EDITED


def case_state(item: AnnotatedCase) -> str:
    """Return the weakest state among the links of a case; 机器识别 where it has none."""
    found = {state(assertion) for assertion in item.assertions}
    weakest = [name for name in (words.MACHINE, words.EDITED, words.CHECKED) if name in found]
    return weakest[0] if weakest else words.MACHINE


def link_code(assertion: Assertion) -> str:
    """Return the code by which 关系 and 原文依据 name a link: the hash in its IRI."""
    return assertion_path(*assertion.key).rpartition("/")[2]


def fingerprint(annotated: Iterable[AnnotatedCase]) -> str:
    """Return a checksum of what the sheets show; a workbook of another state of the data has another."""
    digest = hashlib.sha256()
    for item in annotated:
        digest.update(f"{item.case.path} {text_sha256(item.case)}\n".encode())
        for assertion in item.assertions:
            quotes = "|".join(f"{s.field}{s.start}-{s.end}" for s in assertion.evidence)
            digest.update(f"{link_code(assertion)} {assertion.role} {state(assertion)} {quotes}\n".encode())
    return digest.hexdigest()[:16]


def quote_text(case: Case, span: Span) -> str:
    """Return a quote as a cell writes it: its field where that is the title, its number where it is not the first.

    >>> case = Case("case/d/1", "d", "1", "青岛海关", "企业和企业")
    >>> quote_text(case, case.span("title", 0, 2)), quote_text(case, case.span("text", 3, 5))
    ('标题：青岛', '企业（第2处）')
    """
    nth = quote_of(span, case).get("nth", 1)
    field = "标题：" if span.field == "title" else ""
    return f"{field}{span.quote}" + (f"（第{nth}处）" if nth > 1 else "")


def role_word(role: str | None) -> str:
    """Return a role in words, an empty text for none."""
    return words.ROLE_WORDS[role] if role else ""


def type_word(assertion: Assertion, vocabulary: Vocabulary) -> str:
    """Return the type of a link's object in words, or an empty text where the relation has none."""
    referent, relation = assertion.referent, assertion.relation
    schemes = {
        "institution": ("institution-type", referent.subtype),
        "actorType": ("institution-type", referent.subtype),
        "instrument": ("instrument-type", referent.type),
        "fact": ("fact-type", referent.type),
        "mechanism": ("mechanism", referent.subtype),
    }
    if relation == "measure":
        return words.JOIN.join(vocabulary.concept(path).label for path in referent.realizes)
    scheme, slug = schemes.get(relation, ("", None))
    path = f"{scheme}/{slug}"
    if not slug or path == referent.path or path not in vocabulary.concepts:
        return ""
    return vocabulary.concept(path).label


def object_text(assertion: Assertion) -> str:
    """Return a link's object in words: its label, and a fact's value and unit."""
    referent = assertion.referent
    if assertion.relation != "fact" or referent.value is None or referent.value == referent.label:
        return referent.label
    return f"{referent.label}={referent.value}{' ' + referent.unit if referent.unit else ''}"


def joined(assertions: Iterable[Assertion], relation: str) -> str:
    """Return the objects of one relation in one cell, the headline's and the leader's first."""
    found = [assertion for assertion in assertions if assertion.relation == relation]
    found.sort(key=lambda assertion: not (assertion.role or "").startswith(("headline", "primary", "led", "located")))
    return words.JOIN.join(dict.fromkeys(assertion.referent.label for assertion in found))


def case_rows(
    annotated: Sequence[AnnotatedCase],
    documents: Sequence[Document],
    vocabulary: Vocabulary,
    frames: Sequence[Frame] = (),
) -> Iterator[dict[str, Cell]]:
    """Yield the rows of 案例 by column, the columns of coding frames by their titles."""
    titles = {document.slug: document.title or document.name for document in documents}
    for item in annotated:
        case = item.case
        coverage = vocabulary.concepts.get(f"coverage/{item.coverage}")
        yield {
            "文件": titles[case.document],
            "编号": case.number or case.path.rpartition("/")[2],
            "标题": case.title,
            "状态": case_state(item),
            **{word: joined(item.assertions, relation) for relation, word in words.RELATION_WORDS.items()},
            **{frame.title: words.JOIN.join(item.coded(frame.slug)) for frame in frames},
            "覆盖方式": coverage.label if coverage else "",
            "英文标题": item.title_en or "",
            "关系数": len(item.assertions),
            "正文": case.text,
            "案例代码": case.path.removeprefix("case/"),
            "原文校验": text_sha256(case)[:16],
        }


def link_rows(
    annotated: Sequence[AnnotatedCase], documents: Sequence[Document], vocabulary: Vocabulary
) -> Iterator[dict[str, Cell]]:
    """Yield the rows of 关系 by column, by case and relation."""
    titles = {document.slug: document.title or document.name for document in documents}
    for item in annotated:
        case = item.case
        for assertion in sorted(item.assertions, key=lambda assertion: RELATIONS.index(assertion.relation)):
            reviewer = assertion.reviewer
            yield {
                "文件": titles[case.document],
                "编号": case.number or case.path.rpartition("/")[2],
                "案例": case.title,
                "关系": words.RELATION_WORDS[assertion.relation],
                "对象": object_text(assertion),
                "角色": role_word(assertion.role),
                "原文依据": words.JOIN.join(quote_text(case, span) for span in assertion.evidence),
                "状态": state(assertion),
                "类型": type_word(assertion, vocabulary),
                "依据方式": words.BASIS_WORDS[assertion.basis],
                "得出方式": f"审核：{reviewer.role}（{reviewer.date}）"
                if reviewer
                else f"{words.METHOD_WORDS[assertion.method]}：{assertion.rule}",
                "置信度": assertion.confidence,
                "对象代码": assertion.referent.path,
                "关系代码": link_code(assertion),
            }


def evidence_rows(annotated: Sequence[AnnotatedCase], documents: Sequence[Document]) -> Iterator[dict[str, Cell]]:
    """Yield the rows of 原文依据 by column: one a quote, in the order of 关系."""
    titles = {document.slug: document.title or document.name for document in documents}
    for item in annotated:
        case = item.case
        for assertion in sorted(item.assertions, key=lambda assertion: RELATIONS.index(assertion.relation)):
            for span in assertion.evidence:
                first, last = case.source_range(span)
                yield {
                    "文件": titles[case.document],
                    "编号": case.number or case.path.rpartition("/")[2],
                    "关系": words.RELATION_WORDS[assertion.relation],
                    "对象": object_text(assertion),
                    "出处": words.FIELD_WORDS[span.field],
                    "引文": span.quote,
                    "上下文": _around(case.field(span.field), span),
                    "起": span.start,
                    "止": span.end,
                    "原文件起": first,
                    "原文件止": last,
                    "关系代码": link_code(assertion),
                }


def _around(text: str, span: Span) -> str:
    """Return a quote in black brackets with what stands around it, the gaps marked."""
    start, end = max(0, span.start - _NEIGHBOURS), min(len(text), span.end + _NEIGHBOURS)
    before, after = text[start : span.start], text[span.end : end]
    shown = f"{'…' if start else ''}{before}【{span.quote}】{after}{'…' if end < len(text) else ''}"
    return shown.replace("\n", " ")


def code_rows(annotated: Sequence[AnnotatedCase], vocabulary: Vocabulary) -> Iterator[tuple[str, dict[str, Cell]]]:
    """Yield the rows of 代码表 with the name of the block that each belongs to: roles, regions, then the schemes."""
    for relation, word in words.RELATION_WORDS.items():
        roles = [role for role in words.ROLE_WORDS if relation_of(role) == relation]
        if roles:
            block = f"角色_{word}"
            for role in roles:
                yield block, {"分类表": f"角色：{word}", "名称": words.ROLE_WORDS[role], "代码": role}
            yield block, {"分类表": f"角色：{word}", "名称": words.NO_ROLE, "代码": ""}
    for scheme, word in words.SCHEME_WORDS.items():
        if scheme == "region":
            yield from _region_rows(annotated, vocabulary)
            continue
        names = Counter(concept.label for concept in vocabulary.scheme(scheme))
        for concept in vocabulary.scheme(scheme):
            above = [vocabulary.concept(path).label for path in concept.broader]
            unique = names[concept.label] == 1
            yield (
                f"选项_{word}",
                {
                    "分类表": word,
                    "名称": concept.label if unique else f"{concept.label}（{concept.slug}）",
                    "代码": concept.slug,
                    "英文名称": concept.label_en,
                    "上位": words.JOIN.join(above),
                    "定义": concept.definition,
                },
            )


def _region_rows(annotated: Sequence[AnnotatedCase], vocabulary: Vocabulary) -> Iterator[tuple[str, dict[str, Cell]]]:
    paths = [a.referent.path for item in annotated for a in item.assertions if a.relation == "region"]
    regions = [vocabulary.regions[path] for path in sorted(used_regions(vocabulary, paths))]
    for region in regions:
        unique = len(vocabulary.regions_by_name.get(region.label, ())) == 1
        above = vocabulary.regions.get(region.parent or "")
        yield (
            "选项_地区",
            {
                "分类表": "地区",
                "名称": region.label if unique else f"{region.label}（{region.code}）",
                "代码": region.code,
                "英文名称": region.label_en,
                "上位": above.label if above else "",
                "定义": "",
            },
        )
