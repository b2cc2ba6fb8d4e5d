"""Evidence on the pages: added, listed, opened in place, replaced, linked, removed, restored; and who may."""

from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from selfeval.domain.workflow import Action, State
from selfeval.models import EvidenceFile, Filing
from selfeval.models.evidence import private_storage
from selfeval.queries.snapshots import assessment_of
from selfeval.web.views import evidence as evidence_view
from tests import sample_files as samples
from tests.evidence import attach
from tests.factories import World, bring_to, make_filing, move
from tests.web.conftest import SignedIn
from tests.web.pages import Page, section_url

LEAF = "process.budget_execution.completion_rate"
OTHER = "process.budget_execution.adjustment_rate"
JSON = {"Accept": "application/json"}


def url(filing: Filing, rest: str = "") -> str:
    return f"/filings/{filing.public_id}/evidence-files/{rest}"


def file_url(evidence: EvidenceFile, rest: str = "") -> str:
    return url(evidence.filing, f"{evidence.public_id}/{rest}")


def upload(client: Client, filing: Filing, *files: tuple[str, bytes], code: str = LEAF, **more: Any) -> Any:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(url(filing), {"files": sent, "indicators": code}, **more)


def test_a_file_is_added_to_an_indicator_and_stands_on_its_card(preparer: Client, filing: Filing) -> None:
    response = upload(preparer, filing, ("决算报表.docx", samples.docx()), headers=JSON)
    assert (response.status_code, response.json()["files"][0]["is_kept"]) == (200, True)
    page = Page(preparer.get(section_url(filing, "process")))
    assert "决算报表.docx" in page.words(f"evidence-{LEAF}")
    assert "决算报表.docx" not in page.words(f"evidence-{OTHER}")


def test_without_scripts_several_files_are_sent_at_once(preparer: Client, filing: Filing) -> None:
    files = (("一.docx", samples.docx()), ("二.zip", b"PK\x03\x04"), ("三.png", samples.picture()))
    response = preparer.post(
        url(filing),
        {"files": [SimpleUploadedFile(*each) for each in files], "indicators": LEAF},
        follow=True,
    )
    text = response.content.decode()
    assert response.redirect_chain == [(f"{url(filing)}?indicator={LEAF}", 302)]
    assert "已上传“一.docx”。" in text
    assert "“二.zip”没有收下：不收压缩包" in text
    assert [each.name for each in filing.evidence.all()] == ["一.docx", "三.png"]


def test_nothing_chosen_is_said(preparer: Client, filing: Filing) -> None:
    assert "还没有选文件" in preparer.post(url(filing), {}, follow=True).content.decode()


def test_the_list_counts_filters_and_says_when_it_is_empty(world: World, preparer: Client, filing: Filing) -> None:
    assert "还没有佐证" in preparer.get(url(filing)).content.decode()
    attach(filing, world.unit.preparer, "报表.docx", LEAF, OTHER)
    attach(filing, world.unit.preparer, "照片.docx")
    text = preparer.get(url(filing)).content.decode()
    assert "2 个文件，1 个还没有对应指标" in text
    assert "已用 " in text
    only = preparer.get(f"{url(filing)}?indicator={OTHER}").content.decode()
    assert "报表.docx" in only
    assert "照片.docx" not in only
    assert "照片.docx" in preparer.get(f"{url(filing)}?indicator=none").content.decode()


def test_a_file_is_seen_replaced_linked_removed_and_restored(world: World, preparer: Client, filing: Filing) -> None:
    first = attach(filing, world.unit.preparer, "报表.pdf", LEAF, content=samples.pdf(2))
    seen = preparer.get(file_url(first)).content.decode()
    assert f"{file_url(first)}page-2.jpg" in seen
    assert first.sha256 in seen

    linked = preparer.post(file_url(first, "link/"), {"indicators": [LEAF, OTHER]}, headers=JSON)
    assert linked.json() == {"words": "“报表.pdf”对应的指标已更改。"}
    new = SimpleUploadedFile("新报表.docx", samples.docx(salt="new"))
    preparer.post(file_url(first, "replace/"), {"file": new}, follow=True)
    second = EvidenceFile.objects.get(name="新报表.docx")
    assert [link.code for link in second.links.all()] == [LEAF, OTHER]
    assert "报表.pdf" in preparer.get(file_url(second)).content.decode()
    assert "这是旧版" in preparer.get(file_url(first)).content.decode()
    assert preparer.post(file_url(first, "remove/"), headers=JSON).status_code == 409

    removed = preparer.post(file_url(second, "remove/"), follow=True).content.decode()
    assert "最近移除的 1 个" in removed
    assert preparer.get(file_url(second)).status_code == 404
    preparer.post(file_url(second, "restore/"))
    assert preparer.get(file_url(second)).status_code == 200


def test_refusals_of_a_new_version_are_told(world: World, preparer: Client, filing: Filing) -> None:
    evidence = attach(filing, world.unit.preparer, "报表.docx", LEAF)
    same = SimpleUploadedFile("报表2.docx", samples.docx(salt="报表.docx"))
    answer = preparer.post(file_url(evidence, "replace/"), {"file": same}, headers=JSON)
    assert (answer.status_code, "内容完全相同" in answer.json()["words"]) == (422, True)
    assert "还没有选文件" in preparer.post(file_url(evidence, "replace/"), follow=True).content.decode()
    assert preparer.post(file_url(evidence, "link/"), {"indicators": ["no.such"]}, headers=JSON).status_code == 422


