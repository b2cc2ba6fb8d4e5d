"""Carrying last year's texts over into this year's boxes (带入上年文字). Nothing typed is replaced unasked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from django.db import transaction

from selfeval.domain import filing as domain
from selfeval.domain.checks import Prior
from selfeval.domain.framework import Framework
from selfeval.domain.last_year import TextBefore, own_before, text_to_carry, texts_before
from selfeval.domain.narrative.link_values import LinkValues, link_values
from selfeval.domain.own_indicators import framework_of
from selfeval.domain.scoring import score_sheet
from selfeval.models import CarriedText, EventAction, Filing, User
from selfeval.queries.prior import prior_from, prior_submission
from selfeval.queries.snapshots import filing_snapshot, framework_snapshot
from selfeval.services.changes import (
    Change,
    EntryAttribute,
    EntryChange,
    EvaluatorsChange,
    NarrativeChange,
    OwnIndicatorsChange,
)
from selfeval.services.errors import UnknownBox
from selfeval.services.filings import save_boxes
from selfeval.services.open_boxes import open_of
from selfeval.services.retrying import retried
from selfeval.services.turns import turn_to_write

EVALUATORS: Final = "evaluators"
OWN: Final = "own_indicators."


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOver:
    """What came of it: boxes that hold last year's text now, and boxes left alone as they hold something else."""

    filing: Filing
    carried: frozenset[str]
    kept: frozenset[str]


@retried
@turn_to_write()
@transaction.atomic
def carry_texts(
    *, actor: User, filing_id: int, boxes: Sequence[str], replacing: int | None = None, now: datetime
) -> CarriedOver:
    """Put last year's texts into `boxes`; one that holds something else only where `replacing` is given.

    `replacing` is the filing's version at which the actor saw what would be replaced: a box somebody changed since is
    left alone. Raises UnknownBox for a box without a text of last year, and what `save_boxes` raises.
    """
    filing = Filing.objects.select_related("cycle__framework", "department").get(pk=filing_id)
    submission = prior_submission(filing=filing)
    prior = None if submission is None else prior_from(submission=submission)
    framework = framework_snapshot(version=filing.cycle.framework)
    content = filing_snapshot(filing=filing)
    changes = [] if prior is None else _changes(framework, content, prior, boxes)
    if prior is None and boxes:
        raise UnknownBox(box=boxes[0], section="上年")
    wanted = [each for each in changes if replacing is not None or is_empty(content, each.box)]
    if len(boxes) > 1:
        # Of a whole page what is locked is left out; one box that was asked for is refused by name.
        opened = open_of(filing, framework, [each.box for each in wanted])
        wanted = [each for each in wanted if each.box in opened]
    saved = save_boxes(
        actor=actor,
        filing_id=filing_id,
        changes=wanted,
        seen=filing.version if replacing is None else replacing,
        recorded_as=EventAction.TEXT_CARRIED,
        extra={"fiscal_year": filing.cycle.fiscal_year - 1, "submission": submission.pk if submission else None},
        now=now,
    )
    CarriedText.objects.bulk_create(
        CarriedText(filing=saved.filing, box=box, source=submission, at=now) for box in sorted(saved.written)
    )
    return CarriedOver(filing=saved.filing, carried=saved.stored, kept=frozenset(boxes) - saved.stored)


def _changes(framework: Framework, content: domain.Filing, prior: Prior, boxes: Sequence[str]) -> list[Change]:
    """Raises UnknownBox."""
    texts = texts_before(framework, prior)
    whole = framework_of(framework, content)
    values = link_values(whole, content, score_sheet(whole, content))
    return [_rows_change(framework, box, prior) or _change(box, texts, values) for box in dict.fromkeys(boxes)]


def _rows_change(framework: Framework, box: str, prior: Prior) -> Change | None:
    """Of the boxes that are rows: the evaluators, and own indicators without their results."""
    if box == EVALUATORS and prior.filing.evaluators:
        return EvaluatorsChange(evaluators=prior.filing.evaluators)
    under = box.removeprefix(OWN)
    own = own_before(framework, prior, under) if box.startswith(OWN) else ()
    return OwnIndicatorsChange(under=under, own=own) if own else None


def _change(box: str, texts: Mapping[str, TextBefore], values: LinkValues) -> Change:
    text = texts.get(box)
    if text is None:
        raise UnknownBox(box=box, section="上年")
    kind, _, rest = box.partition(".")
    words = text_to_carry(text, values)
    if kind == "narratives":
        return NarrativeChange(code=rest, text=words)
    code, _, attribute = rest.rpartition(".")
    return EntryChange(code=code, attribute=cast(EntryAttribute, attribute), value=words)


def is_empty(content: domain.Filing, box: str) -> bool:
    """Whether nothing stands in a box that texts are carried into."""
    if box == EVALUATORS:
        return not content.evaluators
    if box.startswith(OWN):
        return not any(own.under == box.removeprefix(OWN) for own in content.own_indicators)
    return not text_in(content, box).strip()


def text_in(content: domain.Filing, box: str) -> str:
    """What stands in a box of text."""
    kind, _, rest = box.partition(".")
    if kind == "narratives":
        return content.narratives.get(rest, "")
    code, _, attribute = rest.rpartition(".")
    return str(getattr(content.entry(code), attribute))
