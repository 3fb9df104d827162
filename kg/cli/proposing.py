"""``--model``: the proposer that the environment names, asked for a command; what came of it, told."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kg.aliases import Alias
from kg.model import AnnotatedCase
from kg.review import CaseReview
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from kg.proposals import Extended


class Asking:
    """Extends annotated cases by the model's links. Raises `ValueError` where the environment does not name one."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        reviews: Mapping[str, tuple[CaseReview, ...]],
        ledger: Mapping[str, Alias],
    ) -> None:
        from kg import proposals

        self._proposer = proposals.from_environment(os.environ)
        self._vocabulary, self._reviews, self._ledger = vocabulary, reviews, ledger
        self._extended: Extended | None = None

    def __call__(self, annotated: Sequence[AnnotatedCase]) -> Sequence[AnnotatedCase]:
        """Return the cases with the model's links; cases without an answer are named on standard error."""
        from kg import proposals

        self._extended = proposals.extend(annotated, self._proposer, self._vocabulary, self._reviews, self._ledger)
        for case, reason in self._extended.failures:
            print(f"without the model: {case}: {reason}", file=sys.stderr)
        return self._extended.annotated

    @property
    def failed(self) -> bool:
        """Tell whether a case was left without an answer."""
        return self._extended is not None and bool(self._extended.failures)

    def figures(self) -> dict[str, str]:
        """Return the rows of the closing table: proposals accepted, and rejected by reason; cases without an answer."""
        from kg.proposals.judging import REASONS

        if self._extended is None:
            return {}
        rejected = self._extended.rejected
        reasons = "; ".join(f"{count} {REASONS[reason]}" for reason, count in rejected.items())
        return {
            "model": self._proposer.name,
            "proposals accepted": str(self._extended.accepted),
            "proposals rejected": f"{sum(rejected.values())}" + (f" ({reasons})" if reasons else ""),
            "cases without an answer": str(len(self._extended.failures)),
        }
