"""Which edition of the product made a document: whatever it could depend on besides what was filed.

Code, templates, style sheets, shipped frameworks and the versions of the libraries that draw. A document kept by one
edition is not handed out by another, so that nobody has to remember to count a number up.
"""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from django.conf import settings

_LIBRARIES: Final = ("weasyprint", "pydyf", "fonttools", "segno", "XlsxWriter", "python-docx", "pillow")
_PATTERNS: Final = (
    "selfeval/[!m]*/**/*.py",
    "selfeval/models/*.py",
    "templates/exports/**/*",
    "static/css/form*.css",
    "static/css/report*.css",
    "fixtures/**/*.yaml",
)
_FONTS: Final = "static/fonts"


@lru_cache(maxsize=1)
def edition() -> str:
    """64 hexadecimal digits; read once per process."""
    found = hashlib.sha256()
    for path in sorted(set(_files(Path(settings.BASE_DIR)))):
        found.update(f"{path.name}\n".encode())
        found.update(path.read_bytes())
    for font in sorted((Path(settings.BASE_DIR) / _FONTS).glob("*")):
        # Twenty megabytes are not read for it: a face that is made anew has another size.
        found.update(f"{font.name} {font.stat().st_size}\n".encode())
    for library in _LIBRARIES:
        found.update(f"{library} {version(library)}\n".encode())
    return found.hexdigest()


def _files(top: Path) -> Iterator[Path]:
    for pattern in _PATTERNS:
        yield from (path for path in top.glob(pattern) if path.is_file())
