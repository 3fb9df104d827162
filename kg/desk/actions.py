"""One action of a reviewer: the review before it → the review after it. Pure; nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from kg import review
from kg.desk.batch import identity
from kg.desk.checks import faults
from kg.desk.lookup import guess_region, guess_type
from kg.desk.refusal import RefusedError
from kg.desk.rows import Row, confirming, decided, entries_of
from kg.model import BROADER, QUOTE_BREAKS, QUOTE_LIMIT, RELATIONS, Assertion, Case, DataError, Field, relation_of
from kg.namespaces import short_hash
from kg.review import CaseReview, Entry, Quote
from kg.review.writing import entry_for, quote_for
from kg.vocabulary import Vocabulary

_TEXT_LIMIT: Final = 200


@dataclass(frozen=True)
class Table:
    """What lies before the reviewer: a case, its rows, the coverage that stands, and the day."""

    case: Case
    rows: Sequence[Row]
    coverage: str | None
    vocabulary: Vocabulary
    day: str

    def row(self, name: str) -> Row:
        """Return a row by its id. Raises `RefusedError` where it is gone."""
        for row in self.rows:
            if row.id == name:
                return row
        raise RefusedError(
            "gone", "这条关系已不在本案；页面已刷新。", "This link is no longer here; the page is up to date."
        )


def stamp(row: Row) -> str:
    """Return what tells one state of a row's own decision from another."""
    return "" if row.own is None else short_hash(repr(row.own.entry))


def taken(action: Mapping[str, Any], table: Table, own: CaseReview) -> CaseReview:
    """Return a reviewer's review after an action. Raises `RefusedError` where it cannot be taken."""
    known = _ACTIONS.get(str(action.get("do")))
    if known is None:
        raise RefusedError("unknown", "不认得的操作。", "Unknown action.")
    if "seen" in action and stamp(table.row(str(action.get("id")))) != action["seen"]:
        raise RefusedError(
            "changed",
            "这条关系刚在别处改过，屏幕上已换成最新的；这一步没有执行，请看过再定。",
            "This link was changed elsewhere; the page now shows it as it is. Your step was not taken.",
        )
    after = known(action, table, own)
    return _settled(after, table)


def decide(action: Mapping[str, Any], table: Table, own: CaseReview) -> CaseReview:
    """Confirm or reject a row, or take a decision back."""
    row, decision = table.row(str(action["id"])), str(action.get("decision"))
    if decision == "clear":
        return _without(own, row, table)
    if decision == "reject":
        if row.proposal is None and row.own is not None and not row.others and row.own.entry.decision == "add":
            return _without(own, row, table)  # what nobody else proposes is simply taken back
        return _with(own, row, table, _rejecting(row, table))
    if decision != "accept":
        raise RefusedError("unknown", "不认得的决定。", "Unknown decision.")
    entry = confirming(row, table.case)
    if entry is None:
        return own  # one's own addition needs no confirmation
    return _with(own, row, table, entry)


def change(action: Mapping[str, Any], table: Table, own: CaseReview) -> CaseReview:
    """Give a row another object, role, type or other words."""
    row = table.row(str(action["id"]))
    link = row.shown
    if link is None and row.own is not None:
        entry = replace(row.own.entry, decision="add", was=None)
    elif link is not None:
        entry = entry_for(link, table.case, "change")
        if not entry.quotes and row.own is not None:
            entry = replace(entry, quotes=row.own.entry.quotes)
    else:
        raise RefusedError("gone", "这条关系没有可改的内容。", "There is nothing here to change.")
    entry = _patched(entry, action, table)
    proposed = confirming(row, table.case)
    if proposed is None or proposed.decision == "add":
        return _with(own, row, table, replace(entry, decision="add", was=None))
    new, old = _identity(entry, table), row.id
    if new == old:
        if replace(entry, decision="accept") == proposed:
            return _with(own, row, table, proposed)
        return _with(own, row, table, replace(entry, decision="change", was=None))
    other = next((one for one in table.rows if one.id == new), None)
    if other is not None:  # it is here already: one goes, the other is confirmed
        own = _with(own, row, table, _rejecting(row, table))
        kept = confirming(other, table.case) if other.own is None or other.own.link is None else None
        return own if kept is None else _with(own, other, table, kept)
    return _with(own, row, table, replace(entry, decision="change", was=proposed.object))


