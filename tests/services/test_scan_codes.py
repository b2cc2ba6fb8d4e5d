"""The verification code is read off what a scanner makes of the printed form."""

import io
from functools import cache

import pytest
import segno
from django.conf import LazySettings
from PIL import Image, ImageFilter

from selfeval.exports.pdf import render_pdf
from selfeval.exports.qr import qr_text
from selfeval.services.file_kinds import PDF
from selfeval.services.pdf import page_picture
from selfeval.services.scan_codes import code_in, codes_in, typed_code
from tests.exports.real_forms import real_form


@cache
def printed() -> bytes:
    return render_pdf(real_form())


@cache
def code() -> str:
    (found,) = codes_in(io.BytesIO(printed()), media_type=PDF, page_count=1)
    return found


def jpeg(picture: Image.Image) -> io.BytesIO:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=70)
    return target


def test_it_is_read_from_the_pdf_itself() -> None:
    assert code() == real_form().stamp.verification_code


def test_it_is_read_from_a_scan_that_is_grey_blurred_and_askew() -> None:
    page = Image.open(io.BytesIO(page_picture(printed(), 1, width=1800))).convert("L")
    scanned = page.rotate(1.5, expand=True, fillcolor=235).filter(ImageFilter.GaussianBlur(0.8))
    assert codes_in(jpeg(scanned), media_type="image/jpeg", page_count=1) == (code(),)


def test_it_is_read_from_the_address_of_a_site_that_has_one(settings: LazySettings) -> None:
    settings.SITE_ADDRESS = "https://jixiao.example.gov.cn"
    assert qr_text(real_form()) == f"https://jixiao.example.gov.cn/verify/?code={code()}"
    found = codes_in(io.BytesIO(render_pdf(real_form())), media_type=PDF, page_count=1)
    assert found == (code(),) == (code_in(qr_text(real_form())),)


def test_a_page_without_the_picture_has_no_code() -> None:
    assert codes_in(jpeg(Image.new("L", (800, 1100), 255)), media_type="image/jpeg", page_count=1) == ()


def test_other_qr_pictures_are_no_codes() -> None:
    target = io.BytesIO()
    segno.make_qr("https://example.invalid/?id=42").save(target, kind="png", scale=6)
    assert codes_in(target, media_type="image/png", page_count=1) == ()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ZQ0W-TK2D-J3EK-XNZ2", "ZQ0W-TK2D-J3EK-XNZ2"),
        (" zq0w tk2d j3ek xnz2 ", "ZQ0W-TK2D-J3EK-XNZ2"),
        ("ZQOW—TK2D－J3EK-XNZ2", "ZQ0W-TK2D-J3EK-XNZ2"),
        ("ZQ0WTK2DJ3EKXNZ", ""),
        ("", ""),
        ("不知道", ""),
    ],
)
def test_a_typed_code_is_taken_as_people_write_it(typed: str, read: str) -> None:
    assert typed_code(typed) == read
