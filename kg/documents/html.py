"""HTML: the main text and its tables, without navigation. Read by lxml."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final

from kg.documents.decoding import decode
from kg.documents.rendering import TextWriter
from kg.model import DataError

if TYPE_CHECKING:
    from lxml.etree import _Element

_DROPPED: Final = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "footer",
        "aside",
        "button",
        "select",
        "option",
        "textarea",
        "input",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "map",
        "dialog",
        "menu",
        "head",
    ]
)
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
_FURNITURE: Final = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|sidebar|footer|foot|copyright|toolbar|share|social|bdshare\w*|related|"
    r"recommend\w*|pagination|pager|comments?|search|login|advert\w*|ads?|banner|topbar|qrcode|mianbao|daohang)(?:$|[\s_-])",
    re.I,
)
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.I)
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]{2,30})", re.I)
_STATED: Final = re.compile(r"\s*(?:发布时间|发布日期|发文日期|成文日期|发布机构|发文机关|发文字号|文号)\s*[：:]")
_PROSE: Final = 200
_MAIN_SHARE: Final = 0.85


def read_html(content: bytes, where: str) -> tuple[str, str | None]:
    """Return the main text of a page, one block a line, and its own title.

    A row of a table of two or more columns is one line with tabs between its cells. Raises
    :class:`~kg.model.DataError` for a page without text, or nested too deeply to be read whole.

    >>> read_html("<html><nav>首页</nav><h1>案例</h1><p>甲<b>乙</b></p></html>".encode(), "a.html")
    ('案例\\n甲乙', '案例')
    """
    from lxml import etree, html

    text = _decode(content, where)
    # NUL and other control characters are no HTML; the parser would stop at them.
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "", text)
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        raise DataError(where, "no text in this page", "save the page with its main text") from None
    if any("depth" in (entry.message or "").lower() for entry in parser.error_log):
        raise DataError(where, "elements are nested too deeply", "save the page anew from a browser")
    title = _title(root)
    main = _main(root)
    prose = _prose(root)
    writer = TextWriter()
    if main is not root:
        for heading in _headings_before(root, main):
            _render(heading, writer, prose)
        for line in _stated_before(root, main, prose):
            writer.line(line)
    _render(main, writer, prose)
    rendered = writer.text()
    if not rendered.strip():
        raise DataError(where, "no text in this page", "its text may be loaded by a script: save it from a browser")
    return rendered, title


def _decode(content: bytes, where: str) -> str:
    """Decode by the charset that the page declares where it is not UTF-8 or Chinese GB."""
    declared = _CHARSET.search(content[:4096])
    if declared:
        name = declared.group(1).decode("ascii")
        try:
            known = codecs.lookup(name).name
        except LookupError:
            known = ""
        if known in ("big5", "big5hkscs", "cp950"):
            try:
                return content.decode("big5hkscs")
            except UnicodeDecodeError:
                pass
    return decode(content, where)


def _name(element: _Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _dropped(element: _Element, prose: dict[_Element, int]) -> bool:
    """Tell whether an element is no part of the text: scripts, navigation, what is hidden and not prose.

    ``prose`` says how much running text outside links each element holds: a page that hides its text
    until a script has run, or calls its main part ``nav``, keeps it.
    """
    name = _name(element)
    if not name or name in _DROPPED:
        return True
    if name in ("html", "body", "main", "article", "table", "tbody", "tr", "td", "p", "h1", "h2", "h3"):
        return False
    if prose.get(element, 0) > _PROSE:
        return False
    if "hidden" in element.attrib or element.get("aria-hidden") == "true" or _HIDDEN.search(element.get("style") or ""):
        return True
    if element.get("role") in ("navigation", "banner", "contentinfo", "search", "complementary"):
        return True
    return bool(_FURNITURE.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def _prose(root: _Element) -> dict[_Element, int]:
    """Return how much running text outside links and scripts each element holds."""
    sizes: dict[_Element, int] = {}
    for element in reversed(list(root.iter())):
        name = _name(element)
        if not name or name == "a" or name in _DROPPED:
            continue
        size = _running(element.text)
        for child in element:
            size += sizes.get(child, 0) + _running(child.tail)
        sizes[element] = size
    return sizes


def _running(text: str | None) -> int:
    return len(text) if text and re.search("[。；]", text) else 0


def _title(root: _Element) -> str | None:
    """Return the page's first ``h1``, or its ``title`` without the site's name."""
    for heading in root.iter("h1"):
        words = re.sub(r"\s+", " ", "".join(heading.itertext())).strip()
        if words:
            return words
    for element in root.iter("title"):
        words = re.split(r"\s*[-_|–—]\s*(?=[^-_|–—]*\Z)", re.sub(r"\s+", " ", element.text or "").strip())[0]
        if words:
            return words
    return None


def _main(root: _Element) -> _Element:
    """Return the deepest element that holds nearly all prose of the page."""
    weights: dict[_Element, int] = {}
    for element in reversed(list(root.iter())):
        if not _name(element) or _name(element) in _DROPPED or _name(element) == "a":
            continue
        own = len((element.text or "").strip()) if len((element.text or "").strip()) > 15 else 0
        for child in element:
            own += weights.get(child, 0)
            tail = (child.tail or "").strip()
            own += len(tail) if len(tail) > 15 else 0
        weights[element] = own
    total = weights.get(root, 0)
    main = root
    while total:
        heavy = [child for child in main if weights.get(child, 0) >= _MAIN_SHARE * total]
        if not heavy or _name(heavy[0]) in (
            "p",
            "tr",
            "tbody",
            "td",
            "span",
            "ul",
            "ol",
            "li",
            "pre",
            "font",
            "b",
            "strong",
        ):
            break
        if _name(heavy[0]) == "table" and _is_grid(heavy[0]):
            break
        main = heavy[0]
    return main


def _headings_before(root: _Element, main: _Element) -> list[_Element]:
    """Return the page's own heading where it stands outside its main element."""
    inside = set(main.iter())
    return [heading for heading in root.iter("h1") if heading not in inside][:1]


