"""IRIs that are gone lead to their successors, over several releases."""

from __future__ import annotations

import pytest

from kg.namespaces import EXTERNAL, Namespaces
from kg.release.retired import Retired, parse, quads, retired, table
from kg.serialize import canonical
from kg.terms import Quad, external, iri, literal

SPACES = Namespaces()
GRAPH = iri(SPACES.graph("d/rule"))


def thing(path: str, label: str, kind: str, **more: str) -> list[str]:
    node = iri(SPACES.iri(path))
    found = [
        Quad(node, external("rdf", "type"), iri(SPACES.definition(kind)), GRAPH),
        Quad(node, external("skos", "prefLabel"), literal(label, "zh-hans"), GRAPH),
    ]
    if "alias" in more:
        found.append(Quad(node, external("skos", "altLabel"), literal(more["alias"], "zh-hans"), GRAPH))
    if "replaced" in more:
        found.append(Quad(node, external("dcterms", "isReplacedBy"), iri(SPACES.iri(more["replaced"])), GRAPH))
    return canonical(found)


def link(code: str, target: str) -> list[str]:
    node = iri(SPACES.iri(f"assertion/{code}"))
    rdf = EXTERNAL["rdf"]
    pairs = {
        "type": SPACES.definition("Assertion"),
        "subject": SPACES.iri("case/d/1"),
        "predicate": SPACES.definition("institution"),
        "object": SPACES.iri(target),
    }
    return canonical(Quad(node, f"<{rdf}{name}>", iri(value), GRAPH) for name, value in pairs.items())


OLD, NEW = "institution/000000-court-11111111", "institution/000000-court-22222222"


def successor(old: list[str], new: list[str], earlier: tuple[Retired, ...] = ()) -> dict[str, tuple[str, str]]:
    found = retired(old, new, earlier, "0.2.0", SPACES)
    return {
        SPACES.path(item.iri): (SPACES.path(item.successor) if item.successor else "", item.reason) for item in found
    }


def test_a_body_that_was_merged_leads_to_the_full_name() -> None:
    old = thing(OLD, "最高法", "Institution") + link("aaaaaaaaaaaaaaaa", OLD)
    new = thing(NEW, "最高人民法院", "Institution", alias="最高法") + link("bbbbbbbbbbbbbbbb", NEW)
    assert successor(old, new) == {
        OLD: (NEW, "alias"),
        "assertion/aaaaaaaaaaaaaaaa": ("assertion/bbbbbbbbbbbbbbbb", "object"),
    }


def test_a_body_under_a_new_iri_is_met_by_its_name_and_kind() -> None:
    assert successor(thing(OLD, "青岛海关", "Institution"), thing(NEW, "青岛海关", "Institution")) == {
        OLD: (NEW, "label")
    }
    platform = thing("platform/000000-platform-11111111", "青岛海关", "Platform")
    assert successor(thing(OLD, "青岛海关", "Institution"), platform) == {OLD: ("", "")}, "a platform is no body"


def test_two_candidates_are_none() -> None:
    third = "institution/000000-court-33333333"
    new = thing(NEW, "甲院", "Institution") + thing(third, "甲院", "Institution")
    assert successor(thing(OLD, "甲院", "Institution"), new) == {OLD: ("", "")}


@pytest.mark.parametrize("side", ["old", "new"])
def test_a_concept_leads_where_the_scheme_says(side: str) -> None:
    old, new = "mechanism/old-slug", "mechanism/new-slug"
    said = thing(old, "旧", "X", replaced=new)
    after = thing(new, "新", "X")
    if side == "new":  # the scheme keeps the sentence, but no longer the concept
        after += [line for line in said if "isReplacedBy" in line]
        said = [line for line in said if "isReplacedBy" not in line]
    assert successor(said, after) == {old: (new, "replaced")}


def test_successors_that_retire_are_followed_to_the_end() -> None:
    third = "institution/000000-court-33333333"
    earlier = (Retired(SPACES.iri(OLD), SPACES.iri(NEW), "label", "甲院", "0.1.5"),)
    found = successor(thing(NEW, "甲院", "Institution"), thing(third, "甲院", "Institution"), earlier)
    assert found == {OLD: (third, "label"), NEW: (third, "label")}


def test_an_iri_that_comes_back_is_retired_no_longer() -> None:
    earlier = (Retired(SPACES.iri(OLD), SPACES.iri(NEW), "label", "甲院", "0.1.5"),)
    assert successor([], thing(OLD, "甲院", "Institution"), earlier) == {}


def test_the_table_can_be_read_back_and_the_graph_says_the_same() -> None:
    items = retired(thing(OLD, "甲,“院”", "Institution"), thing(NEW, "甲,“院”", "Institution"), (), "0.2.0", SPACES)
    assert parse(table(items)) == items
    lines = canonical(quads(items, SPACES))
    assert any("isReplacedBy" in line and NEW in line for line in lines)
    assert any("deprecated" in line and OLD in line for line in lines)
