"""The graph's own findings: reasons are named, few cases are called few, and nothing changes from run to run."""

from __future__ import annotations

import networkx
import pytest

from kg import analytics


@pytest.fixture
def network():  # type: ignore[no-untyped-def]
    graph = networkx.MultiDiGraph()
    links = {
        "case/d/1": ["mechanism/a", "mechanism/b", "ip-type/patent"],
        "case/d/2": ["mechanism/a", "mechanism/b", "ip-type/patent"],
        "case/d/3": ["mechanism/a", "mechanism/c", "ip-type/patent"],
        "case/d/4": ["mechanism/c", "ip-type/trademark"],
    }
    for case in links:
        graph.add_node(case, kind="case", label=case)
    graph.add_node("region/370200", kind="region", level="prefecture", label="青岛市")
    graph.add_node("region/370000", kind="region", level="province", label="山东省")
    graph.add_edge("region/370200", "region/370000", key="partOf", kind="hierarchy", relation="partOf")
    graph.add_edge("case/d/1", "region/370200", key="r1", kind="link", relation="region", role="locatedIn")
    graph.add_edge("case/d/2", "region/370000", key="r2", kind="link", relation="region", role="mentionsRegion")
    for case, targets in links.items():
        for target in targets:
            graph.add_node(target, kind=target.partition("/")[0], label=target, group="g")
            graph.add_edge(case, target, key=f"{case}{target}", kind="link", relation="x", role="")
    return graph


def test_pairs_come_with_their_cases_and_few_are_called_few(network) -> None:
    first, *others = analytics.cooccurrence(network)
    assert (first.first, first.second, len(first.cases), first.too_few) == ("mechanism/a", "ip-type/patent", 3, False)
    assert first.lift == pytest.approx(4 / 3)
    assert all(pair.too_few for pair in others)


def test_similar_cases_name_the_shared_concepts_the_rarest_first(network) -> None:
    first, *_ = analytics.similar(network, "case/d/1")
    assert first.case == "case/d/2"
    assert first.score == 1.0
    assert first.shared[0] == "mechanism/b"


def test_an_unknown_case_is_an_error(network) -> None:
    with pytest.raises(KeyError):
        analytics.similar(network, "case/d/9")


def test_a_case_counts_for_the_province_it_lies_in_not_for_one_it_mentions(network) -> None:
    assert analytics.mechanisms_by_region(network) == {"region/370000": {"g": 1}}


def test_centrality_and_communities_of_few_cases_say_so_and_repeat(network) -> None:
    assert analytics.central_mechanisms(network).too_few
    assert analytics.central_mechanisms(network).groups[0] == ("mechanism/a",)
    assert analytics.communities(network) == analytics.communities(network)
    assert analytics.communities(network).too_few


def test_the_spread_of_a_mechanism_goes_by_the_dates_of_the_documents(vocabulary, make_case) -> None:
    from dataclasses import replace

    from kg.model import AnnotatedCase, Assertion, Document, Referent

    def item(slug: str, region: str) -> AnnotatedCase:
        case = replace(make_case("某市推行开放许可"), path=f"case/{slug}/1", document=slug)
        span = (case.span("title", 4, 8),)
        return AnnotatedCase(
            case,
            (
                Assertion(case.path, "region", "ledByRegion", Referent(region, "x"), span),
                Assertion(case.path, "mechanism", None, Referent("mechanism/open-licence", "x"), span),
            ),
        )

    def document(slug: str, issued: str | None) -> Document:
        return Document(slug, slug, "0", "text/plain", "", issued=issued)

    documents = [document("undated", None), document("late", "2024-01-01"), document("early", "2022-06-01")]
    annotated = [item("undated", "region/330000"), item("late", "region/320509"), item("early", "region/110000")]
    found = analytics.spread(annotated, documents, vocabulary)["mechanism/open-licence"]
    assert [(a.document, a.provinces) for a in found] == [
        ("early", ("region/110000",)),
        ("late", ("region/320000",)),
        ("undated", ("region/330000",)),
    ]
