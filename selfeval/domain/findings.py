"""What a check found: data, not an exception."""

from dataclasses import dataclass

from selfeval.domain.framework import Severity


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

    @property
    def blocks_submission(self) -> bool:
        """Whether the filing cannot be submitted while this stands: an error, or a warning without an answer."""
        return self.severity is Severity.ERROR or (self.severity is Severity.WARNING and not self.explanation)
