"""A framework file read: every key of the contract, the defaults, and nothing else."""

from decimal import Decimal
from typing import Any

import pytest

from selfeval.domain.amounts import MoneyUnit, RoundingMode
from selfeval.domain.files import FileFaults, framework_from_document, read_framework
from selfeval.domain.framework import (
    FieldKind,
    FrameworkCheck,
    NotApplicablePolicy,
    PointsKeptAt,
    Severity,
    UncomputablePolicy,
    ZeroPolicy,
)
from selfeval.domain.sections import sections_of
from tests.domain.one_indicator import framework_document

EVERYTHING = """
format: selfeval-framework/1
slug: example-2021
version: 3
title: 部门整体支出绩效自评表
authority: 财预〔2013〕53号
source: {document: 财预〔2013〕53号 附件2, status: unverified, note: 待与原文核对}
money_unit: yuan
total_points: 10.5
rounding: {mode: truncate, rate_places: 3, points_places: 1, thresholds_on: rounded}
grades: [{name: 优, from: 9}, {name: 差, from: 0}]
grade_groups: true
set_points: {by: unit, keep: level2}
caps: [{rate: process.execution.completion_rate, in: "[70%, 80%)", total_at_most: 8.9}]
field_groups: [{code: budget, label: 资金情况, source: {note: 待核}}, {code: staff, label: 人员情况}]
fields:
  - {code: original_budget, label: 年初预算金额, kind: money, group: budget, required: true, source: {status: sample}}
  - {code: budget_adjustment, label: 预算调整金额, kind: money, group: budget, min: none}
  - {code: least, label: 至少一半, kind: percent, group: budget, min: 50%}
  - {code: authorised_posts, label: 编制数, kind: count, group: staff}
  - {code: method, label: 方法, kind: choice, group: staff, options: [问卷, 走访]}
  - {code: held_on, label: 日期, kind: date, group: staff}
  - {code: is_new, label: 新设, kind: flag, group: staff}
  - {code: remark, label: 备注, kind: text, group: staff}
  - {code: factor, label: 系数, kind: number, group: staff}
  - {code: adjustments, label: 预算调整明细, kind: itemised_money, group: budget}
  - {code: annual_tasks, label: 年度主要任务, kind: table, group: budget,
     rows: [一季度, 二季度],
     columns: [{code: task, label: 任务, kind: text}, {code: budget, label: 预算数, kind: money}]}
derived:
  - {code: full_year_budget, label: 全年预算数, kind: money, formula: original_budget + or_zero(budget_adjustment),
     source: {document: 财预〔2013〕53号}}
narratives:
  - {code: mandate, title: 单位职能概况, guide: 以“三定”方案为依据, required: true, max_chars: 3000}
indicators:
  - code: process
    name: 过程
    definition: 过程指标
    source: {status: sample}
    children:
      - code: execution
        name: 预算执行
        points: 5
        children:
          - code: completion_rate
            name: 预算完成率
            points: 5
            definition: 反映和考核部门预算完成程度
            criteria: [按批复的预算数计算, 含调整]
            standard: 达到100%计满分，每低5个百分点扣2分
            formula: original_budget / full_year_budget
            show: number
            zero_denominator: {both_zero: not_applicable, otherwise: refuse}
            uncomputable: zero
            not_applicable: redistribute
            evidence: required
            explain: {when: "original_budget / full_year_budget < 90%", min_chars: 10}
            range: "[0%, )"
            scoring: {kind: deduct_below, limit: 100%, step: 5%, deduct: 2}
  - {code: result, name: 结果, points: 5.5, scoring: {kind: manual}}
checks:
  - {code: closing, severity: warning, tolerance: 0.01, where: [fields.factor],
     expect: full_year_budget - original_budget == 0, message: 应相等}
  - {code: short, expect: factor <= 1, message: 不大于一, source: {status: unverified}}
"""


