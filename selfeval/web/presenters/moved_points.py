"""The page on which points move: every indicator with its points, the sums that must stay, what to look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.forms import BoundField

from selfeval.domain.assessment import Assessment
from selfeval.domain.files import Fault
from selfeval.domain.framework import Framework, Indicator, NotApplicablePolicy, PointsKeptAt
from selfeval.domain.redistribution import ScopeSum
from selfeval.services.moved_points import point_sums
from selfeval.web.forms.indicators import box_name
from selfeval.web.forms.points import PointsForm
from selfeval.web.presenters.text import points_text, score_text

# What moving points may bring about, and which is therefore told here at once.
_TOLD: Final = (
    "points_not_moved_off_failing_indicators",
    "scores_within_points",
    "redistribution_follows_framework",
    "not_applicable_is_allowed",
)
_KEPT: Final = {
    PointsKeptAt.TOTAL: "各项分值合计",
    PointsKeptAt.LEVEL1: "每个一级指标的分值合计",
    PointsKeptAt.LEVEL2: "每个二级指标的分值合计",
}
_POLICIES: Final = {
    NotApplicablePolicy.FULL: "不涉及时按满分计",
    NotApplicablePolicy.ZERO: "不涉及时得 0 分",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsNote:
    """What is to be said of a row. `kind`: none, warning, error."""

    code: str
    kind: str = "none"
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsRow:
    """One indicator. A box is None where there is none to fill; `is_proposed` where the box shows a proposal.

    `takes_points_along` is whether its points go to others once it is ticked 不涉及.
    """

    code: str
    name: str
    above: str
    reference: str
    points: str
    filed: str
    set_points: BoundField | None
    not_involved: BoundField | None
    reason: BoundField | None
    takes_points_along: bool
    policy: str
    is_proposed: bool
    faults: tuple[str, ...]
    note: PointsNote

    @property
    def root(self) -> str:
        """The page the indicator is filled on."""
        return self.code.partition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsSum:
    """What a scope has against what it must keep. `kind`: done, short, over."""

    code: str
    name: str
    placed: str
    should_be: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsGroup:
    """The rows of one scope and their sum."""

    rows: tuple[PointsRow, ...]
    sum: PointsSum


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsPage:
    """The whole page; `who` says whose the points are to set, `faults` what keeps it from being stored."""

    groups: tuple[PointsGroup, ...]
    who: str
    is_locked: bool
    is_moved: bool
    has_given_up: bool
    faults: tuple[tuple[str, str], ...]

    @property
    def has_ticks(self) -> bool:
        """Whether 不涉及 can be ticked anywhere."""
        return any(row.not_involved for group in self.groups for row in group.rows)

    @property
    def notes(self) -> tuple[PointsNote, ...]:
        """The notes of all rows."""
        return tuple(row.note for group in self.groups for row in group.rows)


def points_page(
    assessment: Assessment,
    form: PointsForm,
    *,
    faults: tuple[Fault, ...] = (),
    proposed: Mapping[str, Decimal] | None = None,
) -> PointsPage:
    """The page for `assessment`, of what stands in `form`; `proposed` are points by code shown in its boxes."""
    rows = _Rows(assessment, form, proposed or {})
    groups = tuple(
        PointsGroup(rows=tuple(rows.made(leaf) for leaf in found.scope.leaves), sum=_sum(found))
        for found in point_sums(assessment)
    )
    framework = assessment.framework
    entries = assessment.filing.indicators.values()
    return PointsPage(
        groups=groups,
        who=_who(framework),
        is_locked=not framework.has_set_points,
        is_moved=any(entry.set_points is not None for entry in entries) or rows.gave_up,
        has_given_up=rows.gave_up,
        faults=tuple((fault.path, fault.expected) for fault in faults),
    )


class _Rows:
    """Makes the rows; holds what they share. `gave_up` is whether one of them gave its points away."""

    def __init__(self, assessment: Assessment, form: PointsForm, proposed: Mapping[str, Decimal]) -> None:
        self._assessment, self._form, self._proposed = assessment, form, proposed
        self.gave_up = False

    def made(self, leaf: Indicator) -> PointsRow:
        score = self._assessment.sheet.indicators[leaf.code]
        framework = self._assessment.framework
        above = framework.nodes.get(leaf.code.rpartition(".")[0])
        takes_along = leaf.not_applicable is NotApplicablePolicy.REDISTRIBUTE
        self.gave_up = self.gave_up or (takes_along and not score.is_applicable)
        names = {each: box_name(leaf.code, each) for each in ("set_points", "is_applicable", "reason")}
        refusals = self._form.refusals() if self._form.is_bound else {}
        return PointsRow(
            code=leaf.code,
            name=leaf.name,
            above=above.name if above is not None else "",
            reference=points_text(leaf.points),
            points=points_text(score.points),
            filed=score_text(score.self_score, framework.rounding.points_places),
            set_points=self._bound(names["set_points"]),
            not_involved=self._bound(names["is_applicable"]),
            reason=self._bound(names["reason"]),
            takes_points_along=takes_along,
            policy=_POLICIES.get(leaf.not_applicable, ""),
            is_proposed=leaf.code in self._proposed,
            faults=tuple(refusals[name] for name in names.values() if name in refusals),
            note=self._note(leaf),
        )

    def _bound(self, name: str) -> BoundField | None:
        return self._form[name] if name in self._form.boxes else None

    def _note(self, leaf: Indicator) -> PointsNote:
        own = f"indicators.{leaf.code}"
        for finding in self._assessment.findings:
            if finding.check in _TOLD and finding.where and finding.where[0].startswith(f"{own}."):
                kind = "error" if finding.severity == "error" else "warning"
                return PointsNote(code=leaf.code, kind=kind, words=finding.message)
        return PointsNote(code=leaf.code)


def _sum(found: ScopeSum) -> PointsSum:
    left = found.remaining
    words = "正好" if not left else f"还差 {points_text(left)} 分" if left > 0 else f"多 {points_text(-left)} 分"
    return PointsSum(
        code=found.scope.code or "all",
        name=found.scope.name,
        placed=points_text(found.placed),
        should_be=points_text(found.scope.points),
        kind="done" if not left else "short" if left > 0 else "over",
        words=words,
    )


def _who(framework: Framework) -> str:
    kept = _KEPT[framework.points_kept_at]
    if framework.is_points_set_by_unit:
        return f"分值由本单位在参考分值基础上设定，{kept}不能变。"
    if framework.has_set_points:
        return f"分值由财政部门在指标体系里定，本单位只能把不涉及的指标的分值移到别的指标，{kept}不能变。"
    return "分值由财政部门在指标体系里定，本单位不能调整；认为不合适的，请与财政部门绩效管理机构联系。"
