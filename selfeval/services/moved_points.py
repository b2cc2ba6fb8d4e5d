"""Moving points between indicators (设定分值), and 不涉及: tried on values first, then stored in one write."""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from selfeval.domain.amounts import number_text
from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.files import Fault
from selfeval.domain.framework import NotApplicablePolicy
from selfeval.domain.redistribution import ScopeSum, redistributed, scopes_of, sums_of
from selfeval.models import EventAction, Filing, User
from selfeval.queries.snapshots import cycle_settings, framework_snapshot
from selfeval.services.applying import applied
from selfeval.services.changes import Change, EntryChange
from selfeval.services.errors import BadValue, StaleVersion
from selfeval.services.filings import SavedBoxes, save_boxes
from selfeval.services.retrying import retried
from selfeval.services.turns import turn_to_write

_RULE_OF_BUREAU = "redistribution_follows_framework"


def tried(*, filing: Filing, assessment: Assessment, changes: Sequence[Change]) -> Assessment:
    """What `assessment` of `filing` would be with `changes`; texts are not read, nothing is stored. Raises BadValue."""
    framework = framework_snapshot(version=filing.cycle.framework)
    content = applied(framework, assessment.filing, changes)
    settings = cycle_settings(cycle=filing.cycle)
    return assess(framework, content, texts=False, prior=assessment.prior, settings=settings)


def point_sums(assessment: Assessment) -> tuple[ScopeSum, ...]:
    """Points in force against what each scope must keep."""
    scores = assessment.sheet.indicators
    return sums_of(scopes_of(assessment.framework), {code: score.points for code, score in scores.items()})


def giving_up(assessment: Assessment) -> frozenset[str]:
    """The codes of indicators whose points go to others: ticked 不涉及, or without anything to compute from."""
    gives = NotApplicablePolicy.REDISTRIBUTE
    return frozenset(
        leaf.code
        for leaf in assessment.framework.leaves
        if leaf.not_applicable is gives and not assessment.sheet.indicators[leaf.code].is_applicable
    )


def proposed_points(assessment: Assessment) -> dict[str, Decimal]:
    """Points by code as the framework's scope would have them placed; raises NowhereToPlace.

    Where the bureau sets the points, everybody has the reference points to begin with.
    """
    framework = assessment.framework
    points = {leaf.code: leaf.points for leaf in framework.leaves if leaf.own is None}
    if framework.is_points_set_by_unit:
        entered = {code: assessment.filing.entry(code).set_points for code in points}
        points |= {code: given for code, given in entered.items() if given is not None}
    return redistributed(framework, points=points, given_up=giving_up(assessment))


def reference_again(assessment: Assessment) -> tuple[Change, ...]:
    """The changes that bring every indicator back to its reference points; what gave its points up applies again."""
    framework, filing = assessment.framework, assessment.filing
    changes: list[Change] = []
    for leaf in framework.leaves:
        if leaf.own is not None:
            continue
        entry = filing.entry(leaf.code)
        if entry.set_points is not None:
            changes.append(EntryChange(code=leaf.code, attribute="set_points", value=None))
        if not entry.is_applicable and leaf.not_applicable is NotApplicablePolicy.REDISTRIBUTE:
            changes.append(EntryChange(code=leaf.code, attribute="is_applicable", value=True))
    return tuple(changes)


@retried
@turn_to_write()
@transaction.atomic
def move_points(*, actor: User, filing_id: int, changes: Sequence[Change], seen: int, now: datetime) -> SavedBoxes:
    """Store `changes` of set points, 不涉及 and its reasons, all or none.

    Raises BadValue where a scope's sum is not kept, where 不涉及 has no reason or, of points the bureau sets, where
    they went elsewhere than the framework lets them; StaleVersion where somebody changed one of the boxes since
    `seen`; and what `save_boxes` raises.
    """
    saved = save_boxes(
        actor=actor, filing_id=filing_id, changes=changes, seen=seen, recorded_as=EventAction.POINTS_MOVED, now=now
    )
    if saved.conflicts:
        first = saved.conflicts[0]
        raise StaleVersion(saved_by=first.saved_by, saved_at=first.saved_at, current_version=saved.filing.version)
    faults = faults_of_points(saved.assessment, {each.code for each in changes if isinstance(each, EntryChange)})
    if faults:
        raise BadValue(faults)
    return saved


def faults_of_points(assessment: Assessment, changed: Collection[str]) -> tuple[Fault, ...]:
    """What keeps the points of `assessment` from being stored; `path` is a box, or the scope as `indicators.<code>`.

    Of the indicators `changed`, those that do not apply need a reason.
    """
    return (*_unreasoned(assessment, changed), *_misplaced(assessment), *_against_the_bureau(assessment))


def _unreasoned(assessment: Assessment, changed: Collection[str]) -> list[Fault]:
    entries = ((code, assessment.filing.entry(code)) for code in assessment.framework.nodes if code in changed)
    return [
        Fault(path=f"indicators.{code}.reason", found="", expected="请写明为什么不涉及")
        for code, entry in entries
        if not entry.is_applicable and not entry.reason.strip()
    ]


def _misplaced(assessment: Assessment) -> list[Fault]:
    return [
        Fault(
            path=f"indicators.{each.scope.code}" if each.scope.code else "indicators",
            found=number_text(each.placed),
            expected=sum_words(each),
        )
        for each in point_sums(assessment)
        if each.remaining
    ]


def sum_words(found: ScopeSum) -> str:
    """`“过程”分值合计应为39分，现在37分，还差2分`."""
    name = f"“{found.scope.name}”" if found.scope.name else ""
    short = f"还差{number_text(found.remaining)}分" if found.remaining > 0 else f"多{number_text(-found.remaining)}分"
    should_be, placed = number_text(found.scope.points), number_text(found.placed)
    return f"{name}分值合计应为{should_be}分，现在{placed}分，{short}"


def _against_the_bureau(assessment: Assessment) -> list[Fault]:
    found = (each for each in assessment.findings if each.check == _RULE_OF_BUREAU)
    return [Fault(path=each.where[0], found=str(each.found), expected=each.message) for each in found]
