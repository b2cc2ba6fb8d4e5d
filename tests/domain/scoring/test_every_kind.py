"""What holds for all 15 scoring kinds, for filings nobody thought of: bounds, scaling, one rounding, order."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.domain.amounts import CONTEXT, rounded
from selfeval.domain.files.rule_reading import LEAF_KINDS, OWN_KINDS
from selfeval.domain.scoring.kinds import mark_of
from tests.domain.one_indicator import at_rate
from tests.domain.scoring.every_kind import KINDS, STEPS, Filed, in_every_kind

FRAMEWORKS = {name: kind.framework() for name, kind in KINDS.items()}
TRUNCATING = {name: kind.framework(rounding={"mode": "truncate"}) for name, kind in KINDS.items() if not kind.is_own}


def test_all_kinds_of_the_file_are_here() -> None:
    assert {kind.scoring["kind"] for kind in KINDS.values()} == {*LEAF_KINDS, *OWN_KINDS}
    assert len({*LEAF_KINDS, *OWN_KINDS}) == 15


def _unrounded(name: str, filed: Filed, points: Decimal) -> Fraction:
    """What the kind gives with `points` in force, kept between 0 and them, not rounded."""
    with localcontext(CONTEXT):
        leaf, at = KINDS[name].standing(FRAMEWORKS[name], filed, points)
        assert leaf.rule is not None
        found = mark_of(leaf.rule, at).points
    assert found is not None
    return min(max(Fraction(found), Fraction(0)), Fraction(points))


@given(filed=in_every_kind(), set_points=st.decimals(0, 25, places=2))
def test_points_lie_between_nothing_and_the_points_in_force(filed: tuple[str, Filed], set_points: Decimal) -> None:
    name, entry = filed
    changed = {} if KINDS[name].is_own else {"set_points": str(set_points)}
    score = KINDS[name].assessed(FRAMEWORKS[name], entry, **changed).sheet.indicators[KINDS[name].code]

    assert score.points == (10 if KINDS[name].is_own else set_points)
    assert score.computed_score is not None
    assert 0 <= score.computed_score <= score.points
    assert score.trace.endswith(f"得{score.computed_score}分")


@given(filed=in_every_kind(), set_points=st.decimals(Decimal("0.01"), 25, places=2))
def test_set_points_scale_exactly_and_round_once(filed: tuple[str, Filed], set_points: Decimal) -> None:
    """At 3 of 10 points it is three tenths of what it was, before the one rounding; manual points are as given."""
    name, entry = filed
    if KINDS[name].is_own or KINDS[name].is_given:
        return
    at_reference, in_force = _unrounded(name, entry, Decimal(10)), _unrounded(name, entry, set_points)
    scaled = at_reference * Fraction(set_points) / 10
    score = KINDS[name].assessed(FRAMEWORKS[name], entry, set_points=str(set_points)).sheet.indicators[KINDS[name].code]

    assert abs(in_force - scaled) < Fraction(1, 10**40)
    with localcontext(CONTEXT):
        assert score.computed_score == rounded(Decimal(scaled.numerator) / Decimal(scaled.denominator), 2)


@given(filed=in_every_kind())
def test_cutting_off_never_gives_more_than_rounding(filed: tuple[str, Filed]) -> None:
    name, entry = filed
    if KINDS[name].is_own:
        return
    half_up, cut = (
        KINDS[name].assessed(frameworks[name], entry).sheet.indicators[KINDS[name].code].computed_score
        for frameworks in (FRAMEWORKS, TRUNCATING)
    )
    assert half_up is not None
    assert cut is not None
    assert 0 <= half_up - cut <= Decimal("0.01")


RISING = ("proportional", "deduct_below", "full_or_proportional, at_least")
FALLING = ("deduct_above", "bands", "full_or_proportional, at_most")
RATED = [name for name in KINDS if name.startswith((*RISING, *FALLING))]


def _at(name: str, rate: Decimal) -> Decimal:
    found = at_rate(FRAMEWORKS[name], f"{rate:f}").computed_score
    assert found is not None
    return found


RATES = st.decimals(Decimal("-0.2"), Decimal("2.2"), places=4) | st.sampled_from(
    [Decimal(percent) / 100 for percent in range(0, 151, 5)]
)


@given(name=st.sampled_from(RATED), one=RATES, other=RATES)
def test_a_better_rate_never_gives_less(name: str, one: Decimal, other: Decimal) -> None:
    worse, better = sorted((one, other), reverse=name.startswith(FALLING))

    assert _at(name, worse) <= _at(name, better)


@given(steps=st.sampled_from(STEPS), side=st.sampled_from([-1, 1]), near=RATES, far=RATES)
def test_further_from_the_target_never_gives_more(steps: str, side: int, near: Decimal, far: Decimal) -> None:
    near, far = sorted((abs(near), abs(far)))
    name = f"deduct_both, {steps}"

    assert _at(name, 1 + side * near) >= _at(name, 1 + side * far)
    assert _at(name, 1 + near) == _at(name, 1 - near)


@given(side=st.sampled_from(["above", "below", "both"]), rate=RATES)
def test_whole_steps_cost_least_and_started_ones_most(side: str, rate: Decimal) -> None:
    whole, started, continuous = (_at(f"deduct_{side}, {steps}", rate) for steps in STEPS)

    assert whole >= continuous >= started
    if rate % Decimal("0.05") == 0:
        assert whole == continuous == started


@given(filed=KINDS["target"].filed, better=st.integers(0, 40))
def test_a_better_completion_never_gives_less_up_to_the_target(filed: Filed, better: int) -> None:
    row = filed["row"]
    if row["op"] not in (">=", ">", "<=", "<"):
        return
    kind, framework = KINDS["target"], FRAMEWORKS["target"]
    target, actual = int(row["target"]), int(row["actual"])
    improved = min(actual + better, target) if row["op"].startswith(">") else max(actual - better, target)
    if (improved - actual) * (1 if row["op"].startswith(">") else -1) < 0:
        return
    before, after = (
        kind.assessed(framework, {"row": {**row, "actual": str(value)}}).sheet.indicators[kind.code].computed_score
        for value in (actual, improved)
    )
    assert before is not None
    assert after is not None
    assert before <= after


@given(
    ticked=st.sets(st.sampled_from("123")),
    more=st.sets(st.sampled_from("123")),
    mode=st.sampled_from(["add", "deduct"]),
)
def test_more_criteria_met_never_give_less(ticked: set[str], more: set[str], mode: str) -> None:
    name = f"checklist, {mode}"
    few, many = (_entered(name, ticked=sorted(each)) for each in (ticked, ticked | more))

    assert few <= many


@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("incidents", [{"incidents": str(count)} for count in range(12, -1, -1)]),
        ("coefficient", [{"coefficient": f"{percent}%"} for percent in range(0, 101, 10)]),
        (
            "tiers",
            [
                {"tier": tier, "coefficient": f"{percent}%"}
                for tier, percents in [("未达成", (0, 30, 59)), ("部分达成", (60, 79)), ("达成", (80, 100))]
                for percent in percents
            ],
        ),
        ("manual", [{"points": str(points)} for points in range(-2, 13)]),
    ],
)
def test_what_is_entered_orders_the_points(name: str, entries: list[dict[str, str]]) -> None:
    scores = [_entered(name, **entry) for entry in entries]

    assert scores == sorted(scores)
    assert (scores[0], scores[-1]) == (0, 10)


def _entered(name: str, **entry: object) -> Decimal:
    found = KINDS[name].assessed(FRAMEWORKS[name], {"entry": entry}).sheet.indicators[KINDS[name].code].computed_score
    assert found is not None
    return found


@given(filed=KINDS["milestones, each"].filed, more=st.sampled_from("abc"), by=st.integers(0, 100))
def test_more_spent_by_a_node_never_gives_less(filed: Filed, more: str, by: int) -> None:
    fields = filed["fields"]
    raised = {**fields, more: str(Decimal(fields[more]) + by)}
    for name in ("milestones, each", "milestones, all"):
        few, many = (
            KINDS[name].assessed(FRAMEWORKS[name], {"fields": each}).sheet.indicators[KINDS[name].code].computed_score
            for each in (fields, raised)
        )
        assert few is not None
        assert many is not None
        assert few <= many


@given(filed=KINDS["choose, best"].filed)
def test_the_best_option_gives_as_much_as_the_better_of_both(filed: Filed) -> None:
    best = (
        KINDS["choose, best"].assessed(FRAMEWORKS["choose, best"], filed).sheet.indicators[KINDS["choose, best"].code]
    )
    each = [
        KINDS["choose, unit"].assessed(FRAMEWORKS["choose, unit"], filed, choice=choice).sheet.indicators["part.leaf"]
        for choice in ("1", "2")
    ]

    assert best.computed_score == max(score.computed_score or 0 for score in each)
    assert best.computed_score == each[(best.option or 0) - 1].computed_score
