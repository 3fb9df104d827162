"""The redirect rules for w3id.org, run by a real Apache: every IRI leads to a file or page that the repository has."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.vocabulary import Vocabulary
from tests.conftest import system_part

FILES = "https://raw.example.org/ipcase-kg/"
PAGES = "https://example.org/ipcase-kg/blob/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

CONFIGURATION = """
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/pid
DefaultRuntimeDir {folder}
ErrorLog {folder}/error.log
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule rewrite_module {modules}/mod_rewrite.so
LoadModule headers_module {modules}/mod_headers.so
DocumentRoot {rules}
<Directory {rules}>
  AllowOverride All
  Require all granted
</Directory>
"""


@pytest.fixture(scope="module")
def w3id(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of an Apache that serves the folder ``w3id/`` by its own rules, as w3id.org does."""
    program = system_part("apache2", "apache2-bin")
    folder = tmp_path_factory.mktemp("apache")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    rules = _readable(root / "w3id")
    modules = "/usr/lib/apache2/modules"
    text = CONFIGURATION.format(port=port, folder=folder, modules=modules, rules=rules)
    (folder / "apache.conf").write_text(text, encoding="utf-8")
    server = subprocess.Popen([program, "-f", str(folder / "apache.conf"), "-DFOREGROUND"])
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            for _ in range(100):
                try:
                    client.get("/")
                    break
                except httpx.TransportError:
                    assert server.poll() is None, (folder / "error.log").read_text(encoding="utf-8")
                    time.sleep(0.1)
            yield client
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(rules)


def _readable(rules: Path) -> Path:
    """Return a copy of the rules where an Apache started by root, which then is nobody, can read them."""
    target = Path(tempfile.mkdtemp(prefix="w3id-"))
    shutil.copytree(rules, target, dirs_exist_ok=True)
    for path in (target, *target.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return target


def leads(client: httpx.Client, path: str, accept: str) -> str:
    answer = client.get(f"/ipcase/{path}", headers={"Accept": accept})
    assert answer.status_code == 303, f"{path}: {answer.status_code}"
    assert answer.headers["Vary"] == "Accept"
    return answer.headers["Location"]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "def",
        "scheme/stage",
        "scheme/mechanism/open-licence",
        "id/region/370200",
        "id/case/first-batch/16",
        "graph/vocabulary",
        "id/dataset/kg",
    ],
)
def test_people_are_led_to_a_page_that_exists(path: str, w3id: httpx.Client, root: Path) -> None:
    target = leads(w3id, path, BROWSER)
    assert target.startswith(f"{PAGES}main/")
    file, _, anchor = target.removeprefix(f"{PAGES}main/").partition("#")
    text = (root / file).read_text(encoding="utf-8")
    assert not anchor or f'<a id="{anchor}"' in text


@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json, text/turtle;q=0.9", "application/rdf+xml"])
@pytest.mark.parametrize(
    "path",
    [
        "def",
        "scheme/stage",
        "scheme/mechanism/open-licence",
        "id/region/370200",
        "id/case/first-batch/16",
        "graph/vocabulary",
        "id/dataset/kg",
    ],
)
def test_programs_are_led_to_a_file_that_describes_the_thing(
    path: str, accept: str, w3id: httpx.Client, root: Path
) -> None:
    target = leads(w3id, path, accept)
    assert target.startswith(f"{FILES}main/")
    file = root / target.removeprefix(f"{FILES}main/")
    assert file.suffix == ".ttl"
    if not path.startswith("graph/"):
        wanted = NamedNode(f"https://w3id.org/ipcase/{path}")
        assert any(triple.subject == wanted for triple in parse(path=str(file), format=RdfFormat.TURTLE))


@pytest.mark.parametrize("path", ["context.jsonld", "frame.jsonld", "shapes"])
@pytest.mark.parametrize("accept", [BROWSER, "application/ld+json", "*/*"])
def test_files_are_the_same_for_all(path: str, accept: str, w3id: httpx.Client, root: Path) -> None:
    target = leads(w3id, path, accept)
    assert (root / target.removeprefix(f"{FILES}main/")).is_file()


def test_a_version_leads_to_the_file_of_its_tag(w3id: httpx.Client, root: Path) -> None:
    text = (root / "ontology" / "core.ttl").read_text(encoding="utf-8")
    found = re.search(r"owl:versionIRI <https://w3id\.org/ipcase/(def/([\d.]+))>", text)
    assert found
    assert leads(w3id, found[1], "text/turtle") == f"{FILES}ontology-{found[2]}/ontology/core.ttl"


def test_every_scheme_and_concept_has_its_place(w3id: httpx.Client, root: Path, vocabulary: Vocabulary) -> None:
    pages = {path.name: path.read_text(encoding="utf-8") for path in (root / "docs" / "reference").glob("*.md")}
    for path in vocabulary.concepts:
        page, _, anchor = leads(w3id, f"scheme/{path}", BROWSER).rpartition("/")[2].partition("#")
        assert f'<a id="{anchor}"' in pages[page], path


def test_what_is_no_name_of_ours_is_not_found(w3id: httpx.Client) -> None:
    assert w3id.get("/ipcase/nothing/here").status_code == 404


def test_it_is_said_that_the_name_is_not_registered(root: Path) -> None:
    for name in ("w3id/ipcase/.htaccess", "w3id/ipcase/README.md", "docs/publishing.md", "docs/reference/README.md"):
        assert "not registered" in (root / name).read_text(encoding="utf-8").lower(), name
