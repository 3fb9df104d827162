"""The table of administrative divisions: what it holds, and that it is what its script makes."""

from __future__ import annotations

import csv
import hashlib
import importlib
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "ontology" / "schemes" / "regions.csv"
ABOVE = {"province": (), "prefecture": ("province",), "county": ("prefecture", "province")}

Rows = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def rows() -> Rows:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {row["code"]: row for row in csv.DictReader(lines)}


@pytest.fixture(scope="module")
def script() -> ModuleType:
    folder = str(ROOT / "ontology" / "maintenance")
    sys.path.insert(0, folder)
    try:
        return importlib.import_module("build_regions")
    finally:
        sys.path.remove(folder)


def of_level(rows: Rows, level: str) -> list[dict[str, str]]:
    return [row for row in rows.values() if row["level"] == level]


def test_has_all_divisions_of_the_three_levels(rows: Rows) -> None:
    assert Counter(row["level"] for row in rows.values()) == {"province": 34, "prefecture": 333, "county": 2846}


def test_each_division_has_a_parent_of_a_higher_level(rows: Rows) -> None:
    for row in rows.values():
        if row["level"] == "province":
            assert row["parent"] == ""
        else:
            assert rows[row["parent"]]["level"] in ABOVE[row["level"]], row
            assert row["parent"][:2] == row["code"][:2], row


@pytest.mark.parametrize(
    ("code", "name", "short", "english", "parent"),
    [
        ("320509", "吴江区", "吴江", "Wujiang District (Suzhou)", "320500"),
        ("210681", "东港市", "东港", "Donggang", "210600"),
        ("371102", "东港区", "东港", "Donggang District", "371100"),
        ("222400", "延边朝鲜族自治州", "延边", "Yanbian Korean Autonomous Prefecture", "220000"),
        ("450000", "广西壮族自治区", "广西", "Guangxi", ""),
        ("540000", "西藏自治区", "西藏", "Xizang (Tibet)", ""),
        ("810000", "香港特别行政区", "香港", "Hong Kong", ""),
        ("610000", "陕西省", "陕西", "Shaanxi", ""),
        ("610100", "西安市", "西安", "Xi'an", "610000"),
        ("150100", "呼和浩特市", "呼和浩特", "Hohhot", "150000"),
        ("650100", "乌鲁木齐市", "乌鲁木齐", "Ürümqi", "650000"),
        ("341300", "宿州市", "宿州", "Suzhou (Anhui)", "340000"),
        ("220200", "吉林市", "吉林市", "Jilin City", "220000"),
        ("632500", "海南藏族自治州", "海南州", "Hainan Tibetan Autonomous Prefecture", "630000"),
        ("120105", "河北区", "河北区", "Hebei District", "120000"),
        ("150121", "土默特左旗", "土默特左旗", "Tumd Left Banner", "150100"),
        ("429004", "仙桃市", "仙桃", "Xiantao", "420000"),
        ("500101", "万州区", "万州", "Wanzhou District", "500000"),
        ("330382", "乐清市", "乐清", "Yueqing", "330300"),
        ("140109", "万柏林区", "万柏林", "Wanbailin District", "140100"),
        ("310115", "浦东新区", "浦东", "Pudong New Area", "310000"),
    ],
)
def test_names_of_well_known_divisions(rows: Rows, code: str, name: str, short: str, english: str, parent: str) -> None:
    row = rows[code]
    assert (row["zh"], row["short_zh"], row["en"], row["parent"]) == (name, short, english, parent)


def test_twenty_nine_full_names_are_shared_and_say_so(rows: Rows) -> None:
    bearers = Counter(row["zh"] for row in rows.values())
    assert sum(count > 1 for count in bearers.values()) == 29
    for row in rows.values():
        assert row["shared"] == (str(bearers[row["zh"]]) if bearers[row["zh"]] > 1 else ""), row


def test_short_names_of_provinces_and_prefectures_are_unique(rows: Rows) -> None:
    names = Counter(row["short_zh"] for row in rows.values() if row["level"] != "county")
    assert [name for name, count in names.items() if count > 1] == []


def test_no_short_name_of_a_county_is_that_of_a_province_or_prefecture(rows: Rows) -> None:
    above = {row["short_zh"] for row in rows.values() if row["level"] != "county"}
    assert [row["zh"] for row in of_level(rows, "county") if row["short_zh"] in above] == []


def test_short_names_have_at_least_two_characters_and_begin_the_full_name(rows: Rows) -> None:
    for row in rows.values():
        assert len(row["short_zh"]) >= 2, row
        assert row["zh"].startswith(row["short_zh"].removesuffix("州")), row


def test_english_names_are_unique(rows: Rows) -> None:
    names = Counter(row["en"] for row in rows.values())
    assert [name for name, count in names.items() if count > 1] == []


def test_only_provinces_have_abbreviations_iso_codes_and_wikidata(rows: Rows) -> None:
    columns = ("jian_zh", "iso3166_2", "wikidata", "wikidata_basis")
    for row in rows.values():
        assert all(bool(row[column]) == (row["level"] == "province") for column in columns), row
    provinces = of_level(rows, "province")
    assert len({row["iso3166_2"] for row in provinces}) == len({row["wikidata"] for row in provinces}) == 34
    abbreviations = [one for row in provinces for one in row["jian_zh"].split("|")]
    assert len(abbreviations) == len(set(abbreviations))


