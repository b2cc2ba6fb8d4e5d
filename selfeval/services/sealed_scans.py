"""The sealed scan (签章件): the printed form, sealed and scanned, held against exactly the frozen copy it shows."""

from datetime import datetime

from django.db import transaction

from selfeval.domain.rights import Right
from selfeval.models import EventAction, SealedScan, Submission, User
from selfeval.queries.filings import last_submission
from selfeval.services import events
from selfeval.services.errors import FileRefused, NotNow
from selfeval.services.holding import held_filing
from selfeval.services.kept_files import Received, keeping
from selfeval.services.retrying import retried
from selfeval.services.scan_codes import codes_in, typed_code

SCAN_KINDS = frozenset({"pdf", "jpg", "jpeg", "png"})


@retried
def add_scan(*, actor: User, filing_id: int, file: Received, code: str = "", now: datetime) -> SealedScan:
    """Keep `file` as the sealed scan of the newest frozen copy; the newest scan counts, older ones stay.

    Its verification code must be that copy's: read from its QR picture, or, where none can be read, `code` as a person
    typed it off the paper. Raises NotAllowed, FileRefused, Filing.DoesNotExist; nothing is kept then. Not to be called
    inside a transaction (`kept_files.keeping`).
    """
    with transaction.atomic():
        submission = _submission(actor, filing_id)
    found, is_typed = _matched(submission, file, code)
    with keeping(SealedScan, file, by=actor, now=now) as columns:
        # Asked again while the filing is held: it may have been returned or finalised meanwhile.
        if _submission(actor, filing_id).pk != submission.pk:
            raise NotNow("刚才有人重新提交了，请重新打印新的一版再传签章件。")
        scan = SealedScan.objects.create(submission=submission, code_read=found, is_code_typed=is_typed, **columns)
        events.record(
            action=EventAction.SCAN_ADDED,
            actor=actor,
            now=now,
            filing=submission.filing,
            content_hash=submission.sha256,
            data={
                "scan": str(scan.public_id),
                "name": scan.name,
                "sha256": scan.sha256,
                "round": submission.round,
                "is_code_typed": is_typed,
            },
        )
    return scan


def _submission(actor: User, filing_id: int) -> Submission:
    """The newest frozen copy, with the filing held."""
    filing = held_filing(Right.SEAL, actor=actor, filing_id=filing_id)
    submission = last_submission(filing=filing)
    if submission is None:
        raise NotNow("还没有签发提交，没有可以盖章的一版。")
    submission.filing = filing
    return submission


def _matched(submission: Submission, file: Received, typed: str) -> tuple[str, bool]:
    """The code that was found, and whether a person typed it. Raises FileRefused where it is not the copy's."""
    wanted = submission.verification_code
    read = codes_in(file.content, media_type=file.media_type, page_count=file.page_count)
    others = [each for each in read if each != wanted]
    if others:
        raise FileRefused(
            file.name,
            f"扫描件上的校验码是 {'、'.join(others)}，这次提交的是 {wanted}：打印的不是这一版，请重新打印、盖章、扫描",
        )
    if read:
        return wanted, False
    if not typed.strip():
        raise FileRefused(
            file.name,
            "没有读到页脚的二维码。请扫描得清楚些（200 dpi 以上、不要裁掉页脚），或把纸上印的校验码填在下面再传",
        )
    if typed_code(typed) != wanted:
        raise FileRefused(
            file.name, f"填的校验码“{typed.strip()[:40]}”与这次提交的 {wanted} 不同，请核对纸上页脚的校验码"
        )
    return wanted, True
