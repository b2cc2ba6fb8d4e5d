"""Points against the rate as a drawing: every mark on the paper, every jump with its dots."""

from typing import Any

import pytest

from selfeval.domain.amounts import Rounding
from selfeval.domain.files.part_reading import indicator_in
from selfeval.domain.scoring.curve import curve
from selfeval.web.presenters.workshop.curve import BOTTOM, LEFT, RIGHT, TOP, CurveView, curve_view


def view(points: str = "4", **scoring: Any) -> CurveView:
    own = {"own_indicators": ["数量"]} if scoring["kind"] == "target" else {"formula": "a / b"}
    node = {"code": "x", "name": "率", "points": points, "scoring": scoring, **own}
    drawn = curve(indicator_in(node), rounding=Rounding())
    assert drawn is not None
    return curve_view(drawn)


def spots(path: str) -> list[tuple[float, float]]:
    return [tuple(map(float, spot.split(","))) for spot in path.split()]  # type: ignore[misc]


DEDUCT = {"kind": "deduct_above", "limit": "100%", "step": "10%", "deduct": "1"}
BANDS = {"kind": "bands", "bands": [{"in": "(, 60%)", "points": "0"}, {"in": "[60%, )", "points": "4"}]}
OPTION = {"formula": "a / b", "scoring": {"kind": "proportional"}}


@pytest.mark.parametrize("scoring", [DEDUCT, BANDS, {"kind": "proportional"}, {"kind": "target"}])
def test_everything_lies_on_the_paper(scoring: dict[str, Any]) -> None:
    drawing = view(**scoring)
    found = [spot for line in drawing.lines for path in line.paths for spot in spots(path)]
    found += [(float(dot.x), float(dot.y)) for line in drawing.lines for dot in line.dots]
    assert found
    assert all(LEFT <= x <= RIGHT and TOP <= y <= BOTTOM for x, y in found)
    assert all(LEFT <= float(tick.at) <= RIGHT for tick in drawing.x_ticks)


def test_a_jump_has_a_full_and_a_hollow_dot() -> None:
    (line,) = view(**BANDS).lines
    low, high = spots(line.paths[0]), spots(line.paths[1])
    assert {y for _, y in low} == {BOTTOM}
    assert {y for _, y in high} == {TOP}
    assert low[-1][0] == pytest.approx(high[0][0], abs=0.1)
    assert [dot.is_closed for dot in line.dots] == [False, True]


def test_the_marks_are_the_ends_and_where_something_happens() -> None:
    drawing = view(**BANDS)
    assert "60%" in {tick.words for tick in drawing.x_ticks}
    assert [tick.words for tick in drawing.y_ticks] == ["0", "2", "4"]
    places = [float(tick.at) for tick in drawing.x_ticks]
    assert len(set(places)) == len(places) <= 7


def test_the_same_stands_in_a_table() -> None:
    assert ("", "60%", "4") in view(**BANDS).table
    assert ("", "60%", "0") in view(**BANDS).table


def test_options_are_lines_of_their_own() -> None:
    options = [OPTION | {"label": "甲"}, OPTION | {"label": "乙", "scoring": DEDUCT}]
    drawing = view(kind="choose", pick="best", options=options)
    assert [(line.label, line.css) for line in drawing.lines] == [("甲", "wk-line-0"), ("乙", "wk-line-1")]
    assert {row[0] for row in drawing.table} == {"甲", "乙"}


def test_the_axis_of_a_target_is_its_completion() -> None:
    assert view(kind="target").axis == "完成率"
    assert view(**DEDUCT).words.startswith("横轴是率，从 ")
