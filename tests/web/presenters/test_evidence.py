"""Evidence in words: places told apart, sizes as people read them, how full a filing is."""

from types import SimpleNamespace
from typing import Any

import pytest

from selfeval.services.kept_files import size_text
from selfeval.web.presenters.evidence import places_of, quota_of
from tests.factories import domain_framework


def test_places_of_one_name_are_told_by_the_name_above() -> None:
    names = [place.name for place in places_of(domain_framework())]
    assert {"预算管理的管理制度健全性", "资产管理的管理制度健全性", "预算完成率"} <= set(names)
    assert len(set(names)) == len(names)
    assert places_of(domain_framework())[0].group == "投入"


def test_own_indicators_are_a_place_together() -> None:
    assert any(place.name.endswith("（个性指标）") for place in places_of(domain_framework("general-2020")))


@pytest.mark.parametrize(
    ("size", "words"),
    [(1, "1 KB"), (900_000, "879 KB"), (1024**2, "1 MB"), (3_500_000, "3.3 MB"), (1024**3, "1 GB")],
)
def test_sizes(size: int, words: str) -> None:
    assert size_text(size) == words


def test_a_quota_is_as_full_as_its_fuller_side(settings: Any) -> None:
    settings.MOST_BYTES_A_FILING, settings.MOST_FILES_A_FILING = 1000, 10
    assert (quota_of([]).percent, quota_of([]).tone) == (0, "")
    files: Any = [SimpleNamespace(size=10) for _ in range(9)]
    assert (quota_of(files).percent, quota_of(files).tone) == (90, "is-amber")
    files[0].size = 5000
    assert quota_of(files).percent == 100
