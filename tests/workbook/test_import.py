"""Corrections come back: what is filled in becomes reviews, what cannot be taken is named by its cell."""

from __future__ import annotations

import datetime
import subprocess
from pathlib import Path

import openpyxl
import pytest
import yaml

from kg import review
from kg.cli import main
from kg.workbook import read
from tests.conftest import system_part
from tests.workbook.conftest import Fill

RISK = ("16", "做法", "风险布控与查验")
CLEARANCE = ("16", "做法", "通关便利")


def run(*arguments: object) -> int:
    return main(["review", "--import", *(str(argument) for argument in arguments)])


def test_a_workbook_that_nobody_filled_in_changes_nothing(
    fill: Fill, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(fill(), "--review", tmp_path / "out", "--yes") == 0
    assert "没有更正" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
def test_saved_again_by_libreoffice_it_is_the_same(made: bytes, tmp_path: Path, ending: str) -> None:
    soffice = system_part("soffice", "libreoffice-calc")
    source = tmp_path / "kg.xlsx"
    source.write_bytes(made)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [soffice, profile, "--headless", "--convert-to", ending, "--outdir", str(tmp_path / "again"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    again = tmp_path / "again" / f"kg.{ending}"
    before, after = read(made, "kg.xlsx"), read(again.read_bytes(), "kg")
    assert [dict(line.texts) for line in before.links] == [dict(line.texts) for line in after.links]
    assert [dict(line.texts) for line in before.cases] == [dict(line.texts) for line in after.cases]
    assert run(again, "--dry-run") == 0


def test_corrections_are_shown_case_by_case_and_written_as_a_persons(
    fill: Fill, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = fill(
        links={
            ("16", "机构", "青岛海关"): {"处理": "认可"},
            RISK: {"处理": "改正", "引文改为": "随机抽查布控"},
            CLEARANCE: {"处理": "否定", "理由": "只是效果"},
            ("8", "地区", "吴江区"): {"改为": "苏州市", "角色改为": "提及"},
        },
        added=[
            {
                "编号": 16.0, "关系": "机构", "处理": "增补", "改为": "青岛市知识产权局", "角色改为": "参与",
                "类型改为": "市县知识产权局", "地区改为": "青岛市", "引文改为": "知识产权",
            }
        ],
    )  # fmt: skip
    out = tmp_path / "out"
    assert run(file, "--review", out, "--dry-run") == 0
    told = capsys.readouterr().out
    assert "案例 16  青岛海关" in told
    assert "－ 去掉  做法：通关便利" in told
    assert "＋ 增加  机构（参与）：青岛市知识产权局" in told
    assert "＋ 增加  地区（提及）：苏州市" in told
    assert "引文 抽查布控" in told or "随机抽查布控" in told
    assert not out.exists(), "a dry run writes nothing"

    assert run(file, "--review", out, "--yes") == 0
    loaded = review.load(out / "first-batch" / "16.yaml")
    assert (loaded.reviewer.role, loaded.reviewer.kind) == ("curator-1", "person")
    decisions = {(entry.decision, entry.relation, entry.object) for entry in loaded.entries}
    assert ("reject", "mechanism", "clearance-facilitation") in decisions
    assert ("accept", "institution", "青岛海关") in decisions
    assert ("add", "institution", "青岛市知识产权局") in decisions
    changed = review.load(out / "first-batch" / "8.yaml").entries
    assert [(e.decision, e.was, e.object, e.role) for e in changed] == [
        ("change", "region/320509", "region/320500", "mentionsRegion")
    ]


def test_a_build_with_the_written_reviews_has_the_corrections(fill: Fill, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(fill(links={CLEARANCE: {"处理": "否定"}, RISK: {"处理": "认可"}}), "--review", out, "--yes") == 0
    assert main(["build", "--review", str(out), "--out", str(tmp_path / "built"), "--formats", "nq"]) == 0
    text = (tmp_path / "built" / "kg.nq").read_text(encoding="utf-8")
    case = "<https://w3id.org/ipcase/id/case/first-batch/16>"
    linked = [line for line in text.splitlines() if line.startswith(f"{case} <https://w3id.org/ipcase/def#mechanism>")]
    assert not [line for line in linked if "clearance-facilitation" in line]
    assert [line for line in linked if "risk-targeting" in line]
    assert "reviewer/person-curator-1" in text


def test_the_same_workbook_twice_writes_nothing_more(
    fill: Fill, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    file = fill(
        links={
            RISK: {"处理": "认可"},
            CLEARANCE: {"处理": "否定"},
            ("16", "机构", "青岛海关"): {"角色改为": "参与"},
            ("8", "地区", "吴江区"): {"改为": "苏州市"},
        }
    )
    assert run(file, "--review", out, "--yes") == 0
    before = (out / "first-batch" / "16.yaml").read_bytes()
    assert run(file, "--review", out, "--yes") == 0
    assert "都已在册" in capsys.readouterr().out
    assert (out / "first-batch" / "16.yaml").read_bytes() == before


def test_a_later_workbook_adds_to_the_reviewers_file_and_leaves_other_files_alone(fill: Fill, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "first-batch").mkdir(parents=True)
    other = out / "first-batch" / "16.yaml"
    other.write_text(
        "case: case/first-batch/16\nreviewer: {role: somebody, kind: person}\ndate: 2026-11-25\n"
        "entries: [] # by hand\n",
        encoding="utf-8",
    )
    by_hand = other.read_bytes()
    assert run(fill(links={RISK: {"处理": "认可"}}), "--review", out, "--yes") == 0
    assert run(fill(links={CLEARANCE: {"处理": "否定"}}), "--review", out, "--yes") == 0
    assert other.read_bytes() == by_hand
    entries = review.load(out / "first-batch" / "16.curator-1.yaml").entries
    assert [entry.decision for entry in entries] == ["accept", "reject"]


def test_a_whole_case_that_was_read_is_checked_and_closed(fill: Fill, tmp_path: Path) -> None:
    out = tmp_path / "out"
    file = fill(
        links={CLEARANCE: {"处理": "否定"}},
        cases={
            "16": {"整案处理": "全部认可并已标全", "英文标题改为": "Qingdao Customs", "覆盖方式改为": "只称知识产权"}
        },
    )
    assert run(file, "--review", out, "--yes") == 0
    loaded = review.load(out / "first-batch" / "16.yaml")
    decisions = [entry.decision for entry in loaded.entries]
    assert decisions.count("reject") == 1 and decisions.count("accept") == len(decisions) - 1 >= 10
    assert len(loaded.complete) == 10
    assert (loaded.title_en, loaded.coverage) == ("Qingdao Customs", "generic")


def test_a_fact_keeps_its_unit_and_gets_its_new_value(fill: Fill, tmp_path: Path) -> None:
    out = tmp_path / "out"

    def change(book: openpyxl.Workbook) -> None:
        sheet = book["关系"]
        column = {cell.value: cell.column for cell in sheet[1]}
        for row in range(2, sheet.max_row + 1):
            if str(sheet.cell(row, column["对象"]).value).startswith("吴江丝绸年产值"):
                sheet.cell(row, column["改为"]).value = "吴江丝绸年产值（超过）=2000 亿元"

    assert run(fill(edit=change), "--review", out, "--yes") == 0
    entries = review.load(out / "first-batch" / "8.yaml").entries
    assert [(entry.decision, entry.value, entry.unit) for entry in entries] == [
        ("reject", "100000000000", "元"),
        ("add", "2000", "亿元"),
    ]


def test_columns_may_move_numbers_and_dates_may_be_made_of_texts(fill: Fill, tmp_path: Path) -> None:
    def quirks(book: openpyxl.Workbook) -> None:
        sheet = book["关系"]
        sheet.move_range(f"A1:A{sheet.max_row}", cols=30)
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, 2).value = float(sheet.cell(row, 2).value)  # 编号, as a number
        for row in book["说明"].iter_rows():
            if row[0].value == "核对日期":
                row[1].value = datetime.datetime(2026, 11, 20)

    out = tmp_path / "out"
    assert run(fill(links={RISK: {"处理": "认可"}}, edit=quirks), "--review", out, "--yes") == 0
    assert review.load(out / "first-batch" / "16.yaml").reviewer.date == "2026-11-20"


def renamed(book: openpyxl.Workbook) -> None:
    book["关系"].title = "关系（改）"


def headless(book: openpyxl.Workbook) -> None:
    book["关系"]["J1"].value = "新对象"


def twice(book: openpyxl.Workbook) -> None:
    book["关系"]["J1"].value = "处理"


def overwritten(book: openpyxl.Workbook) -> None:
    book["关系"]["E5"].value = "改在这里"


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (renamed, "没有工作表“关系”"),
        (headless, "缺少列：改为"),
        (twice, "工作表“关系”J1: 列名“处理”出现两次"),
        (overwritten, "工作表“关系”E5：“专家组织”变成了“改在这里”"),
    ],
)
def test_a_damaged_workbook_is_refused_with_the_place(
    fill: Fill, tmp_path: Path, capsys: pytest.CaptureFixture[str], edit: object, message: str
) -> None:
    out = tmp_path / "out"
    assert run(fill(links={RISK: {"处理": "认可"}}, edit=edit), "--review", out, "--yes") == 1
    assert message in capsys.readouterr().err
    assert not out.exists(), "nothing is written where one cell cannot be taken"


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ({"处理": "也许"}, "不认得“也许”"),
        ({"处理": "认可", "改为": "专利导航"}, "处理写“认可”，又填了“改为”"),
        ({"处理": "改正"}, "没有写改成什么"),
        ({"理由": "不对"}, "没有写处理"),
        ({"改为": "没有这种做法"}, "做法里没有“没有这种做法”"),
        ({"角色改为": "主导"}, "没有“主导”这一角色"),
        ({"引文改为": "原文没有的话"}, "原文里没有“原文没有的话”"),
        ({"类型改为": "银行"}, "做法没有类型"),
    ],
)
def test_a_cell_that_means_nothing_is_named(
    fill: Fill, tmp_path: Path, capsys: pytest.CaptureFixture[str], texts: dict[str, str], message: str
) -> None:
    file = fill(links={RISK: texts})
    assert run(file, "--review", tmp_path / "out", "--yes") == 1
    told = capsys.readouterr().err
    assert message in told
    assert "工作表“关系”" in told
    assert not (tmp_path / "out").exists()


def test_a_region_name_that_several_share_needs_its_code(
    fill: Fill, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(fill(links={("8", "地区", "吴江区"): {"改为": "鼓楼区"}}), "--review", tmp_path, "--yes") == 1
    assert "鼓楼区（320106）" in capsys.readouterr().err
    file = fill(links={("8", "地区", "吴江区"): {"改为": "鼓楼区（320106）"}})
    assert run(file, "--review", tmp_path / "out", "--yes") == 0


def test_a_type_that_follows_from_a_body_is_not_rejected_in_vain(
    fill: Fill, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(fill(links={("16", "主体类型", "海关"): {"处理": "否定"}}), "--review", tmp_path / "out", "--yes") == 1
    assert "由机构“青岛海关”得出" in capsys.readouterr().err


@pytest.mark.parametrize(("role", "message"), [("", "没有填核对人代号"), ("a/b", "写代号，如 curator-1")])
def test_nobody_is_a_reviewer_without_a_role(
    fill: Fill, tmp_path: Path, capsys: pytest.CaptureFixture[str], role: str, message: str
) -> None:
    assert run(fill(links={RISK: {"处理": "认可"}}, reviewer=role), "--review", tmp_path / "out", "--yes") == 1
    assert message in capsys.readouterr().err


def test_a_workbook_of_older_data_is_taken_where_the_links_are_still_there(
    fill: Fill, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def older(book: openpyxl.Workbook) -> None:
        for row in book["说明"].iter_rows():
            if row[0].value == "数据指纹":
                row[1].value = "0000"
        sheet = book["关系"]
        sheet["E5"].value = "旧名"  # overtaken since, not edited

    out = tmp_path / "out"
    assert run(fill(links={RISK: {"处理": "认可"}}, edit=older), "--review", out, "--yes") == 0
    assert "注意" in capsys.readouterr().err
    assert yaml.safe_load((out / "first-batch" / "16.yaml").read_text(encoding="utf-8"))["entries"]


def test_a_rejection_of_a_link_that_somebody_rejected_meanwhile_is_only_told(
    fill: Fill, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run(fill(links={RISK: {"处理": "否定"}}), "--review", out, "--reviewer", "else", "--yes") == 0
    before = sorted(out.rglob("*.yaml"))
    capsys.readouterr()
    assert run(fill(links={RISK: {"处理": "否定"}}), "--review", out, "--yes") == 0
    assert "不必再否定" in capsys.readouterr().err
    assert sorted(out.rglob("*.yaml")) == before


def test_what_is_no_workbook_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "kg.xlsx"
    file.write_bytes(b"PK not really")
    assert run(file) == 1
    assert "不是能读的工作簿" in capsys.readouterr().err
    assert run(tmp_path / "none.xlsx") == 1


def test_without_consent_nothing_is_written(fill: Fill, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(fill(links={RISK: {"处理": "认可"}}), "--review", tmp_path / "out") == 0
    assert "--yes" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()
