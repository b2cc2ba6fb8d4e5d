"""choose and tiers: what the unit picks, or what gives most."""

import pytest

from selfeval.domain.files import Plain
from selfeval.domain.framework import Framework
from selfeval.domain.scoring import Trouble
from tests.domain.one_indicator import framework_of, scored
from tests.domain.one_own_indicator import TIERS

OPTIONS: list[Plain] = [
    {
        "label": "结转结余率",
        "formula": "a / b",
        "scoring": {"kind": "deduct_above", "limit": "9%", "step": "1%", "deduct": "1"},
    },
    {"label": "变动率", "formula": "a / c", "scoring": {"kind": "proportional"}},
]


def choosing(pick: str, **leaf: Plain) -> Framework:
    return framework_of({"kind": "choose", "pick": pick, "options": OPTIONS}, formula=None, **leaf)


BEST, UNIT = choosing("best"), choosing("unit")


def typed(a: str, b: str | None, c: str | None) -> dict[str, Plain]:
    return {code: value for code, value in {"a": a, "b": b, "c": c}.items() if value is not None}


class TestBest:
    """The computable option with most points, the first of equals."""

    @pytest.mark.parametrize(
        ("fields", "option", "points"),
        [
            (("9", "100", "10"), 1, "10.00"),
            (("9.99", "100", "10"), 1, "10.00"),
            (("10", "100", "11.112"), 1, "9.00"),
            (("10", "100", "11.111"), 2, "9.00"),
            (("10", "100", "11.1"), 2, "9.01"),
            (("10", "100", "10"), 2, "10.00"),
            (("12", "100", "240"), 1, "7.00"),
            (("90", "100", "1000"), 2, "0.90"),
        ],
    )
    def test_takes_the_higher(self, fields: tuple[str, str, str], option: int, points: str) -> None:
        score = scored(BEST, typed(*fields))

        assert (score.option, str(score.computed_score)) == (option, points)

    def test_a_tie_goes_to_the_first(self) -> None:
        score = scored(BEST, typed("9", "100", "9"))

        assert (score.option, str(score.rate), str(score.computed_score)) == (1, "0.09", "10.00")

    @pytest.mark.parametrize(("fields", "option"), [(("20", None, "40"), 2), (("20", "100", None), 1)])
    def test_an_option_that_cannot_be_computed_does_not_count(self, fields: tuple[str, ...], option: int) -> None:
        score = scored(BEST, typed(*fields))

        assert score.option == option
        assert "暂不能计算）" in score.trace

    def test_none_computable_names_all_that_is_missing(self) -> None:
        score = scored(BEST, {})

        assert (score.computed_score, score.rate) == (None, None)
        assert score.trace == "甲数、乙数、丙数未填，暂不能计算"

    def test_none_computable_over_zero_goes_by_its_policy(self) -> None:
        full = choosing("best", zero_denominator="full")

        assert scored(full, typed("0", "0", "0")).trace == "分子、分母均为0，按满分计，得10.00分"
        assert Trouble.DENOMINATOR_IS_ZERO in scored(full, typed("1", "0", "0")).troubles
        assert scored(full, typed("0", "0", "5")).option == 2

    def test_the_trace_names_both(self) -> None:
        assert scored(BEST, typed("10", "100", "50")).trace == (
            "结转结余率＝10.00÷100.00×100%＝10.00%，高于9%，含1个完整的百分点，每个扣1.00分，应扣1.00分"
            "（“变动率”可得2.00分，取高），得9.00分"
        )


class TestUnit:
    """The option the unit picked, whatever the other gives."""

    @pytest.mark.parametrize(("choice", "points", "rate"), [("1", "0.00", "0.5"), ("2", "10.00", "1")])
    def test_counts_alone(self, choice: str, points: str, rate: str) -> None:
        score = scored(UNIT, typed("50", "100", "50"), choice=choice)

        assert (score.option, str(score.computed_score), str(score.rate)) == (int(choice), points, rate)

    def test_not_picked_is_not_filled(self) -> None:
        score = scored(UNIT, typed("50", "100", "50"))

        assert (score.computed_score, score.trace) == (None, "计分方式未填，暂不能计算")

    def test_only_what_the_picked_one_needs_is_missing(self) -> None:
        assert scored(UNIT, typed("50", None, None), choice="2").trace == "丙数未填，暂不能计算"
        assert str(scored(UNIT, typed("50", None, "50"), choice="2").computed_score) == "10.00"

    def test_trace(self) -> None:
        assert scored(UNIT, typed("10", "100", "50"), choice="2").trace == (
            "变动率＝10.00÷50.00×100%＝20.00%，按比例计分，得2.00分"
        )


class TestChosenThresholds:
    """The option's printed rate agrees with the verdict, and its amounts scale."""

    def test_more_decimals_where_the_print_would_deceive(self) -> None:
        assert "＝9.001%，高于9%" in scored(UNIT, typed("9.001", "100", None), choice="1").trace

    @pytest.mark.parametrize(("choice", "points"), [("1", "4.50"), ("2", "1.00")])
    def test_set_points(self, choice: str, points: str) -> None:
        score = scored(UNIT, typed("10", "100", "50"), choice=choice, set_points="5")

        assert str(score.computed_score) == points


TIERED = framework_of({"kind": "tiers", "tiers": TIERS}, formula=None)


class TestTiers:
    """P × the coefficient inside the tier that was picked; given against set points."""

    @pytest.mark.parametrize(
        ("tier", "coefficient", "points"),
        [
            ("达成", "100%", "10.00"),
            ("达成", "80.01%", "8.00"),
            ("达成", "80%", "8.00"),
            ("部分达成", "79.99%", "8.00"),
            ("部分达成", "60%", "6.00"),
            ("未达成", "59.99%", "6.00"),
            ("未达成", "0%", "0.00"),
        ],
    )
    def test_in_the_tier(self, tier: str, coefficient: str, points: str) -> None:
        score = scored(TIERED, tier=tier, coefficient=coefficient)

        assert (str(score.computed_score), score.rate) == (points, None)
        assert score.trace == f"{tier}，得分系数{coefficient}，得{points}分"

    def test_set_points_are_what_is_multiplied(self) -> None:
        assert str(scored(TIERED, tier="达成", coefficient="90%", set_points="4").computed_score) == "3.60"

    @pytest.mark.parametrize(
        ("entry", "words"),
        [
            ({}, "达成档次未填，暂不能计算"),
            ({"coefficient": "90%"}, "达成档次未填，暂不能计算"),
            ({"tier": "达成"}, "得分系数未填，暂不能计算"),
        ],
    )
    def test_half_an_answer_is_not_filled(self, entry: dict[str, Plain], words: str) -> None:
        score = scored(TIERED, **entry)

        assert (score.computed_score, score.trace) == (None, words)


class TestRange:
    """A rate outside the declared range is not scored, whichever way it was measured."""

    def test_an_option_outside_gives_way_to_one_inside(self) -> None:
        score = scored(choosing("best", range="[0%, 100%]"), typed("9", "100", "3"))

        assert (score.option, str(score.rate), score.troubles) == (1, "0.09", ())

    @pytest.mark.parametrize(("pick", "entry"), [("best", {}), ("unit", {"choice": "2"})])
    def test_none_inside_is_an_error(self, pick: str, entry: dict[str, Plain]) -> None:
        score = scored(choosing(pick, range="[0%, 5%]"), typed("9", "100", "10"), **entry)

        assert (score.computed_score, score.troubles) == (None, (Trouble.OUTSIDE_RANGE,))
        assert "超出可能的范围[0%, 5%]，未计分" in score.trace
