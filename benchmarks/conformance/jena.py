"""Hold the files of a build and the shapes to a second strict parser and SHACL engine: Apache Jena, Debian's package.

    apt-get install libapache-jena-java default-jre-headless
    python benchmarks/conformance/jena.py [--data DIR]

`riot --validate` reads each file and must say nothing, not even a warning; `shacl validate` must find that ``kg.ttl``
conforms, and that a copy in which one link has lost its evidence does not. What the package and this version (4.5)
leave open is settled as follows:

- The package's classes look for their resources in a folder of another name, and fail at start; they are laid out anew.
- The package has no reader of JSON, so JSON-LD cannot be read: a document of one triple fails as well.
- Jena takes one sh:message a shape; the standard allows one a language. Jena is given the English ones.

Exit code 0: all holds; 1: something does not; 2: Jena is not there.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pyoxigraph
import rdflib
from pyoxigraph import RdfFormat

ROOT = Path(__file__).resolve().parents[2]
JARS = Path("/usr/share/java")
FILES = ("kg.nq", "kg.ttl", "kg-reviewed.ttl", "vocabularies.ttl", "queries.ttl", "dataset.ttl")
NEEDED = (
    *(f"jena-{part}" for part in ["arq", "base", "cmds", "core", "iri", "shacl", "tdb", "tdb2", "rdfconnection"]),
    *(f"jena-dboe-{part}" for part in ["base", "index", "storage", "trans-data", "transaction"]),
    *(f"commons-{part}" for part in ["cli", "codec", "compress", "csv", "io", "lang3", "logging"]),
    *[
        "dexx.collection",
        "gson",
        "guava",
        "httpclient",
        "httpcore",
        "jackson-core",
        "jackson-databind",
        "jackson-annotations",
    ],
    *["jsonld-java", "protobuf", "slf4j-api", "slf4j-simple", "thrift", "titanium-json-ld"],
)
WITHIN = "org/apache/jena/ext/xerces/"
EVIDENCE = "https://w3id.org/ipcase/def#evidence"


def class_path(folder: Path) -> str:
    """Return the class path, the misplaced resources laid out below a folder."""
    with zipfile.ZipFile(JARS / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(WITHIN) and name.endswith(".properties"):
                target = folder / "xerces" / name.removeprefix(WITHIN)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(jar.read(name))
    return ":".join([str(folder), *(str(JARS / f"{name}.jar") for name in NEEDED)])


def java(path: str, *command: str) -> tuple[int, str]:
    """Run one of Jena's commands; return its exit code and what it said."""
    done = subprocess.run(["java", "-cp", path, *command], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def english(shapes: Path, target: Path) -> None:
    """Write the shapes with one message each, the English one."""
    message = rdflib.URIRef("http://www.w3.org/ns/shacl#message")
    graph = rdflib.Graph().parse(shapes, format="turtle")
    for shape, _, text in list(graph.triples((None, message, None))):
        if isinstance(text, rdflib.Literal) and text.language != "en":
            graph.remove((shape, message, text))
    graph.serialize(target, format="turtle")


def without_evidence(data: Path, target: Path) -> None:
    """Write a copy of a dataset in which the first link has lost its evidence."""
    triples = [quad.triple for quad in pyoxigraph.parse(path=str(data), format=RdfFormat.TURTLE)]
    first = min(str(triple.subject) for triple in triples if triple.predicate.value == EVIDENCE)
    left = [one for one in triples if str(one.subject) != first or one.predicate.value != EVIDENCE]
    target.write_bytes(pyoxigraph.serialize(left, format=RdfFormat.N_TRIPLES))


def main() -> int:
    """Run all checks and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT / "exports", metavar="DIR", help="what kg build wrote")
    data = parser.parse_args().data
    missing = [name for name in NEEDED if not (JARS / f"{name}.jar").is_file()]
    if missing:
        print(f"jena.py: not in {JARS}: {', '.join(missing)}; apt-get install libapache-jena-java", file=sys.stderr)
        return 2
    fine = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = class_path(folder)
        for file in FILES:
            code, said = java(path, "riotcmd.riot", "--validate", str(data / file))
            fine &= code == 0 and not said.strip()
            print(f"riot --validate {file}: {'clean' if code == 0 and not said.strip() else said.strip()[:500]}")
        shapes, broken = folder / "shapes.ttl", folder / "broken.nt"
        english(ROOT / "ontology" / "shapes.ttl", shapes)
        without_evidence(data / "kg.ttl", broken)
        for file, wanted in ((data / "kg.ttl", "true"), (broken, "false")):
            _, said = java(path, "shacl.shacl", "validate", "--shapes", str(shapes), "--data", str(file))
            found = next((line.split()[1] for line in said.splitlines() if line.split()[:1] == ["sh:conforms"]), "")
            fine &= found.rstrip(";") == wanted
            print(f"shacl validate {file.name}: sh:conforms {found or said[:500]}, wanted {wanted}")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
