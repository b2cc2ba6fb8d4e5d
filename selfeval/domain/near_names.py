"""What somebody may have meant by a name that is not there."""

from collections.abc import Iterable
from difflib import get_close_matches


def perhaps(name: str, known: Iterable[str]) -> str:
    """`；是不是 甲、乙`, the nearest of `known`; empty where none is near."""
    # Looking for what is near takes time with the length of the name, and no code is long.
    close = get_close_matches(name, known, n=3, cutoff=0.85) if len(name) <= 200 else []
    return f"；是不是 {'、'.join(close)}" if close else ""
