"""The folder of review files: read whenever it is asked, changed one file at a time.

A reviewer's decisions on a case stand in a file of their own, and no other file is ever changed. The file
is ``<document>/<case>.yaml``, or ``<document>/<case>.<reviewer>.yaml`` where somebody else's is called that.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from kg.desk.refusal import RefusedError
from kg.explorer.phonetic import pinyin
from kg.model import DataError
from kg.namespaces import short_hash
from kg.review import CaseReview, load, loads, store, written
from kg.review.writing import PART, remove, with_comments

_STALE: Final = 3600
"""Unfinished files older than so many seconds are no one's any more."""


class ReviewFolder:
    """Reviews below a folder, by case. Files that cannot be read are told in ``faults``, and left alone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: dict[str, str] = {}
        self._known: dict[Path, tuple[tuple[int, int, int], CaseReview | None]] = {}
        self._lock = threading.RLock()

    def reviews(self) -> dict[str, list[CaseReview]]:
        """Return the reviews as they now stand on disk, keyed by case."""
        with self._lock:
            found: dict[str, list[CaseReview]] = {}
            faults: dict[str, str] = {}
            for path in sorted(self.path.rglob("*.yaml")) if self.path.is_dir() else ():
                item = self._read(path, faults)
                if item is not None:
                    found.setdefault(item.case, []).append(item)
            self.faults = faults
            return found

    def _read(self, path: Path, faults: dict[str, str]) -> CaseReview | None:
        try:
            stat = path.stat()
            signature = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            known = self._known.get(path)
            if known is None or known[0] != signature or known[1] is None:
                known = (signature, _dated(load(path)))
                self._known[path] = known
            return known[1]
        except DataError as error:
            faults[str(path)] = f"{error.what}; {error.mend}" if error.mend else error.what
        except OSError as error:
            faults[str(path)] = error.strerror or str(error)
        return None

    def own(self, case: str, reviewer: str) -> CaseReview | None:
        """Return what a reviewer has decided on a case so far."""
        mine = [item for item in self.reviews().get(case, ()) if _is_by(item, reviewer)]
        return mine[0] if mine else None

    def change(
        self, case: str, reviewer: str, make: Callable[[CaseReview | None], CaseReview]
    ) -> tuple[CaseReview | None, CaseReview]:
        """Replace a reviewer's file on a case by what ``make`` makes of it; return it before and after.

        The file is read anew just before, under a lock that other desks on the folder heed, so that nothing
        that another desk or an editor wrote meanwhile is lost. A review that says nothing has no file.
        Raises `RefusedError` where the file cannot be read or the folder not be written.
        """
        with self._lock, _locked(self.path):
            before = self._own_afresh(case, reviewer)
            after = make(before)
            path = Path(before.where) if before is not None else self._free(case, reviewer)
            try:
                text = written(replace(after, where=str(path)))
                loads(text, str(path))  # what cannot be read again is not written
                if _says_nothing(after):
                    if before is not None:
                        remove(path)
                else:
                    store(path, text)
            except OSError as error:
                raise RefusedError(
                    "not-written",
                    f"写不进 {path}：{error.strerror or error}。这一步没有存下；请检查磁盘和权限。",
                    f"{path} cannot be written: {error.strerror or error}. This step was not saved.",
                ) from error
            return before, replace(after, where=str(path))

    def _own_afresh(self, case: str, reviewer: str) -> CaseReview | None:
        item = self.own(case, reviewer)
        blocked = [
            where
            for where in self.faults
            if Path(where).name.partition(".")[0] == _stem(case) and Path(where).parent.name == case.split("/")[1]
        ]
        if item is None:
            if blocked:
                raise RefusedError(
                    "unreadable",
                    f"{blocked[0]} 读不出来（{self.faults[blocked[0]]}）。请先修好或移走这个文件，以免其中的决定丢失。",
                    f"{blocked[0]} cannot be read ({self.faults[blocked[0]]}). Mend or move it first.",
                )
            return None
        return _dated(with_comments(item, Path(item.where).read_text(encoding="utf-8")))

    def _free(self, case: str, reviewer: str) -> Path:
        folder = self.path / case.split("/")[1]
        stem = _stem(case)
        names = [stem, f"{stem}.{_slug(reviewer)}", f"{stem}.{_slug(reviewer)}.{short_hash(reviewer)}"]
        return next(path for name in names if not (path := folder / f"{name}.yaml").exists())

    def sweep(self) -> None:
        """Remove what a desk that was killed left unfinished."""
        for path in self.path.rglob(f".*.yaml.*{PART}") if self.path.is_dir() else ():
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > _STALE:
                    path.unlink()


def _stem(case: str) -> str:
    return case.rpartition("/")[2]


def _slug(reviewer: str) -> str:
    """Return a file name's part for a name: letters as they are, Chinese in pinyin.

    >>> _slug("王小明"), _slug("curator-1")
    ('wangxiaoming', 'curator-1')
    """
    plain = reviewer.lower() if reviewer.isascii() else pinyin(reviewer)[0]
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or short_hash(reviewer)


def _dated(item: CaseReview) -> CaseReview:
    """Return a review whose entries all say their day, so that a later one can stand for the file."""
    return replace(item, entries=tuple(replace(one, date=one.date or item.reviewer.date) for one in item.entries))


def _is_by(item: CaseReview, reviewer: str) -> bool:
    return item.reviewer.kind == "person" and item.reviewer.role == reviewer


def _says_nothing(item: CaseReview) -> bool:
    return not (item.entries or item.complete or item.coverage or item.title_en or item.comment)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder against other desks; nothing is put into it for that. Where the system has no such lock
    (Windows), the time between reading and replacing a file, a few milliseconds, stays open."""
    if os.name != "posix":
        yield
        return
    import fcntl

    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise RefusedError(
            "not-written",
            f"不能写入 {folder}：{error.strerror}。请换一个文件夹（--review）。",
            f"{folder} cannot be written: {error.strerror}. Choose another folder with --review.",
        ) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
