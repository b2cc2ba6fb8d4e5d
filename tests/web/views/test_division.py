"""Who fills what, as pages show it: the table, the workspace, marks beside pages and indicators."""

from typing import Any

import pytest
from django.test import Client

from selfeval.domain.workflow import Role, State
from selfeval.models import Assignment, Filing, User
from selfeval.services.changes import FigureChange
from selfeval.services.division import assign, mark_done
from tests.factories import NOW, World, bring_to, make_user, save
from tests.web.conftest import SignedIn
from tests.web.pages import Page


@pytest.fixture
def colleague(world: World) -> User:
    return make_user("colleague", Role.PREPARER, world.unit.department)


def division(filing: Filing, rest: str = "work-division") -> str:
    return f"/filings/{filing.public_id}/{rest}/"


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def give(filing: Filing, person: User, place: str, note: str = "") -> None:
    assign(actor=person, filing_id=filing.pk, place=place, person_id=person.pk, note=note, now=NOW)


def test_a_part_is_given_away_on_the_page(
    preparer: Client, filing: Filing, colleague: User, world: World, signed_in: SignedIn
) -> None:
    empty = text_of(preparer, division(filing))
    assert "还没有分派" in empty
    assert "没有设内部审核人" in empty
    data = {"place": "output", "person": colleague.pk, "note": "含附表"}
    response = preparer.post(division(filing), data, follow=True)
    text = response.content.decode()
    for words in ("已分给colleague甲", "<b>colleague甲</b>", "含附表", "还没有交", "谁还没交", "交了 0 / 1 部分"):
        assert words in text, words
    # It shows where the colleague looks: on the workspace, on the page, in the rail.
    theirs = signed_in(colleague)
    home = text_of(theirs, "/")
    assert "分给我的" in home
    assert "必填还缺" in home
    page = text_of(theirs, division(filing, "output"))
    assert "我这部分填完了" in page
    assert "产出我" in Page(theirs.get(division(filing, "face"))).words("rail")
    assert "colleague甲" in Page(preparer.get(division(filing, "face"))).words("rail")
    assert "我这部分填完了" not in text_of(preparer, division(filing, "output"))


def test_an_indicator_may_be_given_away(preparer: Client, filing: Filing, world: World) -> None:
    code = "effect.performance_benefit.satisfaction"
    give(filing, world.unit.preparer, code, "调查表在二楼")
    text = text_of(preparer, division(filing, "effect"))
    assert text.count("分给我") == 2
    assert "调查表在二楼" in text
    assert "调查表在二楼" not in text_of(preparer, division(filing, "output"))
    assert f"/effect/#indicators.{code}" in text_of(preparer, "/")


def test_done_and_changed_since(preparer: Client, filled: Filing, world: World) -> None:
    give(filled, world.unit.preparer, "budget")
    address = division(filled, "assignment-done")
    done = preparer.post(address, {"place": "budget", "done": "yes", "back": "/"})
    assert done.url == "/"
    assert " 填完" in text_of(preparer, division(filled))
    Assignment.objects.update(done_at=NOW)
    # The test's clock stands still; saving later is told by the stamp.
    save(filled, world.unit.preparer, "budget", FigureChange(code="original_budget", value=None))
    filled.box_stamps.filter(box="fields.original_budget").update(saved_at=NOW.replace(year=2023))
    text = text_of(preparer, division(filled))
    assert "之后又改过 1 处" in text
    assert "1 项" in text
    assert "之后又改过 1 处" in text_of(preparer, "/")
    back = preparer.post(address, {"place": "budget", "done": "no", "back": "https://elsewhere.example/"})
    assert back.url == division(filled)
    assert Assignment.objects.get().done_at is None
    missing = preparer.post(address, {"place": "staff", "done": "yes"}, follow=True)
    assert "没有分派" in missing.content.decode()


def test_a_part_is_taken_back(preparer: Client, filing: Filing, world: World) -> None:
    give(filing, world.unit.preparer, "budget")
    address = division(filing, "end-assignment")
    assert "已取消分派" in preparer.post(address, {"place": "budget"}, follow=True).content.decode()
    assert "没有分派" in preparer.post(address, {"place": "budget"}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "请选一部分"),
        ({"place": "check", "person": "1"}, "没有这一部分"),
        ({"place": "output", "person": "999999"}, "没有这个人"),
        ({"place": "output", "person": "", "note": "长" * 501}, "太长"),
    ],
)
def test_what_is_wrong_is_said(preparer: Client, filing: Filing, data: dict[str, str], words: str) -> None:
    response = preparer.post(division(filing), data)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Assignment.objects.exists()


def test_who_sees_and_who_divides(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.SUBMITTED)
    for person, status in ((world.unit.head, 200), (world.administrator, 200), (world.reviewer, 403)):
        client = signed_in(person)
        assert client.get(division(filing)).status_code == status
        # Who divides may not now; who does not fill never says that a part is done.
        later = 409 if person == world.unit.head else 403
        assert client.post(division(filing), {}).status_code == later
        for rest, refused in (("end-assignment", later), ("assignment-done", 403)):
            assert client.post(division(filing, rest), {"place": "budget"}).status_code == refused
    assert not Assignment.objects.exists()


def test_the_same_queries_for_one_part_and_many(
    preparer: Client, filled: Filing, world: World, django_assert_num_queries: Any
) -> None:
    give(filled, world.unit.preparer, "budget")
    mark_done(actor=world.unit.preparer, filing_id=filled.pk, place="budget", is_done=True, now=NOW)
    preparer.get(division(filled))
    for _ in range(2):
        with django_assert_num_queries(QUERIES):
            preparer.get(division(filled))
        for place in ("output", "process", "effect.performance_benefit.satisfaction"):
            give(filled, world.unit.preparer, place)


# Session, user, filing and its fillers, the form (9), parts, stamps, people twice, head and accountant's choices.
QUERIES = 21
