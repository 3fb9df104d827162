"""Compare the rules with what people would reach for, on the same gold: cpca, jieba, spaCy, a bare gazetteer.

    pip install -r benchmarks/requirements.txt      # into the project's environment, for this only
    python benchmarks/comparison.py [--documents DIR]

Writes the tables of docs/benchmarks.md. Every system gets the same cases (title and text, the boundaries handed to
them). The gazetteer, jieba and spaCy get the same words: the names of regions, the labels and literal cues of the
concepts, the endings of institutions' names; and the same reading of what they match (`read`). They differ in how
they find words in running Chinese. The other annotated documents are looked for in DIR by their SHA-256.
"""

from __future__ import annotations

import argparse
import logging
import platform
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.golds import ROOT, annotated, between_markers, golds
from kg import evaluate, referents
from kg.actor_types import with_actor_types
from kg.aliases import load as load_aliases
from kg.mentions import Finder
from kg.model import Assertion, Case
from kg.vocabulary import Region, Vocabulary, load

PAGE = ROOT / "docs" / "benchmarks.md"
LAYERS = ("region", "institution with type", "ipType", "mechanism", "mechanism group")

Match = tuple[str, int, int]
"""A word with its offsets in a string."""
Matcher = Callable[[str], list[Match]]
Item = tuple[str, str, str]
"""A layer, a case and a key, as `kg.evaluate.keys` writes it."""


class Words:
    """The words that the three dictionary systems look for, by kind, each with what it may stand for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        # a county's short name is often a common word (共和, 公安, 资源), so counties count by their full names only
        usable = {
            name: tuple(region for region in regions if region.level != "county" or name == region.label)
            for name, regions in vocabulary.regions_by_name.items()
        }
        self.places: dict[str, tuple[Region, ...]] = {name: regions for name, regions in usable.items() if regions}
        self.endings: dict[str, str] = {}
        self.whole: dict[str, str] = {}
        self.concepts: dict[str, dict[str, list[str]]] = {"ip-type": {}, "mechanism": {}}
        for concept in vocabulary.scheme("institution-type"):
            self.endings.update(dict.fromkeys(concept.name_endings, concept.top))
            self.whole.update(dict.fromkeys(concept.whole_names, concept.top))
        for scheme, known in self.concepts.items():
            for concept in vocabulary.scheme(scheme):
                for cue in concept.words():
                    if not cue.is_pattern:
                        known.setdefault(cue.text, []).append(concept.path)

    def kinds(self) -> dict[str, list[str]]:
        """Return the words by kind. Each kind is matched by itself, so that none hides another."""
        return {
            "region": list(self.places),
            "institution": [*self.places, *self.endings, *self.whole],
            **{scheme: list(known) for scheme, known in self.concepts.items()},
        }


def _region(word: str, before: str | None, words: Words) -> str:
    """Return the region a name stands for: the one that lies in the region just before it, else the most senior."""
    candidates = words.places[word]
    inside = [found for found in candidates if before and before in words.vocabulary.ancestors(found.path)]
    order = ("province", "prefecture", "county")
    rank = {level: number for number, level in enumerate(order)}
    return min(inside or candidates, key=lambda found: (rank.get(found.level, 9), found.path)).path


def _chains(matches: Iterable[Match], words: Words) -> Iterator[tuple[str, int, int]]:
    """Join place names that stand side by side and lie in each other; the last one is meant (江苏省南京市)."""
    last: tuple[str, int, int] | None = None
    for word, start, end in matches:
        touching = last is not None and last[2] == start
        path = _region(word, last[0] if last and touching else None, words)
        if last and touching and last[0] in words.vocabulary.ancestors(path):
            last = (path, last[1], end)
            continue
        if last:
            yield last
        last = (path, start, end)
    if last:
        yield last


def read(case: Case, matchers: dict[str, Matcher], words: Words) -> set[Item]:
    """Return what the matches of a case mean.

    Chains of places are one region; an institution is a chain of places with an ending right after it; a
    concept above another that was found is left out, for IP types, since the guide says so.
    """
    found: set[Item] = set()
    concepts: dict[str, set[str]] = {"ip-type": set(), "mechanism": set()}
    for text in (case.title, case.text):
        found |= {("region", case.path, path) for path, _, _ in _chains(matchers["region"](text), words)}
        found |= {
            ("institution with type", case.path, f"{name} ({kind})")
            for name, kind in _institutions(text, matchers["institution"](text), words)
        }
        for scheme, paths in concepts.items():
            for word, _, _ in matchers[scheme](text):
                paths.update(words.vocabulary.link_path(path) for path in words.concepts[scheme].get(word, ()))
    above = {broader for path in concepts["ip-type"] for broader in words.vocabulary.ancestors(path)}
    found |= {("ipType", case.path, path) for path in concepts["ip-type"] - above}
    found |= {("mechanism", case.path, path) for path in concepts["mechanism"]}
    found |= {
        ("mechanism group", case.path, f"mechanism/{words.vocabulary.concept(path).top}")
        for path in concepts["mechanism"]
    }
    return found


def _institutions(text: str, matches: list[Match], words: Words) -> Iterator[tuple[str, str]]:
    start: int | None = None
    reached = -1
    for word, begin, end in matches:
        if word in words.whole:
            yield word, words.whole[word]
        elif word in words.endings and start is not None and reached == begin:
            yield referents.drop_province(text[start:end], words.vocabulary), words.endings[word]
        if word in words.places:
            start = start if start is not None and reached == begin else begin
            reached = end
        else:
            start = None


def gazetteer(kinds: dict[str, list[str]]) -> dict[str, Matcher]:
    """Leftmost longest match of every word, anywhere: what a gazetteer does."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    def matcher(listed: list[str]) -> Matcher:
        automaton = AhoCorasick(listed, matchkind=MatchKind.LeftmostLongest)
        return lambda text: [(listed[index], s, e) for index, s, e in automaton.find_matches_as_indexes(text)]

    return {kind: matcher(listed) for kind, listed in kinds.items()}


