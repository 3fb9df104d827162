"""Regions in text: chains, shared names, ordinary words, compounds."""

from __future__ import annotations

import pytest

from kg.mentions.regions import RegionFinder
from kg.mentions.signals import Signals
from kg.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def finder(vocabulary: Vocabulary) -> RegionFinder:
    return RegionFinder(vocabulary, Signals(vocabulary))


def places(finder: RegionFinder, *texts: str) -> list[tuple[str, str]]:
    found, _ = finder.find(texts)
    return [
        (text[place.start : place.end], path.removeprefix("region/"))
        for text, here in zip(texts, found, strict=True)
        for place in here
        for path in place.paths
    ]


def test_a_chain_of_names_is_one_place_the_most_specific(finder: RegionFinder) -> None:
    assert places(finder, "江苏省苏州市吴江区版权赋能") == [("江苏省苏州市吴江区", "320509")]


def test_a_list_of_names_is_several_places(finder: RegionFinder) -> None:
    assert [code for _, code in places(finder, "上海、江苏、浙江、安徽先行先试")] == [
        "310000",
        "320000",
        "330000",
        "340000",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("聚集安徽省16个市地理标志产品", ["安徽省"]),
        ("公安机关与合作单位签订协议", []),
        ("综合运用资源，推动战略性新兴产业和种业振兴", []),
        ("绩效评估和政策激励", []),
        ("保护水平和贸易便利", []),
        ("推广平台经济", []),
        ("白银、黄金制品和来宾", []),
        ("长春市场监管部门", ["长春"]),
    ],
)
def test_ordinary_words_are_no_places(finder: RegionFinder, text: str, names: list[str]) -> None:
    assert [name for name, _ in places(finder, text)] == names


def test_a_shared_county_name_is_resolved_by_the_name_beside_it(finder: RegionFinder) -> None:
    assert places(finder, "江苏省南京市鼓楼区") == [("江苏省南京市鼓楼区", "320106")]
    assert places(finder, "福建省福州市鼓楼区") == [("福建省福州市鼓楼区", "350102")]


def test_a_shared_county_name_is_resolved_by_what_the_case_names(finder: RegionFinder) -> None:
    assert ("鼓楼区", "320106") in places(finder, "南京市开展试点。鼓楼区率先落地。")


def test_a_shared_county_name_without_company_stays_open_and_is_reported(finder: RegionFinder) -> None:
    found, unresolved = finder.find(["鼓楼区率先落地"])
    assert found == [[]]
    assert unresolved == ["鼓楼区"]


def test_a_compound_names_its_members(finder: RegionFinder) -> None:
    assert [code for _, code in places(finder, "粤港澳联合举办大赛")] == ["440000", "810000", "820000"]


def test_a_list_of_one_character_names_is_read(finder: RegionFinder) -> None:
    assert [code for _, code in places(finder, "辐射苏、鲁、豫、皖四省")] == ["320000", "370000", "410000", "340000"]


def test_a_county_short_name_counts_only_with_its_county_or_city(finder: RegionFinder) -> None:
    assert places(finder, "吴江丝绸年产值") == []
    assert ("吴江", "320509") in places(finder, "苏州市吴江区", "吴江丝绸年产值")


def test_a_policy_area_is_itself_and_not_its_members(finder: RegionFinder) -> None:
    assert [code for _, code in places(finder, "推动长三角一体化发展")] == ["yangtze-river-delta"]


def test_a_place_in_a_brand_is_none_but_in_a_geographical_indication_it_counts(finder: RegionFinder) -> None:
    assert places(finder, "查获标注“青岛啤酒”商标的啤酒") == []
    assert places(finder, "擅自使用“五常大米”地理标志证明商标") != [] or places(finder, "五常市") != []


def test_a_place_in_the_title_of_a_book_is_none_but_in_that_of_a_law_it_counts(finder: RegionFinder) -> None:
    assert places(finder, "查获盗版《黄冈小状元》") == []
    assert places(finder, "依据《上海市知识产权保护条例》") == [("上海市", "310000")]


def test_a_county_is_read_by_its_short_name_right_behind_its_province(finder: RegionFinder) -> None:
    assert places(finder, "从广西富川购入普通沙田柚") == [("广西富川", "451123")]


def test_county_level_cities_in_a_list_are_known_by_their_neighbour(finder: RegionFinder) -> None:
    found = [code for _, code in places(finder, "义乌市法院与义乌、永康、东阳三地法院签署协议")]
    assert found == ["330782", "330782", "330784", "330783"]


def test_a_county_level_city_at_the_head_of_a_firms_name_counts_where_its_province_is_named(
    finder: RegionFinder,
) -> None:
    assert places(finder, "江苏省高院认定，昆山润华商业有限公司侵权")[-1] == ("昆山", "320583")
    assert places(finder, "昆山润华商业有限公司侵权") == []
