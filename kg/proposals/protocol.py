"""The protocol between the builder and whatever proposes links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.model import Case, DataError
from kg.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposed link, as it was said: nothing in it is believed before it is judged.

    ``object`` is a concept's slug, a region's GB/T 2260 code or name, or the name of a body, platform,
    instrument, measure or fact; ``type`` the slug of a body's, instrument's or fact's type. ``quote``
    are the words of the ``field`` (``title`` or ``text``; either, where it is ``None``).
    """

    relation: str
    role: str | None
    object: str
    quote: str
    field: str | None = None
    type: str | None = None
    confidence: float | None = None


class Proposer(Protocol):
    """Something that proposes links for a case."""

    @property
    def name(self) -> str:
        """What assertions name as their rule: the name of the model."""
        ...

    def propose(self, case: Case, vocabulary: Vocabulary) -> Sequence[Proposal]:
        """Return the links proposed for a case. Raises `NoAnswerError` where there is no usable answer."""
        ...


class NoAnswerError(DataError):
    """A proposer that could not be asked, or whose answer cannot be used."""
