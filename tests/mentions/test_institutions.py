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


def names(finder: Finder, case: Case) -> set[str]:
    return {label for label, _, _ in bodies(finder, case)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("江阳区检察院提起公诉。泸州市江阳区人民检察院提前介入。", "泸州市江阳区人民检察院"),
        ("由长沙市开福区市场监管局查处。开福区市场监管局依法处罚。", "长沙市开福区市场监管局"),
        ("瑞安市法院一审认为。瑞安市人民法院作出判决。", "瑞安市人民法院"),
        ("江苏高院二审改判。", "江苏省高级人民法院"),
    ],
)
def test_one_body_under_two_names_of_a_case_is_one(finder: Finder, make_case: Make, text: str, name: str) -> None:
    assert names(finder, make_case("甲公司诉乙公司案", text)) == {name}


def test_two_bodies_with_like_names_stay_two(finder: Finder, make_case: Make) -> None:
    case = make_case("甲市推进合作", "澳门大学、澳门科技大学共建工作站。")
    assert {"澳门大学", "澳门科技大学"} <= names(finder, case)


@pytest.mark.parametrize(
    "name",
    [
        "上海浦东发展银行西安分行",
        "长沙银行麓谷支行",
        "国家金融监督管理总局湖南监管局",
        "中国人民财产保险股份有限公司烟台市分公司",
        "深圳市市场监督管理局南山监管局",
        "惠州市公安局仲恺高新技术产业开发区分局",
        "工业和信息化部电子第五研究所",
        "上海市文化和旅游局执法总队",
        "前海深港现代服务业合作区管理局",
        "晋江市委宣传部",
        "德国杜塞尔多夫地区法院",
        "美国专利商标局",
        "成都同德福合川桃片有限公司",
        "北京市第四律师事务所",
        "株洲市芦淞区某服饰店",
        "深圳市康泰蓝水处理设备有限公司",
        "以色列伯尔梅特股份公司",
    ],
)
def test_a_name_is_read_to_its_end(finder: Finder, make_case: Make, name: str) -> None:
    assert names(finder, make_case("甲公司诉乙公司案", f"其后，{name}出具意见。")) == {name}


@pytest.mark.parametrize(
    "text",
    [
        "在杭州专卖店购得",
        "查获杭州多家超市销售",
        "中国公司申请的专利",
        "在厦门市工商行政管理部门登记",
        "租用晋江市某工业园区厂房",
        "根据《最高人民法院、最高人民检察院、公安部、国家安全部、司法部、全国人大常委会法制工作委员会关于实施刑事诉讼法若干问题的规定》办理",
        "根据最高人民法院《关于办理单位犯罪案件的解释》",
        "某公司的行为",
    ],
)
def test_words_that_only_look_like_a_name_are_none(finder: Finder, make_case: Make, text: str) -> None:
    assert [name for name in names(finder, make_case("甲诉乙案", text)) if "管理部门" not in name] == []


def test_the_body_that_acts_on_another_is_no_part_of_its_name(finder: Finder, make_case: Make) -> None:
    text = "最高人民法院指令北京市高级人民法院再审。南湖区人民检察院向南湖区公安分局发出通知。盐池县组建盐池滩羊集团有限公司。"
    assert names(finder, make_case("甲诉乙案", text)) == {
        "最高人民法院",
        "北京市高级人民法院",
        "南湖区人民检察院",
        "南湖区公安分局",
        "盐池滩羊集团有限公司",
    }
