"""An indicator tried out while it is being written: figures for the names it uses, and what they come to.

The draft around it may be faulty; only the indicator and what its formulas use are read, as a framework of their own
with one filing. What is wrong with these is told in the words of the file readers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from selfeval.domain.amounts import normalised
from selfeval.domain.document_places import part_at, place_of, steps_of
from selfeval.domain.expressions import ExpressionFault, parse
from selfeval.domain.files import Fault, FileFaults, filing_from_document, framework_from_document
from selfeval.domain.files.part_reading import mappings_in, nodes_in, text_in
from selfeval.domain.filing import TargetSign
from selfeval.domain.framework import FieldKind, Framework, Indicator
from selfeval.domain.own_indicators import framework_of
from selfeval.domain.scoring import IndicatorScore, score_sheet
from selfeval.domain.scoring.rules import Checklist, Choose, Coefficient, Incidents, Manual, Tiers

Plain = Any
InputKind = Literal["figure", "percent", "tick", "choice"]
_RATE: Final = "rate"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialInput:
    """Something to type. `name` is what its text is sent under; `unit` stands beside the label."""

    name: str
    label: str
    kind: InputKind
    unit: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What to type and, without faults, the score; None while nothing was typed."""

    inputs: tuple[TrialInput, ...]
    faults: tuple[Fault, ...] = ()
    score: IndicatorScore | None = None


def tried(document: Mapping[str, Plain], place: str, node: Mapping[str, Plain], texts: Mapping[str, str]) -> Trial:
    """Try the indicator `node`, as typed, at `place` of the document; `texts` by the names of the inputs."""
    try:
        framework = framework_from_document(_small_framework(document, place, node))
    except FileFaults as refused:
        return Trial(inputs=(), faults=_of_the_indicator(refused))
    leaf = framework.nodes[".".join([*_codes_above(document, place), text_in(node, "code")])]
    inputs = (*_figures(framework), *_entries(leaf))
    typed = {each.name: texts[each.name] for each in inputs if texts.get(each.name, "").strip()}
    if not typed:
        return Trial(inputs=inputs)
    try:
        filing = filing_from_document(framework, _filing(framework, leaf, inputs, typed))
    except FileFaults as refused:
        return Trial(inputs=inputs, faults=refused.faults)
    filled = framework_of(framework, filing)
    code = f"{leaf.code}.own_1" if leaf.own_groups else leaf.code
    score = score_sheet(filled, filing).indicators.get(code)
    return Trial(inputs=inputs, score=score)


def _small_framework(document: Mapping[str, Plain], place: str, node: Mapping[str, Plain]) -> dict[str, Plain]:
    fields, derived, rates = _used(document, node)
    tree: list[dict[str, Plain]] = []
    for each in rates:
        _hang(tree, each["path"], each["leaf"])
    texts = ("definition", "criteria", "standard", "source", "explain", "children")
    _hang(tree, _codes_above(document, place), {key: value for key, value in node.items() if key not in texts})
    return {
        "format": "selfeval-framework/1",
        "slug": "trial",
        "version": "1",
        "title": "试算",
        "money_unit": text_in(document, "money_unit") or "wan_yuan",
        "total_points": text_in(node, "points"),
        "rounding": document.get("rounding") or {},
        "grades": [{"name": "—", "from": "0"}],
        "fields": fields,
        "derived": derived,
        "indicators": tree,
    }


def _codes_above(document: Mapping[str, Plain], place: str) -> list[str]:
    steps = steps_of(place)
    above = [place_of(steps[:length]) for length in range(2, len(steps), 2)]
    return [text_in(part_at(document, each), "code") or "above" for each in above]


def _hang(tree: list[dict[str, Plain]], path: list[str], leaf: Mapping[str, Plain]) -> None:
    """Put `leaf` below the nodes of `path`, making those that are not there."""
    for code in path:
        found = next((node for node in tree if node["code"] == code and "scoring" not in node), None)
        if found is None:
            found = {"code": code, "name": code, "children": []}
            tree.append(found)
        tree = found.setdefault("children", [])
    tree.append(dict(leaf))


def _used(
    document: Mapping[str, Plain], node: Mapping[str, Plain]
) -> tuple[list[dict[str, Plain]], list[dict[str, Plain]], list[dict[str, Plain]]]:
    """The data items, derived values and other indicators' rates that the formulas of `node` lead to."""
    known_fields = {text_in(each, "code"): each for each in mappings_in(document, "fields")}
    known_derived = {text_in(each, "code"): each for each in mappings_in(document, "derived")}
    known_rates = {each.code: each for each in nodes_in(document) if text_in(each.node, "formula")}
    seen: dict[str, None] = {}
    ahead = list(_names_in(node))
    while ahead:
        name = ahead.pop(0)
        if name in seen:
            continue
        seen[name] = None
        formula = known_derived.get(name) or (known_rates[name].node if name in known_rates else {})
        ahead.extend(_names_of(text_in(formula, "formula")))
    heads = dict.fromkeys(name.partition(".")[0] for name in seen)
    keep = ("code", "label", "kind", "min", "options", "columns", "rows")
    fields = [
        {key: known_fields[code][key] for key in keep if key in known_fields[code]}
        for code in heads
        if code in known_fields
    ]
    derived = [known_derived[code] for code in seen if code in known_derived]
    rates = [
        {"path": _codes_above(document, known_rates[code].place), "leaf": _rate_only(known_rates[code].node)}
        for code in seen
        if code in known_rates
    ]
    return fields, derived, rates


