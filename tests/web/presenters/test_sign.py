"""The head's summary: the money of the face and what is computed from it, and every lost point with its words."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from selfeval.domain.amounts import Rounding
from selfeval.domain.assessment import assess
from selfeval.domain.filing import Filing, IndicatorEntry
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.sign import Summary, summary_of
from tests.every_kind import every_kind
from tests.factories import domain_framework, sample

ID = UUID(int=5)
COMPLETION = "process.budget_execution.completion_rate"
LOST = [
    ("预算完成率", "0.00", "2", "-2.00"),
    ("预算调整率", "0.00", "2", "-2.00"),
    ("支付进度率", "0.00", "2", "-2.00"),
    ("资产管理安全性", "3.00", "4", "-1.00"),
    ("固定资产利用率", "0.00", "1", "-1.00"),
]


def summary(filing: Filing) -> Summary:
    return summary_of(assess(domain_framework(), filing), Addresses(public_id=ID, framework=domain_framework()))


def test_the_money_of_the_face_and_what_is_computed_from_it() -> None:
    found = summary(sample())
    assert [(fact.label, fact.text) for fact in found.money] == [
        ("上年结转金额", "—"),
        ("年初预算金额", "2,424.03"),
        ("预算调整金额", "484.00"),
        ("其他调整资金", "134.98"),
        ("预算执行金额", "2,495.17"),
        ("年末结余金额", "547.84"),
        ("全年预算数", "3,043.01"),
    ]
    assert found.money_unit == "万元"


def test_every_lost_point_is_told_with_its_words_and_its_place() -> None:
    found = summary(sample())
    assert [(each.name, each.filed, each.points, each.lost) for each in found.lost] == LOST
    assert found.lost_total == "8.00"
    first = found.lost[0]
    assert (first.actual, first.reason) == ("82.00%", sample().entry(COMPLETION).reason)
    assert first.url == f"/filings/{ID}/process/#indicators.{COMPLETION}"


def test_what_does_not_apply_loses_nothing() -> None:
    entry = replace(sample().entry(COMPLETION), is_applicable=False)
    filing = replace(sample(), indicators={**sample().indicators, COMPLETION: entry})
    assert [each.name for each in summary(filing).lost] == [name for name, *_ in LOST[1:]]


def test_what_must_be_dealt_with_comes_apart_from_what_is_explained() -> None:
    found = summary(replace(sample(), filed_on=None))
    assert [problem.box for problem in found.blocking] == ["filed_on"]
    assert len(found.warnings) == 5


def test_what_was_reached_is_told_whole() -> None:
    actual = {each.name: each.actual for each in summary(sample()).lost}
    assert actual["支付进度率"] == "3月末 18.24%、6月末 34.13%、9月末 43.60%、11月末 52.36%"


def test_points_that_were_given_are_what_was_reached() -> None:
    code = "kinds.manual"
    filing = Filing(framework="every-kind", fiscal_year=2021, indicators={code: IndicatorEntry(points=Decimal(7))})
    found = summary_of(assess(every_kind(), filing), Addresses(public_id=ID, framework=every_kind()))
    assert [(each.filed, each.actual) for each in found.lost] == [("7.00", "评定 7.00 分")]


def test_points_have_the_decimals_of_the_framework() -> None:
    framework = replace(domain_framework(), rounding=Rounding(points_places=3))
    found = summary_of(assess(framework, sample()), Addresses(public_id=ID, framework=framework))
    assert (found.lost_total, found.lost[0].filed, found.lost[0].lost) == ("8.000", "0.000", "-2.000")
