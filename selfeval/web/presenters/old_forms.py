"""What was understood of an old form, what was not, and the findings, as a page shows them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.framework import Severity

_HEADINGS: Final = {
    Severity.ERROR: ("必须处理", "err", "t-red"),
    Severity.WARNING: ("请核对", "warn", "t-amber"),
    Severity.INFO: ("供参考", "info", "muted"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFinding:
    """One finding. `before`, `quote` and `behind` are a line of the document; empty where no words are at fault."""

    title: str
    message: str
    place: str
    expected: str
    before: str = ""
    quote: str = ""
    behind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """The findings of one severity. `tone` is a class, `icon` the sprite's name."""

    heading: str
    icon: str
    tone: str
    findings: tuple[FormFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What was read. `figures` are (label, value, where from), `indicators` (name, points, score)."""

    title: str
    characters: int
    framework: str
    fiscal_year: str
    department: str
    money_unit: str
    figures: tuple[tuple[str, str, str], ...]
    texts: tuple[tuple[str, int, str], ...]
    indicators: tuple[tuple[str, str, str], ...]
    own: tuple[str, ...]
    total: str
    grade: str
    evaluators: int

    @property
    def indicator_count(self) -> int:
        """Indicators of the framework and the unit's own."""
        return len(self.indicators) + len(self.own)


def understanding_of(report: Mapping[str, Any]) -> Understanding:
    """What the report says was understood."""
    known = report["file"]["understood"]
    framework = known["framework"]
    return Understanding(
        title=known["document"]["title"],
        characters=known["document"]["characters"],
        framework=f"{framework['title']}（{framework['slug']}@{framework['version']}）" if framework else "",
        fiscal_year=str(known["fiscal_year"] or ""),
        department=known["department"] or "",
        money_unit=known.get("money_unit", ""),
        figures=tuple(_figures(known)),
        texts=tuple(
            (each["title"], each["characters"], each["place"]) for each in known.get("narratives", {}).values()
        ),
        indicators=tuple(
            (each["name"], each["points"], each["self_score"] or ("—" if each["applicable"] else "不涉及"))
            for each in known.get("indicators", {}).values()
        ),
        own=tuple(known.get("own_indicators", ())),
        total=known.get("total") or "",
        grade=known.get("grade") or "",
        evaluators=known.get("evaluators", 0),
    )


def finding_groups(report: Mapping[str, Any]) -> tuple[FindingGroup, ...]:
    """The findings by severity, each group in the order of the document; empty groups are left out."""
    rows = list(zip(report["file"]["findings"], report["places"], report["contexts"], strict=True))
    groups = []
    for severity, (heading, icon, tone) in _HEADINGS.items():
        own = tuple(_finding(*row) for row in rows if row[0]["severity"] == severity.value)
        if own:
            groups.append(FindingGroup(heading=heading, icon=icon, tone=tone, findings=own))
    return tuple(groups)


def _finding(finding: Mapping[str, Any], place: str, context: list[str] | None) -> FormFinding:
    message, expected = finding["message"], finding["expected"] or ""
    title = CATALOGUE[finding["check"]].title if finding["check"] in CATALOGUE else ""
    before, quote, behind = context or ("", "", "")
    return FormFinding(
        title=title,
        message=message,
        place=place,
        # What the sentence says anyway is not said twice.
        expected="" if expected in message.replace(",", "") else expected,
        before=before,
        quote=quote,
        behind=behind,
    )


def _figures(known: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for each in known.get("fields", {}).values():
        value = each["value"]
        rows = value if isinstance(value, list) else []
        shown = "；".join(f"{row['label']} {_grouped(row['amount'])}" for row in rows) if rows else _grouped(value)
        yield each["label"], shown, "正文" if each["from"] == "text" else "表"


def _grouped(text: str) -> str:
    """A plain number with separators, as pages print it; anything else as it is."""
    whole, dot, rest = text.partition(".")
    is_number = whole.removeprefix("-").isdecimal() and (not dot or rest.isdecimal())
    return f"{int(whole):,}{dot}{rest}" if is_number and whole != "-0" else text
