"""What is filed on an indicator, as the file writes it."""

from decimal import Decimal

import pytest

from selfeval.domain.files import FileFaults, read_filing
from selfeval.domain.filing import IndicatorEntry
from tests.domain.files.composed_framework import COMPOSED
from tests.domain.files.composed_framework import HEAD as COMPOSED_HEAD
from tests.domain.files.small_filing import faults_of, read


class TestEntries:
    """What is filed on an indicator."""

    @pytest.mark.parametrize(
        ("code", "written", "entry"),
        [
            ("hand", "points: 3.5, set_points: 5", IndicatorEntry(points=Decimal("3.5"), set_points=Decimal(5))),
            ("hand", "self_score: 3", IndicatorEntry(self_score=Decimal(3))),
            ("hand", "analysis: 甲, reason: 乙, measure: 丙", IndicatorEntry(analysis="甲", reason="乙", measure="丙")),
            ("hand", "applicable: false", IndicatorEntry(is_applicable=False)),
            ("hand", "applicable: true", IndicatorEntry()),
            ("hand", "points: -1, self_score: 99", IndicatorEntry(points=Decimal(-1), self_score=Decimal(99))),
            ("ticks", "ticked: [2, 1]", IndicatorEntry(ticked=(1, 2))),
            ("ticks", "ticked: []", IndicatorEntry(ticked=())),
            ("ticks", "ticked: ", IndicatorEntry()),
            ("cases", "incidents: 0", IndicatorEntry(incidents=0)),
            ("weight", "coefficient: 95%", IndicatorEntry(coefficient=Decimal("0.95"))),
        ],
    )  # fmt: skip
    def test_kinds(self, code: str, written: str, entry: IndicatorEntry) -> None:
        assert read(f"indicators: {{{code}: {{{written}}}}}\n").indicators == {code: entry}

    @pytest.mark.parametrize(
        ("code", "written", "fault"),
        [
            ("hnad", "points: 1", "“hnad”不是这个框架的三级指标"),
            ("hand", "point: 1", ".point：“point”是不认识的键"),
            ("hand", "set_points: -1", ".set_points：“-1”不能小于0"),
            ("hand", "set_points: 5%", ".set_points：“5%”不是数字"),
            ("hand", "self_score: 三", ".self_score：“三”不是数字"),
            ("hand", "applicable: no", ".applicable：“no”应是 true、false 之一"),
            ("hand", "reason: [甲]", ".reason：“一个列表”应是一段文字"),
            ("hand", "ticked: [1]", ".ticked：“ticked”只用于要点勾选的指标"),
            ("hand", "incidents: 1", ".incidents：“incidents”只用于按例扣分的指标"),
            ("hand", "coefficient: 50%", ".coefficient：“coefficient”只用于按系数或分档计分的指标"),
            ("ratio", "points: 1", ".points：“points”只用于直接给分的指标"),
            ("hand", "tier: 达成预期指标", ".tier：“tier”只用于分档计分的指标"),
            ("hand", "choice: 2", ".choice：“choice”只用于择一计分的指标"),
            ("ticks", "ticked: [0]", ".ticked[0]：“0”应是 1 到 2 的要点序号"),
            ("ticks", "ticked: [1, 3]", ".ticked[1]：“3”应是 1 到 2 的要点序号"),
            ("ticks", "ticked: [1, 1]", ".ticked[1]：“1”重复勾选"),
            ("ticks", "ticked: [１]", ".ticked[0]：“１”应是 1 到 2 的要点序号"),
            ("ticks", "ticked: [1.0]", ".ticked[0]：“1.0”应是 1 到 2 的要点序号"),
            ("ticks", "ticked: 1", ".ticked：“1”应是列表"),
            ("cases", "incidents: -1", ".incidents：“-1”应是不小于0的整数"),
            ("cases", "incidents: 1.5", ".incidents：“1.5”应是不小于0的整数"),
            ("weight", "coefficient: 0.95", ".coefficient：“0.95”应写成带百分号的百分数"),
            ("weight", "coefficient: 101%", ".coefficient：“101%”应在 0% 到 100% 之间"),
            ("weight", "coefficient: -1%", ".coefficient：“-1%”应在 0% 到 100% 之间"),
        ],
    )
    def test_faults(self, code: str, written: str, fault: str) -> None:
        (told,) = faults_of(f"indicators: {{{code}: {{{written}}}}}\n")

        assert told.startswith(f"indicators.{code}")
        assert fault in told


class TestTiersAndChoices:
    """What is filed on an indicator scored by tiers or by one of several ways."""

    @pytest.mark.parametrize(
        ("code", "written", "entry"),
        [
            ("level", "tier: 高, coefficient: 80%", IndicatorEntry(tier="高", coefficient=Decimal("0.8"))),
            ("level", "tier: 低, coefficient: 79.99%", IndicatorEntry(tier="低", coefficient=Decimal("0.7999"))),
            ("level", "tier: 低", IndicatorEntry(tier="低")),
            ("level", "coefficient: 80%", IndicatorEntry(coefficient=Decimal("0.8"))),
            ("either", "choice: 1", IndicatorEntry(choice=1)),
            ("either", "choice: 2", IndicatorEntry(choice=2)),
            ("either", "choice: ", IndicatorEntry()),
            ("best", "choice: ", IndicatorEntry()),
        ],
    )
    def test_kinds(self, code: str, written: str, entry: IndicatorEntry) -> None:
        text = f"{COMPOSED_HEAD}indicators: {{{code}: {{{written}}}}}\n"

        assert read_filing(COMPOSED, text).indicators == {code: entry}

    @pytest.mark.parametrize(
        ("code", "written", "fault"),
        [
            ("level", "tier: 中", ".tier：“中”不是这个指标的档次；可用：高、低"),
            ("level", "tier: 高, coefficient: 79.99%", ".coefficient：“79.99%”不在“高”的系数范围 [80%, 100%] 内"),
            ("level", "tier: 低, coefficient: 80%", ".coefficient：“80%”不在“低”的系数范围 [0%, 80%) 内"),
            ("level", "tier: 高, coefficient: 101%", ".coefficient：“101%”应在 0% 到 100% 之间"),
            ("level", "coefficient: 0.8", ".coefficient：“0.8”应写成带百分号的百分数"),
            ("level", "choice: 1", ".choice：“choice”只用于择一计分的指标"),
            ("either", "choice: 0", ".choice：“0”应是 1 到 2 的选项序号"),
            ("either", "choice: 3", ".choice：“3”应是 1 到 2 的选项序号"),
            ("either", "choice: 1.5", ".choice：“1.5”应是 1 到 2 的选项序号"),
            ("either", "choice: 比例", ".choice：“比例”不是数字"),
            ("either", "tier: 高", ".tier：“tier”只用于分档计分的指标"),
            ("best", "choice: 1", ".choice：“1”不用填：这个指标由系统取得分高的一种"),
        ],
    )
    def test_faults(self, code: str, written: str, fault: str) -> None:
        with pytest.raises(FileFaults) as caught:
            read_filing(COMPOSED, f"{COMPOSED_HEAD}indicators: {{{code}: {{{written}}}}}\n")
        (told,) = map(str, caught.value.faults)

        assert told.startswith(f"indicators.{code}{fault}")
