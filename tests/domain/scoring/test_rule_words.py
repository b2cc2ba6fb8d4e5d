"""The 评分标准 printed from a rule says what the rule does, for every kind."""

from decimal import Decimal
from typing import get_args

import pytest

from selfeval.domain.amounts import Rounding, RoundingMode
from selfeval.domain.expressions import parse
from selfeval.domain.framework import Tier
from selfeval.domain.intervals import parse_interval
from selfeval.domain.scoring.rule_words import standard_text
from selfeval.domain.scoring.rules import (
    Band,
    Bands,
    Checklist,
    ChecklistItem,
    Choose,
    ChooseOption,
    Coefficient,
    Deduction,
    FullOrProportional,
    Incidents,
    Manual,
    MilestoneNode,
    Milestones,
    Overachievement,
    PointsFormula,
    Proportional,
    Rule,
    Target,
    Tiers,
)

EXACT = Rounding()
PRINTED = Rounding(is_threshold_rounded=True)
TIERS = (
    Tier(name="达成预期", interval=parse_interval("[80%, 100%]")),
    Tier(name="未达成", interval=parse_interval("[0%, 80%)")),
)
LABELS = {"balance": "结转结余", "budget": "预算数", "prior": "上年结转", "plan": "计划数"}


def _words(rule: Rule, points: str = "5", *, rounding: Rounding = EXACT, is_percent: bool = True, **more) -> str:
    return standard_text(
        rule,
        points=Decimal(points),
        rounding=rounding,
        is_percent=is_percent,
        label_of=lambda code: LABELS.get(code, code),
        **more,
    )


def _deduction(side: str, limit: str, step: str, deduct: str, steps: str = "whole", tolerance: str = "0") -> Deduction:
    return Deduction(
        side=side,
        limit=Decimal(limit),
        step=Decimal(step),
        deduct=Decimal(deduct),
        steps=steps,
        tolerance=Decimal(tolerance),
    )


def _bands(*rows: tuple[str, str]) -> Bands:
    return Bands(bands=tuple(Band(interval=parse_interval(text), points=Decimal(points)) for text, points in rows))


def _checklist(mode: str, *items: tuple[str, str | None], deduct: str | None = None) -> Checklist:
    return Checklist(
        items=tuple(ChecklistItem(text=text, points=points and Decimal(points)) for text, points in items),
        mode=mode,
        deduct=deduct and Decimal(deduct),
    )


def _milestones(mode: str, *nodes: tuple[str, str, str | None]) -> Milestones:
    return Milestones(
        of=parse("budget"),
        mode=mode,
        nodes=tuple(
            MilestoneNode(label=label, field="spent", at_least=Decimal(least), points=points and Decimal(points))
            for label, least, points in nodes
        ),
    )


CHOOSE = (
    ChooseOption(label="结余率", formula=parse("balance / budget"), rule=_deduction("above", "0.09", "0.01", "0.5")),
    ChooseOption(label="变动率", formula=parse("balance - prior"), rule=Proportional(cap=Decimal(1))),
)

EXAMPLES: list[tuple[Rule, str]] = [
    (Proportional(cap=Decimal(1)), "按比例计分，得分＝5分×比率，满分为止"),
    (Proportional(cap=Decimal("1.2")), "按比例计分，得分＝5分×比率，满分为止"),
    (Proportional(cap=Decimal("0.8")), "按比例计分，得分＝5分×比率；超过80%的按80%计，最高得4分"),
    (_deduction("below", "1", "0.05", "2"), "达到100%得满分5分，每低5个百分点扣2分，扣完为止；不足5个百分点的部分不扣"),
    (
        _deduction("above", "1", "0.01", "0.5", "started"),
        "不高于100%得满分5分，每高1个百分点扣0.5分，扣完为止；不足1个百分点的部分按1个百分点扣",
    ),
    (
        _deduction("both", "1", "0.05", "2", "continuous"),
        "等于100%得满分5分，每高于或低于5个百分点扣2分，扣完为止；不足5个百分点的部分按比例扣",
    ),
    (
        _deduction("both", "0", "0.001", "0.1", tolerance="0.05"),
        "与0%相差不超过5个百分点得满分5分，超出部分每0.1个百分点扣0.1分，扣完为止；不足0.1个百分点的部分不扣",
    ),
    (
        _bands(("[0%, 0%]", "5"), ("(0%, 10%]", "2"), ("(10%, 20%)", "1"), ("[20%, )", "0.5"), ("(, 0%)", "0")),
        "等于0%，得5分；0%（不含）至10%（含），得2分；10%（不含）至20%（不含），得1分；不低于20%，得0.5分；低于0%，不得分",
    ),
    (
        _bands(("(, 30%]", "5"), ("(30%, )", "0")),
        "不高于30%，得5分；高于30%，不得分",
    ),
    (
        _bands(
            ("(, )", "5"),
        ),
        "任何数值，得5分",
    ),
    (FullOrProportional(limit=Decimal(1), side="at_most"), "不高于100%得满分5分；高于100%的，得分＝5分×100%÷比率"),
    (FullOrProportional(limit=Decimal("0.9"), side="at_least"), "达到90%得满分5分；未达到的，得分＝5分×比率÷90%"),
    (
        _checklist("add", ("依据充分", "1"), ("可衡量", "0.5")),
        "①依据充分（1分）；②可衡量（0.5分）。具备的要点得相应分值，不具备的不得分",
    ),
    (
        _checklist("deduct", ("制度健全", None), ("执行有效", None), deduct="1"),
        "①制度健全；②执行有效。全部具备得满分5分，每缺1项扣1分，扣完为止",
    ),
    (Incidents(deduct=Decimal("0.5")), "未发生不符事项得满分5分，每发生1例扣0.5分，扣完为止"),
    (
        _milestones("each", ("6月末", "0.5", "2"), ("11月末", "0.9", "3")),
        "按各节点占预算数的比例：6月末达到50%得2分，11月末达到90%得3分；未达到的节点不得分",
    ),
    (
        _milestones("all", ("6月末", "0.5", None), ("11月末", "0.9", None)),
        "按各节点占预算数的比例：6月末达到50%、11月末达到90%，全部达到得满分5分，有一个未达到不得分",
    ),
    (
        Choose(options=CHOOSE, pick="best"),
        "按下列各项中得分最高的一项计分：①结余率（结转结余÷预算数×100%）：不高于9%得满分5分，每高1个百分点扣0.5分，扣完为止；"
        "不足1个百分点的部分不扣。②变动率（（结转结余－上年结转）×100%）：按比例计分，得分＝5分×比率，满分为止",
    ),
    (
        Tiers(tiers=TIERS),
        "按完成情况分档确定得分系数：“达成预期”80%（含）至100%（含），“未达成”0%（含）至80%（不含），得分＝5分×得分系数",
    ),
    (Coefficient(), "得分＝5分×得分系数，得分系数在0%至100%之间据实确定"),
    (Manual(), "对照评价要点据实评分并说明理由，最高得5分"),
    (
        PointsFormula(points=parse("if(balance == 0, 5, if(rate <= 100%, 2, 0))")),
        "得分＝（结转结余＝0时取5，否则取（比率≤100%时取2，否则取0）），最高得5分，最低得0分",
    ),
]


