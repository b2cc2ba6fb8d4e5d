"""Last year beside the frozen form, in two tables: the figures, and the scores of the indicators."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from selfeval.domain.assessment import Assessment
from selfeval.domain.checks import Prior
from selfeval.domain.last_year import Before, score_before
from selfeval.domain.scoring.results import IndicatorScore
from selfeval.domain.sections import sections_of
from selfeval.web.presenters.last_year import LastYear, figure_text
from selfeval.web.presenters.text import MISSING, points_text, score_text


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLine:
    """One figure or indicator; `change` is empty where it says nothing, `is_lower` where points were lost since."""

    label: str
    then: str
    now: str
    change: str
    is_lower: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsBeside:
    """Both years. `year` is last year's."""

    year: int
    figures: tuple[YearLine, ...]
    scores: tuple[YearLine, ...]

    @property
    def count(self) -> int:
        """How many indicators have another score than last year; the total is none."""
        return sum(bool(line.change) for line in self.scores[:-1])


def years_beside(assessment: Assessment, prior: Prior | None) -> YearsBeside | None:
    """What can be compared; None where nothing is known of last year."""
    if prior is None:
        return None
    return YearsBeside(
        year=prior.filing.fiscal_year,
        figures=tuple(_figures(assessment, prior)),
        scores=(*_scores(assessment, prior), _total(assessment, prior)),
    )


def _figures(assessment: Assessment, prior: Prior) -> Iterator[YearLine]:
    framework, told = assessment.framework, set()
    for section in sections_of(framework):
        year = LastYear(
            year=prior.filing.fiscal_year,
            assessment=assessment,
            prior=prior,
            section=section,
            carried=frozenset(),
            is_editable=False,
        )
        for code, then in year.figures.items():
            if code in told:
                continue
            told.add(code)
            label = f"{framework.label_of(code)}（上年{then.label}）" if then.label else framework.label_of(code)
            yield YearLine(label=label, then=then.text, now=_now(assessment, year, code), change=then.change)


def _now(assessment: Assessment, year: LastYear, code: str) -> str:
    framework = assessment.framework
    known = framework.fields_by_code.get(code) or framework.derived_by_code[code]
    value = year.now_of(code)
    if value is None:
        typed = assessment.filing.fields.get(code)
        return figure_text(Before(kind=known.kind, value=typed)) if isinstance(typed, str | bool) else MISSING
    return figure_text(Before(kind=known.kind, value=value))


def _scores(assessment: Assessment, prior: Prior) -> Iterator[YearLine]:
    places = assessment.framework.rounding.points_places
    for leaf in assessment.framework.leaves:
        then, now = score_before(assessment.framework, prior, leaf.code), assessment.sheet.indicators[leaf.code]
        if then is None or not (then.is_applicable and now.is_applicable):
            continue
        words = _score(then, places), _score(now, places)
        yield _line(leaf.name, words, then.self_score, now.self_score, places)


def _total(assessment: Assessment, prior: Prior) -> YearLine:
    places = assessment.framework.rounding.points_places
    then, now = prior.sheet.total.self_score, assessment.sheet.total.self_score
    return _line("合计", (score_text(then, places), score_text(now, places)), then, now, places)


def _line(label: str, words: tuple[str, str], then: Decimal | None, now: Decimal | None, places: int) -> YearLine:
    moved = Decimal(0) if then is None or now is None else now - then
    told = f"{'+' if moved > 0 else ''}{score_text(moved, places)}" if moved else ""
    return YearLine(label=label, then=words[0], now=words[1], change=told, is_lower=moved < 0)


def _score(score: IndicatorScore, places: int) -> str:
    points = f"{score_text(score.self_score, places)} / {points_text(score.points)}"
    return f"{score.rate_text}　{points}" if score.rate_text else points
