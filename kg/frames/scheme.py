"""A coding frame as a SKOS scheme: its categories, each matched to the concepts that lead to it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.frames.files import Frame
from kg.namespaces import Namespaces
from kg.terms import RDF_TYPE, Quad, external, iri, label_pairs, literal
from kg.vocabulary import Cue


def scheme_quads(frame: Frame, spaces: Namespaces) -> Iterator[Quad]:
    """Yield the frame as a scheme of the vocabulary graph.

    A category is broader than the concepts that it lists, hence ``skos:narrowMatch``: the frame stays apart from
    the project's own schemes, and a reasoner draws no hierarchy across them.
    """
    graph = iri(spaces.graph("vocabulary"))
    scheme = iri(spaces.iri(frame.scheme))
    yield Quad(scheme, RDF_TYPE, external("skos", "ConceptScheme"), graph)
    for label, language in ((frame.title, "zh-hans"), (frame.title_en, "en")):
        if label:
            yield from (Quad(scheme, p, o, graph) for p, o in label_pairs(label, language))
            yield Quad(scheme, external("dcterms", "title"), literal(label, language), graph)
    if frame.source:
        yield Quad(scheme, external("dcterms", "source"), literal(frame.source), graph)
    if frame.note:
        yield Quad(scheme, external("dcterms", "description"), literal(frame.note, "zh-hans"), graph)
    for category in frame.categories:
        node = iri(spaces.iri(category.path))
        yield Quad(node, RDF_TYPE, external("skos", "Concept"), graph)
        yield Quad(node, external("skos", "inScheme"), scheme, graph)
        yield Quad(node, external("skos", "topConceptOf"), scheme, graph)
        yield Quad(scheme, external("skos", "hasTopConcept"), node, graph)
        yield from (Quad(node, p, o, graph) for p, o in label_pairs(category.label))
        if category.label_en:
            yield from (Quad(node, p, o, graph) for p, o in label_pairs(category.label_en, "en"))
        if category.definition:
            yield Quad(node, external("skos", "definition"), literal(category.definition, "zh-hans"), graph)
        for concept in category.concepts:
            yield Quad(node, external("skos", "narrowMatch"), iri(spaces.iri(concept)), graph)
        for cue in category.cues:
            if cue == Cue(cue.text):
                yield Quad(node, iri(spaces.definition("cue")), literal(cue.text, "zh-hans"), graph)
            else:
                yield Quad(node, iri(spaces.definition("contextCue")), iri(spaces.iri(cue.path)), graph)
                yield from _cue_quads(cue, spaces, graph)


def _cue_quads(cue: Cue, spaces: Namespaces, graph: str) -> Iterator[Quad]:
    node, definition = iri(spaces.iri(cue.path)), spaces.definition
    yield Quad(node, RDF_TYPE, iri(definition("Cue")), graph)
    yield from (Quad(node, p, o, graph) for p, o in label_pairs(cue.text))
    yield Quad(node, iri(definition("pattern" if cue.is_pattern else "literal")), literal(cue.text), graph)
    forbidden = {"notAfter": cue.not_after, "notBefore": cue.not_before, "notInSentence": cue.not_in_sentence}
    for name, texts in forbidden.items():
        yield from (Quad(node, iri(definition(name)), literal(text), graph) for text in texts)
