"""A second opinion in binary floats: every rate, point, sum, ceiling and grade of a filing, from its two plain files.

Written from docs/formats.md alone; nothing here uses the product. Files are as a YAML loader leaves them when every
scalar is text. What is not filled is MISSING, and a denominator of zero BOTH_ZERO or OVER_ZERO; neither is a number.
Differences are looked at to nine decimals: what is smaller is the noise of binary fractions.
"""

import ast
import math
import re
from dataclasses import dataclass, field
from functools import cache

from tests.second_opinion_rules import (
    ARITHMETIC,
    BOTH_ZERO,
    COMPARISONS,
    FUNCTIONS,
    MISSING,
    OUTSIDE,
    OVER_ZERO,
    RATED,
    Plain,
    Value,
    combined,
    decided,
    given,
    inside,
    near,
    nodes_of,
    number,
    target,
)

_TOKEN = re.compile(r"(?P<number>\d+(?:\.\d+)?%?)|(?P<name>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)")


@dataclass(kw_only=True)
class LeafOpinion:
    """One indicator; None where there is no rate or no score."""

    points: float
    rate: float | None = None
    score: float | None = None
    own: float | None = None


@dataclass(kw_only=True)
class Opinion:
    """All results; groups and total as (points, computed, self)."""

    values: dict[str, float] = field(default_factory=dict)
    leaves: dict[str, LeafOpinion] = field(default_factory=dict)
    groups: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    group_grades: dict[str, str | None] = field(default_factory=dict)
    total: tuple[float, float, float] = (0, 0, 0)
    grade: str | None = None


@cache
def tree(text: str) -> ast.expr:
    """A formula as Python's own parser sees it; names become calls of N, functions calls of F_…"""

    def python(match: re.Match[str]) -> str:
        if match["number"]:
            return repr(number(match["number"]))
        name = match["name"]
        if name in ("and", "or", "not"):
            return f" {name} "
        return f"F_{name}" if text[match.end() :].lstrip().startswith("(") else f"N({name!r})"

    return ast.parse(_TOKEN.sub(python, text), mode="eval").body


