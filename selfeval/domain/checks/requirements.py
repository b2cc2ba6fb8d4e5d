"""What must be true for each check, in one sentence for people, and the thresholds it goes by."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from selfeval.domain.amounts import plain_text
from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.checks.thresholds import DEFAULT, CheckSettings
from selfeval.domain.framework import Severity

_MONEY: Final = ("money_tolerance",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A row of the table of checks; `thresholds` are values in words by the name of each threshold."""

    code: str
    title: str
    severity: Severity
    must: str
    thresholds: MappingProxyType[str, str]


REQUIREMENTS: Final[dict[str, str]] = {
    "required_fields_filled": "必填的数据项、文字、日期、负责人和评价人员都已填写",
    "narrative_within_limits": "文字不超过规定的字数",
    "points_sum_to_total": "设定分值的合计等于总分；指标体系要求保持的一级或二级分值不变",
    "scores_within_points": "得分在0到设定分值之间",
    "all_indicators_scored": "每项指标都能按所填内容算出得分",
    "lost_points_explained": "得分低于设定分值的，写明扣分原因",
    "self_score_matches_computed": "自评得分等于计算得分；不等的写明理由，高于计算得分而不写理由的不能提交",
    "explanation_given": "指标体系要求说明的，说明够规定的字数",
    "overachievement_explained": "个性指标的完成比例在上下限之间，超出的写明原因；指标体系另定上限的按指标体系",
    "not_applicable_is_allowed": "不涉及的指标，指标体系允许不涉及",
    "inputs_of_not_applicable_ignored": "不涉及的指标不再填其他内容",
    "denominator_is_zero": "比率的分母不为零；没有预算而有支出的写明理由",
    "rate_within_range": "比率在指标体系规定的可能范围内",
    "cap_rate_is_known": "总分封顶所看的比率能够算出",
    "full_year_budget_adds_up": "年初预算＋预算调整＋其他调整＋上年结转＝全年预算数",
    "closing_balance_adds_up": "全年预算数－全年执行数＝年末结余",
    "carryover_agrees_with_closing_balance": "单位填的结转结余等于年末结余，或说明其余资金的去向",
    "expenditure_parts_add_up": "基本＋项目＝支出合计，人员＋公用＝基本支出，“三公”各项之和＝“三公”经费",
    "cumulative_spending_never_falls": "累计支出逐期不减：3月末≤6月末≤9月末≤11月末≤全年",
    "quantitative_targets_complete": "定量的个性指标有指标值和度量单位（百分数不用单位）",
    "not_all_full_marks": "不是每一项指标都得满分，或说明依据；指标太少的不查",
    "total_within_execution_cap": "总分不超过指标体系按执行率定的封顶分；自评得分高出计算得分又超过封顶的不能提交",
    "score_consistent_with_execution": "（得分率－执行率）÷得分率不超过上限",
    "redistribution_follows_framework": "分值由财政部门定的，只有不涉及的指标的分值可以调出，并调到同一范围的指标",
    "items_add_up": "明细各行之和等于所列明细的金额；指标体系已有同一勾稽关系的由它核对",
    "execution_not_over_budget": "预算执行率（全年执行数÷全年预算数）在上下限之间，超出的说明原因",
    "balance_agrees_with_execution": "1－执行率与结转结余率相近，收回的说明去向；填了年末结余的由年末结余核对",
    "year_end_rush": "12月支出占全年支出的比例不超过上限",
    "unit_slip": "金额不是上年的100倍或1万倍（含分之一），没有把元和万元填错",
    "three_public_within_budget": "“三公”经费支出不超过预算；预算比上年增减不超过上限，超出的说明原因",
    "staff_within_posts": "在职人员数不超过编制数，超编的说明原因",
    "opening_matches_last_year": "上年结转等于上年自评的年末结余（或收回以后的结转结余）",
    "cost_indicator_is_upper_bound": "成本指标的指标性质是≤或＜；节约、降低一类的和按标准支付的除外",
    "quantity_is_not_a_payment_rate": "数量指标是工作量，不是资金支付率、执行进度",
    "indicator_not_in_output_and_effect_both": "同一名称的指标不同时列在产出和效益里",
    "target_is_measurable": "定性指标的指标值有数量、比例、时限或看得见的成果，不只写提升、改善",
    "target_not_below_last_year": "同名同单位的个性指标，指标值不比上年宽松，放宽的说明原因",
    "targets_not_changed_after_approval": "个性指标的指标值没有调整，也与上一轮报送的相同；有改动的写明批准调整的文件",
    "evidence_attached": "指标体系要求佐证的指标，得分大于0的附有佐证材料",
    "evidence_not_reused": "佐证材料没有在别的填报里用过（按内容比对，改名也认得出）",
    "evidence_from_the_year": "佐证材料的文件名写有年度的，是自评年度或下一年；制度、办法、合同、规划一类不查",
    "no_personal_data_in_public_copy": "公开件里没有手机号码、居民身份证号码、银行卡号；填报件里有的先提示",
    "not_classified": "文字里没有秘密★、机密★、绝密★一类的密级标志",
    "narrative_amounts_match_figures": "文中写的金额与表中同名数据项一致",
    "narrative_arithmetic_holds": "文中的差额、增减额等于所写两数之差",
    "narrative_parts_sum": "文中列出的各项之和等于所写的合计",
    "narrative_rates_recompute": "文中的比率能按所写的数重新算出，差不超过0.01个百分点",
    "rates_are_rounded": "文中的比率按四舍五入取位；舍去末位的算对，只提示",
    "rate_base_is_right": "文中的比率用指标体系规定的分母计算",
    "counts_agree": "文中多次写到的同一数量前后一致",
    "stated_overachievement_explained": "文中写的完成数与目标相差大的，同一句里写明原因",
    "deviations_are_quantified": "文中说偏差较大的，写明目标值和实际完成值",
    "period_is_the_year": "文中写的是全年情况，没有“截至目前”“1-10月”一类的说法和别的年度",
    "no_missing_numbers": "文中没有漏填的数字，如“现有工作人员名”",
    "no_doubled_words": "文中没有写重的词",
    "numbering_runs_on": "文中的编号连续",
    "output_and_effect_texts_differ": "产出与效益分别写，没有相近的段落",
    "not_copied_from_last_year": "文字写本年的情况，没有与本单位上年填报相近的段落（单位概况、职能、人员除外）",
    "not_copied_from_another_unit": "文字写本单位的情况，没有与别的单位先报送的填报相近的段落",
    "statements_do_not_contradict": "文中前后的说法不矛盾",
    "no_template_text_left": "文中没有留下填表说明、XX和字数要求",
    "linked_values_are_filled": "文字里插入的数据都有这个数据项，而且已经填了",
    "reasons_are_substantive": "原因和改进措施不是“暂无”“正常”，并够规定的字数",
    "spending_items_were_budgeted": "支出明细里的每一项，预算明细里也有，没有的说明资金从哪里调剂",
    "points_not_moved_off_failing_indicators": "得分率低于60%的，分值没有减半，也没有移到满分指标，否则说明原因",
    "satisfaction_has_survey": "得分的满意度指标写明调查方法、样本数和时间；指标体系有调查数据项的，没有填就是错误",
    "attachments_are_there": "报告末尾列的附件随文附上；填报的，附件上传为佐证材料",
    "no_blank_review_score": "审核人逐项复核的，每一项适用的指标都有复核得分",
    "review_score_has_remark": "复核得分与自评得分不同的，写明复核意见",
    "no_score_without_evidence_if_remark_says_so": "复核意见说没有佐证材料的，复核得分为0",
    "stated_cut_equals_real_cut": "复核意见里写的扣分等于分值（或自评得分）与复核得分之差",
    "same_defect_same_cut": "同样的问题扣同样的分：本表各指标之间，同一批次各单位的同一指标之间",
    "check_failed": "每一项核查都做得完；没有做完的不影响提交，须告知管理员",
}
_THRESHOLDS: Final[dict[str, tuple[str, ...]]] = {
    "overachievement_explained": ("completion_least", "completion_most"),
    "stated_overachievement_explained": ("completion_least", "completion_most"),
    "full_year_budget_adds_up": _MONEY,
    "closing_balance_adds_up": _MONEY,
    "carryover_agrees_with_closing_balance": _MONEY,
    "expenditure_parts_add_up": _MONEY,
    "cumulative_spending_never_falls": _MONEY,
    "not_all_full_marks": ("full_marks_from",),
    "score_consistent_with_execution": ("score_over_execution",),
    "items_add_up": _MONEY,
    "execution_not_over_budget": ("execution_least", "execution_most"),
    "balance_agrees_with_execution": ("carryover_rate_difference",),
    "year_end_rush": ("december_most",),
    "unit_slip": ("slip_factors", "slip_spread"),
    "three_public_within_budget": ("three_public_change", *_MONEY),
    "opening_matches_last_year": _MONEY,
    "reasons_are_substantive": ("least_reason",),
}


def rules(settings: CheckSettings = DEFAULT) -> Iterator[Rule]:
    """The table of checks in the order of the catalogue, with the severities and thresholds of `settings`."""
    for code, message in CATALOGUE.items():
        names = _THRESHOLDS.get(code, ())
        yield Rule(
            code=code,
            title=message.title,
            severity=settings.severities.get(code, message.severity),
            must=REQUIREMENTS[code],
            thresholds=MappingProxyType({name: _plain(getattr(settings.thresholds, name)) for name in names}),
        )


def _plain(value: Decimal | int | tuple[Decimal, ...]) -> str:
    if isinstance(value, tuple):
        return "、".join(plain_text(each) for each in value)
    return plain_text(Decimal(value))
