"""Media types on both sides: what is asked for, what can be given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Format:
    """A serialization: its short name (``?format=``), media type, and pyoxigraph's name of it."""

    name: str
    media: str
    oxigraph: str
    ending: str
    others: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The media type as a header says it."""
        return f"{self.media}; charset=utf-8" if self.media.startswith("text/") else self.media


SOLUTIONS: Final = (
    Format("json", "application/sparql-results+json", "JSON", "srj", ("application/json",)),
    Format("xml", "application/sparql-results+xml", "XML", "srx", ("application/xml", "text/xml")),
    Format("csv", "text/csv", "CSV", "csv"),
    Format("tsv", "text/tab-separated-values", "TSV", "tsv"),
)
"""Forms of the answer to SELECT, the default first."""

BOOLEAN: Final = SOLUTIONS[:2]
"""Forms of the answer to ASK."""

TRIPLES: Final = (
    Format("turtle", "text/turtle", "TURTLE", "ttl", ("application/x-turtle",)),
    Format("ntriples", "application/n-triples", "N_TRIPLES", "nt", ("text/plain",)),
    Format("jsonld", "application/ld+json", "JSON_LD", "jsonld", ("application/json",)),
    Format("rdfxml", "application/rdf+xml", "RDF_XML", "rdf", ("application/xml",)),
    Format("nquads", "application/n-quads", "N_QUADS", "nq"),
    Format("trig", "application/trig", "TRIG", "trig"),
)
"""Forms of a graph, the default first."""

QUADS: Final = (TRIPLES[4], TRIPLES[5], TRIPLES[2])
"""Forms of a whole dataset, the default first."""

HTML: Final = Format("html", "text/html", "", "html", ("application/xhtml+xml",))
"""The page for people."""


def accepted(header: str | None) -> list[tuple[str, float, int]]:
    """Return the media ranges of an ``Accept`` header with their quality, in the header's order.

    >>> accepted("text/turtle, */*;q=0.1")
    [('text/turtle', 1.0, 0), ('*/*', 0.1, 1)]
    """
    ranges = []
    for place, part in enumerate((header or "*/*").split(",")[:64]):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    quality = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        if media:
            ranges.append(("*/*" if media == "*" else media, quality, place))
    return ranges


def negotiate(header: str | None, offered: Sequence[Format], wanted: str | None = None) -> Format | None:
    """Return the best of the offered formats for an ``Accept`` header, or ``None``; ``wanted`` is a short name.

    >>> negotiate("application/json;q=0.5, text/csv", SOLUTIONS).name
    'csv'
    >>> negotiate("image/png", SOLUTIONS) is None
    True
    """
    if wanted:
        return next((form for form in offered if wanted.lower() in (form.name, form.ending, form.media)), None)
    ranges = accepted(header)
    best: tuple[float, int, int] | None = None
    chosen = None
    for order, form in enumerate(offered):
        specific, quality = -1, 0.0
        for media, given, _ in ranges:
            rank = _fits(media, form)
            if rank > specific:
                specific, quality = rank, given
        if quality > 0 and (best is None or (quality, specific, -order) > best):
            best, chosen = (quality, specific, -order), form
    return chosen


def _fits(media: str, form: Format) -> int:
    """Return how closely a media range names a format: 3 itself, 2 an alias, 1 its kind, 0 anything, else -1."""
    if media == form.media:
        return 3
    if media in form.others:
        return 2
    if media.endswith("/*") and form.media.startswith(media[:-1]) and media != "*/*":
        return 1
    return 0 if media == "*/*" else -1


def of_content_type(header: str | None, offered: Sequence[Format]) -> Format | None:
    """Return the format that a ``Content-Type`` names; ``None`` where it is missing or unknown."""
    media = (header or "").partition(";")[0].strip().lower()
    return next((form for form in offered if media in (form.media, *form.others)), None)


def charset(header: str | None) -> str:
    """Return the charset of a ``Content-Type``, ``utf-8`` where it says none.

    >>> charset('text/turtle; Charset="UTF-16"')
    'utf-16'
    """
    for part in (header or "").split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"').lower()
    return "utf-8"


def endings(offered: Sequence[Format]) -> Mapping[str, Format]:
    """Return formats by the ending of a file's name."""
    return {form.ending: form for form in offered}
