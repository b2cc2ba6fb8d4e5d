"""A page of figures: computed values stand where people look for them."""

from uuid import UUID

from selfeval.domain.assessment import assess
from selfeval.domain.filing import Filing
from selfeval.domain.sections import sections_of
from selfeval.web.forms.pages import form_of
from selfeval.web.presenters.figures import FigureLine, figure_lines
from tests.factories import domain_framework, sample

SECTION = next(each for each in sections_of(domain_framework()) if each.code == "budget")
ID = UUID(int=1)


def lines_of(filing: Filing) -> tuple[FigureLine, ...]:
    assessment = assess(domain_framework(), filing)
    return figure_lines(assessment, form_of(SECTION, assessment=assessment), group="budget")


def test_the_computed_value_follows_the_last_figure_it_uses() -> None:
    lines = lines_of(sample())
    place = next(number for number, line in enumerate(lines) if line.derived)
    before, derived = lines[place - 1], lines[place].derived
    assert before.box is not None
    assert before.box.label == "其他调整资金"
    assert derived is not None
    assert (derived.text, derived.note) == ("3,043.01", "上年结转金额未填，按 0 计")


def test_nothing_is_computed_from_nothing() -> None:
    derived = next(line.derived for line in lines_of(Filing(framework="x", fiscal_year=2021)) if line.derived)
    assert (derived.text, derived.note) == ("—", "数据填齐后自动计算")


def test_rows_show_their_sum_and_room_for_more() -> None:
    rows = next(line.rows for line in lines_of(sample()) if line.rows)
    assert rows.sums is not None
    assert (rows.sums.total, rows.sums.counted, rows.sums.has_excluded) == ("484.00", "484.00", False)
    assert [line.is_spare for line in rows.lines] == [False, False, False, True, True, True]
    assert rows.lines[0].cells[1].text == "70.00"
    assert rows.blank.cells[0].name == "fields.budget_adjustment_items.NUMBER.label"
