"""A file is what its name says, or it is refused with what is wrong and what would be right."""

from io import BytesIO

import pytest

from selfeval.services.errors import FileRefused
from selfeval.services.file_kinds import ALL_KINDS, SCANS
from selfeval.services.kept_files import Received, received
from tests import sample_files as samples

FINE = {
    "决算报表.pdf": samples.pdf(3),
    "会议照片.JPG": samples.picture("JPEG"),
    "现场.jpeg": samples.picture("JPEG"),
    "截图.png": samples.picture(),
    "制度.docx": samples.docx(),
    "台账.xlsx": samples.xlsx(),
    "批复.ofd": samples.package("OFD.xml"),
    "旧制度.doc": samples.old_office("WordDocument"),
    "旧台账.xls": samples.old_office("Workbook"),
    "通知.wps": samples.old_office("WordDocument"),
    "明细.et": samples.old_office("Workbook"),
    "2021.12.31 报表(终).v2.pdf": samples.pdf(),
}


def take(name: str, content: bytes, *, kinds: frozenset[str] = ALL_KINDS) -> Received:
    return received(name, BytesIO(content), size=len(content), kinds=kinds)


@pytest.mark.parametrize("name", FINE)
def test_what_offices_attach_is_taken(name: str) -> None:
    file = take(name, FINE[name])
    assert (file.name, file.size) == (name, len(FINE[name]))
    assert file.content.read() == FINE[name]


def test_pages_are_counted() -> None:
    assert take("a.pdf", samples.pdf(3)).page_count == 3
    assert take("a.png", samples.picture()).page_count == 1
    assert take("a.docx", samples.docx()).page_count is None


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("材料.zip", samples.docx(), "不收压缩包"),
        ("照片.heic", b"x", "转成 jpg"),
        ("扫描.tif", b"II*\x00", "另存为 jpg 或 png"),
        ("说明.txt", b"x", "纯文本"),
        ("没有扩展名", b"x", "没有扩展名的文件不能收，请换成PDF、OFD"),
        ("空.pdf", b"", "是空文件"),
        ("坏.pdf", b"%PDF-1.7 nothing", "PDF 打不开"),
        ("锁.pdf", samples.locked_pdf(), "设了打开密码"),
        ("锁.docx", samples.old_office("EncryptedPackage"), "设了打开密码"),
        ("锁.xls", samples.old_office("Workbook", "EncryptedPackage"), "设了打开密码"),
        ("宏.xlsx", samples.xlsx("xl/vbaProject.bin"), "带有宏"),
        ("宏.doc", samples.old_office("WordDocument", "_VBA_PROJECT"), "带有宏"),
        ("台账.docx", samples.xlsx(), "内容却不是Word文件"),
        ("台账.doc", samples.old_office("Workbook"), "内容却不是Word文件"),
        ("微信图片.jpg", samples.picture(), "内容却是png 图片，请把扩展名改成 .png 再传"),
        ("程序.pdf", b"MZ\x90", "内容却是程序；请用办公软件打开后另存一份再传"),
        ("坏.png", samples.picture()[:40], "图片打不开"),
        ("坏.xlsx", b"PK\x03\x04 no more", "文件已损坏"),
    ],
)
def test_what_is_wrong_and_what_would_be_right(name: str, content: bytes, words: str) -> None:
    with pytest.raises(FileRefused) as refusal:
        take(name, content)
    assert words in refusal.value.reason
    assert str(refusal.value).startswith(f"“{name}”没有收下：")


def test_a_scan_is_a_pdf_or_a_picture() -> None:
    assert take("签章件.pdf", samples.pdf(), kinds=SCANS).media_type == "application/pdf"
    with pytest.raises(FileRefused, match=r"“\.docx”不能收，请换成jpeg、jpg、pdf、png"):
        take("签章件.docx", samples.docx(), kinds=SCANS)


def test_packed_bytes_that_read_like_a_script_by_chance_are_none() -> None:
    by_chance = samples.pdf() + b"9 0 obj << /Length 4 >> stream\n/JS(\nendstream endobj"
    assert take("扫描.pdf", by_chance).page_count == 1
