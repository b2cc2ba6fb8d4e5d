"""The button and the address of the archive package: for whom, when, and what is put on record."""

from io import BytesIO

import pytest

from selfeval.domain.archive_package import opened_package
from selfeval.domain.workflow import Role, State
from selfeval.jobs import archives
from selfeval.models import Event, EventAction, Filing
from selfeval.services.archives import NotArchivable
from tests.archived import again, written_documents
from tests.factories import World, bring_to, make_user
from tests.web.conftest import SignedIn


@pytest.fixture(autouse=True)
def _nobody_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "drawn", written_documents)


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
