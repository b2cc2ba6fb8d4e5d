"""The kinds of scoring that are made of others, as a framework file writes them: the rule read, and what is refused."""

from decimal import Decimal
from typing import Any

import pytest

from selfeval.domain.files import FileFaults, Plain, framework_from_document
from selfeval.domain.framework import Framework
from selfeval.domain.scoring.rules import (
    Choose,
    Coefficient,
    FullOrProportional,
    Overachievement,
    PointsFormula,
    Proportional,
    Target,
    Tiers,
)
from tests.domain.files.composed_framework import COMPOSED
from tests.domain.one_indicator import framework_document

RATE: dict[str, Plain] = {"label": "甲", "formula": "a / b", "scoring": {"kind": "proportional"}}
PLACE = "indicators[0].children[0]"


def own_framework(level: int = 2, scoring: Plain = None, **node: Plain) -> Framework:
    """A framework whose only indicator takes own indicators at `level`."""
    document: dict[str, Any] = framework_document(scoring, formula=None, own_indicators=["数量"], **node)
    if level == 1:
        document["indicators"] = document["indicators"][0]["children"]
    if level == 3:
        document["indicators"] = [{"code": "top", "name": "顶", "children": document["indicators"]}]
    return framework_from_document(document)


def faults_of(scoring: Plain, **leaf: Plain) -> list[str]:
    with pytest.raises(FileFaults) as caught:
        framework_from_document(framework_document(scoring, **leaf))
    return [f"{fault.path}：{fault.found}{fault.expected}" for fault in caught.value.faults]


def own_faults(level: int = 2, **node: Plain) -> list[str]:
    with pytest.raises(FileFaults) as caught:
        own_framework(level, **node)
    return [f"{fault.path}：{fault.found}{fault.expected}" for fault in caught.value.faults]


class TestKindsOfLeaves:
    """tiers, choose and formula."""

    def test_tiers(self) -> None:
        rule = COMPOSED.nodes["level"].rule

        assert isinstance(rule, Tiers)
        assert [(tier.name, tier.interval.text) for tier in rule.tiers] == [("高", "[80%, 100%]"), ("低", "[0%, 80%)")]

    def test_choose(self) -> None:
        rule = COMPOSED.nodes["either"].rule

        assert isinstance(rule, Choose)
        assert rule.pick == "unit"
        assert [(option.label, option.formula.text) for option in rule.options] == [
            ("比例", "spent / budget"),
            ("达标", "spent / budget"),
        ]
        assert [option.rule for option in rule.options] == [
            Proportional(cap=Decimal(1)),
            FullOrProportional(limit=Decimal("0.9"), side="at_least"),
        ]

    def test_the_best_option_unless_the_unit_picks(self) -> None:
        rule = COMPOSED.nodes["best"].rule

        assert isinstance(rule, Choose)
        assert rule.pick == "best"

    def test_formula(self) -> None:
        read = framework_from_document(framework_document({"kind": "formula", "points": "rate * 10 - or_zero(c)"}))
        rule = read.leaves[0].rule

        assert isinstance(rule, PointsFormula)
        assert rule.points.text == "rate * 10 - or_zero(c)"

    def test_a_formula_of_points_needs_no_rate(self) -> None:
        read = framework_from_document(framework_document({"kind": "formula", "points": "a * 2"}, formula=None))

        assert read.leaves[0].formula is None

    @pytest.mark.parametrize(
        ("scoring", "place", "words"),
        [
            ({"kind": "tiers"}, ".tiers", "缺少，必须填写"),
            ({"kind": "tiers", "tiers": []}, ".tiers", "是空的"),
            ({"kind": "tiers", "tiers": [{"in": "[0%, 100%]"}]}, ".tiers[0].name", "缺少"),
            ({"kind": "tiers", "tiers": [{"name": "甲", "in": "一半"}]}, ".tiers[0].in", "一半不是区间"),
            ({"kind": "choose"}, ".options", "缺少，必须填写"),
            ({"kind": "choose", "options": [RATE], "pick": "worst"}, ".pick", "worst应是 best、unit 之一"),
            ({"kind": "choose", "options": [{**RATE, "label": ""}]}, ".options[0].label", "缺少"),
            ({"kind": "choose", "options": [RATE, {**RATE, "formula": None}]}, ".options[1].formula", "缺少"),
            ({"kind": "choose", "options": [{**RATE, "scoring": None}]}, ".options[0].scoring", "缺少，每个选项必须"),
            ({"kind": "choose", "options": [{**RATE, "points": "1"}]}, ".options[0].points", "points是不认识的键"),
            (
                {"kind": "choose", "options": [{**RATE, "scoring": {"kind": "manual"}}]},
                ".options[0].scoring.kind",
                "manual不能用在这里；可用：proportional、deduct_above、deduct_below、deduct_both、bands、full_or_propor",
            ),
            (
                {"kind": "choose", "options": [{**RATE, "scoring": {"kind": "choose", "options": [RATE]}}]},
                ".options[0].scoring.kind",
                "choose不能用在这里",
            ),
            (
                {"kind": "choose", "options": [{**RATE, "scoring": {"kind": "proportional", "cap": "一"}}]},
                ".options[0].scoring.cap",
                "一不是数字",
            ),
            ({"kind": "target"}, ".kind", "target不能用在这里：只用于个性指标"),
        ],
    )
    def test_faults(self, scoring: Plain, place: str, words: str) -> None:
        (told,) = faults_of(scoring, formula=None)

        assert told.startswith(f"{PLACE}.scoring{place}：{words}")

    @pytest.mark.parametrize(
        ("points", "words"),
        [(None, "缺少，必须填写"), ("a < b", "a < b应算出一个数"), ("a +", "a +不是有效的公式：第1行第4列")],
    )
    def test_faults_of_a_formula(self, points: Plain, words: str) -> None:
        (told,) = faults_of({"kind": "formula", "points": points})

        assert told.startswith(f"{PLACE}.scoring.points：{words}")


