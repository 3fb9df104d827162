"""Review files, written: one decision a line, replaced whole and at once."""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from kg.model import RELATIONS, AnnotatedCase, Assertion, Case, Reviewer, Span
from kg.review.files import CaseReview, Entry, Quote, text_sha256

PART: Final = ".part"
"""How files end that are being written; whoever finds an old one may remove it."""

_NAMED: Final = ("institution", "measure", "platform", "instrument", "fact")
"""Relations whose objects a review calls by their names."""


def quote_for(case: Case, span: Span) -> Quote:
    """Return the quote that points to a span, with its place among repeats.

    >>> case = Case("case/d/1", "d", "1", "银行", "银行与银行")
    >>> quote_for(case, case.span("text", 3, 5))
    Quote(quote='银行', field='text', nth=2)
    """
    words, nth, start = case.field(span.field), 0, -1
    while start < span.start:
        start = words.find(span.quote, start + 1)
        nth += 1
    return Quote(span.quote, span.field, nth)


def entry_for(assertion: Assertion, case: Case, decision: str) -> Entry:
    """Return the entry that says ``decision`` of a link, with everything that makes the same link again."""
    referent, relation = assertion.referent, assertion.relation
    name = referent.label if relation in _NAMED else referent.path
    if relation == "actorType":
        name = str(referent.subtype)
    elif relation == "mechanism" and referent.subtype:
        name = f"mechanism/{referent.subtype}"  # the finer concept; what the case is linked to follows from it
    leaf = {"institution": referent.subtype, "instrument": referent.type, "fact": referent.type}.get(relation)
    return Entry(
        decision=decision,
        relation=relation,
        object=name,
        role=assertion.role,
        type=leaf,
        region=referent.region.removeprefix("region/") if referent.region else None,
        kind=referent.kind,
        realizes=tuple(path.rpartition("/")[2] for path in referent.realizes),
        value=referent.value,
        unit=referent.unit,
        basis=assertion.basis,
        quotes=tuple(quote_for(case, span) for span in assertion.evidence),
    )


def draft(annotated: AnnotatedCase, reviewer: Reviewer) -> str:
    """Return a review file in which every rule-made assertion stands as a proposal."""
    entries = [
        entry_for(assertion, annotated.case, "accept" if assertion.method == "reviewed" else "proposed")
        for assertion in annotated.assertions
    ]
    return written(
        CaseReview(
            where="",
            case=annotated.case.path,
            text_sha256=text_sha256(annotated.case),
            reviewer=reviewer,
            entries=tuple(entries),
            coverage=annotated.coverage,
        )
    )


def written(review: CaseReview) -> str:
    """Return a review as the text of its file; `kg.review.loads` reads the same review back.

    >>> entry = Entry("reject", "region", "region/370200", date="2026-11-25")
    >>> reviewer = Reviewer("curator", "person", "2026-11-25")
    >>> print(written(CaseReview("", "case/d/1", None, reviewer, (entry,))), end="")
    case: case/d/1
    reviewer: {role: curator, kind: person}
    date: 2026-11-25
    complete: []
    entries:
    - {decision: reject, relation: region, object: region/370200}
    """
    head = {
        "case": review.case,
        "text_sha256": review.text_sha256,
        "reviewer": {"role": review.reviewer.role, "kind": review.reviewer.kind},
        "title_en": review.title_en,
        "coverage": review.coverage,
        "comment": review.comment,
    }
    lines = [f"{key}: {_flow(value)}" for key, value in head.items() if value is not None]
    at = 1 + next(number for number, line in enumerate(lines) if line.startswith("reviewer: "))
    lines.insert(at, f"date: {review.reviewer.date}")
    lines.append(f"complete: [{', '.join(relation for relation in RELATIONS if relation in review.complete)}]")
    lines.append("entries:" if review.entries else "entries: []")
    lines += [f"- {_flow(_record(_dated(entry, review.reviewer.date)))}" for entry in review.entries]
    return "\n".join(lines) + "\n"


