"""Texts, people and explanations of a filing file; all faults at once."""

import pytest

from selfeval.domain.files import FileFaults, read_filing
from selfeval.domain.filing import Evaluator
from tests.domain.files.composed_framework import COMPOSED
from tests.domain.files.composed_framework import HEAD as COMPOSED_HEAD
from tests.domain.files.small_filing import faults_of, read


def test_texts_people_and_explanations() -> None:
    filing = read(
        "narratives:\n  mandate: |-\n    第一行\n    第二行\n  other: ''\n"
        "evaluators: [{name: 甲, title: 组长, office: 办公室}, {name: 乙}]\n"
        "explanations: {sums: 尾差, carryover_agrees_with_closing_balance: 财政收回, points_sum_to_total: ''}\n"
    )

    assert filing.narratives == {"mandate": "第一行\n第二行"}
    assert filing.evaluators == (Evaluator(name="甲", title="组长", office="办公室"), Evaluator(name="乙"))
    assert filing.explanations == {"sums": "尾差", "carryover_agrees_with_closing_balance": "财政收回"}


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("narratives: {mandat: 甲}\n", "narratives.mandat：“mandat”不是这个框架的文字说明"),
        ("narratives: {mandate: [甲]}\n", "narratives.mandate：“一个列表”应是一段文字"),
        ("narratives: 甲\n", "narratives：“甲”应是一组“键: 值”"),
        ("evaluators: [{title: 组长}]\n", "evaluators[0].name：缺少，必须填写"),
        ("evaluators: [{name: 甲, phone: 1}]\n", "evaluators[0].phone：“phone”是不认识的键"),
        ("evaluators: 甲\n", "evaluators：“甲”应是列表"),
        ("explanations: {sum: 甲}\n", "explanations.sum：“sum”不是核查规则的编码"),
        ("department: {code: 1, leader: 甲}\n", "department.leader：“leader”是不认识的键"),
        ("department: 综合办\n", "department：“综合办”应是一组“键: 值”"),
        ("own_indicators: [{under: hand, name: 甲}]\n", "own_indicators：这个框架没有个性指标，不能填"),
        ("fileds: {}\n", "fileds：“fileds”是不认识的键；这里可用："),
        ("fields: [1]\n", "fields：“一个列表”应是一组“键: 值”"),
    ],
)
def test_faults(body: str, fault: str) -> None:
    (told,) = faults_of(body)

    assert told.startswith(fault)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("fields: {budgets: 1}\n", "fields.budgets：“budgets”不是这个框架的数据项；是不是 budget"),
        ("indicators: {rato: {}}\n", "indicators.rato：“rato”不是这个框架的三级指标；是不是 ratio"),
        ("narratives: {mandat: 甲}\n", "narratives.mandat：“mandat”不是这个框架的文字说明；是不是 mandate"),
        ("explanations: {sum: 甲}\n", "explanations.sum：“sum”不是核查规则的编码；是不是 sums"),
    ],
)
def test_what_may_have_been_meant(body: str, fault: str) -> None:
    assert faults_of(body) == [fault]


def test_a_table_of_fixed_rows_takes_no_more_than_these() -> None:
    rows = "fields: {quarters: [{paid: 1}, {}, {paid: 2}]}\n"
    with pytest.raises(FileFaults) as caught:
        read_filing(COMPOSED, COMPOSED_HEAD + rows)

    assert [str(fault) for fault in caught.value.faults] == ["fields.quarters：“3行”这张表是固定的2行：一季度、二季度"]
    assert len(read_filing(COMPOSED, COMPOSED_HEAD + rows.replace(", {paid: 2}", "")).fields) == 1


def test_every_fault_at_once_each_on_a_line_of_its_own() -> None:
    faults = faults_of(
        "fiscal_year: 2022\nfiled_on: 今天\nfields: {budget: 12万, share: 5, nothing: 1}\n"
        'indicators: {ticks: {ticked: [9]}, hand: {points: "一\n\n二"}}\nevaluators: [{}]\nextra: !tag 1\n'
    )

    assert [fault.partition("：")[0] for fault in faults] == [
        *("第11行", "fiscal_year", "filed_on", "fields.budget", "fields.share", "fields.nothing"),
        *("indicators.ticks.ticked[0]", "indicators.hand.points", "evaluators[0].name", "extra"),
    ]
    assert not any("\n" in fault for fault in faults)


@pytest.mark.parametrize("text", ["- a\n", "text\n", ""])
def test_what_is_no_filing_at_all(text: str) -> None:
    assert faults_of(text, head="")[0].startswith("文件：")
