"""Files made to break readers, and files that are no workbook: refused with words, quickly, before they are parsed."""

import re
import socket
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from random import Random

import pytest
import xlsxwriter
from openpyxl import load_workbook

from selfeval.domain.files import FileFaults
from selfeval.imports.apart import read_apart
from selfeval.imports.filing_workbook import Base, read_filing_workbook
from selfeval.imports.filing_workbook.marking import marked
from selfeval.imports.flat import FlatBook, flat_cells
from tests.exports.scored_frameworks import framework_of
from tests.filled_workbooks import cell_of, edited, read, sample_workbook, taken_sample
from tests.imports.filing_workbook.measured import megabytes_of

SHEET = "xl/worksheets/sheet3.xml"  # 资金情况
MEASURED = "tests.imports.filing_workbook.measured:measured"


def packed(parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = parts_of(sample_workbook())
    return packed(parts | {name: change(parts.get(name, b""))})


def inserted(part: str, before: bytes, what: bytes) -> bytes:
    return with_part(part, lambda body: body.replace(before, what + before, 1))


def refusal(content: bytes, name: str = "填报.xlsx") -> str:
    with pytest.raises(FileFaults) as refused:
        flat_cells(name, content, {})
    return str(refused.value)


def overlapping() -> bytes:
    """Two names in the directory for the bytes of one part."""
    content = bytearray(packed({"xl/workbook.xml": b"<a/>" * 100, "xl/b.xml": b"<b/>" * 100}))
    first = content.find(b"PK\x01\x02")
    second = content.find(b"PK\x01\x02", first + 4)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    return bytes(content)


def lying() -> bytes:
    """The directory says a part is 10 bytes long."""
    content = bytearray(sample_workbook())
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        content[place + 24 : place + 28] = struct.pack("<I", 10)
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)


def crowded(count: int = 50_000) -> bytes:
    """A directory of `count` parts, all of them the one that there is."""
    content = packed({"xl/workbook.xml": b"<a/>"})
    start, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    directory = content[start:end] * count
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0)
    return content[:start] + directory + tail


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb": (lambda: with_part(SHEET, lambda _: b" " * 40_000_000), "压缩比异常"),
    "fifty thousand parts": (crowded, "内含50,000个部件"),
    "a package in a package": (lambda: packed({"a.xlsx": sample_workbook()}), "没有 Excel 工作簿"),
    "overlapping parts": (overlapping, "已损坏"),
    "a header that lies": (lying, "已损坏"),
    "half a file": (lambda: sample_workbook()[:20_000], "已损坏"),
}


@pytest.mark.parametrize("case", BOMBS)
def test_i01_bombs_are_refused_before_anything_is_parsed(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make, why = BOMBS[case]
    monkeypatch.setattr("selfeval.imports.flat.load_workbook", lambda *_, **__: pytest.fail("parsed"))
    content = make()
    refused: list[str] = []
    megabytes = megabytes_of(lambda: refused.append(refusal(content)))
    assert why in refused[0]
    assert megabytes < 64


ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
    b'<!DOCTYPE x [<!ENTITY a "' + b"ha" * 5_000 + b'">]>',
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/x">]>',
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>',
)
PARTS = (SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "_rels/.rels", "[Content_Types].xml")


@pytest.mark.parametrize("part", PARTS)
def test_i02_entities_are_refused_and_nothing_is_fetched(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("fetched"))
    for declaration in ENTITIES:
        for ahead in (b"", b" " * 9_000):
            what = ahead + declaration
            content = with_part(part, lambda body, what=what: body.replace(b"?>", b"?>" + what, 1))
            assert "XML 声明" in refusal(content)


def test_i02_openpyxl_reads_with_defusedxml() -> None:
    from openpyxl.xml import DEFUSEDXML

    assert DEFUSEDXML is True


def far_cell(address: str, row: int) -> bytes:
    cell = f'<row r="{row}"><c r="{address}" t="n"><v>1</v></c></row>'.encode()
    return inserted(SHEET, b"</sheetData>", cell)


def rows(count: int, made: bytes = b'<row r="%d" s="1" customFormat="1"/>') -> bytes:
    every = b"".join(made % number for number in range(2_000, 2_000 + count))
    return inserted(SHEET, b"</sheetData>", every)


def under_another_name(content: bytes) -> bytes:
    """The sheet in a part whose name says nothing of XML."""
    parts = parts_of(content)
    for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        parts[name] = parts[name].replace(b"worksheets/sheet3.xml", b"worksheets/sheet3.dat")
    parts["xl/worksheets/sheet3.dat"] = parts.pop(SHEET)
    return packed(parts)


def same_text(cells: int) -> bytes:
    """One text of ten thousand characters in a great many cells."""
    parts = parts_of(sample_workbook())
    number = parts["xl/sharedStrings.xml"].count(b"<si>")
    text = b"<si><t>" + b"long text " * 1_000 + b"</t></si></sst>"
    made = b"".join(
        b'<row r="%d"><c r="B%d" t="s"><v>%d</v></c></row>' % (row, row, number) for row in range(3000, 3000 + cells)
    )
    strings = parts["xl/sharedStrings.xml"].replace(b"</sst>", text)
    sheet = parts[SHEET].replace(b"</sheetData>", made + b"</sheetData>")
    return packed(parts | {"xl/sharedStrings.xml": strings, SHEET: sheet})


