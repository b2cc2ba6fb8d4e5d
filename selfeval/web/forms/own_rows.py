"""One row of the unit's own indicators: from texts to an OwnIndicator, and back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django import forms

from selfeval.domain.amounts import HUNDRED, AmountFault, normalised, number_text, parse_typed, parse_typed_percent
from selfeval.domain.filing import IndicatorEntry, OwnIndicator, Quantity, TargetSign
from selfeval.domain.framework import Indicator, Tier
from selfeval.domain.scoring.rules import Target, Tiers
from selfeval.web.forms.fields import NumberField, PercentField, TextBox, exact_text
from selfeval.web.forms.rows import Cells, RowFault, cell_value

SIGNS: Final = {
    TargetSign.AT_LEAST: "≥",
    TargetSign.MORE_THAN: "＞",
    TargetSign.AT_MOST: "≤",
    TargetSign.LESS_THAN: "＜",
    TargetSign.EQUAL: "＝",
    TargetSign.QUALITATIVE: "定性",
}
LABELS: Final[Mapping[str, str]] = {
    "name": "三级指标名称",
    "sign": "指标性质",
    "target": "指标值",
    "adjusted": "调整后指标值",
    "unit": "度量单位",
    "actual": "实际完成值",
    "points": "分值",
    "self_score": "自评得分",
    "tier": "达成档次",
    "coefficient": "得分系数",
    "core": "核心指标",
    "reason": "偏差原因分析",
    "measure": "改进措施",
    "analysis": "补充说明",
}
COLUMNS: Final = ("at", "group", *LABELS)
# What of a new row is there before anybody typed.
_NOT_TYPED: Final = ("key", "at", "group", "sign", "core")
_QUANTITIES: Final = ("target", "adjusted", "actual")
_ZERO = Decimal(0)


def tiers_of(node: Indicator) -> tuple[Tier, ...]:
    """The tiers an own indicator below `node` is put in; none where it takes a coefficient alone."""
    return node.rule.tiers if isinstance(node.rule, Tiers) else node.tiers


def takes_coefficient(node: Indicator, sign: str) -> bool:
    """Whether an own indicator of the nature `sign` is scored by a coefficient and not by its figures."""
    return sign == TargetSign.QUALITATIVE or not isinstance(node.rule, Target)


def is_blank(cells: Cells) -> bool:
    """Whether nobody typed anything into the row."""
    return not any(text.strip() for column, text in cells.items() if column not in _NOT_TYPED)


class OwnRowReader:
    """Reads and prints rows of the node `node`; points have at most `places` decimals."""

    def __init__(self, *, node: Indicator, places: int) -> None:
        self._node, self._tiers = node, {tier.name: tier for tier in tiers_of(node)}
        self._line, self._lines = TextBox(at_most=500), TextBox(at_most=5000, rows=2)
        self._points = NumberField(minimum=_ZERO, places=places)
        self._score = NumberField(minimum=_ZERO, places=places, shown=places)
        self._coefficient = PercentField(minimum=_ZERO, maximum=Decimal(1))

    def read(self, cells: Cells) -> OwnIndicator:
        """The indicator of a row. Raises RowFault, incomplete while name or points are still to be typed."""
        sign = self._sign(cells)
        is_qualitative = sign is TargetSign.QUALITATIVE
        quantities = {} if is_qualitative else self._quantities(cells)
        words = {column: self._text(cells, column) if is_qualitative else "" for column in _QUANTITIES}
        own = OwnIndicator(
            under=self._node.code,
            group=self._group(cells),
            name=self._text(cells, "name"),
            sign=sign,
            points=self._value(self._points, cells, "points") or _ZERO,
            target=quantities.get("target"),
            target_words=words["target"],
            adjusted_target=quantities.get("adjusted"),
            adjusted_target_words=words["adjusted"],
            actual=quantities.get("actual"),
            actual_words=words["actual"],
            unit=self._text(cells, "unit"),
            is_core=bool(cells.get("core")),
            entry=self._entry(cells, sign),
        )
        for column in ("name", "points"):
            if not cells.get(column, "").strip():
                raise RowFault(column=column, message=f"还没填{LABELS[column]}", is_incomplete=True)
        return own

    def printed(self, own: OwnIndicator) -> Cells:
        """The texts of a stored row."""
        entry = own.entry
        return {
            "group": own.group,
            "name": own.name,
            "sign": own.sign.value,
            "target": own.target_words or quantity_text(own.target),
            "adjusted": own.adjusted_target_words or quantity_text(own.adjusted_target),
            "unit": own.unit,
            "actual": own.actual_words or quantity_text(own.actual),
            "points": self._points.printed(own.points),
            "self_score": "" if entry.self_score is None else self._score.printed(entry.self_score),
            "tier": entry.tier,
            "coefficient": "" if entry.coefficient is None else self._coefficient.printed(entry.coefficient),
            "core": "on" if own.is_core else "",
            "reason": entry.reason,
            "measure": entry.measure,
            "analysis": entry.analysis,
        }

    def _value(self, field: forms.Field, cells: Cells, column: str) -> Decimal | None:
        value: Decimal | None = cell_value(field, column, LABELS[column], cells.get(column, ""))
        return value

    def _text(self, cells: Cells, column: str, *, is_long: bool = False) -> str:
        field = self._lines if is_long else self._line
        return str(cell_value(field, column, LABELS[column], cells.get(column, "")))

    def _group(self, cells: Cells) -> str:
        group = cells.get("group", "")
        if group not in self._node.own_groups:
            known = "、".join(self._node.own_groups)
            raise RowFault(column="name", message=f"二级指标“{group}”不在本表里，应是{known}之一")
        return group

    def _sign(self, cells: Cells) -> TargetSign:
        try:
            return TargetSign(cells.get("sign", ""))
        except ValueError:
            raise RowFault(column="sign", message="指标性质没有选，请在 ≥ ＞ ≤ ＜ ＝ 定性 里选一个") from None

    def _quantities(self, cells: Cells) -> dict[str, Quantity]:
        read = {column: _quantity(cells.get(column, ""), column) for column in _QUANTITIES}
        found = {column: quantity for column, quantity in read.items() if quantity is not None}
        plain = next((column for column, quantity in found.items() if not quantity.is_percent), None)
        percent = next((column for column, quantity in found.items() if quantity.is_percent), None)
        if plain and percent:
            example = f"{number_text(found[plain].value)}%"
            words = f"{LABELS[percent]}是百分数，{LABELS[plain]}也要带百分号，如 {example}"
            raise RowFault(column=plain, message=words)
        return found

    def _entry(self, cells: Cells, sign: TargetSign) -> IndicatorEntry:
        tier, coefficient = self._tier(cells) if takes_coefficient(self._node, sign) else ("", None)
        return IndicatorEntry(
            self_score=self._value(self._score, cells, "self_score"),
            analysis=self._text(cells, "analysis", is_long=True),
            reason=self._text(cells, "reason", is_long=True),
            measure=self._text(cells, "measure", is_long=True),
            tier=tier,
            coefficient=coefficient,
        )

    def _tier(self, cells: Cells) -> tuple[str, Decimal | None]:
        name = cells.get("tier", "") if self._tiers else ""
        coefficient = self._value(self._coefficient, cells, "coefficient")
        if name and name not in self._tiers:
            raise RowFault(column="tier", message=f"没有“{name}”这一档，应是{'、'.join(self._tiers)}之一")
        if coefficient is not None and name and coefficient not in self._tiers[name].interval:
            given, span = number_text(coefficient * HUNDRED), self._tiers[name].interval.text
            raise RowFault(column="coefficient", message=f"得分系数 {given}% 不在“{name}”的 {span} 之内")
        return name, coefficient


def _quantity(text: str, column: str) -> Quantity | None:
    is_percent = normalised(text).endswith("%")
    try:
        value = parse_typed_percent(text) if is_percent else parse_typed(text)
    except AmountFault as fault:
        words = f"{LABELS[column]}{fault}；单位写在“度量单位”里，文字的目标请把指标性质选成“定性”"
        raise RowFault(column=column, message=words) from fault
    return None if value is None else Quantity(value=value, is_percent=is_percent)


def quantity_text(quantity: Quantity | None) -> str:
    """A target or an actual value as typed, with its percent sign where it has one."""
    if quantity is None:
        return ""
    if quantity.is_percent:
        return f"{number_text(quantity.value * HUNDRED)}%"
    return exact_text(quantity.value, least_places=0)
