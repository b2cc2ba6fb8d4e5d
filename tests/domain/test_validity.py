"""Points, rules and codes of a framework: small edits, each refused at its place and told once."""

import pytest

from selfeval.domain.files import read_framework
from tests.domain.edited_framework import (
    ADJUSTED,
    ADJUSTMENT,
    CAP,
    COMPLIANCE,
    FIRST_NODE,
    PROGRESS,
    RETIRED,
    STAFF,
    STAFF_POINTS,
    TEXT,
    faults_after,
)


def test_the_framework_itself_has_no_fault() -> None:
    assert len(read_framework(TEXT).leaves) == 26


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        (STAFF_POINTS, STAFF_POINTS.replace("4", "5"), "total_points", "“100”与各指标分值之和 101 不等"),
        (STAFF_POINTS, STAFF_POINTS.replace("4", "四"), f"{STAFF}.points", "“四”不是数字"),
        (STAFF_POINTS, STAFF_POINTS.replace("4", "-4"), f"{STAFF}.points", "“-4”分值不能小于0"),
        (STAFF_POINTS, STAFF_POINTS.partition("\n")[2], f"{STAFF}.points", "缺少，必须填写"),
        (
            ADJUSTED,
            ADJUSTED.replace("above", "more"),
            f"{ADJUSTMENT}.kind",
            "“deduct_more”不是评分方法；可用：proportional、",
        ),
        (ADJUSTED, ADJUSTED.replace("step: 5%", "step: 0%"), f"{ADJUSTMENT}.step", "“0%”应大于0"),
        (ADJUSTED, ADJUSTED.replace("deduct: 1", "deduct: 1%"), f"{ADJUSTMENT}.deduct", "“1%”不是数字"),
        (
            ADJUSTED,
            ADJUSTED.replace("steps: whole", "steps: half"),
            f"{ADJUSTMENT}.steps",
            "“half”应是 whole、started、continuous 之一",
        ),
        (ADJUSTED, ADJUSTED.replace("limit: 0%, ", ""), f"{ADJUSTMENT}.limit", "缺少，必须填写"),
        (
            "limit: 100%, side: at_least",
            "limit: 0%, side: at_least",
            "indicators[1].children[0].children[6].scoring.limit",
            "“0%”应大于0",
        ),
        (
            "limit: 100%, side: at_least",
            "limit: 100%",
            "indicators[1].children[0].children[6].scoring.side",
            "缺少，应是 at_most 或 at_least",
        ),
        (
            "总体规划, points: 1}",
            "总体规划, points: 2}",
            "indicators[0].children[0].children[0].scoring",
            "“4”是评分方法的满分，与分值 3 不等",
        ),
        (
            "总体规划, points: 1}",
            "总体规划}",
            "indicators[0].children[0].children[0].scoring.items[0].points",
            "缺少，必须填写",
        ),
        (
            "总体规划, points: 1}",
            "总体规划, points: -1}",
            "indicators[0].children[0].children[0].scoring.items[0].points",
            "“-1”不能小于0",
        ),
        (
            FIRST_NODE,
            FIRST_NODE.replace("q1", "q1 * 2"),
            f"{PROGRESS}.nodes[0].field",
            "应是一个数据项的编码，不能是公式",
        ),
        (FIRST_NODE, FIRST_NODE.replace("25%", "二成"), f"{PROGRESS}.nodes[0].at_least", "“二成”不是数字"),
        (FIRST_NODE, FIRST_NODE.replace(", points: 0.5", ""), f"{PROGRESS}.nodes[0].points", "缺少，必须填写"),
        (FIRST_NODE, FIRST_NODE.replace("0.5", "1"), PROGRESS, "“2.5”是评分方法的满分，与分值 2 不等"),
        (
            "min_chars: 10}",
            "min_chars: 0}",
            "indicators[1].children[0].children[0].explain.min_chars",
            "“0”应是不小于1的整数",
        ),
        (
            "{both_zero: full,",
            "{both_zero: none,",
            "indicators[0].children[1].children[1].zero_denominator.both_zero",
            "“none”应是 not_applicable、zero、full、refuse 之一",
        ),
        (
            "uncomputable: zero",
            "uncomputable: nil",
            "indicators[1].children[2].children[2].uncomputable",
            "“nil”应是 not_filled、zero 之一",
        ),
        ("{kind: incidents, deduct: 1}", "{kind: incidents}", f"{COMPLIANCE}.scoring.deduct", "缺少，必须填写"),
        (
            "            scoring: {kind: incidents, deduct: 1}\n",
            "",
            f"{COMPLIANCE}.scoring",
            "缺少，三级指标必须有评分方法",
        ),
        ("{kind: incidents, deduct: 1}", "incidents", f"{COMPLIANCE}.scoring", "“incidents”应是一组“键: 值”"),
        (
            "- code: fund_compliance",
            "- code: system_soundness",
            f"{COMPLIANCE}.code",
            "与 indicators[1].children[1].children[0] 的编码重复",
        ),
        ("- code: fund_compliance", "- code: and", f"{COMPLIANCE}.code", "“and”是公式的保留字，不能作编码"),
        ("    tolerance: 0.01\n", "    tolerance: -0.01\n", "checks[0].tolerance", "“-0.01”不能小于0"),
        ("severity: warning", "severity: fatal", "checks[3].severity", "“fatal”应是 error、warning、info 之一"),
        (
            "- code: project_actual_items_add_up",
            "- code: project_budget_items_add_up",
            "checks[2].code",
            "与 checks[1] 的编码重复",
        ),
        ("{code: mandate, title", "{code: other, title", "narratives[4].code", "与 narratives[0] 的编码重复"),
        ("max_chars: 3000", "max_chars: 三千", "narratives[0].max_chars", "“三千”应是不小于1的整数，只写数字"),
        (
            "fields:\n",
            "  - {code: budget, label: 又}\nfields:\n",
            "field_groups[2].code",
            "与 field_groups[0] 的编码重复",
        ),
        ("  - code: input\n", "  - code: check\n", "indicators[0].code", "与其他填报页的编码相同"),
        (
            "grade_groups: false",
            CAP.format(rate="process.budget_execution.carryover_rate", interval="[80%, 70%]"),
            "caps[0].in",
            "是空区间",
        ),
        (
            "grade_groups: false",
            "grade_groups: false\nindicator: []",
            "indicator",
            "“indicator”是不认识的键；这里可用：",
        ),
        (
            "    name: 产出\n",
            "    name: 产出\n    points: 23\n",
            "indicators[2].points",
            "“23”与下级指标分值之和 22 不等",
        ),
        (
            "    name: 产出\n",
            "    name: 产出\n    scoring: {kind: manual}\n",
            "indicators[2].scoring",
            "“scoring”是不认识的键",
        ),
        ("    name: 产出\n", "", "indicators[2].name", "缺少，必须填写"),
    ],
)
def test_one_edit_gives_one_fault_at_its_place(old: str, new: str, place: str, words: str) -> None:
    (fault,) = faults_after((old, new))

    assert fault.startswith((f"{place}：", f"{place}（"))
    assert words in fault