def jieba(kinds: dict[str, list[str]]) -> dict[str, Matcher]:
    """Tokens of jieba with the words as its user dictionary; a token that is one of the words is a match."""
    import jieba as library

    library.setLogLevel(logging.ERROR)

    def matcher(listed: list[str]) -> Matcher:
        tokenizer, wanted = library.Tokenizer(), set(listed)
        for word in listed:
            tokenizer.add_word(word)
        return lambda text: [match for match in tokenizer.tokenize(text) if match[0] in wanted]

    return {kind: matcher(listed) for kind, listed in kinds.items()}


def spacy(kinds: dict[str, list[str]]) -> dict[str, Matcher]:
    """PhraseMatcher on a blank Chinese pipeline (characters are tokens), the longest of overlapping spans."""
    import spacy as library
    from spacy.matcher import PhraseMatcher
    from spacy.util import filter_spans

    pipeline = library.blank("zh")

    def matcher(listed: list[str]) -> Matcher:
        phrases = PhraseMatcher(pipeline.vocab)
        phrases.add("words", list(pipeline.pipe(listed)))
        return lambda text: [
            (span.text, span.start_char, span.end_char) for span in filter_spans(phrases(pipeline(text), as_spans=True))
        ]

    return {kind: matcher(listed) for kind, listed in kinds.items()}


def cpca(cases: Iterable[Case], vocabulary: Vocabulary) -> set[Item]:
    """Regions of cpca's own table, sentence by sentence, as its `transform_text_with_addrs` finds them."""
    import cpca as library

    found: set[Item] = set()
    for case in cases:
        for sentence in re.split("[。；\n]", f"{case.title}\n{case.text}"):
            try:
                codes = library.transform_text_with_addrs(sentence)["adcode"]
            except KeyError:  # what it raises where a text has no address
                continue
            known = (f"region/{str(code)[:6]}" for code in codes if code)
            found |= {("region", case.path, path) for path in known if path in vocabulary.regions}
    return found


def rules(cases: Iterable[Case], vocabulary: Vocabulary) -> set[Item]:
    """What this project's rules find."""
    finder = Finder(vocabulary, load_aliases(ROOT / "data" / "aliases.yaml"))
    return _items(a for case in cases for a in with_actor_types(finder.find(case).assertions, vocabulary))


def _items(assertions: Iterable[Assertion]) -> set[Item]:
    return {
        (layer, assertion.case, key)
        for assertion in assertions
        for layer, key in evaluate.keys(assertion).items()
        if layer in LAYERS
    }


def _cell(layer: str, found: set[Item], wanted: set[Item]) -> str:
    ours = {item for item in found if item[0] == layer}
    theirs = {item for item in wanted if item[0] == layer}
    score = evaluate.Score(layer, len(ours & theirs), len(ours), len(theirs))
    return f"{score.precision:.2f} / {score.recall:.2f} / **{score.f1:.2f}**"


def compare(cases: dict[str, Case], wanted: set[Item], vocabulary: Vocabulary) -> str:
    """Return the Markdown table of one gold. A package that is not there has a row that says so."""
    words = Words(vocabulary)
    dictionaries: dict[str, Callable[[dict[str, list[str]]], dict[str, Matcher]]] = {
        "bare gazetteer": gazetteer,
        "jieba, user dictionary": jieba,
        "spaCy PhraseMatcher": spacy,
    }
    lines = ["| system | " + " | ".join(LAYERS) + " |", "|" + "---|" * (len(LAYERS) + 1)]
    found = rules(cases.values(), vocabulary)
    lines.append("| **rules of this project** | " + " | ".join(_cell(layer, found, wanted) for layer in LAYERS) + " |")
    try:
        found = cpca(cases.values(), vocabulary)
        cells = [_cell("region", found, wanted), *["–"] * (len(LAYERS) - 1)]
    except ImportError as error:
        cells = [f"not installed ({error.name})"] * len(LAYERS)
    lines.append("| cpca | " + " | ".join(cells) + " |")
    for name, make in dictionaries.items():
        try:
            matchers = make(words.kinds())
            found = set().union(*(read(case, matchers, words) for case in cases.values()))
            cells = [_cell(layer, found, wanted) for layer in LAYERS]
        except ImportError as error:
            cells = [f"not installed ({error.name})"] * len(LAYERS)
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def setting() -> str:
    """Return the machine and the versions, one line each."""
    listed = []
    for package in ("cpca", "jieba", "spacy", "pandas", "ahocorasick-rs"):
        try:
            listed.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            listed.append(f"{package} not installed")
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"- machine: {machine}\n- packages: {', '.join(listed)}"


def main() -> int:
    """Rewrite the tables and say which."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=Path, metavar="DIR", help="where the other annotated documents are")
    folder = parser.parse_args().documents
    vocabulary = load(ROOT / "ontology")
    text = between_markers(PAGE.read_text(encoding="utf-8"), "setting", setting())
    for gold in golds(folder):
        cases, wanted = annotated(gold, vocabulary)
        text = between_markers(text, gold.slug, compare(cases, _items(wanted), vocabulary))
        print(f"{PAGE.relative_to(ROOT)}: {gold.slug}")
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
