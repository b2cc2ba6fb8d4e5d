"""The unit's own indicator (个性指标) in the words of our five-column sheet: 计算分析情况 tells all that has no column.

Its group and 核心指标 where no label says so, then 指标性质, 年度指标值 and 实际完成值, or the sentence of its score
where that states them anyway: 指标值≥10个，实际完成12个，….
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from selfeval.domain.filing import IndicatorEntry, OwnIndicator, Quantity, TargetSign
from selfeval.domain.framework import Indicator
from selfeval.domain.narrative.text import half_width
from selfeval.imports.words import is_blank, number_in, squeezed

SIGNS: Final = {
    "≥": TargetSign.AT_LEAST, ">=": TargetSign.AT_LEAST, "大于等于": TargetSign.AT_LEAST, "不低于": TargetSign.AT_LEAST,
    "≤": TargetSign.AT_MOST, "<=": TargetSign.AT_MOST, "小于等于": TargetSign.AT_MOST, "不超过": TargetSign.AT_MOST,
    ">": TargetSign.MORE_THAN, "<": TargetSign.LESS_THAN, "=": TargetSign.EQUAL, "等于": TargetSign.EQUAL,
}  # fmt: skip
PLAIN_SIGNS: Final = str.maketrans("＝＞＜", "=><")
# 原因 and 改进措施 behind the end of a sentence; of an own indicator it is 偏差原因.
PARTS: Final = re.compile(r"(?:^|(?<=[。！？；!?;…”’」』\n]))(?:偏差)?(?P<what>原因|改进措施)：")
_WORDED: Final = "定性"
_MEASURED: Final = re.compile(r"(?P<number>-?[0-9][0-9,.]*%?)(?P<unit>[\u4e00-\u9fff]{0,6})")
_VALUES: Final = re.compile(
    r"指标性质：(?P<sign>[^；]{1,4})；年度指标值：(?P<target>.*?)(?:；全年调整指标值：(?P<adjusted>.*?))?"
    r"；实际完成值：(?P<actual>.*?)。"
)
_PLANNED: Final = re.compile(r"年度指标值：(?P<target>.*?)。")
_MARK: Final = re.compile(
    r"(?P<adjusted>调整后)?指标值(?P<sign>[≥≤><=])(?P<target>-?[0-9.,]+%?)(?P<unit>[^，,0-9]{0,6})"
    r"，实际完成(?P<actual>-?[0-9.,]+%?)"
)
_SHARE: Final = re.compile(r"(?:(?P<tier>[^，。]+)，)?得分系数(?P<share>[0-9.]+)%")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRow:
    """A row of the five-column form; `group` is what a label says, empty where none does."""

    under: Indicator
    group: str
    name: str
    points: Decimal
    score: Decimal | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a row tells: `knows_group` unless the first group was taken for want of a word; `rest` is still to be read.

    `rest` begins with the sentence of its score.
    """

    indicator: OwnIndicator
    knows_group: bool
    rest: str


def told_by(row: ToldRow) -> Told:
    """The own indicator of a row. Its entry holds the words of the unit, without the sentence of its score."""
    groups = row.under.own_groups
    group, rest = _stated(row.text, groups)
    is_core, rest = (True, rest[5:]) if rest[:5] in ("核心指标。", "核心指标；") else (False, rest)
    plain = OwnIndicator(
        under=row.under.code,
        group=row.group or group or groups[0],
        name=" ".join(row.name.split()),
        sign=TargetSign.QUALITATIVE,
        points=row.points,
        is_core=is_core,
        entry=entry_of(row.score, rest),
    )
    known = bool(row.group or group) or len(groups) == 1
    if values := _VALUES.match(rest):
        rest = rest[values.end() :]
        return Told(indicator=_valued(plain, values, row, rest), knows_group=known, rest=rest)
    planned = _PLANNED.match(rest)
    rest = rest[planned.end() :] if planned else rest
    mark = _MARK.match(half_width(rest).translate(PLAIN_SIGNS))
    if mark is None:
        return Told(indicator=plain, knows_group=known, rest=rest)
    found = _measured(plain, mark, planned["target"] if planned else "")
    said = entry_of(row.score, rest[mark.end() :], is_computed=True)
    return Told(indicator=replace(found, entry=said), knows_group=known, rest=rest)


