"""The house: imports run downward only, and nothing heavy loads on the command's way."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

FLOORS = (
    {"archive", "links", "model", "namespaces", "questions", "silence", "workers"},
    {"terms"},
    {"documents", "vocabulary"},
    {"referents"},
    {"actor_types", "aliases", "cases", "frames", "mentions", "proposals", "review"},
    {"graph", "evaluate"},
    {
        "network",
        "property_graph",
        "qda",
        "serialize",
        "store",
        "dataset",
        "tables",
        "triple_terms",
        "web_annotation",
        "workbook",
    },
    {"analytics", "changes", "claims", "rdflib_store", "suggestions", "validate"},
    {"conformance", "integrity", "explorer", "loading", "agents", "server"},
    {"pipeline"},
    {"desk", "exports", "release"},
    {"cli"},
)
"""The rooms of ``kg`` from the ground up; a room may use those below it and those beside it."""

HEAVY = {
    "rdflib",
    "networkx",
    "pyvis",
    "pyshacl",
    "pyoxigraph",
    "yaml",
    "jinja2",
    "pypinyin",
    "starlette",
    "tabulate",
    "tqdm",
    "uvicorn",
    "xlsxwriter",
    "python_calamine",
}


def _rooms(package: Path) -> dict[str, list[Path]]:
    rooms: dict[str, list[Path]] = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        if parts != ("__init__",):
            rooms.setdefault(parts[0], []).append(path)
    return rooms


def _imported_rooms(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "kg":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("kg."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("kg.")}
    return found - {"__version__"}


def test_every_room_has_its_floor(root: Path) -> None:
    known = set().union(*FLOORS)
    assert set(_rooms(root / "kg")) == known, "name the new room's floor in FLOORS and in docs/architecture.md"


def test_imports_run_downward_only(root: Path) -> None:
    floor = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
    upward = [
        f"{path.relative_to(root)} imports kg.{other}"
        for room, paths in _rooms(root / "kg").items()
        for path in paths
        for other in _imported_rooms(path)
        if floor[other] > floor[room]
    ]
    assert upward == []


def test_only_the_command_prints(root: Path) -> None:
    printing = [
        str(path.relative_to(root))
        for room, paths in _rooms(root / "kg").items()
        if room != "cli"
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []


@pytest.mark.parametrize("module", ["kg.cli", "kg.model", "kg.graph", "kg.network", "kg.store", "kg.serialize"])
def test_no_heavy_module_loads_at_the_top(module: str) -> None:
    code = f"import sys, {module}; print(' '.join(sorted(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert HEAVY.isdisjoint(loaded)
