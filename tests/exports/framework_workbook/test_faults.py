"""Faults of a workbook by sheet and cell, with what stands there and what would be right; all at once."""

from typing import Any

import pytest
from openpyxl.workbook import Workbook

from selfeval.exports.framework_workbook import document_of_workbook
from tests.exports.framework_workbook.edited_workbook import FIRST_ROW, changed, faults_after, put, row_of
from tests.exports.framework_workbook.every_kind import document

ABOVE = {"三级代码": "above"}


def typed(sheet: str, head: str, value: Any, **where: str) -> tuple[list[str], str]:
    """The faults after typing `value` into one cell, and the cell's address."""
    places = []

    def change(book: Workbook) -> None:
        places.append(put(book, sheet, row_of(book, sheet, **where), head, value))

    return faults_after(change), places[0]


@pytest.mark.parametrize(
    ("sheet", "head", "value", "where", "expected"),
    [
        ("指标", "限额", "十成", ABOVE, "“十成”（限额）不是数字：只写数字和小数点，不带千分位、单位或指数，如 1234.50"),
        ("指标", "不足一档", "有时", ABOVE, "“有时”（不足一档）应是“满一档才算”“不足一档按一档”“按比例折算”之一"),
        ("指标", "计算公式", "a /", ABOVE, "“a /”（计算公式）不是有效的公式：第1行第4列：公式没有写完"),
        ("指标", "三级代码", "Above", ABOVE, "“Above”（三级代码）编码只能用小写字母、数字和下划线，并以字母开头"),
        ("指标", "限额", None, ABOVE, "（限额）缺少，必须填写"),
        ("指标", "一级代码", None, ABOVE, "（一级代码）缺少上级指标的代码"),
        (
            "指标",
            "二级代码",
            "none",
            ABOVE,
            "“none”（二级代码）上面没有这个指标的一行；请先写它，或在这一行写上它的名称",
        ),
        ("指标", "二级名称", "别的", ABOVE, "“别的”（二级名称）与上面写的“比率”不同"),
        ("指标", "参考分值", "=5+5", ABOVE, "“=5+5”是公式；请写成值。开头是等号的文字，请在前面加一个单引号"),
        ("指标", "其他", "{", ABOVE, "“{”（其他）不是 JSON 的一组键值；这一栏请保持导出时的样子，或清空"),
        (
            "评分明细",
            "区间",
            "90以上",
            {"区间": "[90%, )"},
            "“90以上”（区间）不是区间：应写成 [80%, 90%) 这样，方括号含端点，圆括号不含",
        ),
        ("评分明细", "数据项", "a", {"区间": "[90%, )"}, "“a”（数据项）“分档”不填这一栏，可填：区间、分值"),
        ("评分明细", "口径序号", "1", {"区间": "[90%, )"}, "“1”（口径序号）“分档”不填这一栏"),
        ("评分明细", "口径序号", "9", {"区间": "[100%, )"}, "“9”（口径序号）这个指标上面没有这个序号的口径"),
        ("数据项", "分组", "none", {"代码": "field_money"}, "“none”（分组）不是已列的分组；可用：figures"),
        (
            "数据项",
            "类型",
            "钱",
            {"代码": "a"},
            "“钱”（类型）应是“金额”“数量”“百分数”“数值”“文本”“日期”“是否”“选择项”“表格”“金额明细”之一",
        ),
        ("表格列", "数据项代码", "none", {"列代码": "task"}, "“none”（数据项代码）“数据项”表里没有这个代码"),
        ("勾稽关系", "应成立的关系", "a + b", {"代码": "order"}, "“a + b”（应成立的关系）应是一个比较，如 a < 90%"),
        ("等次", "起点分", 5, {"名称": "差"}, "“5”（起点分）最后一档应从 0 起，否则低分没有等次"),
    ],
)
def test_a_fault_names_its_cell(sheet: str, head: str, value: Any, where: dict[str, str], expected: str) -> None:
    faults, place = typed(sheet, head, value, **where)
    assert f"{place}：{expected}" in faults


