"""签章件: how it is made, brought, looked at, and where it is missed."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from selfeval.domain.workflow import Action, State
from selfeval.models import Filing, SealedScan, Submission
from tests.factories import World, bring_to, move
from tests.scans import picture
from tests.web.conftest import SignedIn

pytestmark = pytest.mark.django_db(transaction=True)


def page_of(filing: Filing) -> str:
    return f"/filings/{filing.public_id}/sealed-scan/"


def send(client: Client, filing: Filing, content: bytes, name: str = "盖章扫描.png", code: str = "") -> tuple[int, str]:
    data = {"file": SimpleUploadedFile(name, content), "code": code}
    response = client.post(page_of(filing), data, follow=True)
    return response.status_code, response.content.decode()


@pytest.fixture
def submitted(world: World) -> Filing:
    return bring_to(world, State.SUBMITTED)


@pytest.fixture
def code(submitted: Filing) -> str:
    return Submission.objects.get(filing=submitted).verification_code


def test_the_page_tells_how_and_the_scan_is_shown(
    world: World, signed_in: SignedIn, submitted: Filing, code: str
) -> None:
    client = signed_in(world.unit.preparer)
    text = client.get(page_of(submitted)).content.decode()
    assert code in text
    assert "加盖单位公章" in text
    assert "本批次不要求" in text
    status, text = send(client, submitted, picture(code))
    assert status == 200
    assert "校验码与这次提交的一致" in text
    assert "从二维码读出，一致" in text
    (address,) = set(re.findall(r'src="([^"]+/sealed-scan/[^"]+)"', text))
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert "sandbox" in response["Content-Security-Policy"]
    assert signed_in(world.other.preparer).get(address).status_code == 404
    assert signed_in(world.reviewer).get(address).status_code == 200
    assert client.get(f"{address}1/").status_code == 404


def test_a_refused_scan_says_why_and_keeps_the_typed_code(world: World, signed_in: SignedIn, submitted: Filing) -> None:
    client = signed_in(world.unit.head)
    status, text = send(client, submitted, picture(), code="ABCD")
    assert status == 422
    assert "请核对纸上页脚的校验码" in text
    assert 'value="ABCD"' in text
    status, text = send(client, submitted, b"MZ not a picture")
    assert status == 422
    assert "盖章扫描.png" in text
    status, text = send(client, submitted, picture(), name="扫描.exe")
    assert status == 422
    assert client.post(page_of(submitted)).status_code == 422
    assert not SealedScan.objects.exists()


def test_nothing_to_do_before_submission_and_for_others(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.FILLING)
    client = signed_in(world.unit.preparer)
    assert "还没有签发提交" in client.get(page_of(filing)).content.decode()
    assert client.post(page_of(filing)).status_code == 409
    assert signed_in(world.other.head).get(page_of(filing)).status_code == 404


def test_reviewer_and_head_are_told_that_it_is_missing(
    world: World, signed_in: SignedIn, submitted: Filing, code: str
) -> None:
    world.cycle.requires_sealed_scan = True
    world.cycle.save(update_fields=["requires_sealed_scan"])
    review, sign = f"/filings/{submitted.public_id}/bureau-review/", f"/filings/{submitted.public_id}/sign-off/"
    missing = "本批次须有签章件才能定稿"
    assert missing in signed_in(world.unit.head).get(sign).content.decode()
    assert missing in signed_in(world.reviewer).get(review).content.decode()
    assert missing in signed_in(world.unit.preparer).get(page_of(submitted)).content.decode()
    send(signed_in(world.unit.preparer), submitted, picture(code))
    assert "签章件已上传" in signed_in(world.reviewer).get(review).content.decode()


def test_a_new_submission_asks_for_a_new_scan(world: World, signed_in: SignedIn, submitted: Filing, code: str) -> None:
    client = signed_in(world.unit.preparer)
    send(client, submitted, picture(code))
    submitted.refresh_from_db()
    move(submitted, world.unit.head, Action.WITHDRAW, comment="改一处")
    submitted.refresh_from_db()
    move(submitted, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    submitted.refresh_from_db()
    move(submitted, world.unit.head, Action.SIGN)
    assert "还没有签章件" in client.get(page_of(submitted)).content.decode()
