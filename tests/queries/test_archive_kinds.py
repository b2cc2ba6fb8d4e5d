"""Nothing of a filing is forgotten in its package: every column and every table is in it, or left out for a reason."""

from collections.abc import Iterator

from django.apps import apps

from selfeval.models import FilingCycle, SpotCheck
from selfeval.queries.archive_kinds import ALL_KINDS, ELSEWHERE, MORE_KINDS, NOT_TABLES
from selfeval.queries.archive_rows import Kind


def _all_kinds() -> Iterator[Kind]:
    waiting = [*ALL_KINDS, *MORE_KINDS]
    while waiting:
        kind = waiting.pop()
        yield kind
        waiting += [below for _, below in kind.below.values()]


def test_every_column_of_what_is_packed_is_packed_or_known_to_stand_elsewhere() -> None:
    for kind in _all_kinds():
        columns = {column.name for column in kind.model._meta.concrete_fields} - {"id"}
        left = {name for name in columns - set(kind.columns) if name != kind.parent}
        assert {f"{kind.model.__name__}.{name}" for name in left} <= set(ELSEWHERE), kind.model.__name__


def test_every_table_that_leads_to_a_filing_is_packed_or_left_out_for_a_reason() -> None:
    packed = {kind.model for kind in _all_kinds()}
    tables = set(apps.get_app_config("selfeval").get_models()) - packed
    leading = {
        table.__name__
        for table in tables
        for column in table._meta.concrete_fields
        if column.related_model in packed - {FilingCycle, SpotCheck}
    }
    assert leading <= set(NOT_TABLES)
