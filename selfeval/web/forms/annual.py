"""What of a year's report is asked for, as it stands in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import BadRequest
from django.http import Http404

from selfeval.domain.workflow import State
from selfeval.models import Department, FilingCycle
from selfeval.queries.annual import AnnualFilter

PARTS: Final = ("cycle", "department", "grade", "state", "q")
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedYear:
    """The cycle asked for, None where there is none yet; the filter; the address it came from, part by part."""

    cycle: FilingCycle | None
    asked: AnnualFilter
    query: Mapping[str, str]

    @property
    def has_filter(self) -> bool:
        """Whether anything but a cycle was chosen."""
        return any(self.query[part] for part in PARTS[1:])


def asked_year(
    values: Mapping[str, str], *, cycles: Sequence[FilingCycle], departments: Sequence[Department]
) -> AskedYear:
    """Read the address; only what the page offers may be chosen. Raises BadRequest, Http404 for an unknown cycle."""
    query = {part: values.get(part, "").strip()[:_LONGEST] for part in PARTS}
    cycle = _cycle(query["cycle"], cycles)
    if query["state"] and query["state"] not in set(State):
        raise BadRequest(f"状态没有“{query['state']}”这一项。")
    if query["grade"] and cycle is not None and query["grade"] not in grades_of(cycle):
        raise BadRequest(f"等次没有“{query['grade']}”这一项。")
    asked = AnnualFilter(
        department=_department(query["department"], departments),
        grade=query["grade"],
        state=query["state"],
        search=query["q"],
    )
    return AskedYear(cycle=cycle, asked=asked, query=query)


def grades_of(cycle: FilingCycle) -> list[str]:
    """The grades of the cycle's framework, which is at hand."""
    return [str(each["name"]) for each in cycle.framework.definition["grades"]]


def _cycle(code: str, cycles: Sequence[FilingCycle]) -> FilingCycle | None:
    if not code:
        return cycles[0] if cycles else None
    found = next((each for each in cycles if each.code == code), None)
    if found is None:
        raise Http404
    return found


def _department(code: str, departments: Sequence[Department]) -> Department | None:
    if not code:
        return None
    found = next((each for each in departments if each.code == code), None)
    if found is None:
        raise BadRequest(f"部门没有“{code}”这一项。")
    return found
