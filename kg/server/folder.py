"""A store folder: what keeps the updates of a writable server, and how it is made.

```
kg.store/
  store/        the RocksDB database of Oxigraph; one writer at a time
  snapshots/    hard-linked copies that workers read; remade as needed, removed at the start
  origin.json   which file it was filled from, with its checksum
```
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kg import store
from kg.model import DataError


@dataclass(frozen=True, slots=True)
class Folder:
    """The parts of a store folder."""

    path: Path

    @property
    def database(self) -> Path:
        """The database."""
        return self.path / "store"

    @property
    def snapshots(self) -> Path:
        """What workers read."""
        return self.path / "snapshots"

    @property
    def origin(self) -> Path:
        """What the store was filled from."""
        return self.path / "origin.json"


def beside(data: Path) -> Path:
    """Return the store folder of a dataset file: beside it, with the ending ``.store``.

    >>> beside(Path("exports/kg.nq")).as_posix()
    'exports/kg.store'
    """
    return data.with_suffix(".store")


def sha256(path: Path) -> str:
    """Return the checksum of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def prepare(path: Path, data: Path | None) -> str | None:
    """Make a store folder from a dataset where there is none, and clear what an earlier run left in it.

    Returns a note where the dataset has changed since. Half-made folders are never taken for whole ones: the store is
    filled under another name and put in place at the end. Raises `DataError`.
    """
    folder = Folder(path)
    note = None
    if not folder.origin.is_file():
        if path.exists() and any(path.iterdir()):
            raise DataError(str(path), "is not a store of this project", "name an empty or new folder with --store")
        _fill(path, data)
    elif data is not None and data.is_file():
        origin = json.loads(folder.origin.read_text(encoding="utf-8"))
        if origin.get("sha256") not in (None, sha256(data)):
            note = (
                f"{data} has changed since {path} was made from it; the store's own state is served. "
                "To start anew, remove that folder."
            )
    shutil.rmtree(folder.snapshots, ignore_errors=True)
    folder.snapshots.mkdir(mode=0o700)
    return note


def _fill(path: Path, data: Path | None) -> None:
    from pyoxigraph import RdfFormat, Store

    if data is not None and data.suffix not in store.FORMATS:
        raise DataError(str(data), "not a dataset", f"use one of {', '.join(store.FORMATS)}")
    if data is not None and not data.is_file():
        raise DataError(str(data), "no such file", "run `kg build` first, or name another with --data")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent))
    except OSError as error:
        raise DataError(str(path), f"cannot be made: {error.strerror}", "choose another with --store") from error
    try:
        database = Store(str(making / "store"))
        if data is not None:
            database.bulk_load(path=str(data), format=getattr(RdfFormat, store.FORMATS[data.suffix]))
        database.flush()
        del database
        origin = {"file": data.name if data else None, "sha256": sha256(data) if data else None}
        with (making / "origin.json").open("w", encoding="utf-8") as file:
            json.dump(origin, file)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            path.rmdir()
        making.rename(path)
    except SyntaxError as error:
        raise DataError(f"{data}, line {error.lineno}", f"does not parse: {error.msg}", "build it again") from error
    except OSError as error:
        raise DataError(str(path), f"cannot be made: {error}", "choose another with --store") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