@pytest.mark.parametrize(("rule", "words"), EXAMPLES, ids=[type(rule).__name__ for rule, _ in EXAMPLES])
def test_the_words_of_a_rule(rule: Rule, words: str) -> None:
    assert _words(rule) == words


def test_every_rule_has_its_words() -> None:
    assert {type(rule) for rule, _ in EXAMPLES} | {Target} == set(get_args(Rule))


TARGET = (
    "达到指标值的得满分；未达到的，≥、＞类指标得分＝分值×实际完成值÷指标值，"
    "≤、＜类指标得分＝分值×指标值÷实际完成值，＝类指标不得分；定性指标"
)


def test_own_indicators_are_scored_against_their_own_targets() -> None:
    assert _words(Target(over=None)) == f"{TARGET}按完成情况在0%至100%之间确定得分系数，得分＝分值×得分系数"


@pytest.mark.parametrize(("then", "words"), [("explain", "应说明原因"), ("deduct", "另扣2分")])
def test_over_achievement_and_tiers_of_own_indicators(then: str, words: str) -> None:
    rule = Target(over=Overachievement(above=Decimal("1.3"), then=then, deduct=Decimal(2)))

    assert _words(rule, tiers=TIERS) == (
        f"{TARGET}按完成情况分档确定得分系数：“达成预期”80%（含）至100%（含），“未达成”0%（含）至80%（不含），得分＝分值×得分系数；"
        f"完成比例高于130%的，{words}"
    )


def test_a_measured_number_is_not_called_a_percentage() -> None:
    rules = [
        _deduction("below", "3", "0.5", "1"),
        FullOrProportional(limit=Decimal("1.05"), side="at_least"),
        _bands(("[3, )", "5"), ("(, 3)", "0")),
        Choose(options=CHOOSE[1:], pick="unit"),
    ]

    assert [_words(rule, is_percent=False) for rule in rules] == [
        "达到3得满分5分，每低0.5扣1分，扣完为止；不足0.5的部分不扣",
        "达到1.05得满分5分；未达到的，得分＝5分×数值÷1.05",
        "不低于3，得5分；低于3，不得分",
        "由单位在下列各项中选定一项计分：①变动率（结转结余－上年结转）：按比例计分，得分＝5分×数值，满分为止",
    ]


def test_points_keep_their_decimals() -> None:
    assert _words(Coefficient(), "2.5").startswith("得分＝2.5分×")
    assert _words(Coefficient(), "5.00").startswith("得分＝5分×")
    assert "最高得1.6分" in _words(Proportional(cap=Decimal("0.8")), "2")


class TestRoundedThresholds:
    """Where limits see the printed rate, the text says so; rules without limits have nothing to say."""

    def test_a_rule_with_limits_names_the_rounding(self) -> None:
        below = _deduction("below", "1", "0.05", "2")
        cut = Rounding(mode=RoundingMode.TRUNCATE, rate_places=0, is_threshold_rounded=True)

        assert _words(below, rounding=PRINTED).endswith("不扣（百分数先四舍五入保留2位小数，再与界限比较）")
        assert _words(below, rounding=cut).endswith("（百分数先舍去尾数保留整数，再与界限比较）")
        assert _words(below, rounding=PRINTED, is_percent=False).endswith("（数值先四舍五入保留2位小数，再与界限比较）")

    def test_so_does_a_choice_among_such_rules(self) -> None:
        assert _words(Choose(options=CHOOSE, pick="best"), rounding=PRINTED).endswith("再与界限比较）")

    @pytest.mark.parametrize("rule", [Manual(), Coefficient(), Choose(options=CHOOSE[1:], pick="best")])
    def test_others_do_not(self, rule: Rule) -> None:
        assert _words(rule, rounding=PRINTED) == _words(rule, rounding=EXACT)


def test_long_lists_go_on_counting() -> None:
    words = _words(_checklist("add", *[(f"要点{count}", "1") for count in range(1, 23)]), "22")

    assert "⑳要点20（1分）；（21）要点21（1分）" in words
