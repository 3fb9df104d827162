"""What a server is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kg.namespaces import DEFAULT_BASE

MEBIBYTE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one request and of the server. Times are seconds, sizes bytes.

    A query that runs longer than ``quick`` leaves its place to others and goes on beside them, at low priority;
    at most ``slow`` do so at once.
    """

    time: float = 30.0
    rows: int = 1_000_000
    answer: int = 256 * MEBIBYTE
    memory: int = 1024 * MEBIBYTE
    query: int = 1 * MEBIBYTE
    upload: int = 64 * MEBIBYTE
    workers: int = 2
    queue: int = 256
    wait: float = 30.0
    quick: float = 2.0
    slow: int = 4
    update_time: float = 60.0
    download: float = 600.0


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that the application needs to know.

    ``data`` is a dataset file, or (with ``folder``) what a new store folder is filled from. ``folder`` is a store that
    keeps what is written; without it the server reads only. ``token`` is the secret of every write; ``services`` are
    the hosts that ``SERVICE`` and ``LOAD`` may reach; ``hosts`` are further names that requests may call this server.
    """

    data: Path | None = None
    folder: Path | None = None
    writable: bool = False
    token: str | None = None
    base: str = DEFAULT_BASE
    limits: Limits = field(default_factory=Limits)
    services: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    any_host: bool = False
    page: Path | None = None
    questions: Path | None = None
