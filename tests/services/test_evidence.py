"""Attaching evidence is a write like any other: versioned, recorded once, for those who fill."""

import threading
from uuid import uuid4

import pytest
from django.db import connection

from selfeval.models import Event, EventAction, EvidenceFile, EvidenceLink, Filing
from selfeval.queries.evidence import evidence_facts
from selfeval.services.errors import EvidenceGone, FileRefused, NotAllowed, UnknownBox
from selfeval.services.evidence import (
    add_evidence,
    link_evidence,
    remove_evidence,
    replace_evidence,
    restore_evidence,
)
from tests.evidence import attach, looked_at
from tests.factories import NOW, World, make_filing

LEAF = "process.budget_execution.completion_rate"
OTHER = "process.budget_execution.adjustment_rate"


def test_each_write_is_a_version_and_an_event(world: World) -> None:
    filing, person = make_filing(world), world.unit.preparer
    asked = {"actor": person, "filing_id": filing.pk, "now": NOW}
    first = attach(filing, person, "一.docx", OTHER, LEAF)
    second = replace_evidence(**asked, evidence_id=first.public_id, file=looked_at("二.docx"))
    link_evidence(**asked, evidence_id=second.public_id, codes=[LEAF])
    link_evidence(**asked, evidence_id=second.public_id, codes=[LEAF])
    remove_evidence(**asked, evidence_id=second.public_id)
    restore_evidence(**asked, evidence_id=second.public_id)

    events = list(Event.objects.filter(filing=filing, action__startswith="evidence").order_by("id"))
    assert [event.action for event in events] == [
        EventAction.EVIDENCE_ADDED,
        EventAction.EVIDENCE_ADDED,
        EventAction.EVIDENCE_CHANGED,
        EventAction.EVIDENCE_REMOVED,
        EventAction.EVIDENCE_ADDED,
    ]
    assert [event.version for event in events] == [2, 3, 4, 5, 6]
    assert events[0].data["indicators"] == [LEAF, OTHER]
    assert events[1].data["replaces"] == str(first.public_id)
    filing.refresh_from_db()
    assert (filing.version, filing.state) == (6, "filling")
    assert filing.fillers.get() == person
    assert EvidenceFile.objects.get(pk=second.pk).replaces == first


def test_the_same_bytes_are_kept_once(world: World) -> None:
    filing, person = make_filing(world), world.unit.preparer
    first = attach(filing, person, "报表.docx", LEAF)
    again = add_evidence(actor=person, filing_id=filing.pk, file=looked_at("报表.docx"), codes=[OTHER, LEAF], now=NOW)
    assert (again.evidence.pk, again.was_there) == (first.pk, True)
    assert [link.code for link in EvidenceLink.objects.all()] == [LEAF, OTHER]
    assert add_evidence(actor=person, filing_id=filing.pk, file=looked_at("报表.docx"), codes=[LEAF], now=NOW).was_there
    assert Filing.objects.get(pk=filing.pk).version == 3


def test_what_is_refused(world: World) -> None:
    filing, person = make_filing(world), world.unit.preparer
    evidence = attach(filing, person, "一.docx", LEAF)
    asked = {"actor": person, "filing_id": filing.pk, "now": NOW, "evidence_id": evidence.public_id}
    with pytest.raises(UnknownBox):
        attach(filing, person, "二.docx", "process.budget_execution")
    with pytest.raises(NotAllowed):
        attach(filing, world.other.preparer, "二.docx")
    with pytest.raises(NotAllowed):
        remove_evidence(**{**asked, "actor": world.reviewer})
    with pytest.raises(FileRefused, match="内容完全相同"):
        replace_evidence(**asked, file=looked_at("一.docx"))
    for write in (remove_evidence, restore_evidence):
        with pytest.raises(EvidenceGone):
            write(**{**asked, "evidence_id": uuid4()})
    assert [each.name for each in EvidenceFile.objects.all()] == ["一.docx"]


def test_facts_tell_where_else_the_same_bytes_are(world: World) -> None:
    filing, other = make_filing(world), make_filing(world, world.other)
    attach(filing, world.unit.preparer, "报表.docx", LEAF, OTHER)
    attach(filing, world.unit.preparer, "照片.docx")
    attach(other, world.other.preparer, "报表.docx")
    facts = evidence_facts(filing=filing)
    assert [(each.name, each.indicators, each.also_in) for each in facts] == [
        ("报表.docx", (LEAF, OTHER), ("另一单位2021年度填报",)),
        ("照片.docx", (), ()),
    ]
    assert filing.findings.filter(check_code="evidence_not_reused").count() == 0
    assert other.findings.filter(check_code="evidence_not_reused").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_are_both_kept(world: World) -> None:
    filing, person = make_filing(world), world.unit.preparer
    troubles: list[BaseException] = []

    def send(name: str) -> None:
        try:
            attach(filing, person, name, LEAF)
        except BaseException as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(f"{number}.docx",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert EvidenceFile.objects.count() == 4
    assert Filing.objects.get(pk=filing.pk).version == 5
