"""A sealed scan belongs to exactly one frozen copy, and where the cycle asks for it nothing is finalised without."""

import pytest

from selfeval.domain.workflow import Action, State
from selfeval.models import Event, EventAction, Filing, SealedScan
from selfeval.models.evidence import private_storage
from selfeval.queries.filings import last_submission
from selfeval.review.preconditions import Refused
from selfeval.services.errors import FileRefused, NotAllowed
from selfeval.services.kept_files import Received
from selfeval.services.sealed_scans import add_scan
from tests.factories import NOW, World, bring_to, move
from tests.scans import scan

OTHER = "ZQ0W-TK2D-J3EK-XNZ2"


def code_of(filing: Filing) -> str:
    submission = last_submission(filing=filing)
    assert submission is not None
    return submission.verification_code


def bring_scan(world: World, filing: Filing, file: Received, code: str = "") -> SealedScan:
    return add_scan(actor=world.unit.preparer, filing_id=filing.pk, file=file, code=code, now=NOW)


def refusal(world: World, filing: Filing, file: Received, code: str = "") -> str:
    """Why it is not taken; nothing is left of it."""
    events = Event.objects.count()
    with pytest.raises(FileRefused) as caught:
        bring_scan(world, filing, file, code)
    assert not SealedScan.objects.exists()
    assert Event.objects.count() == events
    return str(caught.value)


@pytest.mark.django_db(transaction=True)
class TestAdding:
    def test_the_scan_of_this_copy_is_kept_with_an_event(self, world: World) -> None:
        filing = bring_to(world, State.SUBMITTED)
        kept = bring_scan(world, filing, scan(code_of(filing)))
        assert (kept.code_read, kept.is_code_typed, kept.submission.round) == (code_of(filing), False, 1)
        assert private_storage().exists(kept.file.name)
        event = Event.objects.last()
        assert event is not None
        assert (event.action, event.actor, event.version) == (EventAction.SCAN_ADDED, world.unit.preparer, None)
        assert event.data["sha256"] == kept.sha256

    def test_the_scan_of_another_version_is_refused_by_its_code(self, world: World) -> None:
        filing = bring_to(world, State.SUBMITTED)
        words = refusal(world, filing, scan(OTHER), code_of(filing))
        assert OTHER in words
        assert code_of(filing) in words
        assert "重新打印" in words

    def test_an_unreadable_scan_needs_the_code_typed(self, world: World) -> None:
        filing = bring_to(world, State.SUBMITTED)
        assert "没有读到页脚的二维码" in refusal(world, filing, scan())
        assert "请核对纸上页脚的校验码" in refusal(world, filing, scan(), OTHER)
        kept = bring_scan(world, filing, scan(), code_of(filing).lower().replace("-", " "))
        assert (kept.code_read, kept.is_code_typed) == (code_of(filing), True)

    def test_others_and_other_states_are_refused(self, world: World) -> None:
        filing = bring_to(world, State.SUBMITTED)
        for actor in (world.other.preparer, world.reviewer, world.administrator):
            with pytest.raises(NotAllowed):
                add_scan(actor=actor, filing_id=filing.pk, file=scan(code_of(filing)), now=NOW)
        move(filing, world.reviewer, Action.RETURN, comment="请补充")
        with pytest.raises(NotAllowed, match="签发提交后、定稿前才能传"):
            bring_scan(world, filing, scan(code_of(filing)))
        assert not SealedScan.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_where_the_cycle_asks_for_it_nothing_is_finalised_without(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    world.cycle.requires_sealed_scan = True
    world.cycle.save(update_fields=["requires_sealed_scan"])
    with pytest.raises(Refused, match="还没有这一版的签章件"):
        move(filing, world.reviewer, Action.FINALISE, confirmed_total=filing.self_total)
    bring_scan(world, filing, scan(code_of(filing)))
    done = move(filing, world.reviewer, Action.FINALISE, confirmed_total=filing.self_total)
    assert done.current_state is State.FINALISED
