"""The sample filings against sheets worked out by hand: rates, points of every row, groups, total and grade."""

import pytest

from selfeval.domain.framework import Severity
from tests.fixtures_data.library import WHOLE, WORKED, assessed, rounded, worked


@pytest.mark.parametrize("slug", WORKED)
def test_the_arithmetic_of_the_sheet_is_right(slug: str) -> None:
    """Of the sheet alone: nothing here uses the product."""
    for row in worked(slug):
        assert rounded(row.arithmetic) == row.score, row.code
        if row.rate:
            assert f"{rounded(row.rate, times=100)}%" == row.rate_text, row.code


@pytest.mark.parametrize("slug", WORKED)
def test_the_sheet_has_every_row_and_group_in_the_order_of_the_form(slug: str) -> None:
    codes = [row.code for row in worked(slug)]
    sheet = assessed(slug).sheet

    assert codes[: len(sheet.indicators)] == list(sheet.indicators)
    assert sorted(codes[len(sheet.indicators) : -1]) == sorted(sheet.groups)
    assert codes[-1] == WHOLE


@pytest.mark.parametrize("slug", WORKED)
def test_every_row_scores_what_was_worked_out(slug: str) -> None:
    sheet = assessed(slug).sheet
    by_hand = {row.code: row for row in worked(slug)}

    for code, score in sheet.indicators.items():
        assert (score.rate_text, str(score.computed_score)) == (by_hand[code].rate_text, by_hand[code].score), code
        assert score.self_score == score.computed_score, code


@pytest.mark.parametrize("slug", WORKED)
def test_groups_total_and_grade_are_what_was_worked_out(slug: str) -> None:
    sheet = assessed(slug).sheet
    by_hand = {row.code: row for row in worked(slug)}

    for code, group in sheet.groups.items():
        assert (group.grade or "", str(group.computed_score)) == (by_hand[code].grade, by_hand[code].score), code
    assert (sheet.grade, str(sheet.total.computed_score)) == (by_hand[WHOLE].grade, by_hand[WHOLE].score)
    assert sheet.total.points == assessed(slug).framework.total_points


# What the checks tell of the samples, besides reasons in brief; every one is true of the figures in the file.
TOLD = {
    "chongqing-2021": ["overachievement_explained", "target_is_measurable", "execution_not_over_budget"],
    "general-2020": ["overachievement_explained", "overachievement_explained", "satisfaction_has_survey"],
    "general-2022-cost": [
        "overachievement_explained",
        "overachievement_explained",
        "target_is_measurable",
        "satisfaction_has_survey",
        "execution_not_over_budget",
    ],
    "hubei-2020": ["satisfaction_has_survey"],
    "hunan-2017": ["staff_within_posts"],
    "mof-2013": ["three_public_within_budget", "staff_within_posts"],
    "shaanxi": ["target_is_measurable", "three_public_within_budget"],
    "sichuan-2018": ["satisfaction_has_survey", "satisfaction_has_survey", "satisfaction_has_survey"],
    "sichuan-2023-project": ["target_is_measurable", "score_consistent_with_execution"],
    "yinchuan-2021-project": ["target_is_measurable", "satisfaction_has_survey"],
    "hainan-2018": ["satisfaction_has_survey"],
    "xinshao-2017": ["staff_within_posts"],
    "yueyang-2018": ["three_public_within_budget", "staff_within_posts"],
}


@pytest.mark.parametrize("slug", WORKED)
def test_a_sample_can_be_submitted_as_it_stands(slug: str) -> None:
    """Warnings are answered, the rest is for the reviewer."""
    findings = assessed(slug).findings

    assert not [each for each in findings if each.blocks_submission or each.severity is Severity.ERROR]
    assert [each.check for each in findings if each.check != "reasons_are_substantive"] == TOLD.get(slug, [])
