"""Rows U01 to U11 of the security standard: attachments."""

import html
import socket
from datetime import timedelta
from email.message import Message
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from selfeval.domain.workflow import Action, State
from selfeval.models import EvidenceFile, Filing, PendingUpload, Submission
from selfeval.models.evidence import private_storage
from selfeval.services.errors import FileRefused, NotEditable
from selfeval.services.evidence import remove_evidence, replace_evidence
from selfeval.services.file_names import LONGEST_NAME, plain_name
from selfeval.services.file_store import purge, store_faults
from selfeval.services.kept_files import received
from tests import sample_files as samples
from tests.acceptance.scanner import clamd
from tests.evidence import attach, looked_at
from tests.factories import NOW, World, bring_to, make_filing, move
from tests.stores import keep_in

LEAF = "process.budget_execution.completion_rate"
JSON = {"Accept": "application/json"}
ACCEPTING_JSON = {"HTTP_ACCEPT": "application/json"}
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def address(filing: Filing, rest: str = "") -> str:
    return f"/filings/{filing.public_id}/evidence-files/{rest}"


def of(evidence: EvidenceFile, rest: str = "") -> str:
    return address(evidence.filing, f"{evidence.public_id}/{rest}")


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(client: Client, filing: Filing, name: str, content: bytes) -> Any:
    return client.post(address(filing), {"files": SimpleUploadedFile(name, content)}, headers=JSON)


def kept_paths() -> list[str]:
    """Every file in the storage of evidence."""
    storage = private_storage()
    try:
        folders, _ = storage.listdir("evidencefile")
    except FileNotFoundError:
        return []
    return [f"evidencefile/{each}/{name}" for each in folders for name in storage.listdir(f"evidencefile/{each}")[1]]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    """A storage that holds nothing of other tests."""
    keep_in(tmp_path, settings)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("报表.pdf", b"MZ\x90\x00 program"),
        ("照片.jpg", HTML),
        ("图.png", SVG),
        ("图.svg", SVG),
        ("页.shtml", HTML),
        ("页.html", HTML),
        ("数据.xml", b"<?xml version='1.0'?><a/>"),
        ("网页.mht", b"MIME-Version: 1.0\r\n"),
        ("脚本.php.pdf", samples.pdf()),
        ("程序.exe .pdf", samples.pdf()),
        ("报表.pdf.", samples.pdf()),
        ("报表.pdf ", samples.pdf()),
        ("报表.pdf%00.exe", samples.pdf()),
        ("报表.exe%00.pdf", samples.pdf()),
        ("报表.exe\x00.pdf", samples.pdf()),
        ("夹带.jpg", samples.picture("JPEG") + samples.docx()),
        ("夹带.pdf", samples.pdf() + samples.docx()),
        ("脚本.pdf", samples.pdf() + b"<< /S /JavaScript /JS (app.alert(1)) >>"),
        ("启动.pdf", samples.pdf() + b"<< /S /Launch /F (cmd.exe) >>"),
        ("网页.docx", HTML),
        ("前缀.docx", b"GIF89a" + samples.docx()),
    ],
)
def test_u01_what_is_not_what_it_says_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(FileRefused):
        received(name, BytesIO(content), size=len(content))
    assert kept_paths() == []


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/报表.docx", "报表.docx"),
        ("..\\..\\报表.docx", "报表.docx"),
        ("/etc/报表.docx", "报表.docx"),
        ("C:\\资料\\报表.docx", "报表.docx"),
        ("CON.docx", "_CON.docx"),
        ("长" * 300 + ".docx", "长" * (LONGEST_NAME - 6) + "….docx"),
        ("报\u202exslx.表.docx", "报xslx.表.docx"),
        ("报\r\n表.docx", "报表.docx"),
        ('报"表;终.docx', "报_表;终.docx"),
        ("<b>报表</b>.docx", "b_.docx"),
        ("决算 报表（2021）𠮷.docx", "决算 报表（2021）𠮷.docx"),
        ("....docx", "....docx"),
        ("%2e%2e%2f&amp;'.docx", "%2e%2e%2f&amp;'.docx"),
    ],
)
def test_u02_names_are_shown_without_harm_and_come_back(world: World, sent: str, shown: str) -> None:
    assert plain_name(sent) == shown
    evidence = attach(make_filing(world), world.unit.preparer, sent, LEAF)
    assert evidence.name == shown
    assert evidence.file.name.split("/")[-1].isalnum()
    client = signed_in(world.unit.preparer)
    answer = Message()
    answer["Content-Disposition"] = client.get(of(evidence, "content/"))["Content-Disposition"]
    assert answer.get_filename() == shown
    page = client.get(of(evidence)).content.decode()
    assert escape(shown) in page
    assert shown in html.unescape(page)