class TestEveryKey:
    """What is written is what is read."""

    read = read_framework(EVERYTHING)

    def test_the_head(self) -> None:
        read = self.read

        assert (read.slug, read.version, read.title, read.authority) == (
            "example-2021",
            "3",
            "部门整体支出绩效自评表",
            "财预〔2013〕53号",
        )
        assert (read.money_unit, read.total_points) == (MoneyUnit.YUAN, Decimal("10.5"))
        assert (read.rounding.mode, read.rounding.rate_places, read.rounding.points_places) == (
            RoundingMode.TRUNCATE,
            3,
            1,
        )
        assert read.rounding.is_threshold_rounded
        assert (read.has_grade_groups, read.is_points_set_by_unit, read.points_kept_at) == (
            True,
            True,
            PointsKeptAt.LEVEL2,
        )
        assert [(grade.name, grade.least) for grade in read.grades] == [("优", 9), ("差", 0)]
        assert [(cap.rate, cap.interval.text, cap.total_at_most) for cap in read.caps] == [
            ("process.execution.completion_rate", "[70%, 80%)", Decimal("8.9"))
        ]
        assert read.source is not None
        assert (read.source.document, read.source.status) == ("财预〔2013〕53号 附件2", "unverified")

    def test_the_data_items(self) -> None:
        fields = self.read.fields_by_code

        assert [field.kind for field in self.read.fields] == [
            *(FieldKind.MONEY, FieldKind.MONEY, FieldKind.PERCENT, FieldKind.COUNT, FieldKind.CHOICE, FieldKind.DATE),
            *(FieldKind.FLAG, FieldKind.TEXT, FieldKind.NUMBER, FieldKind.ITEMISED_MONEY, FieldKind.TABLE),
        ]
        assert [code for code, field in fields.items() if field.is_required] == ["original_budget"]
        assert fields["method"].options == ("问卷", "走访")
        assert [(column.code, column.kind) for column in fields["annual_tasks"].columns] == [
            ("task", FieldKind.TEXT),
            ("budget", FieldKind.MONEY),
        ]
        assert fields["annual_tasks"].rows == ("一季度", "二季度")
        assert [(group.code, group.label) for group in self.read.field_groups] == [
            ("budget", "资金情况"),
            ("staff", "人员情况"),
        ]

    def test_least_values(self) -> None:
        """0 for money and count unless the file says otherwise."""
        assert {
            code: field.minimum for code, field in self.read.fields_by_code.items() if field.minimum is not None
        } == {
            "original_budget": 0,
            "least": Decimal("0.5"),
            "authorised_posts": 0,
        }

    def test_derived_values_and_narratives(self) -> None:
        (derived,), (narrative,) = self.read.derived, self.read.narratives

        assert (derived.code, derived.label, derived.kind) == ("full_year_budget", "全年预算数", FieldKind.MONEY)
        assert derived.formula.text == "original_budget + or_zero(budget_adjustment)"
        assert (narrative.code, narrative.title, narrative.guide) == ("mandate", "单位职能概况", "以“三定”方案为依据")
        assert (narrative.is_required, narrative.max_chars) == (True, 3000)

    def test_the_tree(self) -> None:
        nodes = self.read.nodes

        assert {code: (node.level, node.points, node.is_leaf) for code, node in nodes.items()} == {
            "process": (1, 5, False),
            "process.execution": (2, 5, False),
            "process.execution.completion_rate": (3, 5, True),
            "result": (1, Decimal("5.5"), True),
        }
        assert nodes["process"].definition == "过程指标"
        assert nodes["process"].source is not None

    def test_a_leaf(self) -> None:
        leaf = self.read.nodes["process.execution.completion_rate"]

        assert (leaf.name, leaf.definition, leaf.standard) == (
            "预算完成率",
            "反映和考核部门预算完成程度",
            "达到100%计满分，每低5个百分点扣2分",
        )
        assert leaf.criteria == ("按批复的预算数计算", "含调整")
        assert (leaf.is_percent, leaf.evidence) == (False, "required")
        assert (leaf.zero_denominator.both_zero, leaf.zero_denominator.otherwise) == (
            ZeroPolicy.NOT_APPLICABLE,
            ZeroPolicy.REFUSE,
        )
        assert (leaf.uncomputable, leaf.not_applicable) == (UncomputablePolicy.ZERO, NotApplicablePolicy.REDISTRIBUTE)
        assert leaf.explain is not None
        assert (leaf.explain.when.text, leaf.explain.min_chars) == ("original_budget / full_year_budget < 90%", 10)
        assert leaf.rate_range is not None
        assert leaf.rate_range.text == "[0%, )"

    def test_the_defaults_of_a_leaf(self) -> None:
        leaf = self.read.nodes["result"]

        assert (leaf.is_percent, leaf.evidence, leaf.formula, leaf.explain, leaf.rate_range) == (
            True,
            "none",
            None,
            None,
            None,
        )
        assert (leaf.not_applicable, leaf.uncomputable) == (NotApplicablePolicy.REFUSE, UncomputablePolicy.NOT_FILLED)
        assert leaf.zero_denominator.otherwise is ZeroPolicy.ZERO

    def test_checks(self) -> None:
        first, second = self.read.checks

        assert isinstance(first, FrameworkCheck)
        assert (first.severity, first.tolerance, first.where, first.message) == (
            Severity.WARNING,
            Decimal("0.01"),
            ("fields.factor",),
            "应相等",
        )
        assert (second.severity, second.tolerance, second.where) == (Severity.ERROR, 0, ())

    def test_labels_of_every_name(self) -> None:
        names = [
            "original_budget",
            "adjustments.total",
            "adjustments.excluded",
            "adjustments.counted",
            "full_year_budget",
        ]

        assert [self.read.label_of(name) for name in [*names, "process.execution", "nothing"]] == [
            *(
                "年初预算金额",
                "预算调整明细合计",
                "预算调整明细剔除数",
                "预算调整明细计入数",
                "全年预算数",
                "预算执行",
                "nothing",
            ),
        ]


