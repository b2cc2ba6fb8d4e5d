"""Points against the rate as a small line with a dot where the indicator stands, for rules without plain steps."""

from dataclasses import dataclass
from decimal import Decimal

from selfeval.domain.amounts import HUNDRED, number_text
from selfeval.domain.framework import Framework, Indicator
from selfeval.domain.scoring.curve import Curve, curve
from selfeval.domain.scoring.curve_tracing import Spot
from selfeval.domain.scoring.results import IndicatorScore
from selfeval.domain.scoring.rules import Choose
from selfeval.web.presenters.text import points_text

# The place of the axes in a drawing of 300 by 54.
_LEFT, _RIGHT = Decimal(30), Decimal(294)
_TOP, _BOTTOM = Decimal(14), Decimal(38)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Lines as SVG points in drawing units, the dot, and what the axes say."""

    lines: tuple[str, ...]
    dot_x: str
    dot_y: str
    rate_text: str
    lower: str
    upper: str
    most: str
    words: str


def chart_of(framework: Framework, leaf: Indicator, score: IndicatorScore) -> Chart | None:
    """The line of a leaf with a known rate; None where the points do not depend on one rate alone."""
    if score.rate is None or score.computed_score is None or not score.is_applicable or isinstance(leaf.rule, Choose):
        return None
    found = curve(leaf, rounding=framework.rounding)
    if found is None or not score.points:
        return None
    rate = min(max(score.rate, found.lower), found.upper)
    x, y = _x(found, rate), _y(score.computed_score / score.points)
    given, most = points_text(score.computed_score), points_text(score.points)
    return Chart(
        lines=tuple(
            " ".join(
                f"{_text(_x(found, spot.rate))},{_text(_y(spot.points / found.most))}" for spot in _drawn(piece.spots)
            )
            for line in found.lines
            for piece in line.pieces
        ),
        dot_x=_text(x),
        dot_y=_text(y),
        rate_text=score.rate_text,
        lower=_rate_text(found, found.lower),
        upper=_rate_text(found, found.upper),
        most=most,
        words=f"{score.name} {score.rate_text}，得 {given} 分，满分 {most} 分",
    )


def _drawn(spots: tuple[Spot, ...]) -> tuple[Spot, ...]:
    """A single spot twice, so that a round line end draws it."""
    return spots if len(spots) > 1 else spots * 2


def _x(found: Curve, rate: Decimal) -> Decimal:
    return _LEFT + (_RIGHT - _LEFT) * (rate - found.lower) / (found.upper - found.lower)


def _y(share: Decimal) -> Decimal:
    return _BOTTOM - (_BOTTOM - _TOP) * share


def _text(value: Decimal) -> str:
    return number_text(value, 1).replace(",", "")


def _rate_text(found: Curve, rate: Decimal) -> str:
    return f"{number_text(rate * HUNDRED)}%" if found.is_percent else number_text(rate)
