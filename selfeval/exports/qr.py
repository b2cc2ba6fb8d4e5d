"""The QR picture at the foot of every page."""

from urllib.parse import urlencode

import segno
from django.conf import settings

from selfeval.exports.document import FormDocument

SCALE = 4  # pixels a module


def qr_data_uri(document: FormDocument) -> str:
    """A PNG data URI of `qr_text`."""
    uri: str = segno.make_qr(qr_text(document), error="m", boost_error=False).png_data_uri(scale=SCALE, border=0)
    return uri


def qr_text(document: FormDocument) -> str:
    """The address of the page that verifies the code, where the site has one; else words readable without a network."""
    code = document.stamp.verification_code
    if settings.SITE_ADDRESS:
        return f"{settings.SITE_ADDRESS}/verify/?{urlencode({'code': code})}"
    return "\n".join(
        (
            f"校验码 {code}",
            f"{document.department} {document.fiscal_year}年度",
            f"得分 {document.total.self_score.text} {document.grade.text}",
        )
    )
