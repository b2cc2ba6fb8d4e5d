"""Texts of a row become an indicator, or a reason on one cell."""

from dataclasses import replace
from decimal import Decimal

import pytest

from selfeval.domain.filing import IndicatorEntry, OwnIndicator, Quantity, TargetSign
from selfeval.domain.scoring.rules import Coefficient
from selfeval.web.forms.own_rows import OwnRowReader, is_blank, quantity_text
from selfeval.web.forms.rows import RowFault
from tests.goals_2020 import goals_framework, own

OUTPUTS = goals_framework().nodes["outputs"]
READER = OwnRowReader(node=OUTPUTS, places=2)
ROW = {
    "key": "1",
    "at": "",
    "group": "数量指标",
    "name": "培训人次",
    "sign": ">=",
    "target": "500",
    "actual": "512",
    "unit": "人次",
    "points": "10",
}
WORDS = {**ROW, "sign": "qualitative", "target": "严格执行制度", "actual": "已执行", "unit": "", "group": "质量指标"}


def fault_of(**cells: str) -> RowFault:
    with pytest.raises(RowFault) as caught:
        READER.read({**ROW, **cells})
    return caught.value


def test_a_row_of_figures() -> None:
    assert READER.read(ROW) == own("培训人次")
    read = READER.read({**ROW, "target": "１,２００", "actual": "", "points": "7.5", "core": "on", "self_score": "7"})
    assert read.target == Quantity(value=Decimal(1200))
    assert read.actual is None
    assert (read.points, read.is_core, read.entry.self_score) == (Decimal("7.5"), True, Decimal(7))


def test_percentages_stand_with_their_sign() -> None:
    read = READER.read({**ROW, "target": "95%", "adjusted": "90 ％", "actual": "96.5%"})
    assert read.target == Quantity(value=Decimal("0.95"), is_percent=True)
    assert read.target_in_force == Quantity(value=Decimal("0.9"), is_percent=True)
    assert quantity_text(read.actual) == "96.5%"


def test_words_with_a_tier_and_its_coefficient() -> None:
    read = READER.read({**WORDS, "adjusted": "基本执行", "tier": "达成预期指标", "coefficient": "95"})
    assert (read.target_words, read.adjusted_target_words, read.actual_words) == ("严格执行制度", "基本执行", "已执行")
    assert (read.target, read.actual) == (None, None)
    assert read.entry == IndicatorEntry(tier="达成预期指标", coefficient=Decimal("0.95"))
    assert READER.read({**WORDS, "coefficient": "30"}).entry == IndicatorEntry(coefficient=Decimal("0.3"))


def test_figures_leave_tier_and_coefficient_out_unless_the_rule_is_about_them() -> None:
    typed = {**ROW, "tier": "达成预期指标", "coefficient": "95%"}
    assert READER.read(typed).entry == IndicatorEntry()
    graded = OwnRowReader(node=replace(OUTPUTS, rule=Coefficient(), tiers=()), places=2)
    assert graded.read(typed).entry == IndicatorEntry(coefficient=Decimal("0.95"))


@pytest.mark.parametrize("column", ["name", "points"])
def test_a_row_only_begun_waits(column: str) -> None:
    fault = fault_of(**{column: " "})
    assert (fault.column, fault.is_incomplete) == (column, True)


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"target": "五百"}, "target", "指标值“五百”不是数字"),
        ({"actual": "512人次"}, "actual", "单位写在“度量单位”里"),
        ({"target": "95%"}, "actual", "指标值是百分数，实际完成值也要带百分号，如 512%"),
        ({"adjusted": "95%"}, "target", "调整后指标值是百分数，指标值也要带百分号，如 500%"),
        ({"points": "-1"}, "points", "不能小于 0"),
        ({"points": "1.234"}, "points", "小数位太多"),
        ({"self_score": "十"}, "self_score", "不是数字"),
        ({"sign": ""}, "sign", "没有选"),
        ({"sign": "~"}, "sign", "没有选"),
        ({"group": "效益指标"}, "name", "数量指标、质量指标、时效指标、成本指标"),
        ({"name": "长" * 501}, "name", "太长"),
        ({**WORDS, "tier": "优秀"}, "tier", "没有“优秀”这一档"),
        (
            {**WORDS, "tier": "达成预期指标", "coefficient": "79.9"},
            "coefficient",
            "79.9% 不在“达成预期指标”的 [80%, 100%]",
        ),
        ({**WORDS, "coefficient": "101"}, "coefficient", "不能超过 100%"),
    ],
)
def test_what_is_wrong_is_said_of_its_cell(cells: dict[str, str], column: str, words: str) -> None:
    fault = fault_of(**cells)
    assert (fault.column, fault.is_incomplete) == (column, False)
    assert words in str(fault)


@pytest.mark.parametrize(
    "stored",
    [
        own("培训人次"),
        own("合格率", target=Quantity(value=Decimal("0.955"), is_percent=True), actual=None, is_core=True),
        own(
            "合规",
            group="质量指标",
            sign=TargetSign.QUALITATIVE,
            target=None,
            target_words="严格",
            actual=None,
            actual_words="达到",
            entry=IndicatorEntry(
                tier="达成预期指标",
                coefficient=Decimal("0.95"),
                self_score=Decimal("9.5"),
                reason="一\n二",
                measure="三",
            ),
        ),
    ],
)
def test_what_is_printed_is_read_back(stored: OwnIndicator) -> None:
    assert READER.read(READER.printed(stored)) == stored


def test_a_row_nobody_typed_into_is_blank() -> None:
    assert is_blank({"key": "1", "at": "2", "group": "数量指标", "sign": "=", "core": "on", "name": " "})
    assert not is_blank({"key": "1", "unit": "人"})
