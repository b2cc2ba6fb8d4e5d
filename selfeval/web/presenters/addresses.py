"""Where things of one filing are."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.urls import reverse

from selfeval.domain.framework import Framework
from selfeval.domain.sections import section_of_box

# A remark the form was returned with, by its key.
_PINS: Final = "pins."


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Addresses of the pages of the filing `public_id` under `framework`."""

    public_id: UUID
    framework: Framework

    def section(self, code: str) -> str:
        """The page with the code `code`."""
        return reverse("filing-section", args=[self.public_id, code])

    def box(self, box: str) -> str:
        """The page and place of a box; what has no box of its own is on the last page, remarks are in their list."""
        if box.startswith(_PINS):
            return f"{self.named('filing-answers')}#pin-{box.removeprefix(_PINS)}"
        section = section_of_box(self.framework, box)
        return f"{self.section(section)}#{box}" if box else self.section(section)

    def named(self, name: str) -> str:
        """Another page of the filing by the name of its route."""
        return reverse(name, args=[self.public_id])

    def draft_text(self, code: str) -> str:
        """The first text of the narrative with the code `code`."""
        return reverse("filing-draft-text", args=[self.public_id, code])
