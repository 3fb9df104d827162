"""What a reviewer can link a case to: found by Chinese, pinyin, initials, English or code."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

from kg.explorer.phonetic import pinyin
from kg.vocabulary import Concept, Region, Vocabulary

KINDS: Final = {
    "region": "region",
    "actorType": "institution-type",
    "ipType": "ip-type",
    "mechanism": "mechanism",
    "stage": "stage",
    "institution-type": "institution-type",
    "instrument-type": "instrument-type",
    "fact-type": "fact-type",
}
"""The scheme that is searched for a relation, or for the type of a named thing."""

_LEVELS: Final = {"province": 0, "prefecture": 1, "area": 1, "zone": 2, "county": 3}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something to link to, with what it is found by; ``rank`` orders what fits equally well.

    ``names`` are all its names and cues, the label first, folded as queries are; ``sounds`` its names in pinyin,
    whole and by initials.
    """

    path: str
    label: str
    label_en: str
    above: str
    code: str
    rank: int
    names: tuple[str, ...]
    english: str
    sounds: tuple[str, ...]

    def score(self, wanted: str) -> int | None:
        """Return how far this is from a folded query, 0 the nearest; ``None`` where it does not fit."""
        label, code = self.names[0], self.code.lower()
        if wanted in (label, code, self.path.partition("/")[2].replace("-", "")):
            return 0
        if wanted in self.names or wanted in self.sounds:
            return 1
        if label.startswith(wanted):
            return 2
        if any(sound.startswith(wanted) for sound in self.sounds):
            return 3
        if wanted in label or self.english.startswith(wanted):
            return 4
        if any(wanted in name for name in self.names):
            return 5
        if len(wanted) > 1 and (wanted in self.english or any(wanted in sound for sound in self.sounds)):
            return 6
        if code and code.startswith(wanted):
            return 7
        # last, what the selected words hold a name of
        return 8 if any(len(name) > 1 and name in wanted for name in self.names) else None


class Lookup:
    """All concepts and regions of a vocabulary, by scheme."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._schemes: dict[str, list[Candidate]] = {}
        for name in dict.fromkeys(KINDS.values()):
            if name == "region":
                found = [_region(region, vocabulary) for region in vocabulary.regions.values()]
            else:
                found = [_concept(concept, vocabulary) for concept in vocabulary.scheme(name)]
            self._schemes[name] = found

    def search(self, kind: str, query: str, limit: int = 8) -> list[Candidate]:
        """Return what fits a query best; for an empty one, what comes first.

        ``kind`` is a relation or a scheme of types (`KINDS`). Raises `KeyError` for an unknown one.
        """
        wanted = _folded(query)
        fitting = []
        for candidate in self._schemes[KINDS[kind]]:
            score = candidate.score(wanted) if wanted else 0
            if score is not None:
                # what a long selection holds is the better, the longer its name
                length = len(candidate.names[0]) * (-1 if score == 8 else 1)
                fitting.append((score, candidate.rank, length, candidate.path, candidate))
        if not fitting:
            return self._alike(KINDS[kind], wanted)[:limit]
        return [item[-1] for item in sorted(fitting)[:limit]]

    def _alike(self, scheme: str, wanted: str) -> list[Candidate]:
        """Return what shares at least half of a query's pairs of characters, the most first: 开放专利许可, 专利开放许可."""
        pairs = _pairs(wanted)

        def share(name: str) -> tuple[float, int]:
            return len(pairs & _pairs(name)) / len(pairs), len(set(wanted) & set(name))

        shares = [
            (max(map(share, candidate.names)), candidate) for candidate in (self._schemes[scheme] if pairs else ())
        ]
        alike = [one for one in shares if one[0][0] >= 0.5]
        return [candidate for _, candidate in sorted(alike, key=lambda one: (-one[0][0], -one[0][1], one[1].path))]


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _folded(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text.lower()) if c.isalnum())


def _concept(concept: Concept, vocabulary: Vocabulary) -> Candidate:
    above = [vocabulary.concepts[path].label for path in vocabulary.ancestors(concept.path)]
    cues = [cue.text for cue in concept.cues if not cue.is_pattern]
    words = (*concept.alt_labels, *concept.hidden_labels, *cues)
    return _candidate(
        concept.path,
        concept.label,
        concept.label_en,
        above[0] if above else "",
        concept.notation or "",
        len(above),
        words,
    )


def _region(region: Region, vocabulary: Vocabulary) -> Candidate:
    above = [vocabulary.regions[path].label for path in vocabulary.ancestors(region.path) if path in vocabulary.regions]
    words = (region.short, *region.abbreviations, *region.alt_labels)
    rank = _LEVELS[region.level]
    return _candidate(region.path, region.label, region.label_en, "".join(reversed(above)), region.code, rank, words)


def _candidate(
    path: str, label: str, label_en: str, above: str, code: str, rank: int, words: tuple[str, ...]
) -> Candidate:
    names = tuple(dict.fromkeys(filter(None, map(_folded, (label, *words)))))
    sounds = tuple(sound for name in names[:4] for sound in pinyin(name) if sound)
    return Candidate(path, label, label_en, above, code, rank, names, _folded(label_en), sounds)


def guess_region(name: str, vocabulary: Vocabulary) -> str | None:
    """Return the path of the most specific region in a body's name, at its beginning or within (中国银行温州分行);
    ``None`` where there is none or it is not clear which."""
    for place in range(len(name)):
        found = _leading_region(name[place:], vocabulary)
        if found is not None:
            return found
    return None


def _leading_region(name: str, vocabulary: Vocabulary) -> str | None:
    found: Region | None = None
    while name:
        step = 0
        for length in range(min(len(name), 16), 1, -1):
            known = [
                region
                for region in vocabulary.regions_by_name.get(name[:length], ())
                if region.class_name != "JurisdictionArea"
                and (found is None or found.path in vocabulary.ancestors(region.path))
            ]
            if len(known) == 1:
                found, step = known[0], length
                break
        if not step:
            break
        name = name[step:]
    return found.path if found is not None else None


def guess_type(name: str, vocabulary: Vocabulary) -> str | None:
    """Return the slug of the institution type whose names end as this one does, the longest ending first."""
    best: tuple[int, str] | None = None
    for concept in vocabulary.scheme("institution-type"):
        endings = (*concept.name_endings, *concept.whole_names, concept.label, *concept.alt_labels)
        for ending in endings:
            if name.endswith(ending) and (best is None or len(ending) > best[0]):
                best = (len(ending), concept.slug)
    return best[1] if best else None


_INSTRUMENTS: Final = (
    ("解释", "judicial-interpretation"), ("条例", "local-regulation"), ("法", "law"), ("公约", "treaty"),
    ("协定", "treaty"), ("协议", "agreement"), ("备忘录", "agreement"), ("纪要", "agreement"), ("标准", "standard"),
    ("规范", "standard"), ("规程", "standard"), ("指南", "standard"),
)  # fmt: skip


def guess_instrument(name: str) -> str:
    """Return the likely type of a document from how its name ends (guide 10.2).

    >>> guess_instrument("《商标法》"), guess_instrument("《关于强化保护的意见》"), guess_instrument("实施办法")
    ('law', 'policy-document', 'policy-document')
    """
    bare = name.strip("《》")
    if bare.endswith(("办法", "做法")):
        return "policy-document"
    return next((slug for ending, slug in _INSTRUMENTS if bare.endswith(ending)), "policy-document")
