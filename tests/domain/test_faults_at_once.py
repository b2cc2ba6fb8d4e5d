"""Every fault of a framework is told at once, and none that only follows from another."""

import pytest

from selfeval.domain.files import FileFaults, read_framework

_SOUND = """format: selfeval-framework/1
slug: sound
version: 1
title: 自评表
money_unit: wan_yuan
total_points: 10
rounding: {mode: half_up}
grades: [{name: 优, from: 9}, {name: 良, from: 8}, {name: 差, from: 0}]
caps: [{rate: part.leaf, in: "(, 60%)", total_at_most: 6}]
fields:
  - {code: budget, label: 预算数, kind: money}
  - {code: spent, label: 支出数, kind: money}
indicators:
  - code: part
    name: 过程
    points: 10
    children:
      - {code: leaf, name: 执行率, points: 6, formula: spent / budget,
         scoring: {kind: deduct_below, limit: 90%, step: 5%, deduct: 1}}
      - {code: bands, name: 调整率, points: 4, formula: spent / budget,
         scoring: {kind: bands, bands: [{in: "(, 50%)", points: 0}, {in: "[50%, )", points: 4}]}}
"""


def faults(*edits: tuple[str, str]) -> list[str]:
    text = _SOUND
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(FileFaults) as caught:
        read_framework(text)
    return [str(fault) for fault in caught.value.faults]


def test_the_file_without_edits_is_sound() -> None:
    assert read_framework(_SOUND).slug == "sound"


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        (
            (("    points: 10\n", "    points: 11\n"), ("total_points: 10", "total_points: 12")),
            [
                "indicators[0].points（part）：“11”与下级指标分值之和 10 不等",
                "total_points：“12”与各指标分值之和 10 不等",
            ],
        ),
        (
            (("formula: spent / budget,\n", "\n"), (", deduct: 1", "")),
            [
                "indicators[0].children[0].scoring.deduct（part.leaf）：缺少，必须填写",
                "indicators[0].children[0].formula（part.leaf）：缺少：这种评分方法要按率计分，必须有计算公式",
            ],
        ),
        (
            (("points: 6, formula: spent / budget,\n", "points: 6分,\n"),),
            [
                "indicators[0].children[0].points（part.leaf）：“6分”不是数字："
                "只写数字和小数点，不带千分位、单位或指数，如 1234.50",
                "indicators[0].children[0].formula（part.leaf）：缺少：这种评分方法要按率计分，必须有计算公式",
            ],
        ),
        (
            (("points: 4}]", "points: 4分}]"), ("total_points: 10", "total_points: 12")),
            [
                "indicators[0].children[1].scoring.bands[1].points（part.bands）：“4分”不是数字："
                "只写数字和小数点，不带千分位、单位或指数，如 1234.50",
                "total_points：“12”与各指标分值之和 10 不等",
            ],
        ),
        (
            (("良, from: 8", "良, from: 11"),),
            ["grades：“9、11、0”起点分应从高到低排列，各不相同", "grades[1].from：“11”超过总分 10，永远达不到"],
        ),
        ((("优, from: 9", "优, from: 10.5"),), ["grades[0].from：“10.5”超过总分 10，永远达不到"]),
    ],
)
def test_what_is_wrong_in_several_places(edits: tuple[tuple[str, str], ...], told: list[str]) -> None:
    assert faults(*edits) == told


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("total_points: 10", "total_points: 10分", "total_points"),
        ("优, from: 9", "优, from: 九", "grades[0].from"),
        ("良, from: 8", "良, from: 八十", "grades[1].from"),
        ("差, from: 0", "差, from: 零", "grades[2].from"),
        ("{name: 良, from: 8}", "良", "grades[1]"),
        (
            "spent, label: 支出数, kind: money",
            "spent, label: 支出数, kind: cash, options: [甲], rows: [乙]",
            "fields[1].kind",
        ),
        ("version: 1", "version: 1.0.1", "version"),
    ],
)
def test_what_only_follows_is_not_told(old: str, new: str, place: str) -> None:
    (fault,) = faults((old, new))

    assert fault.startswith((f"{place}：", f"{place}（"))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("version: 1", "version: 一", "version：“一”应是不小于1的整数，只写数字"),
        ("mode: half_up", "mode: half_up, rate_places: 两位", "rounding.rate_places：“两位”应是0到6的整数，只写数字"),
    ],
)
def test_whole_numbers_are_asked_for_as_such(old: str, new: str, words: str) -> None:
    assert faults((old, new)) == [words]
