"""A small framework of the form in use since 2020: 预算执行 10, 产出 50, 效益 30, 满意度 10, the unit's own indicators.

It stands for no published document; every kind of page that form needs is on it, and nothing else.
"""

from decimal import Decimal
from functools import cache
from typing import Any

from selfeval.domain.files import read_framework
from selfeval.domain.filing import OwnIndicator, Quantity, TargetSign
from selfeval.domain.framework import Framework
from selfeval.models import FrameworkVersion
from selfeval.services.frameworks import load_framework
from tests.factories import NOW, World, make_world

TEXT = """\
format: selfeval-framework/1
slug: goals-2020
version: 1
title: 部门整体支出绩效自评表
authority: 测试用
source: {document: 测试用, status: sample, note: 不是任何地方的正式指标}
money_unit: wan_yuan
total_points: 100
rounding: {mode: half_up, rate_places: 2, points_places: 2, thresholds_on: exact}
grades: [{name: 优, from: 90}, {name: 良, from: 80}, {name: 中, from: 60}, {name: 差, from: 0}]
grade_groups: true
field_groups: [{code: funds, label: 资金情况}, {code: goals, label: 年度总体目标}]
fields:
  - {code: original_budget, label: 年初预算数, kind: money, group: funds, required: true}
  - {code: full_year_budget, label: 全年预算数, kind: money, group: funds, required: true}
  - {code: executed, label: 全年执行数, kind: money, group: funds, required: true}
  - code: sources
    label: 资金来源
    kind: table
    group: funds
    columns: [{code: budget, label: 全年预算数, kind: money}, {code: spent, label: 全年执行数, kind: money}]
    rows: [本年财政拨款, 上年结转资金, 其他资金]
  - code: goals_met
    label: 年度总体目标完成情况
    kind: table
    group: goals
    columns: [{code: goal, label: 预期目标, kind: text}, {code: met, label: 实际完成情况, kind: text}]
indicators:
  - code: execution
    name: 预算执行率
    points: 10
    formula: executed / full_year_budget
    zero_denominator: zero
    scoring: {kind: proportional}
  - code: outputs
    name: 产出指标
    points: 50
    own_indicators: [数量指标, 质量指标, 时效指标, 成本指标]
    source: {document: 测试用, status: unverified, note: 分组名称待核}
    scoring: {kind: target, over: {above: 130%, then: explain}}
    tiers:
      - {name: 达成预期指标, in: "[80%, 100%]"}
      - {name: 部分达成预期指标, in: "[60%, 80%)"}
      - {name: 未达成预期指标, in: "[0%, 60%)"}
  - code: effects
    name: 效益指标
    children:
      - code: benefit
        name: 社会效益
        points: 20
        own_indicators: [社会效益指标, 可持续影响指标]
      - code: mechanism
        name: 长效机制
        points: 10
        scoring:
          kind: tiers
          tiers:
            - {name: 健全, in: "[80%, 100%]"}
            - {name: 基本健全, in: "[60%, 80%)"}
            - {name: 不健全, in: "[0%, 60%)"}
  - code: satisfaction
    name: 满意度指标
    children:
      - code: survey
        name: 服务对象满意度
        points: 10
        own_indicators: [服务对象满意度指标]
        scoring: {kind: coefficient}
"""


@cache
def goals_framework() -> Framework:
    """The framework as the domain reads it."""
    return read_framework(TEXT)


def load_goals() -> FrameworkVersion:
    """The framework, published in the database."""
    return load_framework(text=TEXT, path="goals-2020.yaml", actor=None, now=NOW).version


def make_goals_world() -> World:
    """The usual world, its cycle under this framework."""
    world = make_world()
    world.cycle.framework = load_goals()
    world.cycle.save()
    return world


def own(name: str, points: int = 10, **changes: Any) -> OwnIndicator:
    """An own indicator below 产出指标 whose target is reached, with `changes`."""
    given: dict[str, Any] = {
        "under": "outputs",
        "group": "数量指标",
        "name": name,
        "sign": TargetSign.AT_LEAST,
        "points": Decimal(points),
        "target": Quantity(value=Decimal(500)),
        "actual": Quantity(value=Decimal(512)),
        "unit": "人次",
    }
    return OwnIndicator(**{**given, **changes})
