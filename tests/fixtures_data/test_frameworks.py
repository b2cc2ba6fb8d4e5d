"""The shipped frameworks: whole, marked as samples where they are, and printing the rule they compute with."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from selfeval.domain.framework import FieldKind, Framework, Indicator
from selfeval.domain.scoring.rules import (
    Bands,
    Checklist,
    Deduction,
    FullOrProportional,
    Incidents,
    Manual,
    Milestones,
    Proportional,
    Rule,
)
from tests.fixtures_data.published import FRAMEWORKS, framework

LEAVES = [pytest.param(leaf, id=f"{slug}:{leaf.code}") for slug in FRAMEWORKS for leaf in framework(slug).leaves]


@pytest.mark.parametrize(
    ("slug", "leaves", "groups"),
    [
        ("jinzhong-2021", 26, {"投入": 18, "过程": 40, "产出": 22, "效果": 20}),
        ("mof-2013", 28, {"投入": 15, "过程": 45, "产出": 20, "效果": 20}),
    ],
)
def test_reference_points(slug: str, leaves: int, groups: dict[str, int]) -> None:
    read = framework(slug)

    assert len(read.leaves) == leaves
    assert {root.name: int(root.points) for root in read.indicators} == groups
    assert sum(leaf.points for leaf in read.leaves) == read.total_points == 100


def test_the_framework_of_the_ministry_has_its_28_indicators() -> None:
    names = [leaf.name for leaf in framework("mof-2013").leaves]

    assert names == [
        "绩效目标合理性", "绩效指标明确性", "在职人员控制率", "“三公经费”变动率", "重点支出安排率",
        "预算完成率", "预算调整率", "支付进度率", "结转结余率", "结转结余变动率", "公用经费控制率",
        "“三公经费”控制率", "政府采购执行率", "管理制度健全性", "资金使用合规性", "预决算信息公开性",
        "基础信息完善性", "管理制度健全性", "资产管理安全性", "固定资产利用率",
        "实际完成率", "完成及时率", "质量达标率", "重点工作办结率",
        "经济效益", "社会效益", "生态效益", "社会公众或服务对象满意度",
    ]  # fmt: skip


@pytest.mark.parametrize("leaf", LEAVES)
def test_every_indicator_explains_itself_and_is_marked(leaf: Indicator) -> None:
    assert leaf.level == 3
    assert len(leaf.definition) >= 15
    assert leaf.criteria
    assert leaf.standard
    assert leaf.source is not None
    # The rows of the ministry's framework are not compared with the original yet, so they stay marked 待核 besides.
    assert leaf.source.status == ("unverified" if "待核" in leaf.source.note else "sample")
    assert "示例规则" in leaf.source.note
    assert "示例分值" in leaf.source.note or "分值据公开件" in leaf.source.note


def test_no_row_of_the_ministry_is_passed_off_as_compared_with_the_original() -> None:
    sources = [leaf.source for leaf in framework("mof-2013").leaves]

    assert [each for each in sources if each is None or each.status != "unverified"] == []


@pytest.mark.parametrize("slug", FRAMEWORKS)
def test_the_framework_as_a_whole_is_not_passed_off_as_checked(slug: str) -> None:
    source = framework(slug).source

    assert source is not None
    assert source.status == "sample"
    assert "待核" in source.note
    assert "示例分值" in source.note


@pytest.mark.parametrize("slug", FRAMEWORKS)
def test_every_figure_a_formula_needs_is_asked_for(slug: str) -> None:
    """A required indicator must not hang on a box that may stay empty, unless the framework says what empty means."""
    read = framework(slug)
    optional = {field.code for field in read.fields if not field.is_required}
    hanging = {
        (leaf.code, name)
        for leaf in read.leaves
        for name in (leaf.formula.names if leaf.formula else ())
        if name.partition(".")[0] in optional
    }

    assert hanging == (
        {
            ("process.asset_management.fixed_asset_utilisation_rate", "fixed_assets_in_use"),
            ("process.asset_management.fixed_asset_utilisation_rate", "fixed_assets_total"),
        }
        if slug == "jinzhong-2021"
        else set()
    )


@pytest.mark.parametrize("slug", FRAMEWORKS)
def test_no_data_item_is_asked_for_in_vain(slug: str) -> None:
    read = framework(slug)
    used = _names_used(read)
    # Read by the product's own checks, printed in the head of the form, or told to the reader of the narrative.
    read_elsewhere = {"closing_balance", "carryover_balance", "retired_staff", "other_staff"}
    read_elsewhere |= {f"personnel_expenditure_{year}" for year in ("budget", "actual")} | {"basic_expenditure_actual"}
    read_elsewhere |= {"survey_date", "survey_method", "progress_checkpoint"}

    assert {field.code for field in read.fields} - used <= read_elsewhere


@pytest.mark.parametrize("slug", FRAMEWORKS)
def test_amounts_that_may_fall_below_zero(slug: str) -> None:
    signed = {
        field.code
        for field in framework(slug).fields
        if field.kind in (FieldKind.MONEY, FieldKind.ITEMISED_MONEY) and field.minimum is None
    }

    assert signed - {"budget_adjustment_items"} == {"budget_adjustment", "other_adjustment", "closing_balance"}


@pytest.mark.parametrize("leaf", LEAVES)
def test_the_printed_standard_says_what_the_rule_does(leaf: Indicator) -> None:
    assert leaf.rule is not None
    assert contradictions(leaf) == []


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("process.budget_execution.completion_rate", "达到100%计2分；每低于5个百分点扣2分"),
        ("process.budget_execution.completion_rate", "达到100%计5分；每低于5个百分点扣1分"),
        ("process.budget_execution.payment_progress_rate", "3月末达到20%计0.5分"),
        ("input.target_setting.target_reasonableness", "评价要点①计1分，②计2分，③计1分"),
        ("process.budget_execution.procurement_execution_rate", "达到90%计3分；得分＝3分×政府采购执行率"),
        ("output.duty_performance.key_tasks_completion", "全部办结的计7分"),
    ],
)
def test_a_wrong_number_in_a_standard_would_be_noticed(code: str, wrong: str) -> None:
    leaf = framework("jinzhong-2021").nodes[code]

    assert contradictions(replace(leaf, standard=wrong))


def contradictions(leaf: Indicator) -> list[str]:
    """Where the numbers in the printed standard differ from the rule's."""
    assert leaf.rule is not None
    said, meant = _said(leaf.standard), _meant(leaf.rule, leaf.points)
    return [f"{key}: {said.get(key)} ≠ {meant[key]}" for key in meant if said.get(key) != meant[key]]


