"""What paper would show: no label lost, no rule lost, nothing outside its cell or below the page, every text whole."""

from collections.abc import Callable

import pytest
from weasyprint import Document

from selfeval.exports.document import FormDocument
from selfeval.exports.drawing import paper_html
from selfeval.exports.page_finish import hosts_of, label_kind
from tests.exports import laid_out_pages
from tests.exports import sample_documents as samples
from tests.exports.laid_out_pages import laid_out
from tests.exports.real_forms import real_form

SEEDS = (*range(6), 107)
# With the number of pages, where nobody but the sheet can change it.
FIXED: dict[str, tuple[Callable[[], FormDocument], int | None]] = {
    "short": (samples.short, 3),
    "typical": (samples.form, 7),
    "worst": (samples.worst, 58),
    "sixty people": (lambda: samples.form(evaluators=60), 9),
    "real": (real_form, None),
    "real, half filled": (lambda: real_form("half-filled-2021"), None),
}


def assert_faultless(document: FormDocument) -> Document:
    pages = laid_out(document)
    assert laid_out_pages.faults(pages) == []
    assert laid_out_pages.lost_texts(pages, paper_html(document)) == []
    return pages


@pytest.mark.parametrize("name", FIXED)
def test_fixed_documents_are_faultless(name: str) -> None:
    make, count = FIXED[name]
    pages = assert_faultless(make())
    assert laid_out_pages.run_count(pages) > len(pages.pages)
    # A change of fonts, of WeasyPrint or of the sheet shows here first.
    assert count is None or len(pages.pages) == count


@pytest.mark.parametrize("seed", SEEDS)
def test_documents_by_chance_are_faultless(seed: int) -> None:
    assert_faultless(samples.by_chance(seed))


def test_a_cut_row_is_named_again_as_going_on() -> None:
    tree = samples.sections([900, 30])
    pages = laid_out(samples.form(made_sections=tree[:1], made_narratives=samples.narratives([300])))
    found = [
        "".join(box.text for box in label.descendants() if hasattr(box, "text"))
        for page in pages.pages
        for run, cells in hosts_of(page._page_box).items()
        if run.startswith("c")
        for cell in cells
        for label in cell.children
        if label_kind(label)
    ]
    continued = [name for name in found if name.endswith("（续）")]
    assert continued
    assert {name.removesuffix("（续）") for name in continued} <= set(found)


def test_ten_people_stand_on_one_page_with_the_signature_box() -> None:
    pages = laid_out(samples.form(evaluators=10)).pages
    texts = ["".join(box.text for box in page._page_box.descendants() if hasattr(box, "text")) for page in pages]
    page = next(text for text in texts if "单位负责人（签章）" in text)
    assert all(f"评价人员{number}" in page for number in range(1, 11))
    assert "备注" in page


def test_formulas_break_without_leaving_marks() -> None:
    document = real_form()
    assert "\u200b" in paper_html(document)
    pages = laid_out(document).pages
    assert not any(
        "\u200b" in box.text for page in pages for box in page._page_box.descendants() if hasattr(box, "text")
    )


def test_full_lines_are_spread_to_the_margin_and_last_lines_are_not() -> None:
    pages = laid_out(samples.form()).pages
    spread = [
        box.style["letter_spacing"]
        for page in pages
        for box in page._page_box.descendants()
        if hasattr(box, "text") and box.element is not None and box.element.tag == "p" and len(box.text) > 20
    ]
    assert any(value not in ("normal", 0) for value in spread)
    assert all(value in ("normal", 0) or 0 < value < 16 / 6 for value in spread)
