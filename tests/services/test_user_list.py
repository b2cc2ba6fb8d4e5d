"""Accounts from a list: initial passwords told once, roles within the rules, nothing half done."""

from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import Argon2PasswordHasher, PBKDF2PasswordHasher, identify_hasher
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from selfeval.domain.list_sheets import USERS
from selfeval.models import Event, EventAction, PendingUpload, User
from selfeval.services.errors import NotAllowed
from selfeval.services.list_plans import PlanChanged
from selfeval.services.uploads import keep_upload
from selfeval.services.user_list import AppliedUsers, apply_users, plan_users
from tests.factories import NOW, World, name_accountant
from tests.lists import USER_HEADS, rows_of

Row = tuple[Any, ...]


def apply(world: World, *rows: Row, actor: User | None = None) -> AppliedUsers:
    read = rows_of(USERS, USER_HEADS, *rows)
    person = actor or world.administrator
    upload = keep_upload(actor=person, purpose=PendingUpload.Purpose.USERS, name="用户.xlsx", content=b"x", now=NOW)
    return apply_users(actor=person, upload=upload, rows=read, seen=plan_users(read).plan.fingerprint, now=NOW)


def faults(*rows: Row) -> list[str]:
    return [str(fault) for fault in plan_users(rows_of(USERS, USER_HEADS, *rows)).plan.faults]


def test_new_accounts_get_a_password_each_that_is_kept_nowhere(world: World) -> None:
    done = apply(world, ("zhang", "张某", "填报人", "001", ""), ("li", "李某", "审核人", "", "是"))
    assert [(each.username, each.role, each.department) for each in done.accounts] == [
        ("zhang", "填报人", "综合办"),
        ("li", "审核人", ""),
    ]
    first, second = done.accounts
    assert first.password != second.password
    user = User.objects.get(username="zhang")
    assert user.check_password(first.password)
    assert user.must_change_password
    assert not user.is_staff
    assert not User.objects.get(username="li").is_active
    told = str(list(Event.objects.values_list("data", flat=True)))
    assert first.password not in told
    assert user.password not in told
    created = Event.objects.filter(action=EventAction.USER_CREATED, data__username="zhang").get()
    assert (created.actor, created.department) == (world.administrator, world.unit.department)


def test_initial_passwords_are_hashed_quickly_and_anew_at_the_first_sign_in(world: World) -> None:
    names = [f"{each.__module__}.{each.__name__}" for each in (Argon2PasswordHasher, PBKDF2PasswordHasher)]
    with override_settings(PASSWORD_HASHERS=names):
        (account,) = apply(world, ("zhang", "张某", "填报人", "001", "")).accounts
        assert identify_hasher(User.objects.get(username="zhang").password).algorithm == "pbkdf2_sha256"
        assert User.objects.get(username="zhang").check_password(account.password)
        assert identify_hasher(User.objects.get(username="zhang").password).algorithm == "argon2"


def test_accounts_that_are_there_keep_their_password(world: World) -> None:
    before = world.other.preparer.password
    done = apply(
        world, ("preparer002", "改名", "填报人", "003", "是"), ("head002", "head002甲", "单位负责人", "002", "")
    )
    user = User.objects.get(pk=world.other.preparer.pk)
    assert (user.full_name, user.department, user.is_active) == ("改名", world.third.department, False)
    assert (user.password, user.must_change_password, done.accounts) == (before, False, ())
    assert (done.plan.changed_count, done.plan.unchanged) == (1, 1)
    changes = Event.objects.get(action=EventAction.USER_CHANGED).data["changes"]
    assert {"label": "部门编码", "old": "002", "new": "003"} in changes


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("a", "甲", "填报人", "", "")], "表一!D2：填报人必须属于一个部门"),
        ([("a", "甲", "单位负责人", "清空", "")], "单位负责人必须属于一个部门"),
        ([("a", "甲", "审核人", "99", "")], "表一!D2：“99”系统里没有这个部门；请先导入部门名单"),
        ([("a", "甲", "审核人", "1", "")], "是不是 001"),
        ([("a", "甲", "审核人"), ("A", "乙", "审核人")], "表一!A3：“A”和第2行的用户名重复"),
        ([("Reviewer", "甲", "审核人")], "已有账号 reviewer，只差大小写"),
        ([("a b", "甲", "审核人")], "只能用字母、汉字、数字"),
        ([("a", "名" * 51, "审核人")], "共51字，太长：最多50字"),
        ([("administrator", "administrator甲", "审核人")], "是管理员的账号，不通过名单变更"),
    ],
)
def test_each_fault_has_its_cell_and_its_words(world: World, rows: list[Row], words: str) -> None:
    found = faults(*rows)
    assert any(words in fault for fault in found), found


def test_who_reviews_inside_a_unit_stays_there(world: World) -> None:
    name_accountant(world.unit, world.unit.preparer)
    assert any("内部审核人" in fault for fault in faults(("preparer001", "preparer001甲", "填报人", "001", "是")))
    assert faults(("preparer001", "改名", "填报人", "001", "")) == []


def test_nobody_makes_oneself_something_else(world: World) -> None:
    with pytest.raises(PlanChanged):
        apply(world, ("administrator", "administrator甲", "填报人", "001", ""))
    assert User.objects.get(username="administrator").role == "administrator"


def test_one_fault_keeps_everything_out(world: World) -> None:
    with pytest.raises(PlanChanged):
        apply(world, ("a", "甲", "审核人"), ("b", "乙", "填报人"))
    assert not User.objects.filter(username="a").exists()


def test_only_administrators_apply(world: World) -> None:
    for person in (world.reviewer, world.unit.head, world.unit.preparer):
        with pytest.raises(NotAllowed):
            apply(world, ("a", "甲", "审核人"), actor=person)


def test_queries_grow_with_batches_only(world: World) -> None:
    def counted(count: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            apply(world, *[(f"n{count}-{number}", "甲", "填报人", "001", "") for number in range(count)])
        return len(queries)

    few, many = counted(3), counted(300)
    assert many - few <= 12


def test_a_new_account_signs_in_with_what_it_was_given(world: World, rf: object) -> None:
    (account,) = apply(world, ("zhang", "张某", "填报人", "001", "")).accounts
    assert authenticate(request=rf.get("/login/"), username="zhang", password=account.password) is not None  # type: ignore[attr-defined]
