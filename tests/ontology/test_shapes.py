"""The shapes accept a right dataset, and report each kind of wrong one in words that a curator understands."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyshacl
import pytest
from rdflib import OWL, RDF, RDFS, SH, BNode, Graph, Literal, Namespace, URIRef

ONTOLOGY = Path(__file__).parents[2] / "ontology"
DEF = Namespace("https://w3id.org/ipcase/def#")
SHAPE = Namespace("https://w3id.org/ipcase/shapes#")

PREFIXES = """
@base <https://w3id.org/ipcase/id/> .
@prefix def: <https://w3id.org/ipcase/def#> .
@prefix : <https://w3id.org/ipcase/id/> .
@prefix scheme: <https://w3id.org/ipcase/scheme/> .
@prefix region: <https://w3id.org/ipcase/id/region/> .
@prefix method: <https://w3id.org/ipcase/scheme/method/> .
@prefix basis: <https://w3id.org/ipcase/scheme/basis/> .
@prefix cov: <https://w3id.org/ipcase/scheme/coverage/> .
@prefix inst: <https://w3id.org/ipcase/scheme/institution-type/> .
@prefix ip: <https://w3id.org/ipcase/scheme/ip-type/> .
@prefix mech: <https://w3id.org/ipcase/scheme/mechanism/> .
@prefix stage: <https://w3id.org/ipcase/scheme/stage/> .
@prefix instrt: <https://w3id.org/ipcase/scheme/instrument-type/> .
@prefix factt: <https://w3id.org/ipcase/scheme/fact-type/> .
@prefix case: <https://w3id.org/ipcase/id/case/d/> .
@prefix a: <https://w3id.org/ipcase/id/assertion/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

VOCABULARY = """
scheme:mechanism a skos:ConceptScheme ; skos:prefLabel "机制"@zh-hans ; rdfs:label "机制"@zh-hans ;
    skos:hasTopConcept mech:admin-judicial-link .
mech:admin-judicial-link a skos:Concept ; skos:inScheme scheme:mechanism ; skos:topConceptOf scheme:mechanism ;
    skos:prefLabel "行政与司法衔接"@zh-hans, "link"@en ; rdfs:label "行政与司法衔接"@zh-hans, "link"@en .
mech:dual-reporting a skos:Concept ; skos:inScheme scheme:mechanism ; skos:broader mech:admin-judicial-link ;
    skos:prefLabel "双报制"@zh-hans ; rdfs:label "双报制"@zh-hans ; skos:altLabel "双报"@zh-hans ; def:cue "双报送"@zh-hans ;
    def:contextCue <https://w3id.org/ipcase/scheme/cue/1> .
<https://w3id.org/ipcase/scheme/cue/1> a def:Cue ; def:literal "同步报送" ; def:notBefore "材料" .
inst:customs a skos:Concept ; skos:inScheme scheme:mechanism ; skos:topConceptOf scheme:mechanism ;
    skos:prefLabel "海关"@zh-hans ; rdfs:label "海关"@zh-hans .
ip:ip a skos:Concept ; skos:inScheme scheme:mechanism ; skos:topConceptOf scheme:mechanism ;
    skos:prefLabel "知识产权"@zh-hans ; rdfs:label "知识产权"@zh-hans .
stage:protection a skos:Concept ; skos:inScheme scheme:mechanism ; skos:topConceptOf scheme:mechanism ;
    skos:prefLabel "保护"@zh-hans ; rdfs:label "保护"@zh-hans .
instrt:law a skos:Concept ; skos:inScheme scheme:mechanism ; skos:topConceptOf scheme:mechanism ;
    skos:prefLabel "法律"@zh-hans ; rdfs:label "法律"@zh-hans .
factt:amount a skos:Concept ; skos:inScheme scheme:mechanism ; skos:topConceptOf scheme:mechanism ;
    skos:prefLabel "金额"@zh-hans ; rdfs:label "金额"@zh-hans .
region:370000 a def:AdministrativeRegion ; skos:notation "370000" ; def:level "province" ;
    skos:prefLabel "山东省"@zh-hans ; rdfs:label "山东省"@zh-hans .
region:370200 a def:AdministrativeRegion ; skos:notation "370200" ; def:level "prefecture" ; def:partOf region:370000 ;
    skos:prefLabel "青岛市"@zh-hans ; rdfs:label "青岛市"@zh-hans ; skos:altLabel "青岛"@zh-hans .
region:bay a def:PolicyRegion ; skos:prefLabel "湾区"@zh-hans ; rdfs:label "湾区"@zh-hans ;
    def:fullMember region:370200 ; def:partialMember region:370000 .
region:port a def:FunctionalZone ; skos:prefLabel "自贸港"@zh-hans ; rdfs:label "自贸港"@zh-hans ; def:inRegion region:370200 .
region:abroad a def:OverseasZone ; skos:prefLabel "合作区"@zh-hans ; rdfs:label "合作区"@zh-hans ;
    def:hostCountry "印度尼西亚"@zh-hans ; def:sponsorRegion region:370000 .
region:district a def:JurisdictionArea ; skos:prefLabel "关区"@zh-hans ; rdfs:label "关区"@zh-hans ; def:inRegion region:370000 .
region:compound-1 a def:RegionCompound ; def:compound "鲁青"@zh-hans ; def:compoundMember region:370000, region:370200 .
"""

