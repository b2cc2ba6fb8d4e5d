"""Rules that cannot score the indicator they stand on are refused, each at its place and told once."""

from typing import Any

import pytest

from selfeval.domain.files import FileFaults, Plain, framework_from_document
from tests.domain.one_indicator import framework_document

PLACE = "indicators[0].children[0]"
WHOLE: Plain = [{"in": "[90%, )", "points": "10"}, {"in": "(, 90%)", "points": "0"}]
GAP: Plain = [{"in": "[90%, )", "points": "10"}, {"in": "(, 80%)", "points": "0"}]


def faults_of(scoring: Plain, **leaf: Plain) -> list[str]:
    try:
        framework_from_document(framework_document(scoring, **leaf))
    except FileFaults as caught:
        return [f"{fault.path}：{fault.found}{fault.expected}" for fault in caught.faults]
    return []


def option(label: str, scoring: Plain, formula: str = "a / b") -> dict[str, Plain]:
    return {"label": label, "formula": formula, "scoring": scoring}


def tiers(*intervals: str) -> Plain:
    return [{"name": f"第{number}档", "in": interval} for number, interval in enumerate(intervals)]


class TestBandsWithinTheRange:
    """The range of the rate is what the bands must cover, and what full marks must be reached in."""

    @pytest.mark.parametrize(
        ("rate_range", "bands", "words"),
        [
            ("[0%, )", [("[90%, )", "10"), ("[0%, 90%)", "0")], ""),
            ("[0%, )", [("[90%, )", "10"), ("(0%, 90%)", "0")], "以下没有分档"),
            ("[0%, 100%]", [("[90%, 100%]", "10"), ("[0%, 90%)", "0")], ""),
            ("[0%, 100%]", [("[90%, 100%)", "10"), ("[0%, 90%)", "0")], "以上没有分档"),
            ("[0%, )", [("(, 0%)", "10"), ("[0%, )", "5")], "5是评分方法的满分，与分值 10 不等"),
            ("(0%, )", [("(, 0%]", "10"), ("(0%, )", "5")], "5是评分方法的满分，与分值 10 不等"),
            ("[0%, )", [("(, 0%]", "10"), ("(0%, )", "5")], ""),
            (None, [("(, 0%)", "10"), ("[0%, )", "5")], ""),
        ],
    )
    def test_edges(self, rate_range: Plain, bands: list[tuple[str, str]], words: str) -> None:
        written: Plain = [{"in": interval, "points": points} for interval, points in bands]
        found = faults_of({"kind": "bands", "bands": written}, **({"range": rate_range} if rate_range else {}))

        assert len(found) == bool(words)
        assert all(words in each for each in found)


class TestChoose:
    """Every option gives the indicator's points at best and has a formula; the indicator has none of its own."""

    def test_each_option_is_looked_at(self) -> None:
        options: Plain = [
            option("甲", {"kind": "bands", "bands": WHOLE}),
            option("乙", {"kind": "bands", "bands": GAP}),
            option("丙", {"kind": "bands", "bands": [{"in": "(, )", "points": "9"}]}),
            option("丁", {"kind": "proportional"}, formula="a / staff"),
        ]

        assert faults_of({"kind": "choose", "options": options}, formula=None) == [
            f"{PLACE}.scoring.options[3].formula：staff不是可用于公式的数据项、派生值或指标率",
            f"{PLACE}.scoring.options[1].scoring.bands：(, 80%) 与 [90%, ) 之间有空档；各档应覆盖所有可能的率，"
            "或用 range 声明范围",
            f"{PLACE}.scoring.options[2].scoring：9是评分方法的满分，与分值 10 不等",
        ]

    def test_a_fault_of_one_option_hides_none_of_another(self) -> None:
        options: Plain = [
            option("甲", {"kind": "bands", "bands": [{"in": "甲", "points": "10"}]}),
            option("乙", {"kind": "bands", "bands": GAP}),
        ]

        assert [
            each.partition("：")[0] for each in faults_of({"kind": "choose", "options": options}, formula=None)
        ] == [
            f"{PLACE}.scoring.options[0].scoring.bands[0].in",
            f"{PLACE}.scoring.options[1].scoring.bands",
        ]

    def test_no_formula_beside_those_of_the_options(self) -> None:
        (told,) = faults_of({"kind": "choose", "options": [option("甲", {"kind": "proportional"})]})

        assert told.startswith(f"{PLACE}.formula：a / b不用写")

    def test_its_rate_stands_in_no_formula_and_no_cap(self) -> None:
        document: Any = framework_document(
            {"kind": "choose", "options": [option("甲", {"kind": "proportional"})]}, formula=None
        )
        document["derived"] = [{"code": "d", "label": "丁", "formula": "part.leaf * 2"}]
        document["caps"] = [{"rate": "part.leaf", "in": "[0%, 70%)", "total_at_most": "5"}]
        with pytest.raises(FileFaults) as caught:
            framework_from_document(document)

        assert [f"{fault.path}：{fault.expected}" for fault in caught.value.faults] == [
            "derived[0].formula：是择一计分的指标，不止一个率，不能用于公式",
            "caps[0].rate：不是有计算公式的指标",
        ]


