"""What a filing gives reason to put right: findings of its frozen copy, remarks of its reviews, settled spot checks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef

from selfeval.domain.after_review import CheckState
from selfeval.domain.amounts import number_text
from selfeval.domain.assessment import Assessment
from selfeval.domain.differences import DifferenceClass
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Framework, Severity
from selfeval.domain.pins import place_name
from selfeval.domain.workflow import Level, Verdict
from selfeval.models import Filing, RectificationItem, ReviewPin, ReviewRecord, SpotCheckItem, Submission
from selfeval.queries.filings import last_submission
from selfeval.queries.finding_rows import frozen_findings
from selfeval.queries.reviews import review_of
from selfeval.queries.snapshots import submission_scored

_Source = RectificationItem.Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One thing that may be issued, once by its `key`. `note` is what the unit said, or why it was let stand."""

    source: RectificationItem.Source
    key: str
    place: str
    place_name: str
    words: str
    note: str = ""
    is_issued: bool = False


def proposals_for(*, filing: Filing) -> tuple[Proposal, ...]:
    """All there is to propose, findings first; those issued already are marked. Nothing before it was submitted."""
    submission = last_submission(filing=filing)
    if submission is None:
        return ()
    submission.filing = filing
    assessment = submission_scored(submission=submission)
    framework = assessment.framework
    found = [
        *_of_findings(submission, framework),
        *_of_pins(filing, framework),
        *_of_scores(submission, assessment),
        *_of_spot_checks(filing, framework),
    ]
    issued = set(filing.rectifications.exclude(source_key="").values_list("source", "source_key"))
    return tuple(replace(each, is_issued=(each.source.value, each.key) in issued) for each in found)


def _named(framework: Framework, place: str) -> str:
    return place_name(framework, place) if place else ""


def _of_findings(submission: Submission, framework: Framework) -> Iterator[Proposal]:
    """Errors and warnings, whatever was said to them; several of the same check at the same box are one."""
    grouped: dict[str, list[Finding]] = {}
    for finding in frozen_findings(submission=submission):
        if finding.severity is not Severity.INFO:
            grouped.setdefault(finding.key, []).append(finding)
    for key, same in grouped.items():
        first = same[0]
        if first.waiver is not None:
            note = f"已豁免：{first.waiver.reason}"
        else:
            note = f"单位说明：{first.explanation}" if first.explanation else "单位没有说明"
        yield Proposal(
            source=_Source.FINDING,
            key=key,
            place=first.box,
            place_name=_named(framework, first.box),
            words="；".join(dict.fromkeys(each.message for each in same)),
            note=note,
        )


def _of_pins(filing: Filing, framework: Framework) -> Iterator[Proposal]:
    """Remarks that went out with a return, and those that stood when the form was finalised."""
    finalised = ReviewRecord.objects.filter(submission=OuterRef("submission"), verdict=Verdict.FINALISED.value)
    pins = ReviewPin.objects.filter(submission__filing=filing).annotate(has_verdict=Exists(finalised))
    for pin in pins.order_by("pk"):
        if pin.sent_at is None and not pin.has_verdict:
            continue
        yield Proposal(
            source=_Source.REVIEW,
            key=f"pin:{pin.pk}",
            place=pin.place,
            place_name=_named(framework, pin.place),
            words=pin.words,
            note=f"单位答复：{pin.answer}" if pin.answer else "",
        )


def _of_scores(submission: Submission, assessment: Assessment) -> Iterator[Proposal]:
    """Indicators a level of review cut, once it gave its verdict: before that its scores are its own."""
    done = set(submission.reviews.values_list("level", flat=True))
    for level in Level:
        if level.value not in done:
            continue
        review = review_of(submission=submission, assessment=assessment, level=level)
        for code, scored in review.scored.items():
            entry, cut = review.entry(code), review.cut(code)
            if cut is None or cut <= 0:
                continue
            remark = f"：{entry.remark.strip()}" if entry.remark.strip() else ""
            yield Proposal(
                source=_Source.REVIEW,
                key=f"score:{submission.round}:{level.value}:{code}",
                place=code,
                place_name=_named(assessment.framework, code),
                words=f"{level.label}扣 {number_text(cut)} 分（满分 {number_text(scored.points)} 分）{remark}",
            )


def _of_spot_checks(filing: Filing, framework: Framework) -> Iterator[Proposal]:
    """What was settled otherwise than the unit scored itself, and what the checker remarked on indicators."""
    settled = SpotCheckItem.objects.filter(filing=filing, state=CheckState.SETTLED.value).exclude(difference=0)
    for item in settled.select_related("spot_check").prefetch_related("scores"):
        if item.difference is None or item.settled_total is None:
            continue
        found = DifferenceClass(item.difference_class).label
        said = f"：{item.settlement}" if item.settlement else ""
        yield Proposal(
            source=_Source.SPOT_CHECK,
            key=str(item.public_id),
            place="",
            place_name="",
            words=(
                f"{item.spot_check.title}核定 {number_text(item.settled_total)} 分，与自评相差 "
                f"{number_text(item.difference)} 分（{found}）{said}"
            ),
            note=f"单位意见：{item.objection}" if item.objection else "",
        )
        for row in item.scores.all():
            if row.remark.strip():
                yield Proposal(
                    source=_Source.SPOT_CHECK,
                    key=f"{item.public_id}:{row.code}",
                    place=row.code,
                    place_name=_named(framework, row.code),
                    words=row.remark.strip(),
                )
