"""Disclosure (公开): black out, have another person approve, publish at an address that stays; withhold or withdraw."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from selfeval.domain.after_review import STEPS, DisclosureState, Step
from selfeval.domain.assessment import assess
from selfeval.domain.files import filing_from_document, result_to_document
from selfeval.domain.redaction import Redaction, first_misfit, redacted, suggested
from selfeval.domain.rights_after import Task
from selfeval.domain.verification import canonical_json, content_hash
from selfeval.domain.workflow import State
from selfeval.models import Disclosure, EventAction, Submission, User
from selfeval.queries.disclosures import redactions_to_rows
from selfeval.queries.filings import last_submission, visible_filings
from selfeval.queries.framework_snapshots import framework_snapshot
from selfeval.queries.score_verification import scores_of
from selfeval.queries.standing import accounts_of
from selfeval.services import events
from selfeval.services.errors import NotAllowed, NotNow, StaleVersion, Unfit
from selfeval.services.retrying import retried
from selfeval.services.stepping import moved, refuse_step
from selfeval.services.tasks import refuse_task
from selfeval.services.words import checked_words

MAX_WORDS: Final = 500
MOST_REDACTIONS: Final = 2000
_RECORDED_AS: Final = {
    "disclose_redact": EventAction.DISCLOSURE_REDACTED,
    "disclose_redo": EventAction.DISCLOSURE_SENT_BACK,
    "disclose_publish": EventAction.DISCLOSURE_PUBLISHED,
    "disclose_withhold": EventAction.DISCLOSURE_WITHHELD,
    "disclose_withdraw": EventAction.DISCLOSURE_WITHDRAWN,
}


@retried
@transaction.atomic
def begin(*, actor: User, filing_id: int) -> Disclosure:
    """Begin with a finalised filing: what looks personal is proposed to be blacked out. Once begun it stays.

    Raises NotAllowed, Filing.DoesNotExist. Nobody sees anything of it yet, so that no event is made.
    """
    refuse_task(Task.DISCLOSE, actor)
    filing = visible_filings(user=actor).select_for_update(of=("self",)).get(pk=filing_id)
    submission = last_submission(filing=filing)
    found = Disclosure.objects.select_for_update(of=("self",)).filter(filing=filing).first()
    if found is not None and (submission is None or not _is_superseded(found, submission)):
        return found
    refuse_step(STEPS["disclose_redact"], actor=actor, filing=filing, state=DisclosureState.TO_REDACT)
    if filing.current_state is not State.FINALISED or submission is None:
        raise NotNow(f"“{filing.current_state.label}”的填报不能公开，定稿后才能办理。")
    framework = framework_snapshot(version=submission.framework)
    proposed = redactions_to_rows(suggested(framework, json.loads(submission.document)))
    if found is None:
        return Disclosure.objects.create(filing=filing, submission=submission, redactions=proposed)
    found.submission, found.redactions, found.version = submission, proposed, found.version + 1
    found.state, found.reason = DisclosureState.TO_REDACT.value, ""
    found.redacted_by, found.redacted_at, found.approved_by = None, None, None
    found.save(
        update_fields=[
            "submission",
            "redactions",
            "version",
            "state",
            "reason",
            "redacted_by",
            "redacted_at",
            "approved_by",
        ]
    )
    return found


def _is_superseded(row: Disclosure, newest: Submission) -> bool:
    """Whether it is of an older finalised version, and nothing of it is before the public or about to be."""
    is_idle = row.current_state not in (DisclosureState.PUBLISHED, DisclosureState.TO_APPROVE)
    return is_idle and row.submission_id != newest.pk


@retried
@transaction.atomic
def keep_draft(
    *,
    actor: User,
    disclosure_id: int,
    expected_version: int,
    known: Sequence[Redaction],
    black: Sequence[Redaction],
) -> Disclosure:
    """Keep what is to be blacked out so far, to be gone on with: `known` passages, those in `black` ticked.

    Raises NotAllowed, StaleVersion, Unfit. Nothing of it counts before it is sent, which is recorded whole.
    """
    row = _held(actor, disclosure_id)
    refuse_step(STEPS["disclose_redact"], actor=actor, filing=row.filing, state=row.current_state)
    passages = tuple(dict.fromkeys((*known, *black)))
    refuse_misfits(row, passages)
    ticked = set(black)
    rows = [
        {**each, "is_black": passage in ticked}
        for each, passage in zip(redactions_to_rows(passages), passages, strict=True)
    ]
    there = Disclosure.objects.filter(pk=row.pk, version=expected_version)
    written = there.update(redactions=rows, version=F("version") + 1)
    row.refresh_from_db()
    if written != 1:
        raise StaleVersion(saved_by="", saved_at=None, current_version=row.version)
    return row


@retried
@transaction.atomic
def send_for_approval(
    *, actor: User, disclosure_id: int, expected_version: int, redactions: Sequence[Redaction], now: datetime
) -> Disclosure:
    """Black these passages out and send it to be approved by another. Raises NotAllowed, StaleVersion, Unfit."""
    step = STEPS["disclose_redact"]
    row = _held(actor, disclosure_id)
    refuse_step(step, actor=actor, filing=row.filing, state=row.current_state)
    _refuse_unlocked(row)
    refuse_misfits(row, redactions)
    # What could not be published is told to who blacks out, not to who approves.
    public_copy(row, redactions)
    rows = redactions_to_rows(redactions)
    columns = {"redactions": rows, "redacted_by": actor, "redacted_at": now, "approved_by": None, "reason": ""}
    moved(row, step, expected_version=expected_version, **columns)
    _record(row, step, actor, now, "", redactions=[{"place": each["place"], "why": each["why"]} for each in rows])
    return row


@retried
@transaction.atomic
def take_step(
    *, actor: User, disclosure_id: int, code: str, expected_version: int, reason: str = "", now: datetime
) -> Disclosure:
    """`disclose_redo`, `disclose_publish`, `disclose_withhold` or `disclose_withdraw`.

    Publishing freezes what is public. Raises NotAllowed, StaleVersion, Unfit (box `reason`).
    """
    step = STEPS[code]
    row = _held(actor, disclosure_id)
    # Another account of the same person is no second pair of eyes.
    did_the_last = row.redacted_by_id in {account.pk for account in accounts_of(actor)}
    refuse_step(step, actor=actor, filing=row.filing, state=row.current_state, did_the_last=did_the_last)
    words = checked_words(reason, label="事由", box="reason", is_required=step.needs_comment, at_most=MAX_WORDS)
    columns: dict[str, Any] = {"reason": words}
    if step.target is DisclosureState.PUBLISHED:
        _refuse_unlocked(row)
        columns |= {
            **public_copy(row, redactions_of(row)),
            "approved_by": actor,
            "published_at": now,
            "withdrawn_at": None,
        }
    if step.target is DisclosureState.WITHDRAWN:
        columns["withdrawn_at"] = now
    moved(row, step, expected_version=expected_version, **columns)
    _record(row, step, actor, now, words, sha256=row.sha256)
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedMany:
    """What became of several at once: the rows that are public now, and why the others are not, by their units."""

    done: tuple[Disclosure, ...]
    refused: tuple[tuple[str, str], ...]


def publish_many(*, actor: User, versions: Mapping[int, int], now: datetime) -> PublishedMany:
    """Approve several, each on its own; `versions` are those seen of each disclosure.

    Raises NotAllowed where the person approves nothing at all.
    """
    refuse_task(Task.DISCLOSE, actor)
    done, refused = [], []
    rows = Disclosure.objects.filter(pk__in=versions).select_related("filing__department").order_by("pk")
    for row in rows.defer("document", "result"):
        try:
            seen = versions[row.pk]
            done.append(
                take_step(actor=actor, disclosure_id=row.pk, code="disclose_publish", expected_version=seen, now=now)
            )
        except (NotAllowed, StaleVersion, Unfit) as refusal:
            refused.append((row.filing.department.name, str(refusal)))
    return PublishedMany(done=tuple(done), refused=tuple(refused))


def refuse_misfits(row: Disclosure, redactions: Sequence[Redaction]) -> None:
    """Raises Unfit (box `redactions`) where they are too many, or one is no passage of the filing's texts."""
    if len(redactions) > MOST_REDACTIONS:
        raise Unfit(f"脱敏共{len(redactions)}处，太多：最多{MOST_REDACTIONS}处。", box="redactions")
    framework = framework_snapshot(version=row.submission.framework)
    misfit = first_misfit(framework, json.loads(row.submission.document), redactions)
    if misfit is not None:
        raise Unfit(f"“{misfit.place}”没有要脱敏的这一段，请刷新后重新选。", box="redactions")


