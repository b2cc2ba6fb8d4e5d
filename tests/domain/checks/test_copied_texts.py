"""Texts beside those of other filings, and output beside effect where each is an indicator's."""

from dataclasses import replace

import pytest

from selfeval.domain.checks.case import Case
from selfeval.domain.checks.not_copied_from_another_unit import not_copied_from_another_unit
from selfeval.domain.checks.not_copied_from_last_year import not_copied_from_last_year
from selfeval.domain.checks.output_and_effect_texts_differ import output_and_effect_texts_differ
from selfeval.domain.filing import IndicatorEntry
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.similarity import OtherText
from tests.domain.narrative.like_texts import OUTCOME, WORK, WORK_AGAIN, WORK_OF_ANOTHER
from tests.domain.narrative.reading import case_of

BOX = "performance_analysis"
OUTPUT, EFFECT = "output.duty_performance.actual_achievement", "effect"


def beside(text: str, other: str, *, is_own: bool, box: str = BOX) -> list[Finding]:
    known = OtherText(is_own=is_own, fiscal_year=2020 if is_own else 2021, title="其他", text=other)
    case = replace(case_of({box: f"前言一句。\n{text}"}), others=(known,))
    return [*not_copied_from_last_year(case), *not_copied_from_another_unit(case)]


@pytest.mark.parametrize(
    ("is_own", "check", "message"),
    [
        (
            True,
            "not_copied_from_last_year",
            "部门整体支出绩效评价分析有一段与2020年度填报的其他相近，63%相同，如“按期开工。建立了领导包联、专班推进、"
            "定期通报的工作机制，对进度”；请写本年的情况，或说明为什么没有变化",
        ),
        (
            False,
            "not_copied_from_another_unit",
            "部门整体支出绩效评价分析有一段与另一单位2021年度填报的其他相近，63%相同，如“按期开工。建立了领导包联、专班推进、"
            "定期通报的工作机制，对进度”；请写本单位的情况，或说明原因",
        ),
    ],
)
def test_a_copy_with_names_and_numbers_changed_is_found(is_own: bool, check: str, message: str) -> None:
    (finding,) = beside(WORK_AGAIN, WORK, is_own=is_own)

    assert (finding.check, finding.message) == (check, message)
    assert finding.where == (f"narratives.{BOX}",)
    assert finding.blocks_submission
    text = f"前言一句。\n{WORK_AGAIN}"
    assert finding.offset is not None
    assert finding.quote == text[finding.offset : finding.offset + len(finding.quote or "")]


@pytest.mark.parametrize("is_own", [True, False])
@pytest.mark.parametrize("other", [WORK_OF_ANOTHER, OUTCOME])
def test_honest_texts_on_one_subject_are_not(other: str, is_own: bool) -> None:
    assert beside(WORK, other, is_own=is_own) == []


def test_the_same_answer_in_the_template_s_words_is_not() -> None:
    leaves = case_of("").framework.leaves
    answer = "".join(f"{leaf.definition}{''.join(leaf.criteria)}{leaf.standard}。" for leaf in leaves)

    assert len(answer) > 1000
    assert beside(answer, answer, is_own=False) == []


def test_what_stays_the_same_each_year_may_stay() -> None:
    assert beside(WORK, WORK, is_own=True, box="mandate") == []
    assert len(beside(WORK, WORK, is_own=False, box="mandate")) == 1


def test_silent_where_nobody_looked_for_others() -> None:
    case = case_of(WORK)

    assert case.others == ()
    assert [*not_copied_from_last_year(case), *not_copied_from_another_unit(case)] == []


def with_analyses(output: str, effect: str) -> Case:
    case = case_of("")
    codes = [leaf.code for leaf in case.framework.leaves]
    first = {root.name: next(code for code in codes if code.startswith(f"{root.code}.")) for root in ROOTS}
    entries = {first["产出"]: IndicatorEntry(analysis=output), first["效果"]: IndicatorEntry(analysis=effect)}
    return replace(case, filing=replace(case.filing, indicators=entries))


ROOTS = case_of("").framework.indicators


def test_output_and_effect_of_two_indicators() -> None:
    (finding,) = output_and_effect_texts_differ(with_analyses(WORK, WORK_AGAIN))

    effect, output = finding.where
    assert effect.startswith("indicators.effect")
    assert output.startswith("indicators.output")
    assert finding.quote == "按期开工。建立了领导包联、专班推进、定期通报的工作机制，对进度"
    assert list(output_and_effect_texts_differ(with_analyses(WORK, OUTCOME))) == []


def test_a_text_that_says_one_thing_twice_within_output_is_no_matter_of_this_check() -> None:
    text = f"产出指标情况：（职责履行）\n{WORK}\n{WORK}\n效果指标情况：（履职效益）\n{OUTCOME}\n三、存在问题\n{WORK}"

    assert list(output_and_effect_texts_differ(case_of(text))) == []
