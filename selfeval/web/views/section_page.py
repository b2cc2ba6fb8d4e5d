"""A page of a filing as one person asks for it, and what its templates need."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from selfeval.domain.assessment import Assessment
from selfeval.domain.rights import Right
from selfeval.domain.sections import Section, SectionKind
from selfeval.domain.workflow import Action
from selfeval.models import EventAction, Filing
from selfeval.models.filings import STATES_WITH_UNIT
from selfeval.queries.carried_texts import carried_boxes
from selfeval.queries.division import assignments_of
from selfeval.queries.filings import events_of, section_stamps
from selfeval.queries.standing import accountant_of
from selfeval.web.forms.section import SectionForm
from selfeval.web.forms.seen import Seen
from selfeval.web.presenters.boxes import SaveOutcome
from selfeval.web.presenters.division import marks_of
from selfeval.web.presenters.filing_page import PageInput, fragments_context, page_context
from selfeval.web.presenters.history import given_back
from selfeval.web.presenters.last_year import LastYear, last_year_of
from selfeval.web.presenters.returned import ReturnedWith, returned_with
from selfeval.web.views.access import actor_of, allowed
from selfeval.web.views.evidence_strips import evidence_context


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPage:
    """The page `section` of `filing`, scored and checked as `assessment`, for whoever asks with `request`."""

    request: HttpRequest
    filing: Filing
    section: Section
    assessment: Assessment

    def context(
        self,
        form: SectionForm,
        seen: Seen,
        *,
        outcome: SaveOutcome | None = None,
        is_fragment: bool = False,
        adding: str = "",
    ) -> dict[str, Any]:
        """What the templates of the page show; `outcome` after a save, `is_fragment` where no input is drawn."""
        returned = self._returned_with()
        if returned is not None and not is_fragment:
            form.lock(returned.locked(form.boxes))
        shown = PageInput(
            filing=self.filing,
            section=self.section,
            assessment=self.assessment,
            form=form,
            stamps=section_stamps(filing=self.filing),
            seen=seen,
            is_editable=allowed(self.request, Right.EDIT, self.filing),
            now=timezone.now(),
            outcome=outcome,
            adding=adding,
        )
        accountant = accountant_of(self.filing.department)
        rows = assignments_of(filing=self.filing)
        marks = marks_of(self.assessment.framework, rows, actor_of(self.request))
        steps = events_of(filing=self.filing).exclude(action=EventAction.SECTION_SAVED)
        rights: dict[str, Any] = {
            "given_back": given_back(steps, shown.now) if shown.is_editable and not is_fragment else None,
            "may_waive": allowed(self.request, Right.WAIVE, self.filing),
            "may_send": allowed(self.request, Action.SEND_FOR_SIGNATURE, self.filing),
            "may_send_inside": allowed(self.request, Action.SEND_FOR_INTERNAL_REVIEW, self.filing),
            "may_take_back": allowed(self.request, Action.TAKE_BACK, self.filing),
            "may_see_division": allowed(self.request, Right.SEE_DIVISION, self.filing),
            "accountant_name": accountant.full_name if accountant else "",
            "returned_with": None if is_fragment else returned,
            "unanswered": returned.open_count if returned else 0,
            "pins_at": returned.at if returned else {},
            "marks": marks,
            "marks_here": [each for each in marks.values() if each.section == self.section.code],
        }
        rights["last_year"] = self._last_year(form if outcome is None else outcome.form, shown.is_editable, returned)
        if self.section.kind is SectionKind.INDICATORS:
            rights |= evidence_context(self.filing, self.assessment.framework)
        return {**(fragments_context(shown) if is_fragment else page_context(shown)), **rights}

    def _returned_with(self) -> ReturnedWith | None:
        """The remarks it was returned with, while the unit has it. No query in the first round."""
        if self.filing.current_state not in STATES_WITH_UNIT:
            return None
        return returned_with(self.filing, self.assessment.framework, self.section.code, timezone.now())

    def _last_year(self, form: SectionForm, is_editable: bool, returned: ReturnedWith | None) -> LastYear | None:
        """Last year beside the boxes; one query where there is one."""
        if self.assessment.prior is None:
            return None
        return last_year_of(
            self.assessment,
            section=self.section,
            carried=carried_boxes(filing=self.filing),
            is_editable=is_editable,
            sent=frozenset(name for name in form.boxes if form.was_sent(name)),
            returned=returned,
        )
