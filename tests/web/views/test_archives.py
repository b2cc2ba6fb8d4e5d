"""The button and the address of the archive package: for whom, when, and what is put on record."""

from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from selfeval.domain.archive_package import opened_package
from selfeval.domain.export_batches import DocumentKind
from selfeval.domain.workflow import Role, State
from selfeval.exports.pdf import FontsMissing
from selfeval.jobs import archives, documents
from selfeval.jobs.documents import Maker
from selfeval.jobs.tasks import draw_for_archive
from selfeval.models import Event, EventAction, Filing, Submission
from selfeval.services.archives import NotArchivable
from selfeval.web.views import archives as views
from tests.archived import again, written_documents
from tests.factories import World, bring_to, make_user
from tests.packages import unpacked
from tests.queued import run_queued
from tests.stores import keep_in
from tests.web.conftest import SignedIn


@pytest.fixture(autouse=True)
def _nobody_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "drawn", written_documents)
    monkeypatch.setattr(views, "undrawn", lambda filing: [])


@pytest.fixture
def filing(world: World) -> Filing:
    return bring_to(world, State.FINALISED)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_may_finds_the_button_and_fetches_the_package(filing: Filing, signed_in: SignedIn, role: Role) -> None:
    client = signed_in(make_user("archivist", role))
    address = f"/filings/{filing.public_id}/archive.zip"
    assert address in client.get(f"/filings/{filing.public_id}/official-form/").content.decode()
    response = client.get(address)
    content = b"".join(response.streaming_content)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.filename == "归档包_2021_001_综合办_2021.zip"
    assert opened_package(BytesIO(content)).rounds == (1,)
    event = Event.objects.get(action=EventAction.ARCHIVE_EXPORTED)
    assert (event.filing, event.actor.username, event.data["size"]) == (filing, "archivist", len(content))
    assert not Event.objects.filter(action=EventAction.DOWNLOADED).exists()


def test_others_find_none_and_are_refused(world: World, filing: Filing, signed_in: SignedIn) -> None:
    address = f"/filings/{filing.public_id}/archive.zip"
    for person, status in ((world.unit.head, 403), (world.reviewer, 403), (world.other.head, 404)):
        client = signed_in(person)
        assert client.get(address).status_code == status
    assert address not in signed_in(world.unit.head).get(f"/filings/{filing.public_id}/official-form/").content.decode()
    assert not Event.objects.filter(action=EventAction.ARCHIVE_EXPORTED).exists()


def test_what_is_not_done_with_is_no_archive_yet(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.SUBMITTED)
    client = signed_in(world.administrator)
    response = client.get(f"/filings/{filing.public_id}/archive.zip")
    assert response.status_code == 409
    assert "定稿以后，或批次结束以后，才能导出归档包" in response.content.decode()
    again(filing).cycle.__class__.objects.update(stage="closed")
    assert client.get(f"/filings/{filing.public_id}/archive.zip").status_code == 200


def test_an_auditor_gets_no_draft(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.FINALISED)
    Filing.objects.filter(pk=filing.pk).update(state=State.FILLING.value, round=2)
    again(filing).cycle.__class__.objects.update(stage="closed")
    response = signed_in(make_user("auditor", Role.AUDITOR)).get(f"/filings/{filing.public_id}/archive.zip")
    assert response.status_code == 409
    assert "归档包由管理员导出" in response.content.decode()


def test_what_cannot_be_made_is_told(
    world: World, filing: Filing, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise NotArchivable("第1轮的文件做不出来：缺少字体")

    monkeypatch.setattr(archives, "drawn", broken)
    response = signed_in(world.administrator).get(f"/filings/{filing.public_id}/archive.zip")
    assert response.status_code == 409
    assert "缺少字体" in response.content.decode()


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> list[str]:
    """Documents are lines that are kept in a folder of the test's own; those that were drawn. Tasks are stored."""
    monkeypatch.undo()
    keep_in(tmp_path, settings)
    drawn: list[str] = []

    def maker(kind: DocumentKind) -> Maker:
        def line(filing: Filing, submission: Submission) -> bytes:
            drawn.append(kind.value)
            return f"{kind.value} {submission.round}".encode()

        return line

    makers = {kind: maker(kind) for kind in documents.MAKERS}
    monkeypatch.setattr(documents, "MAKERS", makers)
    monkeypatch.setattr(archives, "MAKERS", makers)
    settings.EXPORT_WORKERS = 0
    return drawn


def test_the_worker_draws_and_the_page_waits_for_it(
    world: World, filing: Filing, signed_in: SignedIn, lines: list[str]
) -> None:
    client = signed_in(world.administrator)
    sent = client.get(f"/filings/{filing.public_id}/archive.zip")
    assert (sent.status_code, lines) == (302, [])
    page = client.get(sent.headers["Location"])
    assert (page.status_code, page.headers["Refresh"]) == (202, "3")
    assert '还有 <b class="tn">4</b> 份正式文件在后台生成' in page.content.decode()
    assert not Event.objects.filter(action=EventAction.ARCHIVE_EXPORTED).exists()
    run_queued()
    assert len(lines) == 4
    content = b"".join(client.get(sent.headers["Location"]).streaming_content)
    assert unpacked(content)["submissions/1/report.pdf"] == b"report_pdf 1"
    # Nobody waits again, and nothing was drawn a second time.
    assert client.get(f"/filings/{filing.public_id}/archive.zip").status_code == 200
    assert len(lines) == 4


def test_what_the_worker_cannot_draw_is_told(
    world: World, filing: Filing, signed_in: SignedIn, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise FontsMissing("缺少字体 song.otf")

    monkeypatch.setattr(documents, "MAKERS", {**documents.MAKERS, DocumentKind.FORM_PDF: broken})
    client = signed_in(world.administrator)
    sent = client.get(f"/filings/{filing.public_id}/archive.zip")
    run_queued()
    told = client.get(sent.headers["Location"])
    assert told.status_code == 409
    assert "归档包要的正式文件做不出来：缺少字体 song.otf" in told.content.decode()


def test_a_number_of_another_filing_or_of_nothing_is_asked_anew(
    world: World, filing: Filing, signed_in: SignedIn, lines: list[str]
) -> None:
    client, address = signed_in(world.administrator), f"/filings/{filing.public_id}/archive.zip"
    other = draw_for_archive.enqueue(filing.pk + 1)
    for number in (other.id, "x", str(uuid4())):
        sent = client.get(f"{address}?drawing={number}")
        assert sent.status_code == 302
        assert number not in sent.headers["Location"]


def test_a_queue_that_works_things_off_at_once_needs_no_waiting(
    world: World, filing: Filing, signed_in: SignedIn, lines: list[str], settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    # With the number of a queue that was there before.
    response = signed_in(world.administrator).get(f"/filings/{filing.public_id}/archive.zip?drawing={uuid4()}")
    assert response.status_code == 200
    assert len(lines) == 4
