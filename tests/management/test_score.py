"""The plain output of `score`: grades of groups, the cap that took something, and files that are not what is asked."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

_FRAMEWORK = """format: selfeval-framework/1
slug: capped
version: 1
title: 自评表
money_unit: wan_yuan
total_points: 20
rounding: {mode: half_up}
grades: [{name: 优, from: 18}, {name: 差, from: 0}]
grade_groups: true
caps:
  - {rate: part.ratio, in: "[60%, 80%)", total_at_most: 15}
  - {rate: part.ratio, in: "(, 90%)", total_at_most: 19}
fields:
  - {code: budget, label: 预算数, kind: money}
  - {code: spent, label: 支出数, kind: money}
  - {code: june, label: 六月, kind: count}
derived: [{code: share, label: 占比, kind: percent, formula: spent / budget}]
indicators:
  - code: part
    name: 过程
    children:
      - {code: ratio, name: 执行率, points: 10, formula: spent / budget, scoring: {kind: proportional}}
      - {code: hand, name: 手评, points: 10, scoring: {kind: manual}}
"""
_FILING = "format: selfeval-filing/1\nframework: framework.yaml\nfiscal_year: 2023\n"


def said(folder: Path, filing: str, *, is_refused: bool = False) -> str:
    (folder / "framework.yaml").write_text(_FRAMEWORK, encoding="utf-8")
    (folder / "filing.yaml").write_text(filing, encoding="utf-8")
    out = StringIO()
    if is_refused:
        with pytest.raises(SystemExit):
            call_command("score", folder / "filing.yaml", stdout=out, stderr=out, no_color=True)
    else:
        call_command("score", folder / "filing.yaml", stdout=out, stderr=out, no_color=True)
    return out.getvalue()


def test_the_cap_that_took_something_is_named(tmp_path: Path) -> None:
    told = said(
        tmp_path, f"{_FILING}fields: {{budget: 100, spent: 79.999}}\nindicators: {{part.hand: {{points: 10}}}}\n"
    )

    assert "＝79.999%，" in told
    assert "总分封顶15.00分：执行率（part.ratio）在 [60%, 80%)；封顶前计算18.00分、自评18.00分" in told
    assert "过程　设定20.00　计算18.00　自评18.00　等次优\n" in told


def test_a_cap_that_takes_nothing_is_not_named(tmp_path: Path) -> None:
    told = said(tmp_path, f"{_FILING}fields: {{budget: 100, spent: 70}}\nindicators: {{part.hand: {{points: 5}}}}\n")

    assert "封顶" not in told


@pytest.mark.parametrize(
    ("filing", "told"),
    [
        (_FRAMEWORK, "format：“selfeval-framework/1”是指标体系文件，这里要填报文件（selfeval-filing/1）；"),
        (_FILING.replace("framework.yaml", "none.yaml"), "framework：“none.yaml”没有这个文件（"),
        (_FILING.replace("framework.yaml", "filing.yaml"), "filing.yaml format：“selfeval-filing/1”是填报文件，"),
        (f"{_FILING}fields: {{share: 90%}}\n", "fields.share：“share”是派生值，由系统算，不要填"),
        (f"{_FILING}fields: {{juen: 5}}\n", "fields.juen：“juen”不是这个框架的数据项；是不是 june"),
        (f"{_FILING}fields: {{june: 5人}}\n", "fields.june：“5人”应是整数，只写数字，不带千分位和单位，如 52"),
    ],
)
def test_what_cannot_be_used(tmp_path: Path, filing: str, told: str) -> None:
    assert said(tmp_path, filing, is_refused=True).startswith(told)
