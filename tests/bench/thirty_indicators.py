"""A framework of thirty indicators and as many filings as wanted, and the same arithmetic written out by hand.

`plain_scores` is the plainest Python there is for it: no trace, no reasons, no missing figures. It says what the
arithmetic itself costs, in binary floats or in decimals, whichever the figures are.
"""

import math
import random
from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from selfeval.domain.files import framework_from_document
from selfeval.domain.filing import Filing, IndicatorEntry
from selfeval.domain.framework import Framework

PAIRS = 12  # quotients a1÷b1 … a12÷b12
_BANDS = [
    {"in": "(, 60%)", "points": "0"},
    {"in": "[60%, 80%)", "points": "1"},
    {"in": "[80%, 95%)", "points": "2"},
    {"in": "[95%, )", "points": "3"},
]
_ITEMS = [{"text": "有制度", "points": "1"}, {"text": "有执行", "points": "1"}, {"text": "有公开", "points": "1"}]
_NODES = [
    {"label": "六月末", "field": "a1", "at_least": "50%", "points": "1"},
    {"label": "年末", "field": "a2", "at_least": "90%", "points": "2"},
]


def _scorings() -> list[dict[str, Any]]:
    """Thirty rules of three points: twelve deductions, four each of three other rates, and six of what is given."""
    step = {"step": "5%", "deduct": "0.5"}
    rated: list[dict[str, Any]] = []
    for side, limit in (("deduct_below", "100%"), ("deduct_above", "90%")):
        for steps in ("whole", "started", "continuous"):
            rated += [{"kind": side, "limit": limit, "steps": steps, **step}] * 2
    rated += [{"kind": "bands", "bands": _BANDS}] * 4
    rated += [{"kind": "proportional"}] * 4
    rated += [{"kind": "full_or_proportional", "limit": "95%", "side": "at_least"}] * 4
    given = [{"kind": "checklist", "items": _ITEMS}] * 2
    given += [{"kind": "incidents", "deduct": "1"}, {"kind": "coefficient"}, {"kind": "manual"}]
    return [*rated, *given, {"kind": "milestones", "of": "b1", "nodes": _NODES}]


@cache
def framework() -> Framework:
    """The framework, as its file would be read."""
    leaves = []
    for number, scoring in enumerate(_scorings()):
        pair = number % PAIRS + 1
        is_rated = scoring["kind"] not in ("checklist", "incidents", "coefficient", "manual", "milestones")
        formula = {"formula": f"a{pair} / b{pair}"} if is_rated else {}
        leaves.append({"code": f"i{number}", "name": f"指标{number + 1}", "points": "3", "scoring": scoring, **formula})
    fields = [
        {"code": f"{letter}{pair}", "label": f"{word}{pair}", "kind": "money"}
        for pair in range(1, PAIRS + 1)
        for letter, word in (("a", "执行数"), ("b", "预算数"))
    ]
    return framework_from_document(
        {
            "format": "selfeval-framework/1",
            "slug": "thirty",
            "version": "1",
            "title": "三十项指标",
            "money_unit": "yuan",
            "total_points": "90",
            "rounding": {"mode": "half_up", "rate_places": "2", "points_places": "2", "thresholds_on": "exact"},
            "grades": [{"name": "优", "from": "80"}, {"name": "差", "from": "0"}],
            "fields": fields,
            "indicators": [{"code": "all", "name": "全部", "children": leaves}],
        }
    )


def filings(count: int) -> list[Filing]:
    """So many filings, the same ones every time."""
    chance = random.Random(30)
    return [_filing(chance) for _ in range(count)]


def _filing(chance: random.Random) -> Filing:
    fields: dict[str, Decimal] = {}
    for pair in range(1, PAIRS + 1):
        budget = chance.randint(10_000, 90_000_000)
        fields[f"b{pair}"] = Decimal(budget).scaleb(-2)
        fields[f"a{pair}"] = Decimal(round(budget * chance.uniform(0.55, 1.1))).scaleb(-2)
    entries = {
        "all.i24": IndicatorEntry(ticked=(1, 3)),
        "all.i25": IndicatorEntry(ticked=(1, 2, 3)),
        "all.i26": IndicatorEntry(incidents=chance.randint(0, 2)),
        "all.i27": IndicatorEntry(coefficient=Decimal(chance.randint(50, 100)) / 100),
        "all.i28": IndicatorEntry(points=Decimal(chance.randint(0, 300)) / 100),
    }
    return Filing(framework="thirty", fiscal_year=2024, fields=fields, indicators=entries)


