"""A filing taken from one framework to another: what still fits is kept, everything else is left out and named.

Data items, indicators and texts are matched by code, ticks, tiers and choices by their words: the third criterion of
one list is not the third of another. Nothing is converted and nothing is guessed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from selfeval.domain.amounts import money_in_unit
from selfeval.domain.carrying_entries import carried_entry, carried_own_entry
from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.filing import NOTHING_ENTERED, CellValue, FieldValue, Filing, IndicatorEntry, Item, OwnIndicator
from selfeval.domain.framework import Field, FieldKind, Framework
from selfeval.domain.framework_words import FIELD_KINDS
from selfeval.domain.scoring import ScoreSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Something a unit filed that the other framework has no place for.

    `place` is as in the filing file (`fields.original_budget`, `indicators.input.staff.ticked`), `label` names it in
    the words of the framework it was filed under, `why` says why it does not fit.
    """

    place: str
    label: str
    why: str

    def __str__(self) -> str:
        return f"{self.label}：{self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """The filing as the other framework can score it, and what was left out.

    `own_codes` gives the new code of each own indicator by its old one, None for one left out: leaving one out moves
    those behind it.
    """

    filing: Filing
    left_out: tuple[LeftOut, ...]
    own_codes: Mapping[str, str | None]


def carried_over(*, old: Framework, filing: Filing, sheet: ScoreSheet, draft: Framework) -> Carried:
    """`filing`, filed under `old` and scored there as `sheet`, as a filing under `draft`."""
    carrier = _Carrier(old, filing, sheet, draft)
    carried = replace(
        filing,
        framework=f"{draft.slug}@{draft.version}",
        fields=MappingProxyType(carrier.fields()),
        indicators=MappingProxyType(carrier.entries()),
        own_indicators=carrier.own_indicators(),
        narratives=MappingProxyType(carrier.narratives()),
        explanations=MappingProxyType(carrier.explanations()),
    )
    return Carried(
        filing=carried, left_out=tuple(carrier.left_out), own_codes=MappingProxyType(dict(carrier.own_codes))
    )


class _Carrier:
    """Takes one filing over part by part and notes what stays behind."""

    def __init__(self, old: Framework, filing: Filing, sheet: ScoreSheet, draft: Framework) -> None:
        self.old, self.filing, self.sheet, self.draft = old, filing, sheet, draft
        self.left_out: list[LeftOut] = []
        self.own_codes: dict[str, str | None] = {}

    def _leave(self, place: str, label: str, why: str) -> None:
        self.left_out.append(LeftOut(place=place, label=label, why=why))

    def fields(self) -> dict[str, FieldValue]:
        """The data items the draft has under the same code with the same kind."""
        kept: dict[str, FieldValue] = {}
        for code, value in self.filing.fields.items():
            old, new = self.old.fields_by_code[code], self.draft.fields_by_code.get(code)
            why = "新框架没有这个数据项" if new is None else self._why_not(old, new, value)
            if why:
                self._leave(f"fields.{code}", old.label, why)
            elif new is not None and new.kind is FieldKind.TABLE:
                kept[code] = self._rows(old, new, value)
            else:
                kept[code] = value
        return kept

    def _why_not(self, old: Field, new: Field, value: FieldValue) -> str:
        """Why `value` cannot be filed as `new`; empty where it can."""
        if new.kind is not old.kind:
            return f"类型由{FIELD_KINDS[old.kind]}改为{FIELD_KINDS[new.kind]}"
        if new.kind is FieldKind.CHOICE and value not in new.options:
            return f"所选的“{value}”已不在选项中"
        if new.kind is FieldKind.TABLE and new.rows != old.rows:
            return "表格的固定行改了"
        least = new.minimum
        if least is not None and any(number < least for number in self._numbers(new, value)):
            return f"小于新框架的下限{least}"
        return ""

    def _numbers(self, field: Field, value: FieldValue) -> Iterator[Decimal]:
        """The numbers in `value` as the framework files write them."""
        if field.kind is FieldKind.ITEMISED_MONEY and isinstance(value, tuple):
            amounts = [each.amount for each in value if isinstance(each, Item)]
            yield from (money_in_unit(amount, self.draft.money_unit) for amount in amounts)
        elif isinstance(value, Decimal):
            yield money_in_unit(value, self.draft.money_unit) if field.kind is FieldKind.MONEY else value

    def _rows(self, old: Field, new: Field, value: FieldValue) -> FieldValue:
        """The rows of a table with the columns that still fit; each column that does not is named once."""
        kinds = {column.code: column.kind for column in new.columns}
        gone = {column.code for column in old.columns if kinds.get(column.code) is not column.kind}
        rows = [row for row in value if not isinstance(row, Item)] if isinstance(value, tuple) else []
        for column in old.columns:
            if column.code in gone and any(column.code in row for row in rows):
                why = "新框架的表格没有这一栏" if column.code not in kinds else "这一栏的类型改了"
                self._leave(f"fields.{old.code}.{column.code}", f"{old.label}的“{column.label}”", why)
        kept: list[Mapping[str, CellValue]] = [
            {code: cell for code, cell in row.items() if code not in gone} for row in rows
        ]
        return tuple(kept)

    def entries(self) -> dict[str, IndicatorEntry]:
        """What was filed on the indicators that are still leaves of the draft."""
        kept: dict[str, IndicatorEntry] = {}
        for code, entry in self.filing.indicators.items():
            old, new = self.old.nodes[code], self.draft.nodes.get(code)
            if entry == NOTHING_ENTERED:
                continue
            if new is None or not new.is_leaf:
                why = "新框架没有这个指标" if new is None else "新框架里不再是末级指标"
                self._leave(f"indicators.{code}", old.name, f"{why}，所填内容没有带过去")
                continue
            followed = _following(entry, self.sheet.indicators[code].computed_score)
            carried, gone = carried_entry(old, new, followed)
            for key, why in gone:
                self._leave(f"indicators.{code}.{key}", old.name, why)
            if carried != NOTHING_ENTERED:
                kept[code] = carried
        return kept

    def own_indicators(self) -> tuple[OwnIndicator, ...]:
        """The unit's own indicators whose node and group the draft still has."""
        counts: Counter[str] = Counter()
        kept = []
        for index, (code, own) in enumerate(self.filing.own_by_code.items()):
            node = self.draft.nodes.get(own.under)
            place = f"own_indicators[{index}]"
            self.own_codes[code] = None
            if node is None or own.group not in node.own_groups:
                where = self.old.label_of(own.under)
                self._leave(place, f"个性指标“{own.name}”", f"新框架的“{where}”没有“{own.group}”这一组个性指标")
                continue
            followed = _following(own.entry, self.sheet.indicators[code].computed_score)
            entry, gone = carried_own_entry(node, own, followed)
            for key, why in gone:
                self._leave(f"{place}.{key}", f"个性指标“{own.name}”", why)
            counts[own.under] += 1
            self.own_codes[code] = f"{own.under}.own_{counts[own.under]}"
            kept.append(replace(own, entry=entry))
        return tuple(kept)

    def narratives(self) -> dict[str, str]:
        """The texts the draft still asks for."""
        asked = {each.code for each in self.draft.narratives}
        titles = {each.code: each.title for each in self.old.narratives}
        for code in self.filing.narratives:
            if code not in asked:
                self._leave(f"narratives.{code}", titles.get(code, code), "新框架没有这一段填报内容")
        return {code: text for code, text in self.filing.narratives.items() if code in asked}

    def explanations(self) -> dict[str, str]:
        """The answers to warnings the draft can still raise."""
        known = {*CATALOGUE, *(check.code for check in self.draft.checks)}
        for code in self.filing.explanations:
            if code not in known:
                self._leave(f"explanations.{code}", f"对核查“{code}”的说明", "新框架没有这条勾稽关系")
        return {code: text for code, text in self.filing.explanations.items() if code in known}


def _following(entry: IndicatorEntry, computed: Decimal | None) -> IndicatorEntry:
    """A self score that agreed with the computed one goes on agreeing with it; any other is the unit's own word."""
    return replace(entry, self_score=None) if computed is not None and entry.self_score == computed else entry
