"""HTML, PDF, DOCX and JSON lines give the cases that the same words give as plain text."""

from __future__ import annotations

import importlib.util
import io
import json
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from kg.cases import split
from kg.documents import expand, read
from kg.model import DataError


def _makers() -> ModuleType:
    specification = importlib.util.spec_from_file_location("makers", Path(__file__).with_name("makers.py"))
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


makers = _makers()

TITLES = ["甲市建立知识产权质押名单机制 力促企业融资", "乙海关开展状况预确认便利通关", "丙县实施地理标志富农战略"]
TEXTS = [
    "甲市建立名单双向推送机制，由管理部门向银行推送名单企业，银行也可反向提交，从而有效帮助银行精准高效开展对接。",
    "乙海关开展知识产权状况预确认，经确认为授权产品的，通关过程中根据预确认结果快速放行，实现由通关时审查变为申报前确认。",
    "丙县坚持把农产品商标培育作为服务富农的重点工作，引导农户统一使用地理标志证明商标，加强品牌保护和质量监管。",
]


def save(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def fields(path: Path) -> list[tuple[str, str, str]]:
    return [(case.number, case.title, case.text) for case in split(read(path)).cases]


def table_page(ruled: bool) -> bytes:
    """Draw the table as a word processor prints it: broken lines in columns."""
    texts: list[tuple[float, float, str]] = [
        (200, 800, "某省典型案例"),
        (60, 770, "序号"),
        (110, 770, "案例名称"),
        (250, 770, "案例摘要"),
    ]
    rules: list[tuple[float, float, float, float]] = [(50, 785, 560, 785)]
    y = 760.0
    for number, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True), 1):
        rules.append((50, y, 560, y))
        title_lines = [title[i : i + 8] for i in range(0, len(title), 8)]
        text_lines = [text[i : i + 28] for i in range(0, len(text), 28)]
        texts.append((65, y - 14, str(number)))
        texts += [(105, y - 14 - 14 * i, line) for i, line in enumerate(title_lines)]
        texts += [(205, y - 14 - 14 * i, line) for i, line in enumerate(text_lines)]
        y -= 14.0 * max(len(title_lines), len(text_lines)) + 6
    rules.append((50, y, 560, y))
    rules += [(x, 785, x, y) for x in (50, 100, 200, 560)]
    return makers.pdf([texts], [rules] if ruled else None)


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "without rules"])
def test_a_table_in_a_pdf_gives_its_rows(tmp_path: Path, ruled: bool) -> None:
    rows = fields(save(tmp_path, "a.pdf", table_page(ruled)))
    assert rows == [(str(n), title, text) for n, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True), 1)]


def test_a_scan_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="a scan: no text in 2 pages"):
        read(save(tmp_path, "a.pdf", makers.pdf([[], []])))


@pytest.mark.parametrize("kept", [30, 600, -900, -20])
def test_a_pdf_that_is_cut_off_is_an_error(tmp_path: Path, kept: int) -> None:
    with pytest.raises(DataError, match=r"a\.pdf: a damaged PDF"):
        read(save(tmp_path, "a.pdf", table_page(True)[:kept]))


def test_a_page_tree_that_runs_in_a_circle_ends(tmp_path: Path) -> None:
    circle = table_page(True).replace(b"/Type /Pages /Count 1 /Kids [", b"/Type /Pages /Count 9 /Kids [2 0 R ")
    try:
        text = read(save(tmp_path, "a.pdf", circle)).text
    except DataError as error:
        text = str(error)
    assert "damaged" in text or TITLES[0][:8] in text


def test_pages_that_are_claimed_but_absent_are_not_waited_for(tmp_path: Path) -> None:
    claimed = table_page(True).replace(b"/Count 1 ", b"/Count 1000000 ")
    try:
        assert TITLES[0][:8] in read(save(tmp_path, "a.pdf", claimed)).text
    except DataError as error:
        pytest.fail(str(error))


def test_a_table_in_a_word_document_gives_its_rows(tmp_path: Path) -> None:
    rows = [["序号", "案例名称", "案例摘要"]]
    rows += [[str(n), title, f"{text}\n第二段。"] for n, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True), 1)]
    path = save(tmp_path, "a.docx", makers.docx(["某省典型案例", "前言说明。"], rows))
    assert fields(path) == [
        (str(n), title, f"{text}\n第二段。") for n, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True), 1)
    ]
    assert read(path).title == "某省典型案例"


def test_paragraphs_of_a_word_document_are_split_like_text(tmp_path: Path) -> None:
    path = save(
        tmp_path,
        "a.docx",
        makers.docx(["案例一", "甲诉乙侵害商标权纠纷案", TEXTS[0], "案例二", "丙假冒注册商标案", TEXTS[1]]),
    )
    assert fields(path) == [("1", "甲诉乙侵害商标权纠纷案", TEXTS[0]), ("2", "丙假冒注册商标案", TEXTS[1])]