def test_a_key_of_another_kind_is_not_quietly_ignored() -> None:
    faults = faults_after((ADJUSTED, ADJUSTED.replace("limit", "target")))

    assert len(faults) == 2
    assert faults[0].startswith(f"{ADJUSTMENT}.limit（process.budget_execution.adjustment_rate）：缺少")
    assert faults[1].startswith(
        f"{ADJUSTMENT}.target（process.budget_execution.adjustment_rate）：“target”是不认识的键"
    )


@pytest.mark.parametrize(
    ("bands", "problem"),
    [
        ('[{in: "(, 0%]", points: 2}, {in: "(1%, )", points: 0}]', "(, 0%] 与 (1%, ) 之间有空档"),
        ('[{in: "(, 1%]", points: 2}, {in: "(0%, )", points: 0}]', "(, 1%] 与 (0%, ) 重叠"),
        ('[{in: "(, 0%)", points: 2}, {in: "(0%, )", points: 0}]', "都不含端点"),
        ('[{in: "(, 0%]", points: 2}, {in: "[0%, )", points: 0}]', "都含端点"),
        ('[{in: "[0%, )", points: 2}]', "[0%, ) 以下没有分档"),
        ('[{in: "(, 0%]", points: 2}]', "(, 0%] 以上没有分档"),
        ('[{in: "(, 0%]", points: 1}, {in: "(0%, )", points: 0}]', "“1”是评分方法的满分，与分值 2 不等"),
        ('[{in: "(, 0%]", points: 2}, {in: "(0%, )", points: -1}]', "“-1”不能小于0"),
        ('[{in: "(, 0%]", points: 2}, {in: "0%以上", points: 0}]', "不是区间"),
        ("[]", "是空的，至少要有一项"),
    ],
)
def test_bands_cover_every_number_once_and_reach_the_points(bands: str, problem: str) -> None:
    (fault,) = faults_after((ADJUSTED, f"{{kind: bands, bands: {bands}}}"))

    assert fault.startswith(f"{ADJUSTMENT}")
    assert problem in fault


