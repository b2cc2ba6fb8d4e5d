"""A page of figures: computed values stand where people look for them, each on one page."""

from dataclasses import replace
from uuid import UUID

import pytest

from selfeval.domain.assessment import assess
from selfeval.domain.expressions import parse
from selfeval.domain.files import read_framework
from selfeval.domain.filing import Filing
from selfeval.domain.framework import Derived, FieldKind, Framework
from selfeval.domain.scoring.figures import Figures
from selfeval.domain.sections import SectionKind, sections_of
from selfeval.web.forms.pages import form_of
from selfeval.web.presenters.figures import FigureLine, derived_after, figure_lines
from tests.factories import FIXTURES, domain_framework, sample

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


def with_derived(*formulas: tuple[str, str]) -> Framework:
    """The framework of 2021 with computed values besides its own, each a code and its formula."""
    added = (Derived(code=code, label=code, kind=FieldKind.MONEY, formula=parse(formula)) for code, formula in formulas)
    return replace(domain_framework(), derived=(*domain_framework().derived, *added))


def test_what_is_computed_from_computed_values_stands_below_the_last_figure_behind_them() -> None:
    after = derived_after(with_derived(("twice", "full_year_budget * 2"), ("fourfold", "twice * 2")))
    assert [each.code for each in after["other_adjustment"]] == ["full_year_budget", "twice", "fourfold"]


def test_what_is_computed_from_a_rate_stands_below_the_last_figure_of_the_rate() -> None:
    rate = "process.budget_execution.completion_rate"
    after = derived_after(with_derived(("shown", f"{rate} * 100")))
    place = next(code for code, values in after.items() if "shown" in [each.code for each in values])
    figures = Figures(domain_framework(), sample())
    formula = domain_framework().nodes[rate].formula
    assert formula is not None
    codes = [field.code for field in domain_framework().fields]
    assert place == max(figures.data_items(formula.root), key=codes.index)


@pytest.mark.parametrize(
    "framework",
    [
        *(
            read_framework(path.read_text(encoding="utf-8"))
            for path in sorted((FIXTURES / "frameworks").glob("*.yaml"))
        ),
        with_derived(("twice", "full_year_budget * 2"), ("ten", "10")),
    ],
    ids=lambda framework: f"{framework.slug}+{len(framework.derived)}",
)
def test_every_computed_value_stands_on_one_page_once(framework: Framework) -> None:
    assessment = assess(framework, Filing(framework=framework.slug, fiscal_year=2021))
    shown = [
        line.derived.code
        for section in sections_of(framework)
        if section.kind is SectionKind.FIGURES
        for line in figure_lines(assessment, form_of(section, assessment=assessment), group=section.code)
        if line.derived
    ]
    assert sorted(shown) == sorted(each.code for each in framework.derived)
