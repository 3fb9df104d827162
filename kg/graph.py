"""Assertions → quads: the only maker of triples about cases.

Every function is pure and yields `kg.terms.Quad`s; the same triple may come more than once
(a region's description, say), writers drop repeats. The layers of a document are the graphs
``graph/<slug>/source``, ``…/reviewed``, ``…/rule`` and ``…/model``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kg.model import AnnotatedCase, Assertion, Case, Coding, Document, Referent, Reviewer, Span, predicates
from kg.namespaces import Namespaces, assertion_path, coding_path, is_slug, short_hash
from kg.terms import ALT_LABEL, RDF_TYPE, Quad, external, iri, label_pairs, literal, typed

BODY_CLASSES: Final[dict[str | None, str]] = {
    None: "Institution",
    "collective": "CollectiveActor",
    "alliance": "Alliance",
    "service-node": "ServiceNode",
    "party": "Party",
}
"""The class of an institution's node by its kind."""

Pairs = Iterator[tuple[str, str]]


def _node(subject: str, pairs: Iterable[tuple[str, str]], graph: str) -> Iterator[Quad]:
    return (Quad(subject, predicate, value, graph) for predicate, value in pairs)


def document_quads(document: Document, spaces: Namespaces) -> Iterator[Quad]:
    """Yield what is known of a document, in its source graph."""
    graph = iri(spaces.graph(f"{document.slug}/source"))
    subject = iri(spaces.iri(f"document/{document.slug}"))

    def pairs() -> Pairs:
        yield RDF_TYPE, iri(spaces.definition("Document"))
        yield from label_pairs(document.title or document.name)
        yield iri(spaces.definition("sha256")), literal(document.sha256)
        yield external("dcterms", "format"), literal(document.media_type)
        if document.title:
            yield external("dcterms", "title"), literal(document.title, "zh-hans")
        if document.issuer:
            yield iri(spaces.definition("issuer")), literal(document.issuer, "zh-hans")
        if document.issued:
            yield external("dcterms", "issued"), typed(document.issued, "date")
        if document.number:
            yield external("dcterms", "identifier"), literal(document.number)
        if document.url:
            yield external("dcterms", "source"), iri(document.url)
        if document.licence:
            yield external("dcterms", "rights"), literal(document.licence)

    return _node(subject, pairs(), graph)


def case_quads(case: Case, position: int, spaces: Namespaces) -> Iterator[Quad]:
    """Yield a case, its two texts and its sections, in the source graph of its document.

    ``position`` is the case's place in the document, from 1.
    """
    graph = iri(spaces.graph(f"{case.document}/source"))
    subject = iri(spaces.iri(case.path))
    definition = spaces.definition
    yield Quad(subject, RDF_TYPE, iri(definition("Case")), graph)
    yield from _node(subject, label_pairs(case.title), graph)
    if case.number:
        yield Quad(subject, iri(definition("number")), literal(case.number), graph)
    yield Quad(subject, iri(definition("position")), typed(str(position), "integer"), graph)
    if case.agency:
        yield Quad(subject, iri(definition("agency")), literal(case.agency, "zh-hans"), graph)
    if case.date:
        yield Quad(subject, external("dcterms", "date"), literal(case.date), graph)
    yield Quad(subject, iri(definition("document")), iri(spaces.iri(f"document/{case.document}")), graph)
    for field, class_name, name in (("title", "CaseTitle", "标题"), ("text", "CaseText", "正文")):
        part = iri(spaces.iri(f"{case.path}/{field}"))
        yield Quad(subject, iri(definition(field)), part, graph)
        yield Quad(part, RDF_TYPE, iri(definition(class_name)), graph)
        yield Quad(part, RDF_TYPE, external("nif", "Context"), graph)
        yield Quad(part, external("nif", "isString"), literal(getattr(case, field)), graph)
        yield Quad(part, iri(definition("case")), subject, graph)
        yield from _node(part, label_pairs(f"案例{case.number or position} {name}"), graph)
    for number, section in enumerate(case.sections, 1):
        part = iri(spaces.iri(f"{case.path}/section-{number}"))
        yield Quad(part, RDF_TYPE, iri(definition("Section")), graph)
        yield from _node(part, label_pairs(section.name), graph)
        yield Quad(part, external("nif", "referenceContext"), iri(spaces.iri(f"{case.path}/text")), graph)
        yield Quad(part, external("nif", "beginIndex"), typed(str(section.start), "integer"), graph)
        yield Quad(part, external("nif", "endIndex"), typed(str(section.end), "integer"), graph)


