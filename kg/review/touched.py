"""What an edit of the vocabulary changes in a case: links that rules now find, or find no longer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.mentions import Finder
from kg.model import Assertion, Case


@dataclass(frozen=True, slots=True)
class Touch:
    """One link that an edit brought (``found``) or took away (``lost``)."""

    case: str
    number: str
    change: Literal["found", "lost"]
    assertion: Assertion


def touches(case: Case, before: Finder, after: Finder) -> list[Touch]:
    """Return the links of a case that one finder has and the other has not, in a fixed order."""
    old, new = (_links(finder.find(case).assertions) for finder in (before, after))
    found = [Touch(case.path, case.number, "found", new[key]) for key in new.keys() - old.keys()]
    found += [Touch(case.path, case.number, "lost", old[key]) for key in old.keys() - new.keys()]
    return sorted(found, key=lambda touch: (touch.change, touch.assertion.relation, touch.assertion.referent.path))


def _links(assertions: tuple[Assertion, ...]) -> dict[tuple[str, str, str | None], Assertion]:
    return {(a.relation, a.referent.path, a.referent.subtype): a for a in assertions}