def test_a_fault_of_a_lost_word_names_the_choices() -> None:
    faults, place = typed("指标", "评分方法", "随便扣", **ABOVE)
    assert faults[0].startswith(f"{place}：“随便扣”（评分方法）应是“按率计分”“高于限额，逐档扣分”")


def test_lines_without_an_owner_or_a_kind_are_refused_and_missed() -> None:
    def change(book: Workbook) -> None:
        first = row_of(book, "评分明细", 文字="甲", 分值=6)
        put(book, "评分明细", first, "指标全代码", "no.such")
        put(book, "评分明细", first + 1, "类别", "什么")

    faults = faults_after(change)
    assert any("“no.such”（指标全代码）“指标”表里没有这个全代码" in fault for fault in faults)
    assert any("“什么”（类别）应是“分档”“评价要点”" in fault for fault in faults)
    assert any("（评分方法）评分明细里的“评价要点”缺少" in fault for fault in faults)


def test_what_belongs_to_the_whole_names_the_head() -> None:
    def change(book: Workbook) -> None:
        rows = {cell.value: cell.row for cell in book["基本信息"]["A"]}
        book["基本信息"].cell(rows["总分"], 2).value = 90
        book["基本信息"].cell(rows["金额单位"], 2).value = "美元"
        book["基本信息"].cell(rows["代号"], 2).value = None

    faults = faults_after(change)
    assert "基本信息!B10：“美元”（金额单位）应是“万元”“元”之一" in faults
    assert "基本信息!B11：“90”（总分）与各指标分值之和 200 不等" in faults
    assert "基本信息!B3：（代号）缺少，必须填写" in faults


def test_faults_come_all_at_once() -> None:
    def change(book: Workbook) -> None:
        row = row_of(book, "指标", **ABOVE)
        put(book, "指标", row, "限额", "十成")
        put(book, "指标", row + 1, "每档扣分", "五")
        put(book, "数据项", FIRST_ROW, "代码", "")
        put(book, "派生数据", FIRST_ROW, "计算公式", "a +")

    faults = faults_after(change)
    for place in ("指标!O7：", "指标!S8：", "数据项!A4：", "派生数据!D4："):
        assert any(fault.startswith(place) for fault in faults), (place, faults)


def test_a_row_without_code_and_name_is_refused() -> None:
    def change(book: Workbook) -> None:
        put(book, "指标", book["指标"].max_row + 1, "参考分值", 3)

    assert any("（一级代码）没有写代码和名称，不知道是哪个指标" in fault for fault in faults_after(change))


def test_numbers_percentages_and_flags_typed_as_such_are_understood() -> None:
    def change(book: Workbook) -> None:
        row = row_of(book, "指标", **ABOVE)
        put(book, "指标", row, "限额", 1)
        cell = book["指标"].cell(row, {cell.value: cell.column for cell in book["指标"][2]}["限额"])
        cell.number_format = "0%"
        put(book, "指标", row, "每档扣分", 2.0)
        put(book, "数据项", row_of(book, "数据项", 代码="a"), "必填", True)

    expected = document()
    expected["fields"][0]["required"] = "true"
    assert document_of_workbook(changed(change)) == expected


def test_rows_may_be_added_and_a_parent_named_beside_its_child() -> None:
    def change(book: Workbook) -> None:
        row = book["指标"].max_row + 1
        texts = {
            "一级代码": "more",
            "一级名称": "更多",
            "二级代码": "one",
            "二级名称": "一项",
            "参考分值": 7,
            "评分方法": "直接给分",
        }
        for head, value in texts.items():
            put(book, "指标", row, head, value)
        rows = {cell.value: cell.row for cell in book["基本信息"]["A"]}
        book["基本信息"].cell(rows["总分"], 2).value = 207

    expected = document() | {"total_points": "207"}
    one = {"code": "one", "name": "一项", "points": "7", "scoring": {"kind": "manual"}}
    expected["indicators"].append({"code": "more", "name": "更多", "children": [one]})
    assert document_of_workbook(changed(change)) == expected


def test_words_of_the_file_are_understood_beside_those_of_the_list() -> None:
    def change(book: Workbook) -> None:
        put(book, "指标", row_of(book, "指标", **ABOVE), "评分方法", " deduct_above ")

    assert document_of_workbook(changed(change)) == document()
