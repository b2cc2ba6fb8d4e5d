"""The form of each page of a filing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from selfeval.domain.filing import Filing
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Framework, Severity
from selfeval.domain.sections import Section, SectionKind
from selfeval.web.forms.figures import add_figures
from selfeval.web.forms.indicators import add_indicators
from selfeval.web.forms.own_indicators import add_own_indicators
from selfeval.web.forms.section import SectionForm
from selfeval.web.forms.texts import add_evaluators, add_explanations, add_face, add_narratives


class Entered(Protocol):
    """What a form needs of an assessment; only the page of explanations asks for findings."""

    @property
    def framework(self) -> Framework: ...
    @property
    def filing(self) -> Filing: ...
    @property
    def findings(self) -> Sequence[Finding]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AsEntered:
    """A filing as typed, neither scored nor checked."""

    framework: Framework
    filing: Filing
    findings: tuple[Finding, ...] = ()


def form_of(
    section: Section, *, assessment: Entered, data: Mapping[str, Any] | None = None, is_editable: bool = True
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
