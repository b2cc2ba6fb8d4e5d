"""What the program runs under: when the configuration or the clock of the server is another than before, that is told.

Asked at every start (`manage.py record_start`), which is when a changed configuration comes into force.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from selfeval.domain.record_words import recorded
from selfeval.models import Event, EventAction
from selfeval.services import events
from selfeval.services.retrying import retried

# What decides who gets in, what is taken and where it goes. Passwords and keys are not among it.
_WATCHED: Final = (
    "IS_PRODUCTION",
    "DEBUG",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "TRUSTED_PROXIES",
    "SECURE_PROXY_SSL_HEADER",
    "TIME_ZONE",
    "SESSION_COOKIE_AGE",
    "AXES_FAILURE_LIMIT",
    "AXES_COOLOFF_TIME",
    "MOST_BYTES_A_FILE",
    "MOST_BYTES_A_FILING",
    "MOST_FILES_A_FILING",
    "CLAMD_ADDRESS",
    "EMAIL_BACKEND",
    "EMAIL_HOST",
    "SITE_ADDRESS",
    "TASKS",
    "EXPORT_RETENTION",
)
# Clocks of several servers differ by seconds; what is set back by more was set.
_TOLERATED: Final = timedelta(minutes=2)


def configuration() -> dict[str, str]:
    """The settings that are watched, as text; of the key only whether it is another one."""
    found = {name: str(getattr(settings, name, "")) for name in _WATCHED}
    found["DATABASE"] = str(settings.DATABASES["default"]["ENGINE"])
    # By names that the record does not take for a secret's.
    found["HASHERS"] = str(settings.PASSWORD_HASHERS)
    found["RULES_FOR_NEW_ONES"] = str(settings.AUTH_PASSWORD_VALIDATORS)
    found["SIGNED_BY"] = hmac.new(settings.SECRET_KEY.encode(), b"record", hashlib.sha256).hexdigest()[:12]
    kept: dict[str, str] = recorded(found)
    return kept


@retried
@transaction.atomic
def note_start(*, now: datetime) -> list[EventAction]:
    """Put on record what is otherwise than when the program started last; what was recorded. `now` by the server."""
    found: list[EventAction] = []
    last = Event.objects.order_by("-sequence").values_list("at", flat=True).first()
    if last is not None and now < last - _TOLERATED:
        found.append(_noted(EventAction.CLOCK_SET_BACK, now, last_recorded=last.isoformat(), clock=now.isoformat()))
    then = _configuration_then()
    here = configuration()
    changes = [
        {"setting": name, "old": then.get(name, ""), "new": here.get(name, "")}
        for name in (*here, *(name for name in then if name not in here))
        if then.get(name) != here.get(name)
    ]
    if changes:
        found.append(_noted(EventAction.CONFIGURED, now, changes=changes, configuration=here))
    return found


def _configuration_then() -> dict[str, str]:
    told = Event.objects.filter(action=EventAction.CONFIGURED).order_by("-sequence").values_list("data", flat=True)
    return dict((told.first() or {}).get("configuration", {}))


def _noted(action: EventAction, now: datetime, **data: Any) -> EventAction:
    events.record(action=action, actor=None, now=now, data=data)
    return action
