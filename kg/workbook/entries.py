"""Links as entries of reviews, in the plain values that corrections change key by key."""

from __future__ import annotations

from typing import Any

from kg import review
from kg.model import Assertion, Case, Span
from kg.review.writing import quote_for


def entry_of(assertion: Assertion, case: Case, decision: str) -> dict[str, Any]:
    """Return an entry that decides on an assertion as it stands, with all that a review file says of it."""
    entry = review.entry_for(assertion, case, decision)
    names = ("decision", "relation", "object", "role", "type", "region", "kind", "value", "unit")
    record: dict[str, Any] = {name: getattr(entry, name) for name in names if getattr(entry, name)}
    if entry.realizes:
        record["realizes"] = list(entry.realizes)
    if entry.basis != "explicit":
        record["basis"] = entry.basis
    return {**record, "quotes": [quote_of(span, case) for span in assertion.evidence]}


def quote_of(span: Span, case: Case) -> dict[str, Any]:
    """Return a span as an entry quotes it: by field and words, with its number where it is not the first.

    >>> case = Case("case/d/1", "d", "1", "青岛", "企业和企业")
    >>> quote_of(case.span("text", 3, 5), case)
    {'field': 'text', 'quote': '企业', 'nth': 2}
    """
    quote = quote_for(case, span)
    return {"field": quote.field, "quote": quote.quote, **({"nth": quote.nth} if quote.nth > 1 else {})}
