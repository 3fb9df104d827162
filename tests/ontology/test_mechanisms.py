"""The scheme of mechanisms: complete, well formed, and its cues right on sentences of the field."""

from __future__ import annotations

import re
import re._parser as sre_parse  # type: ignore[import-not-found]
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import re2

from kg.mentions.matcher import Matcher
from kg.model import QUOTE_LIMIT
from kg.vocabulary import load

ROOT = Path(__file__).resolve().parents[2]
SCHEMES = ROOT / "ontology" / "schemes"
MECHANISMS, STAGES = SCHEMES / "mechanisms.ttl", SCHEMES / "stages.ttl"

BASE = "https://w3id.org/ipcase/"
MECH, STAGE, DEF = BASE + "scheme/mechanism/", BASE + "scheme/stage/", BASE + "def#"
SKOS = "http://www.w3.org/2004/02/skos/core#"

GROUPS: dict[str, str] = {
    "creation-asset-mgmt": "portfolio-layout project-ip-mgmt internal-ip-rules brand-cultivation contests"
    " patent-quality pre-examination",
    "ip-information": "info-dissemination patent-navigation patent-analytics early-warning ip-databases analytic-tools",
    "public-service": "integrated-platform outreach service-nodes resource-pooling service-packages",
    "ip-finance": "pledge-financing securitisation whitelist-matching ip-valuation ip-insurance risk-sharing"
    " equity-investment fiscal-tax",
    "licensing-commercialisation": "open-licence licensing-models patent-pool matching trading-venue"
    " research-commercialisation brand-licensing industrialisation",
    "gi-brand": "gi-cultivation regional-brand-use gi-showcase gi-quality creative-brands",
    "judicial-protection": "technical-fact-finding punitive-damages evidence-rules case-flow specialised-adjudication"
    " judge-made-rules cross-region-justice integrated-procuratorial injunction criminal-protection abuse-litigation",
    "administrative-enforcement": "investigation-exposure grassroots-enforcement administrative-adjudication"
    " credit-smart-regulation joint-enforcement cross-region-enforcement traceability rights-balance agency-regulation",
    "customs": "pre-confirmation risk-targeting customs-help-firms customs-linkage customs-recordal"
    " clearance-facilitation",
    "admin-judicial-link": "admin-judicial-general judicial-confirmation admin-criminal-link dual-reporting"
    " litigation-mediation-link adjudication-standards judicial-administrative-framework police-procuratorate",
    "dispute-resolution": "administrative-mediation pre-trial-mediation arbitration diversified-general",
    "rights-assistance": "domestic-assistance overseas-assistance fast-track compliance sme-coaching",
    "domain-regimes": "trade-secret-regime seed-regime ecommerce-regime industry-copyright-regime"
    " digital-copyright-regime exhibition-regime heritage-regime",
    "digital": "digital-reform blockchain big-data-ai online-working-platform e-evidence data-ip-registration",
    "rules-standards-capacity": "local-legislation policy-documents standards training publicity incentives"
    " demonstration expert-pools",
    "collaborative-governance": "regional-integration interdepartmental self-regulation international gov-stage-market",
}
"""The groups and the concepts of the second level, whose slugs are fixed."""


def texts(node: dict[str, list[Any]], predicate: str, language: str | None = None) -> list[str]:
    return [o.value for o in node.get(predicate, []) if language is None or o.language == language]


@cache
def triples() -> dict[str, dict[str, list[Any]]]:
    """Subjects of both files to their properties, read by the strict parser."""
    from pyoxigraph import RdfFormat, parse

    found: dict[str, dict[str, list[Any]]] = {}
    for path in (MECHANISMS, STAGES):
        for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE, rename_blank_nodes=True):
            found.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object)
    return found


@cache
def concepts() -> dict[str, dict[str, list[Any]]]:
    return {s.removeprefix(MECH): node for s, node in triples().items() if s.startswith(MECH)}


def broader(slug: str) -> list[str]:
    return [o.value.removeprefix(MECH) for o in concepts()[slug].get(SKOS + "broader", [])]


@cache
def matcher() -> Matcher[str]:
    vocabulary = load(ROOT / "ontology")
    return Matcher((cue, concept.slug) for concept in vocabulary.scheme("mechanism") for cue in concept.words())