class Scorer:
    """Scores one filing."""

    def __init__(self, framework: Plain, filing: Plain) -> None:
        self.framework, self.filing = framework, filing
        self.rounding = framework["rounding"]
        self.derived = {each["code"]: each["formula"] for each in framework.get("derived", [])}
        self.nodes = dict(nodes_of(framework["indicators"], "", filing))
        self.known: dict[str, Value] = {}

    # figures and formulas

    def value(self, code: str) -> Value:
        """The value of a field, a derived value or a rate."""
        if code not in self.known:
            self.known[code] = self._found(code)
        return self.known[code]

    def _found(self, code: str) -> Value:
        if code in self.derived:
            return self.worked(self.derived[code])
        if code in self.nodes:
            is_out = self.entry(code).get("applicable") == "false"
            return MISSING if is_out or "formula" not in self.nodes[code] else self.worked(self.nodes[code]["formula"])
        head, _, part = code.partition(".")
        stored = self.filing.get("fields", {}).get(head)
        if stored in (None, ""):
            return MISSING
        if isinstance(stored, list):
            total = math.fsum(number(row["amount"]) for row in stored)
            left = math.fsum(number(row["amount"]) for row in stored if row.get("excluded") == "true")
            return {"total": total, "excluded": left, "counted": total - left}[part]
        return number(stored)

    def worked(self, text: str, code: str = "") -> Value:
        """The value of a formula; `rate` in it is that of `code`."""
        return self._of(tree(text), code)

    def _of(self, node: ast.expr, code: str) -> Value:  # noqa: C901
        match node:
            case ast.Constant(value=value):
                return float(value)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return combined([self._of(operand, code)], lambda x: -x)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                found = self._of(operand, code)
                return found if isinstance(found, str) else not found
            case ast.BinOp(left=left, op=op, right=right):
                return combined([self._of(left, code), self._of(right, code)], ARITHMETIC[type(op)])
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                compare = COMPARISONS[type(op)]
                return combined([self._of(left, code), self._of(right, code)], lambda a, b: compare(near(a - b)))
            case ast.BoolOp(op=op, values=values):
                return decided([self._of(each, code) for each in values], decisive=isinstance(op, ast.Or))
            case ast.Call(func=ast.Name(id="N"), args=[ast.Constant(value=str(name))]):
                return self.value(code if name == "rate" and code else name)
            case ast.Call(func=ast.Name(id="F_if"), args=[condition, yes, no]):
                verdict = self._of(condition, code)
                return verdict if isinstance(verdict, str) else self._of(yes if verdict else no, code)
            case ast.Call(func=ast.Name(id="F_or_zero"), args=[argument]):
                found = self._of(argument, code)
                return 0.0 if found == MISSING else found
            case ast.Call(func=ast.Name(id=function), args=arguments):
                return combined([self._of(each, code) for each in arguments], FUNCTIONS[function])
        raise AssertionError(ast.dump(node))

    # one indicator

    def entry(self, code: str) -> Plain:
        """What was filed on an indicator."""
        own = self.nodes[code].get("own")
        found: Plain = own if own is not None else self.filing.get("indicators", {}).get(code) or {}
        return found

    def leaf(self, code: str) -> LeafOpinion:
        """The result of one indicator."""
        node, entry = self.nodes[code], self.entry(code)
        reference = number(node["points"])
        points = number(entry["set_points"]) if "set_points" in entry else reference
        scale = points / reference if reference else 1.0
        if entry.get("applicable") == "false":
            return self._not_applicable(node, points)
        rate = self.value(code) if "formula" in node else None
        if isinstance(rate, float) and "range" in node and not inside(self.seen(rate, node), node["range"]):
            return LeafOpinion(points=points, rate=rate)
        mark, own_rate = self.mark(code, node["scoring"], node, points, scale, rate)
        rate = rate if isinstance(rate, float) else own_rate
        return self._outcome(node, points, mark, rate if isinstance(rate, float) else None)

    def _outcome(self, node: Plain, points: float, mark: Value, rate: float | None) -> LeafOpinion:
        if isinstance(mark, float):
            return LeafOpinion(points=points, rate=rate, score=self.round(min(max(mark, 0.0), points)))
        if mark in (BOTH_ZERO, OVER_ZERO):
            written = node.get("zero_denominator", {})
            policies = written if isinstance(written, dict) else {"both_zero": written}
            policy = policies.get("both_zero", "refuse") if mark == BOTH_ZERO else policies.get("otherwise", "zero")
            if policy == "not_applicable":
                return self._not_applicable(node, points)
            score = {"zero": 0.0, "full": self.round(points), "refuse": None}[policy]
            return LeafOpinion(points=points, rate=rate, score=score)
        is_zero = mark == MISSING and node.get("uncomputable") == "zero"
        return LeafOpinion(points=points, rate=rate, score=0.0 if is_zero else None)

    def _not_applicable(self, node: Plain, points: float) -> LeafOpinion:
        policy = node.get("not_applicable", "refuse")
        if policy == "full":
            return LeafOpinion(points=points, score=self.round(points))
        return LeafOpinion(points=points if policy == "zero" else 0.0, score=0.0)

    def mark(
        self, code: str, scoring: Plain, node: Plain, points: float, scale: float, rate: Value | None
    ) -> tuple[Value, Value | None]:
        """Points before clamping, or why there are none; and the rate of kinds that find it themselves."""
        kind = scoring["kind"]
        if kind in RATED:
            if not isinstance(rate, float):
                return str(rate), None
            return RATED[kind](scoring, points, scale, rate, self.seen(rate, node)), None
        if kind == "choose":
            return self._choose(code, scoring, node, points, scale)
        if kind == "target":
            return target(scoring, node, self.entry(code), points)
        if kind == "milestones":
            return self._milestones(scoring, points, scale), None
        if kind == "formula":
            found = self.worked(scoring["points"], code)
            return found * scale if isinstance(found, float) else found, None
        return given(scoring, self.entry(code), points, scale), None

    def _choose(self, code: str, scoring: Plain, node: Plain, points: float, scale: float) -> tuple[Value, Value]:
        found = []
        for option in scoring["options"]:
            rate = self.worked(option["formula"])
            is_out = isinstance(rate, float) and "range" in node and not inside(self.seen(rate, node), node["range"])
            mark = OUTSIDE if is_out else self.mark(code, option["scoring"], node, points, scale, rate)[0]
            found.append((mark, rate))
        if scoring.get("pick", "best") == "unit":
            choice = self.entry(code).get("choice")
            return found[int(choice) - 1] if choice else (MISSING, MISSING)
        marks = [
            (near(min(max(mark, 0.0), points)), -place)
            for place, (mark, _) in enumerate(found)
            if isinstance(mark, float)
        ]
        if marks:
            return found[-max(marks)[1]]
        outside = [each for each in found if each[0] == OUTSIDE]
        over_zero = [(mark, MISSING) for mark, _ in found if mark in (BOTH_ZERO, OVER_ZERO)]
        return [*outside, *over_zero, (MISSING, MISSING)][0]

    def _milestones(self, scoring: Plain, points: float, scale: float) -> Value:
        base, figures = self.worked(scoring["of"]), [self.value(each["field"]) for each in scoring["nodes"]]
        obstacle = combined([base, *figures], lambda *_: 0.0)
        if isinstance(obstacle, str):
            return obstacle
        if near(base) == 0:
            return BOTH_ZERO if all(near(each) == 0 for each in figures) else OVER_ZERO
        reached = [
            near(self.seen(float(figure) / float(base), {}) - number(each["at_least"])) >= 0
            for each, figure in zip(scoring["nodes"], figures, strict=True)
        ]
        if scoring.get("mode", "each") == "all":
            return points if all(reached) else 0.0
        return scale * math.fsum(
            number(each["points"]) for each, is_in in zip(scoring["nodes"], reached, strict=True) if is_in
        )

    # rounding and sums

    def seen(self, rate: float, node: Plain) -> float:
        """A rate as limits, intervals and steps see it."""
        if self.rounding["thresholds_on"] != "rounded":
            return rate
        factor = 100 if node.get("show", "percent") == "percent" else 1
        return self._at(rate * factor, int(self.rounding["rate_places"])) / factor

    def round(self, value: float) -> float:
        """Points as they are kept."""
        return self._at(value, int(self.rounding["points_places"]))

    def _at(self, value: float, places: int) -> float:
        half = 0.0 if self.rounding["mode"] == "truncate" else 0.5
        return math.copysign(math.floor(abs(value) * 10**places + half + 1e-7) / 10**places, value)

    def opinion(self) -> Opinion:
        """Everything."""
        result = Opinion()
        for code in self.derived:
            if isinstance(found := self.value(code), float):
                result.values[code] = found
        for code, node in self.nodes.items():
            if "children" not in node and "own_indicators" not in node:
                leaf = result.leaves[code] = self.leaf(code)
                filed = self.entry(code).get("self_score")
                is_out = self.entry(code).get("applicable") == "false"
                leaf.own = number(filed) if filed is not None and not is_out else leaf.score
        for code in self.nodes:
            if code not in result.leaves:
                below = [leaf for each, leaf in result.leaves.items() if each.startswith(f"{code}.")]
                result.groups[code] = _sums(below)
                if self.framework.get("grade_groups") == "true" and "." not in code:
                    points, _, own = result.groups[code]
                    is_whole = points and all(leaf.own is not None for leaf in below)
                    share = own / points * number(self.framework["total_points"]) if is_whole else None
                    result.group_grades[code] = None if share is None else self._grade(share)
        self._total(result)
        return result

    def _total(self, result: Opinion) -> None:
        points, computed, own = _sums(list(result.leaves.values()))
        for cap in self.framework.get("caps", []):
            rate = result.leaves[cap["rate"]].rate
            if rate is not None and inside(self.seen(rate, self.nodes[cap["rate"]]), cap["in"]):
                computed, own = (min(each, number(cap["total_at_most"])) for each in (computed, own))
        result.total = points, computed, own
        if all(leaf.own is not None for leaf in result.leaves.values()):
            result.grade = self._grade(own)

    def _grade(self, total: float) -> str | None:
        return next(
            (each["name"] for each in self.framework["grades"] if near(total - number(each["from"])) >= 0), None
        )


def opinion(framework: Plain, filing: Plain) -> Opinion:
    """The second opinion on one filing."""
    return Scorer(framework, filing).opinion()


def _sums(leaves: list[LeafOpinion]) -> tuple[float, float, float]:
    """Points, computed and self scores together; a score that is not there is left out."""
    return (
        math.fsum(leaf.points for leaf in leaves),
        math.fsum(leaf.score for leaf in leaves if leaf.score is not None),
        math.fsum(leaf.own for leaf in leaves if leaf.own is not None),
    )
