"""Labels break where they are read at a glance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.exports.label_lines import balanced


@pytest.mark.parametrize(
    ("name", "width", "lines"),
    [
        ("投入", 2, ("投入",)),
        ("工作目标设定", 3, ("工作目", "标设定")),
        ("预算配置", 3, ("预算", "配置")),
        ("履职效益情况表", 3, ("履职", "效益", "情况表")),
        ("满意度指标", 4, ("满意度", "指标")),
        ("可持续影响指标", 4, ("可持续", "影响指标")),
        ("预算执行情况", 4, ("预算执行", "情况")),
        ("服务对象满意度指标", 4, ("服务对象", "满意度", "指标")),
        ("绩效指标（共性）", 4, ("绩效指标", "（共性）")),
        ("预算调整金额（追减为负）（万元）", 10, ("预算调整金额", "（追减为负）（万元）")),
        ("", 3, ("",)),
    ],
)
def test_labels_break_between_words_into_lines_of_nearly_equal_length(
    name: str, width: int, lines: tuple[str, ...]
) -> None:
    assert balanced(name, width) == lines


@given(st.text(min_size=1, max_size=40), st.integers(1, 6))
def test_a_broken_label_keeps_its_characters_and_its_width(name: str, width: int) -> None:
    lines = balanced(name, width)
    assert "".join(lines) == name
    assert max(map(len, lines)) <= width
    assert len(lines) == -(-len(name) // width)
