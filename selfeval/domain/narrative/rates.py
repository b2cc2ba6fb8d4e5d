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
    same_measure,
)
from selfeval.domain.narrative.quantities import QuantityKind
from selfeval.domain.narrative.rate_pairs import CHANGES, DOWN, SHARES, UP, Pair, pair_of
from selfeval.domain.narrative.statements import Sentence, Statement

_RATE: Final = re.compile(
    r"(?P<name>完成率|执行率|控制率|支付率|到位率|使用率|占比|比重|比例|变动率|变化率|调整率|安排率|覆盖率|节约率|"
    r"下达率|合格率|整改率|完工率|拨付率|支出率|办复率|答复率|验收率|回收率|兑付率|结余率|核减率|增长率|下降率|"
    r"达标率|及时率|办结率|签订率|利用率|满意率|完成年初预算|完成预算|完成(?:全年|调整)预算|"
    r"达到全年|占全年|占|增长|下降|减少|增加|进度)[^0-9]{0,6}$"
)
_OF: Final = re.compile(r"[\u4e00-\u9fff]{0,6}的")
_IS: Final = re.compile(r"[，,]?(?:约?[为是占]|达到?|完成了?|相当于)")
_SAVED: Final = frozenset({"节约率", "结余率", "核减率"})


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
        if self.name not in SHARES:
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
        return pair is not None and pair.divisor == 0 and self.name not in CHANGES and self.stated.quantity.value != 0

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
        if self.name in UP:
            yield change
        elif self.name in DOWN:
            yield change if is_negative else -change
        elif self.name in CHANGES:
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
        shares = [each.quantity.value for each in sentence.statements if _name(each) in SHARES]
        forced = len(shares) if sum(shares) == 1 else 0
        for index, stated in enumerate(sentence.statements):
            name = _name(stated)
            if name is not None and _is_change_of_amount(sentence, index, name):
                continue
            inside = _numbers(sentence.statements[max(index - _MOST, 0) : index])
            if name is None:
                share = _share_of(sentence, index, inside)
                yield from () if share is None else (share,)
                continue
            after = _numbers(sentence.statements[index + 1 : index + 1 + REACH])[:2]
            yield Rate(
                stated=stated,
                name=name,
                candidates=(*reversed(inside[-REACH:]), *after, *reversed(earlier[-REACH:])),
                pair=pair_of(sentence, name, inside, stated),
                forced=forced,
            )


_MOST: Final = 40


def _name(statement: Statement) -> str | None:
    if statement.quantity.kind is not QuantityKind.PERCENT:
        return None
    found = _RATE.search(statement.label)
    return None if found is None else found["name"]


def _is_change_of_amount(sentence: Sentence, index: int, name: str) -> bool:
    return name in CHANGES and index > 0 and difference_word(sentence.statements[index - 1]) is not None


def _numbers(statements: Sequence[Statement]) -> list[Statement]:
    return [each for each in statements if each.quantity.kind is not QuantityKind.PERCENT and not each.is_unit_price]


def _share_of(sentence: Sentence, index: int, inside: Sequence[Statement]) -> Rate | None:
    """支出A，为全年预算数B的p%: which two numbers a percentage without a name of its own is of."""
    stated = sentence.statements[index]
    if stated.quantity.kind is not QuantityKind.PERCENT or stated.quantity.is_rough or len(inside) < 2:
        return None
    part, base = inside[-2:]
    is_of = _OF.fullmatch(sentence.between(base.end, stated.start)) and _IS.match(
        sentence.between(part.end, base.start)
    )
    is_rough = part.quantity.is_rough or base.quantity.is_rough
    if not is_of or is_rough or not alike(part, base) or sentence.clause_break(part.start, stated.start):
        return None
    if _is_of_sum(inside[:-1], base, stated):
        return None
    named = Statement(
        quantity=stated.quantity, label=f"占{base.label.lstrip('为是占达到完成了')}的比例", depth=stated.depth
    )
    pair = Pair(part=part, base=base)
    return Rate(stated=named, name="占", candidates=tuple(reversed(inside[-REACH:])), pair=pair, forced=0)


def _is_of_sum(inside: Sequence[Statement], base: Statement, stated: Statement) -> bool:
    """Whether the numbers before, taken together, are the share: 甲A，乙B，占C的p%."""
    total = Decimal(0)
    for each in reversed(inside):
        if not alike(each, base):
            break
        total += each.quantity.value
        if (
            total > inside[-1].quantity.value
            and base.quantity.value
            and agrees(stated.quantity, total / base.quantity.value)
        ):
            return True
    return False
