"""Text as it may be printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.exports.document import MISSING
from selfeval.exports.printable import lines_of, on_one_line, printable, sentence


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("全年\x00预算\x07数\x1b", "全年预算数"),
        ("甲\u200b乙\ufeff丙\u00ad丁", "甲乙丙丁"),
        ("得分\u202e00.29", "得分00.29"),
        ("半个\ud83d字\ufffe", "半个字"),
        ("表\t格", "表 格"),
        ("〇䶮㛃𬭚😀", "〇䶮㛃𬭚😀"),
    ],
)
def test_printable_drops_only_what_cannot_be_seen(typed: str, printed: str) -> None:
    assert printable(typed) == printed


@given(st.text())
def test_printable_is_fit_for_xml_and_stays_as_it_is(text: str) -> None:
    once = printable(text)
    once.encode("utf-8")
    assert printable(once) == once
    assert not any(ord(char) < 32 and char != "\n" for char in once)


def test_lines_lose_indents_and_blank_lines_and_nothing_else() -> None:
    assert lines_of("　　第一段。\n\n   \n  第二 段。　") == ("第一段。", "第二 段。")


def test_a_box_of_one_line_joins_lines_and_marks_what_is_missing() -> None:
    assert on_one_line("综合\n办公室 ") == "综合 办公室"
    assert on_one_line(" \u200b\n") == MISSING


@pytest.mark.parametrize(
    ("typed", "closed"),
    [
        ("得3.00分", "得3.00分。"),
        ("已完成。", "已完成。"),
        ("（上年结转金额未填，按0计）", "（上年结转金额未填，按0计）。"),
        ("要求“限期办结。”", "要求“限期办结。”"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_a_sentence_gets_one_full_stop(typed: str, closed: str) -> None:
    assert sentence(typed) == closed
