"""Measure the page in a real Chromium, beside stock pyvis: opening, dragging, searching, choosing, memory, layout.

    pip install -r benchmarks/requirements.txt      # into the project's environment, for this only
    python benchmarks/page.py [--nodes 1000 10000 20000] [--rounds 3] [--limit 60]

Writes its tables into docs/benchmarks.md. Datasets are the first batch and generated ones of its shape
(`benchmarks/synthetic.py`), built by the real code: assertions → network → page. Pages are opened from
disk without a network, one after another in turn, so that whatever else the machine does hits all alike.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import queue
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.golds import ROOT, annotated, between_markers, golds
from benchmarks.synthetic import DOCUMENTS, Generator
from kg import explorer, network
from kg.explorer import layout
from kg.model import AnnotatedCase
from kg.vocabulary import Vocabulary, load

PAGE = ROOT / "docs" / "benchmarks.md"
WINDOW = (1366, 650)
STOCK_LIMIT = 2000
"""Stock pyvis is not tried beyond so many nodes: it takes minutes to make the page, and longer to show it."""
BLANK = "<!doctype html><title>blank</title>"
WORDS = ("知识产权", "海关", "专利", "保护", "zscq", "yqr", "customs", "license", "案", "a", "没有的词")

WATCH = """
  // when a canvas was first painted with nothing lying over it, counted from the beginning of the visit
  window.__frames = 0;
  window.__painted = false;
  for (const name of ["fill", "stroke", "drawImage"]) {
    const own = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...given) {
      if (this.canvas.isConnected) window.__painted = true;
      return own.apply(this, given);
    };
  }
  const look = () => {
    window.__frames += 1;
    const bar = document.getElementById("loadingBar");
    const covered = bar && getComputedStyle(bar).display !== "none" && getComputedStyle(bar).opacity > 0;
    if (window.__painted && !covered && !window.__shown)
      setTimeout(() => { window.__shown = window.__shown || performance.now(); });
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
"""

SEARCH = """async (words) => {
  const field = document.querySelector("input[type=search]");
  const took = [];
  for (const word of words) {
    field.value = word;
    const start = performance.now();
    field.dispatchEvent(new Event("input"));
    void document.body.offsetHeight;
    took.push(performance.now() - start);
    await new Promise((done) => setTimeout(done, 30));
  }
  field.value = "";
  field.dispatchEvent(new Event("input"));
  return took;
}"""

FACETS = """async () => {
  const took = [];
  const toggle = async (facet, at) => {
    const list = document.querySelector(`[data-facet="${facet}"]`);
    list.dispatchEvent(new Event("focus"));
    list.selectedIndex = at;
    const start = performance.now();
    list.dispatchEvent(new Event("change"));
    void document.body.offsetHeight;
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    took.push(performance.now() - start);
    await new Promise((done) => setTimeout(done, 60));
  };
  const steps = [["region", 1], ["mechanism", 1], ["region", 0], ["institution", 2], ["mechanism", 0], ["ip-type", 1]];
  for (const [facet, at] of [...steps, ["institution", 0], ["ip-type", 0]]) await toggle(facet, at);
  return took;
}"""


@dataclass
class Measured:
    """What was measured of one way to show one dataset."""

    size: float = 0.0
    shown: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    search_cpu: list[float] = field(default_factory=list)
    facets_cpu: list[float] = field(default_factory=list)
    drag: list[float] = field(default_factory=list)
    drag_lit: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    search: list[float] = field(default_factory=list)
    facets: list[float] = field(default_factory=list)
    requests: int = 0
    noise: int = 0
    given_up: bool = False


# ---- datasets and pages


@dataclass(frozen=True)
class Dataset:
    """Cases with their assertions and the network of them."""

    name: str
    graph: Any
    cases: tuple[Any, ...]
    documents: tuple[tuple[str, str], ...]


def first_batch(vocabulary: Vocabulary) -> Dataset:
    """Return the first batch as it was reviewed."""
    cases, assertions = annotated(next(iter(golds(None))), vocabulary)
    by_case: dict[str, list[Any]] = {path: [] for path in cases}
    for assertion in assertions:
        by_case[assertion.case].append(assertion)
    in_order = sorted(by_case.items(), key=lambda found: int(cases[found[0]].number))
    items = [AnnotatedCase(cases[path], tuple(found)) for path, found in in_order]
    return _dataset("first batch", items, vocabulary, (("first-batch", "第一批"),))


def _dataset(
    name: str, items: Sequence[AnnotatedCase], vocabulary: Vocabulary, documents: tuple[tuple[str, str], ...]
) -> Dataset:
    return Dataset(name, network.build(items, vocabulary), tuple(item.case for item in items), documents)


def ours(data: Dataset) -> bytes:
    """Return the page of this project."""
    release = explorer.Release("生成的案例", "Generated cases", "0", "CC0", documents=data.documents)
    return explorer.render(data.graph, data.cases, release)


def _drawing(data: Dataset) -> Any:
    from pyvis.network import Network as Drawing

    return Drawing(height="600px", width="100%", directed=True, cdn_resources="in_line")


def stock(data: Dataset) -> bytes:
    """Return what pyvis makes of the same network by itself: `from_nx`, its own template, its own physics."""
    import networkx

    plain: Any = networkx.DiGraph()
    plain.add_nodes_from(
        (path, {"label": str(node.get("label", path))[:24]}) for path, node in data.graph.nodes(data=True)
    )
    plain.add_edges_from((a, b) for a, b, edge in data.graph.edges(data=True) if edge["kind"] == "link")
    drawing = _drawing(data)
    drawing.from_nx(plain)
    return str(drawing.generate_html()).encode()


def still(data: Dataset) -> bytes:
    """Return pyvis's own vis-network with our places given and physics off: the best that stock parts can do."""
    places = layout.field(data.graph, layout.arrange(data.graph)).places
    drawing = _drawing(data)
    drawing.toggle_physics(False)
    # into the lists that pyvis renders: its add_edge looks through all nodes each time, which takes minutes
    for path, node in data.graph.nodes(data=True):
        x, y = (30 * value for value in places[path])
        label = str(node.get("label", path))[:24]
        drawing.nodes.append({"id": path, "label": label, "shape": "dot", "size": 10, "x": x, "y": y, "physics": False})
    for a, b, edge in data.graph.edges(data=True):
        if edge["kind"] == "link":
            drawing.edges.append({"from": a, "to": b, "arrows": "to", "physics": False})
    drawing.options.edges.smooth.enabled = False
    return str(drawing.generate_html()).encode()


# ---- the browser


class Visits:
    """A Chromium, and what can be measured of a page in it."""

    def __init__(self, browser: Any, limit: float) -> None:
        self.browser = browser
        self.limit = limit
        self.session = browser.new_browser_cdp_session()

    def processes(self) -> list[dict[str, Any]]:
        """The browser's processes with their CPU seconds."""
        return list(self.session.send("SystemInfo.getProcessInfo")["processInfo"])

    def cpu(self) -> float:
        """CPU seconds of all processes since they began."""
        return float(sum(process["cpuTime"] for process in self.processes()))

    def memory(self) -> float:
        """Megabytes of the largest renderer: its proportional share of memory, as Linux counts it."""
        found = [0.0]
        for process in self.processes():
            if process["type"] == "renderer":
                text = Path(f"/proc/{process['id']}/smaps_rollup").read_text()
                found += [int(line.split()[1]) / 1000 for line in text.splitlines() if line.startswith("Pss:")]
        return max(found)

    @staticmethod
    def clock(page: Any) -> Callable[[], float]:
        """A clock of the CPU seconds of the page's main thread, which waits for nobody else on the machine."""
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})

        def seconds() -> float:
            metrics = session.send("Performance.getMetrics")["metrics"]
            return float(next(metric["value"] for metric in metrics if metric["name"] == "ThreadTime"))

        return seconds

    @contextmanager
    def visit(self, file: Path, fragment: str, result: Measured | None) -> Iterator[Any]:
        """Open a file from disk without a network; count what it asks for and what it complains of."""
        # waiting for a state of the page needs eval, which this page's own policy forbids
        context = self.browser.new_context(
            viewport={"width": WINDOW[0], "height": WINDOW[1]}, offline=True, bypass_csp=True
        )
        try:
            context.set_default_timeout(self.limit * 1000)
            page = context.new_page()
            if result is not None:
                page.on("console", lambda message: setattr(result, "noise", result.noise + (message.type == "error")))
                page.on("pageerror", lambda error: setattr(result, "noise", result.noise + 1))
                page.on(
                    "request",
                    lambda request: setattr(result, "requests", result.requests + request.url.startswith("http")),
                )
            page.add_init_script(WATCH)
            page.goto(file.as_uri() + fragment, wait_until="commit")
            yield page
        finally:
            context.close()

    def opened(self, file: Path, result: Measured, blank: float) -> None:
        """Measure how long it takes until the graph is seen, and what that costs."""
        from playwright.sync_api import TimeoutError as Late

        result.requests = result.noise = 0
        before = self.cpu()
        with self.visit(file, "", result) as page:
            try:
                page.wait_for_function("window.__shown && document.readyState === 'complete'", polling=50)
            except Late:
                result.given_up = True
                return
            result.cpu.append(max(self.cpu() - before - blank, 0.0))
            result.shown.append(page.evaluate("window.__shown") / 1000)
            page.wait_for_timeout(2500)
            result.memory.append(self.memory())

    def dragged(self, file: Path, fragment: str, zoom: Callable[[Any], None]) -> float:
        """Frames a second while the drawing is dragged to and fro for two seconds."""
        with self.visit(file, fragment, None) as page:
            page.wait_for_function("window.__shown", polling=50)
            page.wait_for_timeout(1500)
            zoom(page)
            box = page.locator("canvas").first.bounding_box()
            x, y = box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.5
            page.mouse.move(x, y)
            page.mouse.down()
            frames, start, step = page.evaluate("window.__frames"), time.perf_counter(), 0
            while time.perf_counter() - start < 2:
                step += 1
                way = (step * 9) % 480
                page.mouse.move(x - (way if way < 240 else 480 - way), y - (way if way < 240 else 480 - way) / 3)
            frames = page.evaluate("window.__frames") - frames
            page.mouse.up()
            return float(frames / (time.perf_counter() - start))

    def answered(self, file: Path, result: Measured) -> None:
        """How long a search and the choice of a facet take, once the page has been open for some seconds."""
        with self.visit(file, "", None) as page:
            page.wait_for_function("window.__shown && document.readyState === 'complete'", polling=50)
            page.wait_for_timeout(5000)
            clock = self.clock(page)
            for script, given, took, cpu in (
                (SEARCH, list(WORDS), result.search, result.search_cpu),
                (FACETS, None, result.facets, result.facets_cpu),
            ):
                before = clock()
                found = page.evaluate(script, given)
                took += found
                cpu.append((clock() - before) * 1000 / len(found))


