"""Texts that contradict the rule beside them are refused; everything else that people write is left alone."""

from pathlib import Path

import pytest

from selfeval.domain.files import FileFaults, Plain, framework_from_document, read_framework
from tests.domain.one_indicator import framework_document
from tests.fixtures_data.published import ROOT

ABOVE: dict[str, Plain] = {"kind": "deduct_above", "limit": "100%", "step": "1%", "deduct": "0.5"}
BELOW: dict[str, Plain] = {"kind": "deduct_below", "limit": "100%", "step": "5%", "deduct": "2"}
BOTH: dict[str, Plain] = {"kind": "deduct_both", "target": "100%", "step": "5%", "deduct": "2"}
INCIDENTS: dict[str, Plain] = {"kind": "incidents", "deduct": "1"}
LACKING: dict[str, Plain] = {
    "kind": "checklist",
    "mode": "deduct",
    "deduct": "1",
    "items": [{"text": "甲"}, {"text": "乙"}],
}
MANUAL: dict[str, Plain] = {"kind": "manual"}


def faults_of(scoring: Plain, standard: str, *, points: str = "5", **leaf: Plain) -> list[str]:
    try:
        framework_from_document(framework_document(scoring, points=points, standard=standard, **leaf))
    except FileFaults as caught:
        return [f"{fault.path.removeprefix('indicators[0].children[0].')}：{fault}" for fault in caught.faults]
    return []


class TestPoints:
    """计8分 on an indicator of five."""

    @pytest.mark.parametrize(
        ("standard", "words"),
        [
            ("≤100%计8分，每超过1个百分点扣0.8分", "计8分"),
            ("全部符合的得8分", "得8分"),
            ("满分8分", "满分8分"),
            ("满分为8分，扣完为止", "满分为8分"),
            ("全部达到的得满分8分", "得满分8分"),
            ("每项计2分，最高计６分", "计6分"),
            ("达到要求的，计 5.5 分", "计5.5分"),
        ],
    )
    def test_more_than_the_indicator_has(self, standard: str, words: str) -> None:
        (told,) = faults_of(MANUAL, standard, formula=None)

        assert told.startswith("standard：")
        assert f"“{words}”超过分值 5" in told

    @pytest.mark.parametrize(
        "standard",
        [
            "≤100%计5分，每超过1个百分点扣0.5分",
            "一项不符合的扣8分，扣完为止",
            "本部分共计8分，其中本项5分",
            "与上一项合计8分",
            "考核得分在85分以上的得5分",
            "评审得8分及以上的得满分",
            "得8分（含）以上的计满分",
            "按百分制评分，满分10分以上部分折算为本项得分",
            "采用百分制打分，得80分，折算后计4分",
            "满分100分，按比例计入",
            "8分钟内到达的计5分",
            "得分＝5分×完成率",
            "计8",
            "",
        ],
    )
    def test_what_does_not_say_so(self, standard: str) -> None:
        assert faults_of(MANUAL, standard, formula=None) == []

    def test_in_the_criteria_too(self) -> None:
        (told,) = faults_of(MANUAL, "", formula=None, criteria=["制度健全计2分", "执行有效计6分"])

        assert told.startswith("criteria[1]：")

    def test_of_own_indicators_the_sum_is_the_bound(self) -> None:
        assert faults_of(None, "每个指标满分5分", formula=None, own_indicators=["甲"]) == []
        assert len(faults_of(None, "满分8分", formula=None, own_indicators=["甲"])) == 1


class TestSteps:
    """每低5个百分点扣2分 beside another step or another deduction."""

    @pytest.mark.parametrize(
        ("scoring", "standard"),
        [
            (ABOVE, "≤100%计5分；每超过一个百分点扣0.5，扣完为止"),
            (ABOVE, "每超1个百分点扣0.5分"),
            (ABOVE, "每高出1个百分点扣0.5分，不足1个百分点不扣"),
            (ABOVE, "每超过１％，扣0.5分"),
            (BELOW, "100%满分；每低于5%扣2分，扣完为止"),
            (BELOW, "每低5个百分点的扣2分"),
            (BOTH, "100%满分，每超过或降低5%扣2分"),
            (BOTH, "每高出或低于5个百分点扣2分"),
            (BOTH, "每高5个百分点扣2分，每低5个百分点扣1分"),
            (BELOW, "每超过1个百分点扣该项分值的10%"),
            (BELOW, "得分＝5×完成率"),
            (BELOW, "逐级扣分"),
            ({"kind": "deduct_below", "limit": "100%", "step": "1%", "deduct": "0.4", "steps": "continuous"},
             "每低5个百分点扣2分，按比例计算"),
            ({"kind": "formula", "points": "rate * 5"}, "每低1个百分点扣0.1分"),
            (MANUAL, "每低1个百分点扣3分"),
        ],
    )  # fmt: skip
    def test_the_same_in_other_words(self, scoring: Plain, standard: str) -> None:
        assert faults_of(scoring, standard) == []

    @pytest.mark.parametrize(
        ("scoring", "standard", "words"),
        [
            (ABOVE, "每超过一个百分点扣0.8分", "“每超过一个百分点扣0.8分”与评分方法不一致：scoring 里每 1% 扣 0.5 分"),
            (ABOVE, "每超过2个百分点扣0.5分", "每 1% 扣 0.5 分"),
            (ABOVE, "每超1%扣0.8，扣完为止", "每 1% 扣 0.5 分"),
            (BELOW, "每低于10个百分点扣2分", "每 5% 扣 2 分"),
            (BELOW, "每降低五个百分点扣1分", "每 5% 扣 2 分"),
            (BOTH, "每高出或低于5个百分点扣0.5分", "每 5% 扣 2 分"),
            ({"kind": "deduct_below", "limit": "100%", "step": "1%", "deduct": "0.5", "steps": "continuous"},
             "每低5个百分点扣2分", "每 1% 扣 0.5 分"),
        ],
    )  # fmt: skip
    def test_another_step_or_deduction(self, scoring: Plain, standard: str, words: str) -> None:
        (told,) = faults_of(scoring, standard)

        assert told.startswith("standard：")
        assert words in told

    def test_of_a_plain_number_a_percentage_may_be_either(self) -> None:
        plain: Plain = {"kind": "deduct_above", "limit": "10", "step": "1", "deduct": "0.5"}

        assert faults_of(plain, "每超过1%扣0.5分", show="number") == []
        assert len(faults_of(plain, "每超过2%扣0.5分", show="number")) == 1


