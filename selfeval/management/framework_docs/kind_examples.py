"""Evaluates the example of a scoring kind: what the engine makes of it stands in the reference."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from selfeval.domain.assessment import assess
from selfeval.domain.files import read_filing, read_framework
from selfeval.domain.framework import Framework
from selfeval.domain.scoring import IndicatorScore
from selfeval.domain.scoring.rule_words import standard_text
from selfeval.management.framework_docs.kinds import Example

_FRAMEWORK: Final = """
format: selfeval-framework/1
slug: example
version: 1
title: 示例
money_unit: wan_yuan
total_points: {points}
rounding: {{mode: half_up, rate_places: 2, points_places: 2, thresholds_on: exact}}
grades: [{{name: 合格, from: 0}}]
fields:
  - {{code: budget, label: 预算数, kind: money}}
  - {{code: spent, label: 支出数, kind: money}}
  - {{code: adjusted, label: 预算调整数, kind: money, min: none}}
  - {{code: balance, label: 年末结转结余, kind: money}}
  - {{code: prior, label: 上年结转结余, kind: money}}
  - {{code: spent_by_june, label: 6月末累计支出, kind: money}}
  - {{code: spent_by_september, label: 9月末累计支出, kind: money}}
  - {{code: posts, label: 编制数, kind: count}}
  - {{code: staff, label: 在职人员数, kind: count}}
indicators:
  - code: item
{leaf}
"""
_FILING: Final = "format: selfeval-filing/1\nframework: example\nfiscal_year: 2023\nfields: {{{fields}}}\n"
_OWN: Final = "own_indicators: [{{under: item, group: 数量, name: 某项, points: {points}, {entry}}}]\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """An example with its framework, the standard printed from the rule, and each filing with its score."""

    framework: Framework
    standard: str
    scores: tuple[tuple[str, IndicatorScore], ...]


def framework_text(example: Example) -> str:
    """The framework file whose one indicator, `item`, is that of `example`."""
    leaf = "\n".join(f"    {line}" for line in example.leaf.splitlines())
    return _FRAMEWORK.format(points=example.points, leaf=leaf)


def evaluated(example: Example) -> Evaluated:
    """What the engine makes of `example`."""
    framework = read_framework(framework_text(example))
    node = framework.nodes["item"]
    if node.rule is None:  # every example has one
        raise TypeError(example.leaf)
    return Evaluated(
        framework=framework,
        standard=standard_text(
            node.rule,
            points=Decimal(example.points),
            is_percent=node.is_percent,
            rounding=framework.rounding,
            tiers=node.tiers,
            label_of=framework.label_of,
        ),
        scores=tuple(_scores(framework, example)),
    )


def _scores(framework: Framework, example: Example) -> Iterator[tuple[str, IndicatorScore]]:
    is_own = bool(framework.own_nodes)
    for fields, entry in example.filed:
        text = _FILING.format(fields=fields)
        if is_own:
            text += _OWN.format(points=example.points, entry=entry)
        elif entry:
            text += f"indicators: {{item: {{{entry}}}}}\n"
        sheet = assess(framework, read_filing(framework, text)).sheet
        yield f"{fields}{entry}", sheet.indicators["item.own_1" if is_own else "item"]


def rounding_table() -> str:
    """One rate under every way of rounding."""
    lines = ["| 写法 | 印出的率 | 得分 | 计算分析情况 |", "|---|---|---|---|"]
    for mode in ("half_up", "truncate"):
        for thresholds in ("exact", "rounded"):
            score = _rounded_score(mode, thresholds)
            written = f"`mode: {mode}, thresholds_on: {thresholds}`"
            lines.append(f"| {written} | {score.rate_text} | {score.computed_score} | {score.trace} |")
    return "\n".join([*lines, ""])


def _rounded_score(mode: str, thresholds: str) -> IndicatorScore:
    """A rate of 89.996 %, which is printed as 90.00 %, against a limit of 90 %."""
    leaf = "    name: 预算完成率\n    points: 5\n    formula: spent / budget\n"
    leaf += "    scoring: {kind: deduct_below, limit: 90%, step: 1%, deduct: 1, steps: started}"
    text = _FRAMEWORK.format(points=5, leaf=leaf)
    text = text.replace("mode: half_up", f"mode: {mode}").replace(
        "thresholds_on: exact", f"thresholds_on: {thresholds}"
    )
    framework = read_framework(text)
    filing = read_filing(framework, _FILING.format(fields="spent: 8999.6, budget: 10000"))
    return assess(framework, filing).sheet.indicators["item"]
