"""What is filed on an indicator, as the file writes it."""

from decimal import Decimal

import pytest

from selfeval.domain.filing import IndicatorEntry
from tests.domain.files.test_filing_file import faults_of, read


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
            ("hand", "coefficient: 50%", ".coefficient：“coefficient”只用于按系数计分的指标"),
            ("ratio", "points: 1", ".points：“points”只用于直接给分的指标"),
            ("hand", "tier: 达成预期指标", ".tier：“tier”本版本还不支持这种填报项"),
            ("hand", "choice: 2", ".choice：“choice”本版本还不支持这种填报项"),
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
