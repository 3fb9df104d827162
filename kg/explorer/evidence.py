"""Texts and evidence of the cases, in parts that the page reads one by one, when a case is opened.

Quotes are not written out: they are slices of the title or text. The page takes them from there, by
code points, as the builder counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from kg.explorer.layout.columns import Columns
from kg.explorer.payload import Link, Numbering, label_of
from kg.explorer.phonetic import readings
from kg.model import Case
from kg.review import text_sha256

if TYPE_CHECKING:
    import networkx

    Network = networkx.MultiDiGraph[str]

PART: Final = 64
"""So many cases stand in one part."""


def parts(network: Network, cases: Sequence[Case], columns: Columns, links: Sequence[Link]) -> list[list[list[Any]]]:
    """Return the records of the cases, in parts: text, checksum, keys of the links, spans, quotes.

    Spans are ``field (0 title, 1 text), start, length, start in the source, length there`` (or -1, 0),
    in the order of the links. Quotes that are no slice are written out, by the number of their span.
    """
    by_path = {case.path: case for case in cases}
    by_case = {path: list(found) for path, found in groupby(links, key=lambda link: link.case)}
    records = [_record(by_path.get(path), label_of(network, path), by_case.get(path, [])) for path in columns.cases]
    return [records[start : start + PART] for start in range(0, len(records), PART)]


def pinyin(network: Network, numbers: Numbering, links: Sequence[Link]) -> dict[str, Any]:
    """Return how labels and quotes are read: the usual reading of each character, and the exceptions."""
    quotes = {span["quote"] for link in links for span in link.spans}
    table, others = readings([*(label_of(network, path) for path in numbers.paths), *quotes])
    return {
        "characters": "".join(table),
        "syllables": " ".join(table.values()),
        "others": [[text, *read] for text, read in sorted(others.items())],
    }


def _record(case: Case | None, label: str, links: Iterable[Link]) -> list[Any]:
    title, text = (case.title, case.text) if case else (label, "")
    keys: list[str] = []
    spans: list[int] = []
    quotes: dict[str, str] = {}
    for link in links:
        short = link.key.removeprefix("assertion/")
        keys.append(link.key if "/" in short else short)
        for span in link.spans:
            start, end, source = span["start"], span["end"], span.get("source")
            if (title if span["field"] == "title" else text)[start:end] != span["quote"]:
                quotes[str(len(spans) // 5)] = span["quote"]
            place = (source[0], source[1] - source[0]) if source else (-1, 0)
            spans += (0 if span["field"] == "title" else 1, start, end - start, *place)
    # A correction names the words it was made on, as every review does.
    record: list[Any] = [text, text_sha256(case) if case else "", keys, spans]
    return [*record, quotes] if quotes else record