class TestIncidentsAndCriteria:
    """每出现一例…扣1分 and 每少一项扣1分 beside another deduction."""

    @pytest.mark.parametrize(
        ("scoring", "standard", "is_fault"),
        [
            (INCIDENTS, "全部符合计5分；每出现一例不符合扣1分，扣完为止", False),
            (INCIDENTS, "每出现一例不符合扣2分，扣完为止", True),
            (INCIDENTS, "每发生1次扣0.5分", True),
            (INCIDENTS, "每发现一处问题，扣减1分", False),
            (INCIDENTS, "每出现一例轻微问题扣1分，每出现一例严重问题扣3分", False),
            (INCIDENTS, "情节严重的扣3分", False),
            (INCIDENTS, "每发生2次扣1分", False),
            (LACKING, "要点全部具备计5分；每少一项扣1分，扣完为止", False),
            (LACKING, "每少一项扣2分", True),
            (LACKING, "缺一项扣2分", True),
            (LACKING, "一项不符合扣1分", False),
            (LACKING, "有一项不符合要求的扣2分", True),
            (LACKING, "每少一项扣一分", False),
            (LACKING, "每少一个扣两分", True),
            (MANUAL, "每出现一例扣3分，每少一项扣3分", False),
        ],
    )
    def test_deductions(self, scoring: Plain, standard: str, is_fault: bool) -> None:
        assert len(faults_of(scoring, standard, formula=None)) == is_fault


def test_a_rule_that_cannot_be_read_contradicts_nothing() -> None:
    faults = faults_of({**ABOVE, "step": "一步"}, "计8分，每超过2个百分点扣3分")

    assert [each.partition("：")[0] for each in faults] == ["scoring.step"]


@pytest.mark.parametrize("path", sorted((ROOT / "fixtures" / "frameworks").glob("*.yaml")), ids=lambda path: path.stem)
def test_no_shipped_framework_contradicts_itself(path: Path) -> None:
    assert read_framework(path.read_text(encoding="utf-8")).indicators


# Scoring standards of published local frameworks, each with the rule it means.
PUBLISHED: tuple[tuple[str, str, Plain], ...] = (
    ("5", "≤100%计5；每超1个百分点扣0.5，扣完为止", ABOVE),
    ("5", "≤0计5；>0每超1个百分点扣0.5", {**ABOVE, "limit": "0%"}),
    ("6", "≤100%:6；每超1个百分点扣1", {**ABOVE, "deduct": "1"}),
    ("8", "三公变动率≤0计8，每超1个百分点扣0.8", {**ABOVE, "limit": "0%", "deduct": "0.8"}),
    ("5", "100%满分；每低于5%扣2分", BELOW),
    ("6", "100%满分，每超过或降低5%扣2分", BOTH),
    ("5", "≤1计5分，否则按比例计分", {"kind": "full_or_proportional", "limit": "100%", "side": "at_most"}),
    ("3", "春节前下达全部专项50%、6月底前全部下达；每一专项未按进度扣0.5", {"kind": "incidents", "deduct": "0.5"}),
    ("3", "①–⑤ 每出现一例不符扣1，扣完为止", INCIDENTS),
    ("3", "三要点各1，少一项扣1分", LACKING),
    ("5", "绝对值≤5%满分，每增0.1个百分点扣0.1分",
     {"kind": "deduct_both", "target": "0%", "tolerance": "5%", "step": "0.1%", "deduct": "0.1"}),
    ("20", "完成率20(目标100%，按完成比例)", {"kind": "proportional"}),
    ("10", "达成预期指标100–80%(含)、部分达成80–60%(含)、未达成60–0%，档内据实给分", MANUAL),
    ("5", "达到100%计满分，每低5个百分点扣2分", BELOW),
)  # fmt: skip


@pytest.mark.parametrize(("points", "standard", "scoring"), PUBLISHED)
def test_no_published_standard_is_refused(points: str, standard: str, scoring: Plain) -> None:
    assert faults_of(scoring, standard, points=points) == []


def test_a_contradiction_keeps_nobody_from_scoring() -> None:
    text = (ROOT / "fixtures/frameworks/hunan-2017.yaml").read_text(encoding="utf-8")
    altered = text.replace("deduct: 0.5", "deduct: 0.4", 1)
    assert altered != text
    with pytest.raises(FileFaults):
        read_framework(altered)
    assert read_framework(altered, with_wording=False).slug == "hunan-2017"
