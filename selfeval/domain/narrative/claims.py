"""What the words around a number say of it, and when a stated number agrees with an exact one.

A claim (a difference, a rate, the parts of a whole) is only made of numbers that stand together in a form known from
published reports; anything else in a text is left alone. Whether a claim holds is for the checks to say.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from selfeval.domain.narrative.quantities import Quantity, QuantityKind
from selfeval.domain.narrative.statements import Statement

# 0.01 percentage point, the tolerance of every stated rate.
RATE_TOLERANCE: Final = Decimal("0.0001")
# How far a claim looks for its numbers; what stands farther away is about something else.
REACH: Final = 8

_PLANNED: Final = re.compile(r"预算|计划|安排|批复|送审|目标|应[付缴支收]|概算|下达|编制")
_DONE: Final = re.compile(r"实际|支出|决算|执行|完成|审定|使用|支付|到位|实有|在职")
# Said of a result even where 预算 stands before it: 预算完成数, 预算执行金额.
_PLAINLY_DONE: Final = re.compile(r"完成数|执行数|执行金额|实际|决算|审定")
_PRIOR: Final = re.compile(r"上年|上一年|去年")
_DIFFERENCE: Final = re.compile(
    r"(?P<word>节约|节余|节省|结余|减少|增加|增长|超支|超出|核减|核增|审减|压减|相差|差额|差值|差距|差|下降|上升)"
    r"(?:资金|金额|额|数|了)?$"
)
_UP: Final = frozenset({"增加", "增长", "上升", "超支", "超出", "核增"})
_DOWN: Final = frozenset({"减少", "下降", "节约", "节余", "节省", "结余", "核减", "审减", "压减"})


def agrees(stated: Quantity, exact: Decimal) -> bool:
    """Whether `exact` can be written as `stated`: rounded or cut off at its last digit."""
    tolerance = stated.step
    if stated.kind is QuantityKind.PERCENT:
        tolerance = max(tolerance, RATE_TOLERANCE)
    return abs(stated.value - exact) < tolerance or abs(stated.value - exact) == RATE_TOLERANCE


def is_cut_off(stated: Quantity, exact: Decimal) -> bool:
    """Whether `stated` is `exact` cut off where rounding would have given another last digit."""
    return agrees(stated, exact) and abs(stated.value - exact) * 2 >= stated.step and abs(stated.value) < abs(exact)


def is_planned(statement: Statement) -> bool:
    """Whether it is said of a budget, a plan, a target."""
    label = statement.label
    # 工程决算送审金额 is what was asked for.
    return bool(_PLANNED.search(label)) and ("送审" in label or not _PLAINLY_DONE.search(label))


def is_done(statement: Statement) -> bool:
    """Whether it is said of what was spent or done."""
    return bool(_DONE.search(statement.label)) and not is_planned(statement)


def done_words(statement: Statement) -> frozenset[str]:
    """The words that say it was spent or done."""
    return frozenset(_DONE.findall(statement.label))


def is_prior(statement: Statement) -> bool:
    """Whether it is said of the year before."""
    return bool(_PRIOR.search(statement.label))


def difference_word(statement: Statement) -> str | None:
    """节约, 增加, 相差 …: the word that makes the number a difference; None where it is none."""
    found = _DIFFERENCE.search(statement.label)
    return None if found is None else found["word"]


def direction(word: str) -> int:
    """1 for a rise, -1 for a fall, 0 for a word that tells none (相差)."""
    return (word in _UP) - (word in _DOWN)


def same_measure(one: Statement, other: Statement) -> bool:
    """Whether two numbers can be set against each other: money and money, 人 and 人."""
    kinds = (one.quantity.kind, other.quantity.kind)
    return kinds[0] is kinds[1] and (kinds[0] is QuantityKind.MONEY or one.quantity.unit == other.quantity.unit)


def alike(one: Statement, other: Statement) -> bool:
    """The same measure in the same brackets."""
    return same_measure(one, other) and one.depth == other.depth


def plan_and_result(pair: Sequence[Statement]) -> tuple[Statement, Statement] | None:
    """Which of two statements is planned and which is done; None unless it is one of each."""
    first, second = pair
    if is_planned(first) and is_done(second):
        return first, second
    return (second, first) if is_done(first) and is_planned(second) else None


def prior_and_current(pair: Sequence[Statement]) -> tuple[Statement, Statement] | None:
    """Which of two statements is of last year and which of this; None unless it is one of each."""
    first, second = pair
    if is_prior(first) == is_prior(second):
        return None
    return (first, second) if is_prior(first) else (second, first)
