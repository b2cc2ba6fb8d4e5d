"""Findings counted for the bureau: by check and severity, by cycle, and the filings behind each count."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from selfeval.domain.rights import FROZEN
from selfeval.models import Filing
from selfeval.queries.finding_counts import EXPLAINED, OPEN, WAIVED, CheckCount, CycleCount
from selfeval.web.presenters.docbar import StateBadge, state_badge
from selfeval.web.presenters.lists import Risk, address, risk_of
from selfeval.web.presenters.problems import waiver_words

_WORDS: Final = {
    Severity.ERROR: ("错误", "err", "t-red"),
    Severity.WARNING: ("提醒", "warn", "t-amber"),
    Severity.INFO: ("信息", "info", "muted"),
}
ANSWERS: Final = {OPEN: "未说明也未豁免", EXPLAINED: "已说明", WAIVED: "已豁免"}
# More findings of one check in one filing are told by their number.
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One check in the table; `url` leads to the filings it finds something in, `open_url` to the unanswered."""

    title: str
    code: str
    severity: str
    icon: str
    tone: str
    count: CheckCount
    url: str
    open_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleLine:
    """One cycle in the table; the addresses show its findings only."""

    count: CycleCount
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingLine:
    """A filing with findings of the check asked for: each with what was said to it, and how many are left out."""

    department: str
    cycle: str
    state: StateBadge
    risk: Risk
    url: str
    found: int
    told: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One entry of a filter."""

    words: str
    url: str
    is_current: bool


def check_lines(counts: list[CheckCount], query: Mapping[str, str], titles: Mapping[str, str]) -> tuple[CheckLine, ...]:
    """The table by check. `titles` are of checks that frameworks bring along."""
    lines = []
    for count in counts:
        severity, icon, tone = _WORDS[count.severity]
        chosen = {"check": count.check, "severity": count.severity.value}
        lines.append(
            CheckLine(
                title=check_title(count.check, titles),
                code=count.check,
                severity=severity,
                icon=icon,
                tone=tone,
                count=count,
                url=address(query, **chosen),
                open_url=address(query, **chosen, answer=OPEN),
            )
        )
    return tuple(lines)


def check_title(code: str, titles: Mapping[str, str]) -> str:
    """What a check is called."""
    return CATALOGUE[code].title if code in CATALOGUE else titles.get(code, code)


def cycle_lines(counts: list[CycleCount], query: Mapping[str, str]) -> tuple[CycleLine, ...]:
    """The table by cycle; the one that is chosen leads back to all."""
    chosen = query.get("cycle", "")
    return tuple(
        CycleLine(
            count=count,
            url=address(query, cycle="" if count.code == chosen else count.code),
            is_current=count.code == chosen,
        )
        for count in counts
    )


def filing_lines(filings: list[Filing], findings: Mapping[int, list[Finding]]) -> tuple[FilingLine, ...]:
    """The list of filings behind a count."""
    return tuple(
        FilingLine(
            department=filing.department.name,
            cycle=filing.cycle.title,
            state=state_badge(filing.current_state),
            risk=risk_of(filing),
            url=_url(filing),
            found=len(findings[filing.pk]),
            told=tuple((each.message, _answer(each)) for each in findings[filing.pk][:_SHOWN]),
            more=max(len(findings[filing.pk]) - _SHOWN, 0),
        )
        for filing in filings
    )


def severity_choices(query: Mapping[str, str]) -> tuple[Choice, ...]:
    """全部, 错误, 提醒, 信息."""
    words = {"": "全部程度", **{each.value: _WORDS[each][0] for each in Severity}}
    return _choices(query, "severity", words)


def answer_choices(query: Mapping[str, str]) -> tuple[Choice, ...]:
    """全部, 未说明也未豁免, 已说明, 已豁免."""
    return _choices(query, "answer", {"": "不论处理情况", **ANSWERS})


def _choices(query: Mapping[str, str], part: str, words: Mapping[str, str]) -> tuple[Choice, ...]:
    chosen = query.get(part, "")
    return tuple(
        Choice(words=label, url=address(query, **{part: value}), is_current=value == chosen)
        for value, label in words.items()
    )


def _answer(finding: Finding) -> str:
    if finding.waiver is not None:
        return f"已豁免：{waiver_words(finding.waiver)}"
    return f"单位说明：{finding.explanation}" if finding.explanation else ""


def _url(filing: Filing) -> str:
    """To the review once there is a frozen form, else to the list on the last page of the draft."""
    if filing.round > 1 or filing.current_state in FROZEN:
        return reverse("filing-review", args=[filing.public_id])
    return reverse("filing-section", args=[filing.public_id, "check"])