def test_u03_sizes_at_the_limit_and_beyond(world: World, settings: Any) -> None:
    filing, client = make_filing(world), signed_in(world.unit.preparer)
    content = samples.docx()
    settings.MOST_BYTES_A_FILE = len(content) + 1
    assert send(client, filing, "少一个.docx", content).status_code == 200
    content += b"\0"
    empty = send(client, filing, "空.docx", b"")
    assert (empty.status_code, empty.json()["files"][0]["words"]) == (
        400,
        "“空.docx”没有收下：是空文件，请看看是不是选错了。",
    )
    assert send(client, filing, "正好.docx", content).status_code == 200
    over = send(client, filing, "多一个.docx", content + b"\0")
    assert (over.status_code, "每个文件最多" in over.json()["files"][0]["words"]) == (413, True)
    assert [each.name for each in filing.evidence.all()] == ["少一个.docx", "正好.docx"]
    endless = send(client, filing, "没完没了.docx", content * 5)
    assert endless.status_code == 400
    assert len(kept_paths()) == 2


class Endless(BytesIO):
    """A body that never ends; nobody may wait for its end."""

    def read(self, size: int | None = -1) -> bytes:
        raise AssertionError(f"{size} bytes were read of a body without a length")


def test_u03_a_length_that_lies_leaves_nothing(world: World) -> None:
    filing, client = make_filing(world), signed_in(world.unit.preparer)
    body = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.docx"\r\n\r\n' + samples.docx()
    for length in (len(body) - 50, len(body)):
        answer = client.generic(
            "POST", address(filing), body, content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=length
        )
        assert answer.status_code in (302, 400)
    chunked = {"wsgi.input": Endless(), "CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked", **ACCEPTING_JSON}
    answer = client.generic("POST", address(filing), content_type="multipart/form-data; boundary=x", **chunked)
    assert (answer.status_code, answer.json()) == (400, {"files": []})
    assert (filing.evidence.count(), kept_paths()) == (0, [])


def test_u04_quotas_of_a_filing(world: World, settings: Any) -> None:
    filing, client = make_filing(world), signed_in(world.unit.preparer)
    first = attach(filing, world.unit.preparer, "一.docx", LEAF)
    settings.MOST_BYTES_A_FILING = first.size * 2 - 1
    over = send(client, filing, "二.docx", samples.docx(salt="二.docx"))
    assert (over.status_code, "只剩" in over.json()["files"][0]["words"]) == (409, True)
    settings.MOST_BYTES_A_FILING, settings.MOST_FILES_A_FILING = 10**9, 1
    assert "最多1个" in send(client, filing, "三.docx", samples.docx(salt="3")).json()["files"][0]["words"]
    with pytest.raises(FileRefused, match="最多1个"):
        replace_evidence(
            actor=world.unit.preparer,
            filing_id=filing.pk,
            evidence_id=first.public_id,
            file=looked_at("四.docx"),
            now=NOW,
        )
    many = [SimpleUploadedFile(f"{number}.docx", b"PK") for number in range(101)]
    assert client.post(address(filing), {"files": many}).status_code == 400
    assert len(kept_paths()) == EvidenceFile.objects.count() == 1


