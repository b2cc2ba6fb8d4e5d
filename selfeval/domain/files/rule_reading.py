"""Reads the `scoring` of an indicator, one function a kind."""

from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any, Final, cast

from selfeval.domain.amounts import ONE, ZERO
from selfeval.domain.expressions import parse
from selfeval.domain.files.reader import CODE, MappingReader
from selfeval.domain.framework import Tier
from selfeval.domain.scoring.rules import (
    RATE_RULES,
    Band,
    Bands,
    Checklist,
    ChecklistItem,
    Choose,
    ChooseOption,
    Coefficient,
    Deduction,
    FullOrProportional,
    Incidents,
    Manual,
    MilestoneNode,
    Milestones,
    Overachievement,
    PointsFormula,
    Proportional,
    Rule,
    Target,
    Tiers,
)


def read_rule(reader: MappingReader, kinds: Collection[str]) -> Rule | None:
    """The rule written in a `scoring` mapping, of one of `kinds`; None after a fault."""
    kind = reader.text("kind", required=True)
    if kind not in kinds:
        if kind:
            what = f"不能用在这里：{_PLACES[kind]}" if kind in _PLACES else "不能用在这里"
            what = what if kind in _KINDS else "不是评分方法"
            reader.fault("kind", kind, f"{what}；可用：{'、'.join(kinds)}")
        return None
    rule = _KINDS[kind](reader)
    reader.done()
    return rule


def read_tiers(reader: MappingReader, *, required: bool = False) -> tuple[Tier, ...]:
    """The `tiers` written in `reader`: name and interval of coefficients."""
    tiers = []
    for each in reader.mappings("tiers", required=required):
        name, interval = each.text("name", required=True), each.interval("in", required=True)
        if interval is not None:
            tiers.append(Tier(name=name, interval=interval))
        each.done()
    return tuple(tiers)


def _proportional(reader: MappingReader) -> Rule:
    cap = reader.ratio("cap")
    if cap is not None and cap <= 0:
        reader.fault("cap", reader.text("cap"), "应大于0")
    return Proportional(cap=ONE if cap is None else cap)


def _deduction(side: str) -> Callable[[MappingReader], Rule | None]:
    def read(reader: MappingReader) -> Rule | None:
        limit = reader.ratio("target" if side == "both" else "limit", required=True)
        tolerance = reader.ratio("tolerance") if side == "both" else None
        step = _positive(reader, "step", reader.ratio("step", required=True))
        deduct = _positive(reader, "deduct", reader.number("deduct", required=True))
        steps = reader.word("steps", ("whole", "started", "continuous"), "whole")
        if tolerance is not None and tolerance < 0:
            reader.fault("tolerance", reader.text("tolerance"), "不能小于0")
        if limit is None or step is None or deduct is None:
            return None
        return Deduction(
            side=cast(Any, side),
            limit=limit,
            step=step,
            deduct=deduct,
            steps=cast(Any, steps),
            tolerance=tolerance or ZERO,
        )

    return read


def _bands(reader: MappingReader) -> Rule:
    bands = []
    for band in reader.mappings("bands", required=True):
        interval = band.interval("in", required=True)
        points = _not_negative(band, "points", band.number("points", required=True))
        if interval is not None and points is not None:
            bands.append(Band(interval=interval, points=points))
        band.done()
    return Bands(bands=tuple(bands))


def _full_or_proportional(reader: MappingReader) -> Rule | None:
    limit = _positive(reader, "limit", reader.ratio("limit", required=True))
    if not reader.has("side"):
        reader.fault("side", None, "缺少，应是 at_most 或 at_least")
    side = reader.word("side", ("at_most", "at_least"), "at_most")
    return None if limit is None else FullOrProportional(limit=limit, side=cast(Any, side))


def _checklist(reader: MappingReader) -> Rule:
    mode = reader.word("mode", ("add", "deduct"), "add")
    items = []
    for item in reader.mappings("items", required=True):
        points = _not_negative(item, "points", item.number("points", required=mode == "add"))
        items.append(ChecklistItem(text=item.text("text", required=True), points=points))
        item.done()
    deduct = _positive(reader, "deduct", reader.number("deduct", required=True)) if mode == "deduct" else None
    return Checklist(items=tuple(items), mode=cast(Any, mode), deduct=deduct)


