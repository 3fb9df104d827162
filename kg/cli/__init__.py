"""The command ``kg``: the only room that prints, and that knows paths.

Exit codes: 0 fine, 1 the data is at fault, 2 the call is at fault. Every command's module is loaded
only when it runs, so that ``kg --help`` answers at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from kg import __version__
from kg.cli import importing

FINE, DATA_AT_FAULT, CALL_AT_FAULT = 0, 1, 2

_BUILD_EXAMPLE: Final = """examples:
  kg build                              the bundled first batch, into exports/
  kg build cases.txt more.docx --out graph
  kg build folder/ --review corrections/ --strict
  kg build --frame policy-tools --out coded    with a column for a coding frame"""

_EXTRACT_EXAMPLE: Final = """examples:
  kg extract cases.txt --jsonl          one JSON line a case
  kg extract cases.txt --review drafts  one YAML draft a case, for review"""

_VALIDATE_EXAMPLE: Final = """examples:
  kg validate                           exports/
  kg validate graph/kg.nq
  kg validate --silence                 sentences that support nothing"""

_QUERY_EXAMPLE: Final = """examples:
  kg query --list
  kg query cases-in-region --region 江苏省
  kg query -e 'SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?c a <https://w3id.org/ipcase/def#Case> }'
  kg query -e 'SELECT ?case { ?case a def:Case }'    the project's prefixes need no PREFIX
  kg query leaders --layer reviewed --engine rdflib
  kg query my.rq --data graph/kg.nq --format csv"""

_SERVE_EXAMPLE: Final = """examples:
  kg serve                              exports/kg.nq on http://127.0.0.1:8000/, for reading
  kg serve --data graph/kg.nq --port 9000 --timeout 10
  KG_TOKEN=… kg serve --writable        updates are kept in exports/kg.store
  curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT * { ?s ?p ?o } LIMIT 5' http://127.0.0.1:8000/sparql"""

_DIFF_EXAMPLE: Final = """examples:
  kg diff exports/ graph/               what changed, case by case
  kg diff old.nq new.nq --language en
  kg diff old.nq new.nq --format update > change.ru    for a store that takes SPARQL Update"""

_LOAD_EXAMPLE: Final = """examples:
  kg load --to oxigraph http://127.0.0.1:7878
  kg load --to virtuoso /srv/virtuoso --whole         the folder with virtuoso.ini: bulk load
  kg load --to gsp http://127.0.0.1:3030/ipcase/data --query-url http://127.0.0.1:3030/ipcase/sparql
  kg load --to oxigraph http://127.0.0.1:7878 --data new.nq --since old.nq
the password comes from the environment: KG_STORE_PASSWORD. docs/stores.md has each store's commands"""

_MCP_EXAMPLE: Final = """examples:
  kg mcp                                for an agent that starts it itself
  kg mcp --http 8765                    at http://127.0.0.1:8765/mcp"""

_TOUCHED_EXAMPLE: Final = """examples:
  kg touched                            after an edit in ontology/schemes, before the next build
  kg touched --since old/vocabularies.ttl --ontology my-ontology"""

_REVIEW_EXAMPLE: Final = """examples:
  kg review                             the bundled first batch
  kg review cases.docx --review mine    documents of your own
  kg review --import correction-*.yaml  corrections that readers saved from the page
  kg review --import kg.xlsx --dry-run  what a corrected workbook changes; without --dry-run it asks and writes
  kg review --merge hers his --out both two reviewers: agreement, and conflicts to settle"""
_PAGE_EXAMPLE: Final = """examples:
  kg page                               the page of exports/, as kg.html in this folder
  kg page --data graph/kg.nq --out report/graph.html
  kg page --sparql --out kg-sparql.html the page with a SPARQL engine in it, still one file without a network"""

_STATS_EXAMPLE: Final = """examples:
  kg stats                              the bundled first batch
  kg stats --similar 16                 cases like case 16, and why"""

