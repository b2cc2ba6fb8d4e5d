"""What a bureau decides about a cycle: which values fit, and what may still be changed at which point of the year."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final

from selfeval.domain.cycle import DEFAULT_REMINDER_DAYS, Stage
from selfeval.domain.differences import DEFAULT_BOUNDS
from selfeval.domain.final_score import FinalScoreRule

MOST_REMINDERS: Final = 6
MOST_REMINDER_DAYS: Final = 90
MOST_RISK: Final = 1000
LONGEST_TITLE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleSettings:
    """All a bureau may decide but framework and units. Moments are aware; `late_until` None takes late forms until
    the cycle is closed. `difference_bounds` are the three upper bounds of the difference classes of spot checks in
    points, empty for the usual ones; `check_settings` is the document of `domain.check_settings`.
    """

    title: str
    opens_at: datetime
    deadline: datetime
    late_until: datetime | None = None
    reminder_days: tuple[int, ...] = DEFAULT_REMINDER_DAYS
    has_supervisor_review: bool = False
    has_office_review: bool = False
    final_score_rule: FinalScoreRule = FinalScoreRule.REVIEW
    low_risk_at_most: int = 0
    difference_bounds: tuple[Decimal, ...] = ()
    check_settings: Mapping[str, Any] = field(default_factory=dict)
    allows_filler_to_sign: bool = False
    requires_sealed_scan: bool = False


LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "title": "名称",
        "framework": "指标体系",
        "opens_at": "开始时间",
        "deadline": "截止时间",
        "late_until": "补报截止时间",
        "reminder_days": "截止前几天提醒",
        "has_supervisor_review": "主管部门审核",
        "has_office_review": "业务科室审核",
        "final_score_rule": "最终得分",
        "low_risk_at_most": "低风险上限",
        "difference_bounds": "抽查差异分档",
        "check_settings": "核查界限",
        "allows_filler_to_sign": "填报人可以签发",
        "requires_sealed_scan": "须上传签章件",
    }
)
NAMES: Final = tuple(each.name for each in fields(CycleSettings))


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingFault:
    """What does not fit, and the setting it is about."""

    name: str
    message: str


def faults_of(settings: CycleSettings) -> tuple[SettingFault, ...]:
    """Everything that does not fit, in the order of the page."""
    found = [*_of_title(settings), *_of_times(settings), *_of_reminders(settings), *_of_bounds(settings)]
    if not 0 <= settings.low_risk_at_most <= MOST_RISK:
        found.append(SettingFault(name="low_risk_at_most", message=f"应在 0 到 {MOST_RISK} 之间"))
    return tuple(found)


def _of_title(settings: CycleSettings) -> Iterator[SettingFault]:
    if not settings.title.strip():
        yield SettingFault(name="title", message="请写名称，如“2022年度部门整体支出绩效自评”")
    elif len(settings.title) > LONGEST_TITLE:
        yield SettingFault(name="title", message=f"名称太长：最多 {LONGEST_TITLE} 个字")


def _of_times(settings: CycleSettings) -> Iterator[SettingFault]:
    if settings.deadline <= settings.opens_at:
        yield SettingFault(name="deadline", message="截止时间应晚于开始时间")
    if settings.late_until is not None and settings.late_until < settings.deadline:
        yield SettingFault(name="late_until", message="补报截止时间不应早于截止时间；不设补报截止就空着")


def _of_reminders(settings: CycleSettings) -> Iterator[SettingFault]:
    days = settings.reminder_days
    if len(days) > MOST_REMINDERS:
        yield SettingFault(name="reminder_days", message=f"最多提醒 {MOST_REMINDERS} 次")
    if len(set(days)) < len(days):
        yield SettingFault(name="reminder_days", message="同一天写了两次")
    wrong = [each for each in days if not 1 <= each <= MOST_REMINDER_DAYS]
    if wrong:
        words = f"“{wrong[0]}”不对：应为截止前 1 到 {MOST_REMINDER_DAYS} 天，如 14、7、3"
        yield SettingFault(name="reminder_days", message=words)
        return
    early = [each for each in days if settings.deadline - timedelta(days=each) < settings.opens_at]
    if early and settings.deadline > settings.opens_at:
        words = f"截止前 {max(early)} 天还没有开始填报；请改小，或把开始时间提前"
        yield SettingFault(name="reminder_days", message=words)


def _of_bounds(settings: CycleSettings) -> Iterator[SettingFault]:
    bounds = settings.difference_bounds
    if not bounds:
        return
    in_order = all(low < high for low, high in pairwise(bounds))
    if len(bounds) != len(DEFAULT_BOUNDS) or bounds[0] < 0 or not in_order:
        yield SettingFault(name="difference_bounds", message="应为由小到大的三个分数，如 5、10、20")


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How far a cycle is, as what may be changed depends on it.

    `is_opened`: the opening is over. `is_submitted`: a form was submitted; `is_finalised`: one was finalised.
    """

    stage: Stage
    is_opened: bool = False
    is_submitted: bool = False
    is_finalised: bool = False


