"""The table of scores on sheet 计算: one row an indicator, below it one row an option or a node where it has any."""

from dataclasses import replace
from typing import Final

from selfeval.domain.framework import Framework, Indicator, NotApplicablePolicy, UncomputablePolicy, ZeroPolicy
from selfeval.domain.scoring.rule_words import standard_text
from selfeval.domain.scoring.rules import Checklist, Choose, Milestones, PointsFormula, Target
from selfeval.exports.calculation import rules, targets
from selfeval.exports.calculation.grid import CALCULATIONS, Grid
from selfeval.exports.calculation.inputs import NO, entry_role
from selfeval.exports.calculation.lines import HEADS, Line, Lines
from selfeval.exports.calculation.parts import write_choice, write_milestones
from selfeval.exports.calculation.steps import BOTH_ZERO, OVER_ZERO, Steps
from selfeval.exports.document import MISSING, computed_role, self_role, set_role, threshold_role, value_role

SCORED, FULL, NOTHING, NONE, NOT_INVOLVED = "计分", "满分", "零分", "不计分", "不涉及"
_ZERO_STATES: Final = {
    ZeroPolicy.FULL: FULL,
    ZeroPolicy.ZERO: NOTHING,
    ZeroPolicy.REFUSE: NONE,
    ZeroPolicy.NOT_APPLICABLE: NOT_INVOLVED,
}
_KEEPS_POINTS: Final = (NotApplicablePolicy.FULL, NotApplicablePolicy.ZERO)


