"""A synthetic dataset of any size, in the shape of the real one: for measuring, not for reading.

    python benchmarks/corpus.py 10000 big.nq [--seed 7]

Each case is one of the first batch under a new name, with its regions, mechanisms and bodies drawn anew from the
gazetteer and the schemes; 100 cases make a document with its graphs. The words of a quote stay those of the case
that was copied. The same number and seed give the same bytes.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kg import documents, graph, review, serialize
from kg.aliases import load as load_aliases
from kg.cases import split
from kg.documents import register
from kg.model import AnnotatedCase, Assertion, Document, Referent
from kg.namespaces import Namespaces, body_path
from kg.pipeline import annotator
from kg.terms import Quad
from kg.vocabulary import Region, Vocabulary, load
from kg.vocabulary.triples import used_regions, vocabulary_quads

ROOT = Path(__file__).resolve().parent.parent
CASES_A_DOCUMENT = 100


def templates(vocabulary: Vocabulary) -> tuple[Document, list[AnnotatedCase]]:
    """Return the first batch with its annotated cases."""
    known = register.load(ROOT / "data" / "sources.yaml")
    splitting = split(documents.read(ROOT / "data" / "source" / "first-batch.txt", register=known))
    make = annotator(vocabulary, load_aliases(ROOT / "data" / "aliases.yaml"), review.load_all([ROOT / "data/cases"]))
    return splitting.document, [make(case) for case in splitting.cases]


class Drawing:
    """Draws what a synthetic case is linked to."""

    def __init__(self, vocabulary: Vocabulary, seed: int) -> None:
        self.random = random.Random(seed)
        self.divisions = [r for r in vocabulary.regions.values() if r.class_name == "AdministrativeRegion"]
        mechanisms = (concept.path for concept in vocabulary.scheme("mechanism"))
        self.mechanisms = [
            vocabulary.concept(path)
            for path in mechanisms
            if vocabulary.ancestors(path) and vocabulary.link_path(path) == path
        ]

    def referent(self, old: Referent, relation: str, template: str, case: str) -> Referent:
        """Return another object of the same kind for a link."""
        if old.path.startswith(f"{template}/"):
            return replace(old, path=case + old.path[len(template) :])
        if relation == "region":
            region: Region = self.random.choice(self.divisions)
            return Referent(region.path, region.label)
        if relation == "mechanism":
            concept = self.random.choice(self.mechanisms)
            return replace(old, path=concept.path, label=concept.label, type=concept.top, subtype=None)
        if relation == "institution" and old.kind is None:
            region = self.random.choice(self.divisions)
            path = body_path("institution", region.code, str(old.subtype or old.type), region.label + old.label)
            return replace(old, path=path, label=region.label + old.label, region=region.path)
        return old

    def case(self, templates: Sequence[AnnotatedCase], slug: str, position: int) -> AnnotatedCase:
        """Return one synthetic case."""
        chosen = self.random.choice(templates)
        path = f"case/{slug}/{position}"
        links: dict[tuple[str, str, str], Assertion] = {}
        for old in chosen.assertions:
            referent = self.referent(old.referent, old.relation, chosen.case.path, path)
            made = replace(old, case=path, referent=referent)
            links.setdefault(made.key, made)
        case = replace(chosen.case, path=path, document=slug, number=str(position))
        return replace(chosen, case=case, assertions=tuple(links.values()))


def quads(cases: int, seed: int, vocabulary: Vocabulary, spaces: Namespaces) -> Iterator[Quad]:
    """Yield the graphs of a synthetic dataset; a quad may come more than once."""
    document, annotated = templates(vocabulary)
    drawing = Drawing(vocabulary, seed)
    used: set[str] = set()
    for number in range(cases):
        batch, place = divmod(number, CASES_A_DOCUMENT)
        slug = f"synthetic-{batch + 1}"
        if place == 0:
            yield from graph.document_quads(replace(document, slug=slug), spaces)
        made = drawing.case(annotated, slug, place + 1)
        used |= {path for a in made.assertions for path in (a.referent.path, a.referent.region) if path}
        yield from graph.annotated_quads(made, place + 1, spaces)
    yield from vocabulary_quads(vocabulary, spaces, used_regions(vocabulary, used))


def write(cases: int, target: Path, seed: int = 7) -> int:
    """Write a synthetic dataset as N-Quads and return how many quads it has."""
    vocabulary, spaces = load(ROOT / "ontology"), Namespaces()
    lines = serialize.canonical(quads(cases, seed, vocabulary, spaces))
    target.write_bytes(serialize.nquads(lines))
    return len(lines)


def main() -> int:
    """Write the file that the command names."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("cases", type=int, help="how many cases")
    parser.add_argument("target", type=Path, help="the N-Quads file to write")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    print(f"{write(options.cases, options.target, options.seed)} quads in {options.target}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
