"""A small framework with every kind of data item and of entry, to write filings against."""

from selfeval.domain.files import read_framework

SMALL = read_framework("""
format: selfeval-framework/1
slug: small
version: 1
title: 自评表
money_unit: wan_yuan
total_points: 20
rounding: {mode: half_up, rate_places: 2, points_places: 2}
grades: [{name: 优, from: 9}, {name: 差, from: 0}]
fields:
  - {code: budget, label: 预算, kind: money}
  - {code: change, label: 调整, kind: money, min: none}
  - {code: posts, label: 编制, kind: count}
  - {code: share, label: 占比, kind: percent, min: none}
  - {code: factor, label: 系数, kind: number}
  - {code: remark, label: 备注, kind: text}
  - {code: held_on, label: 日期, kind: date}
  - {code: is_new, label: 新设, kind: flag}
  - {code: method, label: 方法, kind: choice, options: [问卷, 走访, "001"]}
  - code: tasks
    label: 任务表
    kind: table
    columns:
      - {code: task, label: 任务, kind: text}
      - {code: cost, label: 经费, kind: money}
      - {code: people, label: 人数, kind: count}
      - {code: done, label: 完成, kind: percent}
      - {code: score, label: 分数, kind: number}
      - {code: due, label: 期限, kind: date}
  - {code: items, label: 明细, kind: itemised_money, min: none}
narratives: [{code: mandate, title: 职能}, {code: other, title: 其他}]
indicators:
  - code: ticks
    name: 要点
    points: 4
    scoring: {kind: checklist, items: [{text: 甲, points: 3}, {text: 乙, points: 1}]}
  - {code: cases, name: 例数, points: 4, scoring: {kind: incidents, deduct: 1}}
  - {code: weight, name: 系数分, points: 4, scoring: {kind: coefficient}}
  - {code: hand, name: 手评, points: 4, not_applicable: redistribute, scoring: {kind: manual}}
  - {code: ratio, name: 某率, points: 4, formula: budget / change, scoring: {kind: proportional}}
checks:
  - {code: sums, expect: budget == change, message: 应相等}
""")
HEAD = "format: selfeval-filing/1\nframework: small\nfiscal_year: 2021\n"
