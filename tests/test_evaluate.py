"""Scores of rule output against a gold: hand-made links, the check of the document, and the tables in the docs."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from kg import cli, evaluate, referents
from kg.model import Assertion, DataError, Referent, Span
from kg.vocabulary import Vocabulary


def link(
    relation: str,
    referent: Referent,
    span: tuple[int, int] = (0, 2),
    *,
    role: str | None = None,
    case: str = "case/test/1",
    confidence: float | None = None,
) -> Assertion:
    """A link with one quote of the text."""
    quote = Span("text", span[0], span[1], "字" * (span[1] - span[0]))
    return Assertion(case, relation, role, referent, (quote,), confidence=confidence)


def layer(name: str, found: list[Assertion], wanted: list[Assertion]) -> evaluate.Score:
    return next(score for score in evaluate.scores(found, wanted) if score.relation == name)


@pytest.fixture
def place():  # type: ignore[no-untyped-def]
    return lambda code: Referent(f"region/{code}", code, type="prefecture")


@pytest.fixture
def mechanism(vocabulary: Vocabulary):  # type: ignore[no-untyped-def]
    return lambda slug: referents.concept(f"mechanism/{slug}", vocabulary)


def test_precision_recall_and_f1_count_right_found_and_wanted_links(place) -> None:  # type: ignore[no-untyped-def]
    found = [link("region", place(code)) for code in ("370200", "440000", "110000", "310000")]
    wanted = [link("region", place(code)) for code in ("370200", "440000", "120000")]
    score = layer("region", found, wanted)
    assert (score.right, score.found, score.wanted) == (2, 4, 3)
    assert (score.precision, score.recall, score.f1) == (0.5, pytest.approx(2 / 3), pytest.approx(4 / 7))


def test_errors_are_listed_with_case_object_and_words(place) -> None:  # type: ignore[no-untyped-def]
    score = layer("region", [link("region", place("440000"))], [link("region", place("370200"))])
    assert score.missed == ("case/test/1: region/370200 “字字”",)
    assert score.invented == ("case/test/1: region/440000 “字字”",)


def test_the_same_object_in_another_case_is_not_right(place) -> None:  # type: ignore[no-untyped-def]
    found, wanted = [link("region", place("370200"), case="case/test/2")], [link("region", place("370200"))]
    assert layer("region", found, wanted).right == 0


@pytest.mark.parametrize(
    ("span", "overlapping", "exact"), [((4, 8), 1, 1), ((6, 9), 1, 0), ((8, 10), 0, 0), ((0, 4), 0, 0)]
)
def test_quotes_are_the_same_overlap_or_are_apart(place, span, overlapping, exact) -> None:  # type: ignore[no-untyped-def]
    score = layer("region", [link("region", place("370200"), span)], [link("region", place("370200"), (4, 8))])
    assert (score.right, score.overlapping, score.exact) == (1, overlapping, exact)


def test_the_wrong_type_of_an_institution_is_an_error_of_its_own_layer(vocabulary: Vocabulary) -> None:
    court = referents.institution("青岛海关", "court-basic", vocabulary)
    customs = referents.institution("青岛海关", "customs-direct", vocabulary)
    found, wanted = [link("institution", court)], [link("institution", customs)]
    assert layer("institution", found, wanted).f1 == 1
    assert layer("institution with type", found, wanted).f1 == 0


def test_another_concept_of_the_group_is_right_for_the_group_only(mechanism) -> None:  # type: ignore[no-untyped-def]
    found = [link("mechanism", mechanism("ip-insurance"))]
    wanted = [link("mechanism", mechanism("pledge-financing"), role="headlineMechanism")]
    assert layer("mechanism", found, wanted).f1 == 0
    assert layer("mechanism group", found, wanted).f1 == 1
    assert layer("headline mechanism", found, wanted).wanted == 1


def test_facts_agree_by_value_and_unit_however_the_number_is_printed(vocabulary: Vocabulary) -> None:
    def amount(value: str, unit: str) -> list[Assertion]:
        return [link("fact", referents.fact("金额", "amount", "case/test/1", vocabulary, value, unit))]

    assert layer("fact", amount("2", "万元"), amount("20000.00", "元")).f1 == 1
    assert layer("fact", amount("20000", "元"), amount("20000", "件")).f1 == 0


def test_quote_recall_counts_words_whatever_the_concept(mechanism) -> None:  # type: ignore[no-untyped-def]
    wanted = [link("mechanism", mechanism("pledge-financing"), span) for span in ((0, 4), (10, 14))]
    found = [link("mechanism", mechanism("ip-insurance"), (3, 5))]
    assert evaluate.quote_recall(found, wanted) == (1, 2)


def test_agreement_is_the_f1_of_one_against_the_other_and_symmetric(place) -> None:  # type: ignore[no-untyped-def]
    first = [link("region", place(code)) for code in ("370200", "440000", "110000")]
    second = [link("region", place(code)) for code in ("370200", "120000")]
    there, back = (
        next(a for a in evaluate.agreement(*pair) if a.layer == "region") for pair in ((first, second), (second, first))
    )
    assert (there.both, there.only_first, there.only_second) == (1, 2, 1)
    assert there.f1 == back.f1 == pytest.approx(2 / 5)


def test_agreement_on_nothing_is_full() -> None:
    assert {agreement.f1 for agreement in evaluate.agreement([], [])} == {1.0}


def test_bands_say_how_often_assertions_of_a_confidence_are_right(place) -> None:  # type: ignore[no-untyped-def]
    codes = {"370200": 0.95, "440000": 1.0, "110000": 0.9, "310000": 0.7, "120000": 0.79, "330000": None}
    found = [link("region", place(code), confidence=value) for code, value in codes.items()]
    wanted = [link("region", place(code)) for code in ("370200", "440000", "310000", "330000")]
    assert evaluate.bands(found, wanted) == [("0.7–0.8", 2, 1), ("0.9–1.0", 3, 2)]


@pytest.mark.parametrize(("confidence", "band"), [(0.896, "0.8–0.9"), (0.1 * 3, "0.3–0.4"), (0.7 - 1e-12, "0.7–0.8")])
def test_a_confidence_falls_into_the_band_that_its_digits_say(place, confidence: float, band: str) -> None:  # type: ignore[no-untyped-def]
    assert evaluate.bands([link("region", place("370200"), confidence=confidence)], [])[0][0] == band


def test_in_a_band_an_institution_of_the_wrong_type_is_wrong(vocabulary: Vocabulary) -> None:
    found = [link("institution", referents.institution("青岛海关", "court-basic", vocabulary), confidence=0.9)]
    wanted = [link("institution", referents.institution("青岛海关", "customs-direct", vocabulary))]
    assert evaluate.bands(found, wanted) == [("0.9–1.0", 1, 0)]


# ---- golds and their documents ----


@pytest.fixture
def gold(tmp_path: Path, root: Path) -> Path:
    """Two reviews of the first batch in a folder of their own, with the record of the document."""
    folder = tmp_path / "gold"
    folder.mkdir()
    for number in (1, 2):
        shutil.copy(root / "data" / "cases" / "first-batch" / f"{number}.yaml", folder)
    shutil.copy(root / "data" / "gold" / "first-batch" / "document.json", folder)
    return folder


def test_another_document_than_the_annotated_one_is_refused(
    gold: Path, tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.txt"
    other.write_bytes((root / "data" / "source" / "first-batch.txt").read_bytes() + b"\n")
    assert cli.main(["evaluate", str(gold), "--source", str(other)]) != 0
    error = capsys.readouterr().err
    assert "other.txt" in error and "not the annotated document" in error and "--source" in error


def test_a_gold_of_another_document_is_refused_without_a_source(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["evaluate", str(root / "data" / "gold" / "guiding-275")]) != 0
    assert "spc_guiding_275_plant_variety.txt" in capsys.readouterr().err


def test_the_annotated_document_is_taken_whatever_its_name_and_brings_its_slug(
    gold: Path, tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "renamed.txt"
    shutil.copy(root / "data" / "source" / "first-batch.txt", copy)
    assert cli.main(["evaluate", str(gold), "--source", str(copy), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["cases"] == {"annotated": 2, "found": 2, "besides": 23}


def test_an_annotated_case_that_was_not_found_is_named(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (gold / "99.yaml").write_text(
        (gold / "1.yaml").read_text(encoding="utf-8").replace("case/first-batch/1\n", "case/first-batch/99\n"), "utf-8"
    )
    assert cli.main(["evaluate", str(gold)]) == 0
    printed = capsys.readouterr()
    assert "case/first-batch/99 is annotated but was not found" in printed.err
    assert "2 of 3 annotated found" in printed.out


def test_other_words_than_when_annotated_are_told(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (gold / "1.yaml").read_text(encoding="utf-8")
    lines = [f"text_sha256: {'0' * 64}" if line.startswith("text_sha256") else line for line in text.split("\n")]
    (gold / "1.yaml").write_text("\n".join(lines), encoding="utf-8")
    assert cli.main(["evaluate", str(gold)]) == 0
    assert "case/first-batch/1 has other words" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text", ["not JSON", "[]", '{"name": "a"}', '{"name": "a", "sha256": "1", "slug": "s", "cases": 1}']
)
def test_a_document_record_that_is_not_one_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "document.json").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"document\.json"):
        evaluate.gold_document(tmp_path)


def test_each_annotator_of_a_gold_finds_the_record_around_the_folder(root: Path) -> None:
    found = evaluate.gold_document(root / "data" / "gold" / "first-batch" / "annotator-1")
    assert found is not None and found.slug == "first-batch"


def test_the_golds_of_other_documents_are_whole_and_hold_no_text(root: Path) -> None:
    from kg import review

    for record in sorted((root / "data" / "gold").glob("*/document.json")):
        document = evaluate.gold_document(record.parent)
        assert document is not None and document.slug == record.parent.name
        reviews = review.load_all([record.parent])
        assert len(reviews) == document.cases, document.slug
        assert all(path.startswith(f"case/{document.slug}/") for path in reviews)
        assert {path.suffix for path in record.parent.rglob("*.*")} <= {".yaml", ".json"}


def test_agreement_of_a_gold_with_itself_is_full(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["evaluate", str(gold), "--agreement", str(gold), "--json"]) == 0
    assert {row["F1"] for row in json.loads(capsys.readouterr().out)} == {"1.000"}


# ---- the tables in the docs ----


def _tables(root: Path):  # type: ignore[no-untyped-def]
    """The module `benchmarks.evaluation_tables`, which puts the checkout on the path itself."""
    sys.path.insert(0, str(root))
    try:
        from benchmarks import evaluation_tables, golds
    finally:
        sys.path.remove(str(root))
    return evaluation_tables, golds


def test_the_table_of_the_first_batch_in_the_docs_is_what_evaluate_gives_now(root: Path) -> None:
    tables, golds = _tables(root)
    (first,) = golds.golds(None)
    now = tables.table(tables.record(first))
    page = (root / "docs" / "evaluation.md").read_text(encoding="utf-8")
    assert golds.between_markers(page, "first-batch", now) == page, "run: python benchmarks/evaluation_tables.py"


@pytest.mark.parametrize("page", ["evaluation.md", "benchmarks.md"])
def test_every_gold_has_its_table_in_the_docs(root: Path, page: str) -> None:
    text = (root / "docs" / page).read_text(encoding="utf-8")
    for record in (root / "data" / "gold").glob("*/document.json"):
        _, _, rest = text.partition(f"<!-- {record.parent.name}:start -->\n")
        block, closed, _ = rest.partition(f"\n<!-- {record.parent.name}:end -->")
        assert closed and "| mechanism |" in block, record.parent.name


def test_a_table_without_markers_is_refused(root: Path) -> None:
    _, golds = _tables(root)
    with pytest.raises(ValueError, match="markers"):
        golds.between_markers("no markers", "first-batch", "| a |")


def test_the_comparison_reads_chains_of_places_and_the_endings_after_them(
    root: Path, vocabulary: Vocabulary, make_case
) -> None:  # type: ignore[no-untyped-def]
    _tables(root)
    from benchmarks import comparison

    words = comparison.Words(vocabulary)
    matchers = comparison.gazetteer(words.kinds())
    found = comparison.read(make_case("江苏省南京市中级人民法院审理专利案", "浙江省发放质押贷款。"), matchers, words)
    assert {key for kind, _, key in found if kind == "region"} == {"region/320100", "region/330000"}
    assert {key for kind, _, key in found if kind == "institution with type"} == {"南京市中级人民法院 (court)"}
    assert {key for kind, _, key in found if kind == "ipType"} == {"ip-type/patent"}
