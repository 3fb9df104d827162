"""A built dataset → the files of a release, for people first, then for programs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from kg import archive, changes, serialize
from kg.model import DataError
from kg.namespaces import Namespaces
from kg.pipeline import Built
from kg.release import retired as retirement
from kg.release.citation import citation, sentence

if TYPE_CHECKING:
    import pyoxigraph

GUIDE, CHANGES = "使用说明.html", "变更说明.html"
"""The two files for people; README.txt, in ASCII, names them for programs that cannot."""

BESIDE: Final = "案例之外"
LAYERS: Final = ("source", "reviewed", "rule", "model", "coded")
QUADS: Final = "data/kg.nq"
RETIRED: Final = "data/retired.csv"


@dataclass(frozen=True)
class Earlier:
    """What a release needs of the one before: its version, its quads, its map of retired IRIs."""

    version: str
    lines: tuple[str, ...]
    retired: tuple[retirement.Retired, ...]


def earlier_of(content: bytes, name: str, version: str) -> Earlier:
    """Return what the archive of an earlier release says. Raises `DataError` where it is damaged or none of ours."""
    import zipfile

    try:
        files = archive.unpack(content)
        top = next(iter(files)).partition("/")[0]
        lines = files[f"{top}/{QUADS}"].decode().splitlines(keepends=True)
        return Earlier(version, tuple(lines), retirement.parse(files[f"{top}/{RETIRED}"]))
    except (zipfile.BadZipFile, KeyError, StopIteration, UnicodeDecodeError, IndexError) as error:
        raise DataError(
            name, f"不是完整的发布包 / not a whole release ({error})", "换成完好的那一份，或移走 / replace or remove it"
        ) from error


def bundle(
    built: Built,
    rendered: Mapping[str, bytes],
    spaces: Namespaces,
    version: str,
    date: str | None,
    earlier: Earlier | None = None,
) -> dict[str, bytes]:
    """Return the files of a release by name, all in one folder named by the version; checksums are the last.

    ``rendered`` are the exports by name; of them the page, the workbook and the N-Quads are taken over.
    """
    lines = built.lines()
    prefixes = spaces.prefixes()
    gone = retirement.retired(earlier.lines, lines, earlier.retired, version, spaces) if earlier else ()
    files: dict[str, bytes] = {
        GUIDE: _page("guide.html", _facts(built, version, date, earlier)),
        CHANGES: b"",
        "README.txt": _readme(version).encode("ascii"),
        "kg.html": rendered["kg.html"],
        "kg.xlsx": rendered["kg.xlsx"],
        "CITATION.cff": citation(version, date).encode(),
        QUADS: rendered["kg.nq"],
        "data/layers/vocabulary.ttl": serialize.turtle(built.vocabulary_lines, prefixes),
        "data/layers/metadata.ttl": serialize.turtle(serialize.canonical(built.metadata), prefixes),
    }
    for layer in LAYERS:
        held = [line for line in built.case_lines if line.endswith(f"/{layer}> .\n")]
        if held:
            files[f"data/layers/{layer}.ttl"] = serialize.turtle(held, prefixes)
    told: Sequence[tuple[str, Sequence[str]]] = ()
    summed = "首次发布。"
    if earlier:
        old, new = _quads(earlier.lines), _quads(lines)
        found = changes.difference(old, new)
        told = told_in_words(changes.tell(old, new))
        summed = (
            f"{sum(1 for heading, _ in told if heading != BESIDE)} 个案例有变化；"
            f"数据增加 {len(found.added)} 条四元组，减少 {len(found.removed)} 条。"
        )
        head = (
            f"# SPARQL UPDATE: ipcase-kg {earlier.version} -> {version}\n"
            f"# Run it on a store that holds {earlier.version}.\n"
        )
        files["data/update.ru"] = (head + changes.sparql_update(found)).encode()
    files[CHANGES] = _page(
        "changes.html",
        {
            "version": version, "date": date, "earlier": earlier.version if earlier else None, "summary": summed,
            "told": told, "retired": [item for item in gone if earlier and item.since == version and item.label],
        },
    )  # fmt: skip
    files[RETIRED] = retirement.table(gone)
    files["data/retired.ttl"] = serialize.turtle(serialize.canonical(retirement.quads(gone, spaces)), prefixes)
    files["SHA256SUMS.txt"] = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()
    ).encode()
    return {f"ipcase-kg-{version}/{name}": content for name, content in files.items()}


def _quads(lines: Iterable[str]) -> tuple[pyoxigraph.Quad, ...]:
    from pyoxigraph import RdfFormat, parse

    return tuple(parse("".join(lines).encode(), format=RdfFormat.N_QUADS))


def told_in_words(report: changes.Report) -> list[tuple[str, list[str]]]:
    """Return what changed as headings, each with its sentences: the cases in their order, then all else."""
    told: list[tuple[str, list[str]]] = []
    for case in report.cases:
        whole = {"added": f"新收案例，{case.links} 条关系", "removed": "不再收录"}.get(case.status)
        told.append((f"案例 {case.number}  {case.title}", [whole] if whole else [change.zh for change in case.changes]))
    return [*told, (BESIDE, [change.zh for change in report.others])] if report.others else told


def _facts(built: Built, version: str, date: str | None, earlier: Earlier | None) -> dict[str, Any]:
    links = [assertion for item in built.annotated for assertion in item.assertions]
    persons = sum(1 for a in links if a.reviewer is not None and a.reviewer.kind == "person")
    software = sum(1 for a in links if a.reviewer is not None and a.reviewer.kind == "software")
    zh, en = sentence(version, date)
    return {
        "version": version, "date": date, "cases": len(built.annotated), "links": len(links),
        "persons": persons, "software": software, "machine": len(links) - persons - software,
        "documents": [document.title or document.name for document in built.documents],
        "cite": zh, "cite_en": en, "earlier": earlier.version if earlier else None,
    }  # fmt: skip


def _page(name: str, facts: Mapping[str, Any]) -> bytes:
    """Return a page of a release: HTML that stands alone, every value escaped."""
    from jinja2 import DictLoader, Environment, StrictUndefined

    folder = resources.files("kg.release").joinpath("assets")
    texts = {path: folder.joinpath(path).read_text(encoding="utf-8") for path in (name, "frame.html")}
    environment = Environment(
        loader=DictLoader(texts), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(name).render(facts).encode()


def _readme(version: str) -> str:
    return f"""ipcase-kg {version}: knowledge graph of Chinese IP typical cases\r
\r
Unpack everything, then open the first of these. No network, no installation is needed.\r
\r
  (shi yong shuo ming).html   how to open, cite and correct it; in Chinese and English\r
  (bian geng shuo ming).html  what changed since the last release\r
  kg.html           the page: open it in a browser\r
  kg.xlsx           the workbook: Excel, WPS, LibreOffice; corrections can be given back\r
  CITATION.cff      how to cite\r
  data/kg.nq        all named graphs, for triple stores\r
  data/layers/      the same by layer, Turtle: load only what you trust\r
  data/update.ru    SPARQL UPDATE from the last release to this one (not in a first release)\r
  data/retired.csv  IRIs that are gone, with their successors; retired.ttl says the same\r
  SHA256SUMS.txt    checksums\r
\r
If the two Chinese file names look garbled, your program ignores the UTF-8 flag of zip archives;\r
the files open all the same.\r
\r
Links, reviews and vocabularies: CC BY 4.0. The texts of the cases are official publications.\r
The classification is the project's own, not an official one.\r
"""