def mentions(text: str) -> Iterator[tuple[str, str]]:
    """The concepts that the cues find in a text, with the words, before any rule about negation or level."""
    for match in matcher().all(text):
        yield match.payload, text[match.start : match.end]


# -- the files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [MECHANISMS, STAGES], ids=lambda path: path.name)
def test_files_parse_strictly_and_alike_in_both_parsers(path: Path) -> None:
    from pyoxigraph import RdfFormat, parse
    from rdflib import Graph

    raw = path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf"), "no byte order mark"
    assert b"\r" not in raw, "line feeds only"
    strict = list(parse(raw, format=RdfFormat.TURTLE))
    assert len(Graph().parse(data=raw.decode(), format="turtle")) == len({str(q) for q in strict})


def test_all_groups_and_concepts_are_there_each_in_its_group() -> None:
    tops = {o.value.removeprefix(MECH) for o in triples()[BASE + "scheme/mechanism"][SKOS + "hasTopConcept"]}
    assert tops == set(GROUPS)
    assert sum(len(slugs.split()) for slugs in GROUPS.values()) == 108
    for group, slugs in GROUPS.items():
        for slug in slugs.split():
            assert broader(slug) == [group], f"mech:{slug} must stand directly under mech:{group}"


def test_the_scheme_says_that_the_classification_is_the_projects_own() -> None:
    description = triples()[BASE + "scheme/mechanism"]["http://purl.org/dc/terms/description"]
    assert any("分类由本项目拟定，非官方分类" in o.value for o in description)
    assert {o.language for o in description} == {"zh-hans", "en"}


def test_hierarchy_has_no_cycle_and_no_orphan() -> None:
    for slug in concepts():
        seen, above = [slug], broader(slug)
        assert above or slug in GROUPS, f"mech:{slug} has no skos:broader and is no group"
        while above:
            assert len(above) == 1, f"mech:{slug}: more than one skos:broader {above}"
            assert above[0] in concepts(), f"mech:{slug}: unknown skos:broader {above}"
            assert above[0] not in seen, f"mech:{slug}: skos:broader goes in a circle"
            seen.append(above[0])
            above = broader(above[0])
        assert seen[-1] in GROUPS


def test_each_concept_has_labels_definitions_notation_and_a_known_stage() -> None:
    stages = {s for s in triples() if s.startswith(STAGE)}
    assert {s.removeprefix(STAGE) for s in stages} == {"creation", "utilisation", "protection", "management", "service"}
    for slug, node in concepts().items():
        for language in ("zh-hans", "en"):
            assert len(texts(node, SKOS + "prefLabel", language)) == 1, f"mech:{slug}: one skos:prefLabel@{language}"
            assert len(texts(node, SKOS + "definition", language)) == 1, f"mech:{slug}: skos:definition@{language}"
        assert len(node[SKOS + "notation"]) == 1
        assert next(o.value for o in node[DEF + "stage"]) in stages, f"mech:{slug}: unknown def:stage"


def test_labels_are_disjoint_within_a_concept_and_across_the_scheme() -> None:
    owner: dict[str, str] = {}
    for slug, node in concepts().items():
        for name in ("prefLabel", "altLabel", "hiddenLabel"):
            for label in texts(node, SKOS + name, "zh-hans"):
                assert label not in owner, f"{label} is a label of mech:{slug} and of mech:{owner[label]}"
                owner[label] = slug
    notations = [texts(node, SKOS + "notation")[0] for node in concepts().values()]
    assert len(notations) == len(set(notations))


def test_only_labels_are_switched_off() -> None:
    for slug, node in concepts().items():
        labels = {t for name in ("prefLabel", "altLabel", "hiddenLabel") for t in texts(node, SKOS + name, "zh-hans")}
        assert set(texts(node, DEF + "notMatched")) <= labels, f"mech:{slug}: def:notMatched names no label"


