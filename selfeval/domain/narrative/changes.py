"""Changes stated with amount and percentage: `与上年相比增加d，增长p%`. The base is mostly implied: this year less d.

Two may be told at once: `收、支总计各为A、B，各减少d、e，各下降p%、q%`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from selfeval.domain.narrative.claims import (
    REACH,
    agrees,
    difference_word,
    direction,
    is_planned,
    is_prior,
    same_measure,
)
from selfeval.domain.narrative.quantities import QuantityKind
from selfeval.domain.narrative.statements import Sentence, Statement

_PERCENT_WORD: Final = re.compile(
    r"(?:增长|下降|增加|减少|上升|降低|增幅|降幅|增长率|下降率|变动率|变化率)[^0-9]{0,4}$"
)
_COMPARED: Final = re.compile(r"上年|上一年|去年|同比|同期|预算|年初")
_BUDGET: Final = re.compile(r"预算|年初")
_EACH: Final = re.compile(r"各|分别")
# 收、支总计均为A: of two that are the same, 各增加d is said of either.
_SAME: Final = re.compile(r"均[为是]?$")
_JOINT: Final = re.compile(r"\s*(?:、|和|及|与)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`subject` is said to have changed by `amount`, and that to be `percent` of what it was."""

    subject: Statement
    others: tuple[Statement, ...]
    amount: Statement
    percent: Statement
    is_plain: bool

    @property
    def base(self) -> Decimal:
        """What the change is counted from."""
        return self._base_of(self.subject)

    @property
    def expected(self) -> Decimal | None:
        """The exact percentage, without sign; None from nothing or from less."""
        return abs(self.amount.quantity.value) / self.base if self.base > 0 else None

    @property
    def holds(self) -> bool:
        """Whether the percentage is right of the subject, or of another number it may be said of."""
        change, stated = abs(self.amount.quantity.value), self.percent.quantity
        for each in (self.subject, *self.others):
            base = self._base_of(each)
            exact = change / base if base > 0 else None
            if exact is not None and (agrees(stated, exact) or agrees(stated, -exact)):
                return True
        return False

    def _base_of(self, statement: Statement) -> Decimal:
        value = statement.quantity.value
        if is_prior(statement) or (_BUDGET.search(self.amount.label) and is_planned(statement)):
            return value
        sign = direction(difference_word(self.amount) or "")
        change = self.amount.quantity.value
        return value - change * sign


def changes(sentences: Sequence[Sentence]) -> Iterator[Change]:
    """Every change told with both amount and percentage of which a text also says what has changed."""
    for number, sentence in enumerate(sentences):
        earlier = sentences[number - 1].statements[-REACH:] if number else ()
        grouped: set[int] = set()
        for claim in _paired(sentence):
            grouped |= {claim.amount.start, claim.percent.start}
            yield claim
        for index in range(1, len(sentence.statements)):
            claim_here = _change(sentence, index, earlier, grouped)
            if claim_here is not None:
                yield claim_here


def _change(sentence: Sentence, index: int, earlier: Sequence[Statement], grouped: set[int]) -> Change | None:
    amount, percent = sentence.statements[index - 1], sentence.statements[index]
    if not _are_change(amount, percent) or {amount.start, percent.start} & grouped:
        return None
    if sentence.clause_break(amount.end, percent.start) or amount.quantity.is_rough or percent.quantity.is_rough:
        return None
    before = sentence.statements[max(index - 1 - REACH, 0) : index - 1]
    inside = [each for each in reversed(before) if _may_be_subject(each, amount)]
    if not inside:
        return None
    subject = inside[0]
    is_near = not sentence.clause_break(subject.end, amount.start) and subject.depth == amount.depth
    is_joint = (_EACH.search(amount.label) or _EACH.search(percent.label)) and not _SAME.search(subject.label)
    is_compared = bool(_COMPARED.search(sentence.between(subject.end, amount.start))) or is_prior(subject)
    # 上年A，本年B，增加d: the year before stands farther off.
    is_compared |= len(inside) > 1 and is_prior(inside[1]) and not sentence.clause_break(inside[1].end, amount.start)
    return Change(
        subject=subject,
        others=(*inside[1:], *(each for each in earlier if _may_be_subject(each, amount))),
        amount=amount,
        percent=percent,
        is_plain=is_near and is_compared and not is_joint and not subject.quantity.is_rough,
    )


def _are_change(amount: Statement, percent: Statement) -> bool:
    return (
        amount.quantity.kind is not QuantityKind.PERCENT
        and direction(difference_word(amount) or "") != 0
        and percent.quantity.kind is QuantityKind.PERCENT
        and bool(_PERCENT_WORD.search(percent.label))
    )


def _may_be_subject(each: Statement, amount: Statement) -> bool:
    return same_measure(each, amount) and difference_word(each) is None and not each.is_unit_price


def _paired(sentence: Sentence) -> Iterator[Change]:
    """Two or more told at once, each in its place."""
    groups = list(_groups(sentence))
    for values, amounts, percents in zip(groups, groups[1:], groups[2:], strict=False):
        if not len(values) == len(amounts) == len(percents) or not _are_change(amounts[0], percents[0]):
            continue
        for value, amount, percent in zip(values, amounts, percents, strict=True):
            told = Statement(quantity=amount.quantity, label=amounts[0].label, depth=amount.depth)
            yield Change(subject=value, others=(), amount=told, percent=percent, is_plain=True)


def _groups(sentence: Sentence) -> Iterator[tuple[Statement, ...]]:
    """Numbers joined by 、 of which the first is said of each (各为A、B)."""
    group: list[Statement] = []
    for each in sentence.statements:
        is_joined = bool(group) and each.quantity.kind is group[-1].quantity.kind
        if is_joined and _JOINT.fullmatch(sentence.between(group[-1].end, each.start)):
            group.append(each)
            continue
        if len(group) > 1 and _EACH.search(group[0].label):
            yield tuple(group)
        group = [each]
    if len(group) > 1 and _EACH.search(group[0].label):
        yield tuple(group)
