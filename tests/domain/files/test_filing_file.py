"""A filing file read: scalars are text first and typed by the framework; every fault with its path."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from selfeval.domain.files import FileFaults, framework_named_in, load
from selfeval.domain.filing import FiledDepartment, Filing, Item
from tests.domain.files.small_filing import faults_of, read
from tests.domain.files.small_framework import HEAD


class TestHead:
    """Format, framework, year, department, date."""

    def test_all_of_it(self) -> None:
        filing = read(
            "department: {code: 001001, name: 综合办公室, head: 甲, phone: 0354-0000000}\nfiled_on: 2022-03-10\n"
        )

        assert (filing.framework, filing.fiscal_year, filing.filed_on) == ("small", 2021, date(2022, 3, 10))
        assert filing.department == FiledDepartment(code="001001", name="综合办公室", head="甲", phone="0354-0000000")

    def test_the_least_a_file_holds(self) -> None:
        assert read("") == Filing(framework="small", fiscal_year=2021)

    def test_empty_parts_are_nothing(self) -> None:
        empty = (
            "department:\nfields:\nindicators:\nnarratives: {}\nevaluators: []\nexplanations: {}\nown_indicators: []\n"
        )

        assert read(empty) == Filing(framework="small", fiscal_year=2021)

    @pytest.mark.parametrize(
        ("head", "fault"),
        [
            (HEAD.replace("filing/1", "filing/2"), "format：“selfeval-filing/2”应是 selfeval-filing/1"),
            (HEAD.replace("format: selfeval-filing/1\n", ""), "format：缺少，必须填写"),
            (HEAD.replace("framework: small\n", ""), "framework：缺少，必须填写"),
            (HEAD.replace("fiscal_year: 2021\n", ""), "fiscal_year：缺少，必须填写"),
            (HEAD.replace("2021", "二〇二一"), "fiscal_year：“二〇二一”应是1990到2999的整数，只写数字"),
            (HEAD.replace("2021", "21"), "fiscal_year：“21”应是1990到2999的整数"),
            (HEAD.replace("2021", "2021.5"), "fiscal_year：“2021.5”应是1990到2999的整数"),
        ],
    )
    def test_faults(self, head: str, fault: str) -> None:
        (told,) = faults_of("", head=head)

        assert told.startswith(fault)

    @pytest.mark.parametrize(
        "day",
        ["2022-13-01", "2022-02-30", "2022/3/10", "2022-3-10", "20220310", "今天", "２０２２-03-10", "٢٠٢٢-03-10"],
    )
    def test_days(self, day: str) -> None:
        assert faults_of(f"filed_on: {day}\n") == [f"filed_on：“{day}”应是日期，写成 2022-03-10"]

    def test_the_framework_is_named_before_it_is_read(self) -> None:
        assert framework_named_in(load("framework: example-2021@3\n")) == "example-2021@3"
        with pytest.raises(FileFaults, match="framework：缺少，必须填写"):
            framework_named_in(load("fiscal_year: 2021\n"))


class TestFields:
    """One value of each kind, and what is refused."""

    @pytest.mark.parametrize(
        ("written", "value"),
        [
            ("budget: 2424.03", Decimal("24240300")),
            ("budget: 0.000001", Decimal("0.01")),
            ("budget: 0", Decimal(0)),
            ("change: -484", Decimal("-4840000")),
            ("posts: 51", Decimal(51)),
            ("share: 82.5%", Decimal("0.825")),
            ("share: -1.8%", Decimal("-0.018")),
            ("factor: -1.25", Decimal("-1.25")),
            ("remark: 001001", "001001"),
            ("remark: no", "no"),
            ("remark: 12:30", "12:30"),
            ("remark: ' 两端有空格 '", " 两端有空格 "),
            ("held_on: 2021-12-31", date(2021, 12, 31)),
            ("is_new: true", True),
            ("is_new: false", False),
            ("method: 问卷", "问卷"),
            ("method: 001", "001"),
            ("items: []", ()),
            ("tasks: []", ()),
            ("tasks: [{}]", ({},)),
        ],
    )
    def test_kinds(self, written: str, value: Any) -> None:
        assert list(read(f"fields:\n  {written}\n").fields.values()) == [value]

    def test_rows(self) -> None:
        filing = read(
            "fields:\n"
            "  items: [{label: 甲, amount: 70}, {label: 乙, amount: -1.5, excluded: true, basis: 上级临时交办}]\n"
            "  tasks: [{task: 甲, cost: 1.5, people: 3, done: 50%, score: 0.5, due: 2021-06-30}, {task: 007}]\n"
        )

        assert filing.fields["items"] == (
            Item(label="甲", amount=Decimal(700000)),
            Item(label="乙", amount=Decimal(-15000), is_excluded=True, basis="上级临时交办"),
        )
        assert filing.fields["tasks"] == (
            {
                "task": "甲",
                "cost": Decimal(15000),
                "people": Decimal(3),
                "done": Decimal("0.5"),
                "score": Decimal("0.5"),
                "due": date(2021, 6, 30),
            },
            {"task": "007"},
        )

    @pytest.mark.parametrize(
        "written", ["budget:", 'budget: ""', "remark:", "method:", "is_new:", "held_on:", "items:", "tasks:"]
    )
    def test_what_is_empty_is_not_filled(self, written: str) -> None:
        assert read(f"fields:\n  {written}\n").fields == {}

    @pytest.mark.parametrize(
        ("written", "fault"),
        [
            ("budgett: 1", "fields.budgett：“budgett”不是这个框架的数据项"),
            ("budget: 1,234.50", "fields.budget：“1,234.50”不是数字"),
            ("budget: 12万元", "fields.budget：“12万元”不是数字"),
            ("budget: 1e3", "fields.budget：“1e3”不是数字"),
            ("budget: NaN", "fields.budget：“NaN”不是数字"),
            ("budget: １２", "fields.budget：“１２”不是数字"),
            ("budget: null", "fields.budget：“null”不是数字"),
            ("budget: 50%", "fields.budget：“50%”不是数字"),
            ("budget: [1]", "fields.budget：“一个列表”应是一段文字"),
            ("budget: {a: 1}", "fields.budget：“一组键值”应是一段文字"),
            ("budget: -0.01", "fields.budget：“-0.01”不能小于0"),
            ("budget: 0.0000001", "fields.budget：“0.0000001”细于1分：以万元计最多6位小数"),
            ("budget: 1234567890123456", "fields.budget：“1234567890123456”太大"),
            ("posts: 51.5", "fields.posts：“51.5”应是整数"),
            ("posts: -1", "fields.posts：“-1”不能小于0"),
            ("share: 0.825", "fields.share：“0.825”应写成带百分号的百分数，如 95%"),
            ("share: 82", "fields.share：“82”应写成带百分号的百分数，如 95%"),
            ("is_new: yes", "fields.is_new：“yes”应是 true、false 之一"),
            ("method: 电话", "fields.method：“电话”应是 问卷、走访、001 之一"),
            ("held_on: 2021-06-31", "fields.held_on：“2021-06-31”应是日期"),
            ("items: 70", "fields.items：“70”应是列表"),
            ("items: [70]", "fields.items[0]：“70”应是一组“键: 值”"),
            ("items: [{label: 甲}]", "fields.items[0].amount：缺少，必须填写"),
            ("items: [{label: 甲, amount: }]", "fields.items[0].amount：缺少，必须填写"),
            ("items: [{amount: 70}]", "fields.items[0].label：缺少，必须填写"),
            ("items: [{label: 甲, amount: 七十}]", "fields.items[0].amount：“七十”不是数字"),
            ("items: [{label: 甲, amount: 70, exclude: true}]", "fields.items[0].exclude：“exclude”是不认识的键"),
            ("items: [{label: 甲, amount: 70, excluded: 是}]", "fields.items[0].excluded：“是”应是 true、false 之一"),
            ("tasks: [{task: 甲, costs: 1}]", "fields.tasks[0].costs：“costs”是不认识的键"),
            ("tasks: [{task: 甲, done: 50}]", "fields.tasks[0].done：“50”应写成带百分号的百分数"),
            ("tasks: [{task: 甲}, {people: 1.5}]", "fields.tasks[1].people：“1.5”应是整数"),
        ],
    )
    def test_faults(self, written: str, fault: str) -> None:
        (told,) = faults_of(f"fields:\n  {written}\n")

        assert told.startswith(fault)
