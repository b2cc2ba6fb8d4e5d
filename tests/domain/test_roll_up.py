"""Figures of many units: sums, rates worked out again from sums, and what is never put together."""

from dataclasses import replace
from decimal import Decimal

from selfeval.domain.amounts import ZERO
from selfeval.domain.filing import Filing
from selfeval.domain.roll_up import Line, RollUp, roll_up
from tests.factories import domain_framework, sample

SPENT = "actual_expenditure"


def line(found: RollUp, code: str) -> Line:
    return next(each for each in (*found.figures, *found.rates) if each.code.endswith(code))


def with_fields(filing: Filing, **fields: Decimal | None) -> Filing:
    changed = {**filing.fields, **{code: value for code, value in fields.items() if value is not None}}
    return replace(filing, fields={code: each for code, each in changed.items() if fields.get(code, each) is not None})


def test_two_alike_have_twice_the_money_and_the_same_rates() -> None:
    framework, one = domain_framework(), sample()
    alone, both = roll_up(framework, {"甲": one}), roll_up(framework, {"甲": one, "乙": one})
    for single, double in zip(alone.figures, both.figures, strict=True):
        if single.value is not None and double.value is not None and single.kind.value in ("money", "itemised_money"):
            assert double.value == single.value * 2, single.code
    assert [each.value for each in both.rates] == [each.value for each in alone.rates]
    assert any(each.value is not None for each in both.rates)


def test_a_rate_is_of_the_sums_and_not_the_mean_of_rates() -> None:
    """Of 100 all was spent, of 300 nothing: a quarter, not a half. Amounts in yuan."""
    one = sample()
    rich = replace(one, fields={**one.fields, "three_public_budget": Decimal(3_000_000), "three_public_actual": ZERO})
    poor = replace(
        one,
        fields={**one.fields, "three_public_budget": Decimal(1_000_000), "three_public_actual": Decimal(1_000_000)},
    )
    found = line(roll_up(domain_framework(), {"甲": rich, "乙": poor}), "three_public_control_rate")
    assert (found.value, found.count) == (Decimal("0.25"), 2)


def test_who_left_it_empty_is_named_and_not_in_it() -> None:
    framework, one = domain_framework(), sample()
    found = line(roll_up(framework, {"甲": one, "乙": with_fields(one, **{SPENT: None})}), SPENT)
    assert (found.count, found.missing) == (1, ("乙",))
    assert found.value == line(roll_up(framework, {"甲": one}), SPENT).value


def test_nobody_is_not_zero() -> None:
    found = line(roll_up(domain_framework(), {}), SPENT)
    assert (found.value, found.count, found.why_not) == (None, 0, "没有单位填报")


def test_what_sums_do_not_tell_has_no_value_but_a_reason() -> None:
    """An absolute value, a greatest, a condition: of sums they say something else than of units."""
    framework = domain_framework()
    found = roll_up(framework, {"甲": sample(), "乙": sample()})
    unsound = [
        leaf.code
        for leaf in framework.leaves
        if leaf.formula is not None and any(word in leaf.formula.text for word in ("abs(", "max(", "min(", "if("))
    ]
    assert unsound
    for code in unsound:
        each = line(found, code)
        assert (each.value, bool(each.why_not)) == (None, True)
