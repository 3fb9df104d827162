"""What corrections change, told case by case, in words: cases before and after."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import AnnotatedCase, Assertion
from kg.workbook import words
from kg.workbook.sheets import link_code, object_text, quote_text, role_word, state


def told(before: AnnotatedCase, after: AnnotatedCase) -> list[str]:
    """Return the differences between two states of one case in words, one a line; none where nothing changes."""
    return list(_lines(before, after))


def _lines(before: AnnotatedCase, after: AnnotatedCase) -> Iterator[str]:
    old = {link_code(assertion): assertion for assertion in before.assertions}
    new = {link_code(assertion): assertion for assertion in after.assertions}
    for code, assertion in old.items():
        if code not in new:
            yield f"－ 去掉  {_link(assertion)}  引文“{_quotes(before, assertion)}”"
    told = set()
    for code, assertion in new.items():
        if code not in old:
            yield f"＋ 增加  {_link(assertion)}  引文“{_quotes(after, assertion)}”"
            continue
        changes = list(_changes(before, old[code], after, assertion))
        if changes:
            told.add(code)
            yield f"△ 改动  {_link(assertion)}  {'；'.join(changes)}"
    confirmed = [
        assertion
        for code, assertion in new.items()
        if code in old and code not in told and state(assertion) == words.CHECKED != state(old[code])
    ]
    if confirmed:
        yield f"✓ 认可 {len(confirmed)} 条  {'、'.join(assertion.referent.label for assertion in confirmed)}"
    if before.coverage != after.coverage:
        yield f"△ 覆盖方式  {before.coverage or words.ABSENT} → {after.coverage or words.ABSENT}"
    if before.title_en != after.title_en:
        yield f"△ 英文标题  {before.title_en or words.ABSENT} → {after.title_en or words.ABSENT}"


def _link(assertion: Assertion) -> str:
    role = f"（{role_word(assertion.role)}）" if assertion.role else ""
    return f"{words.RELATION_WORDS[assertion.relation]}{role}：{object_text(assertion)}"


def _quotes(item: AnnotatedCase, assertion: Assertion) -> str:
    return words.JOIN.join(quote_text(item.case, span) for span in assertion.evidence)


def _changes(before: AnnotatedCase, old: Assertion, after: AnnotatedCase, new: Assertion) -> Iterator[str]:
    if old.role != new.role:
        yield f"角色 {role_word(old.role) or words.NO_ROLE} → {role_word(new.role) or words.NO_ROLE}"
    if _quotes(before, old) != _quotes(after, new):
        yield f"引文 {_quotes(before, old)} → {_quotes(after, new)}"
    if old.referent.subtype != new.referent.subtype:
        yield f"类型 {old.referent.subtype or words.ABSENT} → {new.referent.subtype or words.ABSENT}"
    if old.referent.realizes != new.referent.realizes:
        yield f"体现的做法 {' '.join(old.referent.realizes)} → {' '.join(new.referent.realizes)}"
