"""How often each check finds something in the filings a person of the bureau may see, and which filings these are."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from selfeval.domain.rights import FROZEN
from selfeval.domain.workflow import Role
from selfeval.models import Filing, FindingRow, FrameworkCheck, User
from selfeval.queries.filings import UnknownChoice, visible_filings
from selfeval.queries.finding_rows import finding_of

_WAIVED: Final = Q(waiver__isnull=False)
_EXPLAINED: Final = Q(waiver__isnull=True, explanation__isnull=False) & ~Q(explanation="")
OPEN, EXPLAINED, WAIVED = "open", "explained", "waived"
_ANSWERS: Final = {OPEN: ~_WAIVED & ~_EXPLAINED, EXPLAINED: _EXPLAINED, WAIVED: _WAIVED}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFilter:
    """Which findings: of a cycle's code, a severity, a check, an answer (open, explained, waived); empty is all."""

    cycle: str = ""
    severity: str = ""
    check: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCount:
    """Findings of one check and severity: how many, in how many filings, and what was said to them."""

    check: str
    severity: Severity
    findings: int
    filings: int
    explained: int
    waived: int

    @property
    def open(self) -> int:
        """Neither explained nor waived."""
        return self.findings - self.explained - self.waived


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleCount:
    """The filings of one cycle and their findings by severity."""

    code: str
    title: str
    filings: int
    with_findings: int
    errors: int
    warnings: int
    infos: int


def counted_filings(*, user: User) -> QuerySet[Filing]:
    """The filings whose findings `user` may see counted: of reviewers only what lies before them as submitted."""
    filings = visible_filings(user=user)
    return filings.filter(state__in=FROZEN) if user.role == Role.REVIEWER else filings


def count_by_check(*, user: User, asked: FindingFilter) -> list[CheckCount]:
    """By check and severity, errors first, then the more frequent. One query. Raises UnknownChoice."""
    counted = (
        _rows(user, asked)
        .order_by()
        .values("check_code", "severity")
        .annotate(
            findings=Count("pk"),
            filings=Count("filing", distinct=True),
            explained=Count("pk", filter=_EXPLAINED),
            waived=Count("pk", filter=_WAIVED),
        )
    )
    found = [
        CheckCount(
            check=row["check_code"],
            severity=Severity(row["severity"]),
            findings=row["findings"],
            filings=row["filings"],
            explained=row["explained"],
            waived=row["waived"],
        )
        for row in counted
    ]
    return sorted(found, key=lambda each: (list(Severity).index(each.severity), -each.findings, each.check))


def count_by_cycle(*, user: User) -> list[CycleCount]:
    """The cycles of the filings counted, newest first. One query."""

    def of(severity: Severity) -> Count:
        return Count("findings", filter=_now(Q(findings__severity=severity.value)))

    rows = (
        Filing.objects.filter(pk__in=_keys(user))
        .values("cycle__code", "cycle__title", "cycle__fiscal_year")
        .annotate(
            filings=Count("pk", distinct=True),
            with_findings=Count("pk", filter=_now(Q(findings__isnull=False)), distinct=True),
            errors=of(Severity.ERROR),
            warnings=of(Severity.WARNING),
            infos=of(Severity.INFO),
        )
        .order_by("-cycle__fiscal_year", "cycle__code")
    )
    return [
        CycleCount(
            code=row["cycle__code"],
            title=row["cycle__title"],
            **{key: row[key] for key in ("filings", "with_findings", "errors", "warnings", "infos")},
        )
        for row in rows
    ]


def filings_with(*, user: User, asked: FindingFilter) -> QuerySet[Filing]:
    """The filings with such a finding, the riskiest first. Raises UnknownChoice."""
    wanted = _rows(user, asked).order_by().values("filing")
    return (
        Filing.objects.filter(pk__in=wanted)
        .select_related("cycle__framework", "department")
        .order_by("-risk", "department__code", "pk")
    )


def findings_of_page(*, user: User, asked: FindingFilter, filings: list[Filing]) -> dict[int, list[Finding]]:
    """The findings asked for of some filings, by the filing's key. One query."""
    found: dict[int, list[Finding]] = {filing.pk: [] for filing in filings}
    for row in _rows(user, asked).filter(filing__in=filings):
        found[row.filing_id].append(finding_of(row))
    return found


def framework_check_titles(*, codes: frozenset[str]) -> dict[str, str]:
    """What the identities of frameworks (勾稽关系) say, by code: no catalogue has them. One query."""
    rows = FrameworkCheck.objects.filter(code__in=codes).order_by("pk") if codes else FrameworkCheck.objects.none()
    return dict(rows.values_list("code", "message"))


def _keys(user: User) -> QuerySet[Filing, Any]:
    """The filings counted, by their keys alone: what lists know besides must not come into a grouping."""
    return counted_filings(user=user).order_by().values("pk")


def _rows(user: User, asked: FindingFilter) -> QuerySet[FindingRow]:
    rows = FindingRow.objects.filter(submission=None, filing__in=_keys(user))
    if asked.cycle:
        rows = rows.filter(filing__cycle__code=asked.cycle)
    if asked.check:
        rows = rows.filter(check_code=asked.check)
    if asked.severity:
        if asked.severity not in set(Severity):
            raise UnknownChoice(name="程度", value=asked.severity)
        rows = rows.filter(severity=asked.severity)
    if asked.answer:
        if asked.answer not in _ANSWERS:
            raise UnknownChoice(name="处理情况", value=asked.answer)
        rows = rows.filter(_ANSWERS[asked.answer])
    return rows


def _now(condition: Q) -> Q:
    """Of findings as they stand, not of frozen copies."""
    return condition & Q(findings__submission__isnull=True)
