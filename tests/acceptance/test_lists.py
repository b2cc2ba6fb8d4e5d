"""Row A05: what another unit has, has done and has been told shows in no list, count, search, order or export.

The pages are asked twice, before and after all that happens to the other unit. They must be the same to the letter.
"""

import io
import re
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from selfeval.domain.workflow import Role, State
from selfeval.models import Department, RectificationItem, ResultUse, User
from selfeval.services import disclosures, rectification, result_uses
from selfeval.services.rectification import Demand
from selfeval.services.units import create_office
from tests.acceptance.test_addresses import BEHIND_LOGIN
from tests.evidence import attach
from tests.factories import NOW, World, bring_to, make_unit, make_user
from tests.spot_checks import give, make_draw

# Every address without an id: lists, boards, searches and what they are taken away as.
LISTS = tuple(
    reverse(each.name)
    for each in BEHIND_LOGIN
    # The report of a year says when it was made: what is in it is in its page.
    if not each.pattern.converters
    and each.name not in {"logout", "password", "outbox-key", "annual-docx", "annual-pdf", "annual-xlsx"}
)
ASKED = ("", "?state=all&q=综合办")
# Of one sending or one drawing of the page, not of what is in it.
_PASSING = re.compile(rb'name="(?:csrfmiddlewaretoken|request_id)" value="[^"]*"|data-key="[^"]*"|nonce="[^"]*"')
# A list that is taken away says at what minute.
_TAKEN_AT = re.compile(r"\d+月\d+日\s*\d\d:\d\d (?=导出)".encode())
TODAY = NOW.date()


def people(world: World) -> list[User]:
    """Who has a unit, units or nothing to see, and none of them the first unit."""
    above = make_unit("800", "主管局").department
    office = create_office(actor=None, code="9", name="社保科", now=NOW)
    Department.objects.filter(pk=world.other.department.pk).update(supervisor=above, business_office=office)
    return [
        world.other.head,
        make_user("above", Role.SUPERVISOR, above),
        make_user("office", Role.OFFICE_REVIEWER, office=office),
        make_user("third", Role.THIRD_PARTY),
    ]


def seen_by(person: User) -> dict[str, tuple[int, object]]:
    """What each address answers."""
    client = Client()
    client.force_login(person)
    return {address + asked: answer(client, address + asked) for address in LISTS for asked in ASKED}


def answer(client: Client, address: str) -> tuple[int, object]:
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    if not body.startswith(b"PK"):
        return response.status_code, _PASSING.sub(b"", body)
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        names = [name for name in book.namelist() if not name.startswith("docProps/")]
        parts = {name: _TAKEN_AT.sub(b"", book.read(name)) for name in names}
    return response.status_code, parts


def all_that_happens(world: World) -> None:
    """The first unit files, is drawn, has to put right, is used and is about to be published."""
    filing = bring_to(world, State.FINALISED)
    attach(bring_to(world, State.FILLING, world.third), world.third.preparer, "别家的.docx")
    for item in make_draw(world, size=1).items.all():
        give(world, item, make_user("checker", Role.THIRD_PARTY))
    rectification.issue(
        actor=world.administrator,
        filing_id=filing.pk,
        wanted=[
            Demand(source=RectificationItem.Source.OTHER, words="别家的问题", due_on=TODAY + timedelta(days=30)),
        ],
        now=NOW,
        today=TODAY,
    )
    entry = result_uses.Entry(kind=next(iter(ResultUse.Kind)), words="别家的应用", decided_on=TODAY, amount=Decimal(-1))
    result_uses.enter(actor=world.administrator, filing_id=filing.pk, entry=entry, now=NOW, today=TODAY)
    disclosures.begin(actor=world.administrator, filing_id=filing.pk)


@pytest.mark.django_db
def test_a05_nothing_of_another_unit_shows_in_any_list(world: World) -> None:
    assert len(LISTS) > 25
    everybody = people(world)
    bring_to(world, State.FILLING, world.other)
    before = {person: seen_by(person) for person in everybody}
    all_that_happens(world)
    for person, pages in before.items():
        for address, now in seen_by(person).items():
            assert now == pages[address], (person.username, address)
    # The pages are no empty ones: who may sees their own, and the bureau all of it.
    assert sum(status == 200 for pages in before.values() for status, _ in pages.values()) > 30
    client = Client()
    client.force_login(world.administrator)
    for address in ("/rectification/", "/result-uses/", "/spot-checks/", "/board/"):
        assert "综合办" in client.get(address).content.decode() or address == "/spot-checks/"
