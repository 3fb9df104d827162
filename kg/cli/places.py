"""Where the ontology, the first batch and its reviews are: in a checkout, or inside the installed package."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg import aliases, questions
from kg.dataset import Input, sha256_of
from kg.frames import Frame
from kg.frames import load as load_frame
from kg.model import DataError
from kg.namespaces import Namespaces
from kg.vocabulary import Vocabulary, load


def bundled(name: str) -> Path:
    """Return the folder ``ontology`` or ``data``: of the checkout that the command runs in, else of the package.

    Whoever edits a scheme or a review in a checkout thus sees it at once, without installing again.
    """
    if Path("ontology/core.ttl").is_file() and Path("data/sources.yaml").is_file():
        return Path(name)
    package = Path(__file__).resolve().parent.parent
    installed = package / "bundled" / name
    return installed if installed.is_dir() else package.parent / name


def review_folder() -> Path:
    """Return where reviews are written that name no folder: ``data/cases`` of a checkout, else ``corrections``."""
    return Path("data/cases") if Path("data/sources.yaml").is_file() else Path("corrections")


def ontology(options: argparse.Namespace) -> Path:
    """Return the ontology folder of a call."""
    folder: Path | None = options.ontology
    if folder is not None and not folder.is_dir():
        raise DataError(str(folder), "no such folder", "point --ontology to a folder with core.ttl and schemes/")
    return folder or bundled("ontology")


def vocabulary(options: argparse.Namespace) -> Vocabulary:
    """Return the vocabulary of a call."""
    return load(ontology(options))


def namespaces(options: argparse.Namespace) -> Namespaces:
    """Return the namespaces of a call. Raises `ValueError` for a base that is no IRI."""
    return Namespaces(options.base.rstrip("/#")) if options.base else Namespaces()


def frames(options: argparse.Namespace, vocabulary: Vocabulary) -> list[Frame]:
    """Return the coding frames of a call: files, or names of those in ``data/frames/``."""
    folder = bundled("data") / "frames"
    chosen = []
    for name in options.frame:
        own = folder / f"{name}.yaml"
        chosen.append(load_frame(own if own.is_file() and not Path(name).is_file() else Path(name), vocabulary))
    return chosen


def ledger() -> dict[str, aliases.Alias]:
    """Return the bundled ledger of aliases."""
    return aliases.load(bundled("data") / "aliases.yaml")


def checks(folder: Path, spaces: Namespaces) -> tuple[str, dict[str, str]]:
    """Return the shapes and the violation queries of an ontology folder, written for a base."""
    shapes = spaces.rebased((folder / "shapes.ttl").read_text(encoding="utf-8"))
    return shapes, {name: spaces.rebased(text) for name, text in questions.violations(folder / "queries").items()}


def inputs(folder: Path, reviews: list[Path]) -> list[Input]:
    """Return the checksums of what a build reads beside the documents."""
    ontology_files = [folder / "core.ttl", *sorted((folder / "schemes").iterdir())]
    review_files = [path for review in reviews for path in sorted(review.rglob("*.yaml"))]
    ledger_bytes = (bundled("data") / "aliases.yaml").read_bytes()
    return [
        Input("aliases", sha256_of([ledger_bytes])),
        Input("ontology", sha256_of([path.read_bytes() for path in ontology_files if path.is_file()])),
        Input("reviews", sha256_of([path.read_bytes() for path in review_files])),
    ]
