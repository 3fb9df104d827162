"""Network, cases and release → the bytes of the page."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from kg.explorer import engine
from kg.explorer.asking import NOTHING, asking
from kg.explorer.drawing import draw, is_small
from kg.explorer.evidence import PART, parts, pinyin
from kg.explorer.layout import Columns, arrange, field
from kg.explorer.payload import Numbering, label_of, links_of, payload
from kg.explorer.questions import sample_questions
from kg.explorer.release import Release
from kg.model import Case
from kg.questions import Question

if TYPE_CHECKING:
    import networkx

    Network = networkx.MultiDiGraph[str]

SCRIPTS: Final = (
    "dom.js",
    "words.js",
    "words-zh.js",
    "words-en.js",
    "words-drawing.js",
    "block.js",
    "dataset.js",
    "state.js",
    "naming.js",
    "question.js",
    "shapes.js",
    "drawing.js",
    "overview.js",
    "field-lit.js",
    "field-layer.js",
    "field-heads.js",
    "field-hand.js",
    "field.js",
    "lit.js",
    "headings.js",
    "columns.js",
    "lists.js",
    "hand.js",
    "graph.js",
    "pieces.js",
    "place.js",
    "case.js",
    "triples.js",
    "query-reading.js",
    "query-answering.js",
    "answers.js",
    "asked-fields.js",
    "asked-rows.js",
    "asking.js",
    "sparql.js",
    "reading.js",
    "index.js",
    "search.js",
    "way.js",
    "table.js",
    "matrix.js",
    "tiles.js",
    "picture.js",
    "output.js",
    "page.js",
)
"""The page's own script, by job, in the order in which the parts are joined."""

STYLES: Final = ("style.css", "asking.css")
"""The page's style, in the order in which the parts are joined."""

VIS_NETWORK: Final = "lib/vis-9.1.2/vis-network.min.js"
"""The drawing library as pyvis ships it."""

THIRD_PARTY: Final = (
    ("vis-network", "9.1.2", "Apache-2.0 OR MIT", "https://github.com/visjs/vis-network"),
    ("pyvis", "0.3.2", "BSD-3-Clause", "https://github.com/WestHealth/pyvis"),
)
"""What the page carries or was made with: name, version, licence, home."""


def render(
    network: Network,
    cases: Sequence[Case],
    release: Release,
    background: Mapping[str, Any] = NOTHING,
    questions: Sequence[Question] = (),
    trig: bytes | None = None,
) -> bytes:
    """Return the page as UTF-8 bytes; the same values always give the same bytes.

    ``background`` (see `kg.explorer.background`) and ``questions`` are what the page can be asked beyond the
    sentence at its top. With the dataset itself as ``trig``, the page also has a tab for SPARQL, and carries an
    engine for it.

    The page holds everything it needs and asks for nothing: script and style are inlined, and its
    content security policy admits them by their hashes and nothing else.
    """
    columns = arrange(network)
    numbers = Numbering(network, columns)
    links = links_of(network, numbers)
    block = payload(network, cases, columns, release, numbers, links)
    block["pinyin"] = pinyin(network, numbers, links)
    block["part"] = PART
    block["samples"] = sample_questions(network, columns, numbers.of)
    block["small"] = is_small(columns)
    drawn_by = THIRD_PARTY if block["small"] else ()
    block["thirdParty"] = [list(part) for part in (*drawn_by, *([engine.third_party()] if trig is not None else []))]
    asked = asking(network, cases, release, background, questions)
    environment = _environment(release, block, parts(network, cases, columns, links), asked, trig)
    if block["small"]:
        page = _drawn_by_pyvis(network, columns, numbers, environment, release)
    else:
        environment.globals["places"] = field(network, columns).payload(numbers.of)
        page = environment.get_template("page.html").render(heading=release.title)
    return page.encode("utf-8", "replace")


