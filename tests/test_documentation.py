"""The other documents say what is there: links, the worked examples, the rooms, the dependencies, the version."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

import kg
from kg.model import Splitting
from kg.vocabulary import Vocabulary

DOCUMENTS = (
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "CONTRIBUTING-data.zh.md",
    "SECURITY.md",
    "docs/annotation-guide.md",
    "docs/architecture.md",
    "docs/coding-frame.md",
    "docs/glossary.md",
    "docs/graph-profile.md",
    "docs/review.md",
    "docs/release.md",
    "docs/workbook.md",
    "docs/property-graphs.md",
    "docs/stores.md",
    "docs/conformance.md",
)


def _text(root: Path, name: str) -> str:
    return (root / name).read_text(encoding="utf-8")


def _marked(text: str, name: str) -> str:
    """Return the code block between the comments ``<!-- name:start -->`` and ``<!-- name:end -->``."""
    found = re.search(rf"<!-- {name}:start -->\n```\w*\n(.*?)^```\n<!-- {name}:end -->", text, re.DOTALL | re.MULTILINE)
    assert found is not None, f"the block {name} is gone"
    return found[1]


def _anchors(text: str) -> set[str]:
    """Return the anchors that a forge makes of headings: lower case, punctuation dropped, spaces to hyphens."""
    titles = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def _decisions(root: Path) -> list[Path]:
    return sorted((root / "docs" / "decisions").glob("[0-9]*.md"))


def test_links_between_documents_lead_somewhere(root: Path) -> None:
    paths = [root / name for name in DOCUMENTS] + [root / "docs" / "decisions" / "README.md", *_decisions(root)]
    broken = []
    for path in paths:
        for target, _, anchor in re.findall(r"\]\(([^)#\s]*)(#([^)\s]+))?\)", path.read_text(encoding="utf-8")):
            if "://" in target:
                continue
            file = (path.parent / target) if target else path
            if not file.exists() or (anchor and anchor not in _anchors(file.read_text(encoding="utf-8"))):
                broken.append(f"{path.relative_to(root)}: {target}#{anchor}")
    assert broken == []


def test_decisions_are_numbered_listed_and_three_paragraphs_long(root: Path) -> None:
    paths, listed = _decisions(root), _text(root, "docs/decisions/README.md")
    assert [int(path.name[:4]) for path in paths] == list(range(1, len(paths) + 1))
    for path in paths:
        text = path.read_text(encoding="utf-8")
        title = text.splitlines()[0].removeprefix(f"# {int(path.name[:4])}. ")
        assert f"{int(path.name[:4])}. [{title}]({path.name})" in listed, path.name
        assert re.findall(r"^## (.+)$", text, flags=re.MULTILINE) == ["Context", "Decision", "Consequences"], path.name
        prose = [part for part in text.split("\n\n") if not part.startswith(("#", "|"))]
        assert len(prose) == 3, path.name


def test_every_dependency_has_its_row_with_the_locked_version(root: Path) -> None:
    project = tomllib.loads(_text(root, "pyproject.toml"))["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    names = {re.split(r"[>=<\[ ]", requirement)[0].lower() for requirement in wanted}
    rows = re.findall(r"^\| `([\w-]+)` \| (\S+) \|", _text(root, "docs/decisions/0009-dependencies.md"), re.MULTILINE)
    assert {name for name, _ in rows} == names
    locks = _text(root, "requirements.lock") + _text(root, "requirements-test.lock")
    locked = dict(re.findall(r"^([\w.-]+)==(\S+)", locks, flags=re.MULTILINE))
    stale = [f"{name} {version}, locked {locked.get(name)}" for name, version in rows if locked.get(name) != version]
    assert stale == [], "after `make lock`, bring the versions in 0009-dependencies.md up to date"


def test_the_rooms_are_those_of_the_architecture(root: Path) -> None:
    """The floors in docs/architecture.md are the FLOORS of tests/test_architecture.py."""
    tree = ast.parse(_text(root, "tests/test_architecture.py"))
    (value,) = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "FLOORS"
    ]
    rows = re.findall(r"^\| \d+ \| (.+) \|$", _text(root, "docs/architecture.md"), flags=re.MULTILINE)
    documented = [{re.findall(r"`(\w+)`", part)[0] for part in row.split(" · ")} for row in rows]
    assert documented == list(ast.literal_eval(value)), "bring the table in docs/architecture.md up to date"


def test_the_worked_example_is_what_the_build_makes(
    root: Path, tmp_path: Path, first_batch: Splitting, vocabulary: Vocabulary
) -> None:
    from pyoxigraph import RdfFormat, parse

    from kg import graph, pipeline, review
    from kg.mentions import Finder
    from kg.namespaces import Namespaces

    text = _text(root, "docs/graph-profile.md")
    path = tmp_path / "16.yaml"
    path.write_text(_marked(text, "worked-review"), encoding="utf-8")
    loaded = review.load(path)
    (case,) = [case for case in first_batch.cases if case.path == loaded.case]
    annotated = pipeline.annotate(case, Finder(vocabulary), vocabulary, {case.path: (loaded,)})
    made = "".join(quad.line() for quad in graph.annotated_quads(annotated, 16, Namespaces()))
    known = {str(quad) for quad in parse(made.encode(), format=RdfFormat.N_QUADS)}
    shown = {str(quad) for quad in parse(_marked(text, "worked-example").encode(), format=RdfFormat.TRIG)}
    assert len(shown) > 50
    assert shown - known == set()


def test_every_relation_is_in_the_profile(root: Path) -> None:
    from kg.model import BROADER, RELATIONS

    text = _text(root, "docs/graph-profile.md")
    assert [name for name in (*RELATIONS, *BROADER) if f"`def:{name}`" not in text] == []


def test_the_correction_that_curators_are_shown_works(
    root: Path, tmp_path: Path, first_batch: Splitting, vocabulary: Vocabulary
) -> None:
    from kg import cases, documents, pipeline, review
    from kg.mentions import Finder

    text = _text(root, "CONTRIBUTING-data.zh.md")
    source, path = tmp_path / "示例.txt", tmp_path / "1.yaml"
    source.write_text(_marked(text, "example-document"), encoding="utf-8")
    path.write_text(_marked(text, "example-review"), encoding="utf-8")
    (case,) = cases.split(documents.read(source, slug="example")).cases
    loaded = review.load(path)
    assert loaded.case == case.path
    annotated = pipeline.annotate(case, Finder(vocabulary), vocabulary, {case.path: (loaded,)})
    labels: dict[str, set[str]] = defaultdict(set)
    for assertion in annotated.assertions:
        labels[assertion.relation].add(assertion.referent.label)
    assert "中国银行温州分行" in labels["institution"]
    assert labels["institution"].isdisjoint({"中国银行", "温州分行"})
    assert labels["measure"] == {"知产夜诊"}
    assert "其他主体" not in labels["actorType"]
    reviewed = [assertion for assertion in annotated.assertions if assertion.method == "reviewed"]
    assert {assertion.reviewer for assertion in reviewed} == {loaded.reviewer}


def test_the_changelog_and_the_citation_name_the_version(root: Path) -> None:
    changes = _text(root, "CHANGELOG.md")
    assert kg.__version__ in changes
    assert "## [Unreleased]" in changes
    assert str(yaml.safe_load(_text(root, "CITATION.cff"))["version"]) == kg.__version__


def test_the_hooks_run_what_make_lint_runs(root: Path) -> None:
    hooks = yaml.safe_load(_text(root, ".pre-commit-config.yaml"))["repos"][0]["hooks"]
    entries = [hook["entry"].removeprefix(".venv/bin/python -m ").removesuffix(" --force-exclude") for hook in hooks]
    makefile = _text(root, "Makefile")
    assert [entry for entry in entries if f"-m {entry}" not in makefile] == []


@pytest.mark.parametrize("name", ["LICENSE", "NOTICE"])
def test_licence_texts_are_whole(root: Path, name: str) -> None:
    text = _text(root, name)
    wanted = {
        "LICENSE": ("Apache License", "APPENDIX: How to apply"),
        "NOTICE": ("Copyright (c) 2018 caijf", "UNICODE LICENSE V3", "visjs contributors"),
    }
    assert [words for words in wanted[name] if words not in text] == []
