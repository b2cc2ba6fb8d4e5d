"""The 评分标准 of an indicator: as the framework words it, else printed from its rule."""

from selfeval.domain.framework import Framework, Indicator
from selfeval.domain.scoring.rule_words import standard_text


def standard_of(framework: Framework, node: Indicator) -> str:
    """The words for a leaf, or for a node with the unit's own indicators; empty where there is no rule."""
    if node.standard or node.rule is None:
        return node.standard
    return standard_text(
        node.rule,
        points=node.points,
        is_percent=node.is_percent,
        rounding=framework.rounding,
        tiers=node.tiers,
        label_of=framework.label_of,
    )
