"""The dataset's description of itself: DCAT, VoID and PROV, for ``graph/metadata`` and ``dataset.ttl``.

Build time does not enter: the same inputs give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg import __version__
from kg.model import Document
from kg.namespaces import Namespaces
from kg.terms import RDF_TYPE, Quad, external, iri, label_pairs, literal, typed

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
"""The licence of what the project added: links, reviews, vocabularies. Texts of documents have their own."""

RIGHTS: Final = (
    ("许可只及于本项目所加的关系、审核与词表；案例原文是官方发布的文件，照录，不在许可之内。", "zh-hans"),
    (
        "The licence covers what the project added: links, reviews, vocabularies. The texts of the cases are official "
        "publications, printed as they stand, and outside it.",
        "en",
    ),
)

KEYWORDS: Final = (
    ("知识产权", "zh-hans"),
    ("典型案例", "zh-hans"),
    ("知识图谱", "zh-hans"),
    ("intellectual property", "en"),
    ("typical cases", "en"),
    ("knowledge graph", "en"),
)

MEDIA_TYPES: Final[dict[str, str]] = {
    "nq": "application/n-quads",
    "ttl": "text/turtle",
    "trig": "application/trig",
    "jsonld": "application/ld+json",
    "graphml": "application/graphml+xml",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "qdpx": "application/zip",
    "zip": "application/zip",
    "html": "text/html",
    "md": "text/markdown",
}

_TITLE: Final = ("知识产权典型案例图谱", "Knowledge graph of Chinese IP typical cases")


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a build: a name, and the SHA-256 of its bytes."""

    name: str
    sha256: str


