"""What computes one cell of a form from others, and the roles by which cells are named in it."""

from dataclasses import dataclass
from decimal import Decimal

from selfeval.domain.expressions import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class SumOf:
    """The sum of the cells with these roles, at most `at_most`; cells that hold no number count for nothing."""

    roles: tuple[str, ...]
    at_most: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceOf:
    """One cell less another; no value unless both hold a number."""

    minuend: str
    subtrahend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotientOf:
    """One cell by another; no value where one is missing or the divisor is zero.

    `cut_to` is the number of decimals it is cut off to (towards zero), None where it stays exact.
    """

    dividend: str
    divisor: str
    cut_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SameAs:
    """The value of another cell."""

    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A formula of the framework; each code in it is the cell whose role is `value_role(code)`.

    `cut_to` as for QuotientOf.
    """

    node: Node
    cut_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeOf:
    """The name of the first of `steps` (lower end, name) that the cell reaches, while all of `needs` hold numbers.

    With `out_of` it is the share of that cell's points that is graded, on a scale of `scale` points.
    """

    role: str
    steps: tuple[tuple[Decimal, str], ...]
    needs: tuple[str, ...] = ()
    out_of: str = ""
    scale: Decimal = Decimal(100)


Formula = SumOf | DifferenceOf | QuotientOf | SameAs | Worked | GradeOf


def value_role(code: str) -> str:
    """The role of a figure, a derived value or an indicator's rate."""
    return f"value:{code}"


def reference_role(code: str) -> str:
    """The role of 参考分值 of an indicator, a group or the total."""
    return f"reference:{code}"


def set_role(code: str) -> str:
    """The role of 设定分值."""
    return f"set:{code}"


def self_role(code: str) -> str:
    """The role of 评价得分."""
    return f"self:{code}"


def computed_role(code: str) -> str:
    """The role of 系统计算得分."""
    return f"computed:{code}"


def threshold_role(code: str) -> str:
    """The role of a rate as limits, intervals and steps see it."""
    return f"threshold:{code}"


def grade_role(code: str) -> str:
    """The role of a grade, of a group or the total."""
    return f"grade:{code}"
