"""A small network of invented cases, and a real Chromium to open its page in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import networkx as nx
import pytest

from kg import network, pipeline, questions, review, store
from kg.explorer import Release, background, render
from kg.model import Case, Splitting
from kg.namespaces import Namespaces, assertion_path
from kg.vocabulary import Vocabulary

RELEASE = Release(
    title="典型案例图谱（试）",
    title_en="Typical cases (trial)",
    version="0.0.1",
    licence="CC BY 4.0",
    date="2026-01-31",
    documents=(("trial", "试拟案例"),),
)

CASES = (
    ("青岛海关推行货物状况预确认", "青岛海关推行预确认，对进口货物随机布控。结果由企业查询。"),
    ("深圳海关精准布控护企", "深圳海关为企业精准布控，并与同行共享线索。"),
    ("北京市推广专利开放许可", "北京市推广专利开放许可，高校把专利一次许可给多家企业。"),
    ("长三角共建商标信息库", "长三角共建商标信息库，方便企业查询。"),
)
"""Titles and texts, invented."""


def _region(label: str, label_en: str, code: str, level: str) -> dict[str, Any]:
    return {"kind": "region", "label": label, "label_en": label_en, "code": code, "level": level}


NODES: dict[str, dict[str, Any]] = {
    "region/110000": _region("北京市", "Beijing", "110000", "province"),
    "region/310000": _region("上海市", "Shanghai", "310000", "province"),
    "region/370000": _region("山东省", "Shandong", "370000", "province"),
    "region/370200": _region("青岛市", "Qingdao", "370200", "prefecture"),
    "region/440000": _region("广东省", "Guangdong", "440000", "province"),
    "region/440300": _region("深圳市", "Shenzhen", "440300", "prefecture"),
    "region/yangtze-river-delta": {
        "kind": "region", "label": "长三角", "label_en": "Yangtze River Delta", "level": "area",
    },
    "institution-type/customs": {"kind": "institution-type", "label": "海关", "label_en": "customs"},
    "institution-type/enterprise": {"kind": "institution-type", "label": "企业", "label_en": "enterprise"},
    "institution/370200-customs-direct-fea722ca": {
        "kind": "institution", "label": "青岛海关", "type": "customs", "subtype": "customs-direct",
    },
    "ip-type/ip": {"kind": "ip-type", "label": "知识产权", "label_en": "intellectual property"},
    "ip-type/patent": {"kind": "ip-type", "label": "专利", "label_en": "patent"},
    "ip-type/trademark": {"kind": "ip-type", "label": "商标", "label_en": "trademark"},
    "mechanism/customs": {
        "kind": "mechanism", "label": "海关保护", "label_en": "Customs protection", "group": "customs",
        "is_group": "true", "notation": "I",
    },
    "mechanism/pre-confirmation": {
        "kind": "mechanism", "label": "状况预确认", "label_en": "Pre-confirmation", "group": "customs",
        "is_group": "false", "notation": "I1",
    },
    "mechanism/risk-targeting": {
        "kind": "mechanism", "label": "风险布控", "label_en": "Risk targeting", "group": "customs",
        "is_group": "false", "notation": "I2",
    },
    "mechanism/licensing": {
        "kind": "mechanism", "label": "许可与转化", "label_en": "Licensing", "group": "licensing",
        "is_group": "true", "notation": "E",
    },
    "mechanism/open-licence": {
        "kind": "mechanism", "label": "专利开放许可", "label_en": "Open licensing", "group": "licensing",
        "is_group": "false", "notation": "E1",
    },
}  # fmt: skip

HIERARCHY = (
    ("region/370200", "region/370000", "partOf"),
    ("region/440300", "region/440000", "partOf"),
    ("region/310000", "region/yangtze-river-delta", "memberOf"),
    ("ip-type/patent", "ip-type/ip", "broader"),
    ("ip-type/trademark", "ip-type/ip", "broader"),
    ("mechanism/pre-confirmation", "mechanism/customs", "broader"),
    ("mechanism/risk-targeting", "mechanism/customs", "broader"),
    ("mechanism/open-licence", "mechanism/licensing", "broader"),
)

# case, relation, role, object, method, kind of reviewer, quotes
LINKS = (
    (1, "region", "locatedIn", "region/370200", "reviewed", "person", ("青岛海关",)),
    (1, "institution", "ledBy", "institution/370200-customs-direct-fea722ca", "reviewed", "software", ("青岛海关",)),
    (1, "actorType", "ledByType", "institution-type/customs", "rule", "", ("海关",)),
    (1, "actorType", "", "institution-type/enterprise", "rule", "", ("企业",)),
    (1, "ipType", "", "ip-type/ip", "rule", "", ("货物状况",)),
    (1, "mechanism", "headlineMechanism", "mechanism/pre-confirmation", "reviewed", "person", ("预确认",)),
    (1, "mechanism", "", "mechanism/risk-targeting", "rule", "", ("随机布控",)),
    (2, "region", "locatedIn", "region/440300", "rule", "", ("深圳海关",)),
    (2, "actorType", "ledByType", "institution-type/customs", "rule", "", ("海关",)),
    (2, "actorType", "", "institution-type/enterprise", "rule", "", ("企业",)),
    (2, "mechanism", "headlineMechanism", "mechanism/risk-targeting", "reviewed", "software", ("精准布控",)),
    (3, "region", "ledByRegion", "region/110000", "rule", "", ("北京市",)),
    (3, "ipType", "primaryIpType", "ip-type/patent", "rule", "", ("专利",)),
    (3, "mechanism", "headlineMechanism", "mechanism/open-licence", "rule", "", ("专利开放许可", "一次许可")),
    (4, "region", "ledByRegion", "region/yangtze-river-delta", "rule", "", ("长三角",)),
    (4, "ipType", "primaryIpType", "ip-type/trademark", "rule", "", ("商标",)),
)


def make_cases() -> list[Case]:
    """The invented cases."""
    return [
        Case(f"case/trial/{number}", "trial", str(number), title, text) for number, (title, text) in enumerate(CASES, 1)
    ]


def add_link(
    network: nx.MultiDiGraph[str], case: Case, relation: str, target: str, quotes: tuple[str, ...], **attributes: Any
) -> None:
    """Add a link from a case, each quote found in the text or, failing that, in the title."""
    evidence = []
    for quote in quotes:
        name = "text" if quote in case.text else "title"
        start = (case.text if name == "text" else case.title).index(quote)
        end = start + len(quote)
        evidence.append({"field": name, "start": start, "end": end, "quote": quote, "source": [start, end]})
    key = assertion_path(case.path, relation, target)
    attributes = {"role": "", "basis": "explicit", "method": "rule", "reviewer_kind": "", "rule": "cue"} | attributes
    network.add_edge(
        case.path, target, key=key, kind="link", relation=relation,
        evidence=json.dumps(evidence, ensure_ascii=False), **attributes,
    )  # fmt: skip


def make_network(cases: list[Case], backwards: bool = False) -> nx.MultiDiGraph[str]:
    """The network of the invented cases; ``backwards`` puts the same things in another order."""
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    step = -1 if backwards else 1
    for path, attributes in list(NODES.items())[::step]:
        network.add_node(path, **attributes)
    for position, case in list(enumerate(cases, 1))[::step]:
        network.add_node(
            case.path, kind="case", label=case.title, number=case.number, position=position, document=case.document,
            coverage="specific",
        )  # fmt: skip
    for child, parent, relation in HIERARCHY[::step]:
        network.add_edge(child, parent, key=relation, kind="hierarchy", relation=relation)
    for number, relation, role, target, method, reviewer, quotes in LINKS[::step]:
        scored = {} if method == "reviewed" else {"confidence": 0.9}
        case = cases[number - 1]
        add_link(network, case, relation, target, quotes, role=role, method=method, reviewer_kind=reviewer, **scored)
    return network


def make_many(number: int) -> tuple[nx.MultiDiGraph[str], list[Case]]:
    """A network of many cases, each about one province and one practice."""
    text = "推广开放许可。"
    cases = [Case(f"case/trial/{n}", "trial", str(n), f"北京市第{n}个案例", text) for n in range(1, number + 1)]
    network = make_network(make_cases())
    network.remove_nodes_from([path for path in network if path.startswith("case/")])
    for position, case in enumerate(cases, 1):
        network.add_node(case.path, kind="case", label=case.title, number=case.number, position=position)
        add_link(network, case, "region", "region/110000", ("北京市",))
        add_link(network, case, "mechanism", "mechanism/open-licence", ("开放许可",))
    return network, cases


@pytest.fixture(scope="session")
def trial() -> SimpleNamespace:
    """The invented cases and what makes networks of them."""
    return SimpleNamespace(release=RELEASE, cases=make_cases, network=make_network, add_link=add_link, many=make_many)


@pytest.fixture(scope="session")
def small_page() -> bytes:
    """The page of the invented cases."""
    cases = make_cases()
    return render(make_network(cases), cases, RELEASE)


@pytest.fixture(scope="session")
def first_batch_page(root: Path, first_batch: Splitting, vocabulary: Vocabulary) -> SimpleNamespace:
    """The first batch with its reviews: its quads in a store, its page, and a function that renders it otherwise.

    ``render(questions, kept)`` takes other questions, and keeps only a slice of the cases.
    """
    built = pipeline.build([first_batch], vocabulary, review.load_all([root / "data" / "cases"]), Namespaces())
    quads = store.of_bytes("".join(built.lines()).encode())
    known = tuple(questions.load(root / "ontology" / "queries").values())

    def rendered(asked: Sequence[questions.Question] | None = None, kept: slice = slice(None), **more: Any) -> bytes:
        annotated = built.annotated[kept]
        graph = network.build(annotated, vocabulary)
        release = Release.of(graph, built.documents, Namespaces().base, "1.0")
        told = background(quads, Namespaces())
        return render(
            graph, [item.case for item in annotated], release, told, known if asked is None else asked, **more
        )

    return SimpleNamespace(store=quads, html=rendered(), render=rendered, built=built)


@dataclass
class Opened:
    """A page in the browser, and everything that it should not have done."""

    page: Any
    faults: list[str] = field(default_factory=list)

    def panel(self) -> str:
        """The text of the reading panel."""
        return str(self.page.locator("#reading").inner_text())

    def saved(self, selector: str) -> str:
        """The text of the file that a click saves."""
        with self.page.expect_download() as waiting:
            self.page.click(selector)
        return Path(waiting.value.path()).read_text(encoding="utf-8")


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """A function that opens the bytes of a page from disk, without a network; faults fail the test at its end."""
    contexts: list[Any] = []
    opened: list[Opened] = []

    def open_bytes(
        content: bytes, fragment: str = "", scheme: str = "light", size: tuple[int, int] = (1366, 650)
    ) -> Opened:
        file = tmp_path / "kg.html"
        file.write_bytes(content)
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, offline=True, accept_downloads=True
        )
        contexts.append(context)
        context.set_default_timeout(8000)
        view = Opened(context.new_page())
        opened.append(view)
        view.page.on("console", lambda message: view.faults.append(f"console: {message.text}"))
        view.page.on("pageerror", lambda error: view.faults.append(f"error: {error}"))
        view.page.on("dialog", lambda dialog: (view.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        allowed = (file.as_uri(), "data:", "blob:")
        view.page.on(
            "request", lambda request: None if request.url.startswith(allowed) else view.faults.append(request.url)
        )
        view.page.goto(file.as_uri() + fragment)
        view.page.wait_for_selector("#reading article")
        return view

    yield open_bytes
    for context in contexts:
        context.close()
    assert [view.faults for view in opened if view.faults] == []