def test_points_are_set_by_the_bureau_and_keep_the_total_unless_said() -> None:
    read = framework_from_document(framework_document({"kind": "manual"}))

    assert (read.is_points_set_by_unit, read.has_grade_groups) == (False, False)
    assert read.points_kept_at is PointsKeptAt.TOTAL


def test_data_items_need_no_group_and_then_share_a_page() -> None:
    read = framework_from_document(framework_document({"kind": "manual"}))

    assert {field.group for field in read.fields} == {"figures"}
    assert [section.title for section in sections_of(read)][1] == "数据项"


def test_a_data_item_without_a_group_stands_beside_grouped_ones() -> None:
    document: dict[str, Any] = framework_document({"kind": "manual"})
    document["field_groups"] = [{"code": "budget", "label": "资金情况"}]
    document["fields"][0] = {**document["fields"][0], "group": "budget"}
    read = framework_from_document(document)

    assert [group.code for group in read.field_groups] == ["budget", "figures"]
    assert read.fields_by_code["a"].group == "budget"


@pytest.mark.parametrize(
    "key",
    ["format", "slug", "version", "title", "money_unit", "total_points", "rounding", "grades", "fields", "indicators"],
)
def test_what_is_required(key: str) -> None:
    document = framework_document({"kind": "manual"}, formula=None)
    del document[key]
    with pytest.raises(FileFaults) as caught:
        framework_from_document(document)

    assert [(fault.path, fault.expected.startswith("缺少")) for fault in caught.value.faults] == [(key, True)]


@pytest.mark.parametrize("key", ["code", "name", "points", "scoring"])
def test_what_is_required_of_a_leaf(key: str) -> None:
    document: Any = framework_document({"kind": "manual"}, formula=None)
    del document["indicators"][0]["children"][0][key]
    with pytest.raises(FileFaults) as caught:
        framework_from_document(document)

    assert [fault.path for fault in caught.value.faults] == [f"indicators[0].children[0].{key}"]


@pytest.mark.parametrize("document", [None, "text", ["list"], {}])
def test_what_is_no_framework_at_all(document: Any) -> None:
    with pytest.raises(FileFaults):
        framework_from_document(document)


def test_a_tree_deeper_than_three_levels_is_refused() -> None:
    document: Any = framework_document({"kind": "manual"}, formula=None)
    leaf = document["indicators"][0]["children"][0]
    document["indicators"][0]["children"] = [
        {"code": "x", "name": "甲", "children": [{"code": "y", "name": "乙", "children": [leaf]}]}
    ]
    with pytest.raises(FileFaults, match="指标最多3级"):
        framework_from_document(document)