def test_a_declared_range_need_not_be_covered_beyond() -> None:
    bands = '{kind: bands, bands: [{in: "[0%, 5%]", points: 2}, {in: "(5%, )", points: 0}]}'
    text = TEXT.replace(
        f"            scoring: {ADJUSTED}", f'            range: "[0%, )"\n            scoring: {bands}', 1
    )

    assert len(read_framework(text).leaves) == 26


def test_columns_of_a_table_have_codes_of_their_own() -> None:
    table = (
        "{code: tasks, label: 任务, kind: table, group: staff, columns: [{code: a, label: 甲}, {code: a, label: 乙}]}"
    )
    (fault,) = faults_after((RETIRED, table))

    assert fault.startswith("fields[33].columns[1].code（tasks.a）：“a”与 fields[33].columns[0] 的编码重复")


def test_every_fault_of_a_file_is_told_at_once() -> None:
    """An unknown key, a wrong type, a code used twice, a ring, an unknown name, points that do not sum, a key twice."""
    faults = faults_after(
        ("grade_groups: false", "grade_group: false\nslug: twice"),
        ("rate_places: 2", "rate_places: 两位"),
        (RETIRED, RETIRED.replace("retired_staff", "other_staff")),
        ("or_zero(other_adjustment)\n", "or_zero(other_adjustment) + process.budget_execution.carryover_rate\n"),
        ("formula: staff_on_post /", "formula: staff_on_posts /"),
        (ADJUSTED, ADJUSTED.replace("5%", "五个百分点")),
        ("    name: 产出\n", "    nam: 产出\n"),
        ("total_points: 100", "total_points: 101"),
        ("of: full_year_budget", "of: 全年预算数"),
    )

    starts = (
        "slug：“slug”在第",
        "rounding.rate_places：“两位”",
        "grade_group：“grade_group”是不认识的键",
        f"{ADJUSTMENT}.step（",
        f"{PROGRESS}.of（",
        "indicators[2].name（output）：缺少",
        "indicators[2].nam（output）：“nam”是不认识的键",
        "fields[34].code（other_staff）：",
        "total_points：“101”与各指标分值之和 100 不等",
        f"{STAFF}.formula（input.budget_allocation.staff_control_rate）：“staff_on_posts”",
        "derived[0].formula（full_year_budget）：“full_year_budget”的公式要用到它自己",
    )
    assert [start for start in starts if not any(fault.startswith(start) for fault in faults)] == []
    assert len(faults) == len(starts), faults


def test_what_only_follows_from_a_fault_is_not_told_besides() -> None:
    """A derived value that cannot be read is still a name; points that cannot be read are not summed."""
    assert len(faults_after(("formula: or_zero(", "formula: or_none("))) == 1
    assert len(faults_after((STAFF_POINTS, STAFF_POINTS.replace("4", "四")))) == 1