RIGHT = """
<document/d> a def:Document ; skos:prefLabel "文件"@zh-hans ; rdfs:label "文件"@zh-hans ; dcterms:issued "2022-04-01"^^xsd:date ;
    def:sha256 "0000000000000000000000000000000000000000000000000000000000000000" .
case:1 a def:Case ; skos:prefLabel "青岛海关开展预确认"@zh-hans ; rdfs:label "青岛海关开展预确认"@zh-hans ;
    def:number "1" ; def:position 1 ; def:document <document/d> ; def:title <case/d/1/title> ; def:text <case/d/1/text> ;
    def:coverage cov:generic ; def:region region:370200 ; def:locatedIn region:370200 ; def:mechanism mech:dual-reporting .
<case/d/1/title> a def:CaseTitle, nif:Context ; nif:isString "青岛海关开展预确认" ; def:case case:1 ;
    skos:prefLabel "案例1 标题"@zh-hans ; rdfs:label "案例1 标题"@zh-hans .
<case/d/1/text> a def:CaseText, nif:Context ; nif:isString "推行“双报制”，效果好。" ; def:case case:1 ;
    skos:prefLabel "案例1 正文"@zh-hans ; rdfs:label "案例1 正文"@zh-hans .
<case/d/1/section-1> a def:Section ; skos:prefLabel "做法"@zh-hans ; rdfs:label "做法"@zh-hans ;
    nif:beginIndex 0 ; nif:endIndex 12 ; nif:referenceContext <case/d/1/text> .
a:0000000000000001 a def:Assertion ; rdf:subject case:1 ; rdf:predicate def:region, def:locatedIn ; rdf:object region:370200 ;
    def:method method:rule ; def:basis basis:name ; def:rule "region-in-name" ; def:confidence 0.95 ;
    prov:wasDerivedFrom <document/d> ; def:evidence <assertion/0000000000000001/title-0-4> .
<assertion/0000000000000001/title-0-4> a def:Evidence ; nif:anchorOf "青岛海关" ; nif:referenceContext <case/d/1/title> ;
    nif:beginIndex 0 ; nif:endIndex 4 ;
    def:sourceBegin 10 ; def:sourceEnd 14 .
a:0000000000000002 a def:Assertion ; rdf:subject case:1 ; rdf:predicate def:mechanism ; rdf:object mech:dual-reporting ;
    def:method method:reviewed ; def:basis basis:explicit ; def:reviewer <reviewer/x> ; def:reviewDate "2026-01-31"^^xsd:date ;
    prov:wasDerivedFrom <document/d> ; def:evidence <assertion/0000000000000002/text-3-6> .
<assertion/0000000000000002/text-3-6> a def:Evidence ; nif:anchorOf "双报制" ; nif:referenceContext <case/d/1/text> ;
    nif:beginIndex 3 ; nif:endIndex 6 ;
    def:sourceBegin 23 ; def:sourceEnd 26 .
case:1 def:codedAs mech:dual-reporting .
<coding/0000000000000003> a def:Coding ; rdf:subject case:1 ; rdf:predicate def:codedAs ; rdf:object mech:dual-reporting ;
    prov:wasDerivedFrom <document/d>, a:0000000000000002 ; def:evidence <coding/0000000000000003/text-3-6> .
<coding/0000000000000003/text-3-6> a def:Evidence ; nif:anchorOf "双报制" ; nif:referenceContext <case/d/1/text> ;
    nif:beginIndex 3 ; nif:endIndex 6 ;
    def:sourceBegin 23 ; def:sourceEnd 26 .
<reviewer/x> a prov:SoftwareAgent ; skos:prefLabel "整理"@zh-hans ; rdfs:label "整理"@zh-hans .
<institution/370200-customs-fea722ca> a def:Institution ; skos:prefLabel "青岛海关"@zh-hans ; rdfs:label "青岛海关"@zh-hans ;
    org:classification inst:customs ; def:inRegion region:370200 .
<institution/370200-customs-fea722cb> a def:CollectiveActor ; skos:prefLabel "山东海关"@zh-hans ; rdfs:label "山东海关"@zh-hans ;
    org:classification inst:customs .
<institution/370200-customs-fea722cc> a def:Alliance ; skos:prefLabel "联盟"@zh-hans ; rdfs:label "联盟"@zh-hans ;
    org:classification inst:customs .
<institution/370200-customs-fea722cd> a def:ServiceNode ; skos:prefLabel "工作站"@zh-hans ; rdfs:label "工作站"@zh-hans ;
    org:classification inst:customs .
<case/d/1/party/fea722ce> a def:Party ; skos:prefLabel "某公司"@zh-hans ; rdfs:label "某公司"@zh-hans ; org:classification inst:customs .
<platform/370200-platform-fea722ca> a def:Platform ; skos:prefLabel "平台"@zh-hans ; rdfs:label "平台"@zh-hans .
<instrument/000000-text-fea722ca> a def:Instrument ; skos:prefLabel "专利法"@zh-hans ; rdfs:label "专利法"@zh-hans ;
    def:instrumentType instrt:law .
<case/d/1/measure/fea722ca> a def:Measure ; skos:prefLabel "双报制"@zh-hans ; rdfs:label "双报制"@zh-hans ; def:realizes mech:dual-reporting .
<case/d/1/fact/fea722ca> a def:Fact ; skos:prefLabel "5万元"@zh-hans ; rdfs:label "5万元"@zh-hans ; def:factType factt:amount ;
    rdf:value 50000 ; def:unit "元" .
"""