Numbers = dict[str, list[Decimal]]


def _meant(rule: Rule, points: Decimal) -> Numbers:
    match rule:
        case Deduction(limit=limit, step=step, deduct=deduct):
            return {"percents": [limit * 100], "full": [points], "step": [step * 100, deduct]}
        case Proportional(cap=cap):
            assert cap == 1
            return {"full": [points], "times": [points]}
        case FullOrProportional(limit=limit):
            return {"full": [points], "times": [points], "percents": [limit * 100]}
        case Checklist(mode="add", items=items):
            return {"full": [item.points or Decimal(0) for item in items]}
        case Checklist(deduct=deduct):
            return {"full": [points], "each": [deduct or Decimal(0)]}
        case Incidents(deduct=deduct):
            return {"full": [points], "each": [deduct]}
        case Milestones(nodes=nodes):
            return {
                "full": [node.points or Decimal(0) for node in nodes],
                "percents": [n.at_least * 100 for n in nodes],
            }
        case Bands(bands=bands):
            ends = {
                end * 100 for band in bands for end in (band.interval.lower, band.interval.upper) if end is not None
            }
            return {"full": [band.points for band in bands], "percents": sorted(ends)}
        case Manual():
            return {"full": [points]}
    raise AssertionError(rule)


def _found(pattern: str, text: str) -> list[Decimal]:
    found: list[Decimal] = []
    for match in re.finditer(pattern, text):
        found.extend(Decimal(group) for group in match.groups())
    return found


_NUMBER = r"(\d+(?:\.\d+)?)"


def _said(standard: str) -> Numbers:
    return {
        "full": _found(f"计{_NUMBER}分", standard),
        "times": _found(f"＝{_NUMBER}分×", standard),
        "step": _found(f"每(?:低于|高出|高出或低于){_NUMBER}个百分点扣{_NUMBER}分", standard),
        "each": _found(f"每(?:出现一例不符合|少一个)扣{_NUMBER}分", standard),
        "percents": sorted(set(_found(_NUMBER + "%", standard))),
    }


def _names_used(read: Framework) -> set[str]:
    expressions = [derived.formula for derived in read.derived]
    expressions += [leaf.formula for leaf in read.leaves if leaf.formula]
    expressions += [leaf.rule.of for leaf in read.leaves if isinstance(leaf.rule, Milestones)]
    expressions += [check.expect for check in read.checks]
    names = {name.partition(".")[0] for expression in expressions for name in expression.names}
    for leaf in read.leaves:
        if isinstance(leaf.rule, Milestones):
            names |= {node.field for node in leaf.rule.nodes}
    return names
