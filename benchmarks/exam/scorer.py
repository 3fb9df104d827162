"""Score answers to the exam. It needs Python alone, nothing installed.

    python benchmarks/exam/scorer.py --sheet > sheet.jsonl          the questions without answers, to hand out
    python benchmarks/exam/scorer.py graph.jsonl [text.jsonl ...]   a table; several files side by side

An answer file has one JSON object a line: {"id": "q001", "answer": ...}. An answer is a string, a number, a list of
strings, or null, which abstains; so does one that is left out, and words such as 无法回答 or 没有写明. A question with
an answer scores where it is right; one without, where it is abstained from.
Exit code 0: scored; 1: a file is at fault; 2: the call is at fault.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent / "questions.jsonl"

ABSTAINS = re.compile(
    "无法(回答|确定|判断|得知)|不能(回答|确定|判断)|不知道|不清楚|不详|没有|未(提及|提到|写明|写到|说明|注明|涉及)|不存在|查不到|无此"
    "|^无$"
    r"|\b(unknown|unanswerable|n/?a|none|not (stated|mentioned|given|found|available))\b"
    r"|\b(cannot|can't|no such|no answer)\b",
    re.IGNORECASE,
)
YES, NO = ("是", "有", "对", "yes", "true"), ("否", "没有", "无", "不是", "no", "false")
LONGEST_QUOTE = 60
"""An answer that quotes the text is no longer than this, else anyone could give the whole text."""

DIGITS = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


class AnswerError(Exception):
    """A file that cannot be scored: says where and why."""


def plain(text: str) -> str:
    """Return a text without what does not count: width, case, spaces, punctuation.

    >>> plain("《专利导航 分析规程》。"), plain("ＡＢ（c）")
    ('专利导航分析规程', 'abc')
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in folded if unicodedata.category(one)[0] in "LNS")


def number(text: str) -> int | None:
    """Return the one number that a text says, in digits or Chinese numerals up to 99.

    >>> number("8个"), number("十二"), number("2到3"), number("很多")
    (8, 12, None, None)
    """
    found = re.findall(r"\d+", unicodedata.normalize("NFKC", text))
    if found:
        return int(found[0]) if len(found) == 1 else None
    numerals = re.findall("[零〇一二两三四五六七八九十]+", text)
    if len(numerals) != 1:
        return None
    tens, ten, ones = numerals[0].rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    return (DIGITS[tens] if tens else 1) * 10 * bool(ten) + (DIGITS[ones] if ones else 0)


def abstains(answer: object) -> bool:
    """Return whether an answer is none.

    >>> abstains(None), abstains("材料中没有写明"), abstains("青岛海关"), abstains([])
    (True, True, False, True)
    """
    if isinstance(answer, list):
        return all(abstains(one) for one in answer)
    return answer is None or (isinstance(answer, str) and (not plain(answer) or bool(ABSTAINS.search(answer))))


def is_right(question: Mapping[str, Any], answer: object) -> bool:
    """Return whether an answer to a question that has one is right.

    >>> asked = {"form": "list", "answer": ["上海市", "江苏省"], "also": {"江苏省": ["江苏"]}}
    >>> is_right(asked, ["江苏", "上海市"]), is_right(asked, "上海市、江苏省"), is_right(asked, ["上海市"])
    (True, True, False)
    """
    given = [str(one) for one in answer] if isinstance(answer, list) else [] if answer is None else [str(answer)]
    wanted = question["answer"]
    if question["form"] == "number":
        return len(given) == 1 and number(given[0]) == int(wanted[0])
    if question["form"] == "yes-no":
        words = YES if wanted == ["是"] else NO
        return len(given) == 1 and plain(given[0]) in words
    if question["form"] == "any":
        quotes = [plain(one) for one in wanted]
        return bool(given) and all(
            len(one) <= LONGEST_QUOTE and any(quote in plain(one) for quote in quotes) for one in given
        )
    return _same(given, wanted, question.get("also", {}))


def _same(given: Sequence[str], wanted: Sequence[str], also: Mapping[str, Sequence[str]]) -> bool:
    """Return whether the given names are the wanted ones; one string may hold several with signs between."""
    if all(name.isdigit() for name in wanted):
        said = [one for text in given for one in re.findall(r"\d+", unicodedata.normalize("NFKC", text))]
        return {str(int(one)) for one in said} == set(wanted)
    names = {plain(other): name for name in wanted for other in (name, *also.get(name, ()))}
    found: set[str] = set()
    for text in given:
        rest = plain(text)
        if len(given) > 1 or rest in names:
            if rest not in names:
                return False
            found.add(names[rest])
            continue
        for name in sorted(names, key=len, reverse=True):
            if name in rest:
                found.add(names[name])
                rest = rest.replace(name, "")
        if re.sub("[和与及以]", "", rest):
            return False
    return found == set(wanted)


