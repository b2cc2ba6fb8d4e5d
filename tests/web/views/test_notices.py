"""消息: a person's own, unread first; the count at the top; where a notice leads."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from selfeval.domain.workflow import Role
from selfeval.models import Notice, User
from selfeval.services.notices import Told, tell
from tests.factories import NOW, World, make_user
from tests.web.conftest import SignedIn


def told(person: User, *titles: str, address: str = "/password/") -> None:
    for title in titles:
        tell([person], Told(kind=Notice.Kind.TURN, key=title, title=title, address=address), now=NOW)


def text(response: Any) -> str:
    return str(response.content.decode())


def titles(response: Any) -> list[str]:
    return [row.title for row in response.context["rows"]]


def test_own_notices_unread_first(world: World, preparer: Client) -> None:
    told(world.unit.preparer, "甲", "乙", "丙")
    told(world.other.preparer, "丁")
    preparer.post(f"/notices/{Notice.objects.get(title='丙').pk}/", {"stay": "1"})
    page = preparer.get("/notices/")
    assert titles(page) == ["乙", "甲", "丙"]
    assert titles(preparer.get("/notices/?show=unread")) == ["乙", "甲"]
    assert "消息，2 条未读" in text(page)


def test_going_where_it_leads_marks_it_read(world: World, preparer: Client) -> None:
    told(world.unit.preparer, "甲")
    notice = Notice.objects.get()
    answer = preparer.post(f"/notices/{notice.pk}/")
    notice.refresh_from_db()
    assert answer.url == "/password/"
    assert notice.read_at is not None


@pytest.mark.parametrize("address", ["", "//elsewhere.example.org/", "https://elsewhere.example.org/"])
def test_it_leads_nowhere_else(world: World, preparer: Client, address: str) -> None:
    told(world.unit.preparer, "甲", address=address)
    assert preparer.post(f"/notices/{Notice.objects.get().pk}/").url == "/notices/"


def test_somebody_elses_is_not_there(world: World, preparer: Client) -> None:
    told(world.other.preparer, "丁")
    theirs = Notice.objects.get()
    assert preparer.post(f"/notices/{theirs.pk}/").status_code == 404
    assert preparer.get(f"/notices/{theirs.pk}/").status_code == 405
    preparer.post("/notices/read/")
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_all_are_read_at_once(world: World, preparer: Client) -> None:
    told(world.unit.preparer, "甲", "乙")
    assert "2 条标为已读。" in text(preparer.post("/notices/read/", follow=True))
    assert "没有未读的消息。" in text(preparer.post("/notices/read/", follow=True))
    assert "没有未读的消息" in text(preparer.get("/notices/?show=unread"))


def test_who_was_told_nothing_is_told_so(preparer: Client) -> None:
    page = text(preparer.get("/notices/"))
    assert "还没有消息" in page
    assert 'aria-label="消息"' in page


def test_long_lists_have_pages(world: World, preparer: Client) -> None:
    told(world.unit.preparer, *(f"第{number}" for number in range(25)))
    assert "第 21–25 条，共 25 条" in text(preparer.get("/notices/?page=2"))


@pytest.mark.parametrize("role", [Role.UNASSIGNED, Role.SYSTEM_ADMINISTRATOR])
def test_who_has_no_part_in_the_work_is_not_counted_for(world: World, signed_in: SignedIn, role: Role) -> None:
    person = make_user("outside", Role.UNASSIGNED)
    if role is Role.SYSTEM_ADMINISTRATOR:
        User.objects.filter(pk=person.pk).update(role=role.value, person_number="9")
        person.refresh_from_db()
    client = signed_in(person)
    with CaptureQueriesContext(connection) as queries:
        page = text(client.get("/"))
    assert 'href="/notices/"' not in page
    assert not any("selfeval_notice" in query["sql"] for query in queries)


def test_the_count_is_asked_for_once_a_page(world: World, preparer: Client) -> None:
    told(world.unit.preparer, "甲")
    with CaptureQueriesContext(connection) as queries:
        preparer.get("/password/")
    assert sum("selfeval_notice" in query["sql"] for query in queries) == 1


def test_the_number_of_queries_does_not_grow(world: World, preparer: Client) -> None:
    taken = []
    for some in (("甲",), ("乙", "丙")):
        told(world.unit.preparer, *some)
        with CaptureQueriesContext(connection) as queries:
            preparer.get("/notices/")
        taken.append(len(queries))
    assert taken[0] == taken[1]