@cache
def shapes() -> Graph:
    return Graph().parse(ONTOLOGY / "shapes.ttl")


def right() -> Graph:
    graph = Graph().parse(data=PREFIXES + VOCABULARY + RIGHT, format="turtle")
    classes = Graph().parse(ONTOLOGY / "core.ttl")
    graph += [triple for triple in classes if triple[1] == RDFS.subClassOf]
    return graph


def reported(graph: Graph) -> dict[URIRef, list[Literal]]:
    """Return the messages of the violations by the shape or constraint that reports them."""
    conforms, report, _ = pyshacl.validate(graph, shacl_graph=shapes(), inference="none")
    found: dict[URIRef, list[Literal]] = {}
    for result in report.subjects(RDF.type, SH.ValidationResult):
        name = report.value(result, SH.sourceShape)
        constraint = report.value(result, SH.sourceConstraint)
        for source in (name, constraint):
            if isinstance(source, URIRef):
                found.setdefault(source, []).extend(report.objects(result, SH.resultMessage))
    assert conforms is not bool(found)
    return found


def language(message: Literal) -> str:
    """Return a message's language; one with values filled in has lost its tag and is told by how it starts."""
    return message.language or ("en" if message[0].isascii() else "zh-hans")


def changed(update: str) -> Graph:
    graph = right()
    prefixes = PREFIXES.replace("@prefix", "PREFIX").replace("@base", "BASE").replace("> .", ">")
    graph.update(prefixes + update)
    return graph


def test_shapes_are_shapes() -> None:
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes(), meta_shacl=True, advanced=True)
    assert conforms, text


def test_a_right_dataset_conforms() -> None:
    assert reported(right()) == {}


