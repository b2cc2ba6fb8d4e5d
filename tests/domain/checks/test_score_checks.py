"""Full marks everywhere, a total under its cap, a score beside the execution, points that moved."""

import pytest

from selfeval.domain.assessment import Assessment
from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import assessed, found
from tests.domain.one_own_indicator import assessed_rows, own_framework, row
from tests.domain.three_groups import document, filed

RATE = "process.execution.rate_one"
CAP = [{"rate": RATE, "in": "[0%, 90%)", "total_at_most": "85"}]
LOW = {"a": "80", "b": "100"}


def full(count: int, **last: str) -> Assessment:
    """`count` own indicators, all reached; the last one with the keys `last`."""
    rows = [row(name=f"事项{number}", unit="件") for number in range(count)]
    return assessed_rows(own_framework(points=str(count * 10)), *rows[:-1], {**rows[-1], **last})


def test_not_all_full_marks() -> None:
    (finding,) = found("not_all_full_marks", full(5))

    assert (finding.severity, finding.where) == (Severity.WARNING, ("indicators",))
    assert finding.message == "5项指标全部得满分；请核对有没有未达到的要求，确实全部达到的请说明依据"
    assert finding.blocks_submission


@pytest.mark.parametrize(
    ("count", "last"),
    [
        pytest.param(4, {}, id="few indicators"),
        pytest.param(5, {"actual": "99"}, id="one below"),
        pytest.param(5, {"actual": ""}, id="one without a score"),
    ],
)
def test_not_all_full_marks_is_silent(count: int, last: dict[str, str]) -> None:
    assert found("not_all_full_marks", full(count, **last)) == []


def capped(*scores: str, rate: dict[str, str] = LOW, **entries: dict[str, str]) -> Assessment:
    """Three groups under a cap of 85 below 90 %; `scores` of the four leaves, by hand."""
    return filed(*scores, framework=document(caps=CAP), fields=rate, **entries)


def test_a_total_that_the_cap_cuts_is_answered_by_the_reason_of_its_rate() -> None:
    open_one = found("total_within_execution_cap", capped("30", "20", "10", "40"))
    answered = found("total_within_execution_cap", capped("30", "20", "10", "40", rate_one={"reason": "项目延期"}))

    assert [(each.severity, each.where, each.expected, each.found) for each in open_one] == [
        (Severity.WARNING, (f"indicators.{RATE}",), "85.00", "100.00")
    ]
    assert open_one[0].message == "指标rate_one为80.00%，总分最高85.00分，各项合计100.00分，只计85.00分"
    assert [each.explanation for each in answered] == ["项目延期"]


@pytest.mark.parametrize(
    ("last", "rate"),
    [
        pytest.param("25", LOW, id="85 under the cap of 85"),
        pytest.param("40", {"a": "90", "b": "100"}, id="at 90 % there is no cap"),
        pytest.param("40", {"a": "80"}, id="the rate is not known"),
    ],
)
def test_a_cap_that_cuts_nothing_is_not_told(last: str, rate: dict[str, str]) -> None:
    assert found("total_within_execution_cap", capped("30", "20", "10", last, rate=rate)) == []


def test_self_scores_raised_beyond_the_cap_are_an_error() -> None:
    raised = capped("20", "20", "10", "30", rate_one={"self_score": "30", "reason": "项目延期"})
    (finding,) = found("total_within_execution_cap", raised)

    assert (finding.severity, finding.found) == (Severity.ERROR, "90.00")
    assert finding.message.endswith("只计85.00分；自评得分高出计算得分，请改正")
    assert finding.blocks_submission


def test_the_published_score_beside_its_execution() -> None:
    (finding,) = found("score_consistent_with_execution", assessed())

    assert (finding.severity, finding.expected, finding.found) == (Severity.INFO, "82.00%", "92.00%")
    assert finding.message == ("得分率92.00%，预算执行率82.00%，高出的部分占得分率的10.87%，请核对产出和效益的得分依据")


@pytest.mark.parametrize(
    ("actual", "is_fine"),
    [
        # 92 points: 87.4 % is 5 % of them less. The full-year budget is 3,043.01, of which that is 2,659.59074.
        ("2659.59074", True),
        ("2659.59", False),
        ("3500", True),
        (None, True),
    ],
)
def test_the_score_may_be_a_twentieth_above_the_execution(actual: str | None, is_fine: bool) -> None:
    rates = ("completion_rate", "carryover_rate")
    kept = {f"process.budget_execution.{rate}": {"reason": "按实际填报"} for rate in rates}
    told = found("score_consistent_with_execution", assessed(fields={"actual_expenditure": actual}, entries=kept))

    assert (told == []) is is_fine


def moved(*, framework: dict[str, str] | None = None, **entries: dict[str, str]) -> list[tuple[str, str | None]]:
    """What is told of forms whose bureau sets the points: box and reason."""
    assessment = filed(
        "30", "20", "10", "40", framework=document(**({"set_points": framework} if framework else {})), **entries
    )
    told = found("redistribution_follows_framework", assessment)
    assert all(each.severity is Severity.WARNING for each in told)
    return [(each.where[0].split(".")[-2], each.message.partition("；")[2]) for each in told]


AWAY = {"applicable": "false"}


def test_points_of_what_is_not_applicable_may_rise_elsewhere() -> None:
    assert moved(system=AWAY, done={"set_points": "50"}) == []


def test_points_may_not_change_where_nothing_is_not_applicable() -> None:
    assert moved(rate_two={"set_points": "15"}, done={"set_points": "45"}) == [
        ("rate_two", "分值只能从不涉及的指标调出"),
        ("done", "没有不涉及的指标，没有分值可以调入"),
    ]


def test_points_may_not_leave_the_scope_the_framework_keeps() -> None:
    kept = {"by": "bureau", "keep": "level1"}

    assert moved(framework=kept, system=AWAY, rate_two={"set_points": "30"}) == []
    assert moved(framework=kept, system=AWAY, done={"set_points": "50"}) == [
        ("done", "“产出”里没有不涉及的指标，没有分值可以调入")
    ]


def test_units_that_set_points_themselves_are_asked_for_the_sum_only() -> None:
    assert moved(framework={"by": "unit", "keep": "total"}, rate_two={"set_points": "15"}) == []


def test_the_cap_is_found_among_several() -> None:
    caps = [*CAP, {"rate": RATE, "in": "[0%, 70%)", "total_at_most": "70"}]
    lower = filed("30", "20", "10", "40", framework=document(caps=caps), fields={"a": "60", "b": "100"})
    (finding,) = found("total_within_execution_cap", lower)

    assert finding.expected == "70.00"
