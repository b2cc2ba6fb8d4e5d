"""Until when a unit answers a spot check: changed with a reason, one event, one notice, under the version seen."""

from datetime import date, timedelta

import pytest

from selfeval.models import Event, EventAction, Notice, SpotCheckItem
from selfeval.services.errors import NotAllowed, NotNow, StaleVersion, Unfit
from selfeval.services.spot_check_due import change_due
from selfeval.services.spot_checks import settle, why_wait
from tests.factories import NOW, World
from tests.spot_checks import ask, give, make_item, reply, total_of

LATER = date(2022, 4, 20)


@pytest.fixture
def asked(world: World) -> SpotCheckItem:
    item = make_item(world)
    give(world, item, world.reviewer)
    return ask(item, world.reviewer)


def changed(world: World, item: SpotCheckItem, due_on: date | None = LATER, reason: str = "系统停机") -> SpotCheckItem:
    return change_due(
        actor=world.administrator,
        item_id=item.pk,
        expected_version=item.version,
        due_on=due_on,
        reason=reason,
        now=NOW,
    )


def test_old_and_new_day_are_on_record_and_the_unit_is_told(world: World, asked: SpotCheckItem) -> None:
    before, told = asked.answer_due, Notice.objects.filter(user=world.unit.head).count()
    item = changed(world, asked)
    assert (item.answer_due, item.state, item.version) == (LATER, asked.state, asked.version + 1)
    event = Event.objects.get(action=EventAction.SPOT_CHECK_DUE_CHANGED)
    assert event.data["answer_due_on"] == [str(before), "2022-04-20"]
    assert (event.comment, event.actor) == ("系统停机", world.administrator)
    notices = Notice.objects.filter(user=world.unit.head)
    assert notices.count() == told + 1
    newest = notices.latest("pk")
    assert "抽查答复期限已改" in newest.title
    assert "2022年4月20日以前答复。改期的事由：系统停机" in newest.words
    # It is waited for until that day, and a change back is a change.
    assert why_wait(item, LATER)
    assert not why_wait(item, LATER + timedelta(days=1))
    with pytest.raises(NotNow, match="2022年4月20日"):
        settle(
            actor=world.administrator,
            item_id=item.pk,
            expected_version=item.version,
            settled_total=total_of(item),
            now=NOW,
        )


@pytest.mark.parametrize(
    ("due_on", "reason", "words"),
    [
        (None, "事由", "请填新的答复期限"),
        (date(2022, 1, 1), "事由", "已经过了"),
        (LATER, "  ", "请写明改期的事由"),
    ],
)
def test_what_will_not_do(world: World, asked: SpotCheckItem, due_on: date | None, reason: str, words: str) -> None:
    before = asked.answer_due
    with pytest.raises(Unfit, match=words):
        changed(world, asked, due_on, reason)
    with pytest.raises(Unfit, match="没有改动"):
        changed(world, asked, before)
    asked.refresh_from_db()
    assert asked.answer_due == before


def test_whose_it_is_and_when(world: World, asked: SpotCheckItem) -> None:
    said = {"item_id": asked.pk, "expected_version": asked.version, "due_on": LATER, "reason": "事由", "now": NOW}
    for person in (world.reviewer, world.unit.head):
        with pytest.raises(NotAllowed) as refusal:
            change_due(actor=person, **said)  # type: ignore[arg-type]
        assert not isinstance(refusal.value, NotNow)
    changed(world, asked)
    with pytest.raises(StaleVersion):
        changed(world, asked, date(2022, 4, 21))
    asked.refresh_from_db()
    with pytest.raises(NotNow):
        changed(world, reply(asked, world.unit.head))
