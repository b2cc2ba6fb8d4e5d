"""The official form: on the screen, as PDF, as a workbook; of a round, of the draft."""

from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest

from selfeval.domain.workflow import State
from selfeval.models import Filing
from tests.factories import World, bring_to
from tests.web.conftest import SignedIn
from tests.web.pages import version_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def address(filing: Filing, rest: str) -> str:
    return f"/filings/{filing.public_id}/{rest}"


@pytest.mark.parametrize(
    ("rest", "kind", "opening"), [("form.pdf", "application/pdf", b"%PDF-"), ("form.xlsx", XLSX, b"PK\x03\x04")]
)
def test_a_download_has_its_chinese_name(
    world: World, signed_in: SignedIn, rest: str, kind: str, opening: bytes
) -> None:
    filing = bring_to(world, State.FILLING)
    response = signed_in(world.unit.preparer).get(address(filing, rest))
    content = b"".join(response.streaming_content)
    assert response.status_code == 200
    assert response["Content-Type"] == kind
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    name = unquote(response["Content-Disposition"].partition("filename*=utf-8''")[2])
    assert name == f"综合办_2021年度部门整体支出绩效自评表.{rest.rpartition('.')[2]}"
    assert content.startswith(opening)


def test_the_workbook_holds_the_total_of_the_page(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.SUBMITTED)
    response = signed_in(world.reviewer).get(address(filing, "form.xlsx"))
    book = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)), data_only=True)
    values = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert 92 in values


@pytest.mark.parametrize(
    ("state", "status"), [(State.FILLING, "草稿"), (State.SUBMITTED, "已提交"), (State.FINALISED, "已定稿")]
)
def test_the_form_says_what_it_is(world: World, signed_in: SignedIn, state: State, status: str) -> None:
    filing = bring_to(world, state)
    text = signed_in(world.unit.head).get(address(filing, "official-form/")).content.decode()
    assert f">{status}</span>" in text
    assert "2,495.17" in text


def test_a_round_may_be_asked_for(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.RETURNED)
    client = signed_in(world.unit.preparer)
    text = client.get(address(filing, "official-form/?round=1")).content.decode()
    assert f'{address(filing, "form.pdf")}?round=1"' in text
    for wanted in ("2", "0", "x", "-1", "９", "99999999"):
        assert client.get(address(filing, f"official-form/?round={wanted}")).status_code == 404, wanted


def test_html_in_a_text_stays_text(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.FILLING)
    client = signed_in(world.unit.preparer)
    client.post(
        address(filing, "face/"), {"seen": version_of(filing), "department.head": "<img src=x onerror=alert(1)>"}
    )
    text = client.get(address(filing, "official-form/")).content.decode()
    assert "<img src=x" not in text
    assert "&lt;img src=x" in text
