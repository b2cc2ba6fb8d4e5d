"""Wholes and their parts: `A，其中：a；b`, `A（a、b）`, `a、b，共计A`, and so many people at so much each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from selfeval.domain.narrative.claims import (
    alike,
    difference_word,
    direction,
    is_done,
    is_planned,
    is_prior,
    same_measure,
)
from selfeval.domain.narrative.quantities import QuantityKind
from selfeval.domain.narrative.statements import Sentence, Statement

_MARKER: Final = re.compile(r"其中|包括|分别为|分为|构成")
_BRACKET: Final = re.compile(r"^\s*\([^()]{0,12}$")
_TOTAL: Final = re.compile(r"(?:共计|合计|总计|总共|累计|合共|小计)[^，；]{0,4}$|^共$")
_AND_OTHERS: Final = re.compile(r"等(?![一二两三四五六七八九十0-9])")
_RISE: Final = re.compile(r"增[支收加]")
_FALL: Final = re.compile(r"减[支收少]")
_PAID: Final = re.compile(r"支付|拨付|兑付|已|执行|完成")
_LEVELS: Final = re.compile(r"[一二三]级")
_NUMBERED: Final = re.compile(r"[分共为]{1,2}(?P<count>[二两三四五六七八九十2-9])(?:项|个|类|部分|方面|大类)")
_COUNTS: Final = dict(zip("二三四五六七八九十23456789两", [*range(2, 11), *range(2, 10), 2], strict=True))
_HEADS: Final = frozenset({"人", "名", "户", "家", "个", "次", "辆"})
# Together these are the whole, whatever else a report says.
_COMPLETE: Final = (("基本支出", "项目支出"), ("人员经费", "公用经费"), ("公务接待", "公务用车", "因公出国"))
_MOST: Final = 60
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """`parts` are listed under `whole`.

    `is_complete` where the words leave no room for a part that is not named, `is_open` where there are others (等).
    """

    whole: Statement
    parts: tuple[Statement, ...]
    is_complete: bool
    is_open: bool = False

    @property
    def exact(self) -> Decimal:
        """The sum of the parts; of a change, of those in its direction less those against it."""
        way = direction(difference_word(self.whole) or "")
        return sum((self._signed(part, way) for part in self.parts), Decimal(0))

    @staticmethod
    def _signed(part: Statement, way: int) -> Decimal:
        against = way * direction(difference_word(part) or "") < 0
        return -part.quantity.value if against else part.quantity.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """`total` is said to be `heads` at `price` each."""

    heads: Statement
    price: Statement
    total: Statement

    @property
    def possible(self) -> tuple[Decimal, ...]:
        """The totals it may be: for a year; for twelve months."""
        once = self.heads.quantity.value * self.price.quantity.value
        return (once, once * _MONTHS)


def parts(sentence: Sentence) -> Iterator[Parts]:
    """Every list of parts of a line."""
    yield from _marked_parts(sentence)
    yield from _totalled_parts(sentence)


def products(sentence: Sentence) -> Iterator[Product]:
    """Every `30人，每人每年3600元，共计10.8万元`."""
    for heads, price, total in zip(sentence.statements, sentence.statements[1:], sentence.statements[2:], strict=False):
        is_counted = heads.quantity.kind is QuantityKind.COUNT and heads.quantity.unit in _HEADS
        is_priced = price.is_unit_price and price.quantity.kind is QuantityKind.MONEY
        is_total = total.quantity.kind is QuantityKind.MONEY and not total.is_unit_price and _TOTAL.search(total.label)
        is_rough = any(each.quantity.is_rough for each in (heads, price, total))
        if is_counted and is_priced and is_total and not is_rough:
            yield Product(heads=heads, price=price, total=total)


def _marked_parts(sentence: Sentence) -> Iterator[Parts]:
    statements = sentence.statements
    for index, whole in enumerate(statements[:-1]):
        first = statements[index + 1]
        between = sentence.between(whole.end, first.start)
        in_bracket = first.depth > whole.depth and bool(_BRACKET.match(between))
        if not (_MARKER.search(between) or in_bracket) or first.depth < whole.depth or not _may_be_whole(whole):
            continue
        below = _below(sentence, index)
        # A bracket without 其中 may hold anything; a list has no words of comparison in it.
        is_list = bool(_MARKER.search(between)) or _is_list(below)
        if len(below) > 1 and is_list and _are_of_one_kind(whole, below):
            yield Parts(
                whole=whole,
                parts=tuple(below),
                is_complete=_is_complete(sentence, whole, below),
                is_open=_is_open(sentence, below[-1]),
            )


def _below(sentence: Sentence, index: int) -> list[Statement]:
    """The list behind the whole at `index`: to its total, out of its brackets, or to a gap wider than its first."""
    whole, first = sentence.statements[index : index + 2]
    below: list[Statement] = []
    widest = 0
    for each in sentence.statements[index + 1 : index + 1 + _MOST]:
        if each.depth < first.depth or (each.depth == whole.depth and _TOTAL.search(each.label)):
            break
        if each.depth != first.depth or not same_measure(each, whole) or each.is_unit_price:
            continue
        if below:
            gap = _gap(sentence.between(below[-1].end, each.start))
            widest = widest or gap
            if gap > widest:
                break
        below.append(each)
    return below


def _gap(between: str) -> int:
    """How far apart two parts of a list stand: 1 for 、, 2 for a comma, 3 for a semicolon."""
    return next((3 - place for place, signs in enumerate(("；;", "，,")) if any(sign in between for sign in signs)), 1)


def _may_be_whole(statement: Statement) -> bool:
    return statement.quantity.kind is not QuantityKind.PERCENT and not statement.is_unit_price


def _is_list(below: Sequence[Statement]) -> bool:
    """Whether numbers lie beside each other: none is a change or of another year, no budget beside its spending."""
    return _is_bare(below) and not any(difference_word(each) or is_prior(each) for each in below)


def _are_of_one_kind(whole: Statement, below: Sequence[Statement]) -> bool:
    """A change has changes as parts, an amount amounts: 合计100万元，其中甲增加6万元 lists no parts."""
    changes = [bool(difference_word(each)) for each in below]
    if any(_LEVELS.search(each.label) for each in (whole, *below)):
        return False
    if is_planned(whole) and all(_PAID.search(each.label) for each in below):
        # What was paid of a budget need not be all of it.
        return False
    words = "".join(each.label for each in below)
    if "净" in whole.label or (_RISE.search(words) and _FALL.search(words) and not all(changes)):
        return False
    if difference_word(whole):
        return all(changes) or not any(changes)
    return not any(changes) and len({is_prior(each) for each in (whole, *below)}) == 1


def _is_open(sentence: Sentence, last: Statement) -> bool:
    return bool(_AND_OTHERS.match(sentence.between(last.end, last.end + 3)))


def _is_complete(sentence: Sentence, whole: Statement, below: Sequence[Statement]) -> bool:
    if _is_open(sentence, below[-1]):
        return False
    labels = [each.label for each in below]
    for words in _COMPLETE:
        if len(below) == len(words) and all(any(word in label for label in labels) for word in words):
            return True
    numbered = _NUMBERED.search(sentence.between(max(whole.start - 12, sentence.span.start), below[0].start))
    return numbered is not None and _COUNTS[numbered["count"]] == len(below)


def _totalled_parts(sentence: Sentence) -> Iterator[Parts]:
    start = 0
    for index, whole in enumerate(sentence.statements):
        if not _TOTAL.search(whole.label):
            continue
        places = range(max(start, index - _MOST), index)
        start = index + 1
        listed = [place for place in places if _is_listed(sentence.statements[place], whole)]
        listed = _of_the_kind(sentence, listed, whole)
        found = tuple(sentence.statements[place] for place in listed)
        if len(found) < 2 or not _are_of_one_kind(whole, found):
            continue
        inner = [_bracketed(sentence, place) for place in (*listed, index)]
        if all(inner) or not _MARKER.search(sentence.between(found[0].start, whole.start)):
            yield Parts(whole=whole, parts=found, is_complete=_is_bare(found))
        below = tuple(each for each in inner if each is not None)
        if len(below) == len(inner) and len({each.label for each in below}) == 1:
            yield Parts(whole=below[-1], parts=below[:-1], is_complete=True)


def _of_the_kind(sentence: Sentence, listed: list[int], whole: Statement) -> list[int]:
    """Of budgets beside their spending those that the total is of; none where it does not say of which."""
    if _is_bare([sentence.statements[place] for place in listed]):
        return listed
    is_same = is_planned if is_planned(whole) else is_done
    return [place for place in listed if is_same(whole) and is_same(sentence.statements[place])]


def _is_listed(each: Statement, whole: Statement) -> bool:
    return alike(each, whole) and not each.is_unit_price


def _is_bare(listed: Sequence[Statement]) -> bool:
    """Whether the numbers are a mere list: no budget beside its spending."""
    return not (any(is_planned(each) for each in listed) and any(is_done(each) for each in listed))


def _bracketed(sentence: Sentence, place: int) -> Statement | None:
    """The one number in the brackets behind the one at `place`, introduced by 其中: A（其中a）."""
    statement = sentence.statements[place]
    inside = [each for each in sentence.statements[place + 1 : place + 3] if each.depth > statement.depth]
    if len(inside) != 1 or not same_measure(inside[0], statement):
        return None
    return inside[0] if _MARKER.search(sentence.between(statement.end, inside[0].start)) else None
