"""What was returned to the unit is held against what it files again: its targets are not changed without a reason."""

from dataclasses import replace
from typing import Any

import pytest

from selfeval.domain.filing import IndicatorEntry, OwnIndicator, Quantity
from selfeval.models import Filing, ReviewRecord
from selfeval.queries.returned import returned_before
from selfeval.queries.snapshots import assessment_of
from selfeval.services.changes import OwnIndicatorsChange
from tests.factories import World, make_filing, save
from tests.goals_2020 import make_goals_world, own
from tests.returned import judged

CHECK = "targets_not_changed_after_approval"
TRAINING = own("培训人次", 20)


@pytest.fixture
def world(db: None) -> World:
    return make_goals_world()


def stored(filing: Filing) -> Filing:
    return Filing.objects.select_related("cycle__framework", "department").get(pk=filing.pk)


def write(world: World, filing: Filing, *rows: OwnIndicator) -> None:
    save(stored(filing), world.unit.preparer, "outputs", OwnIndicatorsChange(under="outputs", own=rows))


def test_a_target_changed_after_the_return(world: World) -> None:
    filing = make_filing(world)
    write(world, filing, TRAINING)
    judged(world, filing, ReviewRecord.RETURNED)
    write(world, filing, replace(TRAINING, target=Quantity(value=TRAINING.target.value - 1)))  # type: ignore[union-attr]

    before = returned_before(filing=stored(filing))
    assert before is not None
    assert before.own_indicators == (TRAINING,)
    (finding,) = (each for each in assessment_of(filing=stored(filing)).findings if each.check == CHECK)
    assert "上一轮报送的是" in finding.message

    with_reason = replace(
        TRAINING,
        target=Quantity(value=TRAINING.target.value - 1),  # type: ignore[union-attr]
        entry=IndicatorEntry(reason="按退回意见更正录入差错"),
    )
    write(world, filing, with_reason)
    assert CHECK not in {each.check for each in assessment_of(filing=stored(filing)).findings}


def test_what_the_unit_withdrew_itself_was_seen_by_nobody(world: World) -> None:
    filing = make_filing(world)
    write(world, filing, TRAINING)
    judged(world, filing, None)

    assert returned_before(filing=stored(filing)) is None


def test_in_the_first_round_and_without_own_indicators_nothing_is_asked(
    world: World, django_assert_num_queries: Any
) -> None:
    first = stored(make_filing(world))
    returned_before(filing=first)
    with django_assert_num_queries(0):
        assert returned_before(filing=first) is None
