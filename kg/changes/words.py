"""Names of nodes and of what changed about them, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from kg.links import Link, Term, Triples
from kg.namespaces import EXTERNAL

_SHOWN: Final = 3
"""So many quotes or values are shown; the others are counted."""

_CUT: Final = 40
"""A text longer than this is shortened in a sentence."""

Language = Literal["zh", "en"]


def _quoted(text: str) -> str:
    return f"“{text if len(text) <= _CUT else text[: _CUT - 1] + '…'}”"


def shift(one: str, other: str, language: str = "en") -> str:
    """Say how a text changed: the words that differ, at the first place, without what is common around.

    >>> shift("青岛海关开展预确认", "青岛海关办理预确认", "zh")
    '“开展”改为“办理”'
    >>> shift("", "Qingdao Customs")
    'nothing before, now “Qingdao Customs”'
    """
    if not one or not other:
        words = _quoted(one or other)
        if language == "zh":
            return f"原为{words}，现无" if one else f"原无，现为{words}"
        return f"{words} before, now nothing" if one else f"nothing before, now {words}"
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    if not left or not right:  # pure insertion or removal: a character around makes it readable
        start, end = max(0, start - 4), max(0, end - 4)
        left, right = one[start : len(one) - end], other[start : len(other) - end]
    return f"{_quoted(left)}改为{_quoted(right)}" if language == "zh" else f"{_quoted(left)} became {_quoted(right)}"


class Speaker:
    """Finds names for nodes: those of the new dataset, else those of the old one, else the IRI's path."""

    def __init__(self, new: Triples, old: Triples) -> None:
        self._known = (new, old)
        self.base = new.base

    def word(self, node: str, language: str) -> str:
        """Return the name of a class, property or concept.

        A cue, which has no label, is named by the words or the pattern that it looks for.
        """
        for triples in self._known:
            label = triples.label(node, language)
            if label is not None:
                return label
        for triples in self._known:
            for name in ("pattern", "literal"):
                text = triples.text(node, f"{self.base}/def#{name}")
                if text is not None:
                    return _quoted(text)
        for triples in self._known:
            label = triples.label(node, "zh")
            if label is not None:
                return label
        return self._path(node)

    def _path(self, node: str) -> str:
        for room in ("id", "scheme"):
            if node.startswith(f"{self.base}/{room}/"):
                return node.removeprefix(f"{self.base}/{room}/")
        for prefix, name in {"def": f"{self.base}/def#", **EXTERNAL}.items():
            if node.startswith(name):
                return f"{prefix}:{node.removeprefix(name)}"
        return node

    def term(self, term: Term, language: str) -> str:
        """Return a value as it is shown: a name for an IRI, quoted words for a literal."""
        if term.text.startswith(("http://", "https://")) and not term.language:
            return self.word(term.text, language)
        return _quoted(term.text) + (f"@{term.language}" if term.language not in ("", "zh-hans") else "")

    def concept(self, scheme: str, slug: str, language: str) -> str:
        """Return the name of a concept of one of the project's schemes."""
        return self.word(f"{self.base}/scheme/{scheme}/{slug}", language)

    def relation(self, name: str, language: str) -> str:
        """Return the name of a relation of a case."""
        return self.word(f"{self.base}/def#{name}", language)

    def resource(self, node: str, language: str) -> str:
        """Return what a node is, and its name."""
        for triples in self._known:
            for predicate in (EXTERNAL["skos"] + "inScheme", EXTERNAL["rdf"] + "type"):
                kinds = [kind for kind in triples.texts(node, predicate) if kind.startswith(self.base)]
                if kinds:
                    return f"{self.word(kinds[0], language)} {_quoted(self.word(node, language))}"
        named = _quoted(self.word(node, language))
        if node.startswith(f"{self.base}/id/reviewer/"):
            return f"审核者 {named}" if language == "zh" else f"reviewer {named}"
        return named

    def link(self, link: Link, language: str) -> str:
        """Return a link's relation and object."""
        name = self.relation(link.relation, language)
        role = f"（{self.relation(link.role, language)}）" if link.role and language == "zh" else ""
        role = f" ({self.relation(link.role, language)})" if link.role and language == "en" else role
        return f"{name}{role} {_quoted(self.word(link.object, language))}"

    def support(self, link: Link, language: str) -> str:
        """Return the words that a link rests on."""
        words = self.quotes(link, language)
        return f"，依据{words}" if language == "zh" else f", by {words}"

    def quotes(self, link: Link, language: str) -> str:
        """Return the quotes of a link, each once."""
        found = list(dict.fromkeys(quote.words for quote in link.quotes))
        if not found:
            return "（无）" if language == "zh" else "nothing"
        shown = [_quoted(words) for words in found[:_SHOWN]]
        rest = len(found) - _SHOWN
        if language == "zh":
            return "".join(shown) + (f"等 {len(found)} 处" if rest > 0 else "")
        return ", ".join(shown) + (f" and {rest} more" if rest > 0 else "")

    def origin(self, link: Link, language: str) -> str:
        """Say who made a link: the method with its rule and confidence, or the reviewer and the day."""
        method = "、".join(self.concept("method", method, language) for method in link.methods) or "—"
        inside = [link.rule, link.confidence]
        if link.reviewer:
            inside = [self.word(link.reviewer, language), link.reviewed_on]
        listed = [text for text in inside if text]
        if not listed:
            return method
        return f"{method}（{'，'.join(listed)}）" if language == "zh" else f"{method} ({', '.join(listed)})"

    def turn(self, past: Sequence[str], present: Sequence[str], language: str) -> str:
        """Say that nodes were replaced by others."""
        old, new = (
            "、".join(self.word(node, language) for node in nodes) or ("无" if language == "zh" else "none")
            for nodes in (past, present)
        )
        return _turn(old, new, language)

    def details(self, past: Link, present: Link, language: str, same_text: bool) -> list[str]:
        """Return what differs between two states of one link."""
        rows: list[tuple[str, str, str, str]] = []
        if past.role != present.role:
            old, new = (self.relation(link.role or link.relation, language) for link in (past, present))
            rows.append(("角色", "role", old, new))
        if past.quotes != present.quotes:
            old, new = (self.quotes(link, language) for link in (past, present))
            words = [[quote.words for quote in link.quotes] for link in (past, present)]
            if sorted(words[0]) != sorted(words[1]):
                rows.append(("依据", "quotes", old, new))
            elif same_text:
                old, new = (
                    "、".join(f"{quote.field} {quote.start}–{quote.end}" for quote in link.quotes)
                    for link in (past, present)
                )
                rows.append(("引文位置", "places of quotes", old, new))
        if past.finer != present.finer:
            old, new = (self.word(link.finer, language) if link.finer else "—" for link in (past, present))
            rows.append(("更细的概念", "finer concept", old, new))
        if past.basis != present.basis:
            old, new = (self.concept("basis", link.basis or "—", language) for link in (past, present))
            rows.append(("依据方式", "basis", old, new))
        old, new = (self.origin(link, language) for link in (past, present))
        if old != new:
            rows.append(("得出方式", "method", old, new))
        return [f"{zh if language == 'zh' else en}{_turn(old, new, language)}" for zh, en, old, new in rows]


def _turn(old: str, new: str, language: str) -> str:
    return f"由{old}改为{new}" if language == "zh" else f" from {old} to {new}"


def several(past: Iterable[Term], present: Iterable[Term], speaker: Speaker, language: str) -> str:
    """Say which values of a property came and went."""
    gone, come = sorted(set(past) - set(present)), sorted(set(present) - set(past))
    if len(gone) == 1 and len(come) == 1 and gone[0].language == come[0].language:
        return _turn(speaker.term(gone[0], language), speaker.term(come[0], language), language).strip()
    parts = []
    for terms, zh, en in ((come, "新增", "added"), (gone, "删去", "removed")):
        if terms:
            shown = ("、" if language == "zh" else ", ").join(speaker.term(term, language) for term in terms[:_SHOWN])
            rest = len(terms) - _SHOWN
            more = (f"等 {len(terms)} 项" if language == "zh" else f" and {rest} more") if rest > 0 else ""
            parts.append(f"{zh if language == 'zh' else en} {shown}{more}")
    return ("，" if language == "zh" else ", ").join(parts)
