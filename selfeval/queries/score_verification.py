"""Recomputes what is stored: every submission from its own document, every filing from what was typed into it.

Words (names, traces, messages) are not compared: a later release may say the same better. Numbers and grades are.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID

from django.db.models import prefetch_related_objects

from selfeval.domain.amounts import plain_text
from selfeval.domain.assessment import assess
from selfeval.domain.files import FileFaults, result_to_document
from selfeval.domain.scoring import ScoreSheet
from selfeval.domain.verification import content_hash
from selfeval.models import Filing, IndicatorScore, Submission
from selfeval.models.decimals import stored_points, stored_rate
from selfeval.queries.filing_batches import BATCH, fetch_boxes, in_batches
from selfeval.queries.snapshots import FrameworkAlteredError, filing_snapshot, framework_snapshot, submission_scored

_INDICATOR_KEYS: Final = (
    "reference_points",
    "points",
    "applicable",
    "rate",
    "rate_text",
    "computed_score",
    "self_score",
)
_GROUP_KEYS: Final = ("reference_points", "points", "computed_score", "self_score", "grade")
_TOTAL_KEYS: Final = ("points", "computed_score", "self_score", "capped_at")
# SQLite keeps a rate as a float of 15 digits.
_FLOAT_NOISE: Final = Decimal("1e-14")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A stored value that is not what its inputs give; `place` is as in the result file, None is not there."""

    place: str
    stored: str | None
    recomputed: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedCopy:
    """One stored copy after recomputing it: submission `round` of a filing, or None for the filing as it stands.

    `problem` says why it could not be recomputed, empty where it could.
    """

    public_id: UUID
    department: str
    cycle: str
    round: int | None
    differences: tuple[Difference, ...]
    problem: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether what is stored is what its inputs give."""
        return not self.differences and not self.problem


def verified_copies(*, size: int = BATCH) -> Iterator[VerifiedCopy]:
    """Every stored copy, recomputed; submissions of a filing before the filing. For commands on the server.

    A fixed number of queries a batch of `size` filings; one batch is held at a time.
    """
    filings = Filing.objects.order_by("-cycle__fiscal_year", "cycle__code", "department__code")
    for batch in in_batches(filings, size=size):
        fetch_boxes(batch)
        prefetch_related_objects(batch, "scores", "submissions__framework")
        for filing in batch:
            for submission in filing.submissions.all():
                yield _verified(filing, submission)
            yield _verified(filing, None)


def _verified(filing: Filing, submission: Submission | None) -> VerifiedCopy:
    differences: Sequence[Difference] = ()
    problem = ""
    try:
        differences = _of_filing(filing) if submission is None else _of_submission(submission)
    except (FileFaults, json.JSONDecodeError) as unreadable:
        problem = f"读不出来：{unreadable}"
    except FrameworkAlteredError as altered:
        problem = str(altered)
    return VerifiedCopy(
        public_id=filing.public_id,
        department=f"{filing.department.code} {filing.department.name}",
        cycle=filing.cycle.title,
        round=None if submission is None else submission.round,
        differences=tuple(differences),
        problem=problem,
    )


def _of_submission(submission: Submission) -> list[Difference]:
    stored = scores_of(json.loads(submission.result))
    recomputed = scores_of(result_to_document(submission_scored(submission=submission)))
    found = content_hash(json.loads(submission.document))
    altered = [Difference(place="sha256", stored=submission.sha256, recomputed=found)]
    return [*(altered if found != submission.sha256 else ()), *_compared(stored, recomputed)]


def scores_of(result: Mapping[str, Any]) -> dict[str, str | None]:
    """The numbers and grades of a result document by place."""
    found: dict[str, str | None] = {f"values.{code}": value for code, value in result["values"].items()}
    for part, keys in (("indicators", _INDICATOR_KEYS), ("groups", _GROUP_KEYS)):
        for code, entry in result[part].items():
            found |= {f"{part}.{code}.{key}": _text(entry.get(key)) for key in keys}
    found |= {f"total.{key}": _text(result["total"].get(key)) for key in _TOTAL_KEYS}
    return found | {"grade": result["grade"], "unscored": "、".join(result["unscored"])}


def _of_filing(filing: Filing) -> list[Difference]:
    sheet = assess(
        framework_snapshot(version=filing.cycle.framework), filing_snapshot(filing=filing), texts=False
    ).sheet
    stored: dict[str, str | None] = {
        "total.self_score": _number(filing.self_total),
        "total.computed_score": _number(filing.computed_total),
        "grade": filing.grade or None,
    }
    for row in filing.scores.all():
        stored |= _stored_scores(row)
    return _compared(stored, _recomputed_scores(sheet))


def _stored_scores(row: IndicatorScore) -> dict[str, str | None]:
    numbers = {
        "points": row.points,
        "rate": row.rate,
        "computed_score": row.computed_score,
        "self_score": row.self_score,
    }
    return {f"indicators.{row.code}.{key}": _number(value) for key, value in numbers.items()}


def _recomputed_scores(sheet: ScoreSheet) -> dict[str, str | None]:
    found: dict[str, str | None] = {
        "total.self_score": _number(stored_points(sheet.total.self_score)),
        "total.computed_score": _number(stored_points(sheet.total.computed_score)),
        "grade": sheet.grade,
    }
    for code, score in sheet.indicators.items():
        place = f"indicators.{code}"
        found[f"{place}.points"] = _number(stored_points(score.points))
        found[f"{place}.rate"] = _number(stored_rate(score.rate))
        found[f"{place}.computed_score"] = _number(stored_points(score.computed_score))
        found[f"{place}.self_score"] = _number(stored_points(score.self_score))
    return found


def _compared(stored: Mapping[str, str | None], recomputed: Mapping[str, str | None]) -> list[Difference]:
    places = [*recomputed, *(place for place in stored if place not in recomputed)]
    pairs = [(place, stored.get(place), recomputed.get(place)) for place in places]
    return [Difference(place=place, stored=old, recomputed=new) for place, old, new in pairs if not _same(old, new)]


def _same(stored: str | None, recomputed: str | None) -> bool:
    if stored == recomputed or stored is None or recomputed is None:
        return stored == recomputed
    try:
        old, new = Decimal(stored), Decimal(recomputed)
    except InvalidOperation:
        return False
    return abs(old - new) <= _FLOAT_NOISE * max(abs(old), abs(new))


def _number(value: Decimal | None) -> str | None:
    return None if value is None else plain_text(value)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
