"""What every figure of a filing must read, from its file and its score sheet alone.

The printing here is written anew: it shares no line with the product's.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import cached_property
from typing import Any, Final

from selfeval.domain.amounts import RoundingMode
from selfeval.domain.framework import FieldKind, Indicator
from selfeval.domain.scoring import IndicatorScore
from selfeval.exports.layout import Prints
from tests.exports.agreement.filings import Case

NOTHING: Final = "—"
_SIGNS: Final = {">=": "≥", ">": "＞", "<=": "≤", "<": "＜", "=": "＝", "qualitative": "定性"}
Texts = dict[str, str]
# A filing may hold fifteen digits before the point; a quotient of two has as many behind it as there is room for.
_EXACT: Final = Context(prec=120)
_NOISE: Final = Decimal("1e-32")


def cut(value: Decimal, places: int, *, is_truncated: bool = False) -> Decimal:
    """`value` at so many decimals, half up or cut off; a third three times is one."""
    near = value.quantize(_NOISE, ROUND_HALF_UP, _EXACT)
    found = near.quantize(Decimal(1).scaleb(-places), ROUND_DOWN if is_truncated else ROUND_HALF_UP, _EXACT)
    return found if found else abs(found)


def decimals(value: Decimal) -> int:
    """How many decimals it has, idle zeros not counted."""
    digits = f"{value:f}".partition(".")[2].rstrip("0")
    return len(digits)


def number(value: Decimal, places: int | None = None, *, is_truncated: bool = False) -> str:
    """With separators for thousands; with the decimals it has unless `places` says."""
    wanted = decimals(value) if places is None else places
    return f"{cut(value, wanted, is_truncated=is_truncated):,f}"


def _quantity(text: str | None, unit: str) -> str:
    """A target or what was reached, words as they are."""
    if not text:
        return NOTHING
    try:
        value = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        return text
    return f"{number(value)}{'%' if text.endswith('%') else unit}"


@dataclass(frozen=True, kw_only=True)
class Expected:
    """The printed figures of one filing by their codes, `set:<indicator>` and the like; NOTHING for what is missing."""

    case: Case

    @cached_property
    def texts(self) -> Texts:
        """All of them."""
        found = dict(self._fields()) | dict(self._derived()) | dict(self._items()) | dict(self._tasks())
        for leaf in self.case.framework.leaves:
            found |= dict(self._leaf(leaf))
        found |= dict(self._own())
        for root in self.case.framework.indicators:
            found |= dict(self._root(root))
        return found | dict(self._total()) | {"people": f"{len(self.case.plain['evaluators'])}"}

    def only(self, *starts: str) -> Texts:
        """Those whose codes start with one of `starts`."""
        return {code: text for code, text in self.texts.items() if code.startswith(starts)}

    def money(self, value: Decimal | None) -> str:
        return NOTHING if value is None else number(value, 2)

    def points(self, value: Decimal | None) -> str:
        return NOTHING if value is None else number(value)

    def score(self, value: Decimal | None) -> str:
        """With the framework's decimals, or more where somebody filed more."""
        least = self.case.framework.rounding.points_places
        return NOTHING if value is None else number(value, max(least, decimals(value)))

    def rate(self, value: Decimal | None, *, is_percent: bool = True) -> str:
        rounding = self.case.framework.rounding
        if value is None:
            return NOTHING
        is_truncated = rounding.mode is RoundingMode.TRUNCATE
        shown = _EXACT.multiply(value, 100) if is_percent else value
        text = number(shown, rounding.rate_places, is_truncated=is_truncated)
        return f"{text.replace(',', '')}%" if is_percent else text

    def figure(self, kind: FieldKind, value: Decimal | None) -> str:
        """A data item or a derived value."""
        match kind:
            case _ if value is None:
                return NOTHING
            case FieldKind.PERCENT:
                shown = _EXACT.multiply(value, 100)
                least = self.case.framework.rounding.rate_places
                return f"{number(shown, min(max(least, decimals(shown)), 6)).replace(',', '')}%"
            case FieldKind.COUNT:
                return number(value)
            case FieldKind.NUMBER:
                return number(value, min(max(2, decimals(value)), 6))
        return number(value, 2)

    def typed(self, code: str) -> Decimal | None:
        """A figure as its file has it: money in the framework's unit, a percentage as a ratio."""
        text: Any = self.case.plain["fields"].get(code)
        if text is None:
            return None
        return Decimal(text[:-1]) / 100 if text.endswith("%") else Decimal(text)

    def is_out(self, score: IndicatorScore) -> bool:
        """不涉及: prints neither points nor scores, unless somebody filed a score all the same."""
        return not score.is_applicable and not score.points and not score.self_score

    def lost(self, leaf: Indicator) -> Decimal | None:
        """Points less score."""
        score = self.case.sheet.indicators[leaf.code]
        return None if self.is_out(score) or score.self_score is None else score.points - score.self_score

    def _fields(self) -> Iterator[tuple[str, str]]:
        for field in self.case.framework.fields:
            if field.kind not in (FieldKind.TABLE, FieldKind.ITEMISED_MONEY):
                yield f"field:{field.code}", self.figure(field.kind, self.typed(field.code))

    def _derived(self) -> Iterator[tuple[str, str]]:
        for each in self.case.framework.derived:
            value = self.case.sheet.values.get(each.code)
            is_rate = each.kind is FieldKind.PERCENT
            yield f"derived:{each.code}", self.rate(value) if is_rate else self.figure(each.kind, value)

    def _items(self) -> Iterator[tuple[str, str]]:
        """Rows, and their sums; what nobody filed has a total only, and that is missing."""
        rows = self.case.plain["fields"].get("details")
        amounts = [Decimal(row["amount"]) for row in rows or ()]
        for place, amount in enumerate(amounts):
            yield f"item:{place}", self.money(amount)
        left_out = [amount for amount, row in zip(amounts, rows or (), strict=True) if "excluded" in row]
        yield "items:合计", NOTHING if rows is None else self.money(sum(amounts, Decimal(0)))
        if left_out:
            yield "items:剔除数", self.money(sum(left_out, Decimal(0)))
            yield "items:计入数", self.money(sum(amounts, Decimal(0)) - sum(left_out, Decimal(0)))

    def _tasks(self) -> Iterator[tuple[str, str]]:
        for field in self.case.framework.fields:
            if field.kind is FieldKind.TABLE:
                for place, row in enumerate(self.case.plain["fields"].get(field.code, ())):
                    for column in field.columns:
                        if column.kind is FieldKind.MONEY:
                            amount = Decimal(row[column.code]) if column.code in row else None
                            yield f"task:{place}:{column.code}", self.money(amount)

    def _leaf(self, leaf: Indicator) -> Iterator[tuple[str, str]]:
        code, score = leaf.code, self.case.sheet.indicators[leaf.code]
        is_out = self.is_out(score)
        own, computed = score.self_score, score.computed_score
        yield f"reference:{code}", self.points(leaf.points)
        yield f"set:{code}", self.points(None if is_out else score.points)
        yield f"self:{code}", self.score(None if is_out else own)
        yield f"computed:{code}", self.score(None if is_out else computed)
        difference = None if is_out or own is None or computed is None else own - computed
        yield f"difference:{code}", self.score(difference)
        yield f"lost:{code}", self.score(self.lost(leaf))
        yield (
            f"coefficient:{code}",
            self.rate(_EXACT.divide(own, score.points) if own is not None and score.points else None),
        )
        yield f"rate:{code}", self.rate(score.rate, is_percent=leaf.is_percent)
        yield f"trace:{code}", "".join(score.trace.split())
        for place, node in enumerate(score.milestones if score.is_applicable else ()):
            yield f"node-rate:{place}", self.rate(node.share)
            points = cut(node.points, 6)
            yield f"node-set:{place}", self.points(points)
            reached = None if node.share is None else points if node.is_reached else Decimal(0)
            yield f"node-computed:{place}", self.score(reached)

    def _own(self) -> Iterator[tuple[str, str]]:
        """What was aimed at and what was reached, of the unit's own indicators; a unit may have a column of its own."""
        counts: Counter[str] = Counter()
        has_column = any(each.prints is Prints.UNIT for each in self.case.layout.indicators.columns)
        for each in self.case.plain.get("own_indicators", ()):
            counts[each["under"]] += 1
            code, unit = f"{each['under']}.own_{counts[each['under']]}", each.get("unit", "")
            in_force = each.get("adjusted_target", each.get("target", ""))
            for key in ("target", "adjusted_target", "actual"):
                yield f"own-{key}:{code}", _quantity(each.get(key), "" if has_column else unit)
            yield f"own-sign:{code}", _SIGNS[each["op"]]
            has_sign = each["op"] != "qualitative" and "target" in each
            yield f"own-signed_target:{code}", f"{_SIGNS[each['op']] if has_sign else ''}{_quantity(in_force, unit)}"
            is_share = each["op"] != "qualitative" and in_force.endswith("%")
            yield f"own-unit:{code}", unit or ("%" if is_share else NOTHING)

    def _root(self, root: Indicator) -> Iterator[tuple[str, str]]:
        below = [each for each in root.walk() if each.code in self.case.sheet.indicators]
        scores = [self.case.sheet.indicators[each.code] for each in below]
        points = sum((each.points for each in scores), Decimal(0))
        own = sum((each.self_score or Decimal(0) for each in scores), Decimal(0))
        yield f"group-reference:{root.code}", self.points(sum((each.points for each in below), Decimal(0)))
        yield f"group-set:{root.code}", self.points(points)
        yield f"group-self:{root.code}", self.score(own)
        is_open = any(each.code in self.case.sheet.unscored for each in scores)
        lost = [self.lost(each) or Decimal(0) for each in below]
        yield f"group-lost:{root.code}", self.score(None if is_open else sum(lost, Decimal(0)))
        if self.case.framework.has_grade_groups:
            yield f"group-grade:{root.code}", self.case.sheet.groups[root.code].grade or NOTHING

    def _total(self) -> Iterator[tuple[str, str]]:
        total, leaves = self.case.sheet.total, self.case.framework.leaves
        yield "total-reference", self.points(sum((leaf.points for leaf in leaves), Decimal(0)))
        yield "total-set", self.points(total.points)
        yield "total-self", self.score(total.self_score)
        yield "total-computed", self.score(total.computed_score)
        yield "total-difference", self.score(total.self_score - total.computed_score)
        yield "total-lost", self.score(None if self.case.sheet.unscored else total.points - total.self_score)
        yield "total-grade", self.case.sheet.grade or NOTHING
