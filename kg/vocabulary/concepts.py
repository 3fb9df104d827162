"""Concepts of the SKOS schemes: labels, hierarchy and the cues that the finder looks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.model import DataError
from kg.namespaces import EXTERNAL, Namespaces, short_hash
from kg.vocabulary.turtle import Description, Value, skos

LANGUAGE: Final = "zh-hans"


@dataclass(frozen=True, slots=True, order=True)
class Cue:
    """Words that speak for a concept: a literal or an RE2 pattern, with the neighbours that forbid it.

    A cue does not count right after one of ``not_after``, nor right before one of ``not_before``, nor
    anywhere in a sentence that holds one of ``not_in_sentence``.
    """

    text: str
    is_pattern: bool = False
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_in_sentence: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The cue's own IRI path, a hash of what it says."""
        parts: tuple[str, ...] = (str(self.is_pattern), self.text, "|".join(self.not_after), "|".join(self.not_before))
        parts += ("|".join(self.not_in_sentence),) if self.not_in_sentence else ()
        return f"cue/{short_hash(*parts, length=12)}"


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept of a scheme. ``top`` is the slug of its top concept, its own where it is one.

    Institution types say how names of such bodies end (``name_endings``), which whole names need
    nothing before them (``whole_names``), and which levels of region they take where several
    types share an ending (``region_levels``). ``covered_by_kinds`` tells that each thing of the concept is of
    one of its narrower kinds: every 专利 is 发明, 实用新型 or 外观设计. ``of_practices`` tells that its words, in
    the text of a proceeding, speak of the parties' affairs.
    """

    path: str
    label: str
    label_en: str
    alt_labels: tuple[str, ...]
    hidden_labels: tuple[str, ...]
    broader: tuple[str, ...]
    cues: tuple[Cue, ...]
    name_endings: tuple[str, ...]
    whole_names: tuple[str, ...]
    region_levels: frozenset[str]
    not_matched: frozenset[str]
    stage: str | None
    notation: str | None
    definition: str
    top: str = ""
    covered_by_kinds: bool = False
    of_practices: bool = False

    @property
    def scheme(self) -> str:
        """The scheme's name: ``mechanism``."""
        return self.path.partition("/")[0]

    @property
    def slug(self) -> str:
        """The concept's slug: ``open-licence``."""
        return self.path.partition("/")[2]

    def words(self) -> tuple[Cue, ...]:
        """Return everything that the finder looks for: the cues, and the labels that are not switched off."""
        labels = (self.label, *self.alt_labels, *self.hidden_labels)
        literal = tuple(Cue(label) for label in labels if label not in self.not_matched)
        known = {cue.text for cue in self.cues if not cue.is_pattern}
        return self.cues + tuple(cue for cue in literal if cue.text not in known)


def _texts(values: list[Value], language: str | None = LANGUAGE) -> tuple[str, ...]:
    return tuple(
        sorted(v.text for v in values if not v.is_node and (language is None or v.language in (language, None)))
    )


def contextual_cue(node: Description, where: str, spaces: Namespaces) -> Cue:
    def texts(name: str) -> tuple[str, ...]:
        return _texts(node.get(spaces.definition(name), []), None)

    patterns, literals = texts("pattern"), texts("literal")
    if len(patterns) + len(literals) != 1:
        raise DataError(where, "a def:contextCue needs exactly one def:pattern or def:literal", "split it in two")
    return Cue((patterns or literals)[0], bool(patterns), texts("notAfter"), texts("notBefore"), texts("notInSentence"))


def concepts(subjects: Mapping[str, Description], spaces: Namespaces) -> dict[str, Concept]:
    """Return the concepts in the descriptions of scheme files, keyed by path.

    Raises `DataError` where a concept lacks its one label, names an unknown broader concept or
    a cue is malformed.
    """
    found: dict[str, Concept] = {}
    for subject, node in subjects.items():
        types = {value.text for value in node.get(EXTERNAL["rdf"] + "type", [])}
        if skos("Concept") not in types or not subject.startswith(f"{spaces.base}/scheme/"):
            continue
        path = spaces.path(subject)

        def values(name: str, node: Description = node) -> list[Value]:
            return node.get(spaces.definition(name), [])

        labels = [v.text for v in node.get(skos("prefLabel"), []) if v.language == LANGUAGE]
        if len(labels) != 1:
            raise DataError(f"concept {path}", f"{len(labels)} skos:prefLabel@zh-hans", "give it exactly one")
        english = [v.text for v in node.get(skos("prefLabel"), []) if v.language == "en"]
        cues = [Cue(v.text) for v in values("cue")]
        for value in values("contextCue"):  # a blank node in a scheme file, an IRI in a published vocabulary
            cue_node = subjects[f"_:{value.text}" if value.is_blank else value.text]
            cues.append(contextual_cue(cue_node, f"concept {path}", spaces))
        stages = [spaces.path(v.text).partition("/")[2] for v in values("stage")]
        notations = _texts(node.get(skos("notation"), []), None)
        definitions = _texts(node.get(skos("definition"), []))
        found[path] = Concept(
            path=path,
            label=labels[0],
            label_en=english[0] if english else "",
            alt_labels=_texts(node.get(skos("altLabel"), [])),
            hidden_labels=_texts(node.get(skos("hiddenLabel"), [])),
            broader=tuple(sorted(spaces.path(v.text) for v in node.get(skos("broader"), []))),
            cues=tuple(sorted(set(cues))),
            name_endings=_texts(values("nameEnding"), None),
            whole_names=_texts(values("wholeName"), None),
            region_levels=frozenset(_texts(values("regionLevel"), None)),
            not_matched=frozenset(_texts(values("notMatched"), None)),
            stage=stages[0] if stages else None,
            notation=notations[0] if notations else None,
            definition=definitions[0] if definitions else "",
            covered_by_kinds="true" in _texts(values("coveredByKinds"), None),
            of_practices="true" in _texts(values("ofPractices"), None),
        )
    return {path: _with_top(concept, found) for path, concept in found.items()}


def _with_top(concept: Concept, found: Mapping[str, Concept]) -> Concept:
    """Return the concept with its top and, where it has none of its own, its broader concept's stage."""
    from dataclasses import replace

    seen, current, stage = {concept.path}, concept, concept.stage
    while current.broader:
        above = current.broader[0]
        if above not in found:
            raise DataError(f"concept {current.path}", f"its broader concept {above} is unknown", "mend skos:broader")
        if above in seen:
            raise DataError(f"concept {concept.path}", "skos:broader goes in a circle", "mend skos:broader")
        seen.add(above)
        current = found[above]
        stage = stage or current.stage
    return replace(concept, top=current.slug, stage=stage)
