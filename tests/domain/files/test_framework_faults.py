"""Head and data items of a framework file: small edits, each refused at its place and told once."""

import pytest

from tests.domain.edited_framework import RETIRED, faults_after


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("selfeval-framework/1", "selfeval-framework/2", "format", "“selfeval-framework/2”应是 selfeval-framework/1"),
        ("format: selfeval-framework/1\n", "", "format", "缺少，必须填写"),
        ("slug: jinzhong-2021\n", "", "slug", "缺少，必须填写"),
        ("slug: jinzhong-2021", "slug: Jin Zhong", "slug", "只能用小写字母、数字和连字符"),
        ("version: 1\n", "version: one\n", "version", "“one”应是不小于1的整数，只写数字"),
        ("version: 1\n", "version: 0\n", "version", "“0”应是不小于1的整数"),
        ("title: 部门整体支出绩效自评表\n", "", "title", "缺少，必须填写"),
        ("money_unit: wan_yuan", "money_unit: dollar", "money_unit", "“dollar”应是 wan_yuan、yuan 之一"),
        ("money_unit: wan_yuan\n", "", "money_unit", "缺少，应是 wan_yuan 或 yuan"),
        ("total_points: 100", "total_points: 99", "total_points", "“99”与各指标分值之和 100 不等"),
        ("total_points: 100", "total_points: 100%", "total_points", "“100%”不是数字"),
        ("total_points: 100", "total_points: -100", "total_points", "“-100”应大于0"),
        ("total_points: 100\n", "", "total_points", "缺少，必须填写"),
        ("mode: half_up", "mode: bankers", "rounding.mode", "“bankers”应是 half_up、truncate 之一"),
        ("rate_places: 2", "rate_places: 60", "rounding.rate_places", "“60”应是0到6的整数"),
        ("points_places: 2", "points_places: -1", "rounding.points_places", "“-1”应是0到6的整数"),
        ("thresholds_on: exact", "thresholds_on: half", "rounding.thresholds_on", "“half”应是 exact、rounded 之一"),
        ("thresholds_on: exact", "threshold: exact", "rounding.threshold", "“threshold”是不认识的键"),
        (
            "优, from: 90}, {name: 良, from: 80}",
            "优, from: 80}, {name: 良, from: 90}",
            "grades",
            "起点分应从高到低排列",
        ),
        ("{name: 差, from: 0}]", "{name: 差, from: 10}]", "grades[3].from", "“10”最后一档应从 0 起"),
        ("{name: 差, from: 0}]", "{name: 差}]", "grades[3].from", "缺少，必须填写"),
        ("grade_groups: false", "grade_groups: no", "grade_groups", "“no”应是 true、false 之一"),
        ("by: unit, keep: total", "by: unit, keep: all", "set_points.keep", "“all”应是 total、level1、level2 之一"),
        ("by: unit, keep: total", "by: clerk, keep: total", "set_points.by", "“clerk”应是 unit、bureau 之一"),
        (RETIRED, RETIRED.replace("count", "cash"), "fields[33].kind（retired_staff）", "“cash”应是 money、count、"),
        (RETIRED, RETIRED.replace(" kind: count,", ""), "fields[33].kind（retired_staff）", "缺少，必须填写"),
        (
            RETIRED,
            RETIRED.replace("retired_staff", "Retired"),
            "fields[33].code（Retired）",
            "编码只能用小写字母、数字和下划线",
        ),
        (
            RETIRED,
            RETIRED.replace("retired_staff", "2nd"),
            "fields[33].code（2nd）",
            "编码只能用小写字母、数字和下划线",
        ),
        (
            RETIRED,
            RETIRED.replace("retired_staff", "or_zero"),
            "fields[33].code（or_zero）",
            "是公式的保留字，不能作编码",
        ),
        (RETIRED, RETIRED.replace("retired_staff", "rate"), "fields[33].code（rate）", "是公式的保留字，不能作编码"),
        (
            RETIRED,
            RETIRED.replace("retired_staff", "other_staff"),
            "fields[34].code（other_staff）",
            "与 fields[33] 的编码重复",
        ),
        (
            RETIRED,
            RETIRED.replace("retired_staff", "process"),
            "indicators[1].code（process）",
            "与 fields[33] 的编码重复",
        ),
        (
            RETIRED,
            RETIRED.replace("retired_staff", "full_year_budget"),
            "derived[0].code（full_year_budget）",
            "与 fields[33] 的编码重复",
        ),
        (
            RETIRED,
            RETIRED.replace("group: staff", "group: people"),
            "fields[33].group（retired_staff）",
            "“people”不是已列的分组；可用：budget、staff",
        ),
        (RETIRED, RETIRED.replace("}", ", unit: 人}"), "fields[33].unit（retired_staff）", "“unit”是不认识的键"),
        (RETIRED, RETIRED.replace("}", ", min: 零}"), "fields[33].min（retired_staff）", "“零”不是数字"),
        (RETIRED, RETIRED.replace("}", ", min: 5%}"), "fields[33].min（retired_staff）", "“5%”不是数字"),
        (
            RETIRED,
            RETIRED.replace("count", "percent").replace("}", ", min: 5}"),
            "fields[33].min（retired_staff）",
            "“5”应写成带百分号的百分数",
        ),
        (
            RETIRED,
            RETIRED.replace("count", "text").replace("}", ", min: 5}"),
            "fields[33].min（retired_staff）",
            "“min”是不认识的键",
        ),
        (RETIRED, RETIRED.replace("}", ", options: [甲]}"), "fields[33].options（retired_staff）", "是不认识的键"),
        (RETIRED, RETIRED.replace("count", "choice"), "fields[33].options（retired_staff）", "选择项必须有可选的词"),
        (RETIRED, RETIRED.replace("count", "table"), "fields[33].columns（retired_staff）", "表格必须有列"),
        (RETIRED, "离退休人员数", "fields[33]", "“离退休人员数”应是一组“键: 值”"),
    ],
)
def test_one_edit_gives_one_fault_at_its_place(old: str, new: str, place: str, words: str) -> None:
    (fault,) = faults_after((old, new))

    assert fault.startswith((f"{place}：", f"{place}（"))
    assert words in fault
