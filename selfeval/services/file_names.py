"""The name of a received file: as the person called it, without what could do harm where it is shown or saved."""

import re
import unicodedata
from typing import Final

LONGEST_NAME: Final = 200
_UNNAMED: Final = "未命名"
# Windows keeps these for itself, whatever the ending.
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
_NOT_IN_NAMES: Final = re.compile(r'[<>:"|?*]')


def plain_name(name: str) -> str:
    """`name` without folders, characters that print nowhere or turn the writing round, and at most `LONGEST_NAME`.

    What the person wrote is kept: Chinese, spaces inside, brackets. The ending always stays.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # Controls (Cc), marks of direction and joiners (Cf), halves of characters (Cs), private use and unassigned.
    shown = "".join(each if unicodedata.category(each)[0] != "C" else "" for each in last)
    shown = " ".join(_NOT_IN_NAMES.sub("_", shown).split())
    if not shown.strip(". "):
        return _UNNAMED
    if _RESERVED.match(shown):
        shown = f"_{shown}"
    return _shortened(shown)


def ending_of(name: str) -> str:
    """The last ending without its dot, lower case; empty where the name ends in a dot or a space, or has none."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem and re.fullmatch(r"[A-Za-z0-9]{1,10}", ending) else ""


def _shortened(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    ending = ending_of(name)
    tail = f"….{ending}" if ending else "…"
    return name[: LONGEST_NAME - len(tail)] + tail
