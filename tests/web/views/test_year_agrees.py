"""The workbook of a year, the list of progress and the page served agree with 200 generated filings on every number."""

import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from selfeval.domain.annual_tally import Sum
from selfeval.domain.archive_files import submission_file
from selfeval.domain.files import filing_to_document, result_to_document
from selfeval.domain.verification import canonical_json, content_hash, verification_code
from selfeval.domain.workflow import Role, State
from selfeval.exports import annual_lost, annual_report, annual_scores, register
from selfeval.exports.annual_book import Cells
from selfeval.models import Department, Filing, FilingCycle, ReviewScore, Submission, User
from selfeval.queries.archives import archive_content
from selfeval.services.cycles import create_cycle
from selfeval.services.frameworks import load_framework
from selfeval.web.views import annual
from tests.exports.agreement.filings import SLUGS, Case, cases
from tests.exports.agreement.outputs import wrong_in_documents, wrong_in_html
from tests.exports.agreement.reading_word import report_of
from tests.exports.agreement.small_frameworks import small_framework
from tests.exports.agreement.year import (
    differences,
    review_of,
    reviewed_total,
    rows_of_scores,
    rows_of_summary,
    score_row,
    summary_row,
)
from tests.exports.agreement.year_sums import charts_of, wrong_in_charts, wrong_in_sums
from tests.exports.agreement.year_word import wrong_in_year_report
from tests.factories import NOW, make_user
from tests.sample_files import picture
from tests.web.conftest import SignedIn

pytestmark = pytest.mark.django_db
# One year in full turn and one with own indicators, a cap and grades of groups; the others go by in the same test.
BROKEN = "small-graded"
# A package asks a dozen questions of the database; what it keeps are the bytes that were frozen.
PACKED = 3
PICTURE = picture()


def of(slug: str) -> list[Case]:
    return [case for case in cases() if case.slug == slug]


def grade_of(case: Case) -> str:
    return case.framework.grade_for(reviewed_total(case)) or ""


def stored(slug: str, actor: User) -> tuple[FilingCycle, list[Filing]]:
    """The filings of one framework, finalised, each with its frozen copy and its reviewer's scores."""
    text = json.dumps(small_framework(slug), ensure_ascii=False)
    version = load_framework(text=text, path=f"{slug}.yaml", actor=None, now=NOW).version
    cycle = create_cycle(
        actor=None,
        code=slug,
        fiscal_year=2024,
        title=slug,
        framework=version,
        opens_at=NOW,
        deadline=NOW + timedelta(days=9),
        now=NOW,
    )
    chosen = of(slug)
    names = [case.plain["department"] for case in chosen]
    units = Department.objects.bulk_create(Department(code=each["code"], name=each["name"]) for each in names)
    filings = Filing.objects.bulk_create(
        Filing(
            cycle=cycle,
            department=unit,
            state=State.FINALISED.value,
            self_total=case.sheet.total.self_score,
            computed_total=case.sheet.total.computed_score,
            grade=case.sheet.grade or "",
            review_total=reviewed_total(case),
            final_total=reviewed_total(case),
            final_grade=grade_of(case),
            created_at=NOW,
            updated_at=NOW,
        )
        for case, unit in zip(chosen, units, strict=True)
    )
    copies = Submission.objects.bulk_create(
        copy_of(case, filing, version.pk, actor) for case, filing in zip(chosen, filings, strict=True)
    )
    ReviewScore.objects.bulk_create(
        ReviewScore(submission=copy, code=code, score=score, by=actor, at=NOW)
        for case, copy in zip(chosen, copies, strict=True)
        for code, score in review_of(case).items()
    )
    return cycle, filings


def copy_of(case: Case, filing: Filing, version: int, actor: User) -> Submission:
    document = filing_to_document(case.framework, case.assessment.filing)
    sha256 = content_hash(document)
    return Submission(
        filing=filing,
        round=1,
        document=canonical_json(document),
        result=canonical_json(result_to_document(case.assessment)),
        check_settings={},
        sha256=sha256,
        verification_code=verification_code(sha256),
        framework_id=version,
        submitted_by=actor,
        submitted_at=NOW,
    )


@pytest.fixture
def administrator(db: None) -> User:
    return make_user("administrator", Role.ADMINISTRATOR)


