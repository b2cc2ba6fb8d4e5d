"""所属单位: the supervising department's board of all units below it."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from selfeval.domain.rights_after import Task
from selfeval.domain.roll_up import roll_up
from selfeval.queries.board import before, results_of, unissued
from selfeval.queries.departments import subordinate_ids
from selfeval.queries.roll_up import reported
from selfeval.web.presenters.distribution import distribution_of
from selfeval.web.presenters.roll_up import compared_units, indicator_choices, left_out, line_views
from selfeval.web.views.access import demand_task
from selfeval.web.views.board import asked_for, board_context

_LONGEST_CODE: Final = 250


@require_safe
def subordinates(request: HttpRequest) -> HttpResponse:
    """One cycle of the units at any depth below the person's own; others are not there for them."""
    user, now = demand_task(request, Task.SEE_SUBORDINATES), timezone.now()
    units = subordinate_ids(user)
    asked = asked_for(request.GET, now=now, units=units)
    if asked.cycle is None or not units:
        return render(request, "subordinates/list.html", {"cycle": None, "has_units": bool(units)})
    context = board_context(asked, user=user, now=now, units=units)
    earlier = before(asked.cycle, asked.cycles)
    results = results_of([asked.cycle, *([earlier] if earlier else [])], units=units)
    context |= {
        "distribution": distribution_of(asked.cycle, results, earlier, asked.query),
        "unissued": unissued(cycle=asked.cycle, units=units),
        "may_remind": True,
        "roll_up": "roll-up",
    }
    return render(request, "subordinates/list.html", context)


@require_safe
def roll_up_page(request: HttpRequest) -> HttpResponse:
    """The figures of what the units have reported put together; who is missing; one indicator over the units."""
    user = demand_task(request, Task.SEE_SUBORDINATES)
    units = subordinate_ids(user)
    asked = asked_for({"cycle": request.GET.get("cycle", "")}, now=timezone.now(), units=units)
    if asked.cycle is None or not units:
        return redirect("subordinates")
    found = reported(cycle=asked.cycle, units=units)
    sums = roll_up(found.framework, found.filings)
    code = request.GET.get("indicator", "")[:_LONGEST_CODE]
    context = {
        "cycle": asked.cycle,
        "cycles": asked.cycles,
        "found": found,
        "count": len(found.filings),
        "figures": line_views(found.framework, sums.figures),
        "rates": line_views(found.framework, sums.rates),
        "left_out": left_out([*sums.figures, *sums.rates]),
        "indicators": indicator_choices(found.framework),
        "indicator": code,
        "compared": compared_units(found, code) if code else None,
    }
    return render(request, "subordinates/roll_up.html", context)