def test_each_pattern_compiles_and_matches_neither_nothing_nor_more_than_a_quote_may_hold() -> None:
    for slug, node in concepts().items():
        for blank in node.get(DEF + "contextCue", []):
            cue = triples()[blank.value]
            assert len(texts(cue, DEF + "pattern")) + len(texts(cue, DEF + "literal")) == 1
            for pattern in texts(cue, DEF + "pattern"):
                compiled = re2.compile(pattern)
                assert not compiled.search(""), f"mech:{slug}: {pattern} matches the empty text"
                longest = sre_parse.parse(pattern).getwidth()[1]
                assert longest <= QUOTE_LIMIT, f"mech:{slug}: {pattern} may match {longest} characters: bound its gaps"


def test_mappings_go_to_the_published_vocabularies_only() -> None:
    for slug, node in concepts().items():
        assert SKOS + "exactMatch" not in node, f"mech:{slug}: no mechanism is the same as an external concept"
        seen: set[str] = set()
        for name in ("closeMatch", "relatedMatch", "broadMatch"):
            for target in (o.value for o in node.get(SKOS + name, [])):
                assert re.fullmatch(r"http://(eurovoc\.europa\.eu/\w+|zbw\.eu/stw/descriptor/\d+-\d)", target)
                assert target not in seen, f"mech:{slug} maps to {target} in two ways"
                seen.add(target)


# -- the cues -------------------------------------------------------------------------------------------------------

