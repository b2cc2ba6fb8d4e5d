"""Copies among submitted filings: found through stored signatures, told to who came later."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from selfeval.domain import filing as domain
from selfeval.domain.framework import Severity
from selfeval.domain.workflow import Action, State
from selfeval.models import Filing, Submission, TextBand, TextSignature
from selfeval.queries.snapshots import assessment_of, filing_snapshot, submission_assessment
from selfeval.queries.text_copies import copied_pairs, others_like
from selfeval.review import transitions
from selfeval.services.changes import NarrativeChange
from selfeval.services.cycles import create_cycle
from selfeval.services.filings import open_filing
from selfeval.services.text_signatures import store_missing
from tests.domain.narrative.like_texts import OUTCOME, WORK, WORK_AGAIN, WORK_OF_ANOTHER
from tests.factories import (
    COPIED,
    NOW,
    Unit,
    World,
    bring_to,
    domain_framework,
    fill,
    make_filing,
    make_world,
    move,
    save,
)

pytestmark = pytest.mark.django_db
BOX = "performance_analysis"


@pytest.fixture
def world() -> World:
    return make_world()


def written(world: World, unit: Unit, text: str) -> Filing:
    """The form of `unit` with one text only, not submitted."""
    return save(make_filing(world, unit), unit.preparer, "narratives", NarrativeChange(code=BOX, text=text)).filing


def submitted(world: World, unit: Unit, text: str) -> Filing:
    """The form of `unit`, filled and submitted with `text`."""
    filing = fill(make_filing(world, unit), unit.preparer)
    filing = save(filing, unit.preparer, "narratives", NarrativeChange(code=BOX, text=text)).filing
    filing = move(filing, unit.preparer, Action.SEND_FOR_SIGNATURE)
    return move(filing, unit.head, Action.SIGN)


def checks_found(filing: Filing) -> set[str]:
    return {each.check for each in assessment_of(filing=filing).findings if each.check.startswith("not_copied")}


def test_a_copy_of_what_another_submitted_is_told(world: World) -> None:
    submitted(world, world.unit, WORK)
    saved = save(
        make_filing(world, world.other), world.other.preparer, "narratives", NarrativeChange(code=BOX, text=WORK_AGAIN)
    )

    (finding,) = [each for each in saved.assessment.findings if each.check == COPIED]
    assert (finding.severity, finding.where) == (Severity.WARNING, (f"narratives.{BOX}",))
    assert finding.quote
    assert "综合办" not in finding.message
    assert finding in assessment_of(filing=saved.filing).findings


@pytest.mark.parametrize("text", [WORK_OF_ANOTHER, OUTCOME])
def test_a_text_of_ones_own_is_not(world: World, text: str) -> None:
    submitted(world, world.unit, WORK)

    assert checks_found(written(world, world.other, text)) == set()


def test_a_draft_of_another_unit_is_nobody_s_business(world: World) -> None:
    written(world, world.unit, WORK)

    assert TextSignature.objects.count() == 0
    assert checks_found(written(world, world.other, WORK)) == set()


def test_who_submitted_first_is_not_accused(world: World) -> None:
    first = submitted(world, world.unit, WORK)
    later = bring_to(world, State.AWAITING_SIGNATURE, world.other)
    transitions.perform(
        actor=world.other.head,
        action=Action.SIGN,
        filing_id=later.pk,
        expected_version=later.version,
        now=NOW + timedelta(hours=1),
    )
    second = Submission.objects.get(filing=later)

    assert COPIED not in checks_found(first)
    assert COPIED in {each.check for each in submission_assessment(submission=second).findings}


def test_last_year_s_text_is_told(world: World) -> None:
    filing = submitted(world, world.unit, WORK)
    next_year = create_cycle(
        actor=None,
        code="2022",
        fiscal_year=2022,
        title="2022年度自评",
        framework=world.framework,
        opens_at=NOW,
        deadline=NOW + timedelta(days=400),
        now=NOW,
    )
    later = open_filing(actor=world.administrator, cycle=next_year, department=world.unit.department, now=NOW)
    later = save(later, world.unit.preparer, "narratives", NarrativeChange(code=BOX, text=WORK_AGAIN)).filing

    assert checks_found(later) == {"not_copied_from_last_year"}
    assert checks_found(filing) == set()


def test_a_new_submission_replaces_the_signatures(world: World) -> None:
    filing = submitted(world, world.unit, WORK)
    before = set(filing.text_signatures.values_list("pk", flat=True))
    filing = move(filing, world.reviewer, Action.RETURN, comment="请补充")
    filing = save(filing, world.unit.preparer, "narratives", NarrativeChange(code=BOX, text=OUTCOME)).filing
    move(move(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE), world.unit.head, Action.SIGN)

    rows = filing.text_signatures.filter(box=f"narratives.{BOX}")
    assert [row.text for row in rows] == [OUTCOME]
    assert not before & set(filing.text_signatures.values_list("pk", flat=True))
    assert TextBand.objects.count() == 16 * TextSignature.objects.count()


def test_the_same_queries_however_much_is_alike(world: World, django_assert_num_queries: Any) -> None:
    for unit in (world.unit, world.other):
        submitted(world, unit, f"{WORK}\n{OUTCOME}\n{WORK_OF_ANOTHER}\n" * 5)
    filing = written(world, world.third, "")
    framework = domain_framework()
    content = filing_snapshot(filing=filing)
    for text in (WORK, f"{WORK}\n{OUTCOME}\n" * 9):
        with django_assert_num_queries(2):
            found = others_like(filing=filing, framework=framework, content=with_text(content, text))
        assert found
    with django_assert_num_queries(0):
        assert others_like(filing=filing, framework=framework, content=content) == ()


def with_text(content: domain.Filing, text: str) -> domain.Filing:
    return replace(content, narratives={BOX: text})


def test_the_command_lists_the_pairs_of_a_cycle(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    submitted(world, world.unit, WORK)
    submitted(world, world.other, WORK_AGAIN)
    call_command("find_copies", cycle="2021", json=True)
    told = json.loads(capsys.readouterr().out)

    assert (told["format"], told["cycle"]) == ("selfeval-copies/1", "2021")
    (pair,) = [each for each in told["pairs"] if each["first"]["where"] == f"narratives.{BOX}"]
    assert (pair["first"]["department"], pair["second"]["department"]) == ("001 综合办", "002 服务中心")
    assert pair["quote"] in WORK
    assert WORK_AGAIN[pair["second"]["offset"] :].startswith(pair["quote"])
    assert 0.5 <= float(pair["resemblance"]) < 1

    call_command("find_copies", cycle="2021")
    assert "001 综合办　部门整体支出绩效评价分析 ／ 002 服务中心" in capsys.readouterr().out
    with pytest.raises(CommandError, match="没有编码为“1999”的自评批次"):
        call_command("find_copies", cycle="1999")


def test_no_pair_is_told_twice_and_none_within_a_filing(world: World) -> None:
    submitted(world, world.unit, f"{WORK}\n{WORK}")
    submitted(world, world.other, WORK)
    pairs = list(copied_pairs(cycle=world.cycle, framework=domain_framework()))
    places = [(each.first.box, each.first.offset, each.second.box, each.second.offset) for each in pairs]

    assert len(places) == len(set(places))
    assert all(each.first.filing != each.second.filing for each in pairs)


def test_submissions_without_signatures_are_made_up_for(world: World) -> None:
    filing = submitted(world, world.unit, WORK)
    kept = list(filing.text_signatures.values_list("box", "offset", "text"))
    TextSignature.objects.all().delete()

    assert store_missing(world.cycle) == 1
    assert list(filing.text_signatures.values_list("box", "offset", "text")) == kept
    assert store_missing(world.cycle) == 0
