"""Files made of what is public, made once: whoever asks again, however often, gets the bytes that were kept."""

import threading
from collections.abc import Callable
from typing import Final

from selfeval.services.kept_documents import kept_or_made

# One is made at a time: asking for many at once must not take the machine from those who work.
_LOCK: Final = threading.Lock()


def kept_once(*parts: str, ending: str, make: Callable[[], bytes]) -> bytes:
    """The bytes kept under `parts`, all that they depend on; made and kept where nobody asked before."""

    def made_alone() -> bytes:
        with _LOCK:
            return make()

    return kept_or_made("public", ending, *parts, make=made_alone)
