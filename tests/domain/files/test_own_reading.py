"""Indicators a unit added itself, as the filing file writes them."""

from decimal import Decimal

import pytest

from selfeval.domain.files import FileFaults, read_filing
from selfeval.domain.filing import IndicatorEntry, OwnIndicator, Quantity, TargetSign
from tests.domain.files.composed_framework import COMPOSED, HEAD

ROW = "under: outputs, group: 数量, name: 培训人次, op: '>=', points: 10"
WORDS = "under: outputs, group: 质量, name: 合规, op: qualitative, points: 10"


def read(*rows: str) -> tuple[OwnIndicator, ...]:
    return read_filing(COMPOSED, HEAD + f"own_indicators: [{', '.join(f'{{{row}}}' for row in rows)}]\n").own_indicators


def faults_of(*rows: str) -> list[str]:
    with pytest.raises(FileFaults) as caught:
        read(*rows)
    return [str(fault) for fault in caught.value.faults]


def test_every_key_of_a_row() -> None:
    (own,) = read(
        f"{ROW}, target: 500, adjusted_target: 450, actual: 512.5, unit: 人次, core: true, analysis: 甲, reason: 乙, "
        "measure: 丙, self_score: 9.5"
    )

    assert own == OwnIndicator(
        under="outputs",
        group="数量",
        name="培训人次",
        sign=TargetSign.AT_LEAST,
        points=Decimal(10),
        target=Quantity(value=Decimal(500)),
        adjusted_target=Quantity(value=Decimal(450)),
        actual=Quantity(value=Decimal("512.5")),
        unit="人次",
        is_core=True,
        entry=IndicatorEntry(self_score=Decimal("9.5"), analysis="甲", reason="乙", measure="丙"),
    )


def test_a_qualitative_one_is_in_words() -> None:
    (own,) = read(f"{WORDS}, target: 严格执行, adjusted_target: 执行, actual: 001, tier: 达成, coefficient: 95%")

    assert (own.target, own.adjusted_target, own.actual) == (None, None, None)
    assert (own.target_words, own.adjusted_target_words, own.actual_words) == ("严格执行", "执行", "001")
    assert own.entry == IndicatorEntry(tier="达成", coefficient=Decimal("0.95"))


def test_ratios_are_told_from_numbers() -> None:
    (own,) = read(f"{ROW}, target: 95%, actual: 96.5%")

    assert own.target == Quantity(value=Decimal("0.95"), is_percent=True)
    assert own.actual == Quantity(value=Decimal("0.965"), is_percent=True)


@pytest.mark.parametrize("sign", list(TargetSign))
def test_signs(sign: TargetSign) -> None:
    (own,) = read(ROW.replace(">=", sign.value))

    assert own.sign is sign
    assert (own.target, own.actual, own.entry) == (None, None, IndicatorEntry())


def test_codes_are_counted_below_each_node_in_file_order() -> None:
    filing = read_filing(
        COMPOSED,
        HEAD + f"own_indicators: [{{{ROW}}}, {{under: effects.plain, group: 满意度, name: 乙, op: '=', points: 1}}, "
        f"{{{WORDS}}}]\n",
    )

    assert [(code, own.name) for code, own in filing.own_by_code.items()] == [
        ("outputs.own_1", "培训人次"),
        ("effects.plain.own_1", "乙"),
        ("outputs.own_2", "合规"),
    ]


@pytest.mark.parametrize(
    "row",
    [
        "under: effects.benefit, group: 社会效益, name: 甲, op: '>=', points: 1, coefficient: 0%",
        "under: effects.lasting, group: 可持续, name: 甲, op: '<', points: 1, tier: 好, coefficient: 60%",
        "under: effects.plain, group: 满意度, name: 甲, op: qualitative, points: 1, coefficient: 100%",
        f"{WORDS}, tier: 达成",
        f"{WORDS}, coefficient: 50%",
        f"{ROW}, points: 0".replace("points: 10, ", ""),
    ],
)
def test_what_is_half_given_or_at_the_edge_is_read(row: str) -> None:
    assert len(read(row)) == 1


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (ROW.replace("under: outputs, ", ""), ".under：缺少，必须填写"),
        (ROW.replace("outputs", "level"), ".under：“level”不是可以自加指标的位置；可用：outputs、effects.benefit"),
        (ROW.replace("数量", "成本"), ".group：“成本”不是这里的组；可用：数量、质量"),
        (ROW.replace("group: 数量, ", ""), ".group：缺少，必须填写"),
        (ROW.replace("name: 培训人次, ", ""), ".name：缺少，必须填写"),
        (ROW.replace("op: '>=', ", ""), ".op：缺少，应是 >=、>、<=、<、=、qualitative 之一"),
        (ROW.replace(">=", "≥"), ".op：“≥”应是 >=、>、<=、<、=、qualitative 之一"),
        (ROW.replace(", points: 10", ""), ".points：缺少，必须填写"),
        (ROW.replace("10", "-1"), ".points：“-1”不能小于0"),
        (ROW.replace("10", "10%"), ".points：“10%”不是数字"),
        (f"{ROW}, target: 很多", ".target：“很多”不是数字"),
        (f"{ROW}, target: 95%, actual: 96", ".actual：“96”与 target 写法不同：95% 带百分号，应一致"),
        (f"{ROW}, target: 95, adjusted_target: 90%", ".adjusted_target：“90%”与 target 写法不同：95 不带百分号"),
        (f"{ROW}, adjusted_target: 90%, actual: 1", ".actual：“1”与 adjusted_target 写法不同：90% 带百分号"),
        (f"{ROW}, core: 是", ".core：“是”应是 true、false 之一"),
        (f"{ROW}, tier: 达成", ".tier：“达成”只用于定性指标"),
        (f"{ROW}, coefficient: 90%", ".coefficient：“90%”只用于定性指标"),
        (f"{WORDS}, tier: 完成", ".tier：“完成”不是这个指标的档次；可用：达成、未达成"),
        (f"{WORDS}, tier: 达成, coefficient: 79%", ".coefficient：“79%”不在“达成”的系数范围 [80%, 100%] 内"),
        (f"{WORDS}, coefficient: 0.9", ".coefficient：“0.9”应写成带百分号的百分数"),
        (
            "under: effects.plain, group: 满意度, name: 甲, op: qualitative, points: 1, tier: 达成",
            ".tier：“达成”不用填：这里没有列档次，只填系数",
        ),
        (f"{ROW}, self_score: 九", ".self_score：“九”不是数字"),
        (f"{ROW}, value: 1", ".value：“value”是不认识的键"),
        (f"{ROW}, set_points: 1", ".set_points：“set_points”是不认识的键"),
    ],
)
def test_faults(row: str, fault: str) -> None:
    (told,) = faults_of(WORDS, row)

    assert told.startswith(f"own_indicators[1]{fault}")


def test_what_was_added_is_not_filled_among_the_indicators_of_the_framework() -> None:
    with pytest.raises(FileFaults, match=r"indicators\.outputs\.own_1：“outputs\.own_1”是个性指标，请填在 own_ind"):
        read_filing(COMPOSED, HEAD + "indicators: {outputs.own_1: {self_score: 1}}\n")


def test_every_row_that_is_no_mapping_is_told() -> None:
    with pytest.raises(FileFaults, match=r"own_indicators\[0\]：“甲”应是一组"):
        read_filing(COMPOSED, HEAD + "own_indicators: [甲]\n")
