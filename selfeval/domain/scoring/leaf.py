"""The score of one leaf: points in force, rate, mark, trace."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from selfeval.domain.amounts import COMPARED_PLACES, ZERO, number_text, percent_text, rounded
from selfeval.domain.expressions import Expression, OverZero, Unfilled
from selfeval.domain.filing import Filing, IndicatorEntry
from selfeval.domain.framework import Framework, Indicator, NotApplicablePolicy, UncomputablePolicy, ZeroPolicy
from selfeval.domain.scoring.figures import Figures
from selfeval.domain.scoring.kinds import Mark, Standing, mark_of
from selfeval.domain.scoring.results import IndicatorScore, MilestoneResult, Trouble
from selfeval.domain.scoring.rules import RATE_RULES, Choose, Rule, formulas_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What a leaf comes to before it is written as an IndicatorScore.

    `reads_alike` says of a rate as printed whether its rule would judge it as it judged the exact one.
    """

    score: Decimal | None
    words: str
    points: Decimal
    is_applicable: bool = True
    missing: tuple[str, ...] = ()
    milestones: tuple[MilestoneResult, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    rate: Decimal | None = None
    reads_alike: Callable[[Decimal], bool] = lambda printed: True
    option: int | None = None


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
        own_rate = rate if isinstance(rate, Decimal) else outcome.rate
        shown_rate = own_rate if outcome.is_applicable else None
        formula = _formula_used(leaf, outcome)
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
            formula_words=self._figures.with_labels(formula) if formula else "",
            formula_figures=self._figures.with_figures(formula) if formula and shown_rate is not None else "",
            missing=outcome.missing,
            milestones=outcome.milestones,
            troubles=outcome.troubles,
            option=outcome.option,
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
        if isinstance(rate, Decimal) and standing.is_out_of_range:
            return self._out_of_range(leaf, standing)
        return self._marked(leaf, entry, standing)

    def _out_of_range(self, leaf: Indicator, standing: Standing) -> _Outcome:
        declared = leaf.rate_range.text if leaf.rate_range else ""
        return _Outcome(
            score=None,
            words=f"超出可能的范围{declared}，未计分",
            points=standing.points,
            troubles=(Trouble.OUTSIDE_RANGE,),
            reads_alike=lambda printed: replace(standing, rate=printed, threshold=printed).is_out_of_range,
        )

    def _standing(self, leaf: Indicator, entry: IndicatorEntry, points: Decimal, rate: Decimal) -> Standing:
        return Standing(
            points=points,
            reference=leaf.points,
            rate=rate,
            threshold=self._rounding.threshold(rate, is_percent=leaf.is_percent),
            is_percent=leaf.is_percent,
            entry=entry,
            rounding=self._rounding,
            code=leaf.code,
            figures=self._figures,
            own=leaf.own,
            tiers=leaf.tiers,
            rate_range=leaf.rate_range,
        )

    def _marked(self, leaf: Indicator, entry: IndicatorEntry, standing: Standing) -> _Outcome:
        rule = self._rule(leaf)
        mark = mark_of(rule, standing)
        if mark.is_out_of_range:
            return replace(self._out_of_range(leaf, standing), rate=mark.rate, option=mark.option)
        if mark.points is None:
            return replace(self._unmarked(leaf, entry, standing, mark), milestones=mark.nodes, option=mark.option)
        score = self._points(min(max(mark.points, ZERO), standing.points))
        return _Outcome(
            score=score,
            words=f"{mark.words}，得{self._points_text(score)}分",
            points=standing.points,
            milestones=mark.nodes,
            troubles=(Trouble.OVERACHIEVED,) if mark.is_overachieved else (),
            rate=mark.rate,
            reads_alike=self._reads_alike(rule, standing, mark),
            option=mark.option,
        )

    def _unmarked(self, leaf: Indicator, entry: IndicatorEntry, standing: Standing, mark: Mark) -> _Outcome:
        """Why there is no mark: a figure that is not filled, a zero denominator, an empty box, or the rule's words."""
        if isinstance(mark.obstacle, Unfilled):
            return self._uncomputable(leaf, standing.points, self._labels(mark.obstacle.codes))
        if isinstance(mark.obstacle, OverZero):
            return self._over_zero(leaf, entry, standing.points, mark.obstacle)
        if mark.missing:
            return self._uncomputable(leaf, standing.points, (mark.missing,))
        return self._without(leaf, standing.points, mark.words)

    def _rule(self, leaf: Indicator) -> Rule:
        if leaf.rule is None:  # the readers let no leaf be without one
            raise TypeError(leaf.code)
        return leaf.rule

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
        return replace(self._without(leaf, points, f"{'、'.join(missing)}未填"), missing=missing)

    def _without(self, leaf: Indicator, points: Decimal, why: str) -> _Outcome:
        """A leaf that cannot be computed, by its policy; `why` says what is not there."""
        if leaf.uncomputable is UncomputablePolicy.ZERO:
            score = self._points(ZERO)
            return _Outcome(score=score, words=f"{why}，无法计算，得{self._points_text(score)}分", points=points)
        return _Outcome(score=None, words=f"{why}，暂不能计算", points=points)

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

    def _reads_alike(self, rule: Rule, standing: Standing, mark: Mark) -> Callable[[Decimal], bool]:
        """Whether a reader reaches the same verdict from a rate as printed; always, where no rule looks at one."""
        chosen = _rate_rule(rule, mark)
        if chosen is None:
            return lambda printed: True
        exact = standing.rate if mark.rate is None else mark.rate
        # The words of a choice say more than those of the rule that decided it.
        decided = mark.decided if chosen is rule else mark_of(chosen, standing.at_rate(exact)).decided
        return lambda printed: mark_of(chosen, replace(standing, rate=printed, threshold=printed)).decided == decided

    def _telling_places(self, leaf: Indicator, outcome: _Outcome, rate: Decimal) -> int:
        """How many decimals the printed rate needs for a reader to judge it as the rule and every cap on it do."""
        fewest = self._rounding.rate_places
        if self._rounding.is_threshold_rounded:
            return fewest
        caps = [cap.interval for cap in self._framework.caps if cap.rate == leaf.code]
        for places in range(fewest, COMPARED_PLACES):
            printed = self._rounding.printed_rate(rate, is_percent=leaf.is_percent, places=places)
            if outcome.reads_alike(printed) and all((printed in cap) == (rate in cap) for cap in caps):
                return places
        return COMPARED_PLACES

    def _trace(self, leaf: Indicator, outcome: _Outcome, rate: Decimal | None) -> str:
        formula = _formula_used(leaf, outcome)
        if formula is None or rate is None:
            return outcome.words if outcome.missing else f"{outcome.words}{self._taken_as_zero(leaf)}"
        text = self._rate_text(leaf, rate, self._telling_places(leaf, outcome, rate))
        name, formula = _name_used(leaf, outcome), self._figures.worked_out(formula)
        if leaf.is_percent and self._figures.is_percentage(formula):
            return f"{name}＝{text}，{outcome.words}{self._taken_as_zero(leaf)}"
        figures = self._figures.with_figures(formula, as_factor=leaf.is_percent)
        times = "×100%" if leaf.is_percent else ""
        return f"{name}＝{figures}{times}＝{text}，{outcome.words}{self._taken_as_zero(leaf)}"

    def _taken_as_zero(self, leaf: Indicator) -> str:
        codes = dict.fromkeys(code for each in formulas_of(leaf) for code in self._figures.taken_as_zero(each))
        return f"（{'、'.join(self._labels(tuple(codes)))}未填，按0计）" if codes else ""


def _rate_rule(rule: Rule, mark: Mark) -> Rule | None:
    """The rule over a rate that decided: the rule itself or that of the option taken; None for other kinds."""
    if isinstance(rule, Choose) and mark.option is not None:
        return rule.options[mark.option - 1].rule
    return rule if isinstance(rule, RATE_RULES) else None


def _formula_used(leaf: Indicator, outcome: _Outcome) -> Expression | None:
    """The indicator's formula, or that of the option taken."""
    if isinstance(leaf.rule, Choose) and outcome.option is not None:
        return leaf.rule.options[outcome.option - 1].formula
    return leaf.formula


def _name_used(leaf: Indicator, outcome: _Outcome) -> str:
    if isinstance(leaf.rule, Choose) and outcome.option is not None:
        return leaf.rule.options[outcome.option - 1].label
    return leaf.name


def _has_ignored_inputs(leaf: Indicator, entry: IndicatorEntry) -> bool:
    """Whether anything was entered that does not count while the indicator is not applicable.

    Set points count where 不涉及 keeps the indicator's points in the sum.
    """
    numbers = [entry.self_score, entry.ticked, entry.incidents, entry.points, entry.coefficient, entry.choice]
    if leaf.not_applicable not in (NotApplicablePolicy.FULL, NotApplicablePolicy.ZERO):
        numbers.append(entry.set_points)
    return bool(entry.tier) or any(value not in (None, ZERO, ()) for value in numbers)
