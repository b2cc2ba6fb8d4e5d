"""Django's admin pages: for administrators, filings and events to look at only, every change on record."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.test import Client, RequestFactory
from django.urls import path, reverse

from selfeval.domain.workflow import Role, State
from selfeval.models import Department, Event, Filing, FilingCycle, ReviewRecord, Submission, User
from selfeval.web import urls as product_urls
from tests.factories import PASSWORD, World, bring_to

# Notices lead to the product's own pages.
urlpatterns = [path("admin/", admin.site.urls), *product_urls.urlpatterns]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
WRITE_ONCE = [Filing, Submission, ReviewRecord, Event]


def own_models() -> list[Any]:
    """The product's models on the admin pages; sign-in attempts are another package's."""
    return [model for model in admin.site._registry if model._meta.app_label == "selfeval"]


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(model: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_page_opens_for_an_administrator(world: World) -> None:
    bring_to(world, State.FINALISED)
    client = client_of(world.administrator)
    for model in own_models():
        assert client.get(address(model, "changelist")).status_code == 200, model
        row = model._default_manager.first()
        assert row is not None
        assert client.get(address(model, "change", row.pk)).status_code == 200, model


def test_nobody_else_gets_in_whatever_django_flags_they_have(world: World) -> None:
    for person in (world.unit.preparer, world.unit.head, world.reviewer):
        User.objects.filter(pk=person.pk).update(is_staff=True, is_superuser=True)
        client = client_of(User.objects.get(pk=person.pk))
        for model in own_models():
            assert client.get(address(model, "changelist")).status_code == 403, (person, model)


@pytest.mark.parametrize("model", WRITE_ONCE)
def test_the_work_and_its_record_are_only_looked_at(world: World, model: Any) -> None:
    bring_to(world, State.FINALISED)
    client = client_of(world.administrator)
    row = model._default_manager.first()
    before = list(model._default_manager.order_by("pk").values())
    assert client.get(address(model, "add")).status_code == 403
    assert client.post(address(model, "change", row.pk), {"state": "to_fill"}).status_code == 403
    assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    # That it was refused is added to the record.
    assert list(model._default_manager.order_by("pk").values())[: len(before)] == before


def test_nothing_can_be_deleted(world: World) -> None:
    client = client_of(world.administrator)
    for model in own_models():
        row = model._default_manager.first()
        if row is not None:
            assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403, model
    request = RequestFactory().get("/")
    request.user = world.administrator
    for model in own_models():
        assert not {"delete_selected"} & admin.site._registry[model].get_actions(request).keys()


def test_groups_give_no_rights_and_are_not_offered() -> None:
    assert not admin.site.is_registered(Group)


def test_a_changed_department_is_one_event_and_no_log_entry(world: World) -> None:
    client = client_of(world.administrator)
    before = Event.objects.count()
    department = world.unit.department
    form = {"code": department.code, "name": "综合办公室", "head": "新负责人", "phone": "", "supervisor": ""}
    assert client.post(address(Department, "change", department.pk), form).status_code == 302
    event = Event.objects.latest("id")
    assert Event.objects.count() == before + 1
    assert (event.action, event.actor, event.department) == ("department.changed", world.administrator, department)
    assert "名称" in str(event.data["message"])
    assert not LogEntry.objects.exists()


def test_a_new_person_is_one_event_and_can_sign_in(world: World) -> None:
    client = client_of(world.administrator)
    before = Event.objects.count()
    form = {
        "username": "newcomer",
        "full_name": "新来人",
        "role": Role.PREPARER.value,
        "department": world.unit.department.pk,
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    answer = client.post(address(User, "add"), form)
    assert answer.status_code == 302, re.findall(r"errorlist.*?</ul>", answer.content.decode(), re.S)
    assert User.objects.get(username="newcomer").check_password(PASSWORD)
    event = Event.objects.latest("id")
    assert Event.objects.count() == before + 1
    assert (event.action, event.data["name"]) == ("user.created", "newcomer")
    assert PASSWORD not in str(event.data)


def test_a_person_of_a_unit_without_a_unit_is_a_message_not_a_crash(world: World) -> None:
    client = client_of(world.administrator)
    form = {
        "username": "newcomer",
        "full_name": "新来人",
        "role": Role.PREPARER.value,
        "department": "",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    answer = client.post(address(User, "add"), form)
    assert answer.status_code == 200
    assert "填报人、单位负责人和主管部门审核人必须属于一个部门" in answer.content.decode()
    assert not User.objects.filter(username="newcomer").exists()


def test_a_password_set_by_the_administrator_is_on_record_without_the_password(world: World) -> None:
    client = client_of(world.administrator)
    person = world.unit.preparer
    form = {"password1": "another-Password-9", "password2": "another-Password-9", "usable_password": "true"}
    answer = client.post(reverse("admin:auth_user_password_change", args=[person.pk]), form)
    assert answer.status_code == 302
    assert User.objects.get(pk=person.pk).check_password("another-Password-9")
    event = Event.objects.latest("id")
    assert (event.action, event.data["name"]) == ("user.changed", person.username)
    assert "another-Password-9" not in str(event.data)


def test_settings_of_the_checks_are_taken_as_the_domain_reads_them(world: World) -> None:
    client = client_of(world.administrator)
    url = address(FilingCycle, "change", world.cycle.pk)
    page = client.get(url)
    sent = {
        "title": world.cycle.title,
        "opens_at_0": "2022-02-01",
        "opens_at_1": "08:00:00",
        "deadline_0": "2022-03-31",
        "deadline_1": "18:00:00",
    }
    assert "与一般核查设置不同的" in page.content.decode()
    refused = client.post(url, {**sent, "check_settings": '{"thresholds": {"december_most": "三成"}}'})
    assert "thresholds.december_most：“三成”应为数" in refused.content.decode()
    taken = client.post(url, {**sent, "check_settings": '{"thresholds": {"december_most": "0.3"}}'})
    assert taken.status_code == 302
    world.cycle.refresh_from_db()
    assert world.cycle.check_settings == {"thresholds": {"december_most": "0.3"}}
    assert "12月支出占比上限 0.3" in client.get(url).content.decode()
    assert Event.objects.filter(action="cycle.changed").count() == 1


def test_the_accountant_of_a_unit_is_one_of_its_own_preparers(world: World) -> None:
    client, department = client_of(world.administrator), world.unit.department
    where = address(Department, "change", department.pk)
    boxes = {"code": department.code, "name": department.name, "head": "", "phone": "", "supervisor": ""}
    for person in (world.unit.head, world.other.preparer, world.administrator):
        assert client.post(where, {**boxes, "accountant": person.pk}).status_code == 200
    assert client.post(where, {**boxes, "accountant": world.unit.preparer.pk}).status_code == 302
    assert Department.objects.get(pk=department.pk).accountant == world.unit.preparer


def test_an_ended_cycle_is_changed_nowhere(world: World) -> None:
    administrator = client_of(world.administrator)
    url = address(FilingCycle, "change", world.cycle.pk)
    assert administrator.get(address(FilingCycle, "add")).status_code == 403
    FilingCycle.objects.update(stage="closed")
    sent = {"check_settings": '{"thresholds": {"december_most": "0.3"}}'}
    assert administrator.post(url, sent).status_code == 403
    world.cycle.refresh_from_db()
    assert world.cycle.check_settings == {}
