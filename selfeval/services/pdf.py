"""Facts and pictures of a PDF, asked of a process of its own with little memory and little time."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

_CHILD: Final = Path(__file__).with_name("pdf_child.py")
_SECONDS: Final = 20
# As the child answers; it is a script and not imported.
_NO_SUCH_PAGE: Final = 4
WIDTH: Final = 1100
# A person leafing through a long file must not take the machine from those who type.
_at_once: Final = BoundedSemaphore(2)


class PdfUnreadable(Exception):
    """The PDF is broken, or too large to be drawn."""


class NoSuchPage(Exception):
    """The PDF has fewer pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFacts:
    """How many pages, whether it wants a password to be opened, whether it brings scripts."""

    pages: int
    is_locked: bool
    has_scripts: bool


def pdf_facts(content: bytes) -> PdfFacts:
    """Look at the PDF `content`. Raises PdfUnreadable."""
    told = json.loads(_asked(content, "facts"))
    return PdfFacts(pages=told["pages"], is_locked=told["is_locked"], has_scripts=told["has_scripts"])


def page_picture(content: bytes, number: int, *, width: int = WIDTH) -> bytes:
    """Page `number`, counted from 1, as a JPEG. Raises PdfUnreadable, NoSuchPage."""
    return _asked(content, "page", str(number), str(width))


def _asked(content: bytes, *arguments: str) -> bytes:
    # -I: nothing of this process's folders, variables or modules is seen there.
    command = [sys.executable, "-I", str(_CHILD), *arguments]
    try:
        with _at_once:
            done = subprocess.run(command, input=content, capture_output=True, timeout=_SECONDS, check=False, env={})  # noqa: S603
    except subprocess.TimeoutExpired:
        raise PdfUnreadable from None
    if done.returncode == _NO_SUCH_PAGE:
        raise NoSuchPage
    if done.returncode != 0:
        raise PdfUnreadable
    return done.stdout
