"""Forms on their way to the public: the list, and what is blacked out of each text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse

from selfeval.domain.after_review import DisclosureState
from selfeval.domain.framework import Framework
from selfeval.domain.redaction import Redaction, public_texts
from selfeval.models import Disclosure, Filing, User
from selfeval.web.forms.disclosures import passage_value
from selfeval.web.presenters.docbar import StateBadge, state_badge
from selfeval.web.presenters.lists import address
from selfeval.web.presenters.text import moment_text

NOT_BEGUN: Final = "none"
_BADGES: Final = {
    DisclosureState.TO_REDACT: ("is-accent", "edit"),
    DisclosureState.TO_APPROVE: ("is-accent", "eye"),
    DisclosureState.PUBLISHED: ("is-green", "ok"),
    DisclosureState.WITHHELD: ("", "lock"),
    DisclosureState.WITHDRAWN: ("is-amber", "back"),
}
_AROUND: Final = 16
_SHORT: Final = 60
_ENTRY: Final = {"analysis": "计算分析情况", "reason": "扣分原因", "measure": "改进措施"}
_OWN: Final = {
    "name": "名称",
    "unit": "计量单位",
    "target": "指标值",
    "adjusted_target": "调整指标值",
    "actual": "完成值",
}
_PERSON: Final = {"name": "姓名", "title": "职务职称", "office": "单位"}
_ITEM: Final = {"label": "名称", "basis": "依据"}
_FACE: Final = {"head": "单位负责人", "phone": "联系电话"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLink:
    """A state with how many are in it; the link filters by it."""

    words: str
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureRow:
    """One line of the list; `tick` is empty where the person may not approve it."""

    department: str
    department_code: str
    title: str
    state: StateBadge
    filing_state: StateBadge | None
    who: str
    last: str
    reason: str
    url: str
    tick: str
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageLine:
    """A passage with what stands around it; `value` is what its box sends."""

    value: str
    before: str
    words: str
    after: str
    why: str
    is_black: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """One text: its passages, and the whole of it in stretches that are blacked out or not."""

    label: str
    size: int
    passages: tuple[PassageLine, ...]
    stretches: tuple[tuple[str, bool], ...]

    @property
    def is_short(self) -> bool:
        """Whether it is read at once, so that nothing need be opened."""
        return not self.passages and self.size <= _SHORT

    @property
    def is_seen_whole(self) -> bool:
        """Whether what stands around its passages is all of it."""
        return bool(self.passages) and self.size <= _AROUND


def disclosure_badge(row: Disclosure | None) -> StateBadge:
    """Where it is on its way; a filing with which nobody began has none."""
    if row is None:
        return StateBadge(words="未办理", css="is-off", icon="dash")
    css, icon = _BADGES[row.current_state]
    return StateBadge(words=row.current_state.label, css=css, icon=icon)


def state_links(counts: Mapping[str, int], query: Mapping[str, str]) -> Iterator[StateLink]:
    """All, and each state in the order of the work."""
    order = ("none", *(state.value for state in _BADGES))
    names = {NOT_BEGUN: "未办理", **{state.value: state.label for state in _BADGES}}
    total, chosen = sum(counts.values()), query.get("state", "")
    yield StateLink(words="全部", count=total, url=address(query, state=""), is_current=not chosen)
    for state in order:
        url = address(query, state=state)
        yield StateLink(words=names[state], count=counts[state], url=url, is_current=chosen == state)


def disclosure_rows(filings: Iterable[Filing], *, user: User, now: datetime) -> Iterator[DisclosureRow]:
    """The lines of the list, with no query."""
    for filing in filings:
        row: Disclosure | None = getattr(filing, "disclosure", None)
        is_mine = row is not None and row.redacted_by_id == user.pk
        is_waiting = row is not None and row.current_state is DisclosureState.TO_APPROVE
        who, last = _last_of(row, now)
        yield DisclosureRow(
            department=filing.department.name,
            department_code=filing.department.code,
            title=filing.cycle.title,
            state=disclosure_badge(row),
            filing_state=None if str(filing.state) == "finalised" else state_badge(filing.current_state),
            who=who,
            last=last,
            reason=row.reason if row is not None else "",
            url=reverse("disclosure", args=[filing.public_id]),
            tick=f"{row.pk}:{row.version}" if row is not None and is_waiting and not is_mine else "",
            step=_step(row, is_mine=is_mine),
        )


def text_blocks(
    framework: Framework, document: Mapping[str, Any], *, known: Sequence[Redaction], black: Sequence[Redaction]
) -> Iterator[TextBlock]:
    """Every text of the form in print order; `in_order_of_work` puts first what has passages."""
    ticked = set(black)
    for place, text in public_texts(framework, document):
        here = sorted((each for each in known if each.place == place), key=lambda each: (each.start, each.length))
        yield TextBlock(
            label=place_words(framework, document, place),
            size=len(text),
            passages=tuple(_line(text, each, is_black=each in ticked) for each in here if each.end <= len(text)),
            stretches=tuple(_stretches(text, [each for each in here if each in ticked])),
        )


def in_order_of_work(blocks: Iterable[TextBlock]) -> list[TextBlock]:
    """Those with passages first: they are what is to be decided."""
    return sorted(blocks, key=lambda block: not block.passages)


def place_words(framework: Framework, document: Mapping[str, Any], place: str) -> str:
    """What people call a place of a plain document."""
    part, *steps = place.split("/")
    match part, steps:
        case "department", [key]:
            return _FACE[key]
        case "fields", [code, *rest]:
            label = framework.fields_by_code[code].label
            return (
                f"{label} 第{int(rest[0]) + 1}行" + (f" {_ITEM[rest[1]]}" if rest[1] in _ITEM else "")
                if rest
                else label
            )
        case "indicators", [code, key]:
            return f"{framework.nodes[code].name} {_ENTRY[key]}"
        case "own_indicators", [at, key]:
            name = document["own_indicators"][int(at)].get("name", "")
            return f"个性指标“{name}” {(_ENTRY | _OWN)[key]}"
        case "narratives", [code]:
            return next((each.title for each in framework.narratives if each.code == code), code)
        case "evaluators", [at, key]:
            return f"评价人员 第{int(at) + 1}人 {_PERSON[key]}"
    return place


def place_choices(framework: Framework, document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every text that may be blacked out, for a list to choose from."""
    return [(place, place_words(framework, document, place)) for place, _ in public_texts(framework, document)]


