"""The unit's own indicators, choices and graded groups on the form and in 计算底稿."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from selfeval.domain.assessment import assess
from selfeval.domain.files import filing_from_document, framework_from_document
from selfeval.domain.filing import Filing
from selfeval.domain.framework import Framework, Source
from selfeval.exports import wording
from selfeval.exports.build import build_form
from selfeval.exports.document import MISSING, FormDocument, GradeOf, QuotientOf, Stamp, Worked
from selfeval.exports.excel import render_workbook
from selfeval.exports.layout_choice import default_layout
from selfeval.exports.preview import render_preview
from tests import every_setting
from tests.exports import laid_out_pages, office
from tests.exports.laid_out_pages import laid_out
from tests.exports.real_forms import row_of

TREND = {
    "under": "own",
    "group": "质量",
    "name": "投诉下降",
    "op": "<=",
    "target": "10",
    "actual": "16",
    "points": "20",
}
PEOPLE = {
    "under": "own",
    "group": "数量",
    "name": "培训人次",
    "op": ">=",
    "target": "500",
    "adjusted_target": "400",
    "actual": "300",
    "unit": "人次",
    "points": "10",
    "core": "true",
    "reason": "两期培训改期",
    "measure": "次年一季度补办",
}
RULES = {
    "under": "third.mine",
    "group": "质量",
    "name": "制度执行",
    "op": "qualitative",
    "target": "严格执行",
    "actual": "得到执行",
    "coefficient": "90%",
    "points": "10",
}


def framework() -> Framework:
    return framework_from_document(every_setting.framework(0))


def filing(*own: dict[str, str], fields: dict[str, Any] | None = None, **entries: dict[str, Any]) -> Filing:
    document = {
        "format": "selfeval-filing/1",
        "framework": "every-setting-0",
        "fiscal_year": "2024",
        "fields": fields or {},
        "indicators": {f"second.{code}": entry for code, entry in entries.items()},
        "own_indicators": [*own],
    }
    return filing_from_document(framework(), document)


def form(filed: Filing, used: Framework | None = None) -> FormDocument:
    assessment = assess(used or framework(), filed)
    return build_form(
        framework=assessment.framework, filing=assessment.filing, sheet=assessment.sheet, stamp=Stamp(is_final=True)
    )


def test_they_stand_under_their_groups_in_the_order_of_the_framework() -> None:
    section = form(filing(TREND, PEOPLE)).sections[2]
    assert [(group.name, [row.name for row in group.rows]) for group in section.groups] == [
        ("数量", ["培训人次"]),
        ("质量", ["投诉下降"]),
    ]
    assert (section.subtotal.set_points.text, section.subtotal.self_score.text) == ("30", "20.00")


def test_a_row_says_target_and_actual_then_score_then_why() -> None:
    row = row_of(form(filing(TREND, PEOPLE)), "own.own_2")
    assert row.analysis == (
        "核心指标；年度指标值：500人次。"
        "调整后指标值≥400人次，实际完成300人次，完成比例300÷400×100%＝75.00%，按比例计分，得7.50分。"
        "偏差原因：两期培训改期。改进措施：次年一季度补办。"
    )
    assert (row.scores.reference_points.text, row.scores.set_points.text, row.scores.self_score.text) == (
        "10",
        "10",
        "7.50",
    )


def test_below_a_second_level_the_row_names_its_group() -> None:
    document = form(filing(RULES))
    group = document.sections[3].groups[0]
    assert group.name == "个性指标"
    words = "质量；指标性质：定性；年度指标值：严格执行；实际完成值：得到执行。得分系数90%，得9.00分。"
    assert group.rows[0].analysis == words


def test_what_is_not_filled_in_them_is_a_dash() -> None:
    bare = {key: TREND[key] for key in ("under", "group", "name", "op", "points")}
    row = row_of(form(filing(bare)), "own.own_1")
    assert row.analysis.startswith("指标性质：≤；年度指标值：—；实际完成值：—。")
    assert row.scores.self_score.text == MISSING


def test_a_form_without_any_has_a_row_that_says_so() -> None:
    document = replace(form(filing()), stamp=Stamp())
    rows = [row for section in document.sections[2:] for row in section.rows]
    assert [(row.name, row.analysis, row.scores.self_score.text) for row in rows] == [
        (wording.NO_OWN_INDICATORS, MISSING, MISSING)
    ] * 2
    assert wording.NO_OWN_INDICATORS in render_preview(document)
    assert laid_out_pages.faults(laid_out(document)) == []
    shown = [row[1].value for row in office.values(render_workbook(document))["指标评价"].iter_rows()]
    assert wording.NO_OWN_INDICATORS in shown


@pytest.mark.parametrize(
    ("own", "parts", "rate"),
    [(TREND, ("10.00", "16.00"), "62.50%"), (PEOPLE, ("300.00", "400.00"), "75.00%")],
)
def test_the_working_paper_shows_what_the_completion_is_made_of(
    own: dict[str, str], parts: tuple[str, str], rate: str
) -> None:
    row = next(each for each in form(filing(own)).working_paper.rows if each.code == "own.own_1")
    assert (row.numerator.text, row.denominator.text, row.rate.text) == (*parts, rate)
    assert isinstance(row.rate.formula, QuotientOf)


def test_percentages_and_words_in_the_working_paper() -> None:
    share = TREND | {"target": "5%", "actual": "10%"}
    rows = {each.code: each for each in form(filing(share, RULES)).working_paper.rows}
    assert (rows["own.own_1"].numerator.text, rows["own.own_1"].denominator.text) == ("5.00%", "10.00%")
    assert {rows["third.mine.own_1"].numerator.text, rows["third.mine.own_1"].rate.text} == {MISSING}


def test_graded_groups_print_their_grades() -> None:
    graded = form(filing(TREND, PEOPLE)).sections[2].grade
    assert graded is not None
    # 20 of 30 points are 192.7 of the 289 of the whole form.
    assert graded.text == "优"
    assert isinstance(graded.formula, GradeOf)
    assert (graded.formula.out_of, graded.formula.scale) == ("set:own", framework().total_points)
    assert "等次：优" in render_preview(form(filing(TREND, PEOPLE)))
    assert "等次：—" in render_preview(form(filing()))


def test_groups_are_not_graded_unless_the_framework_says_so() -> None:
    plain = replace(framework(), has_grade_groups=False)
    assert {section.grade for section in form(filing(TREND), plain).sections} == {None}
    assert "等次：" not in render_preview(form(filing(TREND), plain))


def test_a_choice_names_the_option_taken() -> None:
    document = form(filing(fields={"c": "100", "d": "100", "q1": "10", "q2": "20"}))
    row = next(each for each in document.working_paper.rows if each.code == "second.g5")
    assert (row.name, row.numerator.text, row.denominator.text, row.rate.text) == (
        "指标g5（按率）",
        "100.00",
        "100.00",
        "100.00%",
    )
    assert row_of(document, "second.g5").analysis.startswith("按率＝100.00÷100.00×100%＝100.00%")


def test_a_score_filed_where_a_zero_denominator_leaves_no_points_is_printed() -> None:
    used = framework()
    leaf = next(leaf for leaf in used.leaves if leaf.zero_denominator.both_zero == "not_applicable" and leaf.formula)
    document = {
        "format": "selfeval-filing/1",
        "framework": "every-setting-0",
        "fiscal_year": "2024",
        "fields": dict.fromkeys(("a", "b", "c", "d", "q1", "q2", "people", "posts"), "0"),
        "indicators": {leaf.code: {"self_score": "4"}},
    }
    made = form(filing_from_document(used, document))
    row = row_of(made, leaf.code)
    assert (row.scores.set_points.text, row.scores.self_score.text) == ("0", "4.00")


def test_a_formula_stays_without_life_where_a_cell_cannot_say_why_it_is_empty() -> None:
    rows = {each.code: each for each in form(filing(fields={"c": "90", "d": "100"})).working_paper.rows}
    over_zero = next(leaf for leaf in framework().leaves if leaf.formula and "or_zero(part)" in leaf.formula.text)
    assert rows[over_zero.code].denominator.formula is None
    assert rows[over_zero.code].denominator.value == Decimal("100.9")
    assert isinstance(rows["second.g4"].rate.formula, type(None))
    assert isinstance(rows["first.r0"].numerator.formula, Worked)


@pytest.mark.parametrize(
    ("status", "words"), [("verified", ()), ("unverified", ("待核", "逐条核对")), ("sample", ("示例分值", "待核"))]
)
def test_the_notes_say_what_the_framework_rests_on(status: str, words: tuple[str, ...]) -> None:
    notes = form(filing(), replace(framework(), source=Source(status=status))).notes
    assert len(notes) == len(default_layout().notes) + bool(words)
    assert all(word in notes[-1] for word in words)


def test_names_and_reasons_of_any_length_stay_on_their_pages() -> None:
    words = "全县各级各类人员参加业务能力提升培训的总人次和覆盖率及其满意情况"
    long = [
        PEOPLE | {"name": (words * 5)[: 20 + number * 9], "reason": words * number, "measure": words * 3}
        for number in range(15)
    ]
    document = form(filing(*long, RULES | {"name": "a" * 120, "target": words * 6, "actual": words * 9}))
    assert laid_out_pages.faults(laid_out(document)) == []
