"""What somebody may have meant by a name that is not there."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

_SHORT: Final = 8


def perhaps(name: str, known: Iterable[str]) -> str:
    """`；是不是 甲、乙`, the nearest of `known`; empty where none is near."""
    # Two letters that changed places weigh more in a short name: juen is june.
    cutoff = 0.75 if len(name) <= _SHORT else 0.85
    # Looking for what is near takes time with the length of the name, and no code is long.
    close = get_close_matches(name, known, n=3, cutoff=cutoff) if len(name) <= 200 else []
    return f"；是不是 {'、'.join(close)}" if close else ""