_RELEASE_EXAMPLE: Final = """examples:
  kg release releases/                  the bundled first batch
  kg release releases/ cases.docx --review corrections/ --version 0.2.0"""

_EVALUATE_EXAMPLE: Final = """examples:
  kg evaluate data/cases                rules against the reviewed cases of the first batch
  kg evaluate gold/ --source cases.txt --json
  kg evaluate first/ --agreement second/"""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kg",
        description="Build, query and check the knowledge graph of Chinese IP typical cases. 知识产权典型案例图谱。",
        epilog="kg COMMAND --help shows each command with an example.",
    )
    parser.add_argument("--version", action="version", version=f"ipcase-kg {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, help: str, example: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name, help=help, description=help, epilog=example, formatter_class=argparse.RawDescriptionHelpFormatter
        )

    build = command("build", "build the graph and write its files", _BUILD_EXAMPLE)
    build.add_argument(
        "sources", nargs="*", metavar="SOURCE", help="documents or folders; none: the bundled first batch"
    )
    build.add_argument(
        "--out", type=Path, default=Path("exports"), metavar="DIR", help="where to write (default: exports)"
    )
    build.add_argument(
        "--formats",
        metavar="LIST",
        help="which of nq,ttl,jsonld,graphml,csv,xlsx,html (default: all); also qdpx,neo4j,webannotation,rdf12",
    )
    build.add_argument(
        "--strict", action="store_true", help="write nothing if one document (or, with --model, one case) fails"
    )
    build.add_argument("--slug", help="the slug of the one document, instead of its checksum")
    build.add_argument(
        "--workers", type=int, default=1, metavar="N", help="processes to read cases with; the output is the same"
    )
    build.add_argument(
        "--frame", action="append", default=[], metavar="FILE",
        help="编码框架 / a coding frame of yours, or the name of one that comes along: policy-tools (may be repeated)",
    )  # fmt: skip
    build.add_argument("--json", action="store_true", help="print the closing figures as JSON")
    _shared(build, reviews=True, model=True)

    extract = command("extract", "print what the rules find, or write drafts for review", _EXTRACT_EXAMPLE)
    extract.add_argument("sources", nargs="+", metavar="SOURCE", help="documents or folders")
    choice = extract.add_mutually_exclusive_group()
    choice.add_argument("--jsonl", action="store_true", help="JSON lines on standard output, one case a line (default)")
    choice.add_argument("--review", type=Path, metavar="DIR", help="write a YAML draft a case into this folder")
    extract.add_argument("--report", action="store_true", help="say on standard error what was not understood")
    extract.add_argument("--slug", help="the slug of the one document, instead of its checksum")
    _shared(extract, reviews=False, model=True)

    validate = command(
        "validate", "check a built dataset: shapes, violation queries, evidence, checksums", _VALIDATE_EXAMPLE
    )
    validate.add_argument(
        "path",
        nargs="?",
        type=Path,
        default=Path("exports"),
        metavar="PATH",
        help="a folder or a dataset file (default: exports)",
    )
    validate.add_argument(
        "--silence", action="store_true", help="list the sentences of the bundled cases that support no link"
    )
    validate.add_argument("--json", action="store_true", help="print the violations as JSON")
    validate.add_argument("--ontology", type=Path, metavar="DIR", help="an ontology/ folder instead of the bundled one")

    query = command("query", "ask the graph a question in SPARQL", _QUERY_EXAMPLE)
    query.add_argument("query", nargs="?", metavar="NAME|FILE", help="a named question or a .rq file")
    query.add_argument("-e", "--expression", metavar="SPARQL", help="the query itself")
    query.add_argument("--list", action="store_true", help="list the named questions")
    query.add_argument(
        "--data", type=Path, default=Path("exports/kg.nq"), metavar="PATH", help="the dataset (default: exports/kg.nq)"
    )
    query.add_argument(
        "--engine", choices=("pyoxigraph", "rdflib"), default="pyoxigraph", help="who answers (default: pyoxigraph)"
    )
    query.add_argument(
        "--layer", action="append", default=[], choices=("reviewed", "rule", "model"),
        help="only links of this layer, with sources and vocabulary (may be repeated)",
    )  # fmt: skip
    query.add_argument(
        "--no-union", dest="union", action="store_false",
        help="see the default graph only, not the union of all graphs; name graphs with GRAPH",
    )  # fmt: skip
    query.add_argument("--format", choices=("table", "csv", "tsv", "json"), default="table", help="form of the answer")
    query.add_argument("--json", dest="format", action="store_const", const="json", help="the same as --format json")
    query.add_argument("--ontology", type=Path, metavar="DIR", help="an ontology/ folder instead of the bundled one")

    page = command("page", "make the page of a built dataset", _PAGE_EXAMPLE)
    page.add_argument(
        "--data", type=Path, default=Path("exports"), metavar="PATH",
        help="a folder that kg build wrote, or a dataset file (default: exports)",
    )  # fmt: skip
    page.add_argument(
        "--out", type=Path, default=Path("kg.html"), metavar="FILE", help="where to write it (default: kg.html)"
    )
    page.add_argument("--sparql", action="store_true", help="with a tab that answers SPARQL within the page")
    page.add_argument("--json", action="store_true", help="print the closing figures as JSON")
    page.add_argument("--ontology", type=Path, metavar="DIR", help="an ontology/ folder for the questions")

    evaluate = command(
        "evaluate", "score the rules against annotated cases, or two annotators against each other", _EVALUATE_EXAMPLE
    )
    evaluate.add_argument("gold", type=Path, metavar="GOLD", help="a folder of review files")
    evaluate.add_argument(
        "--source", type=Path, metavar="FILE", help="the annotated document (default: the first batch)"
    )
    evaluate.add_argument("--slug", help="the slug of the document, instead of its checksum")
    evaluate.add_argument(
        "--agreement", type=Path, metavar="DIR", help="a second annotator's folder: agreement instead of scores"
    )
    evaluate.add_argument("--errors", action="store_true", help="list every error with its text")
    evaluate.add_argument("--json", action="store_true", help="print the scores as JSON")
    evaluate.add_argument("--ontology", type=Path, metavar="DIR", help="an ontology/ folder instead of the bundled one")
    stats = command("stats", "what occurs together, where, and which cases are alike", _STATS_EXAMPLE)
    stats.add_argument(
        "sources", nargs="*", metavar="SOURCE", help="documents or folders; none: the bundled first batch"
    )
    stats.add_argument("--similar", metavar="CASE", help="only the cases most like this one (16, or its full path)")
    stats.add_argument(
        "--spread", action="store_true", help="where in these documents each mechanism is seen first, and where next"
    )
    stats.add_argument("--slug", help="the slug of the one document, instead of its checksum")
    stats.add_argument("--json", action="store_true", help="print everything as JSON")
    _shared(stats, reviews=True)
    release = command("release", "write a release: one zip for people without Python / 发布", _RELEASE_EXAMPLE)
    release.add_argument(
        "folder",
        type=Path,
        metavar="DIR",
        help="where the releases are; the last one there is what changes are told of",
    )
    release.add_argument(
        "sources", nargs="*", metavar="SOURCE", help="documents or folders; none: the bundled first batch"
    )
    release.add_argument("--version", metavar="V", help="版本号 / the version, as 0.2.0 (default: the software's)")
    release.add_argument(
        "--date", metavar="DAY", help="发布日期 / the day of the release (default: of the newest review)"
    )
    release.add_argument("--slug", help="the slug of the one document, instead of its checksum")
    release.add_argument(
        "--frame", action="append", default=[], metavar="FILE", help="编码框架 / a coding frame (may be repeated)"
    )
    _shared(release, reviews=True)
    desk = command("review", "open the review desk in the browser: confirm, reject, change, add", _REVIEW_EXAMPLE)
    desk.add_argument(
        "sources", nargs="*", metavar="SOURCE", help="documents or folders; none: the bundled first batch"
    )
    desk.add_argument(
        "--review", type=Path, metavar="DIR",
        help="the folder of review files to read and write (default: data/cases of a checkout, else corrections)",
    )  # fmt: skip
    desk.add_argument("--reviewer", metavar="NAME", help="your name or code, stored with each decision")
    desk.add_argument("--port", type=int, metavar="N", help="the port on this machine (default: 8420 or the next free)")
    desk.add_argument("--no-browser", action="store_true", help="only print the address")
    desk.add_argument(
        "--import", dest="imports", type=Path, nargs="+", default=[], metavar="FILE",
        help="corrections that readers saved from the page, for the desk; or one corrected workbook (docs/workbook.md)",
    )  # fmt: skip
    desk.add_argument(
        "--merge", type=Path, nargs=2, metavar=("DIR_A", "DIR_B"), help="merge the reviews of two reviewers"
    )
    desk.add_argument("--out", type=Path, metavar="DIR", help="with --merge: the folder for the merged reviews")
    desk.add_argument(
        "--json", action="store_true", help="with --merge: only print agreement and conflicts, and write nothing"
    )
    desk.add_argument(
        "--since", type=Path, metavar="FILE",
        help="the vocabularies.ttl that edits of schemes are compared with (default: that of exports/)",
    )  # fmt: skip
    desk.add_argument("--slug", help="the slug of the one document, instead of its checksum")
    importing.add_options(desk)
    _shared(desk, reviews=False)
    serve = command("serve", "serve the dataset over HTTP: SPARQL, graph store, pages", _SERVE_EXAMPLE)
    serve.add_argument(
        "--data", type=Path, default=Path("exports/kg.nq"), metavar="PATH",
        help="a dataset file or a store folder (default: exports/kg.nq)",
    )  # fmt: skip
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, metavar="N", help="the port (default: 8000; 0: any free one)")
    serve.add_argument("--writable", action="store_true", help="take updates from whoever has the token")
    serve.add_argument("--token", help="the secret of every write (better: the environment's KG_TOKEN)")
    serve.add_argument("--store", type=Path, metavar="DIR", help="where updates are kept (default: beside the dataset)")
    serve.add_argument(
        "--timeout", type=float, default=30.0, metavar="S", help="seconds a query may take (default: 30)"
    )
    serve.add_argument("--max-rows", type=int, default=1_000_000, metavar="N", help="rows an answer may have")
    serve.add_argument(
        "--memory", type=int, default=1024, metavar="MB", help="memory one query may take (default: 1024)"
    )
    serve.add_argument(
        "--workers", type=int, default=0, metavar="N", help="queries at a time (default: one a processor)"
    )
    serve.add_argument(
        "--allow-service", action="append", default=[], metavar="HOST", help="a server that SERVICE and LOAD may call"
    )
    serve.add_argument(
        "--allow-host", action="append", default=[], metavar="NAME", help="a further name of this server"
    )
    serve.add_argument("--page", type=Path, metavar="FILE", help="the explorer (default: kg.html beside the dataset)")
    serve.add_argument("--base", metavar="IRI", help="the base of the data's IRIs (default: found in the data)")
    diff = command("diff", "tell what changed between two datasets, in words or in quads", _DIFF_EXAMPLE)
    diff.add_argument("old", type=Path, metavar="OLD", help="a dataset file, or a folder that a build wrote")
    diff.add_argument("new", type=Path, metavar="NEW", help="the same, later")
    diff.add_argument(
        "--format", dest="form", choices=("words", "json", "quads", "patch", "update"), default="words",
        help="words (default), JSON, quads with + and -, RDF Patch, or SPARQL Update",
    )  # fmt: skip
    diff.add_argument("--json", dest="form", action="store_const", const="json", help="the same as --format json")
    diff.add_argument("--nq-patch", dest="form", action="store_const", const="patch", help="the same as --format patch")
    diff.add_argument("--language", choices=("zh", "en"), default="zh", help="language of the words (default: zh)")
    load = command("load", "load a dataset into a triple store, and prove that it is there", _LOAD_EXAMPLE)
    load.add_argument("place", metavar="URL-OR-DIR", help="where the store is")
    load.add_argument("--to", choices=("oxigraph", "virtuoso", "gsp"), required=True, help="what kind of store it is")
    load.add_argument(
        "--data", type=Path, default=Path("exports/kg.nq"), metavar="PATH", help="the dataset (default: exports/kg.nq)"
    )
    load.add_argument(
        "--since", type=Path, metavar="OLD", help="the dataset that the store holds: send the change only"
    )
    load.add_argument("--whole", action="store_true", help="read every quad back, not a sample of each graph")
    load.add_argument("--query-url", metavar="URL", help="the SPARQL address of a gsp store, for counts and samples")
    load.add_argument("--user", help="who loads (Virtuoso: dba); the password is in KG_STORE_PASSWORD")
    load.add_argument("--json", action="store_true", help="print the outcome as JSON")
    mcp = command("mcp", "serve the graph to agents, read-only, by the Model Context Protocol", _MCP_EXAMPLE)
    mcp.add_argument(
        "--data", type=Path, default=Path("exports/kg.nq"), metavar="PATH", help="the dataset (default: exports/kg.nq)"
    )
    mcp.add_argument("--http", type=int, metavar="PORT", help="serve HTTP on this machine instead of standard output")
    mcp.add_argument(
        "--seconds", type=float, default=30, metavar="N", help="stop a query after this long (default: 30)"
    )
    mcp.add_argument(
        "--review", type=Path, action="append", default=[], metavar="DIR", help="further reviews, for what they reject"
    )
    touched = command("touched", "list the reviewed cases that an edit of the schemes touches", _TOUCHED_EXAMPLE)
    touched.add_argument(
        "--since", type=Path, default=Path("exports/vocabularies.ttl"), metavar="FILE",
        help="the vocabularies of the build before the edit (default: exports/vocabularies.ttl)",
    )  # fmt: skip
    touched.add_argument("--json", action="store_true", help="print the changes as JSON")
    touched.add_argument(
        "--ontology", type=Path, metavar="DIR", help="the edited ontology/ folder instead of the bundled one"
    )
    return parser


