"""Numbers in running text: what is read, with its measure and precision, and what is left alone."""

import pytest

from selfeval.domain.narrative.quantities import quantities


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("预算１２．５万元", [("１２．５万元", "125000.0", "1000.0")]),
        (
            "全年1,388.70万元，另12000.00元",
            [("1,388.70万元", "13887000.00", "100.00"), ("12000.00元", "12000.00", "0.01")],
        ),
        ("支出为.36万元", [(".36万元", "3600.00", "100.00")]),
        ("变动率为-1.8%", [("-1.8%", "-0.018", "0.001")]),
        ("1-10月完成80%", [("80%", "0.80", "0.01")]),
        ("五千万元", [("五千万元", "50000000", "10000")]),
        ("12万人次参加", [("12万人次", "120000", "10000")]),
        ("194.9194.9100%", []),
        ("提高0.5个百分点，历时5个月，第三次会议", []),
    ],
)
def test_numbers_are_read_with_their_precision(text: str, read: list[tuple[str, str, str]]) -> None:
    assert [(each.quote, str(each.value), str(each.step)) for each in quantities(text)] == read


@pytest.mark.parametrize("run", ["1" * 200_000, "1," * 100_000, "1." * 100_000, "一" * 100_000])
def test_endless_digits_are_no_number_and_take_no_time(run: str) -> None:
    assert [each.quote for each in quantities(f"{run}万元，支出5万元")] == ["5万元"]
