"""The reviewer's own work: a passing and a failing example of each check, traps, and nothing said of nothing."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from selfeval.domain.checks import review_checks
from selfeval.domain.checks.review_case import ReviewCase
from selfeval.domain.checks.review_checks import REVIEW_CHECKS, review_findings
from selfeval.domain.checks.stated_cut_equals_real_cut import stated_cut
from selfeval.domain.checks.thresholds import CheckSettings
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from selfeval.domain.review import OtherRemark, Review, ReviewEntry
from tests.fixtures_data.library import assessed

FORM = assessed("general-2020")
LEAVES = Review(framework=FORM.framework, sheet=FORM.sheet).scored
FIRST, SECOND = list(LEAVES)[1:3]
FULL = LEAVES[FIRST].points


def review(others: tuple[OtherRemark, ...] = (), **said: tuple[object, str]) -> Review:
    """Every indicator scored as the unit filed it, but for `first` and `second`: a cut in points, and a remark."""
    entries = {code: ReviewEntry(score=each.self_score) for code, each in LEAVES.items()}
    for word, (cut, remark) in said.items():
        code = {"first": FIRST, "second": SECOND}[word]
        score = None if cut is None else LEAVES[code].points - Decimal(str(cut))
        entries[code] = ReviewEntry(score=score, remark=remark)
    return Review(framework=FORM.framework, sheet=FORM.sheet, entries=entries, others=others)


def told(given: Review, check: str) -> list[Finding]:
    return [each for each in review_findings(given) if each.check == check]


def test_the_indicators_have_room_for_these_examples() -> None:
    assert FULL >= 5
    assert LEAVES[SECOND].points >= 5
    assert LEAVES[FIRST].self_score == FULL


def test_nothing_was_said_and_nothing_is_asked() -> None:
    nothing = Review(framework=FORM.framework, sheet=FORM.sheet)

    assert (nothing.is_begun, nothing.total) == (False, None)
    assert review_findings(nothing) == ()


def test_a_review_that_agrees_with_the_unit() -> None:
    assert review_findings(review()) == ()
    assert review().total == FORM.sheet.total.self_score


def test_the_total_is_the_sum_under_the_cap() -> None:
    cut = review(first=(2, "现场核对少两件，扣2分"))
    capped = replace(FORM.sheet, total=replace(FORM.sheet.total, capped_at=Decimal(60)))

    assert cut.total == sum(cut.entry(code).score or 0 for code in cut.scored)
    assert replace(cut, sheet=capped).total == 60


def test_blank_scores_are_told_in_one() -> None:
    (finding,) = told(review(first=(None, "待核"), second=(None, "")), "no_blank_review_score")

    assert (finding.severity, finding.where) == (Severity.ERROR, (f"review.{FIRST}.score", f"review.{SECOND}.score"))
    assert finding.message.startswith("还有2项指标没有复核得分")
    assert review(first=(None, "")).total is None


@pytest.mark.parametrize(
    ("cut", "remark", "is_found"), [(1, "", True), (1, "  ", True), (1, "少一件", False), (0, "", False)]
)
def test_review_score_has_remark(cut: int, remark: str, is_found: bool) -> None:
    found = told(review(first=(cut, remark)), "review_score_has_remark")

    assert [each.where for each in found] == ([(f"review.{FIRST}.remark",)] if is_found else [])
    assert all(each.severity is Severity.ERROR for each in found)


@pytest.mark.parametrize(
    "remark",
    [
        "未提供佐证材料",
        "没有佐证材料，扣1分",
        "无相关证明材料。",
        "单位未上传任何佐证资料，不能确认",
        "缺少依据，酌情给分",
    ],
)
def test_points_where_there_is_no_evidence(remark: str) -> None:
    (finding,) = told(review(first=(1, remark)), "no_score_without_evidence_if_remark_says_so")

    assert (finding.severity, finding.expected, finding.where[0]) == (Severity.ERROR, "0", f"review.{FIRST}.score")
    assert told(review(first=(FULL, remark)), "no_score_without_evidence_if_remark_says_so") == []


@pytest.mark.parametrize(
    "remark",
    [
        "部分活动没有佐证材料，扣1分",
        "佐证材料不全，扣1分",
        "12月份的签到表没有附，扣1分",
        "补充前无佐证材料",
        "没有佐证材料，退回后已补齐",
        "佐证材料齐全",
        "不是没有佐证材料，是数据口径不同",
        "仅两次活动未提供佐证材料",
        "",
    ],
)
def test_some_of_it_is_there(remark: str) -> None:
    assert told(review(first=(1, remark)), "no_score_without_evidence_if_remark_says_so") == []


@pytest.mark.parametrize(
    ("remark", "points"),
    [
        ("资料不全扣1分", "1"),
        ("未按时公开，扣０．５分", "0.5"),
        ("未按时公开扣1分", "1"),
        ("①缺签到表扣1分；②超期扣0.5分", "1.5"),
        ("每晚一天扣0.5分，共扣2分", "2"),
        ("台账缺两个月，扣除一分", "1"),
        ("酌情扣1.5分", "1.5"),
        ("核减2分", "2"),
        ("（扣1分）", "1"),
        ("扣半分", "0.5"),
        ("每月台账缺失扣1分", "1"),
        ("每超过1个百分点扣0.5分", None),
        ("不扣分", None),
        ("情况属实，不再扣1分", None),
        ("单位自评已扣1分，认可", None),
        ("自评扣1分，认可", None),
        ("自评材料缺失扣1分", "1"),
        ("分值5分，属实", None),
        ("", None),
    ],
)
def test_the_cut_a_remark_states(remark: str, points: str | None) -> None:
    assert stated_cut(remark) == (None if points is None else Decimal(points))


def test_stated_cut_equals_real_cut() -> None:
    (finding,) = told(review(first=(1, "资料不全，扣2分")), "stated_cut_equals_real_cut")

    assert (finding.severity, finding.expected, finding.found) == (Severity.WARNING, "2.00", "1.00")
    assert told(review(first=(2, "资料不全，扣2分")), "stated_cut_equals_real_cut") == []
    assert told(review(first=(None, "资料不全，扣2分")), "stated_cut_equals_real_cut") == []


def test_a_cut_may_be_off_the_unit_s_own_score() -> None:
    """Where the unit took points off itself: 自评 8 of 10, the reviewer gives 7 and writes 扣1分, or 扣3分."""
    filed = LEAVES[FIRST].points - 2
    sheet = replace(FORM.sheet, indicators={**FORM.sheet.indicators, FIRST: replace(LEAVES[FIRST], self_score=filed)})

    def found(remark: str) -> list[Finding]:
        return told(replace(review(first=(3, remark)), sheet=sheet), "stated_cut_equals_real_cut")

    assert found("再扣1分") == found("共扣3分") == []
    assert len(found("扣2分")) == 1


def test_the_same_defect_at_another_price() -> None:
    (finding,) = told(
        review(first=(1, "佐证材料不全，扣1分"), second=(2, "佐证材料不全，扣2分。")), "same_defect_same_cut"
    )

    assert (finding.severity, finding.where) == (Severity.INFO, (f"review.{SECOND}.score",))
    assert LEAVES[FIRST].name in finding.message


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((1, "佐证材料不全，扣1分"), (1, "佐证材料不全，扣1分")),
        ((1, "佐证材料不全，扣1分"), (2, "台账与实物不符，扣2分")),
        ((1, "属实"), (2, "属实")),
        ((1, "佐证材料不全，扣1分"), (LEAVES[SECOND].points, "佐证材料不全")),
        ((0, "佐证材料齐全有效"), (1, "佐证材料齐全有效")),
    ],
)
def test_other_defects_or_nothing_left_to_cut(first: tuple[object, str], second: tuple[object, str]) -> None:
    assert told(review(first=first, second=second), "same_defect_same_cut") == []


@pytest.mark.parametrize(
    ("cut", "remark", "count"), [(2, "佐证材料不全", 1), (1, "佐证材料不全", 0), (2, "超期公开", 0)]
)
def test_the_same_defect_at_another_unit(cut: int, remark: str, count: int) -> None:
    other = OtherRemark(code=FIRST, department="某局", remark=remark, cut=Decimal(cut), points=FULL)
    found = told(review((other,), first=(1, "佐证材料不全，扣1分")), "same_defect_same_cut")

    assert ["某局的同一指标" in each.message for each in found] == [True] * count


def test_a_cycle_sets_the_severity() -> None:
    settings = CheckSettings(severities={"same_defect_same_cut": Severity.WARNING})
    given = review(first=(1, "佐证材料不全"), second=(2, "佐证材料不全"))

    assert Severity.WARNING in {
        each.severity for each in review_findings(given, settings) if each.check == "same_defect_same_cut"
    }


def test_one_that_breaks_is_told_and_blocks_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def no_blank_review_score(case: ReviewCase) -> Iterator[Finding]:
        raise ZeroDivisionError

    monkeypatch.setattr(review_checks, "REVIEW_CHECKS", (no_blank_review_score, *REVIEW_CHECKS[1:]))
    with caplog.at_level(logging.ERROR):
        (finding,) = review_findings(review())

    assert (finding.check, finding.severity) == ("check_failed", Severity.INFO)
    assert "no_blank_review_score" in caplog.text
