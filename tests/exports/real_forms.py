"""The forms of the shipped sample filings, and of filings made from them."""

from dataclasses import replace
from typing import Any

from selfeval.domain.filing import Filing, IndicatorEntry
from selfeval.domain.framework import Framework
from selfeval.domain.scoring import score_sheet
from selfeval.exports.build import build_form
from selfeval.exports.document import FormDocument, IndicatorRow, Stamp
from tests.fixtures_data import published

FINAL = Stamp(status="已定稿", is_final=True)
DRAFT = Stamp()


def form_of(filing: Filing, *, framework: Framework | None = None, stamp: Stamp = FINAL) -> FormDocument:
    """The form of `filing`, under the framework of the sample filings unless another is given."""
    used = framework or published.framework("jinzhong-2021")
    return build_form(framework=used, filing=filing, sheet=score_sheet(used, filing), stamp=stamp)


def real_form(name: str = "jinzhong-2021", *, stamp: Stamp = FINAL) -> FormDocument:
    """The form of a shipped sample filing."""
    return form_of(published.filing(name), stamp=stamp)


def with_entry(filing: Filing, code: str, **changes: Any) -> Filing:
    """`filing` with another entry on one indicator."""
    entry: IndicatorEntry = replace(filing.entry(code), **changes)
    return replace(filing, indicators={**filing.indicators, code: entry})


def with_narrative(filing: Filing, text: str, code: str = "other") -> Filing:
    """`filing` with another text in one part of 填报内容."""
    return replace(filing, narratives={**filing.narratives, code: text})


def row_of(document: FormDocument, code: str) -> IndicatorRow:
    """The row of one indicator."""
    return next(row for row in document.rows if row.code == code)
