"""The effect of changes on a filing, and what keeps a change from being applied. Values only, no rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from selfeval.domain.files import Fault, FileFaults, filing_from_document, filing_to_document
from selfeval.domain.filing import NOTHING_ENTERED, FieldValue, Filing, IndicatorEntry
from selfeval.domain.framework import Framework
from selfeval.domain.sections import section_of_box
from selfeval.services.changes import (
    Change,
    EntryChange,
    EvaluatorsChange,
    ExplanationChange,
    FaceChange,
    FigureChange,
    NarrativeChange,
)
from selfeval.services.errors import BadValue, UnknownBox
from selfeval.services.fitness import ENTRY_TYPES, faults_of_change, tidied

_MAX_CODE = 80
_Value = TypeVar("_Value")


def refuse_foreign(framework: Framework, section: str, changes: Sequence[Change]) -> None:
    """Raises UnknownBox for the first change to a box that the page `section` does not have."""
    for change in changes:
        if not _exists(framework, change) or section_of_box(framework, change.box) != section:
            raise UnknownBox(box=change.box, section=section)


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
        changed = _with(changed, tidied(change))
    try:
        reread = filing_from_document(framework, filing_to_document(framework, changed))
    except FileFaults as refused:
        raise BadValue(refused.faults) from None
    if reread != changed:
        raise BadValue([Fault(path=change.box, found="", expected="不能原样保存") for change in changes])
    return changed


def _exists(framework: Framework, change: Change) -> bool:
    match change:
        case FigureChange(code=code):
            return code in framework.fields_by_code
        case EntryChange(code=code, attribute="set_points"):
            return framework.is_points_set_by_unit and _is_leaf(framework, code)
        case EntryChange(code=code, attribute=attribute):
            return attribute in ENTRY_TYPES and _is_leaf(framework, code)
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


def _with(filing: Filing, change: Change) -> Filing:
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
        case NarrativeChange(code=code, text=text):
            return replace(filing, narratives=_put(filing.narratives, code, text or None))
        case ExplanationChange(check=check, text=text):
            return replace(filing, explanations=_put(filing.explanations, check, text or None))
        case EvaluatorsChange(evaluators=evaluators):
            return replace(filing, evaluators=evaluators)


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
