"""PDFs that prove themselves: signed as they are made, and told from what was changed since by whoever has one.

    signed_pdf(content, code=submission.verification_code)
    checked_pdf(content)        # genuine and of which code, changed, or none of ours

The signature covers every byte, so what a PDF program saved anew, what was printed and scanned, and what was edited
does not carry one that holds: that says nothing against the paper, whose code can still be looked up.
"""

from dataclasses import dataclass
from enum import StrEnum

from selfeval.domain.signed_pdf import mark_of, marked, signed_text, was_marked
from selfeval.services.signing import is_signed, public_key, sign


class Seal(StrEnum):
    """What the signature of a file says of it."""

    GENUINE = "genuine"
    CHANGED = "changed"
    NONE = "none"
    NO_PDF = "no_pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedPdf:
    """What is known of a file; the `code` it was signed with where it is genuine."""

    seal: Seal
    code: str = ""


def signed_pdf(content: bytes, *, code: str) -> bytes:
    """`content` with the signature of this installation. The same gives the same. Raises ValueError for no PDF."""
    return marked(content, code=code, signature=sign(signed_text(content, code)))


def checked_pdf(content: bytes) -> CheckedPdf:
    """What is known of `content`, of which nothing is read but its end. A signature of others is none that holds."""
    if not content.startswith(b"%PDF-"):
        return CheckedPdf(seal=Seal.NO_PDF)
    mark = mark_of(content)
    if mark is None:
        return CheckedPdf(seal=Seal.CHANGED if was_marked(content) else Seal.NONE)
    if not is_signed(mark.text, signature=mark.signature, key=public_key()):
        return CheckedPdf(seal=Seal.CHANGED)
    return CheckedPdf(seal=Seal.GENUINE, code=mark.code)
