"""Named questions: SPARQL files that say the question in Chinese and English, and may take parameters.

A file begins with comment lines, then holds the query::

    # zh: 某地（含所辖市、区县）有哪些案例？
    # en: Which cases concern a region, its cities and districts included?
    # param: region = 江苏省  (地区：名称、简称或代码 · a region: name, short name or code)

Each parameter has one line of the query to itself, ``BIND("江苏省" AS ?region)``, or with a bare
number for a number; a ``-`` in the name is a ``_`` in the variable. Giving a value replaces the
term in that line and nothing else, so a file is a query that runs as it stands.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.model import DataError
from kg.namespaces import EXTERNAL, Namespaces

_HEAD: Final = re.compile(r"# (zh|en|param): (.*)")
_PARAMETER: Final = re.compile(r"([a-z]+(?:-[a-z]+)*) = (.*?)  \((.*)\)")
_BINDING: Final = re.compile(r'^(\s*BIND\()("(?:[^"\\]|\\.)*"|[0-9]+)( AS \?([a-z_]+)\))$', re.MULTILINE)
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question can be asked about: its name on the command line, its default, what it is."""

    name: str
    default: str
    meaning: str
    is_number: bool = False

    @property
    def variable(self) -> str:
        """The variable of the query that holds the value."""
        return self.name.replace("-", "_")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its query, which runs as it stands, with the defaults of its parameters."""

    name: str
    zh: str
    en: str
    sparql: str
    parameters: tuple[Parameter, ...] = ()

    def bound(self, values: Mapping[str, str]) -> str:
        """Return the query with values for some of its parameters.

        Raises `ValueError` for a parameter that the question does not have, and for a value that
        should be a whole number and is none.

        >>> text = '# zh: 问？\\n# en: Asked?\\n# param: word = 站  (词 · a word)\\n  BIND("站" AS ?word)\\n'
        >>> print(parse("q", text).bound({"word": 'a "b"'}).splitlines()[-1])
          BIND("a \\"b\\"" AS ?word)
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        terms = {}
        for name, value in values.items():
            if name not in known:
                raise ValueError(f"{self.name} has no parameter {name!r}{_instead(name, list(known))}")
            terms[known[name].variable] = _number(name, value) if known[name].is_number else string_literal(value)
        return _BINDING.sub(lambda found: found[1] + terms.get(found[4], found[2]) + found[3], self.sparql)


def string_literal(text: str) -> str:
    """Return a text as a SPARQL string that cannot end early, whatever it holds.

    Code-point escapes are read before the grammar is, so a ``\\u`` of the text must not survive as one;
    the long form is written, since rdflib takes eight digits where it finds them.

    >>> print(string_literal('" } #'), string_literal("\\\\u0022"))
    "\\" } #" "\\\\\\U000000750022"
    """
    escaped = text.translate(_ESCAPES)
    return '"' + re.sub(r"\\\\([uU])", lambda found: rf"\\\U{ord(found[1]):08X}", escaped) + '"'


def _number(name: str, value: str) -> str:
    if not re.fullmatch(r"[0-9]{1,9}", value):
        raise ValueError(f"{name} takes a whole number, not {value!r}")
    return value


def _instead(name: str, known: list[str]) -> str:
    if not known:
        return ": it takes none"
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else f"; it takes {', '.join(known)}"


def parse(name: str, text: str) -> Question:
    """Return a question from its file's text.

    Raises `DataError` where a language is missing, or a parameter is not declared and bound alike.

    >>> parse("all-cases", "# zh: 有哪些案例？\\n# en: Which cases are there?\\nSELECT * WHERE {}").en
    'Which cases are there?'
    """
    heads: dict[str, list[str]] = {"zh": [], "en": [], "param": []}
    for line in text.splitlines():
        found = _HEAD.fullmatch(line)
        if found is None:
            break
        heads[found[1]].append(found[2].strip())
    if len(heads["zh"]) != 1 or len(heads["en"]) != 1:
        raise DataError(f"{name}.rq", "the question is not said once in zh and in en", "begin with # zh: and # en:")
    bindings = {found[4]: found[2] for found in _BINDING.finditer(text)}
    parameters = tuple(_parameter(f"{name}.rq", declared, bindings) for declared in heads["param"])
    return Question(name, heads["zh"][0], heads["en"][0], text, parameters)


