"""Reading plain text: encodings, slugs, the register, and what a document says of itself."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents import read
from kg.documents.decoding import decode
from kg.documents.front_matter import front_matter
from kg.documents.register import load
from kg.model import DataError

ROOT = Path(__file__).parents[2]


def write(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_text_is_read_in_the_encodings_that_people_have(tmp_path: Path, encoding: str) -> None:
    text = "典型案例\r\n青岛海关开展知识产权状况预确认\r\n"
    assert read(write(tmp_path, "a.txt", text.encode(encoding))).text == text


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=8))
def test_chinese_text_survives_gb18030(text: str) -> None:
    assert decode(text.encode("gb18030"), "a.txt") == text


def test_a_few_characters_of_gb18030_that_look_like_utf8_are_read() -> None:
    assert decode("亠丁鎬丂".encode("gb18030"), "a.txt") == "亠丁鎬丂"


def test_a_damaged_utf8_file_names_the_bytes_by_offset(tmp_path: Path) -> None:
    content = "典型案例".encode() + b"\xff\xfe" + "青岛海关".encode() + b"\xc3"
    with pytest.raises(DataError) as error:
        read(write(tmp_path, "a.txt", content))
    assert "a.txt: not readable as UTF-8" in str(error.value)
    assert "0xff at offset 12" in str(error.value)
    assert "offset 26" in str(error.value)


def test_bytes_of_no_encoding_are_named_by_offset(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"not readable as UTF-8 or GB18030: .* at offset 4"):
        read(write(tmp_path, "a.txt", "案例".encode("gb18030") + b"\xff\xff"))


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_an_error(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(DataError, match="empty"):
        read(write(tmp_path, "a.txt", content))


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        read(tmp_path / "none.txt")


def test_an_unregistered_file_is_named_by_its_checksum(tmp_path: Path) -> None:
    document = read(write(tmp_path, "a.txt", "案例"))
    assert document.sha256 == hashlib.sha256("案例".encode()).hexdigest()
    assert document.slug == "d" + document.sha256[:12]


def test_renaming_a_registered_file_changes_no_slug(tmp_path: Path) -> None:
    register = load(ROOT / "data" / "sources.yaml")
    content = (ROOT / "data" / "source" / "first-batch.txt").read_bytes()
    document = read(write(tmp_path, "第一批 副本.txt", content), register=register)
    assert (document.slug, document.name) == ("first-batch", "第一批 副本.txt")
    assert document.title == "知识产权强国建设第一批典型案例"
    assert document.issuer is None
    assert document.issued is None


def test_a_slug_that_is_given_wins_and_must_be_usable(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "案例")
    assert read(path, slug="mine").slug == "mine"
    with pytest.raises(DataError, match="not usable"):
        read(path, slug="案例")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("sources:\n- {slug: a, sha256: " + "ab" * 32 + ", colour: red}\n", "unknown key 'colour'"),
        (
            "sources:\n- {slug: a, sha256: " + "ab" * 32 + "}\n- {slug: a, sha256: " + "cd" * 32 + "}\n",
            "slug a is used twice",
        ),
        ("sources:\n- {slug: a, sha256: " + "ab" * 32 + "}\n- {slug: b, sha256: " + "ab" * 32 + "}\n", "used twice"),
        ("sources:\n- {slug: 甲, sha256: " + "ab" * 32 + "}\n", "not usable"),
        ("sources:\n- {slug: a, sha256: abc}\n", "64 lower-case hex digits"),
        ("sources:\n- {slug: a, sha256: " + "ab" * 32 + ", issued: last year}\n", "not a date"),
        ("sources:\n- {slug: a, sha256: " + "ab" * 32 + ", url: 'javascript:1'}\n", "not a web address"),
        ("sources:\n- [1]\n", "must be a mapping"),
        ("sources: {", "not valid YAML"),
        ("files: []\n", "one key, sources"),
    ],
)
def test_a_register_with_an_error_says_where_and_what(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(DataError, match=r"sources\.yaml") as error:
        load(write(tmp_path, "sources.yaml", text))
    assert what in str(error.value)


def test_every_registered_file_is_there_with_its_checksum() -> None:
    register = load(ROOT / "data" / "sources.yaml")
    for entry in register.entries:
        file = register.file(entry)
        if file is not None:
            assert hashlib.sha256(file.read_bytes()).hexdigest() == entry.sha256, f"update sha256 of {entry.slug}"


def test_a_document_states_its_title_issuer_and_date() -> None:
    text = "# 甲省高级人民法院发布2023年知识产权典型案例\n\n发布时间：2024年4月22日\n\n案例一\n"
    found = front_matter(text)
    assert (found.title, found.issuer, found.issued) == (
        "甲省高级人民法院发布2023年知识产权典型案例",
        "甲省高级人民法院",
        "2024-04-22",
    )


def test_a_document_is_signed_at_its_end() -> None:
    found = front_matter("知识产权典型案例\n甲诉乙案\n正文。\n某省高级人民法院\n2024年4月22日\n")
    assert (found.issuer, found.issued) == ("某省高级人民法院", "2024-04-22")


def test_a_document_number_is_read() -> None:
    assert front_matter("某省知识产权局\n某知发〔2024〕12号\n关于公布典型案例的通知\n").number == "某知发〔2024〕12号"


def test_what_a_document_does_not_state_is_not_guessed() -> None:
    found = front_matter("甲公司诉乙公司案\n2021年3月至6月，乙公司销售侵权商品。来源：某报\n")
    assert found == front_matter("")
