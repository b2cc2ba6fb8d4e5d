"""What stands in the lists of administrators now, as the cells of their templates."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from selfeval.domain.filing_sheets.parts import NO, YES
from selfeval.domain.list_sheets import LISTED_ROLES
from selfeval.models import Department, FigureValue, Filing, FilingCycle, User
from selfeval.queries.box_values import value_of
from selfeval.queries.snapshots import framework_snapshot

ListCells = dict[str, Any]


def department_cells() -> list[ListCells]:
    """Every department. One query."""
    return [
        {
            "code": each.code,
            "name": each.name,
            "head": each.head,
            "phone": each.phone,
            "supervisor": each.supervisor.code if each.supervisor else "",
        }
        for each in Department.objects.select_related("supervisor")
    ]


def user_cells() -> list[ListCells]:
    """Every account that a list may change. One query."""
    listed = User.objects.filter(role__in=[role.value for role in LISTED_ROLES]).select_related("department")
    return [
        {
            "username": each.username,
            "full_name": each.full_name,
            "role": each.get_role_display(),
            "department": each.department.code if each.department else "",
            "is_disabled": NO if each.is_active else YES,
        }
        for each in listed
    ]


def figure_cells(*, cycle: FilingCycle) -> list[ListCells]:
    """Every department with a form of `cycle`, and the single numbers in it; money in yuan. Two queries."""
    fields = framework_snapshot(version=cycle.framework).fields_by_code
    held: defaultdict[int, ListCells] = defaultdict(dict)
    for filing, code, number in FigureValue.objects.filter(filing__cycle=cycle).values_list("filing", "code", "number"):
        value = value_of(fields[code].kind, number, "") if code in fields and number is not None else None
        if isinstance(value, Decimal):
            held[filing][code] = value
    filings = Filing.objects.filter(cycle=cycle).select_related("department").order_by("department__code")
    return [{**held[each.pk], "code": each.department.code, "name": each.department.name} for each in filings]