def referent_quads(referent: Referent, graph: str, spaces: Namespaces) -> Iterator[Quad]:
    """Yield the description of an individual that a case is linked to.

    Regions and concepts are described in the vocabulary graph and yield nothing here.
    """
    family, _, rest = referent.path.partition("/")
    if family == "case":
        family = rest.rsplit("/", 2)[1]
    definition, subject = spaces.definition, iri(spaces.iri(referent.path))

    def described() -> Pairs:
        yield from label_pairs(referent.label)
        for label in referent.alt_labels:
            yield ALT_LABEL, literal(label, "zh-hans")
        if referent.region:
            yield iri(definition("inRegion")), iri(spaces.iri(referent.region))

    def pairs() -> Pairs:
        if family in ("institution", "party"):
            yield RDF_TYPE, iri(definition(BODY_CLASSES[referent.kind]))
            yield (
                external("org", "classification"),
                iri(spaces.iri(f"institution-type/{referent.subtype or referent.type}")),
            )
        elif family == "platform":
            yield RDF_TYPE, iri(definition("Platform"))
        elif family == "instrument":
            yield RDF_TYPE, iri(definition("Instrument"))
            yield iri(definition("instrumentType")), iri(spaces.iri(f"instrument-type/{referent.type}"))
        elif family == "measure":
            yield RDF_TYPE, iri(definition("Measure"))
            for concept in referent.realizes:
                yield iri(definition("realizes")), iri(spaces.iri(concept))
        elif family == "fact":
            yield RDF_TYPE, iri(definition("Fact"))
            yield iri(definition("factType")), iri(spaces.iri(f"fact-type/{referent.type}"))
            value = referent.value if referent.value is not None else referent.label
            plain = referent.datatype in (None, "string")
            yield external("rdf", "value"), literal(value) if plain else typed(value, str(referent.datatype))
            if referent.unit:
                yield iri(definition("unit")), literal(referent.unit)
        else:
            return
        yield from described()

    return _node(subject, pairs(), graph)


def reviewer_path(reviewer: Reviewer) -> str:
    """Return the path of a reviewer.

    >>> reviewer_path(Reviewer("curator", "person", "2026-11-25"))
    'reviewer/person-curator'

    A role that is no slug, such as a name in Chinese, is told by its hash: IRIs are ASCII.

    >>> reviewer_path(Reviewer("王小明", "person", "2026-11-25"))
    'reviewer/person-acf979cc'
    """
    return f"reviewer/{reviewer.kind}-{reviewer.role if is_slug(reviewer.role) else short_hash(reviewer.role)}"


def _reviewer_quads(reviewer: Reviewer, graph: str, spaces: Namespaces) -> Iterator[Quad]:
    subject = iri(spaces.iri(reviewer_path(reviewer)))
    agent = "Person" if reviewer.kind == "person" else "SoftwareAgent"
    yield Quad(subject, RDF_TYPE, external("prov", agent), graph)
    yield from _node(subject, label_pairs(f"{reviewer.role}（{'人' if reviewer.kind == 'person' else '软件'}）"), graph)


def _evidence_quads(node: str, span: Span, case: Case, graph: str, spaces: Namespaces) -> Iterator[Quad]:
    subject = iri(f"{node}/{span.field}-{span.start}-{span.end}")
    begin, end = case.source_range(span)

    def pairs() -> Pairs:
        yield RDF_TYPE, iri(spaces.definition("Evidence"))
        yield external("nif", "anchorOf"), literal(span.quote)
        yield external("nif", "beginIndex"), typed(str(span.start), "integer")
        yield external("nif", "endIndex"), typed(str(span.end), "integer")
        yield external("nif", "referenceContext"), iri(spaces.iri(f"{case.path}/{span.field}"))
        yield iri(spaces.definition("sourceBegin")), typed(str(begin), "integer")
        yield iri(spaces.definition("sourceEnd")), typed(str(end), "integer")

    yield Quad(iri(node), iri(spaces.definition("evidence")), subject, graph)
    yield from _node(subject, pairs(), graph)


