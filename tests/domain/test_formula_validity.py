"""Formulas of a framework: every name stands for a number, and none needs itself."""

import pytest

from selfeval.domain.files import FileFaults, read_framework
from tests.domain.edited_framework import CAP, FIRST_NODE, PROGRESS, STAFF, faults_after

FULL_YEAR = "formula: or_zero(opening_carryover) + original_budget + budget_adjustment + or_zero(other_adjustment)"
STAFF_FORMULA = "            formula: staff_on_post / authorised_posts\n"


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        (
            FULL_YEAR,
            FULL_YEAR.replace("budget_adjustment +", "budget_ajustment +"),
            "derived[0].formula（full_year_budget）",
            "“budget_ajustment”不是可用于公式的数据项、派生值或指标率；是不是 budget_adjustment",
        ),
        (
            FULL_YEAR,
            f"{FULL_YEAR} + full_year_budget",
            "derived[0].formula（full_year_budget）",
            "要用到它自己，算不出来：full_year_budget → full_year_budget",
        ),
        (
            FULL_YEAR,
            f"{FULL_YEAR} + process.budget_execution.completion_rate",
            "derived[0].formula（full_year_budget）",
            "full_year_budget → process.budget_execution.completion_rate → full_year_budget",
        ),
        (
            STAFF_FORMULA,
            STAFF_FORMULA.replace("posts\n", "posts +\n"),
            f"{STAFF}.formula",
            "不是有效的公式：第1行第35列：公式没有写完",
        ),
        (STAFF_FORMULA, STAFF_FORMULA.replace(" / ", " < "), f"{STAFF}.formula", "应算出一个数，不能是比较"),
        (
            STAFF_FORMULA,
            STAFF_FORMULA.replace("staff_on_post", "budget_adjustment_items"),
            f"{STAFF}.formula",
            "是明细，应写明用哪个数：budget_adjustment_items.total、",
        ),
        (
            STAFF_FORMULA,
            STAFF_FORMULA.replace("staff_on_post", "output.duty_performance.actual_achievement"),
            f"{STAFF}.formula",
            "这个指标没有计算公式，没有率可用",
        ),
        (
            STAFF_FORMULA,
            STAFF_FORMULA.replace("staff_on_post", "narratives"),
            f"{STAFF}.formula",
            "“narratives”不是可用于公式的数据项、派生值或指标率",
        ),
        (STAFF_FORMULA, "", f"{STAFF}.formula", "缺少：这种评分方法要按率计分，必须有计算公式"),
        (
            FIRST_NODE,
            FIRST_NODE.replace("q1", "q5"),
            f"{PROGRESS}.nodes[0].field",
            "“spent_by_q5”不是可用于公式的数据项",
        ),
        ("of: full_year_budget", "of: full_year_budgets", f"{PROGRESS}.of", "是不是 full_year_budget"),
        (
            'when: "actual_expenditure < 90%',
            'when: "actual_expenditure * 90%',
            "indicators[1].children[0].children[0].explain.when",
            "应是一个比较",
        ),
        (
            "where: [fields.budget_adjustment,",
            "where: [fields.budget_ajustment,",
            "checks[0].where[0]",
            "里的 budget_ajustment 不是数据项的编码；是不是 budget_adjustment",
        ),
        (
            "budget_adjustment_items.total ==",
            "budget_adjustment_items.sum ==",
            "checks[0].expect",
            "“budget_adjustment_items.sum”不是可用于公式",
        ),
        ("budget_adjustment_items.total ==", "budget_adjustment_items.total -", "checks[0].expect", "应是一个比较"),
        (
            "grade_groups: false",
            CAP.format(rate="process.budget_execution", interval="[0%, 1%]"),
            "caps[0].rate",
            "不是有计算公式的指标",
        ),
    ],
)
def test_one_edit_gives_one_fault_at_its_place(old: str, new: str, place: str, words: str) -> None:
    (fault,) = faults_after((old, new))

    assert fault.startswith((f"{place}：", f"{place}（"))
    assert words in fault


