"""Text divided over the rows of a workbook."""

from hypothesis import given
from hypothesis import strategies as st

from selfeval.exports.excel_text import MOST_LINES, TextTooLong, height_of, lines_in, pieces

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
