"""Looks at one PDF in a process of its own: a file made to break readers then breaks nothing else.

Run as a script, never imported by the application (`services.pdf` starts it). The file comes on standard input.
`facts` answers JSON on standard output: pages, is_locked, has_scripts; `page <number> <width>` answers a JPEG.
Exit code 3 is a PDF that cannot be opened, 4 a page that does not exist.
"""

import json
import resource
import sys
from io import BytesIO
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

BROKEN: Final = 3
NO_SUCH_PAGE: Final = 4
_MOST_MEMORY: Final = 1536 * 1024 * 1024
_MOST_SECONDS: Final = 15
_MOST_PIXELS: Final = 6_000_000


def main(arguments: list[str]) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError:
        is_locked = pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        if not is_locked:
            return BROKEN
        sys.stdout.write(json.dumps({"pages": 0, "is_locked": True, "has_scripts": False}))
        return 0
    if arguments[0] == "facts":
        sys.stdout.write(json.dumps(_facts(document)))
        return 0
    return _draw(document, int(arguments[1]), int(arguments[2]))


def _facts(document: pypdfium2.PdfDocument) -> dict[str, int | bool]:
    has_scripts = pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0
    return {"pages": len(document), "is_locked": False, "has_scripts": has_scripts}


def _draw(document: pypdfium2.PdfDocument, number: int, width: int) -> int:
    """Write page `number`, counted from 1, as a JPEG `width` pixels wide, smaller where it would be too large."""
    if not 1 <= number <= len(document):
        return NO_SUCH_PAGE
    page = document[number - 1]
    across, down = page.get_size()
    scale = width / max(across, 1)
    scale = min(scale, (_MOST_PIXELS / max(across * down, 1)) ** 0.5)
    picture = page.render(scale=scale, may_draw_forms=False).to_pil()
    target = BytesIO()
    picture.convert("RGB").save(target, "JPEG", quality=82)
    sys.stdout.buffer.write(target.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
