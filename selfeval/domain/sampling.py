"""Drawing a sample that anybody can draw again (抽查抽样): population, method, seed and size give the same list.

By random, each unit gets the SHA-256 of the seed and its code, and those with the lowest are drawn: no generator whose
inside differs from one version to the next. By the other methods the seed only decides between equals.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final


class Method(StrEnum):
    """How a sample is drawn."""

    RANDOM = "random"
    RISK = "risk"
    MONEY = "money"
    ROTATION = "rotation"

    @property
    def label(self) -> str:
        """The words shown to people."""
        return _LABELS[self]

    @property
    def rule(self) -> str:
        """In words, how anybody draws the same again from the population."""
        return _RULES[self]


_LABELS: Final[Mapping[Method, str]] = {
    Method.RANDOM: "随机抽取",
    Method.RISK: "按风险从高到低",
    Method.MONEY: "按预算金额从大到小",
    Method.ROTATION: "轮查：最久没有抽查过的先抽",
}
_RULES: Final[Mapping[Method, str]] = {
    Method.RANDOM: "按签号从小到大排",
    Method.RISK: "按风险分值从大到小排，相同的按签号从小到大排",
    Method.MONEY: "按金额从大到小排，相同的按签号从小到大排",
    Method.ROTATION: "从未抽查过的排在最前，其余按上次抽查年度从早到晚排，相同的按签号从小到大排",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A unit that may be drawn, by its code; `money` in yuan, `last_checked` the last fiscal year it was drawn for."""

    code: str
    name: str
    risk: int = 0
    money: Decimal = Decimal(0)
    last_checked: int | None = None


def ranked(candidates: Iterable[Candidate], *, method: Method, seed: str) -> tuple[Candidate, ...]:
    """All of them in the order in which they are drawn, whatever order they came in."""
    return tuple(sorted(candidates, key=lambda each: (_rank(each, method), lot(seed, each.code), each.code)))


def draw(candidates: Iterable[Candidate], *, method: Method, seed: str, size: int) -> tuple[Candidate, ...]:
    """The sample, in the order it was drawn; all of them where there are no more than `size`."""
    return ranked(candidates, method=method, seed=seed)[:size]


def size_of_percent(percent: Decimal, count: int) -> int:
    """How many of `count` units `percent` per cent are, rounded up: a share that was promised is never fallen short of.

    At least one.
    """
    return max(1, int((Decimal(count) * percent / 100).to_integral_value(rounding=ROUND_CEILING)))


def lot(seed: str, code: str) -> str:
    """The lot of a unit: SHA-256 of seed, a line break and the code in UTF-8, in hexadecimal digits."""
    return sha256(f"{seed}\n{code}".encode()).hexdigest()


def _rank(candidate: Candidate, method: Method) -> Decimal:
    """What comes first has the lowest rank."""
    match method:
        case Method.RANDOM:
            return Decimal(0)
        case Method.RISK:
            return -Decimal(candidate.risk)
        case Method.MONEY:
            return -candidate.money
        case Method.ROTATION:
            return Decimal(candidate.last_checked or 0)


def candidates_to_rows(candidates: Iterable[Candidate]) -> list[dict[str, Any]]:
    """The population as it is kept, by code; money as text."""
    return [
        {
            "code": each.code,
            "name": each.name,
            "risk": each.risk,
            "money": str(each.money),
            "last_checked": each.last_checked,
        }
        for each in sorted(candidates, key=lambda each: each.code)
    ]


def candidates_from_rows(rows: Iterable[Mapping[str, Any]]) -> tuple[Candidate, ...]:
    """The population that was kept."""
    return tuple(
        Candidate(
            code=row["code"],
            name=row["name"],
            risk=row["risk"],
            money=Decimal(row["money"]),
            last_checked=row["last_checked"],
        )
        for row in rows
    )
