"""批量导入: departments, users and opening figures from workbooks; looked over first, then all or nothing.

For administrators; for everybody else it is not there at all.
"""

import base64
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selfeval.domain.files import FileFaults
from selfeval.exports.list_workbook import render_passwords
from selfeval.imports.apart import read_apart
from selfeval.imports.filing_workbook.marking import WORK, options_of
from selfeval.models import FilingCycle, PendingUpload, User
from selfeval.services.department_list import apply_departments
from selfeval.services.errors import AlreadyThere, WriteRefused
from selfeval.services.list_plans import PlanChanged
from selfeval.services.opening_figures import apply_figures
from selfeval.services.uploads import discard_upload, keep_upload, own_upload
from selfeval.services.user_list import AppliedUsers, apply_users
from selfeval.web.forms.lists import FiguresFileForm, ListFileForm
from selfeval.web.views.files import workbook_file
from selfeval.web.views.list_reading import PURPOSES, LookedList, looked_at, template_of
from selfeval.web.views.workshop_access import administrator_of

_UNUSABLE: Final = 422
_CHANGED: Final = 409
_MOST_FAULTS, _MOST_ROWS = 200, 300
_NAMES: Final = {"departments": "部门名单", "users": "用户名单", "figures": "期初数据"}


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """The three lists: what each does, its template, and where it is sent in."""
    administrator_of(request)
    return _page(request, _forms())


@require_safe
def template(request: HttpRequest, kind: str) -> FileResponse:
    """The workbook of a list, with an example and the rows there are."""
    administrator_of(request)
    _purpose(kind)
    cycle = None
    if kind == "figures":
        found = FilingCycle.objects.select_related("framework")
        cycle = get_object_or_404(found, code=request.GET.get("cycle", ""))
    name = f"{_NAMES[kind]}{'_' + cycle.title if cycle else ''}.xlsx"
    return workbook_file(template_of(kind, cycle), name)


