"""Frequent faults of framework files, each made on purpose so that the reference shows what is really said of it."""

from collections.abc import Iterator
from typing import Final

from selfeval.domain.files import FileFaults, read_framework
from selfeval.management.framework_docs.tutorial import with_keys_replaced

_SOUND: Final = """format: selfeval-framework/1
slug: sound
version: 1
title: 自评表
money_unit: wan_yuan
total_points: 5
rounding: {mode: half_up}
grades: [{name: 合格, from: 0}]
fields:
  - {code: budget, label: 预算数, kind: money}
  - {code: spent, label: 支出数, kind: money}
  - {code: adjustments, label: 调整明细, kind: itemised_money}
"""
_LEAF: Final = """indicators:
  - {{code: item, name: 预算完成率, points: 5, {keys}}}
"""
_RATED: Final = "formula: spent / budget, scoring: {kind: deduct_below, limit: 100%, step: 5%, deduct: 1}"

# What is wrong, and the keys of the file that say it.
_FAULTS: Final = (
    ("公式里的名字写错了", _LEAF.format(keys=_RATED.replace("budget", "budgt"))),
    ("编码是公式的保留字", _LEAF.format(keys=_RATED).replace("code: item", "code: rate")),
    ("按率计分，忘了公式", _LEAF.format(keys="scoring: {kind: proportional}")),
    (
        "分档有空、有重",
        _LEAF.format(
            keys="formula: spent / budget, "
            'scoring: {kind: bands, bands: [{in: "[0%, 90%]", points: 3}, {in: "[90%, )", points: 5}]}'
        ),
    ),
    (
        "要点的分合起来不是分值",
        _LEAF.format(
            keys="scoring: {kind: checklist, items: [{text: 制度健全, points: 2}, {text: 执行有效, points: 2}]}"
        ),
    ),
    ("评分标准的说法与规则矛盾", _LEAF.format(keys=f"standard: 达到100%计8分, {_RATED}")),
    ("分值带了单位", _LEAF.format(keys=_RATED).replace("points: 5", "points: 5分")),
    (
        "明细没有写明用哪个数",
        _LEAF.format(keys=_RATED.replace("spent /", "adjustments /")),
    ),
    (
        "公式里写了表外的东西",
        _LEAF.format(keys=_RATED.replace("spent / budget", "round(spent / budget)")),
    ),
    (
        "公式绕成了圈",
        "derived:\n  - {code: one, label: 甲, formula: two + 1}\n  - {code: two, label: 乙, formula: one + 1}\n"
        + _LEAF.format(keys=_RATED),
    ),
    ("键写错了", _LEAF.format(keys=_RATED.replace("limit", "limits"))),
    ("总分不等于各指标之和", "total_points: 100\n" + _LEAF.format(keys=_RATED)),
    ("同一个键写了两次", _LEAF.format(keys=f"name: 执行率, {_RATED}")),
)


def fault_list() -> str:
    """Every frequent fault with what `lint_framework` says of it."""
    return "".join(f"- {what}\n\n  ```text\n{_indented(said(part))}  ```\n\n" for what, part in _FAULTS)


def said(part: str) -> Iterator[str]:
    """The faults of a sound file in which the top-level keys of `part` stand; a file without any is one of ours."""
    try:
        read_framework(with_keys_replaced(_SOUND, part))
    except FileFaults as refused:
        yield from (str(fault) for fault in refused.faults)
    else:
        raise AssertionError(part)


def _indented(lines: Iterator[str]) -> str:
    return "".join(f"  {line}\n" for line in lines)