class LeafTable:
    """Writes the table; the steps of formulas that only rules use are written above it, by `prepare`."""

    def __init__(self, grid: Grid, framework: Framework) -> None:
        self._grid = grid
        self._framework = framework
        self._prepared: dict[str, list[str]] = {}
        self._lines = Lines(grid, framework.rounding, 0)

    def prepare(self, steps: Steps) -> None:
        """The steps of the options of a choice, of the base of milestones and of points by formula."""
        for leaf in self._framework.leaves:
            match leaf.rule:
                case Choose(options=options):
                    self._prepared[leaf.code] = [
                        steps.write(f"{leaf.name}·{each.label}", each.formula, is_percent=leaf.is_percent)
                        for each in options
                    ]
                case Milestones(of=base):
                    self._prepared[leaf.code] = [steps.write(f"{leaf.name}·基数", base)]
                case PointsFormula():
                    expression = leaf.rule.points_of(leaf.code)
                    self._prepared[leaf.code] = [steps.write(f"{leaf.name}·得分公式", expression)]

    def write(self, row: int) -> int:
        """Write the table from `row` on; returns the row below it."""
        self._grid.text(CALCULATIONS, row, 0, "指标得分", style="caption")
        self._grid.heads(CALCULATIONS, row + 1, HEADS)
        self._lines.row = row + 2
        for leaf in self._framework.leaves:
            self._leaf(leaf)
        return self._lines.row

    def _leaf(self, leaf: Indicator) -> None:
        put, line = self._lines.put, self._lines.take(leaf.name, self._words(leaf))
        given, applicable = self._typed(leaf, "set_points"), self._typed(leaf, "applicable")
        points, state, score = line.cell("points"), line.cell("state"), line.cell("score")
        put(line, "reference", self._typed(leaf, "reference"))
        put(line, "points", f"IF(ISNUMBER({given}),{given},{line.cell('reference')})")
        self._rule(leaf, line)
        put(line, "state", f'IF({applicable}="{NO}","{NOT_INVOLVED}",{_state(leaf, line.cell("raw"))})')
        kept = points if leaf.not_applicable in _KEEPS_POINTS else "0"
        put(line, "kept", f'IF({state}="{NOT_INVOLVED}",{kept},{points})', role=set_role(leaf.code))
        put(line, "score", self._score(leaf, line), role=computed_role(leaf.code))
        own = self._typed(leaf, "self_score")
        counts = f'AND(ISNUMBER({own}),{applicable}<>"{NO}")'
        put(line, "own", f"IF({counts},{own},{score})", role=self_role(leaf.code))

    def _typed(self, leaf: Indicator, key: str) -> str:
        return self._grid.ref(entry_role(leaf.code, key))

    def _words(self, leaf: Indicator) -> str:
        if leaf.rule is None:
            return ""
        return standard_text(
            leaf.rule,
            points=leaf.points,
            is_percent=leaf.is_percent,
            rounding=self._framework.rounding,
            tiers=leaf.tiers,
            label_of=self._framework.label_of,
        )

    def _boxes(self, leaf: Indicator, line: Line) -> rules.Boxes:
        boxes = replace(
            self._lines.boxes(line, is_scaled=leaf.points != 0),
            given=self._typed(leaf, "given"),
            tier=self._typed(leaf, "tier"),
        )
        if not isinstance(leaf.rule, Checklist):
            return boxes
        count = len(leaf.rule.items)
        return replace(
            boxes, items=self._typed_span(leaf, "item", count), item_points=self._typed_span(leaf, "item_points", count)
        )

    def _typed_span(self, leaf: Indicator, key: str, count: int) -> str:
        first, last = (self._grid.places[entry_role(leaf.code, f"{key}:{number}")] for number in (1, count))
        return f"'{first.sheet}'!{first.local}:{last.local}"

    def _rule(self, leaf: Indicator, line: Line) -> None:
        """Rate, threshold, middle and points before they are clamped."""
        put, at, role = self._lines.put, self._boxes(leaf, line), value_role(leaf.code)
        if leaf.formula is not None:
            put(line, "rate", self._grid.ref(role), is_percent=leaf.is_percent)
            self._lines.put_threshold(line, role=threshold_role(leaf.code), is_percent=leaf.is_percent)
        match leaf.rule:
            case Choose() as rule:
                rates = self._prepared[leaf.code]
                rate = write_choice(self._lines, line, leaf, rule, rates=rates, given=at.given)
                counted = f'IF({self._typed(leaf, "applicable")}="{NO}","{MISSING}",{rate})'
                put(line, "rate", counted, role=role, is_percent=leaf.is_percent)
                return
            case Target() as rule:
                put(line, "rate", targets.rate_of(self._grid, leaf), role=role, is_percent=True)
                put(line, "middle", targets.middle_of(self._grid, leaf, at))
                points = targets.points_of(self._grid, leaf, rule, at)
            case Milestones() as rule:
                nodes = [self._grid.ref(value_role(node.field)) for node in rule.nodes]
                base = self._prepared[leaf.code][0]
                points = write_milestones(self._lines, line, leaf, rule, base=base, nodes=nodes)
            case PointsFormula():
                put(line, "middle", self._prepared[leaf.code][0])
                points = rules.if_number(at.middle, at.scaled(at.middle))
            case rule if rule is not None:
                put(line, "middle", rules.middle_of(rule, at))
                points = rules.points_of(rule, at)
            case _:
                return
        within = leaf.rate_range if leaf.formula is not None else None
        put(line, "raw", rules.within_range(within, at.threshold, points))

    def _score(self, leaf: Indicator, line: Line) -> str:
        def rounded(text: str) -> str:
            return rules.rounded(text, self._framework.rounding.points_places, self._framework.rounding)

        state, points = line.cell("state"), line.cell("points")
        full = rounded(points)
        not_involved = full if leaf.not_applicable is NotApplicablePolicy.FULL else "0"
        text = f'IF({state}="{NOT_INVOLVED}",{not_involved},"{MISSING}")'
        text = f'IF({state}="{FULL}",{full},IF({state}="{NOTHING}",0,{text}))'
        clamped = rounded(f"MAX(0,MIN({line.cell('raw')},{points}))")
        counted = f'IF({state}="{SCORED}",{clamped},{text})'
        # A row kept for an own indicator that nobody has written yet is worth nothing and misses nothing.
        return counted if leaf.own is None else f'IF({self._typed(leaf, "reference")}="",0,{counted})'


def _state(leaf: Indicator, points: str) -> str:
    """How the row counts: scored, or what the framework says of what cannot be computed."""
    policies = leaf.zero_denominator
    uncomputable = NOTHING if leaf.uncomputable is UncomputablePolicy.ZERO else NONE
    text = f'IF({points}="{rules.OUTSIDE}","{NONE}","{uncomputable}")'
    for word, policy in ((OVER_ZERO, policies.otherwise), (BOTH_ZERO, policies.both_zero)):
        text = f'IF({points}="{word}","{_ZERO_STATES[policy]}",{text})'
    return f'IF(ISNUMBER({points}),"{SCORED}",{text})'
