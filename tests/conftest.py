"""What many tests share: the real vocabulary, the real first batch, and the parts that a system may lack."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

from kg import cases, documents
from kg.documents import register
from kg.model import Case, Splitting
from kg.vocabulary import Vocabulary, load

T = TypeVar("T")

ROOT = Path(__file__).resolve().parent.parent


def system_part(command: str, package: str) -> str:
    """Return the path of a program, or skip with the Debian package to install; in CI nothing may be skipped."""
    found = shutil.which(command)
    if found is None:
        message = f"{command} is missing: apt-get install {package}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--no-first-run")  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, without a window: one for all tests of a process, since the driver runs a loop of its own."""
    found = system_part("chromium", "chromium fonts-noto-cjk")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=list(SWITCHES))
        yield chromium
        chromium.close()


def to_its_end(work: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine returns, run in a thread of its own: the browser's driver has a loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The vocabulary in the repository."""
    return load(ROOT / "ontology")


@pytest.fixture(scope="session")
def first_batch() -> Splitting:
    """The first batch, split."""
    known = register.load(ROOT / "data" / "sources.yaml")
    return cases.split(documents.read(ROOT / "data" / "source" / "first-batch.txt", register=known))


@pytest.fixture
def make_case():  # type: ignore[no-untyped-def]
    """A maker of cases from a title and a text, for the rules."""

    def make(title: str, text: str = "") -> Case:
        from kg.model import SourceMap

        return Case(
            "case/test/1", "test", "1", title, text,
            title_map=SourceMap(((0, 0, len(title)),)), text_map=SourceMap(((0, len(title) + 1, len(text)),)),
        )  # fmt: skip

    return make
