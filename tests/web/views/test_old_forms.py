"""核对旧表: read, shown to its owner alone, taken into a filing box by box, never over what is typed without a yes."""

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from selfeval.imports.limits import refused
from selfeval.imports.report import report_of
from selfeval.models import Event, EventAction, Filing, PendingUpload
from selfeval.queries.snapshots import filing_snapshot
from selfeval.services.changes import FaceChange, FigureChange
from selfeval.web.views import old_forms
from tests.factories import World, save
from tests.imports.samples import FIVE, word
from tests.imports.test_understanding import HEAD
from tests.web.conftest import SignedIn
from tests.web.views.test_access import own_patterns

FORM = word(*HEAD, FIVE)
CONFLICT = "fields.original_budget"


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader's own process is tested with the reader."""

    def read(work: str, name: str, content: bytes, options: Mapping[str, Any]) -> Any:
        assert work == "selfeval.imports.report:report_of"
        return json.loads(json.dumps(report_of(name, content, options)))

    monkeypatch.setattr(old_forms, "read_apart", read)


def uploaded(client: Client, content: bytes = FORM, name: str = "旧表.docx") -> str:
    """The address of the report of an upload."""
    answer = client.post("/check-form/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302
    return str(answer["Location"])


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def draft_address(report: str, filing: Filing) -> str:
    return f"{report}draft/{filing.public_id}/"


def sent(page: str, **values: Any) -> dict[str, Any]:
    """What the page would send, with `values`."""
    found = {key: re.search(rf'name="{key}" value="([^"]+)"', page) for key in ("version", "request_id")}
    return {**{key: match[1] for key, match in found.items() if match}, **values}


def test_this_module_knows_every_address_and_all_are_behind_the_login(world: World) -> None:
    upload, filing = uuid4(), uuid4()
    mine = f"/check-form/{upload}/"
    addresses = {
        "check-form/": "/check-form/",
        "check-form/<uuid:upload_id>/": mine,
        "check-form/<uuid:upload_id>/findings.json": f"{mine}findings.json",
        "check-form/<uuid:upload_id>/discard/": f"{mine}discard/",
        "check-form/<uuid:upload_id>/draft/<uuid:public_id>/": f"{mine}draft/{filing}/",
    }
    assert {each for each in own_patterns() if each.startswith("check-form/")} == set(addresses)
    for address in addresses.values():
        for answer in (Client().get(address), Client().post(address)):
            assert (answer.status_code, answer["Location"].startswith("/login/")) == (302, True)
    enforcing = Client(enforce_csrf_checks=True)
    enforcing.force_login(world.unit.preparer)
    assert enforcing.post("/check-form/", {"text": "字"}).status_code == 403


def test_a_file_is_read_and_told(preparer: Client, filing: Filing) -> None:
    text = text_of(preparer, uploaded(preparer))

    assert "部门整体支出绩效自评表（jinzhong-2021@1）" in text
    assert "上年结转金额还没有填" in text
    assert '<td data-l="原文">' in text
    assert draft_address("", filing) in text
    assert "0000-0000000" not in text
    assert [each.purpose for each in PendingUpload.objects.all()] == ["old_form"]
    assert "旧表.docx" in text_of(preparer, "/check-form/")


def test_pasted_text_is_read_with_its_words_marked(preparer: Client) -> None:
    answer = preparer.post("/check-form/", {"text": "2023年度某办绩效自评\n今年以来以来，共受理3件。<b>"}, follow=True)
    text = answer.content.decode()

    assert "今年<mark>以来以来</mark>，共受理3件。&lt;b&gt;" in text
    assert "没有认出，只检查文字" in text


def test_the_findings_file_is_that_of_the_command(preparer: Client, world: World) -> None:
    answer = preparer.get(f"{uploaded(preparer)}findings.json")
    document = json.loads(answer.content)

    assert document["format"] == "selfeval-findings/1"
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "请选一个文件，或者粘贴文字，两样选一样"),
        ({"file": ("a.docx", b"broken")}, "已损坏"),
        ({"file": ("a.doc", b"x")}, "请另存为 .docx 或 .xlsx"),
        ({"file": ("a.txt", b"")}, "是空文件"),
        ({"file": ("a.txt", b"x"), "text": "y"}, "两样选一样"),
        ({"text": "字" * 200_001}, "最多 200,000 字"),
    ],
)
def test_what_cannot_be_read_is_told_and_not_kept(preparer: Client, data: dict[str, Any], words: str) -> None:
    made = {key: SimpleUploadedFile(*value) if isinstance(value, tuple) else value for key, value in data.items()}
    answer = preparer.post("/check-form/", made)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not PendingUpload.objects.exists()


