"""Row E12: a PDF as it was issued verifies, a changed one does not, and anybody may find out."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from selfeval.domain.workflow import State
from selfeval.models import Filing
from selfeval.services.signed_documents import Seal, checked_pdf
from selfeval.web.views import verify
from tests.factories import World, bring_to
from tests.web.conftest import SignedIn


def told(content: bytes, status: int = 200, **headers: Any) -> str:
    """What the page tells of a file, to somebody who is not signed in and whose browser sends nothing else."""
    client = Client(enforce_csrf_checks=True, **headers)
    answer = client.post("/verify/", {"file": SimpleUploadedFile("自评表.pdf", content, "application/pdf")})
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    return str(answer.content.decode())


@pytest.fixture
def filing(world: World) -> Filing:
    return bring_to(world, State.FINALISED)


@pytest.fixture
def pdf(world: World, filing: Filing, signed_in: SignedIn) -> bytes:
    """The form as whoever signed it takes it away."""
    answer = signed_in(world.unit.head).get(f"/filings/{filing.public_id}/form.pdf")
    return b"".join(answer.streaming_content)


def test_e12_the_original_verifies_and_every_changed_one_does_not(filing: Filing, pdf: bytes) -> None:
    text = told(pdf)
    (submission,) = filing.submissions.all()
    for words in ("PDF 没有改动过", "自评表.pdf", "公钥指纹", "是定稿", "综合办", submission.verification_code):
        assert words in text, words
    middle = len(pdf) // 2
    for changed in (
        pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :],
        pdf + b"\n",
        pdf.replace(submission.verification_code.encode(), b"0000-0000-0000-0000"),
        pdf + b"1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n",
    ):
        text = told(changed)
        assert "签名对不上" in text
        assert "综合办" not in text
        assert "公钥指纹" not in text


def test_e12_the_report_and_what_a_program_saved_anew(
    world: World, filing: Filing, pdf: bytes, signed_in: SignedIn
) -> None:
    answer = signed_in(world.unit.head).get(f"/filings/{filing.public_id}/report.pdf")
    report = b"".join(answer.streaming_content)
    assert checked_pdf(report).seal is Seal.GENUINE
    saved = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        # The line is nothing a reader of PDF stumbles over.
        assert opened.check_pdf_syntax() == []
        opened.save(saved)
    assert "文件里没有签名" in told(saved.getvalue())


def test_a_draft_is_not_signed_and_another_installations_signature_is_not_ours(
    world: World, filing: Filing, pdf: bytes, signed_in: SignedIn, settings: Any, tmp_path: Path
) -> None:
    Filing.objects.filter(pk=filing.pk).update(state=State.FILLING.value, round=2)
    draft = b"".join(signed_in(world.unit.preparer).get(f"/filings/{filing.public_id}/form.pdf").streaming_content)
    assert "文件里没有签名" in told(draft)
    settings.DATA_DIR = tmp_path
    assert "签名对不上" in told(pdf)


def test_a_code_that_is_not_known_any_more_is_told_beside_the_signature(filing: Filing, pdf: bytes) -> None:
    Filing.objects.filter(pk=filing.pk).update(state=State.FILLING.value)
    text = told(pdf)
    assert "PDF 没有改动过" in text
    # The file is what it was; what it is worth today is another question.
    assert "正在修改" in text


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"PK\x03\x04", 200, "不是 PDF 文件"),
        (b"%PDF-1.7", 200, "文件里没有签名"),
        (b"%PDF-1.7" + bytes(99), 422, "本系统出具的 PDF 没有这样大的"),
    ],
    ids=["no-pdf", "unsigned", "large"],
)
def test_what_is_no_signed_pdf_is_told_calmly(
    db: None, monkeypatch: pytest.MonkeyPatch, content: bytes, status: int, words: str
) -> None:
    monkeypatch.setattr(verify, "_MOST_BYTES", 99)
    assert words in told(content, status)


def test_without_a_file_and_too_often(db: None) -> None:
    answers = [Client().post("/verify/") for _ in range(31)]
    assert {answer.status_code for answer in answers[:30]} == {422}
    assert "请先选一个 PDF 文件" in answers[0].content.decode()
    assert answers[30].status_code == 429
