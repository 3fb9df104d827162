"""The build: the stages in order, on one screen.

document → cases → assertions → quads → projections
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from kg import __version__, dataset, frames, graph, review, serialize
from kg.actor_types import with_actor_types
from kg.aliases import Alias
from kg.frames import Frame
from kg.mentions import Finder
from kg.model import AnnotatedCase, Case, DataError, Document, Splitting
from kg.namespaces import Namespaces
from kg.terms import Quad
from kg.vocabulary import Vocabulary
from kg.vocabulary.triples import used_regions, vocabulary_quads
from kg.workers import over


@dataclass(frozen=True)
class Built:
    """A dataset in memory: the annotated cases, and the canonical lines of its graphs."""

    documents: tuple[Document, ...]
    annotated: tuple[AnnotatedCase, ...]
    case_lines: list[str]
    vocabulary_lines: list[str]
    metadata: list[Quad]
    frames: tuple[Frame, ...] = ()
    version: str = __version__

    def lines(self) -> list[str]:
        """Return the lines of all graphs, as in ``kg.nq``."""
        return sorted({*self.case_lines, *self.vocabulary_lines, *(quad.line() for quad in self.metadata)})

    def layer(self, *names: str) -> list[str]:
        """Return the lines of the vocabulary and of the named layers: ``source``, ``reviewed``, ``rule``, ``model``."""
        endings = tuple(f"/{name}> .\n" for name in names)
        kept = [line for line in self.case_lines if line.endswith(endings)]
        return sorted({*kept, *self.vocabulary_lines})


def annotate(
    case: Case, finder: Finder, vocabulary: Vocabulary, reviews: Mapping[str, tuple[review.CaseReview, ...]]
) -> AnnotatedCase:
    """Return a case with what rules found and reviews decided. Pure, one case at a time."""
    from dataclasses import replace

    findings = finder.find(case)
    annotated = review.apply(
        case, findings.assertions, reviews.get(case.path, ()), vocabulary, coverage=findings.coverage
    )
    return replace(annotated, assertions=tuple(with_actor_types(annotated.assertions, vocabulary)))


def annotator(
    vocabulary: Vocabulary, ledger: Mapping[str, Alias], reviews: Mapping[str, tuple[review.CaseReview, ...]]
) -> Callable[[Case], AnnotatedCase]:
    """Return `annotate` with its lexicon compiled, for any number of cases."""
    return partial(annotate, finder=Finder(vocabulary, ledger), vocabulary=vocabulary, reviews=reviews)


def build(
    splittings: Sequence[Splitting],
    vocabulary: Vocabulary,
    reviews: Mapping[str, tuple[review.CaseReview, ...]],
    spaces: Namespaces,
    inputs: Sequence[dataset.Input] = (),
    ledger: Mapping[str, Alias] | None = None,
    extend: Callable[[Sequence[AnnotatedCase]], Sequence[AnnotatedCase]] | None = None,
    workers: int = 1,
    chosen_frames: Sequence[Frame] = (),
    version: str = __version__,
) -> Built:
    """Return the dataset of some documents; the same, whatever the number of ``workers``.

    ``chosen_frames`` are coding frames, whose categories the cases are put under; ``version`` is that of the dataset.
    ``extend`` may add to what rules found and reviews decided; it returns the same cases in the same order.
    Raises `DataError` where a review does not fit its case, or two documents share a slug.
    """
    _distinct(splitting.document for splitting in splittings)
    _reviewed_cases_exist(splittings, reviews)
    cases = [case for splitting in splittings for case in splitting.cases]
    annotated: list[AnnotatedCase] = over(cases, annotator, (vocabulary, ledger or {}, reviews), workers)
    if extend is not None:
        annotated = list(extend(annotated))
    if chosen_frames:
        annotated = _coded(annotated, chosen_frames, vocabulary)
    items = iter(annotated)
    quads: list[Quad] = []
    for splitting in splittings:
        quads += graph.document_quads(splitting.document, spaces)
        for position, item in enumerate(islice(items, len(splitting.cases)), 1):
            quads += graph.annotated_quads(item, position, spaces)
    case_lines = serialize.canonical(quads)
    regions = used_regions(vocabulary, (a.referent.path for item in annotated for a in item.assertions))
    referred = {a.referent.region for item in annotated for a in item.assertions if a.referent.region}
    regions |= used_regions(vocabulary, referred)
    schemes = [quad for frame in chosen_frames for quad in frames.scheme_quads(frame, spaces)]
    vocabulary_lines = serialize.canonical([*vocabulary_quads(vocabulary, spaces, regions), *schemes])
    documents = tuple(splitting.document for splitting in splittings)
    metadata = list(dataset.metadata_quads([*case_lines, *vocabulary_lines], documents, inputs, spaces, version))
    return Built(documents, tuple(annotated), case_lines, vocabulary_lines, metadata, tuple(chosen_frames), version)


def _coded(annotated: Sequence[AnnotatedCase], chosen: Sequence[Frame], vocabulary: Vocabulary) -> list[AnnotatedCase]:
    """Return the cases with what the coding frames say of them."""
    from dataclasses import replace

    seen: dict[str, Frame] = {}
    for frame in chosen:
        if seen.setdefault(frame.slug, frame) is not frame:
            raise DataError(f"frame {frame.slug}", "is given twice", "give each coding frame its own slug")
    finders = [(frame, frames.coding.cues(frame)) for frame in chosen]
    return [
        replace(
            item,
            codings=tuple(
                coding for frame, finder in finders for coding in frames.code(item, frame, vocabulary, finder)
            ),
        )
        for item in annotated
    ]


def _distinct(documents: Iterable[Document]) -> None:
    seen: dict[str, Document] = {}
    for document in documents:
        other = seen.setdefault(document.slug, document)
        if other is not document:
            raise DataError(
                document.name, f"its slug {document.slug} is also that of {other.name}", "give one of them with --slug"
            )


def _reviewed_cases_exist(
    splittings: Sequence[Splitting], reviews: Mapping[str, tuple[review.CaseReview, ...]]
) -> None:
    """Raise where a review is of a document that is built, but of a case that it does not have."""
    slugs = {splitting.document.slug for splitting in splittings}
    paths = {case.path for splitting in splittings for case in splitting.cases}
    for path, found in reviews.items():
        parts = path.split("/")
        if len(parts) == 3 and parts[1] in slugs and path not in paths:
            raise DataError(found[0].where, f"there is no {path} in the document", "mend the key case, or the layout")