@pytest.mark.parametrize("kind", ["text", "date", "flag"])
def test_only_numbers_can_be_used(kind: str) -> None:
    word = {"text": "文字", "date": "日期", "flag": "是否"}[kind]
    staff = "{code: staff_on_post, label: 在职人员数, kind: "
    (fault,) = faults_after((f"{staff}count", f"{staff}{kind}"))

    assert (
        fault == f"{STAFF}.formula（input.budget_allocation.staff_control_rate）：“staff_on_post”是“{word}”项，"
        "不能用于公式，也不能作条件；公式里只能用金额、个数、百分数、数、明细的数和派生值"
    )


def test_a_ring_is_told_once_however_many_lead_into_it() -> None:
    derived = (
        "derived:\n  - {code: one, label: 甲, formula: two + 1}\n  - {code: two, label: 乙, formula: three + 1}\n"
        "  - {code: three, label: 丙, formula: two * 2}\n  - {code: four, label: 丁, formula: one + three}\n"
    )
    (fault,) = faults_after(("derived:\n", derived))

    assert fault == "derived[1].formula（two）：“two”的公式要用到它自己，算不出来：two → three → two"


def test_two_rings_are_told_apart() -> None:
    derived = (
        "derived:\n  - {code: one, label: 甲, formula: one + 1}\n  - {code: two, label: 乙, formula: three + 1}\n"
        "  - {code: three, label: 丙, formula: two * 2}\n"
    )

    assert [fault.partition("（")[0] for fault in faults_after(("derived:\n", derived))] == [
        "derived[0].formula",
        "derived[1].formula",
    ]


_CONDITIONS = (
    "explain: {{when: {}}}, formula: a / b, scoring: {{kind: proportional}}",
    "formula: 'if({}, a, b)', scoring: {{kind: proportional}}",
    "formula: a / {}, scoring: {{kind: proportional}}",
    "formula: 'if(a < b and not {}, a, b)', scoring: {{kind: proportional}}",
    "scoring: {{kind: formula, points: 'if({}, 1, 2)'}}",
    "scoring: {{kind: milestones, of: a, nodes: [{{label: 甲, field: {}, at_least: 50%, points: 2}}]}}",
)


@pytest.mark.parametrize("leaf", _CONDITIONS)
@pytest.mark.parametrize(("name", "word"), [("opened", "是否"), ("built", "选择"), ("plan", "表格"), ("memo", "文字")])
def test_what_is_no_number_is_told_alike_wherever_it_stands(leaf: str, name: str, word: str) -> None:
    with pytest.raises(FileFaults) as caught:
        read_framework(
            "format: selfeval-framework/1\nslug: a\nversion: 1\ntitle: 表\nmoney_unit: yuan\ntotal_points: 2\n"
            "rounding: {mode: half_up}\ngrades: [{name: 差, from: 0}]\nfields:\n"
            "  - {code: a, label: 甲, kind: number}\n  - {code: b, label: 乙, kind: number}\n"
            "  - {code: opened, label: 开放, kind: flag}\n  - {code: memo, label: 说明, kind: text}\n"
            "  - {code: built, label: 方式, kind: choice, options: [自建]}\n"
            "  - {code: plan, label: 计划, kind: table, columns: [{code: x, label: 列}]}\n"
            f"indicators: [{{code: leaf, name: 率, points: 2, {leaf.format(name)}}}]\n"
        )
    (fault,) = caught.value.faults

    assert (fault.found, fault.expected) == (
        name,
        f"是“{word}”项，不能用于公式，也不能作条件；公式里只能用金额、个数、百分数、数、明细的数和派生值",
    )


@pytest.mark.parametrize(
    ("box", "told"),
    [
        ("fields.closing_balanc", "里的 closing_balanc 不是数据项的编码；是不是 closing_balance"),
        ("fields.full_year_budget", "是派生值，不是数据项；请写它由哪个数据项算出"),
        ("indicators.proces", "里的 proces 不是指标的编码；是不是 process"),
        ("closing_balance", "不是填报内容的位置，应写成 fields.编码 或 indicators.编码"),
    ],
)
def test_where_a_check_points(box: str, told: str) -> None:
    (fault,) = faults_after(("where: [fields.budget_adjustment,", f"where: [{box},"))

    assert told in fault
