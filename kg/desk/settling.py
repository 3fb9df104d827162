"""Two reviewers merged: their conflicts, and what a third person settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.desk import records
from kg.desk.actions import Table
from kg.desk.batch import Batch, identity
from kg.desk.refusal import RefusedError
from kg.desk.rows import decided
from kg.model import Assertion
from kg.review import CaseReview
from kg.review.agreement import Agreement
from kg.review.merging import Conflict, Merged, Saying, closed_by_either

Side = Mapping[str, Sequence[CaseReview]]


@dataclass(frozen=True)
class Settling:
    """The merger of two reviewers' folders. What is settled stands in the reviewer's own files, as any decision."""

    names: tuple[str, str]
    sides: tuple[Side, Side]
    merged: Mapping[str, Merged]
    agreements: Sequence[Agreement]

    def record(self, reviews: Mapping[str, Sequence[CaseReview]], batch: Batch, reviewer: str) -> dict[str, Any]:
        """Return the conflicts with both sides, how each was settled, and the agreement."""
        found = []
        for path, one in self.merged.items():
            case = batch.cases[path]
            own = next((r for r in reviews.get(path, ()) if _by(r, reviewer)), None)
            for conflict in one.conflicts:
                found.append(
                    {
                        "id": conflict.id,
                        "case": path,
                        "number": case.number,
                        "title": case.title,
                        "relation": conflict.relation,
                        "label": conflict.label,
                        "row": _row(conflict),
                        "first": self._side(conflict, conflict.first, 0, batch),
                        "second": self._side(conflict, conflict.second, 1, batch),
                        "settled": self._settlement(conflict, own, batch),
                    }
                )
        return {
            "names": list(self.names),
            "conflicts": found,
            "open": sum(one["settled"] is None for one in found),
            "agreements": [
                {"layer": a.layer, "units": a.units, "same": a.same, "alpha": a.alpha} for a in self.agreements
            ],
        }

    def settled(self, path: str, identifier: str, choice: str, table: Table, own: CaseReview) -> CaseReview:
        """Return the third person's review with a conflict settled for ``first`` or ``second``.

        The relation is closed with its last conflict, if one of the two had closed it.
        """
        conflict = self._conflict(path, identifier)
        if choice not in ("first", "second"):
            raise RefusedError(
                "choice", "请选甲或乙，或打开案例另定。", "Choose one of the two, or decide on the case."
            )
        if conflict.coverage is not None:
            after = replace(own, coverage=conflict.coverage[choice == "second"])
        else:
            said = conflict.first if choice == "first" else conflict.second
            after = self._with(said, conflict, table, own)
        still = {
            one.relation
            for one in self.merged[path].conflicts
            if one.coverage is None and self._answer(one, after, table) is None
        }
        closed = {
            one.relation
            for one in self.merged[path].conflicts
            if one.coverage is None and one.relation not in still and closed_by_either(one, *self._reviews(path))
        }
        return replace(after, complete=after.complete | closed)

    def _with(self, said: Saying, conflict: Conflict, table: Table, own: CaseReview) -> CaseReview:
        name = _row(conflict)
        gone = [e for e in own.entries if decided(e, table.case, own, table.vocabulary).id == name]
        entry = said.entry
        if entry is None or said.link is None:
            held = conflict.first.entry if conflict.first.link is not None else conflict.second.entry
            assert held is not None
            entry = replace(held, decision="reject", role=None, was=None, realizes=(), basis="explicit", quotes=())
        elif entry.decision == "change":
            entry = replace(entry, decision="add", was=None)
        comment = f"裁定：采{self.names[0] if said is conflict.first else self.names[1]}"
        made = replace(entry, date=table.day, comment=comment)
        return replace(own, entries=(*(e for e in own.entries if e not in gone), made))

    def _conflict(self, path: str, identifier: str) -> Conflict:
        for conflict in self.merged[path].conflicts if path in self.merged else ():
            if conflict.id == identifier:
                return conflict
        raise RefusedError("gone", "这处分歧已不在。", "This conflict is gone.")

    def _reviews(self, path: str) -> tuple[Sequence[CaseReview], Sequence[CaseReview]]:
        return self.sides[0].get(path, ()), self.sides[1].get(path, ())

    def _answer(self, conflict: Conflict, own: CaseReview, table: Table) -> bool | None:
        """Tell whether a conflict's link holds by the third person's review; ``None`` where that is open."""
        for entry in own.entries:
            said = decided(entry, table.case, own, table.vocabulary)
            if said.id == _row(conflict) and entry.decision != "proposed":
                return said.link is not None and said.was is None
        return None

    def _settlement(self, conflict: Conflict, own: CaseReview | None, batch: Batch) -> str | None:
        """Return for whom a conflict was settled: ``first``, ``second`` or ``third``; ``None`` while it is open."""
        if own is None:
            return None
        if conflict.coverage is not None:
            if own.coverage is None:
                return None
            names = dict(zip(conflict.coverage, ("first", "second"), strict=True))
            return names.get(own.coverage, "third")
        case = batch.cases[conflict.case]
        for entry in own.entries:
            said = decided(entry, case, own, batch.vocabulary)
            if said.id != _row(conflict) or entry.decision == "proposed":
                continue
            value = Saying(entry, said.link if said.was is None else None).value
            known = {conflict.first.value: "first", conflict.second.value: "second"}
            return known.get(value, "third")
        return None

    def _side(self, conflict: Conflict, said: Saying, at: int, batch: Batch) -> dict[str, Any]:
        if conflict.coverage is not None:
            return {"holds": True, "label": conflict.coverage[at], "role": None, "quotes": [], "date": None}
        if said.link is None:
            explicit = said.entry is not None
            return {"holds": False, "listed": explicit, "date": said.entry.date if said.entry else None, "quotes": []}
        return {
            "holds": True,
            "listed": True,
            "date": said.entry.date if said.entry else None,
            **records.described(said.link, batch.vocabulary),
        }


def _row(conflict: Conflict) -> str:
    """Return the id of the row that a conflict is about."""
    if conflict.coverage is not None:
        return "coverage"
    link: Assertion | None = conflict.first.link or conflict.second.link
    assert link is not None
    return identity(conflict.relation, link)


def _by(item: CaseReview, reviewer: str) -> bool:
    return item.reviewer.kind == "person" and item.reviewer.role == reviewer
