"""Reads what a unit filed on one indicator."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import ONE, ZERO
from selfeval.domain.files.reader import MappingReader
from selfeval.domain.filing import IndicatorEntry
from selfeval.domain.framework import Indicator, Tier
from selfeval.domain.scoring.rules import Checklist, Choose, Coefficient, Incidents, Manual, Tiers

# Inputs that only some kinds of rule read; anywhere else they would be ignored without a word.
_INPUT_OF: Final = {
    "ticked": ((Checklist,), "要点勾选"),
    "incidents": ((Incidents,), "按例扣分"),
    "tier": ((Tiers,), "分档计分"),
    "coefficient": ((Coefficient, Tiers), "按系数或分档计分"),
    "points": ((Manual,), "直接给分"),
    "choice": ((Choose,), "择一计分"),
}


def read_entry(reader: MappingReader, leaf: Indicator) -> IndicatorEntry:
    """The entry on `leaf` written in `reader`."""
    for key, (rules, label) in _INPUT_OF.items():
        if reader.has(key) and not isinstance(leaf.rule, rules):
            reader.fault(key, key, f"只用于{label}的指标")
    tier, coefficient = read_coefficient(reader, leaf.rule.tiers if isinstance(leaf.rule, Tiers) else ())
    entry = IndicatorEntry(
        set_points=read_not_negative(reader, "set_points"),
        self_score=reader.number("self_score"),
        analysis=reader.text("analysis"),
        reason=reader.text("reason"),
        measure=reader.text("measure"),
        is_applicable=reader.flag("applicable", default=True),
        ticked=_ticked(reader, leaf),
        incidents=reader.whole("incidents"),
        points=reader.number("points"),
        tier=tier,
        coefficient=coefficient,
        choice=_choice(reader, leaf),
    )
    reader.done()
    return entry


def read_coefficient(reader: MappingReader, tiers: Sequence[Tier]) -> tuple[str, Decimal | None]:
    """The tier picked among `tiers`, and the coefficient given inside it; without tiers one from 0 to 100 %.

    A tier without a coefficient, or the other way round, is an answer half given and no fault.
    """
    tier, coefficient = reader.text("tier"), reader.percent("coefficient")
    picked = next((each for each in tiers if each.name == tier), None)
    if tier and tiers and picked is None:
        reader.fault("tier", tier, f"不是这个指标的档次；可用：{'、'.join(each.name for each in tiers)}")
    if coefficient is not None and not ZERO <= coefficient <= ONE:
        reader.fault("coefficient", reader.text("coefficient"), "应在 0% 到 100% 之间")
    elif coefficient is not None and picked is not None and coefficient not in picked.interval:
        expected = f"不在“{tier}”的系数范围 {picked.interval.text} 内"
        reader.fault("coefficient", reader.text("coefficient"), expected)
    return tier, coefficient


def read_not_negative(reader: MappingReader, key: str, *, required: bool = False) -> Decimal | None:
    """A plain number from 0."""
    value = reader.number(key, required=required)
    if value is not None and value < 0:
        reader.fault(key, value, "不能小于0")
        return None
    return value


def _choice(reader: MappingReader, leaf: Indicator) -> int | None:
    """The number of the option the unit picked, counted from 1."""
    if not isinstance(leaf.rule, Choose):
        reader.raw("choice")
        return None
    most = len(leaf.rule.options)
    if reader.text("choice") and leaf.rule.pick == "best":
        reader.fault("choice", reader.text("choice"), "不用填：这个指标由系统取得分高的一种")
        return None
    choice = reader.number("choice")
    if choice is not None and choice not in range(1, most + 1):
        reader.fault("choice", reader.text("choice"), f"应是 1 到 {most} 的选项序号")
        return None
    return None if choice is None else int(choice)


def _ticked(reader: MappingReader, leaf: Indicator) -> tuple[int, ...] | None:
    """The ticked criteria; absent is not filled, an empty list is none ticked."""
    if reader.raw("ticked") is None or not isinstance(leaf.rule, Checklist):
        return None
    most = len(leaf.rule.items)
    ticked: list[int] = []
    for path, element in reader.each("ticked"):
        if isinstance(element, str) and element.isascii() and element.isdigit() and 1 <= int(element) <= most:
            if int(element) in ticked:
                reader.faults.add(path, element, "重复勾选")
            ticked.append(int(element))
        else:
            reader.faults.add(path, element, f"应是 1 到 {most} 的要点序号")
    return tuple(sorted(set(ticked)))
