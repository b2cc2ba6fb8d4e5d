"""Blocks of submitted texts that are like those of a filing, and the like ones of a whole cycle.

Candidates come from the bands of their signatures; what is told was compared shingle by shingle.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, islice
from operator import itemgetter
from typing import Final
from uuid import UUID

from django.db.models import Count, Q

from selfeval.domain import filing as domain
from selfeval.domain.framework import Framework
from selfeval.domain.narrative.passages import Passage, passages_of
from selfeval.domain.narrative.signatures import SCHEME, bands, estimate, first_common_band, signature
from selfeval.domain.narrative.similarity import (
    NEAR,
    Block,
    OtherText,
    Template,
    blocks_of,
    common_words,
    resemblance,
    shingles_of,
    template_of,
)
from selfeval.domain.own_indicators import framework_of
from selfeval.models import Filing, FilingCycle, Submission, TextBand, TextSignature

_MOST_CANDIDATES: Final = 300
# Of more blocks alike in a band, each is held against the first only.
_MOST_ALIKE: Final = 30
# Estimates scatter by 0.07 around a resemblance of NEAR.
_LEAST_ESTIMATE: Final = 0.3
_BATCH: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedPlace:
    """A block of a submitted filing; `box` as in findings, `title` as on the form, `offset` of the quoted words."""

    filing: UUID
    department: str
    box: str
    title: str
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedPair:
    """Two blocks that are near each other, the one submitted first first, and the longest words in common."""

    first: CopiedPlace
    second: CopiedPlace
    likeness: float
    quote: str


_Alike = tuple[int, bytes, int]


def compared_blocks(framework: Framework, content: domain.Filing) -> list[tuple[Passage, Block]]:
    """The blocks of a filing that are compared with those of others."""
    whole = framework_of(framework, content)
    passages = passages_of(whole, content)
    if not passages:
        return []
    template = template_of(whole, content.department.name)
    return [(passage, block) for passage in passages for block in blocks_of(passage.text, template)]


def others_like(*, filing: Filing, framework: Framework, content: domain.Filing) -> tuple[OtherText, ...]:
    """Submitted blocks that may be like some of `content`: of other units this year or last, its own of last year.

    None where it has no text to compare, else one query, and another where there are any. Of this year's only those
    of filings that were submitted before this one was.
    """
    found = compared_blocks(framework, content)
    if not found:
        return ()
    year = content.fiscal_year
    values = {value for _, block in found for value in bands(signature(block.shingles))}
    of_others = Q(filing__cycle__fiscal_year=year) & ~Q(filing__department=filing.department_id)
    rows = list(
        TextSignature.objects.filter(scheme=SCHEME, bands__value__in=values)
        .filter(of_others | Q(filing__cycle__fiscal_year=year - 1))
        .annotate(shared=Count("bands"))
        .order_by("-shared", "pk")
        .values_list("filing__department", "filing__cycle__fiscal_year", "title", "text", "submitted_at")[
            :_MOST_CANDIDATES
        ]
    )
    submissions = Submission.objects.filter(filing=filing).order_by("submitted_at")
    first = submissions.values_list("submitted_at", flat=True).first() if rows else None
    return tuple(
        OtherText(is_own=department == filing.department_id, fiscal_year=other_year, title=title, text=text)
        for department, other_year, title, text, submitted_at in rows
        if other_year < year or first is None or submitted_at < first
    )


def copied_pairs(*, cycle: FilingCycle, framework: Framework) -> Iterator[CopiedPair]:
    """Every pair of near blocks of two filings of `cycle`, whose framework is `framework`, for commands on the server.

    Reads the bands in their order once, and holds the blocks of one band value and one batch of pairs at a time.
    """
    template = template_of(framework)
    candidates = _candidates(cycle)
    while batch := list(islice(candidates, _BATCH)):
        yield from _confirmed(batch, template)


def _candidates(cycle: FilingCycle) -> Iterator[tuple[int, int]]:
    """Pairs of signatures that agree in a band, each pair in the first band it agrees in."""
    rows = (
        TextBand.objects.filter(signature__filing__cycle=cycle, signature__scheme=SCHEME)
        .order_by("value", "signature_id")
        .values_list("value", "signature_id", "signature__slots", "signature__filing_id")
        .iterator(chunk_size=2000)
    )
    for value, group in groupby(rows, key=itemgetter(0)):
        alike = ((key, bytes(slots), filing) for _, key, slots, filing in group)
        for (one, slots, _), (other, other_slots, _) in _pairs(alike):
            band = first_common_band(slots, other_slots)
            is_new = band is not None and bands(slots)[band] == value
            if is_new and estimate(slots, other_slots) >= _LEAST_ESTIMATE:
                yield one, other


def _pairs(alike: Iterator[_Alike]) -> Iterator[tuple[_Alike, _Alike]]:
    """Pairs of blocks of different filings; of very many alike, pairs with the first."""
    held = list(islice(alike, _MOST_ALIKE))
    yield from (pair for pair in combinations(held, 2) if pair[0][2] != pair[1][2])
    yield from ((held[0], other) for other in alike if held[0][2] != other[2])


def _confirmed(pairs: Sequence[tuple[int, int]], template: Template) -> Iterator[CopiedPair]:
    """The pairs that are near, compared exactly. One query."""
    rows = TextSignature.objects.select_related("filing__department").in_bulk({key for pair in pairs for key in pair})
    shingles = {
        key: shingles_of(row.text, Template(shingles=template.shingles, names=(row.filing.department.name,)))
        for key, row in rows.items()
    }
    for one, other in pairs:
        likeness = resemblance(shingles[one], shingles[other])
        if likeness >= NEAR:
            first, second = sorted((rows[one], rows[other]), key=lambda row: (row.submitted_at, row.pk))
            common, same = common_words(first.text, second.text), common_words(second.text, first.text)
            yield CopiedPair(
                first=_place(first, common.start),
                second=_place(second, same.start),
                likeness=likeness,
                quote=common.text,
            )


def _place(row: TextSignature, start: int) -> CopiedPlace:
    return CopiedPlace(
        filing=row.filing.public_id,
        department=f"{row.filing.department.code} {row.filing.department.name}",
        box=row.box,
        title=row.title,
        offset=row.offset + start,
    )
