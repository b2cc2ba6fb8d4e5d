"""Excel 填报: down, filled, up, looked over, stored; and what is refused on the way."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache, partial
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook, load_workbook
from pytest_django import DjangoAssertNumQueries

from selfeval.domain.workflow import Action
from selfeval.imports import apart
from selfeval.imports.filing_workbook import marking
from selfeval.imports.flat import flat_cells
from selfeval.models import Event, EventAction, Filing, PendingUpload
from selfeval.queries.snapshots import filing_snapshot
from selfeval.services.changes import FigureChange, NarrativeChange
from selfeval.services.pins import add_pin
from selfeval.web.views import filing_workbook, workbook_reading
from tests.at_once import at_once
from tests.factories import NOW, World, make_filing, move, save
from tests.filled_workbooks import cell_of, edited, free_cell
from tests.web.conftest import SignedIn

BOX = "fields.closing_balance"
STORED = "已从工作簿存入 1 处"
FLAT = "selfeval.imports.flat:flat_cells"


@cache
def flat_once(name: str, content: bytes) -> Any:
    return flat_cells(name, content, {})


_DOWNLOADED: dict[tuple[str, int], bytes] = {}


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same readers without a process of their own, which take a second each."""

    def read_here(work: str, name: str, content: bytes, options: Any) -> Any:
        return flat_once(name, content) if work == FLAT else marking.marked(name, content, options)

    monkeypatch.setattr(workbook_reading, "read_apart", read_here)
    monkeypatch.setattr(filing_workbook, "read_apart", read_here)


def down(client: Client, filing: Filing) -> bytes:
    """The workbook; one and the same for a filing at one version, so made once."""
    key = str(filing.public_id), filing.version
    if key not in _DOWNLOADED:
        response = client.get(f"/filings/{filing.public_id}/fill-workbook.xlsx")
        assert response.status_code == 200
        _DOWNLOADED[key] = b"".join(response.streaming_content)  # type: ignore[arg-type]
    return _DOWNLOADED[key]


def up(client: Client, filing: Filing, content: bytes, name: str = "填报.xlsx") -> str:
    """The address of what was uploaded."""
    file = SimpleUploadedFile(name, content)
    response = client.post(f"/filings/{filing.public_id}/fill-workbook/", {"file": file})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def put(box: str, value: Any, head: str = "填写") -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        cell_of(book, box, head).value = value

    return edit


def both(*edits: Callable[[Workbook], None]) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        for each in edits:
            each(book)

    return edit


def confirmed(client: Client, address: str, filing: Filing, **choices: str) -> HttpResponse:
    """The answer to a yes; where it leads back to the page to upload on, that page."""
    version = Filing.objects.get(pk=filing.pk).version
    response = client.post(address, {"version": version, **choices})
    back = f"/filings/{filing.public_id}/fill-workbook/"
    return client.get(back) if response.status_code == 302 and response["Location"] == back else response


def test_what_is_filled_in_excel_is_shown_then_stored(preparer: Client, filled: Filing) -> None:
    text = "本单位负责机关后勤保障。"
    address = up(preparer, filled, edited(down(preparer, filled), both(put(BOX, 600.5), put("narratives.other", text))))
    page = preparer.get(address).content.decode()
    assert "将改 2 处" in page
    assert "547.84" in page
    assert "600.50" in page
    assert filing_snapshot(filing=filled).fields["closing_balance"] == Decimal("5478400.00")
    leads_to = confirmed(preparer, address, filled)["Location"]
    assert "已从工作簿存入 2 处" in preparer.get(leads_to).content.decode()
    stored = filing_snapshot(filing=Filing.objects.get(pk=filled.pk))
    assert stored.fields["closing_balance"] == Decimal("6005000.00")
    assert stored.narratives["other"] == text
    event = Event.objects.get(filing=filled, action=EventAction.WORKBOOK_IMPORTED)
    assert event.data["file"] == "填报.xlsx"
    assert not PendingUpload.objects.exists()


