"""Whoever takes the numbers of a trace and a calculator comes to the same points, for every kind."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.domain.scoring import IndicatorScore
from tests.domain.one_indicator import framework_of, scored
from tests.domain.scoring.every_kind import KINDS, Filed
from tests.domain.scoring.trace_reading import agrees, awarded, number, printed_rate, value

FRAMEWORKS = {name: kind.framework() for name, kind in KINDS.items()}
SET_POINTS = st.sampled_from(["10", "4", "7.5", "3"])
CENT = Fraction(1, 100)


def _score(name: str, filed: Filed, set_points: str = "10") -> IndicatorScore:
    changed = {} if KINDS[name].is_own else {"set_points": set_points}
    return KINDS[name].assessed(FRAMEWORKS[name], filed, **changed).sheet.indicators[KINDS[name].code]


def _half_up(exact: Fraction, points: str = "10") -> Fraction:
    """`exact` kept between 0 and the points, rounded once to two decimals."""
    kept = min(max(exact, Fraction(0)), Fraction(points))
    return Fraction(int(kept * 100 + Fraction(1, 2)), 100)


def _found(pattern: str, trace: str) -> list[str]:
    match = re.search(pattern, trace)
    assert match, trace
    return list(match.groups())


RATED = sorted(name for name, kind in KINDS.items() if not kind.leaf)


@pytest.mark.parametrize("name", RATED)
@given(data=st.data())
def test_the_figures_come_to_the_printed_rate(name: str, data: st.DataObject) -> None:
    score = _score(name, data.draw(KINDS[name].filed))
    exact, printed = printed_rate(score.trace)

    assert agrees(exact, printed)
    assert agrees(exact, score.rate_text)
    assert awarded(score.trace) == Fraction(score.computed_score or 0)


@given(filed=KINDS["proportional"].filed, points=SET_POINTS)
def test_proportional(filed: Filed, points: str) -> None:
    trace = _score("proportional", filed, points).trace
    rate, _ = printed_rate(trace)
    if "按比例计分" in trace:
        assert awarded(trace) == _half_up(Fraction(points) * rate, points)
    elif "不得分" in trace:
        assert rate < 0
        assert awarded(trace) == 0
    else:
        assert rate > number(*_found(r"超过(\d+%)，按\d+%计", trace))
        assert awarded(trace) == Fraction(points)


@pytest.mark.parametrize("name", [name for name in RATED if name.startswith("deduct")])
@given(data=st.data(), points=SET_POINTS)
def test_deductions(name: str, data: st.DataObject, points: str) -> None:
    trace = _score(name, data.draw(KINDS[name].filed), points).trace
    rate, _ = printed_rate(trace)
    if "应扣" not in trace:
        assert awarded(trace) == Fraction(points)
        return
    (side, limit), (lost,) = _found(r"，([高低])于(\d+%)", trace), _found(r"应扣([\d.]+)分", trace)
    excess = (rate - number(limit)) * (1 if side == "高" else -1)
    if "容许" in trace:
        excess -= Fraction(_found(r"容许的([\d.]+)个百分点", trace)[0]) / 100
    each = _recounted(trace, excess)

    assert excess > 0
    assert agrees(each, lost)
    assert awarded(trace) == _half_up(Fraction(points) - Fraction(lost), points)
    assert ("扣完为止" in trace) == (Fraction(lost) >= Fraction(points))


def _recounted(trace: str, excess: Fraction) -> Fraction:
    """The points lost: the printed count, checked against the excess, times the printed deduction."""
    if "相差" in trace or ("超出部分" in trace and "每5个百分点扣" in trace):
        distance, step, each = _found(r"([\d.]+)个百分点，每(\d+)个百分点扣([\d.]+)分", trace)
        assert agrees(excess * 100, distance)
        return excess * 100 / Fraction(step) * Fraction(each)
    count, step, each = _found(r"[含按](\d+)个(?:完整的)?(\d+)个百分点.*?每个扣([\d.]+)分", trace)
    steps = excess * 100 / Fraction(step)
    assert int(count) == (steps // 1 if "完整的" in trace else -(-steps // 1))
    return int(count) * Fraction(each)


@given(filed=KINDS["bands"].filed, points=SET_POINTS)
def test_bands(filed: Filed, points: str) -> None:
    trace = _score("bands", filed, points).trace
    rate, _ = printed_rate(trace)
    opening, lower, upper, closing, worth = _found(r"在([\[(])(-?\d*%?), (-?\d*%?)([\])])档，该档([\d.]+)分", trace)

    assert not lower or rate > number(lower) or (rate == number(lower) and opening == "[")
    assert not upper or rate < number(upper) or (rate == number(upper) and closing == "]")
    assert awarded(trace) == _half_up(Fraction(worth), points)


@pytest.mark.parametrize("side", ["at_most", "at_least"])
@given(data=st.data(), points=SET_POINTS)
def test_full_or_proportional(side: str, data: st.DataObject, points: str) -> None:
    name = f"full_or_proportional, {side}"
    trace = _score(name, data.draw(KINDS[name].filed), points).trace
    rate, _ = printed_rate(trace)
    if "之比" not in trace:
        assert awarded(trace) == (0 if "不得分" in trace else Fraction(points))
        return
    limit = number(_found(r"[超过未达到]+(\d+%)", trace)[0])
    share = limit / rate if side == "at_most" else rate / limit

    assert share < 1
    assert awarded(trace) == _half_up(Fraction(points) * share, points)


@given(filed=KINDS["target"].filed)
def test_target(filed: Filed) -> None:
    trace = _score("target", filed).trace
    if "得分系数" in trace:
        assert awarded(trace) == _half_up(10 * number(_found(r"得分系数(\d+%)", trace)[0]))
        return
    sign, aim, actual = _found(r"指标值([≥＞≤＜＝])([\d,.]+)，实际完成([\d,.]+)，", trace)
    reached = {"≥": "ge", "＞": "gt", "≤": "le", "＜": "lt", "＝": "eq"}[sign]
    assert ("达到指标值" in trace) == getattr(Fraction, f"__{reached}__")(number(actual), number(aim))
    if "按比例计分" in trace:
        calculation, printed = _found(r"完成比例(.+?)×100%＝([\d.]+%)", trace)
        assert agrees(value(calculation), printed)
        assert awarded(trace) == _half_up(10 * value(calculation))
    elif "，扣" in trace:
        share = number(aim) / number(actual) if sign in "≤＜" else number(actual) / number(aim)
        printed, above, lost = _found(r"完成比例([\d.]+%)，超过(\d+%)，扣([\d.]+)分", trace)
        assert agrees(share, printed)
        assert share > number(above)
        assert awarded(trace) == 10 - Fraction(lost)
    else:
        assert awarded(trace) == (0 if "不得分" in trace else 10)


@pytest.mark.parametrize("mode", ["add", "deduct"])
@given(data=st.data(), points=SET_POINTS)
def test_checklist(mode: str, data: st.DataObject, points: str) -> None:
    """What is met and what not is in the words; what each criterion is worth stands in the standard beside it."""
    filed = data.draw(KINDS[f"checklist, {mode}"].filed)
    trace = _score(f"checklist, {mode}", filed, points).trace
    unmet = {1, 2, 3} if "均未满足" in trace else set()
    if "第" in trace:
        unmet = {int(each) for each in _found(r"第([\d、]+)个未满足", trace)[0].split("、")}
    assert {str(each) for each in {1, 2, 3} - unmet} == set(filed["entry"]["ticked"])
    if mode == "add":
        worth = sum(points for position, points in enumerate((5, 3, 2), 1) if position not in unmet)
        assert awarded(trace) == _half_up(Fraction(worth) * Fraction(points) / 10, points)
    elif unmet:
        each, lost = _found(r"每少1个扣([\d.]+)分，应扣([\d.]+)分", trace)
        assert len(unmet) * Fraction(each) == Fraction(lost)
        assert awarded(trace) == _half_up(Fraction(points) - Fraction(lost), points)
    else:
        assert awarded(trace) == Fraction(points)


@given(filed=KINDS["incidents"].filed, points=SET_POINTS)
def test_incidents(filed: Filed, points: str) -> None:
    trace = _score("incidents", filed, points).trace
    if "未发生" in trace:
        assert awarded(trace) == Fraction(points)
        return
    count, each, lost = _found(r"(\d+)例，每例扣([\d.]+)分，应扣([\d.]+)分", trace)

    assert int(count) * Fraction(each) == Fraction(lost)
    assert awarded(trace) == _half_up(Fraction(points) - Fraction(lost), points)


@pytest.mark.parametrize("mode", ["each", "all"])
@given(data=st.data(), points=SET_POINTS)
def test_milestones(mode: str, data: st.DataObject, points: str) -> None:
    name = f"milestones, {mode}"
    trace = _score(name, data.draw(KINDS[name].filed), points).trace
    nodes = re.findall(r"(?:6月末|9月末|全年)([\d,.÷]+)×100%＝([\d.]+%)，(达到|低于)(\d+%)", trace)
    reached = [verdict == "达到" for _, _, verdict, _ in nodes]

    assert len(nodes) == 3
    assert all(agrees(value(calculation), printed) for calculation, printed, _, _ in nodes)
    assert reached == [value(calculation) >= number(limit) for calculation, _, _, limit in nodes]
    worth = [4, 3, 3] if mode == "each" else [10 * all(reached), 0, 0]
    earned = sum(part for part, is_reached in zip(worth, reached, strict=True) if is_reached)
    assert awarded(trace) == _half_up(Fraction(earned) * Fraction(points) / 10, points)


@given(filed=KINDS["choose, best"].filed, points=SET_POINTS)
def test_choose(filed: Filed, points: str) -> None:
    """The other option's points are in the words too, and are not more."""
    trace = _score("choose, best", filed, points).trace
    other = Fraction(_found(r"可得([\d.]+)分，取高", trace)[0])
    rate, printed = printed_rate(trace)

    assert agrees(rate, printed)
    assert other <= awarded(trace) + CENT / 2
    if "按比例计分" in trace:
        assert awarded(trace) == _half_up(Fraction(points) * rate, points)
    elif "应扣" in trace:
        count, each, lost = _found(r"含(\d+)个完整的百分点，每个扣([\d.]+)分，应扣([\d.]+)分", trace)
        assert int(count) == (rate * 100 - 9) // 1
        assert int(count) * Fraction(each) == Fraction(lost)
        assert awarded(trace) == _half_up(Fraction(points) - Fraction(lost), points)
    else:
        assert awarded(trace) == Fraction(points)


