"""A framework in which every key of the file is written once; its leaf `whole` has every key of a leaf."""

from typing import Final

WHOLE: Final = """
format: selfeval-framework/1
slug: whole
version: 1
title: 自评表
authority: 文号
source: {document: 文件, status: sample, note: 说明}
money_unit: wan_yuan
total_points: 30
rounding: {mode: half_up, rate_places: 2, points_places: 2, thresholds_on: exact}
grades: [{name: 优, from: 27}, {name: 差, from: 0}]
grade_groups: true
set_points: {by: unit, keep: level1}
caps: [{rate: process.whole, in: "(, 80%)", total_at_most: 26, source: {document: 文件}}]
field_groups: [{code: money, label: 资金, source: {document: 文件}}]
fields:
  - {code: budget, label: 预算数, kind: money, group: money, required: true, min: 1, source: {document: 文件}}
  - {code: spent, label: 支出数, kind: money, group: money}
  - {code: way, label: 方式, kind: choice, options: [甲, 乙], group: money}
  - code: tasks
    label: 任务
    kind: table
    rows: [一, 二]
    group: money
    columns: [{code: task, label: 任务, kind: text}]
derived: [{code: half, label: 一半, kind: money, formula: budget / 2, source: {document: 文件}}]
narratives:
  - {code: mandate, title: 职能, guide: 提示, required: true, max_chars: 100, source: {document: 文件}}
indicators:
  - code: process
    name: 过程
    definition: 解释
    points: 10
    children:
      - code: whole
        name: 执行率
        definition: 解释
        points: 10
        criteria: [要点]
        standard: 标准
        formula: spent / budget
        show: percent
        range: "[0%, )"
        zero_denominator: {both_zero: full, otherwise: refuse}
        uncomputable: zero
        not_applicable: full
        evidence: required
        explain: {when: spent / budget < 90%, min_chars: 10}
        source: {document: 文件, status: verified, note: 说明}
        scoring: {kind: proportional, cap: 100%}
  - code: outputs
    name: 产出
    definition: 解释
    points: 20
    criteria: [要点]
    standard: 标准
    uncomputable: zero
    evidence: optional
    own_indicators: [数量]
    tiers: [{name: 达成, in: "[0%, 100%]"}]
    source: {document: 文件}
    scoring: {kind: target, over: {above: 130%, then: deduct, deduct: 1}}
checks:
  - code: within
    severity: warning
    tolerance: 0.01
    where: [fields.spent]
    expect: spent <= budget
    message: 支出不应超过预算
    source: {document: 文件}
"""
