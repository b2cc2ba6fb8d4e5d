"""Row G01: another configuration and a clock that was set back are one row each, made when the program starts."""

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from selfeval.models import Event, EventAction
from selfeval.services.surroundings import note_start
from tests.factories import make_world

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=timezone.get_default_timezone())
pytestmark = pytest.mark.django_db


def test_g01_the_configuration_is_told_where_it_changed(settings: Any) -> None:
    assert note_start(now=NOW) == [EventAction.CONFIGURED]
    assert note_start(now=NOW) == []
    settings.MOST_FILES_A_FILING = 7
    settings.SECRET_KEY = "another-key-that-nobody-knows-of-at-all-and-long-enough"
    assert note_start(now=NOW) == [EventAction.CONFIGURED]
    told = Event.objects.latest("sequence")
    changes = {each["setting"]: each for each in told.data["changes"]}
    assert changes.keys() == {"MOST_FILES_A_FILING", "SIGNED_BY"}
    assert (changes["MOST_FILES_A_FILING"]["old"], changes["MOST_FILES_A_FILING"]["new"]) == ("300", "7")
    assert settings.SECRET_KEY not in str(told.data)
    assert told.actor is None


def test_g01_a_clock_that_was_set_back_is_told() -> None:
    make_world()
    note_start(now=NOW)
    assert note_start(now=NOW - timedelta(minutes=1)) == []
    assert note_start(now=NOW - timedelta(days=1)) == [EventAction.CLOCK_SET_BACK]
    told = Event.objects.latest("sequence")
    assert told.at == NOW - timedelta(days=1)
    assert told.data["last_recorded"] == NOW.astimezone(told.at.tzinfo).isoformat()


def test_g01_starting_says_what_it_put_on_record() -> None:
    out = StringIO()
    call_command("record_start", stdout=out)
    assert "系统配置变更" in out.getvalue()
    call_command("record_start", stdout=out)
    assert out.getvalue().count("系统配置变更") == 1
    call_command("verify_audit", stdout=out)
