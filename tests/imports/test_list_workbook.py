"""Lists are found by their heads wherever they stand, and every kind of damage has its own words."""

import base64
from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from selfeval.domain.files import FileFaults
from selfeval.domain.list_sheets import DEPARTMENTS, USERS, ListSheet, figures_sheet
from selfeval.exports.list_workbook import render_list
from selfeval.imports.filing_workbook.marking import marked, options_of
from tests.factories import domain_framework
from tests.lists import DEPARTMENT_HEADS, USER_HEADS, list_bytes, reading_of, saved

Damage = Callable[[Workbook], None]
ROW = ("001", "综合办", "甲", "1", "900")


def damaged(damage: Damage) -> list[str]:
    """The faults of a list of departments that was right before `damage`."""
    book = load_workbook(BytesIO(list_bytes(DEPARTMENT_HEADS, ROW, ("002", "服务中心"))))
    damage(book)
    return [str(fault) for fault in reading_of(DEPARTMENTS, saved(book)).faults]


def put(address: str, value: object) -> Damage:
    """Write one cell."""

    def damage(book: Workbook) -> None:
        book.active[address] = value

    return damage


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (put("A2", None), "表一!A2：没有填；“编码”每一行都要有"),
        (put("B2", "  "), "表一!B2：“ ”没有填；“名称”每一行都要有"),
        (put("B2", "=1+1"), "表一!B2：“（没有算过的公式）”是公式，但里面没有算好的值"),
        (put("C1", "负贵人"), "表一!C1：“负贵人”不认识这一列"),
        (put("C1", "名称"), "表一!C1：“名称”这一列有两列"),
        (put("B1", "单位"), "表一!A1：缺少“名称*”这一列"),
        (put("C1", None), "表一!C2：“甲”这一格上面没有列名"),
        (put("H3", "备注"), "表一!H3：“备注”这一格上面没有列名"),
        (lambda book: book.active.merge_cells("A2:B2"), "表一!A2：A2:B2 合并了单元格"),
        (lambda book: book.active.delete_rows(1), "没有找到表头"),
        (lambda book: book.active.delete_rows(2, 2), "表头下面没有一行内容"),
        (lambda book: book.active.delete_rows(1, 3), "里面没有内容"),
    ],
)
def test_damage_is_told_by_its_cell(damage: Damage, words: str) -> None:
    faults = damaged(damage)
    assert any(words in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("head", "value", "words"),
    [
        ("年初预算金额（元）", 1, "单位是元，这里要的是万元"),
        ("年初预算金额", 1, "要写明单位"),
        ("年初预算金额（万元）", True, "是“是/否”值"),
        ("年初预算金额（万元）", "-", "没有数就把这一格留空"),
    ],
)
def test_figures_are_asked_for_in_their_unit(head: str, value: object, words: str) -> None:
    sheet = figures_sheet(domain_framework())
    money = next(column for column in sheet.columns if column.label.endswith("（万元）"))
    head = head.replace("年初预算金额", money.label.removesuffix("（万元）"))
    reading = reading_of(sheet, list_bytes(("部门编码", head), ("001", value)))
    assert any(words in str(fault) for fault in reading.faults), reading.faults


@pytest.mark.parametrize("role", ["管理员", "处长"])
def test_a_role_is_one_of_those_a_list_may_give(role: str) -> None:
    reading = reading_of(USERS, list_bytes(USER_HEADS, ("a", "甲", role, "001", "否")))
    assert [str(fault) for fault in reading.faults] == [
        f"表一!C2：“{role}”不在可选项里，请在“填报人”“单位负责人”“审核人”里选一个"
    ]


@pytest.mark.parametrize(
    ("sheet", "cells"),
    [
        (DEPARTMENTS, {"code": "001", "name": "综合办", "head": "甲", "phone": "0354", "supervisor": "900"}),
        (USERS, {"username": "a", "full_name": "甲", "role": "填报人", "department": "001", "is_disabled": "否"}),
    ],
)
def test_a_template_comes_back_as_it_was_without_its_example(sheet: ListSheet, cells: dict[str, str]) -> None:
    reading = reading_of(sheet, render_list(sheet, [cells]))
    assert reading.faults == []
    assert [{key: cell.text for key, cell in row.cells.items()} for row in reading.rows] == [cells]
    assert [note.expected for note in reading.notes] == ["是示例行（以“示例”开头），没有读"]


def test_columns_may_stand_anywhere_and_optional_ones_may_be_missing() -> None:
    content = list_bytes((None, "名称", "编码"), (), (None, "综合办", 7))  # type: ignore[arg-type]
    (row,) = reading_of(DEPARTMENTS, content).rows
    assert (row.number, row.text("code"), row.text("name"), row.text("head")) == (3, "7", "综合办", "")
    assert row.cells.keys() == {"code", "name"}


def test_the_file_comes_back_with_its_faults_marked_and_can_be_sent_again() -> None:
    content = list_bytes(DEPARTMENT_HEADS, ("001", "", "甲"))
    faults = tuple(reading_of(DEPARTMENTS, content).faults)
    back = base64.b64decode(marked("表.xlsx", content, options_of(faults)))
    book = load_workbook(BytesIO(back))
    assert book.sheetnames == ["错误清单", "表一"]
    assert "名称" in book["表一"]["B2"].comment.text
    assert [str(each) for each in reading_of(DEPARTMENTS, back).faults] == [str(each) for each in faults]


def test_what_is_no_workbook_is_refused_by_its_content() -> None:
    with pytest.raises(FileFaults, match="xlsx"):
        reading_of(DEPARTMENTS, "编码,名称\n001,综合办".encode())
