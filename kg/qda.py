"""Annotated cases → a REFI-QDA project (``.qdpx``): every quote a coded selection, for NVivo, MAXQDA, QualCoder, …

The REFI-QDA standard (1.5) counts positions in a plain text source in Unicode code points from 0; the end is
exclusive, as here. A source is the title, a line feed, and the text of one case, in UTF-8 without a BOM.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.archive import pack
from kg.frames import Frame
from kg.graph import reviewer_path
from kg.model import AnnotatedCase, Assertion, Case, Document, Reviewer, Span
from kg.namespaces import Namespaces, assertion_path
from kg.vocabulary import Vocabulary
from kg.workbook.words import RELATION_WORDS

if TYPE_CHECKING:
    from lxml.etree import _Element

XMLNS: Final = "urn:QDA-XML:project:1.0"
_COLOURS: Final = dict(
    zip(
        RELATION_WORDS,
        ("#3B6EA8", "#8C5A2B", "#B7791F", "#5B8C5A", "#2F7F79", "#1F9E89", "#7A6FB0", "#4C78A8", "#A05195", "#9D755D"),
        strict=True,
    )
)
_FRAME_COLOUR: Final = "#C44E52"
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass
class _Code:
    """A code of the codebook; ``key`` is a path, or the name of a folder that is never applied itself."""

    key: str
    name: str
    description: str = ""
    codable: bool = True
    colour: str = ""
    below: dict[str, _Code] = field(default_factory=dict)


def source_text(case: Case) -> str:
    """Return the plain text of a case's source; no carriage return, so that no reader joins two characters.

    >>> source_text(Case("case/d/1", "d", "1", "青岛海关", "正文"))
    '青岛海关\\n正文'
    """
    return f"{case.title}\n{case.text}".replace("\r", " ")


def position(case: Case, span: Span) -> tuple[int, int]:
    """Return where a span stands in the source of its case, in code points, end exclusive.

    >>> case = Case("case/d/1", "d", "1", "青岛海关", "正文")
    >>> position(case, case.span("text", 0, 2))
    (5, 7)
    """
    shift = 0 if span.field == "title" else len(case.title) + 1
    return span.start + shift, span.end + shift


def project(
    annotated: Sequence[AnnotatedCase],
    documents: Sequence[Document],
    vocabulary: Vocabulary,
    frames: Sequence[Frame],
    spaces: Namespaces,
    version: str,
) -> bytes:
    """Return the project as a ``.qdpx`` file; the same values always give the same bytes."""
    from lxml import etree

    made = _Project(vocabulary, spaces, frames)
    root = made.element(annotated, documents, version)
    xml: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    files = {"project.qde": xml}
    for item in annotated:
        files[f"sources/{made.guid(item.case.path)}.txt"] = source_text(item.case).encode()
    return pack(files)


class _Project:
    def __init__(self, vocabulary: Vocabulary, spaces: Namespaces, frames: Sequence[Frame]) -> None:
        self._vocabulary, self._spaces, self._frames = vocabulary, spaces, frames
        self._folders: dict[str, _Code] = {}
        self._codes: dict[str, _Code] = {}

    def guid(self, key: str) -> str:
        """Return the identifier of a thing: the same in every build, since it is made from its IRI."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, self._spaces.iri(key))).upper()

    def element(self, annotated: Sequence[AnnotatedCase], documents: Sequence[Document], version: str) -> _Element:
        """Return the project's root element, its parts in the order of the standard's schema."""
        from lxml import etree

        for item in annotated:
            for assertion in item.assertions:
                self._code_of(assertion)
        for frame in self._frames:
            self._frame(frame)
        users = self._users(annotated)
        root = etree.Element(
            f"{{{XMLNS}}}Project",
            {"name": "知识产权典型案例图谱", "origin": f"ipcase-kg {version}", "creatingUserGUID": next(iter(users))},
            nsmap={None: XMLNS},
        )
        self._add(root, "Users", children=[("User", {"guid": guid, "name": name}) for guid, name in users.items()])
        codes = self._add(self._add(root, "CodeBook"), "Codes")
        names = Counter(code.name for code in self._walk(self._folders.values()))
        for folder in self._folders.values():
            self._write_code(codes, folder, names, folder.name)
        variables = {"文件": "document", "编号": "number"} | {frame.title: frame.scheme for frame in self._frames}
        held = self._add(root, "Variables")
        for name, key in variables.items():
            self._add(held, "Variable", {"guid": self.guid(f"variable/{key}"), "name": name, "typeOfVariable": "Text"})
        titles = {document.slug: document.title or document.name for document in documents}
        cases = self._add(root, "Cases")
        sources = self._add(root, "Sources")
        for item in annotated:
            self._case(cases, item, titles)
            self._source(sources, item, next(iter(users)))
        self._add(root, "Description").text = (
            "每处编码都是一条关系的原文依据。分类由本项目拟定，非官方分类。"
            "Each coding is the evidence of one link. The classification is the project's own."
        )
        return root

    def _add(
        self,
        parent: _Element,
        name: str,
        attributes: Mapping[str, str] | None = None,
        children: Sequence[tuple[str, Mapping[str, str]]] = (),
    ) -> _Element:
        from lxml import etree

        clean = {key: _NOT_IN_XML.sub("\ufffd", value) for key, value in (attributes or {}).items()}
        element = etree.SubElement(parent, f"{{{XMLNS}}}{name}", clean)
        for child, more in children:
            self._add(element, child, more)
        return element

    def _users(self, annotated: Sequence[AnnotatedCase]) -> dict[str, str]:
        """Return the users by identifier: the software first, then the reviewers."""
        users = {self.guid("software/ipcase-kg"): "ipcase-kg"}
        reviewers = {a.reviewer for item in annotated for a in item.assertions if a.reviewer}
        for reviewer in sorted(reviewers, key=reviewer_path):
            users[self.guid(reviewer_path(reviewer))] = (
                f"{reviewer.role}（{'人' if reviewer.kind == 'person' else '软件'}）"
            )
        return users

    def _user(self, reviewer: Reviewer | None) -> str:
        return self.guid(reviewer_path(reviewer) if reviewer else "software/ipcase-kg")

    # --- the codebook

    def _code_of(self, assertion: Assertion) -> _Code:
        """Return the code of a link's object, made with what lies above it where it is new."""
        referent, relation = assertion.referent, assertion.relation
        folder = self._folders.setdefault(
            relation,
            _Code(f"relation/{relation}", RELATION_WORDS[relation], codable=False, colour=_COLOURS[relation]),
        )
        scheme = referent.path.partition("/")[0]
        finer = f"{scheme}/{referent.subtype}"
        path = finer if finer in self._vocabulary.concepts else referent.path
        if relation == "fact":
            path = f"fact-type/{referent.type}"
        return self._placed(path, referent.label, folder)

    def _placed(self, path: str, label: str, folder: _Code) -> _Code:
        key = f"{folder.key}/{path}"
        if key not in self._codes:
            concept, region = self._vocabulary.concepts.get(path), self._vocabulary.regions.get(path)
            known = concept or region
            above = self._vocabulary.broader(path)
            parent = self._placed(above[0], "", folder) if above else folder
            code = _Code(
                key, known.label if known else label, concept.definition if concept else "", colour=folder.colour
            )
            self._codes[key] = parent.below[key] = code
        return self._codes[key]

    def _frame(self, frame: Frame) -> None:
        folder = _Code(f"relation/{frame.scheme}", frame.title, frame.note, codable=False, colour=_FRAME_COLOUR)
        self._folders[frame.scheme] = folder
        for category in frame.categories:
            key = f"{folder.key}/{category.path}"
            code = _Code(key, category.label, category.definition, colour=_FRAME_COLOUR)
            self._codes[key] = folder.below[key] = code

    def _walk(self, codes: object) -> Iterator[_Code]:
        for code in codes:  # type: ignore[attr-defined]
            yield code
            yield from self._walk(code.below.values())

    def _write_code(self, parent: _Element, code: _Code, names: Counter[str], folder: str) -> None:
        """Write a code and those below it; a name that two codes share says which is meant, as programs want."""
        name = code.name if names[code.name] == 1 or not code.codable else f"{code.name}（{folder}）"
        attributes = {"guid": self.guid(code.key), "name": name, "isCodable": "true" if code.codable else "false"}
        element = self._add(parent, "Code", {**attributes, "color": code.colour})
        if code.description:
            self._add(element, "Description").text = _NOT_IN_XML.sub("\ufffd", code.description)
        for below in sorted(code.below.values(), key=lambda below: below.key):
            self._write_code(element, below, names, folder)

    # --- cases and sources

    def _case(self, parent: _Element, item: AnnotatedCase, titles: Mapping[str, str]) -> None:
        case = item.case
        element = self._add(parent, "Case", {"guid": self.guid(f"{case.path}/case"), "name": _name(case)})
        values = {"document": titles[case.document], "number": case.number or case.path.rpartition("/")[2]}
        values |= {frame.scheme: "；".join(item.coded(frame.slug)) for frame in self._frames}
        for key, value in values.items():
            held = self._add(element, "VariableValue")
            self._add(held, "VariableRef", {"targetGUID": self.guid(f"variable/{key}")})
            self._add(held, "TextValue").text = value
        self._add(element, "SourceRef", {"targetGUID": self.guid(case.path)})

    def _source(self, parent: _Element, item: AnnotatedCase, software: str) -> None:
        case = item.case
        guid = self.guid(case.path)
        source = self._add(
            parent,
            "TextSource",
            {"guid": guid, "name": _name(case), "plainTextPath": f"internal://{guid}.txt", "creatingUser": software},
        )
        codings: dict[Span, list[tuple[str, str, str]]] = {}
        for assertion in item.assertions:
            code, made = self._code_of(assertion), assertion_path(*assertion.key)
            for span in assertion.evidence:
                codings.setdefault(span, []).append((code.key, made, self._user(assertion.reviewer)))
        for coding in item.codings:
            key = f"relation/frame-{coding.frame}/{coding.category}"
            for span in coding.evidence:
                codings.setdefault(span, []).append((key, f"coding/{key}", software))
        for span in sorted(codings, key=lambda span: position(case, span)):
            start, end = position(case, span)
            key = f"{case.path}/{span.field}-{span.start}-{span.end}"
            selection = self._add(
                source,
                "PlainTextSelection",
                {
                    "guid": self.guid(key), "name": span.quote, "startPosition": str(start), "endPosition": str(end),
                    "creatingUser": codings[span][0][2],
                },
            )  # fmt: skip
            for code_key, made, user in codings[span]:
                element = self._add(
                    selection, "Coding", {"guid": self.guid(f"{key}/{made}/{code_key}"), "creatingUser": user}
                )
                self._add(element, "CodeRef", {"targetGUID": self.guid(code_key)})


def _name(case: Case) -> str:
    return f"{case.document}-{case.path.rpartition('/')[2]} {case.title}"
