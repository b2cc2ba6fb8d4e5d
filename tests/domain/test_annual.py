"""The columns of a year, what a unit's row says, and what rows add up to."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfeval.domain.annual import Chosen, UnitYear, execution_rate, lost_points
from selfeval.domain.annual_head import head_of
from selfeval.domain.annual_rows import Copy
from selfeval.domain.annual_tally import NO_REASON, Point, Score, odd_ones, tallied
from selfeval.domain.framework import FieldKind
from selfeval.domain.workflow import State
from tests.factories import domain_framework
from tests.generated_year import REPORTED, generated_head, generated_units

HEAD = generated_head(domain_framework())
OWN_HEAD = generated_head(domain_framework("general-2020"))


def test_columns_are_the_figures_rates_and_indicators_of_the_framework() -> None:
    codes = {each.code: each for each in HEAD.figures}
    assert codes["original_budget"].is_summed
    assert codes["budget_adjustment_items.total"].kind is FieldKind.ITEMISED_MONEY
    assert codes["full_year_budget"].label == "全年预算数"
    assert sum(each.points for each in HEAD.indicators) == HEAD.total_points == 100
    assert HEAD.indicators[0].above == ("投入", "工作目标设定")
    names = [each.name for each in HEAD.indicators]
    assert len(set(names)) == len(names)
    assert {"管理制度健全性（预算管理）", "管理制度健全性（资产管理）"} <= set(names)
    assert not HEAD.has_own
    assert OWN_HEAD.has_own


@pytest.mark.parametrize(
    ("slug", "has_amounts"), [("jinzhong-2021", True), ("hunan-2017", False), ("yueyang-2018", None)]
)
def test_the_execution_rate_comes_from_amounts_or_else_from_an_indicator(slug: str, has_amounts: bool | None) -> None:
    source = generated_head(domain_framework(slug)).execution
    assert (None if source is None else source.rate is None) == has_amounts


def test_a_rate_over_nothing_is_missing() -> None:
    assert HEAD.execution is not None
    assert HEAD.execution.budget is not None
    (unit,) = (each for each in generated_units(HEAD, 30) if each.code == "B00000")
    figures = list(next(each for each in generated_units(HEAD, 30) if each.figures).figures)
    figures[HEAD.execution.budget] = Decimal(0)
    assert execution_rate(HEAD, replace(unit, figures=tuple(figures))) is None
    assert execution_rate(HEAD, replace(unit, figures=())) is None


def test_lost_points_go_by_the_reviewers_score_first() -> None:
    assert lost_points(Decimal(5), Decimal(4), Decimal(3)) == 2
    assert lost_points(Decimal(5), Decimal(4), None) == 1
    assert lost_points(Decimal(5), None, None) is None
    assert lost_points(None, Decimal(4), None) is None


def test_the_final_score_counts_before_the_units_own() -> None:
    unit = UnitYear(code="1", name="甲", above="", state=State.FINALISED, self_score=Decimal(90), final=Decimal(80))
    assert unit.counted == 80
    assert replace(unit, final=None).counted == 90
    assert unit.itemised is None


def test_own_indicators_of_a_copy_stand_together_under_their_node() -> None:
    place, node = next((number, each) for number, each in enumerate(OWN_HEAD.indicators) if each.is_own)
    found = {"points": "10.00", "computed_score": "9.00", "self_score": "8.00"}
    copy = Copy(
        OWN_HEAD,
        document={
            "fields": {},
            "own_indicators": [
                {"under": node.code, "group": "数量", "name": "一", "reason": " 推迟 "},
                {"under": node.code, "group": "质量", "name": "二"},
            ],
        },
        result={"indicators": {f"{node.code}.own_1": found, f"{node.code}.own_2": found}, "values": {}},
        reviews={f"{node.code}.own_1": Decimal("7")},
    )
    assert [(each.name, each.score.lost, each.score.reason) for each in copy.own] == [
        ("一", Decimal(3), "推迟"),
        ("二", Decimal(2), ""),
    ]
    line = copy.scores[place]
    assert line is not None
    assert (line.points, line.self_score, line.computed, line.review, line.lost) == (20, 16, 18, None, 5)


def test_typed_figures_are_read_in_the_money_unit() -> None:
    figures = {each.code: number for number, each in enumerate(HEAD.figures)}
    copy = Copy(
        HEAD,
        document={
            "fields": {"original_budget": "12.5", "budget_adjustment_items": [{"amount": "1"}, {"amount": "0.25"}]}
        },
        result={"indicators": {}, "values": {"full_year_budget": "3.33333333333"}},
        reviews={},
    )
    assert copy.figures[figures["original_budget"]] == Decimal("12.5")
    assert copy.figures[figures["budget_adjustment_items.total"]] == Decimal("1.25")
    assert copy.figures[figures["full_year_budget"]] == Decimal("3.333333")
    assert copy.figures[figures["actual_expenditure"]] is None
    assert set(copy.scores) == set(copy.rates) == {None}


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(0, 25), has_own=st.booleans())
def test_sums_are_those_of_the_rows(seed: int, count: int, has_own: bool) -> None:
    head = OWN_HEAD if has_own else HEAD
    units = list(generated_units(head, count, seed=seed))
    tally = tallied(head, units)
    reported = [each for each in units if each.state in REPORTED]
    assert (tally.count, tally.reported, len(tally.points)) == (count, len(reported), len(reported))
    for place, total in enumerate(tally.figures):
        values = [each.figures[place] for each in reported if each.figures[place] is not None]
        assert (total.total, total.count) == (sum(values), len(values))
    assert tally.totals[Score.COUNTED].total == sum(each.counted or 0 for each in units)
    assert sum(count for _, count in tally.graded) == count
    assert sum(band.count for band in tally.bands) == len(reported)
    lost = [line.lost for each in reported for line in each.scores if line and line.lost is not None]
    assert tally.lost == sum(lost) == sum(each.lost.total for each in tally.reasons)
    assert sum(each.lost.count for each in tally.reasons) == sum(
        each.explained + each.unexplained for each in tally.indicators
    )
    assert [each.column for each in tally.indicators] == list(head.indicators)


def test_reasons_are_counted_by_their_very_words() -> None:
    tally = tallied(HEAD, generated_units(HEAD, 40))
    told = Counter((each.place, each.words) for each in tally.reasons)
    assert max(told.values()) == 1
    assert sum(each.lost.count for each in tally.reasons if each.words == NO_REASON) == sum(
        each.unexplained for each in tally.indicators
    )


def test_most_lost_come_first_and_what_nobody_has_is_left_out() -> None:
    tally = tallied(HEAD, generated_units(HEAD, 40))
    lost = [tally.indicators[place].lost.total for place in tally.most_lost]
    assert lost == sorted(lost, reverse=True)
    assert tallied(HEAD, ()).most_lost == []
    assert tallied(HEAD, ()).execution is None


def test_odd_ones_are_far_from_the_others() -> None:
    def point(code: str, rate: str, share: str) -> Point:
        value = Decimal(share)
        return Point(
            code=code, name=code, budget=None, actual=None, rate=Decimal(rate), score=value, grade="", share=value
        )

    usual = [point(str(number), "0.90", str(90 + number % 3)) for number in range(8)]
    assert odd_ones([*usual, point("odd", "0.30", "95")]) == {"odd"}
    assert odd_ones([point("odd", "0.30", "95"), point("other", "0.9", "90")]) == frozenset()


def test_the_filter_in_words() -> None:
    nothing = Chosen(department="", grade="", state="", search="", asked_by="甲", asked_at="")
    assert nothing.words == "全部单位"
    assert replace(nothing, department="主管局及所属单位", grade="优", search="中心").words == (
        "部门：主管局及所属单位；等次：优；名称或编码含：中心"
    )


def test_the_head_says_its_rule() -> None:
    head = head_of(domain_framework(), title="题", fiscal_year=2021, rule="以复核总分为准")
    assert (head.title, head.rule, head.grades) == ("题", "以复核总分为准", ("优", "良", "中", "差"))
