"""What was filed on one indicator, taken to the same indicator of another framework."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from selfeval.domain.amounts import plain_percent_text, plain_text
from selfeval.domain.filing import IndicatorEntry, OwnIndicator
from selfeval.domain.framework import Indicator, Tier
from selfeval.domain.scoring.rules import Checklist, Choose, Coefficient, Incidents, Manual, Rule, Tiers

# The key of the filing file that could not be carried, and why.
Gone = tuple[str, str]


def carried_entry(old: Indicator, new: Indicator, entry: IndicatorEntry) -> tuple[IndicatorEntry, list[Gone]]:
    """`entry`, filed on `old`, as it can be filed on `new`, and what cannot."""
    gone: list[Gone] = []
    carried = replace(
        entry,
        set_points=_set_points(old, new, entry.set_points, gone),
        ticked=_ticked(old.rule, new.rule, entry.ticked, gone),
        incidents=entry.incidents if isinstance(new.rule, Incidents) else None,
        points=entry.points if isinstance(new.rule, Manual) else None,
        choice=_choice(old.rule, new.rule, entry.choice, gone),
    )
    if entry.incidents is not None and carried.incidents is None:
        gone.append(("incidents", f"新的评分方法不按例扣分，所填{entry.incidents}例没有带过去"))
    if entry.points is not None and carried.points is None:
        gone.append(("points", f"新的评分方法不直接给分，所给{plain_text(entry.points)}分没有带过去"))
    tiers = new.rule.tiers if isinstance(new.rule, Tiers) else ()
    is_graded = isinstance(new.rule, Tiers | Coefficient)
    return _graded(carried, tiers, is_graded=is_graded, gone=gone), gone


def carried_own_entry(node: Indicator, own: OwnIndicator, entry: IndicatorEntry) -> tuple[IndicatorEntry, list[Gone]]:
    """`entry`, filed on the unit's own indicator `own`, as it can be filed under `node` of the other framework."""
    gone: list[Gone] = []
    tiers = node.rule.tiers if isinstance(node.rule, Tiers) else node.tiers
    return _graded(entry, tiers, is_graded=True, gone=gone), gone


def _set_points(old: Indicator, new: Indicator, points: Decimal | None, gone: list[Gone]) -> Decimal | None:
    """Points the unit moved, while they were moved from the same reference; the reference itself is no move."""
    if points is None or points == old.points:
        return None
    if old.points == new.points:
        return points
    was, now = plain_text(old.points), plain_text(new.points)
    gone.append(("set_points", f"参考分值由{was}改为{now}，设定分值{plain_text(points)}没有带过去"))
    return None


def _ticked(
    old: Rule | None, new: Rule | None, ticked: tuple[int, ...] | None, gone: list[Gone]
) -> tuple[int, ...] | None:
    if ticked is None or not isinstance(old, Checklist):
        return None
    if not isinstance(new, Checklist):
        gone.append(("ticked", "新的评分方法不勾选要点，所勾要点没有带过去"))
        return None
    before, now = [item.text for item in old.items], [item.text for item in new.items]
    if before == now:
        return ticked
    kept, lost = _moved(before, now, ticked)
    gone.extend(("ticked", f"要点“{text}”改了或没有了，勾选没有带过去") for text in lost)
    return tuple(sorted(set(kept)))


def _choice(old: Rule | None, new: Rule | None, choice: int | None, gone: list[Gone]) -> int | None:
    if choice is None or not isinstance(old, Choose):
        return None
    if not isinstance(new, Choose) or new.pick != "unit":
        gone.append(("choice", "新的评分方法不由单位选方案，所选方案没有带过去"))
        return None
    before, now = [option.label for option in old.options], [option.label for option in new.options]
    kept, lost = ([choice], []) if before == now else _moved(before, now, (choice,))
    gone.extend(("choice", f"方案“{label}”改了或没有了，所选方案没有带过去") for label in lost)
    return kept[0] if kept else None


def _moved(before: Sequence[str], now: Sequence[str], numbers: tuple[int, ...]) -> tuple[list[int], list[str]]:
    """The new numbers of what `numbers` (from 1) name in `before`, and the words that are in `now` no more."""
    words = [before[number - 1] for number in numbers if number <= len(before)]
    return [now.index(word) + 1 for word in words if word in now], [word for word in words if word not in now]


def _graded(entry: IndicatorEntry, tiers: Sequence[Tier], *, is_graded: bool, gone: list[Gone]) -> IndicatorEntry:
    """The tier and the coefficient in it, where the other framework has a tier of that name that admits it."""
    if not entry.tier and entry.coefficient is None:
        return entry
    if not is_graded:
        gone.append(("coefficient", f"新的评分方法不给系数，{_grade_words(entry)}没有带过去"))
        return replace(entry, tier="", coefficient=None)
    if not tiers:
        if entry.tier:
            gone.append(("tier", f"新框架不分档次，“{entry.tier}”没有带过去"))
        return replace(entry, tier="")
    tier = next((each for each in tiers if each.name == entry.tier), None)
    if tier is None:
        gone.append(("tier", f"新框架没有这个档次，{_grade_words(entry)}没有带过去"))
        return replace(entry, tier="", coefficient=None)
    if entry.coefficient is not None and entry.coefficient not in tier.interval:
        why = f"“{tier.name}”的系数范围改为{tier.interval.text}"
        gone.append(("coefficient", f"{why}，{plain_percent_text(entry.coefficient)}没有带过去"))
        return replace(entry, coefficient=None)
    return entry


def _grade_words(entry: IndicatorEntry) -> str:
    """Tier and coefficient as filed."""
    coefficient = "" if entry.coefficient is None else f"系数{plain_percent_text(entry.coefficient)}"
    return f"“{entry.tier}”{coefficient}" if entry.tier else coefficient
