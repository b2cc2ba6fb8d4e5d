"""抽查工作底稿: strings stay strings whatever they begin with, sheets have names of their own, nothing is made up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from selfeval.domain.sampling import Candidate, Method
from selfeval.domain.spot_check_paper import CheckLine, CheckPaper, DrawPaper
from selfeval.exports.spot_check_paper import render_check_paper, render_draw_paper

LINE = CheckLine(
    name="+预算完成率",
    points=Decimal(2),
    own=Decimal("1.5"),
    computed=None,
    review=Decimal(0),
    check=Decimal("1.25"),
    remark='=HYPERLINK("http://example.org")',
)
PAPER = CheckPaper(
    position=1,
    unit_code="001",
    unit="@综合办",
    cycle="2021年度",
    draw="抽查",
    copy="第1轮报送，校验码 AAAA",
    state="复核中",
    checker="",
    lines=(LINE, replace(LINE, name="没有打分的", check=None, remark="")),
    points=Decimal(4),
    own=Decimal(3),
    computed=None,
    review=None,
    check=None,
)


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = load_workbook(BytesIO(content))
    assert all(cell.data_type in "sn" for page in book for row in page.iter_rows() for cell in row)
    return {page.title: [[cell.value for cell in row] for row in page.iter_rows()] for page in book}


def test_an_item_tells_what_there_is_and_leaves_the_rest_empty() -> None:
    rows = sheets(render_check_paper(PAPER))["1 @综合办"]
    assert "复核人：未分派" in rows[2][0]
    assert rows[4] == ["+预算完成率", 2, 1.5, None, 0, 1.25, 0.75, '=HYPERLINK("http://example.org")']
    assert rows[5] == ["没有打分的", 2, 1.5, None, 0, None, None, None]
    assert rows[6][:7] == ["合计", 4, 3, None, None, None, None]
    assert [row[0] for row in rows[8:]] == ["抽查意见（未征求）：无", "单位意见（未答复）：无", "核定：尚未核定"]


def test_what_was_settled_stands_below() -> None:
    done = replace(
        PAPER,
        check=Decimal("2.5"),
        opinion="=1",
        asked_on=date(2022, 4, 1),
        answer="不同意",
        answered_by="负责人",
        files=("截图.pdf",),
        settled=Decimal("2.75"),
        difference=Decimal("-0.25"),
        difference_class="一致",
        settlement="核实无误。",
        settled_by="管理员",
        settled_on=date(2022, 4, 8),
    )
    rows = sheets(render_check_paper(done))["1 @综合办"]
    assert rows[6][5:7] == [2.5, 1.5]
    assert [row[0] for row in rows[8:]] == [
        "抽查意见（2022-04-01）：=1",
        "单位意见（负责人）：不同意　附件：截图.pdf",
        "核定：2.75 分，与自评相差 -0.25 分，差异等级“一致”。核实无误。　（管理员，2022-04-08）",
    ]


def test_a_draw_has_the_summary_the_draw_and_a_sheet_an_item() -> None:
    units = (
        Candidate(code="001", name="@综合办", risk=3, money=Decimal("2.5"), last_checked=2020),
        Candidate(code="002", name="乙"),
    )
    same = replace(PAPER, unit="*很长的名称" * 9, unit_code="002")
    draw = DrawPaper(
        title="抽查",
        cycle="2021年度",
        method=Method.RISK,
        seed="=S",
        size=1,
        drawn_by="管理员",
        drawn_on=date(2022, 4, 1),
        ranked=units,
        papers=(PAPER, same, replace(same, unit_code="003")),
    )
    found = sheets(render_draw_paper(draw))
    names = list(found)
    assert names[:3] == ["汇总", "抽取", "1 @综合办"]
    assert len(set(names)) == len(names) == 5
    assert all(len(name) <= 31 and "*" not in name for name in names)
    assert found["汇总"][3][:5] == [1, "001", "@综合办", None, "复核中"]
    assert found["抽取"][2][0] == "种子：=S"
    assert found["抽取"][5][:7] == [1, "抽中", "001", "@综合办", 3, 2.5, 2020]
    assert found["抽取"][6][:7] == [2, None, "002", "乙", 0, 0, None]


UNITS = ("甲[]:*?/\\'单位", "长" * 40, "长" * 40, "长" * 41, "Unit", "UNIT", "\x01", "")


def test_e07_units_of_any_name_have_sheets_of_their_own_and_keep_their_name_in_it() -> None:
    papers = tuple(replace(PAPER, unit=unit, unit_code=f"{place:03}") for place, unit in enumerate(UNITS))
    draw = DrawPaper(
        title="抽查",
        cycle="2021年度",
        method=Method.RANDOM,
        seed="S",
        size=1,
        drawn_by="管理员",
        drawn_on=date(2022, 4, 1),
        ranked=(),
        papers=papers,
    )
    found = sheets(render_draw_paper(draw))
    names = list(found)[2:]
    assert len({name.casefold() for name in names}) == len(names) == len(UNITS)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
    for name, unit in zip(names[:4], UNITS, strict=False):
        assert any(unit in str(cell) for row in found[name] for cell in row)
