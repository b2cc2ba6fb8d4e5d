"""The pages of the ledger: list with sums, entering, cancelling, the workbook."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from selfeval.domain.workflow import State
from selfeval.models import Filing, ResultUse
from tests.factories import World, bring_to
from tests.web.conftest import SignedIn

LIST, ENTER, XLSX = "/result-uses/", "/result-uses/enter/", "/result-uses/result-uses.xlsx"


@pytest.fixture
def finalised(world: World) -> Filing:
    return bring_to(world, State.FINALISED)


@pytest.fixture
def bureau(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.administrator)


def typed(filing: Filing, /, **changed: str) -> dict[str, str]:
    return {
        "filing": str(filing.public_id),
        "kind": "budget",
        "words": "核减2023年项目预算",
        "amount": "-120,000.50",
        "decided_on": "2022-03-10",
        "document_number": "财预〔2022〕3号",
    } | changed


def test_an_entry_is_made_listed_summed_and_cancelled(bureau: Client, finalised: Filing) -> None:
    assert "还没有登记过" in bureau.get(LIST).content.decode()
    page = bureau.get(f"{ENTER}?cycle=2021&filing={finalised.public_id}").content.decode()
    assert f'value="{finalised.public_id}" selected' in page
    assert "已登记综合办的结果应用" in bureau.post(ENTER, typed(finalised), follow=True).content.decode()
    shown = bureau.get(LIST).content.decode()
    assert shown.count("-120,000.50") == 2
    use = ResultUse.objects.get()
    cancel = f"{LIST}{use.pk}/cancel/"
    assert "冲销这一条？" in bureau.get(cancel).content.decode()
    empty = bureau.post(cancel, {"reason": " "})
    assert empty.status_code == 422
    assert "请写明冲销事由" in empty.content.decode()
    assert "原来的一条仍然留着" in bureau.post(cancel, {"reason": "文号写错"}, follow=True).content.decode()
    shown = bureau.get(LIST).content.decode()
    assert "已冲销：文号写错" in shown
    assert "金额合计" not in shown
    assert bureau.post(cancel, {"reason": "再来"}).status_code == 409
    assert "不能再冲销" in bureau.get(cancel).content.decode()
    of_filing = bureau.get(f"/filings/{finalised.public_id}/rectification-items/").content.decode()
    assert "核减2023年项目预算" in of_filing
    sheet = load_workbook(BytesIO(bureau.get(XLSX).getvalue())).active
    assert [row[5].value for row in sheet.iter_rows(min_row=5)] == [120000.5, -120000.5]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"filing": "00000000-0000-4000-8000-000000000000"}, "没有定稿的自评表"),
        ({"kind": ""}, "请选应用方式"),
        ({"words": ""}, "请写明内容"),
        ({"amount": ""}, "请填涉及金额"),
        ({"amount": "很多"}, "很多"),
        ({"decided_on": ""}, "请填决定日期"),
        ({"decided_on": "2999-1-1"}, "还没有到"),
    ],
)
def test_what_is_wrong_is_told_at_its_box(
    bureau: Client, finalised: Filing, changed: dict[str, str], words: str
) -> None:
    response = bureau.post(ENTER, typed(finalised, **changed))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not ResultUse.objects.exists()


def test_only_the_bureau_reads_and_only_administrators_write(
    world: World, signed_in: SignedIn, bureau: Client, finalised: Filing
) -> None:
    bureau.post(ENTER, typed(finalised))
    use = ResultUse.objects.get()
    reviewer = signed_in(world.reviewer)
    assert "登记一条" not in reviewer.get(LIST).content.decode()
    head = signed_in(world.unit.head)
    for client, addresses in ((reviewer, (ENTER, f"{LIST}{use.pk}/cancel/")), (head, (LIST, XLSX, ENTER))):
        for address in addresses:
            assert client.get(address).status_code == 403, address
    assert reviewer.post(ENTER, typed(finalised)).status_code == 403
    assert Client().get(LIST).url.startswith("/login/")
    assert ResultUse.objects.count() == 1
    assert "核减2023年" not in head.get(f"/filings/{finalised.public_id}/rectification-items/").content.decode()


def test_filters_and_empty_pages(world: World, bureau: Client) -> None:
    assert "还没有可以应用的结果" in bureau.get(LIST).content.decode()
    assert "没有可以登记的单位" in bureau.get(ENTER).content.decode()
    filing = bring_to(world, State.FINALISED)
    bureau.post(ENTER, typed(filing))
    bureau.post(ENTER, typed(filing, kind="praise", words="通报表扬", amount=""))
    assert "核减2023年" not in bureau.get(f"{LIST}?kind=praise").content.decode()
    assert "没有符合条件的记录" in bureau.get(f"{LIST}?q=没有").content.decode()
    assert bureau.get(f"{LIST}?kind=nothing").status_code == 400


def test_rows_cost_no_queries(world: World, bureau: Client, finalised: Filing) -> None:
    bureau.post(ENTER, typed(finalised))
    with CaptureQueriesContext(connection) as one:
        bureau.get(LIST)
    other = bring_to(world, State.FINALISED, world.other)
    bureau.post(ENTER, typed(other))
    bureau.post(ENTER, typed(other, decided_on=f"{timezone.localdate():%Y-%m-%d}"))
    with CaptureQueriesContext(connection) as three:
        bureau.get(LIST)
    assert ResultUse.objects.count() == 3
    assert len(one) == len(three)
