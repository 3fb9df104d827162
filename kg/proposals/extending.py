"""Annotated cases + a proposer → annotated cases with the method ``model``, and what came of the proposals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg import review
from kg.actor_types import with_actor_types
from kg.aliases import Alias
from kg.model import AnnotatedCase, Assertion, Referent
from kg.proposals.judging import Judge
from kg.proposals.protocol import NoAnswerError, Proposer
from kg.vocabulary import Vocabulary

PATIENCE = 3
"""After so many cases in a row without an answer the rest are not asked."""


@dataclass(frozen=True, slots=True)
class Extended:
    """The cases, in their order; how many links were accepted; how many proposals were rejected, by reason
    (a key of `kg.proposals.judging.REASONS`); and the cases without an answer, each with why."""

    annotated: tuple[AnnotatedCase, ...]
    accepted: int
    rejected: Mapping[str, int]
    failures: tuple[tuple[str, str], ...]


def extend(
    annotated: Sequence[AnnotatedCase],
    proposer: Proposer,
    vocabulary: Vocabulary,
    reviews: Mapping[str, tuple[review.CaseReview, ...]],
    ledger: Mapping[str, Alias] | None = None,
) -> Extended:
    """Return the cases with the links that a proposer adds to those of rules and reviews.

    A case without an answer stays as it is. Nothing that stands is changed or taken away.
    """
    judge = Judge(vocabulary, ledger)
    known = {a.referent.path: a.referent for item in annotated for a in item.assertions}
    cases: list[AnnotatedCase] = []
    rejected: Counter[str] = Counter()
    failures: list[tuple[str, str]] = []
    accepted = in_a_row = 0
    for standing in annotated:
        if in_a_row == PATIENCE:
            failures.append((standing.case.path, f"not asked, after {PATIENCE} cases in a row without an answer"))
            cases.append(standing)
            continue
        try:
            proposals = proposer.propose(standing.case, vocabulary)
        except NoAnswerError as error:
            in_a_row += 1
            failures.append((standing.case.path, str(error)))
            cases.append(standing)
            continue
        in_a_row = 0
        judged = judge.judge(standing, proposals, proposer.name)
        links = _undecided(standing, judged.assertions, reviews.get(standing.case.path, ()), vocabulary)
        accepted += len(links)
        rejected.update(judged.rejected)
        rejected["reviewed"] += len(judged.assertions) - len(links)
        cases.append(_added(standing, [_described(link, known) for link in links], vocabulary))
    return Extended(tuple(cases), accepted, {reason: n for reason, n in sorted(rejected.items()) if n}, tuple(failures))


def _undecided(
    standing: AnnotatedCase,
    links: Sequence[Assertion],
    reviews: Sequence[review.CaseReview],
    vocabulary: Vocabulary,
) -> list[Assertion]:
    """Return the links on which no review decides, as it would for those of rules."""
    applied = review.apply(standing.case, (*standing.assertions, *links), reviews, vocabulary)
    kept = {assertion.key for assertion in applied.assertions if assertion.method == "model"}
    return [link for link in links if link.key in kept]


def _described(link: Assertion, known: dict[str, Referent]) -> Assertion:
    """Return a link to a thing as it is described already, in any case: one thing has one description."""
    if link.relation in ("mechanism", "actorType"):
        return link  # the finer concept is the link's own
    return replace(link, referent=known.setdefault(link.referent.path, link.referent))


def _added(standing: AnnotatedCase, links: Sequence[Assertion], vocabulary: Vocabulary) -> AnnotatedCase:
    """Return a case with links added: also the types of their bodies, and the coverage where there was none."""
    keys = {assertion.key for assertion in standing.assertions}
    more = [link for link in with_actor_types(links, vocabulary) if link.key not in keys]
    added = replace(standing, assertions=(*standing.assertions, *more))
    specific = any(link.relation == "ipType" and link.referent.path != "ip-type/ip" for link in links)
    if specific and standing.coverage in ("generic", "all", "unstated"):
        return replace(added, coverage="specific", coverage_method="model")
    return added
