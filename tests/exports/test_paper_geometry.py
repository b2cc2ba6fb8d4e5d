"""The PDF of every layout as another program reads it: rules meet, no rule runs through text, all type is legible."""

from collections.abc import Callable

import pytest
from weasyprint.formatting_structure.boxes import TableBox

from selfeval.exports.document import FormDocument
from selfeval.exports.pdf import Variant, printed
from tests.exports.laid_out_pages import laid_out
from tests.exports.paper_geometry import LEGIBLE, Box, faults, pictures, sheets
from tests.exports.scored_frameworks import SAMPLES, sample
from tests.exports.test_every_framework import form
from tests.exports.test_layout_sizes import FRAMEWORKS, LAYOUTS, crowded, short

MM = 72 / 25.4  # points
A4_WIDTH, RIGHT_MARGIN, BOTTOM_MARGIN = 210 * MM, 20 * MM, 25 * MM
SIZES: dict[str, Callable[[str], FormDocument]] = {
    "short": short,
    "typical": lambda code: form(next(name for name in SAMPLES if sample(name)[0] == FRAMEWORKS[code])),
    "crowded": crowded,
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("code", LAYOUTS)
def test_rules_meet_and_text_stands_between_them(code: str, size: str) -> None:
    document = SIZES[size](code)
    content = printed(laid_out(document), Variant.PLAIN)
    pages = list(sheets(content))
    assert pages
    assert [number for number, found in enumerate(pictures(content), 1) if not is_code(found)] == []
    assert [f"page {number}: {fault}" for number, page in enumerate(pages, 1) for fault in faults(*page)] == []
    assert all(rules and texts for rules, texts in pages)


def is_code(found: list[Box]) -> bool:
    """Whether these are one picture, the square of the code, 13 mm wide, at the right below the text of an A4 page."""
    if len(found) != 1:
        return False
    (box,) = found
    sides, right = (box.right - box.left, box.top - box.bottom), A4_WIDTH - RIGHT_MARGIN
    return (
        all(side == pytest.approx(13 * MM, abs=1) for side in sides)
        and box.right == pytest.approx(right, abs=1)
        and 0 < box.bottom < box.top < BOTTOM_MARGIN
    )


@pytest.mark.parametrize("code", LAYOUTS)
def test_no_page_holds_only_who_signs(code: str) -> None:
    """Where names to be signed follow the indicators, the page they begin on has a row of these besides."""
    for page in laid_out(SIZES["typical"](code)).pages:
        tables = [box for box in page._page_box.descendants() if isinstance(box, TableBox)]
        names = [set(table.element.get("class", "").split()) for table in tables]
        assert names != [{"people", "few"}]


def test_the_first_page_of_the_2020_form_is_filled() -> None:
    """Goals of a few lines take no more room than these, and the indicators begin below them."""
    page = laid_out(SIZES["typical"]("form-2020")).pages[0]._page_box
    tables = [box for box in page.descendants() if isinstance(box, TableBox)]
    assert "indicators" in tables[-1].element.get("class").split()
    bottom = tables[-1].position_y + tables[-1].margin_height()
    assert page.content_box_y() + page.height - bottom < page.height / 10


BOX = [
    Box(left=0, bottom=0, right=100, top=0.5),
    Box(left=0, bottom=50, right=100, top=50.5),
    Box(left=0, bottom=0, right=0.5, top=50.5),
    Box(left=99.5, bottom=0, right=100, top=50.5),
]
INSIDE = Box(left=10, bottom=10, right=90, top=20, size=10.5)


@pytest.mark.parametrize(
    ("rules", "text", "expected"),
    [
        (BOX, INSIDE, []),
        (BOX, Box(left=95, bottom=10, right=110, top=20, size=10.5), ["a rule through the text at 95.0, 10.0"]),
        (BOX, Box(left=10, bottom=45, right=90, top=55, size=10.5), ["a rule through the text at 10.0, 45.0"]),
        (BOX, Box(left=10, bottom=10, right=90, top=20, size=LEGIBLE - 0.2), ["type of 7.3 pt at 10.0, 10.0"]),
        (
            [*BOX, Box(left=50, bottom=30, right=50.5, top=50.5)],
            INSIDE,
            ["an upright rule ends nowhere at 50.2, 30.0"],
        ),
        ([*BOX, Box(left=0, bottom=25, right=92, top=25.5)], INSIDE, ["a level rule ends nowhere at 92.0, 25.2"]),
    ],
)
def test_what_is_wrong_on_a_sheet_is_named(rules: list[Box], text: Box, expected: list[str]) -> None:
    assert faults(rules, [text]) == expected
