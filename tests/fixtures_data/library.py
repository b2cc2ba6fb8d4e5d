"""The whole shipped library: which frameworks are complete, their sample filings, and what was worked out by hand.

A sheet in `worked/` is a table of text, one line a row of the form: code, rate, arithmetic, score. The arithmetic is
checked by itself, with fractions, before the product is asked.
"""

import ast
import operator
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.files import read_filing
from tests.fixtures_data.published import ROOT, framework

WHOLE_DEPARTMENT = (
    "chongqing-2021",
    "general-2020",
    "general-2022-cost",
    "hubei-2020",
    "hunan-2017",
    "jinzhong-2021",
    "mof-2013",
    "shaanxi",
    "sichuan-2018",
)
PROJECT = ("sichuan-2023-project", "yinchuan-2021-project")
COMPLETE = (*WHOLE_DEPARTMENT, *PROJECT)
# slug: the points whose rows were seen
SKELETONS = {"carryover-either-or": 50, "hainan-2018": 100, "xinshao-2017": 15, "yueyang-2018": 36}
LIBRARY = (*COMPLETE, *SKELETONS)
# The real form of 晋中 has tests of its own; every other framework has a sample worked out by hand.
WORKED = tuple(slug for slug in LIBRARY if slug != "jinzhong-2021")
WHOLE = "合计"

_OPERATIONS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedRow:
    """A line worked out by hand: `rate` and `rate_text` are empty where there is none, `grade` on groups and total."""

    code: str
    rate: str
    rate_text: str
    grade: str
    arithmetic: str
    score: str


def sample_text(slug: str) -> str:
    """The text of the sample filing of a framework."""
    return (ROOT / "fixtures" / "filings" / f"{slug}-sample.yaml").read_text(encoding="utf-8")


@cache
def assessed(slug: str) -> Assessment:
    """The sample filing of a framework, scored and checked by the product."""
    rules = framework(slug)
    return assess(rules, read_filing(rules, sample_text(slug)))


@cache
def worked(slug: str) -> tuple[WorkedRow, ...]:
    """The sheet worked out by hand for the sample filing of a framework."""
    path = ROOT / "tests" / "fixtures_data" / "worked" / f"{slug}-sample.txt"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return tuple(_row(line) for line in lines)


def _row(line: str) -> WorkedRow:
    code, middle, arithmetic, score = (part.strip() for part in line.split("|"))
    rate, _, rate_text = (part.strip() for part in middle.partition("="))
    grade = "" if rate_text or rate == "-" else rate
    return WorkedRow(
        code=code,
        rate=rate if rate_text else "",
        rate_text=rate_text,
        grade=grade,
        arithmetic=arithmetic,
        score=score,
    )


def rounded(arithmetic: str, times: int = 1) -> str:
    """What sums in print, with × and ÷, come to, half up to two decimals."""
    exact = _value(ast.parse(arithmetic.replace("×", "*").replace("÷", "/"), mode="eval").body) * times
    # Far more digits than are printed, so that the second rounding is the only one that shows.
    return str((Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _value(node: ast.expr) -> Fraction:
    match node:
        case ast.Constant(value=int() | float() as value):
            return Fraction(str(value))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand)
        case ast.BinOp(left=left, op=sign, right=right):
            return _OPERATIONS[type(sign)](_value(left), _value(right))
    raise AssertionError(ast.dump(node))