def _rate_only(node: Mapping[str, Plain]) -> dict[str, Plain]:
    """An indicator that is there for its rate: it gives no points."""
    keep = ("code", "name", "formula", "show", "zero_denominator", "range")
    return {key: node[key] for key in keep if key in node} | {"points": "0", "scoring": {"kind": "manual"}}


def _names_in(node: Mapping[str, Plain]) -> Iterator[str]:
    scoring = node.get("scoring")
    for text in (text_in(node, "formula"), text_in(scoring, "of"), text_in(scoring, "points")):
        yield from _names_of(text)
    for option in mappings_in(scoring, "options"):
        yield from _names_of(text_in(option, "formula"))
    for each in mappings_in(scoring, "nodes"):
        yield text_in(each, "field")


def _names_of(formula: str) -> list[str]:
    try:
        return [name for name in parse(formula).names if name != _RATE] if formula else []
    except ExpressionFault:
        return []


def _of_the_indicator(refused: FileFaults) -> tuple[Fault, ...]:
    return tuple(fault for fault in refused.faults if fault.path != "total_points") or refused.faults


def _figures(framework: Framework) -> Iterator[TrialInput]:
    for each in framework.fields:
        unit = framework.money_unit.label if each.kind in (FieldKind.MONEY, FieldKind.ITEMISED_MONEY) else ""
        name = f"fields.{each.code}"
        if each.kind is FieldKind.ITEMISED_MONEY:
            yield TrialInput(name=f"{name}.counted", label=f"{each.label}（计入）", kind="figure", unit=unit)
            yield TrialInput(name=f"{name}.excluded", label=f"{each.label}（剔除）", kind="figure", unit=unit)
        else:
            kind: InputKind = "percent" if each.kind is FieldKind.PERCENT else "figure"
            yield TrialInput(name=name, label=each.label, kind=kind, unit="%" if kind == "percent" else unit)


def _entries(leaf: Indicator) -> Iterator[TrialInput]:
    if leaf.own_groups:
        yield TrialInput(name="own.op", label="指标性质", kind="choice", choices=tuple(TargetSign))
        yield TrialInput(name="own.target", label="指标值", kind="figure")
        yield TrialInput(name="own.actual", label="实际完成值", kind="figure")
    match leaf.rule:
        case Checklist(items=items):
            for number, item in enumerate(items, 1):
                yield TrialInput(name=f"entry.ticked.{number}", label=item.text, kind="tick")
        case Incidents():
            yield TrialInput(name="entry.incidents", label="发生次数", kind="figure", unit="次")
        case Manual():
            yield TrialInput(name="entry.points", label="给分", kind="figure", unit="分")
        case Choose(pick="unit", options=options):
            numbers = tuple(str(number) for number in range(1, len(options) + 1))
            yield TrialInput(name="entry.choice", label="选第几种口径", kind="choice", choices=numbers)
    tiers = leaf.rule.tiers if isinstance(leaf.rule, Tiers) else leaf.tiers
    if tiers:
        yield TrialInput(name="entry.tier", label="达成档次", kind="choice", choices=tuple(each.name for each in tiers))
    if leaf.own_groups or isinstance(leaf.rule, Tiers | Coefficient):
        yield TrialInput(name="entry.coefficient", label="系数", kind="percent", unit="%")


def _filing(
    framework: Framework, leaf: Indicator, inputs: tuple[TrialInput, ...], typed: Mapping[str, str]
) -> dict[str, Plain]:
    plain = {each.name: _plain(each, typed[each.name]) for each in inputs if each.name in typed}
    entry: dict[str, Plain] = {
        name.removeprefix("entry."): text
        for name, text in plain.items()
        if name.startswith("entry.") and name.count(".") == 1
    }
    if isinstance(leaf.rule, Checklist):
        entry["ticked"] = [name.rpartition(".")[2] for name in plain if name.startswith("entry.ticked.")]
    filing: dict[str, Plain] = {
        "format": "selfeval-filing/1",
        "framework": framework.slug,
        "fiscal_year": "2000",
        "fields": {field.code: value for field in framework.fields if (value := _field_value(field.code, plain))},
    }
    if leaf.own_groups:
        filing["own_indicators"] = [_own(leaf, plain) | entry]
    elif entry:
        filing["indicators"] = {leaf.code: entry}
    return filing


def _field_value(code: str, plain: Mapping[str, str]) -> Plain:
    if f"fields.{code}" in plain:
        return plain[f"fields.{code}"]
    rows = []
    for part, rest in (("counted", {}), ("excluded", {"excluded": "true", "basis": "试算"})):
        amount = plain.get(f"fields.{code}.{part}")
        if amount:
            rows.append({"label": "试算", "amount": amount, **rest})
    return rows


def _own(leaf: Indicator, plain: Mapping[str, str]) -> dict[str, Plain]:
    written = {key: plain[f"own.{key}"] for key in ("op", "target", "actual") if f"own.{key}" in plain}
    return {
        "under": leaf.code,
        "group": leaf.own_groups[0],
        "name": leaf.name,
        "points": str(leaf.points),
        "op": TargetSign.AT_LEAST.value,
        **written,
    }


def _plain(each: TrialInput, text: str) -> str:
    """What was typed as the files write it: full-width digits and separators made plain, a percentage with its sign."""
    if each.kind in ("choice", "tick"):
        return text
    plain = normalised(text).replace(",", "")
    return f"{plain}%" if each.kind == "percent" and not plain.endswith("%") else plain
