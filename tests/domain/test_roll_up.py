"""Figures of many units: sums, rates worked out again from sums, and what is never put together."""

from dataclasses import replace
from decimal import Decimal

from selfeval.domain.filing import Filing
from selfeval.domain.roll_up import Line, RollUp, roll_up
from tests.factories import domain_framework, sample

BUDGET, SPENT = "original_budget", "actual_expenditure"


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
    """100 of 100 and 0 of 300 are a quarter, not a half."""
    framework = domain_framework()
    rate = next(each for each in framework.leaves if each.formula is not None and "/" in each.formula.text)
    figures = {name: roll_up(framework, {name: filing}) for name, filing in _pair().items()}
    together = roll_up(framework, _pair())
    money = {name: line(found, SPENT).value for name, found in figures.items()}
    assert line(together, SPENT).value == sum(value for value in money.values() if value is not None)
    singles = [line(found, rate.code).value for found in figures.values()]
    whole = line(together, rate.code).value
    if whole is not None and None not in singles:
        assert min(each for each in singles if each is not None) <= whole
        assert whole <= max(each for each in singles if each is not None)


def _pair() -> dict[str, Filing]:
    one = sample()
    tenfold = {code: value * 10 for code, value in one.fields.items() if isinstance(value, Decimal)}
    return {"甲": one, "乙": replace(one, fields={**one.fields, **tenfold, SPENT: Decimal(1)})}


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