def _last_of(row: Disclosure | None, now: datetime) -> tuple[str, str]:
    """Who did the last step and when."""
    if row is None:
        return "", ""
    match row.current_state:
        case DisclosureState.PUBLISHED:
            return row.approved_by.full_name if row.approved_by else "", moment_text(row.published_at, now)
        case DisclosureState.WITHDRAWN:
            return "", moment_text(row.withdrawn_at, now)
    return row.redacted_by.full_name if row.redacted_by else "", moment_text(row.redacted_at, now)


def _step(row: Disclosure | None, *, is_mine: bool) -> str:
    if row is None:
        return "开始办理"
    match row.current_state:
        case DisclosureState.TO_REDACT:
            return "去脱敏"
        case DisclosureState.TO_APPROVE:
            return "查看" if is_mine else "去批准"
    return "查看"


def _line(text: str, each: Redaction, *, is_black: bool) -> PassageLine:
    return PassageLine(
        value=passage_value(each),
        before=("…" if each.start > _AROUND else "") + text[max(0, each.start - _AROUND) : each.start],
        words=text[each.start : each.end],
        after=text[each.end : each.end + _AROUND] + ("…" if each.end + _AROUND < len(text) else ""),
        why=each.why,
        is_black=is_black,
    )


def _stretches(text: str, passages: Iterable[Redaction]) -> Iterator[tuple[str, bool]]:
    at = 0
    for each in passages:
        start, end = max(at, each.start), min(each.end, len(text))
        if end <= at:
            continue
        if start > at:
            yield text[at:start], False
        yield text[start:end], True
        at = end
    if at < len(text):
        yield text[at:], False
