"""What a reviewer types finds what is meant."""

from __future__ import annotations

import pytest

from kg.desk.lookup import Lookup, guess_region, guess_type
from kg.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def lookup(vocabulary: Vocabulary) -> Lookup:
    return Lookup(vocabulary)


@pytest.mark.parametrize(
    ("kind", "query", "path"),
    [
        ("region", "青岛", "region/370200"),
        ("region", "qingdaoshi", "region/370200"),
        ("region", "qds", "region/370200"),
        ("region", "370200", "region/370200"),
        ("region", "Qingdao", "region/370200"),
        ("mechanism", "开放许可", "mechanism/open-licence"),
        ("mechanism", "kfxk", "mechanism/open-licence"),
        ("mechanism", "open-licence", "mechanism/open-licence"),
        ("mechanism", "开放专利许可", "mechanism/open-licence"),
        ("mechanism", "E1", "mechanism/open-licence"),
        ("ipType", "sb", "ip-type/trademark"),
        ("ipType", "trade secret", "ip-type/trade-secret"),
        ("institution-type", "海关", "institution-type/customs"),
        ("stage", "baohu", "stage/protection"),
    ],
)  # fmt: skip
def test_a_query_finds_its_concept_first(lookup: Lookup, kind: str, query: str, path: str) -> None:
    assert lookup.search(kind, query)[0].path == path


def test_nothing_like_it_finds_nothing(lookup: Lookup) -> None:
    assert lookup.search("mechanism", "量子纠缠") == []


@pytest.mark.parametrize(
    ("name", "region", "leaf"),
    [
        ("青岛海关", "region/370200", "customs-direct"),
        ("湖南省长沙市岳麓区市场监督管理局", "region/430104", "market-regulator-local"),
        ("中国银行温州分行", "region/330300", "bank-branch"),
        ("某科技公司", None, "enterprise"),
    ],
)  # fmt: skip
def test_a_bodys_name_tells_its_region_and_type(
    vocabulary: Vocabulary, name: str, region: str | None, leaf: str
) -> None:
    assert guess_region(name, vocabulary) == region
    assert (
        guess_type(name, vocabulary) == leaf
        or vocabulary.concept(f"institution-type/{guess_type(name, vocabulary)}").top == leaf
    )
