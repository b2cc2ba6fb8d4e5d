"""Whose value counts where several people save one filing: what a change would alter, and where it must be asked first.

Values are compared as the filing file would write them: what reads the same is the same.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from selfeval.domain import filing as domain
from selfeval.domain.files import filing_to_document
from selfeval.domain.framework import Framework
from selfeval.models import BoxStamp, Filing, User
from selfeval.services.changes import (
    Change,
    EntryChange,
    EvaluatorsChange,
    ExplanationChange,
    FaceChange,
    FigureChange,
    NarrativeChange,
    OwnIndicatorsChange,
)

_LONGEST_RECORDED: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A box that a change would alter: `old` is stored, `new` is wanted, both as a filing file writes them."""

    box: str
    old: Any
    new: Any

    def recorded(self) -> dict[str, Any]:
        """For the event; long texts by their length, and the old one by its hash as well."""
        told = {"box": self.box, "old": _shortened(self.old), "new": _shortened(self.new)}
        return {**told, "old_sha256": known_again(self.old)} if _is_long(self.old) else told


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A box that somebody else changed since the actor saw it: it was not stored, the actor chooses.

    `version` is the one the other value came with; who sends it as seen stores over that value. `wanted` is what the
    actor sent, as a filing file writes it.
    """

    box: str
    saved_by: str
    saved_at: datetime
    version: int
    wanted: Any = None


def differences(
    framework: Framework, before: domain.Filing, after: domain.Filing, changes: Sequence[Change]
) -> tuple[Difference, ...]:
    """The boxes of `changes` that `after` has otherwise than `before`, each once."""
    old, new = filing_to_document(framework, before), filing_to_document(framework, after)
    pairs = {change.box: (_plain_at(old, change), _plain_at(new, change)) for change in changes}
    return tuple(Difference(box=box, old=was, new=becomes) for box, (was, becomes) in pairs.items() if was != becomes)


def conflicts_of(
    filing: Filing, differing: Collection[Difference], seen: int | Mapping[str, int]
) -> tuple[Conflict, ...]:
    """Which of `differing` were written after the actor saw them. One query, or none.

    A version that the filing never had, as after going back to a backup, is as good as never seen.
    """
    wanted = {each.box: each.new for each in differing}
    known = {box: _known(filing, seen if isinstance(seen, int) else seen.get(box, 0)) for box in wanted}
    if not known or min(known.values()) >= filing.version:
        return ()
    newer = filing.box_stamps.filter(version__gt=min(known.values())).select_related("saved_by")
    return tuple(
        Conflict(
            box=stamp.box,
            saved_by=stamp.saved_by.full_name,
            saved_at=stamp.saved_at,
            version=stamp.version,
            wanted=wanted[stamp.box],
        )
        for stamp in newer
        if stamp.version > known.get(stamp.box, stamp.version)
    )


def stamp_boxes(filing: Filing, boxes: Collection[str], *, actor: User, now: datetime) -> None:
    """Note that this version of `filing` wrote `boxes`; texts carried over into them are the unit's own now."""
    BoxStamp.objects.bulk_create(
        [BoxStamp(filing=filing, box=box, version=filing.version, saved_at=now, saved_by=actor) for box in boxes],
        update_conflicts=True,
        unique_fields=["filing", "box"],
        update_fields=["version", "saved_at", "saved_by"],
    )
    texts = [box for box in boxes if not box.startswith("fields.")]
    if texts:
        filing.carried_texts.filter(box__in=texts).delete()


def known_again(value: Any) -> Any:
    """What `queries.filings.values_before` tells of a value: itself, or the hash of a long text."""
    return sha256(value.encode()).hexdigest() if _is_long(value) else value


def _known(filing: Filing, seen: int) -> int:
    return seen if seen <= filing.version else 0


def _plain_at(document: Any, change: Change) -> Any:
    match change:
        case FigureChange(code=code):
            return document["fields"].get(code)
        case EntryChange(code=code):
            return document["indicators"].get(code, {}).get(change.box.removeprefix(f"indicators.{code}."))
        case NarrativeChange(code=code):
            return document["narratives"].get(code)
        case ExplanationChange(check=check):
            return document["explanations"].get(check)
        case EvaluatorsChange():
            return document["evaluators"]
        case OwnIndicatorsChange(under=under):
            return [own for own in document.get("own_indicators", []) if own["under"] == under]
        case FaceChange(attribute="filed_on"):
            return document.get("filed_on")
        case FaceChange(attribute=attribute):
            return document["department"].get(attribute)


def _is_long(value: Any) -> bool:
    return isinstance(value, str) and len(value) > _LONGEST_RECORDED


def _shortened(value: Any) -> Any:
    return f"（{len(value)}字）" if _is_long(value) else value
