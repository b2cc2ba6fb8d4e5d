"""What anybody may see of one unit's form: nothing but what the public copy holds."""

import csv
import io
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.urls import reverse

from selfeval.domain.record_words import table_text
from selfeval.domain.verification import verification_code
from selfeval.exports.build import build_form
from selfeval.exports.document import Fact, FormDocument, IndicatorSection, Stamp
from selfeval.models import Disclosure, FrameworkVersion
from selfeval.queries.disclosures import public_assessment
from selfeval.web.presenters.public_standing import STATUS, PublicStanding
from selfeval.web.presenters.text import day_text, local_day

FORMAT: Final = "selfeval-public/1"
_HEADER: Final = ("指标编码", "指标", "分值", "系统计算得分", "自评得分", "计算结果")
_KEYS: Final = ("name", "points", "computed_score", "self_score", "rate_text")


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLine:
    """A 一级指标 with its points and score; `share` is how much of the points was reached, as a width."""

    name: str
    points: str
    score: str
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicForm:
    """The plain summary, and where form and data are."""

    title: str
    department: str
    year: int
    filed: str
    published: str
    money_unit: str
    figures: tuple[Fact, ...]
    points: str
    score: str
    grade: str
    sections: tuple[SectionLine, ...]
    code: str
    sha256: str
    links: "PublicLinks"
    standing: PublicStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLinks:
    """Addresses that stay."""

    page: str
    pdf: str
    xlsx: str
    json: str
    csv: str
    verify: str


def public_document(
    *, version: FrameworkVersion, document: str, sha256: str, standing: PublicStanding | None = None
) -> FormDocument:
    """The official form of a public copy, canonical JSON; its code is that of the copy, not of the filing.

    With `standing` it says what it is worth today; a preview has none yet.
    """
    found = public_assessment(version=version, document=document)
    stamp = Stamp(
        verification_code=verification_code(sha256),
        status=standing.status if standing else STATUS,
        is_final=True,
        remarks=standing.remarks if standing else (),
        notice=standing.change.words if standing and standing.change else "",
    )
    return build_form(framework=found.framework, filing=found.filing, sheet=found.sheet, stamp=stamp)


def public_form(row: Disclosure, form: FormDocument, standing: PublicStanding) -> PublicForm:
    """The summary of `row`, whose form is `form`; scores and grade of the form are the unit's own."""
    return PublicForm(
        title=f"{form.department} {form.short_name}",
        department=form.department,
        year=form.fiscal_year,
        filed=form.filed_text,
        published=day_text(local_day(row.published_at)) if row.published_at else "",
        money_unit=form.money_unit,
        figures=form.figures,
        points=form.total.set_points.text,
        score=form.total.self_score.text,
        grade=form.grade.text,
        sections=tuple(_line(section) for section in form.sections),
        code=form.stamp.verification_code,
        sha256=row.sha256,
        links=links_of(row),
        standing=standing,
    )


def links_of(row: Disclosure) -> PublicLinks:
    """Where everything of `row` is."""
    filing = row.filing
    place = [filing.cycle.fiscal_year, filing.department.code, filing.cycle.code]
    code = verification_code(row.sha256)
    return PublicLinks(
        page=reverse("public-form", args=place),
        pdf=reverse("public-pdf", args=place),
        xlsx=reverse("public-xlsx", args=place),
        json=reverse("public-json", args=place),
        csv=reverse("public-csv", args=place),
        verify=f"{reverse('verify')}?code={code}",
    )


def json_text(row: Disclosure, standing: PublicStanding) -> str:
    """The public copy as open data: the filing and its result as published, with their hash; and what counts now."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "sha256": row.sha256,
        "verification_code": verification_code(row.sha256),
        **standing.data(),
        "document": json.loads(row.document),
        "result": json.loads(row.result),
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def csv_text(row: Disclosure, standing: PublicStanding) -> str:
    """The scores as a table: an indicator a line, the total, the score that counts and what became of the form.

    No spreadsheet takes a cell for a formula.
    """
    result = json.loads(row.result)
    out = io.StringIO("\ufeff")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADER)
    for code, indicator in result["indicators"].items():
        writer.writerow([table_text(each) for each in (code, *(indicator[key] or "" for key in _KEYS))])
    total = result["total"]
    own = f"自评等级：{result['grade']}" if result["grade"] else ""
    last = ("total", "合计", total["points"], total["computed_score"], total["self_score"], own)
    writer.writerow([table_text(each) for each in last])
    said = standing.score.words if standing.score else "最终得分还没有确定"
    writer.writerow([table_text(each) for each in ("final", "最终得分", total["points"], "", "", said)])
    if standing.change:
        writer.writerow([table_text(each) for each in ("change", "公开以后的变动", "", "", "", standing.change.short)])
    return out.getvalue()


def _line(section: IndicatorSection) -> SectionLine:
    points, score = section.subtotal.set_points, section.subtotal.self_score
    whole = isinstance(points.value, Decimal) and isinstance(score.value, Decimal) and points.value > 0
    share = f"{min(max(score.value / points.value, Decimal(0)), Decimal(1)) * 100:.1f}%" if whole else "0%"  # type: ignore[operator]
    return SectionLine(name=section.name, points=points.text, score=score.text, share=share)
