"""New rows whose names must be free."""

from django.db import IntegrityError, transaction
from django.db.models import Model

from selfeval.services.errors import AlreadyThere


def insert_once(row: Model, *, taken: str) -> None:
    """Insert the new `row`. Raises AlreadyThere with the words `taken` where the database has such a row already.

    Asking first would not do: between the question and the insertion somebody else may insert the same.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyThere(taken) from None
