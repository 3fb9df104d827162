"""Prefixes, minting of IRIs, and their short forms. The base IRI is a setting."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

DEFAULT_BASE: Final = "https://w3id.org/ipcase"

CONCEPT_SCHEMES: Final = (
    "mechanism",
    "ip-type",
    "institution-type",
    "stage",
    "coverage",
    "method",
    "basis",
    "fact-type",
    "instrument-type",
    "area-type",
    "signal",
    "cue",
)
"""First path segments that stand under ``BASE/scheme/``; all others stand under ``BASE/id/``."""

EXTERNAL: Final[dict[str, str]] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "org": "http://www.w3.org/ns/org#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vann": "http://purl.org/vocab/vann/",
    "sh": "http://www.w3.org/ns/shacl#",
    "wd": "http://www.wikidata.org/entity/",
}
"""Prefixes of the vocabularies that are reused."""

_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]*\Z")


def normalise_name(name: str) -> str:
    """Return a name in the form that is compared and hashed: NFC, no white space, full-width brackets.

    >>> normalise_name("中国郑州(创意产业) 知识产权快速维权中心")
    '中国郑州（创意产业）知识产权快速维权中心'
    """
    name = unicodedata.normalize("NFC", name)
    return re.sub(r"\s+", "", name).replace("(", "（").replace(")", "）")


def short_hash(*parts: str, length: int = 8) -> str:
    """Return the first hex digits of the SHA-256 of the parts, joined by line feeds.

    >>> short_hash("青岛海关")
    'fea722ca'
    """
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:length]


def is_slug(text: str) -> bool:
    """Tell whether a text can be a slug in an IRI: lower-case ASCII letters, digits, hyphens.

    >>> is_slug("first-batch"), is_slug("第一批")
    (True, False)
    """
    return bool(_SLUG.match(text))


def body_path(family: str, region_code: str | None, type_slug: str, name: str) -> str:
    """Return the path of an institution, platform or instrument, the same across documents.

    >>> body_path("institution", "370200", "customs-direct", "青岛海关")
    'institution/370200-customs-direct-fea722ca'
    """
    return f"{family}/{region_code or '000000'}-{type_slug}-{short_hash(normalise_name(name))}"


def local_path(case: str, family: str, name: str) -> str:
    """Return the path of a thing that belongs to one case: a measure, a fact, an anonymised party.

    >>> local_path("case/first-batch/25", "measure", "双报制")
    'case/first-batch/25/measure/ade42069'
    """
    return f"{case}/{family}/{short_hash(normalise_name(name))}"


def assertion_path(case: str, relation: str, referent: str) -> str:
    """Return the path of an assertion: a hash of case, broad relation and object.

    >>> assertion_path("case/first-batch/16", "region", "region/370200")
    'assertion/01a162c38802bd00'
    """
    return f"assertion/{short_hash(case, relation, referent, length=16)}"


def coding_path(case: str, category: str) -> str:
    """Return the path of a coding: a hash of case and category.

    >>> coding_path("case/first-batch/16", "frame-policy-tools/supply")
    'coding/a6fbcf4966beecec'
    """
    return f"coding/{short_hash(case, category, length=16)}"


@dataclass(frozen=True, slots=True)
class Namespaces:
    """All IRIs of one dataset, under one base.

    >>> spaces = Namespaces()
    >>> spaces.iri("region/370200")
    'https://w3id.org/ipcase/id/region/370200'
    >>> spaces.iri("mechanism/open-licence")
    'https://w3id.org/ipcase/scheme/mechanism/open-licence'
    >>> spaces.definition("Case")
    'https://w3id.org/ipcase/def#Case'
    """

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not re.match(r"https?://[!-;=?-~]+[^/#\s]\Z", self.base) or not self.base.isascii():
            raise ValueError(
                f"the base IRI {self.base!r} must be an absolute http(s) IRI in ASCII without a final / or #"
            )

    def definition(self, name: str) -> str:
        """Return the IRI of a class or property of the project."""
        return f"{self.base}/def#{name}"

    def iri(self, path: str) -> str:
        """Return the IRI of a concept or an individual from its path."""
        family = path.partition("/")[0]
        room = "scheme" if family in CONCEPT_SCHEMES or family.startswith("frame-") else "id"
        return f"{self.base}/{room}/{path}"

    def graph(self, path: str) -> str:
        """Return the IRI of a named graph."""
        return f"{self.base}/graph/{path}"

    def path(self, iri: str) -> str:
        """Return the path of a concept or an individual: the inverse of `iri`.

        >>> Namespaces().path("https://w3id.org/ipcase/id/region/370200")
        'region/370200'
        """
        for room in ("id", "scheme"):
            prefix = f"{self.base}/{room}/"
            if iri.startswith(prefix):
                return iri.removeprefix(prefix)
        raise ValueError(f"{iri} is no IRI under {self.base}")

    def rebased(self, text: str) -> str:
        """Return a text that is written with the default base (a query, the shapes) for this one.

        >>> Namespaces("https://example.org/kg").rebased("<https://w3id.org/ipcase/def#Case>")
        '<https://example.org/kg/def#Case>'
        """
        return text if self.base == DEFAULT_BASE else text.replace(f"{DEFAULT_BASE}/", f"{self.base}/")

    def prefixes(self) -> dict[str, str]:
        """Return the prefixes to bind in an export: none whose local names would hold a slash."""
        concepts = {
            "mech": "mechanism",
            "ip": "ip-type",
            "inst": "institution-type",
            "stage": "stage",
            "cov": "coverage",
            "method": "method",
            "basis": "basis",
            "factt": "fact-type",
            "instrt": "instrument-type",
            "areat": "area-type",
            "signal": "signal",
        }
        return {
            **EXTERNAL,
            "def": f"{self.base}/def#",
            **{prefix: f"{self.base}/scheme/{name}/" for prefix, name in concepts.items()},
            "region": f"{self.base}/id/region/",
        }
