"""An indicator tried while it is being written."""

from typing import Any

import pytest

from selfeval.domain.document_places import part_at, with_values
from selfeval.domain.files import load
from selfeval.domain.trial import Trial, tried
from tests.factories import framework_text

STAFF = "indicators[0].children[1].children[0]"


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    loaded = load(framework_text())
    assert isinstance(loaded, dict)
    return loaded


def place_of_name(document: dict[str, Any], name: str) -> str:
    for i, root in enumerate(document["indicators"]):
        for j, group in enumerate(root["children"]):
            for k, leaf in enumerate(group["children"]):
                if leaf["name"] == name:
                    return f"indicators[{i}].children[{j}].children[{k}]"
    raise AssertionError(name)


def try_out(document: dict[str, Any], place: str, node: dict[str, Any] | None = None, **texts: str) -> Trial:
    sent = {name.replace("__", "."): text for name, text in texts.items()}
    return tried(document, place, node or part_at(document, place), sent)


def leaf(**scoring: Any) -> dict[str, Any]:
    return {"code": "x", "name": "甲", "points": "4", "scoring": scoring}


def test_the_names_of_the_formula_are_asked_for_and_nothing_else(document: dict[str, Any]) -> None:
    trial = try_out(document, STAFF)
    assert [(each.name, each.label) for each in trial.inputs] == [
        ("fields.staff_on_post", "在职人员数"),
        ("fields.authorised_posts", "编制数"),
    ]
    assert (trial.score, trial.faults) == (None, ())


def test_figures_give_rate_points_and_trace(document: dict[str, Any]) -> None:
    score = try_out(document, STAFF, fields__staff_on_post=" 52 ", fields__authorised_posts="５１").score
    assert score is not None
    assert (score.rate_text, str(score.computed_score)) == ("101.96%", "3.50")
    assert score.trace.startswith("在职人员控制率＝52÷51×100%＝101.96%")


def test_derived_values_are_asked_for_by_what_they_are_made_of(document: dict[str, Any]) -> None:
    place = place_of_name(document, "预算完成率")
    names = {each.name for each in try_out(document, place).inputs}
    assert {"fields.opening_carryover", "fields.original_budget", "fields.actual_expenditure"} <= names
    score = try_out(
        document, place, fields__actual_expenditure="90", fields__original_budget="100", fields__budget_adjustment="0"
    ).score
    assert score is not None
    assert score.rate_text == "90.00%"


def test_what_is_missing_is_told_in_the_trace(document: dict[str, Any]) -> None:
    score = try_out(document, STAFF, fields__staff_on_post="52").score
    assert score is not None
    assert score.computed_score is None
    assert "编制数" in score.trace


def test_a_figure_that_is_no_number_is_a_fault(document: dict[str, Any]) -> None:
    trial = try_out(document, STAFF, fields__staff_on_post="五十", fields__authorised_posts="51")
    assert [fault.path for fault in trial.faults] == ["fields.staff_on_post"]
    assert trial.inputs


def test_faults_elsewhere_in_the_draft_do_not_matter(document: dict[str, Any]) -> None:
    faulty = with_values(document, "", {"grades": "x", "total_points": "7", "slug": "A B", "checks": [{"code": "1"}]})
    faulty = with_values(faulty, "indicators[1].children[0].children[0]", {"formula": "((", "points": None})
    score = try_out(faulty, STAFF, fields__staff_on_post="51", fields__authorised_posts="51").score
    assert score is not None
    assert str(score.computed_score) == "4.00"


@pytest.mark.parametrize(
    ("scoring", "path"),
    [
        ({"kind": "deduct_above", "limit": "一成", "step": "1%", "deduct": "1"}, "scoring.limit"),
        ({"kind": "nothing"}, "scoring.kind"),
        ({"kind": "bands", "bands": [{"in": "(, )", "points": "9"}]}, "scoring"),
    ],
)
def test_faults_of_the_indicator_itself_are_told(document: dict[str, Any], scoring: dict[str, Any], path: str) -> None:
    node = leaf(**scoring) | {"formula": "staff_on_post / authorised_posts"}
    trial = try_out(document, STAFF, node)
    assert [fault.path.rpartition("].")[2] for fault in trial.faults] == [path]
    assert (trial.inputs, trial.score) == ((), None)


