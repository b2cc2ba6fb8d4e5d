"""Administrators write one draft at the same moment: one is first, nothing is half done. Runs on both databases."""

from functools import partial

import pytest

from selfeval.models import Event, EventAction, FrameworkDraft, FrameworkVersion
from selfeval.services.errors import AlreadyThere, StaleDraft
from selfeval.services.framework_drafts import ChangedPart, change_part, copy_version, publish_draft
from tests.at_once import at_once
from tests.factories import NOW, World, make_world

pytestmark = pytest.mark.django_db(transaction=True)


def copied(world: World) -> FrameworkDraft:
    return copy_version(
        source=world.framework, slug="next", version="1", title="表", actor=world.administrator, now=NOW
    )


def test_of_many_changes_of_one_revision_one_wins() -> None:
    world = make_world()
    draft = copied(world)
    change = partial(change_part, draft_id=draft.pk, place="", expected_revision=1, actor=world.administrator, now=NOW)
    outcomes = at_once([partial(change, values={"title": f"第{number}个"}) for number in range(6)])
    won = [outcome for outcome in outcomes if isinstance(outcome, ChangedPart)]
    assert len(won) == 1, outcomes
    assert sum(isinstance(outcome, StaleDraft) for outcome in outcomes) == 5, outcomes
    stored = FrameworkDraft.objects.get()
    assert (stored.revision, stored.document) == (2, won[0].draft.document)
    assert Event.objects.filter(action=EventAction.DRAFT_CHANGED).count() == 1


def test_a_draft_is_published_once() -> None:
    world = make_world()
    draft = copied(world)
    publish = partial(publish_draft, draft_id=draft.pk, expected_revision=1, actor=world.administrator, now=NOW)
    outcomes = at_once([publish] * 4)
    assert sum(isinstance(outcome, FrameworkVersion) for outcome in outcomes) == 1, outcomes
    refusals = (StaleDraft, AlreadyThere, FrameworkDraft.DoesNotExist)
    assert sum(isinstance(outcome, refusals) for outcome in outcomes) == 3, outcomes
    assert FrameworkVersion.objects.filter(slug="next").count() == 1
    assert not FrameworkDraft.objects.exists()