def test_i10_the_same_file_twice_in_two_tabs_is_stored_once(preparer: Client, filled: Filing) -> None:
    content = edited(down(preparer, filled), put(BOX, 600.5))
    first, second = up(preparer, filled, content), up(preparer, filled, content)
    seen = filled.version
    assert confirmed(preparer, first, filled).status_code == 302
    version = Filing.objects.get(pk=filled.pk).version
    again = preparer.post(second, {"version": seen})
    assert again.status_code == 409
    assert "没有变化" in again.content.decode()
    assert "已经处理过" in confirmed(preparer, first, filled).content.decode()
    assert "没有变化" in confirmed(preparer, second, filled).content.decode()
    assert Filing.objects.get(pk=filled.pk).version == version == seen + 1


def yes_at_once(tabs: list[Client], filing: Filing, addresses: list[str]) -> list[str]:
    """What each of `tabs`, all showing the same version, is told after all of them said yes at the same moment."""
    version = {"version": filing.version}
    answers = at_once([partial(tab.post, each, version) for tab, each in zip(tabs, addresses, strict=True)])
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    told = []
    for tab, answer in zip(tabs, answers, strict=True):
        page = (tab.get(answer["Location"]) if answer.status_code == 302 else answer).content.decode()
        told.append(next(words for words in (STORED, "没有变化", "已经处理过") if words in page))
    return sorted(told)