def add(action: Mapping[str, Any], table: Table, own: CaseReview) -> CaseReview:
    """Add a link; one that is here already is confirmed, with the new words beside its own."""
    relation = str(action.get("relation"))
    if relation not in RELATIONS:
        raise RefusedError("relation", "请选一种关系。", "Choose a relation.")
    entry = _patched(Entry("add", relation, ""), action, table)
    if not entry.quotes:
        raise RefusedError("quote", "请先在原文里选中依据的字句。", "Select the supporting words in the text first.")
    name = _identity(entry, table)
    row = next((one for one in table.rows if one.id == name), None)
    if row is None:
        return replace(own, entries=(*own.entries, replace(entry, date=table.day)))
    link = row.shown
    quotes = (*(entry_for(link, table.case, "add").quotes if link else ()), *entry.quotes)
    kept = confirming(row, table.case)
    base = kept if kept is not None else entry
    made = replace(base, quotes=tuple(dict.fromkeys(quotes)), role=entry.role or base.role)
    decision = "change" if row.proposal is not None else "add"
    return _with(own, row, table, replace(made, decision=decision, was=None))


def complete(action: Mapping[str, Any], table: Table, own: CaseReview) -> CaseReview:
    """Close a relation, or every one, confirming the open rows that the page has shown; or open it again."""
    relation = action.get("relation")
    closed = RELATIONS if relation in (None, "") else (str(relation),)
    if any(name not in RELATIONS for name in closed):
        raise RefusedError("relation", "不认得的关系。", "Unknown relation.")
    if action.get("on") is False:
        return replace(own, complete=own.complete - set(closed))
    shown = {str(name) for name in action.get("confirm") or ()}
    for row in table.rows:
        if row.relation not in closed:
            continue
        if row.own is not None and row.own.fault:
            raise RefusedError(
                "fault",
                f"“{row.own.entry.object}”的引文在现在的文本里找不到，请先补引文或撤回，再标全。",
                f"The quote of “{row.own.entry.object}” is not in the present text; mend it before you close this.",
            )
        if row.own is not None:
            continue
        if row.id not in shown:
            raise RefusedError(
                "unseen",
                "又有新的提案，已显示在右边；请看过再标全。",
                "There are new proposals, now shown; look at them before you close this.",
            )
        entry = confirming(row, table.case)
        own = _with(own, row, table, entry if entry is not None else _rejecting(row, table))
    covered = own.coverage or table.coverage if "ipType" in closed else own.coverage
    return replace(own, complete=own.complete | set(closed), coverage=covered)


def buildable(own: CaseReview, before: CaseReview, rows: Sequence[Row], vocabulary: Vocabulary) -> CaseReview:
    """Return a review that may be stored: whoever closes all relations leaves nothing that a build would stop at."""
    found = faults(rows, vocabulary)
    if found and own.complete >= set(RELATIONS) and not before.complete >= set(RELATIONS):
        raise RefusedError("unfinished", f"还不能完成：{found[0][0]}", f"Not done yet: {found[0][1]}")
    return own


def cover(action: Mapping[str, Any], table: Table, own: CaseReview) -> CaseReview:
    """Say how the case speaks of IP types."""
    value = str(action.get("coverage"))
    if f"coverage/{value}" not in table.vocabulary.concepts:
        raise RefusedError("coverage", "不认得的覆盖方式。", "Unknown coverage.")
    return replace(own, coverage=value)


_ACTIONS: Final[dict[str, Callable[[Mapping[str, Any], Table, CaseReview], CaseReview]]] = {
    "decide": decide,
    "change": change,
    "add": add,
    "complete": complete,
    "cover": cover,
}