def test_what_cannot_be_read_this_moment_is_told_and_stays(
    preparer: Client, filing: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = uploaded(preparer)

    def busy(*_: Any) -> Any:
        raise refused("旧表.docx", "现在读文件的人多，还没有轮到，请过一会儿再试")

    monkeypatch.setattr(old_forms, "read_apart", busy)
    for address in (report, f"{report}findings.json", draft_address(report, filing)):
        answer = preparer.get(address, follow=True)
        assert answer.status_code == 200
        assert "文件还在，请过一会儿再看" in answer.content.decode()
        assert report in answer.content.decode()


def test_only_who_uploaded_it_sees_it_and_for_a_day(
    world: World, signed_in: SignedIn, preparer: Client, filing: Filing
) -> None:
    report = uploaded(preparer)
    others = (signed_in(world.unit.head), signed_in(world.administrator))
    places = (report, f"{report}findings.json", draft_address(report, filing))

    assert [client.get(place).status_code for client in others for place in places] == [404] * 6
    assert others[0].post(f"{report}discard/").status_code == 404
    PendingUpload.objects.update(uploaded_at=timezone.now() - timedelta(days=1, seconds=1))
    assert [preparer.get(place).status_code for place in places] == [404] * 3
    uploaded(preparer)
    assert PendingUpload.objects.count() == 1


def test_it_can_be_forgotten_at_once(preparer: Client, world: World) -> None:
    report = uploaded(preparer)

    assert preparer.get(f"{report}discard/").status_code == 405
    preparer.post(f"{report}discard/")
    assert not PendingUpload.objects.exists()


def test_the_draft_shows_old_and_new_and_asks_where_both_differ(preparer: Client, world: World, filing: Filing) -> None:
    save(filing, world.unit.preparer, "budget", FigureChange(code="original_budget", value=Decimal(1_200_000)))
    page = text_of(preparer, draft_address(uploaded(preparer), filing))

    assert f'name="pick.{CONFLICT}" value="keep" checked' in page
    assert "120.00 万元" in page
    assert "100.00 万元" in page
    assert re.search(r'value="fields.actual_expenditure" id="take-\d+" checked', page)
    assert "旧表写的单位是“示例县某局”" in page
    assert Event.objects.filter(action=EventAction.OLD_FORM_IMPORTED).count() == 0


def test_what_is_agreed_to_is_saved_and_the_rest_is_not(preparer: Client, world: World, filing: Filing) -> None:
    save(filing, world.unit.preparer, "budget", FigureChange(code="original_budget", value=Decimal(1_200_000)))
    address = draft_address(uploaded(preparer), filing)
    page = text_of(preparer, address)
    answer = preparer.post(
        address, sent(page, take=["fields.actual_expenditure", "narratives.mandate"], **{f"pick.{CONFLICT}": "keep"})
    )
    stored = filing_snapshot(filing=Filing.objects.get(pk=filing.pk))

    assert answer["Location"] == f"/filings/{filing.public_id}/"
    assert stored.fields == {"original_budget": 1_200_000, "actual_expenditure": 1_100_000}
    assert stored.narratives == {"mandate": "负责一方事务。"}
    (event,) = Event.objects.filter(action=EventAction.OLD_FORM_IMPORTED)
    assert event.data["name"] == "旧表.docx"
    # The same sending again, as after going back, writes nothing more.
    preparer.post(address, sent(page, take=["fields.actual_expenditure", "narratives.mandate"]))
    assert Event.objects.filter(action=EventAction.OLD_FORM_IMPORTED).count() == 1


def test_a_choice_for_the_old_form_is_saved(preparer: Client, world: World, filing: Filing) -> None:
    save(filing, world.unit.preparer, "budget", FigureChange(code="original_budget", value=Decimal(1_200_000)))
    address = draft_address(uploaded(preparer), filing)
    preparer.post(address, sent(text_of(preparer, address), **{f"pick.{CONFLICT}": "take"}))

    assert filing_snapshot(filing=filing).fields["original_budget"] == 1_000_000


def test_nothing_chosen_changes_nothing(preparer: Client, filing: Filing) -> None:
    address = draft_address(uploaded(preparer), filing)
    answer = preparer.post(address, sent(text_of(preparer, address)), follow=True)

    assert "没有选要带入的内容" in answer.content.decode()
    assert Filing.objects.get(pk=filing.pk).version == filing.version


def test_what_somebody_typed_meanwhile_is_not_written_over(preparer: Client, world: World, filing: Filing) -> None:
    address = draft_address(uploaded(preparer), filing)
    page = text_of(preparer, address)
    save(filing, world.unit.preparer, "face", FaceChange(attribute="head", value="丙示例"))
    answer = preparer.post(address, sent(page, take=["department.head", "fields.actual_expenditure"]), follow=True)

    assert "这时有人改过负责人" in answer.content.decode()
    stored = filing_snapshot(filing=Filing.objects.get(pk=filing.pk))
    assert (stored.department.head, len(stored.fields)) == ("丙示例", 1)


def test_figures_of_another_year_are_not_chosen_beforehand(preparer: Client, filing: Filing) -> None:
    form = word(HEAD[0], "（2020年度）", HEAD[2], FIVE)
    page = text_of(preparer, draft_address(uploaded(preparer, form), filing))

    assert "旧表的年度是 2020，这份填报是 2021 年度" in page
    assert re.search(r'value="narratives.mandate" id="take-\d+" checked', page)
    assert re.search(r'value="fields.original_budget" id="take-\d+">', page)


def test_a_form_of_another_kind_fits_no_filing(preparer: Client, filing: Filing) -> None:
    report = uploaded(preparer, "2023年度总结\n做完了。\n".encode(), "a.txt")

    assert "不合：没有认出旧表是哪一种自评表" in text_of(preparer, report)
    answer = preparer.get(draft_address(report, filing))
    assert (answer.status_code, "不能据此填写" in answer.content.decode()) == (409, True)


def test_nobody_fills_what_they_may_not(world: World, signed_in: SignedIn, filing: Filing) -> None:
    for person, status in ((world.other.preparer, 404), (world.unit.head, 403), (world.reviewer, 404)):
        client = signed_in(person)
        report = uploaded(client)
        assert draft_address("", filing) not in text_of(client, report)
        assert client.get(draft_address(report, filing)).status_code == status
        assert client.post(draft_address(report, filing), {"take": "fields.actual_expenditure"}).status_code == status


def test_the_bureau_is_offered_what_it_fills_in_for_a_unit(world: World, signed_in: SignedIn, filing: Filing) -> None:
    client = signed_in(world.administrator)
    report = uploaded(client)
    assert "没有您可以填的自评表" in text_of(client, report)
    Filing.objects.filter(pk=filing.pk).update(bureau_filling_reason="单位只有一人")
    assert draft_address("", filing) in text_of(client, report)
    address = draft_address(report, filing)
    client.post(address, sent(text_of(client, address), take=["fields.actual_expenditure"]))
    assert filing_snapshot(filing=filing).fields["actual_expenditure"] == 1_100_000


def test_an_address_that_was_never_given_is_not_there(preparer: Client, world: World) -> None:
    assert preparer.get(f"/check-form/{uuid4()}/").status_code == 404


def test_queries_do_not_grow_with_the_form(
    preparer: Client, filing: Filing, django_assert_max_num_queries: Any
) -> None:
    report = uploaded(preparer)
    text_of(preparer, report)
    with django_assert_max_num_queries(9):
        text_of(preparer, report)
    text_of(preparer, draft_address(report, filing))
    with django_assert_max_num_queries(20):
        text_of(preparer, draft_address(report, filing))
