"""``--model`` on the command line: what is written, told and asked, and that without it nothing is."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main

KEY = "sk-very-secret-0123456789"
DOCUMENT = (
    "案例一：甲市海关查获侵权货物案\n\n【基本案情】\n\n甲市海关查获侵犯商标权货物一批，请来蓝天联合体鉴别。\n\n"
    "【典型意义】\n\n乙公司凭证书拿到了贷款。\n"
)
GOOD = [
    {"relation": "mechanism", "object": "pledge-financing", "quote": "凭证书拿到了贷款", "confidence": 0.7},
    {
        "relation": "institution",
        "role": "participant",
        "object": "蓝天联合体",
        "type": "alliance",
        "quote": "蓝天联合体",
    },
]
BAD = [
    {"relation": "mechanism", "object": "pledge-financing", "quote": "并不存在的话"},
    {"relation": "mechanism", "object": "teleportation", "quote": "货物一批"},
    {"relation": "ipType", "object": "trademark", "quote": "商标权"},
    "no record",
]
Said = Callable[[Any], bytes]


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, server: Any) -> None:
    monkeypatch.setenv("KG_MODEL_URL", server.url)
    monkeypatch.setenv("KG_MODEL_NAME", "test-model")
    monkeypatch.setenv("KG_MODEL_KEY", KEY)
    monkeypatch.setattr("time.sleep", lambda _: None)


def build(document: Path, *more: str) -> int:
    out = str(document.parent / "out")
    return main(["build", str(document), "--slug", "d1", "--out", out, "--formats", "nq,ttl", "--json", *more])


def quads(document: Path) -> str:
    return (document.parent / "out" / "kg.nq").read_text(encoding="utf-8")


@pytest.mark.usefixtures("environment")
def test_accepted_links_stand_in_the_graph_of_the_model_and_the_table_counts_the_rest(
    document: Path, server: Any, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(document) == 0
    plain = quads(document)
    assert server.requests == []
    capsys.readouterr()
    server.reply = lambda _: (200, said(GOOD + BAD))
    assert build(document, "--model") == 0
    captured = capsys.readouterr()
    figures = json.loads(captured.out)
    assert figures["proposals accepted"] == "2"
    assert figures["proposals rejected"].startswith("4 (")
    for reason in ("a quote that is not in the case", "an unknown concept", "linked already", "no relation, object or"):
        assert f"1 {reason}" in figures["proposals rejected"]
    text = quads(document)
    made = [line for line in text.splitlines() if line.endswith("/graph/d1/model> .")]
    assert any("/def#mechanism> <https://w3id.org/ipcase/scheme/mechanism/pledge-financing>" in line for line in made)
    assert any('/def#rule> "test-model"' in line for line in made)
    assert any('/def#confidence> "0.7"' in line for line in made)

    def layer(lines: str) -> list[str]:
        return [line for line in lines.splitlines() if line.endswith(("/d1/rule> .", "/d1/source> ."))]

    assert layer(text) == layer(plain)
    assert "test-model" not in (document.parent / "out" / "kg-reviewed.ttl").read_text(encoding="utf-8")
    assert KEY not in captured.out + captured.err + text
    assert main(["validate", str(document.parent / "out")]) == 0


@pytest.mark.usefixtures("environment")
def test_reviews_reject_links_of_the_model(document: Path, server: Any, said: Said, tmp_path: Path) -> None:
    server.reply = lambda _: (200, said(GOOD))
    reviews = tmp_path / "reviews"
    reviews.mkdir()
    (reviews / "1.yaml").write_text(
        "case: case/d1/1\nreviewer: {role: r, kind: person}\ndate: 2026-01-31\nentries:\n"
        "- {decision: reject, relation: mechanism, object: pledge-financing}\n",
        encoding="utf-8",
    )
    assert build(document, "--model", "--review", str(reviews)) == 0
    assert "/def#mechanism> <https://w3id.org/ipcase/scheme/mechanism/pledge-financing>" not in quads(document)


@pytest.mark.usefixtures("environment")
def test_a_failing_case_is_reported_and_built_by_rules(
    document: Path, server: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    server.reply = lambda _: (500, KEY.encode())
    assert build(document, "--model") == 0
    captured = capsys.readouterr()
    assert "without the model: case/d1/1: the model test-model at http://127.0.0.1" in captured.err
    assert json.loads(captured.out)["cases without an answer"] == "1"
    assert "/graph/d1/model>" not in quads(document)
    assert KEY not in captured.out + captured.err


@pytest.mark.usefixtures("environment")
def test_with_strict_a_failing_case_stops_everything(document: Path, server: Any) -> None:
    server.reply = lambda _: (500, b"")
    assert build(document, "--model", "--strict") == 1
    assert not (document.parent / "out").exists()


def test_without_an_endpoint_the_call_is_at_fault(
    document: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("KG_MODEL_URL", raising=False)
    assert build(document, "--model") == 2
    assert "KG_MODEL_URL" in capsys.readouterr().err


@pytest.mark.usefixtures("environment")
def test_extract_shows_links_of_the_model_and_drafts_them_for_review(
    document: Path, server: Any, said: Said, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    server.reply = lambda _: (200, said(GOOD + BAD))
    assert main(["extract", str(document), "--slug", "d1", "--model"]) == 0
    captured = capsys.readouterr()
    (record,) = [json.loads(line) for line in captured.out.splitlines()]
    made = [a for a in record["assertions"] if a["method"] == "model" and a["relation"] == "mechanism"]
    assert [(a["object"], a["rule"], a["confidence"]) for a in made] == [
        ("mechanism/pledge-financing", "test-model", 0.7)
    ]
    assert "proposals accepted: 2" in captured.err
    assert main(["extract", str(document), "--slug", "d1", "--model", "--review", str(tmp_path / "drafts")]) == 0
    draft = (tmp_path / "drafts" / "d1" / "1.yaml").read_text(encoding="utf-8")
    assert "object: mechanism/pledge-financing" in draft
    assert "decision: accept" not in draft


@pytest.mark.usefixtures("environment")
def test_without_the_option_nothing_is_asked_and_nothing_imported(document: Path, server: Any) -> None:
    code = (
        "import sys; from kg.cli import main\n"
        f"main(['build', {str(document)!r}, '--out', {str(document.parent / 'out')!r}, '--formats', 'nq'])\n"
        f"main(['extract', {str(document)!r}])\n"
        "print([name for name in sys.modules if name.startswith('kg.proposals')])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "[]"
    assert server.requests == []