TITLE_QUOTE = "<assertion/0000000000000001/title-0-4>"
BODY = "<institution/370200-customs-fea722ca>"
CASES = [
    # every record
    ("label", "DELETE DATA { case:1 skos:prefLabel '青岛海关开展预确认'@zh-hans }"),
    ("label", "INSERT DATA { region:370200 skos:prefLabel '青岛'@zh-hans }"),
    ("labelMirror", "INSERT DATA { case:1 rdfs:label '别的'@zh-hans }"),
    ("altLabel", "INSERT DATA { region:370200 skos:altLabel '青岛市'@zh-hans }"),
    # documents, cases, texts
    ("documentChecksum", "DELETE WHERE { <document/d> def:sha256 ?x }"),
    ("documentChecksum", "DELETE { ?d def:sha256 ?x } INSERT { ?d def:sha256 'ABC' } WHERE { ?d def:sha256 ?x }"),
    ("documentTitle", "INSERT DATA { <document/d> dcterms:title '甲'@zh-hans, '乙'@zh-hans }"),
    ("documentIssued", "INSERT DATA { <document/d> dcterms:issued '去年' }"),
    ("documentIssuer", "INSERT DATA { <document/d> def:issuer '甲'@zh-hans, '乙'@zh-hans }"),
    ("Document", "INSERT DATA { <document/D> a def:Document }"),
    ("caseNumber", "INSERT DATA { case:1 def:number '1a' }"),
    ("casePosition", "DELETE { ?c def:position ?x } INSERT { ?c def:position 0 } WHERE { ?c def:position ?x }"),
    ("caseDocument", "DELETE WHERE { case:1 def:document ?x }"),
    ("caseTitleNode", "DELETE WHERE { case:1 def:title ?x }"),
    ("caseTextNode", "DELETE WHERE { case:1 def:text ?x }"),
    ("caseCoverage", "INSERT DATA { case:1 def:coverage cov:all }"),
    ("caseCoverage", "DELETE { ?c def:coverage ?x } INSERT { ?c def:coverage cov:some } WHERE { ?c def:coverage ?x }"),
    ("caseRegion", "INSERT DATA { case:1 def:region mech:dual-reporting }"),
    ("caseInstitution", "INSERT DATA { case:1 def:institution region:370200 }"),
    ("caseActorType", "INSERT DATA { case:1 def:actorType ip:ip }"),
    ("caseIpType", "INSERT DATA { case:1 def:ipType inst:customs }"),
    ("caseMechanism", "INSERT DATA { case:1 def:mechanism mech:unheard-of }"),
    ("caseStage", "INSERT DATA { case:1 def:stage ip:ip }"),
    ("caseMeasure", "INSERT DATA { case:1 def:measure mech:dual-reporting }"),
    ("casePlatform", f"INSERT DATA {{ case:1 def:platform {BODY} }}"),
    ("caseInstrument", f"INSERT DATA {{ case:1 def:instrument {BODY} }}"),
    ("caseFact", f"INSERT DATA {{ case:1 def:fact {BODY} }}"),
    ("linkWithoutAssertion", "INSERT DATA { case:1 def:mechanism mech:admin-judicial-link }"),
    ("linkWithoutAssertion", f"DELETE DATA {{ a:0000000000000001 def:evidence {TITLE_QUOTE} }}"),
    ("assertionWithoutLink", "DELETE DATA { case:1 def:locatedIn region:370200 }"),
    ("Case", "INSERT DATA { :thing a def:Case }"),
    ("contextString", "DELETE WHERE { <case/d/1/text> nif:isString ?x }"),
    ("contextCase", "DELETE WHERE { <case/d/1/text> def:case ?x }"),
    (
        "titleNotEmpty",
        "DELETE WHERE { <case/d/1/title> nif:isString ?x }; INSERT DATA { <case/d/1/title> nif:isString '' }",
    ),
    ("titleOneLine", "INSERT DATA { <case/d/1/title> nif:isString 'a\\nb' }"),
    (
        "quoteInPlace",
        f"DELETE DATA {{ {TITLE_QUOTE} nif:anchorOf '青岛海关' }}; INSERT DATA {{ {TITLE_QUOTE} nif:anchorOf '青岛市' }}",
    ),
    ("sectionOrder", "INSERT DATA { <case/d/1/section-1> nif:beginIndex 99 }"),
    ("sectionText", "DELETE WHERE { <case/d/1/section-1> nif:referenceContext ?x }"),
    ("endIndex", "DELETE WHERE { <case/d/1/section-1> nif:endIndex ?x }"),
    ("beginIndex", "INSERT DATA { <case/d/1/section-1> nif:beginIndex 'one' }"),
    # assertions and evidence
    ("assertionSubject", "DELETE WHERE { a:0000000000000001 rdf:subject ?x }"),
    ("assertionPredicate", "INSERT DATA { a:0000000000000001 rdf:predicate skos:broader }"),
    ("assertionObject", "INSERT DATA { a:0000000000000001 rdf:object region:370000 }"),
    ("assertionMethod", "DELETE WHERE { a:0000000000000001 def:method ?x }"),
    ("assertionBasis", "INSERT DATA { a:0000000000000001 def:basis basis:guess }"),
    ("assertionRule", "INSERT DATA { a:0000000000000001 def:rule '' }"),
    ("assertionConfidence", "INSERT DATA { a:0000000000000001 def:confidence 2.0 }"),
    ("assertionReviewer", "DELETE DATA { <reviewer/x> a prov:SoftwareAgent }"),
    ("assertionReviewDate", "INSERT DATA { a:0000000000000002 def:reviewDate '昨天' }"),
    ("assertionFiner", "INSERT DATA { a:0000000000000001 def:finerConcept region:370200 }"),
    ("assertionEvidence", f"DELETE DATA {{ a:0000000000000001 def:evidence {TITLE_QUOTE} }}"),
    ("assertionSource", "DELETE WHERE { a:0000000000000001 prov:wasDerivedFrom ?x }"),
    ("Assertion", "INSERT DATA { a:0000000000000002 def:confidence 0.5 }"),
    ("Assertion", "DELETE WHERE { a:0000000000000001 def:confidence ?x }"),
    ("Assertion", "INSERT DATA { a:xyz a def:Assertion }"),
    ("Coding", "INSERT DATA { a:xyz a def:Coding }"),
    ("codingPredicate", "INSERT DATA { <coding/0000000000000003> rdf:predicate def:mechanism }"),
    ("codingObject", "DELETE WHERE { <coding/0000000000000003> rdf:object ?x }"),
    ("evidenceOrder", f"INSERT DATA {{ {TITLE_QUOTE} nif:beginIndex 7 }}"),
    ("evidenceQuote", f"INSERT DATA {{ {TITLE_QUOTE} nif:anchorOf '一句。又一句' }}"),
    ("evidenceQuote", f"INSERT DATA {{ {TITLE_QUOTE} nif:anchorOf '上行\\n下行' }}"),
    ("evidenceQuote", f"INSERT DATA {{ {TITLE_QUOTE} nif:anchorOf '{'长' * 61}' }}"),
    ("evidenceContext", f"DELETE WHERE {{ {TITLE_QUOTE} nif:referenceContext ?x }}"),
    ("sourceBegin", f"INSERT DATA {{ {TITLE_QUOTE} def:sourceBegin 99 }}"),
    ("sourceEnd", f"DELETE WHERE {{ {TITLE_QUOTE} def:sourceEnd ?x }}"),
    ("Evidence", "INSERT DATA { <assertion/0000000000000001/body-0-4> a def:Evidence }"),
    # actors
    ("actorClassification", f"DELETE WHERE {{ {BODY} org:classification ?x }}"),
    ("actorClassification", f"INSERT DATA {{ {BODY} org:classification ip:ip }}"),
    ("inOneRegion", f"INSERT DATA {{ {BODY} def:inRegion region:370000 }}"),
    ("Institution", "INSERT DATA { region:370200 a def:Institution }"),
    ("CollectiveActor", "INSERT DATA { region:370200 a def:CollectiveActor }"),
    ("Alliance", "INSERT DATA { region:370200 a def:Alliance }"),
    ("ServiceNode", "INSERT DATA { region:370200 a def:ServiceNode }"),
    ("Party", f"INSERT DATA {{ {BODY} a def:Party }}"),
    # platforms, instruments, measures, facts
    ("Platform", f"INSERT DATA {{ {BODY} a def:Platform }}"),
    ("Instrument", f"INSERT DATA {{ {BODY} a def:Instrument }}"),
    ("instrumentType", "DELETE WHERE { ?i def:instrumentType ?x }"),
    ("Measure", f"INSERT DATA {{ {BODY} a def:Measure }}"),
    ("measureRealizes", "INSERT DATA { <case/d/1/measure/fea722ca> def:realizes ip:ip }"),
    ("Fact", f"INSERT DATA {{ {BODY} a def:Fact }}"),
    ("factType", "DELETE WHERE { ?f def:factType ?x }"),
    ("factValue", "DELETE WHERE { ?f rdf:value ?x }"),
    ("factUnit", "INSERT DATA { <case/d/1/fact/fea722ca> def:unit '万元' }"),
    # regions
    ("regionCode", "INSERT DATA { region:370200 skos:notation '3702' }"),
    ("regionLevel", "INSERT DATA { region:370200 def:level 'city' }"),
    ("regionPartOf", "INSERT DATA { region:370200 def:partOf region:999999 }"),
    ("AdministrativeRegion", "DELETE DATA { region:370200 def:partOf region:370000 }"),
    ("AdministrativeRegion", "INSERT DATA { region:370000 def:partOf region:370200 }"),
    ("areaMember", "DELETE WHERE { region:bay def:fullMember ?x . region:bay def:partialMember ?y }"),
    ("fullNotPartial", "INSERT DATA { region:bay def:partialMember region:370200 }"),
    ("PolicyRegion", "INSERT DATA { :bay a def:PolicyRegion }"),
    ("zoneGround", "DELETE WHERE { region:port def:inRegion ?x }"),
    ("FunctionalZone", "INSERT DATA { :port a def:FunctionalZone }"),
    ("zoneHost", "DELETE WHERE { region:abroad def:hostCountry ?x }"),
    ("zoneSponsor", "INSERT DATA { region:abroad def:sponsorRegion mech:dual-reporting }"),
    ("OverseasZone", "INSERT DATA { :abroad a def:OverseasZone }"),
    ("jurisdictionRegion", "INSERT DATA { region:district def:inRegion mech:dual-reporting }"),
    ("JurisdictionArea", "INSERT DATA { :district a def:JurisdictionArea }"),
    ("compoundText", "DELETE WHERE { ?r def:compound ?x }"),
    ("compoundMember", "DELETE WHERE { ?r def:compoundMember ?x }"),
    ("RegionCompound", "INSERT DATA { _:b a def:RegionCompound }"),
    # concepts, schemes, cues
    ("conceptScheme", "DELETE WHERE { mech:dual-reporting skos:inScheme ?x }"),
    ("conceptBroader", "INSERT DATA { mech:dual-reporting skos:broader mech:unheard-of }"),
    ("hiddenLabel", "INSERT DATA { mech:dual-reporting skos:hiddenLabel '双报制'@zh-hans }"),
    ("conceptWords", "INSERT DATA { mech:dual-reporting def:cue 'dual'@en }"),
    ("conceptContextCue", "INSERT DATA { mech:dual-reporting def:contextCue ip:ip }"),
    ("Concept", "DELETE WHERE { mech:dual-reporting skos:broader ?x }"),
    ("schemeTop", "DELETE WHERE { scheme:mechanism skos:hasTopConcept ?x }"),
    ("ConceptScheme", "INSERT DATA { _:b a skos:ConceptScheme }"),
    ("Cue", "INSERT DATA { <https://w3id.org/ipcase/scheme/cue/1> def:pattern '报.{0,2}送' }"),
]


