"""What the page says about the dataset it shows: title, version, date, licence, documents."""

from __future__ import annotations

from dataclasses import dataclass

from kg.namespaces import DEFAULT_BASE


@dataclass(frozen=True, slots=True)
class Release:
    """The dataset's own words for the page's head and foot.

    ``date`` is the date of the data as an ISO date, or ``None`` where it is not known; the page
    never takes today's date, so that the same dataset always gives the same bytes. ``documents``
    are pairs of slug and title, in the order of the sources. ``note`` and ``note_en`` stand in the
    foot, beside the sentence that the classification is the project's own. ``frames`` are
    coding frames as pairs of slug and title: each is a column of the table of cases.

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
