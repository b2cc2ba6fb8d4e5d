"""The effect of changes on a filing, and what keeps a change from being applied. Values only, no rows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from selfeval.domain.files import Fault, FileFaults, filing_from_document, filing_to_document
from selfeval.domain.filing import NOTHING_ENTERED, FieldValue, Filing, IndicatorEntry, OwnIndicator
from selfeval.domain.framework import Framework
from selfeval.domain.own_indicators import in_tree_order
from selfeval.domain.sections import section_of_box, sections_of
from selfeval.services.changes import (
    Change,
    EntryChange,
    EvaluatorsChange,
    ExplanationChange,
    FaceChange,
    FigureChange,
    NarrativeChange,
    OwnIndicatorsChange,
)
from selfeval.services.errors import BadValue, UnknownBox
from selfeval.services.fitness import ENTRY_TYPES, faults_of_change, tidied

_MAX_CODE = 80
_OWN_PLACE = re.compile(r"own_indicators\[(\d+)\]")
_Value = TypeVar("_Value")


def refuse_foreign(framework: Framework, section: str | None, changes: Sequence[Change]) -> None:
    """Raises UnknownBox for the first change to a box that the page `section` does not have; None is any page."""
    for change in changes:
        page = section_of_box(framework, change.box)
        if not _exists(framework, change) or section not in (None, page):
            raise UnknownBox(box=change.box, section=section or page)
    if section is not None and all(each.code != section for each in sections_of(framework)):
        raise UnknownBox(box=section, section=section)


def applied(framework: Framework, filing: Filing, changes: Sequence[Change]) -> Filing:
    """`filing` with `changes` made.

    Raises BadValue unless the outcome can be written to a filing file and read back as it is: that reader is the rule
    for what a box may hold, here as for files.
    """
    faults = [fault for change in changes for fault in faults_of_change(framework, change)]
    if faults:
        raise BadValue(faults)
    changed = filing
    for change in changes:
        changed = _with(framework, changed, tidied(change))
    try:
        reread = filing_from_document(framework, filing_to_document(framework, changed))
    except FileFaults as refused:
        raise BadValue([_of_its_box(changed, fault) for fault in refused.faults]) from None
    if reread != changed:
        raise BadValue([Fault(path=change.box, found="", expected="不能原样保存") for change in changes])
    return changed


def _of_its_box(filing: Filing, fault: Fault) -> Fault:
    """`fault` with the place of its box: files count own indicators through, a page has them by node."""
    match = _OWN_PLACE.match(fault.path)
    if match is None:
        return fault
    own = filing.own_indicators[int(match[1])]
    row = [each for each in filing.own_indicators if each.under == own.under].index(own) + 1
    return replace(fault, path=f"own_indicators.{own.under}", found=f"第{row}个指标“{own.name}”{fault.found}")


def _exists(framework: Framework, change: Change) -> bool:
    match change:
        case FigureChange(code=code):
            return code in framework.fields_by_code
        case EntryChange(code=code, attribute="set_points"):
            return framework.has_set_points and _is_leaf(framework, code)
        case EntryChange(code=code, attribute=attribute):
            return attribute in ENTRY_TYPES and _is_leaf(framework, code)
        case OwnIndicatorsChange(under=under):
            return any(node.code == under for node in framework.own_nodes)
        case NarrativeChange(code=code):
            return any(narrative.code == code for narrative in framework.narratives)
        case ExplanationChange(check=check):
            return check.isidentifier() and check.isascii() and len(check) <= _MAX_CODE
        case FaceChange(attribute=attribute):
            return attribute in ("head", "phone", "filed_on")
        case EvaluatorsChange():
            return True


def _is_leaf(framework: Framework, code: str) -> bool:
    return code in framework.nodes and framework.nodes[code].is_leaf


def _with(framework: Framework, filing: Filing, change: Change) -> Filing:
    match change:
        case FaceChange():
            return _with_face(filing, change)
        case FigureChange(code=code, value=value):
            cleared: FieldValue | None = None if value == "" else value
            return replace(filing, fields=_put(filing.fields, code, cleared))
        case EntryChange(code=code):
            entry = _entry_with(filing.entry(code), change)
            kept = None if entry == NOTHING_ENTERED else entry
            return replace(filing, indicators=_put(filing.indicators, code, kept))
        case OwnIndicatorsChange(under=under, own=own):
            return replace(filing, own_indicators=in_tree_order(framework, (*_besides(filing, under), *own)))
        case NarrativeChange(code=code, text=text):
            return replace(filing, narratives=_put(filing.narratives, code, text or None))
        case ExplanationChange(check=check, text=text):
            return replace(filing, explanations=_put(filing.explanations, check, text or None))
        case EvaluatorsChange(evaluators=evaluators):
            return replace(filing, evaluators=evaluators)


def _besides(filing: Filing, under: str) -> tuple[OwnIndicator, ...]:
    return tuple(own for own in filing.own_indicators if own.under != under)


def _with_face(filing: Filing, change: FaceChange) -> Filing:
    value: Any = change.value
    if change.attribute == "filed_on":
        return replace(filing, filed_on=value)
    return replace(filing, department=replace(filing.department, **{change.attribute: value or ""}))


def _entry_with(entry: IndicatorEntry, change: EntryChange) -> IndicatorEntry:
    value: Any = change.value
    if value is None:
        value = getattr(NOTHING_ENTERED, change.attribute)
    if change.attribute == "ticked" and value is not None:
        value = tuple(sorted(set(value)))
    return replace(entry, **{change.attribute: value})


def _put(values: Mapping[str, _Value], key: str, value: _Value | None) -> dict[str, _Value]:
    """`values` with `value` at `key`, or without the key for None."""
    kept = {each: old for each, old in values.items() if each != key}
    return kept if value is None else {**kept, key: value}