def _stated(text: str, groups: tuple[str, ...]) -> tuple[str, str]:
    """The group that begins a text, and the text behind it."""
    for group in groups:
        if text.startswith((f"{group}。", f"{group}；")):
            return group, text[len(group) + 1 :]
    return "", text


def _valued(plain: OwnIndicator, values: re.Match[str], row: ToldRow, rest: str) -> OwnIndicator:
    """With what stands behind 年度指标值, 全年调整指标值 and 实际完成值."""
    target, adjusted, actual = (_blanked(values[key]) for key in ("target", "adjusted", "actual"))
    sign = SIGNS.get(values["sign"].translate(PLAIN_SIGNS))
    if sign is None:
        worded = replace(plain, target_words=target, adjusted_target_words=adjusted, actual_words=actual)
        share = _SHARE.match(rest)
        if share is None:
            return replace(worded, entry=entry_of(row.score, rest))
        tier = share["tier"] if share["tier"] in {each.name for each in row.under.tiers} else ""
        said = entry_of(row.score, rest[share.end() :], is_computed=True)
        return replace(worded, entry=replace(said, tier=tier or "", coefficient=Decimal(share["share"]) / 100))
    wanted, changed, reached = (quantity(each, "") for each in (target, adjusted, actual))
    unit = next((each[1] for each in (wanted, changed, reached) if each is not None), "")
    return replace(
        plain,
        sign=sign,
        target=wanted and wanted[0],
        adjusted_target=changed and changed[0],
        actual=reached and reached[0],
        unit=unit,
        entry=entry_of(row.score, rest),
    )


def _measured(plain: OwnIndicator, mark: re.Match[str], planned: str) -> OwnIndicator:
    """With what the sentence of the score states; the plan before it was changed stands ahead of it."""
    target, actual = quantity(mark["target"], ""), quantity(mark["actual"], mark["unit"])
    if target is None:
        return plain
    first = quantity(planned, mark["unit"]) if planned else None
    is_adjusted = mark["adjusted"] is not None
    return replace(
        plain,
        sign=SIGNS[mark["sign"]],
        target=(first and first[0]) if is_adjusted else target[0],
        adjusted_target=target[0] if is_adjusted else None,
        actual=None if actual is None or actual[0].is_percent != target[0].is_percent else actual[0],
        unit=mark["unit"] or ("%" if target[0].is_percent else ""),
    )


def _blanked(text: str | None) -> str:
    return "" if text is None or is_blank(text) else text


def entry_of(score: Decimal | None, text: str, *, is_computed: bool = False) -> IndicatorEntry:
    """原因 and 改进措施 in their boxes; the rest is the analysis, unless a computed sentence is all it is."""
    parts = PARTS.split(text)
    named = dict(zip(parts[1::2], parts[2::2], strict=True))
    return IndicatorEntry(
        self_score=score,
        analysis="" if is_computed else parts[0].strip(),
        reason=named.get("原因", "").strip(),
        measure=named.get("改进措施", "").strip(),
    )


def sign_of(printed: str, target: str) -> tuple[TargetSign, str]:
    """The sign, in a column of its own or before the number, and the target without it; ≥ where none is printed."""
    column = squeezed(printed).translate(PLAIN_SIGNS)
    if column == _WORDED:
        return TargetSign.QUALITATIVE, target
    if column in SIGNS:
        return SIGNS[column], target
    plain = squeezed(target).translate(PLAIN_SIGNS)
    for words in sorted(SIGNS, key=len, reverse=True):
        if plain.startswith(words):
            return SIGNS[words], plain.removeprefix(words)
    return TargetSign.AT_LEAST, target


def quantity(text: str, unit: str) -> tuple[Quantity, str] | None:
    """A quantity and the unit behind it; None where the text is words."""
    plain = squeezed(text)
    if unit and plain.endswith(squeezed(unit)) and squeezed(unit) != "%":
        plain = plain.removesuffix(squeezed(unit))
    found = _MEASURED.fullmatch(plain)
    number = number_in(found["number"]) if found else None
    if found is None or number is None:
        return None
    value, behind = number[0], number[1] or found["unit"]
    if behind == "%" or unit == "%":
        return Quantity(value=value / 100, is_percent=True), "%"
    return Quantity(value=value), behind
