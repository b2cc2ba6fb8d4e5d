"""The bar on top counts days by the calendar, and calls nothing saved that was not."""

from datetime import UTC, datetime, timedelta

import pytest

from selfeval.domain.workflow import State
from selfeval.models import Filing
from selfeval.queries.filings import SectionStamp
from selfeval.web.presenters.docbar import deadline_of, docbar_of, save_state, state_badge
from tests.factories import World, make_filing

# 2022-03-11 09:30 in Shanghai; tests move the clock, not the deadline.
DEADLINE = datetime(2022, 3, 11, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "words", "tone"),
    [
        (timedelta(days=6), "距截止 6 天", ""),
        (timedelta(days=3), "距截止 3 天", "t-amber"),
        (timedelta(hours=10), "明天截止", "t-amber"),
        (timedelta(hours=1), "今天截止", "t-amber"),
        (timedelta(hours=-1), "已逾期", "t-amber"),
        (timedelta(days=-2), "逾期 2 天", "t-amber"),
    ],
)
def test_the_time_that_is_left(filing: Filing, before: timedelta, words: str, tone: str) -> None:
    assert filing.cycle.deadline == DEADLINE
    found = deadline_of(filing, DEADLINE - before)
    assert found is not None
    assert (found.words, found.tone, found.day) == (words, tone, "2022年3月11日 09:30")


def test_who_is_done_has_no_deadline(filing: Filing) -> None:
    filing.state = State.FINALISED.value
    assert deadline_of(filing, DEADLINE + timedelta(days=99)) is None


def test_the_round_is_said_from_the_second_on(world: World) -> None:
    filing = make_filing(world)
    assert "轮" not in docbar_of(filing, DEADLINE).subtitle
    filing.round = 2
    assert docbar_of(filing, DEADLINE).subtitle.endswith(" · 第 2 轮")


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_badge_with_words_and_icon(state: State) -> None:
    badge = state_badge(state)
    assert badge.words == state.label
    assert badge.icon


def test_nothing_is_called_saved_before_it_was() -> None:
    never = SectionStamp(version=0, saved_at=None, saved_by_id=None, saved_by_name="")
    assert save_state(None, never, DEADLINE).kind == "none"
    once = SectionStamp(version=1, saved_at=DEADLINE, saved_by_id=1, saved_by_name="王某")
    assert save_state(None, once, DEADLINE + timedelta(hours=1)).words == "已保存 09:30"


def test_an_own_deadline_counts_before_the_cycles_and_all_days_are_told(filing: Filing) -> None:
    filing.cycle.late_until = DEADLINE + timedelta(days=5)
    filing.due_at = DEADLINE + timedelta(days=9)
    found = deadline_of(filing, DEADLINE + timedelta(days=1))
    assert found is not None
    assert (found.words, found.day) == ("距截止 8 天", "2022年3月20日 09:30")
    assert found.terms == (
        "截止 2022年3月11日 09:30",
        "补报期至 2022年3月16日 09:30",
        "本单位延期至 2022年3月20日 09:30",
    )


def test_when_no_form_is_taken_it_says_why(filing: Filing) -> None:
    cycle = filing.cycle
    cycle.late_until = DEADLINE + timedelta(days=5)

    def words(now: datetime) -> str:
        found = deadline_of(filing, now)
        assert found is not None
        return found.words

    assert words(cycle.opens_at - timedelta(hours=1)) == "2022年2月9日开始填报"
    assert words(DEADLINE + timedelta(days=6)) == "补报期已过"
    cycle.stage = "closed"
    assert words(DEADLINE) == "批次已结束"
