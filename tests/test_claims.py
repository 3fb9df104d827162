"""The claim check: true claims are supported with their words, altered ones never are."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from kg import changes, claims
from kg.links import CaseRecord, Link, Triples, cases
from kg.model import RELATIONS, predicates


@pytest.fixture(scope="module")
def triples(root: Path) -> Triples:
    return Triples(changes.read(root / "exports" / "kg.nq"))


@pytest.fixture(scope="module")
def records(triples: Triples) -> dict[str, CaseRecord]:
    return cases(triples)


@pytest.fixture(scope="module")
def links(records: dict[str, CaseRecord]) -> list[Link]:
    return [link for record in records.values() for link in record.links]


def test_every_link_is_supported_by_each_of_its_quotes(
    triples: Triples, records: dict[str, CaseRecord], links: list[Link]
) -> None:
    assert len(links) > 300
    for link in links:
        for quote in link.quotes:
            found = claims.check(triples, records, (), link.case, link.role or link.relation, link.object, quote.words)
            assert found.status == "supported"
            assert quote.words in {one.words for one in found.quotes}


def test_of_500_altered_claims_none_is_supported(
    triples: Triples, records: dict[str, CaseRecord], links: list[Link]
) -> None:
    chosen = random.Random(16)
    objects = sorted({link.object for link in links})
    supported, seen = [], 0
    while seen < 500:
        link = chosen.choice(links)
        quote = chosen.choice(link.quotes).words
        kind = seen % 5
        claim = {"case": link.case, "relation": link.role or link.relation, "target": link.object, "quote": quote}
        if kind == 0:
            claim["target"] = chosen.choice(objects)
        elif kind == 1:
            claim["case"] = chosen.choice(sorted(records))
        elif kind == 2:
            claim["quote"] = quote[:-1] + chosen.choice("的一是不了")
        elif kind == 3:
            claim["quote"] = chosen.choice(chosen.choice(links).quotes).words
        else:
            claim["relation"] = chosen.choice(RELATIONS)
        true = any(
            claim["case"] == one.case and claim["target"] == one.object
            and claim["relation"] in predicates(one.relation, one.role)
            and claim["quote"] in {span.words for span in one.quotes}
            for one in links
        )  # fmt: skip
        if true:
            continue  # the alteration happened to be another true claim
        seen += 1
        if claims.check(triples, records, (), **claim).status == "supported":
            supported.append(claim)
    assert supported == []


def test_the_four_answers_are_told_apart(triples: Triples, records: dict[str, CaseRecord]) -> None:
    rejected = {("case/first-batch/16", "mechanism", "open-licence")}

    def ask(*claim: str) -> claims.Verdict:
        return claims.check(triples, records, rejected, *claim)

    assert ask("16", "region", "青岛市", "青岛海关").status == "supported"
    assert ask("16", "mechanism", "专利开放许可").status == "rejected by a reviewer"
    assert ask("16", "mechanism", "mechanism/punitive-damages").status == "not found in a reviewed case"
    assert "青岛海关" in ask("16", "region", "region/370200", "青岛港").note
    ruled = {
        iri: replace(record, links=tuple(replace(link, methods=("rule",)) for link in record.links))
        for iri, record in records.items()
    }
    unseen = claims.check(triples, ruled, (), "16", "region", "青岛市", "青岛海关")
    assert unseen.status == "not reviewed"
    assert "proposes" in unseen.note


def test_an_unknown_case_is_answered_with_how_cases_are_named(triples: Triples, records: dict[str, CaseRecord]) -> None:
    with pytest.raises(ValueError, match="no case has the name '99'; name one as case/first-batch/1"):
        claims.check(triples, records, (), "99", "region", "青岛市")