def _stated_before(root: _Element, main: _Element, prose: dict[_Element, int]) -> list[str]:
    """Return the short lines above the main element that state date, issuer or number."""
    whole, inner = TextWriter(), TextWriter()
    _render(root, whole, prose)
    _render(main, inner, prose)
    lines = whole.text().split("\n")
    first = inner.text().split("\n")[0]
    above = lines[: lines.index(first)] if first in lines else []
    return [line for line in above if len(line) <= 80 and _STATED.match(line)]


def _is_grid(table: _Element) -> bool:
    """Tell whether a table is one of rows and columns, not a frame for the layout."""
    rows = list(table.iter("tr"))
    wide = [row for row in rows if sum(1 for cell in row if _name(cell) in ("td", "th")) >= 2]
    nested = any(True for inner in table.iter("table") if inner is not table)
    return len(wide) >= 2 and not nested


def _render(root: _Element, writer: TextWriter, prose: dict[_Element, int]) -> None:
    """Write an element and all below it, in order, without recursion."""
    counters: list[int] = []
    stack: list[tuple[str, _Element]] = [("open", root)]
    grids: list[_Element] = []
    while stack:
        action, element = stack.pop()
        name = _name(element)
        if action == "tail":
            writer.inline(element.tail or "")
            continue
        if action == "close":
            if name in ("td", "th") and grids:
                writer.end_cell()
            elif name == "tr" and grids:
                writer.end_row()
            elif name == "table" and grids and grids[-1] is element:
                grids.pop()
                writer.block()
            elif name in ("ol", "ul") and counters:
                counters.pop()
                writer.block()
            elif name in _BLOCKS:
                writer.block()
            continue
        if _dropped(element, prose):
            continue
        if name == "br":
            writer.block()
        elif name == "table" and _is_grid(element) and not grids:
            writer.block()
            grids.append(element)
        elif name == "tr" and grids:
            writer.begin_row()
        elif name in ("td", "th") and grids:
            writer.begin_cell()
        elif name in _BLOCKS:
            writer.block()
            if name == "ol":
                start = element.get("start") or ""
                counters.append(int(start) - 1 if start.isdigit() and len(start) < 5 else 0)
            elif name == "ul":
                counters.append(-1)
            elif name == "li" and counters and counters[-1] >= 0:
                counters[-1] += 1
                if not re.match(r"\s*[（(]?[0-9一二三四五六七八九十]", "".join(element.itertext())[:8]):
                    writer.inline(f"{counters[-1]}. ")
        stack.append(("close", element))
        writer.inline(element.text or "")
        for child in reversed(element):
            stack.append(("tail", child))
            stack.append(("open", child))