@pytest.mark.parametrize(("shape", "update"), CASES, ids=[f"{index}-{shape}" for index, (shape, _) in enumerate(CASES)])
def test_a_wrong_dataset_is_reported_in_both_languages(shape: str, update: str) -> None:
    found = reported(changed(update))
    assert SHAPE[shape] in found, f"reported instead: {sorted(found)}"
    assert {language(message) for message in found[SHAPE[shape]]} == {"zh-hans", "en"}


def test_every_shape_and_constraint_has_a_wrong_dataset() -> None:
    declared = {
        shape
        for kind in (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
        for shape in shapes().subjects(RDF.type, kind)
        if not isinstance(shape, BNode)
    }
    without_message = {shape for shape in declared if shapes().value(shape, SH.message) is None}
    tested = {SHAPE[shape] for shape, _ in CASES}
    assert declared - without_message - tested == set()


def test_every_class_of_the_ontology_that_data_uses_has_one_shape() -> None:
    core = Graph().parse(ONTOLOGY / "core.ttl")
    classes = {cls for cls in core.subjects(RDF.type, OWL.Class) if str(cls).startswith(DEF)}
    abstract = {DEF[name] for name in ("Actor", "Region", "PracticeCase", "ProceedingCase")}
    targets = [
        target
        for shape, target in shapes().subject_objects(SH.targetClass)
        if (shape, SH.sparql, None) not in shapes()  # these check whole links and quotes, beside the shape of the class
    ]
    assert classes - abstract - set(targets) == set()
    assert len(targets) == len(set(targets))
