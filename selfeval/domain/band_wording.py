"""Bands as a scoring standard words them (`[80%,90%)计4分`, `90%（含）以上计5分`), held against the rule's own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Final

from selfeval.domain.amounts import CONTEXT, HUNDRED, ONE, plain_text
from selfeval.domain.framework import Indicator
from selfeval.domain.scoring.rules import Bands

_BOUND: Final = r"(-?[0-9]+(?:\.[0-9]+)?)"
_GIVES: Final = r"(?:的|之间|区间|范围内|时|者)*,?(?:计|得|给|为|:)([0-9]+(?:\.[0-9]+)?)(?:分|(?![0-9.%]))"
_CLOSED: Final = r"(?:\((?:含|不含)\)|含)?"
_ABOVE: Final = r"≥|>=|>|不低于|不小于|(?<!不)高于|(?<!不)大于等于|(?<!不)大于|(?<!不)超过"
_BELOW: Final = r"≤|<=|<|不高于|不超过|不大于|(?<!不)低于|(?<!不)小于等于|(?<!不)小于|不足"
_BRACKETED: Final = re.compile(rf"([\[(]){_BOUND}(%?)[,、~-]{_BOUND}%([\])]){_GIVES}")
_RANGE: Final = re.compile(rf"(?<![0-9.]){_BOUND}%?{_CLOSED}(?:至|到|-|~){_BOUND}%{_CLOSED}{_GIVES}")
_FROM: Final = re.compile(
    rf"(?:{_ABOVE}){_BOUND}%{_CLOSED}{_GIVES}|(?<![0-9.]){_BOUND}%{_CLOSED}(?:及以上|以上){_CLOSED}{_GIVES}"
)
_UP_TO: Final = re.compile(
    rf"(?:{_BELOW}){_BOUND}%{_CLOSED}{_GIVES}|(?<![0-9.]){_BOUND}%{_CLOSED}(?:及以下|以下){_CLOSED}{_GIVES}"
)
# Near a bound and in the middle. Where a bound itself belongs is only taken from brackets, which cannot be misread.
_INSIDE: Final = tuple(map(Decimal, ("0.001", "0.25", "0.5", "0.75", "0.999")))
_BEYOND: Final = tuple(map(Decimal, ("0.000001", "0.001", "0.01", "0.05")))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Band:
    """Words that give points to rates; `rates` are some the words are surely about."""

    words: str
    points: Decimal
    rates: tuple[Decimal, ...]
    is_exact: bool

    def agrees_with(self, rule: Bands) -> bool:
        """Whether the rule gives these points to all of the rates, or, where words are loose, to any of them."""
        same = [_points(rule, rate) in (self.points, None) for rate in self.rates]
        return all(same) if self.is_exact else any(same)


def band_contradictions(text: str, node: Indicator, rule: Bands) -> Iterator[tuple[str, str]]:
    """Bands in `text`, normalised, that the rule scores differently: the words and what the rule says."""
    if not node.is_percent:
        return
    for band in _bands_in(text):
        # More than the indicator's points is told as that.
        if band.points <= node.points and not band.agrees_with(rule):
            given = "、".join(dict.fromkeys(plain_text(_points(rule, rate) or Decimal(0)) for rate in band.rates))
            yield band.words, f"与评分方法不一致：scoring 的分档在这里给 {given} 分"


def _points(rule: Bands, rate: Decimal) -> Decimal | None:
    return next((band.points for band in rule.bands if rate in band.interval), None)


def _bands_in(text: str) -> Iterator[_Band]:
    with localcontext(CONTEXT):
        for match in _BRACKETED.finditer(text):
            opening, low, _, high, closing, points = match.groups()
            rates = _between(_ratio(low), _ratio(high))
            rates += (_ratio(low),) if opening == "[" else ()
            rates += (_ratio(high),) if closing == "]" else ()
            yield _Band(words=match[0], points=Decimal(points), rates=rates, is_exact=True)
        for match in _RANGE.finditer(text):
            low, high, points = match.groups()
            rates = _between(_ratio(low), _ratio(high))
            yield _Band(words=match[0], points=Decimal(points), rates=rates, is_exact=False)
        for pattern, way in ((_FROM, ONE), (_UP_TO, -ONE)):
            for match in pattern.finditer(text):
                bound, points = filter(None, match.groups())
                rates = tuple(_ratio(bound) + way * each for each in _BEYOND)
                yield _Band(words=match[0], points=Decimal(points), rates=rates, is_exact=False)


def _between(low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    return tuple(low + (high - low) * each for each in _INSIDE)


def _ratio(text: str) -> Decimal:
    return Decimal(text) / HUNDRED