def answered(entry: Entry, accepted: bool, table: Table, own: CaseReview) -> CaseReview:
    """Return a review after a reader's correction was accepted or refused: the link is decided either way."""
    if entry.relation == "institution" and entry.decision in ("add", "change") and entry.type is None:
        region = guess_region(entry.object, table.vocabulary)
        entry = replace(
            entry,
            type=guess_type(entry.object, table.vocabulary) or "other",
            region=entry.region or (region.removeprefix("region/") if region else None),
        )
    name = _identity(replace(entry, object=entry.was or entry.object), table)
    row = next((one for one in table.rows if one.id == name), None)
    row = row or Row(name, entry.relation, None, "own")
    if entry.decision in ("add", "change"):
        _checked(entry, table)
    if accepted:
        proposed = confirming(row, table.case)
        if entry.decision == "accept" and proposed is not None:
            entry = replace(proposed, comment=entry.comment)
        elif entry.decision == "change" and proposed is None:
            entry = replace(entry, decision="add", was=None)
        if entry.decision == "change" and entry.was is not None and proposed is not None:
            entry = replace(entry, was=proposed.object)
        return _settled(_with(own, row, table, entry), table)
    if entry.decision in ("reject", "change"):
        kept = confirming(row, table.case)
        if kept is None:
            raise RefusedError(
                "gone", "原来的关系已不在本案，无须处理。", "The link is no longer here; nothing to decide."
            )
        return _settled(_with(own, row, table, replace(kept, comment=entry.comment)), table)
    refused = _rejecting(row, table) if row.proposal is not None or row.own is not None else _bare_rejection(entry)
    return _settled(_with(own, row, table, replace(refused, comment=entry.comment)), table)


def reverted(now: CaseReview, before: CaseReview, after: CaseReview) -> CaseReview:
    """Return a review without the step from ``before`` to ``after``; what happened besides stays.

    Raises `RefusedError` where what the step did has been changed since.
    """
    added = [entry for entry in after.entries if entry not in before.entries]
    removed = [entry for entry in before.entries if entry not in after.entries]
    if any(entry not in now.entries for entry in added):
        raise RefusedError(
            "changed",
            "这一步之后已在别处改过，不能撤销。",
            "This step was changed elsewhere since, and cannot be undone.",
        )
    entries = before.entries
    if now.entries != after.entries:
        entries = (*(entry for entry in now.entries if entry not in added), *removed)
    opened, closed = before.complete - after.complete, after.complete - before.complete
    return replace(
        now,
        entries=entries,
        complete=(now.complete - closed) | opened,
        coverage=before.coverage if now.coverage == after.coverage else now.coverage,
    )


def _without(own: CaseReview, row: Row, table: Table) -> CaseReview:
    gone = entries_of(own, row, table.case, table.vocabulary)
    return replace(own, entries=tuple(entry for entry in own.entries if entry not in gone))


def _with(own: CaseReview, row: Row, table: Table, entry: Entry) -> CaseReview:
    """Return a review in which one entry decides on a row, in the place of what decided on it before."""
    gone = entries_of(own, row, table.case, table.vocabulary)
    old = next((one for one in gone if one.decision == entry.decision and replace(entry, date=one.date) == one), None)
    if old is not None and len(gone) == 1:
        return own  # it says so already
    comment = entry.comment or next((one.comment for one in gone if one.comment), None)
    made = replace(entry, date=table.day, comment=comment)
    at = own.entries.index(gone[0]) if gone else len(own.entries)
    kept = [one for one in own.entries if one not in gone]
    return replace(own, entries=(*kept[:at], made, *kept[at:]))


def _rejecting(row: Row, table: Table) -> Entry:
    link = row.proposal or row.shown
    if link is None:
        assert row.own is not None
        return _bare_rejection(row.own.entry)
    return _bare_rejection(entry_for(link, table.case, "reject"))


def _bare_rejection(entry: Entry) -> Entry:
    """Return the rejection of an entry's link: without words, so that it stands when the text changes."""
    return replace(entry, decision="reject", role=None, was=None, realizes=(), basis="explicit", quotes=())


def _identity(entry: Entry, table: Table) -> str:
    try:
        referent = review.referent_of(entry, entry.object, table.case, table.vocabulary, "")
    except DataError as error:
        raise RefusedError(
            "object", f"“{entry.object}”认不出来：{error.what}", f"“{entry.object}” is not known: {error.what}"
        ) from error
    return identity(entry.relation, Assertion(table.case.path, entry.relation, None, referent, ()))


