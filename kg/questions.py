"""Named questions: SPARQL files that begin with the question in Chinese and English."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.model import DataError


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its query. The file's first comment lines are ``# zh: …`` and ``# en: …``."""

    name: str
    zh: str
    en: str
    sparql: str


def parse(name: str, text: str) -> Question:
    """Return a question from its file's text. Raises `DataError` where a language is missing.

    >>> parse("all-cases", "# zh: 有哪些案例？\\n# en: Which cases are there?\\nSELECT * WHERE {}").en
    'Which cases are there?'
    """
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("# ") and ": " in line:
            key, _, value = line[2:].partition(": ")
            found.setdefault(key, value.strip())
    if "zh" not in found or "en" not in found:
        raise DataError(f"{name}.rq", "the question is not said in zh and en", "begin with # zh: and # en: lines")
    return Question(name, found["zh"], found["en"], text)


def load(folder: Path) -> dict[str, Question]:
    """Return the questions of a folder by name; violation queries are not among them."""
    paths = sorted(path for path in folder.glob("*.rq") if not path.stem.endswith("-violation"))
    return {path.stem: parse(path.stem, path.read_text(encoding="utf-8")) for path in paths}


def violations(folder: Path) -> dict[str, str]:
    """Return the violation queries of a folder, by name: each must give no row."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*-violation.rq"))}
