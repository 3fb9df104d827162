"""Two datasets → what changed between them: the lines that went and came, and the same in words, case by case."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.model import BROADER
from kg.namespaces import EXTERNAL, Namespaces
from kg.workbook.words import CHECKED, EDITED, MACHINE, RELATION_WORDS, ROLE_WORDS

_LINE: Final = re.compile(r"(\S+) (\S+) (.*) (<[^>]*>) \.\n?\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Changes:
    """The lines of canonical N-Quads that the old dataset alone has, and those that the new one alone has."""

    removed: tuple[str, ...]
    added: tuple[str, ...]


def changes(old: Iterable[str], new: Iterable[str]) -> Changes:
    """Return the difference of two datasets.

    >>> changes(["<a> <p> <o> <g> .\\n"], ["<b> <p> <o> <g> .\\n"]).added
    ('<b> <p> <o> <g> .\\n',)
    """
    before, after = set(old), set(new)
    return Changes(tuple(sorted(before - after)), tuple(sorted(after - before)))


@dataclass(frozen=True)
class Reading:
    """What is told of a dataset: its cases with titles and numbers, labels, and its links by case."""

    titles: Mapping[str, str]
    numbers: Mapping[str, str]
    labels: Mapping[str, str]
    links: Mapping[str, Mapping[tuple[str, str], tuple[str, str, str]]]
    texts: Mapping[str, str]


def read(lines: Iterable[str], spaces: Namespaces) -> Reading:
    """Return what can be told of a dataset from its canonical lines."""
    labels: dict[str, str] = {}
    numbers: dict[str, str] = {}
    texts: dict[str, str] = {}
    documents: dict[str, str] = {}
    cases: set[str] = set()
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    wanted = {
        f"<{EXTERNAL['rdf']}{name}>": name for name in ("subject", "predicate", "object", "type")
    } | {f"<{spaces.definition('method')}>": "method", f"<{spaces.definition('evidence')}>": "evidence",
        f"<{spaces.definition('reviewer')}>": "reviewer",
    }  # fmt: skip
    anchors: dict[str, str] = {}
    for line in lines:
        parts = _LINE.match(line)
        if parts is None:
            continue
        subject, predicate, value, _ = parts.groups()
        if predicate == f"<{EXTERNAL['skos']}prefLabel>" and value.endswith("@zh-hans"):
            labels[subject] = text_of(value)
        elif predicate == f"<{EXTERNAL['nif']}anchorOf>":
            anchors[subject] = text_of(value)
        elif predicate == f"<{EXTERNAL['nif']}isString>":
            texts[subject] = text_of(value)
        elif predicate == f"<{spaces.definition('number')}>":
            numbers[subject] = text_of(value)
        elif predicate == f"<{spaces.definition('document')}>":
            documents[subject] = value
            cases.add(subject)
        elif predicate in wanted and "/id/assertion/" in subject:
            found[subject][wanted[predicate]].append(value)
    links: dict[str, dict[tuple[str, str], tuple[str, str, str]]] = defaultdict(dict)
    for node in found.values():
        if not node["subject"] or not node["object"]:
            continue
        roles = [value[1:-1].rpartition("#")[2] for value in node["predicate"]]
        relation = next((role for role in roles if role in RELATION_WORDS), "")
        above = {BROADER.get(role) for role in roles}
        role = next((role for role in roles if role not in above and role != relation), "")
        by_person = any("/reviewer/person-" in value for value in node["reviewer"])
        state = CHECKED if by_person else EDITED if node["reviewer"] else MACHINE
        quotes = "｜".join(sorted({anchors.get(piece, "") for piece in node["evidence"]}))
        links[node["subject"][0]][relation, node["object"][0]] = (role, state, quotes)
    titled = {case: f"{labels.get(case, case)}（{labels.get(documents[case], '')}）" for case in cases}
    return Reading(titled, numbers, labels, links, texts)


_ESCAPED: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_PLAIN: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def text_of(literal: str) -> str:
    """Return the text of a literal of canonical N-Quads.

    >>> text_of('"青岛\\\\n海关"@zh-hans') == "青岛" + chr(10) + "海关"
    True
    """
    body = literal[1 : literal.rindex('"')]

    def plain(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _PLAIN.get(match[3], match[3])

    return _ESCAPED.sub(plain, body)


def told(old: Reading, new: Reading) -> list[tuple[str, list[str]]]:
    """Return what changed in words: a heading (a case) and its lines, in the order of documents and cases.

    Cases that came or went are told by one line; nothing is told where only positions or counts moved.
    """
    found: list[tuple[str, list[str]]] = []
    if lines := list(_of_schemes(old, new)):
        found.append(("分类表", lines))
    for case in sorted({*old.titles, *new.titles}, key=_order):
        number = new.numbers.get(case) or old.numbers.get(case) or case[1:-1].rpartition("/")[2]
        heading = f"案例 {number}  {new.titles.get(case) or old.titles[case]}"
        if case not in old.titles:
            found.append((heading, [f"新收案例，{len(new.links.get(case, {}))} 条关系"]))
        elif case not in new.titles:
            found.append((heading, ["不再收录"]))
        elif lines := list(_of_case(case, old, new)):
            found.append((heading, lines))
    return found


def _of_schemes(old: Reading, new: Reading) -> Iterator[str]:
    """Yield the concepts and regions that came, went or were renamed."""
    before, after = ({s: n for s, n in r.labels.items() if _is_concept(s)} for r in (old, new))
    for sign, word, here, there in (("－", "去掉", before, after), ("＋", "增加", after, before)):
        for subject in sorted(here.keys() - there.keys()):
            yield f"{sign} {word}  {here[subject]}（{_slug(subject)}）"
    for subject in sorted(before.keys() & after.keys()):
        if before[subject] != after[subject]:
            yield f"△ 改名  {before[subject]} → {after[subject]}（{_slug(subject)}）"


def _is_concept(subject: str) -> bool:
    return "/scheme/" in subject and "/scheme/cue/" not in subject


def _slug(subject: str) -> str:
    return subject[1:-1].rpartition("/scheme/")[2]


def _order(case: str) -> tuple[str, int, str]:
    document, _, number = case[1:-1].rpartition("/")
    return document, int(number) if number.isdigit() else 10**9, number


def _of_case(case: str, old: Reading, new: Reading) -> Iterator[str]:
    part = case.removesuffix(">")
    for field, word in (("title", "标题"), ("text", "正文")):
        if old.texts.get(f"{part}/{field}>") != new.texts.get(f"{part}/{field}>"):
            yield f"{word}有改动"
    before, after = old.links.get(case, {}), new.links.get(case, {})
    for key in sorted(before.keys() - after.keys(), key=_relation_order):
        yield f"－ 去掉  {_link(key, before[key][0], old)}"
    for key in sorted(after.keys() - before.keys(), key=_relation_order):
        yield f"＋ 增加  {_link(key, after[key][0], new)}  “{after[key][2]}”"
    for key in sorted(before.keys() & after.keys(), key=_relation_order):
        changed = list(_changed(before[key], after[key]))
        if changed:
            yield f"△ 改动  {_link(key, after[key][0], new)}  {'；'.join(changed)}"


def _relation_order(key: tuple[str, str]) -> tuple[int, str]:
    order = list(RELATION_WORDS)
    return (order.index(key[0]) if key[0] in order else len(order), key[1])


def _link(key: tuple[str, str], role: str, reading: Reading) -> str:
    word = RELATION_WORDS.get(key[0], key[0])
    shown = f"（{ROLE_WORDS[role]}）" if role in ROLE_WORDS else ""
    return f"{word}{shown}：{reading.labels.get(key[1], key[1][1:-1])}"


def _changed(before: tuple[str, str, str], after: tuple[str, str, str]) -> Iterator[str]:
    (role, state, quotes), (new_role, new_state, new_quotes) = before, after
    if role != new_role:
        yield f"角色 {ROLE_WORDS.get(role, '无')} → {ROLE_WORDS.get(new_role, '无')}"
    if state != new_state:
        yield f"状态 {state} → {new_state}"
    if quotes != new_quotes:
        yield f"引文 {quotes} → {new_quotes}"


def summary(found: Sequence[tuple[str, Sequence[str]]], difference: Changes) -> str:
    """Return one sentence that sums the changes up."""
    cases = [lines for heading, lines in found if heading.startswith("案例")]
    lines = [line for told_lines in cases for line in told_lines]
    counts = {
        word: sum(line.startswith(sign) for line in lines)
        for sign, word in (("＋", "增加"), ("－", "去掉"), ("△", "改动"))
    }
    links = "、".join(f"{word} {count} 条" for word, count in counts.items() if count)
    return (
        f"{len(cases)} 个案例有变化"
        + (f"（关系{links}）" if links else "")
        + (f"；数据增加 {len(difference.added)} 条四元组，减少 {len(difference.removed)} 条。")
    )