@pytest.mark.parametrize(
    "name", ["公安县", "合作市", "资源县", "新兴县", "新兴区", "振兴区", "平和县", "朝阳市", "日照市"]
)
def test_short_names_that_are_ordinary_words_are_marked(rows: Rows, name: str) -> None:
    found = [row for row in rows.values() if row["zh"] == name]
    assert found and all(row["short_is_word"] == "1" for row in found)


@pytest.mark.parametrize(
    "name", ["青岛市", "吴江区", "丹东市", "合肥市", "五常市", "常熟市", "义乌市", "海淀区", "江苏省"]
)
def test_short_names_that_are_nothing_but_places_are_not_marked(rows: Rows, name: str) -> None:
    assert [row["short_is_word"] for row in rows.values() if row["zh"] == name] == [""]


@pytest.mark.parametrize("name", ["城区", "郊区", "矿区", "范县", "理县", "新城区"])
def test_full_names_that_prove_nothing_alone_are_marked(rows: Rows, name: str) -> None:
    found = [row for row in rows.values() if row["zh"] == name]
    assert found and all(row["name_is_word"] == "1" for row in found)


def is_ruled_out(row: dict[str, str], text: str) -> bool:
    before, _, after = text.partition(row["short_zh"])
    not_after, not_before = (row[column].split("|") for column in ("short_not_after", "short_not_before"))
    return before.endswith(tuple(filter(None, not_after))) or after.startswith(tuple(filter(None, not_before)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("广东省", "推广东北大米"),
        ("广安市", "推广安全技术"),
        ("合肥市", "生产复合肥料"),
        ("重庆市", "隆重庆祝"),
        ("兰州市", "美国马里兰州"),
        ("达州市", "美国内华达州"),
        ("白山市", "长白山人参"),
        ("眉山市", "峨眉山"),
        ("中山市", "中山大学"),
        ("普洱市", "普洱茶"),
        ("大理白族自治州", "大理石板材"),
        ("哈密市", "哈密瓜"),
        ("河北省", "黄河北岸"),
        ("海口市", "长江出海口"),
        ("济南市", "经济南移"),
        ("保定市", "确保定期检查"),
        ("衡水市", "平衡水量"),
        ("定西市", "指定西部省份"),
        ("上海市", "线上海外维权"),
        ("丽水市", "美丽水乡"),
        ("新乡市", "创新乡村治理"),
        ("中山市", "其中山东省三家"),
        ("自贡市", "各自贡献"),
        ("中卫市", "其中卫生用品"),
    ],
)
def test_neighbours_rule_out_pieces_of_other_words(rows: Rows, name: str, text: str) -> None:
    (row,) = [row for row in rows.values() if row["zh"] == name]
    assert row["short_zh"] in text and is_ruled_out(row, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("广东省", "广东法院"),
        ("合肥市", "安徽合肥"),
        ("重庆市", "川渝、重庆海关"),
        ("上海市", "以上海为中心"),
        ("青岛市", "青岛海关"),
        ("山东省", "其中山东三家"),
    ],
)
def test_neighbours_let_real_mentions_pass(rows: Rows, name: str, text: str) -> None:
    (row,) = [row for row in rows.values() if row["zh"] == name]
    assert not is_ruled_out(row, text)


def test_file_is_utf8_with_line_feeds_and_its_checksum_holds() -> None:
    raw = TABLE.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf") and b"\r" not in raw and raw.endswith(b"\n")
    comment = [line for line in raw.decode().splitlines() if line.startswith("#")]
    table = b"".join(line for line in raw.splitlines(keepends=True) if not line.startswith(b"#"))
    digest = hashlib.sha256(table).hexdigest()
    assert comment[-1].endswith(digest), "the rows were edited by hand: change the script and rebuild"


SAMPLE = [
    {"code": "650102", "name": "天山区"},
    {"code": "650100", "name": "乌鲁木齐市"},
    {"code": "650000", "name": "新疆维吾尔自治区"},
    {"code": "659000", "name": "自治区直辖县级行政区划"},
    {"code": "659001", "name": "石河子市"},
]
SYLLABLES = {"天": "tian", "山": "shan", "石": "shi", "河": "he", "子": "zi"}


def test_script_makes_the_same_table_whatever_the_order_of_the_source(script: ModuleType) -> None:
    def table(source: list[dict[str, str]]) -> list[dict[str, str]]:
        made: list[dict[str, str]] = script.table(
            script.divisions(source), {"650000": "Xinjiang"}, lambda name: [SYLLABLES.get(c, "x") for c in name], {}
        )
        return made

    made = table(SAMPLE)
    assert made == table(SAMPLE[::-1])
    assert [(row["code"], row["short_zh"], row["en"], row["parent"]) for row in made] == [
        ("650000", "新疆", "Xinjiang", ""),
        ("650100", "乌鲁木齐", "Ürümqi", "650000"),
        ("650102", "天山", "Tianshan District", "650100"),
        ("659001", "石河子", "Shihezi", "650000"),
    ]
    written = script.document(made, ["comment"])
    assert written == script.document(made, ["comment"])
    assert written.decode().splitlines()[2].startswith("code,zh,short_zh,")


def test_script_refuses_a_division_without_a_parent(script: ModuleType) -> None:
    with pytest.raises(ValueError, match="650102"):
        script.divisions([{"code": "650102", "name": "天山区"}])


def test_columns_are_those_of_the_script(script: ModuleType, rows: Rows) -> None:
    assert tuple(rows["110000"]) == script.COLUMNS
