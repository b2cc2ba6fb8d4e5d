"""Several passed at once: each by its own step, with its own outcome."""

import pytest

from selfeval.domain.workflow import Role, State
from selfeval.models import Event, EventAction, Filing, User
from selfeval.review.batch import GONE, NOT_LOW, Chosen, pass_batch
from selfeval.services.errors import NotAllowed
from tests.factories import NOW, World, bring_to, make_user


@pytest.fixture
def submitted(world: World) -> Filing:
    filing = bring_to(world, State.SUBMITTED)
    set_bound(filing, 1000)
    return filing


def set_bound(filing: Filing, bound: int) -> None:
    filing.cycle.low_risk_at_most = bound
    filing.cycle.save(update_fields=["low_risk_at_most"])


def passed(actor: User, *chosen: tuple[int, int]) -> list[tuple[bool, str]]:
    asked = [Chosen(filing_id=pk, version=version) for pk, version in chosen]
    return [(each.is_passed, each.words) for each in pass_batch(actor=actor, chosen=asked, now=NOW)]


def test_the_last_level_finalises_with_the_units_own_total(world: World, submitted: Filing) -> None:
    outcome = passed(world.reviewer, (submitted.pk, submitted.version), (999_999, 1))
    assert outcome == [(True, "已定稿"), (False, GONE)]
    filing = Filing.objects.get(pk=submitted.pk)
    assert (filing.current_state, filing.review_total) == (State.FINALISED, filing.self_total)
    assert Event.objects.get(action=EventAction.FINALISED).filing == filing


def test_what_is_not_of_low_risk_or_not_as_seen_is_not_passed(world: World, submitted: Filing) -> None:
    assert submitted.risk > 0
    set_bound(submitted, 0)
    assert passed(world.reviewer, (submitted.pk, submitted.version)) == [(False, NOT_LOW)]
    ((is_passed, words),) = passed(world.reviewer, (submitted.pk, submitted.version - 1))
    assert not is_passed
    assert "已作过修改" in words
    assert Filing.objects.get(pk=submitted.pk).current_state is State.SUBMITTED


def test_who_may_not_judge_one_is_told_of_it(world: World, submitted: Filing) -> None:
    colleague = make_user("colleague", Role.REVIEWER, world.unit.department)
    ((is_passed, words),) = passed(colleague, (submitted.pk, submitted.version))
    assert (is_passed, words) == (False, "您属于这个部门，不能审核本部门的填报。")
    with pytest.raises(NotAllowed):
        passed(world.administrator, (submitted.pk, submitted.version))