def test_a_page_of_a_pdf_is_drawn(world: World, preparer: Client, filing: Filing) -> None:
    evidence = attach(filing, world.unit.preparer, "报表.pdf", LEAF, content=samples.pdf())
    response = preparer.get(file_url(evidence, "page-1.jpg"))
    assert response["Content-Type"] == "image/jpeg"
    assert response.content.startswith(b"\xff\xd8")
    assert preparer.get(file_url(evidence, "page-2.jpg")).status_code == 404


def test_downloads_have_their_chinese_name_and_run_nothing(world: World, preparer: Client, filing: Filing) -> None:
    evidence = attach(filing, world.unit.preparer, "决算 报表(2021).docx", LEAF)
    response = preparer.get(file_url(evidence, "content/"))
    assert b"".join(response.streaming_content).startswith(b"PK")
    assert "attachment" in response["Content-Disposition"]
    assert "决算 报表(2021).docx" in unquote(response["Content-Disposition"])
    head = preparer.head(file_url(evidence, "content/"))
    assert (head.status_code, head["Content-Length"]) == (200, str(evidence.size))


def test_reviewers_open_what_was_submitted_and_nothing_else(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.FILLING)
    sent = attach(filing, world.unit.preparer, "报表.docx", LEAF)
    filing = move(Filing.objects.get(pk=filing.pk), world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    filing = move(filing, world.unit.head, Action.SIGN)
    reviewer = signed_in(world.reviewer)
    review = reviewer.get(f"/filings/{filing.public_id}/bureau-review/").content.decode()
    # In the list of all, and beside the score of its indicator.
    assert review.count(file_url(sent)) == 2
    assert reviewer.get(file_url(sent, "content/")).status_code == 200
    filing = move(Filing.objects.get(pk=filing.pk), world.reviewer, Action.RETURN, comment="补充佐证")
    later = attach(filing, world.unit.preparer, "补充.docx", LEAF)
    signed_in(world.unit.preparer).post(file_url(sent, "remove/"))
    for rest in ("", "content/", "page-1.jpg"):
        assert reviewer.get(file_url(later, rest)).status_code == 404
    assert "单位后来移除了" in reviewer.get(file_url(sent)).content.decode()
    listed = reviewer.get(url(filing)).content.decode()
    assert "报表.docx" in listed
    assert "补充.docx" not in listed


def test_ids_of_another_filing_are_not_there(world: World, signed_in: SignedIn) -> None:
    theirs = attach(make_filing(world, world.other), world.other.preparer, "他们的.docx")
    own = make_filing(world)
    client = signed_in(world.unit.preparer)
    for rest in ("", "content/", "page-1.jpg"):
        assert client.get(url(own, f"{theirs.public_id}/{rest}")).status_code == 404
        assert client.get(file_url(theirs, rest)).status_code == 404
    for rest in ("remove/", "link/", "replace/", "restore/"):
        assert client.post(url(own, f"{theirs.public_id}/{rest}"), headers=JSON).status_code in (409, 422)
        assert client.post(file_url(theirs, rest)).status_code == 404
    assert EvidenceFile.objects.get(pk=theirs.pk).removed_at is None


def test_only_who_fills_adds(world: World, signed_in: SignedIn, filing: Filing) -> None:
    assert upload(signed_in(world.unit.head), filing, ("a.docx", samples.docx())).status_code == 403
    sent = bring_to(world, State.AWAITING_SIGNATURE, world.other)
    assert upload(signed_in(world.other.preparer), sent, ("a.docx", samples.docx())).status_code == 409
    assert not EvidenceFile.objects.exists()


def test_altered_bytes_are_never_handed_out(world: World, preparer: Client, filing: Filing) -> None:
    evidence = attach(filing, world.unit.preparer, "报表.pdf", LEAF, content=samples.pdf())
    storage = private_storage()
    storage.delete(evidence.file.name)
    for rest in ("content/", "page-1.jpg"):
        assert preparer.get(file_url(evidence, rest)).status_code == 500
    storage.save(evidence.file.name, ContentFile(b"something else"))
    response = preparer.get(file_url(evidence, "content/"))
    assert (response.status_code, "不能打开" in response.content.decode()) == (500, True)


@pytest.mark.parametrize("rest", ["", "list"])
def test_queries_do_not_grow_with_attachments(world: World, preparer: Client, filing: Filing, rest: str) -> None:
    address = section_url(filing, "process") if not rest else url(filing)
    counts = []
    for number in range(1, 4):
        attach(filing, world.unit.preparer, f"{number}.docx", LEAF, OTHER)
        if number != 2:
            preparer.get(address)
            with CaptureQueriesContext(connection) as captured:
                preparer.get(address)
            counts.append(len(captured))
    assert counts[0] == counts[1], counts


def test_a_required_indicator_without_evidence_is_listed(
    world: World, preparer: Client, filing: Filing, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Finding(
        check="evidence_attached",
        severity=Severity.ERROR,
        where=(f"indicators.{LEAF}",),
        message="预算完成率得10分，要求附佐证材料",
    )
    assessment = replace(assessment_of(filing=filing), findings=(asked,))
    monkeypatch.setattr(evidence_view, "assessment_of", lambda **_: assessment)
    page = Page(preparer.get(url(filing)))
    assert "还有 1 项指标要求附佐证" in page.words("evidence-missing")
    assert f"/process/#indicators.{LEAF}" in page.text
