"""Years in file names, and the places evidence may be attached to."""

from datetime import date

import pytest

from selfeval.domain.evidence import EvidenceFact, evidence_places, of_indicator, years_named
from tests.factories import domain_framework


@pytest.mark.parametrize(
    ("name", "years"),
    [
        ("2021年决算报表.pdf", {2021}),
        ("决算报表2021.pdf", {2021}),
        ("会议纪要20210305.docx", {2021}),
        ("会议纪要2021-03-05.docx", {2021}),
        ("会议纪要2021.3.5.docx", {2021}),
        ("202103台账.xlsx", {2021}),
        ("2020-2022年规划.pdf", {2020, 2022}),
        ("财预〔2013〕53号.pdf", set()),
        ("晋财预(2013)53号文.pdf", set()),
        ("IMG_120210305.jpg", set()),
        ("发票号20213456789.pdf", set()),
        ("报表.pdf", set()),
    ],
)
def test_years_a_name_tells(name: str, years: set[int]) -> None:
    assert years_named(name) == years


def test_places_are_leaves_and_nodes_of_own_indicators() -> None:
    codes = [place.code for place in evidence_places(domain_framework())]
    assert len(codes) == len(domain_framework().leaves)
    assert [place.code for place in evidence_places(domain_framework("general-2020")) if place.own_groups]


def test_evidence_of_an_indicator() -> None:
    facts = [
        EvidenceFact(name=name, sha256=name, indicators=codes, uploaded_on=date(2022, 3, 1))
        for name, codes in (("a", ("x", "y")), ("b", ()))
    ]
    assert [each.name for each in of_indicator(facts, "y", "z")] == ["a"]
    assert facts[0].places == ("indicators.x", "indicators.y")
    assert facts[1].places == ("evidence",)
