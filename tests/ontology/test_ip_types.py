"""The scheme of IP types: fixed slugs, hierarchy, mappings with a source, and the words that speak for a kind."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import re2

from kg.mentions.concepts import ConceptFinder
from kg.vocabulary import Concept, Vocabulary

SKOS = "http://www.w3.org/2004/02/skos/core#"
SCHEME = "https://w3id.org/ipcase/scheme/ip-type"

BROADER = {
    "ip": "",
    "industrial-property": "ip",
    "patent": "industrial-property",
    "invention-patent": "patent",
    "utility-model": "patent",
    "design": "patent",
    "trademark": "industrial-property",
    "collective-mark": "trademark",
    "certification-mark": "trademark",
    "well-known-mark": "trademark",
    "gi": "industrial-property",
    "gi-cert-mark": "certification-mark gi",
    "gi-collective-mark": "collective-mark gi",
    "gi-product": "gi",
    "agri-gi": "gi",
    "copyright": "ip",
    "related-rights": "copyright",
    "software-copyright": "copyright",
    "digital-copyright": "copyright",
    "trade-secret": "ip",
    "technical-secret": "trade-secret",
    "business-information": "trade-secret",
    "ic-layout": "ip",
    "plant-variety": "ip",
    "data-ip": "ip",
    "trade-name": "ip",
    "special-sign": "ip",
    "traditional-knowledge": "ip",
    "competition-interest": "ip",
}


@pytest.fixture(scope="module")
def types(vocabulary: Vocabulary) -> dict[str, Concept]:
    return {concept.slug: concept for concept in vocabulary.scheme("ip-type")}


@pytest.fixture(scope="module")
def finder(vocabulary: Vocabulary) -> ConceptFinder:
    return ConceptFinder(vocabulary, "ip-type")


def test_slugs_and_hierarchy_are_those_that_others_rely_on(types: dict[str, Concept]) -> None:
    found = {slug: " ".join(sorted(path.removeprefix("ip-type/") for path in c.broader)) for slug, c in types.items()}
    assert BROADER.items() <= found.items()


def test_every_kind_has_names_in_both_languages_and_a_definition(vocabulary: Vocabulary) -> None:
    for concept in vocabulary.scheme("ip-type"):
        node = vocabulary.subjects[f"https://w3id.org/ipcase/scheme/{concept.path}"]
        for name in ("prefLabel", "definition"):
            assert sorted(str(value.language) for value in node[SKOS + name]) == ["en", "zh-hans"], (concept.slug, name)


def test_no_two_kinds_share_a_word_and_patterns_are_re2(types: dict[str, Concept]) -> None:
    words = Counter(cue.text for concept in types.values() for cue in set(concept.words()))
    assert not [text for text, count in words.items() if count > 1]
    for concept in types.values():
        for cue in concept.cues:
            if cue.is_pattern:
                re2.compile(cue.text)
        assert concept.not_matched <= {concept.label, *concept.alt_labels, *concept.hidden_labels}, concept.slug


def test_technology_related_ip_is_a_collection_with_its_six_members(vocabulary: Vocabulary) -> None:
    node = vocabulary.subjects[f"{SCHEME}/technology-related"]
    assert [value.text for value in node["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"]] == [SKOS + "Collection"]
    members = {value.text.removeprefix(f"{SCHEME}/") for value in node[SKOS + "member"]}
    assert members == {
        "invention-patent",
        "utility-model",
        "plant-variety",
        "ic-layout",
        "technical-secret",
        "software-copyright",
    }


def test_chinese_patent_is_only_close_to_patent_elsewhere(vocabulary: Vocabulary) -> None:
    node = vocabulary.subjects[f"{SCHEME}/patent"]
    assert SKOS + "exactMatch" not in node
    assert "http://eurovoc.europa.eu/5042" in {value.text for value in node[SKOS + "closeMatch"]}


def test_mappings_are_identifiers_of_known_vocabularies_each_used_for_one_strength(vocabulary: Vocabulary) -> None:
    known = re.compile(
        r"http://(www\.wikidata\.org/entity/Q\d+|eurovoc\.europa\.eu/(\d+|c_[0-9a-f]+)|zbw\.eu/stw/descriptor/\d+-\d"
        r"|www\.yso\.fi/onto/yso/p\d+|id\.loc\.gov/authorities/subjects/sh\d+)"
    )
    for concept in vocabulary.scheme("ip-type"):
        node = vocabulary.subjects[f"https://w3id.org/ipcase/scheme/{concept.path}"]
        names = ("exactMatch", "closeMatch", "relatedMatch", "broadMatch", "narrowMatch")
        targets = [value.text for name in names for value in node.get(SKOS + name, [])]
        assert len(targets) == len(set(targets)), concept.slug
        assert all(known.fullmatch(target) for target in targets), (concept.slug, targets)


WORDS = [
    ("知识产权保护", {"ip"}),
    ("专利许可费用", {"patent"}),
    ("拥有发明专利三件", {"invention-patent"}),
    ("侵害发明专利权纠纷", {"invention-patent"}),
    ("侵害实用新型专利权纠纷", {"utility-model"}),
    ("外观设计专利侵权", {"design"}),
    ("发明、实用新型专利", {"invention-patent", "utility-model"}),
    ("假冒专利罪", {"patent"}),
    ("依据专利法第六十条", {"patent"}),
    ("犯假冒注册商标罪", {"trademark"}),
    ("犯销售假冒注册商标的商品罪", {"trademark"}),
    ("犯非法制造、销售非法制造的注册商标标识罪", {"trademark"}),
    ("以农产品商标为抓手", {"trademark"}),
    ("侵犯注册商标专用权", {"trademark"}),
    ("违反《商标法》第五十七条", {"trademark"}),
    ("认定为驰名商标", {"well-known-mark"}),
    ("统一使用“东港草莓”地理标志证明商标", {"gi-cert-mark"}),
    ("注册地理标志集体商标", {"gi-collective-mark"}),
    ("地理标志产品的知名度", {"gi"}),
    ("获批国家地理标志保护产品", {"gi-product"}),
    ("登记农产品地理标志", {"agri-gi"}),
    ("犯侵犯著作权罪", {"copyright"}),
    ("犯销售侵权复制品罪", {"copyright"}),
    ("侵害作品信息网络传播权纠纷", {"copyright"}),
    ("传播视听作品七万部", {"copyright"}),
    ("打击侵权盗版", {"copyright"}),
    ("“剑网2023”专项行动", {"copyright"}),
    ("侵害计算机软件著作权纠纷", {"software-copyright"}),
    ("推进软件正版化", {"software-copyright"}),
    ("加大数字版权保护", {"digital-copyright"}),
    ("侵害录音录像制作者权纠纷", {"related-rights"}),
    ("犯侵犯商业秘密罪", {"trade-secret"}),
    ("犯为境外刺探、收买、非法提供商业秘密罪", {"trade-secret"}),
    ("侵害技术秘密纠纷", {"technical-secret"}),
    ("窃取客户名单", {"trade-secret"}),
    ("侵害经营秘密纠纷", {"business-information"}),
    ("不为公众所知悉的技术信息、经营信息等商业信息构成商业秘密", {"trade-secret"}),
    ("侵害集成电路布图设计专有权", {"ic-layout"}),
    ("侵害植物新品种权纠纷", {"plant-variety"}),
    ("降低品种权人举证负担", {"plant-variety"}),
    ("强化种业振兴", {"plant-variety"}),
    ("依据《种子法》", {"plant-variety"}),
    ("办理数据知识产权登记", {"data-ip"}),
    ("突出使用他人字号", {"trade-name"}),
    ("侵犯奥林匹克标志专有权", {"special-sign"}),
    ("保护民间文学艺术作品", {"traditional-knowledge"}),
    ("构成不正当竞争", {"competition-interest"}),
    ("达成横向垄断协议", {"competition-interest"}),
]

FALSE_FRIENDS = [
    "开展特种业务",
    "公私服务体系",
    "微商号召力",
    "人类遗传资源管理",
    "国家知识产权局批复",
    "最高人民法院知识产权法庭",
    "北京知识产权法院判决",
    "国家版权局转办",
    "图书版权页",
    "商标局裁定",
    "非专利文献",
    "打造区域公用品牌",
    "品牌价值提升",
    "办理这种业务",
    "花色品种齐全",
    "中华老字号",
    "打破国外技术垄断",
    "公司企业名称为某某",
    "讯问时同步录音录像",
    "了解企业经营信息",
    "违反反不正当竞争法第九条",
]


@pytest.mark.parametrize(("text", "expected"), WORDS, ids=[text for text, _ in WORDS])
def test_words_speak_for_the_most_specific_kind(text: str, expected: set[str], finder: ConceptFinder) -> None:
    assert {match.payload for match in finder.matches(text)} == expected


@pytest.mark.parametrize("text", FALSE_FRIENDS)
def test_false_friends_speak_for_no_kind(text: str, finder: ConceptFinder) -> None:
    assert [(match.payload, text[match.start : match.end]) for match in finder.matches(text)] == []
