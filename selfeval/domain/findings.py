"""What a check found: data, not an exception."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from selfeval.domain.framework import Severity

_KEY_LENGTH: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A finding that somebody in charge lets stand (豁免): why, who, and until which day it counts, that day included.

    It is of the finding `key`, or where that is empty of every finding of `check`.
    """

    check: str
    key: str = ""
    reason: str
    by: str
    until: date | None = None

    def covers(self, finding: "Finding") -> bool:
        """Whether it is about `finding`."""
        return self.check == finding.check and self.key in ("", finding.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One result of a check (核查结果).

    `where` names the boxes by path (`fields.closing_balance`, `indicators.<code>.reason`), first the one to go to.
    `expected` and `found` are plain digits or words; `explanation` is the unit's answer to a warning, or None. A
    finding about a text quotes its words; `offset` counts characters from the beginning of the text in `where[0]`.
    """

    check: str
    severity: Severity
    where: tuple[str, ...]
    message: str
    expected: str | None = None
    found: str | None = None
    explanation: str | None = None
    quote: str | None = None
    offset: int | None = None
    waiver: Waiver | None = None

    @property
    def box(self) -> str:
        """The box to go to; empty where it has none."""
        return self.where[0] if self.where else ""

    @property
    def key(self) -> str:
        """The same in every version in which the same check finds the same words, or the same box, at fault."""
        words = "".join((self.quote or "").split())
        return hashlib.sha256("\n".join((self.check, self.box, words)).encode()).hexdigest()[:_KEY_LENGTH]

    @property
    def blocks_submission(self) -> bool:
        """Whether the filing cannot be submitted while this stands: an error, or a warning without an answer."""
        if self.waiver is not None:
            return False
        return self.severity is Severity.ERROR or (self.severity is Severity.WARNING and not self.explanation)


def with_waivers(findings: Iterable[Finding], waivers: Iterable[Waiver]) -> tuple[Finding, ...]:
    """`findings`, each with the first of the `waivers` in force that covers it, or with the one it has."""
    in_force = tuple(waivers)
    return tuple(
        replace(finding, waiver=next((each for each in in_force if each.covers(finding)), finding.waiver))
        for finding in findings
    )
