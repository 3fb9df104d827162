"""The page about the questions lists them all, as their files have them."""

from __future__ import annotations

from pathlib import Path

from kg.questions import Question

START, END = "<!-- questions:start -->\n", "<!-- questions:end -->\n"


def table(known: dict[str, Question]) -> str:
    """Return the questions as a Markdown table."""
    rows = ["| 名称 name | 问题 question | 参数 parameters |", "|---|---|---|"]
    for name, question in sorted(known.items()):
        given = "<br>".join(f"`--{parameter.name}` {parameter.default}" for parameter in question.parameters)
        rows.append(f"| [`{name}`](../ontology/queries/{name}.rq) | {question.zh}<br>{question.en} | {given} |")
    return "\n".join(rows) + "\n"


def test_the_page_lists_every_question_as_its_file_has_it(
    root: Path, known: dict[str, Question], refresh: bool
) -> None:
    page = root / "docs" / "questions.md"
    head, _, rest = page.read_text(encoding="utf-8").partition(START)
    listed, _, tail = rest.partition(END)
    if refresh:
        listed = table(known)
        page.write_text(f"{head}{START}{listed}{END}{tail}", encoding="utf-8")
    assert listed == table(known), "write it anew with: python -m pytest tests/queries --refresh"
