"""Where the signature of a PDF stands: a comment just before the last `startxref`, which changes nothing that is shown.

    %selfeval-signature 1 JX21-7F3K-92QD-04MA 5f0c…(128 hexadecimal digits)
    startxref
    12345
    %%EOF

What is signed is `signed_text`: the verification code, and the hash of the PDF without that line. A comment may stand
there in PDF/A too, and no offset of the file changes. Whatever is added behind makes it no signature any more.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

_NAME: Final = b"%selfeval-signature 1 "
_SIGNATURE_BYTES: Final = 64
_LAST: Final = rb"startxref\r?\n[0-9]{1,12}\r?\n%%EOF\r?\n?\Z"
_END: Final = re.compile(_LAST)
_MARK: Final = re.compile(re.escape(_NAME) + rb"((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}) ([0-9a-f]{128})\n(?=" + _LAST + rb")")
# The mark and the end of the file are no longer than this.
_TAIL: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfMark:
    """The signature a PDF carries, of `text`, with the verification code it names."""

    code: str
    signature: bytes
    text: bytes


def signed_text(pdf: bytes, code: str) -> bytes:
    """What is signed of `pdf`, which carries no mark: `selfeval-pdf-1`, code and SHA-256, a line each."""
    return f"selfeval-pdf-1\n{code}\n{hashlib.sha256(pdf).hexdigest()}\n".encode()


def marked(pdf: bytes, *, code: str, signature: bytes) -> bytes:
    """`pdf` with the mark. Raises ValueError for what does not end as a PDF ends."""
    end = _END.search(pdf, max(0, len(pdf) - _TAIL))
    if end is None or len(signature) != _SIGNATURE_BYTES:
        raise ValueError("no end of a PDF, or no signature")
    mark = _NAME + f"{code} {signature.hex()}\n".encode()
    return pdf[: end.start()] + mark + pdf[end.start() :]


def mark_of(pdf: bytes) -> PdfMark | None:
    """The mark at the end of `pdf`; None where there is none, or something was added behind it."""
    found = _MARK.search(pdf, max(0, len(pdf) - _TAIL))
    if found is None:
        return None
    code = found[1].decode()
    plain = pdf[: found.start()] + pdf[found.end() :]
    return PdfMark(code=code, signature=bytes.fromhex(found[2].decode()), text=signed_text(plain, code))


def was_marked(pdf: bytes) -> bool:
    """Whether a mark stands anywhere: somebody went on writing in what was signed."""
    return _NAME in pdf
