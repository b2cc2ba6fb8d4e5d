"""One unit's row of a year, read from the frozen copy it reported: its document and its result.

The copies were written by this product and never change, so they are not checked again: a year has thousands.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from selfeval.domain.amounts import HUNDRED, ZERO, rounded
from selfeval.domain.annual import FigureColumn, IndicatorColumn, OwnLine, ScoreLine, YearHead, lost_points
from selfeval.domain.framework import MONEY_KINDS, FieldKind

_RATE_PLACES: Final = 10
_TOTAL: Final = ".total"


class Copy:
    """A frozen copy with the reviewer's scores by indicator, as the columns of `head` need it."""

    def __init__(
        self,
        head: YearHead,
        *,
        document: Mapping[str, Any],
        result: Mapping[str, Any],
        reviews: Mapping[str, Decimal],
    ) -> None:
        self._head = head
        self._document = document
        self._result = result
        self._reviews = reviews

    @cached_property
    def figures(self) -> tuple[Decimal | None, ...]:
        """The data items and derived values in the money unit; derived money rounded to the fen."""
        fields, values = self._document.get("fields", {}), self._result.get("values", {})
        return tuple(self._figure(column, fields, values) for column in self._head.figures)

    @property
    def rates(self) -> tuple[Decimal | None, ...]:
        """The rates of the indicators worked out from figures."""
        found = self._result["indicators"]
        return tuple(_decimal((found.get(column.code) or {}).get("rate")) for column in self._head.rates)

    @cached_property
    def own(self) -> tuple[OwnLine, ...]:
        """The unit's own indicators, in the order they were filed."""
        places = {each.code: place for place, each in enumerate(self._head.indicators) if each.is_own}
        counts: dict[str, int] = {}
        found: list[OwnLine] = []
        for own in self._document.get("own_indicators", ()):
            under = own["under"]
            counts[under] = counts.get(under, 0) + 1
            line = self._line(f"{under}.own_{counts[under]}", own)
            if line is not None and under in places:
                found.append(
                    OwnLine(place=places[under], group=own.get("group", ""), name=own.get("name", ""), score=line)
                )
        return tuple(found)

    @property
    def scores(self) -> tuple[ScoreLine | None, ...]:
        """The scores by indicator; those of a node with own indicators added."""
        entries = self._document.get("indicators", {})
        return tuple(self._score(place, column, entries) for place, column in enumerate(self._head.indicators))

    def _figure(self, column: FigureColumn, fields: Mapping[str, Any], values: Mapping[str, Any]) -> Decimal | None:
        code = column.code
        if column.kind is FieldKind.ITEMISED_MONEY:
            rows = fields.get(code.removesuffix(_TOTAL))
            return None if rows is None else sum((Decimal(row["amount"]) for row in rows), ZERO)
        typed = fields.get(code)
        if typed is not None:
            return _typed(typed)
        value = _decimal(values.get(code))
        return (
            rounded(value, self._head.money_unit.places) if value is not None and column.kind in MONEY_KINDS else value
        )

    def _score(self, place: int, column: IndicatorColumn, entries: Mapping[str, Any]) -> ScoreLine | None:
        if not column.is_own:
            return self._line(column.code, entries.get(column.code) or {})
        lines = [own.score for own in self.own if own.place == place]
        return added(lines) if lines else None

    def _line(self, code: str, entry: Mapping[str, Any]) -> ScoreLine | None:
        found = self._result["indicators"].get(code)
        if found is None:
            return None
        points, self_score = _decimal(found["points"]), _decimal(found["self_score"])
        review = self._reviews.get(code)
        return ScoreLine(
            points=points,
            computed=_decimal(found["computed_score"]),
            self_score=self_score,
            review=review,
            lost=lost_points(points, self_score, review),
            reason=entry.get("reason", "").strip(),
        )


def added(lines: Sequence[ScoreLine]) -> ScoreLine:
    """Several indicators as one. The reviewer's sum counts only where every one of them was scored.

    Reasons stay with the lines.
    """
    reviews = [each.review for each in lines]
    return ScoreLine(
        points=_sum([each.points for each in lines]),
        computed=_sum([each.computed for each in lines]),
        self_score=_sum([each.self_score for each in lines]),
        review=None if None in reviews else _sum(reviews),
        lost=_sum([each.lost for each in lines]),
    )


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [each for each in values if each is not None]
    return sum(known, ZERO) if known else None


def _typed(text: str) -> Decimal:
    return Decimal(text[:-1]) / HUNDRED if text.endswith("%") else Decimal(text)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
