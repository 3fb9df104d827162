"""The reference pages are those of the ontology, complete, linked; and every scheme says which version it is of."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pyoxigraph

from kg.vocabulary import Vocabulary

OWL = "http://www.w3.org/2002/07/owl#"
SCHEME = pyoxigraph.NamedNode("http://www.w3.org/2004/02/skos/core#ConceptScheme")
TYPE = pyoxigraph.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
VERSION = pyoxigraph.NamedNode(f"{OWL}versionInfo")
MODIFIED = pyoxigraph.NamedNode("http://purl.org/dc/terms/modified")


def read(root: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (root / "docs" / "reference").glob("*.md")}


def vocabularies(root: Path) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(path=str(root / "exports" / "vocabularies.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    return store


def test_the_pages_are_those_of_the_ontology(root: Path) -> None:
    command = [sys.executable, "maintenance/reference_pages.py", "--check"]
    done = subprocess.run(command, cwd=root, env={"PYTHONPATH": str(root)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_page_that_was_edited_is_seen(root: Path, tmp_path: Path) -> None:
    for name in ("kg", "ontology", "maintenance"):
        (tmp_path / name).symlink_to(root / name)
    script = (root / "maintenance" / "reference_pages.py").read_text(encoding="utf-8")
    code = script.replace("Path(__file__).resolve().parents[1]", f"Path({str(tmp_path)!r})").replace(
        "Path(__file__).parent", f"Path({str(root / 'maintenance')!r})"
    )
    (tmp_path / "script.py").write_text(code, encoding="utf-8")
    (tmp_path / "docs").mkdir()

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(tmp_path / "script.py"), *arguments]
        return subprocess.run(command, env={"PYTHONPATH": str(root)}, capture_output=True, text=True)

    assert run().returncode == 0
    assert run("--check").returncode == 0
    page = tmp_path / "docs" / "reference" / "stage.md"
    page.write_text(page.read_text(encoding="utf-8").replace("创造", "创作"), encoding="utf-8")
    assert "stage.md" in run("--check").stderr


def test_every_concept_and_term_has_an_anchor_on_its_page(root: Path, vocabulary: Vocabulary) -> None:
    anchors = {name: set(re.findall(r'<a id="([^"]+)"', text)) for name, text in read(root).items()}
    for path in vocabulary.concepts:
        scheme, _, slug = path.partition("/")
        assert slug in anchors[f"{scheme}.md"], path
    terms = set(
        re.findall(r"^def:(\w+) a owl:", (root / "ontology" / "core.ttl").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert len(terms) > 100
    assert anchors["ontology.md"] == terms


def test_every_link_between_the_pages_leads_somewhere(root: Path) -> None:
    texts = read(root)
    links = [
        (name, *link) for name, text in texts.items() for link in re.findall(r"\]\(([\w-]+\.md)(?:#([\w.-]+))?\)", text)
    ]
    assert len(links) > 100
    assert not [
        link for link in links if link[1] not in texts or (link[2] and f'<a id="{link[2]}"' not in texts[link[1]])
    ]


def test_every_heading_stands_alone_on_its_line(root: Path) -> None:
    assert not [
        line for text in read(root).values() for line in text.splitlines() if re.search(r"[^#]#{2,4} <a id", line)
    ]


def test_the_ontology_and_every_scheme_have_version_and_day(root: Path) -> None:
    store = vocabularies(root)
    ontology = pyoxigraph.NamedNode("https://w3id.org/ipcase/def")
    wanted = [next(store.quads_for_pattern(ontology, of, None)).object for of in (VERSION, MODIFIED)]
    schemes = [quad.subject for quad in store.quads_for_pattern(None, TYPE, SCHEME)]
    assert len(schemes) == 12
    for scheme in schemes:
        assert [[q.object for q in store.quads_for_pattern(scheme, of, None)] for of in (VERSION, MODIFIED)] == [
            [w] for w in wanted
        ]
    page = read(root)["README.md"]
    assert f"version {wanted[0].value}" in page  # type: ignore[union-attr]
    assert f"modified {wanted[1].value}" in page  # type: ignore[union-attr]
