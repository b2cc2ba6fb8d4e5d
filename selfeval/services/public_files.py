"""Files made of what is public, made once: whoever asks again, however often, gets the bytes that were kept."""

import hashlib
import threading
from collections.abc import Callable
from typing import Final

from django.core.files.base import ContentFile

from selfeval.models.evidence import private_storage

_FOLDER: Final = "published"
# One is made at a time: asking for many at once must not take the machine from those who work.
_LOCK: Final = threading.Lock()


def kept_once(*parts: str, ending: str, make: Callable[[], bytes]) -> bytes:
    """The bytes kept under `parts`, all that they depend on; made and kept where nobody asked before."""
    key = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    path = f"{_FOLDER}/{key[:2]}/{key}{ending}"
    found = _read(path)
    if found is not None:
        return found
    with _LOCK:
        found = _read(path)
        if found is None:
            found = make()
            private_storage().save(path, ContentFile(found))
    return found


def _read(path: str) -> bytes | None:
    storage = private_storage()
    if not storage.exists(path):
        return None
    with storage.open(path, "rb") as kept:
        content: bytes = kept.read()
    return content
