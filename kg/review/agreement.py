"""How far two reviewers agree, beyond chance: Krippendorff's alpha for nominal values.

Alpha rather than Cohen's kappa, because it allows units that one reviewer left open and makes no
assumption about who uses which value how often (record 22 of docs/decisions).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one layer: ``units`` that both judged, in how many they say ``same``, and alpha.

    ``alpha`` is ``None`` where it is not defined: nothing was judged by both, or all say one and the same thing.
    """

    layer: str
    units: int
    same: int
    alpha: float | None


def krippendorff_alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Return alpha for nominal values; each unit is the list of what its judges said, any number of them.

    Units with fewer than two values are not pairable and are left out. ``None`` where there are no pairs
    or no variation. As in K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C:
    alpha = 1 - (n - 1) * sum of o_ck over c != k / sum of n_c * n_k over c != k, with coincidences o.

    >>> round(krippendorff_alpha([("a", "a"), ("b", "b"), ("a", "b")]), 3)
    0.444
    >>> krippendorff_alpha([("a", "a")]) is None
    True
    """
    disagreement = 0.0
    totals: Counter[str] = Counter()
    for values in units:
        judged = len(values)
        if judged < 2:
            continue
        counts = Counter(values)
        totals += counts
        disagreement += sum(count * (judged - count) for count in counts.values()) / (judged - 1)
    pairable = sum(totals.values())
    expected = sum(count * (pairable - count) for count in totals.values())
    return 1 - (pairable - 1) * disagreement / expected if expected else None


def agreement(layer: str, units: Sequence[Sequence[str]]) -> Agreement:
    """Return the agreement of two reviewers on a layer, from what each said of each unit.

    >>> agreement("region", [("yes", "yes"), ("yes", "no"), ("no",)])
    Agreement(layer='region', units=2, same=1, alpha=0.0)
    """
    judged = [values for values in units if len(values) > 1]
    same = sum(len(set(values)) == 1 for values in judged)
    return Agreement(layer, len(judged), same, krippendorff_alpha(judged))
