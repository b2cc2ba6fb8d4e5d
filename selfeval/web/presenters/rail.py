"""The left column: the pages of a filing, and how far each is."""

from collections.abc import Mapping
from dataclasses import dataclass

from selfeval.domain.assessment import Assessment
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from selfeval.domain.sections import Section, SectionKind, section_of_box, sections_of
from selfeval.queries.filings import SectionStamp
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.scores import points_to_give
from selfeval.web.presenters.text import numeral, points_text, score_text


@dataclass(frozen=True, slots=True, kw_only=True)
class RailGroup:
    """A level-2 group of the page that is open: filed score over points in force."""

    name: str
    url: str
    scores: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RailPage:
    """One page. `kind`: done, errors, warnings, untouched, check."""

    code: str
    number: str
    title: str
    url: str
    kind: str
    words: str
    is_current: bool
    groups: tuple[RailGroup, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rail:
    """All pages in order; the last one checks and sends."""

    pages: tuple[RailPage, ...]

    @property
    def before_check(self) -> tuple[RailPage, ...]:
        """The pages that are filled."""
        return self.pages[:-1]

    @property
    def check(self) -> RailPage:
        """The last page."""
        return self.pages[-1]

    @property
    def place(self) -> int:
        """The position of the current page."""
        return next(place for place, page in enumerate(self.pages) if page.is_current)

    @property
    def previous(self) -> RailPage | None:
        """The page before the current one."""
        return self.pages[self.place - 1] if self.place else None

    @property
    def following(self) -> RailPage | None:
        """The page after the current one."""
        return self.pages[self.place + 1] if self.place + 1 < len(self.pages) else None

    @property
    def current(self) -> RailPage:
        """The page that is open."""
        return self.pages[self.place]


def rail_of(assessment: Assessment, addresses: Addresses, *, current: str, stamps: Mapping[str, SectionStamp]) -> Rail:
    """The pages with the number of open findings of each."""
    found = open_by_section(assessment)
    pages = []
    for number, section in enumerate(sections_of(assessment.framework), 1):
        kind, words = _standing(section, found.get(section.code, ()), stamps.get(section.code), assessment)
        is_current = section.code == current
        pages.append(
            RailPage(
                code=section.code,
                number="" if section.kind is SectionKind.CHECK else numeral(number),
                title=section.title,
                url=addresses.section(section.code),
                kind=kind,
                words=words,
                is_current=is_current,
                groups=_groups(assessment, addresses, section) if is_current else (),
            )
        )
    return Rail(pages=tuple(pages))


def open_by_section(assessment: Assessment) -> dict[str, tuple[Finding, ...]]:
    """The findings that still ask for something, by the page their first box is on."""
    found: dict[str, tuple[Finding, ...]] = {}
    for finding in assessment.blocking:
        box = finding.where[0] if finding.where else ""
        code = section_of_box(assessment.framework, box)
        found[code] = (*found.get(code, ()), finding)
    return found


def _standing(
    section: Section, findings: tuple[Finding, ...], stamp: SectionStamp | None, assessment: Assessment
) -> tuple[str, str]:
    if section.kind is SectionKind.CHECK:
        count = len(assessment.blocking)
        return ("check", f"差 {count} 项") if count else ("done", "可以送签")
    if not findings:
        return "done", "已填好"
    if stamp is None or stamp.version == 0:
        return "untouched", "未填"
    has_errors = any(finding.severity is Severity.ERROR for finding in findings)
    return "errors" if has_errors else "warnings", f"{len(findings)} 项"


def _groups(assessment: Assessment, addresses: Addresses, section: Section) -> tuple[RailGroup, ...]:
    if section.kind is not SectionKind.INDICATORS:
        return ()
    nodes, places = assessment.framework.nodes, assessment.framework.rounding.points_places
    groups = (
        group
        for code, group in assessment.sheet.groups.items()
        if group.level == 2 and code.startswith(f"{section.code}.")
    )
    return tuple(
        RailGroup(
            name=group.name,
            url=f"{addresses.section(section.code)}#indicators.{group.code}",
            scores=(
                f"{score_text(group.self_score, places)} / {points_text(points_to_give(assessment, nodes[group.code]))}"
            ),
        )
        for group in groups
    )