def judge(question: Mapping[str, Any], answer: object) -> str:
    """Return ``right``, ``abstained`` or ``wrong``; abstaining is right where there is no answer."""
    if question["answer"] is None:
        return "right" if abstains(answer) else "wrong"
    return "right" if is_right(question, answer) else "abstained" if abstains(answer) else "wrong"


def read_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the objects of a file of JSON lines, each with its place; raises `AnswerError`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AnswerError(f"{path}: cannot be read: {error}") from error
    for line_number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            where = f"{path}, line {line_number}"
            try:
                found = json.loads(line)
            except json.JSONDecodeError as error:
                raise AnswerError(f"{where}: not JSON: {error.msg}") from error
            if not isinstance(found, dict) or not isinstance(found.get("id"), str):
                raise AnswerError(f'{where}: has no id; write {{"id": "q001", "answer": ...}}')
            yield where, found


def read_answers(path: Path, known: set[str]) -> dict[str, object]:
    """Return answers by the id of their question; raises `AnswerError` for an unknown id or a second answer."""
    answers: dict[str, object] = {}
    for where, found in read_lines(path):
        if found["id"] not in known:
            raise AnswerError(f"{where}: there is no question {found['id']}")
        if found["id"] in answers:
            raise AnswerError(f"{where}: {found['id']} is answered twice")
        if "answer" not in found:
            raise AnswerError(f"{where}: has no answer; write null to abstain")
        if isinstance(found["answer"], dict):
            raise AnswerError(f"{where}: an answer is a string, a number, a list or null")
        answers[found["id"]] = found["answer"]
    return answers


def score(questions: Sequence[Mapping[str, Any]], answers: Mapping[str, object]) -> dict[str, dict[str, int]]:
    """Return how many answers were right, abstained from and wrong: by kind, by source, and in all."""
    counts: dict[str, Counter[str]] = {}
    for question in questions:
        verdict = judge(question, answers.get(question["id"]))
        has_answer = question["answer"] is not None
        rows = [question["kind"], "all"]
        rows += ["all with an answer", f"of these, by {question['by']}"] if has_answer else []
        for row in rows:
            counts.setdefault(row, Counter())[verdict] += 1
    last = ["of these, by text", "of these, by classification", "unanswerable", "all"]
    order = [*sorted(row for row in counts if row not in (*last, "all with an answer")), "all with an answer", *last]
    return {
        row: {name: counts[row][name] for name in ("right", "abstained", "wrong")} for row in order if row in counts
    }


def table(scores: Mapping[str, Mapping[str, Mapping[str, int]]]) -> str:
    """Return the scores of several files as a table, a group of columns each."""
    rows = next(iter(scores.values()))
    first = max(len(row) for row in rows)
    heads = [f"{name[-31:]:^31}" for name in scores]
    lines = [f"{'':{first}}  {'':>9}  " + "  ".join(heads)]
    lines.append(f"{'':{first}}  {'questions':>9}  " + "  ".join(["score   right  abstained  wrong"] * len(scores)))
    for row in rows:
        total = sum(rows[row].values())
        cells = [
            f"{one['right'] / total:5.3f}  {one['right']:6}  {one['abstained']:9}  {one['wrong']:5}"
            for one in (found[row] for found in scores.values())
        ]
        lines.append(f"{row:{first}}  {total:9}  " + "  ".join(cells))
    return "\n".join(line.rstrip() for line in lines)


def main(arguments: list[str] | None = None) -> int:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("answers", nargs="*", type=Path, metavar="FILE", help="answers as JSON lines")
    parser.add_argument("--questions", type=Path, default=FILE, metavar="FILE", help="the exam, with its answers")
    parser.add_argument("--sheet", action="store_true", help="print the questions without answers")
    parser.add_argument("--wrong", action="store_true", help="list what was not right")
    parser.add_argument("--json", action="store_true", help="print the scores as JSON")
    chosen = parser.parse_args(arguments)
    if chosen.sheet == bool(chosen.answers):
        parser.error("name files with answers, or --sheet")
    if len(set(chosen.answers)) < len(chosen.answers):
        parser.error("a file is named twice")
    try:
        questions = [found for _, found in read_lines(chosen.questions)]
        if chosen.sheet:
            for question in questions:
                print(json.dumps({name: question[name] for name in ("id", "question", "form")}, ensure_ascii=False))
            return 0
        known = {question["id"] for question in questions}
        given = {str(path): read_answers(path, known) for path in chosen.answers}
    except AnswerError as error:
        print(f"scorer.py: {error}", file=sys.stderr)
        return 1
    scores = {name: score(questions, answers) for name, answers in given.items()}
    print(json.dumps(scores, ensure_ascii=False, indent=1) if chosen.json else table(scores))
    if chosen.wrong:
        for name, answers in given.items():
            for question in questions:
                verdict = judge(question, answers.get(question["id"]))
                if verdict != "right":
                    shown = json.dumps([answers.get(question["id"]), question["answer"]], ensure_ascii=False)
                    print(f"{name}: {question['id']} {verdict}: {question['question']} [given, wanted] {shown}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
