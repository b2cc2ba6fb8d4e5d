"""Row C09: what follows a review, cycles and evidence are written though the database gave the first try up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.utils import timezone

from selfeval.domain.workflow import State
from selfeval.models import Event, EvidenceFile, RecordHead, RectificationFile, RectificationItem, ResultUse
from selfeval.queries.cycles import fingerprint_of, settings_of
from selfeval.services import events
from selfeval.services.cycles import change_cycle
from selfeval.services.disclosures import begin, redactions_of, send_for_approval
from selfeval.services.evidence import add_evidence, remove_evidence, replace_evidence
from selfeval.services.file_store import purge, store_faults
from selfeval.services.kept_files import digest, opened
from selfeval.services.rectification import Demand, issue, take_step
from selfeval.services.result_uses import Entry, enter
from selfeval.services.spot_checks import settle
from tests.evidence import attach, looked_at
from tests.factories import NOW, bring_to, make_filing, make_world
from tests.spot_checks import asked, give, make_checker, make_draw, reply, score, total_of

TODAY = date(2022, 3, 1)


class _Deadlock(Exception):
    pgcode = "40P01"


def once(write: Callable[[], Any]) -> Any:
    """What `write` returns though the first taking of the record's head, which comes last, is given up."""
    before = Event.objects.count()
    real, tries = events.held_head, []

    def held_head() -> RecordHead:
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("deadlock detected") from _Deadlock()
        return real()

    with patch.object(events, "held_head", held_head):
        result = write()
    assert len(tries) == 2, write
    assert Event.objects.count() == before + 1, write
    return result


def strays() -> set[str]:
    """Kept bytes without a row; other tests leave theirs."""
    return {fault.what for fault in store_faults()}


@pytest.mark.django_db(transaction=True)
def test_c09_evidence_and_cycles_are_written_again() -> None:
    world = make_world()
    before = strays()
    filing, actor = bring_to(world, State.FILLING), world.unit.preparer
    added = once(lambda: add_evidence(actor=actor, filing_id=filing.pk, file=looked_at(), codes=(), now=NOW))
    # Read and stored twice: it must be whole, and no bytes of the first try are left.
    with opened(added.evidence) as kept:
        assert digest(kept) == looked_at().sha256
    assert strays() == before
    once(lambda: remove_evidence(actor=actor, filing_id=filing.pk, evidence_id=added.evidence.public_id, now=NOW))
    cycle, settings = world.cycle, replace(settings_of(world.cycle), title="2021年度自评")
    administrator, seen = world.administrator, fingerprint_of(world.cycle)
    once(lambda: change_cycle(actor=administrator, cycle_id=cycle.pk, seen=seen, settings=settings, now=NOW))
    cycle.refresh_from_db()
    assert cycle.title == "2021年度自评"


@pytest.mark.django_db(transaction=True)
def test_c09_versions_that_went_before_are_not_taken_away_again() -> None:
    """Each version goes in a transaction of its own: what is begun again is the one that was given up."""
    world, now = make_world(), timezone.now()
    filing, person = make_filing(world), world.unit.preparer
    write = {"actor": person, "filing_id": filing.pk}
    old = attach(filing, person, "旧.docx")
    new = replace_evidence(**write, evidence_id=old.public_id, file=looked_at("新.docx"), now=NOW)  # type: ignore[arg-type]
    remove_evidence(**write, evidence_id=new.public_id, now=now - timedelta(days=31))  # type: ignore[arg-type]
    real, tries = EvidenceFile.delete, []

    def delete(version: EvidenceFile) -> None:
        tries.append(version.name)
        if len(tries) == 2:
            raise OperationalError("deadlock detected") from _Deadlock()
        real(version)

    with patch.object(EvidenceFile, "delete", delete):
        assert purge(now=now).removed == 2
    assert tries == ["新.docx", "旧.docx", "旧.docx"]
    assert not EvidenceFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_c09_what_follows_a_review_is_written_again() -> None:
    world, before = make_world(), strays()
    filing, checker, office = bring_to(world, State.FINALISED), make_checker(), world.administrator
    item = once(lambda: make_draw(world)).items.get()
    once(lambda: give(world, item, checker))
    item = once(lambda: score(item, checker))
    item = once(lambda: asked(item, checker))
    item = once(lambda: reply(item, world.unit.head, is_agreed=False))
    said = {"actor": office, "item_id": item.pk, "expected_version": item.version, "words": "按网站记录核定"}
    item = once(lambda: settle(**said, settled_total=total_of(item), now=NOW))  # type: ignore[arg-type]
    demand = Demand(source=RectificationItem.Source.OTHER, words="补办手续", due_on=TODAY)
    wanted = {"actor": office, "filing_id": filing.pk, "now": NOW}
    (issued,) = once(lambda: issue(**wanted, wanted=[demand], today=TODAY))  # type: ignore[arg-type]
    step = {"actor": world.unit.preparer, "item_id": issued.pk, "expected_version": issued.version, "words": "已补办"}
    once(lambda: take_step(**step, code="rectify_report", files=[looked_at()], now=NOW))  # type: ignore[arg-type]
    assert (RectificationFile.objects.count(), strays()) == (1, before)
    entry = Entry(kind=ResultUse.Kind.PRAISE, words="通报表扬", decided_on=TODAY)
    once(lambda: enter(**wanted, entry=entry, today=TODAY))  # type: ignore[arg-type]
    row = begin(actor=office, filing_id=filing.pk)
    sent = {"actor": office, "disclosure_id": row.pk, "expected_version": row.version, "redactions": redactions_of(row)}
    once(lambda: send_for_approval(**sent, now=NOW))  # type: ignore[arg-type]