class TestRate:
    """`rate` is the indicator's own, in the points of a formula and nowhere else."""

    def test_it_needs_the_formula_of_the_indicator(self) -> None:
        assert faults_of({"kind": "formula", "points": "rate * 10"}, formula=None) == [
            f"{PLACE}.formula：缺少：scoring.points 用了 rate，必须有计算公式"
        ]
        assert faults_of({"kind": "formula", "points": "rate * 10"}) == []
        assert faults_of({"kind": "formula", "points": "a * 10"}, formula=None) == []

    @pytest.mark.parametrize(
        ("scoring", "leaf", "place"),
        [
            ({"kind": "proportional"}, {"formula": "a / rate"}, "formula"),
            ({"kind": "proportional"}, {"explain": {"when": "rate < 90%"}}, "explain.when"),
            ({"kind": "choose", "options": [option("甲", {"kind": "proportional"}, "rate")]}, {"formula": None},
             "scoring.options[0].formula"),
            ({"kind": "milestones", "of": "rate", "mode": "all",
              "nodes": [{"label": "甲", "field": "a", "at_least": "1%"}]}, {}, "scoring.of"),
        ],
    )  # fmt: skip
    def test_nowhere_else(self, scoring: Plain, leaf: dict[str, Plain], place: str) -> None:
        (told,) = faults_of(scoring, **leaf)

        assert told == f"{PLACE}.{place}：rate只能用在评分方法 formula 的 points 里；别的指标的率要写它的完整编码"


class TestTiers:
    """No coefficient is of two tiers, and the best of them gives full marks."""

    @pytest.mark.parametrize(
        ("intervals", "place", "words"),
        [
            (["[80%, 100%]", "[60%, 80%)", "[0%, 60%)"], "", ""),
            (["[0%, 60%)", "[60%, 100%]"], "", ""),
            (["[100%, 100%]", "[80%, 80%]", "[0%, 0%]"], "", ""),
            (["[60%, 100%]"], "", ""),
            (["[80%, 100%]", "[60%, 80%]", "[0%, 60%)"], "", "都含端点"),
            (["(80%, 100%]", "[60%, 80%)", "[0%, 60%)"], "", "都不含端点"),
            (["[90%, 100%]", "[60%, 80%)", "[0%, 60%)"], "", "之间有空档"),
            (["[70%, 100%]", "[60%, 80%)", "[0%, 60%)"], "", "重叠"),
            (["[100%, 100%]", "[80%, 100%]"], "", "都含端点"),
            (["[80%, 100%)", "[0%, 80%)"], "", "没有一档含100%，永远得不到满分"),
            (["[80%, 120%]", "[0%, 80%)"], "[0].in", "[80%, 120%]系数应在 0% 到 100% 之间"),
            (["[80%, )", "[0%, 80%)"], "[0].in", "[80%, )系数应在 0% 到 100% 之间"),
            (["[80%, 100%]", "[-10%, 80%)"], "[1].in", "[-10%, 80%)系数应在 0% 到 100% 之间"),
        ],
    )
    def test_edges(self, intervals: list[str], place: str, words: str) -> None:
        found = faults_of({"kind": "tiers", "tiers": tiers(*intervals)}, formula=None)
        own = faults_of({"kind": "target"}, formula=None, own_indicators=["数量"], tiers=tiers(*intervals))

        assert len(found) == len(own) == bool(words)
        assert all(each.startswith(f"{PLACE}.scoring.tiers{place}：") and words in each for each in found)
        assert all(each.startswith(f"{PLACE}.tiers{place}：") and words in each for each in own)

    def test_names_are_unique(self) -> None:
        twice: Plain = [{"name": "甲", "in": "[50%, 100%]"}, {"name": "甲", "in": "[0%, 50%)"}]

        assert faults_of({"kind": "tiers", "tiers": twice}, formula=None) == [
            f"{PLACE}.scoring.tiers[1].name：甲与前面的档次重名"
        ]

    def test_tiers_beside_a_rule_that_reads_none(self) -> None:
        (told,) = faults_of({"kind": "coefficient"}, formula=None, own_indicators=["甲"], tiers=tiers("[0%, 100%]"))

        assert told.startswith(f"{PLACE}.tiers：只在 scoring 是 target 时有用")


class TestSums:
    """The points of a node that takes own indicators count as any leaf's."""

    def test_they_count(self) -> None:
        assert faults_of(None, formula=None, own_indicators=["数量"]) == []
        document: Any = framework_document(None, formula=None, own_indicators=["数量"])
        document["total_points"] = "11"
        with pytest.raises(FileFaults, match="total_points：“11”与各指标分值之和 10 不等"):
            framework_from_document(document)

    def test_of_an_inner_node_that_writes_them(self) -> None:
        document: Any = framework_document({"kind": "manual"})
        document["indicators"][0]["points"] = "9"
        with pytest.raises(FileFaults) as caught:
            framework_from_document(document)
        assert [str(fault) for fault in caught.value.faults] == [
            "indicators[0].points（part）：“9”与下级指标分值之和 10 不等"
        ]

    def test_points_that_cannot_be_read_are_not_summed(self) -> None:
        document: Any = framework_document({"kind": "manual"})
        document["indicators"][0] |= {"points": "9"}
        document["indicators"][0]["children"][0]["points"] = "十"
        with pytest.raises(FileFaults) as caught:
            framework_from_document(document)
        assert [fault.path for fault in caught.value.faults] == ["indicators[0].children[0].points"]


@pytest.mark.parametrize(("most", "is_fault"), [("-1", True), ("0", False), ("10", False), ("10.01", True)])
def test_a_ceiling_lies_within_the_total(most: str, is_fault: bool) -> None:
    document: Any = framework_document({"kind": "proportional"})
    document["caps"] = [{"rate": "part.leaf", "in": "[0%, 70%)", "total_at_most": most}]
    if not is_fault:
        assert framework_from_document(document).caps
        return
    with pytest.raises(FileFaults) as caught:
        framework_from_document(document)
    assert [str(fault) for fault in caught.value.faults] == [f"caps[0].total_at_most：“{most}”应在 0 到总分 10 之间"]