@require_POST
def upload_list(request: HttpRequest, kind: str) -> HttpResponse:
    """What comes is kept for a day and shown at its own address."""
    actor = administrator_of(request)
    purpose = _purpose(kind)
    form = _form(kind, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, {**_forms(), kind: form}, status=_UNUSABLE)
    file = form.cleaned_data["file"]
    upload = keep_upload(
        actor=actor,
        purpose=purpose,
        name=str(file.name),
        content=file.read(),
        now=timezone.now(),
        cycle=form.cleaned_data.get("cycle"),
    )
    return redirect("list-upload", kind, upload.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def list_upload(request: HttpRequest, kind: str, upload_id: UUID) -> HttpResponse:
    """What an uploaded list would change, or what is wrong with it; a POST does it, all or nothing."""
    actor = administrator_of(request)
    upload = _upload(actor, kind, upload_id)
    if upload is None:
        return _gone(request)
    looked = looked_at(upload)
    if request.method != "POST" or looked.faults:
        return _looked_page(request, kind, upload, looked, status=_UNUSABLE if looked.faults else None)
    if not looked.plan.rows and not request.POST.getlist("overwrite"):
        discard_upload(upload=upload)
        messages.info(request, "没有变化，什么也没有改。")
        return redirect("lists")
    try:
        return _applied(request, actor, kind, upload, looked)
    except PlanChanged as refusal:
        upload = _upload(actor, kind, upload_id)
        if upload is None:
            return _gone(request)
        return _looked_page(request, kind, upload, looked_at(upload), words=str(refusal), status=_CHANGED)
    except AlreadyThere:
        return _gone(request)
    except WriteRefused as refusal:
        return _looked_page(request, kind, upload, looked, words=str(refusal), status=_CHANGED)


@require_safe
def marked_list(request: HttpRequest, kind: str, upload_id: UUID) -> HttpResponse | FileResponse:
    """The uploaded list with the wrong cells coloured, commented and listed on a first sheet."""
    upload = _upload(administrator_of(request), kind, upload_id)
    if upload is None:
        raise Http404
    try:
        marked = read_apart(WORK, upload.name, bytes(upload.content), options_of(looked_at(upload).faults))
    except FileFaults:
        messages.error(request, "这份文件打不开或太大，没法在里面标红；请照下面的清单改。")
        return redirect("list-upload", kind, upload_id)
    return workbook_file(base64.b64decode(marked), f"标红_{upload.name.removesuffix('.xlsx')}.xlsx")


def _applied(request: HttpRequest, actor: User, kind: str, upload: PendingUpload, looked: LookedList) -> HttpResponse:
    seen, now = request.POST.get("seen", ""), timezone.now()
    if looked.figures is not None and upload.cycle is not None:
        count = apply_figures(
            actor=actor,
            upload=upload,
            cycle=upload.cycle,
            rows=looked.figure_rows,
            seen=seen,
            overwritten=frozenset(request.POST.getlist("overwrite")),
            now=now,
        )
        messages.success(request, f"已把期初数据填入 {count} 个单位的填报。")
        return redirect("lists")
    if kind == "departments":
        plan = apply_departments(actor=actor, upload=upload, rows=looked.rows, seen=seen, now=now)
        messages.success(request, f"部门名单已导入：新建 {plan.new_count} 个，改动 {plan.changed_count} 个。")
        return redirect("lists")
    done = apply_users(actor=actor, upload=upload, rows=looked.rows, seen=seen, now=now)
    if done.accounts:
        return _passwords_page(request, done)
    messages.success(request, f"用户名单已导入：改动 {done.plan.changed_count} 个账号。")
    return redirect("lists")


def _passwords_page(request: HttpRequest, done: AppliedUsers) -> HttpResponse:
    """The initial passwords, inside the answer itself: nothing of them stays on the server."""
    rows = [(each.username, each.full_name, each.department, each.role, each.password) for each in done.accounts]
    content = base64.b64encode(render_passwords(rows)).decode()
    return render(request, "lists/passwords.html", {"plan": done.plan, "count": len(rows), "content": content})


def _looked_page(
    request: HttpRequest,
    kind: str,
    upload: PendingUpload,
    looked: LookedList,
    *,
    words: str = "",
    status: int | None = None,
) -> HttpResponse:
    context = {
        "kind": kind,
        "title": _NAMES[kind],
        "upload": upload,
        "words": words,
        "looked": looked,
        "faults": looked.faults[:_MOST_FAULTS],
        "rows": looked.plan.rows[:_MOST_ROWS],
        "more": max(len(looked.plan.rows) - _MOST_ROWS, 0),
        "box_count": sum(len(row.differences) for row in looked.plan.rows),
        "ticked": set(request.POST.getlist("overwrite")),
    }
    template_name = "lists/faults.html" if looked.faults else "lists/preview.html"
    return render(request, template_name, context, status=status)


def _page(request: HttpRequest, forms: dict[str, Any], *, status: int | None = None) -> HttpResponse:
    cycles = FilingCycle.objects.order_by("-fiscal_year", "code")
    return render(request, "lists/lists.html", {"forms": forms, "cycles": cycles}, status=status)


def _forms() -> dict[str, ListFileForm]:
    return {kind: _form(kind) for kind in PURPOSES}


def _form(kind: str, *sent: Any) -> ListFileForm:
    return (FiguresFileForm if kind == "figures" else ListFileForm)(*sent, kind=kind)


def _purpose(kind: str) -> PendingUpload.Purpose:
    if kind not in PURPOSES:
        raise Http404
    return PURPOSES[kind]


def _upload(actor: User, kind: str, upload_id: UUID) -> PendingUpload | None:
    """The person's own upload; another's is as good as none."""
    try:
        return own_upload(actor=actor, purpose=_purpose(kind), public_id=upload_id, now=timezone.now())
    except PendingUpload.DoesNotExist:
        return None


def _gone(request: HttpRequest) -> HttpResponse:
    messages.info(request, "这次上传已经处理过，或已超过一天。要再导入，请重新上传。")
    return redirect("lists")
