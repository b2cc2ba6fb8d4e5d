"""改答复期限 on the page of an item: by whom, with what, and what the unit then sees."""

from datetime import timedelta

import pytest
from django.utils import timezone

from selfeval.models import Event, EventAction, SpotCheckItem
from tests.factories import World
from tests.spot_checks import ask, give, make_item, reply
from tests.web.conftest import SignedIn


@pytest.fixture
def asked(world: World) -> SpotCheckItem:
    item = make_item(world)
    give(world, item, world.reviewer)
    return ask(item, world.reviewer)


def address_of(item: SpotCheckItem, rest: str = "") -> str:
    return f"/spot-checks/items/{item.public_id}/{rest}"


def test_the_bureau_gives_the_unit_more_time(world: World, asked: SpotCheckItem, signed_in: SignedIn) -> None:
    client = signed_in(world.administrator)
    SpotCheckItem.objects.update(answer_due_on=timezone.localdate() - timedelta(days=3))
    assert "改期并通知单位" in client.get(address_of(asked)).content.decode()
    assert "核定…" in client.get(address_of(asked)).content.decode()
    later = timezone.localdate() + timedelta(days=9)
    typed = {"version": asked.version, "due_on": f"{later:%Y-%m-%d}", "reason": "系统停机三天"}
    response = client.post(address_of(asked, "due/"), typed, follow=True)
    page = response.content.decode()
    assert f"答复期限已改为{later.year}年{later.month}月{later.day}日" in page
    # What has become too early to be settled is no longer offered.
    assert "核定…" not in page
    home = signed_in(world.unit.head).get("/").content.decode()
    assert f"请在 {later.month}月{later.day}日 以前答复" in home
    assert Event.objects.get(action=EventAction.SPOT_CHECK_DUE_CHANGED).comment == "系统停机三天"


def test_who_may_not_and_when_it_is_too_late(world: World, asked: SpotCheckItem, signed_in: SignedIn) -> None:
    later = f"{timezone.localdate() + timedelta(days=9):%Y-%m-%d}"
    typed = {"version": asked.version, "due_on": later, "reason": "事由"}
    for person, status in ((world.reviewer, 403), (world.unit.head, 403), (world.other.head, 403)):
        client = signed_in(person)
        assert client.post(address_of(asked, "due/"), typed).status_code == status
        assert "改期并通知单位" not in client.get(address_of(asked)).content.decode()
    bureau = signed_in(world.administrator)
    for wrong, words in (({"due_on": "2022-01-01"}, "已经过了"), ({"reason": " "}, "请写明改期的事由")):
        refused = bureau.post(address_of(asked, "due/"), typed | wrong)
        assert refused.status_code == 422
        assert words in refused.content.decode()
    assert bureau.post(address_of(asked, "due/"), typed | {"version": 1}).status_code == 409
    reply(asked, world.unit.head)
    late = bureau.post(address_of(asked, "due/"), typed)
    assert late.status_code == 409
    assert "现在不能办理" in late.content.decode()
    assert not Event.objects.filter(action=EventAction.SPOT_CHECK_DUE_CHANGED).exists()
