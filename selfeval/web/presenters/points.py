"""Reference and set points of all indicators on one page, so that moving points can be seen to add up."""

from dataclasses import dataclass

from selfeval.domain.assessment import Assessment
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.text import points_text


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsLine:
    """One leaf; `is_moved` where its points in force are not the reference."""

    name: str
    root: str
    reference: str
    points: str
    url: str
    is_moved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsTable:
    """All leaves, and whether their points in force sum to the total."""

    lines: tuple[PointsLine, ...]
    total: str
    should_be: str

    @property
    def adds_up(self) -> bool:
        """Whether the sum is the framework's total."""
        return self.total == self.should_be


def points_table(assessment: Assessment, addresses: Addresses) -> PointsTable:
    """The table for `assessment`."""
    framework = assessment.framework
    lines = tuple(
        PointsLine(
            name=score.name,
            root=framework.nodes[code.partition(".")[0]].name,
            reference=points_text(score.reference_points),
            points=points_text(score.points),
            url=addresses.box(f"indicators.{code}.set_points"),
            is_moved=score.points != score.reference_points,
        )
        for code, score in assessment.sheet.indicators.items()
    )
    return PointsTable(
        lines=lines,
        total=points_text(assessment.sheet.total.points),
        should_be=points_text(framework.total_points),
    )
