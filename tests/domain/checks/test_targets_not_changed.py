"""A target that was approved: changed on the form itself, changed since the round before, with a reason or without."""

from dataclasses import replace

import pytest

from selfeval.domain.assessment import assess
from selfeval.domain.files import Plain
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from tests.domain.one_own_indicator import NODE, assessed_rows, own_framework, row

CHECK = "targets_not_changed_after_approval"
BOX = f"indicators.{NODE}.own_1"
WHY = "经主管部门批准，按调整预算的批复核减"


def found(now: list[dict[str, Plain]], before: list[dict[str, Plain]] | None = None) -> list[Finding]:
    """What is told of the rows `now`, where the rows `before` were returned."""
    framework = own_framework(node={"own_indicators": ["数量", "质量"]})
    submitted = None if before is None else assessed_rows(framework, *before).filing
    filing = assessed_rows(framework, *now).filing
    return [each for each in assess(framework, filing, submitted=submitted).findings if each.check == CHECK]


def words(target: str, **keys: Plain) -> dict[str, Plain]:
    return row("qualitative", target, "已完成", coefficient="90%", **keys)


def test_a_target_adjusted_without_a_reason() -> None:
    (finding,) = found([row(target="100", adjusted_target="80", actual="80", unit="件")])

    assert (finding.severity, finding.where[0]) == (Severity.ERROR, f"{BOX}.reason")
    assert finding.message.startswith("某项的指标值100件，全年调整为80件，没有写原因")
    assert finding.blocks_submission


@pytest.mark.parametrize(
    "keys",
    [
        {"adjusted_target": "80", "reason": WHY},
        {"adjusted_target": "100"},
        {"adjusted_target": "100.0"},
        {},
    ],
)
def test_one_with_a_reason_or_not_adjusted_at_all(keys: dict[str, Plain]) -> None:
    assert found([row(target="100", unit="件", **keys)]) == []


def test_words_adjusted_without_a_reason() -> None:
    assert [each.expected for each in found([words("建成3个站点", adjusted_target="建成2个站点")])] == ["“建成3个站点”"]
    assert found([words("建成3个站点", adjusted_target="建成 3个站点。")]) == []


def test_a_target_changed_since_it_was_returned() -> None:
    (finding,) = found([row(target="80", unit="件")], [row(target="100", unit="件")])

    assert (finding.expected, finding.found) == ("100件", "80件")
    assert "上一轮报送的是100件" in finding.message


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ([row(target="100")], [row(target="100.00")]),
        ([row(target="80", reason="按退回意见更正录入差错")], [row(target="100")]),
        # A target filled in, another indicator, and two of one name, are not changes that are known.
        ([row(target="80")], [row(target=None)]),
        ([row(target="80", name="另一项")], [row(target="100")]),
        ([row(target="80", group="质量")], [row(target="100")]),
        ([row(target="80"), row(target="90")], [row(target="100")]),
        ([row(target="80")], [row(target="100"), row(target="90")]),
        ([row(target="80")], []),
    ],
)
def test_what_is_no_change_since_then(now: list[dict[str, Plain]], before: list[dict[str, Plain]]) -> None:
    assert found(now, before) == []


def test_a_percentage_is_not_the_same_number() -> None:
    (finding,) = found([row(target="95%", actual="96%")], [row(target="98%", actual="96%")])

    assert (finding.expected, finding.found) == ("98%", "95%")


def test_without_the_round_before_nothing_is_said_of_it() -> None:
    framework = own_framework()
    assessment = assessed_rows(framework, row(target="80"))

    assert [each for each in assessment.findings if each.check == CHECK] == []
    assert replace(assessment.filing, own_indicators=()).own_indicators == ()
