"""What is left to the other run is what uses no database, and nothing is left to nobody."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.once import pytest_collection_modifyitems, pytest_ignore_collect

TESTS = Path(__file__).parent


def item(*fixtures: str, is_marked: bool = False, folder: str = "web") -> pytest.Item:
    """A test as pytest collects it."""
    found = SimpleNamespace(
        fixturenames=fixtures,
        get_closest_marker=lambda name: is_marked or None,
        path=TESTS / folder / "deeper/test_it.py",
        nodeid=f"tests/{folder}/deeper/test_it.py::test_it",
    )
    return cast(pytest.Item, found)


class Told:
    """Stands for pytest's configuration, and hears what was left out."""

    def __init__(self) -> None:
        self.left_out: list[pytest.Item] = []
        self.hook = SimpleNamespace(pytest_deselected=lambda items: self.left_out.extend(items))


def parted(items: list[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """What is kept, and what is left out."""
    told, kept = Told(), [*items]
    pytest_collection_modifyitems(cast(Any, told), kept)
    return kept, told.left_out


MARKED, ASKING, LIVE, PURE = item(is_marked=True), item("world", "db"), item("live_server"), item("tmp_path")


def test_what_uses_none_is_left_out_where_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELFEVAL_TESTS", "with-database")
    assert parted([MARKED, PURE, ASKING, LIVE]) == ([MARKED, ASKING, LIVE], [PURE])


def test_nothing_is_left_out_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SELFEVAL_TESTS", raising=False)
    assert parted([MARKED, PURE]) == ([MARKED, PURE], [])


def test_folders_without_a_database_are_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SELFEVAL_TESTS", raising=False)
    assert pytest_ignore_collect(TESTS / "domain") is None
    monkeypatch.setenv("SELFEVAL_TESTS", "with-database")
    assert pytest_ignore_collect(TESTS / "domain") is True
    assert pytest_ignore_collect(TESTS / "web") is None


def test_who_uses_a_database_there_would_be_left_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SELFEVAL_TESTS", raising=False)
    with pytest.raises(pytest.UsageError, match=r"tests/exports/deeper/test_it\.py::test_it"):
        parted([item(is_marked=True, folder="exports")])


@pytest.mark.django_db
def test_a_test_that_asks_for_a_database_has_the_mark(request: pytest.FixtureRequest) -> None:
    kept, left_out = parted([request.node])
    assert (kept, left_out) == ([request.node], [])
