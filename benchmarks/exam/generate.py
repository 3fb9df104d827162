"""Make the exam of a dataset: 120 questions, 30 of them without an answer.

    python benchmarks/exam/generate.py [--data exports/kg.nq] [--out benchmarks/exam/questions.jsonl] [--seed WORD]

The same dataset and seed give the same file, on any machine and Python: questions are drawn by the hash of the seed
and their words, in turn from each template. The committed file is that of the first batch; a test holds that.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from benchmarks.exam import answerable, unanswerable
from benchmarks.exam.facts import Facts
from benchmarks.exam.questions import Question
from kg import exports
from kg.model import DataError

FILE = Path(__file__).resolve().parent / "questions.jsonl"
DATA = Path(__file__).resolve().parent.parent.parent / "exports" / "kg.nq"
SEED = "ipcase-exam-1"


def draw(candidates: Iterable[Question], wanted: int, seed: str) -> list[Question]:
    """Return as many questions as wanted, by turns from each template; raises `DataError` where there are too few."""
    by_template: dict[str, list[Question]] = {}
    for question in {found.question: found for found in candidates}.values():
        by_template.setdefault(question.template, []).append(question)
    for found in by_template.values():
        found.sort(key=lambda question: _rank(question.question, seed))
    drawn: list[Question] = []
    while len(drawn) < wanted and any(by_template.values()):
        for found in by_template.values():
            if found and len(drawn) < wanted:
                drawn.append(found.pop(0))
    if len(drawn) < wanted:
        raise DataError(
            "the dataset", f"gives {len(drawn)} questions of a kind, {wanted} are wanted", "take a larger one"
        )
    return drawn


def _rank(text: str, seed: str) -> str:
    return hashlib.sha256(f"{seed}\n{text}".encode()).hexdigest()


def questions(facts: Facts, seed: str = SEED) -> list[Question]:
    """Return the questions, mixed: what kind comes next cannot be told."""
    drawn = [one for make, wanted in answerable.KINDS.values() for one in draw(make(facts), wanted, seed)]
    nothing = (one for make in unanswerable.TEMPLATES for one in make(facts))
    drawn += draw(nothing, unanswerable.TOTAL, seed)
    return sorted(drawn, key=lambda question: _rank(question.question, f"{seed} order"))


def lines(data: Path, seed: str = SEED) -> bytes:
    """Return the file of questions of a dataset: JSON lines."""
    facts = Facts(data)
    also = facts.also()
    drawn = enumerate(questions(facts, seed), 1)
    records = [question.record(number, also, facts.spaces) for number, question in drawn]
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


def main(arguments: list[str] | None = None) -> int:
    """Write the file and say how many questions of each kind it has."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA, metavar="PATH")
    parser.add_argument("--out", type=Path, default=FILE, metavar="FILE")
    parser.add_argument("--seed", default=SEED, metavar="WORD")
    chosen = parser.parse_args(arguments)
    try:
        made = lines(chosen.data, chosen.seed)
        exports.put(chosen.out, made)
    except DataError as error:
        print(f"generate.py: {error}", file=sys.stderr)
        return 1
    kinds = [json.loads(line)["kind"] for line in made.splitlines()]
    print(
        f"{chosen.out}: {len(kinds)} questions,",
        ", ".join(f"{kind} {kinds.count(kind)}" for kind in sorted(set(kinds))),
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