def near(page: Any) -> None:
    """Look three times as near."""
    for _ in range(5):
        page.locator(".zoom button").last.click()
    page.wait_for_timeout(300)


def far(page: Any) -> None:
    """Stay where the page opens."""


def measure(visits: Visits, datasets: Sequence[Dataset], folder: Path, rounds: int) -> dict[tuple[str, str], Measured]:
    """Return what was measured, by dataset and way to show it."""
    results: dict[tuple[str, str], Measured] = {}
    files: dict[tuple[str, str], Path] = {}
    for number, data in enumerate(datasets):
        for name, make in (("this page", ours), ("pyvis, places given", still), ("pyvis, stock", stock)):
            if make is stock and data.graph.number_of_nodes() > STOCK_LIMIT:
                continue
            content = make(data)
            file = files[data.name, name] = folder / f"{number}-{len(files)}.html"
            file.write_bytes(content)
            results[data.name, name] = Measured(size=len(content) / 1e6)
    blank = folder / "blank.html"
    blank.write_text(BLANK, encoding="utf-8")
    empty = statistics.median(_blank(visits, blank) for _ in range(3))
    for turn in range(rounds):
        for (dataset, name), result in results.items():
            if result.given_up or (name == "pyvis, stock" and turn):
                continue  # what is slow by minutes is measured once
            print(f"round {turn + 1}: {dataset}, {name}", file=sys.stderr)
            visits.opened(files[dataset, name], result, empty)
            if result.given_up or name == "pyvis, stock":
                continue
            if name != "this page":
                result.drag.append(visits.dragged(files[dataset, name], "", far))
            elif dataset != "first batch":
                file = files[dataset, name]
                result.drag.append(visits.dragged(file, "#?draw=all", near))
                result.drag_lit.append(
                    visits.dragged(file, f"#{_most_linked(datasets, dataset)}?draw=all&hops=3", near)
                )
            if name == "this page":
                visits.answered(files[dataset, name], result)
    return results