@pytest.mark.parametrize(
    ("scoring", "texts", "points"),
    [
        (
            {"kind": "checklist", "items": [{"text": "一", "points": "1"}, {"text": "二", "points": "3"}]},
            {"entry__ticked__2": "on"},
            "3.00",
        ),
        ({"kind": "incidents", "deduct": "1.5"}, {"entry__incidents": "2"}, "1.00"),
        ({"kind": "coefficient"}, {"entry__coefficient": "50"}, "2.00"),
        ({"kind": "manual"}, {"entry__points": "3.5"}, "3.50"),
        (
            {"kind": "tiers", "tiers": [{"name": "好", "in": "[80%, 100%]"}, {"name": "差", "in": "[0%, 80%)"}]},
            {"entry__tier": "好", "entry__coefficient": "90%"},
            "3.60",
        ),
        (
            {
                "kind": "choose",
                "pick": "unit",
                "options": [
                    {
                        "label": "甲",
                        "formula": "staff_on_post / authorised_posts",
                        "scoring": {"kind": "proportional"},
                    },
                    {
                        "label": "乙",
                        "formula": "retired_staff / authorised_posts",
                        "scoring": {"kind": "proportional"},
                    },
                ],
            },
            {
                "entry__choice": "2",
                "fields__staff_on_post": "10",
                "fields__retired_staff": "5",
                "fields__authorised_posts": "10",
            },
            "2.00",
        ),
    ],
)
def test_entries_of_every_kind(
    document: dict[str, Any], scoring: dict[str, Any], texts: dict[str, str], points: str
) -> None:
    trial = try_out(document, STAFF, leaf(**scoring), **texts)
    assert trial.score is not None, trial.faults
    assert str(trial.score.computed_score) == points


def test_a_rate_of_another_indicator_is_computed_from_its_figures(document: dict[str, Any]) -> None:
    place = place_of_name(document, "绩效目标合理性")
    node = leaf(kind="formula", points="rate * 4") | {"formula": "1 - input.budget_allocation.staff_control_rate / 2"}
    trial = try_out(document, place, node, fields__staff_on_post="10", fields__authorised_posts="10")
    assert trial.score is not None, trial.faults
    assert (trial.score.rate_text, str(trial.score.computed_score)) == ("50.00%", "2.00")


def test_an_itemised_field_is_asked_for_in_its_two_parts(document: dict[str, Any]) -> None:
    node = leaf(kind="proportional") | {
        "formula": "budget_adjustment_items.counted / budget_adjustment_items.total",
        "not_applicable": "full",
    }
    texts = {"fields__budget_adjustment_items__counted": "3", "fields__budget_adjustment_items__excluded": "1"}
    trial = try_out(document, STAFF, node, **texts)
    assert trial.score is not None, trial.faults
    assert trial.score.rate_text == "75.00%"


@pytest.mark.parametrize(
    ("texts", "points"),
    [
        ({"own__target": "500", "own__actual": "450"}, "9.00"),
        ({"own__op": "<=", "own__target": "90%", "own__actual": "80%"}, "10.00"),
        ({"own__op": "qualitative", "own__target": "到位", "own__actual": "到位", "entry__coefficient": "80"}, "8.00"),
    ],
)
def test_the_units_own_indicators(document: dict[str, Any], texts: dict[str, str], points: str) -> None:
    node = {"code": "own", "name": "产出", "points": "10", "own_indicators": ["数量"], "scoring": {"kind": "target"}}
    trial = try_out(document, "indicators[4]", node, **texts)
    assert trial.score is not None, trial.faults
    assert str(trial.score.computed_score) == points
