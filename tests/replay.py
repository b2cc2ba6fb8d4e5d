"""Rows that were made once are put back, not made again: most of a test's time went into making the same world.

`replayed("world", make_world)` calls the recipe the first time and keeps what it changed in the database. When the
same recipe is asked for again and the whole database holds exactly what it held then, the same changes are written and
a copy of the same result is returned. Whatever is in the database besides, in any table, makes the recipe run again.
What it holds is read only where it is not known: every statement is listened to, and a test begins with a fresh
database, so nothing is read while nobody but recipes has written.

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
    # Of the whole database afterwards.
    fingerprint: str


@dataclass(slots=True)
class _Known:
    """What is known of the database without reading it: the fingerprint of all it holds, by one connection."""

    fingerprint: str | None = None
    by: object = None


# The end of the record is there from the beginning.
_ALWAYS_FILLED: Final = frozenset({"selfeval_recordhead"})

# Statements that leave all lines as they are.
_HARMLESS: Final = ("SELECT", "SAVEPOINT", "RELEASE", "BEGIN", "PRAGMA", "SET CONSTRAINTS")
# A fresh database, before anybody has read what that is.
_FRESH: Final = "fresh"

_kept: dict[tuple[str, str], _Kept] = {}
_known = _Known()
_fresh: list[str] = []


def begin_test() -> None:
    """A test begins: what the one before wrote is rolled back, or put back (tests/fresh.py)."""
    if _listen not in connection.execute_wrappers:
        connection.execute_wrappers.append(_listen)
    _know(_FRESH)


def _listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
    if not sql.startswith(_HARMLESS):
        _known.fingerprint = None
    return execute(sql, params, many, context)


def _know(fingerprint: str) -> None:
    _known.fingerprint, _known.by = fingerprint, connection.connection


def replayed(recipe: str, make: Callable[[], _Made]) -> _Made:
    """What `make` returns, with its rows in the database; `recipe` names it together with all it depends on."""
    fingerprint = _known_fingerprint()
    kept = _kept.get((recipe, fingerprint)) if fingerprint else None
    before: Content | None = None
    if kept is None:
        before = _content()
        key = (recipe, _fingerprint(before))
        kept = _kept.get(key)
    if fingerprint in _fresh or (before is not None and _is_empty(before)):
        _count_on(dict.fromkeys({table for each in _kept.values() for table in each.changed}, False))
    if kept is None:
        assert before is not None
        kept, result = _made(before, make)
        _kept[key] = kept
        _know(kept.fingerprint)
        return result
    # In one transaction: tables point at each other whatever their order.
    with transaction.atomic():
        for table, (old, new) in kept.changed.items():
            is_longer = new[: len(old)] == old
            if not is_longer:
                _clear(table)
            _put(table, new[len(old) :] if is_longer else new)
    _count_on({table: bool(new) for table, (_, new) in kept.changed.items()})
    _know(kept.fingerprint)
    copied: _Made = copy.deepcopy(kept.result)
    return copied


def _known_fingerprint() -> str | None:
    """Of all the database holds, where that is known: not where other connections may have written meanwhile."""
    if not connection.in_atomic_block or _known.fingerprint is None:
        return None
    if _known.fingerprint == _FRESH:
        if not _fresh:
            _fresh.append(_fingerprint(_content()))
        return _fresh[0]
    return _known.fingerprint if _known.by is connection.connection else None


def _made(before: Content, make: Callable[[], _Made]) -> tuple[_Kept, _Made]:
    result = make()
    after = _content()
    changed = {table: (before[table], lines) for table, lines in after.items() if lines != before[table]}
    _count_on({table: bool(new) for table, (_, new) in changed.items()})
    return _Kept(result=copy.deepcopy(result), changed=changed, fingerprint=_fingerprint(after)), result


def _is_empty(content: Content) -> bool:
    return not any(lines for table, lines in content.items() if table not in _ALWAYS_FILLED)


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
            return tuple(cursor.execute(_as_stored(table)).fetchall())
    return tuple(lines_of_copy(table).split("\n")[:-1])


@cache
def _as_stored(table: str) -> str:
    """A sign before a column, and Django no longer sees what it holds: times stay the text they are stored as."""
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, table)
    stored = ", ".join(f'+"{each.name}"' for each in columns)
    return f'SELECT {stored} FROM "{table}" ORDER BY id'  # noqa: S608 - our own names of tables


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
