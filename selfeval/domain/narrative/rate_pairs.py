"""Which two numbers of a sentence a rate is of, where its name and the words around them make that plain."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from selfeval.domain.narrative.claims import (
    REACH,
    alike,
    difference_word,
    done_words,
    is_done,
    is_planned,
    plan_and_result,
    prior_and_current,
    same_measure,
)
from selfeval.domain.narrative.statements import Sentence, Statement

UP: Final = frozenset({"增长率", "增长", "增加"})
DOWN: Final = frozenset({"下降率", "下降", "减少"})
CHANGES: Final = frozenset({"变动率", "变化率"}) | UP | DOWN
SHARES: Final = frozenset({"占比", "比重", "占", "占全年"})
_WHOLE: Final = re.compile(r"合计|总计|总额|总数|总支出|共")
_ADJUSTMENT: Final = "调整率"
_ADDED: Final = re.compile(r"(?:调整|追加)[数额]?$")
# Shares named after their numerator, and what else the numerator is called: 办结236件，办结率.
_STEMS: Final = {
    **{
        f"{stem}率": (stem,)
        for line in ("支付下达拨付支出兑付到位使用", "完工办结完成整改答复办复", "合格达标签订验收回收")
        for stem in re.findall("..", line)
    },
    "利用率": ("利用", "在用", "使用"),
}
_ALL_OF_IT: Final = re.compile(
    r"共|合计|总|受理|收到|[应拟]|任务|安排|下达|申报|抽检|抽查|检查|检测|送检|参[加训]|原值|计划|预算|批复|发放|发现"
)
# 不合格2家 is no part that 合格率 is of.
_NOT: Final = re.compile(r"[不未没非]")
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


def pair_of(sentence: Sentence, name: str, inside: Sequence[Statement], stated: Statement) -> Pair | None:
    """The numerator and the base a rate's name asks for, among what its sentence states; None where it is not plain."""
    if stated.quantity.is_rough:
        return None
    if name in SHARES:
        return _part_and_whole(inside, stated)
    last = [each for each in inside if not difference_word(each)][-2:]
    is_rough = any(each.quantity.is_rough for each in last)
    if len(last) < 2 or is_rough or not alike(*last) or sentence.clause_break(last[0].start, stated.start):
        return None
    if name in CHANGES:
        known = prior_and_current(last)
        return None if known is None else Pair(part=known[1], base=known[0])
    if name == _ADJUSTMENT:
        return _adjusted(last)
    if is_done(last[0]) and _LEFT_OVER.search(last[1].label):
        return Pair(part=last[0], base=last[1], over_both=True)
    known = plan_and_result(last) or _earlier_plan(sentence, inside, last)
    if known is None and stated.label == name:
        # 按期办结率 is of another number than 办结率.
        known = _named_after_part(name, last)
    return None if known is None or _LEFT_OVER.search(last[0].label) else Pair(part=known[1], base=known[0])


def _adjusted(last: Sequence[Statement]) -> Pair | None:
    """预算调整A，年初预算B: what was added over what was planned; a budget after its adjustment is no such."""
    added = [each for each in last if _ADDED.search(each.label)]
    planned = [each for each in last if each not in added and is_planned(each)]
    return Pair(part=added[0], base=planned[0]) if len(added) == len(planned) == 1 else None


def _named_after_part(name: str, last: Sequence[Statement]) -> tuple[Statement, Statement] | None:
    """受理238件，办结236件，办结率p%: the rate's name tells which is the part, words of the other that it is all."""
    base, part = last
    stems = _STEMS.get(name, ())
    is_part = any(stem in part.label for stem in stems) and not any(stem in base.label for stem in stems)
    is_all = bool(_ALL_OF_IT.search(base.label)) and base.quantity.value >= part.quantity.value
    is_other = bool(_NOT.search(part.label))
    return (base, part) if is_part and is_all and not is_other else None


def _earlier_plan(
    sentence: Sentence, inside: Sequence[Statement], last: Sequence[Statement]
) -> tuple[Statement, Statement] | None:
    """The budget before two results: 预算A，到位B，到位率p%，执行C，执行率q%."""
    done = last[1]
    if not (is_done(last[0]) and is_done(done)) or done_words(last[0]) == done_words(done):
        return None
    plans = [each for each in inside if is_planned(each) and alike(each, done)]
    after = [each for each in inside if plans and each.start > plans[0].start and alike(each, done)]
    # Of more results than two it is not said which the rate is of.
    if len(plans) != 1 or len(after) > len(last) or sentence.clause_break(plans[0].start, done.start):
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