def _most_linked(datasets: Sequence[Dataset], name: str) -> str:
    graph = next(data.graph for data in datasets if data.name == name)
    return max((degree, path) for path, degree in graph.in_degree() if not path.startswith("case/"))[1]


def _blank(visits: Visits, file: Path) -> float:
    before = visits.cpu()
    with visits.visit(file, "", None) as page:
        page.wait_for_load_state()
        page.wait_for_timeout(300)
        return visits.cpu() - before


# ---- layout


def _spring(graph: Any, answer: Any) -> None:
    import networkx

    plain = networkx.Graph(graph)
    start = time.perf_counter()
    networkx.spring_layout(plain, seed=1)
    answer.put(time.perf_counter() - start)


def layouts(data: Dataset, limit: float) -> tuple[float, float | None]:
    """Return seconds for our places and for networkx's spring layout, or None where it takes longer than the limit."""
    start = time.perf_counter()
    layout.field(data.graph, layout.arrange(data.graph))
    own = time.perf_counter() - start
    answer: Any = multiprocessing.Queue()
    process = multiprocessing.Process(target=_spring, args=(data.graph, answer))
    process.start()
    try:
        return own, float(answer.get(timeout=limit))
    except queue.Empty:
        return own, None
    finally:
        process.kill()
        process.join()


