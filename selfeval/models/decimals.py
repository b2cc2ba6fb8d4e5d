"""Decimal columns: one that keeps every digit on both databases, and one for points."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from selfeval.domain.amounts import COMPARED_PLACES, rounded

_TYPED_DIGITS = 34
_TYPED_PLACES = 14
# SQLite keeps 15 significant digits of a plain DecimalField.
_POINTS_DIGITS = 15
_POINTS_PLACES = 4
# The column of rates holds 18 digits before the point; a longer one comes from a slip of the pen.
_RATE_WHOLE_DIGITS = 18


class ExactDecimalField(models.DecimalField):
    """A decimal stored digit by digit.

    SQLite gives Django's own DecimalField the affinity NUMERIC and keeps 15 significant digits of it, as a float;
    here the column is text on SQLite and numeric on PostgreSQL. It is for values the domain computes with; sums and
    orderings in SQL belong on plain DecimalFields.
    """

    def get_internal_type(self) -> str:
        # A name of its own, so that SQLite's converter through float is not applied.
        return "ExactDecimalField"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        if connection.vendor == "sqlite":
            return "text"
        return f"numeric({self.max_digits}, {self.decimal_places})"

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        number = value if prepared else self.get_prep_value(value)
        return connection.ops.adapt_decimalfield_value(number, self.max_digits, self.decimal_places)

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Decimal | None:
        return None if value is None else Decimal(value)


def typed_number(**options: Any) -> ExactDecimalField:
    """A column for any number the domain accepts: 15 whole digits of 万元, 12 decimals of a percentage."""
    return ExactDecimalField(max_digits=_TYPED_DIGITS, decimal_places=_TYPED_PLACES, **options)


def points_column(verbose_name: str, **options: Any) -> models.DecimalField:
    """A column of computed points, for lists and sums in SQL; `stored_points` makes a value fit."""
    return models.DecimalField(verbose_name, max_digits=_POINTS_DIGITS, decimal_places=_POINTS_PLACES, **options)


def stored_points(value: Decimal | None) -> Decimal | None:
    """`value` as a column of points holds it; None for what is absurdly large (a self score with a slipped point)."""
    if value is None or value.adjusted() >= _POINTS_DIGITS - _POINTS_PLACES:
        return None
    return rounded(value, _POINTS_PLACES)


def stored_rate(value: Decimal | None) -> Decimal | None:
    """`value` as the column of rates holds it; None for what is absurdly large."""
    if value is None or value.adjusted() >= _RATE_WHOLE_DIGITS:
        return None
    return rounded(value, COMPARED_PLACES)
