"""The bar that stays on top of a filing: whose it is, where it stands, what is saved, how long there is."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from selfeval.domain.cycle import Phase
from selfeval.domain.workflow import State
from selfeval.models import Filing
from selfeval.models.filings import STATES_WITH_UNIT
from selfeval.queries.filings import SectionStamp
from selfeval.queries.standing import situation_of
from selfeval.web.presenters.boxes import SaveOutcome
from selfeval.web.presenters.text import clock_text, day_text, local_day, moment_text

SOON = 3
_STATES = {
    State.TO_FILL: ("", "ring"),
    State.FILLING: ("is-accent", "half"),
    State.INTERNAL_REVIEW: ("is-accent", "eye"),
    State.AWAITING_SIGNATURE: ("is-accent", "sign"),
    State.SUPERVISOR_REVIEW: ("is-accent", "eye"),
    State.OFFICE_REVIEW: ("is-accent", "eye"),
    State.SUBMITTED: ("is-accent", "up-to"),
    State.RETURNED: ("is-amber", "back"),
    State.FINALISED: ("is-green", "lock"),
    State.EXEMPT: ("", "dash"),
}
# What a filing that has left its unit's hands waits for.
AWAITED = {
    State.INTERNAL_REVIEW: "等内部审核",
    State.AWAITING_SIGNATURE: "等负责人签发",
    State.SUPERVISOR_REVIEW: "等主管部门审核",
    State.OFFICE_REVIEW: "等业务科室审核",
    State.SUBMITTED: "等财政审核",
    State.FINALISED: "已审核定稿",
    State.EXEMPT: "本年免评，不用填报",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StateBadge:
    """A state of a filing with its colour and icon."""

    words: str
    css: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """How long the unit still has; `tone` is amber when soon or over, and nothing once the unit is done.

    `day` is the day that counts for this unit, `terms` all days there are: 截止, 补报期至, 本单位延期至.
    """

    words: str
    day: str
    tone: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveState:
    """What is saved on the page. `kind`: none, saved, partly."""

    kind: str
    words: str
    rest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Docbar:
    """Title, facts and state of one filing; `bureau_reason` is why the bureau fills it in, empty where it does not."""

    title: str
    subtitle: str
    state: StateBadge
    deadline: Deadline | None
    bureau_reason: str = ""


NOT_SAVED = SaveState(kind="partly", words="未保存", rest="，内容还在这一页上")


def state_badge(state: State) -> StateBadge:
    """The badge of `state`."""
    css, icon = _STATES[state]
    return StateBadge(words=state.label, css=css, icon=icon)


def deadline_of(filing: Filing, now: datetime) -> Deadline | None:
    """Days until the filing's own deadline, by the calendar; None once the unit is done with it."""
    if filing.current_state not in STATES_WITH_UNIT:
        return None
    words, tone = _time_left(filing, now)
    return Deadline(words=words, day=_moment(filing.deadline), tone=tone, terms=_terms(filing))


def _time_left(filing: Filing, now: datetime) -> tuple[str, str]:
    """The words, and their tone."""
    phase, situation = filing.cycle.phase(now), situation_of(filing, now)
    if phase in (Phase.CLOSED, Phase.ARCHIVED):
        return f"批次{phase.label}", ""
    if phase in (Phase.DRAFT, Phase.PUBLISHED):
        return f"{day_text(local_day(filing.cycle.opens_at))}开始填报", ""
    if not situation.is_submittable:
        return phase.label, "t-amber"
    last = local_day(filing.deadline)
    if filing.is_overdue(now):
        late = (local_day(now) - last).days
        return f"逾期 {late} 天" if late else "已逾期", "t-amber"
    left = (last - local_day(now)).days
    words = {0: "今天截止", 1: "明天截止"}.get(left, f"距截止 {left} 天")
    return words, "t-amber" if left <= SOON else ""


def _terms(filing: Filing) -> tuple[str, ...]:
    cycle = filing.cycle
    late = f"补报期至 {_moment(cycle.late_until)}" if cycle.late_until is not None else ""
    own = f"本单位延期至 {_moment(filing.due_at)}" if filing.due_at is not None else ""
    return tuple(each for each in (f"截止 {_moment(cycle.deadline)}", late, own) if each)


def _moment(moment: datetime) -> str:
    return f"{day_text(local_day(moment))} {timezone.localtime(moment):%H:%M}"


def docbar_of(filing: Filing, now: datetime) -> Docbar:
    """The bar for `filing`."""
    framework = filing.cycle.framework
    round_words = f" · 第 {filing.round} 轮" if filing.round > 1 else ""
    return Docbar(
        title=filing.cycle.title,
        subtitle=f"{filing.department.name} · {framework.title} 第 {framework.version} 版{round_words}",
        state=state_badge(filing.current_state),
        deadline=deadline_of(filing, now),
        bureau_reason=filing.bureau_filling_reason,
    )


def save_state(outcome: SaveOutcome | None, stamp: SectionStamp | None, now: datetime) -> SaveState:
    """What the bar says of saving: after a save its result, on opening the page when it was last saved."""
    if outcome is not None:
        return _after(outcome)
    if stamp is None or stamp.saved_at is None:
        return SaveState(kind="none", words="填一格，存一格")
    return SaveState(kind="saved", words=f"已保存 {moment_text(stamp.saved_at, now)}", rest=stamp.saved_by_name)


def _after(outcome: SaveOutcome) -> SaveState:
    count = outcome.refused_count
    clock = f" {clock_text(outcome.saved_at)} " if outcome.saved_at else ""
    if count:
        return SaveState(kind="partly", words=f"{count} 处未保存", rest=f"，其余{clock}已保存")
    return SaveState(kind="saved", words=f"已保存{clock}".strip())
