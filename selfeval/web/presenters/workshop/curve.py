"""Points against the rate as a drawing of a fixed size: lines, dots where they jump, marks along both axes."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import HUNDRED, number_text
from selfeval.domain.scoring.curve import Curve, Line
from selfeval.web.presenters.text import points_text

WIDTH: Final = 520
HEIGHT: Final = 220
LEFT: Final = 44
RIGHT: Final = 500
TOP: Final = 16
BOTTOM: Final = 184
_TICKS_AT_MOST: Final = 7
_APART: Final = 46
# Whole, dashed and dotted: the options of a choice are told apart without colour.
_LINES: Final = ("wk-line-0", "wk-line-1", "wk-line-2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark on an axis, at a pixel."""

    at: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """An end of a line where the points jump; hollow where the rate itself belongs to the other side."""

    x: str
    y: str
    is_closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One rule: `paths` are the points of polylines; `css` tells the options of a choice apart, with its label."""

    label: str
    css: str
    paths: tuple[str, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveView:
    """The drawing, and the same as a table of rate and points."""

    lines: tuple[LineView, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    axis: str
    table: tuple[tuple[str, str, str], ...]
    words: str


def curve_view(curve: Curve) -> CurveView:
    """The drawing of a curve."""
    axis = "完成率" if curve.is_completion else "率"
    table = tuple(_table(curve))
    return CurveView(
        lines=tuple(_line(curve, line, number) for number, line in enumerate(curve.lines)),
        x_ticks=tuple(_x_ticks(curve)),
        y_ticks=tuple(
            Tick(at=_pixel(_y(curve, value)), words=points_text(value))
            for value in (Decimal(0), curve.most / 2, curve.most)
        ),
        axis=axis,
        table=table,
        words=f"横轴是{axis}，从 {_rate(curve, curve.lower)} 到 {_rate(curve, curve.upper)}；"
        f"纵轴是得分，从 0 到 {points_text(curve.most)} 分",
    )


def _line(curve: Curve, line: Line, number: int) -> LineView:
    paths, dots = [], []
    for piece in line.pieces:
        first, last = piece.spots[0], piece.spots[-1]
        if len(piece.spots) > 1:
            paths.append(
                " ".join(f"{_pixel(_x(curve, spot.rate))},{_pixel(_y(curve, spot.points))}" for spot in piece.spots)
            )
        if first.rate > curve.lower:
            dots.append((first, piece.is_start_closed))
        if last.rate < curve.upper and len(piece.spots) > 1:
            dots.append((last, piece.is_end_closed))
    return LineView(
        label=line.label,
        css=_LINES[number % len(_LINES)],
        paths=tuple(paths),
        dots=tuple(
            Dot(x=_pixel(_x(curve, spot.rate)), y=_pixel(_y(curve, spot.points)), is_closed=is_closed)
            for spot, is_closed in dots
        ),
    )


def _x_ticks(curve: Curve) -> Iterator[Tick]:
    """Both ends and the rates where something happens, as far as there is room to write them."""
    rates = {curve.lower: None, curve.upper: None}
    for line in curve.lines:
        for piece in line.pieces:
            rates |= {round(spot.rate, 6): None for spot in (piece.spots[0], piece.spots[-1])}
            rates |= {round(spot.rate, 6): None for spot in piece.spots[1:-1]} if len(piece.spots) <= 4 else {}
    taken: list[Decimal] = []
    for rate in rates:
        at = _x(curve, rate)
        if len(taken) < _TICKS_AT_MOST and all(abs(at - other) >= _APART for other in taken):
            taken.append(at)
            yield Tick(at=_pixel(at), words=_rate(curve, rate))


def _table(curve: Curve) -> Iterator[tuple[str, str, str]]:
    for line in curve.lines:
        seen = set()
        for piece in line.pieces:
            for spot in piece.spots:
                row = (line.label, _rate(curve, spot.rate), number_text(round(spot.points, 4)))
                if row not in seen:
                    seen.add(row)
                    yield row


def _x(curve: Curve, rate: Decimal) -> Decimal:
    return LEFT + (rate - curve.lower) / (curve.upper - curve.lower) * (RIGHT - LEFT)


def _y(curve: Curve, points: Decimal) -> Decimal:
    return BOTTOM - points / curve.most * (BOTTOM - TOP)


def _pixel(value: Decimal) -> str:
    return f"{value:.1f}"


def _rate(curve: Curve, rate: Decimal) -> str:
    shown = round(rate * HUNDRED if curve.is_percent else rate, 2)
    return f"{number_text(shown)}{'%' if curve.is_percent else ''}"
