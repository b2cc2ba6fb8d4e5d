"""What people do to a workbook, each told by its own message, with the sheet and the cell; or taken without a word.

Damages are done to the flat cells, which is what the reader sees; those of the file itself are in test_files.py.
"""

from dataclasses import replace
from functools import cache

import pytest

from selfeval.domain.files.cell_faults import CellFault
from selfeval.imports.flat import FlatCell, FlatSheet
from tests.filled_workbooks import identity
from tests.imports.filing_workbook.damaging import (
    ITEMS,
    OWN,
    Damage,
    below,
    copied,
    doubled,
    drop_key,
    drop_row,
    item,
    judged,
    merged,
    moved,
    on_cells,
    own,
    put,
    renamed,
    reversed_lines,
    sorted_without_keys,
    whole,
    without,
    words,
)

BALANCE = "fields.closing_balance"
TICK = "indicators.input.target_setting.target_reasonableness.ticked#1"
DAMAGES: dict[str, tuple[Damage, str, str]] = {
    # what was done: (damage, sheet or sheet!cell, words)
    "words for a number": (put(BALANCE, "五百万"), "资金情况!C", "不是数字"),
    "a number with its unit": (put(BALANCE, "500万元"), "资金情况!C", "带了单位：本栏单位是万元"),
    "a number in another unit": (put(BALANCE, "500元"), "资金情况!C", "带了单位“元”"),
    "two numbers": (put(BALANCE, "500 60"), "资金情况!C", "中间有空格"),
    "wrong groups": (put(BALANCE, "1,23,4"), "资金情况!C", "千分位不对"),
    "an exponent": (put(BALANCE, "1e3"), "资金情况!C", "不是数字"),
    "a mark for nothing": (put(BALANCE, "-"), "资金情况!C", "没有数就把这一格留空"),
    "a word for nothing": (put(BALANCE, "无"), "资金情况!C", "没有数就把这一格留空"),
    "finer than a fen": (put(BALANCE, "0.1234567", "n"), "资金情况!C", "细于1分"),
    "too large": (put(BALANCE, "1e+16", "n"), "资金情况!C", "太大"),
    "below the minimum": (put("fields.actual_expenditure", "-1", "n"), "资金情况!C", "不能小于 0"),
    "infinity": (put(BALANCE, "inf", "n"), "资金情况!C", "不是数字，这里要填金额"),
    "infinity for a day": (put("filed_on", "inf", "n"), "基本信息!C", "不是日期"),
    "a percentage for an amount": (put(BALANCE, "0.5", "p"), "资金情况!C", "是百分数，这里要填金额"),
    "a day for an amount": (put(BALANCE, "2022-03-10", "d"), "资金情况!C", "是日期，这里要填金额"),
    "a flag for an amount": (put(BALANCE, "TRUE", "b"), "资金情况!C", "是“是/否”值"),
    "an error": (put(BALANCE, "#REF!", "e"), "资金情况!C", "是出错的公式"),
    "a division by zero in a text": (put("narratives.other", "#DIV/0!", "e"), "文字说明!D", "是出错的公式"),
    "a formula nobody computed": (put(BALANCE, "", "f"), "资金情况!C", "没有算好的值"),
    "a fraction of a person": (put("fields.authorised_posts", "50.5", "n"), "人员情况!C", "不是整数"),
    "no day": (put("filed_on", "去年三月"), "基本信息!C", "不是日期"),
    "a day that is none": (put("filed_on", "2022-02-30"), "基本信息!C", "没有这一天"),
    "a number for a day": (put("filed_on", "12", "n"), "基本信息!C", "不是日期"),
    "a percentage for a day": (put("filed_on", "0.5", "p"), "基本信息!C", "是百分数，这里要填日期"),
    "no such choice": (put(TICK, "大概是", head="填报数"), "投入!H", "不在可选项里，请在“是”“否”里选一个"),
    "criteria half answered": (put(TICK, "", head="填报数"), "投入!H", "还没有选“是”或“否”"),
    "too many decimals in points": (
        put("indicators.process.budget_execution.completion_rate", "1.234", "n", "评价得分"), "过程!I", "小数位太多",
    ),
    "an item without a name": (item("", "名称"), "资金情况!B", "还没写名称"),
    "an item without an amount": (item("", "金额（万元）"), "资金情况!C", "还没填金额"),
    "an item left out without a reason": (item("是", "是否剔除"), "资金情况!E", "还没写依据"),
    "words for an item's amount": (item("七十八", "金额（万元）"), "资金情况!C", "不是数字"),
    "a person without a name": (put("表头:evaluators", "", head="姓名", below=1), "评价人员!B", "还没写姓名"),
    "a sheet deleted": (without("文字说明"), "文字说明", "缺少这张工作表"),
    "a sheet copied": (copied("资金情况"), "资金情况 (2)", "请删去多余的"),
    "the hidden column emptied": (
        on_cells(lambda sheet, cell: None if sheet.name == "人员情况" and cell.column == 1 else cell),
        "人员情况", "隐藏的首列被删了或清空了",
    ),
    "the heads deleted": (drop_row("表头:fields.staff"), "人员情况", "找不到“人员情况”的表头"),
    "a head overwritten": (
        on_cells(lambda s, c: replace(c, text="数值") if (s.name, c.text) == ("人员情况", "填写") else c),
        "人员情况!A", "缺少“填写”这一列",
    ),
    "a row deleted": (drop_row(BALANCE), "资金情况", "缺少“年末结余金额”这一行"),
    "a row copied": (doubled("fields.authorised_posts"), "人员情况!C", "复制了行"),
    "a key deleted": (drop_key(BALANCE), "资金情况!C", "不是原有的栏目"),
    "a label overwritten": (words("年末结余金额", "年末结余"), "资金情况!B", "这一行应是“年末结余金额”"),
    "sorted without the hidden column": (sorted_without_keys, "资金情况!B", "没有连隐藏的首列一起排"),
    "the end of the items deleted": (drop_row("表尾:items.budget_adjustment_items"), "资金情况", "表尾一行不见了"),
    "cells merged": (merged("资金情况", "C8:C10"), "资金情况!C8", "合并了单元格"),
    "the rest of a long text deleted": (put("narratives.other", "很长【续文3】"), "文字说明!D", "第 3 号"),
    "something in a cell that is locked": (
        put("indicators.process.budget_execution.completion_rate", "5", "n", "填报数"), "过程!H", "本来锁着",
    ),
    "an item below the end": (below("items.budget_adjustment_items", "名称", "漏下的"), "资金情况!B", "表尾下面去了"),
    "a person below the end": (below("evaluators", "姓名", "某甲"), "评价人员!B", "“评价人员”的表尾下面去了"),
    "the identity deleted": (without("_身份"), "", "隐藏的“_身份”表被删了"),
    "another unit": (words("001", "002"), "", "这是别的单位的工作簿"),
    "another year": (
        on_cells(lambda s, c: replace(c, text="2020") if s.is_hidden and c.text == "2021" else c), "", "年度不对",
    ),
    "another framework": (words("jinzhong-2021@1", "mof-2013@1"), "", "指标体系不对"),
    "an older version of the framework": (words("jinzhong-2021@1", "jinzhong-2021@0"), "", "指标体系的版本不对"),
    "a framework that was altered": (words("ab" * 32, "cd" * 32), "", "内容在下载以后有变化"),
    "another filing of the unit": (words(identity().filing, "2" * 36), "", "另一个批次"),
    "the version forged": (
        on_cells(lambda s, c: replace(c, text="9") if s.is_hidden and c.text == "7" else c), "", "被改动过",
    ),
    "an older format": (words("selfeval-filing-workbook/1", "selfeval-filing-workbook/0"), "", "工作簿的格式不是"),
    "the official form": (
        lambda book: replace(
            book,
            sheets=tuple(FlatSheet(name=n, cells=(), merged=(), is_hidden=False) for n in ("指标评价", "计算底稿")),
        ),
        "", "这是正式自评表的 Excel",
    ),
}  # fmt: skip
OWN_DAMAGES: dict[str, tuple[Damage, str, str]] = {
    "an own indicator without its nature": (own("", "指标性质"), "部门绩效情况!", "指标性质没有选"),
    "an own indicator of no group": (own("别的", "指标类别"), "部门绩效情况!", "不在可选项里"),
    "an own indicator without points": (own("", "分值"), "部门绩效情况!", "还没填分值"),
    "words for a target": (own("八个", "指标值"), "部门绩效情况!", "指标性质选成“定性”"),
}


