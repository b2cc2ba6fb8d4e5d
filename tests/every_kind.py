"""A framework with one indicator of every kind of rule; a choice twice, for who makes it."""

from functools import cache

from selfeval.domain.files import read_framework
from selfeval.domain.framework import Framework

TEXT = """\
format: selfeval-framework/1
slug: every-kind
version: 1
title: 各种评分方法
authority: 测试用
source: {document: 测试用, status: sample}
money_unit: wan_yuan
total_points: 160
rounding: {mode: half_up, rate_places: 2, points_places: 2, thresholds_on: exact}
grades: [{name: 合格, from: 60}, {name: 不合格, from: 0}]
fields:
  - {code: budget, label: 预算数, kind: money}
  - {code: spent, label: 执行数, kind: money}
  - {code: halfway, label: 半年执行数, kind: money}
indicators:
  - code: kinds
    name: 各种方法
    children:
      - {code: proportional, name: 按比例, points: 10, formula: spent / budget, scoring: {kind: proportional}}
      - {code: above, name: 高了扣, points: 10, formula: spent / budget,
         scoring: {kind: deduct_above, limit: 50%, step: 10%, deduct: 2}}
      - {code: below, name: 低了扣, points: 10, formula: spent / budget,
         scoring: {kind: deduct_below, limit: 100%, step: 1%, deduct: 0.5, steps: continuous}}
      - {code: both, name: 偏了扣, points: 10, formula: spent / budget,
         scoring: {kind: deduct_both, target: 100%, tolerance: 5%, step: 5%, deduct: 1}}
      - {code: bands, name: 分档, points: 10, formula: spent / budget,
         scoring: {kind: bands, bands: [
           {in: "(, 50%)", points: 0}, {in: "[50%, 90%)", points: 5}, {in: "[90%, )", points: 10}]}}
      - {code: full, name: 满分或按比例, points: 10, formula: spent / budget,
         scoring: {kind: full_or_proportional, limit: 90%, side: at_least}}
      - {code: checklist, name: 勾要点, points: 10,
         scoring: {kind: checklist, mode: add, items: [{text: 有制度, points: 4}, {text: 有记录, points: 6}]}}
      - {code: incidents, name: 按例扣, points: 10, scoring: {kind: incidents, deduct: 2}}
      - {code: milestones, name: 节点, points: 10,
         scoring: {kind: milestones, of: budget, mode: each, nodes: [
           {label: 6月末, field: halfway, at_least: 50%, points: 10}]}}
      - {code: best, name: 取高, points: 10,
         scoring: {kind: choose, pick: best, options: [
           {label: 看执行率, formula: spent / budget, scoring: {kind: proportional}},
           {label: 看上半年, formula: halfway / budget,
            scoring: {kind: deduct_below, limit: 50%, step: 10%, deduct: 1}}]}}
      - {code: chosen, name: 自选, points: 10,
         scoring: {kind: choose, pick: unit, options: [
           {label: 看执行率, formula: spent / budget, scoring: {kind: proportional}},
           {label: 看上半年, formula: halfway / budget,
            scoring: {kind: deduct_below, limit: 50%, step: 10%, deduct: 1}}]}}
      - {code: tiers, name: 定档, points: 10,
         scoring: {kind: tiers, tiers: [{name: 达成, in: "[60%, 100%]"}, {name: 未达成, in: "[0%, 60%)"}]}}
      - {code: coefficient, name: 系数, points: 10, scoring: {kind: coefficient}}
      - {code: manual, name: 评定, points: 10, criteria: [材料齐全], scoring: {kind: manual}}
      - {code: formula, name: 公式, points: 10, formula: spent / budget, scoring: {kind: formula, points: 5 + 5 * rate}}
  - code: own
    name: 自加
    points: 10
    own_indicators: [数量]
    scoring: {kind: target}
"""


@cache
def every_kind() -> Framework:
    """The framework as the domain reads it."""
    return read_framework(TEXT)
