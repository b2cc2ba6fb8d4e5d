"""What was understood becomes a filing file, or a sentence says what is missing for it."""

import pytest

from selfeval.domain.files import FileFaults, filing_from_document
from selfeval.imports import draft_document
from tests.imports.samples import FIVE, PAGE_2020, understood, word
from tests.imports.test_understanding import HEAD


@pytest.mark.parametrize(
    "content", [word(*HEAD, FIVE), word("部门整体支出绩效自评表", "（2022年度）", "金额单位：万元", PAGE_2020)]
)
def test_a_draft_reads_back_to_what_was_understood(content: bytes) -> None:
    form = understood("旧表.docx", content)
    assert form.framework is not None
    filing = filing_from_document(form.framework, draft_document(form))

    assert filing.fields == form.filing.fields
    assert filing.indicators == form.filing.indicators
    assert filing.own_indicators == form.filing.own_indicators
    assert filing.department == form.filing.department


def test_a_loose_report_is_no_draft() -> None:
    with pytest.raises(FileFaults, match="先选定指标体系"):
        draft_document(understood("a.txt", "2023年度总结\n做完了。".encode()))


def test_without_a_year_there_is_no_draft() -> None:
    form = understood("a.docx", word("部门整体支出绩效自评表", PAGE_2020))

    assert form.framework is not None
    with pytest.raises(FileFaults, match="没有写年度"):
        draft_document(form)
