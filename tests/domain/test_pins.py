"""Where a remark can be pinned, what that place is called, and what a return with it opens."""

import pytest

from selfeval.domain.pins import (
    box_of_place,
    figures_read,
    is_evidence_open,
    is_open,
    is_place,
    opened_boxes,
    place_name,
    places_of_form,
)
from tests.factories import domain_framework, sample
from tests.goals_2020 import goals_framework

FORM = domain_framework()
RATE = next(leaf for leaf in FORM.leaves if leaf.formula is not None and "full_year_budget" in leaf.formula.names)
PROGRESS = next(leaf for leaf in FORM.leaves if leaf.name == "支付进度率")
OTHER = next(leaf for leaf in FORM.leaves if leaf.formula is None)


@pytest.mark.parametrize(
    "place", ["department.head", "filed_on", "fields.original_budget", "narratives.mandate", "evaluators", RATE.code]
)
def test_remarks_go_to_boxes_and_to_indicators_that_are_scored(place: str) -> None:
    assert is_place(FORM, place)
    assert place in places_of_form(FORM)


@pytest.mark.parametrize(
    "place", ["", "fields.nothing", "narratives.nothing", "face.head", "department.name", FORM.indicators[0].code]
)
def test_remarks_go_nowhere_else(place: str) -> None:
    assert not is_place(FORM, place)


def test_places_have_the_names_of_the_form() -> None:
    names = [place_name(FORM, place) for place in ("department.head", "fields.original_budget", RATE.code)]
    assert names == ["单位负责人", FORM.fields_by_code["original_budget"].label, RATE.name]
    assert place_name(FORM, f"indicators.{RATE.code}.self_score") == RATE.name
    assert place_name(FORM, "narratives.mandate") == "单位职能概况"
    assert place_name(FORM, "evaluators") == "评价人员"


def test_an_indicator_opens_its_boxes_and_the_figures_behind_its_rule() -> None:
    figures = figures_read(FORM, RATE.code)
    # The derived value is followed to what it is made of.
    assert {"original_budget", "opening_carryover", "budget_adjustment"} <= {*figures}
    for box in (f"indicators.{RATE.code}.self_score", f"indicators.{RATE.code}.reason", "fields.original_budget"):
        assert is_open(FORM, box, [RATE.code])
    closed = (f"indicators.{OTHER.code}.self_score", "narratives.mandate", "department.head", "evaluators", "filed_on")
    assert not any(is_open(FORM, box, [RATE.code]) for box in closed)
    unread = [each.code for each in FORM.fields if each.code not in figures]
    assert unread
    assert not any(is_open(FORM, f"fields.{code}", [RATE.code]) for code in unread)


def test_milestones_open_the_figure_of_every_node() -> None:
    figures = figures_read(FORM, PROGRESS.code)
    assert len(figures) > 4
    assert all(is_open(FORM, f"fields.{code}", [PROGRESS.code]) for code in figures)


def test_a_box_opens_itself_alone() -> None:
    places = ["fields.original_budget"]
    assert is_open(FORM, "fields.original_budget", places)
    assert not is_open(FORM, "fields.original_budget_prior", places)
    assert not is_open(FORM, f"indicators.{RATE.code}.self_score", places)
    assert opened_boxes(FORM, places) == ("fields.original_budget",)


def test_what_answers_a_warning_is_never_locked() -> None:
    assert is_open(FORM, "explanations.any_check", [])


def test_what_is_opened_is_told_in_the_order_of_the_form() -> None:
    opened = opened_boxes(FORM, ["evaluators", RATE.code])
    assert opened[-2:] == (RATE.code, "evaluators")
    assert opened[:-2] == tuple(f"fields.{code}" for code in figures_read(FORM, RATE.code))


def test_evidence_is_open_where_all_its_indicators_are() -> None:
    assert is_evidence_open(FORM, [RATE.code], [RATE.code, "evaluators"])
    assert not is_evidence_open(FORM, [RATE.code, OTHER.code], [RATE.code])
    assert not is_evidence_open(FORM, [], [RATE.code])


def test_own_indicators_are_one_box_a_node() -> None:
    form = goals_framework()
    assert is_open(form, "own_indicators.outputs", ["outputs.own_2"])
    assert not is_open(form, "own_indicators.outputs", ["execution"])
    assert not is_open(form, "indicators.execution.reason", ["outputs.own_2"])
    assert is_evidence_open(form, ["outputs"], ["outputs.own_2"])
    assert place_name(form, "own_indicators.outputs") == "产出指标的个性指标"
    assert box_of_place(form, "outputs.own_2") == "own_indicators.outputs"
    assert box_of_place(form, "execution") == "indicators.execution"
    assert box_of_place(form, "evaluators") == "evaluators"


def test_every_place_of_a_form_is_one() -> None:
    assert sample().indicators
    assert all(is_place(FORM, place) for place in places_of_form(FORM))
