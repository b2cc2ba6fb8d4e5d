"""Rows G02, G03, G04 and G06 of the security standard: the record stays as it was written, or it is seen."""
# ruff: noqa: S608 - the statements are this module's own

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from selfeval.domain.record_chain import HASHED_COLUMNS, STORED_COLUMNS, record_hash
from selfeval.domain.workflow import Role, State
from selfeval.models import Event, EventAction, RecordHead, ReviewRecord, Submission, User
from selfeval.models.permanent import PermanentRow, PermanentRowError
from selfeval.queries.record import chain_fault
from selfeval.services import events
from selfeval.services.accounts import create_user
from tests.acceptance.test_record_access import client_of
from tests.at_once import at_once
from tests.factories import NOW, PASSWORD, World, bring_to, make_user
from tests.fresh import writable

TABLE = Event._meta.db_table


def write(count: int) -> None:
    """`count` entries of nobody in particular."""
    for number in range(1, count + 1):
        events.record(action=EventAction.DEPARTMENT_CHANGED, actor=None, now=NOW, data={"number": number, "old": "一"})


def as_owner_of_the_database(*statements: str) -> None:
    """What somebody can do who may drop triggers."""
    with writable(TABLE), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(table=TABLE))


def change_refused(statement: str) -> None:
    refusal = pytest.raises(DatabaseError, match="只能新增，不能修改或删除")
    with refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("model", PermanentRow.__subclasses__())
def test_g02_the_database_has_a_trigger_on_every_table_that_is_written_once(model: type[Any]) -> None:
    table = model._meta.db_table
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked, [table])
        names = {name for (name,) in cursor.fetchall()}
    wanted = {"_no_update", "_no_delete"} if connection.vendor == "sqlite" else {"_no_change", "_no_truncate"}
    # Other rules of the database may stand beside.
    assert names >= {f"{table}{each}" for each in wanted}


def test_g02_the_database_refuses_to_change_what_was_written(world: World) -> None:
    bring_to(world, State.RETURNED)
    before = [list(model.objects.order_by("pk").values()) for model in (Event, Submission, ReviewRecord)]
    for model, column in ((Event, "comment"), (Submission, "sha256"), (ReviewRecord, "comment")):
        table = model._meta.db_table
        change_refused(f"UPDATE {table} SET {column} = 'x'")
        change_refused(f"DELETE FROM {table}")
        if connection.vendor == "postgresql":
            change_refused(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE")
    assert [list(model.objects.order_by("pk").values()) for model in (Event, Submission, ReviewRecord)] == before


def test_g02_neither_the_models_nor_the_admin_pages_change_the_record(world: World) -> None:
    event = Event.objects.latest("sequence")
    for change in (event.delete, event.save, Event.objects.all().delete, lambda: Event.objects.update(comment="x")):
        with pytest.raises(PermanentRowError):
            change()
    client = client_of(world.administrator)
    for page in (f"{event.pk}/delete/", f"{event.pk}/change/", "add/"):
        assert client.post(f"/admin/selfeval/event/{page}", {"comment": "x", "post": "yes"}).status_code == 403
    assert Event.objects.get(pk=event.pk).comment == event.comment


def rewritten() -> None:
    """Change the third entry and chain everything after it anew, head and all."""
    as_owner_of_the_database("UPDATE {table} SET comment = 'x' WHERE sequence = 3")
    previous = Event.objects.get(sequence=2).record_hash
    for event in Event.objects.filter(sequence__gt=2).order_by("sequence"):
        event.previous_hash = previous
        previous = record_hash({name: getattr(event, name) for name in HASHED_COLUMNS})
        as_owner_of_the_database(
            f"UPDATE {{table}} SET previous_hash = '{event.previous_hash}', record_hash = '{previous}' "
            f"WHERE sequence = {event.sequence}"
        )
    RecordHead.objects.update(record_hash=previous)


def tail_cut_and_head_put_back() -> None:
    as_owner_of_the_database("DELETE FROM {table} WHERE sequence > 4")
    RecordHead.objects.update(sequence=4, record_hash=Event.objects.get(sequence=4).record_hash)


def by(*statements: str) -> Callable[[], None]:
    return lambda: as_owner_of_the_database(*statements)


_COLUMNS = ", ".join(field.column for field in Event._meta.concrete_fields if field.name not in {"id", "sequence"})
_FAR = 10**9
_MAKE_ROOM = (
    f"UPDATE {{table}} SET sequence = sequence + {_FAR} WHERE sequence > 3",
    f"UPDATE {{table}} SET sequence = sequence - {_FAR - 1} WHERE sequence > 3",
)
_COPY = f"INSERT INTO {{table}} ({_COLUMNS}, sequence) SELECT {_COLUMNS}, {{number}} FROM {{table}} WHERE sequence = 3"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tamper", "place", "words"),
    [
        (by("UPDATE {table} SET comment = '改过' WHERE sequence = 3"), 3, "内容与它的哈希不符"),
        (by("UPDATE {table} SET data = '{{\"number\": 4}}' WHERE sequence = 3"), 3, "内容与它的哈希不符"),
        (by("UPDATE {table} SET actor_full_name = '别人' WHERE sequence = 6"), 6, "内容与它的哈希不符"),
        (by("DELETE FROM {table} WHERE sequence = 3"), 3, "第 3 条不见了"),
        (by("DELETE FROM {table} WHERE sequence IN (2, 3, 4)"), 2, "第 2 至 4 条不见了"),
        (by("DELETE FROM {table} WHERE sequence > 4"), 5, "末尾的记录被删去"),
        (by(*_MAKE_ROOM, _COPY.replace("{number}", "4")), 4, "内容与它的哈希不符"),
        (by(_COPY.replace("{number}", "7")), 7, "内容与它的哈希不符"),
        (
            by(
                f"UPDATE {{table}} SET sequence = {_FAR} WHERE sequence = 3",
                "UPDATE {table} SET sequence = 3 WHERE sequence = 4",
                f"UPDATE {{table}} SET sequence = 4 WHERE sequence = {_FAR}",
            ),
            3,
            "内容与它的哈希不符",
        ),
        (lambda: RecordHead.objects.update(record_hash="0" * 64), 6, "记录之尾的哈希与最后一条不符"),
    ],
    ids=["text", "data", "last", "one gone", "some gone", "tail gone", "put in", "added", "swapped", "head"],
)
def test_g03_the_first_entry_that_is_not_as_written_is_named(
    tamper: Callable[[], None], place: int, words: str
) -> None:
    write(6)
    assert chain_fault() is None
    tamper()
    with pytest.raises(CommandError, match=f"第 {place} 条有问题：{words}") as refused:
        call_command("verify_audit")
    assert refused.value.returncode == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tamper", "place"), [(tail_cut_and_head_put_back, 5), (rewritten, 6)], ids=["tail cut", "written anew"]
)
def test_g03_a_digest_kept_elsewhere_tells_what_the_chain_itself_cannot(
    tamper: Callable[[], None], place: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(6)
    call_command("audit_digest")
    line = capsys.readouterr().out
    assert re.fullmatch(r"6 [0-9a-f]{64} \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00\n", line)
    kept = tmp_path / "digests.txt"
    kept.write_text(f"\n{line}", encoding="utf-8")
    call_command("verify_audit", anchor=kept)
    assert "共 6 条，首尾相接，与 1 条摘要相符" in capsys.readouterr().out
    tamper()
    call_command("verify_audit")
    with pytest.raises(CommandError, match=f"第 {place} 条有问题"):
        call_command("verify_audit", anchor=kept)


@pytest.mark.django_db
def test_g03_digests_that_are_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="还没有操作记录"):
        call_command("audit_digest")
    kept = tmp_path / "digests.txt"
    kept.write_text("第一条 abc", encoding="utf-8")
    with pytest.raises(CommandError, match="第 1 行不是摘要"):
        call_command("verify_audit", anchor=kept)
    with pytest.raises(CommandError, match="没有这个文件"):
        call_command("verify_audit", anchor=tmp_path / "nowhere.txt")


