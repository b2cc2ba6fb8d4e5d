"""Who reaches which address: signed out, of another unit, of the wrong role, with the wrong method."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver

from selfeval.domain.workflow import State
from selfeval.models import Filing
from tests.factories import World, bring_to
from tests.web.conftest import SignedIn
from tests.web.pages import SECTIONS

_PUBLIC = "public/<int:year>/<path:department>/<slug:cycle>/"
# What is open without signing in. What may be read there and what may not tell test_public.py and test_health.py.
OPEN_TO_ALL = {
    "login/",
    "healthz",
    "verify/",
    "public/",
    "public/<int:year>/",
    _PUBLIC,
    *(f"{_PUBLIC}{name}" for name in ("form.pdf", "form.xlsx", "data.json", "data.csv")),
}
# In test_people.py, test_workshop_access.py, test_old_forms.py, test_finding_counts.py, test_lists.py.
KNOWN_ELSEWHERE = (
    # In tests/acceptance: test_record_pages.py, test_separate_duties.py.
    "record/",
    "accounts/",
    # In test_review_batch.py, test_phrases.py.
    "review-batch/",
    "review-phrases/",
    # In test_disclosure.py.
    "disclosure/",
    # In test_spot_checks.py.
    "spot-checks/",
    # In test_batches.py.
    "batches/",
    # In test_annual.py.
    "annual/",
    # In test_board.py, test_notices.py, test_subordinates.py.
    "board/",
    "notices/",
    "subordinates/",
    # In test_rectification.py, test_result_uses.py.
    "rectification/",
    "result-uses/",
    "units/",
    "frameworks/",
    "check-form/",
    "findings/",
    "cycles/",
    "lists/",
)
# Of evidence that exists nowhere; whose it is tells test_evidence.py.
FILE = "evidence-files/00000000-0000-4000-8000-000000000000/"
# Of a workbook that nobody uploaded; whose it is tells test_filing_workbook.py.
UPLOAD = "fill-workbook/00000000-0000-4000-8000-000000000000/"
# Of a scan that nobody brought; whose it is tells test_sealed_scans.py.
SCAN = "sealed-scan/00000000-0000-4000-8000-000000000000/"
# Of a remark that nobody made.
PIN = "review-pins/1/"
READ = (
    "",
    "sealed-scan/",
    SCAN,
    f"{SCAN}1/",
    "fill-workbook/",
    "fill-workbook.xlsx",
    UPLOAD,
    f"{UPLOAD}marked.xlsx",
    "sign-off/",
    "bureau-review/",
    "review-answers/",
    "review-hand-over/",
    "unlock-request/",
    "official-form/",
    "form.pdf",
    "form.xlsx",
    "archive.zip",
    "report.docx",
    "report.pdf",
    "draft-text/staffing/",
    "report-draft.docx",
    "waive-finding/",
    "internal-review/",
    "work-division/",
    "bureau-filling/",
    "move-points/",
    "evidence-files/",
    "rectification-items/",
    FILE,
    f"{FILE}content/",
    f"{FILE}page-1.jpg",
    *(f"{section}/" for section in SECTIONS),
)
POST_ONLY = (
    "send-for-signature/",
    "send-for-internal-review/",
    "end-assignment/",
    "assignment-done/",
    "who-is-here/",
    "end-bureau-filling/",
    "take-back/",
    "withdraw-submission/",
    "review-scores/",
    "review-pins/",
    PIN,
    "review-pass/",
    "return-for-revision/",
    "finalise-filing/",
    "read-text/",
    "end-waiver/",
    "carry-texts/",
    f"{FILE}link/",
    f"{FILE}replace/",
    f"{FILE}remove/",
    f"{FILE}restore/",
)


def own_patterns() -> list[str]:
    """Every address of the product's own, with the filing's id left out."""
    found = []
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            found.append(str(pattern.pattern))
    return found


def pattern_of(rest: str) -> str:
    """The pattern that an example of `READ` or `POST_ONLY` stands for."""
    rest = rest.replace(UPLOAD, "fill-workbook/<uuid:upload_id>/")
    file = FILE.removeprefix("evidence-files/").rstrip("/")
    plain = rest.replace("draft-text/staffing", "draft-text/<slug:code>").replace(file, "<uuid:file_id>")
    page = plain.replace("page-1.jpg", "page-<int:number>.jpg")
    page = page.replace(PIN, "review-pins/<int:pin_id>/")
    return page.replace("sealed-scan/<uuid:file_id>/1/", "sealed-scan/<uuid:file_id>/<int:number>/")


def test_a02_this_module_knows_every_address() -> None:
    of_filings = {
        f"filings/<uuid:public_id>/{pattern_of(rest)}"
        for rest in (*READ, *POST_ONLY)
        if rest.rstrip("/") not in SECTIONS
    }
    known = {
        "",
        "logout/",
        "password/",
        "account/outbox-key/",
        *OPEN_TO_ALL,
        *of_filings,
        "filings/<uuid:public_id>/<slug:code>/",
    }
    assert {pattern for pattern in own_patterns() if not pattern.startswith(KNOWN_ELSEWHERE)} == known


@pytest.mark.parametrize("rest", [*READ, *POST_ONLY])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a02_signed_out_everything_of_a_filing_leads_to_the_login(filing: Filing, rest: str, method: str) -> None:
    response = getattr(Client(), method)(f"/filings/{filing.public_id}/{rest}")
    assert response.status_code == 302
    assert response.url.startswith("/login/?next=")


@pytest.mark.parametrize("address", ["/", "/units/1/people/", "/password/", "/logout/"])
def test_signed_out_every_page_leads_to_the_login(db: None, address: str) -> None:
    response = Client().post(address) if address == "/logout/" else Client().get(address)
    assert response.status_code == 302
    assert response.url.startswith("/login/")


@pytest.mark.parametrize("rest", [*READ, *POST_ONLY])
def test_a03_another_units_filing_is_not_there(world: World, filing: Filing, signed_in: SignedIn, rest: str) -> None:
    for person in (world.other.preparer, world.other.head):
        client = signed_in(person)
        method = client.post if rest in POST_ONLY else client.get
        with CaptureQueriesContext(connection) as asked_of_theirs:
            theirs = method(f"/filings/{filing.public_id}/{rest}")
        with CaptureQueriesContext(connection) as asked_of_nowhere:
            nowhere = method(f"/filings/{uuid4()}/{rest}")
        assert theirs.status_code == nowhere.status_code == 404
        assert theirs.content == nowhere.content
        # The same work for both: how long it takes tells nothing either.
        assert len(asked_of_theirs) == len(asked_of_nowhere)


@pytest.mark.parametrize("rest", ["budget/", "sign-off/"])
def test_a03_another_units_filing_takes_nothing(world: World, filing: Filing, signed_in: SignedIn, rest: str) -> None:
    response = signed_in(world.other.preparer).post(
        f"/filings/{filing.public_id}/{rest}", {"seen": 0, "fields.original_budget": "1", "version": 1}
    )
    assert response.status_code == 404
    assert Filing.objects.get(pk=filing.pk).version == filing.version


@pytest.mark.parametrize("rest", POST_ONLY)
def test_a13_what_changes_something_is_not_for_reading(
    world: World, filing: Filing, signed_in: SignedIn, rest: str
) -> None:
    assert signed_in(world.unit.preparer).get(f"/filings/{filing.public_id}/{rest}").status_code == 405


@pytest.mark.parametrize("rest", ["bureau-review/", "official-form/", "form.pdf", "form.xlsx", "report.pdf"])
def test_what_is_for_reading_takes_no_post(world: World, signed_in: SignedIn, rest: str) -> None:
    filing = bring_to(world, State.SUBMITTED)
    assert signed_in(world.reviewer).post(f"/filings/{filing.public_id}/{rest}").status_code == 405


def test_logging_out_is_not_for_reading(world: World, signed_in: SignedIn) -> None:
    assert signed_in(world.reviewer).get("/logout/").status_code == 405


@pytest.mark.parametrize(
    "rest",
    [
        "send-for-signature/",
        "take-back/",
        "withdraw-submission/",
        "sign-off/",
        "return-for-revision/",
        "finalise-filing/",
        "waive-finding/",
        "end-waiver/",
        "budget/",
    ],
)
def test_a13_a_post_without_its_token_changes_nothing(world: World, rest: str) -> None:
    filing = bring_to(world, State.SUBMITTED)
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.unit.head)
    response = client.post(f"/filings/{filing.public_id}/{rest}", {"version": filing.version})
    assert response.status_code == 403
    assert "这一页已经过期" in response.content.decode()
    assert Filing.objects.get(pk=filing.pk).state == State.SUBMITTED.value


@pytest.mark.parametrize(
    ("person", "rest", "words"),
    [
        ("preparer", "sign-off/", "签发由单位负责人办理"),
        ("preparer", "bureau-review/", "审核由主管部门和财政局办理"),
        ("head", "bureau-review/", "审核由主管部门和财政局办理"),
        ("reviewer", "sign-off/", "签发由单位负责人办理"),
    ],
)
def test_the_wrong_role_is_told_whose_turn_it_is(
    world: World, signed_in: SignedIn, person: str, rest: str, words: str
) -> None:
    filing = bring_to(world, State.SUBMITTED)
    user = world.reviewer if person == "reviewer" else getattr(world.unit, person)
    response = signed_in(user).get(f"/filings/{filing.public_id}/{rest}")
    assert response.status_code == 403
    assert words in response.content.decode()


def test_reviewers_see_no_draft(world: World, signed_in: SignedIn) -> None:
    draft = bring_to(world, State.FILLING)
    assert signed_in(world.reviewer).get(f"/filings/{draft.public_id}/budget/").status_code == 404


def test_a14_rights_end_between_two_requests(world: World, filing: Filing, signed_in: SignedIn) -> None:
    client = signed_in(world.unit.preparer)
    address = f"/filings/{filing.public_id}/budget/"
    assert client.get(address).status_code == 200
    world.unit.preparer.department = world.other.department
    world.unit.preparer.save()
    assert client.get(address).status_code == 404
    world.unit.preparer.is_active = False
    world.unit.preparer.save()
    assert client.get(address).status_code == 302
