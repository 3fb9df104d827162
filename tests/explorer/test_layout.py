"""Rows and places of the columns, pinyin, sample questions."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import pytest

from kg.explorer.layout import arrange, place
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
