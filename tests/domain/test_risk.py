"""The risk of a filing says in words what makes it."""

from dataclasses import replace
from decimal import Decimal

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.checks import Prior
from selfeval.domain.findings import Finding, Waiver, with_waivers
from selfeval.domain.framework import Severity
from selfeval.domain.risk import (
    ABOVE_EXECUTION,
    CHANGED_SINCE,
    ERROR,
    EXPLAINED,
    FIVE_MOVED,
    POINT_ABOVE,
    WARNING,
    Risk,
    risk_of,
)
from tests.factories import domain_framework, sample

SAMPLE = assess(domain_framework(), sample())

# As if the unit had given itself what is computed; its points were moved.
EVEN: Assessment = replace(
    SAMPLE,
    sheet=replace(SAMPLE.sheet, total=replace(SAMPLE.sheet.total, computed_score=SAMPLE.sheet.total.self_score)),
    findings=(),
)
MOVED = risk_of(EVEN)


def risk(*findings: Finding) -> Risk:
    """The risk beyond that of the scores."""
    bare = risk_of(replace(SAMPLE, findings=()))
    whole = risk_of(replace(SAMPLE, findings=findings))
    reasons = tuple(each for each in whole.reasons if each not in bare.reasons)
    return Risk(weight=whole.weight - bare.weight, reasons=reasons)


def found(severity: Severity, **more: str) -> Finding:
    return Finding(**{"check": "x", "where": (), "message": "", "severity": severity, **more})  # type: ignore[arg-type]


def test_information_is_no_risk() -> None:
    assert risk(found(Severity.INFO)) == Risk(weight=0, reasons=())


def test_what_is_explained_weighs_less_than_what_is_not() -> None:
    assert risk(found(Severity.WARNING)) == Risk(weight=WARNING, reasons=("提醒1项未说明",))
    explained = found(Severity.WARNING, explanation="上年多拨")
    assert risk(explained, explained) == Risk(weight=2 * EXPLAINED, reasons=("提醒2项已说明",))


def test_what_is_waived_is_named_as_such() -> None:
    waiver = Waiver(check="x", reason="口径不同", by="审核甲")
    waived = with_waivers([found(Severity.ERROR), found(Severity.WARNING)], [waiver])
    assert risk(*waived) == Risk(weight=ERROR + EXPLAINED, reasons=("错误1项已豁免", "提醒1项已豁免"))


def test_a_score_far_above_execution_counts() -> None:
    finding = found(Severity.INFO, check="score_consistent_with_execution", found="92.00%", expected="82.00%")
    assert risk(finding) == Risk(weight=ABOVE_EXECUTION, reasons=("得分率92.00%，预算执行率82.00%",))


def test_the_unit_above_the_computed_score_counts_by_the_point() -> None:
    above = SAMPLE.sheet.total.self_score - SAMPLE.sheet.total.computed_score
    assert above > 0
    whole = risk_of(replace(SAMPLE, findings=()))
    assert whole.weight - MOVED.weight == POINT_ABOVE * int(above)
    assert set(whole.reasons) - set(MOVED.reasons) == {f"自评高出计算{above:.2f}分"}


def test_a_slip_of_many_digits_weighs_as_much_as_full_marks() -> None:
    slip = replace(SAMPLE.sheet.total, self_score=Decimal("999999999999999"))
    absurd: Assessment = replace(SAMPLE, sheet=replace(SAMPLE.sheet, total=slip), findings=())
    assert risk_of(absurd).weight == 100 * POINT_ABOVE + MOVED.weight


def test_points_that_were_moved_count_by_five() -> None:
    scores = SAMPLE.sheet.indicators
    plain = {leaf.code: replace(scores[leaf.code], points=leaf.points) for leaf in SAMPLE.framework.leaves}
    first, second = SAMPLE.framework.leaves[:2]
    for points, weight in ((Decimal(2), FIVE_MOVED), (Decimal(5), FIVE_MOVED), (Decimal("5.5"), 2 * FIVE_MOVED)):
        moved = {
            **plain,
            first.code: replace(plain[first.code], points=first.points - points),
            second.code: replace(plain[second.code], points=second.points + points),
        }
        bare: Assessment = replace(EVEN, sheet=replace(EVEN.sheet, indicators=plain))
        assert risk_of(bare) == Risk(weight=0, reasons=())
        changed: Assessment = replace(EVEN, sheet=replace(EVEN.sheet, indicators=moved))
        assert risk_of(changed) == Risk(weight=weight, reasons=(f"调整分值{points}分",))


def test_a_total_far_from_last_years_counts() -> None:
    prior = Prior(framework=domain_framework(), filing=sample())
    total = SAMPLE.sheet.total
    plain = risk_of(EVEN)
    for step, words in (
        (Decimal(6), {"自评比上年高6.00分"}),
        (Decimal(-5), {"自评比上年低5.00分"}),
        (Decimal(4), set()),
    ):
        now = replace(total, self_score=total.self_score + step, computed_score=total.self_score + step)
        changed = risk_of(replace(EVEN, sheet=replace(EVEN.sheet, total=now), prior=prior))
        assert (changed.weight - plain.weight, set(changed.reasons) - set(plain.reasons)) == (
            CHANGED_SINCE if words else 0,
            words,
        )
