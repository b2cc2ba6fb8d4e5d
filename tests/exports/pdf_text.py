"""What a reader finds in a PDF file, by poppler's tools."""

import subprocess
from functools import cache

from selfeval.exports.document import FormDocument
from selfeval.exports.pdf import render_pdf


@cache
def drawn(document: FormDocument) -> bytes:
    """The PDF of a form, drawn once for all tests that only read it."""
    return render_pdf(document)


@cache
def text_of(content: bytes) -> str:
    """The text as pdftotext gives it, page by page."""
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


def joined(content: bytes) -> str:
    """The text without any white space, as a search for a sentence over line ends needs it."""
    return "".join(text_of(content).split())


def fonts_of(content: bytes) -> set[str]:
    """The names of all embedded fonts, without their subset tags."""
    done = subprocess.run(["pdffonts", "-"], input=content, capture_output=True, check=True)
    return {line.split()[0].partition("+")[2] for line in done.stdout.decode().splitlines()[2:]}
