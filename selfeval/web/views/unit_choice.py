"""Which units take part in a cycle, as a page asks: ticked one by one, or in a few words where there are too many."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest

from selfeval.domain.unit_choice import ListedUnit
from selfeval.models import Department
from selfeval.queries.cycles import UnitLine
from selfeval.web.forms.unit_choice import UnitChoiceForm
from selfeval.web.presenters.cycles import tick_lines

# Beyond it a page of ticks is megabytes, and a request has more boxes than are taken (DATA_UPLOAD_MAX_NUMBER_FIELDS).
MOST_TICKS: Final = 1_000
_NAME: Final = "units"
_GONE: Final = "有的单位已经不在了，请刷新页面再选"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChoice:
    """The units there are in the order of their tree, which are chosen, and the boxes where there are no ticks."""

    lines: Sequence[UnitLine]
    keys: frozenset[int]
    last_year: Collection[int] | None
    form: UnitChoiceForm | None = None
    fault: str = ""

    @property
    def is_valid(self) -> bool:
        """Whether what was sent names units."""
        return not self.fault and (self.form is None or self.form.is_valid())

    @property
    def chosen(self) -> list[Department]:
        """The units chosen, in the order of the tree."""
        return [line.department for line in self.lines if line.department.pk in self.keys]

    def context(self) -> dict[str, Any]:
        """For the templates `cycles/_ticks.html` and `cycles/_many_units.html`."""
        if self.form is not None:
            return {"ticks": (), "many": self.form, "chosen_count": len(self.keys)}
        return {"ticks": tick_lines(self.lines, ticked=self.keys, last_year=self.last_year), "ticks_fault": self.fault}


def unit_choice(
    request: HttpRequest,
    lines: Sequence[UnitLine],
    *,
    kept: frozenset[int],
    kept_words: str = "",
    last_year: Collection[int] | None = None,
) -> UnitChoice:
    """As the request says it; before anything is sent, those `kept`, which `kept_words` call by what they are."""
    data = request.POST if request.method == "POST" else None
    if len(lines) <= MOST_TICKS:
        return _ticked(lines, kept if data is None else data.getlist(_NAME), last_year)
    units = [
        ListedUnit(key=line.department.pk, code=line.department.code, name=line.department.name, depth=line.depth)
        for line in lines
    ]
    known = kept & {unit.key for unit in units}
    form = UnitChoiceForm(data, units=units, kept=known, kept_words=kept_words)
    if data is not None:
        form.is_valid()
    keys = form.keys if data is not None or known else frozenset(unit.key for unit in units)
    return UnitChoice(lines=lines, keys=keys, last_year=last_year, form=form)


def _ticked(
    lines: Sequence[UnitLine], wanted: Collection[int] | Collection[str], last_year: Collection[int] | None
) -> UnitChoice:
    """As stored, or as sent: what was sent and is no unit any more is told, and the others stay ticked."""
    sent = {str(each) for each in wanted}
    keys = frozenset(line.department.pk for line in lines if str(line.department.pk) in sent)
    return UnitChoice(lines=lines, keys=keys, last_year=last_year, fault=_GONE if len(keys) < len(sent) else "")
