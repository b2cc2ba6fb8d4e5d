"""Sealed scans for tests: pictures of a page's foot, as a scanner makes them."""

import io

import segno
from PIL import Image

from selfeval.services.kept_files import Received, received


def picture(code: str = "") -> bytes:
    """A PNG of a page with the QR picture of `code`, or without any."""
    page = Image.new("L", (700, 900), 255)
    if code:
        drawn = io.BytesIO()
        segno.make_qr(f"校验码 {code}\n某单位 2021年度").save(drawn, kind="png", scale=4)
        page.paste(Image.open(drawn).convert("L"), (40, 600))
    target = io.BytesIO()
    page.save(target, "PNG")
    return target.getvalue()


def scan(code: str = "", name: str = "盖章扫描.png") -> Received:
    """A scan that may be kept."""
    content = picture(code)
    return received(name, io.BytesIO(content), size=len(content))
