"""批量导出 in a browser: asked for, watched, called off, fetched; each of its pages looked at."""

from contextlib import nullcontext

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from selfeval.domain.export_batches import DocumentKind
from selfeval.jobs.batches import run_batch
from selfeval.jobs.drawing import InThisProcess
from selfeval.models import ExportBatch
from tests.archived import written_documents
from tests.browser import demo
from tests.browser.conftest import SitDown
from tests.browser.test_every_page import Look, look, stage

__all__ = ["look", "stage"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_pages_of_batches(stage: demo.Stage, sit_down: SitDown, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    # What is looked at here are the pages, not the documents.
    made = {DocumentKind.FORM_PDF: lambda filing, submission: b"%PDF", DocumentKind.REPORT_WORD: lambda *_: b"PK"}
    monkeypatch.setattr("selfeval.jobs.documents.MAKERS", made)
    page = sit_down(stage.people["administrator"])
    page.goto(reverse("batches"))
    look(page, "batches-none")
    page.get_by_role("checkbox", name="自评报告（Word）").check()
    page.get_by_role("button", name="开始导出").click()
    expect(page.get_by_role("heading", name="全部批次")).to_be_visible()
    expect(page.get_by_text("排队中")).to_be_visible()
    look(page, "batch-queued")
    batch = ExportBatch.objects.get()
    ExportBatch.objects.filter(pk=batch.pk).update(expected=300, written=100, skipped=3)
    # The page asks by itself.
    expect(page.get_by_text("已处理 103/300 份")).to_be_visible()
    look(page, "batch-running")
    ExportBatch.objects.filter(pk=batch.pk).update(expected=None, written=0, skipped=0)
    run_batch(batch.pk, drawers=nullcontext(InThisProcess()))
    with page.expect_download() as download:
        page.get_by_role("link", name="下载压缩包").click()
    assert download.value.suggested_filename.endswith(".zip")
    page.reload()
    expect(page.get_by_role("heading", name="跳过的")).to_be_visible()
    look(page, "batch-done")
    page.goto(reverse("batches"))
    look(page, "batches-some")
    page.goto(reverse("notices"))
    expect(page.get_by_text("批量导出做好了，可以下载")).to_be_visible()
    look_at_waiting(page, stage, look, monkeypatch)


def look_at_waiting(page: Page, stage: demo.Stage, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page that waits for a package, which comes by itself once the worker has drawn what is in it."""
    monkeypatch.setattr("selfeval.web.views.waiting._LOOK_AGAIN", 600)
    page.goto(reverse("filing-archive", args=[stage.finalised.public_id]))
    expect(page.get_by_role("heading", name="正在准备归档包")).to_be_visible()
    look(page, "archive-waiting")
    monkeypatch.setattr("selfeval.web.views.waiting._LOOK_AGAIN", 1)
    with page.expect_download() as download:
        page.reload()
        monkeypatch.setattr("selfeval.jobs.archives.drawn", written_documents)
        monkeypatch.setattr("selfeval.web.views.archives.undrawn", lambda filing: [])
    assert download.value.suggested_filename.startswith("归档包_")
