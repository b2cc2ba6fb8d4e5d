"""The scoring kinds and the arithmetic of the second opinion, in binary floats, written from docs/formats.md alone."""

import ast
import math
import operator
from collections.abc import Callable, Iterator
from typing import Any

MISSING, BOTH_ZERO, OVER_ZERO, OUTSIDE = "missing", "0/0", "x/0", "outside"
Plain = dict[str, Any]
Value = float | bool | str
NOISE = 9


def number(text: str) -> float:
    """A number or a percentage of the files."""
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def near(value: float) -> float:
    """`value` without the noise of binary fractions."""
    return round(value, NOISE)


def inside(value: float, interval: str) -> bool:
    """Whether `value` lies in `[80%, 90%)`."""
    opening, closing = interval.strip()[0], interval.strip()[-1]
    low, high = (side.strip() for side in interval.strip()[1:-1].split(","))
    above, below = near(value - number(low)) if low else 1, near(value - number(high)) if high else -1
    return (above > 0 or (above == 0 and opening == "[")) and (below < 0 or (below == 0 and closing == "]"))


# what is not filled is told before a zero denominator is


def combined(values: list[Value], operation: Callable[..., Value]) -> Value:
    """`operation` over the values, unless one is missing or over zero."""
    if MISSING in values:
        return MISSING
    over_zero = next((each for each in values if isinstance(each, str)), None)
    return operation(*values) if over_zero is None else over_zero


def decided(values: list[Value], *, decisive: bool) -> Value:
    """`and` (decisive False) or `or`: one side may decide alone, else both must be known."""
    verdict = values[0]
    for value in values[1:]:
        if verdict is decisive or value is decisive:
            verdict = decisive
        elif not isinstance(verdict, str):
            verdict = value
    return verdict


def _quotient(above: float, below: float) -> Value:
    if near(below) == 0:
        return BOTH_ZERO if near(above) == 0 else OVER_ZERO
    return above / below


ARITHMETIC: dict[type, Callable[..., Value]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: _quotient,
}
FUNCTIONS: dict[str, Callable[..., Value]] = {
    "F_sum": lambda *values: math.fsum(values),
    "F_abs": abs,
    "F_min": min,
    "F_max": max,
}
COMPARISONS: dict[type, Callable[[float], bool]] = {
    ast.Eq: lambda gap: gap == 0,
    ast.NotEq: lambda gap: gap != 0,
    ast.Lt: lambda gap: gap < 0,
    ast.LtE: lambda gap: gap <= 0,
    ast.Gt: lambda gap: gap > 0,
    ast.GtE: lambda gap: gap >= 0,
}

# the kinds over a rate: scoring, points, scale, the exact rate, the rate as limits see it


def _proportional(scoring: Plain, points: float, scale: float, rate: float, seen: float) -> Value:
    return points * max(0.0, min(rate, number(scoring.get("cap", "100%"))))


def _deduction(scoring: Plain, points: float, scale: float, rate: float, seen: float) -> Value:
    if scoring["kind"] == "deduct_both":
        beyond = abs(seen - number(scoring["target"])) - number(scoring.get("tolerance", "0%"))
    else:
        beyond = seen - number(scoring["limit"])
        beyond = -beyond if scoring["kind"] == "deduct_below" else beyond
    steps = near(max(0.0, beyond) / number(scoring["step"]))
    counted = {"whole": math.floor, "started": math.ceil, "continuous": float}[scoring.get("steps", "whole")]
    return points - scale * counted(steps) * number(scoring["deduct"])


def _bands(scoring: Plain, points: float, scale: float, rate: float, seen: float) -> Value:
    return next((scale * number(each["points"]) for each in scoring["bands"] if inside(seen, each["in"])), MISSING)


def _full_or_proportional(scoring: Plain, points: float, scale: float, rate: float, seen: float) -> Value:
    limit = number(scoring["limit"])
    if scoring["side"] == "at_most":
        return points if near(seen - limit) <= 0 else points * limit / rate
    if near(seen - limit) >= 0:
        return points
    return 0.0 if near(seen) <= 0 else points * rate / limit


