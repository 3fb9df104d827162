"""The scheme of institution types: its tops, how names end, and which words speak for a type."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import re2

from kg.mentions.concepts import ConceptFinder
from kg.vocabulary import Concept, Vocabulary

TOPS = [
    "court",
    "procuratorate",
    "customs",
    "police",
    "ip-administration",
    "market-regulator",
    "copyright-administration",
    "justice",
    "agriculture",
    "culture",
    "government",
    "research-institute",
    "university",
    "museum",
    "bank",
    "enterprise",
    "association",
    "alliance",
    "service-centre",
    "service-node",
    "arbitration",
    "mediation",
    "platform",
    "expert-body",
    "other",
]

LEAVES = [
    "court-supreme",
    "court-high",
    "court-intermediate",
    "court-basic",
    "court-ip",
    "ip-tribunal",
    "court-internet",
    "procuratorate-supreme",
    "procuratorate-provincial",
    "procuratorate-municipal",
    "procuratorate-basic",
    "customs-general",
    "customs-direct",
    "customs-local",
    "ip-national",
    "ip-provincial",
    "ip-local",
    "protection-centre",
    "fast-track-centre",
    "assistance-centre",
    "overseas-centre",
    "overseas-base",
    "promotion-centre",
    "operation-centre",
    "library",
    "other-financial",
    "ip-agency",
    "sme",
    "platform-firm",
    "notary",
    "appraisal",
]


@pytest.fixture(scope="module")
def types(vocabulary: Vocabulary) -> dict[str, Concept]:
    return {concept.slug: concept for concept in vocabulary.scheme("institution-type")}


@pytest.fixture(scope="module")
def finder(vocabulary: Vocabulary) -> ConceptFinder:
    return ConceptFinder(vocabulary, "institution-type")


def test_the_tops_are_those_of_the_design(types: dict[str, Concept]) -> None:
    assert {slug for slug, concept in types.items() if not concept.broader} == set(TOPS)


def test_the_leaves_that_others_rely_on_exist(types: dict[str, Concept]) -> None:
    assert set(LEAVES) <= set(types)


def test_every_type_has_names_in_both_languages_and_a_definition(types: dict[str, Concept]) -> None:
    for concept in types.values():
        assert all((concept.label, concept.label_en, concept.definition)), concept.slug


def test_no_two_types_share_a_word_an_ending_or_a_whole_name(types: dict[str, Concept]) -> None:
    endings = Counter(ending for concept in types.values() for ending in concept.name_endings)
    wholes = Counter(name for concept in types.values() for name in concept.whole_names)
    words = Counter((cue.text, cue.is_pattern) for concept in types.values() for cue in set(concept.words()))
    shared = [key for counter in (endings, wholes) for key, count in counter.items() if count > 1]
    shared += [text for (text, is_pattern), count in words.items() if count > 1 and not is_pattern]
    assert not shared, f"give each to one type: {shared}"


def test_a_label_that_is_switched_off_is_a_label(types: dict[str, Concept]) -> None:
    for concept in types.values():
        labels = {concept.label, *concept.alt_labels, *concept.hidden_labels}
        assert concept.not_matched <= labels, f"{concept.slug}: {sorted(concept.not_matched - labels)}"


def test_patterns_are_re2_and_endings_are_names(types: dict[str, Concept]) -> None:
    for concept in types.values():
        for cue in concept.cues:
            if cue.is_pattern:
                re2.compile(cue.text)
        for name in (*concept.name_endings, *concept.whole_names):
            assert re.fullmatch(r"[一-鿿“”（）]+", name), f"{concept.slug}: {name}"


ENDINGS = [
    ("最高人民法院", "court-supreme"),
    ("江苏省高级人民法院", "court-high"),
    ("新疆维吾尔自治区高级人民法院生产建设兵团分院", "court-high"),
    ("南京市中级人民法院", "court-intermediate"),
    ("上海市第三中级人民法院", "court-intermediate"),
    ("延边朝鲜族自治州中级人民法院", "court-intermediate"),
    ("北京市朝阳区人民法院", "court-basic"),
    ("南昌高新技术产业开发区人民法院", "court-basic"),
    ("北京知识产权法院", "court-ip"),
    ("苏州知识产权法庭", "ip-tribunal"),
    ("杭州互联网法院", "court-internet"),
    ("上海海事法院", "court-special"),
    ("乌鲁木齐铁路运输中级法院", "court-special"),
    ("最高人民检察院", "procuratorate-supreme"),
    ("上海市人民检察院第三分院", "procuratorate-municipal"),
    ("无锡市新吴区人民检察院", "procuratorate"),
    ("南昌高新技术产业开发区人民检察院", "procuratorate-basic"),
    ("海关总署", "customs-general"),
    ("厦门海关所属高崎海关", "customs-local"),
    ("杭州海关缉私局", "customs-antismuggling"),
    ("广东省公安厅", "police-provincial"),
    ("温州市公安局", "police-local"),
    ("温州市公安局鹿城区分局经侦大队", "police-local"),
    ("国家知识产权局", "ip-national"),
    ("国家知识产权局商标局", "ip-national"),
    ("上海市知识产权局", "ip-administration"),
    ("欧洲专利局", "ip-foreign"),
    ("国家市场监督管理总局", "market-regulator-national"),
    ("上海市闵行区市场监督管理局", "market-regulator-local"),
    ("原上海市工商行政管理局", "market-regulator-local"),
    ("杭州市市场监管综合行政执法支队", "market-enforcement"),
    ("国家版权局", "copyright-national"),
    ("江苏省版权局", "copyright-local"),
    ("中共南京市委宣传部", "propaganda-department"),
    ("南京市文化市场综合行政执法总队", "culture-enforcement"),
    ("苏州市文化广电和旅游局", "culture-local"),
    ("深圳市司法局", "justice-local"),
    ("浙江省农业农村厅", "agriculture-local"),
    ("国家林业和草原局", "forestry"),
    ("国家药品监督管理局", "drug-regulator"),
    ("浙江省互联网信息办公室", "cyberspace"),
    ("苏州工业园区管理委员会", "administrative-committee"),
    ("中国科学院理化技术研究所", "research-institute"),
    ("南京农业大学", "university"),
    ("河南博物院", "museum"),
    ("南京银行股份有限公司", "bank"),
    ("广东粤财融资担保集团有限公司", "other-financial"),
    ("乐高博士有限公司", "enterprise"),
    ("江苏明天种业科技股份有限公司", "enterprise"),
    ("江苏省金某种业科技有限公司", "seed-enterprise"),
    ("某株式会社", "foreign-enterprise"),
    ("北京某知识产权代理有限公司", "ip-agency"),
    ("上海某律师事务所", "law-firm"),
    ("东港市某草莓专业合作社", "farm-cooperative"),
    ("义乌市某某商行", "individual-business"),
    ("中国音像著作权集体管理协会", "rights-society"),
    ("温州市眼镜商会", "chamber"),
    ("浙江省消费者权益保护委员会", "consumer-association"),
    ("长三角司法区块链联盟", "alliance"),
    ("中国（浙江）知识产权保护中心", "protection-centre"),
    ("中国郑州（创意产业）知识产权快速维权中心", "fast-track-centre"),
    ("海南省知识产权维权援助中心", "assistance-centre"),
    ("国家海外知识产权纠纷应对指导中心", "overseas-centre"),
    ("上海国际贸易知识产权海外维权服务基地", "overseas-base"),
    ("中国（合肥）地理标志展示推广中心", "promotion-centre"),
    ("深圳国际仲裁院", "arbitration"),
    ("上海市浦东新区知识产权人民调解委员会", "mediation"),
    ("北京市长安公证处", "notary"),
    ("上海某知识产权司法鉴定中心", "appraisal"),
]


@pytest.mark.parametrize(("name", "leaf"), ENDINGS, ids=[name for name, _ in ENDINGS])
def test_the_longest_ending_tells_the_type(name: str, leaf: str, types: dict[str, Concept]) -> None:
    endings = {ending: concept.slug for concept in types.values() for ending in concept.name_endings}
    fitting = [ending for ending in endings if name.endswith(ending)]
    assert fitting, f"no ending fits {name}"
    assert endings[max(fitting, key=len)] == leaf


@pytest.mark.parametrize(
    ("ending", "level", "leaf"),
    [
        ("人民检察院", "province", "procuratorate-provincial"),
        ("人民检察院", "prefecture", "procuratorate-municipal"),
        ("人民检察院", "county", "procuratorate-basic"),
        ("知识产权局", "province", "ip-provincial"),
        ("知识产权局", "prefecture", "ip-local"),
        ("知识产权局", "county", "ip-local"),
    ],
)
def test_the_level_of_the_place_tells_types_with_one_ending_apart(
    ending: str, level: str, leaf: str, types: dict[str, Concept]
) -> None:
    above = next(concept for concept in types.values() if ending in concept.name_endings)
    fitting = [c.slug for c in types.values() if above.path in c.broader and level in c.region_levels]
    assert fitting == [leaf]


def test_the_customs_under_the_general_administration_are_listed_by_name(types: dict[str, Concept]) -> None:
    names = types["customs-direct"].whole_names
    assert len(names) == 42
    assert {"青岛海关", "深圳海关", "拱北海关", "满洲里海关"} <= set(names)
    assert all(name.endswith("海关") for name in names)


WORDS = [
    ("法院所在地", {"court"}),
    ("由法院依法审理", {"court"}),
    ("一审法院判决驳回", {"court"}),
    ("审判机关和检察机关", {"court", "procuratorate"}),
    ("权利人向公安机关报案", {"police", "right-holder"}),
    ("警方抓获犯罪嫌疑人", {"police"}),
    ("联合公安、海关、文化等部门", {"police", "customs"}),
    ("公检法三部门联合发文", {"police", "procuratorate", "court"}),
    ("海关依法予以扣留", {"customs"}),
    ("由知识产权管理部门推送", {"ip-administration"}),
    ("市场监管部门立案调查", {"market-regulator"}),
    ("基层版权执法队伍", {"copyright-administration"}),
    ("各级行政执法机关", {"enforcement-agency"}),
    ("引导银行提升服务", {"bank"}),
    ("金融机构发放贷款", {"bank"}),
    ("面向中小微企业", {"sme"}),
    ("帮助企业维权", {"enterprise"}),
    ("促进企业发展", {"enterprise"}),
    ("该公司实际经营者", {"enterprise"}),
    ("民营科技企业", {"tech-enterprise"}),
    ("引导高校院所转化成果", {"university", "research-institute"}),
    ("联合高校和科研院所", {"university", "research-institute"}),
    ("发挥行业协会作用", {"association"}),
    ("引导产业知识产权联盟、产业园区", {"ip-alliance", "park"}),
    ("设立分平台和工作站", {"service-node"}),
    ("电商平台及时下架", {"ecommerce-platform"}),
    ("与相关领域专家对接", {"expert-body"}),
    ("选任技术调查官参与", {"technical-expert"}),
    ("社会专业化知识产权机构", {"ip-agency"}),
    ("引导农户统一使用", {"farmer"}),
    ("为企业和投资人提供保障", {"enterprise", "investor"}),
    ("仲裁机构和调解组织", {"arbitration", "mediation"}),
]

FALSE_FRIENDS = [
    "欧洲联盟的规则",
    "提高校园管理水平",
    "产品抽检方式",
    "在苏州工业园区举办",
    "专家组织论证会",
    "法院地法的适用",
    "公安县人民",
    "根据海关总署公告办理",
    "商品的海关编码",
    "查询其银行流水和银行卡",
    "中国银行业的发展",
    "开设银行账户收款",
    "打造粮食银行",
    "擅自使用他人企业名称",
    "制定三项企业标准",
    "弘扬企业家精神",
    "大学生创业",
    "建设数字政府",
    "政府采购项目",
    "推广平台经济",
    "完善技术调查官制度",
    "（2021）最高法知民终816号",
    "未经权利人许可",
    "完善专家辅助人制度",
    "中国版权页",
]


@pytest.mark.parametrize(("text", "expected"), WORDS, ids=[text for text, _ in WORDS])
def test_words_speak_for_generic_actors(text: str, expected: set[str], finder: ConceptFinder) -> None:
    assert {match.payload for match in finder.matches(text)} == expected


@pytest.mark.parametrize("text", FALSE_FRIENDS)
def test_false_friends_do_not_speak_for_an_actor(text: str, finder: ConceptFinder) -> None:
    assert [(match.payload, text[match.start : match.end]) for match in finder.matches(text)] == []


def test_mappings_go_to_eurovoc_and_are_no_stronger_than_close(vocabulary: Vocabulary) -> None:
    skos = "http://www.w3.org/2004/02/skos/core#"
    for subject, node in vocabulary.subjects.items():
        if "/scheme/institution-type/" in subject:
            assert skos + "exactMatch" not in node
            for name in ("closeMatch", "relatedMatch"):
                for value in node.get(skos + name, []):
                    assert re.fullmatch(r"http://eurovoc\.europa\.eu/(\d+|c_[0-9a-f]+)", value.text), value.text


def test_the_scheme_says_that_it_is_no_official_classification(vocabulary: Vocabulary) -> None:
    node = vocabulary.subjects["https://w3id.org/ipcase/scheme/institution-type"]
    described = [value.text for value in node["http://purl.org/dc/terms/description"] if value.language == "zh-hans"]
    assert any("分类由本项目拟定，非官方分类" in text for text in described)
