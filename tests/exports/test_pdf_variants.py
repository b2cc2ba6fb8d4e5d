"""The archive copy is PDF/A-2u, the public one PDF/UA-1, as far as their structure tells; drafts are neither."""

from functools import cache

import pytest

from selfeval.exports.pdf import Variant, render_pdf
from tests.exports import pdf_structure, pdf_text
from tests.exports.real_forms import DRAFT, real_form
from tests.exports.test_every_framework import form

NAMES = ("half-filled-2021", "general-2020-sample", "chongqing-2021-sample")


@cache
def drawn(name: str, variant: Variant) -> bytes:
    return render_pdf(form(name), variant)


@pytest.mark.parametrize("name", NAMES)
def test_the_archive_copy_has_all_that_pdf_a_asks_for(name: str) -> None:
    assert pdf_structure.archive_faults(drawn(name, Variant.ARCHIVE)) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_public_copy_has_all_that_pdf_ua_asks_for(name: str) -> None:
    assert pdf_structure.accessible_faults(drawn(name, Variant.ACCESSIBLE)) == []


def test_the_checks_find_what_is_missing() -> None:
    """A plain PDF fails both, or nothing above would be told."""
    plain = drawn(NAMES[1], Variant.PLAIN)
    assert "XMP does not say PDF/A-2u" in pdf_structure.archive_faults(plain)
    assert {"not marked", "no structure"} <= set(pdf_structure.accessible_faults(plain))
    assert pdf_structure.archive_faults(drawn(NAMES[1], Variant.ACCESSIBLE)) != []


def test_labels_are_inside_their_cells_and_heads_are_heads() -> None:
    pdf = pdf_structure.opened(drawn(NAMES[1], Variant.ACCESSIBLE))
    found = list(pdf_structure.tags(pdf))
    texts = [above for kind, above, _ in found if kind == "/Span"]
    assert all("/Document" in above for above in texts)
    heads = sum(kind == "/TH" for kind, _, _ in found)
    linked = sum("/Headers" in node.get("/A", {}) for kind, _, node in found if kind == "/TD")
    assert heads > 20
    assert linked > 50


def test_all_variants_say_the_same() -> None:
    texts = {pdf_text.joined(drawn(NAMES[1], variant)) for variant in Variant}
    assert len(texts) == 1


def test_what_is_final_is_an_archive_copy_and_a_draft_is_not() -> None:
    assert b"pdfaid:part" in pdf_structure.opened(render_pdf(real_form())).Root.Metadata.read_bytes()
    assert "/Metadata" not in pdf_structure.opened(render_pdf(real_form(stamp=DRAFT))).Root


@pytest.mark.parametrize("variant", [Variant.ARCHIVE, Variant.ACCESSIBLE])
def test_the_same_form_gives_the_same_bytes(variant: Variant) -> None:
    assert render_pdf(form(NAMES[1]), variant) == drawn(NAMES[1], variant)
