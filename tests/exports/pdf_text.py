"""What a reader finds in a PDF file, by poppler's tools."""

import re
import subprocess
from functools import cache

PAGE_FEET = re.compile(r"第\s*\d+\s*页\s*共\s*\d+\s*页")


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
