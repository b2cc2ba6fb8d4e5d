"""The lines to draw are the rule: every spot is what the kind gives, and nothing between two spots differs."""

from bisect import bisect_right
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.domain.amounts import Rounding
from selfeval.domain.expressions import parse
from selfeval.domain.filing import OwnIndicator, TargetSign
from selfeval.domain.framework import Indicator
from selfeval.domain.intervals import parse_interval
from selfeval.domain.scoring.curve import Curve, Line, curve, points_at
from selfeval.domain.scoring.curve_tracing import NEXT, Spot
from selfeval.domain.scoring.rules import (
    Band,
    Bands,
    Checklist,
    Choose,
    ChooseOption,
    Coefficient,
    Deduction,
    FullOrProportional,
    Incidents,
    Manual,
    Overachievement,
    PointsFormula,
    Proportional,
    Rule,
    Target,
    Tiers,
)
from tests.domain.one_indicator import at_rate, framework_of

EXACT = Rounding()
PRINTED = Rounding(is_threshold_rounded=True)


def _deduction(side: str, steps: str = "whole", **changed: str) -> Deduction:
    numbers = {"limit": "1", "step": "0.05", "deduct": "2", "tolerance": "0", **changed}
    return Deduction(side=side, steps=steps, **{key: Decimal(text) for key, text in numbers.items()})


def _leaf(rule: Rule, **changed) -> Indicator:
    return Indicator(code="leaf", name="某率", level=3, rule=rule, **{"points": Decimal(5), **changed})


def _curve(rule: Rule, rounding: Rounding = EXACT, **changed) -> Curve:
    found = curve(_leaf(rule, **changed), rounding=rounding)
    assert found is not None
    return found


def _formula(text: str) -> PointsFormula:
    return PointsFormula(points=parse(text))


BANDS = Bands(
    bands=tuple(
        Band(interval=parse_interval(text), points=Decimal(points))
        for text, points in [("(, 0%)", "0"), ("[0%, 0%]", "5"), ("(0%, 10%]", "3"), ("(10%, )", "1")]
    )
)
OVER = Target(over=Overachievement(above=Decimal("1.3"), then="deduct", deduct=Decimal(2)))
RULES: dict[str, Rule] = {
    "proportional": Proportional(cap=Decimal(1)),
    "low_cap": Proportional(cap=Decimal("0.8")),
    "high_cap": Proportional(cap=Decimal("1.2")),
    "above": _deduction("above"),
    "below_started": _deduction("below", "started"),
    "both_continuous": _deduction("both", "continuous", tolerance="0.05"),
    "odd_steps": _deduction("above", step="0.033333333333", deduct="0.7"),
    "bands": BANDS,
    "at_most": FullOrProportional(limit=Decimal(1), side="at_most"),
    "at_least": FullOrProportional(limit=Decimal("0.9"), side="at_least"),
    "target": Target(over=None),
    "over": OVER,
    "formula": _formula("if(3 * rate > 1, 5 - rate, 2 * rate * rate)"),
    "falling": _formula("6 - 4 * abs(rate - 50%)"),
}


def _written(found: Curve) -> list[str]:
    """The pieces as intervals with the points at their ends, `(85%, 90%] 1…1`; 90−% is just below 90 %."""
    return [
        f"{'[' if piece.is_start_closed else '('}{_shown(piece.spots[0])}, {_shown(piece.spots[-1])}"
        f"{']' if piece.is_end_closed else ')'} {piece.spots[0].points:.2f}…{piece.spots[-1].points:.2f}"
        for line in found.lines
        for piece in line.pieces
    ]


def _shown(spot: Spot) -> str:
    rounded = round(spot.rate, 10) + 0
    side = "" if spot.rate == rounded else "+" if spot.rate > rounded else "−"
    return f"{(rounded * 100).normalize():f}{side}%"


