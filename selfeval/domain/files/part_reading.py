"""What can be said of a framework document that may be faulty: its labels, its names, one indicator, its rounding.

Nothing here refuses: a part that cannot be read is left out. Whether the whole is a framework is the business of
`framework_from_document`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from selfeval.domain.amounts import Rounding, RoundingMode
from selfeval.domain.expressions import ExpressionFault, parse, substituted
from selfeval.domain.files.indicator_reading import read_indicators
from selfeval.domain.files.reader import Faults, MappingReader
from selfeval.domain.framework import ITEMISED_PARTS, NUMERIC_KINDS, Indicator

Plain = Any
_PARTS_IN_WORDS: Final = {"total": "合计", "excluded": "剔除数", "counted": "计入数"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeIn:
    """A node of the tree as written: `place` as in faults, `code` in full, `level` from 1, `node` the plain mapping."""

    place: str
    code: str
    level: int
    node: dict[str, Plain]

    @property
    def children(self) -> list[dict[str, Plain]]:
        """The nodes right below it."""
        return mappings_in(self.node, "children")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameIn:
    """A name formulas may use; `kind` is 数据项, 派生数据 or 指标率."""

    code: str
    label: str
    kind: str


def mappings_in(part: Plain, key: str) -> list[dict[str, Plain]]:
    """The mappings of the list below `key`; what is none stands as an empty one, so that numbers fit."""
    found = part.get(key) if isinstance(part, dict) else None
    return [each if isinstance(each, dict) else {} for each in found] if isinstance(found, list) else []


def text_in(part: Plain, key: str) -> str:
    """The scalar below `key`, which may be dotted; empty where there is none."""
    for step in key.split("."):
        part = part.get(step) if isinstance(part, dict) else None
    return part if isinstance(part, str) else ""


def nodes_in(document: Plain) -> Iterator[NodeIn]:
    """Every node of the tree in print order."""
    yield from _nodes(mappings_in(document, "indicators"), "indicators", "", 1)


def labels_in(document: Plain) -> dict[str, str]:
    """The words of every code a formula may hold."""
    labels = {text_in(each, "code"): text_in(each, "label") for each in mappings_in(document, "derived")}
    for each in mappings_in(document, "fields"):
        code, label = text_in(each, "code"), text_in(each, "label")
        labels[code] = label
        labels.update({f"{code}.{part}": f"{label}{_PARTS_IN_WORDS[part]}" for part in ITEMISED_PARTS})
    labels.update({each.code: text_in(each.node, "name") for each in nodes_in(document)})
    return {code: label for code, label in labels.items() if label}


def names_in(document: Plain) -> list[NameIn]:
    """Every name a formula may use, in the order of the file."""
    labels, found = labels_in(document), []
    for each in mappings_in(document, "fields"):
        code, kind = text_in(each, "code"), text_in(each, "kind")
        if kind in NUMERIC_KINDS:
            found.append((code, "数据项"))
        elif kind == "itemised_money":
            found.extend((f"{code}.{part}", "数据项") for part in ITEMISED_PARTS)
    found.extend((text_in(each, "code"), "派生数据") for each in mappings_in(document, "derived"))
    found.extend((each.code, "指标率") for each in nodes_in(document) if text_in(each.node, "formula"))
    return [NameIn(code=code, label=labels.get(code, code), kind=kind) for code, kind in found if code]


def formula_in_words(formula: str, labels: dict[str, str]) -> str:
    """A formula with labels put in; empty where it cannot be read."""
    try:
        return substituted(parse(formula), lambda code: labels.get(code, code)) if formula else ""
    except ExpressionFault:
        return ""


def indicator_in(node: dict[str, Plain], code: str = "") -> Indicator:
    """A node without what is below it; what cannot be read of it has its default, a rule is None."""
    alone = {key: value for key, value in node.items() if key != "children"}
    reader = MappingReader({"indicators": [alone]}, "", Faults())
    return replace(read_indicators(reader)[0], code=code or text_in(node, "code"))


def rounding_in(document: Plain) -> Rounding:
    """The rounding of a document, the usual where it cannot be read."""
    usual = Rounding()
    return Rounding(
        mode=RoundingMode.TRUNCATE if text_in(document, "rounding.mode") == "truncate" else RoundingMode.HALF_UP,
        rate_places=_places(text_in(document, "rounding.rate_places"), usual.rate_places),
        points_places=_places(text_in(document, "rounding.points_places"), usual.points_places),
        is_threshold_rounded=text_in(document, "rounding.thresholds_on") == "rounded",
    )


def points_in(node: dict[str, Plain]) -> Decimal | None:
    """The points of a node, summed where it has children; None where they are no number."""
    below = mappings_in(node, "children")
    if not below:
        try:
            return Decimal(text_in(node, "points"))
        except InvalidOperation:
            return None
    total = Decimal(0)
    for each in below:
        points = points_in(each)
        if points is None:
            return None
        total += points
    return total


def _places(text: str, usual: int) -> int:
    return int(text) if text in set("0123456") else usual


def _nodes(siblings: list[dict[str, Plain]], place: str, above: str, level: int) -> Iterator[NodeIn]:
    for number, node in enumerate(siblings):
        own = text_in(node, "code")
        found = NodeIn(place=f"{place}[{number}]", code=f"{above}.{own}" if above else own, level=level, node=node)
        yield found
        yield from _nodes(found.children, f"{found.place}.children", found.code, level + 1)
