"""A filing with hostile texts in every box that people fill, moved through two rounds to the public by services."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from selfeval.domain.files import filing_from_document
from selfeval.domain.workflow import Action, Role
from selfeval.models import Filing, FilingCycle, RectificationItem, ReviewPin, User
from selfeval.queries.filings import last_submission
from selfeval.services.changes import NarrativeChange
from selfeval.services.cycles import create_cycle
from selfeval.services.departments import create_department
from selfeval.services.disclosures import begin, redactions_of, send_for_approval, take_step
from selfeval.services.division import assign
from selfeval.services.filings import open_filing
from selfeval.services.frameworks import load_framework
from selfeval.services.phrases import add_phrase
from selfeval.services.pins import add_pin, answer_pin
from selfeval.services.rectification import Demand, issue
from selfeval.services.whole_filings import changes_by_section
from tests import hostile_texts as hostile
from tests.evidence import attach
from tests.exports.scored_frameworks import sample
from tests.factories import NOW, domain_framework, framework_text, make_user, move, save
from tests.filled_workbooks import cell_of, edited

FRAMEWORK = "general-2020"
LAST = hostile.pieces(480)[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The people by what they do, each with a hostile name, and the filing."""

    filing: Filing
    people: dict[str, User]

    def person(self, name: str) -> User:
        return self.people[name]


def make_cast() -> Cast:
    """The empty form in a cycle that is open today."""
    now = timezone.now()
    text = framework_text(FRAMEWORK)
    version = load_framework(text=text, path=f"{FRAMEWORK}.yaml", actor=None, now=NOW).version
    opened: dict[str, Any] = {"opens_at": NOW - timedelta(days=20), "deadline": now + timedelta(days=10), "now": now}
    cycle: FilingCycle = create_cycle(
        actor=None, code="2021", fiscal_year=2021, title=hostile.NAME, framework=version, **opened
    )
    unit = create_department(
        actor=None, code=hostile.SHORT, name=hostile.NAME, head=hostile.SHORT, phone=hostile.SHORT, now=now
    )
    roles = {
        "preparer": Role.PREPARER,
        "colleague": Role.PREPARER,
        "head": Role.UNIT_HEAD,
        "reviewer": Role.REVIEWER,
        "administrator": Role.ADMINISTRATOR,
        "second": Role.ADMINISTRATOR,
        "system": Role.SYSTEM_ADMINISTRATOR,
        "auditor": Role.AUDITOR,
    }
    people = {
        name: make_user(name, role, unit if role in (Role.PREPARER, Role.UNIT_HEAD) else None)
        for name, role in roles.items()
    }
    for user in people.values():
        user.full_name = hostile.SHORT
        user.save(update_fields=["full_name"])
    return Cast(filing=open_filing(actor=None, cycle=cycle, department=unit, now=now), people=people)


def fill(cast: Cast) -> Filing:
    """Every box, a note on who fills what, a file; then the second text of all, so that there is a difference."""
    preparer, framework = cast.person("preparer"), domain_framework(FRAMEWORK)
    filled = filing_from_document(framework, sample(f"{FRAMEWORK}-sample")[1])
    filled = hostile.everywhere(filled, hostile.ALL, name=hostile.SHORT)
    pages = changes_by_section(framework, filled).values()
    filing = save(cast.filing, preparer, None, *(change for changes in pages for change in changes)).filing
    assign(
        actor=cast.person("head"),
        filing_id=filing.pk,
        place="narratives",
        person_id=cast.person("colleague").pk,
        note=LAST,
        now=timezone.now(),
    )
    attach(filing, preparer, f"{hostile.SHORT}.docx", "execution.execution_rate")
    return Filing.objects.get(pk=filing.pk)


def return_with_remarks(cast: Cast) -> Filing:
    """Signed and returned: what the reviewer says is hostile too."""
    filing = Filing.objects.get(pk=cast.filing.pk)
    filing = move(filing, cast.person("preparer"), Action.SEND_FOR_SIGNATURE)
    filing = move(filing, cast.person("head"), Action.SIGN)
    reviewer, submission = cast.person("reviewer"), last_submission(filing=filing)
    assert submission is not None
    add_phrase(actor=cast.person("administrator"), words=hostile.pieces(190)[0], now=NOW)
    for words in hostile.pieces(480):
        place = "narratives.expected_goals"
        add_pin(actor=reviewer, submission_id=submission.pk, place=place, words=words, now=NOW)
    filing = move(Filing.objects.get(pk=filing.pk), reviewer, Action.RETURN, comment=hostile.ALL)
    for pin, words in zip(ReviewPin.objects.order_by("pk"), hostile.pieces(900) * 9, strict=False):
        answer_pin(actor=cast.person("preparer"), filing_id=filing.pk, pin_id=pin.pk, was="", answer=words, now=NOW)
    text = "\n".join(reversed(hostile.XSS))
    return save(filing, cast.person("preparer"), "narratives", NarrativeChange(code="expected_goals", text=text)).filing


def submit_again(cast: Cast) -> Filing:
    """The second round."""
    filing = Filing.objects.get(pk=cast.filing.pk)
    filing = move(filing, cast.person("preparer"), Action.SEND_FOR_SIGNATURE)
    return move(filing, cast.person("head"), Action.SIGN)


def publish(cast: Cast) -> Filing:
    """Finalised, demands made, published: nothing of the texts is blacked out."""
    filing = Filing.objects.get(pk=cast.filing.pk)
    filing = move(
        filing, cast.person("reviewer"), Action.FINALISE, confirmed_total=filing.self_total, comment=hostile.ALL
    )
    today = timezone.localdate()
    other = RectificationItem.Source.OTHER
    demands = [Demand(source=other, words=each, demand=each, due_on=today) for each in hostile.pieces(400)]
    one, two = cast.person("administrator"), cast.person("second")
    issue(actor=one, filing_id=filing.pk, wanted=demands, now=timezone.now(), today=today)
    row = begin(actor=one, filing_id=filing.pk)
    row = send_for_approval(
        actor=one, disclosure_id=row.pk, expected_version=row.version, redactions=redactions_of(row), now=NOW
    )
    take_step(actor=two, disclosure_id=row.pk, code="disclose_publish", expected_version=row.version, now=NOW)
    cache.clear()
    return filing


def faulty_workbook(cast: Cast) -> str:
    """The address of a workbook that was sent in with a hostile text where a number belongs."""
    client = Client()
    client.force_login(cast.person("preparer"), backend="django.contrib.auth.backends.ModelBackend")
    home = f"/filings/{cast.filing.public_id}/"
    content = b"".join(client.get(f"{home}fill-workbook.xlsx").streaming_content)  # type: ignore[arg-type]

    def spoil(book: Any) -> None:
        for box, text in zip(("original_budget", "full_year_budget"), (hostile.ALL, hostile.NAME), strict=True):
            cell_of(book, f"fields.{box}").value = text

    file = SimpleUploadedFile(f"{hostile.SHORT}.xlsx", edited(content, spoil))
    answer = client.post(f"{home}fill-workbook/", {"file": file})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])
