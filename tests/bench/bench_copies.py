"""Ten thousand submitted filings of ten blocks: signing them, looking for copies of one, listing the pairs of all.

Run by `make bench`. Seconds are of this process; memory is what Python holds at its highest beside what was there.
One filing in a hundred has a block of an earlier one with a few words changed, and each of these must be found.
"""

import random
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from selfeval.domain import filing as domain
from selfeval.domain.narrative.signatures import SCHEME, bands, signature
from selfeval.domain.narrative.similarity import Template, shingles_of
from selfeval.models import Department, Filing, TextBand, TextSignature
from selfeval.queries.text_copies import copied_pairs, others_like
from tests.factories import NOW, World, domain_framework, make_filing, make_world, sample

FILINGS = 10_000
BLOCKS = 10
COPIED_EVERY = 100
BATCH = 500
WORDS = 4_000
MOST_SECONDS = 600
MOST_MEGABYTES = 60
BOX = "performance_analysis"


def vocabulary(chance: random.Random) -> list[str]:
    """Words of two characters, some far more frequent than others."""
    return ["".join(chr(0x4E00 + chance.randrange(2500)) for _ in range(2)) for _ in range(WORDS)]


def paragraph(chance: random.Random, words: list[str]) -> str:
    """About 200 characters, the first words of the vocabulary most frequent."""
    picked = [words[int(len(words) * chance.random() ** 3)] for _ in range(100)]
    return "，".join("".join(picked[at : at + 10]) for at in range(0, 100, 10)) + "。"


def altered(chance: random.Random, text: str, words: list[str]) -> str:
    """The paragraph with five words changed."""
    for _ in range(5):
        at = chance.randrange(len(text) - 2)
        text = text[:at] + words[chance.randrange(WORDS)] + text[at + 2 :]
    return text


def texts(chance: random.Random) -> Iterator[list[str]]:
    """The blocks of each filing; of every hundredth, one is that of a filing before it."""
    words, kept = vocabulary(chance), ""
    for number in range(FILINGS):
        blocks = [paragraph(chance, words) for _ in range(BLOCKS)]
        if number % COPIED_EVERY == COPIED_EVERY - 1:
            blocks[3] = altered(chance, kept, words)
        kept = blocks[0]
        yield blocks


def store(world: World) -> float:
    """Writes units, filings and signatures in batches, as rows; answers the seconds that signing took."""
    signing, chance = 0.0, random.Random(7)
    source = texts(chance)
    for start in range(0, FILINGS, BATCH):
        units = Department.objects.bulk_create(
            Department(code=f"N{number:05}", name=f"第{number}单位") for number in range(start, start + BATCH)
        )
        filings = Filing.objects.bulk_create(
            Filing(cycle=world.cycle, department=unit, created_at=NOW, updated_at=NOW) for unit in units
        )
        rows = []
        for filing in filings:
            for place, text in enumerate(next(source)):
                begun = time.process_time()
                slots = signature(shingles_of(text, Template()))
                signing += time.process_time() - begun
                rows.append(
                    TextSignature(
                        filing=filing,
                        box=f"narratives.{place}",
                        title="正文",
                        offset=0,
                        text=text,
                        slots=slots,
                        scheme=SCHEME,
                        submitted_at=NOW - timedelta(days=1),
                    )
                )
        TextSignature.objects.bulk_create(rows)
        TextBand.objects.bulk_create(TextBand(signature=row, value=value) for row in rows for value in bands(row.slots))
    return signing


@pytest.mark.django_db
def test_ten_thousand_filings() -> None:
    world = make_world()
    begun = time.process_time()
    signing = store(world)
    print(f"\n签 {FILINGS * BLOCKS:,} 段：{signing:.1f} 秒；连同写库 {time.process_time() - begun:.1f} 秒")  # noqa: T201

    filing = make_filing(world)
    text = TextSignature.objects.order_by("pk")[FILINGS * BLOCKS // 2].text
    content: domain.Filing = replace(sample(), narratives={BOX: "\n".join([text] * BLOCKS)})
    begun = time.process_time()
    assert others_like(filing=filing, framework=domain_framework(), content=content)
    one = time.process_time() - begun
    print(f"查一份（{BLOCKS}段）：{one * 1000:.0f} 毫秒")  # noqa: T201

    tracemalloc.start()
    begun = time.process_time()
    pairs = sum(1 for _ in copied_pairs(cycle=world.cycle, framework=domain_framework()))
    seconds, (_, peak) = time.process_time() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"列全部：{pairs} 处，{seconds:.1f} 秒，内存最多 {peak / 1e6:.1f} MB")  # noqa: T201

    assert pairs >= FILINGS // COPIED_EVERY * 0.95
    assert one < 1
    assert seconds < MOST_SECONDS
    assert peak < MOST_MEGABYTES * 1e6
