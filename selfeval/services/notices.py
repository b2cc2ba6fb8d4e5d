"""Telling people: a notice in the application, once for each thing, and an e-mail to who has an address.

Notices are rows of the same transaction as what they tell of. E-mail goes out after it, a few at once from the
request, many from `manage.py send_notices`: no page waits for a slow mail server.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone

from selfeval.models import Filing, Notice, User

_LOG: Final = logging.getLogger(__name__)
# More than these are left to `manage.py send_notices`.
MOST_AT_ONCE: Final = 10
# What could not be sent for so long is not news any more.
_OLDEST: Final = timedelta(days=7)
_BATCH: Final = 100
_ASKED: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told: `key` recognises it, so that nobody is told the same twice; `address` is a path of this site."""

    kind: Notice.Kind
    key: str
    title: str
    words: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is told to some people, and the filing it is about."""

    people: tuple[User, ...]
    told: Told
    filing: Filing | None = None


def tell(people: Iterable[User], told: Told, *, filing: Filing | None = None, now: datetime) -> int:
    """Tell people who have an account in use, inside the transaction of what it is about. How many were told anew."""
    return tell_all([Letter(people=tuple(people), told=told, filing=filing)], now=now)


def tell_all(letters: Sequence[Letter], *, now: datetime) -> int:
    """Tell many things at once, in a constant number of queries. How many notices are new."""
    wanted = {
        (person.pk, letter.told.key): (person, letter)
        for letter in letters
        for person in letter.people
        if person.is_active
    }
    keys = {key for _, key in wanted}
    known: set[tuple[int, str]] = set()
    for some in _portions(sorted(keys)):
        known |= set(Notice.objects.filter(key__in=some).values_list("user", "key"))
    made = Notice.objects.bulk_create(
        [_notice(person, letter, now) for place, (person, letter) in wanted.items() if place not in known],
        batch_size=_BATCH,
        # Of two that tell the same at once, one does.
        ignore_conflicts=True,
    )
    to_mail = [(notice.user_id, notice.key) for notice in made if wanted[notice.user_id, notice.key][0].email]
    if to_mail and len(to_mail) <= MOST_AT_ONCE:
        transaction.on_commit(partial(_mail_told, to_mail), robust=True)
    return len(made)


def _notice(person: User, letter: Letter, now: datetime) -> Notice:
    told = letter.told
    return Notice(
        user=person,
        kind=told.kind.value,
        key=told.key,
        title=told.title,
        words=told.words,
        filing=letter.filing,
        address=told.address,
        at=now,
    )


def _portions(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """Databases take so many values in one question."""
    for start in range(0, len(keys), _ASKED):
        yield keys[start : start + _ASKED]


def mark_read(*, user: User, notices: Sequence[int], now: datetime) -> int:
    """Note that the person read these of theirs; how many were unread."""
    return user.notices.filter(pk__in=notices, read_at__isnull=True).update(read_at=now)


def mark_all_read(*, user: User, now: datetime) -> int:
    """Note that the person read all; how many were unread."""
    return user.notices.filter(read_at__isnull=True).update(read_at=now)


def send_waiting(*, now: datetime) -> int:
    """Send the e-mails that have not gone out, of the last days; how many went. One connection to the mail server."""
    waiting = Notice.objects.filter(mailed_at__isnull=True, at__gte=now - _OLDEST, user__is_active=True)
    keys = list(waiting.exclude(user__email="").values_list("pk", flat=True).order_by("pk"))
    sent = 0
    for start in range(0, len(keys), _BATCH):
        sent += _mail(Notice.objects.filter(pk__in=keys[start : start + _BATCH], mailed_at__isnull=True))
    return sent


def _mail_told(told: Sequence[tuple[int, str]]) -> None:
    users, keys = {user for user, _ in told}, {key for _, key in told}
    found = Notice.objects.filter(key__in=keys, user__in=users, mailed_at__isnull=True)
    _mail([notice for notice in found if (notice.user_id, notice.key) in set(told)])


def _mail(notices: Iterable[Notice]) -> int:
    """Send and note what went; what did not is tried again by the command."""
    sent = []
    connection = get_connection()
    try:
        connection.open()
        for notice in Notice.objects.filter(pk__in=[each.pk for each in notices]).select_related("user"):
            connection.send_messages([_message(notice, connection)])
            sent.append(notice.pk)
    except OSError:
        # Every fault of the line and of SMTP is one; the notice itself stands in the application.
        _LOG.exception("e-mail could not be sent; it is tried again")
    finally:
        connection.close()
    Notice.objects.filter(pk__in=sent).update(mailed_at=timezone.now())
    return len(sent)


def _message(notice: Notice, connection: object) -> EmailMessage:
    parts = [f"{notice.user.full_name}：", "", notice.title, notice.words]
    if notice.address and settings.SITE_ADDRESS:
        parts += ["", f"{settings.SITE_ADDRESS}{notice.address}"]
    title = " ".join(notice.title.split())
    return EmailMessage(title, "\n".join(parts), to=[notice.user.email], connection=connection)
