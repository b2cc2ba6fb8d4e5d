"""What a page says it has seen: the filing's version of the whole page, and newer ones of single boxes.

Sent as `seen` and `seen.<box>`. Where a box is in conflict, `use_mine.<box>` says over which version the person's own
value goes, and `use_theirs.<box>` that the other's stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

_LONGEST: Final = 9


class NoVersion(ValueError):
    """The page does not say what it has seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Versions of the filing at which a person saw the boxes of a page; `boxes` where one is newer than the page."""

    page: int
    boxes: Mapping[str, int] = field(default_factory=dict)

    def of(self, box: str) -> int:
        """The version at which `box` was seen."""
        return self.boxes.get(box, self.page)

    def with_boxes(self, boxes: Iterable[str], version: int) -> Self:
        """The same, after `boxes` were seen at `version` too."""
        return replace(self, boxes={**self.boxes, **dict.fromkeys(boxes, version)})

    @property
    def inputs(self) -> list[tuple[str, int]]:
        """Names and values of the hidden inputs that say it again."""
        return [("seen", self.page), *((f"seen.{box}", version) for box, version in self.boxes.items())]


def seen_in(data: Mapping[str, Any], boxes: Iterable[str]) -> Seen:
    """What `data` says of `boxes`. Raises NoVersion."""
    found = {}
    for box in boxes:
        said = (data.get(f"{word}.{box}") for word in ("use_mine", "use_theirs", "seen"))
        text = next((each for each in said if each is not None), None)
        if text is not None:
            found[box] = _version(text)
    return Seen(page=_version(data.get("seen", "")), boxes=found)


def given_up(data: Mapping[str, Any], boxes: Iterable[str]) -> frozenset[str]:
    """The boxes where the person takes what the other entered."""
    return frozenset(box for box in boxes if f"use_theirs.{box}" in data)


def _version(text: Any) -> int:
    plain = str(text)
    if not (plain.isascii() and plain.isdigit() and len(plain) <= _LONGEST):
        raise NoVersion(plain)
    return int(plain)
