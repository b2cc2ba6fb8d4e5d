"""The pages without figures: the face of the form, the narratives, the evaluators, the answers to warnings."""

from functools import partial

from selfeval.domain.filing import Filing
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Framework
from selfeval.services.changes import EvaluatorsChange, ExplanationChange, FaceChange, NarrativeChange
from selfeval.web.forms.fields import DayField, TextBox
from selfeval.web.forms.rows import EvaluatorsField
from selfeval.web.forms.section import SectionForm


def add_face(form: SectionForm, *, filing: Filing) -> None:
    """负责人, 联系电话, 填报日期."""
    form.add_box(
        "department.head",
        TextBox(at_most=50),
        label="单位负责人",
        stored=filing.department.head,
        change=lambda value: FaceChange(attribute="head", value=value),
    )
    form.add_box(
        "department.phone",
        TextBox(at_most=50),
        label="联系电话",
        stored=filing.department.phone,
        change=lambda value: FaceChange(attribute="phone", value=value),
    )
    form.add_box(
        "filed_on",
        DayField(),
        label="填报日期",
        stored=filing.filed_on,
        change=lambda value: FaceChange(attribute="filed_on", value=value),
    )


def add_narratives(form: SectionForm, *, framework: Framework, filing: Filing) -> None:
    """One long box for each text of 填报内容."""
    for narrative in framework.narratives:
        form.add_box(
            f"narratives.{narrative.code}",
            TextBox(rows=6),
            label=narrative.title,
            stored=filing.narratives.get(narrative.code, ""),
            change=partial(_narrative_change, narrative.code),
        )


def _narrative_change(code: str, text: str) -> NarrativeChange:
    return NarrativeChange(code=code, text=text)


def add_evaluators(form: SectionForm, *, filing: Filing) -> None:
    """评价人员, one box of rows."""
    form.add_box(
        "evaluators",
        EvaluatorsField(),
        label="评价人员",
        stored=filing.evaluators,
        change=lambda value: EvaluatorsChange(evaluators=value),
    )


def add_explanations(form: SectionForm, *, filing: Filing, findings: tuple[Finding, ...]) -> None:
    """A box for the answer to each check that warns now."""
    for check in dict.fromkeys(finding.check for finding in findings):
        form.add_box(
            f"explanations.{check}",
            TextBox(at_most=2000, rows=2),
            label="情况说明",
            stored=filing.explanations.get(check, ""),
            change=partial(_explanation_change, check),
        )


def _explanation_change(check: str, text: str) -> ExplanationChange:
    return ExplanationChange(check=check, text=text)