def _patched(entry: Entry, action: Mapping[str, Any], table: Table) -> Entry:
    """Return an entry with what the action says in the place of its own; everything is checked."""
    fields: dict[str, Any] = {}
    for name in ("object", "role", "type", "region", "kind", "value", "unit"):
        if name in action:
            value = action[name]
            text = " ".join(str(value).split())[:_TEXT_LIMIT] if value not in (None, "") else None
            fields[name] = text
    if "realizes" in action:
        fields["realizes"] = tuple(str(slug).rpartition("/")[2] for slug in action["realizes"] or ())
    if action.get("basis") in ("explicit", "name", "member"):
        fields["basis"] = action["basis"]
    if "quotes" in action:
        fields["quotes"] = tuple(dict.fromkeys(_quote(quote, table.case) for quote in action["quotes"] or ()))
    if fields.get("region"):
        fields["region"] = fields["region"].removeprefix("region/")
    if fields.get("type"):
        fields["type"] = fields["type"].rpartition("/")[2]
    if fields.get("object") and entry.relation == "actorType":
        fields["object"] = fields["object"].rpartition("/")[2]
    if "object" in fields and not fields["object"]:
        raise RefusedError("object", "请写明对象。", "Name the object.")
    made = replace(entry, **fields)
    if not made.object:
        raise RefusedError("object", "请写明对象。", "Name the object.")
    return _checked(made, table)


def _checked(entry: Entry, table: Table) -> Entry:
    role = entry.role
    if role is not None and (role not in BROADER or relation_of(role) != entry.relation):
        raise RefusedError("role", "这个角色不属于这种关系。", "This role does not belong to the relation.")
    _identity(entry, table)
    for quote in entry.quotes:
        _fitting(quote.quote)
        try:
            review.find(table.case, quote, "")
        except DataError as error:
            raise RefusedError(
                "quote", f"原文里没有“{quote.quote}”。", f"“{quote.quote}” is not in the text."
            ) from error
    if entry.relation == "measure" and not entry.realizes:
        raise RefusedError("realizes", "请写明这项举措体现哪种做法。", "Say which practice the measure realizes.")
    return entry


def _quote(said: Any, case: Case) -> Quote:
    if not isinstance(said, Mapping):
        raise RefusedError("quote", "引文不完整。", "The quote is not complete.")
    if "start" not in said:
        return Quote(_fitting(str(said.get("quote", "")).strip()))
    field: Field = "title" if said.get("field") == "title" else "text"
    start, end = int(said["start"]), int(said["end"])
    span = case.span(field, start, end)
    if not 0 <= start < end <= len(case.field(span.field)):
        raise RefusedError("quote", "选中的字句不在原文里。", "The selection is outside the text.")
    _fitting(span.quote)
    return quote_for(case, span)


def _fitting(quote: str) -> str:
    if not quote:
        raise RefusedError("quote", "请写明引文。", "Quote the words.")
    if any(sign in quote for sign in QUOTE_BREAKS):
        raise RefusedError(
            "quote", "引文不能跨“。”“；”和换行，请选短一些。", "A quote crosses no 。, ； or line break; select less."
        )
    if len(quote) > QUOTE_LIMIT:
        raise RefusedError(
            "quote", f"引文不能超过 {QUOTE_LIMIT} 个字。", f"A quote has at most {QUOTE_LIMIT} characters."
        )
    return quote


def _settled(own: CaseReview, table: Table) -> CaseReview:
    """Return a review with a coverage that fits its IP types, where it says one at all."""
    if own.coverage is None:
        return own
    found: dict[str, Assertion | None] = {row.id: row.proposal for row in table.rows}
    for entry in own.entries:
        if entry.decision != "proposed":
            said = decided(entry, table.case, own, table.vocabulary)
            found[said.id] = said.link
    links = [link for link in found.values() if link is not None]
    return replace(own, coverage=review.fitting_coverage(own.coverage, links))
