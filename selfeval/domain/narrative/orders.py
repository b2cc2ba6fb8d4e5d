"""What a text says of two numbers without a third: 决算数大于预算数, 与预算持平."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from selfeval.domain.narrative.claims import REACH, alike, difference_word, plan_and_result, prior_and_current
from selfeval.domain.narrative.quantities import QuantityKind
from selfeval.domain.narrative.statements import Sentence, Statement

_ORDER: Final = re.compile(
    r"(?:支出)?决算数?(?P<word>大于|小于|等于|高于|低于)(?:年初|调整)?预算数?"
    r"|与(?P<of>年初预算|预算|上年|去年)(?:数|相比|决算数?|执行数|支出|实际)*(?P<level>持平|一致|无增减|没有增减)"
)
_NEAR: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """`words`, at `start`, say how `result` lies to `base`."""

    base: Statement
    result: Statement
    word: str
    words: str
    start: int
    end: int

    @property
    def holds(self) -> bool:
        """Whether it is so."""
        missed = self.result.quantity.value - self.base.quantity.value
        if self.word in ("大于", "高于"):
            return missed > 0
        if self.word in ("小于", "低于"):
            return missed < 0
        return abs(missed) <= max(self.result.quantity.step, self.base.quantity.step)


def orders(text: str, sentences: Sequence[Sentence]) -> Iterator[Order]:
    """Every such saying that follows the two numbers it is about, in the same line and right behind them."""
    position = 0
    for match in _ORDER.finditer(text):
        while position < len(sentences) and sentences[position].span.start <= match.start():
            position += 1
        if not position:
            continue
        sentence = sentences[position - 1]
        known = _before(sentence, match.start())
        between = text[known[1].end : match.start()] if known else ""
        if known is None or len(between) > _NEAR or "\n" in between or re.search(r"[；;]", between):
            continue
        of_prior = bool(match["of"]) and match["of"] in ("上年", "去年")
        compared = prior_and_current(known) if of_prior else plan_and_result(known)
        if compared is not None:
            word = match["word"] or match["level"]
            yield Order(
                base=compared[0], result=compared[1], word=word, words=match[0], start=match.start(), end=match.end()
            )


def _before(sentence: Sentence, at: int) -> tuple[Statement, Statement] | None:
    """The last two numbers before `at`, percentages and differences apart."""
    passed = bisect_right(sentence.statements, at, key=lambda each: each.end)
    near = sentence.statements[max(passed - REACH, 0) : passed]
    stated = [each for each in near if each.quantity.kind is not QuantityKind.PERCENT]
    last = [each for each in stated if not difference_word(each)][-2:]
    if len(last) < 2 or not alike(*last) or any(each.quantity.is_rough for each in last):
        return None
    is_cut = sentence.clause_break(last[0].start, min(at, sentence.span.end))
    return None if is_cut else (last[0], last[1])
