"""Beside the boxes of texts: a text as it will be read, and first texts made from the form's figures."""

from typing import Final
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from selfeval.domain.framework import Framework
from selfeval.domain.report_skeleton import report_skeleton
from selfeval.domain.report_summary import report_summary
from selfeval.domain.rights import Right
from selfeval.exports.report_document import Report
from selfeval.exports.report_word import blocks_of_lines, report_docx
from selfeval.queries.snapshots import assessment_of
from selfeval.web.forms.fields import TEXT_AT_MOST, printable
from selfeval.web.presenters.linked_texts import linked_text, values_of
from selfeval.web.views.access import demand, filing_or_404
from selfeval.web.views.files import DOCX, made_file

_WRITTEN: Final = ("analysis", "reason", "measure")


@require_POST
def read_text(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the text sent reads like with the figures as they are stored. Nothing is stored."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.EDIT, filing)
    assessment = assessment_of(filing=filing)
    box = request.POST.get("box", "")
    if not _is_text(assessment.framework, box):
        raise Http404
    text = printable(request.POST.get("text", ""))[:TEXT_AT_MOST]
    linked = linked_text(box, text, values_of(assessment))
    return render(request, "filing/_linked_text.html", {"linked": linked})


def _is_text(framework: Framework, box: str) -> bool:
    """Whether `box` is one of 文字说明, or is written with an indicator or with a row of the unit's own."""
    if box in {f"narratives.{each.code}" for each in framework.narratives}:
        return True
    place, _, column = box.rpartition(".")
    under, _, row = place.removeprefix("own_indicators.").rpartition(".")
    is_own = under in {node.code for node in framework.own_nodes} and row.isdecimal()
    is_leaf = place in {f"indicators.{leaf.code}" for leaf in framework.leaves}
    return column in _WRITTEN and (is_leaf or (is_own and place.startswith("own_indicators.")))


@require_safe
def draft_text(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """The first text of a box, as plain text to put into it or to copy."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.EDIT, filing)
    assessment = assessment_of(filing=filing)
    narrative = next((each for each in assessment.framework.narratives if each.code == code), None)
    if narrative is None:
        raise Http404
    text = report_skeleton(assessment.framework, assessment.filing, assessment.sheet, narrative)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def draft_report(request: HttpRequest, public_id: UUID) -> FileResponse:
    """A first text of the whole report (自评工作总结) as a Word document, with the figures of the form as it stands."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.PREVIEW, filing)
    assessment = assessment_of(filing=filing, texts=False)
    lines = report_summary(assessment.framework, assessment.filing, assessment.sheet)
    name = f"{filing.cycle.fiscal_year}年度{filing.department.name}自评工作总结（底稿）"
    draft = Report(
        title=lines[0], name=name, author=filing.department.name, blocks=blocks_of_lines(lines[1:]), mark="底稿"
    )
    return made_file(report_docx(draft), f"{name}.docx", DOCX)