@pytest.mark.parametrize("name", ["tiers", "coefficient"])
@given(data=st.data(), points=SET_POINTS)
def test_coefficients(name: str, data: st.DataObject, points: str) -> None:
    trace = _score(name, data.draw(KINDS[name].filed), points).trace

    assert awarded(trace) == _half_up(Fraction(points) * number(_found(r"得分系数(\d+%)", trace)[0]), points)


@given(filed=KINDS["manual"].filed)
def test_manual(filed: Filed) -> None:
    assert awarded(_score("manual", filed).trace) == _half_up(Fraction(filed["entry"]["points"]))


@given(filed=KINDS["formula"].filed, points=SET_POINTS)
def test_formula(filed: Filed, points: str) -> None:
    trace = _score("formula", filed, points).trace
    calculation, result = _found(r"按公式计分：(.+)＝(-?[\d.]+)，", trace.replace("，按设定", "，，按设定"))
    scaled = value(calculation) * Fraction(points) / 10
    if "折算为" in trace:
        assert agrees(scaled, _found(r"折算为(-?[\d.]+)", trace)[0])

    assert agrees(value(calculation), result)
    assert awarded(trace) == _half_up(scaled, points)


@pytest.mark.parametrize(
    ("formula", "fields", "figures"),
    [
        ("a / (b - c)", {"a": "3", "b": "9", "c": "-3"}, "3.00÷（9.00－（-3.00））"),
        ("abs(a - b) / c", {"a": "3", "b": "9", "c": "8"}, "|3.00－9.00|÷8.00"),
        ("(a + budget * 2) / -b", {"a": "1", "budget": "1234.5", "b": "5"}, "（1.00＋1,234.50×2）÷（-5.00）"),
        ("if(a > b, a, b) / c", {"a": "1", "b": "2", "c": "4"}, "（1.00＞2.00时取1.00，否则取2.00）÷4.00"),
    ],
)
def test_brackets_bars_and_branches_read_as_they_compute(formula: str, fields: dict, figures: str) -> None:
    score = scored(framework_of({"kind": "proportional"}, formula=formula), fields)
    exact, printed = printed_rate(score.trace)

    assert f"＝{figures}×100%" in score.trace
    assert agrees(exact, printed)


@pytest.mark.parametrize(
    ("formula", "fields", "figures"),
    [
        ("budget / a", {"budget": "0.004999", "a": "0.01"}, "0.004999÷0.01"),
        ("budget / a", {"budget": "2505.575061", "a": "2556.7"}, "2,505.575061÷2,556.70"),
        ("items.counted / budget", {"items": [{"label": "甲", "amount": "7.0001"}], "budget": "10"}, "7.0001÷10.00"),
    ],
)
def test_money_is_shown_to_the_fen_where_it_is_computed_with(formula: str, fields: dict, figures: str) -> None:
    """In 万元 a fen is the sixth decimal: 0.004999 printed as 0.00 would come to nothing."""
    score = scored(framework_of({"kind": "proportional"}, formula=formula), fields)
    exact, printed = printed_rate(score.trace)

    assert f"＝{figures}×100%" in score.trace
    assert agrees(exact, printed)
