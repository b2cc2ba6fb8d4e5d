"""Which cells read as one and which rows stay together."""

from hypothesis import given
from hypothesis import strategies as st

from selfeval.exports.document import IndicatorRow
from selfeval.exports.indicator_rows import indicator_rows
from selfeval.exports.indicator_rows import may_be_cut as may_be_cut_in
from selfeval.exports.layout_choice import default_layout
from selfeval.exports.other_tables import evaluator_rows
from selfeval.exports.table_rows import NORMAL, ROW_HEIGHT, Shape, TableRow, bound, least_height, text_lines
from tests.exports import sample_documents as samples


def may_be_cut(row: IndicatorRow) -> bool:
    return may_be_cut_in(row, default_layout())


def test_the_last_two_rows_of_a_group_stay_together_and_the_middle_may_part() -> None:
    low = (ROW_HEIGHT,) * 5
    assert bound(low, ROW_HEIGHT * 0.9) == {4}
    assert bound(low, ROW_HEIGHT * 1.5) == {1, 4}
    assert bound(low, ROW_HEIGHT * 2.5) == {1, 2, 3, 4}
    assert bound(low[:1], ROW_HEIGHT * 2) == frozenset()


def test_a_high_row_may_end_or_begin_a_page_alone() -> None:
    high = (ROW_HEIGHT * 3,) * 3
    assert bound(high, ROW_HEIGHT * 2) == frozenset()
    assert bound((*high, ROW_HEIGHT), ROW_HEIGHT * 2) == {3}


def test_a_row_is_taken_for_no_higher_than_its_text_makes_it() -> None:
    assert least_height([], NORMAL, is_cut=False) == ROW_HEIGHT
    assert least_height([("字" * 11, 39.4)], NORMAL, is_cut=False) == ROW_HEIGHT
    ten_lines = least_height([("字" * 100, 39.4)], NORMAL, is_cut=False)
    assert 9 * 1.45 * NORMAL * 0.3528 < ten_lines < 10 * 1.45 * NORMAL * 0.3528 + 2.2
    assert least_height([("字" * 100, 39.4)], NORMAL, is_cut=True) < ten_lines


@given(st.lists(st.floats(ROW_HEIGHT, 80), min_size=1, max_size=30), st.floats(0.1, 60))
def test_either_end_of_a_group_has_room_for_its_label(heights: list[float], height: float) -> None:
    """However the pages fall, the first and the last piece of a group are as high as the label, or all of it."""
    together, count = bound(heights, height), len(heights)
    first = next((index for index in range(1, count) if index not in together), count)
    last = next((count - index for index in range(count - 1, 0, -1) if index not in together), count)
    least = min(height, sum(heights)) - 1e-9
    assert sum(heights[:first]) >= least
    assert sum(heights[-last:]) >= least


def test_every_row_fills_the_seven_columns() -> None:
    for row in indicator_rows(samples.by_chance(3)):
        assert sum(cell.columns for cell in row.cells) == 7


def test_on_screen_every_column_is_covered_once() -> None:
    """A cell that spans rows stands for exactly those that are not drawn below it."""
    rows = indicator_rows(samples.by_chance(4))
    covered = [0] * len(rows)
    for index, row in enumerate(rows):
        for cell in row.cells:
            for below in range(index, index + cell.rows):
                covered[below] += cell.columns
    assert covered == [7] * len(rows)


def test_a_long_analysis_may_be_cut_and_names_its_row_again() -> None:
    long, short = samples.leaf("a.b.c", "预算完成率", samples.words(900)), samples.leaf("a.b.d", "其他", "无")
    assert may_be_cut(long)
    assert not may_be_cut(short)
    group = samples.IndicatorGroup(code="a.b", name="预算执行", rows=(long, short))
    rows = {
        row.code: row for row in indicator_rows(samples.form(made_sections=(samples.section(0, "过程", (group,)),)))
    }
    assert "long" in rows["a.b.c"].css
    assert [cell.shape for cell in rows["a.b.c"].cells[2:]] == [
        Shape.LONG_NAME,
        Shape.TALL,
        Shape.TALL,
        Shape.PARAGRAPH,
        Shape.TALL,
    ]
    assert "long" not in rows["a.b.d"].css


def test_many_short_lines_count_as_a_long_analysis() -> None:
    assert may_be_cut(samples.leaf("a.b.c", "绩效目标合理性", "\n".join("符合要求" for _ in range(23))))


def test_an_analysis_shorter_than_its_name_is_not_cut() -> None:
    assert not may_be_cut(samples.leaf("a.b.c", "名" * 150, samples.words(450)))


def test_a_label_for_one_row_grows_it() -> None:
    group = samples.IndicatorGroup(code="a.b", name="社会公众满意度", rows=(samples.leaf("a.b.c", "满意度", "无"),))
    rows = indicator_rows(samples.form(made_sections=(samples.section(0, "效果", (group,)),)))
    assert rows[1].cells[1].shape is Shape.GROWING_LABEL


def test_leaves_without_a_second_level_take_its_column() -> None:
    group = samples.IndicatorGroup(code="a", name="", rows=(samples.leaf("a.b", "满意度", "无"),))
    rows = indicator_rows(samples.form(made_sections=(samples.section(0, "效果", (group,)),)))
    assert [(cell.lines, cell.columns) for cell in rows[1].cells[:2]] == [((), 1), (("满意度",), 2)]


def test_evaluators_share_one_label() -> None:
    rows = evaluator_rows(samples.people(3))
    assert [row.cells[0].rows for row in rows] == [3, 0, 0]
    assert [row.css for row in rows] == ["", "", "keep"]
    assert isinstance(rows[0], TableRow)
    assert evaluator_rows(samples.people(1))[0].css == ""


def test_an_interval_of_a_trace_has_no_space_to_be_stretched() -> None:
    trace = "预算调整率＝10.00%，在(0%, 10%]档，该档2.00分；在[90%, )档"
    assert text_lines(trace) == ("预算调整率＝10.00%，在(0%,10%]档，该档2.00分；在[90%,)档",)
    typed = "比分(1, 2)，在[甲, 乙]档\n第二行"
    assert text_lines(typed) == tuple(typed.split("\n"))
