"""``kg review --import``: a corrected workbook read back, the difference shown, review files written."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.model import AnnotatedCase, DataError, Reviewer

if TYPE_CHECKING:
    from kg.mentions import Finder
    from kg.review import CaseReview
    from kg.vocabulary import Vocabulary
    from kg.workbook import Correction, Judged

ENDINGS = (".xlsx", ".ods", ".xls")
"""How workbooks end that can be read back."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what the import of a workbook needs to the command ``review``, beside ``--import`` and ``--reviewer``."""
    parser.add_argument(
        "--date", metavar="DAY", help="核对日期 / the day of the review, if the workbook does not name it"
    )
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--dry-run", action="store_true", help="只列出改动，不写 / show the difference, write nothing")
    choice.add_argument("--yes", action="store_true", help="不再询问，直接写 / write without asking")


def take_workbook(options: argparse.Namespace) -> bool:
    """Tell whether a call of ``review`` imports a workbook, and tell it from the documents, wherever it stands."""
    given = [*map(Path, options.sources), *options.imports]
    workbooks = [path for path in given if path.suffix.lower() in ENDINGS]
    if not workbooks:
        return False
    if len(workbooks) > 1:
        raise ValueError("one workbook at a time / 一次导入一份工作簿")
    options.workbook = workbooks[0]
    options.sources = [str(path) for path in given if path != workbooks[0]]
    return True


def run(options: argparse.Namespace) -> int:
    """Show what a workbook corrects, case by case, and write the review files once that is agreed to."""
    from kg import review, workbook
    from kg.cli import places, reading
    from kg.mentions import Finder
    from kg.pipeline import annotator
    from kg.workers import over

    name = str(options.workbook)
    try:
        filled = workbook.read(options.workbook.read_bytes(), name)
    except OSError as error:
        raise DataError(name, f"读不到 / cannot be read: {error.strerror}", "看看路径 / check the path") from error
    splittings, problems = reading.read_all(options)
    reading.tell(splittings, problems)
    vocabulary, ledger = places.vocabulary(options), places.ledger()
    target = options.review or places.review_folder()
    own = places.bundled("data") / "cases"
    folders = list(dict.fromkeys([own, target]))
    reviews = review.load_all([folder for folder in folders if folder.is_dir()])
    cases = [case for splitting in splittings for case in splitting.cases]
    annotated: list[AnnotatedCase] = over(cases, annotator, (vocabulary, ledger, reviews), 1)
    titles = {s.document.slug: s.document.title or s.document.name for s in splittings}
    finder = Finder(vocabulary, ledger)
    earlier = _before_own(annotated, reviews, options.reviewer or filled.reviewer, finder, vocabulary)
    judged = workbook.judge(filled, annotated, vocabulary, titles, earlier)
    _tell("注意", judged.warnings, name)
    if judged.problems:
        _tell("不能用", judged.problems, name)
        count = len(judged.problems)
        raise DataError(
            name, f"{count} 处要改，什么也没有写 / {count} cells to mend, nothing was written", "改好再导入"
        )
    if not judged.cases():
        print(f"{name}：没有更正，不必写 / no corrections")
        return 0
    reviewer = _reviewer(options, filled.reviewer, filled.date, name)
    texts = _files(judged, annotated, reviewer, target)
    after = _applied(texts, annotated, reviews, finder, vocabulary, name)
    before = {item.case.path: item for item in annotated}
    changed = {path: lines for path in before if path in texts and (lines := workbook.told(before[path], after[path]))}
    _show(changed, before)
    if not changed:
        print(f"{name}：更正都已在册，不必再写 / everything is there already")
        return 0
    _took_effect(judged, before, after, name)
    files = dict(texts[path] for path in changed)
    if options.dry_run or not _agreed(options, len(files), reviewer):
        print("没有写任何文件 / nothing was written")
        return 0
    for file, text in files.items():
        _write(file, text)
        print(f"写入 {file}")
    print(
        f"重新生成即可看到：kg build --review {target} / build again to see it"
        if target != own
        else "重新生成：kg build"
    )
    return 0


def _tell(word: str, problems: Sequence[object], name: str) -> None:
    for problem in problems:
        print(f"{word}：{name}，{problem}", file=sys.stderr)


def _reviewer(options: argparse.Namespace, role: str, date: str, name: str) -> Reviewer:
    from kg.workbook import day

    role = options.reviewer or role
    where = f"{name}, 工作表“说明”"
    if not role:
        raise DataError(where, "没有填核对人代号 / no reviewer", "填在“说明”表里，或用 --reviewer curator-1")
    if not role.isprintable() or any(sign in role for sign in "/\\:*?<>|"):
        raise DataError(where, f"核对人代号“{role}”不能用 / not a role", "写代号，如 curator-1，不带 / 等符号")
    chosen = day(options.date or date, where) or datetime.date.today().isoformat()
    return Reviewer(role, "person", chosen)