def _parameter(where: str, declared: str, bindings: Mapping[str, str]) -> Parameter:
    found = _PARAMETER.fullmatch(declared)
    if found is None:
        raise DataError(where, f"not a parameter: {declared}", "write # param: name = default  (what it is)")
    term = bindings.get(found[1].replace("-", "_"))
    parameter = Parameter(found[1], found[2], found[3], is_number=term is not None and term.isdigit())
    if term != (parameter.default if parameter.is_number else string_literal(parameter.default)):
        mend = f'have a line BIND("{parameter.default}" AS ?{parameter.variable})'
        raise DataError(where, f"the parameter {parameter.name} is not bound to its default", mend)
    return parameter


def load(folder: Path) -> dict[str, Question]:
    """Return the questions of a folder by name; violation queries are not among them."""
    paths = sorted(path for path in folder.glob("*.rq") if not path.stem.endswith("-violation"))
    return {path.stem: parse(path.stem, path.read_text(encoding="utf-8")) for path in paths}


def violations(folder: Path) -> dict[str, str]:
    """Return the violation queries of a folder, by name: each must give no row."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*-violation.rq"))}


def turtle(questions: Iterable[Question], spaces: Namespaces, endpoint: str | None = None) -> bytes:
    """Return the questions as SHACL ``sh:SPARQLSelectExecutable``, for programs that look for examples.

    ``endpoint`` is where they can be asked; without one none is named, since none is known to run. Each
    query declares its own prefixes, so it runs as it stands; ``sh:prefixes`` repeats them.
    """
    asked = sorted(questions, key=lambda question: question.name)
    prefixes = {
        **{f: n for question in asked for f, n in re.findall(r"(?m)^PREFIX (\w+): <(.+)>$", question.sparql)},
    }
    room = f"{spaces.base}/id/question"
    lines = [
        f"@prefix {prefix}: <{EXTERNAL[prefix]}> ." for prefix in ("owl", "rdfs", "schema", "sh", "skos", "void", "xsd")
    ]
    lines += [
        "",
        *(
            [f"<{spaces.base}/id/dataset/kg> a void:Dataset ;\n    void:sparqlEndpoint <{endpoint}> ."]
            if endpoint
            else []
        ),
        f"<{room}/prefixes> a owl:Ontology ;\n"
        '    rdfs:label "问题所用前缀"@zh-hans, "Prefixes of the questions"@en ;\n    sh:declare '
        + ", ".join(f"<{room}/prefixes/{prefix}>" for prefix in sorted(prefixes))
        + " .",
    ]
    lines += [
        f"<{room}/prefixes/{prefix}> sh:prefix {string_literal(prefix)} ;\n"
        f"    sh:namespace {string_literal(spaces.rebased(prefixes[prefix]))}^^xsd:anyURI ."
        for prefix in sorted(prefixes)
    ]
    for question in asked:
        zh, en = string_literal(question.zh), string_literal(question.en)
        lines.append(
            f"<{room}/{question.name}> a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ;\n"
            f"    skos:prefLabel {zh}@zh-hans, {en}@en ;\n"
            f"    rdfs:label {zh}@zh-hans, {en}@en ;\n"
            f"    rdfs:comment {zh}@zh-hans, {en}@en ;\n"
            f"    sh:prefixes <{room}/prefixes> ;\n"
            + (f"    schema:target <{endpoint}> ;\n" if endpoint else "")
            + f"    sh:select {string_literal(spaces.rebased(question.sparql))} ."
        )
    return ("\n".join(lines) + "\n").encode()
