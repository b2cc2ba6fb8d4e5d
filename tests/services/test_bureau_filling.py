"""The bureau fills a form in for a unit that cannot, with a reason; signing stays somebody else's."""

import pytest

from selfeval.domain.workflow import Action, Role, State
from selfeval.models import Event, Filing, Submission, User
from selfeval.services.bureau_filling import begin_bureau_filling, end_bureau_filling
from selfeval.services.changes import FaceChange
from selfeval.services.errors import NotAllowed, StaleVersion, Unfit
from tests.factories import NOW, World, bring_to, fill, make_filing, make_user, move, save

REASON = "单位撤并，没有人员"


@pytest.fixture
def filing(world: World) -> Filing:
    """The empty form of the first unit."""
    return make_filing(world)


def begin(filing: Filing, actor: User, reason: str = REASON, version: int = 0) -> Filing:
    return begin_bureau_filling(
        actor=actor, filing_id=filing.pk, expected_version=version or filing.version, reason=reason, now=NOW
    )


def test_it_begins_and_ends(world: World, filing: Filing) -> None:
    phone = FaceChange(attribute="phone", value="0354-1")
    filing = begin(filing, world.administrator)
    with pytest.raises(NotAllowed, match="财政部门正在代填"):
        save(filing, world.unit.preparer, "face", phone)
    filing = save(filing, world.administrator, "face", phone).filing
    with pytest.raises(Unfit, match="已经在代填"):
        begin(filing, world.administrator)
    filing = end_bureau_filling(
        actor=world.administrator, filing_id=filing.pk, expected_version=filing.version, now=NOW
    )
    with pytest.raises(NotAllowed):
        save(filing, world.administrator, "face", phone)
    save(filing, world.unit.preparer, "face", FaceChange(attribute="phone", value="0354-2"))
    told = Event.objects.filter(action__startswith="filing.bureau").order_by("id").values_list("comment", "version")
    assert list(told) == [(REASON, 2), ("", 4)]
    assert set(Filing.objects.get().fillers.all()) == {world.administrator, world.unit.preparer}


def test_refusals_leave_the_filing_as_it_was(world: World, filing: Filing) -> None:
    own = make_user("own", Role.ADMINISTRATOR, world.unit.department)
    before = (Filing.objects.values().get(), Event.objects.count())
    for person in (world.unit.preparer, world.unit.head, world.reviewer, world.other.head, own):
        with pytest.raises(NotAllowed):
            begin(filing, person)
        with pytest.raises(NotAllowed):
            end_bureau_filling(actor=person, filing_id=filing.pk, expected_version=filing.version, now=NOW)
    with pytest.raises(StaleVersion):
        begin(filing, world.administrator, version=filing.version + 1)
    for reason in (" ", "长" * 501):
        with pytest.raises(Unfit):
            begin(filing, world.administrator, reason)
    with pytest.raises(Unfit, match="没有在代填"):
        end_bureau_filling(actor=world.administrator, filing_id=filing.pk, expected_version=filing.version, now=NOW)
    assert (Filing.objects.values().get(), Event.objects.count()) == before


def test_not_once_it_was_sent(world: World) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    with pytest.raises(NotAllowed, match="不能开始或停止代填"):
        begin(filing, world.administrator)


def test_the_head_signs_what_the_bureau_filled(world: World) -> None:
    filing = fill(begin(make_filing(world), world.administrator), world.administrator)
    filing = move(filing, world.administrator, Action.SEND_FOR_SIGNATURE)
    move(filing, world.unit.head, Action.SIGN)
    submission = Submission.objects.get()
    assert (submission.is_filled_by_bureau, submission.is_signed_by_filler) == (True, False)


def test_without_a_head_another_administrator_signs_and_never_reviews(world: World) -> None:
    User.objects.filter(pk=world.unit.head.pk).update(is_active=False)
    another = make_user("another", Role.ADMINISTRATOR)
    filing = fill(begin(make_filing(world), world.administrator), world.administrator)
    filing = move(filing, world.administrator, Action.SEND_FOR_SIGNATURE)
    with pytest.raises(NotAllowed, match="您填报过这份自评表"):
        move(filing, world.administrator, Action.SIGN)
    filing = move(filing, another, Action.SIGN)
    assert Submission.objects.get().submitted_by == another
    for person, reason in ((another, "是您签发的"), (world.administrator, "您填报过")):
        User.objects.filter(pk=person.pk).update(role=Role.REVIEWER)
        with pytest.raises(NotAllowed, match=reason):
            move(filing, User.objects.get(pk=person.pk), Action.RETURN, comment="意见")
