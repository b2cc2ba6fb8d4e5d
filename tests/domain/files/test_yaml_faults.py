"""A text that is no YAML is told in Chinese, at the slip itself, with what to write instead."""

import re
from collections.abc import Iterator

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from selfeval.domain.files import FileFaults, load, read_framework, yaml_text


@pytest.fixture(scope="module", params=["CSafeLoader", "SafeLoader"], autouse=True)
def _both_parsers(request: pytest.FixtureRequest) -> Iterator[None]:
    """The parser in C and the one in Python say the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_text, "_LOADER", getattr(yaml, request.param))
        yield


def fault_in(text: str) -> str:
    with pytest.raises(FileFaults) as caught:
        load(text)
    (fault,) = caught.value.faults
    return str(fault)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "a: 1\ncaps:\n  - {rate: x, in: [60%, 80%), total_at_most: 45}\nb: 2\n",
            '第3行第19列：不是有效的 YAML：区间要写在引号里："[60%, 80%)"',
        ),
        ("range: [0%, )\n", '第1行第8列：不是有效的 YAML：区间要写在引号里："[0%, )"'),
        ("bands: [{in: (0%, 5%], points: 2}]\n", '第1行第14列：不是有效的 YAML：区间要写在引号里："(0%, 5%]"'),
        ("a:\n\tb: 1\n", "第2行第1列：不是有效的 YAML：缩进用了制表符（Tab），请改成空格"),
        ("a:\n  b: 1\n \tc: 1\n", "第3行第2列：不是有效的 YAML：缩进用了制表符（Tab），请改成空格"),
        ("name:甲\npoints: 5\n", "第1行第5列：不是有效的 YAML：冒号要用英文的，后面空一格：name: …"),
        ("name：甲\npoints: 5\n", "第1行第5列：不是有效的 YAML：冒号要用英文的，后面空一格：name: …"),
        ("a: [1, 2\nb: 3\n", "第1行第4列：不是有效的 YAML：这里的“[”没有配对的“]”，"),
        ("a:\n  - {b: 1, c: 2\nd: 3\n", "第2行第5列：不是有效的 YAML：这里的“{”没有配对的“}”，"),
        ("a: 'b\nc: 1\n", "第1行第4列：不是有效的 YAML：这里的引号 ' 没有配对的另一半"),
        ('a: 1\nb: "c\n', '第2行第4列：不是有效的 YAML：这里的引号 " 没有配对的另一半'),
        ("a: b: c\n", "第1行第5列：不是有效的 YAML：这一行有两个冒号，值里有冒号的，请把整个值写在引号里"),
        ("a: @b\n", "第1行第4列：不是有效的 YAML：“@”不能作值的开头，请把整个值写在引号里"),
        ("a: %b\n", "第1行第4列：不是有效的 YAML：“%”不能作值的开头，请把整个值写在引号里"),
        ("a: 1\n b: 2\n", "第2行第3列：不是有效的 YAML：缩进与前后不一致，或者缺冒号："),
        ("- a\nb: 1\n", "第2行第1列：不是有效的 YAML：缩进与前后不一致，或者缺冒号："),
        ('a: "\\q"\n', "不是有效的 YAML：双引号里的“\\”是转义符，请改用单引号"),
        ("a: 1\nb: x\x07y\n", "第2行第5列：不是有效的 YAML：含有看不见的控制字符，请删去"),
    ],
)
def test_the_slip_is_told_at_its_place(text: str, told: str) -> None:
    assert told in fault_in(text)


@given(text=st.text(alphabet="ab:-[](){}'\"#,? \n\t%@\\：", max_size=50) | st.text(max_size=30))
def test_no_english_is_left(text: str) -> None:
    try:
        load(text)
    except FileFaults as refused:
        for fault in refused.faults:
            if fault.expected.startswith("不是有效的 YAML："):
                # What follows a further colon is quoted from the file.
                assert not re.search("[a-z]{3,}", fault.expected.split("：")[1])


def faults_of_framework(part: str) -> list[str]:
    with pytest.raises(FileFaults) as caught:
        read_framework(f"format: selfeval-framework/1\n{part}")
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("caps: [{rate: a, in: [60%, 80%], total_at_most: 9}]", 'caps[0].in：区间要写在引号里："[60%, 80%]"'),
        (
            "caps: [{rate: a, in: (60%, 80%), total_at_most: 9}]",
            'caps[0].in：“(60%”不是区间：有逗号，要写在引号里，如 "[80%, 90%)"',
        ),
        (
            "rounding: {mode:truncate, rate_places: 2}",
            "rounding.mode:truncate：“mode:truncate”是不认识的键；冒号要用英文的，后面空一格；这里可用：",
        ),
    ],
)
def test_slips_that_are_yaml_all_the_same(part: str, told: str) -> None:
    assert any(fault.startswith(told) for fault in faults_of_framework(part))