@pytest.mark.parametrize(("name", "content"), [("报表.docx", samples.docx()), ("图.png", samples.picture())])
def test_u05_downloads_are_locked_up(world: World, name: str, content: bytes) -> None:
    evidence = attach(make_filing(world), world.unit.preparer, name, LEAF, content=content)
    response = signed_in(world.unit.preparer).get(of(evidence, "content/") + "?download")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Type"] == evidence.media_type
    assert b"".join(response.streaming_content) == content


def test_u05_what_came_in_as_a_page_is_never_shown_as_one(world: World) -> None:
    """Pages are refused; one that lies in the storage all the same, from wherever, is saved and not opened."""
    evidence = attach(make_filing(world), world.unit.preparer, "报表.docx", LEAF)
    EvidenceFile.objects.update(name="页.html", media_type="text/html")
    response = signed_in(world.unit.preparer).get(of(evidence, "content/"))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_u06_files_have_no_address_but_the_one_that_asks_for_rights(world: World) -> None:
    evidence = attach(make_filing(world), world.unit.preparer, "报表.pdf", LEAF, content=samples.pdf())
    client = signed_in(world.unit.preparer)
    for path in (f"/media/{evidence.file.name}", f"/private/{evidence.file.name}", evidence.file.url):
        assert client.get(path).status_code == 404
    for person in (world.other.preparer, world.other.head):
        for rest in ("", "content/", "page-1.jpg"):
            assert signed_in(person).get(of(evidence, rest)).status_code == 404
    assert signed_in(world.reviewer).get(of(evidence, "content/")).status_code == 404
    kept = kept_paths()
    assert client.get(of(evidence, "page-1.jpg")).status_code == 200
    # What was drawn to be looked at is kept nowhere.
    assert kept_paths() == kept
    client.logout()
    assert client.get(of(evidence, "content/")).status_code == 302


def test_u07_bombs_are_refused_and_pictures_kept_as_they_are(world: World) -> None:
    with pytest.raises(FileRefused, match="像素太多，最多15,000万个"):
        looked_at("大.png", samples.huge_png())
    with pytest.raises(FileRefused, match="10,000页，最多2,000页"):
        looked_at("长.pdf", samples.many_pages(10_000))
    with pytest.raises(FileRefused, match="设了打开密码"):
        looked_at("锁.pdf", samples.locked_pdf())
    # Documented: what is evidence is not altered, so a photograph keeps where it was taken.
    photograph = samples.picture("JPEG", exif=True)
    evidence = attach(make_filing(world), world.unit.preparer, "照片.jpg", LEAF, content=photograph)
    response = signed_in(world.unit.preparer).get(of(evidence, "content/"))
    assert b"".join(response.streaming_content) == photograph


def _verdict(content: bytes) -> bytes:
    return b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


def test_u08_what_the_scanner_finds_is_refused(settings: Any) -> None:
    with clamd(_verdict) as where:
        settings.CLAMD_ADDRESS = where
        assert looked_at("好.docx").name == "好.docx"
        with pytest.raises(FileRefused, match="查出病毒（Eicar-Signature）"):
            looked_at("坏.pdf", samples.pdf() + EICAR)
    with clamd(lambda _: b"INSTREAM size limit exceeded. ERROR\0") as where:
        settings.CLAMD_ADDRESS = where
        with pytest.raises(FileRefused, match="杀毒服务暂时连不上"):
            looked_at()


