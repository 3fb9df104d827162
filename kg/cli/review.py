"""``kg review``: the review desk in the browser; two reviewers merged; readers' corrections."""

from __future__ import annotations

import argparse
import contextlib
import errno
import json
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg import review
from kg.cli import importing, places, reading
from kg.model import Case, DataError, Reviewer, Splitting
from kg.review import CaseReview
from kg.review.agreement import Agreement
from kg.vocabulary import Vocabulary, load_published

if TYPE_CHECKING:
    from kg.desk import Batch, Desk, ReviewFolder
    from kg.desk.settling import Settling

PORT, TRIES = 8420, 20
"""The desk's own address, and how many next ones are tried where it is taken and none was asked for."""


def run(options: argparse.Namespace) -> int:
    """Open the desk and serve it until it is stopped; with ``--merge``, merge two reviewers first.

    A workbook among the imports is taken back in the terminal instead.
    """
    if importing.take_workbook(options):
        return importing.run(options)
    from kg.desk import Batch, Desk, ReviewFolder

    folder_path = _folder(options)
    _sort_out(options)
    splittings, problems = reading.read_all(options)
    reading.tell(splittings, problems)
    if not any(splitting.cases for splitting in splittings):
        raise DataError(
            "这一批 the batch", "没有读到案例 / no case was read", "给出收有案例的文件 / name documents that hold cases"
        )
    ontology = places.ontology(options)
    batch = Batch(splittings, lambda: places.vocabulary(options), ontology, places.ledger(), _before(options, ontology))
    folder = ReviewFolder(folder_path)
    bundled = places.bundled("data") / "cases"
    standing = [] if bundled.resolve() == folder_path.resolve() else [ReviewFolder(bundled)]
    settling = None
    if options.merge is not None:
        settling = _merged(options, batch, standing, folder)
        _print_agreement(settling, options.json)
        open_conflicts = sum(len(one.conflicts) for one in settling.merged.values())
        if options.json or not open_conflicts:
            return 0
    desk = Desk(batch, folder, standing, settling)
    for path in options.imports:
        faults = desk.import_corrections({path.name: path.read_text(encoding="utf-8", errors="replace")})["faults"]
        if path.name in faults:
            raise DataError(
                str(path),
                faults[path.name],
                "选图谱页用“我要纠错…”存下的文件 / choose a file that the page saved with it",
            )
    return _serve(desk, splittings, options)


def _folder(options: argparse.Namespace) -> Path:
    """Return the folder that is written to."""
    if options.merge is not None and options.out is None and not options.json:
        raise ValueError("--merge 还要 --out 目录，合并的结果写在那里 / --merge needs --out DIR for the merged reviews")
    if options.merge is None and options.out is not None:
        raise ValueError(
            "--out 只与 --merge 同用；决定写在哪里，用 --review / --out belongs to --merge; use --review DIR"
        )
    folder: Path = options.out or options.review or places.review_folder()
    if folder.exists() and not folder.is_dir():
        option = "--out" if options.merge is not None else "--review"
        raise DataError(str(folder), "不是文件夹 / is no folder", f"用 {option} 另选一个 / choose another")
    return folder


def _sort_out(options: argparse.Namespace) -> None:
    """Tell documents from corrections by how their names end, wherever in the call they stand."""
    given = [*map(Path, options.sources), *options.imports]
    options.imports = [path for path in given if path.suffix.lower() in (".yaml", ".yml")]
    options.sources = [str(path) for path in given if path not in options.imports]
    for path in options.imports:
        if not path.is_file():
            raise DataError(
                str(path),
                "没有这个文件 / no such file",
                "给出图谱页用“我要纠错…”存下的文件 / name one that the page saved",
            )


def _before(options: argparse.Namespace, ontology: Path) -> Vocabulary | None:
    """Return the vocabulary that edits are compared with: the last build's, or that of the start."""
    if options.since is not None:
        return load_published(options.since, ontology)
    published = Path("exports/vocabularies.ttl")
    if published.is_file() and options.ontology is None and ontology == Path("ontology"):
        with contextlib.suppress(DataError):
            return load_published(published, ontology)
    return None


def _merged(
    options: argparse.Namespace, batch: Batch, standing: Sequence[ReviewFolder], folder: ReviewFolder
) -> Settling:
    """Merge two folders, and write what both agree on. Raises `DataError` where a folder holds no person's review."""
    from kg.desk.settling import Settling
    from kg.review.merging import agreements, merge, name_of

    sides = [_side(path, batch) for path in options.merge]
    names = [name_of(side, str(path)) for side, path in zip(sides, options.merge, strict=True)]
    if names[0] == names[1]:
        names = [f"{name}（{path}）" for name, path in zip(names, options.merge, strict=True)]
    known = [item.reviews() for item in standing]
    merged = {}
    both = set(sides[0]) & set(sides[1])
    for path, case in batch.cases.items():
        if path not in sides[0] and path not in sides[1]:
            continue
        first, second = (side.get(path, ()) for side in sides)
        machine = [one for side in known for one in side.get(path, ())]
        proposals = [item.assertion for item in batch.proposed(case, machine).proposals]
        day = max(one.reviewer.date for one in (*first, *second))
        reviewer = Reviewer("、".join(names), "person", day)
        merged[path] = merge(case, first, second, proposals if path in both else (), batch.vocabulary, reviewer)
        if not options.json:
            _write_merged(merged[path].review, folder)
    both_merged = [merged[path] for path in batch.cases if path in both]
    return Settling((names[0], names[1]), (sides[0], sides[1]), merged, agreements(both_merged))


