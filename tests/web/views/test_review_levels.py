"""Every level of review has its own page, scores and remarks; passing leads to the next level."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from selfeval.domain.review import ReviewEntry
from selfeval.domain.rights import Right, is_allowed
from selfeval.domain.workflow import Level, Role, State
from selfeval.models import BusinessOffice, Event, EventAction, Filing, ReviewPin, ReviewRecord, ReviewScore, User
from selfeval.queries.filings import last_submission
from selfeval.queries.queue import waiting_for
from selfeval.queries.standing import situation_of, standing_of
from selfeval.services.accounts import create_user
from selfeval.services.review_scores import save_review_scores
from tests.factories import NOW, PASSWORD, World, bring_to, make_user
from tests.web.conftest import SignedIn

DISCLOSURE = "process.budget_management.information_disclosure"


@pytest.fixture
def supervisor(world: World) -> User:
    """Who reviews for the department above the first unit."""
    department = world.unit.department
    department.supervisor = world.other.department
    department.save(update_fields=["supervisor"])
    return make_user("supervisor", Role.SUPERVISOR, world.other.department)


@pytest.fixture
def officer(world: World) -> User:
    """Who reviews for the office of the bureau that the first unit belongs to."""
    office = BusinessOffice.objects.create(code="zh", name="综合科")
    department = world.unit.department
    department.business_office = office
    department.save(update_fields=["business_office"])
    return create_user(
        actor=None,
        username="officer",
        full_name="科室甲",
        role=Role.OFFICE_REVIEWER,
        password=PASSWORD,
        business_office=office,
        now=NOW,
    )


@pytest.fixture
def submitted(world: World, supervisor: User, officer: User) -> Filing:
    """A form that goes through three levels, waiting at the first."""
    world.cycle.has_supervisor_review = world.cycle.has_office_review = True
    world.cycle.save()
    return bring_to(world, State.SUBMITTED)


def address(filing: Filing, rest: str = "bureau-review") -> str:
    return f"/filings/{filing.public_id}/{rest}/"


def post(client: Client, filing: Filing, rest: str, **data: object) -> Any:
    return client.post(address(filing, rest), {"version": Filing.objects.get(pk=filing.pk).version, **data})


def score(actor: User, filing: Filing, points: str, remark: str) -> None:
    copy = last_submission(filing=filing)
    assert copy is not None
    entries = {DISCLOSURE: ReviewEntry(score=Decimal(points), remark=remark)}
    save_review_scores(actor=actor, submission_id=copy.pk, entries=entries, now=NOW)


def test_it_goes_from_level_to_level(
    world: World, submitted: Filing, supervisor: User, officer: User, signed_in: SignedIn
) -> None:
    assert submitted.current_state is State.SUPERVISOR_REVIEW
    first, second, last = signed_in(supervisor), signed_in(officer), signed_in(world.reviewer)
    page = first.get(address(submitted)).content.decode()
    assert "审核通过，报下一级…" in page
    assert "审核通过并定稿…" not in page
    assert "现在没有要您办理的审核" in last.get(address(submitted)).content.decode()
    score(supervisor, submitted, "2", "公开晚了几天，扣1分")

    asked = post(first, submitted, "review-pass", comment="同意")
    assert "交业务科室审核" in asked.content.decode()
    assert Filing.objects.get(pk=submitted.pk).current_state is State.SUPERVISOR_REVIEW
    assert post(first, submitted, "review-pass", comment="同意", is_confirmed="on").url == "/"
    assert Filing.objects.get(pk=submitted.pk).current_state is State.OFFICE_REVIEW
    assert post(first, submitted, "review-pass", is_confirmed="on").status_code == 409

    assert "公开晚了几天，扣1分" in second.get(address(submitted)).content.decode()
    score(officer, submitted, "1", "公开晚了一月，扣2分")
    assert post(second, submitted, "review-pass", is_confirmed="on").url == "/"
    text = last.get(address(submitted)).content.decode()
    for words in ("公开晚了几天，扣1分", "公开晚了一月，扣2分", "主管部门审核：审核通过，报下一级", "同意"):
        assert words in text, words
    assert [(row.level, row.score) for row in ReviewScore.objects.order_by("pk")] == [
        (Level.SUPERVISOR.value, Decimal(2)),
        (Level.OFFICE.value, Decimal(1)),
    ]
    # What the levels before said asks nothing of the last one.
    done = post(last, submitted, "finalise-filing", confirmed_total="92", is_confirmed="on")
    assert done.url == "/"
    assert ReviewRecord.objects.count() == 3
    assert Event.objects.filter(action=EventAction.PASSED).count() == 2


def test_each_level_returns_with_its_own_remarks(
    world: World, submitted: Filing, supervisor: User, signed_in: SignedIn
) -> None:
    client = signed_in(supervisor)
    copy = last_submission(filing=submitted)
    assert copy is not None
    data = {"submission": copy.pk, "place": DISCLOSURE, "words": "请附公开的网页"}
    assert client.post(address(submitted, "review-pins"), data).status_code == 302
    page = client.get(address(submitted)).content.decode()
    assert "单位只能修改" in page
    assert "请按批注修改 1 处：" in page
    returned = post(
        client, submitted, "return-for-revision", comment="请补佐证", reason="evidence", due_on="2099年3月8日"
    )
    assert returned.url == "/"
    record = ReviewRecord.objects.get()
    assert (record.level, record.reason, str(record.due_on), record.opens) == (
        Level.SUPERVISOR.value,
        "evidence",
        "2099-03-08",
        [DISCLOSURE],
    )
    assert ReviewPin.objects.get().sent_at is not None


def test_a_return_that_is_due_before_today_is_refused(
    world: World, submitted: Filing, supervisor: User, signed_in: SignedIn
) -> None:
    response = post(signed_in(supervisor), submitted, "return-for-revision", comment="请补佐证", due_on="2021年3月8日")
    assert response.status_code == 422
    assert "已经过了" in response.content.decode()


def test_the_queue_is_of_the_level_and_says_the_same_as_the_right(
    world: World, submitted: Filing, supervisor: User, officer: User
) -> None:
    for state, turn in ((State.SUPERVISOR_REVIEW, supervisor), (State.OFFICE_REVIEW, officer)):
        Filing.objects.filter(pk=submitted.pk).update(state=state.value)
        for user in (supervisor, officer, world.reviewer):
            assert [each.pk for each in waiting_for(user=user)] == ([submitted.pk] if user is turn else [])
    second = make_user("second", Role.REVIEWER)
    outsider = make_user("outsider", Role.REVIEWER, world.other.department)
    for is_bureau in (False, True):
        for named in (None, second, outsider):
            Filing.objects.filter(pk=submitted.pk).update(state=State.SUBMITTED.value, reviewer=named)
            world.unit.department.is_finance_bureau = is_bureau
            world.unit.department.save(update_fields=["is_finance_bureau"])
            filing = Filing.objects.select_related("cycle__framework", "department").get(pk=submitted.pk)
            for user in (world.reviewer, second, outsider, supervisor):
                may = is_allowed(Right.REVIEW_OPEN, standing_of(user=user, filing=filing), situation_of(filing))
                assert waiting_for(user=user).filter(pk=filing.pk).exists() is may, (is_bureau, named, user)


def test_the_unit_does_not_see_what_has_not_gone_out(world: World, submitted: Filing, signed_in: SignedIn) -> None:
    assert signed_in(world.unit.head).get(address(submitted)).status_code == 403