def test_u08_no_answer_is_not_a_yes(world: World, settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        settings.CLAMD_ADDRESS = closed.getsockname()
    filing = make_filing(world)
    answer = send(signed_in(world.unit.preparer), filing, "报表.docx", samples.docx())
    assert (answer.status_code, "没有收下" in answer.json()["files"][0]["words"]) == (422, True)
    assert kept_paths() == []


def test_u09_the_storage_is_held_against_the_database(world: World) -> None:
    filing = make_filing(world)
    gone, altered, _ = (attach(filing, world.unit.preparer, f"{each}.docx", LEAF) for each in ("缺", "改", "好"))
    assert list(store_faults()) == []
    storage = private_storage()
    storage.delete(gone.file.name)
    storage.delete(altered.file.name)
    storage.save(altered.file.name, ContentFile(b"other"))
    stray = storage.save("evidencefile/zz/stray", ContentFile(b"x"))
    found = {fault.kind: fault.words for fault in store_faults()}
    assert found["missing"].startswith("缺文件：缺.docx")
    assert found["altered"].startswith("内容与收下时不一样：改.docx")
    assert found["orphan"] == f"没有记录的文件：{stray}"
    client = signed_in(world.unit.preparer)
    assert client.get(of(gone, "content/")).status_code == client.get(of(altered, "content/")).status_code == 500
    told = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("check_evidence", stderr=told)
    assert ended.value.code == 1
    assert "有 3 处问题" in told.getvalue()


def test_u09_a_row_that_cannot_be_made_leaves_no_bytes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    filing = make_filing(world)

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("selfeval.services.evidence.store_results", broken)
    with pytest.raises(RuntimeError):
        attach(filing, world.unit.preparer, "报表.docx", LEAF)
    assert (EvidenceFile.objects.count(), kept_paths()) == (0, [])


def test_u10_what_was_submitted_stays(world: World) -> None:
    filing = bring_to(world, State.FILLING)
    person = world.unit.preparer
    sent = attach(filing, person, "报表.docx", LEAF)
    filing = move(Filing.objects.get(pk=filing.pk), person, Action.SEND_FOR_SIGNATURE)
    filing = move(filing, world.unit.head, Action.SIGN)
    asked = {"actor": person, "filing_id": filing.pk, "evidence_id": sent.public_id, "now": NOW}
    with pytest.raises(NotEditable):
        remove_evidence(**asked)
    with pytest.raises(NotEditable):
        replace_evidence(**asked, file=looked_at("新.docx"))
    frozen = Submission.objects.get(filing=filing).evidence
    assert frozen == [
        {
            "public_id": str(sent.public_id),
            "name": "报表.docx",
            "sha256": sent.sha256,
            "size": sent.size,
            "media_type": sent.media_type,
            "indicators": [LEAF],
        }
    ]
    filing = move(filing, world.reviewer, Action.RETURN, comment="换一份")
    new = replace_evidence(**asked, file=looked_at("新.docx"))
    remove_evidence(actor=person, filing_id=filing.pk, evidence_id=new.public_id, now=NOW)
    purge(now=timezone.now())
    assert EvidenceFile.objects.get(pk=sent.pk).sha256 == sent.sha256
    assert signed_in(world.reviewer).get(of(sent, "content/")).status_code == 200
    # Other evidence is a change: the form may be submitted again.
    filing = move(Filing.objects.get(pk=filing.pk), person, Action.SEND_FOR_SIGNATURE)
    assert filing.current_state is State.AWAITING_SIGNATURE


def test_u11_what_is_over_is_gone_from_the_disk(world: World) -> None:
    filing = make_filing(world)
    person = world.unit.preparer
    now = timezone.now()
    old = attach(filing, person, "旧.docx", LEAF)
    stays = attach(filing, person, "留.docx", LEAF)
    young = attach(filing, person, "刚移除.docx", LEAF)
    newer = replace_evidence(
        actor=person, filing_id=filing.pk, evidence_id=old.public_id, file=looked_at("新.docx"), now=NOW
    )
    for evidence, when in ((newer, now - timedelta(days=31)), (young, now - timedelta(days=1))):
        remove_evidence(actor=person, filing_id=filing.pk, evidence_id=evidence.public_id, now=when)
    private_storage().save("evidencefile/zz/stray", ContentFile(b"x"))
    PendingUpload.objects.create(
        purpose="workbook", filing=filing, name="a", content=b"x", sha256="0", uploaded_by=person, uploaded_at=NOW
    )
    told = StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("selfeval.services.file_store._YOUNGEST_ORPHAN", timedelta(seconds=-60))
        call_command("check_evidence", purge=True, quick=True, stdout=told)
    assert "没有记录的文件 1 个，移除的佐证 2 个，没有确认的上传 1 个" in told.getvalue()
    assert set(kept_paths()) == {stays.file.name, young.file.name}
    assert list(store_faults()) == []
