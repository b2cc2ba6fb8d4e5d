"""The people of a unit: who reviews inside it, and handing over in two steps."""

import pytest

from selfeval.domain.workflow import Role
from selfeval.models import Assignment, Department, Filing, User
from selfeval.services.division import assign
from tests.factories import NOW, World, make_user
from tests.web.conftest import SignedIn
from tests.web.views.test_access import own_patterns


@pytest.fixture
def colleague(world: World) -> User:
    return make_user("colleague", Role.PREPARER, world.unit.department)


def people(world: World, rest: str = "people") -> str:
    return f"/units/{world.unit.department.pk}/{rest}/"


def test_the_head_sees_the_people_and_hands_over(
    world: World, filing: Filing, colleague: User, signed_in: SignedIn
) -> None:
    clerk = world.unit.preparer
    assign(actor=clerk, filing_id=filing.pk, place="output", person_id=clerk.pk, now=NOW)
    client = signed_in(world.unit.head)
    assert people(world) in client.get("/").content.decode()
    text = client.get(people(world)).content.decode()
    for words in ("preparer001甲", "colleague甲", "head001甲", "移交工作", "3 人"):
        assert words in text, words
    asked = {"departing": clerk.pk, "successor": colleague.pk, "disable": "on"}
    first = client.post(people(world), asked).content.decode()
    for words in ("分到的部分“产出”", "马上不能再登录", "确认移交"):
        assert words in first, words
    assert Assignment.objects.get().person == clerk
    done = client.post(people(world), {**asked, "is_confirmed": "on"}, follow=True).content.decode()
    assert "已移交，分工 1 部分。" in done
    assert "已停用" in done
    assert Assignment.objects.get().person == colleague


def test_what_does_not_fit_is_said(world: World, colleague: User, signed_in: SignedIn) -> None:
    client = signed_in(world.administrator)
    same = client.post(people(world), {"departing": colleague.pk, "successor": colleague.pk})
    assert same.status_code == 422
    assert "接手的应是另一个人" in same.content.decode()
    stranger = client.post(people(world), {"departing": colleague.pk, "successor": world.other.preparer.pk})
    assert "没有这个人" in stranger.content.decode()


def test_one_clerk_alone_cannot_hand_over(world: World, signed_in: SignedIn) -> None:
    assert "要有另一位在用的填报人来接" in signed_in(world.unit.head).get(people(world)).content.decode()


def test_the_accountant_is_named_and_dropped(world: World, colleague: User, signed_in: SignedIn) -> None:
    client = signed_in(world.unit.head)
    back = people(world)
    named = client.post(people(world, "accountant"), {"person": colleague.pk, "back": back}, follow=True)
    assert "内部审核人已定为colleague甲" in named.content.decode()
    assert "填报人、内部审核人" in named.content.decode()
    wrong = client.post(people(world, "accountant"), {"person": world.unit.head.pk}, follow=True)
    assert "没有这个人" in wrong.content.decode()
    assert Department.objects.get(pk=world.unit.department.pk).accountant == colleague
    none = client.post(people(world, "accountant"), {"person": ""}, follow=True)
    assert "已不设内部审核人" in none.content.decode()


def test_this_module_knows_every_address_of_a_units_people() -> None:
    below = "units/<int:pk>/"  # the unit's own page is among those of the tree
    assert {each for each in own_patterns() if each.startswith(below) and each != below} == {
        "units/<int:pk>/people/",
        "units/<int:pk>/accountant/",
    }


@pytest.mark.parametrize("rest", ["people", "accountant"])
def test_only_who_is_in_charge(world: World, colleague: User, signed_in: SignedIn, rest: str) -> None:
    data = {"departing": world.unit.preparer.pk, "successor": colleague.pk, "is_confirmed": "on"}
    people_and_status = (
        (world.unit.preparer, 403),
        (world.other.head, 404),
        (world.other.preparer, 404),
        (world.reviewer, 404),
    )
    for person, status in people_and_status:
        assert signed_in(person).post(people(world, rest), {**data, "person": colleague.pk}).status_code == status
    assert Department.objects.get(pk=world.unit.department.pk).accountant is None
    assert signed_in(world.administrator).get("/units/999999/people/").status_code == 404