class TestOwnIndicators:
    """The node below which a unit adds indicators of its own."""

    @pytest.mark.parametrize("level", [1, 2])
    def test_the_target_rule_unless_said(self, level: int) -> None:
        (node,) = own_framework(level).own_nodes

        assert (node.level, node.points, node.own_groups, node.rule) == (level, 10, ("数量",), Target(over=None))
        assert not node.is_leaf
        assert own_framework(level).leaves == ()

    def test_every_key(self) -> None:
        (node,) = own_framework(
            definition="定义",
            criteria=["要点"],
            standard="按完成比计分",
            evidence="optional",
            uncomputable="zero",
            source={"status": "sample"},
            scoring={"kind": "target", "over": {"above": "130%", "then": "deduct", "deduct": "2"}},
            tiers=[{"name": "甲", "in": "[50%, 100%]"}, {"name": "乙", "in": "[0%, 50%)"}],
        ).own_nodes

        assert node.rule == Target(over=Overachievement(above=Decimal("1.3"), then="deduct", deduct=Decimal(2)))
        assert [tier.name for tier in node.tiers] == ["甲", "乙"]
        assert (node.definition, node.criteria, node.standard) == ("定义", ("要点",), "按完成比计分")
        assert (node.evidence, node.uncomputable, node.source is None) == ("optional", "zero", False)

    def test_other_kinds(self) -> None:
        assert isinstance(COMPOSED.nodes["effects.benefit"].rule, Coefficient)
        assert isinstance(COMPOSED.nodes["effects.lasting"].rule, Tiers)

    def test_an_excess_is_explained_unless_said(self) -> None:
        (node,) = own_framework(scoring={"kind": "target", "over": {"above": "150%"}}).own_nodes

        assert node.rule == Target(over=Overachievement(above=Decimal("1.5"), then="explain", deduct=Decimal(0)))

    @pytest.mark.parametrize(
        ("node", "place", "words"),
        [
            ({"points": None}, ".points", "缺少，必须填写"),
            ({"points": "-1"}, ".points", "-1分值不能小于0"),
            ({"own_indicators": []}, ".own_indicators", "是空的，至少要有一项"),
            ({"own_indicators": "数量"}, ".own_indicators", "数量应是列表"),
            ({"own_indicators": ["数量", "数量"]}, ".own_indicators[1]", "数量组名重复"),
            ({"own_indicators": [""]}, ".own_indicators[0]", "应是组名"),
            ({"formula": "a / b"}, ".formula", "formula是不认识的键"),
            ({"scoring": {"kind": "manual"}}, ".scoring.kind", "manual不能用在这里；可用：target、tiers、coefficient"),
            (
                {"scoring": {"kind": "targets"}},
                ".scoring.kind",
                "targets不是评分方法；可用：target、tiers、coefficient",
            ),
            ({"scoring": {"kind": "target", "over": {}}}, ".scoring.over.above", "缺少，必须填写"),
            ({"scoring": {"kind": "target", "over": {"above": "90%"}}}, ".scoring.over.above", "90%应不小于100%"),
            (
                {"scoring": {"kind": "target", "over": {"above": "130%", "then": "deduct"}}},
                ".scoring.over.deduct",
                "缺少，必须填写",
            ),
            (
                {"scoring": {"kind": "target", "over": {"above": "130%", "deduct": "2"}}},
                ".scoring.over.deduct",
                "deduct是不认识的键",
            ),
            ({"tiers": [{"name": "甲"}]}, ".tiers[0].in", "缺少，必须填写"),
        ],
    )
    def test_faults(self, node: dict[str, Plain], place: str, words: str) -> None:
        document: Any = framework_document(None, formula=None, own_indicators=["数量"])
        document["indicators"][0]["children"][0] |= node
        if node.get("points", "") is None:
            del document["indicators"][0]["children"][0]["points"]
        with pytest.raises(FileFaults) as caught:
            framework_from_document(document)
        (told,) = [f"{fault.path}：{fault.found}{fault.expected}" for fault in caught.value.faults]

        assert told.startswith(f"{PLACE}{place}：{words}")

    def test_the_third_level_has_none(self) -> None:
        (told,) = own_faults(level=3)

        assert told.startswith("indicators[0].children[0].children[0].own_indicators：只能写在一级或二级指标上")

    def test_not_beside_indicators_of_the_framework(self) -> None:
        child: Plain = {"code": "x", "name": "甲", "points": "10", "scoring": {"kind": "manual"}}

        assert own_faults(level=1, children=[child]) == [
            "indicators[0].children：和 own_indicators 不能同时写：个性指标由单位自己加"
        ]
