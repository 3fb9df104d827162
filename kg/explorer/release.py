"""What the page says about the dataset it shows: title, version, date, licence, documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.dataset import LICENCE
from kg.model import Document
from kg.namespaces import DEFAULT_BASE

if TYPE_CHECKING:
    import networkx

    Network = networkx.MultiDiGraph[str]


@dataclass(frozen=True, slots=True)
class Source:
    """What is registered of a document, for a reader who wants to see the words where they came from.

    Empty where nothing is known. ``issued`` is an ISO date, ``sha256`` the checksum of the file that was read.
    """

    slug: str
    issuer: str = ""
    issued: str = ""
    number: str = ""
    url: str = ""
    rights: str = ""
    sha256: str = ""

    @classmethod
    def of(cls, document: Document) -> Source:
        """Return what is registered of a document."""
        return cls(
            document.slug,
            issuer=document.issuer or "",
            issued=document.issued or "",
            number=document.number or "",
            url=document.url or "",
            rights=document.licence or "",
            sha256=document.sha256,
        )


@dataclass(frozen=True, slots=True)
class Release:
    """The dataset's own words for the page's head and foot.

    ``date`` is the date of the data as an ISO date, or ``None`` where it is not known; the page
    never takes today's date, so that the same dataset always gives the same bytes. ``documents``
    are pairs of slug and title, in the order of the cases, and ``sources`` what else is registered of
    them. ``note`` and ``note_en`` stand in the foot, beside the sentence that the classification is the
    project's own. ``frames`` are coding frames as pairs of slug and title: each is a column of the table of cases.

    >>> Release("典型案例图谱", "Typical cases", "1.0", "CC BY 4.0").date is None
    True
    """

    title: str
    title_en: str
    version: str
    licence: str
    date: str | None = None
    documents: tuple[tuple[str, str], ...] = ()
    base: str = DEFAULT_BASE
    note: str = ""
    note_en: str = ""
    licence_url: str = ""
    frames: tuple[tuple[str, str], ...] = ()
    sources: tuple[Source, ...] = ()

    @classmethod
    def of(
        cls,
        network: Network,
        documents: Iterable[Document],
        base: str,
        version: str,
        frames: Iterable[tuple[str, str]] = (),
    ) -> Release:
        """Return what is to be said of a dataset; its date is that of its latest review."""
        documents = tuple(documents)
        reviewed = [str(edge["review_date"]) for *_, edge in network.edges(data=True) if "review_date" in edge]
        return cls(
            title="知识产权典型案例图谱",
            title_en="Chinese IP typical cases",
            version=version,
            licence="CC BY 4.0",
            licence_url=LICENCE,
            date=max(reviewed, default=None),
            documents=tuple((document.slug, document.title or document.name) for document in documents),
            base=base,
            sources=tuple(map(Source.of, documents)),
            frames=tuple(frames),
        )
