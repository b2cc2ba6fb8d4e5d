"""The ledger of what results were used for: entered and cancelled, never changed."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from selfeval.domain.workflow import Role, State
from selfeval.models import Event, EventAction, Filing, ResultUse, User
from selfeval.queries.filings import UnknownChoice
from selfeval.queries.result_uses import ledger_cycles, list_uses, sums_by_kind, usable_filings, visible_uses
from selfeval.services.errors import AlreadyThere, NotAllowed, NotNow, Unfit
from selfeval.services.result_uses import Entry, cancel, enter
from tests.factories import NOW, World, bring_to, make_user

TODAY = date(2022, 3, 1)
CUT = Entry(
    kind=ResultUse.Kind.BUDGET,
    words="核减2023年项目预算",
    decided_on=TODAY,
    amount=Decimal("-120000.50"),
    document_number="财预〔2022〕3号",
)
PRAISE = Entry(kind=ResultUse.Kind.PRAISE, words="全区通报表扬", decided_on=TODAY)


@pytest.fixture
def filing(world: World) -> Filing:
    return bring_to(world, State.FINALISED)


def enter_one(world: World, filing: Filing, entry: Entry = CUT, actor: User | None = None) -> ResultUse:
    return enter(actor=actor or world.administrator, filing_id=filing.pk, entry=entry, now=NOW, today=TODAY)


def cancel_one(world: World, use: ResultUse, reason: str = "登记有误", actor: User | None = None) -> ResultUse:
    return cancel(actor=actor or world.administrator, use_id=use.pk, reason=reason, now=NOW, today=TODAY)


def test_an_entry_is_kept_with_its_event_and_cancelled_by_another(world: World, filing: Filing) -> None:
    use = enter_one(world, filing)
    cancelling = cancel_one(world, use)
    assert (cancelling.amount, cancelling.kind, cancelling.cancels) == (Decimal("120000.50"), use.kind, use)
    use.refresh_from_db()
    assert use.words == CUT.words
    made, undone = Event.objects.filter(action__startswith="result.").order_by("pk")
    assert (made.action, made.comment) == (EventAction.RESULT_USED, CUT.words)
    assert made.data["document_number"] == CUT.document_number
    assert (undone.action, undone.comment) == (EventAction.RESULT_USE_CANCELLED, "登记有误")
    assert undone.data["cancels"] == use.pk
    with pytest.raises(AlreadyThere, match="已经冲销过"):
        cancel_one(world, use)
    with pytest.raises(NotAllowed, match="不能再冲销"):
        cancel_one(world, cancelling)
    assert ResultUse.objects.count() == 2


def test_nothing_of_it_can_be_changed_or_deleted(world: World, filing: Filing) -> None:
    use = enter_one(world, filing)
    use.words = "改了"
    for attempt in (use.save, use.delete, ResultUse.objects.all().delete):
        with pytest.raises(Exception, match=r".+"):
            attempt()
    assert ResultUse.objects.get().words == CUT.words


@pytest.mark.parametrize(
    ("entry", "box", "words"),
    [
        (replace(CUT, words=""), "words", "请写明内容"),
        (replace(CUT, amount=None), "amount", "请填涉及金额"),
        (replace(CUT, amount=Decimal("1.001")), "amount", "最多两位小数"),
        (replace(CUT, amount=Decimal("1e13")), "amount", "不超过一万亿元"),
        (replace(CUT, decided_on=TODAY + timedelta(days=1)), "decided_on", "2022年3月2日”还没有到"),
        (replace(CUT, document_number="号" * 101), "document_number", "太长"),
    ],
)
def test_what_does_not_fit_is_told_at_its_box(world: World, filing: Filing, entry: Entry, box: str, words: str) -> None:
    with pytest.raises(Unfit, match=words) as caught:
        enter_one(world, filing, entry)
    assert caught.value.box == box
    assert not ResultUse.objects.exists()


def test_only_administrators_of_another_unit_keep_it(world: World, filing: Filing) -> None:
    use = enter_one(world, filing)
    own = make_user("own", Role.ADMINISTRATOR, world.unit.department)
    double = make_user("double", Role.ADMINISTRATOR)
    for account in (double, world.unit.head):
        account.person_number = "P-7"
        account.save(update_fields=["person_number"])
    for actor in (world.reviewer, world.unit.head, own, double):
        with pytest.raises(NotAllowed):
            enter_one(world, filing, PRAISE, actor)
        with pytest.raises(NotAllowed):
            cancel_one(world, use, actor=actor)
    with pytest.raises(Unfit, match="请写明冲销事由"):
        cancel_one(world, use, " ")
    assert list(usable_filings(user=world.administrator, cycle="2021")) == [filing]
    assert not usable_filings(user=double, cycle="2021")


def test_nothing_is_entered_of_what_is_not_finalised(world: World) -> None:
    with pytest.raises(NotNow, match="还没有结果"):
        enter_one(world, bring_to(world, State.SUBMITTED))


def test_lists_and_sums(world: World, filing: Filing) -> None:
    use = enter_one(world, filing)
    enter_one(world, filing, PRAISE)
    enter_one(world, filing, replace(CUT, amount=Decimal("-0.50")))
    cancel_one(world, use)
    everything = list_uses(user=world.administrator)
    sums = {each.kind: each for each in sums_by_kind(uses=everything)}
    budget, praise = sums[ResultUse.Kind.BUDGET], sums[ResultUse.Kind.PRAISE]
    assert (budget.count, budget.units, budget.amount) == (1, 1, Decimal("-0.50"))
    assert (praise.count, praise.amount, sums[ResultUse.Kind.TALK].count) == (1, None, 0)
    assert everything.count() == 4
    assert list_uses(user=world.administrator, kind="praise").count() == 1
    assert list_uses(user=world.administrator, search="财预 综合办").count() == 2
    assert not list_uses(user=world.administrator, cycle="1999")
    with pytest.raises(UnknownChoice):
        list_uses(user=world.administrator, kind="nothing")
    assert ledger_cycles(user=world.administrator) == {"2021": world.cycle.title}
    assert not visible_uses(user=world.unit.head)
