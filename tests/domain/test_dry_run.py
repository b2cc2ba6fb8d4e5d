"""The same filing under two frameworks: what changes, and what could not be carried over."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from selfeval.domain.carrying_entries import carried_entry, carried_own_entry
from selfeval.domain.dry_run import DryRun, IndicatorChange, dry_run
from selfeval.domain.expressions import parse
from selfeval.domain.files import filing_from_document, framework_from_document, load
from selfeval.domain.filing import Filing, IndicatorEntry, OwnIndicator, TargetSign
from selfeval.domain.framework import Framework, Indicator, Tier
from selfeval.domain.intervals import parse_interval
from selfeval.domain.scoring.rules import Choose, ChooseOption, Coefficient, Proportional, Tiers
from selfeval.management.files import assess_file, read_framework_named
from tests.domain.files.small_framework import HEAD, SMALL
from tests.factories import FIXTURES, domain_framework, framework_text, sample

D = Decimal


def edited(*edits: tuple[str, str], slug: str = "jinzhong-2021") -> Framework:
    """The shipped framework with every first `old` replaced by `new`."""
    text = framework_text(slug)
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return framework_from_document(load(text))


def small(document: dict[str, Any] | None = None, **entries: Any) -> Filing:
    head = load(HEAD)
    assert isinstance(head, dict)
    return filing_from_document(SMALL, head | (document or {}) | ({"indicators": entries} if entries else {}))


def changed_node(framework: Framework, code: str, **columns: Any) -> Framework:
    """`framework` with the level-1 leaf `code` changed."""
    roots = tuple(replace(root, **columns) if root.code == code else root for root in framework.indicators)
    return replace(framework, indicators=roots)


def run(draft: Framework, filing: Filing) -> DryRun:
    return dry_run(old=SMALL, filing=filing, draft=draft)


def only(result: DryRun) -> IndicatorChange:
    (change,) = result.changes
    return change


@pytest.mark.parametrize("name", ["jinzhong-2021", "half-filled-2021", "returned-2021"])
def test_a_framework_against_itself_changes_nothing_and_leaves_nothing_out(name: str) -> None:
    result = dry_run(old=domain_framework(), filing=sample(name), draft=domain_framework())
    assert not result.is_changed
    assert result.changes == result.left_out == ()
    assert result.computed.old == result.computed.new > 0


def test_a_harder_rule_changes_points_total_and_grade_of_those_it_meets() -> None:
    # 82.00 % is three whole steps of 5 below 100 %: 1 point each of 2 leaves 0; 0.1 point each leaves 1.7.
    draft = edited(
        ("每低于5个百分点扣1分", "每低于5个百分点扣0.1分"),
        (
            "{kind: deduct_below, limit: 100%, step: 5%, deduct: 1,",
            "{kind: deduct_below, limit: 100%, step: 5%, deduct: 0.1,",
        ),
    )
    result = dry_run(old=domain_framework(), filing=sample(), draft=draft)
    change = only(result)
    assert (change.code, change.name) == ("process.budget_execution.completion_rate", "预算完成率")
    assert (change.computed_score.old, change.computed_score.new) == (D(0), D("1.7"))
    assert change.rate.old == change.rate.new
    assert result.computed.new - result.computed.old == D("1.7")
    # The self score agreed with the computed one, so it follows.
    assert result.filed.new - result.filed.old == D("1.7")


def test_a_grade_follows_the_total() -> None:
    draft = edited(("{name: 优, from: 90}", "{name: 优, from: 99}"))
    result = dry_run(old=domain_framework(), filing=sample(), draft=draft)
    assert (result.grade.old, result.grade.new) == ("优", "良")
    assert result.changes == ()
    assert result.is_changed


def test_a_self_score_of_the_units_own_stays_as_filed() -> None:
    filing = small(weight={"coefficient": "50%", "self_score": "3"})
    draft = changed_node(SMALL, "weight", points=D(2))
    result = run(draft, filing)
    assert only(result).computed_score.new == D(1)
    assert result.filed.old == result.filed.new == D(3)


def test_another_formula_changes_the_rate() -> None:
    filing = small({"fields": {"budget": "3", "change": "4"}}, ratio={})
    draft = changed_node(SMALL, "ratio", formula=parse("change / change"))
    change = only(run(draft, filing))
    assert (change.rate.old, change.rate.new) == (D("0.75"), D(1))
    assert (change.rate_text.old, change.rate_text.new) == ("75.00%", "100.00%")


def test_a_data_item_that_is_gone_or_of_another_kind_is_named_and_left_out() -> None:
    filing = small({"fields": {"budget": "3", "posts": "4", "method": "走访", "remark": "无", "change": "-1"}})
    fields = []
    for field in SMALL.fields:
        match field.code:
            case "remark":
                continue
            case "posts":
                field = replace(field, kind=SMALL.fields_by_code["factor"].kind)
            case "method":
                field = replace(field, options=("问卷",))
            case "change":
                field = replace(field, minimum=D(0))
        fields.append(field)
    result = run(replace(SMALL, fields=tuple(fields)), filing)
    assert {each.place: str(each) for each in result.left_out} == {
        "fields.posts": "编制：类型由数量改为数值",
        "fields.method": "方法：所选的“走访”已不在选项中",
        "fields.remark": "备注：新框架没有这个数据项",
        "fields.change": "调整：小于新框架的下限0",
    }


def test_a_column_of_a_table_that_is_gone_is_named_and_the_others_stay() -> None:
    filing = small(
        {
            "fields": {
                "tasks": [{"task": "甲", "cost": "1.5", "people": "3"}],
                "items": [{"label": "乙", "amount": "-2"}],
            }
        }
    )
    tasks = SMALL.fields_by_code["tasks"]
    columns = tuple(
        replace(column, kind=tasks.columns[4].kind) if column.code == "people" else column
        for column in tasks.columns
        if column.code != "cost"
    )
    fields = tuple(replace(each, columns=columns) if each.code == "tasks" else each for each in SMALL.fields)
    fields = tuple(replace(each, minimum=D(0)) if each.code == "items" else each for each in fields)
    result = run(replace(SMALL, fields=fields), filing)
    assert [str(each) for each in result.left_out] == [
        "任务表的“经费”：新框架的表格没有这一栏",
        "任务表的“人数”：这一栏的类型改了",
        "明细：小于新框架的下限0",
    ]
    rows = replace(tasks, rows=("甲",))
    fixed = replace(SMALL, fields=tuple(rows if each.code == "tasks" else each for each in SMALL.fields))
    assert [str(each) for each in run(fixed, filing).left_out] == ["任务表：表格的固定行改了"]


def test_texts_and_explanations_without_a_place_are_named() -> None:
    filing = small({"narratives": {"mandate": "职能", "other": "其他"}, "explanations": {"sums": "说明"}})
    draft = replace(SMALL, narratives=SMALL.narratives[:1], checks=())
    assert [each.place for each in run(draft, filing).left_out] == ["narratives.other", "explanations.sums"]


def test_an_indicator_that_is_gone_is_named_and_its_points_too() -> None:
    draft = replace(SMALL, indicators=SMALL.indicators[:-1])
    result = run(draft, small(ratio={"reason": "没有"}))
    assert [str(each) for each in result.left_out] == ["某率：新框架没有这个指标，所填内容没有带过去"]
    change = only(result)
    assert change.is_gone
    assert not change.is_new
    assert (change.points.old, result.points.new) == (D(4), D(16))
    back = dry_run(old=draft, filing=small(), draft=SMALL)
    assert only(back).is_new


def test_an_indicator_that_is_no_leaf_any_more_is_named() -> None:
    below = replace(SMALL.nodes["hand"], code="hand.inner", level=2)
    draft = changed_node(SMALL, "hand", children=(below,), rule=None)
    result = run(draft, small(hand={"points": "3"}))
    assert [str(each) for each in result.left_out] == ["手评：新框架里不再是末级指标，所填内容没有带过去"]


def test_what_only_another_rule_reads_is_named() -> None:
    filing = small(
        ticks={"ticked": ["1"]}, cases={"incidents": "2"}, weight={"coefficient": "50%"}, hand={"points": "3"}
    )
    draft = SMALL
    for code in ("ticks", "cases", "hand"):
        draft = changed_node(draft, code, rule=Coefficient())
    draft = changed_node(draft, "weight", rule=SMALL.nodes["hand"].rule)
    assert {each.place: each.why for each in run(draft, filing).left_out} == {
        "indicators.ticks.ticked": "新的评分方法不勾选要点，所勾要点没有带过去",
        "indicators.cases.incidents": "新的评分方法不按例扣分，所填2例没有带过去",
        "indicators.hand.points": "新的评分方法不直接给分，所给3分没有带过去",
        "indicators.weight.coefficient": "新的评分方法不给系数，系数50%没有带过去",
    }


def test_ticks_follow_the_words_of_the_criteria() -> None:
    rule = SMALL.nodes["ticks"].rule
    turned = replace(rule, items=rule.items[::-1])
    filing = small(ticks={"ticked": ["1"]})
    result = run(changed_node(SMALL, "ticks", rule=turned), filing)
    assert not result.is_changed
    reworded = replace(rule, items=(replace(rule.items[0], text="新的甲"), rule.items[1]))
    result = run(changed_node(SMALL, "ticks", rule=reworded), filing)
    assert [str(each) for each in result.left_out] == ["要点：要点“甲”改了或没有了，勾选没有带过去"]
    assert only(result).computed_score.new == D(0)


def test_set_points_stay_while_the_reference_is_the_same() -> None:
    filing = small(cases={"set_points": "5"}, hand={"set_points": "4"})
    draft = changed_node(SMALL, "weight", points=D(6))
    assert run(draft, filing).left_out == ()
    draft = changed_node(changed_node(SMALL, "cases", points=D(6)), "hand", points=D(2))
    result = run(draft, filing)
    # 4 was the reference itself, so it is no move of the unit's; 5 was one, and is named.
    assert [str(each) for each in result.left_out] == ["例数：参考分值由4改为6，设定分值5没有带过去"]
    assert {change.code: change.points.new for change in result.changes} == {"cases": D(6), "hand": D(2)}


def leaf(rule: Any) -> Indicator:
    return Indicator(code="leaf", name="某项", level=1, points=D(10), rule=rule)


HIGH, LOW = (
    Tier(name="达成", interval=parse_interval("[80%, 100%]")),
    Tier(name="未达成", interval=parse_interval("[0%, 80%)")),
)
GRADED = IndicatorEntry(tier="达成", coefficient=D("0.85"))


def labelled(*labels: str) -> tuple[ChooseOption, ...]:
    rule, formula = Proportional(cap=D(1)), parse("change")
    return tuple(ChooseOption(label=label, formula=formula, rule=rule) for label in labels)


def test_tiers_follow_their_names_and_intervals() -> None:
    old = leaf(Tiers(tiers=(HIGH, LOW)))
    assert carried_entry(old, leaf(Tiers(tiers=(LOW, HIGH))), GRADED) == (GRADED, [])
    narrow = Tier(name="达成", interval=parse_interval("[90%, 100%]"))
    kept, gone = carried_entry(old, leaf(Tiers(tiers=(narrow, LOW))), GRADED)
    assert (kept.tier, kept.coefficient, gone) == (
        "达成",
        None,
        [("coefficient", "“达成”的系数范围改为[90%, 100%]，85%没有带过去")],
    )
    kept, gone = carried_entry(old, leaf(Tiers(tiers=(LOW,))), GRADED)
    assert (kept.tier, kept.coefficient) == ("", None)
    assert gone == [("tier", "新框架没有这个档次，“达成”系数85%没有带过去")]
    kept, gone = carried_entry(old, leaf(Coefficient()), GRADED)
    assert (kept.tier, kept.coefficient, gone) == ("", D("0.85"), [("tier", "新框架不分档次，“达成”没有带过去")])


def test_a_choice_follows_the_label_of_its_option() -> None:
    options = labelled("甲法", "乙法")
    old = leaf(Choose(options=options, pick="unit"))
    entry = IndicatorEntry(choice=2)
    turned, gone = carried_entry(old, leaf(Choose(options=options[::-1], pick="unit")), entry)
    assert (turned.choice, gone) == (1, [])
    lost, gone = carried_entry(old, leaf(Choose(options=options[:1], pick="unit")), entry)
    assert (lost.choice, gone) == (None, [("choice", "方案“乙法”改了或没有了，所选方案没有带过去")])
    best, gone = carried_entry(old, leaf(Choose(options=options, pick="best")), entry)
    assert (best.choice, gone) == (None, [("choice", "新的评分方法不由单位选方案，所选方案没有带过去")])


def test_own_indicators_keep_a_tier_the_node_still_has() -> None:
    own = OwnIndicator(
        under="outputs", group="数量", name="培训", sign=TargetSign.QUALITATIVE, points=D(5), entry=GRADED
    )
    node = Indicator(code="outputs", name="产出", level=1, points=D(50), own_groups=("数量",), tiers=(HIGH, LOW))
    assert carried_own_entry(node, own, GRADED) == (GRADED, [])
    bare, gone = carried_own_entry(replace(node, tiers=(LOW,)), own, GRADED)
    assert (bare.tier, bare.coefficient, len(gone)) == ("", None, 1)


FILINGS = sorted((FIXTURES / "filings").glob("*.yaml"))


@pytest.mark.parametrize("path", FILINGS, ids=lambda path: path.stem)
def test_every_shipped_filing_stays_as_it_is_under_its_own_framework(path: Path) -> None:
    assessment = assess_file(path)
    bare = read_framework_named(assessment.filing.framework, beside=path.parent)
    result = dry_run(old=bare, filing=assessment.filing, draft=bare)
    assert (result.is_changed, result.left_out) == (False, ())
    assert result.computed.new == assessment.sheet.total.computed_score


def test_own_indicators_that_lose_their_group_are_named_and_the_others_keep_their_scores() -> None:
    path = FIXTURES / "filings" / "general-2020-sample.yaml"
    filing, old = assess_file(path).filing, domain_framework("general-2020")
    outputs = next(root for root in old.indicators if root.code == "outputs")
    fewer = replace(outputs, own_groups=tuple(group for group in outputs.own_groups if group != "质量指标"))
    draft = replace(old, indicators=tuple(fewer if root is outputs else root for root in old.indicators))
    gone = [code for code, own in filing.own_by_code.items() if own.under == "outputs" and own.group == "质量指标"]
    assert gone
    result = dry_run(old=old, filing=filing, draft=draft)
    assert [(change.code, change.is_gone) for change in result.changes] == [(code, True) for code in gone]
    assert all("没有“质量指标”这一组个性指标" in each.why for each in result.left_out)
    assert len(result.left_out) == len(gone)
