"""Drafts made: from nothing, from a file, from a published version."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from selfeval.domain.files import Fault, FileFaults
from selfeval.models import FrameworkDraft
from selfeval.services.errors import AlreadyThere
from selfeval.services.framework_drafts import copy_version, create_blank_draft, import_draft
from selfeval.web.forms.workshop import FileForm, NameForm, next_years_name
from selfeval.web.presenters.workshop.faults import faults_of_draft
from selfeval.web.views.workshop_access import administrator_of, version_or_404

UNUSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def new_draft(request: HttpRequest) -> HttpResponse:
    """A draft with nothing but a head."""
    user = administrator_of(request)
    form = NameForm(request.POST or None, initial={"version": "1"})
    if request.method == "POST" and form.is_valid():
        try:
            draft = create_blank_draft(**form.cleaned_data, actor=user, now=timezone.now())
        except AlreadyThere as refusal:
            form.add_error("slug", str(refusal))
        else:
            messages.success(request, "已新建草稿。先填总表，再添加数据项和指标。")
            return redirect("workshop-draft", draft.pk)
    status = UNUSABLE if request.method == "POST" else None
    return render(request, "workshop/new.html", {"form": form, "file_form": FileForm()}, status=status)


@require_http_methods(["POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """A draft of a framework file; a framework with faults is welcome, what is no YAML is not."""
    user = administrator_of(request)
    form = FileForm(request.POST, request.FILES)
    faults: tuple[Fault, ...] = ()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            text = _text(file.read())
            draft = import_draft(text=text, path=str(file.name), actor=user, now=timezone.now())
        except FileFaults as refused:
            faults = refused.faults
        else:
            _tell(request, draft)
            return redirect("workshop-draft", draft.pk)
    context = {"form": NameForm(initial={"version": "1"}), "file_form": form, "faults": faults}
    return render(request, "workshop/new.html", context, status=UNUSABLE)


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """A draft of a published version, under the name of next year."""
    source = version_or_404(request, slug, version)
    form = NameForm(request.POST or None, initial=next_years_name(source))
    if request.method == "POST" and form.is_valid():
        try:
            draft = copy_version(
                source=source, **form.cleaned_data, actor=administrator_of(request), now=timezone.now()
            )
        except AlreadyThere as refusal:
            form.add_error("slug", str(refusal))
        else:
            messages.success(request, f"已复制 {source}，可以修改了。原来的版本不受影响。")
            return redirect("workshop-draft", draft.pk)
    status = UNUSABLE if request.method == "POST" else None
    return render(request, "workshop/copy.html", {"form": form, "source": source}, status=status)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileFaults([Fault(path="", found="", expected="不是 UTF-8 编码的文本文件")]) from None


def _tell(request: HttpRequest, draft: FrameworkDraft) -> None:
    count = len(faults_of_draft(draft.document))
    words = f"有 {count} 处错误，改好才能发布。" if count else "没有错误。"
    messages.success(request, f"已读入为草稿，{words}")
