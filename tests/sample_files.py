"""Small files of every kind that may be uploaded, made for the tests."""

import zipfile
import zlib
from functools import cache
from io import BytesIO

import pypdfium2
from PIL import Image

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def pdf(pages: int = 1, *, salt: str = "") -> bytes:
    """A PDF of empty pages; `salt` makes its bytes its own."""
    return _empty_pdf(pages) + f"%{salt}\n".encode()


@cache
def _empty_pdf(pages: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(210, 297)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    ids = b"<" + b"33" * 16 + b">"
    return _document(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 210 297] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >>",
        trailer=b"/Encrypt 4 0 R /ID [%s %s]" % (ids, ids),
    )


def _document(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of `objects`, numbered from 1; the first is the catalogue."""
    text, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(text))
        text += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, count = len(text), len(objects) + 1
    text += b"xref\n0 %d\n0000000000 65535 f \n" % count + b"".join(b"%010d 00000 n \n" % each for each in places)
    text += b"trailer << /Size %d /Root 1 0 R %s >>\n" % (count, trailer)
    return text + b"startxref\n%d\n%%%%EOF\n" % start


def many_pages(pages: int) -> bytes:
    """A PDF that counts one page `pages` times."""
    kids = b"3 0 R " * pages
    return _document(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, pages),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 210 297] >>",
    )


def picture(form: str = "PNG", size: tuple[int, int] = (8, 6), *, exif: bool = False) -> bytes:
    """A plain picture; with `exif` one that tells where it was taken."""
    target = BytesIO()
    image = Image.new("RGB", size, "white")
    if exif:
        told = Image.Exif()
        told[0x8825] = {1: "N", 2: (37.0, 41.0, 0.0)}
        image.save(target, form, exif=told)
    else:
        image.save(target, form)
    return target.getvalue()


def huge_png(size: int = 30_000) -> bytes:
    """A few bytes that claim to be `size` × `size` pixels."""
    content = bytearray(picture())
    content[16:24] = size.to_bytes(4, "big") * 2
    # The checksum of the head, over its name and fields.
    content[29:33] = zlib.crc32(bytes(content[12:29])).to_bytes(4, "big")
    return bytes(content)


def package(part: str, *more: str, salt: str = "") -> bytes:
    """An office package with `part`; `word/document.xml` makes a .docx. `salt` makes its bytes its own."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", part, *more):
            # With a date of its own the bytes are the same every time.
            archive.writestr(zipfile.ZipInfo(name), f"<x>{salt}</x>")
    return target.getvalue()


def docx(*more: str, salt: str = "") -> bytes:
    """A Word document."""
    return package("word/document.xml", *more, salt=salt)


def xlsx(*more: str) -> bytes:
    """A workbook."""
    return package("xl/workbook.xml", *more)


def old_office(*streams: str) -> bytes:
    """An Office file of before 2007 with `streams`: `WordDocument` makes a .doc."""
    return OLD_OFFICE + bytes(504) + b"".join(stream.encode("utf-16-le") + bytes(64) for stream in streams)