def place(fault: CellFault) -> str:
    return f"{fault.sheet}!{fault.cell}" if fault.cell else fault.sheet


@cache
def message(name: str, case: str) -> str:
    """What is said of the damage, which may do other harm besides."""
    damage, where, why = (DAMAGES if name == ITEMS else OWN_DAMAGES)[case]
    faults = judged(damage(whole(name)), name).faults
    found = [each.expected for each in faults if why in each.expected and place(each).startswith(where)]
    assert found, list(map(str, faults))
    return found[0]


@pytest.mark.parametrize("case", DAMAGES)
def test_each_damage_has_its_message_and_place(case: str) -> None:
    assert message(ITEMS, case)


@pytest.mark.parametrize("case", OWN_DAMAGES)
def test_damages_of_own_indicators(case: str) -> None:
    assert message(OWN, case)


FOREIGN = [case for case, (_, where, _) in DAMAGES.items() if where == ""]


@pytest.mark.parametrize("case", FOREIGN)
def test_i07_a_workbook_of_another_unit_year_or_framework_is_refused_whole(case: str) -> None:
    found = judged(DAMAGES[case][0](whole()))
    assert [each.expected for each in found.faults] == [message(ITEMS, case)]
    assert found.changes == []
    assert len(FOREIGN) >= 6