def _dated(entry: Entry, day: str) -> Entry:
    return replace(entry, date=None) if entry.date == day else entry


def _record(entry: Entry) -> dict[str, Any]:
    names = ("decision", "relation", "role", "was", "object", "type", "region", "kind", "realizes", "value", "unit")
    record = {name: getattr(entry, name) for name in names}
    record["realizes"] = list(entry.realizes)
    record["basis"] = None if entry.basis == "explicit" else entry.basis
    record["quotes"] = [_quote(quote) for quote in entry.quotes]
    record |= {"date": entry.date, "comment": entry.comment}
    return {name: value for name, value in record.items() if value not in (None, [], "")}


def _quote(quote: Quote) -> Any:
    if quote.field is None and quote.nth == 1:
        return quote.quote
    record: dict[str, Any] = {"field": quote.field} if quote.field else {}
    record["quote"] = quote.quote
    return record if quote.nth == 1 else {**record, "nth": quote.nth}


def _flow(value: Any) -> str:
    """Return a value on one line of YAML, Chinese as it is."""
    import yaml

    text = yaml.safe_dump(
        value, allow_unicode=True, sort_keys=False, width=float("inf"), default_flow_style=True, line_break="\n"
    )
    return text.removesuffix("\n").removesuffix("\n...").removesuffix("...").rstrip("\n")


def store(path: Path, text: str) -> None:
    """Put a text into a file so that a reader, or a power cut, meets the old text or the new one, never half of it.

    Raises `OSError` where the folder cannot be written; the old file then stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=PART, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    _sync(path.parent)


def remove(path: Path) -> None:
    """Remove a file, and make that as durable as `store` does."""
    path.unlink(missing_ok=True)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Make a rename last over a power cut; Windows neither can nor needs to."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def comments(text: str) -> list[tuple[int, str]]:
    """Return the comments of a YAML file, each with its line from 0: what stands between the tokens after a ``#``.

    >>> comments("a: 1 # one\\n# two\\nb: '#no'\\n")
    [(0, 'one'), (1, 'two')]
    """
    import yaml

    found: list[tuple[int, str]] = []
    place, line = 0, 0
    gaps: list[tuple[int, int, int]] = []
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        gaps.append((place, line, token.start_mark.index))
        place, line = token.end_mark.index, token.end_mark.line
    gaps.append((place, line, len(text)))
    for begin, first, end in gaps:
        for number, piece in enumerate(text[begin:end].split("\n")):
            _, sign, said = piece.partition("#")
            if sign and said.strip():
                found.append((first + number, said.strip()))
    return list(dict.fromkeys(found))


def with_comments(review: CaseReview, text: str) -> CaseReview:
    """Return a review with the comments of its file as ``comment`` keys, so that writing it again keeps them.

    A comment before or beside an entry goes to that entry, one above the entries to the file.
    """
    import yaml

    said = comments(text)
    if not said:
        return review
    root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    key, listed = next(((key, value) for key, value in root.value if key.value == "entries"), (None, None))
    ends = [item.end_mark.line - (item.end_mark.column == 0) for item in listed.value] if listed is not None else []
    first = key.start_mark.line if key is not None else len(text)
    head: list[str] = []
    notes: dict[int, list[str]] = {}
    for line, words in said:
        at = next((number for number, end in enumerate(ends) if line <= end), len(ends) - 1)
        if at < 0 or line <= first:
            head.append(words)
        else:
            notes.setdefault(at, []).append(words)
    entries = tuple(
        replace(entry, comment="；".join(dict.fromkeys(filter(None, (entry.comment, *notes.get(at, ()))))) or None)
        for at, entry in enumerate(review.entries)
    )
    above = "；".join(dict.fromkeys(filter(None, (review.comment, *head)))) or None
    return replace(review, entries=entries, comment=above)
