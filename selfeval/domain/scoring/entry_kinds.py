"""The kinds of rule over what the unit entered itself: criteria, incidents, coefficients, tiers, points."""

from collections.abc import Collection

from selfeval.domain.amounts import HUNDRED, ZERO, number_text
from selfeval.domain.framework import Tier
from selfeval.domain.scoring.rules import Checklist, Coefficient, Incidents, Manual, Tiers
from selfeval.domain.scoring.standing import Mark, Standing


def checklist(rule: Checklist, at: Standing) -> Mark:
    """The ticked criteria's points, or P less `deduct` for each criterion not ticked."""
    if at.entry.ticked is None:
        return Mark(points=None, words="", missing="评价要点")
    ticked, count = set(at.entry.ticked), len(rule.items)
    words = _ticked_words(rule, ticked)
    if rule.mode == "add":
        earned = sum((item.points or ZERO for number, item in enumerate(rule.items, 1) if number in ticked), ZERO)
        return Mark(points=at.scaled(earned), words=words)
    each = rule.deduct or ZERO
    lost = at.scaled(each * (count - len(ticked)))
    if not lost:
        return Mark(points=at.points, words=words)
    words = f"{words}，每少1个扣{at.amount_text(at.scaled(each))}分，应扣{at.amount_text(lost)}分"
    return Mark(points=at.points - lost, words=f"{words}，扣完为止" if lost >= at.points else words)


def _ticked_words(rule: Checklist, ticked: set[int]) -> str:
    count = len(rule.items)
    if len(ticked) == count:
        return f"{count}个评价要点均满足"
    if not ticked:
        return f"{count}个评价要点均未满足"
    others = "、".join(str(number) for number in range(1, count + 1) if number not in ticked)
    return f"{count}个评价要点满足{len(ticked)}个，第{others}个未满足"


def incidents(rule: Incidents, at: Standing) -> Mark:
    """P less `deduct` for each incident."""
    count = at.entry.incidents
    if count is None:
        return Mark(points=None, words="", missing="不符事项例数")
    if count == 0:
        return Mark(points=at.points, words="未发生不符事项")
    lost = at.scaled(rule.deduct * count)
    words = f"发生不符事项{count}例，每例扣{at.amount_text(at.scaled(rule.deduct))}分，应扣{at.amount_text(lost)}分"
    return Mark(points=at.points - lost, words=f"{words}，扣完为止" if lost >= at.points else words)


def coefficient(rule: Coefficient, at: Standing) -> Mark:
    """P × the coefficient given by the unit."""
    given = at.entry.coefficient
    if given is None:
        return Mark(points=None, words="", missing="得分系数")
    return Mark(points=at.points * given, words=f"得分系数{number_text(given * HUNDRED)}%")


def manual(rule: Manual, at: Standing) -> Mark:
    """The points given by the unit, against set points."""
    if at.entry.points is None:
        return Mark(points=None, words="", missing="单位评定的得分")
    return Mark(points=at.entry.points, words="按评分标准由单位评定")


def tiers(rule: Tiers, at: Standing) -> Mark:
    """P × the coefficient given inside the tier that was picked."""
    return tiered(rule.tiers, at)


def tiered(offered: Collection[Tier], at: Standing) -> Mark:
    """P × the coefficient the unit gives; inside the tier it picked, where there are tiers."""
    if not offered:
        return coefficient(Coefficient(), at)
    picked = next((tier for tier in offered if tier.name == at.entry.tier), None)
    if picked is None:
        return Mark(points=None, words="", missing="达成档次")
    given = at.entry.coefficient
    if given is None:
        return Mark(points=None, words="", missing="得分系数")
    text = f"{number_text(given * HUNDRED)}%"
    if given not in picked.interval:
        return Mark(points=None, words=f"得分系数{text}不在“{picked.name}”的{picked.interval.text}之内")
    return Mark(points=at.points * given, words=f"{picked.name}，得分系数{text}")
