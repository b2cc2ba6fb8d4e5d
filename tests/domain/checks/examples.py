"""For each check a filing in which it finds something, and one like it in which it finds nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeVar

from selfeval.domain.assessment import Assessment
from selfeval.domain.checks import Prior
from selfeval.domain.checks.case import Case
from selfeval.domain.checks.review_case import ReviewCase
from selfeval.domain.evidence import EvidenceFact
from selfeval.domain.files import Plain, framework_from_document
from selfeval.domain.narrative.similarity import OtherText
from selfeval.domain.review import Review, ReviewEntry
from tests.domain.checks.real_form import EXECUTION, assessed, last_year, with_fields
from tests.domain.checks.test_text_checks import EXAMPLES as TEXTS
from tests.domain.narrative.like_texts import WORK, WORK_AGAIN, WORK_OF_ANOTHER
from tests.domain.narrative.reading import case_of
from tests.domain.one_indicator import assessed as assessed_one
from tests.domain.one_indicator import framework_document, framework_of
from tests.domain.one_own_indicator import assessed_rows, own_framework, row
from tests.domain.three_groups import document, filed

RATE = f"{EXECUTION}.completion_rate"
CARRYOVER = f"{EXECUTION}.carryover_rate"
TASKS = "output.duty_performance.key_tasks_completion"
ACHIEVED = "output.duty_performance.actual_achievement"
UTILISATION = "process.asset_management.fixed_asset_utilisation_rate"
SATISFACTION = "effect.performance_benefit.satisfaction"
GROUPS = ["数量指标", "质量指标", "成本指标", "社会效益指标"]
# Budget and spending of a round 1,000 in all.
ROUND: dict[str, Plain] = {
    "original_budget": "1000", "budget_adjustment": "0", "budget_adjustment_items": None, "other_adjustment": None,
}  # fmt: skip

C = TypeVar("C", Case, ReviewCase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example(Generic[C]):
    """What a check sees, made when it is asked for."""

    fails: Callable[[], C]
    passes: Callable[[], C]


def case(assessment: Assessment, **more: Any) -> Case:
    return Case(framework=assessment.framework, filing=assessment.filing, sheet=assessment.sheet, **more)


def form(*, prior: Prior | None = None, **parts: Any) -> Case:
    """The published form with `parts` typed over."""
    return case(assessed(prior=prior, **parts), prior=prior)


def figures(prior: Prior | None = None, **fields: Plain) -> Case:
    return form(fields=fields, prior=prior)


def entry(code: str, **values: Plain) -> Case:
    return form(entries={code: values})


def own(*rows: dict[str, Plain], prior: Prior | None = None, scoring: Plain = None) -> Case:
    framework = own_framework(scoring, node={"own_indicators": GROUPS}, points=str(10 * len(rows)))
    return case(assessed_rows(framework, *[{"group": GROUPS[0], **each} for each in rows]), prior=prior)


def one(group: str = GROUPS[0], *args: Any, **keys: Any) -> dict[str, Plain]:
    return row(*args, **{"unit": "件", **keys, "group": group})


def in_words(target: str) -> Case:
    words = one("质量指标", "qualitative", target, "已完成", coefficient="100%")
    return own(words, scoring={"kind": "coefficient"})


def unmeasured(unit: str) -> Case:
    return own(one(unit=unit, coefficient="100%"), scoring={"kind": "coefficient"})


def after(target: str) -> Case:
    """A target of 90, where last year's was `target`."""
    before = own(one(target=target))
    return own(one(target="90"), prior=Prior(framework=before.framework, filing=before.filing))


def ratio(a: str, b: str, **parts: Any) -> Case:
    entered = parts.pop("entered", {})
    return case(assessed_one(framework_of({"kind": "proportional"}, **parts), {"a": a, "b": b}, **entered))


