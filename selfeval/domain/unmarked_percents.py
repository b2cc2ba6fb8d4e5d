"""Numbers of a rule over a percentage that lack their percent sign: `limit: 100` would be 10,000 %.

A number up to `MOST` may be meant as it stands, `limit: 1` being the same as `limit: 100%`. Whether the sign was
written is known from the plain document only, so that this looks at the document and the framework read from it.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from selfeval.domain.amounts import HUNDRED, AmountFault, number_text, parse_plain, plain_text
from selfeval.domain.document_places import NoSuchPlace, part_at
from selfeval.domain.framework import Framework, placed_nodes

Fault = tuple[str, str, str]
Plain = Any
MOST: Final = Decimal(2)
_RATIOS: Final = ("limit", "target", "tolerance", "step", "cap")


def unmarked_faults(document: Plain, framework: Framework) -> Iterator[Fault]:
    """A fault for every number above `MOST` that a rule, range or cap compares a percentage with, without its sign."""
    for place, text in _compared(document, framework):
        for number in _numbers(text):
            marked = f"{plain_text(number)}%"
            meant = f"{number_text(number * HUNDRED)}%"
            yield (
                place,
                text,
                f"没有百分号，{plain_text(number)} 就是 {meant}：应写成 {marked}，确是 {meant} 也请写上百分号；"
                "不是百分率的指标写 show: number",
            )


def _compared(document: Plain, framework: Framework) -> Iterator[tuple[str, str]]:
    """Place and text of everything a percentage is compared with."""
    for place, node in placed_nodes(framework):
        written = _part(document, place)
        if node.is_percent:
            yield from _texts(written, place, "range")
        for where, rule in _rules(written.get("scoring"), f"{place}.scoring"):
            yield from _in_rule(rule, where, is_percent=node.is_percent)
    for index, cap in enumerate(framework.caps):
        node_of_rate = framework.nodes.get(cap.rate)
        if node_of_rate is not None and node_of_rate.is_percent:
            yield from _texts(_part(document, f"caps[{index}]"), f"caps[{index}]", "in")


def _rules(scoring: Plain, place: str) -> Iterator[tuple[str, dict[str, Plain]]]:
    """A rule and those of its options, which have no options of their own."""
    if not isinstance(scoring, dict):
        return
    yield place, scoring
    for index, option in enumerate(_list(scoring.get("options"))):
        inner = option.get("scoring") if isinstance(option, dict) else None
        if isinstance(inner, dict):
            yield f"{place}.options[{index}].scoring", inner


def _in_rule(scoring: dict[str, Plain], place: str, *, is_percent: bool) -> Iterator[tuple[str, str]]:
    """Shares of a year and completions of a target are percentages whatever the indicator's rate is."""
    if is_percent:
        yield from _texts(scoring, place, *_RATIOS)
        for index, band in enumerate(_list(scoring.get("bands"))):
            yield from _texts(band, f"{place}.bands[{index}]", "in")
    for index, node in enumerate(_list(scoring.get("nodes"))):
        yield from _texts(node, f"{place}.nodes[{index}]", "at_least")
    yield from _texts(scoring.get("over"), f"{place}.over", "above")


def _part(document: Plain, place: str) -> dict[str, Plain]:
    try:
        return part_at(document, place)
    except NoSuchPlace:
        return {}


def _list(value: Plain) -> list[Plain]:
    return value if isinstance(value, list) else []


def _texts(part: Plain, place: str, *keys: str) -> Iterator[tuple[str, str]]:
    for key in keys if isinstance(part, dict) else ():
        if isinstance(part.get(key), str):
            yield f"{place}.{key}", part[key]


def _numbers(text: str) -> Iterator[Decimal]:
    """The number, or the first bound of an interval, that lacks its sign; what is no number is told elsewhere."""
    for part in text.strip("[]() ").split(","):
        try:
            number = parse_plain(part.strip())
        except AmountFault:
            continue
        if abs(number) > MOST:
            yield number
            return
