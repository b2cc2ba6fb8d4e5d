"""Rates a text states: 执行率, 占比, 完成预算的p%, 比上年增长p%, each with the numbers it may be of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from selfeval.domain.narrative.claims import (
    REACH,
    agrees,
    alike,
    difference_word,
    is_cut_off,
    is_done,
    is_planned,
    plan_and_result,
    prior_and_current,
    same_measure,
)
from selfeval.domain.narrative.quantities import QuantityKind
from selfeval.domain.narrative.statements import Sentence, Statement

_RATE: Final = re.compile(
    r"(?P<name>完成率|执行率|控制率|支付率|到位率|使用率|占比|比重|比例|变动率|变化率|调整率|安排率|覆盖率|节约率|"
    r"结余率|核减率|增长率|下降率|达标率|及时率|办结率|签订率|利用率|满意率|完成年初预算|完成预算|完成(?:全年|调整)预算|"
    r"达到全年|占全年|占|增长|下降|减少|增加|进度)[^0-9]{0,6}$"
)
_UP: Final = frozenset({"增长率", "增长", "增加"})
_DOWN: Final = frozenset({"下降率", "下降", "减少"})
_CHANGES: Final = frozenset({"变动率", "变化率"}) | _UP | _DOWN
_SHARES: Final = frozenset({"占比", "比重", "占", "占全年"})
_SAVED: Final = frozenset({"节约率", "结余率", "核减率"})
_WHOLE: Final = re.compile(r"合计|总计|总额|总数|总支出|共")
_ADJUSTMENT: Final = "调整率"
_ADDED: Final = re.compile(r"(?:调整|追加)[数额]?$")
_LEFT_OVER: Final = re.compile(r"未(?:支付|执行|完成|使用)|剩余|尚未")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The numbers a rate is plainly of: `part` over `base`, or over both together (支付A，未支付B)."""

    part: Statement
    base: Statement
    over_both: bool = False

    @property
    def divisor(self) -> Decimal:
        """The number divided by."""
        return self.base.quantity.value + (self.part.quantity.value if self.over_both else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recomputed:
    """`first` over `second` gives `exact`; `is_plain` where just these two are what the rate is said of."""

    first: Statement
    second: Statement
    exact: Decimal
    is_plain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A stated percentage and the numbers it may be of: those of its sentence and of the one before, nearest first.

    `forced` is how many shares of its sentence come to exactly 100 %; 0 where they do not.
    """

    stated: Statement
    name: str
    candidates: tuple[Statement, ...]
    pair: Pair | None
    forced: int

    def recomputed(self) -> Recomputed | None:
        """The two candidates that give the stated percentage best, the nearest of them; None where no two do.

        Where it is plain what the rate is of, one of the two must be that.
        """
        found = None
        for first in self.candidates:
            for second in self.candidates:
                if first is second or not same_measure(first, second) or not self._may_be(first, second):
                    continue
                for exact in self.rates_of(first.quantity.value, second.quantity.value):
                    if not agrees(self.stated.quantity, exact) and not self._is_forced(exact):
                        continue
                    known = Recomputed(first=first, second=second, exact=exact, is_plain=exact == self.expected)
                    if not is_cut_off(self.stated.quantity, exact):
                        return known
                    found = found or known
        return found

    def _may_be(self, first: Statement, second: Statement) -> bool:
        pair = self.pair
        return pair is None or pair.over_both or first in (pair.part, pair.base) or second in (pair.part, pair.base)

    def _is_forced(self, exact: Decimal) -> bool:
        """Whether a share is off because the shares were made to come to 100 %."""
        if self.name not in _SHARES:
            return False
        return abs(self.stated.quantity.value - exact) * 2 <= self.stated.quantity.step * self.forced

    @property
    def expected(self) -> Decimal | None:
        """The exact rate of the plain pair; None without one or over zero."""
        if self.pair is None or self.pair.divisor == 0:
            return None
        part, base = self.pair.part.quantity.value, self.pair.base.quantity.value
        return next(self.rates_of(part, base), None)

    @property
    def is_over_zero(self) -> bool:
        """完成年初预算的p% where 年初预算 is stated to be 0: no change from nothing, but a share of nothing."""
        pair = self.pair
        return pair is not None and pair.divisor == 0 and self.name not in _CHANGES and self.stated.quantity.value != 0

    def rates_of(self, first: Decimal, second: Decimal) -> Iterator[Decimal]:
        """The rates of `first` over `second` that a percentage of this name may be, the likeliest first."""
        if self.pair is not None and self.pair.over_both:
            yield from [first / (first + second)] if first + second else []
            return
        if second == 0:
            return
        ratio = first / second
        change = ratio - 1
        is_negative = self.stated.quantity.value < 0
        if self.name in _UP:
            yield change
        elif self.name in _DOWN:
            yield change if is_negative else -change
        elif self.name in _CHANGES:
            yield from (change, -change, ratio)
        elif self.name in _SAVED:
            yield from (-change, ratio, change)
        else:
            yield ratio
            if self.pair is None:
                yield from (change, -change, *([first / (first + second)] if first + second else []))


def rates(sentences: Sequence[Sentence]) -> Iterator[Rate]:
    """Every percentage a text gives a rate's name to, with the numbers it may have been computed from.

    A change stated with its amount (减少d，下降p%) is no rate here, but a `Change`.
    """
    for number, sentence in enumerate(sentences):
        earlier = _numbers(sentences[number - 1].statements) if number else []
        shares = [each.quantity.value for each in sentence.statements if _name(each) in _SHARES]
        forced = len(shares) if sum(shares) == 1 else 0
        for index, stated in enumerate(sentence.statements):
            name = _name(stated)
            if name is None or _is_change_of_amount(sentence, index, name):
                continue
            inside = _numbers(sentence.statements[max(index - _MOST, 0) : index])
            after = _numbers(sentence.statements[index + 1 : index + 1 + REACH])[:2]
            yield Rate(
                stated=stated,
                name=name,
                candidates=(*reversed(inside[-REACH:]), *after, *reversed(earlier[-REACH:])),
                pair=_pair(sentence, name, inside, stated),
                forced=forced,
            )


_MOST: Final = 40


def _name(statement: Statement) -> str | None:
    if statement.quantity.kind is not QuantityKind.PERCENT:
        return None
    found = _RATE.search(statement.label)
    return None if found is None else found["name"]


def _is_change_of_amount(sentence: Sentence, index: int, name: str) -> bool:
    return name in _CHANGES and index > 0 and difference_word(sentence.statements[index - 1]) is not None


def _numbers(statements: Sequence[Statement]) -> list[Statement]:
    return [each for each in statements if each.quantity.kind is not QuantityKind.PERCENT and not each.is_unit_price]


def _pair(sentence: Sentence, name: str, inside: Sequence[Statement], stated: Statement) -> Pair | None:
    """The numerator and the base a rate's name asks for, among what its sentence states; None where it is not plain."""
    if stated.quantity.is_rough:
        return None
    if name in _SHARES:
        return _part_and_whole(inside, stated)
    last = [each for each in inside if not difference_word(each)][-2:]
    is_rough = any(each.quantity.is_rough for each in last)
    if len(last) < 2 or is_rough or not alike(*last) or sentence.clause_break(last[0].start, stated.start):
        return None
    if name in _CHANGES:
        known = prior_and_current(last)
        return None if known is None else Pair(part=known[1], base=known[0])
    if name == _ADJUSTMENT:
        return _adjusted(last)
    if is_done(last[0]) and _LEFT_OVER.search(last[1].label):
        return Pair(part=last[0], base=last[1], over_both=True)
    known = plan_and_result(last) or _earlier_plan(sentence, inside, last)
    return None if known is None or _LEFT_OVER.search(last[0].label) else Pair(part=known[1], base=known[0])


def _adjusted(last: Sequence[Statement]) -> Pair | None:
    """预算调整A，年初预算B: what was added over what was planned; a budget after its adjustment is no such."""
    added = [each for each in last if _ADDED.search(each.label)]
    planned = [each for each in last if each not in added and is_planned(each)]
    return Pair(part=added[0], base=planned[0]) if len(added) == len(planned) == 1 else None


def _earlier_plan(
    sentence: Sentence, inside: Sequence[Statement], last: Sequence[Statement]
) -> tuple[Statement, Statement] | None:
    """The budget before two results: 预算A，到位B，到位率p%，执行C，执行率q%."""
    done = last[1]
    if not (is_done(last[0]) and is_done(done)):
        return None
    plans = [each for each in inside if is_planned(each) and alike(each, done)]
    if len(plans) != 1 or sentence.clause_break(plans[0].start, done.start):
        return None
    return plans[0], done


def _part_and_whole(inside: Sequence[Statement], stated: Statement) -> Pair | None:
    """The number right before 占比, and the nearest whole before it."""
    if len(inside) < 2 or inside[-1].quantity.is_rough or len(stated.label) > REACH:
        return None
    part = inside[-1]
    for whole in reversed(inside[:-1]):
        if _WHOLE.search(whole.label) and same_measure(part, whole) and whole.quantity.value >= part.quantity.value:
            return Pair(part=part, base=whole)
    return None
