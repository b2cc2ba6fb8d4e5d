"""Row A03: whether another unit's filing and one that is not there take the same time to be refused.

Every address of a filing is asked by another unit's preparer for both in turn, many times; what is held against each
other is the median of processor time; wall time, which means something on an idle machine only, is printed too.
Every refusal is put on record, which is part of it. The number of queries is asserted in tests/acceptance.
"""

import statistics
import time
from typing import Final
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from selfeval.domain.workflow import State
from tests.factories import bring_to, make_world

_TIMES: Final = 20
_ALLOWED: Final = 0.20


def addresses() -> list[str]:
    """The names of the addresses that are of one filing and of nothing besides."""
    patterns = [each for each in get_resolver().url_patterns if isinstance(each, URLPattern)]
    of_one = [each for each in patterns if set(each.pattern.converters) == {"public_id"}]
    return [str(each.name) for each in of_one if str(each.pattern).startswith("filings/")]


def asked(client: Client, path: str) -> tuple[float, float]:
    """Processor and wall seconds of a refusal."""
    spent, started = time.process_time(), time.perf_counter()
    assert client.get(path).status_code in (404, 405), path
    return time.process_time() - spent, time.perf_counter() - started


@pytest.mark.django_db
def test_a03_what_is_not_there_and_what_is_not_theirs_take_the_same_time() -> None:
    world = make_world()
    theirs, client = bring_to(world, State.SUBMITTED), Client()
    client.force_login(world.other.preparer)
    worst: list[tuple[float, str]] = []
    all_theirs: list[float] = []
    all_none: list[float] = []
    walls: list[float] = [0, 0]
    for name in addresses():
        pairs = []
        for _ in range(_TIMES):
            one = asked(client, reverse(name, args=[theirs.public_id]))
            other = asked(client, reverse(name, args=[uuid4()]))
            pairs.append((one, other))
        own = statistics.median(one[0] for one, _ in pairs)
        none = statistics.median(other[0] for _, other in pairs)
        walls[0] += statistics.median(one[1] for one, _ in pairs)
        walls[1] += statistics.median(other[1] for _, other in pairs)
        worst.append((own / none - 1, name))
        all_theirs.append(own)
        all_none.append(none)
    ratio = sum(all_theirs) / sum(all_none) - 1
    worst.sort(key=lambda each: abs(each[0]), reverse=True)
    told = "，".join(f"{name} {difference:+.1%}" for difference, name in worst[:3])
    wall = walls[0] / walls[1] - 1
    print(f"\n{len(worst)} 个地址 × {_TIMES} 次：处理器时间 {ratio:+.1%}，墙上 {wall:+.1%}；最大 {told}", end="")  # noqa: T201
    assert abs(ratio) <= _ALLOWED
    assert abs(worst[0][0]) <= _ALLOWED
