"""Puts on record who signs in and out, by whichever page: receivers of Django's own signals.

Signing in without a request of a browser (a test that starts signed in) is not told.
"""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from selfeval.models import User
from selfeval.services.access_record import note_sign_in_failed, note_signed_in, note_signed_out
from selfeval.services.asking import asking


@receiver(user_logged_in)
def signed_in(*, user: Any, **_: Any) -> None:
    if isinstance(user, User) and asking().number:
        note_signed_in(user=user, now=timezone.now())


@receiver(user_logged_out)
def signed_out(*, user: Any, **_: Any) -> None:
    if isinstance(user, User) and asking().number:
        note_signed_out(user=user, now=timezone.now())


@receiver(user_login_failed)
def sign_in_failed(*, credentials: Any, **_: Any) -> None:
    if asking().number:
        note_sign_in_failed(username=str(credentials.get("username", "")), now=timezone.now())