def _write_merged(one: CaseReview, folder: ReviewFolder) -> None:
    """Write a case's merger into the file of both reviewers; that of the person who settles is another one."""
    if one.entries or one.complete or one.coverage:
        folder.change(one.case, one.reviewer.role, lambda before: one)


def _side(path: Path, batch: Batch) -> dict[str, list[CaseReview]]:
    if not path.is_dir():
        raise DataError(
            str(path),
            "没有这个文件夹 / no such folder",
            "给出核对台写入的那个文件夹 / name the folder that a desk wrote to",
        )
    found = review.load_all([path])
    return {
        case: [one for one in reviews if one.reviewer.kind == "person"]
        for case, reviews in found.items()
        if case in batch.cases and any(one.reviewer.kind == "person" for one in reviews)
    }


def _print_agreement(settling: Settling, as_json: bool) -> None:
    from tabulate import tabulate

    conflicts = [conflict for one in settling.merged.values() for conflict in one.conflicts]
    if as_json:
        record = {
            "reviewers": settling.names,
            "agreement": [
                {"layer": a.layer, "N": a.units, "same": a.same, "alpha": a.alpha} for a in settling.agreements
            ],
            "conflicts": [
                {"case": c.case, "relation": c.relation, "label": c.label} for c in conflicts
            ],
        }  # fmt: skip
        print(json.dumps(record, ensure_ascii=False, indent=1))
        return
    print(f"{settling.names[0]} · {settling.names[1]}")
    print(
        tabulate(
            [_row(a) for a in settling.agreements],
            headers=("关系 relation", "N", "一致 same", "α"),
            disable_numparse=True,
        )
    )
    print("N: 两人都判断过的关系数 links that both judged; α: Krippendorff, nominal; –: 无从计算 not defined")
    print(f"{len(conflicts)} 处分歧 conflicts")


def _row(a: Agreement) -> tuple[str, int, str, str]:
    from kg.workbook.words import RELATION_WORDS

    share = f"{a.same / a.units:.3f}" if a.units else "–"
    word = {**RELATION_WORDS, "coverage": "覆盖方式", "all links": "合计"}.get(a.layer, "")
    return (f"{word} {a.layer}".strip(), a.units, share, "–" if a.alpha is None else f"{a.alpha:.3f}")


def _serve(desk: Desk, splittings: Sequence[Splitting], options: argparse.Namespace) -> int:
    import uvicorn

    from kg.desk import application

    listening = _listen(options.port)
    port = listening.getsockname()[1]
    hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost"))
    address = f"http://127.0.0.1:{port}/"
    cases: list[Case] = [case for splitting in splittings for case in splitting.cases]
    print(f"核对台 review desk: {address}")
    print(
        f"{len(cases)} 个案例 cases；决定写入 decisions go to {desk.folder.path}{'/' if str(desk.folder.path) else ''}"
    )
    print("关闭：Ctrl+C（已做的决定都已存好） stop with Ctrl+C, everything is saved", flush=True)
    server = uvicorn.Server(
        uvicorn.Config(
            application(desk, hosts, options.reviewer or ""),
            log_level="warning", access_log=False, server_header=False, date_header=False, proxy_headers=False,
            lifespan="off", timeout_graceful_shutdown=1,
        )
    )  # fmt: skip
    if not options.no_browser:
        import webbrowser

        webbrowser.open(address)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listening])
    print("核对台已关闭 closed", file=sys.stderr)
    return 0


def _listen(wanted: int | None) -> socket.socket:
    """Return a socket on the loopback address. Raises `DataError` where the port that was asked for is taken."""
    for port in (wanted,) if wanted is not None else range(PORT, PORT + TRIES):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if sys.platform != "win32":  # there it would let two desks share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", port))
            listening.listen(64)  # from here on the browser waits for the desk, and does not fail
            return listening
        except OSError as error:
            listening.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
        except OverflowError as error:
            listening.close()
            raise ValueError(f"--port {port} 不是端口，应在 0 到 65535 之间 / is no port: 0 to 65535") from error
    if wanted is not None:
        raise ValueError(
            f"端口 {wanted} 已被占用或不许用，用 --port 另选一个 / taken or not allowed; choose another --port"
        )
    last = PORT + TRIES - 1
    raise ValueError(f"端口 {PORT} 到 {last} 都被占用，用 --port 选一个 / all are taken; choose one with --port")