POSITIVE: list[tuple[str, str]] = [
    # courts
    ("被告曾两次侵权，主观恶意明显，一审法院适用惩罚性赔偿，按三倍确定赔偿数额。", "punitive-damages"),
    ("法院全额支持权利人的诉讼请求，依法顶格判赔。", "punitive-damages"),
    ("合议庭在申请后四十八小时内作出诉前行为保全裁定，责令停止发货。", "injunction"),
    ("法院颁发临时禁令，及时制止即将发生的侵权。", "injunction"),
    ("被告拒不提供账簿，构成举证妨碍，法院采信原告主张的获利。", "evidence-rules"),
    ("法院应原告申请签发律师调查令，调取平台销售数据。", "evidence-rules"),
    ("适当转移举证责任，减轻权利人举证负担。", "evidence-rules"),
    ("两名技术调查官参与现场勘验并出具技术审查意见。", "technical-investigator"),
    ("双方各自申请专家辅助人出庭，就参数限定问题接受询问。", "technical-fact-finding"),
    ("通过简案快审、繁案精审，平均审理周期缩短四十天。", "case-flow"),
    ("先选取一案作出示范判决，其余案件随之调解。", "case-flow"),
    ("经批准，该院设立知识产权法庭，跨区域集中管辖技术类案件。", "specialised-adjudication"),
    ("深化民事、行政和刑事案件“三合一”审判机制改革。", "specialised-adjudication"),
    ("本案裁判规则对规范平台经济竞争秩序具有积极意义。", "judge-made-rules"),
    ("本案对同类案件的审理具有借鉴意义。", "judge-made-rules"),
    ("两地法院签订协议，开展跨域立案和异地送达。", "cross-region-justice"),
    ("原告明知专利缺乏新颖性仍起诉，构成恶意诉讼，应当赔偿对方律师费。", "abuse-litigation"),
    ("以批量诉讼牟利的行为偏离制度目的，法院不予支持。", "abuse-litigation"),
    ("被告人犯销售假冒注册商标的商品罪，判处有期徒刑三年，并处罚金五十万元。", "criminal-protection"),
    ("检察院以侵犯商业秘密罪对三人提起公诉。", "criminal-protection"),
    ("判令被告立即停止侵害，赔偿原告经济损失二百万元。", "judicial-protection"),
    ("二审法院驳回上诉，维持原判。", "judicial-protection"),
    ("经法官主持，双方达成一揽子和解，关联的十二件诉讼全部撤回。", "judicial-mediation"),
    # procuratorates
    ("检察机关综合履职，同步审查刑事责任与民事侵权。", "integrated-procuratorial"),
    ("检察院落实“一案四查”，依法能动履职。", "integrated-procuratorial"),
    ("针对监管漏洞，向市场监管部门制发检察建议。", "procuratorial-suggestion"),
    ("检察院经审查后支持权利人提起民事诉讼。", "supported-prosecution"),
    ("检察机关提请抗诉，再审法院改判。", "civil-procuratorial-supervision"),
    ("就冒用地理标志损害公共利益的情形立案办理行政公益诉讼。", "public-interest-litigation"),
    ("应公安机关邀请提前介入，引导侦查人员固定电子数据。", "police-procuratorate"),
    ("检察院列明补充侦查提纲，追加起诉两名漏犯。", "criminal-protection"),
    ("对不起诉人员提出检察意见，移送行政主管机关处罚，落实行刑反向衔接。", "reverse-linkage"),
    ("权利人提起附带民事诉讼，检察院促成全额赔付。", "civil-claim-in-criminal"),
    ("督促涉案企业合规整改，经第三方监督评估合格后从宽处理。", "compliance-rectification"),
    # customs
    ("海关关员在查验时发现该批运动鞋标有他人商标，依法予以扣留。", "risk-targeting"),
    ("某海关查获出口侵权充电器二万件。", "risk-targeting"),
    ("“龙腾行动2023”期间，该关加大对重点航线的风险研判。", "risk-targeting"),
    ("对寄递渠道的可疑邮件实施机检查验。", "risk-targeting"),
    ("权利人向海关总署备案了三项商标权。", "customs-recordal"),
    ("企业申请知识产权海关保护备案获得核准。", "customs-recordal"),
    ("启用总担保，权利人不必逐票缴纳担保金。", "general-guarantee"),
    ("海关主动上门，指导企业申请备案，开展自主知识产权培塑行动。", "customs-help-firms"),
    ("口岸海关与属地海关建立跨关区协作机制，共享情报。", "customs-linkage"),
    ("申报前完成预确认的货物到港即放。", "pre-confirmation"),
    ("压缩通关时间，对守法企业快速放行。", "clearance-facilitation"),
    ("涉嫌犯罪的，海关依法移送公安机关。", "admin-criminal-link"),
    # patent, market and copyright administrations
    ("省知识产权局受理专利侵权纠纷处理请求，组成合议组进行口头审理。", "administrative-adjudication"),
    ("作出行政裁决，责令被请求人停止制造、销售。", "administrative-adjudication"),
    ("国家知识产权局审理首批药品专利纠纷早期解决机制行政裁决案件。", "drug-patent-linkage"),
    ("区市场监督管理局立案调查，没收侵权商品三百件并罚款十万元。", "investigation-exposure"),
    ("执法人员现场检查，当事人的行为违法，责令立即停止侵权行为。", "investigation-exposure"),
    ("将该案线索移送公安机关立案侦查，实现行刑衔接。", "admin-criminal-link"),
    ("执法人员循线深挖，捣毁生产窝点两处，实现全链条打击。", "traceability"),
    ("向生产地市场监管部门发出协查函，两地联查。", "cross-region-enforcement"),
    ("市场监管局联合公安机关开展突击检查行动。", "joint-enforcement"),
    ("将当事人列入严重违法失信名单，实施信用惩戒。", "credit-smart-regulation"),
    ("对不以使用为目的的恶意商标注册申请予以驳回。", "bad-faith-registration"),
    ("该公司编造专利申请材料，属于非正常专利申请。", "patent-quality"),
    ("当事人无资质专利代理，被处以警告。", "agency-regulation"),
    ("深化“蓝天”专项整治行动，规范代理秩序。", "agency-regulation"),
    ("平台核实后认定系恶意投诉，恢复商品链接。", "rights-balance"),
    ("省版权局在“剑网”专项行动中查办该案。", "special-campaign"),
    ("开展院线电影版权保护，严查盗录传播。", "special-campaign"),
    ("推进国有企业软件正版化检查全覆盖。", "genuine-software"),
    ("获评全国版权示范园区。", "demonstration"),
    ("完善网络版权监管，发布重点作品版权保护预警名单。", "digital-copyright-regime"),
    ("会展期间驻会执法，快速处置投诉。", "exhibition-regime"),
    ("为亚运会特殊标志提供专门保护。", "event-regime"),
    # disputes and assistance
    ("调解协议经法院司法确认后具有强制执行力。", "judicial-confirmation"),
    ("法院与知识产权局开展诉调对接，诉前委派调解。", "litigation-mediation-link"),
    ("知识产权局组织双方开展行政调解，当场履行。", "administrative-mediation"),
    ("依托人民调解委员会化解批量图片纠纷。", "pre-trial-mediation"),
    ("引导当事人选择知识产权仲裁院的仲裁服务。", "arbitration"),
    ("坚持诉源治理，推动纠纷实质性化解。", "diversified-general"),
    ("确权程序与侵权程序联合审理，当庭明确保护范围。", "adjudication-standards"),
    ("维权援助中心提供侵权判定咨询。", "domestic-assistance"),
    ("指导企业应对美国“337调查”，开展海外知识产权纠纷应对指导。", "overseas-assistance"),
    ("保护中心提供快速预审、快速确权、快速维权服务。", "fast-track"),
    ("依托保护中心开展专利预审，授权周期缩短至三个月。", "pre-examination"),
    ("为三十家企业提供知识产权合规体检。", "compliance"),
    ("为专精特新企业提供“一对一”指导。", "sme-coaching"),
    # provinces and cities
    ("全市知识产权质押融资登记金额突破百亿元。", "pledge-financing"),
    ("推出知识价值信用贷款，按创新能力授信。", "knowledge-value-loan"),
    ("发行全国首单数据知识产权证券化产品。", "securitisation"),
    ("设立风险补偿资金池，对质押贷款给予贴息。", "risk-sharing"),
    ("上线海外知识产权侵权责任险，累计承保两百家企业。", "ip-insurance"),
    ("建立专利价值评估模型，破解估值难。", "ip-valuation"),
    ("高校将闲置专利以“先使用后付费”方式许可给中小企业。", "licensing-models"),
    ("发布首批开放许可专利，免费许可期两年。", "open-licence"),
    ("全面盘活存量专利，开展高校专利转化。", "research-commercialisation"),
    ("实施专利转化专项计划，支持二十个产业园区。", "patent-conversion-programme"),
    ("围绕光电产业开展专利导航，明确突破方向。", "patent-navigation"),
    ("建设知识产权运营服务体系和版权交易中心。", "trading-venue"),
    ("建成商标品牌指导站一百二十家。", "trademark-brand-station"),
    ("实施地理标志运用促进工程，带动农户增收。", "gi-cultivation"),
    ("核准四十家企业使用地理标志专用标志。", "regional-brand-use"),
    ("建立特色质量保证体系和产地溯源平台。", "gi-quality"),
    ("颁发首张数据知识产权登记证书。", "data-ip-registration"),
    ("利用区块链存证固定证据。", "e-evidence"),
    ("运用大数据监测网络销售线索。", "big-data-ai"),
    ("构建大数据法律监督模型，发现虚假诉讼线索。", "big-data-ai"),
    ("市政府出台《关于强化知识产权保护的实施意见》。", "policy-documents"),
    ("制定并施行《江苏省知识产权促进和保护条例》，以地方立法固化经验。", "local-legislation"),
    ("牵头制定海外纠纷应对服务团体标准。", "standards"),
    ("举办专利代理、运营专题培训班二十期。", "training"),
    ("检察官以案释法，走进园区开展普法。", "publicity"),
    ("京津冀三地签署知识产权协同发展合作协议。", "regional-integration"),
    ("由八个部门建立联席会议制度，形成工作专班。", "interdepartmental"),
    ("引导行业协会签订自律公约。", "self-regulation"),
    ("与世界知识产权组织开展合作，推进国际交流。", "international"),
    ("梳理商业秘密保护示范区创建指引，建立商业秘密保护联系点。", "trade-secret-regime"),
    # the same devices in other words
    ("区局对当事人立案，当场查封标识一批。", "investigation-exposure"),
    ("执法人员依法检查当事人的经营场所，查扣涉嫌侵权的白酒一百二十瓶。", "investigation-exposure"),
    ("县市场监督管理局查处某公司销售侵犯注册商标专用权商品案", "investigation-exposure"),
    ("两市知识产权局联合处理涉展会的外观设计专利侵权纠纷案，并异地协查。", "cross-region-enforcement"),
    ("公安机关认为不构成犯罪，将案件移送市场监管部门处理。", "admin-criminal-link"),
    ("检察机关坚持刑民行一体审查。", "integrated-procuratorial"),
    ("公安机关商请检察院派员介入。", "police-procuratorate"),
    ("检察院制发社会治理检察建议，推动专项整治。", "procuratorial-suggestion"),
    ("拱北海关在旅检通道截获假冒手表。", "risk-targeting"),
    ("海关为企业量身制定保护方案，护航品牌出海。", "customs-help-firms"),
    ("双方共同申请法院确认调解协议的效力。", "judicial-confirmation"),
    ("办案人员多次组织双方沟通，当事人握手言和。", "administrative-mediation"),
    ("建设版权保护监测平台，全网巡查热播影视作品。", "digital-copyright-regime"),
    ("由十二个部门共同建立工作协调机制。", "interdepartmental"),
    ("开展种子打假护权行动。", "seed-regime"),
    ("某公司诉某店侵害发明专利权纠纷案", "judicial-protection"),
    ("北京市高级人民法院（2008）高民终字第3号民事判决。", "judicial-protection"),
    ("派出知识产权特派员，上门问诊。", "outreach"),
]
"""Sentences as the field writes them, each with a concept that a reader would name."""

