"""Which lines of 填报内容 stay together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.exports.document import Narrative, Paragraph
from selfeval.exports.text_flow import CHARS_A_LINE, LABEL_LINES, Tag, blocks, broken_title, is_low
from tests.exports import sample_documents as samples


def parts(*lengths: int) -> tuple[Narrative, ...]:
    paragraphs = tuple(Paragraph(text=samples.words(length).replace("\n", "")) for length in lengths)
    return (Narrative(number=1, title="单位职能概况", guide="按“三定”方案", paragraphs=paragraphs),)


def test_the_flow_opens_with_its_words_and_titles_carry_their_guide() -> None:
    flow = blocks(samples.form(made_narratives=parts(40)))
    assert [(block.tag, block.text, block.small) for block in flow[:2]] == [
        (Tag.PARAGRAPH, "填报内容：", ""),
        (Tag.TITLE, "1．单位职能概况", "（按“三定”方案）"),
    ]
    assert "end" in flow[-1].css


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("部门整体支出绩效自评表", ("部门整体支出绩效自评表",)),
        (
            "示范省示范市国家级经济技术开发区部门整体支出绩效自评表",
            ("示范省示范市国家级经济技术开发区", "部门整体支出绩效自评表"),
        ),
        ("示范省" * 8, ("示范省" * 4, "示范省" * 4)),
    ],
)
def test_a_long_title_breaks_where_it_makes_sense(title: str, lines: tuple[str, ...]) -> None:
    assert broken_title(title) == lines


def test_a_text_lower_than_its_label_is_said_to_be_low() -> None:
    assert is_low(blocks(samples.form(made_narratives=parts(10))))
    assert not is_low(blocks(samples.form(made_narratives=parts(10, 400))))


@given(st.lists(st.integers(1, 700), min_size=1, max_size=12))
def test_either_end_holds_as_many_lines_as_the_label(lengths: list[int]) -> None:
    flow = blocks(samples.form(made_narratives=parts(*lengths)))
    lines = [-(-(len(block.text) + len(block.small)) // CHARS_A_LINE) for block in flow]
    head = next((index for index in range(1, len(flow)) if "keep" not in flow[index].css), len(flow))
    tail = next((index for index in range(len(flow) - 1, 0, -1) if "keep" not in flow[index].css), 0)
    for start, end in ((0, head), (tail, len(flow))):
        assert sum(lines[start:end]) >= LABEL_LINES or is_low(flow)
        assert all("whole" in block.css for block in flow[start:end])