def unneeded(**entered: Plain) -> Case:
    """不涉及, and `entered` besides."""
    return ratio("1", "1", not_applicable="full", entered={"applicable": "false", **entered})


def identity(a: str, b: str) -> Case:
    check: dict[str, Plain] = {"code": "identity", "severity": "error", "expect": "a == b", "message": "应相符"}
    framework = framework_from_document({**framework_document({"kind": "proportional"}), "checks": [check]})
    return case(assessed_one(framework, {"a": a, "b": b}))


def capped(last: str, **rate: Plain) -> Case:
    cap = [{"rate": "process.execution.rate_one", "in": "[0%, 90%)", "total_at_most": "85"}]
    return case(filed("30", "20", "10", last, framework=document(caps=cap), fields=rate))


def moved(**points: dict[str, Plain]) -> Case:
    """Points moved by a bureau that sets them."""
    return case(filed("30", "20", "10", "40", framework=document(), **points))


def typed_budget(amount: str) -> Case:
    """A framework in which the full-year budget is typed, not derived."""
    framework = {**with_fields({"code": "full_year_budget", "label": "全年预算数"}), "derived": []}
    return form(framework=framework, fields={"full_year_budget": amount})


def itemised(total: str) -> Case:
    """Rows of 2,580.54, beside a total; the framework has no identity of its own for them."""
    return form(framework=with_fields(checks=[]), fields={"project_expenditure_budget": total}, explanations=None)


def attached(*names: str, code: str = SATISFACTION, also_in: tuple[str, ...] = ()) -> Case:
    """The form, one indicator of which requires evidence, with `names` attached to `code`."""
    framework = with_fields()
    effect = next(root for root in framework["indicators"] if root["code"] == "effect")
    leaf = next(each for each in effect["children"][0]["children"] if each["code"] == "satisfaction")
    leaf["evidence"] = "required"
    facts = tuple(
        EvidenceFact(name=name, sha256="0" * 64, indicators=(code,), uploaded_on=date(2022, 3, 1), also_in=also_in)
        for name in names
    )
    return case(assessed(framework=framework), evidence=facts)


def beside(text: str, *, is_own: bool) -> Case:
    other = OtherText(is_own=is_own, fiscal_year=2020 if is_own else 2021, title="其他", text=text)
    return replace(case_of(f"前言一句。\n{WORK_AGAIN}"), others=(other,))


def listing(attachment: str, *, files: tuple[EvidenceFact, ...]) -> Case:
    return replace(case_of(f"总结。\n附件：\n{attachment}"), evidence=files)


def survey(analysis: str) -> Case:
    return form(entries={SATISFACTION: {"analysis": analysis, "reason": None}}, narratives={})


def text(name: str, place: int) -> Case:
    return case_of(TEXTS[name][place], figures=True)


def both(fails: Callable[[], Case], passes: Callable[[], Case]) -> Example[Case]:
    return Example(fails=fails, passes=passes)


