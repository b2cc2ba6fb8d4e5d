"""The history is told newest first, with a run of savings told as one."""

from datetime import timedelta
from decimal import Decimal

from selfeval.domain.workflow import Action, State
from selfeval.queries.filings import events_of, submissions_of
from selfeval.services.changes import FigureChange
from selfeval.web.presenters.history import given_back, happenings_of, rounds_of
from tests.factories import NOW, World, bring_to, domain_framework, fill, move, sample, save

LATER = NOW + timedelta(hours=1)


def test_savings_in_a_row_are_one(world: World) -> None:
    filing = bring_to(world, State.FILLING)
    for value in (Decimal(1), sample().fields["original_budget"]):
        assert isinstance(value, Decimal)
        filing = save(filing, world.unit.preparer, "budget", FigureChange(code="original_budget", value=value)).filing
    filing = move(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    move(filing, world.unit.head, Action.SIGN)
    told = [each.words for each in happenings_of(events_of(filing=filing), LATER)]
    assert told == ["签发并提交", "送负责人签发", "保存填报内容 3 次", "下达填报"]


def test_what_stood_in_a_box_before_and_after_is_told_to_who_may_see_drafts(world: World) -> None:
    filing = bring_to(world, State.FILLING)
    save(filing, world.unit.preparer, "budget", FigureChange(code="original_budget", value=Decimal(10000)))
    events = list(events_of(filing=filing))
    saved = happenings_of(events, LATER, domain_framework())[0]
    assert (saved.who, saved.unit) == ("preparer001甲", "综合办")
    label = domain_framework().label_of("original_budget")
    (change,) = [each for each in saved.changes if each.label == label]
    assert (change.old, change.new) == ("—", "1.00 万元")
    assert (len(saved.shown), saved.more) == (40, len(saved.changes) - 40)
    assert happenings_of(events, LATER)[0].changes == ()


def test_why_it_came_back_is_told_until_it_is_sent_on(world: World) -> None:
    filing = bring_to(world, State.RETURNED)
    fill(filing, world.unit.preparer)
    found = given_back(events_of(filing=filing), LATER)
    assert found is not None
    assert (found.words, found.comment) == ("退回修改", "请补充项目支出的说明")
    other = bring_to(world, State.AWAITING_SIGNATURE, world.other)
    assert given_back(events_of(filing=other), LATER) is None


def test_rounds_carry_their_verdict(world: World) -> None:
    filing = bring_to(world, State.FINALISED)
    (found,) = rounds_of(filing, submissions_of(filing=filing), LATER)
    assert (found.number, found.verdict, found.confirmed_total) == (1, "审核通过并定稿", "92.00")
    assert found.url == f"/filings/{filing.public_id}/official-form/?round=1"
