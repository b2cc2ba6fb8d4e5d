"""The form of each page of a filing."""

from collections.abc import Mapping
from typing import Any

from selfeval.domain.assessment import Assessment
from selfeval.domain.framework import Severity
from selfeval.domain.sections import Section, SectionKind
from selfeval.web.forms.figures import add_figures
from selfeval.web.forms.indicators import add_indicators
from selfeval.web.forms.own_indicators import add_own_indicators
from selfeval.web.forms.section import SectionForm
from selfeval.web.forms.texts import add_evaluators, add_explanations, add_face, add_narratives


def form_of(
    section: Section, *, assessment: Assessment, data: Mapping[str, Any] | None = None, is_editable: bool = True
) -> SectionForm:
    """The form of `section`, showing what `assessment` holds or, bound, what `data` sends."""
    form = SectionForm(data=data, is_editable=is_editable)
    framework, filing = assessment.framework, assessment.filing
    match section.kind:
        case SectionKind.FACE:
            add_face(form, filing=filing)
        case SectionKind.FIGURES:
            add_figures(form, framework=framework, filing=filing, group=section.code)
        case SectionKind.INDICATORS:
            add_indicators(form, framework=framework, filing=filing, root=section.code)
            add_own_indicators(form, framework=framework, filing=filing, root=section.code)
        case SectionKind.NARRATIVES:
            add_narratives(form, framework=framework, filing=filing)
        case SectionKind.EVALUATORS:
            add_evaluators(form, filing=filing)
        case SectionKind.CHECK:
            warnings = tuple(each for each in assessment.findings if each.severity is Severity.WARNING)
            add_explanations(form, filing=filing, findings=warnings)
    return form
