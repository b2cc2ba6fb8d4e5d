"""Each text check with a text that is in order and one that is not, beside the figures of the published form."""

import pytest

from selfeval.domain.checks import CHECKS, MONEY_AND_SCORE_CHECKS, TEXT_CHECKS, run_checks
from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import assessed
from tests.domain.checks.real_form import found as found_by
from tests.domain.narrative.like_texts import OUTCOME, WORK, WORK_AGAIN
from tests.domain.narrative.reading import case_of, found

RATE = "process.budget_execution.completion_rate"
# Check: in order, not in order, what is said.
EXAMPLES = {
    "narrative_amounts_match_figures": (
        "全年支出合计2495.17万元，上年支出2600万元。",
        "全年支出合计2459.17万元，上年支出2600万元。",
        "文中全年支出合计写2459.17万元，表中预算执行金额为2,495.17万元",
    ),
    "narrative_arithmetic_holds": (
        "会议费预算44.06万元，实际支出31.69万元，节约12.37万元。",
        "会议费预算44.06万元，实际支出31.69万元，节约12.34万元。",
        "文中写“44.06万元，实际支出31.69万元，节约12.34万元”，44.06万元－31.69万元＝12.37万元，不是12.34万元",
    ),
    "narrative_rates_recompute": (
        "会议费预算44.06万元，实际支出31.69万元，执行率71.92%。",
        "会议费预算44.06万元，实际支出31.69万元，执行率77.92%。",
        "文中执行率写77.92%，按31.69万元÷44.06万元×100%应为71.92%",
    ),
    "rates_are_rounded": (
        "会议费预算3043.01万元，实际支出2495.17万元，执行率82.00%。",
        "会议费预算3043.01万元，实际支出2495.17万元，执行率81.99%。",
        "文中执行率写81.99%，按2495.17万元÷3043.01万元×100%四舍五入为82.00%；末位舍去，可以接受",
    ),
    "rate_base_is_right": (
        "一季度支出进度达到555.04万元，达到全年的18.24%。",
        "一季度支出进度达到555.04万元，达到全年的22.24%。",
        "文中达到全年22.24%是按预算执行金额2,495.17算的，应按全年预算数3,043.01算，为18.24%",
    ),
    "narrative_parts_sum": (
        "会议费431元，其中：场地408元，资料23元。",
        "会议费441元，其中：场地408元，资料23元。",
        "文中会议费写441元，所列各项408元＋23元＝431元",
    ),
    "counts_agree": (
        "全年召开协调会议49次。\n会务方面，全年召开协调会议49次。",
        "全年召开协调会议49次。\n会务方面，全年召开协调会议39次。",
        "文中“全年召开协调会议”一处写49次，一处写39次",
    ),
    "stated_overachievement_explained": (
        "全年发放贷款700万元，已完成市下达650万元任务。",
        "全年发放贷款850万元，已完成市下达650万元任务。",
        "文中写完成850万元，目标650万元，完成比例130.77%，请说明原因（目标定得是否合适）",
    ),
    "deviations_are_quantified": (
        "补贴发放实际完成值60%，与年初设定的目标值偏差较大，原因是考核推迟。",
        "补贴发放实际完成值与年初设定的目标值偏差较大，原因是考核推迟。",
        "文中说“完成值与年初设定的目标值偏差较大”，没有写目标值和实际完成值各是多少",
    ),
    "period_is_the_year": (
        "全年办理来文1600件。",
        "截至目前，办理来文1600件。",
        "文中写“截至目前”，年度自评应写全年的情况",
    ),
    "no_missing_numbers": ("现有工作人员51名。", "现有工作人员名。", "文中“现有工作人员名”好像漏了数字"),
    "no_doubled_words": ("受理线索185件。", "受理受理线索185件。", "文中“受理受理”好像多写了一遍，应为“受理”"),
    "numbering_runs_on": ("（1）甲\n（2）乙\n（3）丙", "（1）甲\n（2）乙\n（4）丙", "文中编号跳到“（4）”，前面缺第3项"),
    "output_and_effect_texts_differ": (
        f"一、产出情况\n{WORK}\n二、效益情况\n{OUTCOME}",
        f"一、产出情况\n{WORK}\n二、效益情况\n{WORK_AGAIN}",
        "部门整体支出绩效评价分析的效益部分有1段与产出部分相近，最相近的一段63%相同，"
        "如“按期开工。建立了领导包联、专班推进、定期通报的工作机制，对进度”；产出写完成了什么，效益写带来了什么变化，请分别写",
    ),
    "statements_do_not_contradict": (
        "资产账务管理合规。",
        "资产账务管理合规。账实不符的已调账。",
        "文中既说“账务管理合规”，又说“账实不符”，请核对",
    ),
    "not_classified": (
        "机密文件按保密规定管理。",
        "机密★1年\n全年办理来文1600件。",
        "部门整体支出绩效评价分析里有密级标志“机密★1年”；涉密内容不能填在本系统里，请立即删去并报告保密人员",
    ),
    "no_template_text_left": (
        "主要职能是综合协调。",
        "XX局的主要职能是综合协调。",
        "文中留有填表说明“XX”，请删去或换成实际内容",
    ),
    "linked_values_are_filled": (
        "全年支出{预算执行金额}。",
        "全年支出____。",
        "文中有一处“____”还空着，请写上内容或删去",
    ),
}


