"""The READMEs: the Python of README.md gives the output that it shows, and both files name only what exists."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from kg.model import Splitting
from kg.vocabulary import Vocabulary

READMES = ("README.md", "README.zh.md")


def blocks(text: str, language: str) -> list[str]:
    """Return the fenced code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)


def headings(text: str) -> list[int]:
    """Return the levels of the headings, code blocks left out."""
    return [len(marks) for marks in re.findall(r"^(#+) ", re.sub(r"^```.*?^```$", "", text, flags=re.S | re.M), re.M)]


@pytest.mark.parametrize("name", READMES)
def test_the_python_gives_the_output_that_is_shown(root: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert (root / "exports" / "kg.nq").is_file(), "run `make build` first"
    monkeypatch.chdir(root)
    (block,) = blocks((root / name).read_text(encoding="utf-8"), "python")
    examples = doctest.DocTestParser().get_doctest(block, {}, name, name, 0)
    assert len(examples.examples) == 6, "the README promises six lines"
    report: list[str] = []
    doctest.DocTestRunner(verbose=False).run(examples, out=report.append)
    assert report == [], "".join(report)


@pytest.mark.parametrize("name", READMES)
def test_links_lead_to_files_that_exist(root: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)", text)
    missing = [target for target in targets if "://" not in target and not (root / target).exists()]
    assert len(targets) > 10
    assert missing == []


@pytest.mark.parametrize("name", READMES)
def test_the_commands_that_are_shown_exist(root: Path, name: str) -> None:
    from kg.cli import _parser

    text = "\n".join(blocks((root / name).read_text(encoding="utf-8"), "sh"))
    calls = re.findall(r"^kg (\w+)", text, flags=re.MULTILINE)
    for command in set(calls):
        with pytest.raises(SystemExit) as stop:
            _parser().parse_args([command, "--help"])
        assert stop.value.code == 0, command
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", text, flags=re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target
    for question in re.findall(r"^kg query ([a-z][a-z-]+)(?: |$)", text, flags=re.MULTILINE):
        assert (root / "ontology" / "queries" / f"{question}.rq").is_file(), question


@pytest.mark.parametrize("name", READMES)
def test_every_export_is_explained(root: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    described = (root / "data" / "exports-readme.md").read_text(encoding="utf-8")
    wanted = set(re.findall(r"^\| `([\w.-]+)`", described, flags=re.MULTILINE))
    assert wanted <= set(re.findall(r"^\| `([\w.-]+)`", text, flags=re.MULTILINE))


def test_the_two_readmes_have_the_same_structure(root: Path) -> None:
    english, chinese = ((root / name).read_text(encoding="utf-8") for name in READMES)
    assert headings(english) == headings(chinese)
    assert blocks(english, "python") == blocks(chinese, "python")
    assert len(blocks(english, "sh")) == len(blocks(chinese, "sh"))
    assert set(re.findall(r"\]\((?!README)([^)]+)\)", english)) == set(re.findall(r"\]\((?!README)([^)]+)\)", chinese))


@pytest.mark.parametrize("name", READMES)
def test_the_review_that_is_shown_can_be_applied(
    root: Path, tmp_path: Path, name: str, first_batch: Splitting, vocabulary: Vocabulary
) -> None:
    from kg import review

    (block,) = blocks((root / name).read_text(encoding="utf-8"), "yaml")
    path = tmp_path / "16.yaml"
    path.write_text(block, encoding="utf-8")
    loaded = review.load(path)
    (case,) = [case for case in first_batch.cases if case.path == loaded.case]
    applied = review.apply(case, (), (loaded,), vocabulary)
    assert [assertion.evidence[0].quote for assertion in applied.assertions] == ["随机抽查布控"]
