"""Events, submissions and verdicts are written once."""

from typing import Any

import pytest
from django.db.models import Model

from selfeval.domain.workflow import State
from selfeval.models import Event, ReviewRecord, Submission
from selfeval.models.permanent import PermanentRowError
from tests.factories import bring_to, make_world

PERMANENT: list[Any] = [Event, Submission, ReviewRecord]


@pytest.fixture
def finalised(db: None) -> None:
    bring_to(make_world(), State.FINALISED)


@pytest.mark.parametrize("model", PERMANENT)
def test_a_row_cannot_be_saved_again(finalised: None, model: type[Model]) -> None:
    row = model._default_manager.first()
    assert row is not None
    with pytest.raises(PermanentRowError, match="只能新增"):
        row.save()
    with pytest.raises(PermanentRowError):
        row.save(force_update=True)


@pytest.mark.parametrize("model", PERMANENT)
def test_a_row_cannot_be_deleted(finalised: None, model: type[Model]) -> None:
    row = model._default_manager.first()
    assert row is not None
    with pytest.raises(PermanentRowError):
        row.delete()
    with pytest.raises(PermanentRowError):
        model._default_manager.all().delete()


@pytest.mark.parametrize("model", PERMANENT)
def test_rows_cannot_be_updated_in_bulk(finalised: None, model: type[Model]) -> None:
    rows = list(model._default_manager.all())
    with pytest.raises(PermanentRowError):
        model._default_manager.update(id=1)
    with pytest.raises(PermanentRowError):
        model._default_manager.bulk_update(rows, ["id"])
    with pytest.raises(PermanentRowError):
        model._default_manager.filter(pk=rows[0].pk).update_or_create(pk=rows[0].pk, defaults={"id": rows[0].pk})