MAIN = b'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LARGE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a cell at the far end": (lambda: far_cell("XFD1048576", 1048576), "工作表“资金情况”第1,048,576行还有内容"),
    "a cell far below": (lambda: far_cell("B30000", 30000), "最多20,000行"),
    "a cell far to the right": (lambda: far_cell("XFD1000", 1000), "XFD1000 还有内容；最多256列"),
    "a hundred thousand styled rows": (lambda: rows(100_000), "到工作表“资金情况”为止有60,000行以上"),
    "rows on lines of their own": (lambda: rows(70_000, b'<row\nr="%d"/>'), "到工作表“资金情况”为止有60,000行以上"),
    "rows with a prefix": (lambda: rows(70_000, b"<x:row " + MAIN + b' r="%d"/>'), "“资金情况”为止有60,000行以上"),
    "rows in a part of another name": (lambda: under_another_name(rows(70_000)), "“资金情况”为止有60,000行以上"),
    "rows in two bytes a letter": (
        lambda: with_part(SHEET, lambda _: "".join(f'<row r="{n}"/>' for n in range(70_000)).encode("utf-16")),
        "“资金情况”为止有60,000行以上",
    ),
    "cells and cells": (lambda: rows(26_000, b'<row r="%d">' + b"<c/>" * 10 + b"</row>"), "250,000个单元格以上"),
    "marks nobody knows": (
        lambda: inserted(SHEET, b"</sheetData>", Random(1).randbytes(60_000).hex().encode() + b"<a/>" * 1_500_000),
        "“资金情况”为止有1,500,000处标记以上",
    ),
    "one text in a great many cells": (lambda: same_text(600), "“资金情况”为止文字太多：各表合起来最多5,000,000个字"),
}  # fmt: skip


@pytest.mark.parametrize("case", LARGE)
def test_i03_what_is_too_large_names_the_sheet_and_the_limit(case: str) -> None:
    make, why = LARGE[case]
    content = make()
    refused: list[str] = []
    megabytes = megabytes_of(lambda: refused.append(refusal(content)))
    assert why in refused[0]
    assert megabytes < 90


def test_i03_a_merged_range_over_everything_and_a_lying_dimension_cost_nothing() -> None:
    merges = b'<mergeCells count="1"><mergeCell ref="A1:XFD20000"/></mergeCells>'
    content = inserted(SHEET, b"<dataValidations", merges)
    measured = read_apart(MEASURED, "填报.xlsx", content, {})
    assert measured["megabytes"] < 150
    assert [each for each in read(content).faults if "合并了单元格" in each.expected]
    with pytest.raises(FileFaults, match="合并的单元格盖住200,000格以上"):
        marked("填报.xlsx", content, {"faults": []})
    far = b'<dimension ref="A1:XFD1048576"'
    lies = with_part(SHEET, lambda body: re.sub(rb'<dimension ref="[^"]*"', far, body))
    assert taken_sample(lies).changes == []


MANY: dict[str, tuple[str, bytes, bytes, str]] = {
    "conditional formats": (SHEET, b"<pageMargins", b'<conditionalFormatting sqref="A1"/>', "2,000处条件格式"),
    "merged cells": (SHEET, b"<pageMargins", b'<mergeCell ref="A1:B1"/>', "5,000处合并单元格"),
    "defined names": ("xl/workbook.xml", b"</workbook>", b'<definedName name="a">1</definedName>', "2,000个定义的名称"),
    "sheets": ("xl/workbook.xml", b"</sheets>", b'<sheet name="a" sheetId="9" r:id="rId1"/>', "200张工作表"),
    "styles": ("xl/styles.xml", b"</cellXfs>", b'<xf numFmtId="0"/>', "20,000种单元格样式"),
    "relations": ("xl/_rels/workbook.xml.rels", b"</Relationships>", b'<Relationship Id="a"/>', "5,000处部件关联"),
}


@pytest.mark.parametrize("case", MANY)
def test_i04_too_many_of_anything_is_refused_with_the_limit(case: str) -> None:
    part, before, what, why = MANY[case]
    refused = refusal(inserted(part, before, what * 21_000))
    assert f"有{why}以上" in refused
    assert ("工作表“资金情况”" in refused) == (part == SHEET)