def _shared(parser: argparse.ArgumentParser, *, reviews: bool, model: bool = False) -> None:
    if reviews:
        parser.add_argument(
            "--review",
            type=Path,
            action="append",
            default=[],
            metavar="DIR",
            help="a folder of further reviews (may be repeated)",
        )
    if model:
        parser.add_argument(
            "--model", action="store_true", help="also ask the model that the environment names (docs/model.md)"
        )
    parser.add_argument("--fields", metavar="LIST", help="names of the fields of JSON records, as title=NAME,text=NAME")
    parser.add_argument("--base", metavar="IRI", help="the base of all IRIs (default: https://w3id.org/ipcase)")
    parser.add_argument("--ontology", type=Path, metavar="DIR", help="an ontology/ folder instead of the bundled one")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and options.command != "query":  # a question has parameters of its own
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    options.rest = rest
    run: Callable[[argparse.Namespace], int] = import_module(f"kg.cli.{options.command}").run
    from kg.model import DataError

    try:
        return run(options)
    except DataError as error:
        print(f"kg {options.command}: {error}", file=sys.stderr)
        return DATA_AT_FAULT
    except ValueError as error:
        print(f"kg {options.command}: {error}", file=sys.stderr)
        return CALL_AT_FAULT
    except KeyboardInterrupt:
        print("\nstopped; earlier files are untouched", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return FINE


if __name__ == "__main__":
    sys.exit(main())
