"""Pages of a sheet, planned from the heights of its rows, because merged labels must end where a page ends."""

from dataclasses import dataclass, field

from selfeval.exports.excel_sheet import PAGE_POINTS


@dataclass(slots=True, kw_only=True)
class PagePlan:
    """Fills pages with rows; `head` is what repeats on every page, `used` what the page holds so far."""

    used: float
    head: float = 0
    breaks: list[int] = field(default_factory=list)

    def add(self, row: int, height: float, *, with_next: float = 0) -> None:
        """Put a row on the page, or on a new one where it, and `with_next` points below it, do not fit."""
        if self.used > self.head and self.used + height + with_next > PAGE_POINTS:
            self.breaks.append(row)
            self.used = self.head
        self.used += height

    @property
    def page(self) -> int:
        """The number of the page that is being filled, from zero."""
        return len(self.breaks)