NEGATIVE: list[tuple[str, str | None]] = [
    # background: no mechanism at all
    ("为经济高质量发展营造良好法治环境。", None),
    ("促进企业创新发展，激发市场活力。", None),
    ("不断提升知识产权保护水平，优化营商环境。", None),
    ("该案的办理彰显了对中外当事人平等保护的态度。", None),
    ("知识产权是国家发展的战略性资源和国际竞争力的核心要素。", None),
    ("原告系一种折叠婴儿推车发明专利的专利权人。", None),
    ("涉案产品在设计上借鉴了他人外观设计。", None),
    ("被告未经许可在同类商品上使用近似标识。", None),
    ("该商标经过长期使用具有较高知名度。", None),
    ("经鉴定，上述商品均为假冒产品。", None),
    ("当事人经营一家五金门市部。", None),
    ("本案入选年度知识产权典型案例。", None),
    ("本案具有良好的示范意义。", None),
    ("公司成立于2012年，主营数据存储设备。", None),
    # false friends
    ("将更多创新主体纳入企业名录。", "outreach"),
    ("有力促进企业转型升级。", "outreach"),
    ("着力引进企业和人才。", "outreach"),
    ("被告购置图形工作站用于绘图。", "service-nodes"),
    ("对项目开展绩效评估。", "ip-valuation"),
    ("专利权评价报告显示该外观设计符合授权条件。", "ip-valuation"),
    ("经确认为授权产品后放行。", "brand-licensing"),
    ("被告出示的授权书系伪造。", "brand-licensing"),
    ("被告主张其取得独占实施许可。", "licensing-models"),
    ("达成的知识产权纠纷调解协议可以申请确认。", "diversified-general"),
    ("行政调解协议的效力得到强化。", "administrative-mediation"),
    ("双方曾申请劳动人事争议仲裁委员会裁决。", "arbitration"),
    ("劳动仲裁裁决已经生效。", "arbitration"),
    ("被告利用虚假宣传误导公众。", "publicity"),
    ("该店以涉案商标对外宣传推广。", "publicity"),
    ("原告提供教育培训服务。", "training"),
    ("被告单位收取培训课时费用。", "training"),
    ("双方就体育赛事直播节目的性质发生争议。", "contests"),
    ("被诉平台提供一站式购物体验。", "integrated-platform"),
    ("该公司自称打造农业产业链综合服务平台。", "integrated-platform"),
    ("被告在电商平台开设店铺销售。", "ecommerce-regime"),
    ("原告某大数据科技有限公司提起诉讼。", "big-data-ai"),
    ("人工智能产业快速发展。", "big-data-ai"),
    ("被告某区块链科技有限公司系软件开发者。", "blockchain"),
    ("金某种业公司系独占实施被许可人。", "seed-regime"),
    ("进一步加大种业知识产权保护力度。", "seed-regime"),
    ("彰显了加强商业秘密刑事保护的力度。", "trade-secret-regime"),
    ("被告擅自使用地理标志专用标志。", "regional-brand-use"),
    ("依照《植物新品种保护条例》第六条判决如下。", "local-legislation"),
    ("依照《信息网络传播权保护条例》的规定承担责任。", "policy-documents"),
    ("产品执行企业标准。", "standards"),
    ("侵犯商业秘密案件的办理难度大。", "criminal-protection"),
    ("情节严重的，移送公安机关追究刑事责任。", "criminal-protection"),
    ("以涉嫌假冒注册商标罪移送公安机关。", "criminal-protection"),
    ("法院裁定财产保全。", "injunction"),
    ("违反竞业限制约定。", "injunction"),
    ("经营者滥用市场支配地位，排除竞争。", "abuse-litigation"),
    ("最高人民法院知识产权法庭二审认为，涉案专利有效。", "specialised-adjudication"),
    ("打通知识产权创造、保护、运用、管理、服务全链条。", "traceability"),
    ("深化诉源治理。", "traceability"),
    ("建设农产品质量溯源体系。", "traceability"),
    ("委托代理人提交代理意见。", "agency-regulation"),
    ("发挥证券化的风险隔离优势。", "risk-sharing"),
    ("原告经公证购买了被诉侵权产品。", "e-evidence"),
    ("签订加盟协议后由第三方交付。", "interdepartmental"),
    ("某国际合作有限公司系权利人。", "international"),
    ("企业自愿公开承诺自律经营的市场化程度较高。", "gov-stage-market"),
    ("海关依法作出行政处罚决定，没收侵权货物。", "investigation-exposure"),
    ("快速协同保护机制运行良好。", "collaborative-governance"),
    ("侵权商品通过网络直播间销往全国二十余个省份。", None),
    ("原告系高新技术企业，曾获中国专利奖金奖。", None),
    ("公司与员工签订保密协议，对图纸采取加密措施。", None),
    ("经比对，被诉侵权产品的技术特征落入专利权的保护范围。", None),
    ("该品牌荣获中华老字号称号。", None),
    ("该公司在展会上展出了被诉侵权产品。", None),
    ("该案反映出部分经营者法律意识淡薄。", None),
    ("各级机关加强协作配合，形成打击合力。", None),
    ("原告提交了广告宣传合同和所获荣誉等证据。", None),
    ("某科技股份有限公司从事人工智能芯片研发。", None),
    ("国家知识产权局宣告专利权全部无效。", None),
    ("双方通过和解协议实施横向垄断。", "judicial-mediation"),
    ("被告高薪聘请原告公司技术人员。", "technical-fact-finding"),
    ("检察院移送起诉材料。", "admin-criminal-link"),
    # words across a word boundary
    ("执法人员先行登记保存证据。", None),
    ("原告提供的服务包括软件升级。", None),
    ("部分平台商户已下架商品。", None),
    ("当事人违反赔偿约定。", None),
    ("希望快速裁决。", "case-flow"),
    ("参展商进驻展馆。", "exhibition-regime"),
    ("双方同意继续起诉调整后的请求。", "litigation-mediation-link"),
    ("建立跨区域协作机制。", "regional-integration"),
    ("用户在电商平台交易时发现假货。", "trading-venue"),
]
"""Sentences that look like a mechanism and are none: nothing at all, or not this concept, may be found."""


@pytest.mark.parametrize(("sentence", "slug"), POSITIVE)
def test_a_sentence_of_the_field_is_recognised(sentence: str, slug: str) -> None:
    assert slug in dict(mentions(sentence)), f"no cue of mech:{slug} in {sentence}"


@pytest.mark.parametrize(("sentence", "slug"), NEGATIVE)
def test_background_talk_and_false_friends_are_left_alone(sentence: str, slug: str | None) -> None:
    found = [f"mech:{name} by {words}" for name, words in mentions(sentence) if slug is None or name == slug]
    assert not found, f"{found} in {sentence}"


def test_each_expected_slug_of_the_tables_exists() -> None:
    assert {slug for _, slug in [*POSITIVE, *NEGATIVE] if slug} <= set(concepts())


def test_each_group_is_recognised_by_some_sentence() -> None:
    def top(slug: str) -> str:
        return slug if slug in GROUPS else top(broader(slug)[0])

    assert {top(slug) for _, slug in POSITIVE} == set(GROUPS)