def _files(
    judged: Judged, annotated: Sequence[AnnotatedCase], reviewer: Reviewer, folder: Path
) -> dict[str, tuple[Path, str]]:
    """Return the review files by case: where each goes, and its text. A file by another hand is never replaced."""
    from kg import review, workbook

    items = {item.case.path: item for item in annotated}
    made: dict[str, tuple[Path, str]] = {}
    for path in judged.cases():
        case = items[path].case
        number = path.rpartition("/")[2]
        for stem in (number, f"{number}.{reviewer.role}", *(f"{number}.{reviewer.role}.{n}" for n in range(2, 100))):
            file = folder / case.document / f"{stem}.yaml"
            earlier = file.read_text(encoding="utf-8") if file.is_file() else None
            if earlier is None or workbook.is_ours(earlier, reviewer):
                break
        corrections = [correction for correction in judged.corrections if correction.case == path]
        text = workbook.review_text(
            path, review.text_sha256(case), reviewer, corrections, judged.whole.get(path, {}), earlier
        )
        made[path] = (file, text)
    return made


def _before_own(
    annotated: Sequence[AnnotatedCase],
    reviews: Mapping[str, tuple[CaseReview, ...]],
    role: str,
    finder: Finder,
    vocabulary: Vocabulary,
) -> list[AnnotatedCase]:
    """Return the cases as they are without what this reviewer took over from a workbook earlier; none where nothing."""
    from kg import pipeline, workbook

    def own(known: CaseReview) -> bool:
        file = Path(known.where)
        same = (known.reviewer.role, known.reviewer.kind) == (role, "person")
        return same and workbook.is_ours(file.read_text(encoding="utf-8"), known.reviewer)

    others = {path: tuple(known for known in found if not own(known)) for path, found in reviews.items()}
    if others == reviews:
        return []
    return [
        pipeline.annotate(item.case, finder, vocabulary, others)
        if others.get(item.case.path) != reviews.get(item.case.path)
        else item
        for item in annotated
    ]


def _applied(
    texts: Mapping[str, tuple[Path, str]],
    annotated: Sequence[AnnotatedCase],
    reviews: Mapping[str, tuple[CaseReview, ...]],
    finder: Finder,
    vocabulary: Vocabulary,
    name: str,
) -> dict[str, AnnotatedCase]:
    """Return the cases as they are with the new files in place of the earlier ones."""
    from kg import pipeline, review

    found: dict[str, AnnotatedCase] = {}
    for item in annotated:
        path = item.case.path
        if path not in texts:
            continue
        file, text = texts[path]
        new = review.loads(text, str(file))
        others = tuple(known for known in reviews.get(path, ()) if known.where != str(file))
        try:
            found[path] = pipeline.annotate(item.case, finder, vocabulary, {path: (*others, new)})
        except DataError as error:
            raise DataError(name, f"更正与别的审核冲突 / {error}", "商定一个说法，改掉另一处") from error
    return found


def _took_effect(
    judged: Judged, before: Mapping[str, AnnotatedCase], after: Mapping[str, AnnotatedCase], name: str
) -> None:
    """Raise where a decision changed nothing, so that no correction is lost without a word."""
    from kg.workbook.sheets import link_code

    idle: list[Correction] = []
    for correction in judged.corrections:
        links = {link_code(assertion): assertion for assertion in after[correction.case].assertions}
        decision = correction.entry["decision"]
        if decision == "reject" and correction.before in links:
            idle.append(correction)
        elif decision == "accept":
            found = links.get(correction.before or "")
            if found is None or found.reviewer is None or found.reviewer.kind != "person":
                idle.append(correction)
        elif decision in ("change", "add") and before[correction.case] == after[correction.case]:
            idle.append(correction)
    for correction in idle:
        what = "这一处没有起作用：它由别的关系得出，请改那一条 / no effect: it follows from another link"
        print(f"不能用：{name}，{correction.where}：{what}", file=sys.stderr)
    if idle:
        raise DataError(
            name, f"{len(idle)} 处没有起作用，什么也没有写 / without effect, nothing was written", "改好再导入"
        )


def _show(changed: Mapping[str, Sequence[str]], before: Mapping[str, AnnotatedCase]) -> None:
    for path, lines in changed.items():
        case = before[path].case
        print(f"\n案例 {case.number or path.rpartition('/')[2]}  {case.title}")
        print("\n".join(f"  {line}" for line in lines))
    if changed:
        print(f"\n共 {len(changed)} 个案例有改动 / {len(changed)} cases change")


def _agreed(options: argparse.Namespace, count: int, reviewer: Reviewer) -> bool:
    if options.yes:
        return True
    if not sys.stdin.isatty():
        print("要写入，加 --yes / to write, add --yes")
        return False
    question = (
        f"以 {reviewer.role}（人，{reviewer.date}）的名义写入 {count} 个审核文件？ Write {count} review files? [y/N] "
    )
    return input(question).strip().lower() in ("y", "yes", "是")


def _write(file: Path, text: str) -> None:
    """Put a file in place at once, so that a stop half way leaves the earlier one whole."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_name(f".{file.name}.part")
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(file)
    except OSError as error:
        raise DataError(
            str(file), f"写不了 / cannot be written: {error.strerror}", "换一个目录 --review DIR"
        ) from error
