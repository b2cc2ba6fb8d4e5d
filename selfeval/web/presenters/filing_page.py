"""Everything a page of a filing shows, whole or as the fragments that answer a change."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from django.conf import settings

from selfeval.domain.assessment import Assessment
from selfeval.domain.framework import MONEY_KINDS, Severity
from selfeval.domain.sections import Section, SectionKind
from selfeval.models import Filing
from selfeval.queries.filings import SectionStamp
from selfeval.web.forms.section import PartsField, SectionForm
from selfeval.web.forms.seen import Seen
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.boxes import BoxView, SaveOutcome, note_of, state_of, view_of
from selfeval.web.presenters.docbar import docbar_of, save_state
from selfeval.web.presenters.figures import figure_lines
from selfeval.web.presenters.indicators import indicator_groups
from selfeval.web.presenters.linked_texts import LinkedText, link_choices, linked_text, values_of
from selfeval.web.presenters.points import points_table
from selfeval.web.presenters.problems import Problem, Problems, problem_of, problems_of
from selfeval.web.presenters.rail import rail_of
from selfeval.web.presenters.rows import rows_view
from selfeval.web.presenters.scores import score_panel
from selfeval.web.presenters.text import points_text

TEMPLATES = {
    SectionKind.FACE: "filing/section_face.html",
    SectionKind.FIGURES: "filing/section_figures.html",
    SectionKind.INDICATORS: "filing/section_indicators.html",
    SectionKind.NARRATIVES: "filing/section_narratives.html",
    SectionKind.EVALUATORS: "filing/section_evaluators.html",
    SectionKind.CHECK: "filing/section_check.html",
}
_EVALUATOR_HEADS = (("name", "姓名", False), ("title", "职务", False), ("office", "科室", False))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The warnings of one check and the box their explanation goes into."""

    box: BoxView
    problems: tuple[Problem, ...]
    elsewhere: str

    @property
    def is_answered_elsewhere(self) -> bool:
        """Whether the unit gave its reason with the indicator already."""
        return bool(self.elsewhere)


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrativeView:
    """A text of 填报内容: its box, the text as read, and where its first text is made."""

    box: BoxView
    linked: LinkedText
    draft_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageInput:
    """What a page is made of; `outcome` only after a save, `adding` where a blank row is asked for."""

    filing: Filing
    section: Section
    assessment: Assessment
    form: SectionForm
    stamps: dict[str, SectionStamp]
    seen: Seen
    is_editable: bool
    now: datetime
    outcome: SaveOutcome | None = None
    adding: str = ""


def page_context(page: PageInput) -> dict[str, Any]:
    """The context of the whole page."""
    addresses = Addresses(public_id=page.filing.public_id, framework=page.assessment.framework)
    common = _common(page, addresses)
    return {**common, **_content(page, addresses, common["problems"])}


def fragments_context(page: PageInput) -> dict[str, Any]:
    """The context of the answer to a change: states of the boxes that were sent, notes of all."""
    form = page.outcome.form if page.outcome else page.form
    sent = [name for name in form.boxes if form.was_sent(name)]
    return {
        **page_context(page),
        "oob": True,
        "states": [state_of(name, form, page.outcome) for name in sent],
        "notes": [
            note_of(name, page.assessment)
            for name, field in form.fields.items()
            if not isinstance(field, PartsField)  # has notes on its parts
        ],
    }


def _common(page: PageInput, addresses: Addresses) -> dict[str, Any]:
    stamp = page.stamps.get(page.section.code)
    return {
        "filing": page.filing,
        "section": page.section,
        "is_editable": page.is_editable,
        "on_check_page": page.section.kind is SectionKind.CHECK,
        "seen": page.seen.inputs,
        "csrf_cookie_name": settings.CSRF_COOKIE_NAME,
        "addresses": {
            "form": addresses.named("filing-form"),
            "who_is_here": addresses.named("filing-who-is-here"),
            "read_text": addresses.named("filing-read-text"),
            "send": addresses.named("filing-send"),
            "send_inside": addresses.named("filing-send-inside"),
            "division": addresses.named("filing-division"),
            "assignment_done": addresses.named("filing-assignment-done"),
            "take_back": addresses.named("filing-take-back"),
        },
        "docbar": docbar_of(page.filing, page.now),
        "save": save_state(page.outcome, stamp, page.now),
        "rail": rail_of(page.assessment, addresses, current=page.section.code, stamps=page.stamps),
        "panel": score_panel(page.assessment),
        "problems": problems_of(page.assessment, addresses),
    }


