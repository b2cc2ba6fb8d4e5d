"""Reading a text with its links, drafting one, and the page they stand on."""

from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from selfeval.domain.workflow import State
from selfeval.models import Filing
from selfeval.services.changes import EntryChange, NarrativeChange
from tests.factories import World, bring_to, save
from tests.web.conftest import SignedIn

BOX = "narratives.budget_execution"


def address(filing: Filing, rest: str) -> str:
    return f"/filings/{filing.public_id}/{rest}"


def test_a_text_is_read_with_the_stored_figures(preparer: Client, filled: Filing) -> None:
    sent = {"box": BOX, "text": "全年支出{预算执行金额}，年末结余547.84万元。<b>"}
    answer = preparer.post(address(filled, "read-text/"), sent)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert '<mark class="is-linked" title="预算执行金额">2,495.17万元</mark>' in text
    assert 'data-mark="{年末结余金额}"' in text
    assert "&lt;b&gt;" in text
    assert preparer.post(address(filled, "read-text/"), {"box": "narratives.none", "text": ""}).status_code == 404


def test_a_draft_is_plain_text_with_links(preparer: Client, filled: Filing) -> None:
    answer = preparer.get(address(filled, "draft-text/staffing/"))
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "编制数{编制数}人" in answer.content.decode()
    assert preparer.get(address(filled, "draft-text/none/")).status_code == 404


@pytest.mark.parametrize("who", ["reviewer", "head"])
def test_only_who_may_fill_the_form_may_ask(world: World, signed_in: SignedIn, filled: Filing, who: str) -> None:
    client = signed_in(world.reviewer if who == "reviewer" else world.unit.head)
    assert client.get(address(filled, "draft-text/staffing/")).status_code in (403, 404)
    assert client.post(address(filled, "read-text/"), {"box": BOX, "text": ""}).status_code in (403, 404)


def test_another_unit_sees_nothing(world: World, signed_in: SignedIn, filled: Filing) -> None:
    client = signed_in(world.other.preparer)
    assert client.get(address(filled, "draft-text/staffing/")).status_code == 404
    assert client.post(address(filled, "read-text/"), {"box": BOX, "text": ""}).status_code == 404


def test_the_page_lists_the_marks_and_reads_the_stored_texts(preparer: Client, world: World, filled: Filing) -> None:
    save(filled, world.unit.preparer, "narratives", NarrativeChange(code="staffing", text="编制{编制数}名。"))
    text = unescape(preparer.get(address(filled, "narratives/")).content.decode())
    assert '<mark class="is-linked" title="编制数">51</mark>名。' in text
    assert 'data-link-mark="{本年“三公”经费实际支出}"' in text
    assert address(filled, "draft-text/other/") in text


def test_the_frozen_form_and_the_draft_print_the_same(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.FILLING)
    save(filing, world.unit.preparer, "narratives", NarrativeChange(code="staffing", text="编制{编制数}名。"))
    form = signed_in(world.unit.preparer).get(address(filing, "official-form/")).content.decode()
    assert "编制51名。" in form
    assert "{编制数}" not in form


def test_texts_of_indicators_are_read_like_any_other(preparer: Client, filled: Filing) -> None:
    for column in ("analysis", "reason", "measure"):
        box = f"indicators.process.budget_execution.completion_rate.{column}"
        answer = preparer.post(address(filled, "read-text/"), {"box": box, "text": "完成{预算完成率}"})
        assert '<mark class="is-linked" title="预算完成率">82.00%</mark>' in answer.content.decode()
    for box in (
        "indicators.process.budget_execution.reason",
        "indicators.none.reason",
        "fields.x",
        "own_indicators.x.1.y",
    ):
        assert preparer.post(address(filled, "read-text/"), {"box": box, "text": ""}).status_code == 404


def test_a_page_of_indicators_reads_its_texts_and_lists_the_marks(
    preparer: Client, world: World, filled: Filing
) -> None:
    code = "process.budget_execution.completion_rate"
    save(
        filled, world.unit.preparer, "process", EntryChange(code=code, attribute="reason", value="只完成{预算完成率}。")
    )
    text = unescape(preparer.get(address(filled, "process/")).content.decode())

    assert f'id="linked-indicators.{code}.reason"' in text
    assert '<mark class="is-linked" title="预算完成率">82.00%</mark>' in text
    assert f'data-link-insert="indicators.{code}.measure"' in text
    assert 'data-link-mark="{本年“三公”经费实际支出}"' in text


def test_the_whole_report_is_a_word_document(
    preparer: Client, world: World, signed_in: SignedIn, filled: Filing
) -> None:
    answer = preparer.get(address(filled, "report-draft.docx"))
    document = Document(BytesIO(b"".join(answer.streaming_content)))

    assert answer["Content-Disposition"].startswith("attachment")
    assert document.paragraphs[0].text == "2021年度综合办部门整体支出绩效自评工作总结"
    assert signed_in(world.reviewer).get(address(filled, "report-draft.docx")).status_code == 404
