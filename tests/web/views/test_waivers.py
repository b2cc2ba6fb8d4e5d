"""The bureau lets a finding stand from the review, and takes it back there."""

import re
from html import unescape

import pytest
from django.test import Client

from selfeval.domain.workflow import State
from selfeval.models import Filing, WaiverRow
from tests.factories import World, bring_to
from tests.web.conftest import SignedIn


def address(filing: Filing, rest: str) -> str:
    return f"/filings/{filing.public_id}/{rest}/"


@pytest.fixture
def submitted(world: World) -> Filing:
    return bring_to(world, State.SUBMITTED)


def asked(filing: Filing) -> dict[str, str]:
    row = filing.findings.filter(severity="warning").first()
    assert row is not None
    return {"check_code": row.check_code, "key": row.key}


def test_from_the_review_to_the_waiver_and_back(submitted: Filing, reviewer: Client) -> None:
    review = reviewer.get(address(submitted, "bureau-review")).content.decode()
    link = re.search(r'href="([^"]*waive-finding[^"]*)"', review)
    assert link is not None
    page = reviewer.get(unescape(link[1])).content.decode()
    assert "豁免后这一条不再拦住提交" in page
    sent = {**asked(submitted), "reason": "已与单位核实", "scope": "finding"}
    assert reviewer.post(address(submitted, "waive-finding"), sent).url == address(submitted, "bureau-review")
    review = reviewer.get(address(submitted, "bureau-review")).content.decode()
    assert "已豁免：已与单位核实（" in review
    reviewer.post(address(submitted, "end-waiver"), asked(submitted))
    assert "已豁免：" not in reviewer.get(address(submitted, "bureau-review")).content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"scope": "finding"}, "请写明豁免的理由"),
        ({"scope": "department", "reason": "好"}, "请填写截止日期"),
        ({"scope": "finding", "reason": "好", "until": "2022-02-30"}, "填写日期"),
        ({"scope": "finding", "reason": "好", "until": "2000-01-01"}, "已经过了"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_stored(
    submitted: Filing, reviewer: Client, sent: dict[str, str], words: str
) -> None:
    response = reviewer.post(address(submitted, "waive-finding"), {**asked(submitted), **sent})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not WaiverRow.objects.exists()


def test_units_cannot(world: World, submitted: Filing, signed_in: SignedIn) -> None:
    for person in (world.unit.preparer, world.unit.head):
        client = signed_in(person)
        assert client.get(address(submitted, "waive-finding"), asked(submitted)).status_code == 403
        for rest in ("waive-finding", "end-waiver"):
            assert client.post(address(submitted, rest), asked(submitted)).status_code == 403
    assert signed_in(world.other.preparer).get(address(submitted, "waive-finding")).status_code == 404
    assert not WaiverRow.objects.exists()


def test_a_finding_that_is_not_there_has_no_page(submitted: Filing, reviewer: Client) -> None:
    assert reviewer.get(address(submitted, "waive-finding"), {"check": "x", "key": "y"}).status_code == 404


def test_an_administrator_waives_before_the_first_submission(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.FILLING)
    client = signed_in(world.administrator)
    assert "waive-finding" in client.get(address(filing, "check")).content.decode()
    sent = {**asked(filing), "reason": "已与单位核实", "scope": "finding"}
    assert client.post(address(filing, "waive-finding"), sent).url == address(filing, "check")
    assert "已豁免：已与单位核实（" in client.get(address(filing, "check")).content.decode()
