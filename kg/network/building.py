"""Assertions → network: the same links as the dataset, for analytics and the page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kg.model import AnnotatedCase, Assertion, Case, Document, Referent
from kg.namespaces import assertion_path
from kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    import networkx

    Network = networkx.MultiDiGraph[str]


def evidence_records(assertion: Assertion, case: Case) -> list[dict[str, Any]]:
    """Return the evidence as plain values: field, start, end, quote, and the place in the source."""
    return [
        {
            "field": span.field,
            "start": span.start,
            "end": span.end,
            "quote": span.quote,
            "source": list(case.source_range(span)),
        }
        for span in assertion.evidence
    ]


def build(annotated: Sequence[AnnotatedCase], vocabulary: Vocabulary) -> Network:
    """Return the network of the cases: links, used concepts with what lies above them, all provinces."""
    import networkx

    network: Network = networkx.MultiDiGraph()
    for position, item in enumerate(annotated, 1):
        _add_case(network, item, position)
    for item in annotated:
        for assertion in item.assertions:
            _add_node(network, assertion.referent, vocabulary)
            _add_link(network, assertion, item.case)
    for path in [*sorted(network.nodes), *(province.path for province in vocabulary.provinces())]:
        _add_hierarchy(network, path, vocabulary)
    _add_memberships(network, vocabulary)
    return network


def in_order(documents: Iterable[Document]) -> list[Document]:
    """Return documents by date, then slug: an order that does not depend on how they were named in a call.

    Documents without a date come last.
    """
    return sorted(documents, key=lambda document: (document.issued or "9999", document.slug))


def links(network: Network) -> set[tuple[str, str, str]]:
    """Return the links as (case, narrowest relation, object)."""
    return {
        (case, edge["role"] or edge["relation"], target)
        for case, target, edge in network.edges(data=True)
        if edge["kind"] == "link"
    }


def frame_attribute(frame: str) -> str:
    """Return the attribute of a case that holds its categories by a coding frame, given by its slug.

    >>> frame_attribute("policy-tools")
    'frame_policy_tools'
    """
    return f"frame_{frame.replace('-', '_')}"


def _present(**attributes: str | int | float | None) -> dict[str, str | int | float]:
    return {name: value for name, value in attributes.items() if value is not None}


def _add_case(network: Network, item: AnnotatedCase, position: int) -> None:
    case = item.case
    network.add_node(
        case.path,
        **_present(
            kind="case",
            label=case.title,
            label_en=item.title_en,
            number=case.number or str(position),
            position=position,
            document=case.document,
            coverage=item.coverage,
            **{
                frame_attribute(frame): "；".join(item.coded(frame))
                for frame in dict.fromkeys(coding.frame for coding in item.codings)
            },
        ),
    )


def _add_node(network: Network, referent: Referent, vocabulary: Vocabulary) -> None:
    if referent.path in vocabulary.concepts or referent.path in vocabulary.regions:
        _add_known(network, referent.path, vocabulary)
        return
    family, _, rest = referent.path.partition("/")
    if family == "case":
        family = rest.rsplit("/", 2)[1]
    is_body = family in ("institution", "party")
    network.add_node(
        referent.path,
        **_present(
            kind="institution" if is_body else family,
            label=referent.label,
            type=referent.type,
            subtype=(referent.subtype or referent.type) if is_body else None,
            body_kind=referent.kind if is_body else None,
            region=referent.region,
            realizes=" ".join(sorted(referent.realizes)) or None,
            fact_type=referent.type if family == "fact" else None,
            value=(referent.value if referent.value is not None else referent.label) if family == "fact" else None,
            unit=referent.unit,
            alt_labels="\n".join(sorted(referent.alt_labels)) or None,
        ),
    )
    for above in (referent.region, *referent.realizes):
        if above is not None:
            _add_known(network, above, vocabulary)
            relation = "inRegion" if above == referent.region else "realizes"
            network.add_edge(referent.path, above, key=relation, kind="hierarchy", relation=relation)
    if is_body:
        above = f"institution-type/{referent.subtype or referent.type}"
        _add_known(network, above, vocabulary)
        network.add_edge(referent.path, above, key="classification", kind="hierarchy", relation="classification")


def _add_known(network: Network, path: str, vocabulary: Vocabulary) -> None:
    if path in network:
        return
    if path in vocabulary.regions:
        region = vocabulary.regions[path]
        network.add_node(
            path,
            **_present(
                kind="region", label=region.label, label_en=region.label_en, code=region.code, level=region.level
            ),
        )
        return
    concept = vocabulary.concept(path)
    network.add_node(
        path,
        **_present(
            kind=concept.scheme,
            label=concept.label,
            label_en=concept.label_en,
            group=concept.top,
            is_group="true" if not concept.broader else "false",
            notation=concept.notation,
        ),
    )


def _add_hierarchy(network: Network, path: str, vocabulary: Vocabulary) -> None:
    if path not in vocabulary.concepts and path not in vocabulary.regions:
        return
    _add_known(network, path, vocabulary)
    relation = "partOf" if path in vocabulary.regions else "broader"
    for above in vocabulary.broader(path):
        known = above in network and network.has_edge(path, above, key=relation)
        if not known:
            _add_known(network, above, vocabulary)
            network.add_edge(path, above, key=relation, kind="hierarchy", relation=relation)
            _add_hierarchy(network, above, vocabulary)


def _add_memberships(network: Network, vocabulary: Vocabulary) -> None:
    """Join the areas in the network with their full members; a member that no case uses is not added for it."""
    for area in sorted(vocabulary.regions.values(), key=lambda region: region.path):
        if area.path in network:
            for member in area.members:
                if member in network:
                    network.add_edge(member, area.path, key="memberOf", kind="hierarchy", relation="memberOf")


def _finer(referent: Referent, relation: str) -> str | None:
    """Return the finer concept that the words point to, where a link goes to a broader one."""
    scheme, _, slug = referent.path.partition("/")
    finer = relation in ("actorType", "mechanism") and referent.subtype not in (None, slug)
    return f"{scheme}/{referent.subtype}" if finer else None


def _add_link(network: Network, assertion: Assertion, case: Case) -> None:
    # In the order of the text, which a dataset read back has too.
    records = sorted(evidence_records(assertion, case), key=lambda r: (r["field"] != "title", r["start"], r["end"]))
    reviewer = assertion.reviewer
    network.add_edge(
        assertion.case,
        assertion.referent.path,
        key=assertion_path(*assertion.key),
        **_present(
            kind="link",
            relation=assertion.relation,
            role=assertion.role or "",
            basis=assertion.basis,
            method=assertion.method,
            reviewer_kind=reviewer.kind if reviewer else "",
            reviewer_role=reviewer.role if reviewer else None,
            review_date=reviewer.date if reviewer else None,
            rule=assertion.rule,
            confidence=None if assertion.confidence is None else round(assertion.confidence, 2),
            finer=_finer(assertion.referent, assertion.relation),
            evidence=json.dumps(records, ensure_ascii=False, separators=(",", ":")),
        ),
    )


def graphml(network: Network) -> bytes:
    """Return the network as GraphML, nodes and edges in a fixed order."""
    import networkx

    ordered: Network = networkx.MultiDiGraph()
    ordered.add_nodes_from(sorted(network.nodes(data=True), key=lambda node: node[0]))
    for case, target, key, attributes in sorted(network.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        ordered.add_edge(case, target, key=key, **attributes)
    lines: Iterable[str] = networkx.generate_graphml(ordered, named_key_ids=True)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n").encode()
