"""IP types: the wider beside the narrower, and what a proceeding says in passing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.mentions import Finder
from kg.model import Case
from kg.vocabulary import Vocabulary

Make = Callable[..., Case]


@pytest.fixture(scope="module")
def finder(vocabulary: Vocabulary) -> Finder:
    return Finder(vocabulary)


def types(finder: Finder, case: Case) -> set[str]:
    return {a.referent.path.removeprefix("ip-type/") for a in finder.find(case).assertions if a.relation == "ipType"}


def test_the_patent_of_a_proceeding_is_of_the_kind_that_its_text_names(finder: Finder, make_case: Make) -> None:
    text = "该专利为实用新型专利。专利权终止。专利标识。专利产品。专利宣传。"
    assert types(finder, make_case("某局查处某店假冒专利案", text)) == {"utility-model"}


def test_a_mark_in_the_title_stands_beside_a_narrower_mark_said_in_passing(finder: Finder, make_case: Make) -> None:
    text = "被告使用的商标与注册商标近似。商标法规定。商标权人起诉。注册商标专用权。涉案商标。该商标知名。另有集体商标。集体商标注册。"
    assert "trademark" in types(finder, make_case("甲公司诉乙公司侵害商标权纠纷案", text))


def test_a_type_said_once_in_a_proceeding_about_another_is_none_of_it(finder: Finder, make_case: Make) -> None:
    text = "涉案软件的著作权归甲公司。被告复制软件，侵犯著作权。另查明，被告有一项商标。"
    assert types(finder, make_case("甲公司诉乙公司侵害著作权纠纷案", text)) <= {"copyright", "software"}


def test_a_practice_keeps_each_type_that_it_names(finder: Finder, make_case: Make) -> None:
    text = "推进版权登记。版权工作站提供服务。完善商标服务。"
    assert {"copyright", "trademark"} <= types(finder, make_case("某市推进版权服务", text))