def _drawn_by_pyvis(network: Network, columns: Columns, numbers: Numbering, environment: Any, release: Release) -> str:
    drawing = draw(
        columns,
        numbers.of,
        {path: str(network.nodes[path].get("kind", "")) for path in numbers.paths},
        {path: label_of(network, path) for path in numbers.paths},
    )
    # pyvis hands its nodes, edges and options to whatever template its environment finds; this one
    # escapes what it is given, which pyvis's own does not.
    drawing.templateEnv = environment
    drawing.path = "page.html"
    drawing.heading = release.title
    return str(drawing.generate_html())


def json_block(value: Any) -> str:
    """Return JSON that can stand in a ``script`` element: no ``<``, so no tag can begin or end in it.

    >>> print(json_block({"a": "</script>"}))
    {"a":"\\u003c/script>"}
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def csp_hash(source: str) -> str:
    """Return the hash of an inline script or style, as a content security policy writes it.

    >>> csp_hash("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


@cache
def _asset(name: str) -> str:
    return resources.files("kg.explorer").joinpath("assets", name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def script() -> str:
    """Return the page's own script: its parts, joined inside one function."""
    parts = "\n".join(f"// --- {name}\n{_asset(name)}" for name in SCRIPTS)
    return f'(() => {{\n"use strict";\nconst page = {{}};\n{parts}\n}})();\n'


@cache
def vis_network() -> str:
    """Return the drawing library, without the pointer to a source map that is not there."""
    text = resources.files("pyvis").joinpath(*VIS_NETWORK.split("/")).read_text(encoding="utf-8")
    return text.partition("//# sourceMappingURL=")[0]


def _environment(
    release: Release, block: dict[str, Any], records: list[list[Any]], asked: dict[str, Any], trig: bytes | None
) -> Any:
    from jinja2 import DictLoader, Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=DictLoader({"page.html": _asset("page.html")}),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.filters["json_block"] = lambda value: Markup(json_block(value))  # noqa: S704 - escaped for its place
    style = "".join(map(_asset, STYLES))
    scripts = [csp_hash(script())]
    if block["small"]:
        scripts.insert(0, csp_hash(vis_network()))
    if trig is not None:
        scripts += [csp_hash(engine.script()), "'wasm-unsafe-eval'"]
    policy = (
        f"default-src 'none'; script-src {' '.join(scripts)}; "
        f"style-src {csp_hash(style)}; img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    environment.globals.update(
        release=release,
        policy=policy,
        style=Markup(style),  # noqa: S704 - the package's own files, as the next two
        library=Markup(vis_network()) if block["small"] else "",  # noqa: S704
        script=Markup(script()),  # noqa: S704
        block=block,
        asked=asked,
        engine=None if trig is None else _engine(trig),
        parts=records,
        description=_description(release, len(block["cases"]["number"]), len(block["links"]["to"])),
        structured=_structured(release, len(block["cases"]["number"])),
    )
    return environment


def _engine(trig: bytes) -> dict[str, Any]:
    from markupsafe import Markup

    return {
        "script": Markup(engine.script()),  # noqa: S704 - a vendored file, as it is
        "module": Markup(engine.module()),  # noqa: S704 - no character of it means anything in HTML
        "dataset": Markup(engine.packed(engine.compressed(trig))),  # noqa: S704
    }


def _description(release: Release, cases: int, links: int) -> str:
    return f"{release.title}：{cases} 个案例、{links} 条关系，每条关系都附原文。可离线浏览、检索、导出。"


def _structured(release: Release, cases: int) -> dict[str, Any]:
    """Return the page's description in schema.org's words."""
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": f"{release.base}/",
        "name": [
            {"@value": release.title, "@language": "zh-Hans"},
            {"@value": release.title_en, "@language": "en"},
        ],
        "description": release.note or f"{release.title}，{cases} 个案例，每条关系都附原文。",
        "inLanguage": ["zh-Hans", "en"],
        "version": release.version,
        "isAccessibleForFree": True,
        "license": release.licence_url or release.licence,
        "isBasedOn": [{"@type": "CreativeWork", "name": title} for _, title in release.documents],
    }
    if release.date:
        described["dateModified"] = release.date
    return described
