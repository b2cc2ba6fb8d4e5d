"""What a cycle checks by: each check's severity is chosen on the cycle's own page, and recorded."""

from django.test import Client
from django.urls import reverse

from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.framework import Severity
from selfeval.models import Event, EventAction, FilingCycle
from selfeval.queries.snapshots import cycle_settings
from selfeval.web.forms.cycle_checks import SEVERITY
from tests.factories import World
from tests.web.cycle_pages import boxes, text_of

RUSH, MARKS = "year_end_rush", "not_all_full_marks"


def page_of(administrator: Client, world: World) -> str:
    return text_of(administrator.get(reverse("cycle", args=[world.cycle.code])))


def test_every_check_has_its_choice_and_the_usual_is_chosen(world: World, administrator: Client) -> None:
    sent = boxes(page_of(administrator, world))
    assert {name for name in sent if name.startswith(SEVERITY)} == {f"{SEVERITY}{code}" for code in CATALOGUE}
    assert not any(sent[f"{SEVERITY}{code}"][0] for code in CATALOGUE)
    # Nothing is written where nothing is chosen otherwise.
    administrator.post(reverse("cycle", args=[world.cycle.code]), sent)
    world.cycle.refresh_from_db()
    assert world.cycle.check_settings == {}


def test_a_severity_is_changed_shown_recorded_and_taken_back(world: World, administrator: Client) -> None:
    address = reverse("cycle", args=[world.cycle.code])
    other = Severity.INFO if CATALOGUE[RUSH].severity is not Severity.INFO else Severity.ERROR
    sent = boxes(page_of(administrator, world))
    assert administrator.post(address, {**sent, f"{SEVERITY}{RUSH}": other.value}).status_code == 302
    world.cycle.refresh_from_db()
    assert world.cycle.check_settings == {"severities": {RUSH: other.value}}
    assert cycle_settings(cycle=world.cycle).severities[RUSH] is other
    (change,) = Event.objects.filter(action=EventAction.CYCLE_CHANGED).latest("id").data["changes"]
    assert CATALOGUE[RUSH].title in str(change)
    assert CATALOGUE[RUSH].title in text_of(administrator.get(reverse("cycle-checks", args=[world.cycle.code])))
    again = boxes(page_of(administrator, world))
    assert again[f"{SEVERITY}{RUSH}"] == [other.value]
    administrator.post(address, {**again, f"{SEVERITY}{RUSH}": ""})
    world.cycle.refresh_from_db()
    assert world.cycle.check_settings == {}


def test_what_is_not_sent_stays_and_what_does_not_exist_is_refused(world: World, administrator: Client) -> None:
    address = reverse("cycle", args=[world.cycle.code])
    FilingCycle.objects.update(check_settings={"severities": {MARKS: "info"}})
    sent = boxes(page_of(administrator, world))
    del sent[f"{SEVERITY}{MARKS}"]
    administrator.post(address, {**sent, "title": "改了名称"})
    world.cycle.refresh_from_db()
    assert (world.cycle.title, world.cycle.check_settings) == ("改了名称", {"severities": {MARKS: "info"}})
    wrong = {**boxes(page_of(administrator, world)), f"{SEVERITY}{RUSH}": "fatal"}
    refused = administrator.post(address, wrong)
    assert refused.status_code == 422
    assert "请从列出的级别里选一个" in text_of(refused)
