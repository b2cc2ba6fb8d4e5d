"""What is no workbook of a framework, or not one of ours, is refused before anything of it is used."""

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from selfeval.exports.framework_workbook import MOST_BYTES, WorkbookFaults, document_of_workbook, workbook_of
from tests.exports.framework_workbook.edited_workbook import FIRST_ROW, changed, faults_after, put
from tests.exports.framework_workbook.every_kind import document


def refusal(content: bytes) -> str:
    with pytest.raises(WorkbookFaults) as caught:
        document_of_workbook(content)
    return str(caught.value)


def packed(**parts: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return target.getvalue()


def repacked(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part changed."""
    with zipfile.ZipFile(BytesIO(workbook_of(document()))) as book:
        parts = {each: book.read(each) for each in book.namelist()}
    return packed(**{**parts, name: change(parts[name])})


NO_WORKBOOK = "文件：不是 Excel 工作簿（.xlsx），或已损坏"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"slug: x",
        b"PK\x03\x04",
        packed(a=b"b"),
        packed(**{"xl/workbook.xml": b"<a/>", "[Content_Types].xml": b"<a/>"}),
        packed(zeros=b"\0" * 70_000_000),
        packed(**{f"part{number}": b"" for number in range(400)}),
    ],
    ids=["empty", "text", "head", "zip", "torn", "bomb", "parts"],
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert refusal(content) == NO_WORKBOOK


def test_entities_are_refused() -> None:
    def change(part: bytes) -> bytes:
        head, _, body = part.partition(b"?>")
        return head + b'?><!DOCTYPE a [<!ENTITY b "c">]>' + body if body else b'<!DOCTYPE a [<!ENTITY b "c">]>' + part

    assert refusal(repacked("xl/workbook.xml", change)) == NO_WORKBOOK


def test_a_file_that_is_far_too_large_is_refused() -> None:
    assert refusal(b"\0" * (MOST_BYTES + 1)) == "文件：文件超过10MB，请核对是不是这个文件"


def test_any_other_workbook_is_refused() -> None:
    target = BytesIO()
    Workbook().save(target)
    assert refusal(target.getvalue()).startswith("文件：不是从本系统导出的指标体系工作簿；")


def test_a_workbook_of_another_format_is_refused() -> None:
    def change(book: Workbook) -> None:
        book["格式"]["A1"] = "selfeval-framework-workbook/9"

    assert faults_after(change) == [
        "文件：这个工作簿的格式是 selfeval-framework-workbook/9，本系统读 selfeval-framework-workbook/1；请重新导出一份"
    ]


def test_sheets_and_heads_that_are_missing_or_unknown_are_named() -> None:
    def change(book: Workbook) -> None:
        del book["派生数据"]
        book.create_sheet("草稿")
        put(book, "指标", 2, "限额", "极限")
        book["等次"]["A2"] = book["等次"]["B2"] = None
        book["基本信息"]["A4"] = "版次"

    assert set(faults_after(change)) == {
        "派生数据：缺少这张工作表",
        "草稿：不是指标体系的工作表，里面的内容不会导入；请删去这张表再导入",
        "指标：“限额”缺少这一栏的表头",
        "等次：没有找到表头，应有：名称、起点分、其他…",
        "基本信息：“版本号”缺少这一项",
    }


def test_cells_that_hold_no_text_are_refused() -> None:
    def change(book: Workbook) -> None:
        put(book, "指标", FIRST_ROW, "指标解释", date(2024, 3, 1))
        put(book, "指标", FIRST_ROW + 1, "指标解释", "#REF!")
        book["指标"].cell(FIRST_ROW, 60).value = "批注"

    faults = faults_after(change)
    assert any(fault.startswith("指标!H4：“2024-03-01 00:00:00”是日期或时间") for fault in faults)
    assert "指标!H5：“#REF!”是出错的单元格，请写成值" in faults
    assert "指标!BH4：“批注”这一列没有认得的表头，不能填" in faults


def test_blank_rows_moved_columns_and_a_title_that_is_gone_do_no_harm() -> None:
    def change(book: Workbook) -> None:
        book["指标"].insert_rows(FIRST_ROW + 3)
        book["等次"].insert_cols(1)
        book["勾稽关系"].delete_rows(1)
        book["数据项"].delete_rows(3)

    assert document_of_workbook(changed(change)) == document()


def test_rows_beyond_reach_are_told() -> None:
    def change(book: Workbook) -> None:
        book["等次"]["A20001"] = "远"

    assert "等次!A20001：行数太多，最多20000行" in faults_after(change)


def test_the_workbook_is_pleasant_to_work_in() -> None:
    book = openpyxl.load_workbook(BytesIO(workbook_of(document())))
    assert book.sheetnames[:4] == ["说明", "基本信息", "指标", "评分明细"]
    assert [name for name in book.sheetnames if book[name].sheet_state == "hidden"] == ["选项", "格式"]
    assert book["指标"].freeze_panes == "G4"
    assert book["指标"].auto_filter.ref
    lists = {cell for picked in book["指标"].data_validations.dataValidation for cell in str(picked.sqref).split()}
    method = next(cell.column_letter for cell in book["指标"][2] if cell.value == "评分方法")
    assert any(cells.startswith(f"{method}4:") for cells in lists)
    other = next(cell.column_letter for cell in book["指标"][2] if cell.value == "其他")
    assert book["指标"].column_dimensions[other].hidden
    assert book["指标"]["G6"].value is None or isinstance(book["指标"]["G6"].value, int)
    with_rest = openpyxl.load_workbook(BytesIO(workbook_of(document() | {"indicators": [{"code": "a", "x": "1"}]})))
    assert not with_rest["指标"].column_dimensions[other].hidden
