"""The streams of a PDF, deflated once.

WeasyPrint hashes a whole PDF/A for its identifier, and deflates every stream as hard as it can for it, then all of them
again to write them. Here each is deflated before, once, and a little less hard: the files are half a hundredth larger.
"""

import zlib
from typing import Any, Final

import pydyf

_HARD: Final = 6
_OPENING: Final = b"stream\n"
_CLOSING: Final = b"\nendstream"


def packed(document: object, pdf: Any) -> None:
    """Deflate every stream of `pdf` that is to be; to be given to `Document.write_pdf` as its finisher."""
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.compress:
            stream.stream = [zlib.compress(_content(stream), _HARD)]
            stream.extra["Filter"] = "/FlateDecode"
            stream.compress = False


def _content(stream: pydyf.Stream) -> bytes:
    plain: bytes = pydyf.Stream(stream.stream).data
    return plain[plain.index(_OPENING) + len(_OPENING) : -len(_CLOSING)]
