"""Text divided over the rows of a workbook."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from selfeval.exports.calculation.grid import CALCULATIONS, INPUTS, Grid
from selfeval.exports.excel_text import MOST_IN_A_CELL, MOST_LINES, TextTooLong, height_of, lines_in, pieces
from selfeval.exports.register import render_register
from selfeval.exports.spot_check_paper import render_check_paper
from tests.exports import office
from tests.exports.test_spot_check_paper import LINE, PAPER

CHINESE = st.text(alphabet="绩效评价，。；1a ", min_size=0, max_size=1500)


def test_a_chinese_character_is_wider_than_a_digit() -> None:
    assert lines_in("绩" * 20, 10) == 2
    assert lines_in("9" * 18, 10) == 1
    assert lines_in("一\n\n二", 10) == 3


def test_a_short_text_is_one_piece() -> None:
    assert list(pieces("得3.00分。", 15)) == ["得3.00分。"]
    assert list(pieces("", 15)) == [""]


def test_a_long_text_is_cut_behind_a_sentence() -> None:
    text = "年初预算按定额编列，执行中没有追加。" * 40
    assert all(piece.endswith("。") for piece in pieces(text, 15))


@given(CHINESE, st.integers(5, 40))
def test_pieces_fit_and_together_are_the_text(text: str, width: int) -> None:
    cut = list(pieces(text, width))
    assert "".join(cut) == text
    assert all(lines_in(piece, width) <= MOST_LINES for piece in cut)
    assert all(height_of(lines_in(piece, width)) <= 409 for piece in cut)


@given(st.lists(CHINESE, max_size=20), st.integers(5, 40))
def test_only_line_ends_are_lost_at_a_cut(lines: list[str], width: int) -> None:
    text = "\n".join(lines)
    assert "".join(pieces(text, width)).replace("\n", "") == text.replace("\n", "")


def test_the_refusal_says_what_is_too_long() -> None:
    assert str(TextTooLong("预" * 40000)).startswith("“预预")
    assert "40,000个字" in str(TextTooLong("预" * 40000))


TOO_LONG = ("长" * (MOST_IN_A_CELL + 1), "𠮷" * (MOST_IN_A_CELL // 2 + 1))
JUST = "长" * MOST_IN_A_CELL


def in_a_register(text: str) -> bytes:
    return render_register(title="台账", hint="", heads=[("说明", 20)], rows=[(text,)])


def in_a_check_paper(text: str) -> bytes:
    return render_check_paper(replace(PAPER, lines=(replace(LINE, remark=text),)))


def in_a_calculation(text: str) -> bytes:
    target = BytesIO()
    book = Workbook(target)
    Grid(book, {name: book.add_worksheet(name) for name in (INPUTS, CALCULATIONS)}).text(INPUTS, 0, 0, text)
    book.close()
    return target.getvalue()


@pytest.mark.parametrize("written", [in_a_register, in_a_check_paper, in_a_calculation])
def test_e07_what_a_cell_cannot_hold_is_refused_never_cut(written: Callable[[str], bytes]) -> None:
    """What writes the file would cut it at 32,767 characters and say nothing."""
    for text in TOO_LONG:
        with pytest.raises(TextTooLong, match="不能导出Excel，请先缩短"):
            written(text)
    cells = office.filled(office.values(written(JUST))).values()
    assert JUST in cells


@pytest.mark.parametrize("text", ["甲\x00乙", "甲\x0b\x1b乙", "甲_x0041_乙", "\ufffe甲"])
def test_e07_control_characters_leave_lists_that_open(text: str) -> None:
    cells = [str(value) for value in office.filled(office.values(in_a_register(text))).values()]
    kept = [char for char in text if char.isprintable()]
    assert any(all(char in cell for char in kept) for cell in cells)
