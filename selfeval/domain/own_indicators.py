"""A framework as one filing fills it: the unit's own indicators (个性指标) stand in the tree as leaves."""

from collections.abc import Iterable
from dataclasses import replace

from selfeval.domain.filing import Filing, OwnIndicator
from selfeval.domain.framework import Framework, Indicator


def framework_of(framework: Framework, filing: Filing) -> Framework:
    """`framework` with the own indicators of `filing` as children of the nodes that take them.

    What reads the result finds leaves of one kind only. The framework itself where it has no such node.
    """
    if not framework.own_nodes:
        return framework
    return replace(framework, indicators=tuple(_filled(root, filing) for root in framework.indicators))


def in_tree_order(framework: Framework, own: Iterable[OwnIndicator]) -> tuple[OwnIndicator, ...]:
    """`own` by the nodes they stand under, in print order; those of one node stay in the order they have."""
    places = {node.code: place for place, node in enumerate(framework.own_nodes)}
    return tuple(sorted(own, key=lambda each: places.get(each.under, len(places))))


def _filled(node: Indicator, filing: Filing) -> Indicator:
    if node.own_groups:
        own = {code: each for code, each in filing.own_by_code.items() if each.under == node.code}
        return replace(node, children=tuple(_leaf(node, code, each) for code, each in own.items()))
    if node.children:
        return replace(node, children=tuple(_filled(child, filing) for child in node.children))
    return node


def _leaf(node: Indicator, code: str, own: OwnIndicator) -> Indicator:
    return Indicator(
        code=code,
        name=own.name,
        level=node.level + 1,
        points=own.points,
        rule=node.rule,
        tiers=node.tiers,
        standard=node.standard,
        evidence=node.evidence,
        uncomputable=node.uncomputable,
        own=own,
        source=node.source,
    )
