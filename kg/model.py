"""The values that flow through the builder: documents, cases, spans, referents, assertions.

All values are frozen. Offsets count Unicode code points, start at 0, and the end is exclusive.

```
Document ──► Splitting (Cases, outside text) ──► Assertions ──► quads
```
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Field = Literal["title", "text"]
"""The two parts of a case that evidence can stand in."""

Basis = Literal["explicit", "name", "member"]
"""How the words support the link: named outright; read from an institution's name; a member that the words compound."""

Method = Literal["rule", "model", "reviewed"]
"""Who made the assertion; also the layer (named graph) that it goes to."""

BROADER: Final[dict[str, str]] = {
    "locatedIn": "region",
    "ledByRegion": "locatedIn",
    "mentionsRegion": "region",
    "ledBy": "institution",
    "participant": "institution",
    "decidedBy": "institution",
    "prosecutedBy": "institution",
    "investigatedBy": "institution",
    "party": "institution",
    "ledByType": "actorType",
    "participantType": "actorType",
    "decidedByType": "actorType",
    "prosecutedByType": "actorType",
    "investigatedByType": "actorType",
    "partyType": "actorType",
    "primaryIpType": "ipType",
    "headlineMechanism": "mechanism",
    "headlineMeasure": "measure",
}
"""Each narrower relation of a case, and the relation just above it."""

RELATIONS: Final[tuple[str, ...]] = (
    "region",
    "institution",
    "actorType",
    "ipType",
    "mechanism",
    "measure",
    "stage",
    "platform",
    "instrument",
    "fact",
)
"""The broad relations of a case, in the order in which they are shown."""

QUOTE_LIMIT: Final = 60
"""A quote is never longer than this many code points."""

QUOTE_BREAKS: Final = "。；\n"
"""Characters that a quote never crosses."""


def relation_of(role: str) -> str:
    """Return the broad relation that a relation or a narrower role belongs to.

    >>> relation_of("ledByRegion")
    'region'
    >>> relation_of("mechanism")
    'mechanism'
    """
    while role in BROADER:
        role = BROADER[role]
    return role


def predicates(relation: str, role: str | None) -> tuple[str, ...]:
    """Return the properties that one assertion states, the broadest first.

    >>> predicates("region", "ledByRegion")
    ('region', 'locatedIn', 'ledByRegion')
    >>> predicates("stage", None)
    ('stage',)
    """
    chain = [role or relation]
    while chain[-1] in BROADER:
        chain.append(BROADER[chain[-1]])
    return tuple(reversed(chain))


class DataError(Exception):
    """Input that cannot be used: says where, what is wrong, and what to do.

    >>> str(DataError("cases.txt, line 3", "no case found", "check the layout"))
    'cases.txt, line 3: no case found; check the layout'
    """

    def __init__(self, where: str, what: str, mend: str = "") -> None:
        self.where, self.what, self.mend = where, what, mend
        super().__init__(f"{where}: {what}" + (f"; {mend}" if mend else ""))

    def __reduce__(self) -> tuple[type[DataError], tuple[str, str, str]]:
        return (type(self), (self.where, self.what, self.mend))


