"""A document that only lists titles: each title is a case without text, and the document says so."""

from __future__ import annotations

import pytest

from kg.cases import split
from kg.model import DataError, Document, Splitting

LISTS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "numbered lines": (
        "十大案例名单\n1.甲市查处乙店侵犯商标权案\n2.丙公司诉丁公司侵害专利权纠纷案。\n3.某局处理戊公司妨碍、破坏经营案\n",
        [("1", "甲市查处乙店侵犯商标权案"), ("2", "丙公司诉丁公司侵害专利权纠纷案"), ("3", "某局处理戊公司妨碍、破坏经营案")],
    ),
    "lines with bullets": (
        "典型案例\n◎甲市查处乙店侵犯商标权案\n◎丙市处理丁公司专利侵权纠纷案\n",
        [("", "甲市查处乙店侵犯商标权案"), ("", "丙市处理丁公司专利侵权纠纷案")],
    ),
    "labelled practices": (
        "入选名单\n案例1：甲区开办专利导航课堂\n案例2：乙县设立商标受理窗口\n请各地参考。\n",
        [("1", "甲区开办专利导航课堂"), ("2", "乙县设立商标受理窗口")],
    ),
    "one sentence": (
        "某协会发布十大案例，包括甲公司诉乙公司侵害商标权纠纷案、丙某制售盗版“剧本杀”案、丁公司有限合伙妨碍、破坏经营案、戊某假冒注册商标案等。\n评选历时三个月。\n",
        [
            ("", "甲公司诉乙公司侵害商标权纠纷案"),
            ("", "丙某制售盗版“剧本杀”案"),
            ("", "丁公司有限合伙妨碍、破坏经营案"),
            ("", "戊某假冒注册商标案"),
        ],
    ),
    "numbers in one paragraph": (
        "入选案例：1.甲市市场监管局查处乙店侵犯商标权案。2.丙市知识产权局处理丁公司专利侵权纠纷案。3.戊县查处己网吧侵犯著作权案。以上案例由各地推荐，供各地学习借鉴。\n",
        [
            ("1", "甲市市场监管局查处乙店侵犯商标权案"),
            ("2", "丙市知识产权局处理丁公司专利侵权纠纷案"),
            ("3", "戊县查处己网吧侵犯著作权案"),
        ],
    ),
}  # fmt: skip


def splitting_of(text: str) -> Splitting:
    return split(Document("d", "d.txt", "0" * 64, "text/plain", text))


@pytest.mark.parametrize("kind", LISTS)
def test_each_title_is_a_case_without_text(kind: str) -> None:
    text, expected = LISTS[kind]
    splitting = splitting_of(text)
    assert [(case.number, case.title) for case in splitting.cases] == expected
    assert {case.text for case in splitting.cases} == {""}


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_is_named_as_one(kind: str) -> None:
    text, expected = LISTS[kind]
    assert splitting_of(text).warnings == (f"a list of {len(expected)} titles: the document tells none of these cases",)


@pytest.mark.parametrize("kind", LISTS)
def test_what_stands_around_the_titles_is_kept_outside(kind: str) -> None:
    text, expected = LISTS[kind]
    splitting = splitting_of(text)
    kept = "".join(part.text for part in splitting.outside) + "".join(title for _, title in expected)
    assert sorted(kept.replace("\n", "")) == sorted(text.replace("\n", ""))


def test_a_list_above_cases_that_are_told_adds_none() -> None:
    body = "当事人未经商标注册人许可，在同一种商品上使用与其注册商标相同的商标，货值金额一万余元。"
    text = f"发布案例，包括甲市查处乙店侵犯商标权案、丙市查处丁店假冒专利案、戊县查处己店侵权案等。\n案例一\n甲市查处乙店侵犯商标权案\n{body}\n案例二\n丙市查处丁店假冒专利案\n{body}\n"
    assert [case.number for case in splitting_of(text).cases] == ["1", "2"]


def test_kinds_of_cases_in_a_call_are_no_titles() -> None:
    with pytest.raises(DataError, match="no case found"):
        splitting_of("征集以下案例\n1.查处侵犯注册商标专用权案\n2.处理专利侵权行政纠纷案\n3.查处假冒专利违法行为案\n")
