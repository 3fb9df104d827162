"""The dataset as linked data: every check passes on the real one, and sees a wrong graph."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import conformance
from kg.integrity import counts, lines_of, quotes
from kg.model import DataError
from kg.namespaces import Namespaces

SPACES = Namespaces()
BASE = "https://w3id.org/ipcase"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
GRAPH = f"<{BASE}/graph/vocabulary>"


def lines(*triples: str) -> list[str]:
    short = {"base:": f"{BASE}/", "skos:": SKOS, "rdf:": RDF, "rdfs:": RDFS, "def:": f"{BASE}/def#"}

    def term(text: str) -> str:
        for prefix, iri in short.items():
            if text.startswith(prefix):
                return f"<{iri}{text[len(prefix) :]}>"
        return text

    return [" ".join([*(term(part) for part in triple.split(" ", 2)), GRAPH, ".\n"]) for triple in triples]


@pytest.fixture(scope="module")
def real(root: Path) -> list[str]:
    return lines_of(root / "exports" / "kg.nq")


def test_the_real_dataset_conforms(real: list[str]) -> None:
    assert conformance.check(real, SPACES) == []
    assert list(quotes(real, SPACES)) == []
    assert list(conformance.quote_lengths(real)) == []


@pytest.mark.parametrize("suffix", [".ttl", ".csv", ".yaml", ".rq", ".md", ".py", ".nq"])
def test_every_text_file_is_plain_utf8(root: Path, suffix: str) -> None:
    found = [
        violation
        for folder in ("ontology", "data", "exports", "docs", "kg", "tests")
        for path in sorted((root / folder).rglob(f"*{suffix}"))
        if path.name != "cases.csv" and "fixtures" not in path.parts
        for violation in conformance.characters(str(path.relative_to(root)), path.read_bytes())
    ]
    assert found == []


def test_no_prefixed_name_holds_a_backslash(root: Path) -> None:
    for path in sorted((root / "exports").glob("*.ttl")):
        assert list(conformance.escaped_names(path.name, path.read_bytes())) == []


def test_a_backslash_in_a_prefixed_name_is_seen() -> None:
    wrong = b'a:x a:p "say \\"x\\" and \\\\ " .\ncase:first\\/1 a:p a:y .\n'
    assert [violation.where for violation in conformance.escaped_names("x.ttl", wrong)] == ["x.ttl, line 2"]


def test_long_quotes_are_seen() -> None:
    nif = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#anchorOf"
    wrong = [f'<a:s{number}> <{nif}> "{"字" * 21}" <a:g> .\n' for number in range(3)]
    assert [violation.check for violation in conformance.quote_lengths(wrong)] == ["quote-length"]


def test_a_wrong_count_is_seen(real: list[str]) -> None:
    graph = f"<{BASE}/graph/vocabulary>"
    wrong = [line for line in real if not (line.endswith(f" {graph} .\n") and "altLabel" in line)]
    assert {violation.where for violation in counts(wrong, SPACES)} == {graph, f"<{BASE}/id/dataset/kg>"}
    assert list(counts(real, SPACES)) == []


def test_a_file_that_does_not_parse_strictly_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "kg.nq"
    path.write_text("<a:s> <a:p> <a:o> <a:g> .\n<a:s> <a p> <a:o> .\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"kg\.nq, line 2: does not parse"):
        lines_of(path)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\xef\xbb\xbfa", "BOM"),
        (b"a\r\nb", "CR line ends"),
        ("e\u0301".encode(), "not NFC"),
        ("a\u200bb".encode(), "invisible"),
        (b"\xff", "not UTF-8 at byte 0"),
    ],
)
def test_wrong_characters_are_seen(content: bytes, what: str) -> None:
    assert any(what in violation.what for violation in conformance.characters("x", content))


@pytest.mark.parametrize(
    ("triple", "what"),
    [
        ("_:b rdf:type skos:Concept", "blank node"),
        (f"<{BASE}/id/region/青岛> rdf:type skos:Concept", "plain ASCII"),
        ("base:id/region/%E9%9D%92 rdf:type skos:Concept", "plain ASCII"),
        ("base:id/case/First rdf:type skos:Concept", "no rule of minting"),
        ("base:id/region/37020 rdf:type skos:Concept", "no rule of minting"),
    ],
)
def test_a_wrong_iri_is_seen(triple: str, what: str) -> None:
    assert any(what in violation.what for violation in conformance.iris(lines(triple), SPACES))


def test_a_missing_or_second_label_is_seen() -> None:
    none = lines("base:id/region/370200 rdf:type skos:Concept")
    two = lines(
        "base:id/region/370200 rdf:type skos:Concept",
        'base:id/region/370200 skos:prefLabel "青岛市"@zh-hans',
        'base:id/region/370200 skos:prefLabel "青岛"@zh-hans',
    )
    assert [v.what[:5] for v in conformance.labels(none, SPACES)] == ["has 0"]
    assert [v.what[:5] for v in conformance.labels(two, SPACES)] == ["has 2"]


def test_an_untyped_individual_is_seen() -> None:
    found = list(conformance.labels(lines('base:id/region/370200 skos:prefLabel "青岛市"@zh-hans'), SPACES))
    assert [v.what for v in found] == ["has no rdf:type; describe it in its graph"]


def test_a_label_that_is_preferred_and_alternative_is_seen() -> None:
    wrong = lines(
        "base:scheme/ip-type/ip rdf:type skos:Concept",
        'base:scheme/ip-type/ip skos:prefLabel "知识产权"@zh-hans',
        'base:scheme/ip-type/ip skos:altLabel "知识产权"@zh-hans',
    )
    assert any("both prefLabel and altLabel" in v.what for v in conformance.labels(wrong, SPACES))


@pytest.mark.parametrize(
    ("triples", "what"),
    [
        (("base:a rdf:type skos:Concept", "base:a skos:broader base:a"), "broader than itself"),
        (("base:a rdf:type skos:Concept",), "neither a broader concept"),
        (("base:a rdf:type skos:Concept", "base:a skos:broader base:b"), "which is no concept"),
        (
            (
                "base:a rdf:type skos:Concept",
                "base:b rdf:type skos:Concept",
                "base:b skos:topConceptOf base:s",
                "base:a skos:broader base:b",
                "base:a skos:related base:b",
            ),
            "is related to",
        ),
    ],
)
def test_a_broken_hierarchy_is_seen(triples: tuple[str, ...], what: str) -> None:
    assert any(what in violation.what for violation in conformance.skos(lines(*triples)))


def test_an_undeclared_term_is_seen() -> None:
    found = list(conformance.declared(lines("base:id/x def:noSuchTerm base:id/y"), SPACES))
    assert [v.where for v in found] == [f"<{BASE}/def#noSuchTerm>"]


def test_a_domain_and_a_range_that_are_left_are_seen() -> None:
    wrong = lines(
        "def:locatedIn rdfs:domain def:Case",
        "def:locatedIn rdfs:range def:Region",
        "base:id/x def:locatedIn base:id/y",
        "base:id/x rdf:type def:Document",
        "base:id/y rdf:type def:Document",
    )
    assert {v.check for v in conformance.domains_and_ranges(wrong, SPACES)} == {"domain", "range"}


def test_a_link_without_an_assertion_is_seen(real: list[str]) -> None:
    link = next(line for line in real if "/def#headlineMechanism>" in line and line.startswith(f"<{BASE}/id/case/"))
    case = link.split(" ")[0]
    extra = f"{case} <{BASE}/def#mechanism> <{BASE}/scheme/mechanism/ip-insurance> <{BASE}/graph/first-batch/rule> .\n"
    assert [v.what for v in quotes([*real, extra], SPACES)] == ["no assertion with evidence states this link"]
