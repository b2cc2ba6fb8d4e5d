"""A framework of one indicator written as people write it, in YAML, and filings against it the same way."""

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.files import read_filing, read_framework
from selfeval.domain.framework import Framework
from selfeval.domain.scoring import IndicatorScore

CODE = "process.item"
_FRAMEWORK = """
format: selfeval-framework/1
slug: field-rules
version: 1
title: 部门整体支出绩效自评表
money_unit: wan_yuan
total_points: {points}
rounding: {{mode: half_up, rate_places: 2, points_places: 2, thresholds_on: exact}}
grades: [{{name: 合格, from: 0}}]
fields:
  - {{code: staff, label: 在职人员数, kind: count}}
  - {{code: posts, label: 编制数, kind: count}}
  - {{code: spent, label: 支出数, kind: money}}
  - {{code: budget, label: 预算数, kind: money}}
  - {{code: added, label: 追加追减数, kind: money, min: none}}
  - {{code: adjustments, label: 预算调整明细, kind: itemised_money, min: none}}
  - {{code: balance, label: 年末结余, kind: money}}
  - {{code: prior, label: 上年数, kind: money}}
  - {{code: done, label: 完成数, kind: count}}
  - {{code: planned, label: 计划数, kind: count}}
  - {{code: satisfied, label: 满意度, kind: percent}}
  - {{code: by_june, label: 6月末累计支出, kind: money}}
  - {{code: by_september, label: 9月末累计支出, kind: money}}
indicators:
  - code: process
    name: 过程
    children:
      - code: item
        name: {name}
{leaf}
"""
_FILING = """
format: selfeval-filing/1
framework: field-rules
fiscal_year: 2023
fields: {{{fields}}}
indicators: {{{code}: {{{entry}}}}}
"""


def framework(leaf: str, *, points: str = "5", name: str = "某率") -> Framework:
    """The framework whose one leaf has the keys of `leaf`, a block of YAML lines; its points are `points`."""
    lines = [f"points: {points}", *leaf.strip().splitlines()]
    return read_framework(
        _FRAMEWORK.format(points=points, name=name, leaf="\n".join(f"        {line}" for line in lines))
    )


def assessed(rules: Framework, fields: str = "", entry: str = "") -> Assessment:
    """The assessment of a filing with `fields` and `entry`, each the inside of a flow mapping."""
    return assess(rules, read_filing(rules, _FILING.format(fields=fields, code=CODE, entry=entry)))


def scored(rules: Framework, fields: str = "", entry: str = "") -> IndicatorScore:
    """The one indicator's score."""
    return assessed(rules, fields, entry).sheet.indicators[CODE]


def points(rules: Framework, *filed: tuple[str, str] | str) -> list[str | None]:
    """The computed scores of filings: fields alone, or fields and entry."""
    pairs = [(each, "") if isinstance(each, str) else each for each in filed]
    found = [scored(rules, *pair).computed_score for pair in pairs]
    return [None if each is None else str(each) for each in found]


def findings(rules: Framework, fields: str = "", entry: str = "") -> set[str]:
    """The codes of the checks that found something."""
    return {each.check for each in assessed(rules, fields, entry).findings}
