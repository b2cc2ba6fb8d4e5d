"""计算底稿: figures, rates with their parts, both scores."""

from dataclasses import replace
from decimal import Decimal

import pytest

from selfeval.domain.amounts import RoundingMode
from selfeval.domain.expressions import parse
from selfeval.domain.filing import Filing, Item
from selfeval.domain.framework import Field, FieldKind, Framework, Indicator
from selfeval.exports.document import MISSING, DifferenceOf, QuotientOf, SameAs, SumOf, Worked, WorkedRow
from tests.exports.real_forms import form_of, real_form, with_entry
from tests.fixtures_data import published

EXECUTION = "process.budget_execution"


def rows(**changes: object) -> dict[str, WorkedRow]:
    filing = published.filing("jinzhong-2021")
    document = form_of(replace(filing, **changes)) if changes else real_form()  # type: ignore[arg-type]
    return {row.code: row for row in document.working_paper.rows}


@pytest.mark.parametrize(
    ("code", "numerator", "denominator", "rate"),
    [
        ("input.budget_allocation.staff_control_rate", "51", "51", "100.00%"),
        ("input.budget_allocation.three_public_change_rate", "-0.81", "44.87", "-1.81%"),
        (f"{EXECUTION}.completion_rate", "2,495.17", "3,043.01", "82.00%"),
        (f"{EXECUTION}.adjustment_rate", "484.00", "2,424.03", "19.97%"),
        (f"{EXECUTION}.carryover_rate", "547.84", "3,043.01", "18.00%"),
        (f"{EXECUTION}.operating_expenditure_control_rate", "278.91", "309.23", "90.20%"),
        (f"{EXECUTION}.three_public_control_rate", "31.69", "44.06", "71.92%"),
        (f"{EXECUTION}.procurement_execution_rate", "923.85", "923.85", "100.00%"),
        ("process.asset_management.fixed_asset_utilisation_rate", MISSING, MISSING, MISSING),
        (f"{EXECUTION}.payment_progress_rate:0", "555.04", "3,043.01", "18.24%"),
        (f"{EXECUTION}.payment_progress_rate:1", "1,038.66", "3,043.01", "34.13%"),
        (f"{EXECUTION}.payment_progress_rate:2", "1,326.88", "3,043.01", "43.60%"),
        (f"{EXECUTION}.payment_progress_rate:3", "1,593.26", "3,043.01", "52.36%"),
    ],
)
def test_rates_and_their_parts(code: str, numerator: str, denominator: str, rate: str) -> None:
    row = rows()[code]
    assert (row.numerator.text, row.denominator.text, row.rate.text) == (numerator, denominator, rate)


def test_only_the_carryover_rate_is_filed_other_than_computed() -> None:
    differing = {
        code: row.difference.text for code, row in rows().items() if row.difference.text not in ("0.00", MISSING)
    }
    assert differing == {f"{EXECUTION}.carryover_rate": "1.00"}
    total = real_form().working_paper.total
    assert (total.set_points.text, total.computed_score.text, total.self_score.text, total.difference.text) == (
        "100",
        "91.00",
        "92.00",
        "1.00",
    )


def test_figures_on_the_form_are_referred_to_and_others_are_kept_here() -> None:
    figures = {fact.label: fact.cell for fact in real_form().working_paper.figures}
    assert figures["年初预算金额"].formula == SameAs(role="value:original_budget")
    assert figures["本年“三公”经费预算数"].formula is None
    assert (figures["本年“三公”经费预算数"].text, figures["本年“三公”经费预算数"].is_input) == ("44.06", True)
    assert figures["全年预算数"].text == "3,043.01"


def test_itemised_fields_are_listed_and_added_up() -> None:
    figures = {fact.label: fact.cell for fact in real_form().working_paper.figures}
    assert figures["预算调整明细·环保管家专项经费"].text == "197.00"
    assert figures["预算调整明细合计"].text == "484.00"
    assert isinstance(figures["预算调整明细合计"].formula, SumOf)
    assert "预算调整明细剔除数" not in figures


def test_excluded_items_are_marked_and_taken_off() -> None:
    items = (
        Item(label="办公楼运行", amount=Decimal("700000")),
        Item(label="环保管家", amount=Decimal("1970000"), is_excluded=True, basis="上级临时交办"),
    )
    filing = published.filing("jinzhong-2021")
    document = form_of(replace(filing, fields={**filing.fields, "budget_adjustment_items": items}))
    figures = {fact.label: fact.cell for fact in document.working_paper.figures}
    assert figures["预算调整明细·环保管家（剔除）"].text == "197.00"
    assert figures["预算调整明细剔除数"].text == "197.00"
    assert figures["预算调整明细计入数"].text == "70.00"
    assert isinstance(figures["预算调整明细计入数"].formula, DifferenceOf)


