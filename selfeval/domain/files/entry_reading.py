"""Reads what a unit filed on one indicator."""

from decimal import Decimal
from typing import Final

from selfeval.domain.files.reader import MappingReader
from selfeval.domain.filing import IndicatorEntry
from selfeval.domain.framework import Indicator
from selfeval.domain.scoring.rules import Checklist, Coefficient, Incidents, Manual

# Inputs that only one kind of rule reads; anywhere else they would be ignored without a word.
_INPUT_OF: Final = {
    "ticked": (Checklist, "要点勾选"),
    "incidents": (Incidents, "按例扣分"),
    "coefficient": (Coefficient, "按系数计分"),
    "points": (Manual, "直接给分"),
}
_NOT_YET: Final = ("tier", "choice")


def read_entry(reader: MappingReader, leaf: Indicator) -> IndicatorEntry:
    """The entry on `leaf` written in `reader`."""
    for key, (rule, label) in _INPUT_OF.items():
        if reader.has(key) and not isinstance(leaf.rule, rule):
            reader.fault(key, key, f"只用于{label}的指标")
    for key in _NOT_YET:
        if reader.has(key):
            reader.raw(key)
            reader.fault(key, key, "本版本还不支持这种填报项")
    coefficient = reader.percent("coefficient")
    if coefficient is not None and not 0 <= coefficient <= 1:
        reader.fault("coefficient", reader.text("coefficient"), "应在 0% 到 100% 之间")
    entry = IndicatorEntry(
        set_points=_not_negative(reader, "set_points"),
        self_score=reader.number("self_score"),
        analysis=reader.text("analysis"),
        reason=reader.text("reason"),
        measure=reader.text("measure"),
        is_applicable=reader.flag("applicable", default=True),
        ticked=_ticked(reader, leaf),
        incidents=reader.whole("incidents"),
        points=reader.number("points"),
        coefficient=coefficient,
    )
    reader.done()
    return entry


def _not_negative(reader: MappingReader, key: str) -> Decimal | None:
    value = reader.number(key)
    if value is not None and value < 0:
        reader.fault(key, value, "不能小于0")
        return None
    return value


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