@dataclass(frozen=True, slots=True)
class Span:
    """Words in a case: ``getattr(case, field)[start:end] == quote``."""

    field: Field
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Where the characters of a title or text stand in the untouched source.

    ``segments`` are ``(start in the field, start in the source, length)``, in order; a character
    that the splitter put in (the line feed between two paragraphs) belongs to no segment.
    """

    segments: tuple[tuple[int, int, int], ...] = ()

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """Return the source's ``(start, end)`` for the field's characters ``start`` to ``end``.

        The range covers everything between the first and the last character, line breaks of the
        layout included.

        >>> SourceMap(((0, 100, 2), (2, 103, 3))).source_range(1, 4)
        (101, 105)
        """
        first: int | None = None
        last = 0
        for field_start, source_start, length in self.segments:
            left, right = max(start, field_start), min(end, field_start + length)
            if left < right:
                if first is None:
                    first = source_start + left - field_start
                last = source_start + right - field_start
        if first is None:
            raise ValueError(f"no source for characters {start} to {end}")
        return first, last


@dataclass(frozen=True, slots=True)
class Document:
    """One file as it was read. ``text`` is the decoded (or extracted) original, untouched.

    ``sha256`` is that of the file's bytes. ``title``, ``issuer``, ``issued`` (ISO date) and the
    rest come from the register or from the document's own words; ``None`` means 未注明.
    """

    slug: str
    name: str
    sha256: str
    media_type: str
    text: str
    title: str | None = None
    issuer: str | None = None
    issued: str | None = None
    number: str | None = None
    url: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A named section of a case's text; ``start`` and ``end`` span its body."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Case:
    """One typical case. ``path`` is its IRI under ``BASE/id/``: ``case/first-batch/16``.

    ``agency`` and ``date`` are those of a record that states them beside its text.
    """

    path: str
    document: str
    number: str
    title: str
    text: str
    sections: tuple[Section, ...] = ()
    title_map: SourceMap = SourceMap()
    text_map: SourceMap = SourceMap()
    agency: str | None = None
    date: str | None = None

    def field(self, name: Field) -> str:
        """Return the title or the text."""
        return self.title if name == "title" else self.text

    def source_range(self, span: Span) -> tuple[int, int]:
        """Return where a span stands in the source document."""
        chart = self.title_map if span.field == "title" else self.text_map
        return chart.source_range(span.start, span.end)

    def span(self, field: Field, start: int, end: int) -> Span:
        """Return the span with its quote.

        >>> Case("case/d/1", "d", "1", "青岛海关", "正文").span("title", 0, 2).quote
        '青岛'
        """
        return Span(field, start, end, self.field(field)[start:end])


@dataclass(frozen=True, slots=True)
class Outside:
    """Text of the source that belongs to no case, with its place and why it was left out."""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Splitting:
    """A document taken apart: its cases in order, what lies outside them, and warnings."""

    document: Document
    cases: tuple[Case, ...]
    outside: tuple[Outside, ...] = ()
    warnings: tuple[str, ...] = ()
    layout: str = ""


@dataclass(frozen=True, slots=True)
class Referent:
    """What a mention refers to; the object of an assertion.

    ``path`` is relative to ``BASE/scheme/`` for concepts and to ``BASE/id/`` for individuals:
    ``mechanism/open-licence``, ``region/370200``, ``institution/370200-customs-direct-…``.
    ``type`` is the slug of the top concept, ``subtype`` that of the leaf. ``value`` and
    ``datatype`` (a local name of XML Schema) are set for facts.
    """

    path: str
    label: str
    type: str | None = None
    subtype: str | None = None
    kind: str | None = None
    region: str | None = None
    alt_labels: tuple[str, ...] = ()
    realizes: tuple[str, ...] = ()
    value: str | None = None
    datatype: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who confirmed an assertion: a role, a person or software, and the day (ISO date)."""

    role: str
    kind: Literal["person", "software"]
    date: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """One link (case, relation, object) with the words that support it."""

    case: str
    relation: str
    role: str | None
    referent: Referent
    evidence: tuple[Span, ...]
    basis: Basis = "explicit"
    method: Method = "rule"
    rule: str | None = None
    confidence: float | None = None
    reviewer: Reviewer | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """Identity of the link: case, broad relation, object."""
        return (self.case, self.relation, self.referent.path)


@dataclass(frozen=True, slots=True)
class Coding:
    """A case under one category of a researcher's coding frame, with the words that put it there.

    ``category`` is the path of the category, ``frame-<frame>/<category>``; ``sources`` are the paths of the
    assertions that it follows from, none where words of the text alone led to it.
    """

    case: str
    category: str
    label: str
    evidence: tuple[Span, ...]
    sources: tuple[str, ...] = ()

    @property
    def frame(self) -> str:
        """The slug of the frame."""
        return self.category.partition("/")[0].removeprefix("frame-")


@dataclass(frozen=True, slots=True)
class AnnotatedCase:
    """A case with everything that is asserted of it.

    ``coverage`` says how the case speaks of IP types (a slug of the scheme ``coverage``) and
    ``coverage_method`` who said so; ``title_en`` is the project's own translation of the title.
    """

    case: Case
    assertions: tuple[Assertion, ...]
    coverage: str | None = None
    coverage_method: Method = "rule"
    title_en: str | None = None
    reviewer: Reviewer | None = None
    codings: tuple[Coding, ...] = ()

    def coded(self, frame: str) -> tuple[str, ...]:
        """Return the labels of the categories that a frame, given by its slug, puts the case under."""
        return tuple(coding.label for coding in self.codings if coding.frame == frame)