@pytest.mark.parametrize(
    ("rule", "pieces"),
    [
        ("proportional", ["[0%, 125%] 0.00…5.00"]),
        ("low_cap", ["[0%, 100%] 0.00…4.00"]),
        (
            "above",
            [
                "[96.25%, 105−%) 5.00…5.00",
                "[105%, 110−%) 3.00…3.00",
                "[110%, 115−%) 1.00…1.00",
                "[115%, 118.75%] 0.00…0.00",
            ],
        ),
        (
            "below_started",
            [
                "[81.25%, 90−%) 0.00…0.00",
                "[90%, 95−%) 1.00…1.00",
                "[95%, 100−%) 3.00…3.00",
                "[100%, 103.75%] 5.00…5.00",
            ],
        ),
        ("both_continuous", ["[73.75%, 126.25%] 0.00…0.00"]),
        (
            "bands",
            ["[-2.5%, 0−%) 0.00…0.00", "[0%, 0%] 5.00…5.00", "(0+%, 10%] 3.00…3.00", "(10+%, 12.5%] 1.00…1.00"],
        ),
        ("at_most", ["[0%, 300%] 5.00…1.67"]),
        ("at_least", ["[0%, 112.5%] 0.00…5.00"]),
        ("over", ["[0%, 130%] 0.00…5.00", "(130+%, 162.5%] 3.00…3.00"]),
    ],
)
def test_every_jump_has_both_its_sides_and_says_to_which_it_belongs(rule: str, pieces: list[str]) -> None:
    assert _written(_curve(RULES[rule])) == pieces


def test_straight_stretches_keep_only_their_corners() -> None:
    assert [
        [(str(spot.rate.normalize()), str(round(spot.points, 2))) for spot in piece.spots]
        for piece in (
            *_curve(RULES["low_cap"]).lines[0].pieces,
            *_curve(RULES["both_continuous"]).lines[0].pieces,
        )
    ] == [
        [("0", "0.00"), ("0.8", "4.00"), ("1", "4.00")],
        [
            ("0.7375", "0.00"),
            ("0.825", "0.00"),
            ("0.95", "5.00"),
            ("1.05", "5.00"),
            ("1.175", "0.00"),
            ("1.2625", "0.00"),
        ],
    ]


def test_a_jump_nobody_foretold_is_found() -> None:
    """No number in the formula is the limit: it lies at a third."""
    first, second = _curve(RULES["formula"]).lines[0].pieces

    assert (str(first.spots[-1].rate), str(second.spots[0].rate)) == ("0.333333333333", "0.333333333334")


def test_limits_that_see_the_printed_rate_jump_half_a_digit_early() -> None:
    assert _written(_curve(_deduction("below"), PRINTED))[-1] == "[95.005%, 103.75%] 5.00…5.00"


def test_a_range_ends_the_line() -> None:
    assert _written(_curve(BANDS, rate_range=parse_interval("[0%, )")))[0] == "[0%, 0%] 5.00…5.00"
    assert _written(_curve(BANDS, rate_range=parse_interval("(0%, 10%]"))) == ["(0+%, 10%] 3.00…3.00"]


def test_rates_no_band_holds_leave_a_hole() -> None:
    with_hole = Bands(bands=(BANDS.bands[0], BANDS.bands[3]))

    assert _written(_curve(with_hole)) == ["[-2.5%, 0−%) 0.00…0.00", "(10+%, 12.5%] 1.00…1.00"]


def test_a_choice_has_a_line_for_each_option_over_one_range() -> None:
    options = tuple(
        ChooseOption(label=label, formula=parse("a / b"), rule=rule)
        for label, rule in [("结转率", RULES["above"]), ("变动率", RULES["proportional"])]
    )
    found = _curve(Choose(options=options, pick="best"))

    assert [line.label for line in found.lines] == ["结转率", "变动率"]
    assert (found.lower, found.upper) == (0, Decimal("1.25"))
    assert all(line.pieces[0].spots[0].rate == 0 for line in found.lines)


def test_own_indicators_are_drawn_over_their_completion() -> None:
    found = _curve(Target(over=None), own_groups=("数量",), is_percent=False)

    assert (found.is_completion, found.is_percent) == (True, True)
    assert not _curve(RULES["above"]).is_completion