def assertion_quads(assertion: Assertion, case: Case, spaces: Namespaces) -> Iterator[Quad]:
    """Yield an assertion: the links that it states, its node with the evidence, and its object."""
    definition = spaces.definition
    graph = iri(spaces.graph(f"{case.document}/{assertion.method}"))
    subject, target = iri(spaces.iri(case.path)), iri(spaces.iri(assertion.referent.path))
    node = spaces.iri(assertion_path(*assertion.key))
    links = [iri(definition(name)) for name in predicates(assertion.relation, assertion.role)]
    for link in links:
        yield Quad(subject, link, target, graph)

    def pairs() -> Pairs:
        yield RDF_TYPE, iri(definition("Assertion"))
        yield external("rdf", "subject"), subject
        for link in links:
            yield external("rdf", "predicate"), link
        yield external("rdf", "object"), target
        yield iri(definition("method")), iri(spaces.iri(f"method/{assertion.method}"))
        yield iri(definition("basis")), iri(spaces.iri(f"basis/{assertion.basis}"))
        if assertion.rule:
            yield iri(definition("rule")), literal(assertion.rule)
        if assertion.confidence is not None:
            yield iri(definition("confidence")), typed(f"{assertion.confidence:.2f}", "decimal")
        if assertion.reviewer:
            yield iri(definition("reviewer")), iri(spaces.iri(reviewer_path(assertion.reviewer)))
            yield iri(definition("reviewDate")), typed(assertion.reviewer.date, "date")
        scheme, _, slug = assertion.referent.path.partition("/")
        if assertion.relation in ("actorType", "mechanism") and assertion.referent.subtype not in (None, slug):
            yield iri(definition("finerConcept")), iri(spaces.iri(f"{scheme}/{assertion.referent.subtype}"))
        yield external("prov", "wasDerivedFrom"), iri(spaces.iri(f"document/{case.document}"))

    yield from _node(iri(node), pairs(), graph)
    if assertion.reviewer:
        yield from _reviewer_quads(assertion.reviewer, graph, spaces)
    for span in assertion.evidence:
        yield from _evidence_quads(node, span, case, graph, spaces)
    yield from referent_quads(assertion.referent, graph, spaces)


def coding_quads(coding: Coding, case: Case, spaces: Namespaces) -> Iterator[Quad]:
    """Yield a coding: the link of the case to a category of a frame, and its node with the evidence.

    It stands in a graph of its own, ``graph/<document>/coded``: it is a researcher's, not the project's.
    """
    definition = spaces.definition
    graph = iri(spaces.graph(f"{case.document}/coded"))
    subject, target = iri(spaces.iri(case.path)), iri(spaces.iri(coding.category))
    node = spaces.iri(coding_path(case.path, coding.category))
    link = iri(definition("codedAs"))
    yield Quad(subject, link, target, graph)

    def pairs() -> Pairs:
        yield RDF_TYPE, iri(definition("Coding"))
        yield external("rdf", "subject"), subject
        yield external("rdf", "predicate"), link
        yield external("rdf", "object"), target
        yield external("prov", "wasDerivedFrom"), iri(spaces.iri(f"document/{case.document}"))
        for source in coding.sources:
            yield external("prov", "wasDerivedFrom"), iri(spaces.iri(source))

    yield from _node(iri(node), pairs(), graph)
    for span in coding.evidence:
        yield from _evidence_quads(node, span, case, graph, spaces)


def annotated_quads(annotated: AnnotatedCase, position: int, spaces: Namespaces) -> Iterator[Quad]:
    """Yield everything about one case, in the graphs of its document."""
    case = annotated.case
    yield from case_quads(case, position, spaces)
    subject = iri(spaces.iri(case.path))
    if annotated.coverage:
        graph = iri(spaces.graph(f"{case.document}/{annotated.coverage_method}"))
        value = iri(spaces.iri(f"coverage/{annotated.coverage}"))
        yield Quad(subject, iri(spaces.definition("coverage")), value, graph)
    if annotated.title_en:
        graph = iri(spaces.graph(f"{case.document}/reviewed"))
        yield from _node(subject, label_pairs(annotated.title_en, "en"), graph)
        yield Quad(subject, iri(spaces.definition("translatedTitle")), literal(annotated.title_en, "en"), graph)
    for assertion in annotated.assertions:
        yield from assertion_quads(assertion, case, spaces)
    for coding in annotated.codings:
        yield from coding_quads(coding, case, spaces)