def test_i05_formulas_count_by_their_stored_values() -> None:
    key = "fields.closing_balance"
    uncomputed = edited(sample_workbook(), lambda book: setattr(cell_of(book, key), "value", "=1+1"))
    assert "没有算好的值" in str(taken_sample(uncomputed).faults[0])
    computed = with_value(uncomputed, b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
    assert str(taken_sample(computed).changes[0].new) == "20000.00"
    broken = with_value(uncomputed, b"<f>1+1</f><v></v>", b"<f>1+1</f><v>#REF!</v>", b' t="e"')
    assert "是出错的公式" in str(taken_sample(broken).faults[0])
    call = with_value(uncomputed, b"<f>1+1</f><v></v>", b"<f>cmd|'/c calc'!A1</f><v>7</v>")
    assert str(taken_sample(call).changes[0].new) == "70000.00"
    text = edited(sample_workbook(), lambda book: setattr(cell_of(book, "narratives.other"), "value", "=1+1"))
    assert "没有算好的值" in str(taken_sample(text).faults[0])
    nothing = with_value(text, b"<f>1+1</f><v></v>", b"<f>1+1</f><v></v>", b' t="str"')
    assert [(each.change.box, each.new) for each in taken_sample(nothing).changes] == [("narratives.other", "")]


def with_value(content: bytes, old: bytes, new: bytes, mark: bytes = b"") -> bytes:
    parts = parts_of(content)
    for name, body in parts.items():
        for written in (old, old.replace(b"<v></v>", b"<v />"), old.replace(b"<v></v>", b"<v/>")):
            if name.startswith("xl/worksheets/") and written in body:
                place = body.index(written)
                body = body[:place].removesuffix(b">") + mark + b">" + new + body[place + len(written) :]
                parts[name] = body
    return packed(parts)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS: dict[str, tuple[Callable[[], bytes], str]] = {
    "macros": (lambda: with_part("xl/vbaProject.bin", lambda _: b"x"), "带有宏"),
    "an old workbook": (lambda: OLE + b"\x00" * 600, "旧版"),
    "a password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "comma separated": (lambda: "单位,金额\n甲,1\n".encode(), "是文本或 CSV"),
    "comma separated in GBK": (lambda: "单位,金额\n甲,1\n".encode("gbk"), "是文本或 CSV"),
    "a page": (lambda: b"<html><body><table><tr><td>1</td></tr></table></body></html>", "是网页"),
    "an XML spreadsheet": (
        lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "是 XML 表格",
    ),
    "a PDF": (lambda: b"%PDF-1.7 ...", "是 PDF"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n", "是图片"),
    "an OpenDocument": (lambda: packed({"content.xml": b"<a/>", "mimetype": b"x"}), ".ods"),
    "a binary workbook": (lambda: packed({"xl/workbook.bin": b"x"}), ".xlsb"),
    "a Word document": (lambda: packed({"word/document.xml": b"<a/>"}), "是 Word 文档"),
    "nothing": (lambda: b"", "是空文件"),
}  # fmt: skip


@pytest.mark.parametrize("case", OTHERS)
def test_i06_what_is_no_workbook_is_told_what_it_is(case: str) -> None:
    make, why = OTHERS[case]
    assert why in refusal(make())


def test_i06_links_to_other_files_are_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("fetched"))
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    content = with_part("xl/externalLinks/externalLink1.xml", lambda _: link)
    assert taken_sample(content).changes == []


def test_i06_pictures_objects_and_links_in_it_do_no_harm() -> None:
    parts = parts_of(sample_workbook()) | {
        "xl/media/image1.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "xl/embeddings/oleObject1.bin": OLE + b"\x00" * 600,
        "xl/externalLinks/externalLink2.xml": b'<externalLink><ddeLink ddeService="cmd" ddeTopic="c"/></externalLink>',
    }
    found = taken_sample(packed(parts))
    assert (found.faults, found.changes) == ([], [])


def test_i06_a_strict_workbook_is_read() -> None:
    ordinary = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    strict = {
        name: body.replace(ordinary, b"http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            relations, b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, body in parts_of(sample_workbook()).items()
    }
    found = taken_sample(packed(strict))
    assert (found.faults, found.changes) == ([], [])


def test_i06_what_openpyxl_saved_again_is_read() -> None:
    target = BytesIO()
    load_workbook(BytesIO(sample_workbook())).save(target)
    found = taken_sample(target.getvalue())
    assert (found.faults, found.changes) == ([], [])


def test_i12_a_reader_that_dies_is_a_refusal_and_nothing_more() -> None:
    with pytest.raises(FileFaults, match="内存或时间太多"):
        read_apart("os:abort", "填报.xlsx", sample_workbook(), {})


def test_i13_a_large_honest_workbook_is_read_in_bounds() -> None:
    target = BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("大表")
    for row in range(2_000):
        for column in range(40):
            sheet.write_number(row, column, row * column / 7)
    book.close()
    measured = read_apart(MEASURED, "填报.xlsx", target.getvalue(), {})
    assert measured["cells"] == 80_000
    assert measured["megabytes"] < 150


def test_a_workbook_without_its_sheets_is_all_faults() -> None:
    reading = read_filing_workbook(
        FlatBook(sheets=(), is_1904=False), framework_of("jinzhong-2021"), Base(version=1, prints={})
    )
    assert {each.sheet for each in reading.faults} >= {"基本信息", "资金情况", "评价人员"}
