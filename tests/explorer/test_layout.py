"""Rows and places of the columns, pinyin, sample questions."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import networkx as nx
import pytest

from kg.explorer.layout import arrange, field, place
from kg.explorer.layout.field import AREAS
from kg.explorer.layout.places import PITCH, spread
from kg.explorer.phonetic import pinyin
from kg.explorer.questions import sample_questions


def test_rows_of_a_column_keep_their_distance() -> None:
    for count in (1, 5, 25, 200):
        heights = spread(count)
        assert heights == sorted(heights)
        assert all(b - a >= PITCH[0] - 1 for a, b in itertools.pairwise(heights))


def test_every_row_has_a_place_of_its_own(trial: SimpleNamespace) -> None:
    columns = arrange(trial.network(trial.cases()))
    places = place(columns)
    rows = [("left", row) for row in columns.region] + [("right", row) for row in columns.mechanism]
    tops = [places[column, row.path] for column, row in rows]
    assert len({(spot.x, spot.y) for spot in tops}) == len(tops)


def test_a_concept_with_two_broader_ones_opens_under_one(trial: SimpleNamespace) -> None:
    network = trial.network(trial.cases())
    network.add_edge("mechanism/open-licence", "mechanism/customs", key="broader", kind="hierarchy", relation="broader")
    columns = arrange(network)
    below = [child.path for row in columns.mechanism for child in row.below]
    assert below.count("mechanism/open-licence") == 1


def test_a_cycle_in_the_hierarchy_does_no_harm(trial: SimpleNamespace) -> None:
    network = trial.network(trial.cases())
    upper, lower = "mechanism/licensing", "mechanism/open-licence"
    network.add_edge(upper, lower, key="broader", kind="hierarchy", relation="broader")
    assert arrange(network).cases


@pytest.mark.parametrize(
    ("text", "full", "initials"),
    [
        ("知识产权状况预确认", "zhishichanquanzhuangkuangyuqueren", "zscqzkyqr"),
        ("版权", "banquan", "bq"),
        ("5G专利池", "5gzhuanlichi", "5gzlc"),
        ("长三角司法区块链联盟", "changsanjiaosifaqukuailianlianmeng", "csjsfqkllm"),
        ("诉调、裁调对接", "sutiaocaitiaoduijie", "stctdj"),
        ("长效机制", "changxiaojizhi", "cxjz"),
    ],
)
def test_pinyin_of_a_label(text: str, full: str, initials: str) -> None:
    assert pinyin(text) == (full, initials)


def test_sample_questions_have_answers(trial: SimpleNamespace) -> None:
    network = trial.network(trial.cases())
    columns = arrange(network)
    index = {path: number for number, path in enumerate(sorted(network.nodes))}
    path = {number: path for path, number in index.items()}
    asked = [(kind, path.get(node)) for kind, node in sample_questions(network, columns, index)]
    assert asked == [
        ("shared", "institution-type/customs"),
        ("area", "region/yangtze-river-delta"),
        ("gaps", None),
        ("who", "mechanism/open-licence"),
    ]


def test_in_the_field_every_node_has_a_place_of_its_own_inside_its_row_and_column(trial: SimpleNamespace) -> None:
    network, _ = trial.many(300)
    found = field(network, arrange(network))
    assert set(found.places) == set(network)
    assert len(set(found.places.values())) == len(network)
    rows, columns = ({band.name: band for band in bands} for bands in (found.rows, found.columns))
    beijing, licensing = rows["region/110000"], columns["mechanism/licensing"]
    for number in range(1, 301):
        x, y = found.places[f"case/trial/{number}"]
        assert licensing.start <= x < licensing.start + licensing.extent
        assert beijing.start <= y < beijing.start + beijing.extent
    width, height = found.size
    assert all(0 <= x < width and 0 <= y < height for x, y in found.places.values())


def test_a_case_stands_in_the_row_of_its_province_and_the_column_of_its_main_practice(trial: SimpleNamespace) -> None:
    network = trial.network(trial.cases())
    found = field(network, arrange(network))
    rows, columns = ({band.name: band for band in bands} for bands in (found.rows, found.columns))

    def where(path: str) -> tuple[str, str]:
        x, y = found.places[path]
        [row] = [name for name, band in rows.items() if band.start <= y < band.start + band.extent]
        [column] = [name for name, band in columns.items() if band.start <= x < band.start + band.extent]
        return row, column

    assert where("case/trial/1") == ("region/370000", "mechanism/customs")  # Qingdao lies in Shandong
    assert where("case/trial/3") == ("region/110000", "mechanism/licensing")
    assert where("case/trial/4")[0] == AREAS
    assert where("institution/370200-customs-direct-fea722ca")[0] == "region/370000"
    assert where("mechanism/pre-confirmation")[1] == "mechanism/customs"


def test_the_field_does_not_depend_on_the_order_of_the_network(trial: SimpleNamespace) -> None:
    cases = trial.cases()
    networks = [trial.network(cases, backwards) for backwards in (False, True)]
    one, other = (field(network, arrange(network)) for network in networks)
    assert one == other


def test_the_field_of_nothing_is_empty() -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    assert field(network, arrange(network)).size == (0, 0)
