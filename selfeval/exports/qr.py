"""The QR picture at the foot of every page."""

import segno

from selfeval.exports.document import FormDocument

SCALE = 4  # pixels a module


def qr_data_uri(document: FormDocument) -> str:
    """A PNG data URI of the code and what it stands for, readable without a network."""
    text = "\n".join(
        (
            f"校验码 {document.stamp.verification_code}",
            f"{document.department} {document.fiscal_year}年度",
            f"得分 {document.total.self_score.text} {document.grade.text}",
        )
    )
    uri: str = segno.make_qr(text, error="m", boost_error=False).png_data_uri(scale=SCALE, border=0)
    return uri
