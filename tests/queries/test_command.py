"""`kg query NAME --parameter value`, through the whole command."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.cli import main


@pytest.fixture
def data(tmp_path: Path, lines: Sequence[str]) -> str:
    """The first batch as a file."""
    path = tmp_path / "kg.nq"
    path.write_text("".join(lines), encoding="utf-8")
    return str(path)


def test_a_question_is_asked_of_a_value(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "cases-in-region", "--region", "辽宁省", "--data", data, "--json"]) == 0
    assert [row["number"] for row in json.loads(capsys.readouterr().out)] == ["4"]


def test_a_mistyped_parameter_is_answered_with_the_nearest(data: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "cases-in-region", "--regoin", "辽宁省", "--data", data]) == 2
    assert "did you mean region?" in capsys.readouterr().err


def test_a_parameter_of_another_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["stats", "--region", "辽宁省"])
    assert stop.value.code == 2
    assert "unrecognized arguments: --region" in capsys.readouterr().err
