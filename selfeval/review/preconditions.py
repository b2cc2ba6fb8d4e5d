"""What must hold before a filing moves on, apart from who asks: every reason against it, in the order to mend them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from selfeval.domain.amounts import ZERO, number_text, rounded
from selfeval.domain.assessment import Assessment
from selfeval.domain.files import filing_to_document
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from selfeval.domain.pins import place_name
from selfeval.domain.verification import content_hash
from selfeval.domain.workflow import BY_ACTION, Action
from selfeval.models import ReviewPin, ReviewRecord, Submission
from selfeval.services.fitness import fault_of_text

MAX_COMMENT: Final = 2000
_SCORE_PLACES: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One reason in Chinese, and the box it is about: a box of the filing, `comment` or `confirmed_total`."""

    message: str
    box: str


class Refused(Exception):
    """The filing cannot move on; nothing was changed."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__("\n".join(refusal.message for refusal in refusals))
        self.refusals = tuple(refusals)


def refusals(
    *,
    action: Action,
    assessment: Assessment,
    last_submission: Submission | None = None,
    evidence: Sequence[Mapping[str, Any]] = (),
    review: Sequence[Finding] = (),
    pins: Sequence[ReviewPin] = (),
    comment: str = "",
    confirmed_total: Decimal | None = None,
    due_on: date | None = None,
    today: date | None = None,
    is_scan_missing: bool = False,
) -> tuple[Refusal, ...]:
    """Why `action` cannot be done; empty when it can.

    `assessment` is of the form as it stands, or of the submission for what reviewers do. `last_submission` is the
    newest frozen copy, with its verdict; `evidence` is what a frozen copy made now would keep of the evidence; `review`
    are the findings on the reviewer's own work, of which errors keep the verdict from being final; `pins` are those the
    unit has not answered; `due_on` is the last day a return gives, not before `today`; `is_scan_missing`: the cycle
    asks for the sealed scan of what is judged, and there is none.
    """
    row = BY_ACTION[action]
    found: list[Refusal] = []
    if row.needs_clean_checks:
        found.extend(_of_finding(finding) for finding in assessment.blocking)
        found.extend(_unchanged(assessment, evidence, last_submission))
        found.extend(_unanswered(assessment, pins))
    if row.needs_comment and not comment.strip():
        found.append(Refusal(message=f"“{action.label}”须写明意见，请填写后再办理。", box="comment"))
    elif len(comment) > MAX_COMMENT:
        found.append(Refusal(message=f"意见共{len(comment)}字，太长：最多{MAX_COMMENT}字。", box="comment"))
    elif fault_of_text(comment):
        found.append(Refusal(message=f"意见{fault_of_text(comment)}。", box="comment"))
    if due_on is not None and today is not None and due_on < today:
        words = f"报回期限“{due_on}”已经过了，请填今天（{today}）或以后的日期。"
        found.append(Refusal(message=words, box="due_on"))
    if row.ends_work:
        if is_scan_missing:
            words = "还没有这一版的签章件，不能定稿：请等单位打印、盖章后上传扫描件。"
            found.append(Refusal(message=words, box="comment"))
        found.extend(Refusal(message=each.message, box=each.box) for each in review if each.severity is Severity.ERROR)
        found.extend(_of_total(assessment, comment, confirmed_total))
    return tuple(found)


def _of_finding(finding: Finding) -> Refusal:
    remedy = "" if finding.severity is Severity.ERROR else "请核对改正，或在“检查与提交”页写明理由。"
    return Refusal(message=f"{finding.message}{remedy}", box=finding.where[0] if finding.where else "")


def _unchanged(
    assessment: Assessment, evidence: Sequence[Mapping[str, Any]], last: Submission | None
) -> Iterator[Refusal]:
    """A returned form must come back different, if only in its evidence; one the unit withdrew may be as it was."""
    review = last.review if last is not None else None
    if last is None or review is None or review.verdict != ReviewRecord.RETURNED:
        return
    is_same = content_hash(filing_to_document(assessment.framework, assessment.filing)) == last.sha256
    if is_same and list(evidence) == last.evidence:
        yield Refusal(
            message=f"退回后还没有任何修改，不能再次提交。请按审核意见修改：{review.comment}",
            box="",
        )


def _unanswered(assessment: Assessment, pins: Sequence[ReviewPin]) -> Iterator[Refusal]:
    """Every remark the form was returned with is answered before it goes back."""
    for pin in pins:
        name = place_name(assessment.framework, pin.place)
        yield Refusal(message=f"审核人对“{name}”的批注还没有答复：{pin.words}", box=f"pins.{pin.pk}")


def _of_total(assessment: Assessment, comment: str, confirmed: Decimal | None) -> Iterator[Refusal]:
    most = assessment.framework.total_points
    box = "confirmed_total"
    if confirmed is None:
        yield Refusal(message="请填写复核总分。", box=box)
        return
    if not confirmed.is_finite() or not ZERO <= confirmed <= most:
        yield Refusal(message=f"复核总分“{confirmed}”不对：应在 0 到 {number_text(most)} 之间。", box=box)
        return
    if rounded(confirmed, _SCORE_PLACES) != confirmed:
        yield Refusal(message=f"复核总分“{confirmed}”的小数太多：最多{_SCORE_PLACES}位。", box=box)
        return
    self_total = assessment.sheet.total.self_score
    if confirmed != self_total and not comment.strip():
        yield Refusal(
            message=f"复核总分 {number_text(confirmed, 2)} 与自评总分 {number_text(self_total, 2)} 不同，请写明理由。",
            box="comment",
        )
