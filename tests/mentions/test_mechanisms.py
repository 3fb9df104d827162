"""Mechanisms in a case: headline, narrower concepts, negation, earlier affairs, groups as fallback."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.mentions import Finder
from kg.model import Case
from kg.vocabulary import Vocabulary

Make = Callable[..., Case]


@pytest.fixture(scope="module")
def finder(vocabulary: Vocabulary) -> Finder:
    return Finder(vocabulary)


def mechanisms(finder: Finder, case: Case) -> dict[str, str | None]:
    return {
        a.referent.path.removeprefix("mechanism/"): a.role
        for a in finder.find(case).assertions
        if a.relation == "mechanism"
    }


def test_the_titles_named_device_is_the_headline(finder: Finder, make_case: Make) -> None:
    found = mechanisms(finder, make_case("某市推出知识产权刑事案件“双报制”", "推出“双报制”，建立质押融资机制。"))
    assert found["dual-reporting"] == "headlineMechanism"
    assert found["pledge-financing"] is None


def test_the_first_clause_of_a_title_comes_before_its_aim(finder: Finder, make_case: Make) -> None:
    found = mechanisms(finder, make_case("某省推行专利开放许可 助推质押融资", ""))
    assert found["open-licence"] == "headlineMechanism"


def test_without_a_device_in_the_title_the_most_frequent_of_the_text_is_the_headline(
    finder: Finder, make_case: Make
) -> None:
    found = mechanisms(finder, make_case("某省护航发展", "设立专家库。推进知识产权证券化，扩大知识产权证券化规模。"))
    assert found["securitisation"] == "headlineMechanism"


@pytest.mark.parametrize("text", ["法院未适用惩罚性赔偿。", "本案不适用惩罚性赔偿。"])
def test_a_mechanism_that_is_denied_is_not_found(finder: Finder, make_case: Make, text: str) -> None:
    assert "punitive-damages" not in mechanisms(finder, make_case("某公司诉某公司侵害商标权纠纷案", text))


def test_a_penalty_of_an_earlier_affair_is_no_mechanism_of_this_case(finder: Finder, make_case: Make) -> None:
    title = "某公司诉某公司侵害商标权纠纷案"
    assert "investigation-exposure" in mechanisms(finder, make_case(title, "市场监管局查处侵权商品。"))
    assert "investigation-exposure" not in mechanisms(
        finder, make_case(title, "被告曾因侵权被市场监管局查处侵权商品。")
    )


def test_a_narrower_device_counts_as_the_concept_above_and_is_kept_beside_it(finder: Finder, make_case: Make) -> None:
    case = make_case("某省完善审判机制", "聘请技术调查官参与诉讼。")
    (link,) = [a for a in finder.find(case).assertions if a.referent.path == "mechanism/technical-fact-finding"]
    assert link.referent.subtype == "technical-investigator"


def test_a_group_is_found_only_where_nothing_below_it_is(finder: Finder, make_case: Make) -> None:
    found = mechanisms(finder, make_case("某公司诉某公司侵害商标权纠纷案", "判令赔偿经济损失，适用惩罚性赔偿。"))
    assert "punitive-damages" in found
    assert "judicial-protection" not in found


def test_words_of_practices_in_a_proceeding_speak_of_the_parties(finder: Finder, make_case: Make) -> None:
    text = "双方以技术入股，签署合作备忘录。人民法院判决停止侵权。"
    found = mechanisms(finder, make_case("甲公司诉乙公司侵害技术秘密纠纷案", text))
    assert {"equity-investment", "interdepartmental"} & found.keys() == set()
    assert "interdepartmental" in mechanisms(finder, make_case("甲市推进协作", text))


@pytest.mark.parametrize("plan", ["下一步将建立质押融资机制。", "拟于2025年推出专利保险。", "计划推出地理标志保险。"])
def test_a_mechanism_that_is_planned_is_not_found(finder: Finder, make_case: Make, plan: str) -> None:
    found = mechanisms(finder, make_case("某市推进合作", f"建立专家库。{plan}"))
    assert {"pledge-financing", "ip-insurance"} & found.keys() == set()
    assert "expert-pools" in found