@pytest.mark.parametrize("check", EXAMPLES)
def test_in_order_and_not_in_order(check: str) -> None:
    in_order, not_in_order, message = EXAMPLES[check]

    assert found(in_order, figures=True) == []
    (finding,) = found(not_in_order, figures=True)
    assert (finding.check, finding.message) == (check, message)
    assert finding.where[0] == "narratives.performance_analysis"
    assert finding.quote is not None
    assert finding.offset is not None
    assert not_in_order[finding.offset : finding.offset + len(finding.quote)] == finding.quote


@pytest.mark.parametrize(
    ("reason", "is_fine"),
    [("受疫情影响，部分展会推迟，款项没有付完", True), ("暂无", False), ("客观原因", False), ("正常。", False)],
)
def test_reasons_are_substantive(reason: str, is_fine: bool) -> None:
    findings = found_by("reasons_are_substantive", assessed(entries={RATE: {"reason": reason}}))

    assert (findings == []) is is_fine
    assert all(each.where == (f"indicators.{RATE}.reason",) and each.found == reason for each in findings)


def test_every_text_check_has_its_examples() -> None:
    elsewhere = {
        "reasons_are_substantive",
        "no_personal_data_in_public_copy",
        "not_copied_from_last_year",
        "not_copied_from_another_unit",
        "attachments_are_there",
    }
    assert {*EXAMPLES, *elsewhere} == {check.__name__ for check in TEXT_CHECKS}
    assert (*MONEY_AND_SCORE_CHECKS, *TEXT_CHECKS) == CHECKS


def test_on_the_wrong_base_and_cut_off_is_told_in_one() -> None:
    (finding,) = found("二季度支出进度达到1038.66万元，达到全年的41.62%。", figures=True)

    assert finding.check == "rate_base_is_right"
    assert finding.message == (
        "文中达到全年41.62%是按预算执行金额2,495.17算的（末位舍去，可以接受），应按全年预算数3,043.01算，为34.13%"
    )


def test_a_repeated_wording_is_told_once_with_its_number() -> None:
    (finding,) = found("截至目前，办理来文1600件。截至目前，印发文件34个。")

    assert finding.message == "文中写“截至目前”（共2处），年度自评应写全年的情况"


def test_the_guide_of_the_form_left_in_an_answer() -> None:
    guide = "以“三定”方案为依据，对主要职能阐述要明确，一般职能从简"
    left = found({"mandate": f"{guide}\n主要职能是综合协调。"})
    head = found({"mandate": f"单位职能概况（{guide}）；\n主要职能是综合协调。"})

    assert [(each.check, each.quote) for each in left] == [("no_template_text_left", guide)]
    assert head == []


def test_an_answer_of_the_unit_stands_beside_a_warning() -> None:
    text = {"mandate": "截至目前，办理来文1600件。"}
    answered = assessed(narratives=text, explanations={"period_is_the_year": "数字截至年末，措辞有误，已核对"})
    (finding,) = found_by("period_is_the_year", answered)

    assert finding.severity is Severity.WARNING
    assert not finding.blocks_submission


def test_texts_are_read_only_when_asked() -> None:
    case = case_of("截至目前，办理来文1600件。", figures=True)
    names = {check.__name__ for check in TEXT_CHECKS}
    without = run_checks(case.framework, case.filing, case.sheet, texts=False)
    read = run_checks(case.framework, case.filing, case.sheet)

    assert not names & {each.check for each in without}
    assert names & {each.check for each in read} == {"period_is_the_year"}
    assert read[: len(without)] == without
