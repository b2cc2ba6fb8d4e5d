"""Reads the verification code off a scan: from the QR picture at the foot of every page of the printed form.

The picture holds the code among words, or in the address of the page that verifies it; both are read.
"""

import io
import re
import warnings
from typing import IO, Final

import zxingcpp
from PIL import Image

from selfeval.domain.verification import CROCKFORD_DIGITS
from selfeval.services.file_kinds import PDF
from selfeval.services.pdf import NoSuchPage, PdfUnreadable, page_picture

# The first pages of a form tell whose it is; the sealed one is among them or is the last.
_MOST_PAGES: Final = 6
# Enough for the QR picture of a page that lies a little askew.
_WIDTH: Final = 1800
_MOST_ACROSS: Final = 4000
_CODE: Final = re.compile(rf"(?:[{CROCKFORD_DIGITS}]{{4}}-){{3}}[{CROCKFORD_DIGITS}]{{4}}")
# What people write for digits that do not exist among ours, and the signs they leave out or put in.
_MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V", "－": "-", "—": "-", "–": "-", "_": "-"})


def codes_in(content: IO[bytes], *, media_type: str, page_count: int | None) -> tuple[str, ...]:
    """Every verification code found on the scan's pages (the first ones and the last), each once, in their order.

    A page that cannot be drawn is passed over.
    """
    content.seek(0)
    data = content.read()
    content.seek(0)
    pages = _pages_of_pdf(data, page_count or 1) if media_type == PDF else [data]
    return tuple(dict.fromkeys(code for page in pages for code in _codes_on(page)))


def typed_code(text: str) -> str:
    """A code as typed off the paper, `jx21 7f3k92qd-04ma`, in its printed shape; empty where it is none."""
    plain = re.sub(r"[^0-9A-Z]", "", text.upper().translate(_MISREAD))
    grouped = "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))
    return grouped if _CODE.fullmatch(grouped) else ""


def code_in(text: str) -> str:
    """The code that `text` is, or that stands somewhere in it: an address, all words of the QR picture; else empty."""
    found = _CODE.search(text.upper())
    return found[0] if found else typed_code(text)


def _pages_of_pdf(data: bytes, count: int) -> list[bytes]:
    wanted = dict.fromkeys((*range(1, min(count, _MOST_PAGES) + 1), count))
    drawn = []
    for number in wanted:
        try:
            drawn.append(page_picture(data, number, width=_WIDTH))
        except (PdfUnreadable, NoSuchPage):
            continue
    return drawn


def _codes_on(page: bytes) -> list[str]:
    with warnings.catch_warnings():
        # Its size was judged when it was received.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(page)) as opened:
            picture = opened.convert("L")
    if picture.width > _MOST_ACROSS or picture.height > _MOST_ACROSS:
        picture.thumbnail((_MOST_ACROSS, _MOST_ACROSS))
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    return [code for barcode in found for code in _CODE.findall(barcode.text)]