def plain_inputs(filing: Filing, number: type) -> dict[str, Any]:
    """The typed figures as plain numbers, floats or decimals."""
    figures = {code: number(value) for code, value in filing.fields.items() if isinstance(value, Decimal)}
    entries = {code.removeprefix("all."): entry for code, entry in filing.indicators.items()}
    return figures | {
        "ticked": (len(entries["i24"].ticked or ()), len(entries["i25"].ticked or ())),
        "incidents": entries["i26"].incidents,
        "coefficient": number(entries["i27"].coefficient),
        "points": number(entries["i28"].points),
    }


def plain_floats(given: Mapping[str, Any]) -> float:
    """The total in binary floats."""
    total = 0.0
    for number, side, limit in _DEDUCTIONS:
        beyond = side * (given[f"a{number % PAIRS + 1}"] / given[f"b{number % PAIRS + 1}"] - limit)
        count = round(max(0.0, beyond) / 0.05, 9)
        steps = (math.floor(count), math.ceil(count), count)[number % 6 // 2]
        total += _two_places(min(3.0, max(0.0, 3 - 0.5 * steps)))
    for number in range(12, 24):
        rate = given[f"a{number % PAIRS + 1}"] / given[f"b{number % PAIRS + 1}"]
        if number < 16:
            total += 0.0 if rate < 0.6 else 1.0 if rate < 0.8 else 2.0 if rate < 0.95 else 3.0
        elif number < 20:
            total += _two_places(3 * min(rate, 1.0))
        else:
            total += 3.0 if rate >= 0.95 else _two_places(3 * rate / 0.95)
    reached = (given["a1"] / given["b1"] >= 0.5) + 2 * (given["a2"] / given["b1"] >= 0.9)
    total += sum(given["ticked"]) + max(0, 3 - given["incidents"]) + _two_places(3 * given["coefficient"])
    return total + given["points"] + reached


_DEDUCTIONS = [(number, -1 if number < 6 else 1, 1.0 if number < 6 else 0.9) for number in range(12)]
_EXACT = [(number, side, Decimal(str(limit))) for number, side, limit in _DEDUCTIONS]
_CENT, _STEP, _HALF = Decimal("0.01"), Decimal("0.05"), Decimal("0.5")
_P, _ZERO, _ONE = Decimal(3), Decimal(0), Decimal(1)
_LIMITS = tuple(map(Decimal, ("0.5", "0.6", "0.8", "0.9", "0.95")))


def _two_places(value: float) -> float:
    return math.floor(value * 100 + 0.5 + 1e-7) / 100


def plain_decimals(given: Mapping[str, Any]) -> Decimal:
    """The same total in decimals, rounded once a score."""
    total = _ZERO
    half, low, fair, most, good = _LIMITS
    for number, side, limit in _EXACT:
        beyond = side * (given[f"a{number % PAIRS + 1}"] / given[f"b{number % PAIRS + 1}"] - limit)
        count = max(_ZERO, beyond) / _STEP
        if kind := (ROUND_FLOOR, ROUND_CEILING, None)[number % 6 // 2]:
            count = count.to_integral_value(rounding=kind)
        total += min(_P, max(_ZERO, _P - _HALF * count)).quantize(_CENT, rounding=ROUND_HALF_UP)
    for number in range(12, 24):
        rate = given[f"a{number % PAIRS + 1}"] / given[f"b{number % PAIRS + 1}"]
        if number < 16:
            total += 0 if rate < low else 1 if rate < fair else 2 if rate < good else 3
        elif number < 20:
            total += (_P * min(rate, _ONE)).quantize(_CENT, rounding=ROUND_HALF_UP)
        else:
            total += _P if rate >= good else (_P * rate / good).quantize(_CENT, rounding=ROUND_HALF_UP)
    reached = (given["a1"] / given["b1"] >= half) + 2 * (given["a2"] / given["b1"] >= most)
    total += sum(given["ticked"]) + max(0, 3 - given["incidents"])
    total += (_P * given["coefficient"]).quantize(_CENT, rounding=ROUND_HALF_UP)
    return total + given["points"] + reached
