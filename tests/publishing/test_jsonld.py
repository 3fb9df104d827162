"""The JSON-LD context and frame, read by a processor of its own (PyLD): nothing is lost, and a case reads as one object."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld

ADDRESS = "https://w3id.org/ipcase/context.jsonld"


@pytest.fixture(scope="module", autouse=True)
def _context_from_the_checkout(root: Path) -> None:
    """Let the context's address be answered by the file; nothing else can be fetched."""

    def load(address: str, options: dict[str, Any]) -> dict[str, Any]:
        assert address == ADDRESS
        document = json.loads((root / "ontology" / "context.jsonld").read_text(encoding="utf-8"))
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": address, "document": document}

    jsonld.set_document_loader(load)


@pytest.fixture(scope="module")
def dataset(root: Path) -> Any:
    return json.loads((root / "exports" / "kg.jsonld").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def compacted(dataset: Any) -> Any:
    return jsonld.compact(dataset, ADDRESS)


def test_the_context_is_that_of_the_ontology(root: Path) -> None:
    command = [sys.executable, "maintenance/jsonld_context.py", "--check"]
    done = subprocess.run(command, cwd=root, env={"PYTHONPATH": str(root)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_dataset_compacted_by_the_context_has_the_same_quads(compacted: Any, root: Path) -> None:
    lines = jsonld.to_rdf(compacted, {"format": "application/n-quads"}).splitlines()
    assert set(lines) == set((root / "exports" / "kg.nq").read_text(encoding="utf-8").splitlines())


def test_a_program_reads_short_names_and_no_addresses_of_properties(compacted: Any) -> None:
    def keys(value: Any) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(keys, value)) if value else set()
        return {*value, *keys(list(value.values()))} if isinstance(value, dict) else set()

    assert not [key for key in keys(compacted) if "//" in key or key.startswith("def:")]


def test_the_frame_gives_every_case_with_its_assertions_objects_and_quotes(dataset: Any, root: Path) -> None:
    frame = json.loads((root / "ontology" / "frame.jsonld").read_text(encoding="utf-8"))
    cases = {case["id"].rpartition("/")[2]: case for case in jsonld.frame(dataset, frame)["graph"]}
    assert len(cases) == 25
    case = cases["16"]
    assert (
        case["prefLabel"]["zh-hans"] == case["title"]["isString"] == "青岛海关开展知识产权状况预确认 便利合法货物通关"
    )
    place = next(item for item in case["assertions"] if item["id"] == "ipcase:id/assertion/01a162c38802bd00")
    assert place["object"]["prefLabel"] == {"en": "Qingdao", "zh-hans": "青岛市"}
    assert "def:locatedIn" in place["predicate"]
    assert "value" not in place["object"], "what an object does not have is left out, not null"
    for quote in place["evidence"]:
        field = case[quote["referenceContext"].rpartition("/")[2]]["isString"]
        assert field[int(quote["beginIndex"]) : int(quote["endIndex"])] == quote["anchorOf"] == "青岛海关"
