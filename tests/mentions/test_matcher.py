"""Cues in text: neighbours that forbid, shortest wording, words inside other words."""

from __future__ import annotations

import pytest

from kg.mentions.matcher import Matcher, sentences
from kg.model import DataError
from kg.vocabulary import Cue


def found(matcher: Matcher[str], text: str) -> list[tuple[str, str]]:
    return [(text[match.start : match.end], match.payload) for match in matcher.standing(text)]


def test_a_cue_does_not_count_right_after_or_before_a_forbidden_neighbour() -> None:
    matcher = Matcher(
        [(Cue("进企业", not_after=("促",)), "outreach"), (Cue("调解", not_before=("协议",)), "mediation")]
    )
    assert found(matcher, "促进企业发展，签订调解协议") == []
    assert found(matcher, "服务进企业，诉前调解") == [("进企业", "outreach"), ("调解", "mediation")]


def test_a_word_inside_a_longer_word_for_something_else_does_not_count() -> None:
    matcher = Matcher([(Cue("专利"), "patent"), (Cue("发明专利"), "invention-patent")])
    assert found(matcher, "发明专利与专利") == [("发明专利", "invention-patent"), ("专利", "patent")]


def test_the_shortest_wording_for_one_concept_is_the_quote() -> None:
    matcher = Matcher([(Cue("海外维权"), "overseas"), (Cue("国际贸易.{0,8}海外维权援助", True), "overseas")])
    assert found(matcher, "国际贸易知识产权海外维权援助服务") == [("海外维权", "overseas")]


def test_a_pattern_that_spans_a_clause_hides_no_word_for_something_else() -> None:
    matcher = Matcher([(Cue("立项管理"), "project"), (Cue("研究所.{0,12}转化", True), "transfer")])
    assert ("立项管理", "project") in found(matcher, "研究所知识产权立项管理机制撑起转化")


@pytest.mark.parametrize("text", ["推进甲。乙机制", "推进甲；乙机制", "推进甲\n乙机制", "力促甲推进 乙机制"])
def test_a_pattern_never_crosses_a_sentence_or_the_clauses_of_a_title(text: str) -> None:
    assert found(Matcher([(Cue("推进.{0,6}机制", True), "x")]), text) == []


def test_sentences_keep_their_places_in_the_text() -> None:
    text = "一是甲；二是乙。\n丙 in English"
    assert [text[s.start : s.end] for s in sentences(text)] == ["一是甲；", "二是乙。", "丙 in English"]


def test_a_pattern_that_is_no_re2_is_named() -> None:
    with pytest.raises(DataError, match="no RE2 pattern"):
        Matcher([(Cue("(?<!促)进企业", True), "x")])


def test_offsets_are_code_points_beyond_the_basic_plane() -> None:
    matcher = Matcher([(Cue("海关"), "customs"), (Cue("海.{1,2}布控", True), "risk")])
    text = "𠮷𠮷海关布控"
    assert {(match.start, match.end) for match in matcher.all(text)} == {(2, 4), (2, 6)}
