"""Small files of every kind that may be uploaded, made for the tests."""

import zipfile
import zlib
from io import BytesIO

import pypdfium2
from PIL import Image

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def pdf(pages: int = 1, *, salt: str = "") -> bytes:
    """A PDF of empty pages; `salt` makes its bytes its own."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(210, 297)
    target = BytesIO()
    document.save(target)
    return target.getvalue() + f"%{salt}\n".encode()


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 210 297] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >>",
    ]
    text, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(text))
        text += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(text)
    text += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    ids = b"<" + b"33" * 16 + b">"
    text += b"trailer << /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [%s %s] >>\n" % (ids, ids)
    return text + b"startxref\n%d\n%%%%EOF\n" % start


def picture(form: str = "PNG", size: tuple[int, int] = (8, 6), *, colour: str = "white") -> bytes:
    """A plain picture."""
    target = BytesIO()
    Image.new("RGB", size, colour).save(target, form)
    return target.getvalue()


def huge_png(size: int = 30_000) -> bytes:
    """A few bytes that claim to be `size` × `size` pixels."""
    content = bytearray(picture())
    content[16:24] = size.to_bytes(4, "big") * 2
    # The checksum of the head, over its name and fields.
    content[29:33] = zlib.crc32(bytes(content[12:29])).to_bytes(4, "big")
    return bytes(content)


def package(part: str, *more: str) -> bytes:
    """An office package with `part`; `word/document.xml` makes a .docx."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", part, *more):
            archive.writestr(name, "<x/>")
    return target.getvalue()


def docx(*more: str) -> bytes:
    """A Word document."""
    return package("word/document.xml", *more)


def xlsx(*more: str) -> bytes:
    """A workbook."""
    return package("xl/workbook.xml", *more)


def old_office(*streams: str) -> bytes:
    """An Office file of before 2007 with `streams`: `WordDocument` makes a .doc."""
    return OLD_OFFICE + bytes(504) + b"".join(stream.encode("utf-16-le") + bytes(64) for stream in streams)
