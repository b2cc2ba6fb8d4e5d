"""The fonts that browsers and LibreOffice find under test: our own, so that no machine needs Chinese ones.

Without any, a browser fetches and unpacks the pages' own for everybody who sits down (0.3 s of processor time), and
LibreOffice sets Chinese text in boxes, at other places than where there are any.
"""

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{folder}</dir>
  <cachedir>{folder}/cache</cachedir>
</fontconfig>
"""


@cache
def environment() -> dict[str, str]:
    """The environment of a program that is to find the pages' fonts beside those of the machine.

    They are unpacked first: programs that read them packed unpack them again for every page.
    """
    folder = Path(tempfile.mkdtemp(prefix="selfeval-fonts-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for packed in (settings.BASE_DIR / "static/fonts").glob("*.woff2"):
        with TTFont(packed) as font:
            font.flavor = None
            font.save(folder / f"{packed.stem}.otf", reorderTables=None)
    configuration = folder / "fonts.conf"
    configuration.write_text(_CONFIGURATION.format(folder=folder), encoding="utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(configuration)}
