"""The verification code of a document and its QR picture.

The code is the head of a SHA-256 over everything the form prints, so two forms with the same code say the same, and a
form with a figure changed has another code. It proves nothing about who made it.
"""

import hashlib
from dataclasses import fields, is_dataclass
from typing import Any, Final

import segno

from selfeval.exports.document import Cell, FormDocument

# Crockford's digits: nothing that could be read as another, and no words by accident.
DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP_LENGTH = 4, 4
QR_SCALE = 4


def code_of(document: FormDocument) -> str:
    """`7F3K-92QD-04MA-XY21`: 80 bits of the digest of what `document` prints, without its stamp."""
    number = int.from_bytes(hashlib.sha256("\x1f".join(_printed(document)).encode()).digest())
    digits = []
    for _ in range(GROUPS * GROUP_LENGTH):
        number, digit = divmod(number, len(DIGITS))
        digits.append(DIGITS[digit])
    text = "".join(digits)
    return "-".join(text[start : start + GROUP_LENGTH] for start in range(0, len(text), GROUP_LENGTH))


def qr_data_uri(document: FormDocument) -> str:
    """A PNG data URI: the code and what it stands for, readable without a network."""
    text = "\n".join(
        (
            f"校验码 {document.stamp.verification_code}",
            f"{document.department} {document.fiscal_year}年度",
            f"得分 {document.total.self_score.text} {document.grade.text}",
        )
    )
    uri: str = segno.make_qr(text, error="m").png_data_uri(scale=QR_SCALE, border=0)
    return uri


def _printed(value: Any) -> list[str]:
    """Every printed text below `value`, in the order of the model, each with its place."""
    match value:
        case Cell(text=text):
            return [text]
        case tuple():
            return [f"[{len(value)}", *(text for each in value for text in _printed(each))]
        case FormDocument():
            return [text for each in fields(value) if each.name != "stamp" for text in _printed(getattr(value, each.name))]
    if is_dataclass(value):
        return [text for each in fields(value) for text in _printed(getattr(value, each.name))]
    return [str(value)]
