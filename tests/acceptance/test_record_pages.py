"""Rows G05 and G07 of the security standard: who reads the record, that reading is on record, and how it is shown."""

import csv
import io
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from selfeval.domain.record_chain import record_hash
from selfeval.domain.workflow import Role, State
from selfeval.models import Event, EventAction, User
from selfeval.services import events
from selfeval.web import throttle
from tests.acceptance.test_record_access import client_of
from tests.factories import NOW, World, bring_to, make_filing, make_user

pytestmark = pytest.mark.django_db
PAGES = ("/record/", "/record/record.csv", "/record/record.jsonl")
BUDGET = "fields.original_budget"


@pytest.fixture
def auditor(world: World) -> User:
    return make_user("auditor", Role.AUDITOR)


def text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.AUDIT_ADMINISTRATOR])
def test_g05_who_reads_the_record_is_in_the_record(world: World, role: Role) -> None:
    reader = make_user("reader", role)
    client, before = client_of(reader), Event.objects.count()
    for page in PAGES:
        response = client.get(f"{page}?person=preparer001")
        assert response.status_code == 200
        assert "preparer001" in text_of(response)
    told = list(Event.objects.order_by("sequence")[before:].values_list("action", "actor", "data__chosen"))
    chosen = {"person": "preparer001"}
    assert told == [
        (EventAction.RECORD_READ, reader.pk, chosen),
        (EventAction.RECORD_EXPORTED, reader.pk, {**chosen, "file": "操作记录.csv"}),
        (EventAction.RECORD_EXPORTED, reader.pk, {**chosen, "file": "操作记录.jsonl"}),
    ]


def test_g05_nobody_else_reads_it_and_nobody_changes_it(world: World) -> None:
    others = [Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.UNASSIGNED]
    people = [make_user(f"other{number}", role) for number, role in enumerate(others)]
    for person in (*people, world.administrator, world.reviewer, world.unit.head):
        client = client_of(person)
        for page in PAGES:
            assert client.get(page).status_code == 403, (person, page)
    client = client_of(make_user("audit_administrator", Role.AUDIT_ADMINISTRATOR))
    before = Event.objects.count()
    for page in PAGES:
        assert client.post(page).status_code == 405
    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        ("action=filing.signed", 1),
        ("action=filing.signed&unit=综合办", 1),
        ("action=filing.signed&unit=服务", 0),
        ("action=filing.signed&person=head001", 1),
        ("action=filing.signed&person=preparer", 0),
        ("action=filing.signed&since=2022-03-01&until=2022-03-01", 1),
        ("action=filing.signed&since=2022-03-02", 0),
        ("action=filing.signed&until=2022-02-28", 0),
        ("action=filing.signed&refused=on", 0),
        ("action=filing.signed&filing=00000000-0000-4000-8000-000000000000", 0),
    ],
)
def test_the_record_is_filtered(world: World, auditor: User, chosen: str, count: int) -> None:
    bring_to(world, State.SUBMITTED)
    response = client_of(auditor).get(f"/record/?{chosen}")
    assert [row.action for row in response.context["rows"]] == ["签发并提交"] * count
    assert ("没有这样的记录" in response.content.decode()) is (count == 0)


def test_the_record_of_one_filing_tells_what_stood_there_before_and_after(world: World, auditor: User) -> None:
    filing = bring_to(world, State.FILLING)
    make_filing(world, world.other)
    page = client_of(auditor).get(f"/record/?filing={filing.public_id}")
    rows = page.context["rows"]
    assert {row.filing_id for row in rows} == {str(filing.public_id)}
    changed = [(row.who, row.unit, each.old, each.new) for row in rows for each in row.changes if each.place == BUDGET]
    assert [(who, unit, old) for who, unit, old, _ in changed] == [("preparer001甲", "综合办", "空")]
    assert changed[0][3] in page.content.decode()
    # The page says what the form calls the box, the file what the program does.
    named = {each.place: each.name for row in rows for each in row.changes}
    assert named[BUDGET] == "年初预算金额"
    assert named["indicators.process.budget_execution.completion_rate.reason"] == "预算完成率：原因"
    # Rows are read as rows, not as the program writes them.
    (people,) = [each.new for row in rows for each in row.changes if each.place == "evaluators"]
    assert "组长" in people
    assert "{" not in people
    assert f'title="{BUDGET}">年初预算金额：' in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "words"), [("since=1.3", "日期应形如"), ("action=x", "没有这种动作"), ("filing=1", "填报编号是")]
)
def test_what_cannot_be_asked_for_is_told(auditor: User, asked: str, words: str) -> None:
    client = client_of(auditor)
    response = client.get(f"/record/?{asked}")
    assert (response.status_code, words in response.content.decode()) == (422, True)
    assert client.get(f"/record/record.csv?{asked}").status_code == 400


