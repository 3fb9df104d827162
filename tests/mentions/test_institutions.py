"""Named bodies: where a name starts, its type, its level, its place; collectives and kinds of actors."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.mentions import Finder
from kg.model import Assertion, Case
from kg.vocabulary import Vocabulary

Make = Callable[..., Case]


@pytest.fixture(scope="module")
def finder(vocabulary: Vocabulary) -> Finder:
    return Finder(vocabulary)


def bodies(finder: Finder, case: Case) -> list[tuple[str, str | None, str | None]]:
    return [(a.referent.label, a.referent.subtype, a.role) for a in _of(finder, case, "institution")]


def _of(finder: Finder, case: Case, relation: str) -> list[Assertion]:
    return [a for a in finder.find(case).assertions if a.relation == relation]


@pytest.mark.parametrize(
    ("text", "name", "leaf"),
    [
        ("由江苏省南京市中级人民法院审理", "南京市中级人民法院", "court-intermediate"),
        ("江苏省高级人民法院二审", "江苏省高级人民法院", "court-high"),
        ("向北京市通州区人民法院提起公诉", "北京市通州区人民法院", "court-basic"),
        ("上海市第三中级人民法院经审理认为", "上海市第三中级人民法院", "court-intermediate"),
        ("安徽省芜湖经济技术开发区人民检察院指控", "芜湖经济技术开发区人民检察院", "procuratorate-basic"),
        (
            "会同中国郑州（创意产业）知识产权快速维权中心开展",
            "中国郑州（创意产业）知识产权快速维权中心",
            "fast-track-centre",
        ),
        ("青岛海关开展专项行动", "青岛海关", "customs-direct"),
        ("最高人民法院发布", "最高人民法院", "court-supreme"),
        ("国家知识产权局批复", "国家知识产权局", "ip-national"),
    ],
)
def test_a_name_is_read_with_its_type(finder: Finder, make_case: Make, text: str, name: str, leaf: str) -> None:
    assert (name, leaf) in [(label, subtype) for label, subtype, _ in bodies(finder, make_case("某案", text))]


@pytest.mark.parametrize(
    "text", ["向银行推送名单", "引导银行提升能力", "与知识产权管理部门等单位合作", "打造地理标志展示推广中心"]
)
def test_a_kind_of_actor_is_no_named_body(finder: Finder, make_case: Make, text: str) -> None:
    assert bodies(finder, make_case("某市建立机制", text)) == []


def test_a_place_before_a_word_for_courts_is_a_collective(finder: Finder, make_case: Make) -> None:
    (court,) = _of(finder, make_case("完善机制", "广东法院整合专家智库资源"), "institution")
    assert (court.referent.label, court.referent.kind, court.referent.region) == (
        "广东法院",
        "collective",
        "region/440000",
    )


def test_an_anonymised_company_is_a_party_of_its_case_alone(finder: Finder, make_case: Make) -> None:
    case = make_case("某科技公司侵害商标权纠纷案", "原告杭州某科技有限公司诉称")
    (party,) = [a for a in _of(finder, case, "institution") if "杭州" in a.referent.label]
    assert party.referent.kind == "party"
    assert party.referent.path.startswith("case/test/1/party/")


def test_roles_of_a_proceeding_are_read_from_what_the_bodies_did(finder: Finder, make_case: Make) -> None:
    text = "江西省南昌市东湖区人民检察院指控被告人犯假冒注册商标罪，向南昌市东湖区人民法院提起公诉。南昌市东湖区人民法院经审理认为，构成犯罪，遂判处刑罚。"
    roles = {name: role for name, _, role in bodies(finder, make_case("龙某等假冒注册商标案", text))}
    assert roles == {"南昌市东湖区人民检察院": "prosecutedBy", "南昌市东湖区人民法院": "decidedBy"}


def test_a_region_that_leads_is_never_made_an_institution(finder: Finder, make_case: Make) -> None:
    case = make_case("北京市建立双向推送机制", "北京市建立机制。")
    assert bodies(finder, case) == []
    assert [(a.role, a.referent.path) for a in _of(finder, case, "region")] == [("ledByRegion", "region/110000")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("腾讯科技（深圳）有限公司诉称", ["腾讯科技（深圳）有限公司"]),
        ("与中国农业银行苏州分行签约", ["中国农业银行苏州分行"]),
        ("中国科学院深圳先进技术研究院牵头", ["中国科学院深圳先进技术研究院"]),
        ("厦门海关所属高崎海关查验", ["厦门海关", "高崎海关"]),
        ("向公安部门通报，影响公司品牌", []),
        ("北京市朝阳区法院一审", ["北京市朝阳区法院"]),
    ],
)
def test_names_are_cut_where_they_begin_and_end(
    finder: Finder, make_case: Make, text: str, expected: list[str]
) -> None:
    assert [name for name, _, _ in bodies(finder, make_case("某案", text))] == expected


def test_a_branch_of_a_procuratorate_is_municipal(finder: Finder, make_case: Make) -> None:
    assert bodies(finder, make_case("某某假冒注册商标案", "上海市人民检察院第三分院提起公诉")) == [
        ("上海市人民检察院第三分院", "procuratorate-municipal", "prosecutedBy")
    ]
