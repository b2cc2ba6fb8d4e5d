"""Rows of a form that print figures nobody asked for: they are told, so that nobody thinks they were checked."""

from collections.abc import Iterable, Iterator
from typing import Final

from selfeval.imports.raw import RawForm, Row
from selfeval.imports.understood import NotUnderstood
from selfeval.imports.words import number_in

_WHY: Final = "指标体系里没有这一行，它的数没有读，也没有检查"
_MOST_WORDS: Final = 60


def unread_rows(form: RawForm, read: Iterable[Row]) -> Iterator[NotUnderstood]:
    """A note on each row with words and numbers in cells of their own that is none of the rows that were `read`."""
    known = {row.start for row in read}
    for row in form.rows:
        are_numbers = [number_in(cell.text) is not None for cell in row.filled]
        if row.start not in known and any(are_numbers) and not all(are_numbers):
            words = "　".join(" ".join(cell.text.split()) for cell in row.filled)
            yield NotUnderstood(place=row.filled[0].place, words=words[:_MOST_WORDS], why=_WHY)
