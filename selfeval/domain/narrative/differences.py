"""Differences a text states: `预算A，实际B，节约C`, `送审A，审定B，核减C`, `由A变为B，增加C`, `比上年P减少C`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from selfeval.domain.narrative.claims import (
    alike,
    difference_word,
    direction,
    is_prior,
    plan_and_result,
    prior_and_current,
)
from selfeval.domain.narrative.quantities import QuantityKind
from selfeval.domain.narrative.statements import Sentence, Statement

# The base stands elsewhere: 较上年减少, 比去年增加; the two numbers before are not what is compared.
_OTHER_BASE: Final = re.compile(r"上年|上一年|去年|同比|同期|以前年度|年初")
_FROM: Final = re.compile(r"(?:由(?!于)|从).{0,20}$")
_TO: Final = re.compile(
    r"(?:变为|改为|[增减]少?加?长?[到至为]|调整[到至为]|提高[到至]|下降[到至]|上升[到至]|降[到至为]|升[到至为])"
)
_EACH: Final = re.compile(r"各|分别|均")
# What a difference may be said of besides the words of the two numbers themselves.
_PLAIN_WORDS: Final = re.compile(
    r"实际|支出|预算|决算|执行|完成|安排|资金|经费|金额|财政|与|较|比|相比|同比|上年度?|上一年度?|去年|本年|全年|当年|年末|共|"
    r"计划|批复|送审|审定|数|额|年初|净|两者|二者|又|再|和|总|各|项目|其中|人"
)
_EXACT_UNIT: Final = "元"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`stated` is said to be what lies between `base` and `result`; `sign` 1 for a rise, -1 for a fall, 0 untold."""

    first: Statement
    second: Statement
    base: Statement
    result: Statement
    stated: Statement
    word: str
    sign: int

    @property
    def exact(self) -> Decimal:
        """What the result is more than the base."""
        return self.result.quantity.value - self.base.quantity.value

    @property
    def holds(self) -> bool:
        """Whether size and direction are right; decimals of larger units may each have been rounded."""
        stated = self.stated.quantity
        missed = abs(abs(stated.value) - abs(self.exact))
        is_rounded = stated.unit != _EXACT_UNIT and stated.places > 0
        if missed > stated.step or (missed == stated.step and not is_rounded):
            return False
        return self.is_right_way

    @property
    def is_right_way(self) -> bool:
        """Whether it rises where it is said to rise. A negative number turns its word round: 结余-3万元."""
        return self.sign * self.exact >= 0 or self.stated.quantity.value < 0


def differences(sentence: Sentence) -> Iterator[Difference]:
    """Every difference of `sentence` whose two numbers stand right before it."""
    for index, stated in enumerate(sentence.statements):
        word = difference_word(stated)
        if word is None or stated.quantity.kind is QuantityKind.PERCENT or stated.quantity.is_rough:
            continue
        pair = _pair_before(sentence, index)
        if pair is not None and _is_of(stated, pair, word):
            yield from _claimed(sentence, pair, stated, word)


def _pair_before(sentence: Sentence, index: int) -> tuple[Statement, Statement] | None:
    """The two numbers right before the one at `index`, percentages apart; None where they cannot be compared."""
    stated = sentence.statements[index]
    found: list[Statement] = []
    for each in reversed(sentence.statements[max(index - 4, 0) : index]):
        if each.quantity.kind is QuantityKind.PERCENT:
            continue
        if not alike(each, stated) or each.quantity.is_rough or each.is_unit_price or difference_word(each):
            return None
        found.insert(0, each)
        if len(found) == 2:
            is_cut = sentence.clause_break(found[0].start, stated.start)
            return None if is_cut else (found[0], found[1])
    return None


def _is_of(stated: Statement, pair: tuple[Statement, Statement], word: str) -> bool:
    """Whether the words of the difference name nothing that the words of the two numbers do not."""
    rest = _PLAIN_WORDS.sub("", stated.label[: stated.label.rindex(word)])
    named = "".join(_PLAIN_WORDS.sub("", each.label) for each in pair)
    return not _EACH.search(stated.label) and set(rest) <= set(named)


def _claimed(
    sentence: Sentence, pair: tuple[Statement, Statement], stated: Statement, word: str
) -> Iterator[Difference]:
    known = prior_and_current(pair) or _from_and_to(sentence, pair)
    if known is None:
        if _OTHER_BASE.search(sentence.between(pair[1].end, stated.start)) or any(is_prior(each) for each in pair):
            return
        known = plan_and_result(pair)
    if known is not None:
        base, result = known
        yield Difference(
            first=pair[0], second=pair[1], base=base, result=result, stated=stated, word=word, sign=direction(word)
        )


def _from_and_to(sentence: Sentence, pair: tuple[Statement, Statement]) -> tuple[Statement, Statement] | None:
    before = sentence.between(max(pair[0].start - 24, sentence.span.start), pair[0].start)
    is_change = _FROM.search(before) and _TO.search(sentence.between(pair[0].end, pair[1].start))
    return pair if is_change else None
