"""The parts of a form that can be given to a person, and how far each is filled."""

from dataclasses import replace

import pytest

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.division import asked_boxes, filled_of, places_of, stands_in
from selfeval.domain.filing import NOTHING_ENTERED, IndicatorEntry
from selfeval.domain.sections import sections_of
from tests.factories import domain_framework, sample

FRAMEWORK = domain_framework()


def scored(**changes: object) -> Assessment:
    return assess(FRAMEWORK, replace(sample(), **changes), texts=False)  # type: ignore[arg-type]


def test_places_are_the_pages_without_the_last_and_the_nodes_below_them() -> None:
    places = places_of(FRAMEWORK)
    pages = [each.code for each in places if each.depth == 0]
    assert pages == [each.code for each in sections_of(FRAMEWORK) if each.code != "check"]
    below = [each for each in places if each.depth]
    assert {each.code for each in below} < set(FRAMEWORK.nodes)
    assert all(each.code.startswith(f"{each.section}.") for each in below)
    assert len({each.code for each in places}) == len(places)


@pytest.mark.parametrize(
    ("box", "place", "is_in"),
    [
        ("department.head", "face", True),
        ("filed_on", "face", True),
        ("fields.original_budget", "budget", True),
        ("fields.original_budget", "staff", False),
        ("narratives.staffing", "narratives", True),
        ("indicators.effect.performance_benefit.satisfaction.reason", "effect", True),
        ("indicators.effect.performance_benefit.satisfaction.reason", "effect.performance_benefit", True),
        ("indicators.effect.performance_benefit.satisfaction.reason", "effect.performance_benefit.satisfaction", True),
        ("indicators.effect.performance_benefit.satisfaction.reason", "effect.performance_benefit.satis", False),
        ("indicators.effect.performance_benefit.satisfaction.reason", "process", False),
        ("own_indicators.output.units", "output.units", True),
        ("fields.effect.performance_benefit", "effect.performance_benefit", False),
    ],
)
def test_a_box_stands_in_its_page_and_in_the_nodes_above_it(box: str, place: str, is_in: bool) -> None:
    assert stands_in(FRAMEWORK, box, place) is is_in


def test_what_is_missing_is_named() -> None:
    whole = scored()
    boxes = asked_boxes(whole)
    assert all(not filled_of(whole, place.code, boxes).missing for place in places_of(FRAMEWORK))
    figures = dict(sample().fields)
    del figures["original_budget"]
    less = scored(fields=figures, evaluators=())
    found = filled_of(less, "budget", asked_boxes(less))
    full = filled_of(whole, "budget", boxes)
    assert [each.box for each in found.missing] == ["fields.original_budget"]
    assert (found.filled, found.asked) == (full.filled - 1, full.asked)
    assert [each.label for each in filled_of(less, "evaluators", asked_boxes(less)).missing] == ["评价人员"]


def test_a_reason_is_asked_for_once_points_are_lost_and_nothing_of_what_does_not_apply() -> None:
    code = "effect.performance_benefit.satisfaction"
    entries = dict(sample().indicators)

    def missing(entry: IndicatorEntry) -> list[str]:
        done = scored(indicators={**entries, code: entry})
        return [each.box for each in filled_of(done, code, asked_boxes(done)).missing]

    entry = entries[code]
    lost = replace(entry, self_score=FRAMEWORK.nodes[code].points - 1, reason="")
    assert missing(lost) == [f"indicators.{code}.reason"]
    assert missing(replace(lost, reason="调查样本少")) == []
    assert f"indicators.{code}.self_score" in missing(NOTHING_ENTERED)
    assert missing(replace(NOTHING_ENTERED, is_applicable=False)) == []
