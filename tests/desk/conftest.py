"""The real desk, as a process of its own, and a real Chromium to open it in."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kg.desk import Batch, Desk, ReviewFolder
from kg.model import Splitting
from kg.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Served:
    """A desk that runs: its process, where it listens, and the token that its page carries."""

    process: subprocess.Popen[str]
    address: str
    folder: Path
    output: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.address.rstrip("/").rpartition(":")[2])

    def request(
        self, method: str, path: str, body: Any = None, host: str | None = None, **headers: str
    ) -> tuple[int, dict[str, str], str]:
        """Send one request as a program would; the Host header is the desk's own unless another is given."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent["Host"] = host or f"127.0.0.1:{self.port}"
        raw = None if body is None else json.dumps(body).encode()
        connection.request(method, path, raw, sent)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text

    def token(self) -> str:
        found = re.search(r'name="desk-token" content="([^"]+)"', self.request("GET", "/")[2])
        assert found is not None
        return found.group(1)

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Ask as the page does, and return the record."""
        status, _, text = self.request(method, path, body, X_Desk_Token=self.token())
        assert status == 200, text
        return json.loads(text)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """A function that runs ``kg review`` in an empty folder and returns once it listens."""
    running: list[Served] = []

    def run(*arguments: str, folder: str = "mine", cwd: Path | None = None) -> Served:
        where = [] if "--merge" in arguments else ["--review", folder]
        command = [sys.executable, "-u", "-m", "kg.cli", "review", "--no-browser", "--port", "0", *where, *arguments]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        at = cwd or tmp_path
        process = subprocess.Popen(
            command, cwd=at, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert process.stdout is not None
        output: list[str] = []
        for line in process.stdout:
            output.append(line)
            found = re.search(r"http://127\.0\.0\.1:\d+/", line)
            if found:
                running.append(Served(process, found.group(0), at / folder, output))
                return running[-1]
        raise AssertionError("".join(output))

    yield run
    for served in running:
        served.process.kill()
        served.process.wait()
        if served.process.stdout is not None:
            served.process.stdout.close()


WHERE = """words => {
  for (const part of document.querySelectorAll("#reading [data-field]")) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    const nodes = []; let text = "";
    while (walker.nextNode()) { nodes.push([text.length, walker.currentNode]); text += walker.currentNode.data; }
    const at = text.indexOf(words);
    if (at < 0) continue;
    const rectOf = place => {
      const [start, node] = nodes.filter(([start]) => start <= place).pop();
      const range = document.createRange();
      range.setStart(node, place - start); range.setEnd(node, place - start + 1);
      return range.getClientRects()[0];
    };
    rectOf(at); nodes.find(([start]) => start <= at)[1].parentElement.scrollIntoView({ block: "nearest" });
    const [first, last] = [rectOf(at), rectOf(at + words.length - 1)];
    return [first.left + 1, (first.top + first.bottom) / 2, last.right - 1, (last.top + last.bottom) / 2];
  }
  return null;
}"""


@dataclass
class Reviewer:
    """A person at the desk who has a mouse and a keyboard; every press, click and drag counts as one action."""

    page: Any
    faults: list[str] = field(default_factory=list)
    actions: int = 0

    def press(self, key: str) -> None:
        self.actions += 1
        self.page.keyboard.press(key)
        self.settle()

    def type(self, words: str) -> None:
        """Type words into the field that has the focus: one action, as a person would count it."""
        self.actions += 1
        with self.page.expect_response(lambda answer: "/api/search" in answer.url and answer.ok):
            self.page.keyboard.insert_text(words)
        self.settle()

    def select(self, words: str) -> None:
        """Drag the mouse over words of the text."""
        self.actions += 1
        found = self.page.evaluate(WHERE, words)
        assert found is not None, f"{words} is not in the text"
        self.page.mouse.move(found[0], found[1])
        self.page.mouse.down()
        self.page.mouse.move((found[0] + found[2]) / 2, found[3])
        self.page.mouse.move(found[2], found[3])
        self.page.mouse.up()
        self.page.wait_for_function(
            "words => document.querySelector('.hint').textContent.includes(words.slice(0, 4))", arg=words
        )

    def click(self, label: str, part: str = "") -> None:
        """Click on a row, or on a part of it."""
        self.actions += 1
        self.row(label).locator(part or ".object strong").first.click()
        self.settle()

    def row(self, label: str) -> Any:
        return self.page.locator(
            "#links .row", has=self.page.locator(".object strong", has_text=re.compile(f"^{label}$"))
        ).first

    def decision(self, label: str) -> str:
        return str(self.row(label).get_attribute("data-decision"))

    def told(self) -> str:
        return str(self.page.locator("#told").inner_text())

    def settle(self) -> None:
        """Wait until the desk has answered everything, and nothing follows."""
        self.page.evaluate("() => { window.calm = 0; }")
        self.page.wait_for_function(
            "() => { window.calm = document.getElementById('main').hasAttribute('aria-busy') ? 0 : window.calm + 1;"
            " return window.calm > 4; }",
            polling=15,
        )

    def case(self) -> str:
        return str(self.page.locator(".case.current").get_attribute("data-case"))

    def open(self, path: str) -> None:
        self.page.locator(f'[data-case="{path}"] .name').click()
        self.page.wait_for_function("path => document.querySelector('#reading .sheet').dataset.case === path", arg=path)
        self.settle()


@pytest.fixture
def sit(browser: Any) -> Iterator[Callable[..., Reviewer]]:
    """A function that opens a desk in the browser; whatever the page should not have done fails the test at its end."""
    contexts: list[Any] = []
    seated: list[Reviewer] = []

    def down(
        served: Served, name: str | None = "王小明", size: tuple[int, int] = (1366, 650), scheme: str = "light"
    ) -> Reviewer:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
        context.set_default_timeout(10000)
        contexts.append(context)
        page = context.new_page()
        reviewer = Reviewer(page)
        seated.append(reviewer)
        # a refusal is an answer with 409, which Chromium logs; the page shows it
        page.on("console", lambda said: None if "409" in said.text else reviewer.faults.append(f"console: {said.text}"))
        page.on("pageerror", lambda error: reviewer.faults.append(f"error: {error}"))
        page.on(
            "request",
            lambda sent: None if sent.url.startswith((served.address, "data:")) else reviewer.faults.append(sent.url),
        )
        page.goto(served.address)
        if name is not None:
            page.locator("#name").fill(name)
            page.locator("#start").click()
            page.wait_for_selector("#reading .sheet")
            reviewer.settle()
        return reviewer

    yield down
    for context in contexts:
        context.close()
    assert [one.faults for one in seated if one.faults] == []


@pytest.fixture
def desk_of(first_batch: Splitting, vocabulary: Vocabulary, root: Path, tmp_path: Path) -> Callable[..., Desk]:
    """A function that makes a desk over the first batch, without a browser; ``curated`` with the reviews by software."""

    def make(folder: str = "mine", curated: bool = True, batch: Batch | None = None) -> Desk:
        over = batch or Batch([first_batch], lambda: vocabulary, root / "ontology")
        standing = [ReviewFolder(root / "data" / "cases")] if curated else []
        return Desk(over, ReviewFolder(tmp_path / folder), standing)

    return make