def _content(page: PageInput, addresses: Addresses, problems: Problems) -> dict[str, Any]:
    framework = page.assessment.framework
    match page.section.kind:
        case SectionKind.FIGURES:
            kinds = {field.kind for field in framework.fields if field.group == page.section.code}
            has_money = bool(kinds & MONEY_KINDS)
            lines = figure_lines(page.assessment, page.form, group=page.section.code, outcome=page.outcome)
            return {"lines": lines, "money_unit": framework.money_unit.label if has_money else ""}
        case SectionKind.INDICATORS:
            values = cache(partial(values_of, page.assessment))
            groups = indicator_groups(
                page.assessment,
                page.form,
                addresses,
                section=page.section,
                outcome=page.outcome,
                adding=page.adding,
                may_edit=page.is_editable,
                values=values,
            )
            return {
                "link_choices": lambda: link_choices(values()),
                "groups": groups,
                "card_count": sum(len(group.cards) for group in groups),
                "own_count": sum(len(group.own.lines) for group in groups if group.own),
                "has_own": any(group.own for group in groups),
                "adding": page.adding,
                "money_unit": framework.money_unit.label,
                "total_points": points_text(framework.total_points),
            }
        case SectionKind.FACE:
            return {"boxes": [_box(page, name, is_required=True) for name in page.form.boxes]}
        case SectionKind.NARRATIVES:
            return _narratives(page, addresses)
        case SectionKind.EVALUATORS:
            box = _box(page, "evaluators", label="评价人员", is_required=True)
            return {"view": rows_view(box, heads=_EVALUATOR_HEADS)}
    return {
        "boxes": page.form.boxes,
        "answers": _answers(page, addresses, problems),
        "points": points_table(page.assessment, addresses),
    }


def _box(page: PageInput, name: str, **words: Any) -> BoxView:
    return view_of(name, form=page.form, assessment=page.assessment, outcome=page.outcome, **words)


def _narratives(page: PageInput, addresses: Addresses) -> dict[str, Any]:
    """Made when a template asks for it: the answer to a change shows none of it, and long texts take time to read."""
    return {
        "texts": partial(_texts, page, addresses),
        "link_choices": lambda: link_choices(values_of(page.assessment)),
    }


def _texts(page: PageInput, addresses: Addresses) -> list[NarrativeView]:
    values = values_of(page.assessment)
    views = []
    for each in page.assessment.framework.narratives:
        name = f"narratives.{each.code}"
        box = _box(page, name, label=each.title, is_required=each.is_required, guide=each.guide, at_most=each.max_chars)
        linked = linked_text(name, str(box.bound.value() or ""), values, may_edit=page.is_editable)
        views.append(NarrativeView(box=box, linked=linked, draft_url=addresses.draft_text(each.code)))
    return views


def _answers(page: PageInput, addresses: Addresses, problems: Problems) -> list[Answer]:
    warnings = [each for each in page.assessment.findings if each.severity is Severity.WARNING]
    answers = []
    for name in page.form.boxes:
        check = name.removeprefix("explanations.")
        own = [each for each in warnings if each.check == check]
        written = page.assessment.filing.explanations.get(check, "")
        elsewhere = "；".join(dict.fromkeys(each.explanation for each in own if each.explanation and not written))
        answers.append(
            Answer(
                box=_box(page, name),
                problems=tuple(problem_of(each, page.assessment, addresses) for each in own),
                elsewhere=elsewhere,
            )
        )
    return answers
