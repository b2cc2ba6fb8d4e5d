"""The catalogue of checks: name, usual severity and wording of each.

What must be true, and by which thresholds, is in `requirements`; a cycle's own severities are in `thresholds`.
"""

from dataclasses import dataclass
from typing import Final

from selfeval.domain.framework import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Title of a check for people, its usual severity, and its sentence as a format string."""

    title: str
    severity: Severity
    text: str


CATALOGUE: Final[dict[str, Message]] = {
    "required_fields_filled": Message(title="必填项已填", severity=Severity.ERROR, text="{label}还没有填"),
    "narrative_within_limits": Message(
        title="文字不超限", severity=Severity.ERROR, text="{label}有{count}字，最多{most}字，请删去{over}字"
    ),
    "points_sum_to_total": Message(
        title="设定分值合计",
        severity=Severity.ERROR,
        text="{scope}设定分值合计{found}分，应为{expected}分，{direction}{difference}分",
    ),
    "scores_within_points": Message(
        title="得分不超分值", severity=Severity.ERROR, text="{name}{what}{found}分，应在0到设定分值{points}分之间"
    ),
    "all_indicators_scored": Message(
        title="指标均有得分", severity=Severity.ERROR, text="{name}还没有{kind}得分：{why}"
    ),
    "lost_points_explained": Message(
        title="失分有原因", severity=Severity.ERROR, text="{name}失{lost}分，没写扣分原因"
    ),
    "self_score_matches_computed": Message(
        title="自评与计算一致",
        severity=Severity.WARNING,
        text="{name}自评{found}分，系统计算{expected}分，{direction}{difference}分{advice}",
    ),
    "explanation_given": Message(
        title="按要求说明", severity=Severity.ERROR, text="{name}需要说明原因，不少于{least}个字，现有{count}个字"
    ),
    "overachievement_explained": Message(
        title="超额完成有原因",
        severity=Severity.WARNING,
        text="{name}完成比例{found}，{direction}{expected}，请说明原因（{advice}）",
    ),
    "not_applicable_is_allowed": Message(
        title="不涉及项符合框架", severity=Severity.ERROR, text="{name}不能按“不涉及”处理，指标体系不允许{why}"
    ),
    "inputs_of_not_applicable_ignored": Message(
        title="不涉及项不计填报内容", severity=Severity.INFO, text="{name}填为不涉及，其余填报内容不计"
    ),
    "denominator_is_zero": Message(
        title="分母不为零", severity=Severity.WARNING, text="{name}算不出来：{trace}；请核对数据{advice}"
    ),
    "rate_within_range": Message(
        title="率在可能范围内", severity=Severity.ERROR, text="{name}＝{found}，超出可能的范围{expected}，请核对数据"
    ),
    "cap_rate_is_known": Message(
        title="封顶指标可计算", severity=Severity.WARNING, text="{name}还算不出来，总分封顶规则暂未使用"
    ),
    "full_year_budget_adds_up": Message(
        title="全年预算数勾稽",
        severity=Severity.ERROR,
        text="全年预算数填{found}{unit}，年初＋调整＋其他调整＋上年结转＝{expected}{unit}，差{difference}{unit}",
    ),
    "closing_balance_adds_up": Message(
        title="年末结余勾稽",
        severity=Severity.ERROR,
        text="年末结余填{found}{unit}，全年预算数{budget}－全年执行数{actual}＝{expected}{unit}，差{difference}{unit}",
    ),
    "carryover_agrees_with_closing_balance": Message(
        title="结转结余与年末结余一致",
        severity=Severity.WARNING,
        text="结转结余填{found}{unit}，年末结余为{expected}{unit}，相差{difference}{unit}；请改正，或说明其余资金的去向",
    ),
    "expenditure_parts_add_up": Message(
        title="支出分项合计",
        severity=Severity.ERROR,
        text="{parts}合计{expected}{unit}，{whole}填{found}{unit}，差{difference}{unit}",
    ),
    "cumulative_spending_never_falls": Message(
        title="累计支出只增不减",
        severity=Severity.ERROR,
        text="{later}{found}{unit}，小于{earlier}{expected}{unit}；累计数不会减少，请核对",
    ),
    "narrative_arithmetic_holds": Message(
        title="文中差额算得对",
        severity=Severity.WARNING,
        text="文中写“{quote}”，{arithmetic}＝{expected}，不是{found}",
    ),
    "narrative_parts_sum": Message(
        title="文中分项合计",
        severity=Severity.WARNING,
        text="文中{label}写{found}，所列各项{arithmetic}＝{expected}",
    ),
    "narrative_rates_recompute": Message(
        title="文中比率算得出",
        severity=Severity.WARNING,
        text="文中{name}写{found}，按{arithmetic}×100%应为{expected}",
    ),
    "rates_are_rounded": Message(
        title="比率四舍五入",
        severity=Severity.INFO,
        text="文中{name}写{found}，按{arithmetic}×100%四舍五入为{expected}；末位舍去，可以接受",
    ),
    "narrative_amounts_match_figures": Message(
        title="文数一致", severity=Severity.WARNING, text="文中{name}写{found}，表中{label}为{expected}"
    ),
    "rate_base_is_right": Message(
        title="比率的分母用对",
        severity=Severity.WARNING,
        text="文中{name}{found}是按{used}{used_amount}算的{note}，应按{base}{base_amount}算，为{expected}",
    ),
    "counts_agree": Message(
        title="同一数量前后一致", severity=Severity.WARNING, text="文中“{name}”一处写{expected}，一处写{found}"
    ),
    "stated_overachievement_explained": Message(
        title="文中完成情况与目标相差大的有原因",
        severity=Severity.WARNING,
        text="文中写完成{found}，目标{expected}，完成比例{ratio}，请说明原因（目标定得是否合适）",
    ),
    "deviations_are_quantified": Message(
        title="偏差写明数量", severity=Severity.WARNING, text="文中说“{found}”，没有写目标值和实际完成值各是多少"
    ),
    "period_is_the_year": Message(
        title="说的是全年", severity=Severity.WARNING, text="文中写“{found}”{times}，年度自评应写{expected}"
    ),
    "no_missing_numbers": Message(title="没有漏填的数", severity=Severity.WARNING, text="文中“{found}”好像漏了{what}"),
    "no_doubled_words": Message(
        title="没有重复的词", severity=Severity.INFO, text="文中“{found}”好像多写了一遍，应为“{expected}”"
    ),
    "numbering_runs_on": Message(
        title="编号连续", severity=Severity.INFO, text="文中编号跳到“{found}”，前面缺第{expected}项"
    ),
    "output_and_effect_texts_differ": Message(
        title="产出与效益写的不一样",
        severity=Severity.WARNING,
        text="{name}有{count}段与{other}相近，最相近的一段{found}相同，如“{quote}”；产出写完成了什么，效益写带来了什么变化，请分别写",
    ),
    "not_copied_from_last_year": Message(
        title="不照抄上年",
        severity=Severity.WARNING,
        text="{name}有一段与{year}年度填报的{other}相近，{found}相同，如“{quote}”；请写本年的情况，或说明为什么没有变化",
    ),
    "not_copied_from_another_unit": Message(
        title="不照抄别的单位",
        severity=Severity.WARNING,
        text="{name}有一段与另一单位{year}年度填报的{other}相近，{found}相同，如“{quote}”；请写本单位的情况，或说明原因",
    ),
    "statements_do_not_contradict": Message(
        title="前后说法不矛盾", severity=Severity.INFO, text="文中既说“{expected}”，又说“{found}”，请核对"
    ),
    "no_template_text_left": Message(
        title="没有留下填表说明", severity=Severity.ERROR, text="文中留有填表说明“{found}”，请删去或换成实际内容"
    ),
    "linked_values_are_filled": Message(title="链接的数和空白都有内容", severity=Severity.WARNING, text="文中{words}"),
    "check_failed": Message(
        title="核查没有做完", severity=Severity.INFO, text="“{title}”这一项核查没有做完，不影响填报和提交，请告知管理员"
    ),
    "reasons_are_substantive": Message(
        title="原因写得具体",
        severity=Severity.WARNING,
        text="{name}的{label}只写了“{found}”，请写明具体情况，不少于{expected}个字",
    ),
    # Figures, scores, indicators, disclosure.
    "quantitative_targets_complete": Message(
        title="定量指标完整",
        severity=Severity.ERROR,
        text="{name}是定量指标，还没有填{what}",
    ),
    "not_all_full_marks": Message(
        title="不是项项满分",
        severity=Severity.WARNING,
        text="{count}项指标全部得满分；请核对有没有未达到的要求，确实全部达到的请说明依据",
    ),
    "total_within_execution_cap": Message(
        title="总分不超过封顶",
        severity=Severity.WARNING,
        text="{name}为{rate}，总分最高{expected}分，各项合计{found}分，只计{expected}分{advice}",
    ),
    "score_consistent_with_execution": Message(
        title="得分与执行率相称",
        severity=Severity.INFO,
        text="得分率{found}，预算执行率{expected}，高出的部分占得分率的{above}，请核对产出和效益的得分依据",
    ),
    "redistribution_follows_framework": Message(
        title="不涉及的分值按框架调整",
        severity=Severity.WARNING,
        text="{name}设定分值{found}分，指标体系定为{expected}分；{why}",
    ),
    "items_add_up": Message(
        title="明细合计",
        severity=Severity.ERROR,
        text="{items}合计{expected}{unit}，{whole}填{found}{unit}，差{difference}{unit}",
    ),
    "execution_not_over_budget": Message(
        title="预算执行率在合理范围",
        severity=Severity.WARNING,
        text="预算执行率{found}，{direction}{expected}，请核对数据，或说明原因",
    ),
    "balance_agrees_with_execution": Message(
        title="结转结余率与执行率互补",
        severity=Severity.WARNING,
        text="{label}占全年预算数的{found}，按执行率{execution}应约为{expected}，相差{difference}{unit}；请核对，或说明其余资金的去向",
    ),
    "year_end_rush": Message(
        title="年末没有突击支出",
        severity=Severity.INFO,
        text="12月支出{december}{unit}，占全年支出的{found}，超过{expected}",
    ),
    "unit_slip": Message(
        title="金额单位没有填错",
        severity=Severity.WARNING,
        text="{label}填{found}{unit}，上年{expected}{unit}，{times}{others}；请核对是不是把元和万元填错了",
    ),
    "three_public_within_budget": Message(
        title="“三公”经费不超预算",
        severity=Severity.WARNING,
        text="{label}{found}{unit}，{relation}；请核对，或说明原因",
    ),
    "staff_within_posts": Message(
        title="在职人员不超编制",
        severity=Severity.WARNING,
        text="{label}{found}人，比{other}{expected}名多{difference}人；请核对，或说明原因",
    ),
    "opening_matches_last_year": Message(
        title="上年结转与上年年末一致",
        severity=Severity.WARNING,
        text="{label}填{found}{unit}，上年自评的{before}是{expected}{unit}，差{difference}{unit}；请改正，或说明原因",
    ),
    "cost_indicator_is_upper_bound": Message(
        title="成本指标设上限",
        severity=Severity.WARNING,
        text="{name}是成本指标，指标性质填“{found}”，应为“{expected}”：成本越低越好",
    ),
    "quantity_is_not_a_payment_rate": Message(
        title="数量指标不是支付率",
        severity=Severity.WARNING,
        text="{name}说的是资金支付，不是完成的数量，不宜放在“{group}”；请换成工作量指标",
    ),
    "indicator_not_in_output_and_effect_both": Message(
        title="产出和效益指标不重复",
        severity=Severity.WARNING,
        text="“{name}”在“{output}”和“{effect}”里各填了一次，请保留一处，另一处换成能反映效果的指标",
    ),
    "target_is_measurable": Message(
        title="指标值可以衡量",
        severity=Severity.WARNING,
        text="{name}的指标值“{found}”只写了“{vague}”，没有数量、比例或时限，请写成可以衡量的指标值",
    ),
    "target_not_below_last_year": Message(
        title="指标值不低于上年",
        severity=Severity.WARNING,
        text="{name}的指标值{found}，{direction}上年的{expected}，请核对，或说明原因",
    ),
    "no_personal_data_in_public_copy": Message(
        title="公开件没有个人信息",
        severity=Severity.INFO,
        text="{title}里有{kind}{found}，公开以前要去掉",
    ),
    "not_classified": Message(
        title="没有涉密内容",
        severity=Severity.ERROR,
        text="{title}里有密级标志“{quote}”；涉密内容不能填在本系统里，请立即删去并报告保密人员",
    ),
    # Files.
    "evidence_attached": Message(
        title="要求佐证的附有佐证",
        severity=Severity.ERROR,
        text="{name}得{score}分，要求附佐证材料，还没有上传；请在这项指标里添加",
    ),
    "evidence_not_reused": Message(
        title="佐证材料没有重复使用",
        severity=Severity.INFO,
        text="佐证材料“{found}”与{also}里的一份内容完全相同，请核对是不是本次的材料",
    ),
    "evidence_from_the_year": Message(
        title="佐证材料是本年度的",
        severity=Severity.INFO,
        text="佐证材料“{name}”的文件名写的是{found}，自评年度是{expected}，请核对是不是本年度的材料",
    ),
    "targets_not_changed_after_approval": Message(
        title="批复后的指标值没有改动",
        severity=Severity.ERROR,
        text="{name}的指标值{shown}，{how}{other}，没有写原因；请在原因里写明批准调整的文件，没有批准的改回原来的指标值",
    ),
    "spending_items_were_budgeted": Message(
        title="支出项目都有预算",
        severity=Severity.WARNING,
        text="{label}中的“{name}”支出{found}{unit}，{budget}里没有这一项，请说明资金从哪里调剂",
    ),
    "points_not_moved_off_failing_indicators": Message(
        title="没有把分值从失分指标挪走",
        severity=Severity.WARNING,
        text="{name}参考分值{expected}分，设定只有{found}分，得分率{rate}；{why}，请说明为什么调低",
    ),
    "satisfaction_has_survey": Message(
        title="满意度有调查", severity=Severity.INFO, text="{name}“{found}”没有写{expected}，看不出怎样得来"
    ),
    "attachments_are_there": Message(
        title="所列附件都在", severity=Severity.WARNING, text="文末列了附件“{found}”，{missing}"
    ),
    # The reviewer's own work.
    "no_blank_review_score": Message(
        title="复核得分不留空",
        severity=Severity.ERROR,
        text="还有{found}项指标没有复核得分（{names}）；逐项复核的，每一项都要给分",
    ),
    "review_score_has_remark": Message(
        title="复核得分有意见",
        severity=Severity.ERROR,
        text="{name}复核{found}分，与自评{expected}分不同，没有写复核意见",
    ),
    "no_score_without_evidence_if_remark_says_so": Message(
        title="无佐证不得分",
        severity=Severity.ERROR,
        text="{name}的复核意见说“{words}”，却给了{found}分；没有佐证的应为0分，有一部分的请写明是哪一部分",
    ),
    "stated_cut_equals_real_cut": Message(
        title="扣分与意见一致",
        severity=Severity.WARNING,
        text="{name}的复核意见说扣{expected}分，{points}分给了{score}分，实际扣{found}分",
    ),
    "same_defect_same_cut": Message(
        title="同一问题同一尺度",
        severity=Severity.INFO,
        text="{name}扣{found}分，{where_else}因同样的问题扣{expected}分，请核对尺度是否一致",
    ),
}