FACT = EvidenceFact(name="问卷.pdf", sha256="0" * 64, indicators=(), uploaded_on=date(2022, 1, 5))
EXAMPLES: dict[str, Example[Case]] = {
    "required_fields_filled": both(lambda: form(filed_on=None), form),
    "narrative_within_limits": both(
        lambda: form(narratives={"staffing": "字" * 2001}), lambda: form(narratives={"staffing": "字" * 2000})
    ),
    "points_sum_to_total": both(lambda: entry(TASKS, set_points="6"), form),
    "scores_within_points": both(lambda: entry(TASKS, self_score="8"), form),
    "all_indicators_scored": both(lambda: entry(ACHIEVED, points=None, self_score=None), form),
    "lost_points_explained": both(lambda: entry(RATE, reason=None), form),
    "self_score_matches_computed": both(form, lambda: entry(CARRYOVER, self_score="2")),
    "explanation_given": both(lambda: entry(RATE, reason="因疫情影响"), form),
    "overachievement_explained": both(lambda: own(one(actual="131")), lambda: own(one(actual="130"))),
    "quantitative_targets_complete": both(lambda: unmeasured(""), lambda: unmeasured("件")),
    "target_is_measurable": both(lambda: in_words("明显提升"), lambda: in_words("新增3个服务点")),
    "target_not_below_last_year": both(lambda: after("100"), lambda: after("90")),
    "targets_not_changed_after_approval": both(
        lambda: own(one(adjusted_target="80")), lambda: own(one(adjusted_target="80", reason="按调整预算的批复核减"))
    ),
    "cost_indicator_is_upper_bound": both(
        lambda: own(one("成本指标", ">=", name="总成本")), lambda: own(one("成本指标", "<=", name="总成本"))
    ),
    "quantity_is_not_a_payment_rate": both(lambda: own(one(name="资金支付率")), lambda: own(one(name="培训期数"))),
    "indicator_not_in_output_and_effect_both": both(
        lambda: own(one("质量指标", name="合格率"), one("社会效益指标", name="合格率")),
        lambda: own(one("质量指标", name="合格率"), one("社会效益指标", name="就业率")),
    ),
    "redistribution_follows_framework": both(
        lambda: moved(rate_two={"set_points": "15"}, done={"set_points": "45"}),
        lambda: moved(system={"applicable": "false"}, done={"set_points": "50"}),
    ),
    "points_not_moved_off_failing_indicators": both(form, lambda: entry(UTILISATION, set_points=None)),
    "satisfaction_has_survey": both(
        lambda: survey("满意度为100%。"), lambda: survey("12月发放问卷320份，满意度98%。")
    ),
    "not_all_full_marks": both(
        lambda: own(*[one(name=f"事项{number}") for number in range(5)]),
        lambda: own(*[one(name=f"事项{number}", actual=f"{100 - number}") for number in range(5)]),
    ),
    "total_within_execution_cap": both(
        lambda: capped("40", a="80", b="100"), lambda: capped("25", a="80", b="100")
    ),
    "score_consistent_with_execution": both(form, lambda: figures(actual_expenditure="3000")),
    "not_applicable_is_allowed": both(
        lambda: ratio("1", "1", entered={"applicable": "false"}), lambda: unneeded()
    ),
    "inputs_of_not_applicable_ignored": both(lambda: unneeded(self_score="5"), lambda: unneeded()),
    "denominator_is_zero": both(lambda: ratio("1", "0"), lambda: ratio("0", "1")),
    "rate_within_range": both(
        lambda: ratio("1.000001", "1", range="[0%, 100%]"), lambda: ratio("1", "1", range="[0%, 100%]")
    ),
    "cap_rate_is_known": both(lambda: capped("40", a="80"), lambda: capped("40", a="80", b="100")),
    "full_year_budget_adds_up": both(lambda: typed_budget("2908"), lambda: typed_budget("3043.01")),
    "closing_balance_adds_up": both(lambda: figures(closing_balance="16.07"), form),
    "carryover_agrees_with_closing_balance": both(form, lambda: figures(carryover_balance="547.84")),
    "expenditure_parts_add_up": both(lambda: figures(project_expenditure_actual="1198.03"), form),
    "cumulative_spending_never_falls": both(lambda: figures(spent_by_q3="1000"), form),
    "items_add_up": both(lambda: itemised("40"), lambda: itemised("2580.54")),
    "spending_items_were_budgeted": both(
        form, lambda: figures(project_actual_items=[{"label": "商贸事务", "amount": "2198.03"}])
    ),
    "balance_agrees_with_execution": both(
        lambda: figures(**ROUND, actual_expenditure="900", closing_balance=None, carryover_balance="16"),
        lambda: figures(**ROUND, actual_expenditure="900", closing_balance=None, carryover_balance="100"),
    ),
    "execution_not_over_budget": both(
        lambda: figures(**ROUND, actual_expenditure="1001"), lambda: figures(**ROUND, actual_expenditure="1000")
    ),
    "year_end_rush": both(form, lambda: figures(spent_by_november="2300")),
    "three_public_within_budget": both(lambda: figures(three_public_actual="44.08"), form),
    "staff_within_posts": both(lambda: figures(staff_on_post="52"), form),
    "opening_matches_last_year": both(
        lambda: figures(last_year(), opening_carryover="500"), lambda: figures(last_year(), opening_carryover="547.84")
    ),
    "unit_slip": both(
        lambda: figures(last_year(), actual_expenditure="24951700"),
        lambda: figures(last_year(), actual_expenditure="3495.17"),
    ),
    "evidence_attached": both(lambda: attached("问卷.pdf", code=RATE), lambda: attached("问卷.pdf")),
    "evidence_not_reused": both(
        lambda: attached("问卷.pdf", also_in=("本单位2020年度填报",)), lambda: attached("问卷.pdf")
    ),
    "evidence_from_the_year": both(lambda: attached("2019年报表.pdf"), lambda: attached("2021年报表.pdf")),
    "framework_checks": both(lambda: identity("1", "2"), lambda: identity("1", "1")),
    "reasons_are_substantive": both(
        lambda: entry(RATE, reason="暂无"), lambda: entry(RATE, reason="受疫情影响，部分展会推迟")
    ),
    "no_personal_data_in_public_copy": both(
        lambda: case_of("联系人手机13800001234。"), lambda: case_of("电话0354-0000000。")
    ),
    "not_copied_from_last_year": both(
        lambda: beside(WORK, is_own=True), lambda: beside(WORK_OF_ANOTHER, is_own=True)
    ),
    "not_copied_from_another_unit": both(
        lambda: beside(WORK, is_own=False), lambda: beside(WORK_OF_ANOTHER, is_own=False)
    ),
    "attachments_are_there": both(
        lambda: listing("《满意度问卷》", files=()), lambda: listing("《满意度问卷》", files=(FACT,))
    ),
    **{name: both(lambda name=name: text(name, 1), lambda name=name: text(name, 0)) for name in TEXTS},  # type: ignore[misc]
}  # fmt: skip


