"""Cycles as their pages show them: rows, sections of boxes, the tree of units, what a step means."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.urls import reverse

from selfeval.domain.cycle import NEXT_STAGES, Phase, Stage
from selfeval.domain.cycle_settings import STAGE_VERBS
from selfeval.models import Event, FilingCycle
from selfeval.queries.cycles import Gaps, UnitLine
from selfeval.services.cycle_words import moment_words
from selfeval.web.forms.cycles import SettingsForm
from selfeval.web.presenters.text import moment_text

_PHASES: Final[Mapping[Phase, tuple[str, str]]] = {
    Phase.DRAFT: ("", "edit"),
    Phase.PUBLISHED: ("", "clock"),
    Phase.FILING: ("is-accent", "half"),
    Phase.LATE_FILING: ("is-amber", "clock"),
    Phase.OVER: ("is-amber", "warn"),
    Phase.CLOSED: ("is-off", "lock"),
    Phase.ARCHIVED: ("is-off", "book"),
}
_NAMED: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseBadge:
    """Where a cycle is, with its colour and icon, and the day that counts now."""

    words: str
    css: str
    icon: str
    note: str


def phase_badge(cycle: FilingCycle, now: datetime) -> PhaseBadge:
    """The badge of `cycle` at `now`."""
    phase = cycle.phase(now)
    css, icon = _PHASES[phase]
    notes = {
        Phase.DRAFT: "还没有发布，各单位看不到",
        Phase.PUBLISHED: f"{moment_words(cycle.opens_at)}开始填报",
        Phase.FILING: f"{moment_words(cycle.deadline)}截止",
        Phase.LATE_FILING: f"补报期至 {moment_words(cycle.late_until)}" if cycle.late_until else "结束以前都收",
        Phase.OVER: "不能再提交，可以给单位延期",
        Phase.CLOSED: "不能再填写和审核，可以重新开放",
        Phase.ARCHIVED: "只能查看",
    }
    return PhaseBadge(words=phase.label, css=css, icon=icon, note=notes[phase])


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleRow:
    """A cycle in the list, with its counts."""

    title: str
    code: str
    year: int
    framework: str
    phase: PhaseBadge
    opens: str
    deadline: str
    units: int
    unissued: int
    with_units: int
    in_review: int
    finalised: int
    exempt: int
    url: str
    units_url: str


def cycle_row(cycle: Any, now: datetime) -> CycleRow:
    """A row of `queries.cycles.cycle_list`."""
    return CycleRow(
        title=cycle.title,
        code=cycle.code,
        year=cycle.fiscal_year,
        framework=str(cycle.framework),
        phase=phase_badge(cycle, now),
        opens=moment_words(cycle.opens_at),
        deadline=moment_words(cycle.deadline),
        units=max(cycle.planned, cycle.issued),
        unissued=max(cycle.planned - cycle.issued, 0),
        with_units=cycle.with_units,
        in_review=cycle.in_review,
        finalised=cycle.finalised,
        exempt=cycle.exempt,
        url=reverse("cycle", args=[cycle.code]),
        units_url=reverse("cycle-units", args=[cycle.code]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxView:
    """A box of a form: `kind` tick for a box to tick, else box; `is_wide` takes the whole row."""

    field: forms.BoundField
    kind: str
    is_wide: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A part of the page with its boxes; `notes` say what follows from what is chosen."""

    code: str
    title: str
    hint: str
    boxes: tuple[BoxView, ...]
    notes: tuple[str, ...] = ()
    is_foldable: bool = False
    is_folded: bool = False


_TIMES: Final = ("opens_at", "deadline", "late_until", "reminder_days")
_WIDE: Final = frozenset({"title", "framework"})
_SECTIONS: Final = (
    ("names", "名称和年度", "", ("fiscal_year", "code", "title")),
    ("framework", "指标体系", "发布下达以后不能再换", ("framework",)),
    ("times", "时间", "时刻以服务器为准，写着的那一刻还算在内", _TIMES),
    ("levels", "审核几级", "绩效科总是最后一级", ("has_supervisor_review", "has_office_review")),
    ("signing", "签发和签章", "", ("allows_filler_to_sign", "requires_sealed_scan")),
    ("scores", "得分和抽查", "", ("final_score_rule", "low_risk_at_most", "difference_bounds")),
)


