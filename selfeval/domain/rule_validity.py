"""Whether a rule can score the indicator it stands on, and gives its points at best."""

from collections.abc import Collection, Iterator
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import ONE, ZERO, plain_text
from selfeval.domain.framework import Indicator, Tier
from selfeval.domain.intervals import EVERYTHING, Interval, gaps_and_overlaps
from selfeval.domain.scoring.rules import (
    RATE,
    RATE_RULES,
    Bands,
    Checklist,
    Choose,
    Milestones,
    PointsFormula,
    Rule,
    Target,
    Tiers,
)

Fault = tuple[str, str, str]
FORMULA_MISSING: Final = "缺少：这种评分方法要按率计分，必须有计算公式"
_COEFFICIENTS = Interval(lower=ZERO, upper=ONE, includes_lower=True, includes_upper=True, text="[0%, 100%]")


def rule_faults(node: Indicator, place: str, broken: Collection[str]) -> Iterator[Fault]:
    """The faults of the rule of a leaf, or of a node that takes own indicators; nothing where it could not be read."""
    yield from _formula_faults(node, place)
    if f"{place}.points" in broken:
        return
    within = node.rate_range or EVERYTHING
    if isinstance(node.rule, Choose):
        for index, option in enumerate(node.rule.options):
            here = f"{place}.scoring.options[{index}]"
            if not _is_broken(here, broken):
                yield from _full_marks_faults(option.rule, node, f"{here}.scoring", within)
    elif not _is_broken(f"{place}.scoring", broken):
        if node.rule is not None and not node.own_groups:
            yield from _full_marks_faults(node.rule, node, f"{place}.scoring", within)
        if isinstance(node.rule, Tiers):
            yield from _tier_faults(node.rule.tiers, f"{place}.scoring.tiers")
    if node.tiers and not isinstance(node.rule, Target | None):
        yield f"{place}.tiers", "", "只在 scoring 是 target 时有用：定性的个性指标按它分档"
    elif node.tiers and not _is_broken(f"{place}.tiers", broken):
        yield from _tier_faults(node.tiers, f"{place}.tiers")


def _is_broken(place: str, broken: Collection[str]) -> bool:
    return any(each.startswith(place) for each in broken)


def _formula_faults(leaf: Indicator, place: str) -> Iterator[Fault]:
    """Whether the indicator's own formula is there exactly where its rule is to look at a rate."""
    match leaf.rule:
        case Choose() if leaf.formula is not None:
            yield f"{place}.formula", leaf.formula.text, "不用写：择一计分的公式写在 scoring.options 的各项里"
        case PointsFormula(points=points) if RATE in points.names and leaf.formula is None:
            yield f"{place}.formula", "", "缺少：scoring.points 用了 rate，必须有计算公式"
    if isinstance(leaf.rule, RATE_RULES) and leaf.formula is None:
        yield f"{place}.formula", "", FORMULA_MISSING


def _full_marks_faults(rule: Rule, leaf: Indicator, place: str, within: Interval) -> Iterator[Fault]:
    full = _full_marks(rule, within)
    if full is not None and full != leaf.points:
        yield place, plain_text(full), f"是评分方法的满分，与分值 {plain_text(leaf.points)} 不等"
    if isinstance(rule, Bands):
        for problem in gaps_and_overlaps([band.interval for band in rule.bands], within):
            yield f"{place}.bands", "", f"{problem}；各档应覆盖所有可能的率，或用 range 声明范围"


def _full_marks(rule: Rule, within: Interval) -> Decimal | None:
    """The points a rule gives at best, where the rule itself says so; of bands those a rate can fall in."""
    match rule:
        case Bands(bands=bands):
            return max((band.points for band in bands if _meet(band.interval, within)), default=ZERO)
        case Checklist(items=items, mode="add"):
            return sum((item.points or ZERO for item in items), ZERO)
        case Milestones(nodes=nodes, mode="each"):
            return sum((node.points or ZERO for node in nodes), ZERO)
    return None


def _meet(one: Interval, other: Interval) -> bool:
    """Whether a number lies in both intervals."""
    return _begins_before_end(one, other) and _begins_before_end(other, one)


def _begins_before_end(one: Interval, other: Interval) -> bool:
    if one.lower is None or other.upper is None or one.lower < other.upper:
        return True
    return one.lower == other.upper and one.includes_lower and other.includes_upper


def _tier_faults(tiers: tuple[Tier, ...], place: str) -> Iterator[Fault]:
    """Names twice, coefficients outside 0 to 100 %, tiers that share a coefficient or leave some out between them.

    Tiers of a single coefficient each (`[80%, 80%]`) are meant to leave others out.
    """
    names = [tier.name for tier in tiers]
    for index, tier in enumerate(tiers):
        if tier.name in names[:index]:
            yield f"{place}[{index}].name", tier.name, "与前面的档次重名"
    outside = [index for index, tier in enumerate(tiers) if not _is_coefficient(tier.interval)]
    for index in outside:
        yield f"{place}[{index}].in", tiers[index].interval.text, "系数应在 0% 到 100% 之间，两端都要写"
    if outside:
        return
    has_points = any(tier.interval.lower == tier.interval.upper for tier in tiers)
    for problem in gaps_and_overlaps([tier.interval for tier in tiers], _COEFFICIENTS):
        is_gap = problem.endswith(("空档", "都不含端点"))
        if problem.endswith(("重叠", "都含端点")) or (is_gap and not has_points):
            yield place, "", f"{problem}；各档系数应不重不漏"
    if all(ONE not in tier.interval for tier in tiers):
        yield place, "", "没有一档含100%，永远得不到满分"


def _is_coefficient(interval: Interval) -> bool:
    return (
        interval.lower is not None and interval.upper is not None and interval.lower >= ZERO and interval.upper <= ONE
    )
