"""Points that move: every sum is kept to the last decimal, nothing is negative, and they stay near."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.domain.files import framework_from_document
from selfeval.domain.framework import Framework
from selfeval.domain.redistribution import NowhereToPlace, redistributed, scopes_of, shares, sums_of
from tests.domain.three_groups import CODES, document
from tests.fixtures_data.published import framework

JINZHONG = framework("jinzhong-2021")
OWN = framework("general-2020")


def three(keep: str, places: str = "2") -> Framework:
    rounding = {"mode": "half_up", "rate_places": "2", "points_places": places}
    return framework_from_document(document(set_points={"by": "unit", "keep": keep}, rounding=rounding))


def reference(rules: Framework) -> dict[str, Decimal]:
    return {leaf.code: leaf.points for leaf in rules.leaves}


@pytest.mark.parametrize(
    ("keep", "scopes"),
    [
        ("total", [("", 100, 4)]),
        ("level1", [("process", 60, 3), ("output", 40, 1)]),
        ("level2", [("process.execution", 50, 2), ("process.system", 10, 1), ("output.tasks", 40, 1)]),
    ],
)
def test_a_scope_is_what_the_framework_keeps(keep: str, scopes: list[tuple[str, int, int]]) -> None:
    assert [(each.code, each.points, len(each.leaves)) for each in scopes_of(three(keep))] == scopes


def test_own_indicators_take_no_part() -> None:
    (scope,) = scopes_of(OWN)
    assert [leaf.code for leaf in scope.leaves] == ["execution.execution_rate"]
    assert scope.points == 10


def test_what_does_not_apply_goes_to_its_neighbours_as_in_the_published_form() -> None:
    leaves = {leaf.name: leaf.code for leaf in JINZHONG.leaves if leaf.code.startswith("effect.")}
    economic, social, ecological, satisfaction = leaves.values()
    made = redistributed(JINZHONG, points=reference(JINZHONG), given_up={economic, ecological})
    assert [made[code] for code in (economic, social, ecological, satisfaction)] == [0, 10, 0, 10]
    assert {code for code in made if made[code] != JINZHONG.nodes[code].points} == set(leaves.values())


def test_without_neighbours_points_go_to_the_next_node_above() -> None:
    rules = three("total")
    made = redistributed(rules, points=reference(rules), given_up={CODES[0], CODES[1]})
    assert made == {CODES[0]: 0, CODES[1]: 0, CODES[2]: 60, CODES[3]: 40}


def test_parts_are_proportional_and_the_rest_goes_to_the_greatest() -> None:
    rules = three("level1", places="1")
    made = redistributed(rules, points=reference(rules), given_up={CODES[2]})
    assert made == {CODES[0]: Decimal("36.0"), CODES[1]: Decimal("24.0"), CODES[2]: 0, CODES[3]: 40}
    weights = {"a": Decimal(1), "b": Decimal(2), "c": Decimal(2)}
    assert shares(Decimal("0.1"), weights, places=1) == {"a": 0, "b": Decimal("0.1"), "c": 0}


def test_what_applies_again_takes_its_points_back_from_who_had_them() -> None:
    rules = three("level1")
    moved = redistributed(rules, points=reference(rules), given_up={CODES[2]})
    assert redistributed(rules, points={**moved, CODES[2]: Decimal(10)}, given_up=()) == reference(rules)


@pytest.mark.parametrize(("keep", "given_up"), [("total", CODES), ("level2", CODES[3:])])
def test_points_need_somebody_to_take_them(keep: str, given_up: tuple[str, ...]) -> None:
    rules = three(keep)
    with pytest.raises(NowhereToPlace) as refused:
        redistributed(rules, points=reference(rules), given_up=given_up)
    assert refused.value.scope == ("任务" if keep == "level2" else "")


def _framework(draw: Any) -> Framework:
    return draw(st.sampled_from([JINZHONG, *(three(keep, str(places)) for keep in _KEPT for places in (0, 1, 2))]))


_KEPT = ("total", "level1", "level2")


@given(data=st.data())
def test_every_sum_is_exact_and_nothing_is_negative(data: st.DataObject) -> None:
    rules = _framework(data.draw)
    places = rules.rounding.points_places
    points = st.decimals(min_value=0, max_value=60, places=places)
    had = {leaf.code: data.draw(points | st.just(leaf.points)) for leaf in rules.leaves}
    given_up = data.draw(st.sets(st.sampled_from(sorted(had))))
    full = [each for each in scopes_of(rules) if {leaf.code for leaf in each.leaves} <= given_up]
    if full:
        with pytest.raises(NowhereToPlace) as refused:
            redistributed(rules, points=had, given_up=given_up)
        assert (refused.value.scope, refused.value.points) == (full[0].name, full[0].points)
        return
    made = redistributed(rules, points=had, given_up=given_up)
    assert set(made) == set(had)
    assert [each.remaining for each in sums_of(scopes_of(rules), made)] == [0 for _ in scopes_of(rules)]
    assert all(each >= 0 and each == round(each, places) for each in made.values())
    assert all(not made[code] for code in given_up)
    assert redistributed(rules, points=made, given_up=given_up) == made


@given(
    amount=st.decimals(min_value=0, max_value=200, places=2),
    weights=st.lists(st.decimals(min_value=0, max_value=50, places=1), min_size=1, max_size=8),
    places=st.integers(min_value=0, max_value=2),
)
def test_shares_sum_to_the_amount_whatever_they_are_rounded_to(
    amount: Decimal, weights: list[Decimal], places: int
) -> None:
    given_weights = {str(place): weight for place, weight in enumerate(weights)}
    parts = shares(amount, given_weights, places=places)
    assert sum(parts.values()) == amount
    assert all(part >= 0 for part in parts.values())