# ---- the tables


def _middle(values: Sequence[float], digits: int = 2) -> str:
    return f"{statistics.median(values):.{digits}f}" if values else "–"


def opening_table(results: dict[tuple[str, str], Measured], nodes: dict[str, int], limit: float) -> str:
    """Return the table of opening and dragging."""
    lines = [
        "| nodes | shown by | file, MB | graph seen after, s | CPU s over a blank page"
        " | frames/s dragging | renderer, MB | requests | errors |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for (dataset, name), result in results.items():
        title = f"{nodes[dataset]:,}" + (" (25 cases)" if dataset == "first batch" else "")
        shown = f"not within {limit:.0f}" if result.given_up else _middle(result.shown)
        lines.append(
            f"| {title} | {'**this page**' if name == 'this page' else name} | {result.size:.1f} | {shown} |"
            f" {_middle(result.cpu)} | {_middle(result.drag, 0)} |"
            f" {_middle(result.memory, 0)} | {result.requests} | {result.noise} |"
        )
    return "\n".join(lines)


def answers_table(results: dict[tuple[str, str], Measured], nodes: dict[str, int]) -> str:
    """Return the table of searching, choosing, and dragging with thousands of lines lit."""
    lines = [
        "| nodes | search, ms: median, slowest | CPU ms each | facet, ms to the next frame: median, slowest"
        " | CPU ms each | frames/s dragging with three steps of the most linked node lit |",
        "|---|---|---|---|---|---|",
    ]
    for (dataset, name), result in results.items():
        if name == "this page":
            pairs = (
                f"{_middle(found, 0)}, {max(found):.0f} | {_middle(cpu, 0)}"
                for found, cpu in ((result.search, result.search_cpu), (result.facets, result.facets_cpu))
            )
            lines.append(f"| {nodes[dataset]:,} | {' | '.join(pairs)} | {_middle(result.drag_lit, 0)} |")
    return "\n".join(lines)


def layout_table(rows: Sequence[tuple[int, float, float | None]], limit: float) -> str:
    """Return the table of the layout at build time."""
    lines = ["| nodes | places of this page, s | networkx `spring_layout`, s | times |", "|---|---|---|---|"]
    for count, own, spring in rows:
        other = f"{spring:.2f}" if spring is not None else f"not within {limit:.0f}"
        times = f"{spring / own:.0f}" if spring is not None else f"> {limit / own:.0f}"
        lines.append(f"| {count:,} | {own:.3f} | {other} | {times} |")
    return "\n".join(lines)


def setting(browser: Any, load_before: float, rounds: int) -> str:
    """Return machine and versions."""
    named = ", ".join(
        f"{name} {metadata.version(name)}" for name in ("pyvis", "networkx", "playwright", "numpy", "scipy")
    )
    return "\n".join(
        [
            f"- machine: {platform.system()} {platform.machine()}, {os.cpu_count()} cores without a GPU, shared;"
            f" load average {load_before:.1f} at the start, {os.getloadavg()[0]:.1f} at the end",
            f"- Chromium {browser.version}, headless, window {WINDOW[0]} × {WINDOW[1]}; Python"
            f" {platform.python_version()}, {named}",
            f"- {rounds} rounds in turn; medians",
        ]
    )


def main() -> int:
    """Measure, and rewrite the tables."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--nodes", type=int, nargs="+", default=[1000, 10000, 20000], help="sizes of generated datasets"
    )
    parser.add_argument(
        "--layout", type=int, nargs="+", default=[1000, 5000], help="sizes at which layouts are compared"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=float, default=60, help="seconds after which a page or a layout is given up")
    asked = parser.parse_args()
    chromium = shutil.which("chromium")
    if chromium is None:
        parser.exit(2, "chromium is missing: apt-get install chromium fonts-noto-cjk\n")
    vocabulary = load(ROOT / "ontology")

    def generated(count: int) -> Dataset:
        return _dataset(f"{count} nodes", Generator(vocabulary).cases(count), vocabulary, DOCUMENTS)

    load_before = os.getloadavg()[0]
    rows = []
    for count in asked.layout:
        data = generated(count)
        rows.append((data.graph.number_of_nodes(), *layouts(data, asked.limit * 2)))
    datasets = [first_batch(vocabulary), *(generated(count) for count in asked.nodes)]
    nodes = {data.name: data.graph.number_of_nodes() for data in datasets}
    switches = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=switches)
        results = measure(Visits(browser, asked.limit), datasets, Path(folder), asked.rounds)
        described = setting(browser, load_before, asked.rounds)
        browser.close()
    text = PAGE.read_text(encoding="utf-8")
    for name, block in (
        ("page-setting", described),
        ("page-opening", opening_table(results, nodes, asked.limit)),
        ("page-answers", answers_table(results, nodes)),
        ("page-layout", layout_table(rows, asked.limit * 2)),
    ):
        text = between_markers(text, name, block)
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    print(f"{PAGE.relative_to(ROOT)}: the page")
    return 0


if __name__ == "__main__":
    sys.exit(main())
