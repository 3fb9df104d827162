"""From what the user names (files, folders, globs) to files."""

from __future__ import annotations

import glob
from collections.abc import Iterable
from pathlib import Path

from kg.documents.formats import SUFFIXES
from kg.model import DataError


def expand(sources: Iterable[Path | str]) -> list[Path]:
    """Return the files that the sources stand for: each once, folders and globs in the order of their names.

    A folder stands for all files below it that a reader knows by their names; hidden ones are left out.
    A file that is named outright is returned whatever its name.

    Raises :class:`~kg.model.DataError` for a source that stands for no file.
    """
    found: dict[Path, None] = {}
    for source in sources:
        path = Path(source)
        if path.is_file():
            chosen = [path]
        elif path.is_dir():
            chosen = sorted(file for file in path.rglob("*") if _readable(file, path))
            if not chosen:
                raise DataError(str(source), "no document in this folder", f"known: {', '.join(sorted(SUFFIXES))}")
        elif glob.has_magic(str(source)):
            matches = sorted(Path(match) for match in glob.glob(str(source), recursive=True))
            chosen = [file for file in matches if file.is_file()]
            for folder in (match for match in matches if match.is_dir()):
                chosen += sorted(file for file in folder.rglob("*") if _readable(file, folder))
            if not chosen:
                raise DataError(str(source), "matches no file", "check the pattern")
        else:
            raise DataError(str(source), "no such file or folder", "check the path")
        for file in chosen:
            found.setdefault(file)
    return list(found)


def _readable(file: Path, folder: Path) -> bool:
    parts = file.relative_to(folder).parts
    if any(part.startswith((".", "~$")) for part in parts):
        return False
    return file.suffix.lower() in SUFFIXES and file.is_file()