RATED: dict[str, Callable[[Plain, float, float, float, float], Value]] = {
    "proportional": _proportional,
    "deduct_above": _deduction,
    "deduct_below": _deduction,
    "deduct_both": _deduction,
    "bands": _bands,
    "full_or_proportional": _full_or_proportional,
}

# the kinds over what the unit gives


def given(scoring: Plain, entry: Plain, points: float, scale: float) -> Value:
    """checklist, incidents, tiers, coefficient, manual."""
    match scoring["kind"]:
        case "checklist":
            return _checklist(scoring, entry, points, scale)
        case "incidents" if "incidents" in entry:
            return points - scale * number(entry["incidents"]) * number(scoring["deduct"])
        case "manual" if "points" in entry:
            return number(entry["points"])
        case "tiers":
            return tiered(scoring["tiers"], entry, points)
        case "coefficient":
            return tiered([], entry, points)
    return MISSING


def _checklist(scoring: Plain, entry: Plain, points: float, scale: float) -> Value:
    if entry.get("ticked") is None:
        return MISSING
    met = [str(place) in entry["ticked"] for place in range(1, len(scoring["items"]) + 1)]
    if scoring.get("mode", "add") == "deduct":
        return points - scale * met.count(False) * number(scoring["deduct"])
    return scale * math.fsum(
        number(item["points"]) for item, is_met in zip(scoring["items"], met, strict=True) if is_met
    )


def tiered(tiers: list[Plain], entry: Plain, points: float) -> Value:
    """P × the coefficient, inside the tier that was picked where there are tiers."""
    if "coefficient" not in entry:
        return MISSING
    share = number(entry["coefficient"])
    if tiers:
        tier = next((each for each in tiers if each["name"] == entry.get("tier")), None)
        if tier is None or not inside(share, tier["in"]):
            return MISSING
    return points * share


def target(scoring: Plain, node: Plain, own: Plain, points: float) -> tuple[Value, Value]:
    """Points of an own indicator and its completion ratio."""
    if own["op"] == "qualitative":
        return tiered(node.get("tiers", []), own, points), MISSING
    aim = own.get("adjusted_target", own.get("target"))
    if aim is None or "actual" not in own:
        return MISSING, MISSING
    wanted, reached = number(aim), number(own["actual"])
    above, below = (wanted, reached) if own["op"] in ("<=", "<") else (reached, wanted)
    ratio: Value = above / below if near(below) > 0 else MISSING
    gap = near(reached - wanted)
    if {">=": gap >= 0, ">": gap > 0, "<=": gap <= 0, "<": gap < 0, "=": gap == 0}[own["op"]]:
        over = scoring.get("over", {})
        is_beyond = (
            isinstance(ratio, float) and over.get("then") == "deduct" and near(ratio - number(over["above"])) > 0
        )
        return points - (number(over["deduct"]) if is_beyond else 0.0), ratio
    if own["op"] == "=":
        return 0.0, ratio
    return (points * ratio if isinstance(ratio, float) else MISSING), ratio


def nodes_of(nodes: list[Plain], above: str, filing: Plain) -> Iterator[tuple[str, Plain]]:
    """Every indicator by full code, the unit's own ones below the node they were filed under."""
    for node in nodes:
        code = f"{above}{node['code']}"
        yield code, node
        yield from nodes_of(node.get("children", []), f"{code}.", filing)
        if "own_indicators" in node:
            mine = [each for each in filing.get("own_indicators", []) if each["under"] == code]
            scoring = node.get("scoring", {"kind": "target"})
            for place, own in enumerate(mine, 1):
                shared = {key: node[key] for key in ("tiers", "uncomputable") if key in node}
                yield f"{code}.own_{place}", shared | {"points": own["points"], "scoring": scoring, "own": own}
