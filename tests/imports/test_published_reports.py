"""The two published reports, read whole: what must be found in them, and what holds and must raise nothing."""

import re
from functools import cache

import pytest

from selfeval.domain.files import filing_from_document
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from selfeval.imports import Understood, check_understood, draft_document
from tests.imports.samples import FIRST, SECOND, original, understood

FIXED_ASSETS = "indicators.process.asset_management.fixed_asset_utilisation_rate.set_points"
SATISFACTION = "indicators.effect.performance_benefit.satisfaction.analysis"
# Check, where, words of the message; how often.
IN_FIRST = [
    ("required_fields_filled", "filed_on", ""),
    ("required_fields_filled", "fields.opening_carryover", ""),
    ("required_fields_filled", "grade", ""),
    ("required_fields_filled", "evaluators", "职务、科室"),
    ("points_not_moved_off_failing_indicators", FIXED_ASSETS, "4.00分，设定只有1.00分"),
    ("spending_items_were_budgeted", "fields.project_actual_items", "人力资源事务”支出66.65"),
    ("satisfaction_has_survey", SATISFACTION, "100%"),
    ("year_end_rush", "fields.spent_by_november", "12月支出901.91万元，占全年支出的36.15%"),
    ("narrative_amounts_match_figures", "narratives.budget_execution", "2908万元，表中全年预算数为3,043.01"),
    ("narrative_amounts_match_figures", "narratives.performance_analysis", "16.07万元，表中年末结余金额为547.84"),
    ("narrative_amounts_match_figures", "narratives.performance_analysis", "239.6万元，表中政府采购实际支出为923.85"),
    ("narrative_amounts_match_figures", "narratives.performance_analysis", "239.6万元，表中政府采购实际支出为923.85"),
    ("narrative_arithmetic_holds", "narratives.performance_analysis", "12.37万元，不是12.34万元"),
    ("rates_are_rounded", "narratives.budget_execution", "11.90%"),
    ("rates_are_rounded", "narratives.performance_analysis", "81.99%"),
    ("rates_are_rounded", "narratives.performance_analysis", "19.96%"),
    ("rates_are_rounded", "narratives.performance_analysis", "90.19%"),
    ("rate_base_is_right", "narratives.performance_analysis", "为18.24%"),
    ("rate_base_is_right", "narratives.performance_analysis", "为34.13%"),
    ("rate_base_is_right", "narratives.performance_analysis", "为43.60%"),
    ("rate_base_is_right", "narratives.performance_analysis", "为52.36%"),
    ("rate_base_is_right", "narratives.performance_analysis", "为0.53%"),
    ("period_is_the_year", "narratives.performance_analysis", "截至目前"),
    ("period_is_the_year", "narratives.performance_analysis", "截止目前"),
    ("no_missing_numbers", "narratives.staffing", "现有工作人员名"),
    ("no_doubled_words", "narratives.performance_analysis", "关于关于"),
    ("no_doubled_words", "narratives.performance_analysis", "网络网络"),
    ("no_doubled_words", "narratives.performance_analysis", "的荣誉感"),
    ("numbering_runs_on", "narratives.performance_analysis", "（三）"),
    ("numbering_runs_on", "narratives.performance_analysis", "（6）"),
    ("statements_do_not_contradict", "narratives.performance_analysis", "账务数量大于实物数量"),
    ("output_and_effect_texts_differ", "narratives.performance_analysis", ""),
]  # fmt: skip
IN_SECOND = [
    ("stated_overachievement_explained", "text", "完成850万元，目标650万元，完成比例130.77%"),
    ("stated_overachievement_explained", "text", "完成9个，目标4个，完成比例225.00%"),
    ("deviations_are_quantified", "text", "偏差较大"),
    ("attachments_are_there", "text", "部门整体支出绩效自评表"),
    ("period_is_the_year", "text", "截至目前"),
    ("period_is_the_year", "text", "1-10月"),
    ("period_is_the_year", "text", "一、二季度"),
    ("period_is_the_year", "text", "上半年"),
    ("no_doubled_words", "text", "以来以来"),
    ("no_doubled_words", "text", "受理受理"),
    ("no_doubled_words", "text", "现将"),
]


