"""A framework with tiers, choices and own indicators (个性指标) of every way of scoring, to write filings against."""

from selfeval.domain.files import read_framework

COMPOSED = read_framework("""
format: selfeval-framework/1
slug: composed
version: 1
title: 自评表
money_unit: wan_yuan
total_points: 100
rounding: {mode: half_up, rate_places: 2, points_places: 2}
grades: [{name: 优, from: 90}, {name: 差, from: 0}]
fields:
  - {code: budget, label: 预算, kind: money}
  - {code: spent, label: 支出, kind: money}
  - {code: quarters, label: 季度表, kind: table, rows: [一季度, 二季度],
     columns: [{code: paid, label: 支付, kind: money}]}
indicators:
  - code: level
    name: 档次分
    points: 10
    scoring: {kind: tiers, tiers: [{name: 高, in: "[80%, 100%]"}, {name: 低, in: "[0%, 80%)"}]}
  - code: either
    name: 择一
    points: 10
    scoring:
      kind: choose
      pick: unit
      options:
        - {label: 比例, formula: spent / budget, scoring: {kind: proportional}}
        - {label: 达标, formula: spent / budget, scoring: {kind: full_or_proportional, limit: 90%, side: at_least}}
  - code: best
    name: 取高
    points: 10
    scoring:
      kind: choose
      options: [{label: 比例, formula: spent / budget, scoring: {kind: proportional}}]
  - code: outputs
    name: 产出
    points: 40
    own_indicators: [数量, 质量]
    tiers: [{name: 达成, in: "[80%, 100%]"}, {name: 未达成, in: "[0%, 80%)"}]
  - code: effects
    name: 效果
    children:
      - {code: benefit, name: 效益, points: 10, own_indicators: [社会效益], scoring: {kind: coefficient}}
      - code: lasting
        name: 可持续
        points: 10
        own_indicators: [可持续]
        scoring: {kind: tiers, tiers: [{name: 好, in: "[60%, 100%]"}, {name: 差, in: "[0%, 60%)"}]}
      - {code: plain, name: 满意度, points: 10, own_indicators: [满意度]}
""")
HEAD = "format: selfeval-filing/1\nframework: composed\nfiscal_year: 2021\n"
