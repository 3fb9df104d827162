"""Annotated cases → Web Annotations (W3C, 2017): every quote an annotation of a title or text, as JSON-LD.

The target is the node that carries the text, with a position selector (code points from 0, end exclusive, as
here) and a quote selector. The bodies are what the case is linked to, its label, and the property that links them.
When a review was made is left to the graph: it knows the day, and the model asks for a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from kg.graph import reviewer_path
from kg.model import AnnotatedCase, Assertion, Case, Span, predicates
from kg.namespaces import CONCEPT_SCHEMES, Namespaces, assertion_path, coding_path

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
SURROUNDINGS: Final = 20
"""How many characters before and after a quote tell it apart from the same words elsewhere."""


def collection(annotated: Sequence[AnnotatedCase], spaces: Namespaces, title: str) -> bytes:
    """Return all annotations as one collection with one page; the same values always give the same bytes."""
    items = [item for case in annotated for item in of_case(case, spaces)]
    address = spaces.iri("annotation-collection/kg")
    page: dict[str, Any] = {"id": f"{address}/page-1", "type": "AnnotationPage", "partOf": address, "startIndex": 0}
    whole: dict[str, Any] = {
        "@context": CONTEXT,
        "id": address,
        "type": "AnnotationCollection",
        "label": title,
        "total": len(items),
        "rights": LICENCE,
        "first": page | {"items": items},
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def of_case(annotated: AnnotatedCase, spaces: Namespaces) -> Iterator[dict[str, Any]]:
    """Yield the annotations of one case: one for each quote of each assertion and each coding."""
    case = annotated.case
    for assertion in annotated.assertions:
        node = spaces.iri(assertion_path(*assertion.key))
        said = _said(assertion, spaces)
        for span in assertion.evidence:
            yield _annotation(node, span, case, spaces, said)
    for coding in annotated.codings:
        node = spaces.iri(coding_path(case.path, coding.category))
        body = _specific(spaces.iri(coding.category), "classifying")
        for span in coding.evidence:
            yield _annotation(node, span, case, spaces, {"motivation": "classifying", "body": body})


def _said(assertion: Assertion, spaces: Namespaces) -> dict[str, Any]:
    """Return what an assertion's annotations have in common: why they were made, what they say, and who says it."""
    referent = assertion.referent
    purpose = "classifying" if referent.path.partition("/")[0] in CONCEPT_SCHEMES else "identifying"
    relation = predicates(assertion.relation, assertion.role)[-1]
    said: dict[str, Any] = {
        "motivation": purpose,
        "body": [
            _specific(spaces.iri(referent.path), purpose),
            {"type": "TextualBody", "value": referent.label, "language": "zh-hans", "purpose": "describing"},
            _specific(spaces.definition(relation), "linking"),
        ],
    }
    if assertion.reviewer:
        kind = "Person" if assertion.reviewer.kind == "person" else "Software"
        path = spaces.iri(reviewer_path(assertion.reviewer))
        said["creator"] = {"id": path, "type": kind, "name": assertion.reviewer.role}
    return said


def _specific(address: str, purpose: str) -> dict[str, str]:
    return {"type": "SpecificResource", "source": address, "purpose": purpose}


def _annotation(node: str, span: Span, case: Case, spaces: Namespaces, said: dict[str, Any]) -> dict[str, Any]:
    text = case.title if span.field == "title" else case.text
    evidence = f"{node}/{span.field}-{span.start}-{span.end}"
    quote = {"type": "TextQuoteSelector", "exact": span.quote}
    before, after = text[max(0, span.start - SURROUNDINGS) : span.start], text[span.end : span.end + SURROUNDINGS]
    quote |= {name: words for name, words in (("prefix", before), ("suffix", after)) if words}
    return {
        "id": f"{evidence}/annotation",
        "type": "Annotation",
        **said,
        "via": evidence,
        "target": {
            "id": f"{evidence}/target",
            "type": "SpecificResource",
            "source": {"id": spaces.iri(f"{case.path}/{span.field}"), "type": "Text", "language": "zh-hans"},
            "selector": [{"type": "TextPositionSelector", "start": span.start, "end": span.end}, quote],
        },
    }
