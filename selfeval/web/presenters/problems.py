"""Findings as people meet them: a sentence, where it is, and the way there."""

from dataclasses import dataclass
from urllib.parse import urlencode

from selfeval.domain.assessment import Assessment
from selfeval.domain.findings import Finding, Waiver
from selfeval.domain.framework import Severity
from selfeval.domain.pins import place_of_box
from selfeval.domain.sections import section_of_box, sections_of
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.text import day_text

SHOWN_BESIDE = 8
# Enough of the quoted words to find them by; an address holds no more than it must.
_WORDS_IN_ADDRESS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding. `place` is the page it is on, `box` the path of its box, `answer` the unit's explanation.

    `key` recognises it in another version, `quote` are the words of a text that the message does not repeat, `waiver`
    says who let it stand and why. `pin` is where a remark about it is pinned.
    """

    check: str
    severity: str
    message: str
    place: str
    url: str
    box: str
    answer: str
    key: str = ""
    quote: str = ""
    waiver: str = ""
    pin: str = ""

    @property
    def icon(self) -> str:
        """The sprite's name."""
        return {"error": "err", "warning": "warn"}.get(self.severity, "info")

    @property
    def tone(self) -> str:
        """The class of its colour."""
        return {"error": "t-red", "warning": "t-amber"}.get(self.severity, "muted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problems:
    """All findings, sorted by what they ask for."""

    blocking: tuple[Problem, ...]
    to_answer: tuple[Problem, ...]
    answered: tuple[Problem, ...]
    for_reading: tuple[Problem, ...]
    waived: tuple[Problem, ...]

    @property
    def open_count(self) -> int:
        """How many still keep the filing from being sent."""
        return len(self.blocking) + len(self.to_answer)

    @property
    def is_clear(self) -> bool:
        """Whether the filing may be sent."""
        return self.open_count == 0

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """All warnings, those without an answer first."""
        return self.to_answer + self.answered

    @property
    def blocking_beside(self) -> tuple[Problem, ...]:
        """As many errors as the side column has room for."""
        return self.blocking[:SHOWN_BESIDE]

    @property
    def to_answer_beside(self) -> tuple[Problem, ...]:
        """As many warnings as the side column still has room for, and two at least."""
        return self.to_answer[: max(2, SHOWN_BESIDE - len(self.blocking))]

    @property
    def not_beside(self) -> int:
        """How many open problems the side column leaves out."""
        return self.open_count - len(self.blocking_beside) - len(self.to_answer_beside)


def problem_of(finding: Finding, assessment: Assessment, addresses: Addresses) -> Problem:
    """One finding as a problem."""
    box = finding.box
    section = section_of_box(assessment.framework, box)
    titles = {each.code: each.title for each in sections_of(assessment.framework)}
    return Problem(
        check=finding.check,
        severity=finding.severity.value,
        message=finding.message,
        place=titles.get(section, ""),
        url=_address(finding, section, addresses),
        box=box,
        answer=finding.explanation or "",
        key=finding.key,
        quote=finding.quote if finding.quote and finding.quote not in finding.message else "",
        waiver=waiver_words(finding.waiver) if finding.waiver else "",
        pin=place_of_box(assessment.framework, box),
    )


def waiver_words(waiver: Waiver) -> str:
    """Why it may stand, who says so, and how long."""
    until = f"，至{day_text(waiver.until)}" if waiver.until else ""
    return f"{waiver.reason}（{waiver.by}{until}）"


def _address(finding: Finding, section: str, addresses: Addresses) -> str:
    """The way to the box; for words in a text with the words, which the page then selects."""
    own = {f"indicators.{node.code}" for node in addresses.framework.own_nodes}
    if finding.check == "points_sum_to_total" and finding.box not in own:
        return addresses.named("filing-points")
    if not finding.quote or not finding.box:
        return addresses.box(finding.box)
    words = urlencode({"words": finding.quote[:_WORDS_IN_ADDRESS], "at": finding.offset or 0})
    return f"{addresses.section(section)}?{words}#{finding.box}"


def problems_of(assessment: Assessment, addresses: Addresses) -> Problems:
    """The findings of `assessment`, each kind in the order of the pages."""
    pages = {section.code: place for place, section in enumerate(sections_of(assessment.framework))}
    in_order = sorted(assessment.findings, key=lambda each: pages[section_of_box(assessment.framework, each.box)])
    all_of = [(finding, problem_of(finding, assessment, addresses)) for finding in in_order]

    def chosen(severity: Severity, *, open_only: bool | None = None) -> tuple[Problem, ...]:
        return tuple(
            problem
            for finding, problem in all_of
            if finding.severity is severity
            and finding.waiver is None
            and open_only in (None, finding.blocks_submission)
        )

    return Problems(
        blocking=chosen(Severity.ERROR),
        to_answer=chosen(Severity.WARNING, open_only=True),
        answered=chosen(Severity.WARNING, open_only=False),
        for_reading=chosen(Severity.INFO),
        waived=tuple(problem for finding, problem in all_of if finding.waiver is not None),
    )