@cache
def read(name: str, text: str) -> tuple[Understood, tuple[Finding, ...]]:
    found = understood(name, text.encode())
    return found, check_understood(found)


@pytest.mark.parametrize(("name", "expected"), [(FIRST, IN_FIRST), (SECOND, IN_SECOND)])
def test_these_are_found_and_no_others(name: str, expected: list[tuple[str, str, str]]) -> None:
    findings = list(read(name, original(name))[1])
    for check, where, words in expected:
        found = next((e for e in findings if e.check == check and e.where[0] == where and words in e.message), None)
        assert found is not None, (check, where, words)
        findings.remove(found)

    assert findings == []


@pytest.mark.parametrize("name", [FIRST, SECOND])
def test_every_quote_stands_at_its_offset_in_the_file(name: str) -> None:
    text = original(name)
    quoted = [each for each in read(name, text)[1] if each.quote is not None]

    assert len(quoted) >= 11
    for each in quoted:
        assert each.offset is not None
        assert text[each.offset : each.offset + len(each.quote or "")] == each.quote


def test_what_holds_raises_nothing() -> None:
    """The sums and rates of the first report that were worked out by hand."""
    accused = [each for each in read(FIRST, original(FIRST))[1] if each.severity is not Severity.INFO]
    found = " ".join(f"{each.found}" for each in accused)
    figures = set(re.split(r"[^0-9.]+", found))

    assert not figures & {"3043.01", "547.84", "2580.54", "2198.03", "484.00", "431", "100.00", "92.00", "297.14"}
    assert not figures & {"81.99", "19.96", "90.19", "11.90", "88.10"}


def test_the_first_report_is_understood() -> None:
    form = read(FIRST, original(FIRST))[0]
    filing = form.filing

    assert form.summary["total"] == "92.00"
    assert len(filing.evaluators) == 8
    assert len(filing.narratives) == 5
    assert sum(each.amount for each in filing.fields["project_actual_items"]) == 21_980_300  # type: ignore[union-attr]
    assert len(filing.fields["project_budget_items"]) == 9  # type: ignore[arg-type]
    assert any("固定资产利用率" in each.why and each.place == "第419行" for each in form.not_understood)
    assert any("18项指标" in each.why for each in form.not_understood)


def test_its_draft_reads_back_without_fault() -> None:
    form = read(FIRST, original(FIRST))[0]
    assert form.framework is not None
    filing = filing_from_document(form.framework, draft_document(form))

    assert filing.fields == form.filing.fields
    assert filing.indicators == form.filing.indicators
    assert filing.evaluators == form.filing.evaluators


MENDED = [
    ("节约12.34万元", "节约12.37万元", "narrative_arithmetic_holds", "12.34"),
    ("人力资源事务66.65万元，商贸事务91.20万元", "商贸事务157.85万元", "spending_items_were_budgeted", "人力"),
    ("现有工作人员名", "现有工作人员119名", "no_missing_numbers", "现有"),
    ("填报日期：", "填报日期：2022年3月1日", "required_fields_filled", "填报日期"),
    ("\t评价结果等次\n\t\n", "\t评价结果等次\n\t优\n", "required_fields_filled", "等次"),
    ("\t上年结转金额（万元）\n\t\n", "\t上年结转金额（万元）\n\t0\n", "required_fields_filled", "上年结转"),
    ("调整预算为2908万元", "调整预算为3043.01万元", "narrative_amounts_match_figures", "2908"),
]


@pytest.mark.parametrize(("old", "new", "check", "words"), MENDED)
def test_mending_one_place_removes_its_finding(old: str, new: str, check: str, words: str) -> None:
    text = original(FIRST)
    assert text.count(old) == 1
    before = [(each.check, each.message) for each in read(FIRST, text)[1]]
    after = [(each.check, each.message) for each in read(FIRST, text.replace(old, new))[1]]

    assert not [each for each in after if each[0] == check and words in each[1]]
    # 2908 was also what its parts sum to.
    added = [each for each in after if each not in before]
    assert [each[0] for each in added] == (["narrative_parts_sum"] if words == "2908" else [])
    assert len(after) == len(before) - 1 + len(added)