def sections_of(form: SettingsForm, *, notes: Mapping[str, Sequence[str]]) -> tuple[SectionView, ...]:
    """The boxes of `form` in the order of the page; `notes` by section."""
    found = [
        SectionView(
            code=code,
            title=title,
            hint=hint,
            boxes=tuple(_box(form, name) for name in names if name in form.fields),
            notes=tuple(notes.get(code, ())),
        )
        for code, title, hint, names in _SECTIONS
    ]
    checks = (
        _checks(form, "checks", "核查界限", form.threshold_names, "thresholds", notes),
        _checks(form, "severities", "核查级别", form.severity_names, "severities", notes),
    )
    return tuple(each for each in (*found, *checks) if each.boxes)


def _checks(
    form: SettingsForm, code: str, title: str, names: Sequence[str], part: str, notes: Mapping[str, Sequence[str]]
) -> SectionView:
    """Of what is checked by: folded while all of it is as usual."""
    is_usual = not form.old.check_settings.get(part) and not any(name in form.errors for name in names)
    return SectionView(
        code=code,
        title=title,
        hint="照一般的" if is_usual else "与一般不同",
        boxes=tuple(_box(form, name) for name in names),
        notes=tuple(notes.get(code, ())),
        is_foldable=True,
        is_folded=is_usual,
    )


def _box(form: SettingsForm, name: str) -> BoxView:
    is_tick = isinstance(form.fields[name].widget, forms.CheckboxInput)
    return BoxView(field=form[name], kind="tick" if is_tick else "box", is_wide=name in _WIDE)


def gap_notes(gaps: Gaps) -> tuple[str, ...]:
    """What the levels of review do not reach, in words."""
    found = []
    for names, what in ((gaps.no_supervisor, "主管部门"), (gaps.no_office, "业务科室")):
        if names:
            shown = "、".join(names[:_NAMED]) + (" 等" if len(names) > _NAMED else "")
            found.append(f"勾选的单位里，{len(names)} 家没有{what}，会跳过{what}审核：{shown}")
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class TickLine:
    """A unit to tick. `is_new`: it did not take part last year."""

    pk: int
    name: str
    code: str
    note: str
    depth: int
    is_ticked: bool
    is_new: bool


def tick_lines(
    lines: Iterable[UnitLine], *, ticked: Collection[int], last_year: Collection[int] | None
) -> tuple[TickLine, ...]:
    """The tree with its ticks; without a year before nothing is new."""
    return tuple(
        TickLine(
            pk=line.department.pk,
            name=line.department.name,
            code=line.department.code,
            note=line.department.business_office.name if line.department.business_office else "",
            depth=min(line.depth, 4),
            is_ticked=line.department.pk in ticked,
            is_new=last_year is not None and line.department.pk not in last_year,
        )
        for line in lines
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StageStep:
    """A step to another stage."""

    verb: str
    url: str


def stage_steps(cycle: FilingCycle) -> tuple[StageStep, ...]:
    """What may come next, publishing first."""
    stage = Stage(cycle.stage)
    ahead = [each for each in Stage if each in NEXT_STAGES[stage]]
    return tuple(
        StageStep(verb=STAGE_VERBS[stage, to], url=reverse("cycle-stage", args=[cycle.code, to.value])) for to in ahead
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleHappening:
    """An event of a cycle with what changed."""

    words: str
    who: str
    when: str
    changes: tuple[Mapping[str, str], ...]


def cycle_happenings(events: Iterable[Event], now: datetime) -> tuple[CycleHappening, ...]:
    """The events as given."""
    return tuple(
        CycleHappening(
            words=event.get_action_display(),
            who=event.actor_name,
            when=moment_text(event.at, now),
            changes=tuple(event.data.get("changes", ())),
        )
        for event in events
    )