def test_an_exact_target_is_all_or_nothing() -> None:
    own = OwnIndicator(under="node", group="数量", name="场次", sign=TargetSign.EQUAL, points=Decimal(5))

    assert _written(_curve(Target(over=None), own=own)) == [
        "[0%, 100−%) 0.00…0.00",
        "[100%, 100%] 5.00…5.00",
        "(100+%, 125%] 0.00…0.00",
    ]


QUALITATIVE = OwnIndicator(under="node", group="质量", name="规范", sign=TargetSign.QUALITATIVE, points=Decimal(5))


@pytest.mark.parametrize(
    "leaf",
    [
        *[
            _leaf(rule)
            for rule in (
                Manual(),
                Coefficient(),
                Incidents(deduct=Decimal(1)),
                Tiers(tiers=()),
                Checklist(items=(), mode="add", deduct=None),
                _formula("if(balance == 0, 3, rate)"),
                _formula("5"),
            )
        ],
        _leaf(Target(over=None), own=QUALITATIVE),
        _leaf(Proportional(cap=Decimal(1)), points=Decimal(0)),
        Indicator(code="group", name="组", level=1, points=Decimal(5)),
    ],
)
def test_what_does_not_depend_on_one_rate_alone_has_no_curve(leaf: Indicator) -> None:
    assert curve(leaf, rounding=EXACT) is None


def test_stairs_finer_than_a_picture_are_a_slope_with_true_ends() -> None:
    found = _curve(_deduction("above", limit="0", step="0.001", deduct="0.01"), points=Decimal(10))

    assert sum(len(piece.spots) for piece in found.lines[0].pieces) < 100
    assert found.lines[0].pieces[-1].spots[0] == Spot(rate=Decimal("1.000000000000"), points=Decimal(0))


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("rounding", [EXACT, PRINTED])
def test_every_spot_is_what_the_kind_gives(name: str, rounding: Rounding) -> None:
    leaf = _leaf(RULES[name])
    spots = [spot for piece in _curve(RULES[name], rounding).lines[0].pieces for spot in piece.spots]

    assert [spot.points for spot in spots] == [
        points_at(RULES[name], leaf, spot.rate, rounding=rounding) for spot in spots
    ]
    assert [spot.rate for spot in spots] == sorted({spot.rate for spot in spots})
    assert all(0 <= spot.points <= 5 for spot in spots)


def _read_off(line: Line, rate: Decimal) -> Decimal | None:
    """The points at `rate` as a reader takes them off the drawing."""
    for piece in line.pieces:
        rates = [spot.rate for spot in piece.spots]
        if not rates[0] <= rate <= rates[-1]:
            continue
        left = piece.spots[min(bisect_right(rates, rate), len(rates)) - 1]
        right = piece.spots[min(bisect_right(rates, rate), len(rates) - 1)]
        share = (rate - left.rate) / (right.rate - left.rate) if right != left else Decimal(0)
        return left.points + (right.points - left.points) * share
    return None


DRAWN = {name: _curve(rule) for name, rule in RULES.items()}


@given(name=st.sampled_from(sorted(RULES)), place=st.decimals(0, 1, places=9), beside=st.sampled_from([-1, 0, 1]))
def test_what_is_read_off_the_lines_is_what_the_rule_gives(name: str, place: Decimal, beside: int) -> None:
    drawn = DRAWN[name]
    rate = round(drawn.lower + (drawn.upper - drawn.lower) * place, 3) + beside * NEXT
    if not drawn.lower <= rate <= drawn.upper:
        return
    shown, exact = _read_off(drawn.lines[0], rate), points_at(RULES[name], _leaf(RULES[name]), rate, rounding=EXACT)

    assert shown is not None
    assert exact is not None
    assert abs(shown - exact) <= Decimal("0.01")


def test_the_engine_scores_as_the_curve_says() -> None:
    framework = framework_of({"kind": "deduct_below", "limit": "100%", "step": "5%", "deduct": "2"}, points="5")
    drawn = curve(framework.leaves[0], rounding=framework.rounding)
    assert drawn is not None
    spots = [spot for piece in drawn.lines[0].pieces for spot in piece.spots]

    assert [at_rate(framework, f"{spot.rate:f}").computed_score for spot in spots] == [spot.points for spot in spots]
