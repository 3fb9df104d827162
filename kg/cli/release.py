"""``kg release``: one zip for people without Python, with what changed since the last."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kg.model import DataError


def run(options: argparse.Namespace) -> int:
    """Build the dataset, check it, and write the archive of a release; an archive is never replaced."""
    from kg import __version__, archive, conformance, exports, questions, release, review, validate
    from kg.cli import places, reading
    from kg.pipeline import build
    from kg.release.citation import checked_date
    from kg.release.versions import archive_name, not_over

    version = options.version or __version__
    release.version_key(version)  # refuses what is no version before anything is built
    folder: Path = options.folder
    target = folder / archive_name(version)
    if folder.exists() and not folder.is_dir():
        raise DataError(str(folder), "不是文件夹 / is no folder", "发布包写进一个文件夹 / name a folder")
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    last = release.latest(name for name in names if name != target.name)
    not_over(version, last[0] if last else None)
    spaces, ontology, vocabulary = places.namespaces(options), places.ontology(options), places.vocabulary(options)
    splittings, problems = reading.read_all(options)
    reading.tell(splittings, problems)
    if problems or not splittings:
        what = f"{len(problems)} 份读不了，什么也没有写 / cannot be read, nothing was written"
        raise DataError("文件 the documents", what, "先改好，见上 / mend them first")
    folders = [places.bundled("data") / "cases", *options.review]
    for further in options.review:
        if not further.is_dir():
            raise DataError(
                str(further),
                "没有这个文件夹 / no such folder",
                "--review 要指审核文件所在的文件夹 / point it to review files",
            )
    frames = places.frames(options, vocabulary)
    built = build(
        splittings, vocabulary, review.load_all(folders), spaces, places.inputs(ontology, folders), places.ledger(),
        chosen_frames=frames, version=version,
    )  # fmt: skip
    found = validate.check(built.annotated, built.lines(), *places.checks(ontology, spaces))
    found += conformance.check(built.lines(), spaces)
    for violation in found:
        print(f"{violation.check}: {violation.where}: {violation.what}", file=sys.stderr)
    if found:
        what = f"{len(found)} 处检查不通过，什么也没有写 / violations, nothing was written"
        raise DataError("数据 the dataset", what, "改好上面列出的 / mend what is named above")
    reviewers = [assertion.reviewer for item in built.annotated for assertion in item.assertions]
    date = checked_date(options.date) or max((r.date for r in reviewers if r is not None), default=None)
    earlier = None
    if last is not None:
        earlier = release.earlier_of((folder / last[1]).read_bytes(), str(folder / last[1]), last[0])
    rendered = exports.render(
        built, vocabulary, spaces, ("nq", "xlsx", "html"), questions.load(ontology / "queries"), b""
    )
    files = release.bundle(built, rendered, spaces, version, date, earlier)
    content = archive.pack(files, compress=True)
    if target.is_file() and target.read_bytes() != content:
        raise DataError(
            str(target), "这一版已经发布，内容不同 / this version is released with other content",
            "换一个版本号 --version / name a later version",
        )  # fmt: skip
    exports.put(target, content)
    since = (
        f"与 {earlier.version} 相比的变化在 变更说明.html / changes since {earlier.version}"
        if earlier
        else "首次发布 / first release"
    )
    print(f"{target}  {len(content):,} bytes, {len(files)} files\n{since}")
    return 0
