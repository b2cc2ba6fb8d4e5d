"""A year that was archived is read only: what follows a review is neither begun nor gone on with."""

from datetime import date, timedelta

import pytest

from selfeval.domain.after_review import STEPS, DisclosureState
from selfeval.domain.cycle import Stage
from selfeval.domain.rights_after import why_not_step
from selfeval.domain.standing import Standing
from selfeval.domain.workflow import Role, State
from selfeval.models import Disclosure, Event, Filing, FilingCycle, RectificationItem, ResultUse, User
from selfeval.queries.cycles import fingerprint_of
from selfeval.queries.result_uses import usable_filings
from selfeval.services.cycles import change_stage
from selfeval.services.disclosures import begin, redactions_of, send_for_approval
from selfeval.services.disclosures import take_step as disclose
from selfeval.services.errors import NotNow, Unfit
from selfeval.services.rectification import Demand, issue, take_step
from selfeval.services.result_uses import Entry, cancel, enter
from tests.factories import NOW, World, bring_to, make_user
from tests.spot_checks import ask, make_item, reply
from tests.web.conftest import SignedIn, signed_in

__all__ = ["signed_in"]
TODAY = date(2022, 3, 1)
PRAISE = Entry(kind=ResultUse.Kind.PRAISE, words="通报表扬", decided_on=TODAY)
DEMAND = Demand(source=RectificationItem.Source.OTHER, words="没有公开", due_on=TODAY + timedelta(days=30))


@pytest.fixture
def filing(world: World) -> Filing:
    return bring_to(world, State.FINALISED)


def to(world: World, stage: Stage) -> None:
    cycle = FilingCycle.objects.select_related("framework").get(pk=world.cycle.pk)
    change_stage(actor=world.administrator, cycle_id=cycle.pk, seen=fingerprint_of(cycle), to=stage, now=NOW)


def issued(world: World, filing: Filing) -> RectificationItem:
    return issue(actor=world.administrator, filing_id=filing.pk, wanted=[DEMAND], now=NOW, today=TODAY)[0]


def stepped(item: RectificationItem, actor: User, code: str) -> None:
    item.refresh_from_db()
    take_step(actor=actor, item_id=item.pk, code=code, expected_version=item.version, words="已补", now=NOW)


def published(world: World, filing: Filing) -> Disclosure:
    row = begin(actor=world.administrator, filing_id=filing.pk)
    row = send_for_approval(
        actor=world.administrator,
        disclosure_id=row.pk,
        expected_version=row.version,
        redactions=redactions_of(row),
        now=NOW,
    )
    second = make_user("second", Role.ADMINISTRATOR)
    return disclose(actor=second, disclosure_id=row.pk, code="disclose_publish", expected_version=row.version, now=NOW)


def test_what_was_begun_goes_on_after_a_year_is_closed_and_is_done_before_it_is_archived(
    world: World, filing: Filing
) -> None:
    item = issued(world, filing)
    to(world, Stage.CLOSED)
    with pytest.raises(Unfit, match="不能归档：1 项整改还没有销号"):
        to(world, Stage.ARCHIVED)
    stepped(item, world.unit.preparer, "rectify_report")
    stepped(item, world.administrator, "rectify_close")
    enter(actor=world.administrator, filing_id=filing.pk, entry=PRAISE, now=NOW, today=TODAY)
    to(world, Stage.ARCHIVED)
    assert FilingCycle.objects.get(pk=world.cycle.pk).stage == Stage.ARCHIVED


def test_a_spot_check_that_was_begun_is_settled_before_the_year_is_archived(world: World) -> None:
    item = make_item(world)
    to(world, Stage.CLOSED)
    ask(item, world.reviewer)
    with pytest.raises(Unfit, match="不能归档：1 份抽查还没有核定"):
        to(world, Stage.ARCHIVED)


def test_nothing_is_begun_or_changed_in_an_archived_year(world: World, filing: Filing) -> None:
    item = issued(world, filing)
    use = enter(actor=world.administrator, filing_id=filing.pk, entry=PRAISE, now=NOW, today=TODAY)
    # As it may have come from an older database, with something open.
    FilingCycle.objects.update(stage=Stage.ARCHIVED.value)
    before = Event.objects.count()
    for refused in (
        lambda: issued(world, filing),
        lambda: stepped(item, world.unit.preparer, "rectify_report"),
        lambda: begin(actor=world.administrator, filing_id=filing.pk),
    ):
        with pytest.raises(NotNow, match="这一年度已归档，只能查看"):
            refused()
    with pytest.raises(NotNow, match="已归档，结果应用不能再登记或冲销"):
        enter(actor=world.administrator, filing_id=filing.pk, entry=PRAISE, now=NOW, today=TODAY)
    with pytest.raises(NotNow, match="已归档，结果应用不能再登记或冲销"):
        cancel(actor=world.administrator, use_id=use.pk, reason="错", now=NOW, today=TODAY)
    assert Event.objects.count() == before
    assert not usable_filings(user=world.administrator, cycle=world.cycle.code).exists()


def test_what_should_not_be_public_is_withdrawn_even_then(world: World, filing: Filing) -> None:
    row = published(world, filing)
    FilingCycle.objects.update(stage=Stage.ARCHIVED.value)
    row = disclose(
        actor=world.administrator,
        disclosure_id=row.pk,
        code="disclose_withdraw",
        expected_version=row.version,
        reason="有个人信息",
        now=NOW,
    )
    assert row.current_state is DisclosureState.WITHDRAWN


@pytest.mark.parametrize("code", STEPS)
def test_of_all_steps_only_withdrawing_is_left(code: str) -> None:
    step = STEPS[code]
    (role, *_) = sorted(step.roles)
    standing = Standing(role=role, is_of_unit=step.of_unit, is_sampler=True, is_archived=True)
    refusal = why_not_step(step, standing, next(iter(step.sources), None))
    assert ("已归档" in refusal) is (code != "disclose_withdraw")


def test_pages_of_an_archived_year_offer_nothing(world: World, filing: Filing, signed_in: SignedIn) -> None:
    item = issued(world, filing)
    use = enter(actor=world.administrator, filing_id=filing.pk, entry=PRAISE, now=NOW, today=TODAY)
    stepped(item, world.unit.preparer, "rectify_report")
    FilingCycle.objects.update(stage=Stage.ARCHIVED.value)
    bureau = signed_in(world.administrator)
    pages = {
        f"/rectification/{item.public_id}/": ("销号</button>", "退回再改</button>"),
        f"/filings/{filing.public_id}/rectification-items/": ("下达整改</button>", "登记一条"),
        "/rectification/": ("销号勾选的",),
        f"/disclosure/{filing.public_id}/": ("开始办理</button>",),
    }
    for address, absent in pages.items():
        text = bureau.get(address).content.decode()
        assert not [words for words in absent if words in text], address
    answer = bureau.post(f"/result-uses/{use.pk}/cancel/", {"reason": "错"})
    assert answer.status_code == 409
    assert "已归档" in answer.content.decode()
    closing = bureau.post(f"/rectification/{item.public_id}/", {"step": "close", "version": 2})
    assert closing.status_code in (403, 409)
    assert "已归档" in closing.content.decode()


def test_a_reply_to_a_spot_check_is_not_taken_any_more(world: World) -> None:
    item = ask(make_item(world), world.reviewer)
    FilingCycle.objects.update(stage=Stage.ARCHIVED.value)
    with pytest.raises(NotNow, match="已归档"):
        reply(item, world.unit.head)