def test_what_is_not_involved_shows_no_rate() -> None:
    code = f"{EXECUTION}.procurement_execution_rate"
    document = form_of(with_entry(published.filing("jinzhong-2021"), code, is_applicable=False))
    row = next(each for each in document.working_paper.rows if each.code == code)
    assert {cell.text for cell in (row.numerator, row.rate, row.set_points, row.computed_score)} == {MISSING}
    assert row.rate.formula is None


def test_milestones_show_the_points_of_the_nodes_reached() -> None:
    filing = published.filing("jinzhong-2021")
    base = Decimal("30430100")
    reached = {"spent_by_q1": base / 4, "spent_by_h1": base / 2}
    document = form_of(replace(filing, fields={**filing.fields, **reached}))
    shown = {row.code: row for row in document.working_paper.rows}
    code = f"{EXECUTION}.payment_progress_rate"
    assert [shown[f"{code}:{number}"].computed_score.text for number in range(4)] == ["0.50", "0.50", "0.00", "0.00"]
    assert shown[code].computed_score.text == "1.00"


def with_leaf(framework: Framework, code: str, **changes: object) -> Framework:
    """`framework` with one leaf changed."""

    def changed(node: Indicator) -> Indicator:
        if node.code == code:
            return replace(node, **changes)  # type: ignore[arg-type]
        return replace(node, children=tuple(map(changed, node.children)))

    return replace(framework, indicators=tuple(map(changed, framework.indicators)))


def worked(framework: Framework, filing: Filing, code: str) -> WorkedRow:
    document = form_of(filing, framework=framework)
    return next(row for row in document.working_paper.rows if row.code == code)


def truncating() -> Framework:
    framework = published.framework("jinzhong-2021")
    return replace(framework, rounding=replace(framework.rounding, mode=RoundingMode.TRUNCATE))


def test_a_truncating_framework_keeps_what_it_prints() -> None:
    code = f"{EXECUTION}.completion_rate"
    row = worked(truncating(), published.filing("jinzhong-2021"), code)
    assert (row.rate.text, row.rate.value) == ("81.99%", Decimal("0.8199"))
    assert isinstance(row.rate.formula, QuotientOf)
    assert row.rate.formula.cut_to == 4
    plain = with_leaf(truncating(), code, is_percent=False)
    number = worked(plain, published.filing("jinzhong-2021"), code)
    assert (number.rate.text, number.rate.value) == ("0.81", Decimal("0.81"))
    assert isinstance(number.rate.formula, QuotientOf)
    assert number.rate.formula.cut_to == 2


def test_a_rate_cut_off_is_not_computed_with() -> None:
    code = f"{EXECUTION}.carryover_rate"
    formula = parse(f"1 - {EXECUTION}.completion_rate")
    cut = worked(with_leaf(truncating(), code, formula=formula), published.filing("jinzhong-2021"), code)
    assert (cut.rate.text, cut.rate.formula) == ("18.00%", None)
    exact = with_leaf(published.framework("jinzhong-2021"), code, formula=formula)
    assert isinstance(worked(exact, published.filing("jinzhong-2021"), code).rate.formula, Worked)


def test_a_rate_as_part_of_another_reads_as_a_rate() -> None:
    code = f"{EXECUTION}.carryover_rate"
    formula = parse(f"{EXECUTION}.completion_rate / 2")
    framework = with_leaf(published.framework("jinzhong-2021"), code, formula=formula)
    row = worked(framework, published.filing("jinzhong-2021"), code)
    assert (row.numerator.text, row.denominator.text) == ("82.00%", "2.00")
    assert not row.numerator.is_input


def test_digits_that_are_computed_with_are_printed() -> None:
    framework = published.framework("jinzhong-2021")
    area = Field(code="area", label="人均面积", kind=FieldKind.NUMBER, group="staff")
    filing = published.filing("jinzhong-2021")
    filing = replace(filing, fields={**filing.fields, "area": Decimal("9.0625")})
    filing = with_entry(filing, f"{EXECUTION}.completion_rate", self_score=Decimal("1.125"))
    document = form_of(filing, framework=replace(framework, fields=(*framework.fields, area)))
    figures = {fact.label: fact.cell.text for fact in document.working_paper.figures}
    assert figures["人均面积"] == "9.0625"
    row = next(each for each in document.rows if each.code == f"{EXECUTION}.completion_rate")
    assert (row.scores.self_score.text, document.total.self_score.text) == ("1.125", "93.125")