@pytest.fixture
def client(administrator: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    # What is kept for an hour would hide that the next one is made otherwise.
    monkeypatch.setattr("selfeval.jobs.annual.made_lately", lambda key, make: make())
    monkeypatch.setattr(annual, "kept_annual", lambda key: None)
    # What is drawn is held against the sums in tests/exports/test_annual_report.py; to draw it is dear.
    monkeypatch.setattr(annual_report, "picture_of", lambda svg: PICTURE)
    return signed_in(administrator)


def taken(client: Client, address: str, cycle: FilingCycle) -> bytes:
    cache.clear()  # nobody asks for so many at once
    response: Any = client.get(address, {"cycle": cycle.code})
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def opened(content: bytes) -> Any:
    return load_workbook(BytesIO(content), data_only=True)


def book(client: Client, address: str, cycle: FilingCycle) -> Any:
    return opened(taken(client, address, cycle))


def wrong_in_packages(slug: str, filings: list[Filing]) -> list[str]:
    """What the archive packages keep otherwise of the frozen copies."""
    found = []
    for case, filing in list(zip(of(slug), filings, strict=True))[:PACKED]:
        texts = archive_content(filing=filing).texts
        result, document = (json.loads(texts[submission_file(1, f"{name}.json")]) for name in ("result", "filing"))
        found += wrong_in_documents(case, result, document)
    return found


def wrong_in_year(slug: str, workbook: Any) -> list[str]:
    rows, scores = rows_of_summary(workbook["汇总表"]), rows_of_scores(workbook["指标得分明细"], of(slug)[0].framework)
    found = []
    for case in of(slug):
        code = case.plain["department"]["code"]
        found += differences(case, "汇总表", summary_row(case, final_grade=grade_of(case)), rows[code])
        found += differences(case, "指标得分明细", score_row(case), scores[code])
    return found


def wrong_in_register(slug: str, register: Any) -> list[str]:
    lines = list(register.active.iter_rows(min_row=4, values_only=True))
    heads = {head: place for place, head in enumerate(lines[0])}
    rows = {line[heads["编码"]]: line for line in lines[1:]}
    found = []
    for case in of(slug):
        line = rows[case.plain["department"]["code"]]
        wanted = {"自评": case.sheet.total.self_score, "最终": reviewed_total(case)}
        for head, value in wanted.items():
            if line[heads[head]] != float(value):
                found.append(f"{case.name}, register, {head}: {line[heads[head]]} instead of {value}")
        if line[heads["等次"]] != (grade_of(case) or "—"):
            found.append(f"{case.name}, register, 等次: {line[heads['等次']]} instead of {grade_of(case)}")
    return found


@pytest.mark.parametrize("slug", SLUGS)
def test_e12_the_year_the_list_and_the_page_agree(slug: str, administrator: User, client: Client) -> None:
    cycle, filings = stored(slug, administrator)
    content = taken(client, "/annual/report.xlsx", cycle)
    year = opened(content)
    assert wrong_in_year(slug, year) == []
    assert wrong_in_sums(of(slug), year) == []
    assert wrong_in_charts(of(slug), charts_of(content, year)) == []
    assert wrong_in_year_report(of(slug), report_of(taken(client, "/annual/report.docx", cycle))) == []
    assert wrong_in_packages(slug, filings) == []
    assert wrong_in_register(slug, book(client, "/board/progress.xlsx", cycle)) == []
    # The page served is the form drawn from the frozen copy; all 200 are drawn in tests/exports/agreement.
    for case, filing in list(zip(of(slug), filings, strict=True))[:2]:
        page = client.get(f"/filings/{filing.public_id}/official-form/").content.decode()
        assert wrong_in_html(case, page) == []


def test_swapped_columns_of_the_year_are_seen(
    administrator: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = annual_scores._values
    monkeypatch.setattr(annual_scores, "_values", lambda line: (*right(line)[1::-1], *right(line)[2:]))
    cycle, _ = stored(BROKEN, administrator)
    told = wrong_in_year(BROKEN, book(client, "/annual/report.xlsx", cycle))
    assert any("指标得分明细, self:" in fault for fault in told)
    assert not any("汇总表" in fault for fault in told)


def test_a_wrong_sum_and_a_drawing_of_other_cells_are_seen(
    administrator: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sum, "mean", property(lambda self: self.total))
    right = annual_lost.draw_bars

    def askew(*args: Any, numbers: Cells, **more: Any) -> None:
        right(*args, numbers=replace(numbers, column=numbers.column - 1), **more)

    monkeypatch.setattr(annual_lost, "draw_bars", askew)
    cycle, _ = stored(BROKEN, administrator)
    content = taken(client, "/annual/report.xlsx", cycle)
    year = opened(content)
    assert all("平均" in fault for fault in wrong_in_sums(of(BROKEN), year))
    assert len(wrong_in_sums(of(BROKEN), year)) == 5
    assert any("chart of lost points" in fault for fault in wrong_in_charts(of(BROKEN), charts_of(content, year)))
    told = wrong_in_year_report(of(BROKEN), report_of(taken(client, "/annual/report.docx", cycle)))
    assert any("平均" in fault for fault in told)


def test_a_rounded_score_in_the_register_is_seen(
    administrator: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register, "float", lambda value: round(float(value), 1), raising=False)
    cycle, _ = stored(BROKEN, administrator)
    told = wrong_in_register(BROKEN, book(client, "/board/progress.xlsx", cycle))
    assert any(", register, 自评: " in fault for fault in told)
