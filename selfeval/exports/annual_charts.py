"""The drawings of the workbook of a year: Excel's own charts over cells of its sheets."""

from typing import Any, Final

from xlsxwriter.worksheet import Worksheet

from selfeval.exports.annual_book import ACCENT, AnnualBook, Cells
from selfeval.exports.printable import on_one_line

_FONT: Final = {"name": "Noto Sans CJK SC", "size": 9, "color": "#3D4854"}
_TITLE: Final = {**_FONT, "size": 12, "bold": True}
_GRID: Final = {"visible": True, "line": {"color": "#E3E8ED", "width": 0.75}}
_ODD: Final = "#8A5200"
_BAR_HEIGHT: Final = 24
_SMALL: Final = {"width": 560, "height": 260}


def draw_columns(
    book: AnnualBook, sheet: Worksheet, place: str, *, title: str, words: Cells, numbers: Cells, axis: str
) -> None:
    """Standing bars with their numbers, at the cell `place`."""
    _draw_bars(book, sheet, place, kind="column", title=title, words=words, numbers=numbers, axis=axis, size=_SMALL)


def draw_bars(
    book: AnnualBook, sheet: Worksheet, place: str, *, title: str, words: Cells, numbers: Cells, axis: str
) -> None:
    """Lying bars, the first row on top."""
    count = numbers.last - numbers.first + 1
    size = {"width": 720, "height": 120 + _BAR_HEIGHT * count}
    _draw_bars(book, sheet, place, kind="bar", title=title, words=words, numbers=numbers, axis=axis, size=size)


def draw_scatter(
    book: AnnualBook,
    sheet: Worksheet,
    place: str,
    *,
    title: str,
    axes: tuple[str, str],
    usual: tuple[Cells, Cells] | None,
    odd: tuple[Cells, Cells] | None,
    names: list[str],
    least: tuple[float, float],
) -> None:
    """Points of two columns; those that stand apart are another colour, the first ones with their `names`.

    `least` is where the two axes begin.
    """
    chart = book.workbook.add_chart({"type": "scatter"})
    if usual is not None:
        chart.add_series(_points(usual, "一般", ACCENT, 5))
    if odd is not None:
        labels = {"value": True, "position": "right", "font": {**_FONT, "color": _ODD}}
        count = odd[0].last - odd[0].first + 1
        labels["custom"] = [{"value": _plain(name)} for name in names] + [{"delete": True}] * (count - len(names))
        chart.add_series({**_points(odd, "偏离较大", _ODD, 7), "data_labels": labels})
    _finish(chart, title)
    chart.set_x_axis({"name": axes[0], "name_font": _FONT, "num_font": _FONT, "num_format": "0%", "min": least[0]})
    upright = {"name": axes[1], "name_font": _FONT, "num_font": _FONT, "major_gridlines": _GRID, "min": least[1]}
    chart.set_y_axis(upright)
    chart.set_legend({"position": "top", "font": _FONT})
    chart.set_size({"width": 720, "height": 460})
    sheet.insert_chart(place, chart, {"description": title})


def _draw_bars(
    book: AnnualBook,
    sheet: Worksheet,
    place: str,
    *,
    kind: str,
    title: str,
    words: Cells,
    numbers: Cells,
    axis: str,
    size: dict[str, int],
) -> None:
    chart = book.workbook.add_chart({"type": kind})
    chart.add_series(
        {
            "name": title,
            "categories": f"={words.there}",
            "values": f"={numbers.there}",
            "fill": {"color": ACCENT},
            "gap": 60,
            "data_labels": {"value": True, "font": _FONT},
        }
    )
    _finish(chart, title)
    named = {"num_font": _FONT, "major_gridlines": {"visible": False}}
    counted = {"name": axis, "name_font": _FONT, "num_font": _FONT, "major_gridlines": _GRID, "min": 0}
    if kind == "bar":
        chart.set_x_axis(counted)
        chart.set_y_axis({**named, "reverse": True, "crossing": "max"})
    else:
        chart.set_x_axis(named)
        chart.set_y_axis(counted)
    chart.set_legend({"none": True})
    chart.set_size(size)
    sheet.insert_chart(place, chart, {"description": title})


def _points(cells: tuple[Cells, Cells], name: str, color: str, size: int) -> dict[str, Any]:
    across, up = cells
    fill = {"fill": {"color": color, "transparency": 25}, "border": {"color": color}}
    return {
        "name": name,
        "categories": f"={across.there}",
        "values": f"={up.there}",
        "marker": {"type": "circle", "size": size, **fill},
    }


def _plain(name: str) -> str:
    """A name as a label; what begins like a formula is kept from being one."""
    words = on_one_line(name)
    return f" {words}" if words.startswith("=") else words


def _finish(chart: Any, title: str) -> None:
    chart.set_title({"name": title, "name_font": _TITLE, "overlay": False})
    chart.set_chartarea({"border": {"color": "#C9D1DA"}})