_AFTER_OPENING: Final = "已经开始填报，不能再改"
_AFTER_SUBMISSION: Final = "已有单位提交，审核层级不能再改"
_AFTER_FINALISING: Final = "已有自评表定稿，得分的算法不能再改"
_WHY_FIXED: Final[Mapping[str, Callable[[Course], str]]] = MappingProxyType(
    {
        "framework": lambda _: "已经下达，指标体系不能再换；要换，请另建批次",
        "opens_at": lambda course: _AFTER_OPENING if course.is_opened else "",
        "has_supervisor_review": lambda course: _AFTER_SUBMISSION if course.is_submitted else "",
        "has_office_review": lambda course: _AFTER_SUBMISSION if course.is_submitted else "",
        "final_score_rule": lambda course: _AFTER_FINALISING if course.is_finalised else "",
        "allows_filler_to_sign": lambda course: "已有单位提交，不能再改" if course.is_submitted else "",
        "requires_sealed_scan": lambda course: "已有自评表定稿，不能再改" if course.is_finalised else "",
    }
)


def why_fixed(name: str, course: Course) -> str:
    """Why the setting `name` (or `framework`) cannot be changed any more; empty while it can."""
    if course.stage is Stage.DRAFT:
        return ""
    if course.stage is not Stage.PUBLISHED:
        return f"批次{course.stage.label}，不能再改"
    return _WHY_FIXED[name](course) if name in _WHY_FIXED else ""


def changed_names(old: CycleSettings, new: CycleSettings) -> tuple[str, ...]:
    """The settings that differ."""
    return tuple(name for name in NAMES if getattr(old, name) != getattr(new, name))


def fixed_faults(old: CycleSettings, new: CycleSettings, course: Course) -> tuple[SettingFault, ...]:
    """What was changed and cannot be changed any more."""
    found = ((name, why_fixed(name, course)) for name in changed_names(old, new))
    return tuple(SettingFault(name=name, message=message) for name, message in found if message)


# What the change of a stage means, in the words of the page that asks.
STAGE_WORDS: Final[Mapping[tuple[Stage, Stage], Sequence[str]]] = MappingProxyType(
    {
        (Stage.PUBLISHED, Stage.CLOSED): (
            "各单位不能再填写、签发、提交；各级不能再审核、退回、定稿",
            "没有办完的停在现在的状态，填好的内容都在，仍可查看和导出",
            "以后还可以重新开放",
        ),
        (Stage.CLOSED, Stage.PUBLISHED): (
            "回到结束以前：没有办完的可以接着办，时间仍按截止和补报截止",
            "补报期已过的，单位要提交，须先给它延期",
        ),
        (Stage.CLOSED, Stage.ARCHIVED): (
            "这一年的自评从此只读：什么也不能再改，也不能再重新开放",
            "抽查、整改、结果应用、公开一并封存；有没核定的抽查、没销号的整改、没批准的公开，办完才能归档",
            "查看、导出不受影响；已公开的照常公开，必要时仍可以撤下",
        ),
    }
)
STAGE_VERBS: Final[Mapping[tuple[Stage, Stage], str]] = MappingProxyType(
    {
        (Stage.DRAFT, Stage.PUBLISHED): "发布",
        (Stage.PUBLISHED, Stage.CLOSED): "结束",
        (Stage.CLOSED, Stage.PUBLISHED): "重新开放",
        (Stage.CLOSED, Stage.ARCHIVED): "归档",
    }
)
