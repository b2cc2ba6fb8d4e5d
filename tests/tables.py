"""What the tables of the database hold, asked of all of them at once."""

import io
from functools import cache

from django.db import connection


def filled(tables: tuple[str, ...]) -> frozenset[str]:
    """Those of `tables` with any line at all: of some seventy most are empty, and one question costs less than many."""
    with connection.cursor() as cursor:
        cursor.execute(_any_lines(tables))
        return frozenset(table for (table,) in cursor.fetchall())


@cache
def _any_lines(tables: tuple[str, ...]) -> str:
    return " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables)  # noqa: S608 - our own names of tables


def lines_of_copy(table: str) -> str:
    """All of `table` as COPY of PostgreSQL writes it, oldest first: the first column counts up."""
    out = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY (SELECT * FROM "{table}" ORDER BY 1) TO STDOUT', out)  # noqa: S608
    return out.getvalue()


def copy_back(table: str, lines: str) -> None:
    """Put what `lines_of_copy` wrote into `table`."""
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{table}" FROM STDIN', io.StringIO(lines))
