"""What a check of the reviewer's own work sees, and how it says what it found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from selfeval.domain.amounts import plain_text, telling_text
from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.checks.thresholds import DEFAULT, CheckSettings
from selfeval.domain.findings import Finding
from selfeval.domain.review import Review


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCase:
    """A review and what the cycle checks by. Boxes are `review.<code>.score` and `review.<code>.remark`."""

    review: Review
    settings: CheckSettings = DEFAULT

    def name_of(self, code: str) -> str:
        """The name of an indicator."""
        return self.review.scored[code].name

    def points(self, points: Decimal) -> str:
        """Points as printed."""
        return telling_text(points, self.review.framework.rounding.points_places)

    def finding(
        self,
        check: str,
        *where: str,
        expected: Decimal | str | None = None,
        found: Decimal | str | None = None,
        **words: str,
    ) -> Finding:
        """A finding of `check` in the catalogue's words; numbers are points."""
        message = CATALOGUE[check]
        places = self.review.framework.rounding.points_places
        given = {"expected": expected, "found": found}
        told = {key: self.points(value) if isinstance(value, Decimal) else value or "" for key, value in given.items()}
        plain = {
            key: plain_text(value, places) if isinstance(value, Decimal) else value for key, value in given.items()
        }
        return Finding(
            check=check,
            severity=self.settings.severities.get(check, message.severity),
            where=where,
            message=message.text.format(**told, **words),
            expected=plain["expected"],
            found=plain["found"],
        )


ReviewCheck = Callable[[ReviewCase], Iterable[Finding]]
