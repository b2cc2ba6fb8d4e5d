"""The score of one leaf: points in force, rate, mark, trace."""

from dataclasses import dataclass, replace
from decimal import Decimal

from selfeval.domain.amounts import COMPARED_PLACES, ZERO, number_text, percent_text, rounded
from selfeval.domain.expressions import OverZero, Unfilled
from selfeval.domain.filing import Filing, IndicatorEntry
from selfeval.domain.framework import Framework, Indicator, NotApplicablePolicy, UncomputablePolicy, ZeroPolicy
from selfeval.domain.scoring.figures import Figures
from selfeval.domain.scoring.kinds import KINDS, Mark, Standing
from selfeval.domain.scoring.milestones import milestones
from selfeval.domain.scoring.results import IndicatorScore, MilestoneResult, Trouble
from selfeval.domain.scoring.rules import RATE_RULES, Milestones


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What a leaf comes to before it is written as an IndicatorScore."""

    score: Decimal | None
    words: str
    points: Decimal
    is_applicable: bool = True
    missing: tuple[str, ...] = ()
    milestones: tuple[MilestoneResult, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    rate_places: int | None = None


class LeafScorer:
    """Scores the leaves of one filing; holds what they share."""

    def __init__(self, framework: Framework, filing: Filing, figures: Figures) -> None:
        self._framework = framework
        self._filing = filing
        self._figures = figures
        self._rounding = framework.rounding

    def score(self, leaf: Indicator) -> IndicatorScore:
        """The result of `leaf`."""
        entry = self._filing.entry(leaf.code)
        points = leaf.points if entry.set_points is None else entry.set_points
        rate = self._rate(leaf) if entry.is_applicable else None
        outcome = self._outcome(leaf, entry, points, rate)
        shown_rate = rate if isinstance(rate, Decimal) and outcome.is_applicable else None
        return IndicatorScore(
            code=leaf.code,
            name=leaf.name,
            reference_points=leaf.points,
            points=outcome.points,
            is_applicable=outcome.is_applicable,
            rate=shown_rate,
            rate_text="" if shown_rate is None else self._rate_text(leaf, shown_rate),
            computed_score=outcome.score,
            self_score=outcome.score if entry.self_score is None or not entry.is_applicable else entry.self_score,
            trace=self._trace(leaf, outcome, shown_rate),
            formula_words=self._figures.with_labels(leaf.formula) if leaf.formula else "",
            formula_figures=self._figures.with_figures(leaf.formula) if leaf.formula and shown_rate is not None else "",
            missing=outcome.missing,
            milestones=outcome.milestones,
            troubles=outcome.troubles,
        )

    def _rate(self, leaf: Indicator) -> Decimal | Unfilled | OverZero | None:
        return None if leaf.formula is None else self._figures.value(leaf.code)

    def _outcome(
        self, leaf: Indicator, entry: IndicatorEntry, points: Decimal, rate: Decimal | Unfilled | OverZero | None
    ) -> _Outcome:
        if not entry.is_applicable:
            return self._not_applicable(leaf, entry, points, "不涉及此项")
        if isinstance(leaf.rule, RATE_RULES):
            if isinstance(rate, Unfilled):
                return self._uncomputable(leaf, points, self._labels(rate.codes))
            if isinstance(rate, OverZero):
                return self._over_zero(leaf, entry, points, rate)
        standing = self._standing(leaf, entry, points, rate if isinstance(rate, Decimal) else ZERO)
        if rate is not None and leaf.rate_range is not None and standing.threshold not in leaf.rate_range:
            words = f"超出可能的范围{leaf.rate_range.text}，未计分"
            return _Outcome(score=None, words=words, points=points, troubles=(Trouble.OUTSIDE_RANGE,))
        return self._marked(leaf, entry, standing)

    def _standing(self, leaf: Indicator, entry: IndicatorEntry, points: Decimal, rate: Decimal) -> Standing:
        return Standing(
            points=points,
            reference=leaf.points,
            rate=rate,
            threshold=self._rounding.threshold(rate, is_percent=leaf.is_percent),
            is_percent=leaf.is_percent,
            entry=entry,
            rounding=self._rounding,
        )

    def _marked(self, leaf: Indicator, entry: IndicatorEntry, standing: Standing) -> _Outcome:
        results: tuple[MilestoneResult, ...] = ()
        if isinstance(leaf.rule, Milestones):
            found = milestones(leaf.rule, standing, self._figures)
            mark, results = found.mark, found.results
            if isinstance(found.obstacle, Unfilled):
                outcome = self._uncomputable(leaf, standing.points, self._labels(found.obstacle.codes))
                return replace(outcome, milestones=results)
            if isinstance(found.obstacle, OverZero):
                return replace(self._over_zero(leaf, entry, standing.points, found.obstacle), milestones=results)
        else:
            mark = KINDS[type(leaf.rule)](leaf.rule, standing)
        if mark.points is None:
            return self._uncomputable(leaf, standing.points, (mark.missing,))
        score = self._points(min(max(mark.points, ZERO), standing.points))
        is_rated = isinstance(leaf.rule, RATE_RULES)
        return _Outcome(
            score=score,
            words=f"{mark.words}，得{self._points_text(score)}分",
            points=standing.points,
            milestones=results,
            rate_places=self._telling_places(leaf, standing, mark) if is_rated else None,
        )

    def _not_applicable(self, leaf: Indicator, entry: IndicatorEntry, points: Decimal, why: str) -> _Outcome:
        troubles: tuple[Trouble, ...] = ()
        if not entry.is_applicable and _has_ignored_inputs(leaf, entry):
            troubles = (Trouble.INPUTS_IGNORED,)
        match leaf.not_applicable:
            case NotApplicablePolicy.FULL:
                score = self._points(points)
                words = f"{why}，按满分计，得{self._points_text(score)}分"
                return _Outcome(score=score, words=words, points=points, is_applicable=False, troubles=troubles)
            case NotApplicablePolicy.ZERO:
                words = f"{why}，得{self._points_text(ZERO)}分"
                return _Outcome(
                    score=self._points(ZERO), words=words, points=points, is_applicable=False, troubles=troubles
                )
            case NotApplicablePolicy.REFUSE:
                troubles = (*troubles, Trouble.NOT_APPLICABLE_REFUSED)
        zero = self._points(ZERO)
        return _Outcome(score=zero, words=why, points=zero, is_applicable=False, troubles=troubles)

    def _over_zero(self, leaf: Indicator, entry: IndicatorEntry, points: Decimal, found: OverZero) -> _Outcome:
        policies = leaf.zero_denominator
        policy = policies.both_zero if found.numerator_too else policies.otherwise
        why = "分子、分母均为0" if found.numerator_too else "分母为0而分子不为0"
        troubles = () if found.numerator_too else (Trouble.DENOMINATOR_IS_ZERO,)
        match policy:
            case ZeroPolicy.NOT_APPLICABLE:
                outcome = self._not_applicable(leaf, entry, points, f"{why}，视为不涉及此项")
                return replace(outcome, troubles=(*outcome.troubles, *troubles))
            case ZeroPolicy.REFUSE:
                return _Outcome(
                    score=None, words=f"{why}，无法计算", points=points, troubles=(Trouble.DENOMINATOR_REFUSED,)
                )
        score = self._points(points if policy is ZeroPolicy.FULL else ZERO)
        verdict = "按满分计" if policy is ZeroPolicy.FULL else "无法计算"
        words = f"{why}，{verdict}，得{self._points_text(score)}分"
        return _Outcome(score=score, words=words, points=points, troubles=troubles)

    def _uncomputable(self, leaf: Indicator, points: Decimal, missing: tuple[str, ...]) -> _Outcome:
        named = "、".join(missing)
        if leaf.uncomputable is UncomputablePolicy.ZERO:
            score = self._points(ZERO)
            words = f"{named}未填，无法计算，得{self._points_text(score)}分"
            return _Outcome(score=score, words=words, points=points, missing=missing)
        return _Outcome(score=None, words=f"{named}未填，暂不能计算", points=points, missing=missing)

    def _labels(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self._framework.label_of(code) for code in codes)

    def _points(self, value: Decimal) -> Decimal:
        return rounded(value, self._rounding.points_places, self._rounding.mode)

    def _points_text(self, value: Decimal) -> str:
        return number_text(value, self._rounding.points_places)

    def _rate_text(self, leaf: Indicator, rate: Decimal, places: int | None = None) -> str:
        shown = self._rounding.rate_places if places is None else places
        if leaf.is_percent:
            return percent_text(rate, shown, self._rounding.mode)
        return number_text(rounded(rate, shown, self._rounding.mode), shown)

    def _telling_places(self, leaf: Indicator, standing: Standing, mark: Mark) -> int:
        """How many decimals the printed rate needs for a reader to reach the same verdict from it."""
        fewest = self._rounding.rate_places
        if self._rounding.is_threshold_rounded:
            return fewest
        rule_function = KINDS[type(leaf.rule)]
        for places in range(fewest, COMPARED_PLACES):
            printed = self._rounding.printed_rate(standing.rate, is_percent=leaf.is_percent, places=places)
            if rule_function(leaf.rule, replace(standing, rate=printed, threshold=printed)).decided == mark.decided:
                return places
        return COMPARED_PLACES

    def _trace(self, leaf: Indicator, outcome: _Outcome, rate: Decimal | None) -> str:
        if leaf.formula is None or rate is None:
            return outcome.words if outcome.missing else f"{outcome.words}{self._taken_as_zero(leaf)}"
        text = self._rate_text(leaf, rate, outcome.rate_places)
        if leaf.is_percent and self._figures.is_percentage(leaf.formula):
            return f"{leaf.name}＝{text}，{outcome.words}{self._taken_as_zero(leaf)}"
        figures = self._figures.with_figures(leaf.formula, as_factor=leaf.is_percent)
        times = "×100%" if leaf.is_percent else ""
        return f"{leaf.name}＝{figures}{times}＝{text}，{outcome.words}{self._taken_as_zero(leaf)}"

    def _taken_as_zero(self, leaf: Indicator) -> str:
        expressions = [each for each in (leaf.formula, getattr(leaf.rule, "of", None)) if each is not None]
        codes = dict.fromkeys(code for each in expressions for code in self._figures.taken_as_zero(each))
        return f"（{'、'.join(self._labels(tuple(codes)))}未填，按0计）" if codes else ""


def _has_ignored_inputs(leaf: Indicator, entry: IndicatorEntry) -> bool:
    """Whether anything was entered that does not count while the indicator is not applicable.

    Set points count where 不涉及 keeps the indicator's points in the sum.
    """
    numbers = [entry.self_score, entry.ticked, entry.incidents, entry.points, entry.coefficient]
    if leaf.not_applicable not in (NotApplicablePolicy.FULL, NotApplicablePolicy.ZERO):
        numbers.append(entry.set_points)
    return any(value not in (None, ZERO, ()) for value in numbers)
