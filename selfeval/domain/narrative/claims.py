"""What a text claims of its numbers: a difference, a rate, the parts of a whole.

A claim is only made of numbers that stand together in a form known from published reports; anything else in a text is
left alone. Whether a claim holds is for the checks to say, with `holds`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from selfeval.domain.narrative.quantities import Quantity, QuantityKind
from selfeval.domain.narrative.statements import Sentence, Statement

PERCENTAGE_POINT: Final = Decimal("0.01")
# 0.01 percentage point, the tolerance of every stated rate.
RATE_TOLERANCE: Final = Decimal("0.0001")

_PLANNED: Final = re.compile(r"预算|计划|安排|批复|送审|目标|应|概算|下达|编制")
_DONE: Final = re.compile(r"实际|支出|决算|执行|完成|审定|使用|支付|到位|实有|在职")
# Said of a result even where 预算 stands before it: 预算完成数, 预算执行金额.
_PLAINLY_DONE: Final = re.compile(r"完成数|执行数|执行金额|实际|决算|审定")
_PRIOR: Final = re.compile(r"上年|上一年|去年")
_WHOLE: Final = re.compile(r"合计|总计|总额|总数|总支出|共")
_DIFFERENCE: Final = re.compile(
    r"(节约|节余|节省|结余|减少|增加|超支|超出|核减|核增|相差|差额|差|下降|上升)(?:资金|金额|额|数)?$"
)
# The base stands elsewhere: 较上年减少, 比去年增加; the two numbers before are not what is compared.
_OTHER_BASE: Final = re.compile(r"上年|上一年|去年|同比|同期|以前年度|年初")
_FROM_TO: Final = re.compile(r"由.{0,20}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`stated` is said to be the difference of `first` and `second`."""

    first: Statement
    second: Statement
    stated: Statement

    @property
    def exact(self) -> Decimal:
        """The difference of the two, without sign."""
        return abs(self.first.quantity.value - self.second.quantity.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """`parts` are listed under `whole`; `marker` is the word that introduces them (其中, 包括)."""

    whole: Statement
    parts: tuple[Statement, ...]
    marker: str

    @property
    def exact(self) -> Decimal:
        """The sum of the parts."""
        return sum((part.quantity.value for part in self.parts), Decimal(0))


def agrees(stated: Quantity, exact: Decimal) -> bool:
    """Whether `exact` can be written as `stated`: rounded or cut off at its last digit."""
    tolerance = stated.step
    if stated.kind is QuantityKind.PERCENT:
        tolerance = max(tolerance, RATE_TOLERANCE)
    return abs(stated.value - exact) < tolerance or abs(stated.value - exact) == RATE_TOLERANCE


def is_cut_off(stated: Quantity, exact: Decimal) -> bool:
    """Whether `stated` is `exact` cut off where rounding would have given another last digit."""
    return agrees(stated, exact) and abs(stated.value - exact) * 2 >= stated.step and abs(stated.value) < abs(exact)


def differences(sentence: Sentence) -> Iterator[Difference]:
    """Every `预算A，实际B，节约C` and `送审A，审定B，核减C` of a sentence."""
    for index, stated in enumerate(sentence.statements):
        if stated.quantity.kind is QuantityKind.PERCENT or not _DIFFERENCE.search(stated.label):
            continue
        # 上年 is what this year is compared with, never what was planned or done.
        stated_before = [each for each in sentence.statements[:index] if not _PRIOR.search(each.label)]
        before = [each for each in stated_before if _alike(each, stated)][-2:]
        if len(before) < 2 or _OTHER_BASE.search(sentence.between(before[-1].end, stated.start)):
            continue
        if _are_plan_and_result(before) or _FROM_TO.search(sentence.between(sentence.span.start, before[0].start)):
            yield Difference(first=before[0], second=before[1], stated=stated)


def _alike(one: Statement, other: Statement) -> bool:
    """Whether two statements can be added or taken from each other: the same measure, the same brackets."""
    measures = {
        (each.quantity.kind, "" if each.quantity.kind is QuantityKind.MONEY else each.quantity.unit)
        for each in (one, other)
    }
    return len(measures) == 1 and one.depth == other.depth


def _are_plan_and_result(pair: Sequence[Statement]) -> bool:
    """Whether one of two statements is planned and the other done, so that their difference has a meaning."""
    first, second = pair
    return (_is_planned(first) and _is_done(second)) or (_is_done(first) and _is_planned(second))


def _is_planned(statement: Statement) -> bool:
    return bool(_PLANNED.search(statement.label)) and not _PLAINLY_DONE.search(statement.label)


def _is_done(statement: Statement) -> bool:
    return bool(_DONE.search(statement.label)) and not _is_planned(statement)


_MARKER: Final = re.compile(r"其中|包括|分别为|分为")
_TOTAL: Final = re.compile(r"(?:共计|合计|总计|总共|累计|合共|小计)[^，；]{0,4}$")
_RATE: Final = re.compile(
    r"(?P<name>完成率|执行率|控制率|支付率|到位率|使用率|占比|比重|比例|变动率|变化率|调整率|安排率|覆盖率|节约率|"
    r"结余率|核减率|增长率|下降率|达标率|及时率|办结率|签订率|利用率|满意率|完成年初预算|完成预算|达到全年|占全年|占|"
    r"增长|下降|减少|增加|进度)[^0-9]{0,6}$"
)
_CHANGES: Final = frozenset({"变动率", "变化率", "增长率", "下降率", "增长", "下降", "减少", "增加", "调整率"})
_SHARES: Final = frozenset({"占比", "比重", "占", "占全年"})
_SAVED: Final = frozenset({"节约率", "结余率", "核减率"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A stated percentage and the numbers it may be of: those of its sentence and of the one before, nearest first.

    `pair` are the two right before it, where one is plainly the part or the result and the other the base.
    """

    stated: Statement
    name: str
    candidates: tuple[Statement, ...]
    pair: tuple[Statement, Statement] | None

    def recomputed(self) -> tuple[Statement, Statement, Decimal] | None:
        """The first two candidates that give the stated percentage, and the exact rate; None where no two do."""
        for first in self.candidates:
            for second in self.candidates:
                if first is second or not _alike_measure(first, second):
                    continue
                for exact in self.rates_of(first.quantity.value, second.quantity.value):
                    if agrees(self.stated.quantity, exact):
                        return first, second, exact
        return None

    @property
    def expected(self) -> Decimal | None:
        """The exact rate of the plain pair; None without one or over zero."""
        if self.pair is None:
            return None
        return next(self.rates_of(self.pair[0].quantity.value, self.pair[1].quantity.value), None)

    def rates_of(self, first: Decimal, second: Decimal) -> Iterator[Decimal]:
        """The rates of `first` over `second` that a percentage of this name may be, the likeliest first."""
        if second == 0:
            return
        ratio = first / second
        change = ratio - 1
        if self.name in _CHANGES:
            yield from (change, -change, ratio)
        elif self.name in _SAVED:
            yield from (-change, ratio, change)
        else:
            yield from (ratio, change, -change)


def rates(sentences: Sequence[Sentence]) -> Iterator[Rate]:
    """Every percentage a text gives a rate's name to, with the numbers it may have been computed from."""
    for number, sentence in enumerate(sentences):
        earlier = sentences[number - 1].statements if number else ()
        for index, stated in enumerate(sentence.statements):
            named = _RATE.search(stated.label) if stated.quantity.kind is QuantityKind.PERCENT else None
            if named is None:
                continue
            inside = [each for each in sentence.statements[:index] if each.quantity.kind is not QuantityKind.PERCENT]
            after = [
                each for each in sentence.statements[index + 1 :] if each.quantity.kind is not QuantityKind.PERCENT
            ]
            before = [each for each in earlier if each.quantity.kind is not QuantityKind.PERCENT]
            yield Rate(
                stated=stated,
                name=named["name"],
                candidates=(*reversed(inside), *after[:2], *reversed(before[-6:])),
                pair=_pair(named["name"], inside),
            )


def _pair(name: str, inside: Sequence[Statement]) -> tuple[Statement, Statement] | None:
    """The numerator and the base a rate's name asks for, among what its sentence states; None where it is not plain."""
    if name in _SHARES:
        return _part_and_whole(inside)
    last = [each for each in inside if not _DIFFERENCE.search(each.label)][-2:]
    if len(last) < 2 or not _alike(*last):
        return None
    first, second = last
    if name in _CHANGES:
        if _PRIOR.search(second.label) and not _PRIOR.search(first.label):
            return first, second
        return (second, first) if _PRIOR.search(first.label) and not _PRIOR.search(second.label) else None
    if _is_done(first) and _is_planned(second):
        return first, second
    return (second, first) if _is_planned(first) and _is_done(second) else None


def _part_and_whole(inside: Sequence[Statement]) -> tuple[Statement, Statement] | None:
    """The number right before 占比, and the nearest whole before it."""
    if len(inside) < 2:
        return None
    part = inside[-1]
    for whole in reversed(inside[:-1]):
        if _WHOLE.search(whole.label) and _alike_measure(part, whole) and whole.quantity.value >= part.quantity.value:
            return part, whole
    return None


def _alike_measure(one: Statement, other: Statement) -> bool:
    kinds = (one.quantity.kind, other.quantity.kind)
    return kinds[0] is kinds[1] and (kinds[0] is QuantityKind.MONEY or one.quantity.unit == other.quantity.unit)


def parts(sentence: Sentence) -> Iterator[Parts]:
    """Every `A，其中：a；b；c`, `A（包括：a、b）` and `a、b、c，共计A` of a line."""
    yield from _marked_parts(sentence)
    yield from _totalled_parts(sentence)


def _marked_parts(sentence: Sentence) -> Iterator[Parts]:
    statements = sentence.statements
    for index, whole in enumerate(statements[:-1]):
        marker = _MARKER.search(sentence.between(whole.end, statements[index + 1].start))
        first = statements[index + 1]
        if marker is None or first.depth < whole.depth:
            continue
        below = []
        for each in statements[index + 1 :]:
            if each.depth < first.depth or (each.depth == whole.depth and _TOTAL.search(each.label)):
                break
            if each.depth == first.depth and _alike_measure(each, whole):
                below.append(each)
        if len(below) > 1:
            yield Parts(whole=whole, parts=tuple(below), marker=marker[0])


def _totalled_parts(sentence: Sentence) -> Iterator[Parts]:
    start = 0
    for index, whole in enumerate(sentence.statements):
        if not _TOTAL.search(whole.label):
            continue
        listed = [each for each in sentence.statements[start:index] if _alike(each, whole)]
        start = index + 1
        if len(listed) > 1 and not _MARKER.search(sentence.between(listed[0].start, whole.start)):
            yield Parts(whole=whole, parts=tuple(listed), marker="合计")
