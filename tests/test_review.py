"""Reviews: decisions by quote, remembered over rebuilds, with clear errors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg import review
from kg.mentions import Finder
from kg.model import AnnotatedCase, Assertion, Case, DataError, Reviewer
from kg.vocabulary import Vocabulary

HEAD = """case: case/test/1
reviewer: {role: curator, kind: person}
date: 2026-01-31
"""


@pytest.fixture(scope="module")
def finder(vocabulary: Vocabulary) -> Finder:
    return Finder(vocabulary)


@pytest.fixture
def case(make_case: Callable[..., Case]) -> Case:
    return make_case("青岛海关开展预确认", "青岛海关开展知识产权预确认，与银行合作，向银行推送名单。")


@pytest.fixture
def reviewed(tmp_path: Path, case: Case, finder: Finder, vocabulary: Vocabulary) -> Callable[[str], AnnotatedCase]:
    def apply(entries: str, *more: str) -> AnnotatedCase:
        files = []
        for number, text in enumerate((entries, *more)):
            path = tmp_path / f"{number}.yaml"
            path.write_text(HEAD + text, encoding="utf-8")
            files.append(review.load(path))
        return review.apply(case, finder.find(case).assertions, files, vocabulary)

    return apply  # type: ignore[return-value]


def of(annotated: AnnotatedCase, relation: str) -> list[tuple[str, str | None, str]]:
    return [(a.referent.path, a.role, a.method) for a in annotated.assertions if a.relation == relation]


def test_accept_makes_a_proposal_reviewed_with_the_rules_own_words(reviewed) -> None:
    annotated = reviewed("entries: [{decision: accept, relation: region, role: locatedIn, object: region/370200}]")
    assert of(annotated, "region") == [("region/370200", "locatedIn", "reviewed")]
    assert {span.quote for a in annotated.assertions if a.relation == "region" for span in a.evidence} == {"青岛海关"}


def test_reject_drops_a_proposal(reviewed) -> None:
    annotated = reviewed("entries: [{decision: reject, relation: region, object: region/370200}]")
    assert of(annotated, "region") == []


def test_change_replaces_one_object_by_another(reviewed) -> None:
    annotated = reviewed(
        "entries: [{decision: change, relation: region, was: region/370200, object: region/370000, quotes: [青岛]}]"
    )
    assert of(annotated, "region") == [("region/370000", None, "reviewed")]


def test_add_finds_the_nth_occurrence_of_its_quote(reviewed, case: Case) -> None:
    annotated = reviewed(
        "entries: [{decision: add, relation: mechanism, object: whitelist-matching, quotes: [{quote: 银行, nth: 2}]}]"
    )
    (added,) = [a for a in annotated.assertions if a.referent.path == "mechanism/whitelist-matching"]
    assert added.evidence[0].start == case.text.index("银行推送")


def test_complete_drops_what_the_review_does_not_list(reviewed) -> None:
    assert of(reviewed("complete: [mechanism]\nentries: []"), "mechanism") == []
    assert of(reviewed("complete: [region]\nentries: []"), "mechanism") != []


def test_an_institution_is_met_by_its_name_whatever_the_rules_made_of_it(reviewed) -> None:
    annotated = reviewed("entries: [{decision: reject, relation: institution, object: 青岛海关}]")
    assert of(annotated, "institution") == []


def test_applying_twice_and_in_any_order_gives_the_same(reviewed) -> None:
    first = "entries: [{decision: reject, relation: region, object: region/370200}]"
    second = "entries: [{decision: add, relation: ipType, object: patent, quotes: [知识产权]}]"
    assert (
        reviewed(first, second).assertions
        == reviewed(second, first).assertions
        == reviewed(first, second, first).assertions
    )


def test_two_reviews_that_contradict_each_other_are_both_shown(reviewed) -> None:
    with pytest.raises(DataError, match=r"0\.yaml says reject.*1\.yaml says add") as error:
        reviewed(
            "entries: [{decision: reject, relation: region, object: region/370200}]",
            "entries: [{decision: add, relation: region, object: region/370200, quotes: [青岛海关]}]",
        )
    assert "region region/370200" in str(error.value)


def test_a_quote_that_occurs_nowhere_names_file_case_and_quote(reviewed) -> None:
    with pytest.raises(DataError, match=r"0\.yaml, case/test/1: the quote “没有的话” is not in"):
        reviewed("entries: [{decision: add, relation: mechanism, object: open-licence, quotes: [没有的话]}]")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("entries: [{decision: add, relation: mechanism, object: no-such, quotes: [银行]}]", "unknown mechanism/no-such"),
        ("entries: [{decision: add, relation: region, object: region/999999, quotes: [青岛]}]", "unknown region/999999"),
        ("entries: [{decision: add, relation: likes, object: x, quotes: [青岛]}]", "unknown relation 'likes'"),
        ("entries: [{decision: maybe, relation: region, object: region/370200}]", "unknown decision 'maybe'"),
        ("entries: [{decision: add, relation: region, role: ledBy, object: region/370200}]", "is no role of region"),
        ("entries: [{decision: add, relation: region, objekt: region/370200}]", "unknown key 'objekt'"),
        ("entries: []\nextra: 1", "unknown key 'extra'"),
        ("coverage: some\nentries: []", "unknown coverage 'some'"),
        (
            "entries: [{decision: add, relation: ipType, object: ip, quotes: [知识产权]}, {decision: reject, relation: ipType, object: ip}]",
            "ipType ip is decided twice",
        ),
        ("entries: [{decision: add, relation: ipType, object: ip, quotes: [知识产权。跨]}]", "crosses a sentence"),
        ("entries: [{decision: add, relation: ipType, object: patent}]", "has no quote"),
    ],
)  # fmt: skip
def test_a_wrong_review_is_named_with_its_mend(reviewed, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message.replace("(", r"\(")):
        reviewed(text)


def test_a_reviewer_is_a_person_or_software(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(HEAD.replace("person", "robot") + "entries: []", encoding="utf-8")
    with pytest.raises(DataError, match="person or software"):
        review.load(path)


def test_a_draft_can_be_loaded_and_decides_nothing(
    tmp_path: Path, case: Case, finder: Finder, vocabulary: Vocabulary
) -> None:
    findings = finder.find(case)
    path = tmp_path / "1.yaml"
    text = review.draft(
        AnnotatedCase(case, findings.assertions, findings.coverage), Reviewer("r", "person", "2026-01-31")
    )
    path.write_text(text.replace("coverage: generic\n", ""), encoding="utf-8")
    annotated = review.apply(case, findings.assertions, [review.load(path)], vocabulary)
    assert {a.key for a in annotated.assertions} == {a.key for a in findings.assertions}
    assert {a.method for a in annotated.assertions} == {"rule"}


def test_a_draft_with_proposals_accepted_keeps_every_link(
    tmp_path: Path, case: Case, finder: Finder, vocabulary: Vocabulary
) -> None:
    findings = finder.find(case)
    path = tmp_path / "1.yaml"
    text = review.draft(
        AnnotatedCase(case, findings.assertions, findings.coverage), Reviewer("r", "person", "2026-01-31")
    )
    path.write_text(text.replace("decision: proposed", "decision: accept"), encoding="utf-8")
    annotated = review.apply(case, (), [review.load(path)], vocabulary)

    def links(assertions: tuple[Assertion, ...]) -> set[tuple[str, str | None, str]]:
        return {(a.relation, a.role, a.referent.label) for a in assertions}

    assert links(annotated.assertions) == links(findings.assertions)


def test_what_a_person_confirms_is_the_persons_over_software(
    tmp_path: Path, case: Case, vocabulary: Vocabulary
) -> None:
    entry = "entries: [{decision: add, relation: ipType, object: ip, quotes: [知识产权]}]"
    files = []
    for name, kind in (("a-software", "software"), ("b-person", "person")):
        path = tmp_path / f"{name}.yaml"
        path.write_text(HEAD.replace("person", kind) + entry, encoding="utf-8")
        files.append(review.load(path))
    (link,) = review.apply(case, (), files, vocabulary).assertions
    assert link.reviewer is not None
    assert link.reviewer.kind == "person"


def test_a_narrower_mechanism_in_a_review_counts_as_the_concept_above(reviewed) -> None:
    annotated = reviewed(
        "complete: [mechanism]\nentries: [{decision: add, relation: mechanism, object: technical-investigator, quotes: [知识产权]}]"
    )
    (link,) = [a for a in annotated.assertions if a.relation == "mechanism"]
    assert (link.referent.path, link.referent.subtype) == ("mechanism/technical-fact-finding", "technical-investigator")


def test_a_person_overrules_software(tmp_path: Path, case: Case, vocabulary: Vocabulary) -> None:
    files = []
    for kind, entry in (
        (
            "software",
            "{decision: add, relation: institution, object: 青岛海关, type: customs-direct, region: '370200', quotes: [青岛海关]}",
        ),
        ("person", "{decision: reject, relation: institution, object: 青岛海关}"),
    ):
        path = tmp_path / f"{kind}.yaml"
        path.write_text(HEAD.replace("person", kind) + f"entries: [{entry}]", encoding="utf-8")
        files.append(review.load(path))
    assert review.apply(case, (), files, vocabulary).assertions == ()
    assert review.apply(case, (), files[::-1], vocabulary).assertions == ()


def test_two_reviews_meet_by_the_name_of_a_body_whatever_region_they_give(reviewed) -> None:
    with pytest.raises(DataError, match="contradict each other on institution 青岛海关"):
        reviewed(
            "entries: [{decision: add, relation: institution, object: 青岛海关, type: customs-direct, region: '370200', quotes: [青岛海关]}]",
            "entries: [{decision: reject, relation: institution, object: 青岛海关}]",
        )


def test_change_without_was_keeps_the_object_and_replaces_the_rest(reviewed) -> None:
    annotated = reviewed(
        "entries: [{decision: change, relation: region, role: mentionsRegion, object: region/370200, quotes: [青岛]}]"
    )
    assert of(annotated, "region") == [("region/370200", "mentionsRegion", "reviewed")]
    assert [span.quote for a in annotated.assertions if a.relation == "region" for span in a.evidence] == ["青岛"]


def test_was_belongs_to_change_alone(reviewed) -> None:
    with pytest.raises(DataError, match="was belongs to the decision change alone"):
        reviewed(
            "entries: [{decision: add, relation: region, was: region/370000, object: region/370200, quotes: [青岛]}]"
        )
