"""The desk: the batch, the folder of reviews, and what the page asks of them."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from kg.desk import actions, corrections, records
from kg.desk.batch import Batch, Proposed
from kg.desk.folder import ReviewFolder
from kg.desk.lookup import Lookup, guess_instrument, guess_region, guess_type
from kg.desk.notices import notice, told
from kg.desk.refusal import RefusedError
from kg.desk.rows import decided, rows
from kg.desk.settling import Settling
from kg.model import RELATIONS, Case, DataError, Reviewer
from kg.review import CaseReview, text_sha256

_NAME_LIMIT: Final = 40

_LOOKED_LIMIT: Final = 200
"""In a batch with more reviewed cases, what edits of the vocabulary touch is looked for only when it is asked for."""


@dataclass(frozen=True, slots=True)
class Step:
    """One action, so that it can be undone."""

    case: str
    reviewer: str
    before: CaseReview
    after: CaseReview


class Desk:
    """What the page asks for, as plain values, and what it does, as review files.

    ``standing`` are folders of further reviews (those of the repository), which are only read.
    """

    def __init__(
        self,
        batch: Batch,
        folder: ReviewFolder,
        standing: Sequence[ReviewFolder] = (),
        settling: Settling | None = None,
        today: Callable[[], datetime.date] = datetime.date.today,
    ) -> None:
        self.batch, self.folder, self.settling = batch, folder, settling
        self._standing, self._today = tuple(standing), today
        self._steps: list[Step] = []
        self._corrections: dict[str, corrections.Correction] = {}
        self._faults: dict[str, str] = {}
        self._lock = threading.RLock()
        self._lookup: tuple[int, Lookup] | None = None
        folder.sweep()

    # ---- what is asked

    def listing(self, reviewer: str) -> dict[str, Any]:
        """Return the batch: every case with how far it is decided, and what the reviewer should know."""
        with self._lock:
            notices = self._refreshed()
            known = self._reviews()
            looked = len(known) <= _LOOKED_LIMIT
            cases = [
                self._state(case, known.get(case.path, ()), reviewer, looked) for case in self.batch.cases.values()
            ]
            for where, what in {**self.folder.faults, **self._standing_faults()}.items():
                notices.append(notice("unreadable", f"{where} 读不出来：{what}", f"{where} cannot be read: {what}"))
            strangers = [path for path in known if path not in self.batch.cases and self._is_ours(path)]
            for path in strangers:
                notices.append(
                    notice(
                        "stranger",
                        f"审核文件说的 {path} 不在这批案例里。",
                        f"A review is of {path}, which is not in this batch.",
                    )
                )
            return {
                "folder": str(self.folder.path),
                "documents": [
                    {"slug": item.document.slug, "title": item.document.title or item.document.name}
                    for item in self.batch.splittings
                ],
                "cases": cases,
                "done": sum(case["state"] == "done" for case in cases),
                "decisions": sum(case["decided"] for case in cases),
                "touched": sum(case["touched"] for case in cases),
                "undo": any(step.reviewer == reviewer for step in self._steps),
                "corrections": len(self._corrections),
                "settling": self.settling is not None,
                "notices": notices,
                "edition": self.batch.edition,
            }

    def case(self, path: str, reviewer: str) -> dict[str, Any]:
        """Return one case with its rows. Raises `RefusedError` where it is not in the batch."""
        with self._lock:
            notices = self._refreshed()
            case = self._case(path)
            table, own, proposed = self._table(case, reviewer)
            record = records.case(case, table.rows, own, table.coverage, self.batch.vocabulary)
            if proposed.fault:
                notices.append(
                    notice(
                        "machine",
                        f"软件整理的审核没有用上：{proposed.fault}",
                        f"A review by software was left out: {proposed.fault}",
                    )
                )
            return {**record, "notices": [*notices, *told(case, table.rows, own, self.batch.vocabulary)]}

    def search(self, kind: str, query: str, limit: int = 8) -> list[dict[str, str]]:
        """Return what a query finds in a scheme. Raises `RefusedError` for an unknown scheme."""
        with self._lock:
            query = query[: _NAME_LIMIT * 2]
            place = guess_region(query, self.batch.vocabulary) if kind == "region" else None
            try:
                found = self._names().search(kind, query, limit)
                if place is not None and place not in {one.path for one in found[:1]}:  # 江苏省苏州市吴江区: the last
                    exact = self._names().search(kind, self.batch.vocabulary.regions[place].code, 1)
                    found = [*exact, *(one for one in found if one.path != place)]
                return [records.candidate(one) for one in found]
            except KeyError as error:
                raise RefusedError("scheme", "没有这个分类表。", "There is no such scheme.") from error

    def guess(self, relation: str, words: str) -> dict[str, Any]:
        """Return what the desk would fill in for selected words: a name, its type and region."""
        vocabulary, name = self.batch.vocabulary, words.strip()
        filled: dict[str, Any] = {"object": name.strip('“”"《》') if relation != "institution" else name}
        place = guess_region(name, vocabulary)
        if relation in ("institution", "platform", "instrument") and place:
            region = vocabulary.regions[place]
            filled["region"] = {"path": place, "label": region.label}
        if relation == "institution":
            kind = f"institution-type/{guess_type(name, vocabulary) or 'other'}"
            filled["type"] = {"path": kind, "label": vocabulary.concept(kind).label}
        if relation == "instrument":
            slug = guess_instrument(name)
            filled["type"] = {
                "path": f"instrument-type/{slug}",
                "label": vocabulary.concept(f"instrument-type/{slug}").label,
            }
        if relation == "region" and guess_type(name, vocabulary):
            filled["basis"] = "name"
            if place:
                filled["query"] = vocabulary.regions[place].label
        return filled

    # ---- what is done

    def act(self, path: str, reviewer: str, action: Mapping[str, Any]) -> dict[str, Any]:
        """Take one action: it stands in the reviewer's file when this returns. Return the case as it now is."""
        return self._do(path, reviewer, lambda table, own: actions.taken(action, table, own))

    def undo(self, reviewer: str) -> dict[str, Any]:
        """Take back this reviewer's last action, wherever it was. Raises `RefusedError` where there is none."""
        with self._lock:
            at = next((n for n in range(len(self._steps) - 1, -1, -1) if self._steps[n].reviewer == reviewer), None)
            if at is None:
                raise RefusedError("nothing", "没有可撤销的操作。", "There is nothing to undo.")
            step = self._steps.pop(at)
            case = self._case(step.case)
            self.folder.change(
                step.case,
                reviewer,
                lambda own: actions.reverted(own or self._blank(case, reviewer), step.before, step.after),
            )
            return self.case(step.case, reviewer)

    def _do(self, path: str, reviewer: str, make: Callable[[actions.Table, CaseReview], CaseReview]) -> dict[str, Any]:
        with self._lock:
            reviewer = checked_name(reviewer)
            case = self._case(path)

            def made(own: CaseReview | None) -> CaseReview:
                table, _, _ = self._table(case, reviewer, own)
                before = own or self._blank(case, reviewer)
                after = make(table, before)
                left = self._table(case, reviewer, after)[0].rows
                return self._signed(actions.buildable(after, before, left, self.batch.vocabulary), case)

            before, after = self.folder.change(path, reviewer, made)
            blank = self._blank(case, reviewer)
            if (before or blank) != replace(after, where=(before or blank).where):
                self._steps.append(Step(path, reviewer, before or blank, after))
            return self.case(path, reviewer)

    def _signed(self, own: CaseReview, case: Case) -> CaseReview:
        """Return a review with today's date, tied to the case's words unless some of its quotes are not in them."""
        day = self._today().isoformat()
        said = [
            decided(entry, case, own, self.batch.vocabulary) for entry in own.entries if entry.decision != "proposed"
        ]
        is_whole = own.text_sha256 is None or not any(one.fault for one in said)
        return replace(
            own,
            reviewer=replace(own.reviewer, date=day),
            text_sha256=text_sha256(case) if is_whole else own.text_sha256,
        )

    # ---- readers' corrections

    def import_corrections(self, files: Mapping[str, str]) -> dict[str, Any]:
        """Take up readers' files, by name; what cannot be read is told with the others. Nothing is written."""
        with self._lock:
            for name, text in files.items():
                try:
                    for found in corrections.read(name, text):
                        self._corrections.setdefault(found.id, found)
                    self._faults.pop(name, None)
                except DataError as error:
                    self._faults[name] = f"{error.what}; {error.mend}" if error.mend else error.what
            return {"faults": dict(self._faults)}

    def corrections(self, reviewer: str) -> dict[str, Any]:
        """Return the corrections with how they stand: open, accepted or refused."""
        with self._lock:
            found = []
            for item in self._corrections.values():
                case = self.batch.cases.get(item.review.case)
                table = self._table(case, reviewer)[0] if case is not None else None
                found.append(records.correction(item, case, table.rows if table else (), self.batch.vocabulary))
            return {"corrections": found, "faults": dict(self._faults)}

    def answer(self, identifier: str, reviewer: str, accepted: bool) -> dict[str, Any]:
        """Accept or refuse a reader's correction; either way the link is decided in the reviewer's file."""
        item = self._corrections.get(identifier)
        if item is None:
            raise RefusedError(
                "gone", "这条纠错已不在列表里，请重新选文件。", "This correction is gone; choose its file again."
            )
        if item.review.case not in self.batch.cases:
            raise RefusedError("stranger", "这条纠错说的案例不在这批里。", "The corrected case is not in this batch.")
        return self._do(
            item.review.case, reviewer, lambda table, own: actions.answered(item.entry, accepted, table, own)
        )

    def drop_correction(self, identifier: str) -> None:
        """Take a correction off the list; nothing is decided."""
        self._corrections.pop(identifier, None)

    # ---- edits of the vocabulary, and two reviewers

    def touched(self, reviewer: str) -> list[dict[str, Any]]:
        """Return the reviewed cases that edits of the schemes touch, with the links found and lost."""
        with self._lock:
            self._refreshed()
            known = self._reviews()
            found = []
            for path, case in self.batch.cases.items():
                changes = self.batch.touched(case) if known.get(path) else []
                if changes:
                    state = self._state(case, known[path], reviewer)
                    found.append({**state, "changes": [records.touch(one) for one in changes]})
            return found

    def conflicts(self, reviewer: str) -> dict[str, Any]:
        """Return where two reviewers differ, with what was settled."""
        if self.settling is None:
            raise RefusedError("nothing", "没有要合并的审核。", "There are no reviews to merge.")
        with self._lock:
            return self.settling.record(self._reviews(), self.batch, reviewer)

    def settle(self, path: str, conflict: str, choice: str, reviewer: str) -> dict[str, Any]:
        """Settle a conflict for the first or the second reviewer; a third choice is made on the case itself."""
        if self.settling is None:
            raise RefusedError("nothing", "没有要合并的审核。", "There are no reviews to merge.")
        settling = self.settling
        return self._do(path, reviewer, lambda table, own: settling.settled(path, conflict, choice, table, own))

    # ---- inside

    def _case(self, path: str) -> Case:
        case = self.batch.cases.get(path)
        if case is None:
            raise RefusedError("no-case", f"这批里没有 {path}。", f"There is no {path} in this batch.")
        return case

    def _blank(self, case: Case, reviewer: str) -> CaseReview:
        day = self._today().isoformat()
        return CaseReview("", case.path, None, Reviewer(reviewer, "person", day), ())

    def _reviews(self) -> dict[str, list[CaseReview]]:
        found: dict[str, list[CaseReview]] = {}
        for folder in (*self._standing, self.folder):
            for path, items in folder.reviews().items():
                found.setdefault(path, []).extend(items)
        return found

    def _standing_faults(self) -> dict[str, str]:
        return {where: what for folder in self._standing for where, what in folder.faults.items()}

    def _is_ours(self, path: str) -> bool:
        slugs = {item.document.slug for item in self.batch.splittings}
        return path.split("/")[1:2] != [] and path.split("/")[1] in slugs

    def _table(
        self, case: Case, reviewer: str, own: CaseReview | None = None
    ) -> tuple[actions.Table, CaseReview | None, Proposed]:
        known = self._reviews().get(case.path, [])
        own = own or next((item for item in known if _by(item, reviewer)), None)
        others = [item for item in known if item.reviewer.kind == "person" and not _by(item, reviewer)]
        proposed = self.batch.proposed(case, known)
        found = rows(case, proposed, own, others, self.batch.vocabulary)
        coverage = own.coverage if own is not None and own.coverage else proposed.coverage
        day = self._today().isoformat()
        return actions.Table(case, found, coverage, self.batch.vocabulary, day), own, proposed

    def _state(self, case: Case, known: Sequence[CaseReview], reviewer: str, looked: bool = True) -> dict[str, Any]:
        """Return a case as the list shows it. Rules are asked only whether an edit of the vocabulary touches it."""
        persons = [item for item in known if item.reviewer.kind == "person"]
        own = next((item for item in persons if _by(item, reviewer)), None)
        others = [item for item in persons if item is not own]
        made = sum(entry.decision != "proposed" for entry in own.entries) if own else 0
        state = "open"
        if own is not None and own.complete >= set(RELATIONS):
            state = "done"
        elif made or (own is not None and own.complete):
            state = "begun"
        by = [item.reviewer.role for item in others if item.complete >= set(RELATIONS)]
        return {
            "path": case.path,
            "number": case.number,
            "title": case.title,
            "document": case.document,
            "state": state,
            "decided": made,
            "by": by,
            "curated": any(item.reviewer.kind == "software" for item in known),
            "stale": own is not None and own.text_sha256 not in (None, text_sha256(case)),
            "touched": looked and bool(known) and bool(self.batch.touched(case)),
        }

    def _names(self) -> Lookup:
        if self._lookup is None or self._lookup[0] != self.batch.edition:
            self._lookup = (self.batch.edition, Lookup(self.batch.vocabulary))
        return self._lookup[1]

    def _refreshed(self) -> list[dict[str, str]]:
        """Read an edited vocabulary again; an edit that does not parse is told, and the old one stays."""
        try:
            self.batch.refresh()
        except DataError as error:
            return [
                notice(
                    "vocabulary",
                    f"分类表改得有误，仍用原来的：{error}",
                    f"The edited scheme has a fault, the old one stays: {error}",
                )
            ]
        return []


def checked_name(name: str) -> str:
    """Return a reviewer's name, trimmed. Raises `RefusedError` where there is none or it cannot stand in a file.

    >>> checked_name(" 王小明 ")
    '王小明'
    """
    trimmed = " ".join(name.split())
    if not trimmed:
        raise RefusedError("name", "请先写上姓名或代号。", "Give your name first.")
    if not trimmed.isprintable():
        raise RefusedError(
            "name", "姓名里有看不见的符号，请重新输入。", "The name holds an invisible sign; type it anew."
        )
    if len(trimmed) > _NAME_LIMIT:
        raise RefusedError(
            "name", f"姓名请在 {_NAME_LIMIT} 个字以内。", f"A name has at most {_NAME_LIMIT} characters."
        )
    return trimmed


def _by(item: CaseReview, reviewer: str) -> bool:
    return item.reviewer.kind == "person" and item.reviewer.role == reviewer
