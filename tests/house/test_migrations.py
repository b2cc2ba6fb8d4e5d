"""The tables on disk are the tables of the models."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "selfeval", "--check", "--dry-run", verbosity=0)
