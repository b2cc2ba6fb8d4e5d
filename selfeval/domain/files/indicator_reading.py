"""Reads the tree of indicators of a framework file."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import ZERO, plain_text
from selfeval.domain.expressions import Expression, parse
from selfeval.domain.files.reader import MappingReader
from selfeval.domain.files.rule_reading import LEAF_KINDS, OPTION_KINDS, OWN_KINDS, read_rule, read_tiers
from selfeval.domain.framework import (
    Explain,
    Indicator,
    NotApplicablePolicy,
    Source,
    UncomputablePolicy,
    ZeroDenominator,
    ZeroPolicy,
)
from selfeval.domain.rule_validity import FORMULA_MISSING
from selfeval.domain.scoring.rules import Target

DEEPEST_LEVEL: Final = 3


def read_indicators(reader: MappingReader) -> tuple[Indicator, ...]:
    """The level-1 nodes below `indicators`, each with its tree."""
    return tuple(_node(each, "", 1) for each in reader.mappings("indicators", required=True))


def read_source(reader: MappingReader) -> Source | None:
    """The `source` of a framework or of a part of it."""
    inner = reader.mapping("source")
    if inner is None:
        return None
    source = Source(
        document=inner.text("document"),
        status=inner.word("status", ("verified", "unverified", "sample"), "verified"),
        note=inner.text("note"),
    )
    inner.done()
    return source


def _node(reader: MappingReader, parent: str, level: int) -> Indicator:
    own = reader.code()
    code = f"{parent}.{own}" if parent else own
    if level > DEEPEST_LEVEL:
        # What lies below it is not read, however deep it goes.
        reader.fault("code", code, f"指标最多{DEEPEST_LEVEL}级")
        return Indicator(code=code, name=reader.text("name"), level=level, points=reader.number("points") or ZERO)
    children = tuple(_node(each, code, level + 1) for each in reader.mappings("children"))
    if reader.has("own_indicators"):
        result = _own_node(reader, code, level)
    else:
        result = _inner(reader, code, level, children) if children else _leaf(reader, code, level)
    reader.done()
    return result


def _own_node(reader: MappingReader, code: str, level: int) -> Indicator:
    """A node below which units add indicators of their own (个性指标), in the groups `own_indicators` lists."""
    if level == DEEPEST_LEVEL:
        reader.fault("own_indicators", None, "只能写在一级或二级指标上：单位自己加的指标在它的下一级")
    if reader.raw("children"):
        reader.fault("children", None, "和 own_indicators 不能同时写：个性指标由单位自己加")
    scoring = reader.mapping("scoring")
    return Indicator(
        code=code,
        name=reader.text("name", required=True),
        level=level,
        points=_points(reader),
        rule=read_rule(scoring, OWN_KINDS) if scoring else Target(over=None),
        definition=reader.text("definition"),
        criteria=reader.texts("criteria"),
        standard=reader.text("standard"),
        uncomputable=reader.one_of("uncomputable", UncomputablePolicy, UncomputablePolicy.NOT_FILLED),
        evidence=reader.word("evidence", ("required", "optional", "none"), "none"),
        own_groups=_own_groups(reader) or ("个性指标",),
        tiers=read_tiers(reader),
        source=read_source(reader),
    )


def _own_groups(reader: MappingReader) -> tuple[str, ...]:
    """The labels of the groups; none after a fault."""
    groups = []
    for path, element in reader.each("own_indicators", required=True):
        if not isinstance(element, str) or not element:
            reader.faults.add(path, element, "应是组名，如 数量")
        elif element in groups:
            reader.faults.add(path, element, "组名重复")
        else:
            groups.append(element)
    return tuple(groups)


def _points(reader: MappingReader) -> Decimal:
    points = reader.number("points", required=True)
    if points is not None and points < 0:
        reader.fault("points", points, "分值不能小于0")
    return points or ZERO


def _inner(reader: MappingReader, code: str, level: int, children: tuple[Indicator, ...]) -> Indicator:
    points = sum((child.points for child in children), ZERO)
    written = reader.number("points")
    unread = {each.path for each in reader.faults.found}
    is_known = not any(place in unread or f"{place}.points" in unread for place in _leaves(children, reader.path))
    if written is not None and is_known and written != points:
        reader.fault("points", plain_text(written), f"与下级指标分值之和 {plain_text(points)} 不等")
    return Indicator(
        code=code,
        name=reader.text("name", required=True),
        level=level,
        points=points,
        children=children,
        definition=reader.text("definition"),
        source=read_source(reader),
    )


def _leaves(children: tuple[Indicator, ...], path: str) -> Iterator[str]:
    """The places of the leaves below the node at `path`: what is written above them changes no sum."""
    for index, child in enumerate(children):
        place = f"{path}.children[{index}]"
        yield from _leaves(child.children, place) if child.children else (place,)


def _leaf(reader: MappingReader, code: str, level: int) -> Indicator:
    scoring = reader.mapping("scoring")
    if scoring is None:
        reader.fault("scoring", None, "缺少，三级指标必须有评分方法")
    rule = read_rule(scoring, LEAF_KINDS) if scoring else None
    if rule is None and scoring and scoring.text("kind") in OPTION_KINDS and not reader.text("formula"):
        # What a rule that could not be read needs is told all the same.
        reader.fault("formula", None, FORMULA_MISSING)
    return Indicator(
        code=code,
        name=reader.text("name", required=True),
        level=level,
        points=_points(reader),
        rule=rule,
        formula=_formula(reader),
        is_percent=reader.word("show", ("percent", "number"), "percent") == "percent",
        definition=reader.text("definition"),
        criteria=reader.texts("criteria"),
        standard=reader.text("standard"),
        zero_denominator=_zero_denominator(reader),
        uncomputable=reader.one_of("uncomputable", UncomputablePolicy, UncomputablePolicy.NOT_FILLED),
        not_applicable=reader.one_of("not_applicable", NotApplicablePolicy, NotApplicablePolicy.REFUSE),
        evidence=reader.word("evidence", ("required", "optional", "none"), "none"),
        explain=_explain(reader),
        rate_range=reader.interval("range"),
        source=read_source(reader),
    )


def _formula(reader: MappingReader) -> Expression | None:
    """The formula; a harmless one for one that cannot be read, so that its absence is not told besides."""
    found = reader.expression("formula")
    return parse("0") if found is None and reader.text("formula") else found


def _zero_denominator(reader: MappingReader) -> ZeroDenominator:
    inner = reader.mapping("zero_denominator") if isinstance(reader.raw("zero_denominator"), dict) else None
    if inner is not None:
        result = ZeroDenominator(
            both_zero=inner.one_of("both_zero", ZeroPolicy, ZeroPolicy.REFUSE),
            otherwise=inner.one_of("otherwise", ZeroPolicy, ZeroPolicy.ZERO),
        )
        inner.done()
        return result
    return ZeroDenominator(both_zero=reader.one_of("zero_denominator", ZeroPolicy, ZeroPolicy.REFUSE))


def _explain(reader: MappingReader) -> Explain | None:
    inner = reader.mapping("explain")
    if inner is None:
        return None
    when = inner.expression("when", required=True, is_condition=True)
    min_chars = inner.whole("min_chars", least=1)
    inner.done()
    return None if when is None else Explain(when=when, min_chars=min_chars or 1)
