"""What an old form would put into a filing, box by box, beside what is typed there already."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from selfeval.domain.files import Fault, filing_from_document
from selfeval.domain.filing import Filing
from selfeval.domain.framework import Framework
from selfeval.domain.sections import section_of_box, sections_of
from selfeval.services.applying import applied, refuse_foreign
from selfeval.services.changes import Change, FaceChange
from selfeval.services.errors import BadValue, UnknownBox
from selfeval.services.merging import differences
from selfeval.services.whole_filings import changes_by_section
from selfeval.web.presenters.box_words import box_label, value_words

_TEXTS: Final = ("narratives.", "department.", "evaluators")
_WRITTEN: Final = (".analysis", ".reason", ".measure")
_NOTHING: Final[tuple[Any, ...]] = (None, "", [], {})


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A box the old form fills. `is_choice`: something else is typed there.

    `is_chosen`: taken unless the person says no.
    `place` is where the old form says it, empty where that is not one place.
    """

    box: str
    label: str
    page: str
    old: str
    new: str
    place: str
    is_choice: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`rows` differ from the filing; `same` boxes hold it already; `refused` cannot be put in, (label, why)."""

    rows: tuple[DraftRow, ...]
    same: int
    refused: tuple[tuple[str, str], ...]
    changes: Mapping[str, Change]

    @property
    def free(self) -> tuple[DraftRow, ...]:
        """Rows of boxes that are still empty."""
        return tuple(row for row in self.rows if not row.is_choice)

    @property
    def choices(self) -> tuple[DraftRow, ...]:
        """Rows of boxes in which something else is typed."""
        return tuple(row for row in self.rows if row.is_choice)


def draft_of(framework: Framework, before: Filing, report: Mapping[str, Any], *, is_same_year: bool) -> Draft:
    """What the `report` of an old form, read as a form of `framework`, would change in `before`.

    Of another year only the texts and people are chosen beforehand: its figures are not this year's.
    """
    content = filing_from_document(framework, report["draft"])
    wanted = [change for page in changes_by_section(framework, content).values() for change in page]
    # The day is that of the form it stands on, not of the filing it goes into.
    wanted = [each for each in wanted if not (isinstance(each, FaceChange) and each.attribute == "filed_on")]
    kept, refused = _fitting(framework, before, wanted)
    differing = differences(framework, before, applied(framework, before, kept), kept)
    pages = {each.code: each.title for each in sections_of(framework)}
    rows = tuple(
        DraftRow(
            box=each.box,
            label=box_label(framework, each.box),
            page=pages[section_of_box(framework, each.box)],
            old=value_words(framework, each.box, each.old),
            new=value_words(framework, each.box, each.new),
            place=_place(report, each.box),
            is_choice=each.old not in _NOTHING,
            is_chosen=each.old in _NOTHING and (is_same_year or _is_text(each.box)),
        )
        for each in differing
    )
    told = tuple((box_label(framework, fault.path), f"{fault.found}{fault.expected}") for fault in refused)
    return Draft(rows=rows, same=len(kept) - len(rows), refused=told, changes={change.box: change for change in kept})


def _place(report: Mapping[str, Any], box: str) -> str:
    """Where the old form says it; of an indicator the row, of a text its title."""
    sources, above = report["sources"], box.rpartition(".")[0]
    title = report["file"]["understood"].get("narratives", {}).get(box.removeprefix("narratives."), {})
    return str(sources.get(box) or sources.get(above) or title.get("place", ""))


def _is_text(box: str) -> bool:
    return box.startswith(_TEXTS) or box.endswith(_WRITTEN)


def _fitting(framework: Framework, before: Filing, wanted: Sequence[Change]) -> tuple[list[Change], tuple[Fault, ...]]:
    """The changes that the filing can hold, and the faults of the others. Others' boxes are left out."""
    own = [change for change in wanted if _is_there(framework, change)]
    faults = tuple(_faults(framework, before, own))
    faulty = {fault.path for fault in faults}
    return [change for change in own if change.box not in faulty], tuple(f for f in faults if f.path)


def _faults(framework: Framework, before: Filing, changes: Sequence[Change]) -> Iterator[Fault]:
    """One fault a box; asked box by box only where together they are refused."""
    try:
        applied(framework, before, changes)
    except BadValue:
        for change in changes:
            try:
                applied(framework, before, [change])
            except BadValue as refused:
                fault = refused.faults[0]
                yield Fault(path=change.box, found=fault.found, expected=fault.expected)


def _is_there(framework: Framework, change: Change) -> bool:
    try:
        refuse_foreign(framework, None, [change])
    except UnknownBox:
        return False
    return True
