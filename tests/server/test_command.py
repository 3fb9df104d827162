"""`kg serve` as it is typed: bad calls, what it says, and the page's own examples."""

from __future__ import annotations

import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

Served = Starting = Any  # the fixtures of conftest.py


def _run(root: Path, *options: str, token: str | None = None) -> subprocess.CompletedProcess[str]:
    import os

    environment = {**os.environ, "PYTHONPATH": str(root)}
    environment.pop("KG_TOKEN", None)
    if token:
        environment["KG_TOKEN"] = token
    command = [sys.executable, "-m", "kg.cli", "serve", "--port", "0", *options]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_a_missing_or_strange_file_is_named_with_what_to_do(root: Path, tmp_path: Path) -> None:
    missing = _run(root, "--data", str(tmp_path / "none.nq"))
    assert missing.returncode == 1 and "none.nq: no such file; run `kg build` first" in missing.stderr
    strange = tmp_path / "a.png"
    strange.touch()
    assert _run(root, "--data", str(strange)).returncode == 1
    broken = tmp_path / "broken.nq"
    broken.write_text("<a> <b>\n", encoding="utf-8")
    for more in ((), ("--writable",)):
        told = _run(root, "--data", str(broken), *more)
        assert told.returncode == 1 and "broken" in told.stderr and "Traceback" not in told.stderr, told.stderr
    assert not list(tmp_path.glob("*.store")) and not list(tmp_path.glob(".*.part"))


def test_a_bad_call_is_told(root: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = _run(root, "--data", "exports/kg.nq", "--port", str(taken.getsockname()[1]))
    assert busy.returncode == 2 and "choose another with --port" in busy.stderr
    assert _run(root, "--port", "99999").returncode == 2
    short = _run(root, "--data", "exports/kg.nq", "--writable", "--store", str(tmp_path / "s"), "--token", "abc")
    assert short.returncode == 2 and "guessed" in short.stderr


def test_a_folder_of_somebody_else_is_not_taken_for_a_store(root: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", encoding="utf-8")
    for options in (("--data", str(tmp_path / "mine")), ("--writable", "--store", str(tmp_path / "mine"))):
        told = _run(root, *options)
        assert told.returncode == 1 and "is not a store of this project" in told.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]


def test_a_dataset_built_anew_beside_its_store_is_told(starting: Starting, tmp_path: Path) -> None:
    data = tmp_path / "small.nq"
    data.touch()
    with starting("--data", str(data), "--writable"):
        pass
    data.write_text("<http://a.example/s> <http://a.example/p> 1 .\n", encoding="utf-8")
    from kg.server.folder import beside, prepare

    assert "has changed since" in str(prepare(beside(data), data))


def test_the_examples_of_the_page_work_as_they_stand(server: Served, root: Path) -> None:
    """Every curl line of docs/endpoint.md that reads, sent as curl would send it."""
    page = (root / "docs" / "endpoint.md").read_text(encoding="utf-8")
    section = page.partition("## Ten questions by `curl`")[2].partition("\n## ")[0]
    lines = re.findall(r"^curl (.*)$", section, flags=re.MULTILINE)
    assert len(lines) == 10
    for line in lines:
        words = shlex.split(line.replace("$E", server.place))
        address, headers, form, body, follow = "", {}, [], None, False
        while words:
            word = words.pop(0)
            if word == "-H":
                name, _, value = words.pop(0).partition(": ")
                headers[name] = value
            elif word == "--data-urlencode":
                name, sign, value = re.match(r"([^=@]*)([=@])(.*)", words.pop(0), re.DOTALL).groups()  # type: ignore[union-attr]
                form.append((name, (root / value).read_text(encoding="utf-8") if sign == "@" else value))
            elif word == "--data-binary":
                body = (root / words.pop(0).removeprefix("@")).read_bytes()
            elif word == "-L":
                follow = True
            else:
                address = word
        if form:
            answer = httpx.post(address, content=str(httpx.QueryParams(form)), timeout=60, headers={
                "Content-Type": "application/x-www-form-urlencoded", **headers})  # fmt: skip
        elif body is not None:
            answer = httpx.post(address, content=body, headers=headers, timeout=60)
        else:
            answer = httpx.get(address, headers=headers, follow_redirects=follow, timeout=60)
        assert answer.status_code == 200 and len(answer.content) > 20, line


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_words_of_the_pages_are_there_in_both_languages(language: str) -> None:
    from kg.server.phrases import EXTERNAL_NAMES, PHRASES

    place = 0 if language == "zh" else 1
    for key, pair in {**PHRASES, **EXTERNAL_NAMES}.items():
        assert pair[place].strip(), key
        assert bool(re.search("[\u4e00-\u9fff]", pair[place])) is (language == "zh"), key
