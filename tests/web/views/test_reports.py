"""The report of a filing: as Word and as PDF, of the draft, of what is frozen, for whom the form is."""

from io import BytesIO
from urllib.parse import unquote

import pytest
from django.test import Client
from docx import Document

from selfeval.domain.export_batches import DocumentKind
from selfeval.domain.workflow import State
from selfeval.jobs.documents import frozen_document
from selfeval.models import Filing
from selfeval.queries.filings import last_submission
from tests.exports.pdf_text import text_of
from tests.factories import World, bring_to
from tests.web.conftest import SignedIn


def address(filing: Filing, rest: str) -> str:
    return f"/filings/{filing.public_id}/{rest}"


def taken(client: Client, filing: Filing, rest: str) -> bytes:
    answer = client.get(address(filing, rest))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    return b"".join(answer.streaming_content)


def words_of(content: bytes) -> str:
    document = Document(BytesIO(content))
    header = "".join(each.text for each in document.sections[0].header.paragraphs)
    return "\n".join((header, *(each.text for each in document.paragraphs)))


def test_a_draft_says_so_and_names_what_is_missing(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.FILLING)
    client = signed_in(world.unit.preparer)
    answer = client.get(address(filing, "report.docx"))
    name = unquote(answer["Content-Disposition"].partition("filename*=utf-8''")[2])
    text = words_of(b"".join(answer.streaming_content))

    assert name == "综合办_2021年度部门整体支出绩效自评报告.docx"
    assert text.startswith("草稿　校验码 ")
    assert "2021年度自评综合得分92.00分" in text
    printed = text_of(taken(client, filing, "report.pdf?structure=summary"))
    assert printed.split()[0] == "草稿"
    assert "四、附件" in printed


def test_what_is_frozen_has_one_report_for_all_who_may_see_it(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.SUBMITTED)
    submission = last_submission(filing=filing)
    assert submission is not None
    for kind, rest in ((DocumentKind.REPORT_WORD, "report.docx"), (DocumentKind.REPORT_PDF, "report.pdf")):
        content = taken(signed_in(world.reviewer), filing, rest)
        assert taken(signed_in(world.unit.preparer), filing, f"{rest}?round=1&structure=parts") == content
        assert frozen_document(kind, filing, submission).content == content
    text = words_of(taken(signed_in(world.reviewer), filing, "report.docx"))
    assert text.startswith(f"{State.SUBMITTED.label}　校验码 {submission.verification_code}")


def test_both_pages_offer_every_report(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.SUBMITTED)
    client = signed_in(world.reviewer)
    for page in ("official-form/?round=1", "bureau-review/"):
        text = client.get(address(filing, page)).content.decode()
        for rest in ("report.docx", "report.pdf"):
            for structure in ("parts", "summary"):
                assert f'href="{address(filing, rest)}?structure={structure}&amp;round=1"' in text


@pytest.mark.parametrize("rest", ["report.docx", "report.pdf"])
def test_it_is_for_whom_the_form_is(world: World, signed_in: SignedIn, rest: str) -> None:
    filing = bring_to(world, State.FILLING)
    for user in (world.other.preparer, world.reviewer):
        expected = signed_in(user).get(address(filing, "form.pdf")).status_code
        assert signed_in(user).get(address(filing, rest)).status_code == expected == 404
    client = signed_in(world.unit.preparer)
    for wanted in ("?structure=none", "?structure=", "?round=9"):
        assert client.get(address(filing, f"{rest}{wanted}")).status_code == 404