# One damage to who mends it: no number, nothing written for nothing, no day.
ALIKE = ("an exponent", "a word for nothing", "a number for a day", "infinity for a day")


def test_each_kind_of_damage_has_its_own_message() -> None:
    said = [message(ITEMS, case) for case in DAMAGES if case not in ALIKE]
    said += [message(OWN, case) for case in OWN_DAMAGES]
    assert len(said) >= 40
    assert len(set(said)) == len(said)


HARMLESS: dict[str, Damage] = {
    "nothing": lambda book: book,
    "sheets renamed": renamed("资金情况", "我的资金"),
    "sheets in another order": lambda book: replace(book, sheets=book.sheets[::-1]),
    "rows sorted whole": reversed_lines,
    "rows inserted above": moved(rows=3),
    "a column inserted": moved(columns=1),
    "a sheet of one's own": lambda book: replace(
        book,
        sheets=(
            *book.sheets,
            FlatSheet(
                name="草稿", is_hidden=False, merged=(), cells=(FlatCell(row=1, column=1, kind="s", text="算一算"),)
            ),
        ),
    ),
    "the sheet 试算 deleted": without("试算"),
    "the sheet 说明 deleted": without("说明"),
    "merged cells where nothing is filled": merged("资金情况", "B1:F2"),
    "formulas nobody computed beside the inputs": on_cells(
        lambda sheet, cell: replace(cell, kind="f", text="") if sheet.name == "试算" else cell
    ),
    "spaces around words of a list": on_cells(
        lambda _, cell: replace(cell, text=f" {cell.text}　") if cell.text in ("是", "否") else cell
    ),
}


@pytest.mark.parametrize("case", HARMLESS)
def test_what_does_no_harm_changes_nothing(case: str) -> None:
    found = judged(HARMLESS[case](whole()))
    assert (found.faults, found.changes) == ([], [])


def test_all_faults_come_at_once() -> None:
    damages = [damage for damage, where, _ in DAMAGES.values() if where == "基本信息!C" or where.startswith("评价")]
    book = whole()
    for damage in (*damages[:1], put(BALANCE, "五百万"), put("fields.authorised_posts", "半个"), without("文字说明")):
        book = damage(book)
    assert {each.sheet for each in judged(book).faults} == {"基本信息", "资金情况", "人员情况", "文字说明"}


@pytest.mark.parametrize(
    ("key", "text", "kind", "new", "note"),
    [
        (BALANCE, "３．５", "s", "35000.00", ""),
        (BALANCE, "1,234.50", "s", "12345000.00", ""),
        (BALANCE, "600.5000000000001", "n", "6005000.00", "存的是 600.5000000000001，按 600.5 读入"),
        ("filed_on", "44640", "n", "2022-03-20", "是日期的序号，按 2022-03-20 读入"),
        ("filed_on", "2022-03-11 08:30:00", "d", "2022-03-11", "带有时间"),
        ("filed_on", "20220312", "n", "2022-03-12", ""),
        ("department.phone", "13800000000", "n", "13800000000", ""),
    ],
)
def test_n01_n05_n13_what_a_cell_holds_is_read_as_people_mean_it(
    key: str, text: str, kind: str, new: str, note: str
) -> None:
    found = judged(put(key, text, kind)(whole()))
    assert found.faults == []
    assert str(found.changes[0].new) == new
    assert not note or note in found.notes[0].expected


def test_n13_days_of_1904_are_counted_from_there() -> None:
    found = judged(replace(put("filed_on", "43178", "n")(whole()), is_1904=True))
    assert str(found.changes[0].new) == "2022-03-20"


def test_an_answer_to_what_no_longer_warns_is_told_and_left_out() -> None:
    found = judged(put("explanations.year_end_rush", "年底集中支付", head="情况说明")(whole()))
    assert (found.faults, found.changes) == ([], [])
    assert "这条提醒现在没有了" in found.notes[0].expected


COEFFICIENT = "indicators.common.staff_control_rate"


@pytest.mark.parametrize(("kind", "text"), [("p", "0.5"), ("s", "50%"), ("n", "50"), ("s", "50"), ("s", "５０％")])
def test_n08_half_a_hundred_percent_in_every_way(kind: str, text: str) -> None:
    name = "chongqing-2021-sample"
    found = judged(put(COEFFICIENT, text, kind, "填报数")(whole(name)), name)
    assert (found.faults, [str(each.new) for each in found.changes]) == ([], ["0.5"])


def test_n08_a_half_that_is_not_shown_as_a_percentage_is_told() -> None:
    name = "chongqing-2021-sample"
    found = judged(put(COEFFICIENT, "0.5", "n", "填报数")(whole(name)), name)
    assert found.notes[0].expected == "不是百分比格式，按 0.5% 读入"
