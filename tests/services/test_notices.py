"""Notices: told once, mailed after the commit, kept when the mail server fails, read by whose they are."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.test import override_settings

from selfeval.models import Notice, User
from selfeval.services import notices
from selfeval.services.notices import Letter, Told, mark_all_read, mark_read, send_waiting, tell, tell_all
from tests import hostile_texts as hostile
from tests.factories import NOW, World


class Broken(BaseEmailBackend):
    """A mail server that is not there."""

    def open(self) -> bool:
        raise ConnectionRefusedError("no mail server")


def told(key: str = "a:1", **more: str) -> Told:
    return Told(kind=Notice.Kind.TURN, key=key, title="等您签发：综合办", **more)


def give_address(*people: User) -> None:
    for person in people:
        person.email = f"{person.username}@example.org"
        person.save(update_fields=["email"])


def test_the_same_is_told_once(world: World) -> None:
    people = [world.unit.head, world.unit.preparer]
    assert tell(people, told(), now=NOW) == 2
    assert tell([*people, world.other.head], told(), now=NOW) == 1
    assert tell(people, told("a:2"), now=NOW) == 2
    assert Notice.objects.count() == 5


def test_who_has_no_account_in_use_is_not_told(world: World) -> None:
    world.unit.head.is_active = False
    assert tell([world.unit.head], told(), now=NOW) == 0


def test_many_things_at_once(world: World) -> None:
    letters = [Letter(people=(world.unit.head, world.other.head), told=told(f"a:{number}")) for number in range(3)]
    assert tell_all(letters, now=NOW) == 6
    assert tell_all(letters, now=NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_e05_a_letter_is_plain_text_whatever_was_typed(world: World) -> None:
    give_address(world.unit.head)
    world.unit.head.full_name = hostile.SHORT
    world.unit.head.save(update_fields=["full_name"])
    title = f"{hostile.NAME}\r\nBcc: other@example.org\nContent-Type: text/html"
    tell([world.unit.head], replace(told(words=hostile.ALL), title=title), now=NOW)
    (letter,) = mail.outbox
    message = letter.message()
    assert (letter.content_subtype, message.is_multipart(), letter.recipients()) == (
        "plain",
        False,
        [world.unit.head.email],
    )
    assert message.get_content_type() == "text/plain"
    assert "Bcc" not in message
    assert letter.subject == f"{hostile.NAME} Bcc: other@example.org Content-Type: text/html"
    assert [each for each in hostile.XSS if each not in letter.body] == []


@pytest.mark.django_db(transaction=True)
def test_mail_goes_out_after_the_commit_and_not_after_a_rollback(world: World) -> None:
    give_address(world.unit.head)
    with transaction.atomic():
        tell([world.unit.head, world.unit.preparer], told(words="请看一页摘要。"), now=NOW)
        assert mail.outbox == []
    assert [each.to for each in mail.outbox] == [[world.unit.head.email]]
    assert "请看一页摘要。" in mail.outbox[0].body
    assert Notice.objects.get(user=world.unit.head).mailed_at is not None
    assert Notice.objects.get(user=world.unit.preparer).mailed_at is None
    with transaction.atomic():
        tell([world.unit.head], told("a:2"), now=NOW)
        transaction.set_rollback(True)
    assert len(mail.outbox) == 1


@override_settings(SITE_ADDRESS="https://jixiao.example.gov.cn")
def test_a_mail_says_where_to_go(world: World) -> None:
    give_address(world.unit.head)
    tell([world.unit.head], told(address="/filings/1/"), now=NOW)
    assert send_waiting(now=NOW) == 1
    assert mail.outbox[0].subject == "等您签发：综合办"
    assert mail.outbox[0].body.endswith("https://jixiao.example.gov.cn/filings/1/")


def test_a_failing_mail_server_leaves_the_notice(world: World, caplog: pytest.LogCaptureFixture) -> None:
    give_address(world.unit.head)
    tell([world.unit.head], told(), now=NOW)
    with override_settings(EMAIL_BACKEND=f"{__name__}.{Broken.__name__}"):
        assert send_waiting(now=NOW) == 0
    assert "tried again" in caplog.text
    assert Notice.objects.get().mailed_at is None
    assert send_waiting(now=NOW + timedelta(minutes=5)) == 1
    assert send_waiting(now=NOW + timedelta(minutes=10)) == 0
    assert len(mail.outbox) == 1


def test_what_is_old_is_not_mailed_any_more(world: World) -> None:
    give_address(world.unit.head)
    tell([world.unit.head], told(), now=NOW)
    assert send_waiting(now=NOW + timedelta(days=8)) == 0


def test_many_mails_are_left_to_the_command(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "MOST_AT_ONCE", 1)
    give_address(world.unit.head, world.other.head)
    tell([world.unit.head, world.other.head], told(), now=NOW)
    assert mail.outbox == []
    assert send_waiting(now=NOW) == 2


def test_a_person_reads_their_own_only(world: World) -> None:
    tell([world.unit.head, world.other.head], told(), now=NOW)
    mine, theirs = Notice.objects.get(user=world.unit.head), Notice.objects.get(user=world.other.head)
    assert mark_read(user=world.unit.head, notices=[mine.pk, theirs.pk], now=NOW) == 1
    assert mark_read(user=world.unit.head, notices=[mine.pk], now=NOW) == 0
    theirs.refresh_from_db()
    assert theirs.read_at is None
    assert mark_all_read(user=world.other.head, now=NOW) == 1
