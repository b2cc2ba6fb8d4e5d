"""A short text is read once, a long one each time, and other arguments are another reading."""

from collections.abc import Callable

from selfeval.domain.narrative.keeping import kept


def counted() -> tuple[list[tuple[str, int]], Callable[..., str]]:
    read: list[tuple[str, int]] = []

    @kept
    def reader(text: str, times: int = 1) -> str:
        read.append((text, times))
        return text * times

    return read, reader


def test_a_short_text_is_read_once() -> None:
    read, reader = counted()
    assert [reader("甲"), reader("甲"), reader("乙")] == ["甲", "甲", "乙"]
    assert read == [("甲", 1), ("乙", 1)]


def test_other_arguments_are_another_reading() -> None:
    read, reader = counted()
    assert [reader("甲", 2), reader("甲", 3), reader("甲", 2)] == ["甲甲", "甲甲甲", "甲甲"]
    assert len(read) == 2


def test_a_long_text_is_read_each_time() -> None:
    read, reader = counted()
    long = "长" * 10_001
    assert reader(long) == reader(long) == long
    assert len(read) == 2
