"""What decisions become in review files: a person's, one file each, remembered, and never at another's cost."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg import review
from kg.desk import Batch, Desk, RefusedError, ReviewFolder
from kg.mentions import Finder
from kg.model import RELATIONS, Case, SourceMap, Splitting
from kg.pipeline import annotate
from kg.vocabulary import Vocabulary, load

DeskOf = Callable[..., Desk]
CASE = "case/first-batch/16"
NAME = "王小明"


def row(record: dict[str, Any], name: str) -> dict[str, Any]:
    return next(one for one in record["rows"] if one["id"] == name)


def stored(desk: Desk, case: str = CASE) -> review.CaseReview:
    (found,) = review.load_all([desk.folder.path])[case]
    return found


def do(desk: Desk, name: str, decision: str, case: str = CASE) -> dict[str, Any]:
    return desk.act(case, NAME, {"do": "decide", "id": name, "decision": decision})


def test_each_decision_has_the_persons_name_and_its_own_day(desk_of: DeskOf) -> None:
    import datetime

    desk = desk_of()
    do(desk, "region region/370200", "accept")
    later = Desk(desk.batch, desk.folder, (), today=lambda: datetime.date(2027, 1, 2))
    later.act(CASE, NAME, {"do": "decide", "id": "mechanism mechanism/risk-targeting", "decision": "reject"})
    found = stored(desk)
    assert (found.reviewer.role, found.reviewer.kind, found.reviewer.date) == (NAME, "person", "2027-01-02")
    first, second = found.entries
    assert first.date == datetime.date.today().isoformat()
    assert second.date in (None, "2027-01-02")


def test_a_persons_word_stands_over_the_software_review(
    desk_of: DeskOf, first_batch: Splitting, vocabulary: Vocabulary, root: Path
) -> None:
    desk = desk_of()
    do(desk, "mechanism mechanism/risk-targeting", "reject")
    desk.act(CASE, NAME, {"do": "change", "id": "institution 青岛海关", "role": "participant"})
    case = next(one for one in first_batch.cases if one.path == CASE)
    reviews = review.load_all([root / "data" / "cases", desk.folder.path])
    links = {a.referent.label: a for a in annotate(case, Finder(vocabulary), vocabulary, reviews).assertions}
    assert "风险布控与查验" not in links
    assert links["青岛海关"].role == "participant"
    assert links["青岛海关"].reviewer is not None and links["青岛海关"].reviewer.kind == "person"


def test_the_file_of_somebody_else_is_never_changed(desk_of: DeskOf, root: Path) -> None:
    desk = desk_of(curated=False)
    theirs = desk.folder.path / "first-batch" / "16.yaml"
    theirs.parent.mkdir(parents=True)
    shutil.copy(root / "data" / "cases" / "first-batch" / "16.yaml", theirs)
    before = theirs.read_bytes()
    do(desk, "region region/370200", "accept")
    assert theirs.read_bytes() == before
    assert sorted(path.name for path in theirs.parent.iterdir()) == ["16.wangxiaoming.yaml", "16.yaml"]


def test_only_review_files_are_written(desk_of: DeskOf, tmp_path: Path) -> None:
    desk = desk_of()
    desk.listing(NAME)
    desk.case(CASE, NAME)
    desk.search("region", "qd")
    assert list(tmp_path.rglob("*")) == [], "looking writes nothing"
    do(desk, "region region/370200", "accept")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["16.yaml"]


def test_comments_that_a_hand_wrote_into_ones_own_file_are_kept(desk_of: DeskOf) -> None:
    desk = desk_of()
    path = desk.folder.path / "first-batch" / "16.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(
        f"# 与李四商定过\ncase: {CASE}\nreviewer: {{role: {NAME}, kind: person}}\ndate: 2026-01-31\nentries:\n"
        "# 指南 6.2：只是效果\n- {decision: reject, relation: mechanism, object: clearance-facilitation}\n",
        encoding="utf-8",
    )
    do(desk, "region region/370200", "accept")
    text = path.read_text(encoding="utf-8")
    assert "与李四商定过" in text
    assert "指南 6.2：只是效果" in text
    assert stored(desk).entries[0].date == "2026-01-31", "and the day of the earlier decision"


def test_a_file_that_cannot_be_read_is_told_and_not_written_over(desk_of: DeskOf) -> None:
    desk = desk_of()
    path = desk.folder.path / "first-batch" / "16.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("case: [half", encoding="utf-8")
    assert "读不出来" in desk.listing(NAME)["notices"][0]["zh"]
    with pytest.raises(RefusedError, match="cannot be read"):
        do(desk, "region region/370200", "accept")
    assert path.read_text(encoding="utf-8") == "case: [half"


def test_a_folder_that_cannot_be_written_is_told(desk_of: DeskOf, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("a file", encoding="utf-8")
    with pytest.raises(RefusedError, match="cannot be written"):
        do(desk_of(), "region region/370200", "accept")


def test_confirming_changing_back_and_withdrawing(desk_of: DeskOf) -> None:
    desk = desk_of()
    name = "institution 青岛海关"
    desk.act(CASE, NAME, {"do": "change", "id": name, "role": "participant"})
    assert stored(desk).entries[0].decision == "change"
    desk.act(CASE, NAME, {"do": "change", "id": name, "role": "ledBy"})
    assert stored(desk).entries[0].decision == "accept", "what is as it was proposed is confirmed, not changed"
    record = do(desk, name, "clear")
    assert row(record, name)["decision"] is None
    assert not list(desk.folder.path.rglob("*.yaml"))


def test_changing_an_object_keeps_what_it_was(desk_of: DeskOf) -> None:
    desk = desk_of()
    name = "mechanism mechanism/clearance-facilitation"
    record = desk.act(CASE, NAME, {"do": "change", "id": name, "object": "mechanism/early-warning"})
    assert row(record, name)["was"] == "通关便利"
    assert row(record, name)["label"] == "风险预警与防侵权检索"
    (entry,) = stored(desk).entries
    assert (entry.decision, entry.was, entry.object) == (
        "change", "mechanism/clearance-facilitation", "mechanism/early-warning",
    )  # fmt: skip
    record = do(desk, name, "accept")
    assert row(record, name)["label"] == "通关便利", "confirming takes the change back"


def test_changing_into_what_is_here_already_confirms_that_and_rejects_this(desk_of: DeskOf) -> None:
    desk = desk_of()
    old, new = "mechanism mechanism/clearance-facilitation", "mechanism/risk-targeting"
    record = desk.act(CASE, NAME, {"do": "change", "id": old, "object": new})
    assert row(record, old)["decision"] == "reject"
    assert row(record, f"mechanism {new}")["decision"] == "accept"


def test_a_name_with_an_invisible_sign_is_told_as_that(desk_of: DeskOf) -> None:
    desk = desk_of()
    row = desk.case(CASE, NAME)["rows"][0]["id"]
    with pytest.raises(RefusedError, match="invisible sign"):
        desk.act(CASE, "\u202e王小明", {"do": "decide", "id": row, "decision": "accept"})


def test_adding_needs_words_of_the_case_within_a_sentence(desk_of: DeskOf) -> None:
    desk = desk_of()
    text = desk.case(CASE, NAME)["text"]

    def add(start: int, end: int) -> None:
        quotes = [{"field": "text", "start": start, "end": end}]
        desk.act(
            CASE, NAME, {"do": "add", "relation": "mechanism", "object": "mechanism/early-warning", "quotes": quotes}
        )

    stop = text.index("。")
    for start, end in ((stop - 3, stop + 3), (0, 61), (5, 5), (-3, 4), (0, len(text) + 5)):
        with pytest.raises(RefusedError):
            add(start, end)
    with pytest.raises(RefusedError, match="Select"):
        desk.act(CASE, NAME, {"do": "add", "relation": "mechanism", "object": "mechanism/early-warning"})
    with pytest.raises(RefusedError, match="not known"):
        desk.act(
            CASE,
            NAME,
            {
                "do": "add",
                "relation": "mechanism",
                "object": "mechanism/none",
                "quotes": [{"field": "text", "start": 0, "end": 2}],
            },
        )
    assert not list(desk.folder.path.rglob("*.yaml"))


def test_adding_the_second_of_two_like_words_points_to_the_second(desk_of: DeskOf) -> None:
    desk = desk_of()
    text = desk.case(CASE, NAME)["text"]
    at = text.index("企业", text.index("企业") + 1)
    quotes = [{"field": "text", "start": at, "end": at + 2}]
    record = desk.act(
        CASE,
        NAME,
        {
            "do": "add",
            "relation": "actorType",
            "object": "institution-type/sme",
            "role": "participantType",
            "quotes": quotes,
        },
    )
    assert [q for q in stored(desk).entries[0].quotes if q.nth == 2]
    assert any(
        quote["start"] == at for one in record["rows"] if one["relation"] == "actorType" for quote in one["quotes"]
    )


def test_a_new_body_takes_a_name_a_type_and_the_region_in_its_name(desk_of: DeskOf) -> None:
    desk = desk_of()
    case, words = "case/first-batch/1", "中国科学院理化技术研究所"
    assert desk.guess("institution", "青岛海关")["type"]["path"] == "institution-type/customs-direct"
    assert desk.guess("institution", "青岛海关")["region"]["path"] == "region/370200"
    at = desk.case(case, NAME)["text"].index(words)
    quotes = [{"field": "text", "start": at, "end": at + len(words)}]
    desk.act(
        case,
        NAME,
        {
            "do": "add",
            "relation": "institution",
            "object": "理化所知识产权办公室",
            "type": "institution-type/research-institute",
            "role": "participant",
            "quotes": quotes,
        },
    )
    entry = stored(desk, case).entries[-1]
    assert (entry.object, entry.type, entry.role, entry.region) == (
        "理化所知识产权办公室",
        "research-institute",
        "participant",
        None,
    )


def test_closing_shows_what_is_new_before_it_confirms_it(desk_of: DeskOf) -> None:
    desk = desk_of()
    shown = [one["id"] for one in desk.case(CASE, NAME)["rows"]][:-1]
    with pytest.raises(RefusedError, match="new proposals"):
        desk.act(CASE, NAME, {"do": "complete", "on": True, "confirm": shown})
    assert not list(desk.folder.path.rglob("*.yaml"))


def test_a_finished_case_is_confirmed_link_by_link_and_coverage_too(desk_of: DeskOf) -> None:
    desk = desk_of()
    shown = [one["id"] for one in desk.case(CASE, NAME)["rows"]]
    desk.act(CASE, NAME, {"do": "complete", "on": True, "confirm": shown})
    found = stored(desk)
    assert found.complete == set(RELATIONS)
    assert found.coverage == "generic"
    assert len(found.entries) == len(shown)
    assert all(entry.quotes for entry in found.entries), "with their words, so that they stand without the rules"
    assert desk.listing(NAME)["done"] == 1


def test_the_coverage_follows_the_ip_types(desk_of: DeskOf) -> None:
    desk = desk_of()
    desk.act(CASE, NAME, {"do": "cover", "coverage": "generic"})
    desk.act(CASE, NAME, {"do": "change", "id": "ipType ip-type/ip", "object": "ip-type/trademark"})
    assert stored(desk).coverage == "specific"


# ---- rejections, and edits of the schemes


def test_a_hundred_rejections_survive_an_edit_of_the_cues(
    first_batch: Splitting, vocabulary: Vocabulary, root: Path, tmp_path: Path
) -> None:
    ontology = tmp_path / "ontology"
    shutil.copytree(root / "ontology", ontology)
    desk = Desk(Batch([first_batch], lambda: load(ontology), ontology), ReviewFolder(tmp_path / "mine"))
    rejected: set[tuple[str, str, str]] = set()
    for path in desk.batch.cases:
        for one in desk.case(path, NAME)["rows"]:
            if one["relation"] == "mechanism" and len(rejected) < 100:
                do(desk, one["id"], "reject", path)
                rejected.add((path, "mechanism", one["object"]))
    assert len(rejected) == 100
    # a new cue for each rejected concept, in words of a case where it was rejected
    schemes = {path: path.read_text(encoding="utf-8") for path in (ontology / "schemes").glob("mechanisms*.ttl")}
    edited = 0
    for path, _, target in sorted(rejected):
        slug, words = target.partition("/")[2], desk.batch.cases[path].title[:4]
        for file, text in schemes.items():
            changed = re.sub(
                rf"(?m)^(mech:{re.escape(slug)} a skos:Concept ;)",
                rf'\1\n    def:cue "{words}"@zh-hans ;',
                text,
                count=1,
            )
            edited += changed != text
            schemes[file] = changed
    assert edited > 50
    for file, text in schemes.items():
        file.write_text(text, encoding="utf-8")
    after = load(ontology)
    finder, reviews = Finder(after), review.load_all([desk.folder.path])
    found_again, kept = set(), set()
    for path, case in desk.batch.cases.items():
        found_again |= {(path, a.relation, a.referent.path) for a in finder.find(case).assertions}
        kept |= {(path, a.relation, a.referent.path) for a in annotate(case, finder, after, reviews).assertions}
    assert len(rejected & found_again) > 90, "the rules still find them, now by the new words too"
    assert rejected & kept == set()


def test_after_an_edit_the_desk_lists_the_reviewed_cases_that_it_touches(
    first_batch: Splitting, root: Path, tmp_path: Path
) -> None:
    ontology = tmp_path / "ontology"
    shutil.copytree(root / "ontology", ontology)
    desk = Desk(Batch([first_batch], lambda: load(ontology), ontology), ReviewFolder(tmp_path / "mine"))
    do(desk, "region region/370200", "accept")
    assert desk.touched(NAME) == []
    scheme = next((ontology / "schemes").glob("mechanisms*.ttl"))
    text = scheme.read_text(encoding="utf-8")
    scheme.write_text(
        text.replace(
            "mech:open-licence a skos:Concept ;", 'mech:open-licence a skos:Concept ;\n    def:cue "青岛海关"@zh-hans ;'
        ),
        encoding="utf-8",
    )
    (touched,) = desk.touched(NAME)
    assert touched["path"] == CASE
    assert {"change": "found", "relation": "mechanism", "label": "专利开放许可", "quote": "青岛海关"} in touched[
        "changes"
    ]
    assert row(desk.case(CASE, NAME), "mechanism mechanism/open-licence")["decision"] is None, "without a restart"
    scheme.write_text("broken", encoding="utf-8")
    assert "分类表改得有误" in desk.listing(NAME)["notices"][0]["zh"]
    assert row(desk.case(CASE, NAME), "mechanism mechanism/open-licence")


# ---- the text has changed


def _with_text(first_batch: Splitting, change: Callable[[str], str]) -> Splitting:
    def changed(case: Case) -> Case:
        text = change(case.text) if case.path == CASE else case.text
        return replace(case, text=text, text_map=SourceMap(((0, 0, len(text)),)))

    return replace(first_batch, cases=tuple(changed(case) for case in first_batch.cases))


def test_when_the_text_changes_quotes_are_found_again_and_lost_ones_told(
    desk_of: DeskOf, first_batch: Splitting, vocabulary: Vocabulary, root: Path
) -> None:
    desk = desk_of()
    for name in ("mechanism mechanism/risk-targeting", "mechanism mechanism/credit-smart-regulation"):
        do(desk, name, "accept")
    moved = Batch(
        [_with_text(first_batch, lambda text: "据悉，" + text.replace("抽查布控", "抽查"))],
        lambda: vocabulary,
        root / "ontology",
    )
    later = desk_of(batch=moved, curated=False)
    record = later.case(CASE, NAME)
    assert {"stale", "lost"} <= {notice["code"] for notice in record["notices"]}
    kept = row(record, "mechanism mechanism/credit-smart-regulation")
    assert kept["fault"] == ""
    assert all(record["text"][q["start"] : q["end"]] == q["quote"] for q in kept["quotes"])
    lost = row(record, "mechanism mechanism/risk-targeting")
    assert "抽查布控" in lost["fault"]
    assert later.listing(NAME)["cases"][15]["stale"]
    confirm = [one["id"] for one in record["rows"]]
    with pytest.raises(RefusedError, match="not in the present text"):
        later.act(CASE, NAME, {"do": "complete", "on": True, "confirm": confirm})
    at = record["text"].index("抽查")
    later.act(CASE, NAME, {"do": "change", "id": lost["id"], "quotes": [{"field": "text", "start": at, "end": at + 2}]})
    assert not [one for one in later.case(CASE, NAME)["notices"] if one["code"] in ("stale", "lost")]
    assert stored(later).text_sha256 == review.text_sha256(moved.cases[CASE])


def test_a_decision_on_a_row_that_changed_elsewhere_is_refused_and_nothing_is_lost(desk_of: DeskOf) -> None:
    mine = desk_of()
    theirs = Desk(mine.batch, ReviewFolder(mine.folder.path))
    seen = row(mine.case(CASE, NAME), "region region/370200")["stamp"]
    do(theirs, "region region/370200", "reject")
    before = stored(mine)
    with pytest.raises(RefusedError, match="changed elsewhere"):
        mine.act(CASE, NAME, {"do": "decide", "id": "region region/370200", "decision": "accept", "seen": seen})
    assert stored(mine) == before


def test_undo_leaves_what_was_decided_elsewhere(desk_of: DeskOf) -> None:
    mine = desk_of()
    do(mine, "region region/370200", "accept")
    do(Desk(mine.batch, ReviewFolder(mine.folder.path)), "stage stage/protection", "reject")
    mine.undo(NAME)
    assert [entry.relation for entry in stored(mine).entries] == ["stage"]
    with pytest.raises(RefusedError, match="nothing to undo"):
        mine.undo(NAME)


def test_drafts_of_a_model_or_the_rules_are_proposals_and_keep_their_file(
    desk_of: DeskOf, first_batch: Splitting, vocabulary: Vocabulary
) -> None:
    desk = desk_of()
    path = desk.folder.path / "first-batch" / "16.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(
        f"case: {CASE}\nreviewer: {{role: reviewer, kind: person}}\ndate: 2026-01-31\nentries:\n"
        "- {decision: proposed, relation: mechanism, object: early-warning, quotes: [风险防控]}\n",
        encoding="utf-8",
    )
    name = "mechanism mechanism/early-warning"
    assert row(desk.case(CASE, NAME), name)["source"] == "draft"
    do(desk, name, "accept")
    assert "proposed" in path.read_text(encoding="utf-8")
    assert {one.reviewer.role for one in review.load_all([desk.folder.path])[CASE]} == {"reviewer", NAME}
