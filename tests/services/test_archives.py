"""A package and the filing it is brought back to are the same, byte by byte; it comes whole or not at all."""

import json
from functools import cache
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from selfeval.models import Event, EventAction, EvidenceFile, Filing, User
from selfeval.queries.record import chain_fault
from selfeval.services.archive_import import Brought, import_archives
from tests.archived import package_of, rich_package, small_package

rich = cache(rich_package)
small = cache(small_package)


def brought(path: Path, content: bytes, *, is_trial: bool = False, takes_other_names: bool = False) -> Brought:
    """What became of `content`, as a file that is brought."""
    path.write_bytes(content)
    return import_archives([path], is_trial=is_trial, takes_other_names=takes_other_names, now=timezone.now())[0]


@pytest.mark.django_db
def test_a_rich_filing_comes_back_identical(tmp_path: Path) -> None:
    package = rich()
    assert not Filing.objects.exists()
    outcome = brought(tmp_path / "a.zip", package)
    assert outcome.is_new
    filing = Filing.objects.get()
    assert package_of(filing) == package
    assert chain_fault() is None