def _incidents(reader: MappingReader) -> Rule | None:
    deduct = _positive(reader, "deduct", reader.number("deduct", required=True))
    return None if deduct is None else Incidents(deduct=deduct)


def _milestones(reader: MappingReader) -> Rule | None:
    of = reader.expression("of", required=True)
    mode = reader.word("mode", ("each", "all"), "each")
    nodes = []
    for node in reader.mappings("nodes", required=True):
        at_least = node.ratio("at_least", required=True)
        nodes.append(
            MilestoneNode(
                label=node.text("label", required=True),
                field=_figure_code(node),
                at_least=at_least or ZERO,
                points=_not_negative(node, "points", node.number("points", required=mode == "each")),
            )
        )
        node.done()
    return None if of is None else Milestones(of=of, nodes=tuple(nodes), mode=cast(Any, mode))


def _target(reader: MappingReader) -> Rule:
    over = reader.mapping("over")
    if over is None:
        return Target(over=None)
    above = over.ratio("above", required=True)
    if above is not None and above < ONE:
        over.fault("above", over.text("above"), "应不小于100%：完成比超过它才算超额")
    then = over.word("then", ("explain", "deduct"), "explain")
    deduct = _positive(over, "deduct", over.number("deduct", required=True)) if then == "deduct" else None
    over.done()
    return Target(over=Overachievement(above=above or ONE, then=cast(Any, then), deduct=deduct or ZERO))


def _choose(reader: MappingReader) -> Rule:
    pick = reader.word("pick", ("best", "unit"), "best")
    options = []
    for each in reader.mappings("options", required=True):
        label, formula = each.text("label", required=True), each.expression("formula", required=True)
        scoring = each.mapping("scoring")
        if scoring is None:
            each.fault("scoring", None, "缺少，每个选项必须有评分方法")
        rule = read_rule(scoring, OPTION_KINDS) if scoring else None
        # A harmless stand-in for what cannot be read keeps the places of the options after it.
        rate_rule = rule if isinstance(rule, RATE_RULES) else Proportional(cap=ONE)
        options.append(ChooseOption(label=label, formula=formula or parse("0"), rule=rate_rule))
        each.done()
    return Choose(options=tuple(options), pick=cast(Any, pick))


def _points_formula(reader: MappingReader) -> Rule | None:
    points = reader.expression("points", required=True)
    return None if points is None else PointsFormula(points=points)


def _figure_code(reader: MappingReader) -> str:
    """One code, dotted for a part of an itemised field; a node compares a figure, not a formula."""
    text = reader.text("field", required=True)
    if text and not all(CODE.fullmatch(part) for part in text.split(".")):
        reader.fault("field", text, "应是一个数据项的编码，不能是公式")
        return ""
    return text


def _not_negative(reader: MappingReader, key: str, value: Decimal | None) -> Decimal | None:
    if value is not None and value < 0:
        reader.fault(key, reader.text(key), "不能小于0")
        return None
    return value


def _positive(reader: MappingReader, key: str, value: Decimal | None) -> Decimal | None:
    if value is not None and value <= 0:
        reader.fault(key, reader.text(key), "应大于0")
        return None
    return value


_KINDS: Final[dict[str, Callable[[MappingReader], Rule | None]]] = {
    "proportional": _proportional,
    "deduct_above": _deduction("above"),
    "deduct_below": _deduction("below"),
    "deduct_both": _deduction("both"),
    "bands": _bands,
    "full_or_proportional": _full_or_proportional,
    "target": _target,
    "checklist": _checklist,
    "incidents": _incidents,
    "milestones": _milestones,
    "choose": _choose,
    "tiers": lambda reader: Tiers(tiers=read_tiers(reader, required=True)),
    "coefficient": lambda reader: Coefficient(),
    "manual": lambda reader: Manual(),
    "formula": _points_formula,
}

# What an option of `choose`, a leaf and an own indicator (个性指标) may be scored by.
OPTION_KINDS: Final = tuple(_KINDS)[:6]
OWN_KINDS: Final = ("target", "tiers", "coefficient")
LEAF_KINDS: Final = tuple(kind for kind in _KINDS if kind != "target")
_PLACES: Final = {"target": "只用于个性指标，即写了 own_indicators 的指标"}
