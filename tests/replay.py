"""Rows that were made once are put back, not made again: most of a test's time went into making the same world.

`replayed("world", make_world)` calls the recipe the first time and keeps what it changed in the database. When the
same recipe is asked for again and the whole database holds exactly what it held then, the same changes are written and
a copy of the same result is returned. Whatever is in the database besides, in any table, makes the recipe run again.

So the rest must come out the same in every test too: ids are counted from the same number (SQLite does it by itself,
on PostgreSQL what is rolled back has used up its ids), and tests/conftest.py lets people sign in at one moment.
"""

import copy
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeVar

from django.apps import apps
from django.db import connection, transaction

from tests.tables import copy_back, filled, lines_of_copy

_Made = TypeVar("_Made")
Lines = tuple[Any, ...]
Content = Mapping[str, Lines]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What a recipe returned, and each table it changed with all lines before and after."""

    result: Any
    changed: Mapping[str, tuple[Lines, Lines]]


# The end of the record is there from the beginning.
_ALWAYS_FILLED: Final = frozenset({"selfeval_recordhead"})

_kept: dict[tuple[str, str], _Kept] = {}


def replayed(recipe: str, make: Callable[[], _Made]) -> _Made:
    """What `make` returns, with its rows in the database; `recipe` names it together with all it depends on."""
    before = _content()
    if not any(lines for table, lines in before.items() if table not in _ALWAYS_FILLED):
        _count_on(dict.fromkeys({table for kept in _kept.values() for table in kept.changed}, False))
    key = (recipe, _fingerprint(before))
    kept = _kept.get(key)
    if kept is None:
        result = make()
        after = _content()
        changed = {table: (before[table], lines) for table, lines in after.items() if lines != before[table]}
        _kept[key] = _Kept(result=copy.deepcopy(result), changed=changed)
        _count_on({table: bool(new) for table, (_, new) in changed.items()})
        return result
    # In one transaction: tables point at each other whatever their order.
    with transaction.atomic():
        for table, (old, new) in kept.changed.items():
            is_longer = new[: len(old)] == old
            if not is_longer:
                _clear(table)
            _put(table, new[len(old) :] if is_longer else new)
    _count_on({table: bool(new) for table, (_, new) in kept.changed.items()})
    result: _Made = copy.deepcopy(kept.result)
    return result


def _fingerprint(content: Content) -> str:
    return hashlib.sha256(repr(sorted(content.items())).encode()).hexdigest()


def _content() -> Content:
    """All lines of all our tables, oldest first; a table's lines are rows on SQLite and lines of COPY on PostgreSQL."""
    with_lines = filled(_tables())
    return {table: _lines(table) if table in with_lines else () for table in _tables()}


@cache
def _tables() -> tuple[str, ...]:
    # What other apps keep (sessions, attempts to sign in) is nobody's recipe.
    models = apps.get_app_config("selfeval").get_models(include_auto_created=True)
    return tuple(sorted(model._meta.db_table for model in models))


def _lines(table: str) -> Lines:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            return tuple(cursor.execute(f'SELECT * FROM "{table}" ORDER BY id').fetchall())  # noqa: S608 - our own names of tables
    return tuple(lines_of_copy(table).split("\n")[:-1])


def _put(table: str, lines: Lines) -> None:
    if not lines:
        return
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            marks = ", ".join(["%s"] * len(lines[0]))
            cursor.executemany(f'INSERT INTO "{table}" VALUES ({marks})', lines)  # noqa: S608
    else:
        copy_back(table, "\n".join(lines) + "\n")


def _count_on(tables: Mapping[str, bool]) -> None:
    """Let the next id of each table follow the largest there is, of a table without lines (False) be the first."""
    if connection.vendor == "sqlite" or not tables:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), (SELECT max(id) FROM \"{table}\"))"  # noqa: S608
                if is_filled
                else f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), 1, false)"
                for table, is_filled in tables.items()
            )
        )


def _clear(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608