def entries(count: int) -> None:
    events.record_all(
        [events.Happening(action=EventAction.REMINDED, data={"number": each}) for each in range(count)],
        actor=None,
        now=NOW,
    )


def test_pages_go_by_the_numbers_of_entries(auditor: User) -> None:
    entries(120)
    client = client_of(auditor)
    first = client.get("/record/?action=filing.reminded")
    numbers = [row.sequence for row in first.context["rows"]]
    assert (len(numbers), numbers, first.context["newer"]) == (50, sorted(numbers, reverse=True), "")
    entries(1)
    second = client.get(f"/record/?{first.context['older']}")
    assert [row.sequence for row in second.context["rows"]] == [number - 50 for number in numbers]
    last = client.get(f"/record/?{second.context['older']}")
    assert (len(last.context["rows"]), last.context["older"]) == (20, "")
    back = client.get(f"/record/?{last.context['newer']}")
    assert [row.sequence for row in back.context["rows"]] == [number - 50 for number in numbers]


def test_the_page_takes_the_same_queries_for_one_entry_and_for_three(world: World, auditor: User) -> None:
    client, asked = client_of(auditor), []
    for count, units in ((1, [world.unit]), (3, [world.other, world.third])):
        for unit in units:
            make_filing(world, unit)
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get("/record/?action=filing.created").context["rows"]) == count
        asked.append(len(queries))
    assert asked[0] == asked[1] < 10


def test_g07_nothing_in_an_entry_becomes_a_formula_a_line_or_a_sign_that_is_not_seen(auditor: User) -> None:
    identity = "11010519491231002X"
    events.record(
        action=EventAction.USER_CHANGED,
        actor=None,
        now=NOW + timedelta(days=1),
        comment="=HYPERLINK(1)\r\n第二行\x1b[31m\u202e",
        data={
            "password": "a-Secret-1",
            "csrf_token": "abc",
            "words": f"身份证{identity}",
            "rate": 0.1,
            "nul": "a\x00b",
        },
    )
    stored = Event.objects.latest("sequence")
    assert stored.data == {
        "password": "＊＊＊",
        "csrf_token": "＊＊＊",
        "words": "身份证110***********002X",
        "rate": "0.1",
        "nul": "a␀b",
    }
    assert stored.comment.startswith("=HYPERLINK(1)\r\n第二行")
    client = client_of(auditor)
    page = client.get("/record/?action=user.changed").content.decode()
    assert "=HYPERLINK(1)\\r\\n第二行\\u001b[31m\\u202e" in page
    content = text_of(client.get("/record/record.csv?action=user.changed"))
    header, row = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))
    assert row[header.index("意见")] == "'=HYPERLINK(1)\\r\\n第二行\\u001b[31m\\u202e"
    (line,) = text_of(client.get("/record/record.jsonl?action=user.changed")).splitlines()
    assert line.isascii()
    assert json.loads(line)["comment"] == stored.comment


def test_e09_the_record_is_given_out_so_often_a_minute(auditor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "MOST_EXPORTS", 2)
    client, files = client_of(auditor), ("record.csv", "record.jsonl")
    assert [client.get(f"/record/{name}").status_code for name in (*files, *files)] == [200, 200, 429, 429]
    # Turned away before anything is read: two are on record, not four. Reading on the page goes on.
    assert Event.objects.filter(action=EventAction.RECORD_EXPORTED).count() == 2
    assert client.get("/record/").status_code == 200


def test_the_exported_chain_can_be_verified_elsewhere(world: World, auditor: User) -> None:
    bring_to(world, State.SUBMITTED)
    lines = [json.loads(line) for line in text_of(client_of(auditor).get("/record/record.jsonl")).splitlines()]
    previous = ""
    for line in reversed(lines):
        columns = {**line, "at": datetime.fromisoformat(line["at"]), "request_id": line["request_id"]}
        if columns["request_id"]:
            columns["request_id"] = columns["request_id"].replace("-", "")
        assert (record_hash(columns), line["previous_hash"]) == (line["record_hash"], previous)
        previous = line["record_hash"]
    assert len(lines) == Event.objects.count()
