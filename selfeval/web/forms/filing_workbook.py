"""A workbook taken as if its cells had been typed into the pages: by the same forms, box by box.

What a workbook says of a box is compared three ways: with what the box held when the workbook was downloaded (then it
was not touched in Excel), and with what it holds now (then others have changed it since, and who uploads must choose).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.http import QueryDict

from selfeval.domain.assessment import Assessment
from selfeval.domain.files.cell_faults import CellFault, ReadCell
from selfeval.domain.filing import Filing, TargetSign
from selfeval.domain.filing_sheets import fingerprint, plain_boxes
from selfeval.domain.filing_sheets.parts import NO, YES
from selfeval.domain.framework import Framework
from selfeval.domain.sections import Section, sections_of
from selfeval.imports.filing_workbook import Base, Reading, ReadRow
from selfeval.services.applying import applied
from selfeval.services.changes import Change
from selfeval.services.errors import BadValue
from selfeval.web.forms.fields import FlagField, TypedBox
from selfeval.web.forms.indicators import NONE_TICKED, ApplicableField, TicksField
from selfeval.web.forms.own_indicators import OwnIndicatorsField
from selfeval.web.forms.pages import form_of
from selfeval.web.forms.rows import RowFault, RowsField
from selfeval.web.forms.section import SectionForm

_SIGNS: Final = {sign.label: sign.value for sign in TargetSign}
_FLAGS: Final = {YES: "yes", NO: "no"}
_TICKED: Final = ("excluded", "core")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxChange:
    """A box that the workbook changes; `is_contested` where others changed it too since the download."""

    section: Section
    change: Change
    label: str
    form_field: forms.Field
    old: Any
    new: Any
    is_contested: bool


@dataclass(slots=True, kw_only=True)
class Taken:
    """What a workbook comes to: changes, or faults and then nothing else. `untouched` counts the boxes left alone."""

    changes: list[BoxChange] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    notes: list[CellFault] = field(default_factory=list)
    untouched: int = 0


def taken_workbook(reading: Reading, *, framework: Framework, assessment: Assessment, base: Base) -> Taken:
    """What `reading` changes in the filing of `assessment`, or every fault of it. Nothing is stored.

    `framework` is that of the filing, without its own indicators in place.
    """
    found = Taken(faults=list(reading.faults), notes=list(reading.notes))
    pages = []
    for section in sections_of(assessment.framework):
        form = form_of(section, assessment=assessment)
        data = _Sending(form, reading).data
        form = form_of(section, assessment=assessment, data=data)
        form.is_valid()
        found.faults += _faults(form, reading)
        pages.append((section, form))
    found.faults += _half_ticked(reading)
    found.notes += _of_no_warning(reading, base, {name for _, form in pages for name in form.boxes})
    changes = [change for _, form in pages for change in form.changes()]
    if not found.faults:
        _compare(found, framework, assessment.filing, base, pages, changes, reading)
    found.faults = list(dict.fromkeys(found.faults))
    return found


def _compare(
    found: Taken,
    framework: Framework,
    filing: Filing,
    base: Base,
    pages: list[tuple[Section, SectionForm]],
    changes: list[Change],
    reading: Reading,
) -> None:
    """Fill in the changes, or the faults of what the services would not hold."""
    try:
        after = plain_boxes(framework, applied(framework, filing, changes))
    except BadValue as refusal:
        found.faults += [_placed(fault.path, f"“{fault.found}”{fault.expected}", reading) for fault in refusal.faults]
        return
    before = plain_boxes(framework, filing)
    for section, form in pages:
        found.untouched += len(form.boxes)
        for change in form.changes():
            then, now = base.prints.get(change.box, ""), fingerprint(before.get(change.box))
            if fingerprint(after.get(change.box)) == then:
                continue
            found.untouched -= 1
            box = form.boxes[change.box]
            found.changes.append(
                BoxChange(
                    section=section,
                    change=change,
                    label=str(form.fields[change.box].label),
                    form_field=form.fields[change.box],
                    old=box.stored,
                    new=form.cleaned_data[change.box],
                    is_contested=now != then,
                )
            )


class _Sending:
    """What a browser would send of the boxes of one form."""

    def __init__(self, form: SectionForm, reading: Reading) -> None:
        self._reading = reading
        self.data = QueryDict(mutable=True)
        for name, each in form.fields.items():
            self._put(name, each)

    def _put(self, name: str, box: forms.Field) -> None:
        match box:
            case RowsField() | OwnIndicatorsField():
                self._rows(name)
            case TicksField():
                self._ticks(name)
            case _ if name in self._reading.cells:
                text = self._reading.cells[name].text
                if _is_as_stored(box, text):
                    return
                if isinstance(box, ApplicableField):
                    self.data[f"{name}.sent"] = "1"
                    if text == NO:
                        self.data[name] = "on"
                else:
                    self.data[name] = _FLAGS.get(text, text) if isinstance(box, FlagField) else text

    def _rows(self, name: str) -> None:
        rows = self._reading.rows.get(name)
        if rows is None:
            return
        self.data[f"{name}.rows"] = "1"
        for number, row in enumerate(rows):
            for column, text in sent_cells(row).items():
                self.data[f"{name}.{number}.{column}"] = text

    def _ticks(self, name: str) -> None:
        cells = dict(parts_of(self._reading, name))
        if not cells:
            return
        self.data[f"{name}.sent"] = "1"
        ticked = [str(number) for number, cell in cells.items() if cell.text == YES]
        if ticked or any(cell.text for cell in cells.values()):
            self.data.setlist(name, ticked or [NONE_TICKED])


def _is_as_stored(box: forms.Field, text: str) -> bool:
    """Whether a number is the one that is stored, be it one that nobody could type on the page."""
    if not isinstance(box, TypedBox) or box.initial in (None, ""):
        return False
    return str(box.prepare_value(box.initial)).replace(",", "") == text


def sent_cells(row: ReadRow) -> dict[str, str]:
    """The cells of a row as a page sends them; a row in which nothing was chosen or typed sends nothing."""
    cells = {part: cell.text for part, cell in row.cells.items()}
    for part in _TICKED:
        if part in cells:
            cells[part] = "on" if cells[part] == YES else ""
    if "sign" in cells:
        cells["sign"] = _SIGNS.get(cells["sign"], cells["sign"])
    return cells


def parts_of(reading: Reading, box: str) -> Iterator[tuple[int, ReadCell]]:
    """The cells of a box that is ticked item by item, with the number of the item."""
    for name, cell in reading.cells.items():
        head, mark, number = name.partition("#")
        if mark and head == box:
            yield int(number), cell


def _half_ticked(reading: Reading) -> list[CellFault]:
    """Criteria left open beside others that were answered."""
    boxes = dict.fromkeys(name.partition("#")[0] for name in reading.cells if "#" in name)
    found = []
    for box in boxes:
        cells = [cell for _, cell in parts_of(reading, box)]
        if any(cell.text for cell in cells):
            found += [cell.fault("这个要点还没有选“是”或“否”") for cell in cells if not cell.text and not cell.found]
    return found


def _of_no_warning(reading: Reading, base: Base, boxes: set[str]) -> Iterator[CellFault]:
    """Answers written in Excel to what no longer warns: there is no box for them."""
    for name, cell in reading.cells.items():
        is_gone = name.startswith("explanations.") and name not in boxes
        if is_gone and cell.text and fingerprint(cell.text) != base.prints.get(name, ""):
            yield cell.fault("这条提醒现在没有了，这里写的说明不读入")


def _faults(form: SectionForm, reading: Reading) -> Iterator[CellFault]:
    """Why boxes of a page cannot be taken, by the cells they stand in."""
    for name, box in form.fields.items():
        errors = [str(message) for message in form.errors.get(name, [])]
        rows = reading.rows.get(name, [])
        if isinstance(box, OwnIndicatorsField):
            for outcome in box.outcomes:
                if outcome.fault is not None:
                    yield _of_row(rows[int(outcome.key)], outcome.fault)
        elif isinstance(box, RowsField) and errors:
            of_rows = list(_of_rows(box, rows))
            yield from of_rows or [_placed(name, message, reading) for message in errors]
            continue
        for message in errors:
            yield _placed(name, message, reading)


def _of_rows(box: RowsField, rows: list[ReadRow]) -> Iterator[CellFault]:
    for row in rows:
        cells = sent_cells(row)
        if any(text.strip() for part, text in cells.items() if part != "excluded"):
            try:
                box.read_row(cells)
            except RowFault as fault:
                yield _of_row(row, fault)


def _of_row(row: ReadRow, fault: RowFault) -> CellFault:
    cell = row.cells.get(fault.column) or next(iter(row.cells.values()))
    return cell.fault(fault.message)


def _placed(path: str, words: str, reading: Reading) -> CellFault:
    """A fault of the box at `path`, in its cell, or in the first cell of its rows."""
    cell = reading.cells.get(path) or next((cell for _, cell in parts_of(reading, path)), None)
    if cell is not None:
        return cell.fault(words)
    rows = next(
        (rows for box, rows in reading.rows.items() if path == box or path.startswith((f"{box}.", f"{box}["))), []
    )
    first = next((each for row in rows for each in row.cells.values()), None)
    if first is not None:
        return CellFault(sheet=first.sheet, cell="", found="", expected=words)
    return CellFault(sheet="", cell="", found="", expected=words)


def chosen(changes: list[BoxChange], choices: Mapping[str, str]) -> list[Change]:
    """The changes that are to be stored: of contested boxes those for which `choices` says `file`."""
    return [
        each.change for each in changes if not each.is_contested or choices.get(f"choice.{each.change.box}") == "file"
    ]


def undecided(changes: list[BoxChange], choices: Mapping[str, str]) -> int:
    """How many contested boxes nobody chose for yet."""
    return sum(
        each.is_contested and choices.get(f"choice.{each.change.box}") not in ("file", "page") for each in changes
    )