def public_copy(row: Disclosure, redactions: Sequence[Redaction]) -> dict[str, str]:
    """`document`, `result` and `sha256` as the public would see them with these passages blacked out.

    The result is that of the redacted filing, so that nothing taken out stands in it, without the bureau's findings.
    Raises Unfit where blacking out would change a score.
    """
    framework = framework_snapshot(version=row.submission.framework)
    document = redacted(json.loads(row.submission.document), redactions)
    # What is published can be read again by the reader of all filings.
    result = result_to_document(assess(framework, filing_from_document(framework, document), texts=False))
    result.pop("findings")
    if scores_of(result) != scores_of(json.loads(row.submission.result)):
        raise Unfit("这样脱敏会改变得分，不能公开：请少涂一些，或改为不予公开。", box="redactions")
    return {
        "document": canonical_json(document),
        "result": canonical_json(result),
        "sha256": content_hash(document),
    }


def redactions_of(row: Disclosure) -> tuple[Redaction, ...]:
    """The passages that are, or are proposed to be, blacked out."""
    return tuple(_passage(each) for each in row.redactions if each.get("is_black", True))


def passages_of(row: Disclosure) -> tuple[Redaction, ...]:
    """Those, and the passages that were looked at and left as they are."""
    return tuple(_passage(each) for each in row.redactions)


def _passage(kept: Mapping[str, Any]) -> Redaction:
    return Redaction(**{name: value for name, value in kept.items() if name != "is_black"})


def _held(actor: User, disclosure_id: int) -> Disclosure:
    refuse_task(Task.DISCLOSE, actor)
    held = Disclosure.objects.select_for_update(of=("self",))
    return held.select_related("filing__department", "filing__cycle__framework", "submission__framework").get(
        pk=disclosure_id
    )


def _refuse_unlocked(row: Disclosure) -> None:
    """What was unlocked since is published only as it was finalised anew."""
    if row.filing.current_state is not State.FINALISED:
        raise NotNow("这份填报已经解锁，重新定稿后才能公开。")
    newest = last_submission(filing=row.filing)
    if newest is None or newest.pk != row.submission_id:
        raise NotNow("这份填报已有新的定稿，请从新的定稿重新脱敏。")


def _record(row: Disclosure, step: Step, actor: User, now: datetime, words: str, **data: Any) -> None:
    events.record(
        action=_RECORDED_AS[step.code],
        actor=actor,
        now=now,
        filing=row.filing,
        comment=words,
        content_hash=row.submission.sha256,
        data=data,
    )