class RolledBackError(Exception):
    """Stands for whatever goes wrong after an entry was written."""


def writer(number: int) -> Callable[[], None]:
    def write_some() -> None:
        for turn in range(5):
            try:
                with transaction.atomic():
                    events.record(
                        action=EventAction.DEPARTMENT_CHANGED, actor=None, now=NOW, data={"by": number, "turn": turn}
                    )
                    if turn % 2:
                        raise RolledBackError
            except RolledBackError:
                continue

    return write_some


@pytest.mark.django_db(transaction=True)
def test_g04_twenty_writers_and_rollbacks_leave_one_chain_without_a_gap() -> None:
    assert at_once([writer(number) for number in range(20)]) == [None] * 20
    assert list(Event.objects.order_by("sequence").values_list("sequence", flat=True)) == list(range(1, 61))
    assert {event.data["turn"] for event in Event.objects.all()} == {0, 2, 4}
    assert chain_fault() is None


@pytest.mark.django_db
def test_g04_many_entries_of_one_sending_take_the_head_once(django_assert_num_queries: Any) -> None:
    happenings = [events.Happening(action=EventAction.USER_CREATED, data={"number": each}) for each in range(30)]
    with django_assert_num_queries(3):
        events.record_all(happenings, actor=None, now=NOW)
    assert (chain_fault(), RecordHead.objects.get().sequence) == (None, 30)


def test_g06_where_the_entry_cannot_be_written_nothing_is_changed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError("disk full")

    before = list(User.objects.order_by("pk").values())
    monkeypatch.setattr(events.Event, "save", full)
    with pytest.raises(OSError, match="disk full"), transaction.atomic():
        create_user(
            actor=None,
            username="newcomer",
            full_name="新来人",
            role=Role.PREPARER,
            password=PASSWORD,
            department=world.unit.department,
            now=NOW,
        )
    assert list(User.objects.order_by("pk").values()) == before


def test_g06_without_the_end_of_the_record_nothing_is_changed(world: World) -> None:
    RecordHead.objects.all().delete()
    with pytest.raises(RecordHead.DoesNotExist), transaction.atomic():
        make_user("newcomer", Role.PREPARER, world.unit.department)
    assert not User.objects.filter(username="newcomer").exists()


def test_the_hash_covers_every_column() -> None:
    columns = {field.attname for field in Event._meta.concrete_fields}
    assert set(STORED_COLUMNS) == columns - {"id", "record_hash"}
