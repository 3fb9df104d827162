"""Proposals are taken only where they quote the case, fit the schemes and take nothing from rules or reviews."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kg import review
from kg.actor_types import with_actor_types
from kg.aliases import Alias
from kg.mentions import Finder
from kg.model import AnnotatedCase, Assertion, Case
from kg.proposals import Extended, NoAnswerError, Proposal, extend
from kg.proposals.judging import CONFIDENCE, MOST, Judge
from kg.vocabulary import Vocabulary

TITLE = "青岛海关开展专利保护"
TEXT = "青岛海关与甲市创意联合体共建维权窗口，由专人上门讲解专利。\n企业开展质押，当地设立“鲁小知”平台；效果良好。"


class Says:
    """A proposer that says the same of every case, or nothing usable."""

    name = "test-model"

    def __init__(self, *proposals: Proposal, fails: Sequence[int] = ()) -> None:
        self.proposals, self.fails, self.asked = proposals, fails, 0

    def propose(self, case: Case, vocabulary: Vocabulary) -> Sequence[Proposal]:
        self.asked += 1
        if self.asked in self.fails:
            raise NoAnswerError("the model", "no connection")
        return self.proposals


@pytest.fixture(scope="module")
def judge(vocabulary: Vocabulary) -> Judge:
    return Judge(vocabulary, {"鲁小知平台": Alias("鲁小知平台", "青岛知识产权服务中心", "service-centre", "same body")})


@pytest.fixture
def case(make_case: Callable[..., Case]) -> Case:
    return make_case(TITLE, TEXT)


@pytest.fixture
def bare(case: Case) -> AnnotatedCase:
    """The case with nothing asserted of it."""
    return AnnotatedCase(case, (), "unstated")


@pytest.fixture(scope="module")
def finder(vocabulary: Vocabulary) -> Finder:
    return Finder(vocabulary)


@pytest.fixture
def ruled(case: Case, finder: Finder, vocabulary: Vocabulary) -> AnnotatedCase:
    """The case with what rules find in it."""
    findings = finder.find(case)
    return AnnotatedCase(case, tuple(with_actor_types(findings.assertions, vocabulary)), findings.coverage)


GOOD = Proposal("mechanism", None, "pledge-financing", "企业开展质押")


def test_a_proposal_that_fits_becomes_an_assertion_of_the_model(judge: Judge, bare: AnnotatedCase) -> None:
    judged = judge.judge(bare, [replace(GOOD, role="headlineMechanism", confidence=0.8)], "test-model")
    (made,) = judged.assertions
    assert judged.rejected == ()
    assert (made.method, made.rule, made.confidence) == ("model", "test-model", 0.8)
    assert (made.relation, made.role, made.referent.path) == (
        "mechanism",
        "headlineMechanism",
        "mechanism/pledge-financing",
    )
    (span,) = made.evidence
    assert (span.field, bare.case.text[span.start : span.end]) == ("text", "企业开展质押")


def test_without_a_confidence_the_fixed_one_is_taken(judge: Judge, bare: AnnotatedCase) -> None:
    assert [made.confidence for made in judge.judge(bare, [GOOD], "m").assertions] == [CONFIDENCE]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"relation": ""}, "incomplete"),
        ({"object": " "}, "incomplete"),
        ({"quote": ""}, "incomplete"),
        ({"relation": "inventor"}, "relation"),
        ({"relation": "headlineMechanism"}, "relation"),
        ({"role": "ledBy"}, "role"),
        ({"role": "boss"}, "role"),
        ({"quote": "企业开展 质押"}, "quote"),
        ({"quote": "企业没有质押"}, "quote"),
        ({"field": "title"}, "quote"),
        ({"field": "summary"}, "quote"),
        ({"quote": TEXT[:61]}, "quote-limits"),
        ({"quote": "讲解专利。\n企业"}, "quote-limits"),
        ({"quote": "平台；效果"}, "quote-limits"),
        ({"quote": "，"}, "quote-limits"),
        ({"object": "teleportation"}, "object"),
        ({"object": "stage/protection"}, "object"),
        ({"relation": "ipType"}, "object"),
        ({"relation": "actorType", "object": "wizard"}, "object"),
        ({"relation": "region", "object": "999999"}, "object"),
        ({"relation": "region", "object": "朝阳区"}, "object"),
        ({"relation": "institution", "object": "甲市创意联合体", "type": "alliance"}, "name"),
        ({"relation": "institution", "object": "企业", "type": None}, "object"),
        ({"relation": "institution", "object": "企业", "type": "wizard"}, "object"),
        ({"relation": "instrument", "object": "质押", "type": "wizard"}, "object"),
        ({"relation": "fact", "object": "质押", "type": "amount"}, "value"),
        ({"relation": "fact", "object": "质押", "type": None}, "object"),
    ],
)
def test_what_does_not_fit_is_rejected_for_its_reason(
    judge: Judge, bare: AnnotatedCase, change: dict[str, str | None], reason: str
) -> None:
    judged = judge.judge(bare, [replace(GOOD, **change)], "m")  # type: ignore[arg-type]
    assert judged.assertions == ()
    assert judged.rejected == (reason,)


def test_a_region_is_no_institution(judge: Judge, bare: AnnotatedCase) -> None:
    proposal = Proposal("institution", None, "青岛", "青岛海关", type="customs-direct")
    assert judge.judge(bare, [proposal], "m").rejected == ("object",)


def test_a_body_has_the_path_that_rules_would_give_it(judge: Judge, bare: AnnotatedCase, ruled: AnnotatedCase) -> None:
    (found,) = [a for a in ruled.assertions if a.relation == "institution" and a.referent.label == "青岛海关"]
    proposal = Proposal("institution", "ledBy", "青岛海关", "青岛海关", "title", type=str(found.referent.subtype))
    (made,) = judge.judge(bare, [proposal], "m").assertions
    assert made.referent == found.referent


def test_an_alias_of_the_ledger_is_put_down_to_the_full_name(
    vocabulary: Vocabulary, make_case: Callable[..., Case], judge: Judge
) -> None:
    case = AnnotatedCase(make_case("某事", "鲁小知平台上线。"), (), "unstated")
    proposal = Proposal("institution", None, "鲁小知平台", "鲁小知平台", type="service-centre")
    assert [made.referent.label for made in judge.judge(case, [proposal], "m").assertions] == ["青岛知识产权服务中心"]


def test_an_anonymised_party_belongs_to_its_case(judge: Judge, make_case: Callable[..., Case]) -> None:
    case = make_case("某案", "某药业公司起诉。")
    proposal = Proposal("institution", "party", "某药业公司", "某药业公司", type="enterprise")
    (made,) = judge.judge(AnnotatedCase(case, (), "unstated"), [proposal], "m").assertions
    assert made.referent.path.startswith(f"{case.path}/party/")


def test_a_shared_region_name_is_resolved_by_the_case(judge: Judge, make_case: Callable[..., Case]) -> None:
    case = AnnotatedCase(make_case("试点", "北京市朝阳区开展试点。"), (), "unstated")
    proposal = Proposal("region", "ledByRegion", "朝阳区", "朝阳区")
    assert [made.referent.path for made in judge.judge(case, [proposal], "m").assertions] == ["region/110105"]


def test_a_link_twice_is_one_with_both_quotes(judge: Judge, bare: AnnotatedCase) -> None:
    judged = judge.judge(bare, [GOOD, replace(GOOD, quote="质押"), GOOD], "m")
    (made,) = judged.assertions
    assert [span.quote for span in made.evidence] == ["企业开展质押", "质押"]
    assert judged.rejected == ()


def test_what_rules_link_stays_theirs(judge: Judge, ruled: AnnotatedCase) -> None:
    assert any(a.referent.path == "ip-type/patent" for a in ruled.assertions)
    proposals = [
        Proposal("ipType", None, "patent", "专利", "title"),
        Proposal("institution", None, "青岛海关", "青岛海关", type="court"),
        Proposal("ipType", None, "ip", "维权"),
    ]
    judged = judge.judge(ruled, proposals, "m")
    assert judged.assertions == ()
    assert sorted(judged.rejected) == ["hierarchy", "linked", "linked"]


def test_the_most_specific_of_several_stands_whatever_the_order(judge: Judge, bare: AnnotatedCase) -> None:
    below, above = GOOD, replace(GOOD, object="ip-finance", quote="质押")
    for proposals in ([below, above], [above, below]):
        judged = judge.judge(bare, proposals, "m")
        assert [made.referent.path for made in judged.assertions] == ["mechanism/pledge-financing"]
        assert judged.rejected == ("hierarchy",)


def test_a_specific_type_does_not_stand_beside_ip_in_general(judge: Judge, bare: AnnotatedCase) -> None:
    reviewed = replace(bare, coverage="generic", coverage_method="reviewed")
    assert judge.judge(reviewed, [Proposal("ipType", None, "patent", "专利")], "m").rejected == ("coverage",)
    general = judge.judge(bare, [Proposal("ipType", None, "ip", "维权")], "m")
    standing = replace(bare, assertions=general.assertions)
    assert judge.judge(standing, [Proposal("ipType", None, "patent", "专利")], "m").rejected == ("coverage",)


def test_a_second_headline_is_taken_without_the_role(judge: Judge, bare: AnnotatedCase) -> None:
    first = judge.judge(bare, [replace(GOOD, role="headlineMechanism")], "m").assertions
    standing = replace(bare, assertions=first)
    second = Proposal("mechanism", "headlineMechanism", "open-licence", "共建维权窗口")
    assert [made.role for made in judge.judge(standing, [second], "m").assertions] == [None]


def test_no_more_than_the_limit_is_taken_for_one_case(judge: Judge, bare: AnnotatedCase) -> None:
    judged = judge.judge(bare, [GOOD] * (MOST + 3), "m")
    assert judged.rejected == ("too-many",) * 3


# extending


def _reviews(tmp_path: Path, case: Case, entries: str) -> dict[str, tuple[review.CaseReview, ...]]:
    path = tmp_path / "r.yaml"
    path.write_text(
        f"case: {case.path}\nreviewer: {{role: r, kind: person}}\ndate: 2026-01-31\n{entries}", encoding="utf-8"
    )
    return review.load_all([tmp_path])


def _of_model(extended: Extended) -> list[Assertion]:
    return [a for item in extended.annotated for a in item.assertions if a.method == "model"]


@pytest.mark.parametrize(
    "entries",
    [
        "entries:\n- {decision: reject, relation: mechanism, object: pledge-financing}\n",
        "complete: [mechanism]\nentries: []\n",
    ],
)
def test_reviews_decide_on_the_model_as_on_rules(
    tmp_path: Path, vocabulary: Vocabulary, bare: AnnotatedCase, entries: str
) -> None:
    reviews = _reviews(tmp_path, bare.case, entries)
    extended = extend([bare], Says(GOOD), vocabulary, reviews)
    assert _of_model(extended) == []
    assert (extended.accepted, extended.rejected) == (0, {"reviewed": 1})


def test_nothing_that_stands_is_changed_or_lost(vocabulary: Vocabulary, ruled: AnnotatedCase) -> None:
    proposals = (
        Proposal("institution", "participant", "甲市创意联合体", "甲市创意联合体", type="customs-direct"),
        Proposal("actorType", None, "enterprise", "企业"),
    )
    extended = extend([ruled], Says(*proposals), vocabulary, {})
    (item,) = extended.annotated
    assert item.assertions[: len(ruled.assertions)] == ruled.assertions
    assert {a.relation for a in _of_model(extended)} <= {"institution", "actorType"}
    keys = [a.key for a in item.assertions]
    assert len(keys) == len(set(keys))


def test_a_body_of_the_model_brings_its_type_of_actor(vocabulary: Vocabulary, bare: AnnotatedCase) -> None:
    proposal = Proposal("institution", "participant", "甲市创意联合体", "甲市创意联合体", type="alliance")
    made = _of_model(extend([bare], Says(proposal), vocabulary, {}))
    assert [(a.relation, a.role) for a in made] == [("institution", "participant"), ("actorType", "participantType")]


def test_the_coverage_that_follows_from_the_model_is_the_models(vocabulary: Vocabulary, bare: AnnotatedCase) -> None:
    (item,) = extend([bare], Says(Proposal("ipType", None, "patent", "专利")), vocabulary, {}).annotated
    assert (item.coverage, item.coverage_method) == ("specific", "model")


def test_one_body_has_one_description_in_all_cases(vocabulary: Vocabulary, bare: AnnotatedCase) -> None:
    one, other = (
        Proposal("institution", None, "甲市创意联合体", "甲市创意联合体", type=kind)
        for kind in ("court-higher", "court-intermediate")
    )

    class Changing(Says):
        def propose(self, case: Case, vocabulary: Vocabulary) -> Sequence[Proposal]:
            self.asked += 1
            return [one if self.asked == 1 else other]

    second = replace(bare, case=replace(bare.case, path="case/test/2"))
    made = _of_model(extend([bare, second], Changing(), vocabulary, {}))
    assert len({a.referent for a in made if a.relation == "institution"}) == 1


def test_a_case_without_an_answer_stays_as_it_is(vocabulary: Vocabulary, bare: AnnotatedCase) -> None:
    extended = extend([bare, bare], Says(GOOD, fails=[1]), vocabulary, {})
    assert extended.annotated[0] is bare
    assert extended.failures == ((bare.case.path, "the model: no connection"),)
    assert len(_of_model(extended)) == 1


def test_after_three_failures_in_a_row_the_rest_is_not_asked(vocabulary: Vocabulary, bare: AnnotatedCase) -> None:
    proposer = Says(GOOD, fails=[1, 2, 4, 5, 6])
    extended = extend([bare] * 9, proposer, vocabulary, {})
    assert proposer.asked == 6
    assert len(extended.failures) == 8
    assert "not asked" in extended.failures[-1][1]


def test_the_document_lists_every_reason_and_every_variable(root: Path) -> None:
    import re

    from kg.proposals.judging import REASONS

    text = (root / "docs" / "model.md").read_text(encoding="utf-8")
    for reason, words in REASONS.items():
        assert f"| `{reason}` | {words} |" in text
    code = (root / "kg" / "proposals" / "endpoint.py").read_text(encoding="utf-8")
    assert set(re.findall(r"KG_MODEL_[A-Z]+", code)) == set(re.findall(r"KG_MODEL_[A-Z]+", text))
