"""What a filing was returned with, as its pages show it while the unit has it again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from selfeval.domain.framework import Framework
from selfeval.domain.pins import is_open
from selfeval.models import Filing
from selfeval.queries.pins import open_places, pins_to_answer
from selfeval.web.presenters.pins import PinView, by_box, opened_names, pin_views


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedWith:
    """The remarks of a return that opens only their places: those of one page (`here`) and all of them.

    `places` are what may be changed, `opened` the same in words.
    """

    framework: Framework
    places: tuple[str, ...]
    opened: tuple[str, ...]
    pins: tuple[PinView, ...]
    here: tuple[PinView, ...]
    open_count: int

    @property
    def at(self) -> Mapping[str, tuple[PinView, ...]]:
        """The remarks of each box or card."""
        return by_box(self.pins)

    def locked(self, boxes: Collection[str]) -> frozenset[str]:
        """Those of `boxes` that may not be changed."""
        return frozenset(box for box in boxes if not is_open(self.framework, box, self.places))


def returned_with(filing: Filing, framework: Framework, section: str, now: datetime) -> ReturnedWith | None:
    """Of the page `section`; None where the whole form is open. No query in the first round, else at most four."""
    places = open_places(filing=filing)
    if places is None:
        return None
    views = pin_views(filing, framework, pins_to_answer(filing=filing), now)
    return ReturnedWith(
        framework=framework,
        places=places,
        opened=opened_names(framework, places),
        pins=views,
        here=tuple(view for view in views if view.section == section),
        open_count=sum(not view.is_answered for view in views),
    )
