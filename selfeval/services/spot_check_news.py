"""Who is told of a spot check: the checker, the unit, the bureau; inside the transaction of what they are told of."""

from datetime import datetime
from typing import Final

from django.urls import reverse

from selfeval.domain.after_review import CheckState
from selfeval.domain.amounts import number_text
from selfeval.domain.workflow import Role
from selfeval.models import Notice, SpotCheckItem, User
from selfeval.services.notices import Told, tell
from selfeval.services.words import day_words

_MOST_WORDS: Final = 500
_UNIT: Final = (Role.PREPARER.value, Role.UNIT_HEAD.value)


def tell_checker(item: SpotCheckItem, *, now: datetime) -> None:
    """One more to check."""
    if item.checker is not None:
        told = _told(item, f"请抽查复核：{_what(item)}", item.spot_check.title, "spot-check-item")
        tell([item.checker], told, filing=item.filing, now=now)


def tell_unit(item: SpotCheckItem, *, now: datetime) -> None:
    """The unit is asked; later it is told what was settled."""
    words, opinion = "抽查结果征求意见", item.opinion
    if item.current_state is CheckState.SETTLED and item.settled_total is not None:
        words = f"抽查已核定为 {number_text(item.settled_total)} 分"
        opinion = f"{unanswered_words(item)}{item.settlement}"
    elif item.answer_due is not None:
        opinion = f"请在{day_words(item.answer_due)}以前答复。{item.opinion}"
    _tell_people_of_unit(item, words, opinion, now)


def tell_due_changed(item: SpotCheckItem, *, reason: str, now: datetime) -> None:
    """The unit may answer until another day than it was told."""
    if item.answer_due is not None:
        words = f"请在{day_words(item.answer_due)}以前答复。改期的事由：{reason}"
        _tell_people_of_unit(item, "抽查答复期限已改", words, now)


def tell_bureau(item: SpotCheckItem, *, now: datetime) -> None:
    """The unit has answered: who settles it and who checked it are told."""
    people = list(User.objects.filter(is_active=True, role=Role.ADMINISTRATOR.value))
    if item.checker is not None:
        people.append(item.checker)
    told = _told(
        item, f"{item.current_state.label}：{_what(item)}的抽查", item.objection[:_MOST_WORDS], "spot-check-item"
    )
    tell(people, told, filing=item.filing, now=now)


def unanswered_words(item: SpotCheckItem) -> str:
    """That a settled item was never answered; empty where it was."""
    if item.current_state is not CheckState.SETTLED or not item.is_unanswered or item.answer_due is None:
        return ""
    return f"单位到{day_words(item.answer_due)}没有答复。"


def _tell_people_of_unit(item: SpotCheckItem, title: str, words: str, now: datetime) -> None:
    people = User.objects.filter(is_active=True, role__in=_UNIT, department=item.filing.department_id)
    told = _told(item, f"{title}：{_what(item)}", words[:_MOST_WORDS], "spot-check-opinion")
    tell(people, told, filing=item.filing, now=now)


def _what(item: SpotCheckItem) -> str:
    return f"{item.filing.department.name} {item.filing.cycle.title}"


def _told(item: SpotCheckItem, title: str, words: str, page: str) -> Told:
    return Told(
        kind=Notice.Kind.SPOT_CHECK,
        key=f"spot_check:{item.pk}:{item.version}",
        title=title,
        words=words,
        address=reverse(page, args=[item.public_id]),
    )
