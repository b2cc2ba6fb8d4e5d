"""Names of files in a package: safe on every disk, told apart, in the words people know."""

import re
import unicodedata
from typing import Final

# Of one part of a path, in UTF-8: disks take 255; room is left for a number and for where it is unpacked.
MOST_BYTES: Final = 200
_FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*]')
# Windows keeps these for itself, whatever the ending.
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)


def safe_part(text: str, *, ending: str = "") -> str:
    """`text` as one part of a path, with `ending` behind it, at most `MOST_BYTES` long. Never empty, never a folder."""
    composed = unicodedata.normalize("NFC", text)
    printed = "".join(each if unicodedata.category(each)[0] != "C" else "" for each in composed)
    plain = "_".join(_FORBIDDEN.sub("_", printed).split())
    # Excel and shells take these at the beginning for something else.
    plain = plain.strip("._ ").lstrip("-=+@~") or "未命名"
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    return _cut(plain, MOST_BYTES - len(ending.encode())) + ending


class Names:
    """Gives each file of one package a name of its own; disks that do not tell `A` from `a` count too."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def unique(self, folder: str, stem: str, ending: str) -> str:
        """`folder/stem.ending`, with （2）, （3）… behind the stem where it is taken."""
        inside = safe_part(folder)
        number = 1
        while True:
            mark = f"（{number}）" if number > 1 else ""
            name = f"{inside}/{safe_part(stem, ending=mark + ending)}"
            if self._key(name) not in self._taken:
                self._taken.add(self._key(name))
                return name
            number += 1

    @staticmethod
    def _key(name: str) -> str:
        return unicodedata.normalize("NFKC", name).casefold()


def _cut(text: str, most: int) -> str:
    """The beginning of `text` that has at most `most` bytes, never half a character."""
    return text.encode()[:most].decode(errors="ignore").rstrip("._ ") or "_"
