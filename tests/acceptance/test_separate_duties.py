"""Rows A11, A12 and T4 of the security standard: 三员 are three people, and none does the work of another."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from selfeval.domain.workflow import SEPARATE_ROLES, Role, State
from selfeval.models import BusinessOffice, Department, Event, EventAction, Filing, User
from selfeval.queries.record import chain_fault
from selfeval.services.accounts import create_user
from selfeval.services.errors import NotAllowed, Unfit
from selfeval.services.separate_duties import grant_role, open_account
from tests.acceptance.test_record_access import client_of
from tests.factories import NOW, PASSWORD, World, bring_to

pytestmark = pytest.mark.django_db
APART = sorted(SEPARATE_ROLES)


@pytest.fixture
def system(world: World) -> User:
    return numbered("system_admin", Role.SYSTEM_ADMINISTRATOR, "X1")


@pytest.fixture
def security(world: World) -> User:
    return numbered("security_admin", Role.SECURITY_ADMINISTRATOR, "X2")


@pytest.fixture
def audit(world: World) -> User:
    return numbered("audit_admin", Role.AUDIT_ADMINISTRATOR, "X3")


def numbered(username: str, role: Role, number: str) -> User:
    return create_user(
        actor=None,
        username=username,
        full_name="示例人",
        role=role,
        password=PASSWORD,
        person_number=number,
        now=NOW,
    )


def opened(system: User, username: str = "newcomer", number: str = "") -> User:
    made = open_account(actor=system, username=username, full_name="新来人", person_number=number, now=NOW)
    return made.account


def granted(security: User, account: User, role: Role, **place: Any) -> User:
    return grant_role(actor=security, account_id=account.pk, seen_role=Role(account.role), role=role, now=NOW, **place)


def sent(account: User, role: Role, **place: Any) -> dict[str, Any]:
    return {"seen": account.role, "role": role.value, "department": "", "business_office": "", **place}


def test_an_account_is_made_by_one_and_gets_its_role_from_another(world: World, system: User, security: User) -> None:
    page = client_of(system).post(
        "/accounts/new/", {"username": "newcomer", "full_name": "新来人", "person_number": "7"}
    )
    password = re.search(r"data-initial-password>([^<]+)<", page.content.decode())
    account = User.objects.get(username="newcomer")
    assert (account.role, account.must_change_password) == (Role.UNASSIGNED.value, True)
    assert account.check_password(password[1])
    role = sent(account, Role.PREPARER, department=world.unit.department.pk)
    assert client_of(security).post(f"/accounts/{account.pk}/role/", role).status_code == 302
    account.refresh_from_db()
    assert (account.role, account.department) == (Role.PREPARER.value, world.unit.department)
    made, given = Event.objects.order_by("-sequence")[:2][::-1]
    assert (made.action, made.actor, made.data["username"]) == (EventAction.USER_CREATED, system, "newcomer")
    assert (given.action, given.actor) == (EventAction.ROLE_GRANTED, security)
    assert given.data["changes"] == [
        {"label": "角色", "old": "未授权", "new": "填报人"},
        {"label": "部门", "old": "无", "new": "综合办"},
    ]
    assert password[1] not in str(list(Event.objects.values()))
    assert chain_fault() is None


def test_an_account_is_disabled_enabled_and_given_a_new_password(world: World, system: User) -> None:
    client, person = client_of(system), world.other.preparer
    theirs = client_of(person)
    assert theirs.get("/").status_code == 200
    page = client.post(f"/accounts/{person.pk}/password/").content.decode()
    password = re.search(r"data-initial-password>([^<]+)<", page)
    assert theirs.get("/").status_code == 302
    person.refresh_from_db()
    assert person.check_password(password[1])
    for sent_, is_active, action in (
        ({}, False, EventAction.ACCOUNT_DISABLED),
        ({"active": "on"}, True, EventAction.ACCOUNT_ENABLED),
    ):
        assert client.post(f"/accounts/{person.pk}/active/", sent_).status_code == 302
        assert User.objects.get(pk=person.pk).is_active is is_active
        assert Event.objects.latest("sequence").action == action
    assert Event.objects.filter(action=EventAction.PASSWORD_RESET, data__username=person.username).count() == 1


def second_role_by_service(system: User, security: User, audit: User) -> None:
    second = opened(system, number=audit.person_number)
    with pytest.raises(Unfit, match="另一个账号 audit_admin 已是审计管理员"):
        granted(security, second, Role.SYSTEM_ADMINISTRATOR)


def second_role_by_page(system: User, security: User, audit: User) -> None:
    second = opened(system, number=audit.person_number)
    page = client_of(security).post(f"/accounts/{second.pk}/role/", sent(second, Role.SYSTEM_ADMINISTRATOR))
    assert page.status_code == 422
    assert "由不同的人担任" in page.content.decode()


def role_of_the_work_beside(system: User, security: User, audit: User) -> None:
    second = opened(system, number=audit.person_number)
    with pytest.raises(Unfit, match="也不兼任别的角色"):
        granted(security, second, Role.REVIEWER)


def second_role_by_shell(system: User, security: User, audit: User) -> None:
    second = opened(system, number=audit.person_number)
    second.role = Role.SYSTEM_ADMINISTRATOR.value
    with pytest.raises(ValidationError, match="同一个人不能担任"):
        second.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=second.pk).update(role=Role.SYSTEM_ADMINISTRATOR.value)


def superuser_by_shell(system: User, security: User, audit: User) -> None:
    audit.is_superuser = True
    with pytest.raises(ValidationError, match="不能兼任别的角色"):
        audit.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        audit.save()


def unit_beside_by_shell(system: User, security: User, audit: User) -> None:
    audit.department = Department.objects.first()
    with pytest.raises(ValidationError, match="不属于任何单位"):
        audit.clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        audit.save()


def by_command(system: User, security: User, audit: User) -> None:
    with pytest.raises(CommandError, match="已有在用的审计管理员"):
        call_command("make_separate_administrators", audit=["other", "某人", "X9"])


def by_admin_pages(system: User, security: User, audit: User) -> None:
    administrator = client_of(User.objects.get(username="administrator"))
    page = f"/admin/selfeval/user/{audit.pk}/change/"
    assert administrator.post(page, {"role": Role.SYSTEM_ADMINISTRATOR.value}).status_code == 403
    assert administrator.get("/admin/selfeval/user/add/").status_code == 403
    assert client_of(security).get("/admin/selfeval/user/").status_code in {302, 403}


@pytest.mark.parametrize(
    "attempt",
    [
        second_role_by_service,
        second_role_by_page,
        role_of_the_work_beside,
        second_role_by_shell,
        superuser_by_shell,
        unit_beside_by_shell,
        by_command,
        by_admin_pages,
    ],
)
def test_a11_nobody_is_two_of_the_three(
    world: World, system: User, security: User, audit: User, attempt: Callable[[User, User, User], None]
) -> None:
    before = list(User.objects.filter(role__in=APART).order_by("pk").values("pk", "role", "is_superuser"))
    attempt(system, security, audit)
    assert list(User.objects.filter(role__in=APART).order_by("pk").values("pk", "role", "is_superuser")) == before


def test_a11_before_the_first_of_the_three_the_admin_pages_make_none(world: World) -> None:
    client = client_of(world.administrator)
    form = {
        "username": "newcomer",
        "full_name": "新来人",
        "role": Role.SECURITY_ADMINISTRATOR.value,
        "department": "",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    assert client.post("/admin/selfeval/user/add/", form).status_code == 200
    assert not User.objects.filter(username="newcomer").exists()
    with pytest.raises(NotAllowed, match="角色由安全管理员授予"):
        create_user(
            actor=world.administrator,
            username="newcomer",
            full_name="新来人",
            role=Role.AUDIT_ADMINISTRATOR,
            password=PASSWORD,
            now=NOW,
        )


def test_a11_a_superusers_flag_and_a_group_with_all_rights_open_nothing(world: World, system: User) -> None:
    person = opened(system)
    group = Group.objects.create(name="所有权限")
    group.permissions.set(Permission.objects.all())
    person.groups.add(group)
    User.objects.filter(pk=person.pk).update(is_superuser=True, is_staff=True, must_change_password=False)
    client = client_of(User.objects.get(pk=person.pk))
    for page in ("/record/", "/accounts/", "/accounts/new/", "/admin/selfeval/user/", "/admin/selfeval/event/"):
        assert client.get(page).status_code == 403, page
    assert "axes" not in client.get("/admin/").content.decode().lower()


def test_a11_who_moves_from_one_of_the_three_to_another_leaves_a_trace(
    system: User, security: User, audit: User
) -> None:
    moved = granted(security, system, Role.AUDIT_ADMINISTRATOR)
    assert moved.role == Role.AUDIT_ADMINISTRATOR.value
    event = Event.objects.latest("sequence")
    assert event.data["changes"] == [{"label": "角色", "old": "系统管理员", "new": "审计管理员"}]
    assert (event.actor, event.data["username"]) == (security, "system_admin")


def test_a12_the_security_administrator_grants_nothing_to_themselves(
    world: World, system: User, security: User
) -> None:
    second = opened(system, number=security.person_number)
    for account in (security, second):
        client = client_of(security)
        answer = client.post(f"/accounts/{account.pk}/role/", sent(account, Role.ADMINISTRATOR))
        assert answer.status_code == 403
        assert "不能给自己授予或收回角色" in answer.content.decode()
    assert not User.objects.filter(pk__in=(security.pk, second.pk), role=Role.ADMINISTRATOR.value).exists()


@pytest.mark.parametrize(
    ("who", "asked", "words"),
    [
        ("security", "/accounts/new/", "“开设和停用账号”由系统管理员办理"),
        ("security", "/accounts/{person}/active/", "“开设和停用账号”由系统管理员办理"),
        ("security", "/accounts/{person}/password/", "“开设和停用账号”由系统管理员办理"),
        ("system", "/accounts/{person}/role/", "“授予角色”由安全管理员办理"),
        ("system", "/accounts/{audit}/active/", "不能停用它或重置它的密码"),
        ("system", "/accounts/{audit}/password/", "不能停用它或重置它的密码"),
        ("system", "/accounts/{system}/password/", "不能停用自己的账号"),
        ("audit", "/accounts/new/", "“开设和停用账号”由系统管理员办理"),
        ("audit", "/accounts/{person}/role/", "“授予角色”由安全管理员办理"),
        ("administrator", "/accounts/{person}/role/", "“授予角色”由安全管理员办理"),
    ],
)
def test_a12_each_needs_the_other(
    world: World, system: User, security: User, audit: User, who: str, asked: str, words: str
) -> None:
    person = world.unit.preparer
    users = {"system": system, "security": security, "audit": audit, "administrator": world.administrator}
    address = asked.format(person=person.pk, audit=audit.pk, system=system.pk)
    form = {"username": "x", "full_name": "甲", **sent(person, Role.ADMINISTRATOR)}
    before = list(User.objects.order_by("pk").values())
    answer = client_of(users[who]).post(address, form)
    assert answer.status_code == 403
    assert words in answer.content.decode()
    assert [{**row, "last_login": None} for row in User.objects.order_by("pk").values()] == [
        {**row, "last_login": None} for row in before
    ]
    assert Event.objects.latest("sequence").action == EventAction.ACCESS_DENIED


def test_a12_none_of_the_three_sees_a_filing(world: World, system: User, security: User, audit: User) -> None:
    filing = bring_to(world, State.SUBMITTED)
    for person in (system, security, audit):
        client = client_of(person)
        assert client.get("/").status_code == 200
        for rest in ("", "budget/", "official-form/", "bureau-review/", "form.pdf"):
            assert client.get(f"/filings/{filing.public_id}/{rest}").status_code == 404, (person, rest)
    assert Filing.objects.get().state == filing.state


def test_what_was_changed_meanwhile_is_not_granted_over(world: World, system: User, security: User) -> None:
    account = opened(system)
    form = sent(account, Role.REVIEWER)
    client = client_of(security)
    assert client.post(f"/accounts/{account.pk}/role/", form).status_code == 302
    page = client.post(f"/accounts/{account.pk}/role/", form)
    assert (page.status_code, "已作过修改" in page.content.decode()) == (409, True)


def test_who_reviews_inside_a_unit_keeps_the_role_until_another_is_named(
    world: World, system: User, security: User
) -> None:
    world.unit.department.accountant = world.unit.preparer
    world.unit.department.save()
    client, address = client_of(security), f"/accounts/{world.unit.preparer.pk}"
    page = client.post(f"{address}/role/", sent(world.unit.preparer, Role.REVIEWER))
    assert (page.status_code, "内部审核人，不能换角色" in page.content.decode()) == (422, True)
    told = client_of(system).post(f"{address}/active/", follow=True).content.decode()
    assert "内部审核人，不能停用" in told


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.PREPARER, "必须属于一个部门"),
        (Role.OFFICE_REVIEWER, "必须属于一个业务科室"),
        (Role.AUDIT_ADMINISTRATOR, "必须有工号"),
    ],
)
def test_a_role_without_what_it_needs_is_told(
    world: World, system: User, security: User, role: Role, words: str
) -> None:
    account = opened(system)
    page = client_of(security).post(f"/accounts/{account.pk}/role/", sent(account, role))
    assert (page.status_code, words in page.content.decode()) == (422, True)


def test_an_office_reviewer_gets_an_office_and_loses_it_again(world: World, system: User, security: User) -> None:
    office = BusinessOffice.objects.create(code="01", name="行政科")
    account = granted(security, opened(system), Role.OFFICE_REVIEWER, business_office_id=office.pk)
    assert account.business_office == office
    assert granted(security, account, Role.UNASSIGNED).business_office is None


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"username": "preparer001", "full_name": "甲"}, "已有用户名为“preparer001”的账号"),
        ({"username": "a b", "full_name": "甲"}, "中间不能有空格"),
        ({"username": "", "full_name": ""}, "请填写"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_told(system: User, form: dict[str, str], words: str) -> None:
    page = client_of(system).post("/accounts/new/", form)
    assert (page.status_code, words in page.content.decode()) == (422, True), page.content.decode()


def test_the_list_is_searched_and_takes_the_same_queries(
    world: World, system: User, security: User, django_assert_num_queries: Any
) -> None:
    client = client_of(security)
    for search, count in (("preparer001", 1), ("preparer", 3)):
        with django_assert_num_queries(4):
            rows = client.get(f"/accounts/?q={search}").context["rows"]
        assert len(rows) == count
    assert {row.role for row in client.get("/accounts/?role=unit_head").context["rows"]} == {"unit_head"}
    assert "没有这样的账号" in client.get("/accounts/?q=nobody").content.decode()
    page = client_of(system).get(f"/accounts/{system.pk}/").content.decode()
    assert "这是您自己的账号" in page
    assert "开设账号" in client_of(system).get("/accounts/new/").content.decode()


def test_a_fresh_installation_gets_the_three_from_the_shell(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command(
        "make_separate_administrators", system=["s", "甲", "1"], security=["c", "乙", "2"], audit=["a", "丙", "3"]
    )
    told = capsys.readouterr().out
    for username, role in (("s", "系统管理员"), ("c", "安全管理员"), ("a", "审计管理员")):
        password = re.search(rf"{role}　{username}　初始密码 (\S+)", told)
        assert User.objects.get(username=username).check_password(password[1])
    assert [event.actor_name for event in Event.objects.all()] == ["系统"] * 3
    with pytest.raises(CommandError, match="至少给出"):
        call_command("make_separate_administrators")
    User.objects.filter(username="a").update(is_active=False)
    with pytest.raises(CommandError, match="必须有工号"):
        call_command("make_separate_administrators", audit=["b", "丁", ""])
