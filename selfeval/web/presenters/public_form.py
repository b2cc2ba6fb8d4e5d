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
from selfeval.domain.workflow import State
from selfeval.exports.build import build_form
from selfeval.exports.document import Fact, FormDocument, IndicatorSection, Stamp
from selfeval.models import Disclosure, FrameworkVersion
from selfeval.queries.disclosures import public_assessment
from selfeval.web.presenters.text import day_text, local_day

FORMAT: Final = "selfeval-public/1"
STATUS: Final = "公开文本"
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
    change: "PublicChange | None"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicChange:
    """What became of the form since it was published: a word, and a sentence for anybody."""

    code: str
    words: str
    note: str


_UNLOCKED: Final = PublicChange(
    code="unlocked",
    words="已解锁修改中",
    note="公开以后，财政部门同意单位解锁修改，现正在修改。下面是公开时的内容，请留意更新。",
)
_ANEW: Final = PublicChange(
    code="anew",
    words="已重新定稿",
    note="公开以后，这份自评表修改过并重新定稿，新的一版还没有公开。下面是原来公开的内容。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLinks:
    """Addresses that stay."""

    page: str
    pdf: str
    xlsx: str
    json: str
    csv: str
    verify: str


def change_of(row: Disclosure, *, copy_round: int) -> PublicChange | None:
    """What became of the form of `row` since its copy, that of `copy_round`, was published; None where nothing did."""
    if row.filing.current_state is not State.FINALISED:
        return _UNLOCKED
    return _ANEW if row.filing.round != copy_round else None


def public_document(*, version: FrameworkVersion, document: str, sha256: str) -> FormDocument:
    """The official form of a public copy, canonical JSON; its code is that of the copy, not of the filing."""
    found = public_assessment(version=version, document=document)
    stamp = Stamp(verification_code=verification_code(sha256), status=STATUS, is_final=True)
    return build_form(framework=found.framework, filing=found.filing, sheet=found.sheet, stamp=stamp)


def public_form(row: Disclosure, form: FormDocument) -> PublicForm:
    """The summary of `row`, whose form is `form`."""
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
        change=change_of(row, copy_round=row.submission.round),
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


def json_text(row: Disclosure) -> str:
    """The public copy as open data: the filing and its result as they were published, with their hash."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "sha256": row.sha256,
        "verification_code": verification_code(row.sha256),
        "document": json.loads(row.document),
        "result": json.loads(row.result),
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def csv_text(row: Disclosure) -> str:
    """The scores as a table, an indicator a line and the total last; no spreadsheet takes a cell for a formula."""
    result = json.loads(row.result)
    out = io.StringIO("\ufeff")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_HEADER)
    for code, indicator in result["indicators"].items():
        writer.writerow([table_text(each) for each in (code, *(indicator[key] or "" for key in _KEYS))])
    total = result["total"]
    last = ("total", "合计", total["points"], total["computed_score"], total["self_score"], result["grade"] or "")
    writer.writerow([table_text(each) for each in last])
    return out.getvalue()


def _line(section: IndicatorSection) -> SectionLine:
    points, score = section.subtotal.set_points, section.subtotal.self_score
    whole = isinstance(points.value, Decimal) and isinstance(score.value, Decimal) and points.value > 0
    share = f"{min(max(score.value / points.value, Decimal(0)), Decimal(1)) * 100:.1f}%" if whole else "0%"  # type: ignore[operator]
    return SectionLine(name=section.name, points=points.text, score=score.text, share=share)