@pytest.mark.django_db(transaction=True)
def test_i10_two_tabs_that_say_yes_at_once_store_once(world: World, filing: Filing, signed_in: SignedIn) -> None:
    tabs = [signed_in(world.unit.preparer) for _ in range(3)]
    content = edited(down(tabs[0], filing), put(BOX, 600.5))
    assert yes_at_once(tabs, filing, [up(tab, filing, content) for tab in tabs]) == [STORED, "没有变化", "没有变化"]
    assert Filing.objects.get(pk=filing.pk).version == filing.version + 1
    assert Event.objects.filter(filing=filing, action=EventAction.WORKBOOK_IMPORTED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_i10_one_upload_said_yes_to_in_two_tabs_is_stored_once(
    world: World, filing: Filing, signed_in: SignedIn
) -> None:
    tabs = [signed_in(world.unit.preparer) for _ in range(2)]
    address = up(tabs[0], filing, edited(down(tabs[0], filing), put(BOX, 600.5)))
    told = yes_at_once(tabs, filing, [address, address])
    # The second asks for the very same: it was stored, it changes nothing, or its file is gone, as it comes.
    assert STORED in told
    assert Filing.objects.get(pk=filing.pk).version == filing.version + 1
    assert Event.objects.filter(filing=filing, action=EventAction.WORKBOOK_IMPORTED).count() == 1


def test_what_others_typed_meanwhile_is_not_overwritten_by_cells_nobody_touched(
    world: World, preparer: Client, filled: Filing
) -> None:
    content = edited(down(preparer, filled), put("narratives.other", "改过的文字"))
    save(filled, world.unit.preparer, "budget", FigureChange(code="closing_balance", value=Decimal(1)))
    confirmed(preparer, up(preparer, filled, content), filled)
    stored = filing_snapshot(filing=Filing.objects.get(pk=filled.pk))
    assert stored.fields["closing_balance"] == Decimal("1.00")
    assert stored.narratives["other"] == "改过的文字"


def test_a_box_that_others_changed_too_is_a_choice(world: World, preparer: Client, filled: Filing) -> None:
    content = edited(down(preparer, filled), put("narratives.other", "我在表里写的"))
    save(filled, world.unit.preparer, "narratives", NarrativeChange(code="other", text="别人写的"))
    address = up(preparer, filled, content)
    page = preparer.get(address).content.decode()
    assert "也改了这里" in page
    assert "保留网页上的" in page
    unanswered = confirmed(preparer, address, filled)
    assert unanswered.status_code == 422
    assert "还有 1 处没有选用谁的" in unanswered.content.decode()
    again = up(preparer, filled, content)
    kept = confirmed(preparer, again, filled, **{"choice.narratives.other": "page"})
    assert "都选了保留网页上的" in kept.content.decode()
    assert filing_snapshot(filing=Filing.objects.get(pk=filled.pk)).narratives["other"] == "别人写的"
    confirmed(preparer, address, filled, **{"choice.narratives.other": "file"})
    assert filing_snapshot(filing=Filing.objects.get(pk=filled.pk)).narratives["other"] == "我在表里写的"


def test_i08_one_wrong_cell_keeps_all_from_being_stored(preparer: Client, filled: Filing) -> None:
    edit = both(put(BOX, "五百万"), put("narratives.other", "好的文字"), put("filed_on", "去年"))
    address = up(preparer, filled, edited(down(preparer, filled), edit))
    page = preparer.get(address)
    assert page.status_code == 422
    words = page.content.decode()
    assert "没有存：2 处要改" in words
    assert "五百万" in words
    assert preparer.post(address, {"version": filled.version}).status_code == 422
    assert Filing.objects.get(pk=filled.pk).version == filled.version
    response = preparer.get(f"{address}marked.xlsx")
    marked = load_workbook(BytesIO(b"".join(response.streaming_content)))  # type: ignore[arg-type]
    assert marked.sheetnames[0] == "错误清单"
    listed = [[cell.value for cell in row] for row in marked["错误清单"].iter_rows(min_row=5)]
    assert {row[3] for row in listed} == {"五百万", "去年"}
    cell = cell_of(marked, BOX)
    assert cell.fill.start_color.rgb.endswith("FFC9C4")
    assert "不是数字" in cell.comment.text
    assert cell_of(marked, "narratives.other").value == "好的文字"


def test_the_marked_workbook_mended_is_taken(preparer: Client, filled: Filing) -> None:
    address = up(preparer, filled, edited(down(preparer, filled), put(BOX, "五百万")))
    marked = b"".join(preparer.get(f"{address}marked.xlsx").streaming_content)  # type: ignore[arg-type]
    mended = up(preparer, filled, edited(marked, put(BOX, 500)))
    assert "将改 1 处" in preparer.get(mended).content.decode()


def test_a_file_that_is_none_cannot_be_marked_and_says_so(preparer: Client, filled: Filing) -> None:
    address = up(preparer, filled, b"a,b,c\n1,2,3\n")
    assert "是文本或 CSV" in preparer.get(address).content.decode()
    assert "没法在里面标红" in preparer.get(f"{address}marked.xlsx", follow=True).content.decode()


def test_no_file_at_all_is_asked_for(preparer: Client, filled: Filing) -> None:
    response = preparer.post(f"/filings/{filled.public_id}/fill-workbook/", {})
    assert response.status_code == 422
    assert "请选一个文件" in response.content.decode()


def test_cleared_boxes_and_noise_are_told(preparer: Client, filled: Filing) -> None:
    edit = both(put("narratives.other", None), put(BOX, 600.4999999999999))
    words = preparer.get(up(preparer, filled, edited(down(preparer, filled), edit))).content.decode()
    assert "清空 1 处" in words
    assert "存的是 600.4999999999999，按 600.5 读入" in words


def test_what_no_workbook_can_hold_is_left_out_of_the_marks(preparer: Client, filled: Filing) -> None:
    def edit(book: Workbook) -> None:
        free_cell(book, "items.budget_adjustment_items", 1, "金额（万元）").value = "七_x0001_十"

    address = up(preparer, filled, edited(down(preparer, filled), edit))
    response = preparer.get(f"{address}marked.xlsx")
    marked = load_workbook(BytesIO(b"".join(response.streaming_content)))  # type: ignore[arg-type]
    assert "“七十”不是数字" in str(marked["错误清单"]["E5"].value)


def test_i07_the_workbook_of_another_filing_is_refused(
    world: World, preparer: Client, filled: Filing, signed_in: SignedIn
) -> None:
    other = make_filing(world, world.other)
    foreign = down(signed_in(world.other.preparer), other)
    words = preparer.get(up(preparer, filled, foreign)).content.decode()
    assert "这是别的单位的工作簿" in words
    forged = edited(down(preparer, filled), lambda book: book["_身份"].__setitem__("B8", "999"))
    assert "被改动过" in preparer.get(up(preparer, filled, forged)).content.decode()


def test_i09_what_was_saved_meanwhile_is_shown_again(world: World, preparer: Client, filled: Filing) -> None:
    address = up(preparer, filled, edited(down(preparer, filled), put(BOX, 600.5)))
    save(filled, world.unit.preparer, "narratives", NarrativeChange(code="other", text="别人写的"))
    response = preparer.post(address, {"version": filled.version})
    assert response.status_code == 409
    assert "又有人在网页上保存过" in response.content.decode()
    assert filing_snapshot(filing=filled).fields["closing_balance"] == Decimal("5478400.00")


def test_i09_a_filing_that_left_the_unit_takes_no_workbook(world: World, preparer: Client, filled: Filing) -> None:
    address = up(preparer, filled, edited(down(preparer, filled), put(BOX, 600.5)))
    move(Filing.objects.get(pk=filled.pk), world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    assert confirmed(preparer, address, filled).status_code == 409
    assert preparer.get(f"/filings/{filled.public_id}/fill-workbook/").status_code == 409
    assert filing_snapshot(filing=filled).fields["closing_balance"] == Decimal("5478400.00")


def test_i12_a_reader_that_dies_is_told_and_the_pages_go_on(
    preparer: Client, filing: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_reading, "read_apart", lambda _, *given: apart.read_apart("os:abort", *given))
    response = preparer.get(up(preparer, filing, b"PK whatever"))
    assert response.status_code == 422
    assert "要用的内存或时间太多" in response.content.decode()
    assert Filing.objects.get(pk=filing.pk).version == filing.version
    assert preparer.get(f"/filings/{filing.public_id}/fill-workbook/").status_code == 200


def test_an_upload_is_for_who_uploaded_it(world: World, preparer: Client, filled: Filing) -> None:
    address = up(preparer, filled, down(preparer, filled))
    PendingUpload.objects.update(uploaded_by=world.unit.head)
    assert "已经处理过" in preparer.get(address, follow=True).content.decode()
    assert preparer.get(f"{address}marked.xlsx").status_code == 404
    nowhere = f"/filings/{filled.public_id}/fill-workbook/{uuid4()}/"
    assert preparer.get(nowhere).status_code == 302


def test_the_page_leads_there(preparer: Client, filled: Filing) -> None:
    assert (
        f"/filings/{filled.public_id}/fill-workbook/"
        in preparer.get(f"/filings/{filled.public_id}/face/").content.decode()
    )
    page = preparer.get(f"/filings/{filled.public_id}/fill-workbook/").content.decode()
    assert "下载填报工作簿" in page


def test_queries_do_not_grow_with_what_is_changed(
    preparer: Client, filled: Filing, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    content = down(preparer, filled)
    one = up(preparer, filled, edited(content, put(BOX, 1)))
    many = up(preparer, filled, edited(content, both(*(put(box, 1) for box in _FIGURES))))
    for address in (one, many):
        with django_assert_max_num_queries(30):
            preparer.get(address)


_FIGURES = (
    BOX,
    "fields.original_budget",
    "fields.actual_expenditure",
    "fields.authorised_posts",
    "fields.staff_on_post",
)


def test_what_a_return_left_locked_is_marked_and_left_as_it_is(
    world: World, preparer: Client, filled: Filing, signed_in: SignedIn
) -> None:
    filing = move(move(filled, world.unit.preparer, Action.SEND_FOR_SIGNATURE), world.unit.head, Action.SIGN)
    copy = filing.submissions.get()
    add_pin(actor=world.reviewer, submission_id=copy.pk, place="narratives.other", words="请写明联系人", now=NOW)
    filing = move(filing, world.reviewer, Action.RETURN, comment="请按批注修改")
    content = down(preparer, filing)
    locked = put("narratives.mandate", "锁定的也改了。")
    address = up(preparer, filing, edited(content, both(locked, put("narratives.other", "联系人是财务室。"))))
    page = preparer.get(address).content.decode()
    assert "将改 1 处" in page
    assert page.count("退回时没有开放，不存") == 2
    assert "确认存入 1 处" in page
    leads_to = confirmed(preparer, address, filing)["Location"]
    assert STORED in preparer.get(leads_to).content.decode()
    kept = filing_snapshot(filing=Filing.objects.get(pk=filing.pk)).narratives
    assert kept["other"] == "联系人是财务室。"
    assert kept["mandate"] != "锁定的也改了。"

    address = up(preparer, filing, edited(content, locked))
    page = preparer.get(address).content.decode()
    assert "没有可以存的" in page
    assert "确认存入" not in page
    assert "退回时没有开放" in confirmed(preparer, address, filing).content.decode()
