"""Reads the indicators a unit added itself (`own_indicators` of a filing file)."""

from typing import Final

from selfeval.domain.amounts import ZERO, parse_ratio_or_number
from selfeval.domain.files.entry_reading import read_coefficient, read_not_negative
from selfeval.domain.files.reader import MappingReader
from selfeval.domain.filing import IndicatorEntry, OwnIndicator, Quantity, TargetSign
from selfeval.domain.framework import Framework, Indicator, Tier
from selfeval.domain.scoring.rules import Target, Tiers

_VALUES: Final = ("target", "adjusted_target", "actual")


def read_own_indicators(reader: MappingReader, framework: Framework) -> tuple[OwnIndicator, ...]:
    """The rows below `own_indicators`, in file order."""
    nodes = {node.code: node for node in framework.own_nodes}
    if not nodes:
        if reader.raw("own_indicators"):
            reader.fault("own_indicators", "", "这个框架没有个性指标，不能填")
        return ()
    rows = [_row(each, nodes) for each in reader.mappings("own_indicators")]
    return tuple(row for row in rows if row is not None)


def _row(reader: MappingReader, nodes: dict[str, Indicator]) -> OwnIndicator | None:
    """One row; None where it does not say below which node it stands."""
    under = reader.text("under", required=True)
    node = nodes.get(under)
    if node is None:
        if under:
            reader.fault("under", under, f"不是可以自加指标的位置；可用：{'、'.join(nodes)}")
        return None
    group = reader.text("group", required=True)
    if group and group not in node.own_groups:
        reader.fault("group", group, f"不是这里的组；可用：{'、'.join(node.own_groups)}")
    sign = _sign(reader)
    is_words = sign is TargetSign.QUALITATIVE
    numbers = {key: None if is_words else _quantity(reader, key) for key in _VALUES}
    words = {key: reader.text(key) if is_words else "" for key in _VALUES}
    _refuse_unlike(reader, numbers)
    own = OwnIndicator(
        under=under,
        group=group,
        name=reader.text("name", required=True),
        sign=sign,
        points=read_not_negative(reader, "points", required=True) or ZERO,
        target=numbers["target"],
        target_words=words["target"],
        adjusted_target=numbers["adjusted_target"],
        adjusted_target_words=words["adjusted_target"],
        actual=numbers["actual"],
        actual_words=words["actual"],
        unit=reader.text("unit"),
        is_core=reader.flag("core"),
        entry=_entry(reader, node, sign),
    )
    reader.done()
    return own


def _sign(reader: MappingReader) -> TargetSign:
    if not reader.text("op"):
        reader.fault("op", None, f"缺少，应是 {'、'.join(TargetSign)} 之一")
    return reader.one_of("op", TargetSign, TargetSign.AT_LEAST)


def _quantity(reader: MappingReader, key: str) -> Quantity | None:
    """A number, or a ratio where it is written with %."""
    text = reader.text(key)
    value = reader.parsed(key, parse_ratio_or_number)
    return None if value is None else Quantity(value=value, is_percent=text.endswith("%"))


def _refuse_unlike(reader: MappingReader, numbers: dict[str, Quantity | None]) -> None:
    """A target of 95% cannot be held against a plain 96."""
    written = {key: value for key, value in numbers.items() if value is not None}
    like = next(iter(written.values()), None)
    for key, value in written.items():
        if like is not None and value.is_percent != like.is_percent:
            first = next(iter(written))
            expected = f"与 {first} 写法不同：{reader.text(first)} {'带' if like.is_percent else '不带'}百分号，应一致"
            reader.fault(key, reader.text(key), expected)


def _entry(reader: MappingReader, node: Indicator, sign: TargetSign) -> IndicatorEntry:
    """What is filed on it as on any other indicator."""
    tier, coefficient = read_coefficient(reader, _tiers(node))
    takes_none = isinstance(node.rule, Target) and sign is not TargetSign.QUALITATIVE
    for key in ("tier", "coefficient"):
        if takes_none and reader.text(key):
            reader.fault(key, reader.text(key), "只用于定性指标（op: qualitative），其他的按完成值计分")
    if tier and not takes_none and not _tiers(node):
        reader.fault("tier", tier, "不用填：这里没有列档次，只填系数")
    return IndicatorEntry(
        self_score=reader.number("self_score"),
        analysis=reader.text("analysis"),
        reason=reader.text("reason"),
        measure=reader.text("measure"),
        tier=tier,
        coefficient=coefficient,
    )


def _tiers(node: Indicator) -> tuple[Tier, ...]:
    """The tiers an own indicator below `node` is put in, none where it takes a coefficient alone."""
    return node.rule.tiers if isinstance(node.rule, Tiers) else node.tiers