def sha256_of(parts: Sequence[bytes]) -> str:
    """Return one checksum of several byte strings, in their order, each with its length."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}\n".encode() + part)
    return digest.hexdigest()


def metadata_quads(
    lines: Sequence[str],
    documents: Sequence[Document],
    inputs: Sequence[Input],
    spaces: Namespaces,
    version: str = __version__,
) -> Iterator[Quad]:
    """Yield ``graph/metadata``: what the dataset is, how large, and what it was made from.

    ``lines`` are the canonical N-Quads of all other graphs; the counts are theirs.
    """
    graph = iri(spaces.graph("metadata"))
    subject = iri(spaces.iri("dataset/kg"))
    activity = iri(spaces.iri("activity/build"))
    tool = iri(spaces.iri("software/ipcase-kg"))

    def add(node: str, *pairs: tuple[str, str]) -> Iterator[Quad]:
        return (Quad(node, predicate, value, graph) for predicate, value in pairs)

    yield from add(
        subject,
        (RDF_TYPE, external("void", "Dataset")),
        (RDF_TYPE, external("dcat", "Dataset")),
        (RDF_TYPE, external("prov", "Entity")),
        *label_pairs(_TITLE[0]),
        *label_pairs(_TITLE[1], "en"),
        (external("dcterms", "title"), literal(_TITLE[0], "zh-hans")),
        (external("dcterms", "title"), literal(_TITLE[1], "en")),
        (
            external("dcterms", "description"),
            literal("每条关系都附原文依据；分类由本项目拟定，非官方分类。", "zh-hans"),
        ),
        (external("dcterms", "license"), iri(LICENCE)),
        (external("owl", "versionInfo"), literal(version)),
        (external("owl", "versionIRI"), iri(f"{spaces.base}/id/dataset/kg/{version}")),
        (external("void", "uriSpace"), literal(f"{spaces.base}/")),
        (external("void", "vocabulary"), iri(f"{spaces.base}/def")),
        *((external("dcterms", "rights"), literal(text, language)) for text, language in RIGHTS),
        *((external("dcterms", "language"), literal(language)) for language in ("zh-Hans", "en")),
        *((external("dcat", "keyword"), literal(word, language)) for word, language in KEYWORDS),
        (external("dcterms", "creator"), tool),
        (external("prov", "wasGeneratedBy"), activity),
    )
    yield from _statistics(subject, lines, graph, spaces)
    yield from add(
        tool,
        (RDF_TYPE, external("prov", "SoftwareAgent")),
        *label_pairs("ipcase-kg"),
        (external("owl", "versionInfo"), literal(__version__)),
    )
    yield from add(
        activity,
        (RDF_TYPE, external("prov", "Activity")),
        *label_pairs("构建"),
        (external("prov", "wasAssociatedWith"), tool),
    )
    for document in documents:
        source = iri(spaces.iri(f"document/{document.slug}"))
        yield from add(subject, (external("dcterms", "source"), source))
        yield from add(activity, (external("prov", "used"), source))
    for item in inputs:
        node = iri(spaces.iri(f"input/{item.name}"))
        yield from add(activity, (external("prov", "used"), node))
        yield from add(
            node, (RDF_TYPE, external("prov", "Entity")), *label_pairs(item.name),
            (iri(spaces.definition("sha256")), literal(item.sha256)),
        )  # fmt: skip


def _statistics(subject: str, lines: Sequence[str], graph: str, spaces: Namespaces) -> Iterator[Quad]:
    triples: set[str] = set()
    per_graph: Counter[str] = Counter()
    classes: dict[str, set[str]] = {}
    properties: Counter[str] = Counter()
    for line in lines:
        head, _, rest = line.rstrip(" .\n").rpartition(" ")
        per_graph[rest] += 1
        if head in triples:
            continue
        triples.add(head)
        node, predicate, value = head.split(" ", 2)
        properties[predicate] += 1
        if predicate == RDF_TYPE:
            classes.setdefault(value, set()).add(node)
    subjects = {triple.partition(" ")[0] for triple in triples}
    for name, count in (
        ("triples", len(triples)),
        ("distinctSubjects", len(subjects)),
        ("classes", len(classes)),
        ("properties", len(properties)),
    ):
        yield Quad(subject, external("void", name), typed(str(count), "integer"), graph)
    for name, count in sorted(per_graph.items()):
        part = name
        yield Quad(subject, external("void", "subset"), part, graph)
        yield Quad(part, RDF_TYPE, external("void", "Dataset"), graph)
        yield from (Quad(part, p, o, graph) for p, o in label_pairs(name[1:-1].removeprefix(f"{spaces.base}/")))
        yield Quad(part, external("void", "triples"), typed(str(count), "integer"), graph)


def description(metadata: Sequence[Quad], files: Mapping[str, bytes], spaces: Namespaces) -> list[Quad]:
    """Return the quads of ``dataset.ttl``: the metadata, and every file with size and checksum."""
    graph = iri(spaces.graph("metadata"))
    subject = iri(spaces.iri("dataset/kg"))
    quads = list(metadata)
    for name, content in sorted(files.items()):
        node = iri(spaces.iri(f"distribution/{name}"))
        checksum = iri(spaces.iri(f"distribution/{name}/checksum"))
        media = MEDIA_TYPES[name.rpartition(".")[2]]
        pairs = [
            (subject, external("dcat", "distribution"), node),
            (node, RDF_TYPE, external("dcat", "Distribution")),
            *((node, p, o) for p, o in label_pairs(name)),
            (node, external("dcterms", "title"), literal(name)),
            (node, external("dcterms", "license"), iri(LICENCE)),
            *((node, external("dcterms", "rights"), literal(text, language)) for text, language in RIGHTS),
            (node, external("dcat", "mediaType"), iri(f"https://www.iana.org/assignments/media-types/{media}")),
            (node, external("dcat", "byteSize"), typed(str(len(content)), "nonNegativeInteger")),
            (node, external("spdx", "checksum"), checksum),
            (checksum, RDF_TYPE, external("spdx", "Checksum")),
            *((checksum, p, o) for p, o in label_pairs(f"{name} SHA-256")),
            (checksum, external("spdx", "algorithm"), external("spdx", "checksumAlgorithm_sha256")),
            (checksum, external("spdx", "checksumValue"), typed(hashlib.sha256(content).hexdigest(), "hexBinary")),
        ]
        quads += [Quad(*pair, graph) for pair in pairs]
    return quads