def reviewed(*remarks: tuple[str, str]) -> ReviewCase:
    """Two manual indicators of 30 and 20 points, with the reviewer's scores and remarks; an empty score is none."""
    sheet = filed("30", "20", "10", "40")
    review = Review(framework=sheet.framework, sheet=sheet.sheet)
    entries = {code: ReviewEntry(score=each.self_score) for code, each in review.scored.items()}
    for code, (score, remark) in zip(review.scored, remarks, strict=False):
        entries[code] = ReviewEntry(score=Decimal(score) if score else None, remark=remark)
    return ReviewCase(review=replace(review, entries=entries))


REVIEWS: dict[str, Example[ReviewCase]] = {
    "no_blank_review_score": Example(fails=lambda: reviewed(("", "待核")), passes=lambda: reviewed(("30", "属实"))),
    "review_score_has_remark": Example(
        fails=lambda: reviewed(("29", "")), passes=lambda: reviewed(("29", "缺签到表"))
    ),
    "no_score_without_evidence_if_remark_says_so": Example(
        fails=lambda: reviewed(("29", "未提供佐证材料")), passes=lambda: reviewed(("0", "未提供佐证材料"))
    ),
    "stated_cut_equals_real_cut": Example(
        fails=lambda: reviewed(("29", "资料不全，扣2分")), passes=lambda: reviewed(("28", "资料不全，扣2分"))
    ),
    "same_defect_same_cut": Example(
        fails=lambda: reviewed(("29", "佐证材料不全"), ("18", "佐证材料不全")),
        passes=lambda: reviewed(("29", "佐证材料不全"), ("19", "佐证材料不全")),
    ),
}  # fmt: skip
