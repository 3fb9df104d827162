"""Areas, zones and compounds: strict Turtle, known members, sources, labels that do not collide."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import RDF, SKOS, Graph, Literal, Namespace, URIRef

SCHEMES = Path(__file__).resolve().parents[2] / "ontology" / "schemes"
FILE = SCHEMES / "areas.ttl"
DEF = Namespace("https://w3id.org/ipcase/def#")
REGION = Namespace("https://w3id.org/ipcase/id/region/")
SOURCE = URIRef("http://purl.org/dc/terms/source")
AREA_CLASSES = (DEF.PolicyRegion, DEF.FunctionalZone, DEF.OverseasZone, DEF.JurisdictionArea)
AREA_TYPES = dict(
    zip(AREA_CLASSES, ("policy-region", "functional-zone", "overseas-zone", "customs-district"), strict=True)
)
MEMBERSHIP = (DEF.fullMember, DEF.partialMember, DEF.coextensiveWith, DEF.inRegion, DEF.sponsorRegion)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(FILE, format="turtle")


@pytest.fixture(scope="module")
def divisions() -> dict[str, dict[str, str]]:
    with (SCHEMES / "regions.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row for row in csv.DictReader(line for line in lines if not line.startswith("#"))}


@pytest.fixture(scope="module")
def areas(graph: Graph) -> set[URIRef]:
    found = {subject for name in AREA_CLASSES for subject in graph.subjects(RDF.type, name)}
    return {subject for subject in found if isinstance(subject, URIRef)}


def zh(graph: Graph, subject: URIRef, prop: URIRef) -> list[str]:
    return [str(o) for o in graph.objects(subject, prop) if isinstance(o, Literal) and o.language == "zh-hans"]


def members(graph: Graph, slug: str, prop: URIRef = DEF.fullMember) -> set[str]:
    return {str(o).removeprefix(REGION) for o in graph.objects(REGION[slug], prop)}


def compound(graph: Graph, text: str) -> set[str]:
    (subject,) = graph.subjects(DEF.compound, Literal(text, lang="zh-hans"))
    return {str(o).removeprefix(REGION) for o in graph.objects(subject, DEF.compoundMember)}


def test_file_parses_strictly_and_alike_in_both_libraries(graph: Graph) -> None:
    raw = FILE.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf") and b"\r" not in raw
    assert len(set(pyoxigraph.parse(raw, format=pyoxigraph.RdfFormat.TURTLE))) == len(graph)


def test_every_member_is_a_known_region(graph: Graph, areas: set[URIRef], divisions: dict[str, dict[str, str]]) -> None:
    known = areas | {REGION[code] for code in divisions}
    for prop in (*MEMBERSHIP, DEF.compoundMember):
        for subject, value in graph.subject_objects(prop):
            assert value in known, f"{subject} {prop} {value}: no such region"


def test_every_statement_of_place_has_a_source_or_is_marked_unverified(graph: Graph, areas: set[URIRef]) -> None:
    for area in areas:
        assert any((area, prop, None) in graph for prop in MEMBERSHIP), f"{area} says nothing of where it is"
        sourced = (area, SOURCE, None) in graph
        assert sourced != ((area, DEF.verified, Literal(False)) in graph), f"{area}: source, or def:verified false"
        if sourced:
            assert all(str(o).startswith("http") for o in graph.objects(area, SOURCE))


def test_every_area_has_the_type_of_its_class(graph: Graph) -> None:
    for name, slug in AREA_TYPES.items():
        for area in graph.subjects(RDF.type, name):
            found = [str(o) for o in graph.objects(area, DEF.areaType)]
            assert found == [f"https://w3id.org/ipcase/scheme/area-type/{slug}"], area


def test_no_region_is_both_a_full_and_a_partial_member(graph: Graph, areas: set[URIRef]) -> None:
    for area in areas:
        full, partial = set(graph.objects(area, DEF.fullMember)), set(graph.objects(area, DEF.partialMember))
        assert not full & partial, area


def test_no_full_member_lies_in_another_full_member(
    graph: Graph, areas: set[URIRef], divisions: dict[str, dict[str, str]]
) -> None:
    for area in areas:
        full = {str(o).removeprefix(REGION) for o in graph.objects(area, DEF.fullMember)}
        for code in full & divisions.keys():
            parent = divisions[code]["parent"]
            assert parent not in full, f"{area}: {code} is already in {parent}"


def test_labels_are_one_in_each_language_and_disjoint(graph: Graph, areas: set[URIRef]) -> None:
    for area in areas:
        for language in ("zh-hans", "en"):
            labels = [
                o for o in graph.objects(area, SKOS.prefLabel) if isinstance(o, Literal) and o.language == language
            ]
            assert len(labels) == 1, f"{area} has {len(labels)} prefLabel@{language}"
        names = [name for prop in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel) for name in zh(graph, area, prop)]
        assert len(names) == len(set(names)), f"{area}: pref, alt and hidden labels overlap"
        assert set(zh(graph, area, DEF.notMatched)) <= set(names), f"{area}: def:notMatched names no label"


def test_no_two_areas_divisions_or_compounds_share_a_name(
    graph: Graph, areas: set[URIRef], divisions: dict[str, dict[str, str]]
) -> None:
    props = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
    names = Counter(name for area in areas for prop in props for name in zh(graph, area, prop))
    names.update(str(o) for o in graph.objects(None, DEF.compound))
    assert [name for name, count in names.items() if count > 1] == []
    taken = {row[column] for row in divisions.values() for column in ("zh", "short_zh")}
    assert names.keys() & taken == set()


def test_compounds_have_labels_and_at_least_two_members(graph: Graph) -> None:
    for subject in graph.subjects(RDF.type, DEF.RegionCompound):
        assert len(set(graph.objects(subject, DEF.compoundMember))) >= 2, subject
        texts = list(graph.objects(subject, DEF.compound))
        assert len(texts) == 1 and texts[0] in set(graph.objects(subject, SKOS.prefLabel)), subject


def test_compounds_of_provincial_abbreviations_agree_with_the_table(
    graph: Graph, divisions: dict[str, dict[str, str]]
) -> None:
    provinces = {one: code for code, row in divisions.items() for one in row["jian_zh"].split("|") if one}
    checked = 0
    for text in (str(o) for o in graph.objects(None, DEF.compound)):
        if all(char in provinces for char in text):
            assert compound(graph, text) == {provinces[char] for char in text}, text
            checked += 1
    assert checked > 50


def test_members_of_the_delta_and_of_the_greater_bay_area(graph: Graph) -> None:
    assert members(graph, "yangtze-river-delta") == {"310000", "320000", "330000", "340000"}
    bay = "guangdong-hong-kong-macao-greater-bay-area"
    assert members(graph, bay) >= {"810000", "820000", "440300"} and len(members(graph, bay)) == 11
    assert members(graph, bay, DEF.partialMember) == {"440000"}


def test_the_four_statistical_regions_part_the_mainland_without_overlap(
    graph: Graph, divisions: dict[str, dict[str, str]]
) -> None:
    parts = [members(graph, f"{name}-china") for name in ("eastern", "central", "western", "northeast")]
    assert [len(part) for part in parts] == [10, 6, 12, 3]
    everywhere = {code for code, row in divisions.items() if row["level"] == "province"}
    assert set().union(*parts) == everywhere - {"710000", "810000", "820000"}


def test_chengdu_chongqing_has_the_number_of_divisions_of_its_plan(graph: Graph) -> None:
    full, partial = members(graph, "chengdu-chongqing"), members(graph, "chengdu-chongqing", DEF.partialMember)
    assert sum(code.startswith("50") for code in full) == 27
    cities = {code for code in full | partial if code.startswith("51") and code.endswith("00") and code != "510000"}
    assert len(cities) == 15


def test_zones_are_placed(graph: Graph) -> None:
    assert members(graph, "hainan-free-trade-port", DEF.inRegion) == {"460000"}
    assert members(graph, "suzhou-industrial-park", DEF.inRegion) == {"320500"}
    assert members(graph, "china-indonesia-economic-trade-cooperation-zone", DEF.sponsorRegion) == {"450000"}
    assert members(graph, "qingdao-customs-district") == set()  # not the city


def test_compounds_that_depend_on_the_case_say_on_what(graph: Graph) -> None:
    (subject,) = graph.subjects(DEF.compound, Literal("三省一市", lang="zh-hans"))
    assert {"长三角", "沪苏浙皖"} <= {str(o) for o in graph.objects(subject, DEF.requires)}
    assert compound(graph, "粤港澳") == {"440000", "810000", "820000"}
