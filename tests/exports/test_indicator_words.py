"""What the columns of other forms print of an indicator."""

from dataclasses import replace

import pytest

from selfeval.exports.document import MISSING, FormDocument, IndicatorRow
from tests.exports.scored_frameworks import framework_of
from tests.exports.test_every_framework import form as sample_form
from tests.exports.test_layout_sizes import filing_of, form


def rows(document: FormDocument) -> dict[str, IndicatorRow]:
    return {row.name: row for row in document.rows}


def test_a_target_has_its_sign_and_unit_where_no_column_has_them() -> None:
    words = rows(sample_form("general-2020-sample"))["发放非公党建指导员补助"].words
    assert (words.signed_target, words.actual) == ("≥30人", "27人")
    assert words.explanation.startswith("原因：3名指导员")
    assert "改进措施：" in words.explanation


def test_a_unit_with_a_column_of_its_own_is_not_printed_twice() -> None:
    found = rows(sample_form("sichuan-2023-project-sample"))
    words = found["改造点位数量"].words
    assert (words.sign, words.target, words.unit, words.actual) == ("≥", "50", "个", "48")
    words = found["验收合格率"].words
    assert (words.target, words.unit) == ("98%", "%")


def test_a_quality_is_told_in_words_without_a_sign() -> None:
    words = rows(sample_form("sichuan-2023-project-sample"))["出行条件"].words
    assert (words.sign, words.target, words.signed_target, words.unit) == ("定性", "明显改善", "明显改善", MISSING)


def test_the_adjusted_target_stands_in_its_column_and_is_the_one_in_force() -> None:
    words = rows(sample_form("chongqing-2021-sample"))["播发稿件数量"].words
    assert (words.target, words.adjusted_target, words.signed_target) == ("2,500", "2,200", "≥2,200篇")
    assert words.core == "是"


def test_a_rule_with_a_limit_has_it_for_a_target_and_the_rate_for_what_was_reached() -> None:
    words = rows(sample_form("hunan-2017-sample"))["在职人员控制率"].words
    assert (words.signed_target, words.actual) == ("≤100%", "104.00%")


def test_the_standard_is_printed_with_the_points_to_look_at() -> None:
    found = rows(sample_form("hunan-2017-sample"))
    assert found["在职人员控制率"].words.criterion.startswith("以100%为标准，不高于100%计5分")
    # One point has no number; of several each has.
    assert "\n在职人员控制率＝" in found["在职人员控制率"].words.criterion
    assert "1．" in found["新建楼堂馆所面积控制率"].words.criterion


def test_a_rule_without_words_of_its_own_prints_its_standard() -> None:
    framework = framework_of("yueyang-2018")

    def bare(node):  # type: ignore[no-untyped-def]
        return replace(node, standard="", children=tuple(map(bare, node.children)))

    plain = replace(framework, indicators=tuple(map(bare, framework.indicators)))
    words = rows(form(plain, filing_of("yueyang-2018")))["财政供养人员控制率"].words
    assert "每高1个百分点" in words.criterion
    assert "0.5分" in words.criterion


@pytest.mark.parametrize(("name", "share"), [("播发稿件数量", "88.00%"), ("制作宣传品数量", "33.33%")])
def test_the_coefficient_is_the_score_by_its_points_and_stays_alive(name: str, share: str) -> None:
    cell = rows(sample_form("chongqing-2021-sample"))[name].coefficient
    assert cell.text == share
    assert cell.formula is not None


def test_the_funds_table_scores_its_indicator_and_the_table_below_does_not() -> None:
    document = sample_form("general-2020-sample")
    assert document.funds is not None
    first, *others = document.funds.rows
    assert [cell.text for cell in first.cells] == ["2,480.00", "2,556.71", "2,505.58", "10", "98.00%", "9.80"]
    assert {row.cells[3].text for row in others} == {MISSING}
    assert "execution.execution_rate" not in {row.code for each in document.table_sections for row in each.rows}
    assert document.funds.note.startswith("原因：部分党建补助")
    assert [fact.cell.text for fact in document.figures] == ["2,480.00", "2,556.71", "2,505.58"]


def test_goals_stand_side_by_side_and_are_not_told_twice() -> None:
    document = sample_form("general-2020-sample")
    assert [each.code for each in document.goals] == ["expected_goals", "achieved_goals"]
    assert document.told == ()
    assert len(sample_form("hubei-2020-sample").told) == 1
