"""A framework to read: the tree with its rules in words, the data items, everything else. Drafts may be faulty."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from selfeval.domain.amounts import Rounding
from selfeval.domain.document_places import dotted
from selfeval.domain.files.part_reading import NodeIn as Node
from selfeval.domain.files.part_reading import (
    formula_in_words,
    indicator_in,
    labels_in,
    mappings_in,
    nodes_in,
    points_in,
    rounding_in,
    text_in,
)
from selfeval.domain.framework_words import FIELD_KINDS, RULES, SEVERITIES, ZERO_POLICIES
from selfeval.domain.scoring.rule_words import standard_text
from selfeval.web.presenters.text import numeral, points_text
from selfeval.web.presenters.workshop.browse_views import FieldGroupView, FrameworkView, Line, NodeView, PartView
from selfeval.web.presenters.workshop.words import key_words, mark_of, value_words

Plain = Any
# Gives the address of the page of a part by its place; empty where there is nothing to edit.
Address = Callable[[str], str]


def no_address(place: str) -> str:
    """For what is published and frozen."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """What the parts are read with."""

    document: Mapping[str, Plain]
    labels: dict[str, str]
    rounding: Rounding
    address: Address
    faults: Mapping[str, int]


def framework_view(
    document: Mapping[str, Plain], *, address: Address = no_address, faults: Mapping[str, int] | None = None
) -> FrameworkView:
    """The view of a plain document; `faults` counts those of each part by its place."""
    source = _Source(
        document=document,
        labels=labels_in(document),
        rounding=rounding_in(document),
        address=address,
        faults=faults or {},
    )
    nodes = list(nodes_in(document))
    return FrameworkView(
        title=text_in(document, "title") or "未命名",
        slug=text_in(document, "slug") or "（缺代号）",
        version=text_in(document, "version") or "?",
        mark=mark_of(document.get("source")),
        head=tuple(_head(document)),
        grades=tuple(
            Line(words=text_in(each, "name"), value=text_in(each, "from")) for each in _list(source, "grades")
        ),
        caps=tuple(_cap_words(each, source) for each in _list(source, "caps")),
        nodes=tuple(_tree(source, nodes, "indicators", "")),
        groups=tuple(_groups(source)),
        derived=tuple(_derived(source)),
        narratives=tuple(_narratives(source)),
        checks=tuple(_checks(source)),
        leaf_count=sum(not each.children for each in nodes),
        field_count=len(_list(source, "fields")),
        unverified=sum(text_in(each.node, "source.status") == "unverified" for each in nodes),
    )


def _head(document: Mapping[str, Plain]) -> Iterator[Line]:
    keys = (
        *("authority", "source.document", "source.note", "money_unit", "total_points", "rounding.mode"),
        *("rounding.rate_places", "rounding.points_places", "rounding.thresholds_on"),
        *("set_points.by", "set_points.keep", "grade_groups"),
    )
    for key in keys:
        text = text_in(document, key)
        if text:
            yield Line(words=key_words(key), value=value_words(key, text))


def _cap_words(cap: dict[str, Plain], source: _Source) -> str:
    code = text_in(cap, "rate")
    name = source.labels.get(code, code)
    return f"{name}在 {text_in(cap, 'in')} 时，总分不超过 {text_in(cap, 'total_at_most')} 分"


def _tree(source: _Source, nodes: list[Node], above: str, number: str) -> Iterator[NodeView]:
    """The nodes right below the list at `above`."""
    own = [node for node in nodes if node.place.rpartition("[")[0] == above]
    for position, node in enumerate(own, 1):
        counted = numeral(position) if node.level == 1 else f"{number}.{position}" if node.level > 2 else str(position)
        below = [each for each in nodes if each.place.startswith(f"{node.place}.")]
        children = tuple(_tree(source, below, f"{node.place}.children", counted))
        yield _node(source, node, counted, children)


def _node(source: _Source, node: Node, number: str, children: tuple[NodeView, ...]) -> NodeView:
    written = node.node
    criteria = written.get("criteria")
    return NodeView(
        anchor=dotted(node.place),
        number=number,
        code=node.code,
        name=text_in(written, "name") or "（缺名称）",
        level=node.level,
        points=points_text(points_in(written)),
        is_leaf=not node.children,
        is_own="own_indicators" in written,
        kind=RULES.get(text_in(written, "scoring.kind"), ""),
        rule="" if node.children else rule_words(source.document, node, source.labels),
        standard=text_in(written, "standard"),
        definition=text_in(written, "definition"),
        criteria=tuple(each for each in criteria if isinstance(each, str)) if isinstance(criteria, list) else (),
        formula_words=formula_in_words(text_in(written, "formula"), source.labels),
        formula=text_in(written, "formula"),
        lines=tuple(_policies(written)),
        mark=mark_of(written.get("source")),
        url=source.address(node.place),
        faults=source.faults.get(node.place, 0),
        children=children,
    )


def rule_words(document: Mapping[str, Plain], node: Node, labels: dict[str, str]) -> str:
    """The rule of a leaf in words, empty where it cannot be read."""
    indicator = indicator_in(node.node, node.code)
    if indicator.rule is None:
        return ""
    return standard_text(
        indicator.rule,
        points=indicator.points,
        is_percent=indicator.is_percent,
        rounding=rounding_in(document),
        tiers=indicator.tiers,
        label_of=lambda code: labels.get(code, code),
    )


def _policies(node: dict[str, Plain]) -> Iterator[Line]:
    if text_in(node, "formula"):
        zero = node.get("zero_denominator")
        both = zero if isinstance(zero, str) else text_in(zero, "both_zero")
        otherwise = text_in(zero, "otherwise") or "zero"
        words = f"分子也为0时{ZERO_POLICIES.get(both or 'refuse', both)}，否则{ZERO_POLICIES.get(otherwise, otherwise)}"
        yield Line(words="分母为0", value=words)
    for key in ("not_applicable", "uncomputable", "evidence"):
        if text_in(node, key):
            yield Line(words=key_words(key), value=value_words(key, text_in(node, key)))
    if text_in(node, "range"):
        yield Line(words=key_words("range"), value=text_in(node, "range"))
    if text_in(node, "explain.when"):
        yield Line(
            words="必须说明",
            value=f"{text_in(node, 'explain.when')} 时，至少 {text_in(node, 'explain.min_chars') or '1'} 字",
        )
    groups = node.get("own_indicators")
    if isinstance(groups, list):
        yield Line(words="个性指标分组", value="、".join(str(each) for each in groups))


def _groups(source: _Source) -> Iterator[FieldGroupView]:
    written = _list(source, "field_groups")
    fields = [
        (text_in(each, "group"), _field(source, number, each)) for number, each in enumerate(_list(source, "fields"))
    ]
    for number, group in enumerate(written):
        code = text_in(group, "code")
        yield FieldGroupView(
            code=code,
            name=text_in(group, "label") or code,
            url=source.address(f"field_groups[{number}]"),
            fields=tuple(view for each, view in fields if each == code),
        )
    known = {text_in(group, "code") for group in written}
    left = tuple(view for each, view in fields if each not in known)
    if left:
        yield FieldGroupView(code="", name="没有分组的数据项", url="", fields=left)


def _field(source: _Source, number: int, field: dict[str, Plain]) -> PartView:
    details = ["必填"] if text_in(field, "required") == "true" else []
    least = text_in(field, "min")
    if least:
        details.append("可以为负" if least == "none" else f"不小于 {least}")
    for key in ("options", "rows"):
        if field.get(key):
            details.append(f"{key_words(key)}：{value_words(key, field[key])}".replace("\n", "、"))
    columns = "、".join(text_in(each, "label") for each in mappings_in(field, "columns"))
    if columns:
        details.append(f"列：{columns}")
    return _part(source, f"fields[{number}]", field, "label", FIELD_KINDS.get(text_in(field, "kind"), ""), details)


def _derived(source: _Source) -> Iterator[PartView]:
    for number, each in enumerate(_list(source, "derived")):
        words = formula_in_words(text_in(each, "formula"), source.labels)
        kind = FIELD_KINDS.get(text_in(each, "kind"), "")
        yield _part(source, f"derived[{number}]", each, "label", kind, [words] if words else [])


def _narratives(source: _Source) -> Iterator[PartView]:
    for number, each in enumerate(_list(source, "narratives")):
        details = ["必填"] if text_in(each, "required") == "true" else []
        if text_in(each, "max_chars"):
            details.append(f"最多 {text_in(each, 'max_chars')} 字")
        if text_in(each, "guide"):
            details.append(text_in(each, "guide"))
        yield _part(source, f"narratives[{number}]", each, "title", "", details)


def _checks(source: _Source) -> Iterator[PartView]:
    for number, each in enumerate(_list(source, "checks")):
        words = formula_in_words(text_in(each, "expect"), source.labels)
        details = [words] if words else []
        if text_in(each, "tolerance"):
            details.append(f"容许误差 {text_in(each, 'tolerance')}")
        kind = SEVERITIES.get(text_in(each, "severity") or "error", "")
        yield _part(source, f"checks[{number}]", each, "message", kind, details)


def _part(source: _Source, place: str, part: dict[str, Plain], name: str, kind: str, details: list[str]) -> PartView:
    return PartView(
        anchor=dotted(place),
        code=text_in(part, "code"),
        name=text_in(part, name) or "（缺名称）",
        kind=kind,
        details=tuple(details),
        formula=text_in(part, "formula") or text_in(part, "expect"),
        mark=mark_of(part.get("source")),
        url=source.address(place),
        faults=source.faults.get(place, 0),
    )


def _list(source: _Source, key: str) -> list[dict[str, Plain]]:
    return mappings_in(source.document, key)
