"""The library of phrases: whose they are, and in which order they stand."""

import pytest

from selfeval.models import Event, EventAction, ReviewPhrase
from selfeval.queries.pins import phrases_for
from selfeval.services.errors import AlreadyThere, NotAllowed, Unfit
from selfeval.services.phrases import MOST_PHRASES, add_phrase, remove_phrase
from tests.factories import NOW, World


def test_a_reviewer_sees_their_own_and_the_bureaus_the_used_ones_first(world: World) -> None:
    add_phrase(actor=world.reviewer, words=" 口径  不一致 ", now=NOW)
    common = add_phrase(actor=world.administrator, words="请附凭证", now=NOW)
    ReviewPhrase.objects.filter(pk=common.pk).update(times_used=3)
    assert [each.words for each in phrases_for(user=world.reviewer)] == ["请附凭证", "口径 不一致"]
    assert [each.words for each in phrases_for(user=world.administrator)] == ["请附凭证"]
    told = Event.objects.filter(action=EventAction.PHRASE_CHANGED)
    assert [(each.actor, each.data["is_common"]) for each in told] == [
        (world.reviewer, False),
        (world.administrator, True),
    ]


def test_what_is_no_phrase_is_refused(world: World) -> None:
    add_phrase(actor=world.reviewer, words="请附凭证", now=NOW)
    with pytest.raises(AlreadyThere):
        add_phrase(actor=world.reviewer, words="请附凭证", now=NOW)
    for words in (" ", "长" * 201, "有\x00字符"):
        with pytest.raises(Unfit):
            add_phrase(actor=world.reviewer, words=words, now=NOW)
    for number in range(1, MOST_PHRASES):
        add_phrase(actor=world.reviewer, words=f"用语{number}", now=NOW)
    with pytest.raises(Unfit, match="最多 30 条"):
        add_phrase(actor=world.reviewer, words="再来一条", now=NOW)


def test_nobody_takes_anothers_phrase_away(world: World) -> None:
    own = add_phrase(actor=world.reviewer, words="请附凭证", now=NOW)
    with pytest.raises(ReviewPhrase.DoesNotExist):
        remove_phrase(actor=world.administrator, phrase_id=own.pk, now=NOW)
    with pytest.raises(NotAllowed):
        add_phrase(actor=world.unit.preparer, words="请附凭证", now=NOW)
    remove_phrase(actor=world.reviewer, phrase_id=own.pk, now=NOW)
    assert not ReviewPhrase.objects.exists()
