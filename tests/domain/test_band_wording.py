"""Bands in words, held against the bands of the rule."""

import pytest

from selfeval.domain.files import FileFaults, Plain, framework_from_document
from tests.domain.one_indicator import framework_document

FIVE: Plain = {
    "kind": "bands",
    "bands": [
        {"in": "[90%, )", "points": "5"},
        {"in": "[80%, 90%)", "points": "4"},
        {"in": "[70%, 80%)", "points": "3"},
        {"in": "[60%, 70%)", "points": "2"},
        {"in": "(, 60%)", "points": "0"},
    ],
}
THREE: Plain = {
    "kind": "bands",
    "bands": [
        {"in": "(, 0%]", "points": "3"},
        {"in": "(0%, 10%]", "points": "2"},
        {"in": "(10%, 20%]", "points": "1"},
        {"in": "(20%, 30%]", "points": "0.5"},
        {"in": "(30%, )", "points": "0"},
    ],
}


def faults_of(scoring: Plain, standard: str, points: str = "5", **leaf: Plain) -> list[str]:
    try:
        framework_from_document(framework_document(scoring, points=points, standard=standard, **leaf))
    except FileFaults as caught:
        return [f"{fault.found}{fault.expected}" for fault in caught.faults]
    return []


@pytest.mark.parametrize(
    "standard",
    [
        "≥90%计5分；[80%,90%)计4分；[70%,80%)计3分；[60%,70%)计2分；<60%计0分",
        "≥90%:5；[80,90):4；[70,80):3；[60,70):2；<60:0",
        "【90%，100%】计5分",
        "[80%，90%）得4分，[70%-80%)得3分，[60,70%)：2",
        "90%（含）以上计5分，80%（含）至90%计4分，70%（含）至80%计3分，60%（含）至70%计2分，60%以下计0分",
        "80%—90%（不含90%）计4分",
        "80%≤率＜90%得4分，率＜60%得0分",
        "80%以上90%以下得4分",
        "达到90%计5分，达到80%计4分",
        "不低于90%的，计5分；低于60%的，计0分",
        "较上年增长5%以上",
        "服务对象满意度在90%以上",
        "[80%,90%)计满分的80%",
        "超过100%的视同100%计5分",
    ],
)
def test_the_same_in_other_words(standard: str) -> None:
    assert faults_of(FIVE, standard) == []


@pytest.mark.parametrize(
    "standard",
    [
        "没有调整（0%）计3分，0%至10%（含）计2分，10%至20%（含）计1分，20%至30%（含）计0.5分，30%以上计0分",
        "≤0计3，(0%,10%]计2，(10%,20%]计1，(20%,30%]计0.5，>30%计0",
        "=0:3；(0,10]:2；(10,20]:1；(20,30]:0.5；>30:0",
        "不高于0%计3分；超过30%计0分",
    ],
)
def test_closed_above(standard: str) -> None:
    assert faults_of(THREE, standard, "3") == []


@pytest.mark.parametrize(
    ("scoring", "points", "standard", "told"),
    [
        (FIVE, "5", "≥90%计4分", "≥90%计4分与评分方法不一致：scoring 的分档在这里给 5 分"),
        (FIVE, "5", "[80%,90%)计3分", "[80%,90%)计3分与评分方法不一致：scoring 的分档在这里给 4 分"),
        (FIVE, "5", "(80%,90%]计4分", "(80%,90%]计4分与评分方法不一致：scoring 的分档在这里给 4、5 分"),
        (FIVE, "5", "[75%,90%)计4分", "[75%,90%)计4分与评分方法不一致：scoring 的分档在这里给 3、4 分"),
        (FIVE, "5", "80%（含）至90%计3.5分", "80%(含)至90%计3.5分与评分方法不一致：scoring 的分档在这里给 4 分"),
        (FIVE, "5", "60%以下计1分", "60%以下计1分与评分方法不一致：scoring 的分档在这里给 0 分"),
        (FIVE, "5", "90%（含）以上的，得4.5分", "90%(含)以上的,得4.5分与评分方法不一致：scoring 的分档在这里给 5 分"),
        (FIVE, "5", "低于60%计1分", "低于60%计1分与评分方法不一致：scoring 的分档在这里给 0 分"),
        (THREE, "3", "[0%,10%]计2分", "[0%,10%]计2分与评分方法不一致：scoring 的分档在这里给 2、3 分"),
        (THREE, "3", "超过30%计0.5分", "超过30%计0.5分与评分方法不一致：scoring 的分档在这里给 0 分"),
    ],
)
def test_other_points(scoring: Plain, points: str, standard: str, told: str) -> None:
    assert faults_of(scoring, standard, points) == [told]


def test_more_than_the_points_is_told_as_that() -> None:
    assert faults_of(FIVE, "≥90%计8分") == ["计8分超过分值 5"]


def test_every_band_that_differs_is_told() -> None:
    assert len(faults_of(FIVE, "≥90%计4分；[80%,90%)计3分；[70%,80%)计2分；<60%计0分")) == 3


def test_numbers_that_are_no_percentages_are_left_alone() -> None:
    assert faults_of(FIVE, "≥90%计4分", show="number") == []
