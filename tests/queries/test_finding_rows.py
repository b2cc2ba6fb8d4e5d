"""Findings survive the way to rows and back, and are counted where they stand."""

from selfeval.domain.framework import Severity
from selfeval.domain.workflow import State
from selfeval.models import FindingRow, Submission
from selfeval.queries.finding_rows import finding_counts, frozen_findings, stored_findings
from selfeval.queries.snapshots import assessment_of, submission_assessment
from selfeval.services.changes import ExplanationChange, FaceChange, FigureChange, NarrativeChange
from tests.factories import World, bring_to, make_filing, save

WORDS = "2021年预算44.06万元，实际支出31.69万元，节约12.34万元。"


def test_rows_give_back_what_was_found(world: World) -> None:
    filing = bring_to(world, State.FILLING)
    filing = save(filing, world.unit.preparer, "narratives", NarrativeChange(code="other", text=WORDS)).filing
    found = assessment_of(filing=filing).findings
    assert stored_findings(filing=filing) == found
    assert any(each.quote and each.offset is not None for each in found)


def test_what_was_found_in_texts_stands_until_they_are_read_again(world: World) -> None:
    people = world.unit
    filing = bring_to(world, State.FILLING)
    filing = save(filing, people.preparer, "narratives", NarrativeChange(code="other", text=WORDS)).filing
    before = stored_findings(filing=filing)
    saved = save(filing, people.preparer, "staff", FigureChange(code="other_staff", value=None))
    assert [each for each in before if each.quote] == [each for each in saved.assessment.findings if each.quote]
    mended = NarrativeChange(code="other", text=WORDS.replace("12.34", "12.37"))
    saved = save(saved.filing, people.preparer, "narratives", mended)
    assert not any(each.check == "narrative_arithmetic_holds" for each in saved.assessment.findings)
    assert stored_findings(filing=saved.filing) == saved.assessment.findings


def test_an_answer_reaches_the_finding_in_a_text(world: World) -> None:
    filing = bring_to(world, State.FILLING)
    filing = save(filing, world.unit.preparer, "narratives", NarrativeChange(code="other", text=WORDS)).filing
    answer = ExplanationChange(check="narrative_arithmetic_holds", text="按科目四舍五入后相减，差额见附表")
    save(filing, world.unit.preparer, "check", answer)
    (found,) = (each for each in stored_findings(filing=filing) if each.check == answer.check)
    assert found.explanation == answer.text


def test_a_submission_keeps_its_own(world: World) -> None:
    filing = bring_to(world, State.RETURNED)
    submission = Submission.objects.get()
    frozen = frozen_findings(submission=submission)
    assert frozen == stored_findings(filing=filing) == submission_assessment(submission=submission).findings
    save(filing, world.unit.preparer, "face", FaceChange(attribute="filed_on", value=None))
    assert frozen_findings(submission=submission) == frozen != stored_findings(filing=filing)


def test_counted_by_check_and_severity(world: World) -> None:
    first, second = bring_to(world, State.SUBMITTED), make_filing(world, world.other)
    counts = finding_counts(filings=[first, second])
    assert sum(counts.values()) == FindingRow.objects.filter(submission=None).count()
    warnings = sum(count for (_, severity), count in counts.items() if severity is Severity.WARNING)
    assert warnings == first.warning_count + second.warning_count > 0
