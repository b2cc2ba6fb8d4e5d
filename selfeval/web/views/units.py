"""单位和科室: the tree of units, where each belongs, and the offices of the bureau."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selfeval.models import BusinessOffice, Department
from selfeval.queries.cycle_units import all_units, offices
from selfeval.queries.cycles import unit_tree
from selfeval.queries.filings import UnknownChoice
from selfeval.services.errors import AlreadyThere, StaleVersion, Unfit
from selfeval.services.units import assign_office, change_belonging, create_office
from selfeval.web.forms.units import BelongingForm, OfficeForm
from selfeval.web.presenters.lists import address, pager_of
from selfeval.web.views.cycle_access import INVALID, conflict, runner_of

PAGE_SIZE: Final = 100
_PARTS: Final = ("kind", "q", "page")
_KINDS: Final = (("", "全部"), ("no-supervisor", "没有主管部门"), ("no-office", "没有业务科室"))


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """Every unit, in the order of the tree."""
    runner_of(request)
    return _page(request, OfficeForm())


@require_POST
def new_office(request: HttpRequest) -> HttpResponse:
    """新增业务科室."""
    user = runner_of(request)
    form = OfficeForm(request.POST)
    if form.is_valid():
        try:
            office = create_office(actor=user, **form.cleaned_data, now=timezone.now())
        except (AlreadyThere, Unfit) as refusal:
            form.add_error(getattr(refusal, "box", "") or "code", str(refusal))
        else:
            messages.success(request, f"已新增业务科室“{office.name}”。")
            return redirect("units")
    return _page(request, form, status=INVALID)


@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """The units that are ticked go under one office."""
    user = runner_of(request)
    sent = request.POST.getlist("unit")
    chosen = {int(each) for each in sent if each.isascii() and each.isdecimal() and len(each) < 10}
    number = request.POST.get("office", "")
    if not number.isdecimal() or not chosen:
        messages.warning(request, "请先勾选单位，再选科室。")
        return redirect("units")
    office = get_object_or_404(BusinessOffice, pk=int(number[:9]))
    changed = assign_office(actor=user, units=chosen, office=office, now=timezone.now())
    messages.success(request, f"已把 {changed} 家归口到“{office.name}”。" if changed else "没有变化。")
    return redirect("units")


@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Where one unit belongs."""
    user = runner_of(request)
    department = get_object_or_404(Department.objects.select_related("supervisor", "business_office"), pk=pk)
    form = BelongingForm(request.POST if request.method == "POST" else None, department=department)
    if request.method != "POST":
        return _unit_page(request, department, form)
    if form.is_valid():
        try:
            changes = change_belonging(
                actor=user, department_id=pk, seen=form.known(), wanted=form.wanted(), now=timezone.now()
            )
        except StaleVersion as stale:
            return conflict(request, str(stale), reverse("unit", args=[pk]))
        except Unfit as refusal:
            form.add_error(refusal.box or None, str(refusal))
        else:
            messages.success(request, f"已保存，改了 {len(changes)} 项。" if changes else "没有变化。")
            return redirect("units")
    return _unit_page(request, department, form, status=INVALID)


def _unit_page(request: HttpRequest, department: Department, form: BelongingForm, *, status: int = 200) -> HttpResponse:
    below = department.subordinates.order_by("code")
    return render(request, "units/unit.html", {"department": department, "form": form, "below": below}, status=status)


def _page(request: HttpRequest, form: OfficeForm, *, status: int = 200) -> HttpResponse:
    query = {part: request.GET.get(part, "").strip()[:100] for part in _PARTS}
    try:
        found = all_units(kind=query["kind"], search=query["q"])
    except UnknownChoice as unknown:
        raise BadRequest(str(unknown)) from unknown
    page: Any = Paginator(unit_tree(found), PAGE_SIZE).get_page(query["page"])
    context = {
        "rows": list(page),
        "pager": pager_of(page, query),
        "query": query,
        "kinds": [(words, address(query, kind=kind), kind == query["kind"]) for kind, words in _KINDS],
        "has_filter": bool(query["kind"] or query["q"]),
        "offices": list(offices()),
        "form": form,
    }
    return render(request, "units/units.html", context, status=status)