def test_automatic_numbers_of_word_are_what_readers_see(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("某省典型案例")
    for title, text in (("甲诉乙侵害商标权纠纷案", TEXTS[0]), ("丙假冒注册商标案", TEXTS[1])):
        document.add_paragraph(title, style="List Number")
        document.add_paragraph(text)
    document.save(str(tmp_path / "a.docx"))
    assert fields(tmp_path / "a.docx") == [
        ("1", "甲诉乙侵害商标权纠纷案", TEXTS[0]),
        ("2", "丙假冒注册商标案", TEXTS[1]),
    ]


def test_inserted_text_is_read_and_deleted_text_is_not(tmp_path: Path) -> None:
    import docx
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = docx.Document()
    paragraph = document.add_paragraph("甲")
    paragraph._p.append(parse_xml(f"<w:ins {space}><w:r><w:t>乙</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {space}><w:r><w:delText>丙</w:delText></w:r></w:del>"))
    document.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx").text == "甲乙"


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 250_000_000)
    with pytest.raises(DataError, match="unpacks to 250000000 bytes"):
        read(save(tmp_path, "a.docx", out.getvalue()))


def test_a_damaged_word_document_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="damaged Word document"):
        read(save(tmp_path, "a.docx", makers.docx(["案例一"])[:-400] + b"word/"))


PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>某省发布典型案例 - 某网站</title><style>p {{}}</style></head>
<body><div class="header nav"><a href="/">首页</a> <a href="/x">新闻</a></div>
<div class="main"><h1>某省发布知识产权典型案例</h1><div>发布时间：2024-04-20</div><div class="TRS_Editor">
<p>　　为发挥典型案例的示范引领作用，现将有关典型案例予以发布，供各地参考借鉴。</p>
<p><strong>案例一</strong></p><p><strong>甲诉乙侵害商标权纠纷案</strong></p><p>{TEXTS[0]}</p>
<p>案例二</p><p>丙假冒<b>注册</b>商标案</p><p>{TEXTS[1]}</p></div>
<div class="share">分享到：微信</div></div><div class="footer">版权所有：某单位</div><script>var a = "案例三";</script></body></html>"""


def test_a_web_page_gives_its_main_text_without_navigation(tmp_path: Path) -> None:
    path = save(tmp_path, "a.html", PAGE)
    assert fields(path) == [("1", "甲诉乙侵害商标权纠纷案", TEXTS[0]), ("2", "丙假冒注册商标案", TEXTS[1])]
    document = read(path)
    assert (document.title, document.issued) == ("某省发布知识产权典型案例", "2024-04-20")
    assert not any(word in document.text for word in ("首页", "分享到", "版权所有", "案例三"))


def test_a_page_that_hides_its_text_until_a_script_has_run_is_read(tmp_path: Path) -> None:
    page = PAGE.replace('class="TRS_Editor"', 'id="js_content" style="visibility: hidden"').replace(
        "<body>", "<body><form>"
    )
    assert len(fields(save(tmp_path, "a.html", page))) == 2


def test_a_form_a_case_in_a_web_page_is_a_case(tmp_path: Path) -> None:
    forms = "".join(
        f"<table><tr><td>案例名称</td><td>{title}</td></tr><tr><td>报送单位</td><td>某局</td></tr>"
        f"<tr><td>主要做法</td><td>{text}</td></tr></table>"
        for title, text in zip(TITLES, TEXTS, strict=True)
    )
    cases = fields(save(tmp_path, "a.html", f"<html><body><p>典型案例</p>{forms}</body></html>"))
    assert cases == [
        ("", title, f"报送单位\n某局\n主要做法\n{text}") for title, text in zip(TITLES, TEXTS, strict=True)
    ]


def test_a_page_in_gb2312_is_read(tmp_path: Path) -> None:
    path = save(tmp_path, "a.htm", PAGE.replace("utf-8", "gb2312").encode("gb18030"))
    assert len(fields(path)) == 2


def test_a_table_in_a_web_page_gives_its_rows(tmp_path: Path) -> None:
    rows = "".join(
        f"<tr><td>{n}</td><td>{title}</td><td><p>{text}</p><p>第二段。</p></td></tr>"
        for n, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True), 1)
    )
    page = f"<html><body><p>某省典型案例</p><table><tr><th>序号</th><th>案例名称</th><th>案例摘要</th></tr>{rows}</table></body></html>"
    assert fields(save(tmp_path, "a.html", page)) == [
        (str(n), title, f"{text}\n第二段。") for n, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True), 1)
    ]


def test_numbers_of_an_ordered_list_are_what_readers_see(tmp_path: Path) -> None:
    page = "<html><body><ol>" + "".join(f"<li>{title}</li>" for title in TITLES) + "</ol></body></html>"
    assert read(save(tmp_path, "a.html", page)).text.split("\n")[1] == f"2. {TITLES[1]}"


def test_deep_nesting_is_an_error_not_a_loss(tmp_path: Path) -> None:
    page = "<html><body>" + "<div>" * 100_000 + "案例" + "</div>" * 100_000 + "</body></html>"
    with pytest.raises(DataError, match="nested too deeply"):
        read(save(tmp_path, "a.html", page))


def test_a_page_without_text_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no text in this page"):
        read(save(tmp_path, "a.html", "<html><body><script>render()</script></body></html>"))


def test_markdown_tables_give_their_rows(tmp_path: Path) -> None:
    rows = "\n".join(
        f"| {n} | {title} | {text} |" for n, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True), 1)
    )
    path = save(tmp_path, "a.md", f"# 某省典型案例\n\n| 序号 | 案例名称 | 案例摘要 |\n|---|---|---|\n{rows}\n")
    assert fields(path) == [(str(n), title, text) for n, (title, text) in enumerate(zip(TITLES, TEXTS, strict=True), 1)]


def test_each_record_of_json_lines_is_a_case(tmp_path: Path) -> None:
    lines = [
        {"title": "甲诉乙案", "text": "第一段。\n第二段。", "agency": "青岛海关", "date": "2021-01-01"},
        {"title": "丙案\u2028副题", "text": "正文\x1e\x1f。"},
    ]
    path = save(tmp_path, "a.jsonl", "\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines))
    splitting = split(read(path, slug="d"))
    assert [(case.path, case.text) for case in splitting.cases] == [
        ("case/d/p1", "第一段。\n第二段。"),
        ("case/d/p2", "正文\ufffd\ufffd。"),
    ]
    assert [part.text for part in splitting.outside if part.reason == "record-field"] == [
        "agency：青岛海关",
        "date：2021-01-01",
    ]


def test_json_lines_take_other_names_of_the_fields(tmp_path: Path) -> None:
    path = save(tmp_path, "a.jsonl", json.dumps({"name": "甲诉乙案", "content": "正文。"}))
    assert split(read(path, fields={"title": "name", "text": "content"})).cases[0].title == "甲诉乙案"


@pytest.mark.parametrize("line", ["{", "[]", '{"title": "甲"}', '{"title": "甲", "text": 1}', "[" * 5000])
def test_a_line_that_is_no_record_is_named(tmp_path: Path, line: str) -> None:
    path = save(tmp_path, "a.jsonl", '{"title": "甲", "text": "乙"}\n' + line + "\n")
    with pytest.raises(DataError, match=r"a\.jsonl, line 2"):
        read(path)


def test_unpaired_surrogates_in_json_become_replacement_characters(tmp_path: Path) -> None:
    path = save(tmp_path, "a.jsonl", '{"title": "甲\\ud800案", "text": "\\ud83d\\ude00"}')
    assert split(read(path)).cases[0].title == "甲\ufffd案"
    assert split(read(path)).cases[0].text == "😀"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word"),
        (b"PK\x03\x04 xl/workbook.xml", "not a Word document"),
        (b"{\\rtf1 }", "rich text"),
        (b"\x89PNG\r\n", "a picture"),
    ],
)
def test_formats_that_cannot_be_read_say_what_to_do(tmp_path: Path, content: bytes, what: str) -> None:
    with pytest.raises(DataError, match=what):
        read(save(tmp_path, "a.txt", content))


def test_the_bytes_say_the_format_not_the_name(tmp_path: Path) -> None:
    assert read(save(tmp_path, "a.txt", PAGE)).media_type == "text/html"


def test_a_folder_and_a_glob_stand_for_their_documents_once(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "c.exe", ".hidden.txt", "~$d.docx"):
        save(tmp_path, name, "案例")
    (tmp_path / "inner").mkdir()
    save(tmp_path / "inner", "e.pdf", "案例")
    found = expand([tmp_path, tmp_path / "b.txt", str(tmp_path / "*.md")])
    assert [path.name for path in found] == ["a.md", "b.txt", "e.pdf"]


def test_a_source_that_stands_for_nothing_is_an_error(tmp_path: Path) -> None:
    for source in (tmp_path, tmp_path / "none.txt", str(tmp_path / "*.txt")):
        with pytest.raises(DataError, match=r"no document|no such file|matches no file"):
            expand([source])


def test_reading_text_loads_no_other_reader() -> None:
    import subprocess

    code = (
        "import sys, tempfile, pathlib, kg.documents as d\n"
        "p = pathlib.Path(tempfile.mkdtemp()) / 'a.txt'; p.write_text('1', 'utf-8'); d.read(p)\n"
        "print(sorted({'pdfplumber', 'docx', 'lxml', 'yaml'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert done.stdout.strip() == "[]"
