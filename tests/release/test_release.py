"""Releases: what is in the zip, what changed since the last one, and the update that brings a store along."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import subprocess
import zipfile
from pathlib import Path

import jsonschema
import pyoxigraph
import pytest
import rdflib
import yaml

import kg
from kg.cli import main
from kg.release import citation

REVIEW = """case: case/first-batch/16
reviewer: {role: curator-1, kind: person}
date: 2026-11-26
entries:
- {decision: change, relation: mechanism, object: risk-targeting, quotes: [随机抽查布控]}
- {decision: reject, relation: mechanism, object: clearance-facilitation}
- {decision: add, relation: region, role: mentionsRegion, object: region/370000, quotes: [{field: title, quote: 青岛}]}
- {decision: accept, relation: ipType, role: primaryIpType, object: ip, quotes: [知识产权]}
"""


@pytest.fixture(scope="module")
def corrections(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corrections")
    (folder / "16.yaml").write_text(REVIEW, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory, corrections: Path) -> Path:
    """A folder with a first release and, after corrections, a second one."""
    folder = tmp_path_factory.mktemp("releases")
    assert main(["release", str(folder), "--version", "0.1.0"]) == 0
    assert main(["release", str(folder), "--version", "0.2.0", "--review", str(corrections)]) == 0
    return folder


def opened(releases: Path, version: str) -> dict[str, bytes]:
    """Return the files of a release by their names within its folder."""
    with zipfile.ZipFile(releases / f"ipcase-kg-{version}.zip") as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


FILES = {
    "使用说明.html", "变更说明.html", "README.txt", "CITATION.cff", "kg.html", "kg.xlsx", "data/kg.nq",
    "data/layers/vocabulary.ttl", "data/layers/source.ttl", "data/layers/reviewed.ttl", "data/layers/metadata.ttl",
    "data/retired.csv", "data/retired.ttl", "SHA256SUMS.txt",
}  # fmt: skip


def test_a_release_has_what_people_and_programs_need(releases: Path) -> None:
    assert set(opened(releases, "0.1.0")) == FILES
    assert set(opened(releases, "0.2.0")) == FILES | {"data/update.ru"}


def test_old_and_update_are_new(releases: Path) -> None:
    old, new = opened(releases, "0.1.0"), opened(releases, "0.2.0")

    def loaded(files: dict[str, bytes]) -> pyoxigraph.Store:
        store = pyoxigraph.Store()
        store.bulk_load(files["data/kg.nq"], format=pyoxigraph.RdfFormat.N_QUADS)
        return store

    store = loaded(old)
    before = set(store)
    store.update(new["data/update.ru"].decode())
    assert set(store) == set(loaded(new)) != before


def test_a_second_engine_reads_the_update_the_same_way(releases: Path) -> None:
    """rdflib keeps every datatype as written; it gets what the update touches, and some more."""
    old, new = opened(releases, "0.1.0"), opened(releases, "0.2.0")
    lines = {name: set(files["data/kg.nq"].decode().splitlines()) for name, files in (("old", old), ("new", new))}
    others = sorted(lines["old"] & lines["new"])[:200]
    touched = {
        name: "\n".join([*others, *sorted(held - lines[{"old": "new", "new": "old"}[name]])])
        for name, held in lines.items()
    }
    store, wanted = rdflib.Dataset(), rdflib.Dataset()
    store.parse(data=touched["old"], format="nquads")
    wanted.parse(data=touched["new"], format="nquads")
    store.update(new["data/update.ru"].decode())
    assert set(store.quads()) == set(wanted.quads())


def test_the_layers_together_are_the_dataset(releases: Path) -> None:
    files = opened(releases, "0.2.0")
    layers = [content for name, content in files.items() if name.startswith("data/layers/")]
    triples = {str(q.triple) for part in layers for q in pyoxigraph.parse(part, format=pyoxigraph.RdfFormat.TURTLE)}
    quads = pyoxigraph.parse(files["data/kg.nq"], format=pyoxigraph.RdfFormat.N_QUADS)
    assert triples == {str(quad.triple) for quad in quads}


def test_changes_are_told_in_words_case_by_case(releases: Path) -> None:
    told = opened(releases, "0.2.0")["变更说明.html"].decode()
    assert "0.1.0 → 0.2.0" in told
    assert "1 个案例有变化" in told
    assert "案例 16  青岛海关" in told
    assert "删去" in told and "通关便利" in told
    assert "新增" in told and "山东省" in told
    assert "风险防控" in told and "随机抽查布控" in told
    assert "（人）" in told, "who reviewed it now"
    assert "案例 15 " not in told
    assert "首次发布" in opened(releases, "0.1.0")["变更说明.html"].decode()


def test_the_guide_says_how_to_open_cite_and_correct_and_counts_honestly(releases: Path) -> None:
    guide = opened(releases, "0.2.0")["使用说明.html"].decode()
    for heading in ("打开", "哪些可信", "引用", "更正", "In English"):
        assert f"<h2>{heading}</h2>" in guide
    assert "我要纠错…" in guide and "kg.xlsx" in guide, "two ways to correct"
    assert "已核对 3 条" in guide
    assert "0.2.0 版，2026-11-26" in guide
    assert "非官方分类" in guide
    assert "src=" not in guide and "http" not in guide.replace("http-equiv", ""), "no network"


def test_chinese_names_carry_the_utf8_flag_and_the_readme_is_ascii(releases: Path) -> None:
    raw = (releases / "ipcase-kg-0.2.0.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for entry in archive.infolist():
            assert bool(entry.flag_bits & 0x800) is not entry.filename.isascii(), entry.filename
            # what Windows reads is the local header too
            flags, length = struct.unpack_from("<H", raw, entry.header_offset + 6)[0], len(entry.filename.encode())
            assert bool(flags & 0x800) is not entry.filename.isascii()
            assert raw[entry.header_offset + 30 :][:length].decode("utf-8") == entry.filename
            assert "\\" not in entry.filename and entry.filename.startswith("ipcase-kg-0.2.0/")
    readme = opened(releases, "0.2.0")["README.txt"]
    assert readme.isascii() and b"\r\n" in readme


def test_another_unzip_reads_the_names(releases: Path, tmp_path: Path) -> None:
    from tests.conftest import system_part

    command = [system_part("unzip", "unzip"), "-q", str(releases / "ipcase-kg-0.2.0.zip"), "-d", str(tmp_path)]
    subprocess.run(command, check=True, env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"})
    assert (tmp_path / "ipcase-kg-0.2.0" / "使用说明.html").is_file()


def test_the_checksums_are_those_of_the_files(releases: Path) -> None:
    files = opened(releases, "0.2.0")
    sums = dict(line.split("  ", 1)[::-1] for line in files.pop("SHA256SUMS.txt").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_the_page_and_the_dataset_name_the_version(releases: Path) -> None:
    files = opened(releases, "0.2.0")
    assert b'"version":"0.2.0"' in files["kg.html"]
    assert b"/id/dataset/kg/0.2.0" in files["data/kg.nq"]


def test_the_same_release_again_is_the_same_bytes_and_another_is_refused(
    releases: Path, corrections: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = releases / "ipcase-kg-0.2.0.zip"
    before = path.read_bytes()
    assert main(["release", str(releases), "--version", "0.2.0", "--review", str(corrections)]) == 0
    assert path.read_bytes() == before
    assert main(["release", str(releases), "--version", "0.2.0"]) == 1
    assert "这一版已经发布，内容不同" in capsys.readouterr().err
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("version", "code", "message"), [("0.1.5", 1, "已有 0.2.0"), ("zwei", 2, "write three numbers")]
)
def test_a_version_that_does_not_follow_is_refused(
    releases: Path, capsys: pytest.CaptureFixture[str], version: str, code: int, message: str
) -> None:
    assert main(["release", str(releases), "--version", version]) == code
    assert message in capsys.readouterr().err
    assert len(list(releases.iterdir())) == 2


def test_a_release_into_what_is_no_folder_is_refused_before_anything_is_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kg.xlsx").write_bytes(b"")
    assert main(["release", str(tmp_path / "kg.xlsx")]) == 1
    assert "不是文件夹" in capsys.readouterr().err


def test_a_damaged_last_release_stops_the_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "ipcase-kg-0.0.9.zip").write_bytes(b"PK")
    assert main(["release", str(tmp_path), "--version", "0.1.0"]) == 1
    assert "ipcase-kg-0.0.9.zip: 不是完整的发布包" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["ipcase-kg-0.0.9.zip"]


def test_the_citation_fits_the_schema_of_its_format(root: Path, releases: Path) -> None:
    schema = json.loads((root / "tests" / "fixtures" / "cff-1.2.0-schema.json").read_text(encoding="utf-8"))
    loader = yaml.BaseLoader  # dates stay texts, as the schema wants them
    check = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    texts = [(root / "CITATION.cff").read_bytes(), opened(releases, "0.2.0")["CITATION.cff"]]
    for text in texts:
        assert [error.message for error in check.iter_errors(yaml.load(text, Loader=loader))] == []
    assert list(check.iter_errors({"cff-version": "1.2.0", "title": "x"})), "the schema can fail"
    assert yaml.load(texts[1], Loader=loader)["version"] == "0.2.0"


def test_the_citation_of_the_repository_is_the_one_that_releases_carry(root: Path) -> None:
    assert (root / "CITATION.cff").read_text(encoding="utf-8") == citation(kg.__version__)


def test_a_tag_is_released_by_the_same_command(root: Path) -> None:
    workflow = yaml.safe_load((root / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))
    steps = "\n".join(step.get("run", "") for job in workflow["jobs"].values() for step in job["steps"])
    assert "kg release releases" in steps
    assert workflow[True]["push"]["tags"] == ["v*"]  # YAML 1.1 reads the key `on` as true
