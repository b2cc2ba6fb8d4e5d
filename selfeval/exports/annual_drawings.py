"""The drawings of a year's report: plain SVG, printed by the press of the forms, as pictures for Word and PDF alike.

One unit of a drawing is a tenth of a millimetre. Everything written in it is escaped; it fetches nothing.
"""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape

import pypdfium2
from weasyprint import HTML

from selfeval.domain.amounts import HUNDRED, plain_text
from selfeval.domain.annual_tally import Point
from selfeval.exports.paper import DataOnly
from selfeval.exports.pdf import ONE_AT_A_TIME, press_of
from selfeval.exports.press_room import drawn_apart
from selfeval.exports.printable import on_one_line

WIDTH: Final = 150  # mm
SHEET: Final = "annual_drawing.css"
_ACROSS: Final = WIDTH * 10
_DOTS: Final = 200  # an inch
_INK, _SOFT, _RULE, _BAR, _ODD = "#1f2933", "#52606d", "#d5dbe1", "#1f5699", "#8a5200"
_LONGEST_NAME: Final = 13  # characters of 3.4 mm; with the gap they fill the 48 mm left of the bars
_STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100)
_MOST_LINES: Final = 5


def columns_svg(bars: Sequence[tuple[str, int]], *, height: int = 600) -> str:
    """Standing bars with their counts."""
    left, right, top, bottom = 60, _ACROSS - 20, 60, height - 70
    most = max([count for _, count in bars] + [1])
    slot = (right - left) / len(bars)
    wide = min(slot * 0.6, 140)
    parts = [_line(left, bottom, right, bottom)]
    for number, (words, count) in enumerate(bars):
        middle = left + slot * (number + 0.5)
        tall = (bottom - top) * count / most
        if count:
            parts.append(_box(middle - wide / 2, bottom - tall, wide, tall))
        parts.append(_text(middle, bottom - tall - 14, str(count), weight="bold"))
        parts.append(_text(middle, bottom + 48, words))
    return _svg(parts, height)


def bars_svg(bars: Sequence[tuple[str, Decimal, str]]) -> str:
    """Lying bars, each with its name and what is said at its end."""
    row, left, right = 62, 480, _ACROSS - 170
    most = max([value for _, value, _ in bars] + [Decimal(1)])
    parts = []
    for number, (name, value, words) in enumerate(bars):
        y = 20 + row * number
        long = (right - left) * float(value / most) if value > 0 else 0.0
        parts.append(_text(left - 16, y + 38, _short(name), anchor="end"))
        parts.append(_box(left, y + 8, long, 38))
        parts.append(_text(left + long + 14, y + 38, words, anchor="start", weight="bold"))
    return _svg([*parts, _line(left, 14, left, 20 + row * len(bars))], 40 + row * len(bars))


def scatter_svg(usual: Sequence[Point], odd: Sequence[Point], *, named: int, height: int = 840) -> str:
    """Execution rate across, score upwards; the odd ones another colour and shape, the first `named` with names."""
    left, right, top, bottom = 110, _ACROSS - 60, 50, height - 110
    points = [*usual, *odd]
    rates = _scale([each.rate * HUNDRED for each in points if each.rate is not None])
    scores = _scale([each.score for each in points if each.score is not None])
    parts = [_line(left, bottom, right, bottom), _line(left, top, left, bottom)]
    for rate in rates:
        x = _along(rate, rates, left, right)
        parts.append(_text(x, bottom + 46, f"{plain_text(rate)}%", color=_SOFT))
    for score in scores:
        y = _along(score, scores, bottom, top)
        parts.append(_line(left, y, right, y))
        parts.append(_text(left - 14, y + 12, plain_text(score), anchor="end", color=_SOFT))
    parts.append(_text(right, bottom + 92, "横：预算执行率　纵：得分", anchor="end", color=_SOFT))
    for number, point in enumerate(points):
        is_odd = number >= len(usual)
        x = _along((point.rate or Decimal(0)) * HUNDRED, rates, left, right)
        y = _along(point.score or Decimal(0), scores, bottom, top)
        parts.append(_dot(x, y, is_odd=is_odd))
        if is_odd and number - len(usual) < named:
            is_left = x < (left + right) / 2
            anchor, gap = ("start", 20) if is_left else ("end", -20)
            parts.append(_text(x + gap, y + 12, _short(point.name), anchor=anchor, color=_ODD))
    return _svg(parts, height)


@drawn_apart
def picture_of(svg: str) -> bytes:
    """The drawing as a PNG. Raises FontsMissing where the product's faces are not installed."""
    press = press_of(SHEET)
    height = int(svg.partition('height="')[2].partition("mm")[0])
    page = f"<style>@page{{size:{WIDTH}mm {height}mm}}</style>{svg}"
    with ONE_AT_A_TIME:
        html: Any = HTML(string=page, url_fetcher=DataOnly())
        content = html.render(font_config=press.fonts, stylesheets=press.sheets).write_pdf()
        document = pypdfium2.PdfDocument(content)
        picture = document[0].render(scale=_DOTS / 72).to_pil().convert("RGB")
        document.close()
    target = BytesIO()
    picture.quantize(64).save(target, "PNG", optimize=True)
    return target.getvalue()


def _scale(values: Sequence[Decimal]) -> list[Decimal]:
    """Round numbers from below the least to above the greatest value, evenly spaced."""
    least, most = min(values), max(values)
    step = next((Decimal(each) for each in _STEPS if (most - least) / each <= _MOST_LINES), None)
    step = step or ((most - least) / _MOST_LINES).to_integral_value(ROUND_CEILING)
    start = (least / step).to_integral_value(ROUND_FLOOR) * step
    found = [start]
    while found[-1] < most or len(found) == 1:
        found.append(found[-1] + step)
    return found


def _along(value: Decimal, scale: Sequence[Decimal], start: float, end: float) -> float:
    return start + (end - start) * float((value - scale[0]) / (scale[-1] - scale[0]))


def _short(name: str) -> str:
    plain = on_one_line(name)
    return plain if len(plain) <= _LONGEST_NAME else f"{plain[: _LONGEST_NAME - 1]}…"


def _svg(parts: Sequence[str], height: int) -> str:
    tall = -(-height // 10)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}mm" height="{tall}mm" '
        f'viewBox="0 0 {_ACROSS} {tall * 10}">{"".join(parts)}</svg>'
    )


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{_RULE}" stroke-width="3"/>'


def _box(x: float, y: float, width: float, height: float) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{_BAR}"/>'


def _dot(x: float, y: float, *, is_odd: bool) -> str:
    if is_odd:
        return f'<rect x="{x - 11:.1f}" y="{y - 11:.1f}" width="22" height="22" fill="{_ODD}"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="{_BAR}" fill-opacity="0.75"/>'


def _text(x: float, y: float, words: str, *, anchor: str = "middle", color: str = _INK, weight: str = "normal") -> str:
    face = '"Form Hei", "Form Song", "Form Rare"' if weight == "bold" else '"Form Song", "Form Rare"'
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="34" fill="{color}" '
        f"font-family='{face}'>{escape(words)}</text>"
    )
